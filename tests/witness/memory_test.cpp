// What the real witness remembers: through ends, kills at named points and at any, full disks and damage. It refuses rather than
// forgets, and nothing that is there is written over by a new one.
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTest>
#include <sys/resource.h>
#include <atomic>
#include <memory>
#include <thread>

#include "tests/integration/probed_process.h"
#include "tests/unit/store/tiny_disk.h"
#include "tests/witness/judge.h"
#include "tests/witness/witness_process.h"

using namespace loket;
using namespace loket::witness_tests;
using loket::contract_tests::WebAnswer;
using loket::integration_tests::ProbedProcess;

namespace {

constexpr std::uint64_t kSize = 400;
constexpr int kPatienceMs = 60'000;
constexpr int kKills = 12;

QByteArray read(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("?");
}

bool write(const QString& path, const QByteArray& bytes) {
  QFile file(path);
  return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(bytes) == bytes.size();
}

// Asked until somebody listens there.
WebAnswer askOnceItIsThere(const WitnessProcess& witness, const journal::WitnessRequest& request) {
  QElapsedTimer waited;
  waited.start();
  WebAnswer answer;
  do {
    answer = witness.ask(request);
  } while (answer.code == CURLE_COULDNT_CONNECT && waited.elapsed() < kPatienceMs);
  return answer;
}

}  // namespace

class MemoryTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { curl_global_init(CURL_GLOBAL_DEFAULT); }
  void init();
  void an_end_and_a_beginning();
  void killed_before_it_remembers();
  void killed_before_it_answers();
  void killed_at_any_moment();
  void a_file_that_cannot_grow();
  void a_full_disk();
  void damage_is_refused_data();
  void damage_is_refused();
  void a_log_that_is_listed_does_not_begin_anew();
  void the_key_is_made_once();
  void a_key_that_others_may_read();
  void a_damaged_key();
  void a_lost_key();
  void one_folder_one_witness();
  void what_is_no_log_is_not_added();
  void a_certificate_of_the_operators();

 private:
  bool isCosigned(const journal::WitnessRequest& request);
  void killAt(const QString& point, const journal::WitnessRequest& request);

  std::unique_ptr<WitnessProcess> m_witness;
  std::unique_ptr<GrowingLog> m_log;
};

void MemoryTest::init() {
  m_witness = std::make_unique<WitnessProcess>();
  m_log = std::make_unique<GrowingLog>("warung.example/1", kSize);
  QVERIFY(m_witness->knows(*m_log));
  QVERIFY(m_witness->start());
}

bool MemoryTest::isCosigned(const journal::WitnessRequest& request) {
  const WebAnswer answer = m_witness->ask(request);
  Judge judge;
  judge.hear(request.note, answer.body.toStdString(), m_witness->keyText());
  return answer.status == 200 && judge.verdict() == 1;
}

void MemoryTest::an_end_and_a_beginning() {
  QVERIFY(isCosigned(m_log->request(0, 17)));
  const std::string key = m_witness->keyText();
  QVERIFY(m_witness->stop());
  QVERIFY(m_witness->start());
  QCOMPARE(m_witness->keyText(), key);
  QCOMPARE(m_witness->sizeOf(*m_log), std::optional<std::uint64_t>(17));
  QCOMPARE(m_witness->ask(GrowingLog("warung.example/1", kSize, "another").request(17, 17)).status, 409L);
  QCOMPARE(m_witness->ask(GrowingLog("warung.example/1", kSize, "another").request(17, 18)).status, 422L);
  QVERIFY(isCosigned(m_log->request(17, 18)));
}

void MemoryTest::killAt(const QString& point, const journal::WitnessRequest& request) {
  QVERIFY(m_witness->stop());
  ProbedProcess probed(QStringLiteral(LOKET_WITNESS_BIN),
                       {QStringLiteral("--dir"), m_witness->folder(), QStringLiteral("--port"), QString::number(m_witness->port())},
                       QProcessEnvironment::systemEnvironment());
  WebAnswer answer;
  std::thread client([&] { answer = askOnceItIsThere(*m_witness, request); });
  bool isThere = false;
  for (auto reached = probed.nextPoint(kPatienceMs); reached && !isThere; reached = isThere ? reached : probed.nextPoint(kPatienceMs)) {
    isThere = *reached == point;
    if (!isThere)
      probed.goOn();
  }
  probed.kill();
  client.join();
  QVERIFY(isThere);
  QVERIFY(answer.code != CURLE_OK);
  QVERIFY(m_witness->start());
}

