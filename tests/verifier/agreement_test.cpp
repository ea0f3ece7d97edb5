// Loket and a verifier of another language and another hand answer alike, about what is right and what was touched.
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <map>
#include <random>

#include <nlohmann/json.hpp>

#include "core/adapters/vault/sodium_crypto.h"
#include "core/base/text.h"
#include "core/domain/journal/log_file.h"
#include "core/domain/journal/offline_proof.h"

using namespace loket;
using namespace loket::journal;

namespace {

using Json = nlohmann::json;

constexpr int kLogs = 2'000;
constexpr std::uint64_t kEntriesMost = 90;
constexpr std::uint64_t kLogEntriesMost = 20;
constexpr int kVerifierMs = 120'000;
const QString kPython = QStringLiteral("/usr/bin/python3");

std::string hex(std::string_view bytes) {
  return toHex(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

std::vector<std::string> hexed(const std::vector<Hash>& path) {
  std::vector<std::string> out;
  for (const Hash& hash : path) out.push_back(hex(bytesOf(hash)));
  return out;
}

adapters::SigningKey keyFrom(std::mt19937_64& random) {
  std::vector<std::uint8_t> seed(adapters::SigningKey::kSeedBytes);
  for (std::uint8_t& byte : seed) byte = static_cast<std::uint8_t>(random());
  return adapters::SigningKey(SecretBytes(std::move(seed)));
}

}  // namespace

class AgreementTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void init();
  void both_answer_alike();
  void no_bit_of_a_proof_or_a_note_can_be_turned_data();
  void no_bit_of_a_proof_or_a_note_can_be_turned();
  void no_bit_of_what_a_tree_says_can_be_turned_data();
  void no_bit_of_what_a_tree_says_can_be_turned();
  void no_bit_of_a_log_can_be_turned_data();
  void no_bit_of_a_log_can_be_turned();

 private:
  // A log as the shop would export it.
  struct Exported {
    std::string text;
    Verifier log;
    Verifier witness;
  };
  enum class Shown { Nothing, Some };
  struct Grown {
    std::vector<std::string> entries;
    std::map<std::pair<int, std::uint64_t>, Hash> nodes;
    Hash root{};
    [[nodiscard]] NodeAt at() const {
      return [this](int level, std::uint64_t index) { return nodes.at({level, index}); };
    }
  };
  struct Signed {
    Verifier log;
    Verifier witness;
    SignedNote note;
  };
  Grown grown(std::mt19937_64& random, std::uint64_t size) const;
  Signed signedBoth(std::mt19937_64& random, std::uint64_t size, const Hash& root) const;
  void askNote(const std::string& text, const Verifier& verifier);
  void askProof(const std::string& text, const std::string& entry, const Signed& by);
  // That the other verifier answers each of the questions as we did.
  void compare();
  Exported exported(std::mt19937_64& random, std::uint64_t from, std::uint64_t entries, Shown shown) const;
  bool isProven(const std::string& text, const Exported& of) const;
  void log(std::mt19937_64& random);
  void wholeLog(std::mt19937_64& random);
  void ask(Json question, bool said) {
    m_questions += QByteArray::fromStdString(question.dump()) + '\n';
    m_said.push_back(said);
  }
  // Half of them stay as they are.
  template <typename Bytes>
  bool touch(Bytes& bytes, std::mt19937_64& random) const {
    if (random() % 2 == 0 || bytes.empty())
      return false;
    const std::size_t at = random() % bytes.size();
    bytes[at] = static_cast<typename Bytes::value_type>(bytes[at] ^ static_cast<typename Bytes::value_type>(1U << (random() % 8)));
    return true;
  }

  adapters::SodiumCrypto m_crypto;
  QByteArray m_questions;
  std::vector<bool> m_said;
};

AgreementTest::Grown AgreementTest::grown(std::mt19937_64& random, std::uint64_t size) const {
  Grown out;
  Frontier frontier;
  for (std::uint64_t i = 0; i < size; ++i) {
    std::string entry(random() % 40, '\0');
    for (char& c : entry) c = static_cast<char>(random());
    frontier.append(m_crypto, leafHash(m_crypto, entry),
                    [&out](int level, std::uint64_t index, const Hash& hash) { out.nodes[{level, index}] = hash; });
    out.entries.push_back(std::move(entry));
  }
  out.root = frontier.root(m_crypto);
  return out;
}

AgreementTest::Signed AgreementTest::signedBoth(std::mt19937_64& random, std::uint64_t size, const Hash& root) const {
  const adapters::SigningKey terminal = keyFrom(random);
  const adapters::SigningKey other = keyFrom(random);
  Signed out{{"warung.example/" + std::to_string(random() % 1'000), KeyKind::Note, terminal.publicKey()},
             {"witness.example/w1", KeyKind::Cosignature, other.publicKey()},
             {}};
  out.note.body = textOf(Checkpoint{out.log.name, size, root});
  out.note.signatures.push_back(signatureOf(m_crypto, out.log, terminal.sign(out.note.body)));
  const std::uint64_t time = random() % 4'000'000'000U;
  out.note.signatures.push_back(cosignatureOf(m_crypto, out.witness, time, other.sign(cosignedText(time, out.note.body))));
  return out;
}

void AgreementTest::askNote(const std::string& text, const Verifier& verifier) {
  const auto read = noteFrom(text);
  ask({{"kind", "note"}, {"note", hex(text)}, {"key", keyTextOf(m_crypto, verifier)}},
      read && sealedBy(m_crypto, *read, verifier).has_value());
}

void AgreementTest::askProof(const std::string& text, const std::string& entry, const Signed& by) {
  const auto read = offlineProofFrom(text);
  ask({{"kind", "proof"}, {"proof", hex(text)}, {"entry", hex(entry)}, {"log", keyTextOf(m_crypto, by.log)},
       {"witness", keyTextOf(m_crypto, by.witness)}},
      read && proven(m_crypto, *read, entry, by.log).has_value() && sealedBy(m_crypto, read->checkpoint, by.witness).has_value());
}

void AgreementTest::log(std::mt19937_64& random) {
  const std::uint64_t size = 1 + random() % kEntriesMost;
  const Grown tree = grown(random, size);
  const std::vector<std::string>& entries = tree.entries;
  const NodeAt at = tree.at();
  const Hash root = tree.root;
  std::vector<std::string> all;
  for (const std::string& entry : entries) all.push_back(hex(entry));
  ask({{"kind", "root"}, {"entries", all}, {"root", hex(bytesOf(root))}}, true);

  const std::uint64_t index = random() % size;
  std::vector<Hash> path = inclusionProof(m_crypto, index, size, at);
  if (!path.empty())
    touch(path[random() % path.size()], random);
  const std::uint64_t claimed = random() % 4 == 0 ? random() % (size + 2) : index;
  ask({{"kind", "inclusion"}, {"index", claimed}, {"size", size}, {"entry", hex(entries[index])}, {"path", hexed(path)},
       {"root", hex(bytesOf(root))}},
      provesInclusion(m_crypto, claimed, size, leafHash(m_crypto, entries[index]), path, root));

  const std::uint64_t old = random() % (size + 1);
  Hash oldRoot = rootOf(m_crypto, old, at);
  std::vector<Hash> growth = consistencyProof(m_crypto, old, size, at);
  if (!growth.empty() && random() % 3 == 0)
    touch(growth[random() % growth.size()], random);
  else if (random() % 4 == 0)
    touch(oldRoot, random);
  else if (!growth.empty() && random() % 8 == 0)
    growth.pop_back();
  const std::uint64_t before = random() % 5 == 0 ? random() % (size + 2) : old;
  ask({{"kind", "consistency"}, {"old", before}, {"size", size}, {"oldRoot", hex(bytesOf(oldRoot))}, {"root", hex(bytesOf(root))},
       {"path", hexed(growth)}},
      provesConsistency(m_crypto, before, size, oldRoot, root, growth));

  const Signed by = signedBoth(random, size, root);
  std::string text = textOf(by.note);
  touch(text, random);
  for (const Verifier& verifier : {by.log, by.witness}) askNote(text, verifier);

  std::string proof = textOf(OfflineProof{random() % 2 == 0 ? "" : "salt", index, inclusionProof(m_crypto, index, size, at), by.note});
  touch(proof, random);
  askProof(proof, entries[index], by);
}

AgreementTest::Exported AgreementTest::exported(std::mt19937_64& random, std::uint64_t from, std::uint64_t entries, Shown shown) const {
  const auto letters = [&random](std::size_t most) {
    std::string text(random() % (most + 1), '\0');
    for (char& c : text) c = static_cast<char>('a' + random() % 26);
    return text;
  };
  const adapters::SigningKey terminal = keyFrom(random);
  const adapters::SigningKey other = keyFrom(random);
  Exported out{{},
               {"loket/terminal/" + letters(8), KeyKind::Note, terminal.publicKey()},
               {"witness.example/w" + letters(2), KeyKind::Cosignature, other.publicKey()}};
  Frontier frontier;
  for (std::uint64_t i = 0; i < from; ++i) frontier.append(m_crypto, leafHash(m_crypto, letters(9)));
  out.text = logHeadText(keyTextOf(m_crypto, out.log), from, frontier.roots());
  for (std::uint64_t i = 0; i < entries; ++i) {
    LogEntry one{{}, letters(15) + "s", letters(60)};
    const std::string kinds[] = {"payment.accepted", "ledger", "till.paidIn", "setting"};
    Entry entry{kinds[random() % 4], "LK" + letters(12), Instant{static_cast<std::int64_t>(random() >> 22U) - 1'000},
                commitmentOf(m_crypto, one.salt, one.particulars)};
    one.entry = textOf(entry);
    if (shown == Shown::Nothing || random() % 3 == 0)
      one.salt.clear();
    frontier.append(m_crypto, leafHash(m_crypto, one.entry));
    out.text += textOf(one);
  }
  SignedNote note{textOf(Checkpoint{out.log.name, frontier.size(), frontier.root(m_crypto)}), {}};
  note.signatures.push_back(signatureOf(m_crypto, out.log, terminal.sign(note.body)));
  const std::uint64_t time = random() % 4'000'000'000U;
  note.signatures.push_back(cosignatureOf(m_crypto, out.witness, time, other.sign(cosignedText(time, note.body))));
  out.text += logEndText(note);
  return out;
}

bool AgreementTest::isProven(const std::string& text, const Exported& of) const {
  LogReader reader(m_crypto, of.log);
  // In pieces, as a file comes.
  constexpr std::size_t kPiece = 37;
  for (std::size_t at = 0; at < text.size(); at += kPiece)
    if (!reader.take(std::string_view(text).substr(at, kPiece)))
      return false;
  const auto facts = reader.end();
  return facts && sealedBy(m_crypto, facts->note, of.witness).has_value();
}

void AgreementTest::wholeLog(std::mt19937_64& random) {
  Exported one = exported(random, random() % 4 == 0 ? random() % 70 : 0, random() % (kLogEntriesMost + 1),
                          random() % 2 == 0 ? Shown::Some : Shown::Nothing);
  if (!touch(one.text, random) && random() % 4 == 0) {
    // A line more, a line less, or two changed over.
    std::vector<std::string> lines = split(one.text, '\n');
    const std::size_t at = random() % (lines.size() - 1);
    switch (random() % 3) {
      case 0:
        lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at));
        break;
      case 1:
        lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(at), lines[at]);
        break;
      default:
        std::swap(lines[at], lines[at + 1]);
        break;
    }
    one.text = lines[0];
    for (std::size_t i = 1; i < lines.size(); ++i) one.text += "\n" + lines[i];
  }
  ask({{"kind", "log"}, {"file", hex(one.text)}, {"log", keyTextOf(m_crypto, one.log)}, {"witness", keyTextOf(m_crypto, one.witness)}},
      isProven(one.text, one));
}

void AgreementTest::initTestCase() {
  QProcess probe;
  probe.start(kPython, {QStringLiteral("-c"), QStringLiteral("import cryptography")});
  if (!probe.waitForFinished(kVerifierMs) || probe.exitCode() != 0)
    QFAIL("python3-cryptography is not installed: ./dev setup test brings it");
}

void AgreementTest::init() {
  m_questions.clear();
  m_said.clear();
}

void AgreementTest::no_bit_of_a_proof_or_a_note_can_be_turned_data() {
  QTest::addColumn<QByteArray>("salt");
  QTest::newRow("an entry that tells nothing more") << QByteArray();
  QTest::newRow("an entry with what it is about") << QByteArray("salt");
}

// What is turned in the salt is for whoever opens the entry's commitment with it: the proof is of the entry alone, and stands.
void AgreementTest::no_bit_of_a_proof_or_a_note_can_be_turned() {
  QFETCH(const QByteArray, salt);
  constexpr std::uint64_t kSize = 11;
  constexpr std::uint64_t kIndex = 6;
  std::mt19937_64 random(20'261'201);
  const Grown tree = grown(random, kSize);
  const Signed by = signedBoth(random, kSize, tree.root);
  const auto everyBit = [](std::string text, const auto& use) {
    for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
      const auto mask = static_cast<char>(1U << (bit % 8));
      text[bit / 8] = static_cast<char>(text[bit / 8] ^ mask);
      use(text);
      text[bit / 8] = static_cast<char>(text[bit / 8] ^ mask);
    }
    return text.size() * 8;
  };

