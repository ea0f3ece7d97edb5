// Reads the project's sources and built files and fails on what the design forbids. The first half shows
// every rule an offence and its harmless twin, so that a rule which has gone blind is noticed.
#include <QtTest/QTest>

#include "tests/architecture/binaries.h"
#include "tests/architecture/include_rules.h"
#include "tests/architecture/source_tree.h"
#include "tests/architecture/text_rules.h"

namespace loket::architecture {

namespace {

using Files = QList<SourceFile>;

// Files over the limit that are meant to be so, each with its reason.
const QStringList& longFiles() {
  static const QStringList files = {};
  return files;
}

Files planted(const char* path, const char* text) {
  return {parseSource(QString::fromUtf8(path), QString::fromUtf8(text))};
}

}  // namespace

class ArchitectureTest final : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();

  // the rules themselves
  void layerRuleFires_data();
  void layerRuleFires();
  void platformRuleFires_data();
  void platformRuleFires();
  void fileCycleFires();
  void folderCycleFires();
  void lengthRuleFires();
  void nameRuleFires_data();
  void nameRuleFires();
  void sharedNameRuleFires();
  void wordRuleFires_data();
  void wordRuleFires();
  void purityRuleFires_data();
  void purityRuleFires();
  void commentsAndStringsAreUnderstood();

  // the house
  void layersAreKept();
  void platformCodeIsWhereItBelongs();
  void filesHaveNoCycles();
  void foldersHaveNoCycles();
  void filesAreShort();
  void namesSaySomething();
  void filesOfALibraryCanBeCompiledTogether();
  void wordsAreWhereTheyBelong();
  void baseAndDomainArePure_data();
  void baseAndDomainArePure();
  void headlessProductLinksNoQt();

 private:
  Files m_sources;
};

void ArchitectureTest::initTestCase() {
  m_sources = readSources(QStringLiteral(LOKET_SOURCE_DIR),
                          {QStringLiteral("core"), QStringLiteral("ui"), QStringLiteral("app")});
  QVERIFY2(!m_sources.isEmpty(), "no sources were found");
}

// ------------------------------------------------------------------------------------- the rules themselves

