// A shop with a gateway: what the sandbox's aggregator posts to it is handed to the real loketctl, byte for byte, and
// settles payments that nobody has asked about. Exit status 0 is the gateway's leave to answer 200.
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTest>

#include "tests/contract/webhook_listener.h"
#include "tests/integration/counter_home.h"
#include "tests/integration/settlement.h"

using namespace loket::integration_tests;
using loket::contract_tests::PostedMessage;
using loket::contract_tests::WebhookListener;

namespace {

QString text(const QJsonObject& json, const char* key) { return json.value(QLatin1String(key)).toString(); }

QStringList words(const char* line) { return QString::fromLatin1(line).split(QLatin1Char(' ')); }

QString codeIn(const PostedMessage& message) {
  return QJsonDocument::fromJson(message.body)["data"]["rc"].toString();
}

// "5 doubtful wrong-echo", "3 signature-wrong"
QString outcome(const Run& run) {
  const QString error = text(run.last(), "error");
  return QStringLiteral("%1 ").arg(run.status) +
         (error.isEmpty() ? text(run.last(), "notice") + QLatin1Char(' ') + text(run.last(), "code") : error);
}

QString stateIn(const Run& run) {
  return text(run.last().value(QStringLiteral("payment")).toObject(), "state");
}

}  // namespace

class WebhookTest : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void aPendingPaymentIsSettledWithoutAQuestion_data();
  void aPendingPaymentIsSettledWithoutAQuestion();
  void aLostAnswerIsTold();
  void toldTwiceItIsOne();
  void aRefundAfterASuccessIsOwedToTheCustomer();
  void whatIsNotTheAggregatorsIsRefused();
  void aTestCallIsAnswered();
  void throughTheWindowBeforeTheReply();

 private:
  // The n-th message, counted from 1.
  PostedMessage message(std::size_t n) {
    const auto came = m_listener->waitFor(n);
    if (came.size() >= n)
      return came[n - 1];
    qWarning("only %zu messages came; sent: %s", came.size(),
             m_sandbox->admin("GET", QStringLiteral("/webhooks")).body.constData());
    return {};
  }
  QString put(const QByteArray& bytes) const {
    QFile file(m_home->folder() + QStringLiteral("/body"));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
      qFatal("no file");
    return file.fileName();
  }
  Run hand(const PostedMessage& message) const {
    return m_home->run(words("webhook digi") +
                       QStringList{QStringLiteral("--signature"),
                                   QString::fromLatin1(message.headers.value("x-hub-signature")),
                                   QStringLiteral("--event"),
                                   QString::fromLatin1(message.headers.value("x-digiflazz-event")), put(message.body)});
  }
  // The same, as a gateway does that has the body in a pipe.
  int handThroughAPipe(const PostedMessage& message) const {
    QProcess process;
    process.setProcessEnvironment(environmentWithPin());
    process.start(QStringLiteral(LOKETCTL_BIN),
                  m_home->withHome(words("webhook digi --signature") +
                                   QStringList{QString::fromLatin1(message.headers.value("x-hub-signature"))}));
    process.write(message.body);
    process.closeWriteChannel();
    return process.waitForFinished(60'000) ? process.exitCode() : -1;
  }
  // How often the aggregator was called about the payment: the sale itself, and questions.
  int callsAbout(const QString& attemptRef) const {
    int count = 0;
    for (const QJsonValue& value : m_sandbox->admin("GET", QStringLiteral("/requests")).array()) {
      const QString operation = text(value.toObject(), "operation");
      if (text(value.toObject(), "ref") == attemptRef &&
          (operation == QStringLiteral("transaction") || operation == QStringLiteral("status")))
        ++count;
    }
    return count;
  }
  static QString attemptIn(const Run& sale) {
    return text(sale.last().value(QStringLiteral("attempts")).toArray().at(0).toObject(), "attemptRef");
  }

  std::unique_ptr<WebhookListener> m_listener;
  std::unique_ptr<SandboxProcess> m_sandbox;
  std::unique_ptr<CounterHome> m_home;
};

