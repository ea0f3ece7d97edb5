// Key slots that change: PINs, people, the recovery code, the device's secret; with the power cut at every write.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <functional>
#include <set>

#include "core/adapters/vault/slot_file.h"
#include "tests/unit/vault/old_home.h"
#include "tests/unit/vault/vault_home.h"

using namespace loket;
using namespace loket::tests;

namespace {

const UserName kSri("sri");
const UserName kBudi("budi");
const UserName kTini("tini");

// A home with an owner and two cashiers.
struct Shop {
  VaultHome home;
  SecretBytes key;
  std::string code;

  Shop() {
    auto vault = home.vault();
    auto made = vault.create(kSri, pin("2580"));
    if (!made || !vault.add(*made, kBudi, pin("1357"), Role::Cashier) || !vault.add(*made, kTini, pin("8642"), Role::Cashier))
      qFatal("no shop");
    key = std::move(*made);
    code = vault.recoveryCode();
  }
  bool opens(const UserName& user, const char* by) {
    const auto opened = home.vault().open(user, pin(by));
    return opened && opened->key.view() == key.view();
  }
  // On a copy, so that nothing changes here.
  bool recoversBy(const std::string& by) {
    VaultHome copy;
    copy.putAll(home.all());
    if (!copy.vault().recover(SecretBytes(by), pin("7777")))
      return false;
    const auto opened = copy.vault().open(UserName(), pin("7777"));
    return opened && opened->key.view() == key.view();
  }
  bool hasLikeCopies() { return home.bytes("keyslots-a.json") == home.bytes("keyslots-b.json"); }
};

// Runs it once for every change that it makes to the disk, with the power cut there; `check` looks at what is left, and
// whether it had ended. Then it must be possible to do it (again).
template <typename Change, typename Check>
void cutEverywhere(int fewestChanges, Change change, Check check) {
  for (int cut = 0;; ++cut) {
    Shop shop;
    CutFiles files;
    files.changesUntilCut = cut;
    auto vault = shop.home.vaultWith(files);
    const bool ended = change(vault, shop).has_value();
    check(shop, ended);
    if (QTest::currentTestFailed())
      qFatal("after %d changes", cut);
    auto after = shop.home.vault();
    const auto again = change(after, shop);
    // Who is out already is not found any more.
    QVERIFY2(again || again.error().code == ErrorCode::NotFound, again ? "" : again.error().detail.c_str());
    check(shop, true);
    QVERIFY(shop.hasLikeCopies());
    QCOMPARE(shop.home.bytes("device.key").size(), 32);
    if (ended) {
      QVERIFY(cut >= fewestChanges);
      return;
    }
  }
}

}  // namespace

class VaultChangeTest : public QObject {
  Q_OBJECT

 private slots:
  void a_new_pin_is_the_only_one() {
    Shop shop;
    auto vault = shop.home.vault();
    const QByteArray device = shop.home.bytes("device.key");
    QVERIFY(vault.setPin(shop.key, UserName("Budi"), pin("2468")));
    QVERIFY(!shop.opens(kBudi, "1357"));
    QVERIFY(shop.opens(kBudi, "2468") && shop.opens(kSri, "2580") && shop.opens(kTini, "8642"));
    QVERIFY(vault.setPin(shop.key, kSri, pin("9630")));
    QVERIFY(shop.opens(UserName(), "9630") && !shop.opens(UserName(), "2580"));
    QVERIFY(shop.recoversBy(shop.code));
    QCOMPARE(shop.home.bytes("device.key"), device);
    // The order and the roles of before.
    const auto users = vault.users();
    QCOMPARE(users->size(), std::size_t{3});
    QCOMPARE(users->at(0).role + users->at(1).name.str() + users->at(1).role, std::string("ownerbudicashier"));
    const auto before = shop.home.all();
    QCOMPARE(codeOf(vault.setPin(shop.key, UserName("nobody"), pin("2468"))), ErrorCode::NotFound);
    QCOMPARE(codeOf(vault.setPin(shop.key, UserName("@recovery"), pin("2468"))), ErrorCode::NotFound);
    QVERIFY(!vault.setPin(shop.key, kBudi, pin("1")));
    QCOMPARE(shop.home.all(), before);
  }

