// Whatever a biller, a bank or a customer says, a log entry stays one line, and a terminal is told nothing. LOKET_SEED repeats a run.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/adapters/system/file_log.h"
#include "core/base/utf8.h"
#include "tests/property/hostile_text.h"

using namespace loket;
using namespace loket::test;

namespace {

std::uint64_t seed() {
  return qEnvironmentVariableIsSet("LOKET_SEED") ? qEnvironmentVariable("LOKET_SEED").toULongLong() : 20261129;
}

// Told apart from the writer: by Qt's own decoder and Unicode tables.
bool isQuiet(const QString& text, bool lines) {
  for (const QChar one : text) {
    if (lines && (one == u'\n' || one == u'\t'))
      continue;
    switch (one.category()) {
      case QChar::Other_Control:
      case QChar::Separator_Line:
      case QChar::Separator_Paragraph:
        return false;
      default:
        break;
    }
    switch (one.direction()) {
      case QChar::DirLRE: case QChar::DirRLE: case QChar::DirLRO: case QChar::DirRLO: case QChar::DirPDF:
      case QChar::DirLRI: case QChar::DirRLI: case QChar::DirFSI: case QChar::DirPDI:
        return false;
      default:
        break;
    }
  }
  return true;
}

}  // namespace

class LogInjectionTest : public QObject {
  Q_OBJECT
 private slots:
  void whatIsShownSteersNothing() {
    Random random(seed());
    for (int i = 0; i < kHostile; ++i) {
      const std::string text = hostile(random);
      const std::string one = shownText(text, Lines::One);
      const std::string many = shownText(text, Lines::Many);
      QVERIFY(isUtf8(one) && isUtf8(many));
      QVERIFY2(isQuiet(QString::fromStdString(one), false) && isQuiet(QString::fromStdString(many), true), text.c_str());
      QCOMPARE(shownText(one, Lines::One), one);
    }
    QCOMPARE(shownText("Bu Tini é 日本 Rp1.000", Lines::One), std::string("Bu Tini é 日本 Rp1.000"));
    QCOMPARE(shownText("a\nb\tc\x1b[2J", Lines::Many), std::string("a\nb\tc [2J"));
    QCOMPARE(shownText("a\nb", Lines::One), std::string("a b"));
  }

  // Of eight bytes at a time: what is no text may lie anywhere among them.
  void whatIsNoTextIsFoundWhereverItLies() {
    Random random(seed());
    int texts = 0;
    for (int i = 0; i < kHostile; ++i) {
      std::string bytes = std::string(random.below(20), 'x') + hostile(random);
      if (!bytes.empty() && random.below(2) == 0)
        bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
      const bool isText = QUtf8StringView(bytes.data(), static_cast<qsizetype>(bytes.size())).isValidUtf8();
      texts += isText ? 1 : 0;
      QVERIFY2(isUtf8(bytes) == isText, qPrintable(QByteArray::fromStdString(bytes).toHex(' ')));
    }
    // Many of each.
    QVERIFY2(texts > kHostile / 10 && texts < kHostile - kHostile / 10, qPrintable(QString::number(texts)));
  }

  // In rounds of what one file keeps, and each file looked at whole.
  void everyEntryIsOneLine() {
    constexpr int kRound = 1'000;
    Random random(seed() + 1);
    qsizetype lines = 0;
    for (int round = 0; round < kHostile / kRound; ++round) {
      QTemporaryDir folder;
      QFile file(folder.filePath(QStringLiteral("loket.log")));
      {
        const auto log = adapters::openFileLog(file.fileName().toStdString());
        for (int i = 0; i < kRound; ++i) log->write(ports::LogLevel::Info, "entry", hostile(random));
      }
      QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList(QStringLiteral("loket.log")));
      QVERIFY(file.open(QIODevice::ReadOnly));
      QList<QByteArray> read = file.readAll().split('\n');
      QCOMPARE(read.takeLast(), QByteArray());
      for (const QByteArray& line : read) {
        QVERIFY2(line.startsWith('[') && line.contains("] entry "), line.constData());
        QVERIFY2(isQuiet(QString::fromUtf8(line), false), line.constData());
      }
      lines += read.size();
    }
    QCOMPARE(lines, qsizetype{kHostile});
  }
};

QTEST_GUILESS_MAIN(LogInjectionTest)
#include "log_injection_test.moc"
