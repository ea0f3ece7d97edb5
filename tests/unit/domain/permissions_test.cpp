// The table of roles: what each one may, and that nobody else may anything.
#include <QTest>

#include <string>

#include "core/domain/identity/permissions.h"

using namespace loket;

class PermissionsTest : public QObject {
  Q_OBJECT

 private slots:
  void the_table_data();
  void the_table();
  void a_word_that_nobody_knows_may_nothing();
  void of_two_one_must_be_able_to_answer_for_it_data();
  void of_two_one_must_be_able_to_answer_for_it();
  void a_refusal_names_both();
};

void PermissionsTest::the_table_data() {
  QTest::addColumn<QString>("role");
  QTest::addColumn<QString>("may");
  QTest::newRow("owner") << "owner"
                         << "look audit sell serve cash shift reconcile printer settle approve prices limits "
                            "suppliers people backups senders ";
  QTest::newRow("supervisor") << "supervisor"
                              << "look audit sell serve cash shift reconcile printer settle approve ";
  QTest::newRow("cashier") << "cashier" << "look audit sell serve cash shift reconcile printer settle ";
  QTest::newRow("auditor") << "auditor" << "look audit ";
}

void PermissionsTest::the_table() {
  QFETCH(QString, role);
  QFETCH(QString, may);
  const Role known = roleFromWord(role.toStdString());
  QCOMPARE(QString::fromStdString(std::string(wordOf(known))), role);
  QString all;
  for (std::size_t i = 0; i < kPermissions; ++i) {
    const auto permission = static_cast<Permission>(i);
    QCOMPARE(allow(known, permission).has_value(), loket::may(known, permission));
    if (loket::may(known, permission))
      all += QString::fromStdString(std::string(wordOf(permission))) + QLatin1Char(' ');
  }
  QCOMPARE(all, may);
}

void PermissionsTest::a_word_that_nobody_knows_may_nothing() {
  for (const char* word : {"", "boss", "Owner", "owner ", "recovery"}) {
    QCOMPARE(roleFromWord(word), Role::None);
    for (std::size_t i = 0; i < kPermissions; ++i) QVERIFY(!may(roleFromWord(word), static_cast<Permission>(i)));
  }
}

void PermissionsTest::of_two_one_must_be_able_to_answer_for_it_data() {
  QTest::addColumn<QString>("one");
  QTest::addColumn<QString>("other");
  QTest::addColumn<bool>("enough");
  QTest::newRow("owner, cashier") << "owner" << "cashier" << true;
  QTest::newRow("supervisor, cashier") << "supervisor" << "cashier" << true;
  QTest::newRow("two supervisors") << "supervisor" << "supervisor" << true;
  QTest::newRow("two cashiers") << "cashier" << "cashier" << false;
  QTest::newRow("owner, auditor") << "owner" << "auditor" << false;
  QTest::newRow("owner, nobody") << "owner" << "boss" << false;
}

void PermissionsTest::of_two_one_must_be_able_to_answer_for_it() {
  QFETCH(QString, one);
  QFETCH(QString, other);
  QFETCH(bool, enough);
  const Role a = roleFromWord(one.toStdString());
  const Role b = roleFromWord(other.toStdString());
  QCOMPARE(mayDecide(a, b), enough);
  QCOMPARE(mayDecide(b, a), enough);
}

void PermissionsTest::a_refusal_names_both() {
  const Status refused = allow(Role::Auditor, Permission::Sell);
  QVERIFY(!refused);
  QCOMPARE(refused.error().code, ErrorCode::RoleForbids);
  QCOMPARE(refused.error().detail, std::string("sell, as auditor"));
  QCOMPARE(allow(Role::None, Permission::Look).error().detail, std::string("look, as unknown"));
}

QTEST_APPLESS_MAIN(PermissionsTest)
#include "permissions_test.moc"
