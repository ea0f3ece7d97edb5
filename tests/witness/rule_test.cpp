// The witness's parts in this process: the reference's vector to the byte, every bit of every kind of request, every lie that a
// log could sign, every bit of what is remembered, and what a log makes of the answers.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <memory>
#include <optional>
#include <random>
#include <utility>

#include "app/witness/witness.h"
#include "core/adapters/system/files.h"
#include "core/base/text.h"
#include "tests/witness/growing_log.h"

using namespace loket;
using namespace loket::witness_tests;
using namespace loket::journal;
using loket::witness::Identity;
using loket::witness::Witness;
using loket::witness::WitnessFiles;

namespace {

constexpr std::uint64_t kLeaves = 32;

class FixedClock final : public ports::Clock {
 public:
  Instant now() override { return {at * 1000}; }
  Duration monotonic() override { return {}; }
  bool idleUntil(Instant) override { return false; }
  std::int64_t at = 1'790'000'000;
};

class SilentProbe final : public ports::Probe {
 public:
  void reached(std::string_view) override {}
};

// Of the reference: bytes that count up from 0x21.
class CountingEntropy final : public ports::Entropy {
 public:
  void fill(std::uint8_t* bytes, std::size_t size) override {
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(0x21 + i);
  }
};

// The two roots that a proof leads to, by the definition of RFC 6962 and by recursion, where the product runs a loop; nothing when
// it has not the form.
std::optional<std::pair<Hash, Hash>> rebuilt(std::uint64_t old, std::uint64_t size, bool isWhole, const Hash& oldRoot,
                                             std::vector<Hash> path) {
  if (old == size) {
    if (path.size() != (isWhole ? 0U : 1U))
      return std::nullopt;
    const Hash root = isWhole ? oldRoot : path.front();
    return std::pair(root, root);
  }
  if (path.empty())
    return std::nullopt;
  std::uint64_t split = 1;
  while (split * 2 < size) split *= 2;
  const Hash last = path.back();
  path.pop_back();
  const bool isLeft = old <= split;
  const auto below = isLeft ? rebuilt(old, split, isWhole, oldRoot, path) : rebuilt(old - split, size - split, false, oldRoot, path);
  if (!below)
    return std::nullopt;
  if (isLeft)
    return std::pair(below->first, nodeHash(crypto(), below->second, last));
  return std::pair(nodeHash(crypto(), last, below->first), nodeHash(crypto(), last, below->second));
}

// A witness with a folder of its own, of whose logs each is at some size already.
struct Rig {
  QTemporaryDir folder;
  adapters::SystemFiles system;
  WitnessFiles files{folder.path().toStdString(), system};
  FixedClock clock;
  SilentProbe probe;
  std::unique_ptr<Witness> witness;

  void begin(const std::vector<const GrowingLog*>& logs) {
    CountingEntropy entropy;
    QVERIFY(files.hold());
    auto identity = files.identity("witness.example/w1", entropy);
    QVERIFY(identity);
    for (const GrowingLog* log : logs) QVERIFY(files.addLog(crypto(), *identity, log->keyText(), 1));
    auto keys = files.logs(crypto());
    QVERIFY(keys);
    witness = std::make_unique<Witness>(std::move(*identity), *keys, files, clock, probe, [](const std::string&) {});
  }
  int status(const WitnessRequest& request) { return witness->addCheckpoint(textOf(request)).status; }
};

}  // namespace

class RuleTest : public QObject {
  Q_OBJECT

 private slots:
  void the_vector_of_the_reference();
  void every_bit_of_every_request();
  void every_lie_that_a_log_could_sign();
  void every_bit_that_is_remembered();
  void a_clock_that_knows_no_time();
  void forks_fill_no_disk();
  void what_is_read_is_written();
  void answers();
  void cosignatures_of_an_answer();
};