void ArchitectureTest::layerRuleFires_data() {
  QTest::addColumn<QByteArray>("path");
  QTest::addColumn<QByteArray>("include");
  QTest::addColumn<bool>("forbidden");
  const auto row = [](const char* path, const char* include, bool forbidden) {
    QTest::addRow("%s %s", path, include) << QByteArray(path) << QByteArray(include) << forbidden;
  };
  row("core/base/x.h", "\"core/domain/money/money.h\"", true);
  row("core/base/x.h", "<sodium.h>", true);
  row("core/base/x.h", "<tl/expected.hpp>", false);
  row("core/domain/payment/x.cpp", "\"core/ports/clock.h\"", true);
  row("core/domain/payment/x.cpp", "<thread>", true);
  row("core/domain/payment/x.cpp", "<random>", true);
  row("core/domain/payment/x.cpp", "<fstream>", true);
  row("core/domain/payment/x.cpp", "<nlohmann/json.hpp>", true);
  row("core/domain/payment/x.cpp", "<chrono>", false);
  row("core/domain/payment/x.cpp", "\"core/domain/money/money.h\"", false);
  row("core/ports/store.h", "\"core/engine/agent.h\"", true);
  row("core/api/views.h", "\"core/ports/store.h\"", true);
  row("core/api/views.h", "\"core/domain/money/money.h\"", false);
  row("core/engine/agent.cpp", "\"core/adapters/store/connection.h\"", true);
  row("core/engine/agent.cpp", "<sqlite3.h>", true);
  row("core/engine/agent.cpp", "<curl/curl.h>", true);
  row("core/engine/agent.cpp", "<QString>", true);
  row("core/engine/agent.cpp", "\"core/ports/store.h\"", false);
  row("core/adapters/store/x.cpp", "\"core/adapters/http/transport.h\"", true);
  row("core/adapters/store/x.cpp", "\"core/engine/agent.h\"", true);
  row("core/adapters/store/x.cpp", "<curl/curl.h>", true);
  row("core/adapters/store/x.cpp", "<sqlite3.h>", false);
  row("core/adapters/http/x.cpp", "<sqlite3.h>", true);
  row("core/adapters/http/x.cpp", "<curl/curl.h>", false);
  row("core/adapters/upstream/snap/x.cpp", "\"core/adapters/upstream/iak/codec.h\"", true);
  row("core/adapters/upstream/snap/x.cpp", "\"core/adapters/upstream/json_fields.h\"", false);
  row("core/adapters/vault/x.cpp", "<sodium.h>", false);
  row("core/adapters/unheard/x.cpp", "<string>", true);
  row("ui/models/x.cpp", "\"core/engine/agent.h\"", true);
  row("ui/models/x.cpp", "\"core/ports/store.h\"", true);
  row("ui/models/x.cpp", "\"ui/screens/sell/sell_screen.h\"", true);
  row("ui/models/x.cpp", "\"core/api/views.h\"", false);
  row("ui/models/x.cpp", "<QAbstractListModel>", false);
  row("ui/screens/sell/x.cpp", "\"ui/screens/queue/queue_screen.h\"", true);
  row("ui/screens/sell/x.cpp", "\"ui/screens/sell/basket.h\"", false);
  row("app/sandbox/x.cpp", "\"core/adapters/upstream/snap/codec.h\"", true);
  row("app/sandbox/x.cpp", "\"core/domain/money/money.h\"", true);
  row("app/sandbox/x.cpp", "<httplib.h>", false);
  row("app/sandbox/x.cpp", "\"app/serve/http_front.h\"", false);
  row("app/serve/x.cpp", "\"core/base/result.h\"", true);
  row("app/serve/x.cpp", "\"app/sandbox/exchange.h\"", true);
  row("app/witness/x.cpp", "\"core/domain/journal/note.h\"", false);
  row("app/witness/x.cpp", "\"app/sandbox/exchange.h\"", true);
  row("app/witness/x.cpp", "\"app/wiring/people.h\"", true);
  row("app/witness/x.cpp", "<httplib.h>", true);
  row("app/headless/x.cpp", "<QCoreApplication>", true);
  row("app/headless/x.cpp", "\"ui/text/amounts.h\"", true);
  row("app/headless/x.cpp", "\"app/wiring/wiring.h\"", false);
  row("app/cashier/x.cpp", "\"ui/text/amounts.h\"", false);
  row("core/engine/agent.cpp", "\"app/wiring/wiring.h\"", true);
  row("core/engine/agent.cpp", "<boost/asio.hpp>", true);
  row("core/engine/agent.cpp", "\"mailbox.h\"", true);
}

void ArchitectureTest::layerRuleFires() {
  QFETCH(QByteArray, path);
  QFETCH(QByteArray, include);
  QFETCH(bool, forbidden);
  const QList<Violation> violations =
      layerViolations(planted(path.constData(), ("#include " + include + "\n").constData()));
  QCOMPARE(!violations.isEmpty(), forbidden);
}

void ArchitectureTest::platformRuleFires_data() {
  QTest::addColumn<QByteArray>("path");
  QTest::addColumn<QByteArray>("include");
  QTest::addColumn<bool>("forbidden");
  const auto row = [](const char* path, const char* include, bool forbidden) {
    QTest::addRow("%s %s", path, include) << QByteArray(path) << QByteArray(include) << forbidden;
  };
  row("core/adapters/system/lock.cpp", "<fcntl.h>", true);
  row("core/adapters/system/lock.cpp", "<sys/file.h>", true);
  row("core/adapters/system/lock.h", "<windows.h>", true);
  row("core/adapters/system/lock_linux.cpp", "<sys/file.h>", false);
  row("core/adapters/system/lock_linux.cpp", "<windows.h>", true);
  row("core/adapters/system/file_linux.h", "<unistd.h>", false);
  row("core/adapters/system/lock_linux.cpp", "\"core/adapters/system/file_linux.h\"", false);
  row("core/adapters/system/lock.cpp", "\"core/adapters/system/file_linux.h\"", true);
  row("core/adapters/system/lock_windows.cpp", "\"core/adapters/system/file_linux.h\"", true);
  row("core/adapters/system/lock_windows.cpp", "<windows.h>", false);
  row("core/adapters/system/lock_windows.cpp", "<unistd.h>", true);
  row("core/adapters/system/lock.cpp", "<string>", false);
}

