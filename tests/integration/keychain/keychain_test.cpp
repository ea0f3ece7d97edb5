// The device's secret in the desktop's keychain: kept over a logout, locked, wiped, absent, moved there and back with the
// power cut at every write.
#include "core/adapters/keychain/keychain_secrets.h"
#include "core/adapters/vault/device_key_file.h"
#include "core/domain/identity/key_trouble.h"
#include "tests/integration/keychain/private_keychain.h"
#include "tests/unit/vault/vault_home.h"

using namespace loket;
using namespace loket::tests;

namespace {

const UserName kSri("sri");
const UserName kBudi("budi");

}  // namespace

class KeychainTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_home = std::make_unique<VaultHome>();
    m_keychain = std::make_unique<PrivateKeychain>();
    const QString why = m_keychain->start();
    QVERIFY2(why.isEmpty(), qPrintable(why));
  }
  void cleanup() { m_keychain.reset(); }

  void secrets_are_kept_beside_each_other() {
    const auto keychain = secrets();
    const auto usable = keychain->usable();
    QVERIFY2(usable.has_value(), usable ? "" : usable.error().detail.c_str());
    // Any byte, the one that ends texts too.
    std::string bytes(32, 'a');
    bytes[7] = '\0';
    bytes[8] = '\xff';
    const SecretBytes one(bytes);
    const SecretBytes two(std::string(32, 'b'));
    const std::string first = adapters::deviceSecretId(one);
    const std::string second = adapters::deviceSecretId(two);
    QVERIFY(!*keychain->read(first));
    QVERIFY(keychain->keep(first, one) && keychain->keep(second, two));
    QCOMPARE(m_keychain->restart(true), QString());
    QVERIFY((*keychain->read(first))->view() == one.view());
    QVERIFY((*keychain->read(second))->view() == two.view());
    // What another home has kept is not taken from it, be it a copy of this one, or one that lay here before.
    const auto other = adapters::createKeychainSecrets("/other", m_keychain->bus());
    QVERIFY(other->keepOnly({}, first) && other->keepOnly(second, first) && keychain->keepOnly({}, {}));
    QVERIFY((*keychain->read(first))->view() == one.view());
    QVERIFY(keychain->keepOnly(second, first));
    QVERIFY(!*keychain->read(first));
    QVERIFY((*keychain->read(second))->view() == two.view());
    QVERIFY(keychain->keepOnly({}, second));
    QVERIFY(!*keychain->read(second));
  }

  void a_home_whose_secret_is_the_keychains() {
    const SecretBytes key = made("keychain");
    QCOMPARE(m_home->bytes("device.key"), QByteArray("(absent)"));
    QCOMPARE(*vault().secretPlace(), std::string("keychain"));
    QCOMPARE(m_keychain->restart(true), QString());
    QVERIFY(opens(kSri, "2580", key) && opens(kBudi, "1357", key));
    QCOMPARE(codeOf(vault().open(kSri, pin("1111"))), ErrorCode::PinWrong);
  }

  void locked_or_silent_is_said_and_nothing_changes_data() {
    QTest::addColumn<bool>("isThere");
    QTest::newRow("locked") << true;
    QTest::newRow("nobody answers") << false;
  }

  void locked_or_silent_is_said_and_nothing_changes() {
    QFETCH(bool, isThere);
    const SecretBytes key = made("keychain");
    if (isThere)
      QCOMPARE(m_keychain->restart(false), QString());
    else
      m_keychain->stop();
    const auto before = m_home->all();
    for (int n = 0; n < 7; ++n) {
      const auto opened = vault().open(kSri, pin("2580"));
      QCOMPARE(codeOf(opened), ErrorCode::KeySlotUnreadable);
      QCOMPARE(opened.error().detail.find("it is locked") != std::string::npos, isThere);
      QCOMPARE(keyTroubleOf(opened.error()), std::optional(isThere ? KeyTrouble::SecretLocked : KeyTrouble::SecretAway));
    }
    QCOMPARE(codeOf(vault().add(key, UserName("x"), pin("1111"), Role::Cashier)), ErrorCode::KeySlotUnreadable);
    QCOMPARE(codeOf(vault().renewDeviceSecret("file")), ErrorCode::KeySlotUnreadable);
    QCOMPARE(codeOf(vault().create(kSri, pin("2580"))), ErrorCode::HomeExists);
    QCOMPARE(codeOf(vault().keepSecretsAt("keychain")), ErrorCode::KeySlotUnreadable);
    // It may be open in a moment: the paper's code gives it up only when told to.
    QCOMPARE(codeOf(vault().recover(SecretBytes(m_code), pin("9630"))), ErrorCode::KeySlotUnreadable);
    QCOMPARE(m_home->all(), before);
    QCOMPARE(m_keychain->restart(true), QString());
    QVERIFY(opens(kSri, "2580", key) && opens(kBudi, "1357", key));
    QCOMPARE(m_keychain->restart(false), QString());
    QVERIFY(vault().recover(SecretBytes(m_code), pin("9630"), "file"));
    QVERIFY(opens(kSri, "9630", key));
    QCOMPARE(*vault().secretPlace(), std::string("file"));
  }

  void a_copy_on_the_same_computer_takes_nothing_from_the_original() {
    const SecretBytes key = made("keychain");
    const auto copied = m_home->all();
    const auto exported = vault().exported();
    auto original = std::move(m_home);
    m_home = std::make_unique<VaultHome>();
    m_home->putAll(copied);
    QVERIFY(opens(kSri, "2580", key));
    QVERIFY(vault().renewDeviceSecret("file"));
    QVERIFY(opens(kSri, "2580", key));
    // Restored from a backup: a secret of its own.
    m_home = std::make_unique<VaultHome>();
    QVERIFY(m_home->files().makeFolder(m_home->path().toStdString()));
    auto restored = vault();
    QVERIFY(exported && restored.keepSecretsAt("keychain") && restored.adopt(exported->keySlots));
    QCOMPARE(codeOf(restored.open(kSri, pin("2580"))), ErrorCode::KeySlotMissing);
    QVERIFY(restored.recover(SecretBytes(m_code), pin("9630")));
    QVERIFY(opens(kSri, "9630", key));
    QVERIFY(vault().renewDeviceSecret("file"));
    m_home = std::move(original);
    QVERIFY(opens(kSri, "2580", key) && opens(kBudi, "1357", key));
    QVERIFY(vault().renewDeviceSecret("keychain"));
    QVERIFY(opens(kSri, "2580", key));
  }

  void a_wiped_keychain_is_said_and_the_paper_helps() {
    const SecretBytes key = made("keychain");
    m_keychain->stop();
    m_keychain->wipe();
    QCOMPARE(m_keychain->restart(true), QString());
    const auto before = m_home->all();
    const auto opened = vault().open(kSri, pin("2580"));
    QCOMPARE(codeOf(opened), ErrorCode::KeySlotMissing);
    QVERIFY(opened.error().detail.find("recovery code") != std::string::npos);
    QCOMPARE(codeOf(vault().create(kSri, pin("2580"))), ErrorCode::HomeExists);
    QCOMPARE(m_home->all(), before);
    auto home = vault();
    QVERIFY(home.keepSecretsAt("keychain") && home.recover(SecretBytes(m_code), pin("9630")));
    QVERIFY(opens(kSri, "9630", key));
    QCOMPARE(*vault().secretPlace(), std::string("keychain"));
  }

  void the_best_place_there_is() {
    auto one = vault();
    QVERIFY(one.keepSecretsAt({}));
    QVERIFY(one.create(kSri, pin("2580")));
    QCOMPARE(*one.secretPlace(), std::string("keychain"));
    QCOMPARE(m_keychain->restart(false), QString());
    m_home = std::make_unique<VaultHome>();
    auto other = vault();
    QVERIFY(other.keepSecretsAt({}));
    QVERIFY(other.create(kSri, pin("2580")));
    QCOMPARE(*other.secretPlace(), std::string("file"));
  }

  void there_and_back_with_the_power_cut_at_every_write() {
    for (const char* from : {"file", "keychain"})
      for (int cut = 0;; ++cut) {
        const std::string to = from == std::string("file") ? "keychain" : "file";
        m_home = std::make_unique<VaultHome>();
        const SecretBytes key = made(from);
        CutFiles files;
        files.changesUntilCut = cut;
        const bool ended = vault(files).renewDeviceSecret(to).has_value();
        QVERIFY(opens(kSri, "2580", key) && opens(kBudi, "1357", key));
        QVERIFY(vault().renewDeviceSecret(to));
        QVERIFY(opens(kSri, "2580", key) && opens(kBudi, "1357", key));
        QCOMPARE(*vault().secretPlace(), to);
        QCOMPARE(m_home->bytes("device.key").size() == 32, to == "file");
        if (ended) {
          QVERIFY(cut >= 2);
          break;
        }
      }
  }

 private:
  std::unique_ptr<ports::DeviceSecrets> secrets() {
    return adapters::createKeychainSecrets(m_home->path().toStdString(), m_keychain->bus());
  }
  adapters::SlotVault vault(ports::Files& files) {
    adapters::SlotVault::Places elsewhere;
    elsewhere.push_back(secrets());
    return {m_home->path().toStdString(), files, m_entropy, m_uptime, std::move(elsewhere), kCheapSlots};
  }
  adapters::SlotVault vault() { return vault(m_home->files()); }
  SecretBytes made(const char* place) {
    auto one = vault();
    if (!one.keepSecretsAt(place))
      qFatal("%s is of no use", place);
    auto key = one.create(kSri, pin("2580"));
    if (!key || !one.add(*key, kBudi, pin("1357"), Role::Cashier))
      qFatal("no home");
    m_code = one.recoveryCode();
    return std::move(*key);
  }
  bool opens(const UserName& user, const char* by, const SecretBytes& key) {
    const auto opened = vault().open(user, pin(by));
    return opened && opened->key.view() == key.view();
  }

  std::unique_ptr<VaultHome> m_home;
  std::unique_ptr<PrivateKeychain> m_keychain;
  adapters::SystemEntropy m_entropy;
  adapters::SystemUptime m_uptime;
  std::string m_code;
};

QTEST_GUILESS_MAIN(KeychainTest)
#include "keychain_test.moc"