  const std::string note = textOf(by.note);
  for (const Verifier& verifier : {by.log, by.witness}) askNote(note, verifier);
  QCOMPARE(m_said, std::vector<bool>({true, true}));
  std::size_t proven = 0;
  std::size_t bits = everyBit(note, [&](const std::string& touched) {
    askNote(touched, by.log);
    const bool isOfTheLog = m_said.back();
    askNote(touched, by.witness);
    proven += isOfTheLog && m_said.back() ? 1U : 0U;
  });
  QCOMPARE(proven, std::size_t{0});

  const std::string proof =
      textOf(OfflineProof{salt.toStdString(), kIndex, inclusionProof(m_crypto, kIndex, kSize, tree.at()), by.note});
  askProof(proof, tree.entries[kIndex], by);
  QVERIFY(m_said.back());
  bits += everyBit(proof, [&](const std::string& touched) {
    askProof(touched, tree.entries[kIndex], by);
    proven += m_said.back() && offlineProofFrom(touched)->extra == salt.toStdString() ? 1U : 0U;
  });
  QCOMPARE(proven, std::size_t{0});
  compare();
  qInfo("figure: %zu single bits of a cosigned note and a proof turned, both verifiers alike, %zu accepted", bits, proven);
}

void AgreementTest::no_bit_of_what_a_tree_says_can_be_turned_data() {
  QTest::addColumn<quint64>("size");
  for (const quint64 size : {2U, 3U, 7U, 8U, 11U, 33U, 64U}) QTest::addRow("%llu entries", size) << size;
}