void WebhookTest::init() {
  m_home.reset();
  m_sandbox.reset();
  m_listener = std::make_unique<WebhookListener>();
  m_sandbox = std::make_unique<SandboxProcess>(QStringList{QStringLiteral("--webhook"), m_listener->url()});
  QVERIFY(m_sandbox->start());
  m_home = std::make_unique<CounterHome>(*m_sandbox);
  QVERIFY(m_home->open({{QStringLiteral("timeoutMs"), 8000}}));
}

void WebhookTest::aPendingPaymentIsSettledWithoutAQuestion_data() {
  QTest::addColumn<QString>("product");
  QTest::addColumn<QString>("number");
  QTest::addColumn<QString>("state");
  const auto row = [](const char* name, const char* product, const char* number, const char* state) {
    QTest::newRow(name) << QString::fromLatin1(product) << QString::fromLatin1(number) << QString::fromLatin1(state);
  };
  row("a top-up that succeeds", "digi:xld10", "087800001233", "succeeded");
  row("a top-up that fails", "digi:xld10", "087800001234", "refundDue");
  row("a bill that is paid", "digi:pln", "630000000001", "succeeded");
  row("a bill that fails", "digi:pln", "630000000006", "refundDue");
}

void WebhookTest::aPendingPaymentIsSettledWithoutAQuestion() {
  QFETCH(QString, product);
  QFETCH(QString, number);
  QFETCH(QString, state);
  const Run sale = m_home->run({QStringLiteral("sell"), product, number, QStringLiteral("--wait"), QStringLiteral("5")});
  QCOMPARE(sale.status, 5);
  const QString ref = text(sale.last(), "ref");
  // What may have come before the sale had its answer says nothing new after it.
  QCOMPARE(outcome(hand(message(1))), QStringLiteral("0 known 03"));
  QCOMPARE(text(m_home->run({QStringLiteral("payments"), QStringLiteral("show"), ref}).last(), "state"),
           QStringLiteral("pending"));
  m_sandbox->advance("PT91S");
  const PostedMessage update = message(2);
  QCOMPARE(update.headers.value("x-digiflazz-event"), QByteArray("update"));
  const Run told = hand(update);
  QCOMPARE(outcome(told), QStringLiteral("0 recorded ") + codeIn(update));
  QCOMPARE(stateIn(told), state);
  const Run shown = m_home->run({QStringLiteral("payments"), QStringLiteral("show"), ref});
  QCOMPARE(text(shown.last(), "state"), state);
  QCOMPARE(text(shown.last(), "serial"), QJsonDocument::fromJson(update.body)["data"]["sn"].toString());
  // Nobody has asked, and nobody need.
  QCOMPARE(callsAbout(attemptIn(sale)), 1);
  QCOMPARE(m_home->run(words("sync --until-idle --timeout 600")).status, 0);
  QCOMPARE(callsAbout(attemptIn(sale)), 1);
  if (state == QStringLiteral("succeeded"))
    QCOMPARE(m_home->run({QStringLiteral("receipt"), ref}).status, 0);
  else
    QCOMPARE(m_home->run({QStringLiteral("refund"), ref}).status, 0);
  QCOMPARE(m_home->run(words("ledger trial")).status, 0);
  QCOMPARE(disagreement(*m_home, *m_sandbox), QString());
}

void WebhookTest::aLostAnswerIsTold() {
  QCOMPARE(m_sandbox->fault(R"({"upstream":"digi","on":"transaction","kind":"reset-after-commit"})"), QByteArray());
  const Run sale = m_home->run(words("sell digi:tsel10 081277000011 --wait 5"));
  QCOMPARE(sale.status, 5);
  QVERIFY(handThroughAPipe(message(1)) == 0);
  QCOMPARE(m_home->payments().at(0).value(QStringLiteral("state")).toString(), QStringLiteral("succeeded"));
  QCOMPARE(callsAbout(attemptIn(sale)), 1);
  QCOMPARE(disagreement(*m_home, *m_sandbox), QString());
}