void ArchitectureTest::platformRuleFires() {
  QFETCH(QByteArray, path);
  QFETCH(QByteArray, include);
  QFETCH(bool, forbidden);
  const QList<Violation> violations =
      platformViolations(planted(path.constData(), ("#include " + include + "\n").constData()));
  QCOMPARE(!violations.isEmpty(), forbidden);
}

void ArchitectureTest::fileCycleFires() {
  Files files = planted("core/engine/a.h", "#include \"core/engine/b.h\"\n");
  files += planted("core/engine/b.h", "#include \"core/engine/c.h\"\n");
  QVERIFY(fileCycles(files).isEmpty());
  files += planted("core/engine/c.h", "#include \"core/engine/a.h\"\n");
  QCOMPARE(fileCycles(files).size(), 1);
  QVERIFY(fileCycles(planted("core/engine/a.h", "#include \"core/engine/a.h\"\n")).size() == 1);
}

void ArchitectureTest::folderCycleFires() {
  Files files = planted("core/domain/ledger/a.h", "#include \"core/domain/money/a.h\"\n");
  files += planted("core/domain/money/a.h", "#include \"core/base/time.h\"\n");
  QVERIFY(folderCycles(files).isEmpty());
  files += planted("core/domain/money/b.h", "#include \"core/domain/ledger/c.h\"\n");
  QCOMPARE(folderCycles(files).size(), 1);
}

void ArchitectureTest::lengthRuleFires() {
  const QByteArray fits(kMaxLines, '\n');
  const QByteArray tooLong(kMaxLines + 1, '\n');
  QVERIFY(lengthViolations(planted("core/engine/a.cpp", fits.constData()), {}).isEmpty());
  QCOMPARE(lengthViolations(planted("core/engine/a.cpp", tooLong.constData()), {}).size(), 1);
  QVERIFY(lengthViolations(planted("core/engine/a.cpp", tooLong.constData()),
                           {QStringLiteral("core/engine/a.cpp")})
              .isEmpty());
}

void ArchitectureTest::nameRuleFires_data() {
  QTest::addColumn<QByteArray>("path");
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<bool>("forbidden");
  const auto row = [](const char* path, const char* text, bool forbidden) {
    QTest::addRow("%s %s", path, text) << QByteArray(path) << QByteArray(text) << forbidden;
  };
  row("core/engine/queue_manager.h", "", true);
  row("core/utils/text.h", "", true);
  row("core/engine/payment_info.cpp", "", true);
  row("core/adapters/store/database.cpp", "", false);
  row("core/engine/a.h", "class QueueManager {", true);
  row("core/engine/a.h", "struct PaymentInfo final {", true);
  row("core/engine/a.h", "enum class DataKind : int {", true);
  row("core/engine/a.h", "class StringHelper : public X {", true);
  row("core/engine/a.h", "class Database {", false);
  row("core/engine/a.h", "// class QueueManager {", false);
  row("core/engine/a.h", "class Information {", false);
}

void ArchitectureTest::nameRuleFires() {
  QFETCH(QByteArray, path);
  QFETCH(QByteArray, text);
  QFETCH(bool, forbidden);
  QCOMPARE(!nameViolations(planted(path.constData(), text.constData())).isEmpty(), forbidden);
}