// Bare paths, without the checkpoint that signs what they lead to: every bit of each hash in them and of both roots.
void AgreementTest::no_bit_of_what_a_tree_says_can_be_turned() {
  QFETCH(const quint64, size);
  std::mt19937_64 random(size);
  const std::vector<std::uint64_t> indices{0, size / 2, size - 1};
  const std::vector<std::uint64_t> olds{1, size / 2, size - 1, size};
  const Grown tree = grown(random, size);
  std::size_t bits = 0;
  const auto everyBit = [&bits](std::vector<Hash>& hashes, const auto& use) {
    for (Hash& hash : hashes)
      for (std::size_t bit = 0; bit < hash.size() * 8; ++bit, ++bits) {
        const auto mask = static_cast<std::uint8_t>(1U << (bit % 8));
        hash[bit / 8] = static_cast<std::uint8_t>(hash[bit / 8] ^ mask);
        use();
        hash[bit / 8] = static_cast<std::uint8_t>(hash[bit / 8] ^ mask);
      }
  };

  for (const std::uint64_t index : indices) {
    // The root is the last of them.
    std::vector<Hash> hashes = inclusionProof(m_crypto, index, size, tree.at());
    hashes.push_back(tree.root);
    const auto use = [&] {
      const std::vector<Hash> path(hashes.begin(), hashes.end() - 1);
      ask({{"kind", "inclusion"}, {"index", index}, {"size", size}, {"entry", hex(tree.entries[index])}, {"path", hexed(path)},
           {"root", hex(bytesOf(hashes.back()))}},
          provesInclusion(m_crypto, index, size, leafHash(m_crypto, tree.entries[index]), path, hashes.back()));
    };
    use();
    QVERIFY(m_said.back());
    everyBit(hashes, use);
  }
  std::size_t right = 3;
  for (const std::uint64_t old : olds) {
    std::vector<Hash> hashes = consistencyProof(m_crypto, old, size, tree.at());
    hashes.push_back(rootOf(m_crypto, old, tree.at()));
    hashes.push_back(tree.root);
    const auto use = [&] {
      const std::vector<Hash> path(hashes.begin(), hashes.end() - 2);
      const Hash& oldRoot = hashes[hashes.size() - 2];
      ask({{"kind", "consistency"}, {"old", old}, {"size", size}, {"oldRoot", hex(bytesOf(oldRoot))}, {"root", hex(bytesOf(hashes.back()))},
           {"path", hexed(path)}},
          provesConsistency(m_crypto, old, size, oldRoot, hashes.back(), path));
    };
    use();
    QVERIFY(m_said.back());
    ++right;
    everyBit(hashes, use);
  }
  QCOMPARE(static_cast<std::size_t>(std::count(m_said.begin(), m_said.end(), true)), right);
  compare();
  qInfo("figure: %zu single bits of bare paths and roots turned, both verifiers alike, 0 accepted", bits);
}