void WebhookTest::toldTwiceItIsOne() {
  QCOMPARE(m_sandbox->fault(R"({"upstream":"digi","on":"transaction","kind":"duplicate-webhook"})"), QByteArray());
  QCOMPARE(m_home->run(words("sell digi:xld10 087800001233 --wait 5")).status, 5);
  m_sandbox->advance("PT91S");
  // create, create, update, update; the newest first.
  QCOMPARE(outcome(hand(message(4))), QStringLiteral("0 recorded 00"));
  QCOMPARE(outcome(hand(message(3))), QStringLiteral("0 known 00"));
  QCOMPARE(outcome(hand(message(1))), QStringLiteral("0 known 03"));
  QCOMPARE(outcome(hand(message(2))), QStringLiteral("0 known 03"));
  const QJsonObject payment = m_home->payments().at(0);
  QCOMPARE(text(payment, "state"), QStringLiteral("succeeded"));
  const Run shown = m_home->run({QStringLiteral("payments"), QStringLiteral("show"), text(payment, "ref")});
  QStringList history;
  for (const QJsonValue& event : shown.last().value(QStringLiteral("history")).toArray())
    history.append(text(event.toObject(), "event"));
  QCOMPARE(history, words("accepted armed pending succeeded"));
}

void WebhookTest::aRefundAfterASuccessIsOwedToTheCustomer() {
  QCOMPARE(m_sandbox->fault(
               R"({"upstream":"digi","on":"transaction","kind":"refund-after-success","after":"PT1H"})"),
           QByteArray());
  const Run sale = m_home->run(words("sell digi:tsel10 081277000021"));
  QCOMPARE(sale.status, 0);
  QCOMPARE(outcome(hand(message(1))), QStringLiteral("0 known 00"));
  m_sandbox->advance("PT1H1M");
  const Run told = hand(message(2));
  QCOMPARE(outcome(told), QStringLiteral("0 recorded 74"));
  QCOMPARE(stateIn(told), QStringLiteral("reversed"));
  QCOMPARE(outcome(hand(message(2))), QStringLiteral("0 known 74"));
  QCOMPARE(m_home->run({QStringLiteral("refund"), text(sale.last(), "ref")}).status, 0);
  qint64 drawer = -1;
  for (const QJsonObject& line : m_home->run(words("ledger balances")).lines)
    if (text(line, "account") == QStringLiteral("drawer"))
      drawer = line.value(QStringLiteral("balance")).toInteger();
  QCOMPARE(drawer, 0);
  QCOMPARE(m_home->run(words("ledger trial")).status, 0);
}

void WebhookTest::whatIsNotTheAggregatorsIsRefused() {
  const Run sale = m_home->run(words("sell digi:xld10 087800001233 --wait 5"));
  QCOMPARE(sale.status, 5);
  m_sandbox->advance("PT91S");
  const PostedMessage real = message(2);
  const auto changed = [&real](auto change) {
    PostedMessage other = real;
    change(other);
    return other;
  };
  QCOMPARE(outcome(hand(changed([](PostedMessage& m) { m.body += ' '; }))), QStringLiteral("3 signature-wrong"));
  QCOMPARE(outcome(hand(changed([](PostedMessage& m) { m.body.replace("Sukses", "Gagal"); }))),
           QStringLiteral("3 signature-wrong"));
  QCOMPARE(outcome(hand(changed([](PostedMessage& m) { m.headers["x-hub-signature"] = "sha1="; }))),
           QStringLiteral("3 signature-wrong"));
  QCOMPARE(outcome(m_home->run({QStringLiteral("webhook"), QStringLiteral("digi"), put(real.body)})),
           QStringLiteral("3 signature-wrong"));
  QCOMPARE(outcome(hand(changed([](PostedMessage& m) { m.headers["x-digiflazz-event"] = "ping"; }))),
           QStringLiteral("4 upstream-unreadable"));
  QCOMPARE(outcome(hand(changed([](PostedMessage& m) { m.body = QByteArray(10'000'000, ' '); }))),
           QStringLiteral("4 upstream-unreadable"));
  QCOMPARE(outcome(m_home->run(words("webhook digi --signature x no-such-file"))), QStringLiteral("2 usage"));
  QCOMPARE(outcome(m_home->run({QStringLiteral("webhook"), QStringLiteral("digi"), m_home->folder()})),
           QStringLiteral("2 usage"));
  QCOMPARE(outcome(m_home->run({QStringLiteral("webhook"), QStringLiteral("bank"), put(real.body)})),
           QStringLiteral("2 usage"));
  QCOMPARE(outcome(m_home->run({QStringLiteral("webhook"), QStringLiteral("nobody"), put(real.body)})),
           QStringLiteral("3 not-found"));
  // Another home's payment.
  CounterHome other(*m_sandbox);
  QVERIFY(other.open());
  const QStringList arguments{QStringLiteral("webhook"), QStringLiteral("digi"), QStringLiteral("--signature"),
                              QString::fromLatin1(real.headers.value("x-hub-signature")), put(real.body)};
  QCOMPARE(outcome(other.run(arguments)), QStringLiteral("3 not-found"));
  // Nothing of all that has moved it.
  QCOMPARE(m_home->payments().at(0).value(QStringLiteral("state")).toString(), QStringLiteral("pending"));
  QCOMPARE(outcome(hand(real)), QStringLiteral("0 recorded 00"));
}

