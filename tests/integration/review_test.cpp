// What no upstream settles is settled by people: two of them, or one and the absent owner's one-time code;
// with the real loketctl, by itself and through the window that owns the home.
#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QProcess>
#include <QTest>

#include "tests/integration/authenticator.h"
#include "tests/integration/counter_home.h"
#include "tests/integration/settlement.h"

using namespace loket::integration_tests;

namespace {

const QString kReason = QStringLiteral("menurut laporan pemasok");
const QString kProduct = QStringLiteral("digi:xld10");

QString text(const QJsonObject& json, const char* key) {
  return json.value(QLatin1String(key)).toString();
}

QString error(const Run& run) {
  return QStringLiteral("%1 %2").arg(run.status).arg(text(run.last(), "error"));
}

// The other person at the counter, and what else a command gets that no command line shows.
QProcessEnvironment with(const char* variable, const char* pin, const char* own = "123456") {
  QProcessEnvironment environment = environmentWithPin(QString::fromLatin1(own));
  environment.insert(QString::fromLatin1(variable), QString::fromLatin1(pin));
  return environment;
}

class Shop {
 public:
  bool open() {
    return m_sandbox.start() && home.open({{QStringLiteral("timeoutMs"), 1500}}) &&
           home.run({QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("Budi")},
                    with("LOKET_NEW_PIN", "246810"))
                   .status == 0;
  }
  // A sale whose answers, the first and all later ones, say nothing.
  QString unclear(const char* kind, const QString& number) {
    if (!m_sandbox
             .fault(QByteArray(R"({"upstream":"digi","on":"any","count":-1,"kind":")") + kind +
                    R"(","match":{"number":")" + number.toLatin1() + "\"}}")
             .isEmpty())
      return {};
    const Run sale =
        home.run({QStringLiteral("sell"), kProduct, number, QStringLiteral("--wait"), QStringLiteral("2")});
    return text(sale.last(), "state") == QStringLiteral("suspect") ? text(sale.last(), "ref") : QString();
  }
  // The upstream answers other questions meanwhile: people are told after a quarter of an hour.
  void wait() {
    home.run({QStringLiteral("sync"), QStringLiteral("--until-idle"), QStringLiteral("--timeout"),
              QStringLiteral("1200")});
  }
  Run review(const QString& ref, const char* outcome, const QStringList& more,
             const QProcessEnvironment& environment = environmentWithPin(),
             const QString& reason = kReason) const {
    return home.run(QStringList{QStringLiteral("review"), ref, QStringLiteral("--outcome"),
                                QString::fromLatin1(outcome), QStringLiteral("--reason"), reason} +
                        more,
                    environment);
  }
  QJsonObject decision(const QString& ref) const {
    QJsonObject found;
    const Run shown = home.run({QStringLiteral("payments"), QStringLiteral("show"), ref});
    for (const QJsonValue& event : shown.last().value(QStringLiteral("history")).toArray())
      if (text(event.toObject(), "event") == QStringLiteral("decided"))
        found = event.toObject();
    return found;
  }
  qint64 clock() const {
    return QDateTime::fromString(QString::fromLatin1(m_sandbox.now()), Qt::ISODate).toSecsSinceEpoch();
  }
  const SandboxProcess& sandbox() const { return m_sandbox; }

 private:
  SandboxProcess m_sandbox;

 public:
  CounterHome home{m_sandbox};
};

const QStringList kSecondIsBudi{QStringLiteral("--second"), QStringLiteral("Budi")};
const QStringList kAsBudi{QStringLiteral("--user"), QStringLiteral("Budi")};

QStringList code(const QString& digits) {
  return {QStringLiteral("--owner-code"), digits};
}

}  // namespace

class ReviewTest : public QObject {
  Q_OBJECT

