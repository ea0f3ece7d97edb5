// What a PIN costs: slots of today, slots of before that are sealed anew, and files that ask for more or less than any.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "tests/unit/vault/old_home.h"
#include "tests/unit/vault/vault_home.h"

using namespace loket;
using namespace loket::tests;

namespace {

constexpr qint64 kMiB = 1 << 20;

QJsonObject slotOf(const VaultHome& home, const QString& user) {
  for (const QJsonValue& one : QJsonDocument::fromJson(home.bytes("keyslots-a.json")).object().value("slots").toArray())
    if (one.toObject().value("user").toString() == user)
      return one.toObject();
  return {};
}

std::pair<int, qint64> costOf(const VaultHome& home, const QString& user) {
  const QJsonObject slot = slotOf(home, user);
  return {slot.value("ops").toInt(), slot.value("memory").toInteger()};
}

// A little more than before, so that it is soon done.
constexpr adapters::SlotCost kMore{2, 65U << 20U};
const std::pair kMoreCost(2, 65 * kMiB);

std::unique_ptr<VaultHome> oldHome() {
  auto home = std::make_unique<VaultHome>(kMore);
  home->putAll({kOldSlots, kOldSlots, QByteArray::fromHex(kOldDeviceKey)});
  return home;
}

const UserName kSri("sri");
const UserName kBudi("budi");

// "sri 2 64, ": whose slots are cheap, passes and MiB.
std::string cheapIn(VaultHome& home) {
  const auto cheap = home.vault().cheapSlots();
  std::string text;
  if (!cheap)
    return "unreadable";
  for (const auto& one : *cheap)
    text += one.user + " " + std::to_string(one.cost.passes) + " " + std::to_string(one.cost.memory >> 20U) + ", ";
  return text;
}

}  // namespace

class VaultCostTest : public QObject {
  Q_OBJECT

 private slots:
  void new_slots_cost_what_they_should() {
    VaultHome home(adapters::kSlotCost);
    auto vault = home.vault();
    const auto key = vault.create(kSri, pin("2580"));
    QVERIFY(key && vault.add(*key, kBudi, pin("1357"), Role::Cashier));
    for (const char* who : {"sri", "budi", "@recovery"})
      QCOMPARE(costOf(home, who), std::pair(3, 128 * kMiB));
    QVERIFY(home.vault().open(kBudi, pin("1357")));
  }

  void slots_of_before_are_sealed_anew_by_the_right_pin() {
    const auto home = oldHome();
    const auto before = home->all();
    QCOMPARE(codeOf(home->vault().open(kSri, pin("1357"))), ErrorCode::PinWrong);
    QCOMPARE(home->all(), before);
    const auto first = home->vault().open(kSri, pin("2580"));
    QVERIFY(first.has_value());
    QCOMPARE(first->user.role, std::string("owner"));
    QCOMPARE(costOf(*home, "sri"), kMoreCost);
    QVERIFY(slotOf(*home, "sri").contains("deviceNonce"));
    // Others are as they were, and everybody comes in as before.
    QCOMPARE(costOf(*home, "budi"), std::pair(2, 64 * kMiB));
    QCOMPARE(home->bytes("keyslots-a.json"), home->bytes("keyslots-b.json"));
    QCOMPARE(home->bytes("device.key"), before.at(2));
    const auto again = home->vault().open(kSri, pin("2580"));
    QVERIFY(again && again->key.view() == first->key.view());
    const auto budi = home->vault().open(kBudi, pin("1357"));
    QVERIFY(budi && budi->key.view() == first->key.view());
    QCOMPARE(budi->user.role, std::string("cashier"));
    QCOMPARE(costOf(*home, "budi"), kMoreCost);
    // Once is enough.
    const auto after = home->all();
    QVERIFY(home->vault().open(kSri, pin("2580")) && home->vault().open(kBudi, pin("1357")));
    QCOMPARE(home->all(), after);
    QCOMPARE(codeOf(home->vault().open(kBudi, pin("2580"))), ErrorCode::PinWrong);
    QVERIFY(home->vault().recover(SecretBytes(std::string_view(kOldRecoveryCode)), pin("9630")));
    QVERIFY(home->vault().open(kSri, pin("9630")) && home->vault().open(kBudi, pin("1357")));
  }

  void that_it_cannot_be_written_keeps_nobody_out() {
    for (int changes = 0; changes < 3; ++changes) {
      const auto home = oldHome();
      CutFiles files;
      files.changesUntilCut = changes;
      const auto first = home->vaultWith(files).open(kSri, pin("2580"));
      QVERIFY(first.has_value());
      QCOMPARE(files.changes, std::min(changes, 2));
      // Whatever came of it, both get the same key, and the next one brings both copies together.
      const auto budi = home->vault().open(kBudi, pin("1357"));
      const auto sri = home->vault().open(kSri, pin("2580"));
      QVERIFY(budi && sri && budi->key.view() == first->key.view() && sri->key.view() == first->key.view());
      QCOMPARE(home->bytes("keyslots-a.json"), home->bytes("keyslots-b.json"));
      QCOMPARE(costOf(*home, "sri"), kMoreCost);
    }
  }