void WebhookTest::aTestCallIsAnswered() {
  QFile file(m_sandbox->folder() + QStringLiteral("/credentials.json"));
  QVERIFY(file.open(QIODevice::ReadOnly));
  const QString id = QJsonDocument::fromJson(file.readAll())["digi"]["webhookId"].toString();
  loket::contract_tests::WebRequest ping;
  ping.url = text(m_sandbox->upstream(QStringLiteral("digi")), "url") + QStringLiteral("/report/hooks/") + id +
             QStringLiteral("/pings");
  ping.caFile = m_sandbox->caFile();
  QCOMPARE(loket::contract_tests::send(ping).status, 200);
  const PostedMessage came = message(1);
  QCOMPARE(came.headers.value("x-digiflazz-event"), QByteArray("ping"));
  QCOMPARE(outcome(hand(came)), QStringLiteral("0 test "));
}

// The window owns the home and waits for an answer that will not come; the webhook is quicker.
void WebhookTest::throughTheWindowBeforeTheReply() {
  const QString loket = QStringLiteral(LOKET_BIN);
  QVERIFY2(!loket.isEmpty(), "the window is not built");
  QProcess window;
  window.setProcessEnvironment(environmentWithPin());
  window.start(loket, m_home->windowArguments());
  QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_home->path() + QStringLiteral("/owner.sock")), 60'000);
  QCOMPARE(m_sandbox->fault(R"({"upstream":"digi","on":"transaction","kind":"hang-after-commit"})"), QByteArray());
  QProcess sale;
  sale.setProcessEnvironment(environmentWithPin());
  sale.start(QStringLiteral(LOKETCTL_BIN), m_home->withHome(words("sell digi:tsel10 081277000031 --wait 60")));
  const PostedMessage created = message(1);
  // A body that is not all text travels to the window as it is: this one only as far as its signature.
  PostedMessage binary = created;
  binary.body += QByteArray("\0\xff\xfe", 3);
  QCOMPARE(outcome(hand(binary)), QStringLiteral("3 signature-wrong"));
  const Run told = hand(created);
  QCOMPARE(outcome(told), QStringLiteral("0 recorded 00"));
  QCOMPARE(stateIn(told), QStringLiteral("succeeded"));
  QVERIFY(handThroughAPipe(created) == 0);
  QVERIFY(sale.waitForFinished(60'000));
  QCOMPARE(sale.exitCode(), 0);
  QCOMPARE(callsAbout(text(QJsonDocument::fromJson(created.body)["data"].toObject(), "ref_id")), 1);
  window.terminate();
  if (!window.waitForFinished(20'000))
    window.kill();
  window.waitForFinished();
  QCOMPARE(disagreement(*m_home, *m_sandbox), QString());
}

QTEST_GUILESS_MAIN(WebhookTest)
#include "webhook_test.moc"
