// Every fault of the sandbox on every kind of goods, over real HTTPS: whatever the answer was, one order is
// one request until somebody asks, and all ends once. And the ways to lose a home: a second program,
// damaged keys, and another shop's.
#include <QFile>
#include <QJsonArray>
#include <QMap>
#include <QTest>

#include "tests/integration/counter_home.h"
#include "tests/integration/probed_process.h"
#include "tests/integration/settlement.h"

using namespace loket::integration_tests;

namespace {

QString text(const QJsonObject& json, const char* key) {
  return json.value(QLatin1String(key)).toString();
}

struct Goods {
  const char* upstream;
  const char* product;
  const char* number;  // the beginning; what follows makes it a new customer
  int tailDigits;
  const char* amount;
  int questions = 0;  // that its supplier lets us ask within the wait
};

constexpr Goods kGoods[] = {
    {"digi", "digi:tsel10", "0812", 8, nullptr},
    {"digi", "digi:pln", "5", 11, nullptr},
    {"bank", "setor-tunai-bank", "8888010", 6, "100000"},
    {"iak", "iak:htelkomsel10000", "0812", 8, nullptr, 1},
    {"iak", "iak:PLNPOSTPAID", "5", 11, nullptr},
};

// What the cashier may be told at once, besides that nobody knows.
struct Kind {
  const char* name;
  const char* state;
  const char* only = nullptr;  // the one supplier that has a word for it
};

constexpr Kind kKinds[] = {
    {"reset-before-commit", "suspect"},
    {"reset-after-commit", "suspect"},
    {"hang-after-commit", "suspect"},
    {"http-500-before-commit", "suspect"},
    {"http-500-after-commit", "suspect"},
    {"html-200", "suspect"},
    {"truncated-json", "suspect"},
    {"missing-rc", "suspect"},
    {"wrong-echo", "suspect"},
    {"late-success", "pending"},
    {"late-failure", "pending"},
    {"not-found-then-success", "suspect"},
    {"duplicate-reference", "suspect"},
    {"paid-bill", "suspect", "bank"},
};

QByteArray faultOn(const char* upstream, const char* operation, const char* kind, int count) {
  return QByteArray("{\"upstream\":\"") + upstream + "\",\"on\":\"" + operation + "\",\"kind\":\"" + kind +
         "\",\"count\":" + QByteArray::number(count) + "}";
}

int requestsFor(const SandboxProcess& sandbox, const QString& ref, const char* operation) {
  int count = 0;
  for (const QJsonValue& value : sandbox.admin("GET", QStringLiteral("/requests")).array()) {
    const QJsonObject request = value.toObject();
    if (text(request, "ref") == ref && text(request, "operation") == QLatin1String(operation))
      ++count;
  }
  return count;
}

}  // namespace

class FaultTest : public QObject {
  Q_OBJECT

 private slots:
  void everyFaultOnEveryKindOfGoods();
  void whatIsNotFoundGoesOutAgainUnderItsName();
  void aSecondProgramFindsTheHomeBusy();
  void damagedKeySlotsAreLeftAsTheyAre();
  void anotherShopsKeysOpenNothing();
};