  void a_new_pin_waits_for_no_wrong_tries_of_the_old_one() {
    Shop shop;
    auto vault = shop.home.vault();
    for (int n = 0; n < 5; ++n) QVERIFY(!vault.open(kBudi, pin("0000")));
    QCOMPARE(codeOf(vault.open(kBudi, pin("1357"))), ErrorCode::PinLocked);
    QVERIFY(vault.setPin(shop.key, kBudi, pin("2468")));
    QVERIFY(vault.open(kBudi, pin("2468")));
  }

  void who_is_taken_out_opens_nothing() {
    Shop shop;
    auto vault = shop.home.vault();
    QVERIFY(vault.takeOut(UserName("BUDI")));
    QCOMPARE(codeOf(vault.open(kBudi, pin("1357"))), ErrorCode::PinWrong);
    QCOMPARE(vault.users()->size(), std::size_t{2});
    QVERIFY(!shop.home.bytes("keyslots-a.json").contains("budi") && !shop.home.bytes("keyslots-b.json").contains("budi"));
    QVERIFY(shop.opens(kSri, "2580") && shop.opens(kTini, "8642") && shop.recoversBy(shop.code));
    const auto before = shop.home.all();
    QCOMPARE(codeOf(vault.takeOut(kBudi)), ErrorCode::NotFound);
    QCOMPARE(codeOf(vault.takeOut(kSri)), ErrorCode::StateForbids);
    QCOMPARE(codeOf(vault.takeOut(UserName("@recovery"))), ErrorCode::NotFound);
    QCOMPARE(shop.home.all(), before);
    // One copy from before does not bring him back, and the next right PIN has it as the other one is.
    Shop other;
    const QByteArray old = other.home.bytes("keyslots-b.json");
    QVERIFY(other.home.vault().takeOut(kBudi));
    other.home.put("keyslots-b.json", old);
    QVERIFY(!other.opens(kBudi, "1357"));
    QVERIFY(other.opens(kSri, "2580"));
    QVERIFY(other.hasLikeCopies());
    // The name is free again, for another person with another PIN.
    QVERIFY(vault.add(shop.key, kBudi, pin("5555"), Role::Cashier));
    QVERIFY(shop.opens(kBudi, "5555") && !shop.opens(kBudi, "1357"));
  }

  void a_new_recovery_code_ends_the_old_one() {
    Shop shop;
    std::string shown;
    const auto during = [&](const std::string& code) {
      shown = code;
      // What somebody has on paper is never nothing.
      QVERIFY(shop.recoversBy(code) && shop.recoversBy(shop.code));
      QVERIFY(shop.hasLikeCopies());
    };
    QVERIFY(shop.home.vault().renewRecoveryCode(shop.key, during));
    QCOMPARE(shown.size(), std::size_t{27});
    QVERIFY(shop.recoversBy(shown) && !shop.recoversBy(shop.code));
    QVERIFY(shop.opens(kSri, "2580") && shop.opens(kBudi, "1357") && shop.opens(kTini, "8642"));
    QVERIFY(!shop.home.bytes("keyslots-a.json").contains(QByteArray::fromStdString(shown)));
    QCOMPARE(shop.home.bytes("keyslots-a.json").count("@recovery"), 1);
  }