 private slots:
  void twoPeopleOrOneAndTheOwnersCode();
  void soIsCashThatGoesBack();
  void throughTheWindowItIsTheSame();
  void onlyTheOwnerLetsPeopleIn();
};

void ReviewTest::twoPeopleOrOneAndTheOwnersCode() {
  Shop shop;
  QVERIFY(shop.open());
  const Run enrolled = shop.home.run({QStringLiteral("owner-code"), QStringLiteral("enroll")});
  QCOMPARE(enrolled.status, 0);
  const QString uri = text(enrolled.last(), "uri");
  QVERIFY2(uri.startsWith(QStringLiteral("otpauth://totp/Loket:Warung%20Bu%20Sri?secret=")), qPrintable(uri));

  const QString paid = shop.unclear("missing-rc", QStringLiteral("087811110010"));
  const QString unpaid = shop.unclear("html-200", QStringLiteral("087811110020"));
  const QString other = shop.unclear("missing-rc", QStringLiteral("087811110040"));
  QVERIFY(!paid.isEmpty() && !unpaid.isEmpty() && !other.isEmpty());
  const auto second = with("LOKET_SECOND_PIN", "246810");
  // Nobody decides while the upstream may still speak.
  QCOMPARE(error(shop.review(paid, "succeeded", kSecondIsBudi, second)), QStringLiteral("3 state-forbids"));
  shop.wait();

  QCOMPARE(error(shop.review(paid, "succeeded", {})), QStringLiteral("3 approval-missing"));
  QCOMPARE(error(shop.review(paid, "succeeded", kSecondIsBudi, second, QStringLiteral(" ok "))),
           QStringLiteral("3 reason-missing"));
  for (const char* same : {"Sri", "sri", "SRI"})
    QCOMPARE(error(shop.review(paid, "succeeded", {QStringLiteral("--second"), QString::fromLatin1(same)},
                               with("LOKET_SECOND_PIN", "123456"))),
             QStringLiteral("3 approval-missing"));
  QCOMPARE(error(shop.review(paid, "succeeded", kSecondIsBudi, with("LOKET_SECOND_PIN", "123456"))),
           QStringLiteral("3 pin-wrong"));
  QCOMPARE(shop.review(paid, "succeeded", kSecondIsBudi).status, 2);  // no PIN of theirs
  QCOMPARE(shop.review(paid, "succeeded", kSecondIsBudi + code(QStringLiteral("123456")), second).status, 2);
  QCOMPARE(shop.review(paid, "perhaps", kSecondIsBudi, second).status, 2);
  const Run settled =
      shop.review(paid, "succeeded",
                  kSecondIsBudi + QStringList{QStringLiteral("--serial"), QStringLiteral("SN-7")}, second);
  QCOMPARE(settled.status, 0);
  QCOMPARE(text(settled.last(), "state"), QStringLiteral("succeeded"));
  QCOMPARE(text(settled.last(), "serial"), QStringLiteral("SN-7"));
  QCOMPARE(error(shop.review(paid, "failed", kSecondIsBudi, second)), QStringLiteral("3 state-forbids"));

  const auto budi = environmentWithPin(QStringLiteral("246810"));
  const QString digits = shownAt(uri, shop.clock());
  // Nobody is two people: the owner's code is for others.
  QCOMPARE(error(shop.review(unpaid, "failed", code(digits))), QStringLiteral("3 approval-missing"));
  const Run byCode = shop.review(unpaid, "failed", kAsBudi + code(digits), budi);
  QCOMPARE(byCode.status, 0);
  QCOMPARE(text(byCode.last(), "state"), QStringLiteral("refundDue"));
  QCOMPARE(shop.home.run({QStringLiteral("refund"), unpaid}).status, 0);
  QCOMPARE(error(shop.review(other, "succeeded", kAsBudi + code(digits), budi)),
           QStringLiteral("3 code-wrong"));
  shop.sandbox().advance("PT60S");
  QCOMPARE(error(shop.review(other, "succeeded", kAsBudi + code(digits), budi)),
           QStringLiteral("3 code-wrong"));
  QCOMPARE(shop.review(other, "succeeded", kAsBudi + code(shownAt(uri, shop.clock())), budi).status, 0);

  QJsonObject decided = shop.decision(paid);
  QCOMPARE(text(decided, "by"), QStringLiteral("Sri"));
  QCOMPARE(text(decided, "with"), QStringLiteral("Budi"));
  QCOMPARE(text(decided, "reason"), kReason);
  decided = shop.decision(unpaid);
  QCOMPARE(text(decided, "by"), QStringLiteral("Budi"));
  QVERIFY(decided.value(QStringLiteral("with")).isNull());
  QVERIFY(decided.value(QStringLiteral("ownerCode")).toBool());

  // The log has none of it.
  QFile log(shop.home.path() + QStringLiteral("/loket.log"));
  QVERIFY(log.open(QIODevice::ReadOnly));
  const QByteArray logged = log.readAll();
  for (const QByteArray& secret :
       {QByteArray("123456"), QByteArray("246810"), digits.toLatin1(), secretIn(uri).toLatin1()})
    QVERIFY2(!logged.contains(secret), secret.constData());
  QCOMPARE(disagreement(shop.home, shop.sandbox()), QString());
}

// What gives cash back, and what the limits are.
void ReviewTest::soIsCashThatGoesBack() {
  Shop shop;
  QVERIFY(shop.open());
  const auto second = with("LOKET_SECOND_PIN", "246810");
  const auto budi = environmentWithPin(QStringLiteral("246810"));
  const auto words = [](std::initializer_list<const char*> all) {
    QStringList out;
    for (const char* one : all) out << QString::fromLatin1(one);
    return out;
  };
  const QString uri = text(shop.home.run(words({"owner-code", "enroll"})).last(), "uri");
  const auto deposit = [&](const char* number) {
    return text(shop.home.run(words({"sell", "digi:xld10", number, "--offline"})).last(), "ref");
  };
  const auto event = [&](const QString& ref, const char* kind) {
    for (const QJsonValue& one : shop.home.run({QStringLiteral("payments"), QStringLiteral("show"), ref})
                                     .last()
                                     .value(QStringLiteral("history"))
                                     .toArray())
      if (text(one.toObject(), "event") == QLatin1String(kind))
        return one.toObject();
    return QJsonObject();
  };
  const QString one = deposit("087811110010");
  const QString other = deposit("087811110020");
  QVERIFY(!one.isEmpty() && !other.isEmpty());
  QCOMPARE(error(shop.home.run({QStringLiteral("cancel"), one})), QStringLiteral("3 approval-missing"));
  QCOMPARE(error(shop.home.run(QStringList{QStringLiteral("cancel"), one} + kSecondIsBudi, with("LOKET_SECOND_PIN", "123456"))),
           QStringLiteral("3 pin-wrong"));
  QCOMPARE(shop.home.run(QStringList{QStringLiteral("cancel"), one} + kSecondIsBudi).status, 2);  // no PIN of theirs
  QCOMPARE(text(shop.home.run(QStringList{QStringLiteral("cancel"), one} + kSecondIsBudi, second).last(), "state"),
           QStringLiteral("refundDue"));
  QCOMPARE(text(event(one, "cancelled"), "second"), QStringLiteral("person"));
  QCOMPARE(text(event(one, "cancelled"), "with"), QStringLiteral("Budi"));
  QCOMPARE(shop.home.run({QStringLiteral("refund"), one}).status, 0);

  const QString digits = shownAt(uri, shop.clock());
  const QStringList cancelOther{QStringLiteral("cancel"), other};
  QCOMPARE(error(shop.home.run(cancelOther + code(digits))), QStringLiteral("3 approval-missing"));  // his own
  QCOMPARE(shop.home.run(cancelOther + kAsBudi + code(digits), budi).status, 0);
  QCOMPARE(text(event(other, "cancelled"), "second"), QStringLiteral("owner-code"));
  QCOMPARE(text(event(other, "cancelled"), "by"), QStringLiteral("Budi"));
  QCOMPARE(shop.home.run(words({"goods", "sell", "5000"})).status, 0);
  const QStringList back = words({"goods", "return", "5000"});
  QCOMPARE(error(shop.home.run(back)), QStringLiteral("3 approval-missing"));
  QCOMPARE(error(shop.home.run(back + kAsBudi + code(digits), budi)), QStringLiteral("3 code-wrong"));
  QCOMPARE(shop.home.run(back + kSecondIsBudi, second).status, 0);

  const QStringList never = words({"limits", "set", "--refund-by-two-from", "never"});
  QCOMPARE(error(shop.home.run(never)), QStringLiteral("3 approval-missing"));
  shop.sandbox().advance("PT60S");
  const Run changed = shop.home.run(never + kAsBudi + code(shownAt(uri, shop.clock())), budi);
  QCOMPARE(changed.status, 0);
  QCOMPARE(text(changed.last().value(QStringLiteral("approval")).toObject(), "refundFrom"), QStringLiteral("never"));
  const QJsonObject log = shop.home.run(words({"config", "log"})).lines.first();
  QCOMPARE(text(log, "by"), QStringLiteral("Budi"));
  QCOMPARE(text(log, "second"), QStringLiteral("owner-code"));
  // From now on one is enough.
  const QString third = deposit("087811110040");
  QCOMPARE(shop.home.run({QStringLiteral("cancel"), third}).status, 0);
  QVERIFY(event(third, "cancelled").value(QStringLiteral("second")).isNull());
  QCOMPARE(shop.home.run({QStringLiteral("refund"), third}).status, 0);
}

void ReviewTest::throughTheWindowItIsTheSame() {
  const QString loket = QStringLiteral(LOKET_BIN);
  QVERIFY2(!loket.isEmpty(), "the window is not built");
  Shop shop;
  QVERIFY(shop.open());
  const QString paid = shop.unclear("missing-rc", QStringLiteral("087811110010"));
  const QString unpaid = shop.unclear("html-200", QStringLiteral("087811110020"));
  QVERIFY(!paid.isEmpty() && !unpaid.isEmpty());
  shop.wait();

  // On the machine's clock: a steered one runs ahead while the window has nothing to do, and codes with it.
  QProcess window;
  window.setProcessEnvironment(environmentWithPin());
  window.start(loket, {QStringLiteral("--home"), shop.home.path()});
  QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(shop.home.path() + QStringLiteral("/owner.sock")), 60'000);

  const auto now = [] { return QDateTime::currentSecsSinceEpoch(); };
  const Run enrolled = shop.home.run({QStringLiteral("owner-code"), QStringLiteral("enroll")});
  QCOMPARE(enrolled.status, 0);
  const QString uri = text(enrolled.last(), "uri");
  QCOMPARE(shop.home
               .run({QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("Tini")},
                    with("LOKET_NEW_PIN", "8642"))
               .status,
           0);
  QCOMPARE(shop.home.run({QStringLiteral("user"), QStringLiteral("list")}).lines.size(), 3);

  const auto tini = with("LOKET_SECOND_PIN", "8642");
  QCOMPARE(error(shop.review(paid, "succeeded", {})), QStringLiteral("3 approval-missing"));
  QCOMPARE(error(shop.review(paid, "succeeded", kSecondIsBudi, tini)), QStringLiteral("3 pin-wrong"));
  QCOMPARE(shop.review(paid, "succeeded", {QStringLiteral("--second"), QStringLiteral("Tini")}, tini).status,
           0);
  const auto budi = environmentWithPin(QStringLiteral("246810"));
  QCOMPARE(error(shop.review(unpaid, "failed", code(shownAt(uri, now())))),
           QStringLiteral("3 approval-missing"));
  QCOMPARE(error(shop.review(unpaid, "failed", kAsBudi + code(shownAt(uri, now() - 600)), budi)),
           QStringLiteral("3 code-wrong"));
  QCOMPARE(shop.review(unpaid, "failed", kAsBudi + code(shownAt(uri, now())), budi).status, 0);
  QCOMPARE(text(shop.decision(paid), "with"), QStringLiteral("Tini"));
  QCOMPARE(text(shop.decision(unpaid), "by"), QStringLiteral("Budi"));
  QCOMPARE(
      error(shop.home.run(kAsBudi + QStringList{QStringLiteral("owner-code"), QStringLiteral("off")}, budi)),
      QStringLiteral("3 role-forbids"));
  QCOMPARE(shop.home.run({QStringLiteral("owner-code"), QStringLiteral("off")}).status, 0);
  QCOMPARE(shop.home.run({QStringLiteral("refund"), unpaid}).status, 0);

  window.terminate();
  if (!window.waitForFinished(20'000))
    window.kill();
  window.waitForFinished();
  QCOMPARE(disagreement(shop.home, shop.sandbox()), QString());
}

void ReviewTest::onlyTheOwnerLetsPeopleIn() {
  Shop shop;
  QVERIFY(shop.open());
  const auto asBudi = [&shop](const QStringList& words, const char* newPin) {
    return shop.home.run(kAsBudi + words, with("LOKET_NEW_PIN", newPin, "246810"));
  };
  QCOMPARE(asBudi({QStringLiteral("payments"), QStringLiteral("list")}, "").status, 0);
  QCOMPARE(error(asBudi({QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("Tini")}, "8642")),
           QStringLiteral("3 role-forbids"));
  QCOMPARE(error(asBudi({QStringLiteral("owner-code"), QStringLiteral("enroll")}, "")),
           QStringLiteral("3 role-forbids"));
  const auto add = [&shop](const char* name, const char* pin) {
    return shop.home.run({QStringLiteral("user"), QStringLiteral("add"), QString::fromLatin1(name)},
                         with("LOKET_NEW_PIN", pin));
  };
  QCOMPARE(error(add("BUDI", "8642")), QStringLiteral("3 state-forbids"));
  QCOMPARE(add("Tini", "1").status, 2);
  QCOMPARE(shop.home.run({QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("Tini")}).status,
           2);  // no PIN
  const Run users = shop.home.run({QStringLiteral("user"), QStringLiteral("list")});
  QCOMPARE(users.lines.size(), 2);
  QCOMPARE(text(users.lines.first(), "user") + text(users.lines.first(), "role"), QStringLiteral("Sriowner"));
  QCOMPARE(text(users.lines.last(), "user") + text(users.lines.last(), "role"),
           QStringLiteral("Budicashier"));
  // A second code needs the first to go.
  QCOMPARE(shop.home.run({QStringLiteral("owner-code"), QStringLiteral("enroll")}).status, 0);
  QCOMPARE(error(shop.home.run({QStringLiteral("owner-code"), QStringLiteral("enroll")})),
           QStringLiteral("3 state-forbids"));
  QCOMPARE(shop.home.run({QStringLiteral("owner-code"), QStringLiteral("off")}).status, 0);
  QCOMPARE(error(shop.home.run({QStringLiteral("owner-code"), QStringLiteral("off")})),
           QStringLiteral("3 not-found"));
}

QTEST_GUILESS_MAIN(ReviewTest)
#include "review_test.moc"
