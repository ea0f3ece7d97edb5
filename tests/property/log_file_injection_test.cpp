// Whatever people and suppliers say, the exported journal is the file that was meant: no text in it begins a line, ends an entry or is
// a cell of its own. LOKET_SEED repeats a run.
#include <QTest>

#include "core/adapters/vault/sodium_crypto.h"
#include "core/domain/journal/log_file.h"
#include "tests/property/hostile_text.h"

using namespace loket;
using namespace loket::journal;
using test::hostile;
using test::kHostile;
using test::Random;

namespace {

std::uint64_t seed() {
  return qEnvironmentVariableIsSet("LOKET_SEED") ? qEnvironmentVariable("LOKET_SEED").toULongLong() : 20261130;
}

// Every line of the file is one of these; none begins with what a spreadsheet would work out.
bool isMeant(std::string_view line) {
  for (const char* begins : {"loket/1", "payment.", "salt ", "particulars "})
    if (line.rfind(begins, 0) == 0)
      return true;
  return line.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

class LogFileInjectionTest : public QObject {
  Q_OBJECT

 private slots:
  void everyTextStaysWhereItWasPut() {
    Random random(seed());
    const adapters::SodiumCrypto crypto;
    const adapters::SigningKey key(SecretBytes(std::vector<std::uint8_t>(adapters::SigningKey::kSeedBytes, 3)));
    const Verifier log{"warung.example/1", KeyKind::Note, key.publicKey()};
    LogReader reader(crypto, log);
    Frontier frontier;
    QVERIFY(reader.take(logHeadText(keyTextOf(crypto, log), 0, {})));
    for (int i = 0; i < kHostile; ++i) {
      LogEntry one{{}, "0123456789abcdef", hostile(random)};
      // A subject is a reference of ours; where it were not, it would still be one line.
      const std::string subject = hostile(random).substr(0, kSubjectMax);
      one.entry = textOf(Entry{"payment.accepted", subject, Instant{i}, commitmentOf(crypto, one.salt, one.particulars)});
      const std::string text = textOf(one);
      QCOMPARE(std::count(text.begin(), text.end(), '\n'), std::ptrdiff_t{7});
      std::string_view rest = text;
      for (int line = 0; line < 7; ++line) {
        const std::string_view whole = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(whole.size() + 1);
        QVERIFY2(line == 2 || isMeant(whole), text.c_str());
      }
      frontier.append(crypto, leafHash(crypto, one.entry));
      const Status taken = reader.take(text);
      QVERIFY2(taken.has_value(), taken ? "" : taken.error().detail.c_str());
    }
    SignedNote note{textOf(Checkpoint{log.name, frontier.size(), frontier.root(crypto)}), {}};
    note.signatures = {signatureOf(crypto, log, key.sign(note.body))};
    QVERIFY(reader.take(logEndText(note)));
    const auto facts = reader.end();
    QVERIFY2(facts.has_value(), facts ? "" : facts.error().detail.c_str());
    QCOMPARE(facts->entries, std::uint64_t{kHostile});
    QCOMPARE(facts->shown, std::uint64_t{kHostile});
  }
};

QTEST_GUILESS_MAIN(LogFileInjectionTest)
#include "log_file_injection_test.moc"