void AgreementTest::no_bit_of_a_log_can_be_turned_data() {
  QTest::addColumn<quint64>("from");
  QTest::addColumn<quint64>("entries");
  QTest::addColumn<bool>("isShown");
  QTest::newRow("nothing in it") << quint64{0} << quint64{0} << false;
  QTest::newRow("one entry") << quint64{0} << quint64{1} << false;
  QTest::newRow("entries alone") << quint64{0} << quint64{7} << false;
  QTest::newRow("with what they are about") << quint64{0} << quint64{6} << true;
  QTest::newRow("made again from the sidecar") << quint64{13} << quint64{5} << true;
  QTest::newRow("made again, and nothing since") << quint64{6} << quint64{0} << false;
}

void AgreementTest::no_bit_of_a_log_can_be_turned() {
  QFETCH(const quint64, from);
  QFETCH(const quint64, entries);
  QFETCH(const bool, isShown);
  std::mt19937_64 random(from * 100 + entries);
  Exported one = exported(random, from, entries, isShown ? Shown::Some : Shown::Nothing);
  QVERIFY(isProven(one.text, one));
  QCOMPARE(one.text.find("\nsalt ") != std::string::npos, isShown);
  QTemporaryDir folder;
  QFile file(folder.filePath(QStringLiteral("journal.log")));
  QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray::fromStdString(one.text)) == static_cast<qint64>(one.text.size()));
  file.close();
  const auto python = [&](const char* mode) {
    QProcess verifier;
    verifier.start(kPython, {QStringLiteral(LOKET_VERIFIER), QLatin1String(mode), file.fileName(), QStringLiteral("--log"),
                             QString::fromStdString(keyTextOf(m_crypto, one.log)), QStringLiteral("--witness"),
                             QString::fromStdString(keyTextOf(m_crypto, one.witness))});
    if (!verifier.waitForFinished(kVerifierMs))
      qFatal("no answer");
    return verifier.readAllStandardOutput() + verifier.readAllStandardError();
  };
  QVERIFY(python("log").startsWith("proven: "));
  std::size_t proven = 0;
  const std::size_t bits = one.text.size() * 8;
  for (std::size_t bit = 0; bit < bits; ++bit) {
    const auto mask = static_cast<char>(1U << (bit % 8));
    one.text[bit / 8] = static_cast<char>(one.text[bit / 8] ^ mask);
    proven += isProven(one.text, one) ? 1U : 0U;
    one.text[bit / 8] = static_cast<char>(one.text[bit / 8] ^ mask);
  }
  qInfo("figure: %zu single bits of an exported log turned, %zu accepted", bits, proven);
  QCOMPARE(proven, std::size_t{0});
  QCOMPARE(python("bits"), QByteArray("0 ") + QByteArray::number(static_cast<qulonglong>(bits)) + '\n');
}

