// The device's secret in a TPM: kept over a restart, gone with the TPM and never with a file of the home, moved there and back
// with the power cut at every write.
#include "core/adapters/tpm/tpm_secrets.h"
#include "core/adapters/vault/device_key_file.h"
#include "core/domain/identity/key_trouble.h"
#include "tests/integration/tpm/private_tpm.h"
#include "tests/unit/vault/vault_home.h"

using namespace loket;
using namespace loket::tests;

namespace {

const UserName kSri("sri");
const UserName kBudi("budi");

const QStringList kParts = {"keyslots-a.json", "keyslots-b.json", "device.key", "device.tpm"};

}  // namespace

class TpmTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_home = std::make_unique<VaultHome>();
    m_tpm = std::make_unique<PrivateTpm>();
    const QString why = m_tpm->start();
    QVERIFY2(why.isEmpty(), qPrintable(why));
  }
  void cleanup() { m_tpm.reset(); }

  void secrets_are_kept_beside_each_other() {
    const auto tpm = secrets(m_home->files());
    QVERIFY(m_home->files().makeFolder(m_home->path().toStdString()));
    const auto usable = tpm->usable();
    QVERIFY2(usable.has_value(), usable ? "" : usable.error().detail.c_str());
    const SecretBytes one(std::string(32, 'a'));
    const SecretBytes two(std::string(32, 'b'));
    const std::string first = adapters::deviceSecretId(one);
    const std::string second = adapters::deviceSecretId(two);
    QVERIFY(!*tpm->read(first));
    QVERIFY(tpm->keep(first, one) && tpm->keep(second, two));
    // Off and on again, as a computer is every day.
    m_tpm->stop();
    QCOMPARE(m_tpm->start(), QString());
    QVERIFY((*tpm->read(first))->view() == one.view());
    QVERIFY((*tpm->read(second))->view() == two.view());
    const QByteArray kept = m_home->bytes("device.tpm");
    QVERIFY(!kept.contains(QByteArray(32, 'a')) && !kept.contains(QByteArray(32, 'a').toHex()));
    QCOMPARE(codeOf(tpm->read(std::string(32, '0'))), ErrorCode::KeySlotUnreadable);
    QVERIFY(tpm->keepOnly(second, first));
    QCOMPARE(codeOf(tpm->read(first)), ErrorCode::KeySlotUnreadable);
    QVERIFY((*tpm->read(second))->view() == two.view());
    QVERIFY(tpm->keepOnly({}, second));
    QCOMPARE(m_home->bytes("device.tpm"), QByteArray("(absent)"));
  }

  void a_home_whose_secret_is_the_tpms() {
    const SecretBytes key = made("tpm");
    QCOMPARE(m_home->bytes("device.key"), QByteArray("(absent)"));
    QCOMPARE(*vault().secretPlace(), std::string("tpm"));
    m_tpm->stop();
    QCOMPARE(m_tpm->start(), QString());
    QVERIFY(opens(kSri, "2580", key) && opens(kBudi, "1357", key));
    QCOMPARE(codeOf(vault().open(kSri, pin("1111"))), ErrorCode::PinWrong);
  }

  // Off, or the disk is in another computer: said, not counted as wrong PINs, and nothing is written.
  void without_the_tpm_nothing_opens_and_nothing_changes() {
    const SecretBytes key = made("tpm");
    m_tpm->stop();
    const auto before = parts();
    for (int n = 0; n < 7; ++n) {
      const auto opened = vault().open(kSri, pin("2580"));
      QCOMPARE(codeOf(opened), ErrorCode::KeySlotUnreadable);
      QCOMPARE(keyTroubleOf(opened.error()), std::optional(KeyTrouble::SecretAway));
    }
    QCOMPARE(codeOf(vault().add(key, UserName("x"), pin("1111"), Role::Cashier)), ErrorCode::KeySlotUnreadable);
    QCOMPARE(codeOf(vault().renewDeviceSecret("file")), ErrorCode::KeySlotUnreadable);
    QCOMPARE(codeOf(vault().create(kSri, pin("2580"))), ErrorCode::HomeExists);
    // It may be back in a moment: the paper's code gives it up only when told to.
    QCOMPARE(codeOf(vault().recover(SecretBytes(m_code), pin("9630"))), ErrorCode::KeySlotUnreadable);
    QCOMPARE(codeOf(vault().recover(SecretBytes(m_code), pin("9630"), "tpm")), ErrorCode::KeySlotUnreadable);
    QCOMPARE(parts(), before);
    QCOMPARE(m_tpm->start(), QString());
    QVERIFY(opens(kSri, "2580", key));
    m_tpm->stop();
    QVERIFY(vault().recover(SecretBytes(m_code), pin("9630"), "file"));
    QVERIFY(opens(kSri, "9630", key));
    QCOMPARE(*vault().secretPlace(), std::string("file"));
    QCOMPARE(vault().users()->size(), std::size_t{1});
    // What the TPM sealed is still there, should somebody want it.
    QCOMPARE(m_home->bytes("device.tpm"), before.at(3));
  }

  void a_cleared_tpm_is_said_and_the_paper_helps() {
    const SecretBytes key = made("tpm");
    m_tpm->stop();
    m_tpm->clear();
    QCOMPARE(m_tpm->start(), QString());
    const auto before = parts();
    const auto opened = vault().open(kSri, pin("2580"));
    QCOMPARE(codeOf(opened), ErrorCode::KeySlotMissing);
    QVERIFY(opened.error().detail.find("recovery code") != std::string::npos);
    QCOMPARE(codeOf(vault().recover(SecretBytes(std::string("AAAAAA-AAAAAA-AAAAAA-AAAAAA")), pin("9630"))), ErrorCode::PinWrong);
    QCOMPARE(parts(), before);
    auto home = vault();
    QVERIFY(home.keepSecretsAt("tpm") && home.recover(SecretBytes(m_code), pin("9630")));
    QVERIFY(opens(kSri, "9630", key));
    QCOMPARE(*vault().secretPlace(), std::string("tpm"));
    QVERIFY(vault().add(key, kBudi, pin("1357"), Role::Cashier));
  }

  void what_the_tpm_sealed_is_damaged() {
    const SecretBytes key = made("tpm");
    const QByteArray whole = m_home->bytes("device.tpm");
    QByteArray bent = whole;
    const auto at = bent.indexOf("\"private\": \"") + 60;
    bent[at] = bent[at] == '0' ? '1' : '0';
    struct Damage {
      QByteArray bytes;
      ErrorCode code;
    };
    for (const Damage& damage : {Damage{QByteArray(), ErrorCode::KeySlotUnreadable}, Damage{"{}", ErrorCode::KeySlotUnreadable},
                                 Damage{whole.left(whole.size() / 2), ErrorCode::KeySlotUnreadable},
                                 Damage{QByteArray(whole).replace("\"private\": \"", "\"private\": \"zz"), ErrorCode::KeySlotUnreadable},
                                 // A hash that no TPM has: refused, and not as what another TPM sealed.
                                 Damage{QByteArray(whole).replace("0008000b", "00080010"), ErrorCode::KeySlotUnreadable},
                                 // As if another TPM had sealed it.
                                 Damage{bent, ErrorCode::KeySlotMissing}}) {
      QVERIFY(damage.bytes != whole);
      m_home->put("device.tpm", damage.bytes);
      const auto before = parts();
      QCOMPARE(codeOf(vault().open(kSri, pin("2580"))), damage.code);
      if (damage.code == ErrorCode::KeySlotUnreadable)
        QCOMPARE(codeOf(vault().recover(SecretBytes(m_code), pin("9630"))), ErrorCode::KeySlotUnreadable);
      QCOMPARE(parts(), before);
    }
    m_home->put("device.tpm", whole);
    QVERIFY(opens(kSri, "2580", key));
  }

  void the_best_place_there_is() {
    auto one = vault();
    QVERIFY(one.keepSecretsAt({}));
    QVERIFY(one.create(kSri, pin("2580")));
    QCOMPARE(*one.secretPlace(), std::string("tpm"));
    m_tpm->stop();
    m_home = std::make_unique<VaultHome>();
    auto other = vault();
    QVERIFY(other.keepSecretsAt({}));
    QVERIFY(other.create(kSri, pin("2580")));
    QCOMPARE(*other.secretPlace(), std::string("file"));
    const Status refused = other.keepSecretsAt("tpm");
    QCOMPARE(codeOf(refused), ErrorCode::KeySlotUnreadable);
    QVERIFY2(refused.error().detail.find("no TPM answers") != std::string::npos, refused.error().detail.c_str());
  }

  void there_and_back_with_the_power_cut_at_every_write() {
    for (const char* from : {"file", "tpm"})
      for (int cut = 0;; ++cut) {
        const std::string to = from == std::string("file") ? "tpm" : "file";
        m_home = std::make_unique<VaultHome>();
        const SecretBytes key = made(from);
        CutFiles files;
        files.changesUntilCut = cut;
        const bool ended = vault(files).renewDeviceSecret(to).has_value();
        QVERIFY(opens(kSri, "2580", key) && opens(kBudi, "1357", key));
        QVERIFY(vault().renewDeviceSecret(to));
        QVERIFY(opens(kSri, "2580", key) && opens(kBudi, "1357", key));
        QCOMPARE(*vault().secretPlace(), to);
        QCOMPARE(m_home->bytes(from == std::string("file") ? "device.key" : "device.tpm"), QByteArray("(absent)"));
        if (ended) {
          QVERIFY(cut >= 4);
          break;
        }
      }
  }

 private:
  std::unique_ptr<ports::DeviceSecrets> secrets(ports::Files& files) {
    return adapters::createTpmSecrets(m_home->path("device.tpm").toStdString(), files, m_tpm->tcti());
  }
  adapters::SlotVault vault(ports::Files& files) {
    adapters::SlotVault::Places elsewhere;
    elsewhere.push_back(secrets(files));
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
  QList<QByteArray> parts() const {
    QList<QByteArray> out;
    for (const QString& part : kParts) out << m_home->bytes(part);
    return out;
  }

  std::unique_ptr<VaultHome> m_home;
  std::unique_ptr<PrivateTpm> m_tpm;
  adapters::SystemEntropy m_entropy;
  adapters::SystemUptime m_uptime;
  std::string m_code;
};

QTEST_GUILESS_MAIN(TpmTest)
#include "tpm_test.moc"
