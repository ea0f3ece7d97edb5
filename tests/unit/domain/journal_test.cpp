// The journal's tree, checkpoints and proofs: against the vectors of the reference, and against every single bit that is turned.
#include <QTest>
#include <map>
#include <random>

#include "core/adapters/vault/sodium_crypto.h"
#include "core/base/base64.h"
#include "core/base/text.h"
#include "core/domain/journal/entry.h"
#include "core/domain/journal/offline_proof.h"
#include "core/domain/journal/seal.h"
#include "tests/support/proof_mutations.h"

using namespace loket;
using namespace loket::journal;
using tests::Mutations;
using tests::ProofMutations;

namespace {

const adapters::SodiumCrypto& crypto() {
  static const adapters::SodiumCrypto kCrypto;
  return kCrypto;
}

std::string hex(const Hash& hash) {
  return toHex(hash.data(), hash.size());
}

std::string unhex(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2)
    out.push_back(static_cast<char>(std::stoi(std::string(text.substr(i, 2)), nullptr, 16)));
  return out;
}

// The eight entries of the reference.
const std::vector<std::string>& entries() {
  static const std::vector<std::string> kEntries = {"",
                                                    unhex("00"),
                                                    unhex("10"),
                                                    unhex("2021"),
                                                    unhex("3031"),
                                                    unhex("40414243"),
                                                    unhex("5051525354555657"),
                                                    unhex("606162636465666768696a6b6c6d6e6f")};
  return kEntries;
}

// A tree with all its whole subtrees.
struct Tree {
  Frontier frontier;
  std::map<std::pair<int, std::uint64_t>, Hash> nodes;

  void append(std::string_view entry) {
    frontier.append(crypto(), leafHash(crypto(), entry),
                    [this](int level, std::uint64_t index, const Hash& hash) { nodes[{level, index}] = hash; });
  }
  [[nodiscard]] NodeAt at() const {
    return [this](int level, std::uint64_t index) { return nodes.at({level, index}); };
  }
  [[nodiscard]] Hash root(std::uint64_t size) const { return rootOf(crypto(), size, at()); }
  [[nodiscard]] Hash leaf(std::uint64_t index) const { return nodes.at({0, index}); }
};

Tree treeOf(std::uint64_t size) {
  Tree tree;
  for (std::uint64_t i = 0; i < size; ++i) tree.append("entry " + std::to_string(i));
  return tree;
}

adapters::SigningKey keyFrom(unsigned char first) {
  std::vector<std::uint8_t> seed(adapters::SigningKey::kSeedBytes);
  for (std::size_t i = 0; i < seed.size(); ++i) seed[i] = static_cast<std::uint8_t>(first + i);
  return adapters::SigningKey(SecretBytes(std::move(seed)));
}

const char* const kCosigned =
    "agent.example/device-0001\n"
    "8\n"
    "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n"
    "\n"
    "\xE2\x80\x94 agent.example/device-0001 "
    "y/CQHDfLdylDtqhiFMmy9yk7q1fnlViLgiD8qbu2S/5O8Jc95kw7N1HU1me2CrsU86vd1yfxHYx2XxB9l9GMaEWYwwQ=\n"
    "\xE2\x80\x94 witness.example/w1 "
    "e+3p3wAAAABqsTuAaFOhswMWAIb1m2NKt2vJj+gZ1lae5D6BaMqUaqJixgU8yPfDS4O/bJqGrP2SJELLKF0NOTDR4+8iXeN4oqigAg==\n";
constexpr std::uint64_t kWitnessed = 1'790'000'000;

Verifier logOf() {
  return {"agent.example/device-0001", KeyKind::Note, keyFrom(0x01).publicKey()};
}
Verifier witnessOf() {
  return {"witness.example/w1", KeyKind::Cosignature, keyFrom(0x21).publicKey()};
}

}  // namespace

class JournalTest : public QObject {
  Q_OBJECT

 private slots:
  void the_roots_are_those_of_the_reference();
  void the_proofs_are_those_of_the_reference();
  void every_entry_and_every_beginning_is_proven();
  void a_turned_bit_proves_nothing();
  void another_size_proves_nothing();
  void a_frontier_goes_on_where_it_was();
  void a_checkpoint_is_signed_and_cosigned_to_the_letter();
  void a_note_that_was_touched_is_sealed_by_nobody();
  void what_is_no_note_is_refused_data();
  void what_is_no_note_is_refused();
  void a_key_is_written_down_and_read_back();
  void base64_has_one_text_for_one_value();
  void a_proof_stands_alone();
  void an_entry_is_one_text();
  void a_seal_is_read_off_paper();
};