  void a_file_that_asks_for_less_or_far_more_is_damaged_data() {
    QTest::addColumn<int>("passes");
    QTest::addColumn<qint64>("memory");
    QTest::newRow("one pass") << 1 << 64 * kMiB;
    QTest::newRow("no pass") << 0 << 64 * kMiB;
    QTest::newRow("many passes") << 17 << 64 * kMiB;
    QTest::newRow("little memory") << 2 << 64 * kMiB - 1;
    QTest::newRow("too much memory") << 2 << 1024 * kMiB + 1;
    QTest::newRow("all together too much") << 16 << 512 * kMiB;
    QTest::newRow("beyond numbers") << 16 << (qint64{1} << 60);
  }

  void a_file_that_asks_for_less_or_far_more_is_damaged() {
    QFETCH(int, passes);
    QFETCH(qint64, memory);
    const auto home = oldHome();
    QByteArray asked = kOldSlots;
    asked.replace("\"ops\": 2", "\"ops\": " + QByteArray::number(passes));
    asked.replace("67108864", QByteArray::number(memory));
    home->put("keyslots-a.json", asked);
    home->put("keyslots-b.json", asked);
    const auto before = home->all();
    QCOMPARE(codeOf(home->vault().open(kSri, pin("2580"))), ErrorCode::KeySlotUnreadable);
    QCOMPARE(codeOf(home->vault().recover(SecretBytes(std::string_view(kOldRecoveryCode)), pin("9630"))),
             ErrorCode::KeySlotUnreadable);
    QCOMPARE(home->all(), before);
    // The other copy is enough, and its cost is what counts.
    home->put("keyslots-b.json", kOldSlots);
    QVERIFY(home->vault().open(kSri, pin("2580")));
  }

  void no_counter_reads_what_tests_make_cheap() {
    VaultHome home;
    QVERIFY(home.vault().create(kSri, pin("2580")));
    QVERIFY(home.vault().open(kSri, pin("2580")));
    adapters::SystemEntropy entropy;
    adapters::SystemUptime uptime;
    adapters::SlotVault real(home.path().toStdString(), home.files(), entropy, uptime);
    QCOMPARE(codeOf(real.open(kSri, pin("2580"))), ErrorCode::KeySlotUnreadable);
  }

  // What `doctor` tells. The paper's code is too long to be guessed at any cost.
  void whose_slots_are_cheap_is_known_until_they_are_whole() {
    VaultHome home(adapters::kSlotCost);
    home.putAll({kOldSlots, kOldSlots, QByteArray::fromHex(kOldDeviceKey)});
    QCOMPARE(cheapIn(home), std::string("sri 2 64, budi 2 64, "));
    const auto sri = home.vault().open(kSri, pin("2580"));
    QVERIFY(sri.has_value());
    QCOMPARE(cheapIn(home), std::string("budi 2 64, "));
    // A new PIN is sealed at what PINs cost now, whatever the old one was.
    QVERIFY(home.vault().setPin(sri->key, kBudi, pin("7531")));
    QCOMPARE(costOf(home, "budi"), std::pair(3, 128 * kMiB));
    QCOMPARE(costOf(home, "@recovery"), std::pair(2, 64 * kMiB));
    QCOMPARE(cheapIn(home), std::string());
    QVERIFY(home.vault().open(kBudi, pin("7531")));
    // Of whatever program makes them: those of tests do not take their own for whole.
    VaultHome ofTests;
    QVERIFY(ofTests.vault().create(kSri, pin("2580")));
    QCOMPARE(cheapIn(ofTests), std::string("sri 1 8, "));
  }

  void a_file_of_a_thousand_slots_is_damaged() {
    VaultHome home;
    auto vault = home.vault();
    QVERIFY(vault.create(kSri, pin("2580")));
    const QJsonObject slot = slotOf(home, "sri");
    for (const int many : {9, 257}) {
      QJsonArray all;
      for (int n = 0; n < many; ++n) {
        QJsonObject one = slot;
        if (many > 9)
          one["user"] = QString::number(n);
        all.append(one);
      }
      const QByteArray bytes = QJsonDocument(QJsonObject{{"format", "loket-keyslots-1"}, {"slots", all}}).toJson();
      home.put("keyslots-a.json", bytes);
      home.put("keyslots-b.json", bytes);
      QCOMPARE(codeOf(vault.open(kSri, pin("2580"))), ErrorCode::KeySlotUnreadable);
    }
  }
};

QTEST_GUILESS_MAIN(VaultCostTest)
#include "vault_cost_test.moc"