void FaultTest::everyFaultOnEveryKindOfGoods() {
  SandboxProcess sandbox({QStringLiteral("--deposit"), QStringLiteral("90000000"), QStringLiteral("--iak-deposit"), QStringLiteral("90000000")});
  QVERIFY(sandbox.start());
  CounterHome home(sandbox, CounterHome::Upstreams::All);
  QVERIFY(home.open({{QStringLiteral("timeoutMs"), 2500}}));
  int n = 100;
  for (const Goods& goods : kGoods)
    for (const Kind& kind : kKinds) {
      if (kind.only != nullptr && std::string_view(kind.only) != goods.upstream)
        continue;
      const QString number =
          QLatin1String(goods.number) +
          QStringLiteral("%1").arg(100'000 + ++n * 10 + 1, goods.tailDigits, 10, QLatin1Char('0'));
      const QByteArray what = QByteArray(goods.product) + ", " + kind.name;
      // An old deposit is asked for before the sale, so that a connection is there which could be used again.
      sandbox.advance("PT120S");
      QCOMPARE(sandbox.fault(faultOn(goods.upstream, "transaction", kind.name, 1)), QByteArray());
      QStringList sale{QStringLiteral("sell"), QLatin1String(goods.product), number, QStringLiteral("--wait"),
                       QStringLiteral("3")};
      if (goods.amount != nullptr)
        sale += {QStringLiteral("--amount"), QLatin1String(goods.amount)};
      const Run run = home.run(sale);
      sandbox.admin("DELETE", QStringLiteral("/faults"));
      QVERIFY2(run.status == 5,
               (what + ": " + QByteArray::number(run.status) + " " + run.errors.toUtf8()).constData());
      // Who was asked already may have said that it is working on it.
      const QString state = text(run.last(), "state");
      QVERIFY2(state == QLatin1String(kind.state) || (goods.questions > 0 && state == QStringLiteral("pending")),
               (what + ": " + state.toUtf8()).constData());
      const QJsonArray attempts = run.last().value(QStringLiteral("attempts")).toArray();
      QVERIFY2(attempts.size() == 1, what.constData());
      const QString ref = text(attempts.first().toObject(), "attemptRef");
      const int sent = requestsFor(sandbox, ref, "transaction");
      QVERIFY2(sent == 1, (what + ": sent " + QByteArray::number(sent) + " times").constData());
      const int asked = requestsFor(sandbox, ref, "status");
      QVERIFY2(asked <= goods.questions, (what + ": asked " + QByteArray::number(asked) + " times").constData());
    }
  QCOMPARE(settleAll(home), QString());
  QCOMPARE(disagreement(home, sandbox), QString());
}

// The upstream denies for longer than the counter waits before it repeats; the repeat then meets what was
// done long ago, and "already done" is no failure.
void FaultTest::whatIsNotFoundGoesOutAgainUnderItsName() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open({{QStringLiteral("timeoutMs"), 2500}}));
  sandbox.fault(faultOn("bank", "transaction", "reset-after-commit", 1));
  const Run run = home.run({QStringLiteral("sell"), QStringLiteral("setor-tunai-bank"),
                            QStringLiteral("888801000157508"), QStringLiteral("--amount"),
                            QStringLiteral("100000"), QStringLiteral("--wait"), QStringLiteral("3")});
  QCOMPARE(text(run.last(), "state"), QStringLiteral("suspect"));
  sandbox.fault(faultOn("bank", "status", "not-found-then-success", 5));
  QCOMPARE(settleAll(home), QString());
  QCOMPARE(disagreement(home, sandbox), QString());
  QCOMPARE(sandbox.ledger().size(), 1);
}