void AgreementTest::compare() {
  QTemporaryDir folder;
  QFile file(folder.filePath(QStringLiteral("cases.jsonl")));
  QVERIFY(file.open(QIODevice::WriteOnly) && file.write(m_questions) == m_questions.size());
  file.close();
  QProcess verifier;
  verifier.start(kPython, {QStringLiteral(LOKET_VERIFIER), QStringLiteral("cases"), file.fileName()});
  QVERIFY(verifier.waitForFinished(kVerifierMs));
  QCOMPARE(verifier.readAllStandardError(), QByteArray());
  const QList<QByteArray> answers = verifier.readAllStandardOutput().trimmed().split('\n');
  QCOMPARE(static_cast<std::size_t>(answers.size()), m_said.size());
  const QList<QByteArray> questions = m_questions.split('\n');
  for (std::size_t i = 0; i < m_said.size(); ++i)
    if (answers[static_cast<qsizetype>(i)] != (m_said[i] ? "1" : "0"))
      QFAIL(("they differ, we say " + QByteArray(m_said[i] ? "1" : "0") + ": " + questions[static_cast<qsizetype>(i)]).constData());
}

void AgreementTest::both_answer_alike() {
  std::mt19937_64 random(20'261'128);
  for (int i = 0; i < kLogs; ++i) log(random);
  for (int i = 0; i < kLogs; ++i) wholeLog(random);
  compare();
  const auto yes = std::count(m_said.begin(), m_said.end(), true);
  qInfo("%zu questions about %d logs and %d exported ones, %td answered with yes by both", m_said.size(), kLogs, kLogs, yes);
  QVERIFY(yes > kLogs && static_cast<std::size_t>(yes) < m_said.size() - kLogs);
}

QTEST_GUILESS_MAIN(AgreementTest)
#include "agreement_test.moc"