void MemoryTest::killed_before_it_remembers() {
  QVERIFY(isCosigned(m_log->request(0, 30)));
  killAt(QStringLiteral("witness-decided"), m_log->request(30, 50));
  QCOMPARE(m_witness->sizeOf(*m_log), std::optional<std::uint64_t>(30));
  QVERIFY(isCosigned(m_log->request(30, 50)));
}

void MemoryTest::killed_before_it_answers() {
  QVERIFY(isCosigned(m_log->request(0, 30)));
  killAt(QStringLiteral("witness-remembered"), m_log->request(30, 50));
  // The same again: it is told the size, and gets its cosignature from there. Nobody else's tree of that size does.
  const auto again = m_witness->answer(m_log->request(30, 50));
  QVERIFY(again && std::get<journal::WitnessHas>(*again).size == 50);
  QCOMPARE(m_witness->ask(GrowingLog("warung.example/1", kSize, "another").request(50, 50)).status, 409L);
  QVERIFY(isCosigned(m_log->request(50, 50)));
}

void MemoryTest::killed_at_any_moment() {
  std::uint64_t answered = 0;
  for (int kill = 0; kill < kKills; ++kill) {
    std::atomic<std::uint64_t> cosigned{answered};
    std::atomic<bool> isOver{false};
    std::thread client([&] {
      for (std::uint64_t size = answered; size < kSize && !isOver; ++size) {
        if (m_witness->ask(m_log->request(size, size + 1)).status != 200)
          return;
        cosigned = size + 1;
      }
    });
    // A few more each time, and then wherever it is.
    const std::uint64_t enough = answered + 1 + static_cast<std::uint64_t>(kill % 5);
    QElapsedTimer waited;
    waited.start();
    while (cosigned < enough && waited.elapsed() < kPatienceMs) std::this_thread::yield();
    m_witness->kill();
    isOver = true;
    client.join();
    QVERIFY(cosigned >= enough);
    QVERIFY(m_witness->start());
    QCOMPARE(m_witness->ready()[QStringLiteral("damaged")].toInt(-1), 0);
    const auto size = m_witness->sizeOf(*m_log);
    QVERIFY(size && (*size == cosigned || *size == cosigned + 1));
    QVERIFY(isCosigned(m_log->request(*size, *size)));
    answered = *size;
  }
}

void MemoryTest::a_file_that_cannot_grow() {
  QVERIFY(isCosigned(m_log->request(0, 3)));
  const QByteArray before = read(m_witness->stateFile(m_log->origin()));
  const auto pid = static_cast<pid_t>(m_witness->processId());
  rlimit old{};
  const rlimit nothing{0, RLIM_INFINITY};
  QCOMPARE(::prlimit(pid, RLIMIT_FSIZE, &nothing, &old), 0);
  for (int i = 0; i < 3; ++i) {
    const WebAnswer answer = m_witness->ask(m_log->request(3, 9));
    QCOMPARE(answer.status, 503L);
    QVERIFY(!answer.body.contains(kWitnessName));
  }
  // What is remembered already is cosigned again.
  QVERIFY(isCosigned(m_log->request(3, 3)));
  QCOMPARE(read(m_witness->stateFile(m_log->origin())), before);
  QVERIFY(m_witness->told().contains("nothing is cosigned"));
  QCOMPARE(::prlimit(pid, RLIMIT_FSIZE, &old, nullptr), 0);
  QVERIFY(isCosigned(m_log->request(3, 9)));
}

void MemoryTest::a_full_disk() {
  QTemporaryDir mountPoint;
  const auto disk = tests::TinyDisk::mount(mountPoint.path().toStdString(), 1);
  if (!disk)
    QSKIP("mounting is not allowed here");
  {
    WitnessProcess witness(mountPoint.path());
    QVERIFY(witness.knows(*m_log));
    QVERIFY(witness.start());
    QCOMPARE(witness.ask(m_log->request(0, 3)).status, 200L);
    disk->fill();
    const WebAnswer full = witness.ask(m_log->request(3, 9));
    QCOMPARE(full.status, 503L);
    QVERIFY(!full.body.contains(kWitnessName));
    // Nor is a fork less refused because it cannot be kept.
    QCOMPARE(witness.ask(GrowingLog("warung.example/1", kSize, "another").request(3, 3)).status, 409L);
    QVERIFY(witness.told().contains("could not be kept"));
    witness.kill();
    QVERIFY(witness.start());
    QCOMPARE(witness.sizeOf(*m_log), std::optional<std::uint64_t>(3));
    QCOMPARE(witness.ask(m_log->request(3, 9)).status, 503L);
    disk->release();
    QCOMPARE(witness.ask(m_log->request(3, 9)).status, 200L);
    QVERIFY(witness.stop());
  }
}