  void a_recovery_code_that_is_not_yet_on_paper_ends_none() {
    Shop shop;
    const auto unseen = shop.home.vault().addRecoveryCode(shop.key);
    QVERIFY(unseen && shop.recoversBy(*unseen) && shop.recoversBy(shop.code));
    // Once more: what is on paper stays, and what nobody confirmed goes.
    const auto seen = shop.home.vault().addRecoveryCode(shop.key);
    QVERIFY(seen && shop.recoversBy(*seen) && shop.recoversBy(shop.code) && !shop.recoversBy(*unseen));
    QCOMPARE(shop.home.bytes("keyslots-a.json").count("@recovery"), 2);
    QVERIFY(shop.home.vault().dropOldRecoveryCode());
    QVERIFY(shop.recoversBy(*seen) && !shop.recoversBy(shop.code));
    QCOMPARE(shop.home.bytes("keyslots-a.json").count("@recovery"), 1);
    // There is none besides, and nothing is written.
    const auto before = shop.home.all();
    QVERIFY(shop.home.vault().dropOldRecoveryCode());
    QCOMPARE(shop.home.all(), before);
  }

  void a_new_device_secret_changes_no_pin() {
    Shop shop;
    const auto old = shop.home.all();
    QVERIFY(shop.home.vault().renewDeviceSecret("file"));
    QVERIFY(shop.home.bytes("device.key") != old.at(2));
    QCOMPARE(shop.home.bytes("device.key").size(), 32);
    QVERIFY(shop.opens(kSri, "2580") && shop.opens(kBudi, "1357") && shop.opens(kTini, "8642") && shop.recoversBy(shop.code));
    QVERIFY(!shop.opens(kBudi, "2580"));
    // Slots that were copied before, with the secret that is here now.
    const auto now = shop.home.all();
    shop.home.putAll({old.at(0), old.at(1), now.at(2)});
    QCOMPARE(codeOf(shop.home.vault().open(kSri, pin("2580"))), ErrorCode::KeySlotUnreadable);
    // And the other way round.
    shop.home.putAll({now.at(0), now.at(1), old.at(2)});
    QCOMPARE(codeOf(shop.home.vault().open(kSri, pin("2580"))), ErrorCode::KeySlotUnreadable);
    shop.home.putAll(now);
    QVERIFY(shop.opens(kSri, "2580"));
    QCOMPARE(codeOf(shop.home.vault().renewDeviceSecret("cloud")), ErrorCode::Usage);
    QCOMPARE(shop.home.all(), now);
  }

  void slots_of_before_wait_for_their_pin_before_the_secret_changes() {
    VaultHome home(adapters::kWeakestSlotCost);
    home.putAll({kOldSlots, kOldSlots, QByteArray::fromHex(kOldDeviceKey)});
    const auto before = home.all();
    const Status refused = home.vault().renewDeviceSecret("file");
    QCOMPARE(codeOf(refused), ErrorCode::StateForbids);
    QVERIFY(refused.error().detail.find("budi, sri") == 0);
    QCOMPARE(home.all(), before);
    QVERIFY(home.vault().open(kSri, pin("2580")) && home.vault().open(kBudi, pin("1357")));
    QVERIFY(home.vault().renewDeviceSecret("file"));
    QVERIFY(home.vault().open(kSri, pin("2580")) && home.vault().open(kBudi, pin("1357")));
  }

  void the_power_goes_while_a_pin_changes() {
    cutEverywhere(
        2, [](auto& vault, Shop& shop) { return vault.setPin(shop.key, kBudi, pin("2468")); },
        [](Shop& shop, bool ended) {
          const bool old = shop.opens(kBudi, "1357");
          QVERIFY(old != shop.opens(kBudi, "2468"));
          QVERIFY(!ended || !old);
          QVERIFY(shop.opens(kSri, "2580") && shop.opens(kTini, "8642") && shop.recoversBy(shop.code));
        });
  }

