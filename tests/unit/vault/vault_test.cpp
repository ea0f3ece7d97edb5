// Key slots in a real folder: what opens them, what does not, and that nothing is ever made anew over what is there.
#include "core/domain/identity/key_trouble.h"
#include "tests/unit/vault/file_mode.h"
#include "tests/unit/vault/vault_home.h"

using namespace loket;
using namespace loket::tests;
using Home = VaultHome;

namespace {

const QStringList& kParts = kVaultParts;
const UserName kOwner("sri");

}  // namespace

class VaultTest : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void the_pin_opens_what_create_made();
  void a_wrong_pin_or_user_is_the_same_refusal();
  void files_are_for_the_owner_only();
  void one_copy_is_enough_data();
  void one_copy_is_enough();
  void both_copies_damaged_are_unreadable_and_stay_as_they_are_data();
  void both_copies_damaged_are_unreadable_and_stay_as_they_are();
  void both_copies_absent_are_missing();
  void the_device_secret_absent_or_short();
  void slots_do_not_open_on_another_device();
  void create_makes_nothing_over_anything_data();
  void create_makes_nothing_over_anything();
  void pins_that_are_too_short_or_too_long_make_no_home();
  void users_are_known_without_a_pin();
  void two_homes_have_different_keys();
  void one_more_person_opens_the_same_key();
  void nobody_is_added_twice_or_without_a_pin();
  void adding_heals_a_copy_and_loses_nobody_data();
  void adding_heals_a_copy_and_loses_nobody();
  void the_recovery_code_gives_the_owner_a_new_pin_data();
  void the_recovery_code_gives_the_owner_a_new_pin();
  void a_wrong_recovery_code_changes_nothing();
  void a_lost_device_secret_is_recovered_and_an_unreadable_one_is_not();

 private:
  std::unique_ptr<Home> m_home;
};

void VaultTest::init() { m_home = std::make_unique<Home>(); }

void VaultTest::the_pin_opens_what_create_made() {
  const auto made = m_home->vault().create(kOwner, pin("2580"));
  QVERIFY(made.has_value());
  QCOMPARE(made->size(), std::size_t{32});
  const auto opened = m_home->vault().open(kOwner, pin("2580"));
  QVERIFY(opened.has_value());
  QVERIFY(opened->key.view() == made->view());
  // An empty user means the owner.
  const auto unnamed = m_home->vault().open(UserName(), pin("2580"));
  QVERIFY(unnamed.has_value());
  QVERIFY(unnamed->key.view() == made->view());
  for (const QString& part : kParts) {
    QVERIFY(!m_home->bytes(part).contains(QByteArray(reinterpret_cast<const char*>(made->data()), 32)));
    QVERIFY(!m_home->bytes(part).contains(QByteArray(reinterpret_cast<const char*>(made->data()), 32).toHex()));
    QVERIFY(!m_home->bytes(part).contains("2580\""));
  }
}

void VaultTest::a_wrong_pin_or_user_is_the_same_refusal() {
  QVERIFY(m_home->vault().create(kOwner, pin("2580")));
  const auto before = m_home->all();
  for (const char* wrong : {"2581", "", "25800", "258"})
    QCOMPARE(codeOf(m_home->vault().open(kOwner, pin(wrong))), ErrorCode::PinWrong);
  QCOMPARE(codeOf(m_home->vault().open(UserName("nobody"), pin("2580"))), ErrorCode::PinWrong);
  // The recovery slot is no user.
  QCOMPARE(codeOf(m_home->vault().open(UserName("@recovery"), pin("2580"))), ErrorCode::PinWrong);
  QCOMPARE(m_home->all(), before);
}

void VaultTest::files_are_for_the_owner_only() {
  QVERIFY(m_home->vault().create(kOwner, pin("2580")));
  QVERIFY(tests::isOwnerOnly(m_home->path().toStdString()));
  for (const QString& part : kParts)
    QVERIFY2(tests::isOwnerOnly(m_home->path(part).toStdString()), qPrintable(part));
  // Nothing half-written is left.
  QCOMPARE(QDir(m_home->path()).entryList(QDir::Files | QDir::Hidden).size(), kParts.size());
}