void MemoryTest::damage_is_refused_data() {
  QTest::addColumn<QString>("how");
  for (const char* how : {"missing", "empty", "cut", "bit", "longer", "another log's", "a folder", "unsigned"})
    QTest::newRow(how) << QString::fromLatin1(how);
}

void MemoryTest::damage_is_refused() {
  QFETCH(QString, how);
  QVERIFY(m_witness->stop());
  const GrowingLog other("warung.example/2", kSize, "other");
  QVERIFY(m_witness->knows(other));
  QVERIFY(m_witness->start());
  QVERIFY(isCosigned(m_log->request(0, 21)));
  QVERIFY(isCosigned(other.request(0, 5)));
  QVERIFY(m_witness->stop());

  const QString file = m_witness->stateFile(m_log->origin());
  QByteArray bytes = read(file);
  QVERIFY(bytes.startsWith("warung.example/1\n21\n"));
  if (how == QStringLiteral("missing") || how == QStringLiteral("a folder"))
    QVERIFY(QFile::remove(file));
  if (how == QStringLiteral("a folder"))
    QVERIFY(QDir().mkpath(file));
  if (how == QStringLiteral("empty"))
    bytes.clear();
  if (how == QStringLiteral("cut"))
    bytes.chop(1);
  if (how == QStringLiteral("bit"))
    bytes[18] = '3';
  if (how == QStringLiteral("longer"))
    bytes += '\n';
  if (how == QStringLiteral("another log's"))
    bytes = read(m_witness->stateFile(other.origin()));
  if (how == QStringLiteral("unsigned"))
    bytes = QByteArray::fromStdString(journal::textOf(m_log->checkpoint(21)));
  const bool isAFile = how != QStringLiteral("missing") && how != QStringLiteral("a folder");
  if (isAFile)
    QVERIFY(write(file, bytes));

  QVERIFY(m_witness->start());
  QCOMPARE(m_witness->ready()[QStringLiteral("damaged")].toInt(), 1);
  QVERIFY(m_witness->told().contains("warung.example/1"));
  for (const auto& [old, size] : {std::pair<std::uint64_t, std::uint64_t>{0, 0}, {0, 1}, {0, 21}, {21, 21}, {21, 22}, {5, 21}}) {
    const WebAnswer answer = m_witness->ask(m_log->request(old, size));
    QCOMPARE(answer.status, 500L);
    QVERIFY(!answer.body.contains(kWitnessName));
  }
  QVERIFY(isCosigned(other.request(5, 6)));
  QVERIFY(m_witness->stop());
  // Nor does adding it again make it anew.
  const Ended added = m_witness->run({QStringLiteral("--add-log"), QString::fromStdString(m_log->keyText())});
  QCOMPARE(added.status, 6);
  if (isAFile)
    QCOMPARE(read(file), bytes);
  else
    QVERIFY(!QFileInfo(file).isFile());
}

void MemoryTest::a_log_that_is_listed_does_not_begin_anew() {
  QVERIFY(m_witness->stop());
  const GrowingLog other("warung.example/2", kSize, "other");
  QFile logs(m_witness->folder() + QStringLiteral("/logs"));
  QVERIFY(logs.open(QIODevice::Append));
  logs.write(QByteArray::fromStdString(other.keyText()) + '\n');
  logs.close();
  QVERIFY(m_witness->start());
  QCOMPARE(m_witness->ready()[QStringLiteral("damaged")].toInt(), 1);
  QCOMPARE(m_witness->ask(other.request(0, 1)).status, 500L);
}

void MemoryTest::the_key_is_made_once() {
  const QString file = m_witness->folder() + QStringLiteral("/key");
  const QByteArray key = read(file);
  QVERIFY(key.startsWith("PRIVATE+KEY+witness.example/w1+"));
  QCOMPARE(QFile::permissions(file) & ~(QFile::ReadUser | QFile::WriteUser), QFile::ReadOwner | QFile::WriteOwner);
  // Shown also while it serves.
  const Ended shown = m_witness->run({QStringLiteral("--key")});
  QCOMPARE(shown.status, 0);
  QCOMPARE(shown.out.toStdString(), m_witness->keyText() + "\n");
  QVERIFY(m_witness->stop());
  const Ended other = m_witness->run({QStringLiteral("--key"), QStringLiteral("--name"), QStringLiteral("witness.example/w2")});
  QCOMPARE(other.status, 2);
  QCOMPARE(read(file), key);
  QVERIFY(!QFile::exists(file + QStringLiteral(".new")));

  const WitnessProcess nameless;
  QCOMPARE(nameless.run({QStringLiteral("--key")}).status, 2);
  for (const char* name : {"two words", "plus+sign", "line\nfeed"})
    QCOMPARE(nameless.run({QStringLiteral("--key"), QStringLiteral("--name"), QString::fromLatin1(name)}).status, 2);
  QVERIFY(!QFile::exists(nameless.folder() + QStringLiteral("/key")));
}