void ArchitectureTest::sharedNameRuleFires() {
  const auto fires = [](const char* one, const char* oneText, const char* other, const char* otherText) {
    const auto inOwn = [](const char* text) {
      return QByteArray("namespace {\n") + text + "\n}  // namespace\n";
    };
    return !sharedNameViolations(planted(one, inOwn(oneText).constData()) + planted(other, inOwn(otherText).constData()))
                .isEmpty();
  };
  const char* const a = "core/domain/till/a.cpp";
  const char* const b = "core/domain/money/b.cpp";
  QVERIFY(fires(a, "constexpr int kMost = 3;", b, "constexpr long kMost = 4;"));
  QVERIFY(fires(a, "constexpr std::array<int, 2> kWords = {{", b, "constexpr int kWords[] = {"));
  QVERIFY(fires(a, "bool isIt(int x) {\n}", b, "bool isIt(int x) { return true; }"));
  QVERIFY(fires(a, "struct Row {\n};\nint x() {\n}\nconst Row& at(int i) {", b, "class Row final {"));
  QVERIFY(!fires(a, "bool isIt(int x) {\n}", b, "bool isIt(long x) {\n}"));
  QVERIFY(!fires(a, "constexpr int kMost = 3;", b, "constexpr int kLeast = 3;  // not kMost"));
  QVERIFY(!fires(a, "constexpr int kMost = 3;", "core/engine/b.cpp", "constexpr int kMost = 3;"));
  QVERIFY(!fires("core/adapters/upstream/iak/a.cpp", "constexpr int kMost = 3;", "core/adapters/upstream/snap/b.cpp",
                 "constexpr int kMost = 3;"));
  QVERIFY(!sharedNameViolations(planted(a, "namespace loket {\nnamespace {\nint x;\n}  // namespace\n") +
                                planted(b, "namespace loket::till {\nnamespace {\nint x;\n}  // namespace\n"))
               .size());
  QVERIFY(!fires("ui/text/a.cpp", "class Say {", "ui/text/b.cpp", "class Say {"));
  QVERIFY(!sharedNameViolations(planted("ui/widgets/a.cpp", "namespace {\nint x;\n}  // namespace\nint y() {\n}\n") +
                                planted("ui/widgets/b.cpp", "int x;\nnamespace {\nint y();\n}  // namespace\n"))
               .size());
}

void ArchitectureTest::wordRuleFires_data() {
  QTest::addColumn<QByteArray>("path");
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<bool>("forbidden");
  const auto row = [](const char* path, const char* text, bool forbidden) {
    QTest::addRow("%s %s", path, text) << QByteArray(path) << QByteArray(text) << forbidden;
  };
  row("core/domain/money/a.cpp", "double x = 0;", true);
  row("core/domain/ledger/a.h", "float x;", true);
  row("core/domain/payment/a.h", "// a double click\nint doubled;", false);
  row("core/domain/insight/a.h", "double mean;", false);
  row("ui/widgets/a.cpp", "QColor c(\"#1A2B3C\");", true);
  row("ui/widgets/a.cpp", "setStyleSheet(\"color: #1A2B3C\");", true);
  row("ui/widgets/a.cpp", "QColor c(12, 0, 0);", true);
  row("ui/widgets/a.cpp", "pen.setColor(Qt::black);", true);
  row("ui/widgets/a.cpp", "brush.setColor(Qt::transparent);", false);
  row("ui/widgets/a.cpp", "// like #1A2B3C", false);
  row("ui/theme/a.cpp", "QColor c(\"#1A2B3C\");", false);
  row("core/engine/a.cpp", "auto t = std::chrono::system_clock::now();", true);
  row("core/base/a.cpp", "auto t = std::chrono::steady_clock::now();", true);
  row("core/engine/a.cpp", "auto t = std::time(nullptr);", true);
  row("ui/bridge/a.cpp", "auto t = QDateTime::currentDateTime();", true);
  row("core/adapters/system/a.cpp", "auto t = std::chrono::system_clock::now();", false);
  row("core/engine/a.cpp", "auto t = m_clock.now();", false);
  row("core/adapters/printer/a_linux.cpp", "auto t = std::chrono::steady_clock::now();", false);
  row("core/adapters/printer/a_linux.cpp", "auto t = std::chrono::system_clock::now();", true);
  row("core/engine/a.cpp", "std::random_device chance;", true);
  row("ui/bridge/a.cpp", "QNetworkAccessManager net;", true);
  row("ui/bridge/a.cpp", "QEventLoop loop;", true);
  row("ui/bridge/a.cpp", "QCoreApplication::processEvents();", true);
  row("ui/bridge/a.cpp", "connect(a, b, c, d, Qt::BlockingQueuedConnection);", true);
  row("core/adapters/http/a.cpp", "#ifdef _WIN32\n#endif", true);
  row("core/adapters/http/a.cpp", "#if defined(__linux__)\n#endif", true);
  row("core/engine/a.cpp", "return tr(\"Gagal\");", true);
  row("core/engine/a.cpp", "auto s = \"no double, no QEventLoop\";", false);
}