void VaultTest::one_copy_is_enough_data() {
  QTest::addColumn<QString>("copy");
  QTest::addColumn<QString>("damage");
  for (const char* copy : {"keyslots-a.json", "keyslots-b.json"})
    for (const char* damage : {"absent", "empty", "garbled", "half", "one digit"})
      QTest::addRow("%s %s", copy, damage) << QString::fromLatin1(copy) << QString::fromLatin1(damage);
}

void VaultTest::one_copy_is_enough() {
  QFETCH(QString, copy);
  QFETCH(QString, damage);
  const auto made = m_home->vault().create(kOwner, pin("2580"));
  QVERIFY(made.has_value());
  QByteArray bytes = m_home->bytes(copy);
  if (damage == "absent")
    m_home->remove(copy);
  else if (damage == "empty")
    m_home->put(copy, {});
  else if (damage == "garbled")
    m_home->put(copy, QByteArray(bytes.size(), '\x7f'));
  else if (damage == "half")
    m_home->put(copy, bytes.left(bytes.size() / 2));
  else {
    // Still a well-formed file, but not what was sealed.
    const auto at = bytes.indexOf("\"box\": \"") + 8;
    bytes[at] = bytes[at] == '0' ? '1' : '0';
    m_home->put(copy, bytes);
  }
  const auto opened = m_home->vault().open(kOwner, pin("2580"));
  QVERIFY(opened.has_value());
  QVERIFY(opened->key.view() == made->view());
}

void VaultTest::both_copies_damaged_are_unreadable_and_stay_as_they_are_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::newRow("empty") << QByteArray();
  QTest::newRow("binary") << QByteArray(400, '\x01');
  QTest::newRow("other JSON") << QByteArray("{}");
  QTest::newRow("unknown format") << QByteArray("{\"format\":\"loket-keyslots-9\",\"slots\":[]}");
  QTest::newRow("no slots") << QByteArray("{\"format\":\"loket-keyslots-1\",\"slots\":[]}");
  QTest::newRow("odd slot") << QByteArray("{\"format\":\"loket-keyslots-1\",\"slots\":[7]}");
}

void VaultTest::both_copies_damaged_are_unreadable_and_stay_as_they_are() {
  QFETCH(QByteArray, bytes);
  QVERIFY(m_home->vault().create(kOwner, pin("2580")));
  m_home->put("keyslots-a.json", bytes);
  m_home->put("keyslots-b.json", bytes);
  const auto before = m_home->all();
  const auto opened = m_home->vault().open(kOwner, pin("2580"));
  QCOMPARE(codeOf(opened), ErrorCode::KeySlotUnreadable);
  QCOMPARE(keyTroubleOf(opened.error()), std::optional(KeyTrouble::SlotsDamaged));
  QVERIFY(!m_home->vault().users());
  QCOMPARE(m_home->all(), before);
  // Absent is something else: one absent and one damaged is still damaged.
  m_home->remove("keyslots-a.json");
  QCOMPARE(codeOf(m_home->vault().open(kOwner, pin("2580"))), ErrorCode::KeySlotUnreadable);
}

void VaultTest::both_copies_absent_are_missing() {
  QVERIFY(m_home->vault().create(kOwner, pin("2580")));
  m_home->remove("keyslots-a.json");
  m_home->remove("keyslots-b.json");
  const auto opened = m_home->vault().open(kOwner, pin("2580"));
  QCOMPARE(codeOf(opened), ErrorCode::KeySlotMissing);
  QCOMPARE(keyTroubleOf(opened.error()), std::optional(KeyTrouble::SlotsGone));
  QCOMPARE(m_home->bytes("keyslots-a.json"), QByteArray("(absent)"));
}

void VaultTest::the_device_secret_absent_or_short() {
  QVERIFY(m_home->vault().create(kOwner, pin("2580")));
  const QByteArray secret = m_home->bytes("device.key");
  QCOMPARE(secret.size(), 32);
  const auto trouble = [this] {
    const auto opened = m_home->vault().open(kOwner, pin("2580"));
    return opened ? std::nullopt : keyTroubleOf(opened.error());
  };
  m_home->put("device.key", secret.left(31));
  QCOMPARE(trouble(), std::optional(KeyTrouble::SecretDamaged));
  QCOMPARE(codeOf(m_home->vault().open(kOwner, pin("2580"))), ErrorCode::KeySlotUnreadable);
  m_home->put("device.key", secret + "x");
  QCOMPARE(codeOf(m_home->vault().open(kOwner, pin("2580"))), ErrorCode::KeySlotUnreadable);
  m_home->remove("device.key");
  QCOMPARE(trouble(), std::optional(KeyTrouble::SecretGone));
  QCOMPARE(codeOf(m_home->vault().open(kOwner, pin("2580"))), ErrorCode::KeySlotMissing);
  QCOMPARE(m_home->bytes("device.key"), QByteArray("(absent)"));
  m_home->put("device.key", secret);
  QVERIFY(m_home->vault().open(kOwner, pin("2580")));
}