void RuleTest::the_vector_of_the_reference() {
  const std::string vkey = "agent.example/device-0001+cbf0901c+AXm1Vi6P5lT5QHixEuipi6eQH4U65pW+1+DjkQutBJZk";
  const std::string own = "witness.example/w1+7bede9df+BOfxYqEL7FWa/qGV5NzoS2lWjV0ssJY+tEbAaF4rF/Lw";
  const std::string note =
      "agent.example/device-0001\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n"
      "\xE2\x80\x94 agent.example/device-0001 "
      "y/CQHDfLdylDtqhiFMmy9yk7q1fnlViLgiD8qbu2S/5O8Jc95kw7N1HU1me2CrsU86vd1yfxHYx2XxB9l9GMaEWYwwQ=\n";
  const std::string line =
      "\xE2\x80\x94 witness.example/w1 "
      "e+3p3wAAAABqsTuAaFOhswMWAIb1m2NKt2vJj+gZ1lae5D6BaMqUaqJixgU8yPfDS4O/bJqGrP2SJELLKF0NOTDR4+8iXeN4oqigAg==\n";
  Rig rig;
  CountingEntropy entropy;
  QVERIFY(rig.files.hold());
  auto identity = rig.files.identity("witness.example/w1", entropy);
  QVERIFY(identity);
  QCOMPARE(keyTextOf(crypto(), identity->verifier), own);
  QVERIFY(rig.files.addLog(crypto(), *identity, vkey, 1));
  Witness witness(std::move(*identity), *rig.files.logs(crypto()), rig.files, rig.clock, rig.probe, [](const std::string&) {});
  const serve::Reply reply = witness.addCheckpoint("old 0\n\n" + note);
  QCOMPARE(reply.status, 200);
  QCOMPARE(reply.body, line);
  // Remembered is the reference's text, both lines of it.
  const auto remembered = rig.files.remembered(crypto(), *verifierFrom(crypto(), own), "agent.example/device-0001");
  QVERIFY(remembered);
  QCOMPARE(textOf(*remembered), note + line);
}

void RuleTest::every_bit_of_every_request() {
  std::vector<std::unique_ptr<GrowingLog>> logs;
  std::vector<const GrowingLog*> all;
  for (std::uint64_t old = 0; old <= kLeaves; ++old) {
    logs.push_back(std::make_unique<GrowingLog>("log.example/" + std::to_string(old), kLeaves));
    all.push_back(logs.back().get());
  }
  Rig rig;
  rig.begin(all);
  for (std::uint64_t old = 1; old <= kLeaves; ++old) QCOMPARE(rig.status(logs[old]->request(0, old)), 200);
  std::mt19937 random(1);
  int turned = 0;
  for (std::uint64_t old = 0; old <= kLeaves; ++old) {
    const std::uint64_t size = old + random() % (kLeaves - old + 1);
    const std::string right = textOf(logs[old]->request(old, size));
    for (std::size_t at = 0; at < right.size(); ++at)
      for (unsigned bit = 0; bit < 8; ++bit, ++turned) {
        std::string touched = right;
        touched[at] = static_cast<char>(touched[at] ^ static_cast<char>(1U << bit));
        const serve::Reply reply = rig.witness->addCheckpoint(touched);
        if (reply.status < 400 || reply.body.find("witness.example") != std::string::npos)
          QFAIL((std::to_string(old) + " to " + std::to_string(size) + ", byte " + std::to_string(at)).c_str());
      }
    QCOMPARE(rig.witness->addCheckpoint(right).status, 200);
  }
  qInfo("%d requests with one bit turned, none was cosigned", turned);
}