void ArchitectureTest::wordRuleFires() {
  QFETCH(QByteArray, path);
  QFETCH(QByteArray, text);
  QFETCH(bool, forbidden);
  QCOMPARE(!wordViolations(planted(path.constData(), text.constData())).isEmpty(), forbidden);
}

void ArchitectureTest::purityRuleFires_data() {
  QTest::addColumn<QString>("symbol");
  QTest::addColumn<bool>("impure");
  const auto row = [](const char* symbol, bool impure) {
    QTest::addRow("%s", symbol) << QString::fromUtf8(symbol) << impure;
  };
  row("clock_gettime", true);
  row("time", true);
  row("gettimeofday", true);
  row("std::chrono::_V2::system_clock::now()", true);
  row("std::chrono::_V2::steady_clock::now()", true);
  row("open", true);
  row("fopen", true);
  row("socket", true);
  row("getrandom", true);
  row("rand", true);
  row("getenv", true);
  row("printf", true);
  row("pthread_create", true);
  row("std::thread::_M_start_thread(std::unique_ptr<std::thread::_State>, void (*)())", true);
  row("std::random_device::_M_getval()", true);
  row("std::basic_ofstream<char, std::char_traits<char> >::basic_ofstream()", true);
  row("std::filesystem::__cxx11::path::_M_split_cmpts()", true);
  row("std::cout", true);
  row("sqlite3_open", true);
  row("curl_easy_init", true);
  row("QString::arg(int) const", true);
  row("memcpy", false);
  row("operator new(unsigned long)", false);
  row("std::__throw_length_error(char const*)", false);
  row("loket::domain::Money::add(loket::domain::Money) const", false);
  row("__cxa_begin_catch", false);
}

void ArchitectureTest::purityRuleFires() {
  QFETCH(QString, symbol);
  QFETCH(bool, impure);
  QCOMPARE(!impureSymbols({symbol}).isEmpty(), impure);
}

void ArchitectureTest::commentsAndStringsAreUnderstood() {
  const SourceFile file =
      parseSource(QStringLiteral("core/engine/a.cpp"),
                  QStringLiteral("// #include <thread>\n"
                                 "/* #include <mutex>\n"
                                 "#include <random> */\n"
                                 "#include <string> // yes\n"
                                 "auto n = 1'000'000; // double\n"
                                 "auto q = '\"'; auto s = \"float\\\"\"; int afterwards;\n"
                                 "auto r = R\"x(double \" )\" )x\"; int last;\n"));
  QCOMPARE(file.includes.size(), 1);
  QCOMPARE(file.includes[0].target, QStringLiteral("string"));
  QCOMPARE(file.includes[0].line, 4);
  QVERIFY(!file.codeOnly.contains(u"double"));
  QVERIFY(!file.codeOnly.contains(u"float"));
  QVERIFY(file.code.contains(u"float"));
  QVERIFY(file.codeOnly.contains(u"1'000'000"));
  QVERIFY(file.codeOnly.contains(u"int afterwards"));
  QVERIFY(file.codeOnly.contains(u"int last"));
  QCOMPARE(file.codeOnly.count(u'\n'), file.text.count(u'\n'));
}