void FaultTest::aSecondProgramFindsTheHomeBusy() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  ProbedProcess first(
      QStringLiteral(LOKETCTL_BIN),
      home.withHome({QStringLiteral("sell"), QStringLiteral("digi:tsel10"), QStringLiteral("081200000011")}),
      environmentWithPin());
  auto point = first.nextPoint(30'000);
  while (point && *point != QStringLiteral("pay.before-send")) {
    first.goOn();
    point = first.nextPoint(30'000);
  }
  QVERIFY(point.has_value());
  const Run second = home.run({QStringLiteral("sync")});
  QCOMPARE(second.status, 6);
  QCOMPARE(text(second.last(), "error"), QStringLiteral("home-busy"));
  first.kill();
  QCOMPARE(settleAll(home), QString());
  QCOMPARE(disagreement(home, sandbox), QString());
}

// I13: an unreadable key is not an absent one.
void FaultTest::damagedKeySlotsAreLeftAsTheyAre() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  QCOMPARE(home.run({QStringLiteral("sell"), QStringLiteral("digi:tsel10"), QStringLiteral("081200000011")})
               .status,
           0);
  const auto slot = [&home](char copy) {
    return home.path() + QStringLiteral("/keyslots-") + QLatin1Char(copy) + QStringLiteral(".json");
  };
  const auto bytesOf = [](const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  };
  const auto write = [](const QString& path, const QByteArray& bytes) {
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
  };
  const QByteArray whole = bytesOf(slot('a'));
  // What the real program makes costs what its build says, and nothing that other tests make cheap: the owner's and the paper's.
  QCOMPARE(whole.count(LOKET_QUICK_PINS ? "\"ops\": 1," : "\"ops\": 3,"), 2);
  QCOMPARE(whole.count(LOKET_QUICK_PINS ? "\"memory\": 8388608," : "\"memory\": 134217728,"), 2);
  QCOMPARE(whole.count("\"ops\""), 2);
  const QByteArray damaged = whole.left(whole.size() / 2);
  QVERIFY(!damaged.isEmpty());
  // One copy is enough.
  QVERIFY(write(slot('a'), damaged));
  QCOMPARE(home.payments().size(), 1);
  QVERIFY(write(slot('b'), damaged));
  const QByteArray database = bytesOf(home.path() + QStringLiteral("/loket.db"));
  const Run list = home.run({QStringLiteral("payments"), QStringLiteral("list")});
  QCOMPARE(list.status, 6);
  QCOMPARE(text(list.last(), "error"), QStringLiteral("key-slot-unreadable"));
  QVERIFY(home.run({QStringLiteral("init"), QStringLiteral("--outlet"), QStringLiteral("Warung"),
                    QStringLiteral("--owner"), QStringLiteral("Sri")})
              .status != 0);
  QCOMPARE(bytesOf(slot('a')), damaged);
  QCOMPARE(bytesOf(slot('b')), damaged);
  QCOMPARE(bytesOf(home.path() + QStringLiteral("/loket.db")), database);
  QVERIFY(write(slot('b'), whole));
  QCOMPARE(home.payments().size(), 1);
}

// A whole set of them, with its own PIN: the keys are good, and nothing here is theirs.
void FaultTest::anotherShopsKeysOpenNothing() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  QCOMPARE(home.run({QStringLiteral("sell"), QStringLiteral("digi:tsel10"), QStringLiteral("081200000011")}).status, 0);
  CounterHome other(sandbox);
  QVERIFY(other.open());
  const QStringList keys{QStringLiteral("keyslots-a.json"), QStringLiteral("keyslots-b.json"), QStringLiteral("device.key")};
  const auto bytesOf = [](const CounterHome& of, const QString& name) {
    QFile file(of.path() + QLatin1Char('/') + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  };
  const auto put = [&home](const QString& name, const QByteArray& bytes) {
    QFile file(home.path() + QLatin1Char('/') + name);
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(bytes) == bytes.size();
  };
  QMap<QString, QByteArray> own;
  for (const QString& name : keys) {
    own[name] = bytesOf(home, name);
    QVERIFY(!own[name].isEmpty() && own[name] != bytesOf(other, name));
    QVERIFY(put(name, bytesOf(other, name)));
  }
  const QByteArray database = bytesOf(home, QStringLiteral("loket.db"));
  QVERIFY(!database.isEmpty());
  for (const QStringList& command : {QStringList{QStringLiteral("payments"), QStringLiteral("list")},
                                     QStringList{QStringLiteral("sell"), QStringLiteral("digi:tsel10"), QStringLiteral("081200000012")}}) {
    const Run refused = home.run(command);
    QCOMPARE(refused.status, 6);
    QCOMPARE(text(refused.last(), "error"), QStringLiteral("database-unreadable"));
  }
  QCOMPARE(bytesOf(home, QStringLiteral("loket.db")), database);
  for (const QString& name : keys) QVERIFY(put(name, own[name]));
  QCOMPARE(home.payments().size(), 1);
  QCOMPARE(sandbox.ledger().size(), 1);
}

QTEST_GUILESS_MAIN(FaultTest)
#include "fault_test.moc"