void RuleTest::every_lie_that_a_log_could_sign() {
  std::vector<std::unique_ptr<GrowingLog>> logs;
  std::vector<const GrowingLog*> all;
  for (std::uint64_t old = 0; old <= kLeaves; ++old) {
    logs.push_back(std::make_unique<GrowingLog>("log.example/" + std::to_string(old), kLeaves));
    all.push_back(logs.back().get());
  }
  Rig rig;
  rig.begin(all);
  int lies = 0;
  for (std::uint64_t old = 1; old <= kLeaves; ++old) {
    const GrowingLog& log = *logs[old];
    const GrowingLog other(log.origin(), kLeaves, "another");
    QCOMPARE(rig.status(log.request(0, old)), 200);
    const auto mustRefuse = [&](std::uint64_t claimed, const Hash& root, const std::vector<Hash>& proof) {
      const WitnessRequest lie{old, proof, log.sign(textOf(Checkpoint{log.origin(), claimed, root}))};
      const int status = rig.status(lie);
      if (status != 400 && status != 409 && status != 422)
        QFAIL((std::to_string(old) + " to " + std::to_string(claimed) + ": " + std::to_string(status)).c_str());
      ++lies;
    };
    for (std::uint64_t size = old; size <= kLeaves; ++size) {
      const std::vector<Hash> proof = log.proof(old, size);
      // Another size for the same proof and root, below and above.
      for (std::uint64_t claimed = 0; claimed <= 2 * kLeaves; ++claimed)
        // Some sizes have proofs of one form, and no root says its size: with these the log has lied to itself, not forked.
        if (claimed != size && (claimed < old || rebuilt(old, claimed, true, log.root(old), proof) !=
                                                     std::optional(std::pair(log.root(old), log.root(size)))))
          mustRefuse(claimed, log.root(size), proof);
      mustRefuse(size, other.root(size), proof);
      mustRefuse(size, other.root(size), other.proof(old, size));
      mustRefuse(size, other.root(size), {});
      Hash root = log.root(size);
      root[size % root.size()] ^= 4U;
      mustRefuse(size, root, proof);
      for (std::size_t i = 0; i < proof.size(); ++i) {
        std::vector<Hash> touched = proof;
        touched[i][size % root.size()] ^= 128U;
        mustRefuse(size, log.root(size), touched);
        touched = proof;
        touched.erase(touched.begin() + static_cast<std::ptrdiff_t>(i));
        mustRefuse(size, log.root(size), touched);
      }
    }
    // And never smaller, however it is asked.
    for (std::uint64_t smaller = 0; smaller < old; ++smaller) mustRefuse(smaller, log.root(smaller), {});
    QCOMPARE(rig.status(log.request(old, kLeaves)), 200);
  }
  qInfo("%d lies that were signed, none was cosigned", lies);
}

void RuleTest::every_bit_that_is_remembered() {
  const GrowingLog log("log.example/1", kLeaves);
  Rig rig;
  rig.begin({&log});
  QCOMPARE(rig.status(log.request(0, 19)), 200);
  CountingEntropy entropy;
  const Verifier self = rig.files.identity("", entropy)->verifier;
  const std::string right = textOf(*rig.files.remembered(crypto(), self, log.origin()));
  const Hash hash = crypto().sha256({log.origin()});
  const std::string file = rig.files.path("state/" + toHex(hash.data(), 16));
  QCOMPARE(**rig.system.read(file), right);
  for (std::size_t at = 0; at < right.size(); ++at)
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::string touched = right;
      touched[at] = static_cast<char>(touched[at] ^ static_cast<char>(1U << bit));
      QFile out(QString::fromStdString(file));
      QVERIFY(out.open(QIODevice::WriteOnly) && out.write(touched.data(), static_cast<qint64>(touched.size())) > 0);
      out.close();
      const auto read = rig.files.remembered(crypto(), self, log.origin());
      // The log's own signature is beside the point: what this witness has seen is what it signed itself.
      if (read && read->body != textOf(Checkpoint{log.origin(), 19, log.root(19)}))
        QFAIL(("byte " + std::to_string(at)).c_str());
    }
}

void RuleTest::a_clock_that_knows_no_time() {
  const GrowingLog log("log.example/1", kLeaves);
  Rig rig;
  rig.begin({&log});
  rig.clock.at = 0;
  QCOMPARE(rig.status(log.request(0, 3)), 503);
  rig.clock.at = 1;
  QCOMPARE(rig.status(log.request(0, 3)), 200);
}

void RuleTest::forks_fill_no_disk() {
  const GrowingLog log("log.example/1", kLeaves);
  const GrowingLog other("log.example/1", kLeaves, "another");
  Rig rig;
  rig.begin({&log});
  for (std::uint64_t size = 1; size <= kLeaves; ++size) {
    QCOMPARE(rig.status(log.request(size - 1, size)), 200);
    for (int again = 0; again < 3; ++again) QCOMPARE(rig.status(other.request(size, size)), 409);
  }
  QCOMPARE(QDir(rig.folder.path() + QStringLiteral("/forks")).entryList(QDir::Files).size(), WitnessFiles::kForksMost);
}