void MemoryTest::a_key_that_others_may_read() {
  QVERIFY(m_witness->stop());
  const QString file = m_witness->folder() + QStringLiteral("/key");
  const QByteArray key = read(file);
  QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup));
  QCOMPARE(m_witness->run({}).status, 6);
  QCOMPARE(read(file), key);
  QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner));
  QVERIFY(m_witness->start());
}

void MemoryTest::a_damaged_key() {
  QVERIFY(m_witness->stop());
  const QString file = m_witness->folder() + QStringLiteral("/key");
  const QByteArray key = read(file);
  for (const qsizetype at : {qsizetype{0}, qsizetype{13}, key.indexOf("+", 13) + 1, key.size() - 20, key.size() - 1}) {
    QByteArray touched = key;
    touched[at] = touched[at] == 'b' ? 'c' : 'b';
    QVERIFY(write(file, touched));
    const Ended ended = m_witness->run({QStringLiteral("--key")});
    QCOMPARE(ended.status, 6);
    QCOMPARE(ended.out, QByteArray());
    QCOMPARE(read(file), touched);
  }
  for (const QByteArray& other : {QByteArray(), key.left(key.size() / 2), key + key}) {
    QVERIFY(write(file, other));
    QCOMPARE(m_witness->run({}).status, 6);
    QCOMPARE(read(file), other);
  }
  QVERIFY(write(file, key));
  QVERIFY(m_witness->start());
}

void MemoryTest::a_lost_key() {
  QVERIFY(m_witness->stop());
  const QString file = m_witness->folder() + QStringLiteral("/key");
  QVERIFY(QFile::remove(file));
  QCOMPARE(m_witness->run({QStringLiteral("--name"), QString::fromLatin1(kWitnessName)}).status, 6);
  QVERIFY(!QFile::exists(file));
}

void MemoryTest::one_folder_one_witness() {
  const Ended second = m_witness->run({});
  QCOMPARE(second.status, 6);
  QVERIFY(second.err.contains("home-busy"));
  QCOMPARE(m_witness->run({QStringLiteral("--add-log"), QString::fromStdString(m_log->keyText())}).status, 6);
  QVERIFY(isCosigned(m_log->request(0, 1)));
}

void MemoryTest::what_is_no_log_is_not_added() {
  const std::string own = m_witness->keyText();
  QVERIFY(m_witness->stop());
  const QByteArray before = read(m_witness->folder() + QStringLiteral("/logs"));
  // A witness's key is no log's; nor is one whose number is another's.
  std::string touched = m_log->keyText();
  touched.back() = touched.back() == 'A' ? 'B' : 'A';
  for (const std::string& text : {own, touched, std::string("warung")})
    QCOMPARE(m_witness->run({QStringLiteral("--add-log"), QString::fromStdString(text)}).status, 2);
  QCOMPARE(read(m_witness->folder() + QStringLiteral("/logs")), before);
  QVERIFY(write(m_witness->folder() + QStringLiteral("/logs"), before + "nonsense\n"));
  QCOMPARE(m_witness->run({}).status, 2);
}

void MemoryTest::a_certificate_of_the_operators() {
  const WitnessProcess other;
  QVERIFY(other.knows(*m_log));
  QVERIFY(m_witness->stop());
  QVERIFY(QFile::copy(m_witness->folder() + QStringLiteral("/server.pem"), other.folder() + QStringLiteral("/given.pem")));
  QVERIFY(QFile::copy(m_witness->folder() + QStringLiteral("/server-key.pem"), other.folder() + QStringLiteral("/given-key.pem")));
  WitnessProcess given(other.folder());
  const QString cert = other.folder() + QStringLiteral("/given.pem");
  QVERIFY(given.start({QStringLiteral("--cert"), cert, QStringLiteral("--key-file"), other.folder() + QStringLiteral("/given-key.pem")}));
  QVERIFY(!QFile::exists(other.folder() + QStringLiteral("/server.pem")));
  QVERIFY(QFile::copy(m_witness->caFile(), given.caFile()));
  QCOMPARE(given.ask(m_log->request(0, 1)).status, 200L);
  QVERIFY(given.stop());
  QVERIFY(given.run({QStringLiteral("--cert"), cert}).status > 0);
  QVERIFY(given.run({QStringLiteral("--cert"), cert, QStringLiteral("--key-file"), cert}).status > 0);
}

QTEST_GUILESS_MAIN(MemoryTest)
#include "memory_test.moc"
