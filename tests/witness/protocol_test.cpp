// What the real witness says over HTTPS: growth is cosigned, and nothing else is, whoever asks and however many at once.
#include <QDir>
#include <QFile>
#include <QTest>
#include <atomic>
#include <barrier>
#include <memory>
#include <thread>
#include <vector>

#include "core/base/text.h"
#include "tests/witness/judge.h"
#include "tests/witness/witness_process.h"

using namespace loket;
using namespace loket::witness_tests;
using loket::contract_tests::WebAnswer;

namespace {

constexpr std::uint64_t kSize = 40;
constexpr int kRacers = 12;
constexpr int kRaces = 8;
constexpr const char* kSizeType = "text/x.tlog.size";

QByteArray bytesOf(const journal::WitnessRequest& request) {
  return QByteArray::fromStdString(journal::textOf(request));
}

// Many requests on one connection.
class Connection {
 public:
  explicit Connection(const WitnessProcess& witness)
      : m_curl(curl_easy_init(), &curl_easy_cleanup), m_url(witness.url().toUtf8()), m_ca(witness.caFile().toLocal8Bit()) {
    curl_easy_setopt(m_curl.get(), CURLOPT_URL, m_url.constData());
    curl_easy_setopt(m_curl.get(), CURLOPT_CAINFO, m_ca.constData());
    curl_easy_setopt(m_curl.get(), CURLOPT_PROXY, "");
    curl_easy_setopt(m_curl.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(m_curl.get(), CURLOPT_TIMEOUT_MS, 60'000L);
    curl_easy_setopt(m_curl.get(), CURLOPT_WRITEFUNCTION, &Connection::take);
    curl_easy_setopt(m_curl.get(), CURLOPT_WRITEDATA, &m_body);
  }

  long post(const QByteArray& body) {
    m_body.clear();
    curl_easy_setopt(m_curl.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    curl_easy_setopt(m_curl.get(), CURLOPT_POSTFIELDS, body.constData());
    if (curl_easy_perform(m_curl.get()) != CURLE_OK)
      return -1;
    long status = 0;
    curl_easy_getinfo(m_curl.get(), CURLINFO_RESPONSE_CODE, &status);
    return status;
  }
  const QByteArray& body() const { return m_body; }

 private:
  static std::size_t take(char* bytes, std::size_t size, std::size_t count, void* into) {
    static_cast<QByteArray*>(into)->append(bytes, static_cast<qsizetype>(size * count));
    return size * count;
  }

  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> m_curl;
  QByteArray m_url;
  QByteArray m_ca;
  QByteArray m_body;
};

}  // namespace

class ProtocolTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { curl_global_init(CURL_GLOBAL_DEFAULT); }
  void init();
  void cleanup();
  void a_log_grows_and_every_step_is_cosigned();
  void a_log_may_begin_anywhere();
  void the_same_checkpoint_is_cosigned_again();
  void another_size_is_told();
  void a_fork_is_refused_and_kept();
  void another_history_is_refused();
  void a_wrong_proof_is_refused();
  void strangers_are_refused();
  void what_is_no_request_is_refused_data();
  void what_is_no_request_is_refused();
  void only_that_is_served();
  void every_bit_of_a_request_counts();
  void of_many_that_race_one_wins();
  void logs_do_not_wait_for_each_other_nor_mix();
  void two_keys_of_one_log();

 private:
  // 200, and the judge has heard it.
  bool isCosigned(const journal::WitnessRequest& request);

  std::unique_ptr<WitnessProcess> m_witness;
  std::unique_ptr<GrowingLog> m_log;
  Judge m_judge;
};

void ProtocolTest::init() {
  m_witness = std::make_unique<WitnessProcess>();
  m_log = std::make_unique<GrowingLog>("warung.example/1", kSize);
  QVERIFY(m_witness->knows(*m_log));
  QVERIFY(m_witness->start());
  QCOMPARE(m_witness->ready()[QStringLiteral("logs")].toInt(), 1);
  QCOMPARE(m_witness->ready()[QStringLiteral("damaged")].toInt(-1), 0);
}

void ProtocolTest::cleanup() {
  QVERIFY(m_judge.verdict() >= 0);
  QVERIFY(m_witness->stop());
}

bool ProtocolTest::isCosigned(const journal::WitnessRequest& request) {
  const WebAnswer answer = m_witness->ask(request);
  if (answer.status != 200)
    return false;
  m_judge.hear(request.note, answer.body.toStdString(), m_witness->keyText());
  return true;
}

void ProtocolTest::a_log_grows_and_every_step_is_cosigned() {
  const auto witness = journal::verifierFrom(crypto(), m_witness->keyText());
  QVERIFY(witness);
  for (std::uint64_t size = 0; size < kSize;) {
    const std::uint64_t next = size + 1 + size / 3;
    const journal::WitnessRequest request = m_log->request(size, std::min(next, kSize));
    QVERIFY2(isCosigned(request), std::to_string(size).c_str());
    const auto answer = m_witness->answer(m_log->request(std::min(next, kSize), std::min(next, kSize)));
    QVERIFY(answer && std::holds_alternative<journal::Cosigned>(*answer));
    const auto cosignature = journal::cosignatureOf(crypto(), request.note, std::get<journal::Cosigned>(*answer), *witness);
    QVERIFY(cosignature);
    size = std::min(next, kSize);
  }
  QCOMPARE(m_witness->sizeOf(*m_log), std::optional<std::uint64_t>(kSize));
  QVERIFY(m_judge.verdict() > 5);
}

void ProtocolTest::a_log_may_begin_anywhere() {
  QVERIFY(isCosigned(m_log->request(0, 0)));
  QVERIFY(isCosigned(m_log->request(0, kSize)));
}

void ProtocolTest::the_same_checkpoint_is_cosigned_again() {
  const journal::WitnessRequest grow = m_log->request(0, 9);
  QVERIFY(isCosigned(grow));
  // As one whose answer was lost: he is told the size, and asks from there.
  const auto told = m_witness->answer(grow);
  QVERIFY(told && std::get<journal::WitnessHas>(*told).size == 9);
  QVERIFY(isCosigned(m_log->request(9, 9)));
  QVERIFY(isCosigned(m_log->request(9, 9)));
  journal::WitnessRequest proven = m_log->request(9, 9);
  proven.proof.push_back(m_log->root(9));  // of the same there is nothing to prove
  QCOMPARE(m_witness->ask(proven).status, 422L);
}

void ProtocolTest::another_size_is_told() {
  QVERIFY(isCosigned(m_log->request(0, 20)));
  for (const auto& [old, size] : {std::pair<std::uint64_t, std::uint64_t>{0, 20}, {0, 3}, {3, 3}, {19, 30}, {21, 30}, {30, 30}}) {
    const WebAnswer answer = m_witness->ask(m_log->request(old, size));
    QCOMPARE(answer.status, 409L);
    QCOMPARE(answer.headers["content-type"], QByteArray(kSizeType));
    QCOMPARE(answer.body, QByteArray("20\n"));
  }
  // Back to what it was, as one who knows what is remembered: the old size above the new one is malformed.
  journal::WitnessRequest back = m_log->request(3, 3);
  back.oldSize = 20;
  QCOMPARE(m_witness->ask(back).status, 400L);
  QCOMPARE(m_witness->sizeOf(*m_log), std::optional<std::uint64_t>(20));
}

void ProtocolTest::a_fork_is_refused_and_kept() {
  const GrowingLog other("warung.example/1", kSize, "another");
  QVERIFY(isCosigned(m_log->request(0, 12)));
  const WebAnswer refused = m_witness->ask(other.request(12, 12));
  QCOMPARE(refused.status, 409L);
  QVERIFY(refused.headers["content-type"].startsWith("text/plain"));
  const auto read = m_witness->answer(other.request(12, 12));
  QVERIFY(read && std::get<journal::WitnessRefusal>(*read) == journal::WitnessRefusal::Fork);
  // From another old size it is a fork as well.
  const WebAnswer told = m_witness->ask(other.request(0, 12));
  QCOMPARE(told.status, 409L);
  QCOMPARE(told.body, QByteArray("12\n"));

  const QByteArray err = m_witness->told();
  QCOMPARE(err.count("FORK"), 1);
  const QDir forks(m_witness->folder() + QStringLiteral("/forks"));
  const QStringList files = forks.entryList(QDir::Files);
  QCOMPARE(files.size(), 1);
  QVERIFY(err.contains(files.front().toUtf8()));
  QFile file(forks.filePath(files.front()));
  QVERIFY(file.open(QIODevice::ReadOnly));
  const std::string text = file.readAll().toStdString();
  const auto half = text.find("==== and");
  const auto noteOf = [](std::string part) { return journal::noteFrom(part.substr(part.find('\n') + 1)); };
  const auto first = noteOf(text.substr(0, half));
  const auto second = noteOf(text.substr(half));
  QVERIFY(first && second);
  // Two trees of one size, both by the log's own key: nobody else could have made this up.
  QVERIFY(journal::sealedBy(crypto(), *first, m_log->verifier()));
  QVERIFY(journal::sealedBy(crypto(), *second, m_log->verifier()));
  QCOMPARE(journal::checkpointIn(first->body)->size, journal::checkpointIn(second->body)->size);
  QVERIFY(journal::checkpointIn(first->body)->root != journal::checkpointIn(second->body)->root);

  QVERIFY(isCosigned(m_log->request(12, 13)));
  QCOMPARE(m_witness->ask(other.request(13, 14)).status, 422L);
}

void ProtocolTest::another_history_is_refused() {
  const GrowingLog other("warung.example/1", kSize, "another");
  QVERIFY(isCosigned(m_log->request(0, 12)));
  for (std::uint64_t size = 13; size <= kSize; ++size) {
    QCOMPARE(m_witness->ask(other.request(12, size)).status, 422L);
    // With the proof of the right one.
    journal::WitnessRequest mixed = other.request(12, size);
    mixed.proof = m_log->proof(12, size);
    QCOMPARE(m_witness->ask(mixed).status, 422L);
  }
  QCOMPARE(m_witness->sizeOf(*m_log), std::optional<std::uint64_t>(12));
}

void ProtocolTest::a_wrong_proof_is_refused() {
  QVERIFY(isCosigned(m_log->request(0, 7)));
  const journal::WitnessRequest right = m_log->request(7, 33);
  QVERIFY(right.proof.size() > 2);
  journal::WitnessRequest wrong = right;
  wrong.proof.pop_back();
  QCOMPARE(m_witness->ask(wrong).status, 422L);
  wrong = right;
  wrong.proof.push_back(right.proof.front());
  QCOMPARE(m_witness->ask(wrong).status, 422L);
  wrong = right;
  std::swap(wrong.proof.front(), wrong.proof.back());
  QCOMPARE(m_witness->ask(wrong).status, 422L);
  wrong = right;
  wrong.proof.clear();
  QCOMPARE(m_witness->ask(wrong).status, 422L);
  // The hash that lies in the middle: a client of another house has not looked at it.
  for (std::size_t i = 0; i < right.proof.size(); ++i) {
    wrong = right;
    wrong.proof[i][5] ^= 1U;
    QCOMPARE(m_witness->ask(wrong).status, 422L);
  }
  wrong = right;
  while (wrong.proof.size() < journal::kWitnessProofMax) wrong.proof.push_back(right.proof.front());
  QCOMPARE(m_witness->ask(wrong).status, 422L);
  wrong.proof.push_back(right.proof.front());
  QCOMPARE(m_witness->ask(wrong).status, 400L);
  QVERIFY(isCosigned(right));
}

void ProtocolTest::strangers_are_refused() {
  QVERIFY(isCosigned(m_log->request(0, 5)));
  QCOMPARE(m_witness->ask(GrowingLog("warung.example/2", kSize).request(0, 5)).status, 404L);
  // Its name, another's key.
  const GrowingLog foreign("warung.example/1", kSize, "entry", 99);
  QCOMPARE(m_witness->ask(foreign.request(5, 6)).status, 403L);
  // Another's words under its key's signature of something else.
  journal::WitnessRequest borrowed = m_log->request(5, 6);
  borrowed.note.signatures = m_log->checkpoint(7).signatures;
  QCOMPARE(m_witness->ask(borrowed).status, 403L);
  // One good and one bad of the same key.
  borrowed.note.signatures.push_back(m_log->checkpoint(6).signatures.front());
  QCOMPARE(m_witness->ask(borrowed).status, 403L);
  // The log's own key for a log of another name.
  const std::string body = journal::textOf(journal::Checkpoint{"warung.example/2", 6, m_log->root(6)});
  QCOMPARE(m_witness->ask(journal::WitnessRequest{5, m_log->proof(5, 6), m_log->sign(body)}).status, 404L);
  // A stranger beside the log is passed over, and nothing of him is kept.
  journal::WitnessRequest both = m_log->request(5, 6);
  both.note.signatures.insert(both.note.signatures.begin(), GrowingLog("who.example", 6).checkpoint(6).signatures.front());
  QVERIFY(isCosigned(both));
  QFile state(m_witness->stateFile(m_log->origin()));
  QVERIFY(state.open(QIODevice::ReadOnly));
  QVERIFY(!state.readAll().contains("who.example"));
}

void ProtocolTest::what_is_no_request_is_refused_data() {
  QTest::addColumn<QByteArray>("body");
  QTest::addColumn<long>("status");
  const GrowingLog log("warung.example/1", kSize);
  const QByteArray right = bytesOf(log.request(0, 5));
  const auto changed = [&right](const char* from, const char* to) {
    QByteArray out = right;
    const auto at = out.indexOf(from);
    return at < 0 ? QByteArray("?") : out.replace(at, static_cast<qsizetype>(qstrlen(from)), to);
  };
  const auto signedBody = [&log](const std::string& body) { return bytesOf({0, {}, log.sign(body)}); };
  const std::string body = log.checkpoint(5).body;
  QTest::newRow("nothing") << QByteArray() << 400L;
  QTest::newRow("no old size") << changed("old 0\n", "") << 400L;
  QTest::newRow("capital") << changed("old", "Old") << 400L;
  QTest::newRow("zeros") << changed("old 0", "old 00") << 400L;
  QTest::newRow("plus") << changed("old 0", "old +0") << 400L;
  QTest::newRow("minus") << changed("old 0", "old -1") << 400L;
  QTest::newRow("blank") << changed("old 0", "old  0") << 400L;
  QTest::newRow("huge") << changed("old 0", "old 18446744073709551616") << 400L;
  QTest::newRow("largest") << changed("old 0", "old 18446744073709551615") << 400L;
  QTest::newRow("carriage return") << changed("old 0\n", "old 0\r\n") << 400L;
  QTest::newRow("no empty line") << changed("old 0\n\n", "old 0\n") << 400L;
  QTest::newRow("two empty lines") << changed("old 0\n\n", "old 0\n\n\n") << 400L;
  QTest::newRow("no hash") << changed("old 0\n", "old 0\nAAAA\n") << 400L;
  QTest::newRow("no base64") << changed("old 0\n", "old 0\n!!!!\n") << 400L;
  QTest::newRow("unsigned") << right.left(right.indexOf("\n\n\xE2") + 1) << 400L;
  QTest::newRow("unsigned, with its line") << right.left(right.indexOf("\n\n\xE2") + 2) << 400L;
  QTest::newRow("cut") << right.left(right.size() - 1) << 400L;
  QTest::newRow("more behind it") << right + "more\n" << 400L;
  QTest::newRow("nul") << right + QByteArray(1, '\0') << 400L;
  QTest::newRow("a proof from nothing") << changed("old 0\n", ("old 0\n" + QByteArray(43, 'A') + "=\n").constData()) << 422L;
  QTest::newRow("extension") << signedBody(body + "more\n") << 200L;
  QTest::newRow("empty line in the body") << signedBody(body + "\nmore\n") << 400L;
  QTest::newRow("no UTF-8") << signedBody(body + "\xFF\n") << 400L;
  QTest::newRow("size with zeros") << signedBody("warung.example/1\n05\n" + body.substr(body.find("\n5\n") + 3)) << 400L;
  QTest::newRow("longest") << right + QByteArray(70'000, 'x') << 413L;
  QTest::newRow("one too long") << right + QByteArray(static_cast<qsizetype>(journal::kWitnessRequestMax) + 1 - right.size(), 'x')
                                << 400L;
  QTest::newRow("huge body") << QByteArray(20'000'000, 'x') << 413L;
}

void ProtocolTest::what_is_no_request_is_refused() {
  QFETCH(QByteArray, body);
  QFETCH(long, status);
  const WebAnswer answer = m_witness->ask(body);
  // Who sends twenty million bytes may be cut off before he hears that it is too much.
  if (!(status == 413 && answer.code != CURLE_OK))
    QCOMPARE(answer.status, status);
  QVERIFY(status == 200 || !answer.body.contains(kWitnessName));
  if (status != 200)
    QVERIFY(isCosigned(m_log->request(0, 5)));
}

void ProtocolTest::only_that_is_served() {
  contract_tests::WebRequest request;
  request.caFile = m_witness->caFile();
  request.body = bytesOf(m_log->request(0, 5));
  request.url = m_witness->url() + QStringLiteral("?x");
  QCOMPARE(contract_tests::send(request).status, 404L);
  request.url = QStringLiteral("https://127.0.0.1:%1/key").arg(m_witness->port());
  QCOMPARE(contract_tests::send(request).status, 404L);
  request.url = m_witness->url();
  request.method = "GET";
  QCOMPARE(contract_tests::send(request).status, 405L);
  request.method = "POST";
  request.headers = {{"Content-Encoding", "gzip"}};
  QCOMPARE(contract_tests::send(request).status, 415L);
  request.headers = {{"Content-Type", "multipart/form-data; boundary=x"}};
  QCOMPARE(contract_tests::send(request).status, 415L);
  request.headers = {{"X-Long", QByteArray(9'000, 'x')}};
  QVERIFY(contract_tests::send(request).status != 200);
  request.headers = {};
  request.url.replace(QStringLiteral("https"), QStringLiteral("http"));
  QCOMPARE(contract_tests::send(request).status, 0L);
  QVERIFY(isCosigned(m_log->request(0, 5)));
}

void ProtocolTest::every_bit_of_a_request_counts() {
  QVERIFY(isCosigned(m_log->request(0, 11)));
  const QByteArray right = bytesOf(m_log->request(11, 32));
  Connection connection(*m_witness);
  int asked = 0;
  for (qsizetype at = 0; at < right.size(); ++at)
    for (unsigned bit = 0; bit < 8; ++bit) {
      QByteArray touched = right;
      touched[at] = static_cast<char>(touched[at] ^ static_cast<char>(1U << bit));
      const long status = connection.post(touched);
      if (status < 400 || status > 422 || connection.body().contains(kWitnessName))
        QFAIL(("bit " + std::to_string(bit) + " of byte " + std::to_string(at) + ": " + std::to_string(status)).c_str());
      ++asked;
    }
  qInfo("%d requests with one bit turned, none was cosigned", asked);
  QCOMPARE(m_witness->sizeOf(*m_log), std::optional<std::uint64_t>(11));
  QVERIFY(isCosigned(m_log->request(11, 32)));
}

void ProtocolTest::of_many_that_race_one_wins() {
  const GrowingLog log("race.example", kRacers * kRaces + 1);
  WitnessProcess witness;
  QVERIFY(witness.knows(log));
  QVERIFY(witness.start());
  std::uint64_t size = 0;
  for (int race = 0; race < kRaces; ++race) {
    std::vector<QByteArray> bodies;
    for (std::uint64_t i = 0; i < kRacers; ++i) bodies.push_back(bytesOf(log.request(size, size + 1 + i)));
    std::vector<long> status(kRacers);
    std::vector<QByteArray> answers(kRacers);
    std::barrier start(kRacers);
    std::vector<std::thread> racers;
    for (std::size_t i = 0; i < kRacers; ++i)
      racers.emplace_back([&, i] {
        Connection connection(witness);
        connection.post("hello");  // the connection is there before the race begins
        start.arrive_and_wait();
        status[i] = connection.post(bodies[i]);
        answers[i] = connection.body();
      });
    for (std::thread& racer : racers) racer.join();
    QCOMPARE(std::count(status.begin(), status.end(), 200L), 1);
    QCOMPARE(std::count(status.begin(), status.end(), 409L), kRacers - 1);
    const auto winner = static_cast<std::uint64_t>(std::find(status.begin(), status.end(), 200L) - status.begin());
    m_judge.hear(log.checkpoint(size + 1 + winner), answers[winner].toStdString(), witness.keyText());
    size += 1 + winner;
    for (std::size_t i = 0; i < kRacers; ++i)
      if (i != winner)
        QCOMPARE(answers[i], QByteArray::number(static_cast<qulonglong>(size)) + '\n');
    QCOMPARE(witness.sizeOf(log), std::optional<std::uint64_t>(size));
  }
  QVERIFY(witness.stop());
}

void ProtocolTest::logs_do_not_wait_for_each_other_nor_mix() {
  QVERIFY(m_witness->stop());
  std::vector<GrowingLog> logs;
  for (int i = 0; i < 6; ++i) logs.emplace_back("many.example/" + std::to_string(i), kSize, "of " + std::to_string(i));
  for (const GrowingLog& log : logs) QVERIFY(m_witness->knows(log));
  QVERIFY(m_witness->start());
  std::atomic<int> cosigned{0};
  std::vector<std::thread> clients;
  for (const GrowingLog& log : logs)
    clients.emplace_back([&] {
      Connection connection(*m_witness);
      for (std::uint64_t size = 0; size < kSize; ++size) cosigned += connection.post(bytesOf(log.request(size, size + 1))) == 200;
    });
  for (std::thread& client : clients) client.join();
  QCOMPARE(cosigned.load(), static_cast<int>(logs.size() * kSize));
  for (const GrowingLog& log : logs) QVERIFY(isCosigned(log.request(kSize, kSize)));
}

void ProtocolTest::two_keys_of_one_log() {
  QVERIFY(isCosigned(m_log->request(0, 5)));
  QVERIFY(m_witness->stop());
  const GrowingLog renewed("warung.example/1", kSize, "entry", 77);
  QVERIFY(m_witness->knows(renewed));
  QVERIFY(m_witness->knows(renewed));  // twice is once
  QVERIFY(m_witness->start());
  QCOMPARE(m_witness->ready()[QStringLiteral("logs")].toInt(), 1);
  QVERIFY(isCosigned(renewed.request(5, 6)));
  QVERIFY(isCosigned(m_log->request(6, 7)));
}

QTEST_GUILESS_MAIN(ProtocolTest)
#include "protocol_test.moc"