void RuleTest::what_is_read_is_written() {
  const GrowingLog log("log.example/1", kLeaves);
  for (std::uint64_t old = 0; old <= kLeaves; ++old) {
    const std::string text = textOf(log.request(old, kLeaves));
    const auto read = witnessRequestFrom(text);
    QVERIFY(read);
    QCOMPARE(textOf(*read), text);
    QCOMPARE(read->oldSize, old);
    for (std::size_t cut = 0; cut < text.size(); cut += 7) QVERIFY(!witnessRequestFrom(text.substr(0, cut)));
  }
}

void RuleTest::answers() {
  const auto refusal = [](int status, std::string_view type = "text/plain", std::string_view body = "no\n") {
    const auto read = witnessAnswerFrom(status, type, body);
    return read ? std::get<WitnessRefusal>(*read) : WitnessRefusal::Other;
  };
  QVERIFY(refusal(400) == WitnessRefusal::Malformed);
  QVERIFY(refusal(403) == WitnessRefusal::NotSigned);
  QVERIFY(refusal(404) == WitnessRefusal::UnknownLog);
  QVERIFY(refusal(409) == WitnessRefusal::Fork);
  QVERIFY(refusal(422) == WitnessRefusal::NotConsistent);
  QVERIFY(refusal(500) == WitnessRefusal::Trouble);
  QVERIFY(refusal(503) == WitnessRefusal::Trouble);
  QVERIFY(refusal(302) == WitnessRefusal::Other);
  QVERIFY(refusal(201, "text/plain", "") == WitnessRefusal::Other);
  for (const char* type : {"text/x.tlog.size", "Text/X.Tlog.Size", "text/x.tlog.size; charset=utf-8"}) {
    const auto read = witnessAnswerFrom(409, type, "20852014\n");
    QVERIFY(read && std::get<WitnessHas>(*read).size == 20'852'014);
  }
  for (const char* body : {"", "\n", "5", "05\n", "-5\n", "+5\n", " 5\n", "5\n\n", "18446744073709551616\n", "x\n"})
    QVERIFY(!witnessAnswerFrom(409, kWitnessSizeType, body));
  for (const char* body : {"", "\n", "no\n", "\xE2\x80\x94 x\n", "\xE2\x80\x94 x AAAA\n"}) QVERIFY(!witnessAnswerFrom(200, "", body));
  QVERIFY(!witnessAnswerFrom(200, "", std::string(kWitnessRequestMax + 1, 'x')));
}

void RuleTest::cosignatures_of_an_answer() {
  const GrowingLog log("log.example/1", kLeaves);
  Rig rig;
  rig.begin({&log});
  CountingEntropy entropy;
  const Verifier self = rig.files.identity("", entropy)->verifier;
  const SignedNote note = log.checkpoint(9);
  const auto lineAt = [&](std::int64_t time) {
    rig.clock.at = time;
    rig.status(log.request(0, 9));
    return rig.witness->addCheckpoint(textOf(log.request(9, 9))).body;
  };
  const std::string early = lineAt(1'790'000'000);
  const std::string late = lineAt(1'790'000'100);
  const auto read = [&](const std::string& lines, const SignedNote& of, const Verifier& by) {
    const auto answer = witnessAnswerFrom(200, "text/plain", lines);
    return answer ? cosignatureOf(crypto(), of, std::get<Cosigned>(*answer), by) : std::nullopt;
  };
  QCOMPARE(textOf(*read(early + late, note, self)), late);
  QCOMPARE(textOf(*read(late + early, note, self)), late);
  const std::string stranger = textOf(log.checkpoint(9).signatures.front());
  QCOMPARE(textOf(*read(stranger + early, note, self)), early);
  QVERIFY(!read(stranger, note, self));
  QVERIFY(!read(early, log.checkpoint(8), self));
  Verifier other = self;
  other.name = "witness.example/w2";
  QVERIFY(!read(early, note, other));
  other = self;
  other.kind = KeyKind::Note;
  QVERIFY(!read(early, note, other));
  std::string bad = early;
  bad[bad.size() - 10] = bad[bad.size() - 10] == 'A' ? 'B' : 'A';
  QVERIFY(!read(bad, note, self));
  QVERIFY(!read(early + bad, note, self));
}

QTEST_GUILESS_MAIN(RuleTest)
#include "rule_test.moc"