void VaultTest::slots_do_not_open_on_another_device() {
  QVERIFY(m_home->vault().create(kOwner, pin("2580")));
  Home other;
  QVERIFY(other.vault().create(kOwner, pin("1111")));
  // The slots were copied, the secret was not.
  other.put("keyslots-a.json", m_home->bytes("keyslots-a.json"));
  other.put("keyslots-b.json", m_home->bytes("keyslots-b.json"));
  const auto before = other.all();
  // That is no wrong PIN: nobody is kept waiting for it, and nothing is written.
  for (int n = 0; n < 7; ++n) {
    const auto opened = other.vault().open(kOwner, pin("2580"));
    QCOMPARE(codeOf(opened), ErrorCode::KeySlotUnreadable);
    QVERIFY(opened.error().detail.find("belongs to other key slots") != std::string::npos);
    QCOMPARE(keyTroubleOf(opened.error()), std::optional(KeyTrouble::SecretForeign));
  }
  QCOMPARE(other.all(), before);
  QVERIFY(!other.vault().recover(pin("2580"), pin("2580")));
}

void VaultTest::create_makes_nothing_over_anything_data() {
  QTest::addColumn<QString>("there");
  QTest::addColumn<QByteArray>("bytes");
  for (const QString& name : kParts + QStringList{"loket.db"}) {
    QTest::newRow(qPrintable(name)) << name << QByteArray("something");
    QTest::newRow(qPrintable(name + " empty")) << name << QByteArray();
  }
}

void VaultTest::create_makes_nothing_over_anything() {
  QFETCH(QString, there);
  QFETCH(QByteArray, bytes);
  m_home->put(there, bytes);
  QCOMPARE(codeOf(m_home->vault().create(kOwner, pin("2580"))), ErrorCode::HomeExists);
  QCOMPARE(m_home->bytes(there), bytes);
  QCOMPARE(QDir(m_home->path()).entryList(QDir::Files | QDir::Hidden), QStringList{there});
}

void VaultTest::pins_that_are_too_short_or_too_long_make_no_home() {
  for (const QByteArray& bad : {QByteArray(), QByteArray("123"), QByteArray(65, '1')})
    QCOMPARE(codeOf(m_home->vault().create(kOwner, SecretBytes(std::string_view(bad.constData())))), ErrorCode::Usage);
  QCOMPARE(codeOf(m_home->vault().create(UserName(), pin("2580"))), ErrorCode::Usage);
  QVERIFY(!QDir(m_home->path()).exists());
  QVERIFY(m_home->vault().create(kOwner, pin("1234")));
}

void VaultTest::users_are_known_without_a_pin() {
  auto vault = m_home->vault();
  QVERIFY(vault.create(kOwner, pin("2580")));
  const auto users = vault.users();
  QVERIFY(users.has_value());
  QCOMPARE(users->size(), std::size_t{1});
  QCOMPARE(users->front().name, kOwner);
  QCOMPARE(users->front().role, std::string("owner"));
  // Four groups of six, shown once.
  QCOMPARE(QString::fromStdString(vault.recoveryCode()).split('-').size(), 4);
  QCOMPARE(vault.recoveryCode().size(), std::size_t{27});
  QVERIFY(!m_home->bytes("keyslots-a.json").contains(QByteArray::fromStdString(vault.recoveryCode())));
}

void VaultTest::two_homes_have_different_keys() {
  Home other;
  const auto one = m_home->vault().create(kOwner, pin("2580"));
  const auto two = other.vault().create(kOwner, pin("2580"));
  QVERIFY(one && two);
  QVERIFY(one->view() != two->view());
  QVERIFY(m_home->bytes("device.key") != other.bytes("device.key"));
}

