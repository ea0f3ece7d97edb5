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
  void both_answer_alike();
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

void AgreementTest::log(std::mt19937_64& random) {
  const std::uint64_t size = 1 + random() % kEntriesMost;
  std::vector<std::string> entries;
  Frontier frontier;
  std::map<std::pair<int, std::uint64_t>, Hash> nodes;
  for (std::uint64_t i = 0; i < size; ++i) {
    std::string entry(random() % 40, '\0');
    for (char& c : entry) c = static_cast<char>(random());
    frontier.append(m_crypto, leafHash(m_crypto, entry),
                    [&nodes](int level, std::uint64_t index, const Hash& hash) { nodes[{level, index}] = hash; });
    entries.push_back(std::move(entry));
  }
  const NodeAt at = [&nodes](int level, std::uint64_t index) { return nodes.at({level, index}); };
  Hash root = frontier.root(m_crypto);
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

  const adapters::SigningKey terminal = keyFrom(random);
  const adapters::SigningKey other = keyFrom(random);
  const Verifier log{"warung.example/" + std::to_string(random() % 1'000), KeyKind::Note, terminal.publicKey()};
  const Verifier witness{"witness.example/w1", KeyKind::Cosignature, other.publicKey()};
  SignedNote note{textOf(Checkpoint{log.name, size, root}), {}};
  note.signatures.push_back(signatureOf(m_crypto, log, terminal.sign(note.body)));
  const std::uint64_t time = random() % 4'000'000'000U;
  note.signatures.push_back(cosignatureOf(m_crypto, witness, time, other.sign(cosignedText(time, note.body))));
  std::string text = textOf(note);
  touch(text, random);
  for (const Verifier& verifier : {log, witness}) {
    const auto read = noteFrom(text);
    ask({{"kind", "note"}, {"note", hex(text)}, {"key", keyTextOf(m_crypto, verifier)}},
        read && sealedBy(m_crypto, *read, verifier).has_value());
  }

  std::string proof = textOf(OfflineProof{random() % 2 == 0 ? "" : "salt", index, inclusionProof(m_crypto, index, size, at), note});
  touch(proof, random);
  const auto read = offlineProofFrom(proof);
  ask({{"kind", "proof"}, {"proof", hex(proof)}, {"entry", hex(entries[index])}, {"log", keyTextOf(m_crypto, log)},
       {"witness", keyTextOf(m_crypto, witness)}},
      read && proven(m_crypto, *read, entries[index], log).has_value() && sealedBy(m_crypto, read->checkpoint, witness).has_value());
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

void AgreementTest::both_answer_alike() {
  const QString python = kPython;
  std::mt19937_64 random(20'261'128);
  for (int i = 0; i < kLogs; ++i) log(random);
  for (int i = 0; i < kLogs; ++i) wholeLog(random);
  QTemporaryDir folder;
  QFile file(folder.filePath(QStringLiteral("cases.jsonl")));
  QVERIFY(file.open(QIODevice::WriteOnly) && file.write(m_questions) == m_questions.size());
  file.close();
  QProcess verifier;
  verifier.start(python, {QStringLiteral(LOKET_VERIFIER), QStringLiteral("cases"), file.fileName()});
  QVERIFY(verifier.waitForFinished(kVerifierMs));
  QCOMPARE(verifier.readAllStandardError(), QByteArray());
  const QList<QByteArray> answers = verifier.readAllStandardOutput().trimmed().split('\n');
  QCOMPARE(static_cast<std::size_t>(answers.size()), m_said.size());
  const QList<QByteArray> questions = m_questions.split('\n');
  for (std::size_t i = 0; i < m_said.size(); ++i)
    if (answers[static_cast<qsizetype>(i)] != (m_said[i] ? "1" : "0"))
      QFAIL(("they differ, we say " + QByteArray(m_said[i] ? "1" : "0") + ": " + questions[static_cast<qsizetype>(i)]).constData());
  const auto yes = std::count(m_said.begin(), m_said.end(), true);
  qInfo("%zu questions about %d logs and %d exported ones, %td answered with yes by both", m_said.size(), kLogs, kLogs, yes);
  QVERIFY(yes > kLogs && static_cast<std::size_t>(yes) < m_said.size() - kLogs);
}

QTEST_GUILESS_MAIN(AgreementTest)
#include "agreement_test.moc"