  void the_power_goes_while_somebody_is_taken_out() {
    cutEverywhere(
        2, [](auto& vault, Shop&) { return vault.takeOut(kBudi); },
        [](Shop& shop, bool ended) {
          const auto users = shop.home.vault().users();
          QVERIFY(users && users->size() == (shop.opens(kBudi, "1357") ? 3 : 2));
          QVERIFY(!ended || users->size() == 2);
          QVERIFY(shop.opens(kSri, "2580") && shop.opens(kTini, "8642") && shop.recoversBy(shop.code));
        });
  }

  void the_power_goes_while_the_recovery_code_changes() {
    std::string shown;
    cutEverywhere(
        4,
        [&shown](auto& vault, Shop& shop) {
          shown.clear();
          return vault.renewRecoveryCode(shop.key, [&shown](const std::string& code) { shown = code; });
        },
        [&shown](Shop& shop, bool ended) {
          // One that was shown is good; one that nobody saw has not ended the old one.
          QVERIFY(!shown.empty() || !ended);
          QVERIFY(shown.empty() || shop.recoversBy(shown));
          QVERIFY(!shown.empty() || shop.recoversBy(shop.code));
          QVERIFY(!ended || !shop.recoversBy(shop.code));
          QVERIFY(shop.opens(kSri, "2580") && shop.opens(kBudi, "1357") && shop.opens(kTini, "8642"));
        });
  }

  void the_power_goes_while_the_device_secret_changes() {
    cutEverywhere(
        4, [](auto& vault, Shop&) { return vault.renewDeviceSecret("file"); },
        [](Shop& shop, bool) {
          QVERIFY(shop.opens(kSri, "2580") && shop.opens(kBudi, "1357") && shop.opens(kTini, "8642"));
          QVERIFY(shop.recoversBy(shop.code));
        });
  }

  void the_power_goes_while_the_owner_recovers() {
    for (const bool isSecretLost : {false, true})
      for (int cut = 0;; ++cut) {
        Shop shop;
        if (isSecretLost)
          shop.home.remove("device.key");
        CutFiles files;
        files.changesUntilCut = cut;
        const bool ended = shop.home.vaultWith(files).recover(SecretBytes(shop.code), pin("9630")).has_value();
        QVERIFY(shop.recoversBy(shop.code));
        QVERIFY(ended || isSecretLost || shop.opens(kSri, "2580") != shop.opens(kSri, "9630"));
        QVERIFY(shop.home.vault().recover(SecretBytes(shop.code), pin("9630")));
        QVERIFY(shop.opens(kSri, "9630"));
        QCOMPARE(shop.opens(kBudi, "1357"), !isSecretLost);
        if (ended)
          break;
      }
  }

  // Foreign, swapped, older, with a bit gone: said, and nothing written.
  void slots_of_another_home_open_nothing_and_change_nothing() {
    Shop shop;
    Shop stranger;
    const auto mine = shop.home.all();
    const auto theirs = stranger.home.all();
    // One foreign copy is passed over, even when it is newer.
    for (int n = 0; n < 3; ++n) QVERIFY(stranger.home.vault().setPin(stranger.key, kBudi, pin("1357")));
    for (const int copy : {0, 1}) {
      auto mixed = mine;
      mixed[copy] = stranger.home.all().at(0);
      shop.home.putAll(mixed);
      QVERIFY(shop.opens(kSri, "2580"));
    }
    for (const auto& parts : {QList{theirs.at(0), theirs.at(1), mine.at(2)}, QList{mine.at(0), mine.at(1), theirs.at(2)}}) {
      shop.home.putAll(parts);
      const auto before = shop.home.all();
      QCOMPARE(codeOf(shop.home.vault().open(kSri, pin("2580"))), ErrorCode::KeySlotUnreadable);
      QCOMPARE(codeOf(shop.home.vault().add(shop.key, UserName("x"), pin("2580"), Role::Cashier)), ErrorCode::KeySlotUnreadable);
      QCOMPARE(codeOf(shop.home.vault().setPin(shop.key, kBudi, pin("2580"))), ErrorCode::KeySlotUnreadable);
      QCOMPARE(codeOf(shop.home.vault().takeOut(kBudi)), ErrorCode::KeySlotUnreadable);
      QCOMPARE(codeOf(shop.home.vault().renewRecoveryCode(shop.key, [](const std::string&) {})), ErrorCode::KeySlotUnreadable);
      QCOMPARE(codeOf(shop.home.vault().renewDeviceSecret("file")), ErrorCode::KeySlotUnreadable);
      QCOMPARE(codeOf(shop.home.vault().create(kSri, pin("2580"))), ErrorCode::HomeExists);
      QCOMPARE(shop.home.all(), before);
    }
    // The paper's code opens with the wrong secret beside it too, when it is told to give that one up.
    QCOMPARE(codeOf(shop.home.vault().recover(SecretBytes(shop.code), pin("9630"))), ErrorCode::KeySlotUnreadable);
    QVERIFY(shop.home.vault().recover(SecretBytes(shop.code), pin("9630"), "file"));
    QVERIFY(shop.opens(kSri, "9630"));
  }