void JournalTest::the_roots_are_those_of_the_reference() {
  const std::vector<std::string> roots = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  Tree tree;
  QCOMPARE(hex(tree.frontier.root(crypto())), std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
  for (std::size_t i = 0; i < entries().size(); ++i) {
    tree.append(entries()[i]);
    QCOMPARE(hex(tree.frontier.root(crypto())), roots[i]);
    QCOMPARE(hex(tree.root(i + 1)), roots[i]);
  }
}

void JournalTest::the_proofs_are_those_of_the_reference() {
  Tree tree;
  for (const std::string& entry : entries()) tree.append(entry);
  const auto heads = [](const std::vector<Hash>& proof) {
    std::vector<std::string> out;
    for (const Hash& hash : proof) out.push_back(hex(hash).substr(0, 16));
    return out;
  };
  const std::vector<std::string> inclusion = {"bc1a0643b12e4d2d", "ca854ea128ed050b", "d37ee418976dd957"};
  QCOMPARE(heads(inclusionProof(crypto(), 5, 8, tree.at())), inclusion);
  const std::vector<std::string> consistency = {"0ebc5d3437fbe2db", "ca854ea128ed050b", "d37ee418976dd957"};
  QCOMPARE(heads(consistencyProof(crypto(), 6, 8, tree.at())), consistency);
}

void JournalTest::every_entry_and_every_beginning_is_proven() {
  constexpr std::uint64_t kMost = 70;
  const Tree tree = treeOf(kMost);
  for (std::uint64_t size = 1; size <= kMost; ++size) {
    const Hash root = tree.root(size);
    for (std::uint64_t i = 0; i < size; ++i)
      QVERIFY(provesInclusion(crypto(), i, size, tree.leaf(i), inclusionProof(crypto(), i, size, tree.at()), root));
    for (std::uint64_t old = 0; old <= size; ++old)
      QVERIFY(provesConsistency(crypto(), old, size, tree.root(old), root, consistencyProof(crypto(), old, size, tree.at())));
  }
}

// Of every entry in every tree of up to 256, and of every beginning of every such tree; of trees of up to 32 entries every bit, of
// larger ones some of each hash, in each proof others. `loket-sim --proofs` turns all of them.
void JournalTest::a_turned_bit_proves_nothing() {
  constexpr std::uint64_t kWhole = 32;
  constexpr unsigned kStride = 64;
  const ProofMutations proofs;
  Mutations all;
  for (std::uint64_t size = 1; size <= ProofMutations::kSizeMost; ++size) {
    const unsigned stride = size <= kWhole ? 1 : kStride;
    all.add(proofs.inclusion(size, stride));
    all.add(proofs.consistency(size, stride));
  }
  // As files, with the size, the root and the signature.
  for (const std::uint64_t size : {1U, 2U, 3U, 8U, 33U, 127U, 256U}) all.add(proofs.file(size / 2, size));
  qInfo("figure: %llu mutations of %llu proofs, %llu accepted", static_cast<unsigned long long>(all.turned),
        static_cast<unsigned long long>(all.proofs), static_cast<unsigned long long>(all.accepted));
  QVERIFY2(all.accepted == 0, all.first.c_str());
  QCOMPARE(all.wrong, std::uint64_t{0});
  QCOMPARE(all.proofs, std::uint64_t{256 * 257 / 2 + 256 * 255 / 2 + 7});
}

void JournalTest::another_size_proves_nothing() {
  constexpr std::uint64_t kMost = 40;
  const Tree tree = treeOf(kMost);
  for (std::uint64_t size = 2; size <= kMost; ++size)
    for (std::uint64_t old = 1; old < size; ++old) {
      const std::vector<Hash> proof = consistencyProof(crypto(), old, size, tree.at());
      // The same proof says nothing of other sizes, nor shortened, lengthened or in another order.
      for (std::uint64_t other = 1; other <= kMost; ++other)
        if (other != old)
          QVERIFY(!provesConsistency(crypto(), other, size, tree.root(old), tree.root(size), proof) ||
                  tree.root(other) == tree.root(old));
      std::vector<Hash> shorter(proof.begin(), proof.end() - 1);
      QVERIFY(!provesConsistency(crypto(), old, size, tree.root(old), tree.root(size), shorter));
      std::vector<Hash> longer = proof;
      longer.push_back(proof.back());
      QVERIFY(!provesConsistency(crypto(), old, size, tree.root(old), tree.root(size), longer));
      if (proof.size() > 1) {
        std::vector<Hash> swapped = proof;
        std::swap(swapped.front(), swapped.back());
        QVERIFY(!provesConsistency(crypto(), old, size, tree.root(old), tree.root(size), swapped));
      }
    }
  for (std::uint64_t i = 0; i < kMost; ++i) {
    const std::vector<Hash> proof = inclusionProof(crypto(), i, kMost, tree.at());
    for (std::uint64_t other = 0; other < kMost; ++other)
      QCOMPARE(provesInclusion(crypto(), other, kMost, tree.leaf(i), proof, tree.root(kMost)), other == i);
    QVERIFY(!provesInclusion(crypto(), kMost, kMost, tree.leaf(i), proof, tree.root(kMost)));
  }
}

void JournalTest::a_frontier_goes_on_where_it_was() {
  const Tree whole = treeOf(37);
  const Tree part = treeOf(21);
  auto kept = Frontier::of(21, part.frontier.roots());
  QVERIFY(kept.has_value());
  for (std::uint64_t i = 21; i < 37; ++i) kept->append(crypto(), whole.leaf(i));
  QCOMPARE(kept->root(crypto()), whole.root(37));
  // As many as the size has ones, or it is not of that size.
  QVERIFY(!Frontier::of(22, {Hash{}}).has_value());
  QVERIFY(Frontier::of(0, {}).has_value());
}

void JournalTest::a_checkpoint_is_signed_and_cosigned_to_the_letter() {
  Tree tree;
  for (const std::string& entry : entries()) tree.append(entry);
  const Checkpoint checkpoint{logOf().name, 8, tree.frontier.root(crypto())};
  SignedNote note{textOf(checkpoint), {}};
  note.signatures.push_back(signatureOf(crypto(), logOf(), keyFrom(0x01).sign(note.body)));
  note.signatures.push_back(
      cosignatureOf(crypto(), witnessOf(), kWitnessed, keyFrom(0x21).sign(cosignedText(kWitnessed, note.body))));
  QCOMPARE(QString::fromStdString(textOf(note)), QString::fromUtf8(kCosigned));

  const auto read = noteFrom(kCosigned);
  QVERIFY(read.has_value());
  QCOMPARE(*checkpointIn(read->body), checkpoint);
  QVERIFY(sealedBy(crypto(), *read, logOf()).has_value());
  QCOMPARE(sealedBy(crypto(), *read, witnessOf())->time, kWitnessed);
  // Nobody else has signed it.
  QVERIFY(!sealedBy(crypto(), *read, Verifier{"witness.example/w2", KeyKind::Cosignature, keyFrom(0x21).publicKey()}));
  QVERIFY(!sealedBy(crypto(), *read, Verifier{logOf().name, KeyKind::Note, keyFrom(0x21).publicKey()}));
}

void JournalTest::a_note_that_was_touched_is_sealed_by_nobody() {
  const std::string text = kCosigned;
  const std::size_t said = text.find("\n\n") + 1;
  for (std::size_t at = 0; at < text.size(); ++at)
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::string touched = text;
      touched[at] = static_cast<char>(touched[at] ^ static_cast<char>(1U << bit));
      const auto note = noteFrom(touched);
      if (!note)
        continue;
      const bool bySomebody = sealedBy(crypto(), *note, logOf()).has_value() && sealedBy(crypto(), *note, witnessOf()).has_value();
      QVERIFY2(!bySomebody, qPrintable(QString::number(at)));
      // Of what is said nothing can be changed for either.
      if (at < said)
        QVERIFY2(!sealedBy(crypto(), *note, logOf()) && !sealedBy(crypto(), *note, witnessOf()), qPrintable(QString::number(at)));
    }
}