void VaultTest::one_more_person_opens_the_same_key() {
  auto vault = m_home->vault();
  const auto key = vault.create(kOwner, pin("2580"));
  QVERIFY(key.has_value());
  QVERIFY(vault.add(*key, UserName(" budi "), pin("1357"), Role::Cashier));
  const auto opened = m_home->vault().open(UserName("budi"), pin("1357"));
  QVERIFY(opened.has_value());
  QVERIFY(opened->key.view() == key->view());
  QCOMPARE(opened->user.name, UserName("budi"));
  QCOMPARE(opened->user.role, std::string("cashier"));
  const auto owner = m_home->vault().open(UserName(), pin("2580"));
  QVERIFY(owner.has_value());
  QCOMPARE(owner->user.name, kOwner);
  QCOMPARE(owner->user.role, std::string("owner"));
  // Each has a PIN of their own, and it is not in the files.
  QCOMPARE(codeOf(vault.open(UserName("budi"), pin("2580"))), ErrorCode::PinWrong);
  QCOMPARE(codeOf(vault.open(kOwner, pin("1357"))), ErrorCode::PinWrong);
  QCOMPARE(codeOf(vault.open(UserName(), pin("1357"))), ErrorCode::PinWrong);
  QCOMPARE(vault.users()->size(), std::size_t{2});
  QCOMPARE(m_home->bytes("keyslots-a.json"), m_home->bytes("keyslots-b.json"));
  for (const QString& part : kParts)
    QVERIFY2(tests::isOwnerOnly(m_home->path(part).toStdString()), qPrintable(part));
}

void VaultTest::nobody_is_added_twice_or_without_a_pin() {
  auto vault = m_home->vault();
  const auto key = vault.create(kOwner, pin("2580"));
  QVERIFY(key.has_value());
  QVERIFY(vault.add(*key, UserName("budi"), pin("1357"), Role::Cashier));
  const auto before = m_home->all();
  const auto refusal = [&](const char* name, const char* secret) {
    const Status added = vault.add(*key, UserName(name), pin(secret), Role::Cashier);
    return added ? ErrorCode::Internal : added.error().code;
  };
  for (const char* taken : {"budi", "BUDI", " Budi", "sri", "Sri"})
    QCOMPARE(refusal(taken, "9999"), ErrorCode::StateForbids);
  for (const char* name : {"", "  ", "@recovery", "@x"})
    QCOMPARE(refusal(name, "9999"), ErrorCode::Usage);
  for (const char* bad : {"", "123"})
    QCOMPARE(refusal("tini", bad), ErrorCode::Usage);
  QCOMPARE(m_home->all(), before);
}

void VaultTest::adding_heals_a_copy_and_loses_nobody_data() {
  QTest::addColumn<QString>("copy");
  QTest::addColumn<QString>("damage");
  for (const char* copy : {"keyslots-a.json", "keyslots-b.json"})
    for (const char* damage : {"absent", "garbled", "one digit", "cost", "not yet written"})
      QTest::addRow("%s %s", copy, damage) << QString::fromLatin1(copy) << QString::fromLatin1(damage);
}

void VaultTest::adding_heals_a_copy_and_loses_nobody() {
  QFETCH(QString, copy);
  QFETCH(QString, damage);
  auto vault = m_home->vault();
  const auto key = vault.create(kOwner, pin("2580"));
  QVERIFY(key.has_value());
  const QByteArray first = m_home->bytes(copy);
  QVERIFY(vault.add(*key, UserName("budi"), pin("1357"), Role::Cashier));
  QByteArray bytes = m_home->bytes(copy);
  if (damage == "absent")
    m_home->remove(copy);
  else if (damage == "garbled")
    m_home->put(copy, QByteArray(bytes.size(), '\x7f'));
  else if (damage == "not yet written")
    m_home->put(copy, first);
  else if (damage == "cost")
    m_home->put(copy, bytes.replace("\"ops\": 1", "\"ops\": 3"));
  else {
    const auto at = bytes.indexOf("\"box\": \"") + 8;
    bytes[at] = bytes[at] == '0' ? '1' : '0';
    m_home->put(copy, bytes);
  }
  QVERIFY(vault.open(UserName("budi"), pin("1357")));
  QVERIFY(vault.open(kOwner, pin("2580")));
  QVERIFY(vault.add(*key, UserName("tini"), pin("8642"), Role::Cashier));
  QCOMPARE(m_home->bytes("keyslots-a.json"), m_home->bytes("keyslots-b.json"));
  QVERIFY(vault.open(kOwner, pin("2580")));
  QVERIFY(vault.open(UserName("budi"), pin("1357")));
  QVERIFY(vault.open(UserName("tini"), pin("8642")));
  QCOMPARE(vault.users()->size(), std::size_t{3});
}