// ------------------------------------------------------------------------------------- the house

#define VERIFY_NONE(expression)                             \
  do {                                                      \
    const QList<Violation> found = (expression);            \
    QVERIFY2(found.isEmpty(), qPrintable(describe(found))); \
  } while (false)

void ArchitectureTest::layersAreKept() {
  VERIFY_NONE(layerViolations(m_sources));
}
void ArchitectureTest::platformCodeIsWhereItBelongs() {
  VERIFY_NONE(platformViolations(m_sources));
}
void ArchitectureTest::filesHaveNoCycles() {
  VERIFY_NONE(fileCycles(m_sources));
}
void ArchitectureTest::foldersHaveNoCycles() {
  VERIFY_NONE(folderCycles(m_sources));
}
void ArchitectureTest::filesAreShort() {
  VERIFY_NONE(lengthViolations(m_sources, longFiles()));
}
void ArchitectureTest::namesSaySomething() {
  VERIFY_NONE(nameViolations(m_sources));
}
void ArchitectureTest::filesOfALibraryCanBeCompiledTogether() {
  VERIFY_NONE(sharedNameViolations(m_sources));
}
void ArchitectureTest::wordsAreWhereTheyBelong() {
  VERIFY_NONE(wordViolations(m_sources));
}

void ArchitectureTest::baseAndDomainArePure_data() {
  QTest::addColumn<QString>("archive");
  QTest::addColumn<QStringList>("alsoAllowed");
#ifdef LOKET_DOMAIN_ARCHIVE
  QTest::newRow("domain") << QStringLiteral(LOKET_DOMAIN_ARCHIVE) << QStringList();
#else
  QTest::newRow("domain") << QString() << QStringList();
#endif
#ifdef LOKET_BASE_ARCHIVE
  // A failed check says so on standard error before it stops the process.
  QTest::newRow("base") << QStringLiteral(LOKET_BASE_ARCHIVE)
                        << QStringList{QStringLiteral("stderr"), QStringLiteral("fprintf"),
                                       QStringLiteral("fputs"),  QStringLiteral("fwrite"),
                                       QStringLiteral("fflush"), QStringLiteral("__fprintf_chk")};
#else
  QTest::newRow("base") << QString() << QStringList();
#endif
}

void ArchitectureTest::baseAndDomainArePure() {
  QFETCH(QString, archive);
  QFETCH(QStringList, alsoAllowed);
  if (archive.isEmpty()) {
    QSKIP("this library's target does not exist yet");
  }
  const ToolOutput symbols = undefinedSymbols(archive);
  QVERIFY2(symbols.problem.isEmpty(), qPrintable(symbols.problem));
  QStringList impure = impureSymbols(symbols.lines);
  for (const QString& name : alsoAllowed) {
    impure.removeAll(name);
  }
  QVERIFY2(impure.isEmpty(), qPrintable(QStringLiteral("\n  ") + impure.join(QStringLiteral("\n  "))));
}

void ArchitectureTest::headlessProductLinksNoQt() {
#ifdef LOKET_HEADLESS_BINARY
  const ToolOutput libraries = neededLibraries(QStringLiteral(LOKET_HEADLESS_BINARY));
  QVERIFY2(libraries.problem.isEmpty(), qPrintable(libraries.problem));
  const QStringList qt = libraries.lines.filter(QStringLiteral("Qt"));
  QVERIFY2(qt.isEmpty(), qPrintable(qt.join(u' ')));
#else
  QSKIP("the target loketctl does not exist yet");
#endif
}

}  // namespace loket::architecture

QTEST_GUILESS_MAIN(loket::architecture::ArchitectureTest)
#include "architecture_test.moc"
