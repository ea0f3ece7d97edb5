// A file that is written piece by piece is there when it is whole, or not at all, and never in the place of another.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/adapters/system/files.h"
#include "tests/unit/store/tiny_disk.h"

using namespace loket;

class NewFileTest : public QObject {
  Q_OBJECT

 private slots:
  void whatIsKeptIsWholeAndItsOwnersOnly() {
    auto file = m_files.openNew(path());
    QVERIFY(file.has_value());
    QVERIFY((*file)->write("one "));
    QVERIFY(!QFile::exists(QString::fromStdString(path())));
    QVERIFY((*file)->write("two"));
    QVERIFY((*file)->keep());
    file->reset();
    QCOMPARE(*m_files.read(path()), std::optional<std::string>("one two"));
    QCOMPARE(lying(), QStringList{"log"});
    QCOMPARE(QFile::permissions(QString::fromStdString(path())) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
  }

  void whatIsNotKeptWasNeverThere() {
    {
      auto file = m_files.openNew(path());
      QVERIFY(file.has_value());
      QVERIFY((*file)->write(std::string(100'000, 'x')));
    }
    QCOMPARE(lying(), QStringList());
  }

  void nothingIsWrittenOver() {
    QVERIFY(m_files.writeDurably(path(), "theirs"));
    const auto refused = m_files.openNew(path());
    QVERIFY(!refused && refused.error().code == ErrorCode::FileExists);
    QCOMPARE(*m_files.read(path()), std::optional<std::string>("theirs"));
    QVERIFY(m_files.remove(path()));
    // Nor what came to lie there while it was written.
    {
      auto file = m_files.openNew(path());
      QVERIFY(file && (*file)->write("ours"));
      QVERIFY(m_files.writeDurably(path(), "theirs"));
      const Status kept = (*file)->keep();
      QVERIFY(!kept && kept.error().code == ErrorCode::FileExists);
    }
    QCOMPARE(*m_files.read(path()), std::optional<std::string>("theirs"));
    QCOMPARE(lying(), QStringList{"log"});
  }

  void aDiskThatTakesNoMoreLeavesNothing() {
    const tests::ShortFiles limit(50'000);
    {
      auto file = m_files.openNew(path());
      QVERIFY(file.has_value());
      QVERIFY((*file)->write(std::string(40'000, 'x')));
      QVERIFY(!(*file)->write(std::string(40'000, 'x')));
    }
    QCOMPARE(lying(), QStringList());
  }

  void whereThereIsNoFolderThereIsNoFile() { QVERIFY(!m_files.openNew(m_folder->path().toStdString() + "/none/log")); }

  void init() { m_folder = std::make_unique<QTemporaryDir>(); }

 private:
  std::string path() const { return m_folder->path().toStdString() + "/log"; }
  QStringList lying() const { return QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden); }

  adapters::SystemFiles m_files;
  std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(NewFileTest)
#include "new_file_test.moc"