void JournalTest::what_is_no_note_is_refused_data() {
  QTest::addColumn<QByteArray>("text");
  const QByteArray good(kCosigned);
  QTest::newRow("nothing") << QByteArray();
  QTest::newRow("no signature") << good.left(good.indexOf("\n\n") + 2);
  QTest::newRow("no empty line") << QByteArray(good).replace("\n\n", "\n");
  QTest::newRow("cut off") << good.left(good.size() - 1);
  QTest::newRow("a hyphen for the dash") << QByteArray(good).replace("\xE2\x80\x94 agent", "- agent");
  QTest::newRow("a control character") << QByteArray(good).replace("8\n", "8\r\n");
  QTest::newRow("no base64") << QByteArray(good).replace("wwQ=", "ww=Q");
  QTest::newRow("no UTF-8 in a stranger's name") << QByteArray(good).replace("witness", "wi\xFFness");
  QTest::newRow("a name with a plus") << QByteArray(good).replace("w1 e", "w+1 e");
  QTest::newRow("huge") << QByteArray(static_cast<qsizetype>(kNoteMax) + 1, 'x');
}

void JournalTest::what_is_no_note_is_refused() {
  QFETCH(QByteArray, text);
  const auto note = noteFrom(text.toStdString());
  QVERIFY(!note.has_value());
  QVERIFY(note.error().code == ErrorCode::UpstreamUnreadable);
  for (const char* body : {"", "a\n8\n", "\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n", "a\n08\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
                           "a\n-8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n", "a\n8\nXcna\n", "a\n99999999999999999999\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n"})
    QVERIFY2(!checkpointIn(body).has_value(), body);
}

