// Whoever pulls the plug while a PIN is looked at gets no try back: it is counted on the disk before Argon2id begins.
#include "core/adapters/vault/pin_tries.h"
#include "tests/unit/vault/killed_deriving.h"
#include "tests/unit/vault/vault_home.h"

using namespace loket;
using namespace loket::tests;

namespace {

const UserName kSri("sri");
const UserName kBudi("budi");

}  // namespace

class PinKilledTest : public QObject {
  Q_OBJECT

 private slots:
  void a_try_that_is_cut_off_is_counted_data() {
    QTest::addColumn<QByteArray>("tried");
    QTest::newRow("a wrong one") << QByteArray("1111");
    // Until it is known to be right it is a try like any other.
    QTest::newRow("the right one") << QByteArray("2580");
  }

  void a_try_that_is_cut_off_is_counted() {
    QFETCH(QByteArray, tried);
    VaultHome home;
    auto vault = home.vault();
    const auto key = vault.create(kSri, pin("2580"));
    QVERIFY(key && vault.add(*key, kBudi, pin("1357"), Role::Cashier));
    const auto cutOff = [&home, &tried] {
      return killedDeriving([&home, &tried] { static_cast<void>(home.vault().open(kSri, pin(tried.toStdString()))); });
    };
    for (int left = 4; left >= 0; --left) {
      QVERIFY(cutOff());
      QCOMPARE(leftIn(home), left);
    }
    // Nothing is derived any more, and the right PIN waits as after five wrong ones; others do not.
    QVERIFY(!cutOff());
    QCOMPARE(codeOf(home.vault().open(kSri, pin("2580"))), ErrorCode::PinLocked);
    QVERIFY(home.vault().open(kBudi, pin("1357")));
  }

  void the_next_process_goes_on_counting() {
    VaultHome home;
    QVERIFY(home.vault().create(kSri, pin("2580")));
    QVERIFY(killedDeriving([&home] { static_cast<void>(home.vault().open(kSri, pin("1111"))); }));
    const auto wrong = home.vault().open(kSri, pin("1111"));
    QCOMPARE(codeOf(wrong), ErrorCode::PinWrong);
    QCOMPARE(wrong.error().detail, std::string("3"));
    // Whoever comes in is told of both.
    const auto opened = home.vault().open(kSri, pin("2580"));
    QVERIFY(opened.has_value());
    QCOMPARE(opened->wrongBefore, 2);
    QCOMPARE(leftIn(home), 5);
  }

 private:
  // As a new process reads it from the disk.
  static int leftIn(VaultHome& home) {
    adapters::SystemUptime uptime;
    return adapters::PinTries(home.path(QStringLiteral("pin-tries.json")).toStdString(), home.files(), uptime).left("sri");
  }
};

QTEST_GUILESS_MAIN(PinKilledTest)
#include "pin_killed_test.moc"