  // Somebody wrote a file whose check is right: the seals say who opens what.
  void slots_that_were_exchanged_open_nothing_and_are_no_wrong_pins() {
    Shop shop;
    auto file = adapters::keyslots::slotFileFrom(shop.home.bytes("keyslots-a.json").toStdString(), kCheapSlots);
    QVERIFY(file && file->entries.at(0).user == "sri" && file->entries.at(2).user == "budi");
    std::swap(file->entries.at(0).box, file->entries.at(2).box);
    const QByteArray bytes = QByteArray::fromStdString(adapters::keyslots::textOf(*file));
    shop.home.put("keyslots-a.json", bytes);
    shop.home.put("keyslots-b.json", bytes);
    const auto before = shop.home.all();
    for (int n = 0; n < 7; ++n)
      for (const char* by : {"2580", "1357"}) {
        QCOMPARE(codeOf(shop.home.vault().open(kSri, pin(by))), ErrorCode::KeySlotUnreadable);
        QCOMPARE(codeOf(shop.home.vault().open(kBudi, pin(by))), ErrorCode::KeySlotUnreadable);
      }
    QCOMPARE(shop.home.all(), before);
    QVERIFY(shop.opens(kTini, "8642"));
    // A cashier's slot does not become the owner's by its role.
    std::swap(file->entries.at(0).box, file->entries.at(2).box);
    file->entries.at(2).role = "owner";
    ++file->generation;
    const QByteArray raised = QByteArray::fromStdString(adapters::keyslots::textOf(*file));
    shop.home.put("keyslots-a.json", raised);
    shop.home.put("keyslots-b.json", raised);
    QCOMPARE(codeOf(shop.home.vault().open(kBudi, pin("1357"))), ErrorCode::KeySlotUnreadable);
    QVERIFY(shop.opens(kSri, "2580"));
  }

  void every_bit_of_a_copy_counts() {
    Shop shop;
    const auto whole = shop.home.all();
    // Every 31st, so that all kinds of places come up.
    for (qsizetype bit = 0; bit < whole.at(0).size() * 8; bit += 31) {
      auto parts = whole;
      parts[0][bit / 8] = static_cast<char>(parts[0][bit / 8] ^ (1 << (bit % 8)));
      parts[1] = parts[0];
      shop.home.putAll(parts);
      const auto opened = shop.home.vault().open(kSri, pin("2580"));
      // What is not what was written is not read; white space says nothing.
      if (opened) {
        QCOMPARE(QJsonDocument::fromJson(parts[0]), QJsonDocument::fromJson(whole[0]));
        shop.home.putAll(whole);
        continue;
      }
      QCOMPARE(codeOf(opened), ErrorCode::KeySlotUnreadable);
      QCOMPARE(shop.home.all(), parts);
    }
  }
};

QTEST_GUILESS_MAIN(VaultChangeTest)
#include "vault_change_test.moc"