void JournalTest::a_key_is_written_down_and_read_back() {
  QCOMPARE(keyTextOf(crypto(), logOf()), std::string("agent.example/device-0001+cbf0901c+AXm1Vi6P5lT5QHixEuipi6eQH4U65pW+1+DjkQutBJZk"));
  QCOMPARE(keyTextOf(crypto(), witnessOf()), std::string("witness.example/w1+7bede9df+BOfxYqEL7FWa/qGV5NzoS2lWjV0ssJY+tEbAaF4rF/Lw"));
  for (const Verifier& verifier : {logOf(), witnessOf()}) {
    const std::string text = keyTextOf(crypto(), verifier);
    const auto read = verifierFrom(crypto(), text);
    QVERIFY(read && read->name == verifier.name && read->kind == verifier.kind && read->key == verifier.key);
    for (std::size_t at = 0; at < text.size(); ++at) {
      std::string touched = text;
      touched[at] = touched[at] == 'A' ? 'B' : 'A';
      QVERIFY2(!verifierFrom(crypto(), touched).has_value(), touched.c_str());
    }
  }
}

void JournalTest::base64_has_one_text_for_one_value() {
  std::mt19937 random(7);
  for (std::size_t size = 0; size < 100; ++size) {
    std::string bytes(size, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    QCOMPARE(QByteArray::fromStdString(toBase64(bytes)), QByteArray::fromStdString(bytes).toBase64());
    QVERIFY(fromBase64(toBase64(bytes)) == bytes);
  }
  for (const char* text : {"A", "AA", "AAA", "A===", "=AAA", "AA=A", "AB==", "AAB=", "AA==AA==", "AA A", "AA\n="})
    QVERIFY2(!fromBase64(text).has_value(), text);
}

void JournalTest::a_proof_stands_alone() {
  Tree tree;
  for (const std::string& entry : entries()) tree.append(entry);
  OfflineProof proof;
  proof.index = 5;
  proof.path = inclusionProof(crypto(), 5, 8, tree.at());
  proof.checkpoint = *noteFrom(kCosigned);
  for (const char* extra : {"", "salt and name"}) {
    proof.extra = extra;
    const auto read = offlineProofFrom(textOf(proof));
    QVERIFY(read.has_value());
    QCOMPARE(read->extra, proof.extra);
    QVERIFY(proven(crypto(), *read, entries()[5], logOf()).has_value());
    QVERIFY(proven(crypto(), *read, entries()[4], logOf()).error().code == ErrorCode::StateForbids);
    QVERIFY(proven(crypto(), *read, entries()[5], Verifier{logOf().name, KeyKind::Note, keyFrom(0x21).publicKey()}).error().code ==
            ErrorCode::SignatureWrong);
    QVERIFY(proven(crypto(), *read, entries()[5], Verifier{"another.example/log", KeyKind::Note, logOf().key}).error().code ==
            ErrorCode::UpstreamUnreadable);
  }
  const std::string text = textOf(proof);
  for (const auto& [was, is] : std::vector<std::pair<std::string, std::string>>{{"index 5", "index 05"},
                                                                               {"index 5", "index -5"},
                                                                               {"index 5\n", ""},
                                                                               {"tlog-proof@v1", "tlog-proof@v2"},
                                                                               {"\n\n", "\n"}}) {
    std::string touched = text;
    touched.replace(touched.find(was), was.size(), is);
    QVERIFY2(!offlineProofFrom(touched).has_value(), is.c_str());
  }
}

void JournalTest::an_entry_is_one_text() {
  Entry entry{"payment.armed", "LK261129ABCDEFGHIJ", Instant{1'790'000'000'123}, commitmentOf(crypto(), "0123456789abcdef", "names")};
  const std::string text = textOf(entry);
  QCOMPARE(text, "loket/1\npayment.armed\nLK261129ABCDEFGHIJ\n1790000000123\n" + hex(entry.commitment) + "\n");
  QVERIFY(*entryFrom(text) == entry);
  QVERIFY(commitmentOf(crypto(), "0123456789abcdef", "names") == crypto().sha256({"0123456789abcdefnames"}));
  QVERIFY(saltOf(crypto(), "seed", 0) != saltOf(crypto(), "seed", 1));
  QVERIFY(saltOf(crypto(), "seed", 0) != saltOf(crypto(), "seec", 0));
  QCOMPARE(saltOf(crypto(), "seed", 0).size(), kSaltBytes);
  // Whatever is read is written as it was: no bit can be turned without another entry, or none.
  for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
    std::string touched = text;
    touched[bit / 8] = static_cast<char>(touched[bit / 8] ^ (1 << (bit % 8)));
    const auto read = entryFrom(touched);
    QVERIFY(!read || (textOf(*read) == touched && !(*read == entry)));
  }
  for (const char* bad : {"", "loket/1\n", "loket/2\na\nb\n1\n", "loket/1\na b\n\n1\n"})
    QVERIFY2(!entryFrom(bad), bad);
  QVERIFY(!entryFrom(text + "\n"));
  QVERIFY(!entryFrom(text.substr(0, text.size() - 1)));
  // A subject is one line, whatever it was.
  entry.subject = "two\nlines";
  QCOMPARE(entryFrom(textOf(entry))->subject, std::string("two lines"));
}