void VaultTest::the_recovery_code_gives_the_owner_a_new_pin_data() {
  QTest::addColumn<bool>("asShown");
  QTest::newRow("as it was shown") << true;
  QTest::newRow("in small letters and one piece") << false;
}

void VaultTest::the_recovery_code_gives_the_owner_a_new_pin() {
  QFETCH(bool, asShown);
  auto vault = m_home->vault();
  const auto made = vault.create(kOwner, pin("2580"));
  QVERIFY(made.has_value());
  QVERIFY(m_home->vault().add(*made, UserName("budi"), pin("1470"), Role::Cashier));
  QString code = QString::fromStdString(vault.recoveryCode());
  if (!asShown)
    code = code.toLower().remove(QLatin1Char('-'));
  QVERIFY(m_home->vault().recover(SecretBytes(code.toStdString()), pin("9630")));
  const auto opened = m_home->vault().open(kOwner, pin("9630"));
  QVERIFY(opened.has_value());
  QVERIFY(opened->key.view() == made->view());
  QCOMPARE(opened->user.role, std::string("owner"));
  QCOMPARE(codeOf(m_home->vault().open(kOwner, pin("2580"))), ErrorCode::PinWrong);
  // Nobody else notices, and the code works once more.
  QVERIFY(m_home->vault().open(UserName("budi"), pin("1470")).has_value());
  QVERIFY(m_home->vault().recover(SecretBytes(code.toStdString()), pin("7410")));
  QVERIFY(m_home->vault().open(kOwner, pin("7410")).has_value());
  QCOMPARE(m_home->bytes("keyslots-a.json"), m_home->bytes("keyslots-b.json"));
}

void VaultTest::a_wrong_recovery_code_changes_nothing() {
  auto vault = m_home->vault();
  QVERIFY(vault.create(kOwner, pin("2580")));
  const auto before = m_home->all();
  std::string wrong = vault.recoveryCode();
  wrong.back() = wrong.back() == 'A' ? 'B' : 'A';
  for (const std::string& code : {wrong, std::string("2580"), std::string("-"), std::string()})
    QCOMPARE(codeOf(m_home->vault().recover(SecretBytes(code), pin("9630"))), ErrorCode::PinWrong);
  QVERIFY(!m_home->vault().recover(SecretBytes(vault.recoveryCode()), pin("1")));
  QCOMPARE(m_home->all(), before);
}

void VaultTest::a_lost_device_secret_is_recovered_and_an_unreadable_one_is_not() {
  auto vault = m_home->vault();
  const auto made = vault.create(kOwner, pin("2580"));
  QVERIFY(made.has_value());
  QVERIFY(m_home->vault().add(*made, UserName("budi"), pin("1470"), Role::Cashier));
  const SecretBytes code(vault.recoveryCode());
  const QByteArray secret = m_home->bytes("device.key");
  m_home->put("device.key", "short");
  const auto before = m_home->all();
  QCOMPARE(codeOf(m_home->vault().recover(code, pin("9630"))), ErrorCode::KeySlotUnreadable);
  QCOMPARE(m_home->all(), before);
  m_home->remove("device.key");
  QVERIFY(m_home->vault().recover(code, pin("9630")));
  const auto opened = m_home->vault().open(UserName(), pin("9630"));
  QVERIFY(opened.has_value());
  QVERIFY(opened->key.view() == made->view());
  QVERIFY(m_home->bytes("device.key") != secret);
  // Sealed by the secret that is lost: he is added again.
  QCOMPARE(m_home->vault().users()->size(), std::size_t{1});
  QVERIFY(m_home->vault().add(opened->key, UserName("budi"), pin("1470"), Role::Cashier));
}

QTEST_GUILESS_MAIN(VaultTest)
#include "vault_test.moc"