void JournalTest::a_seal_is_read_off_paper() {
  const Hash leaf = leafHash(crypto(), "");
  // Worked out by hand from 6e340b9c...: groups of five bits, the first letter is 01101.
  const std::string whole = "DRT0Q77ZPDX9H7558KKBPY0A5HW9079ZPCVKGXM526HGC5XFM0EG";
  QCOMPARE(sealOf(leaf), std::string("DRT0-Q77Z-PDX9"));
  QCOMPARE(sealCode("A7K9Q2", 12, leaf), "LOKET1/A7K9Q2/12/" + whole);
  for (const char* read : {"DRT0-Q77Z-PDX9", "drt0q77zpdx9", " DRTO Q77Z pdx9 ", "LOKET1/A7K9Q2/12/DRT0Q77ZPDX9H7558KKBPY0A5HW9079ZPCVKGXM526HGC5XFM0EG"})
    QVERIFY2(isSealOf(read, leaf), read);
  for (const char* read : {"", "DRT0-Q77Z-PDX", "DRT0-Q77Z-PDX8", "DRT0-Q77Z-PDX9-H755", "DRT0-Q77Z-PDU9", "LOKET1/A7K9Q2/12/DRT0Q77ZPDX9",
                           "LOKET1/", "DRT0Q77ZPDX9H7558KKBPY0A5HW9079ZPCVKGXM526HGC5XFM0EG"})
    QVERIFY2(!isSealOf(read, leaf), read);
  // Of another entry: none, whichever of its bits differs within what is read.
  for (std::size_t bit = 0; bit < 256; ++bit) {
    Hash other = leaf;
    other[bit / 8] = static_cast<std::uint8_t>(other[bit / 8] ^ (128U >> (bit % 8)));
    QCOMPARE(isSealOf(sealOf(leaf), other), bit >= 60);
    QVERIFY(!isSealOf(sealCode("A", 0, leaf), other));
  }
}

QTEST_GUILESS_MAIN(JournalTest)
#include "journal_test.moc"
