// Messages to customers, with the real loketctl and window against the sandbox and a real SMTP server: what was paid is
// told, what never left is told later, and what may have arrived is not told again.
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

#include "tests/integration/counter_home.h"
#include "tests/support/smtp_server.h"

using namespace loket::integration_tests;
using loket::tests::Identity;
using loket::tests::makeIdentity;
using loket::tests::SmtpDeed;
using loket::tests::SmtpServer;
using loket::tests::SmtpTls;

namespace {

const QString kMailbox = QStringLiteral("budi.contoh@contoh.example");
const QString kPassword = QStringLiteral("rahasia-surat-77");

QString text(const QJsonObject& json, const char* key) { return json.value(QLatin1String(key)).toString(); }
QStringList words(const QString& line) { return line.split(QLatin1Char(' ')); }

const Identity& identity() {
  static const Identity kIdentity = makeIdentity();
  return kIdentity;
}

}  // namespace

class ConfirmTest : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void cleanup();
  void aPaidSaleIsTold();
  void whatNeverLeftIsToldLater();
  void whatMayHaveArrivedIsNotToldAgain();
  void aDepositIsToldWhenItIsPaid();
  void aTelephoneGetsALink();
  void aWrongAddressSellsNothing();
  void theWindowTellsByItself();

 private:
  bool useMail(const std::string& url);
  QStringList token(const char* number, const QString& more = {}) const {
    return words(QStringLiteral("sell digi:pln20 %1 --wait 5").arg(QLatin1String(number))) +
           (more.isEmpty() ? QStringList() : words(more));
  }
  QJsonArray messagesOf(const QString& ref) const {
    return m_home->run({QStringLiteral("payments"), QStringLiteral("show"), ref})
        .last()
        .value(QStringLiteral("confirmations"))
        .toArray();
  }

  std::unique_ptr<SandboxProcess> m_sandbox;
  std::unique_ptr<CounterHome> m_home;
};

void ConfirmTest::init() {
  m_sandbox = std::make_unique<SandboxProcess>();
  QVERIFY(m_sandbox->start());
  m_home = std::make_unique<CounterHome>(*m_sandbox);
  QVERIFY(m_home->open());
}

void ConfirmTest::cleanup() {
  if (m_home)
    QCOMPARE(leaksIn(m_home->path(), {kMailbox, kPassword}), QStringList());
  m_home.reset();
  m_sandbox.reset();
}

bool ConfirmTest::useMail(const std::string& url) {
  QFile ca(m_home->folder() + QStringLiteral("/mail-ca.pem"));
  if (!ca.open(QIODevice::WriteOnly))
    return false;
  ca.write(QByteArray::fromStdString(identity().caPem));
  ca.close();
  const QJsonObject smtp{{QStringLiteral("url"), QString::fromStdString(url)},
                         {QStringLiteral("user"), QStringLiteral("warung")},
                         {QStringLiteral("password"), kPassword},
                         {QStringLiteral("from"), QStringLiteral("bukti@warung.example")},
                         {QStringLiteral("caFile"), ca.fileName()}};
  const QString config = m_home->writeConfig(
      {{QStringLiteral("notify"), QJsonObject{{QStringLiteral("smtp"), smtp}}}});
  return m_home->run({QStringLiteral("config"), QStringLiteral("import"), config}).status == 0;
}

void ConfirmTest::aPaidSaleIsTold() {
  const SmtpServer server({identity(), SmtpTls::Implicit, SmtpDeed::Accept});
  QVERIFY(useMail(server.url()));
  QVERIFY(!m_home->run(words(QStringLiteral("config show"))).errors.contains(kPassword));
  const Run sold = m_home->run(token("14300777021", QStringLiteral("--notify ") + kMailbox));
  QCOMPARE(sold.status, 0);
  QCOMPARE(sold.lines.size(), 2);
  QCOMPARE(text(sold.lines.first(), "state"), QStringLiteral("succeeded"));
  QCOMPARE(text(sold.last(), "state"), QStringLiteral("sent"));
  QCOMPARE(server.messages().size(), std::size_t{1});
  const QByteArray message = QByteArray::fromStdString(server.messages().front());
  QVERIFY(message.contains("LUNAS"));
  QVERIFY(message.contains(text(sold.lines.first(), "ref").toLatin1()));
  QVERIFY(message.contains("To: <" + kMailbox.toLatin1() + ">"));
  const QJsonArray kept = messagesOf(text(sold.lines.first(), "ref"));
  QCOMPARE(kept.size(), 1);
  QCOMPARE(text(kept.first().toObject(), "told"), QStringLiteral("succeeded"));
  QCOMPARE(m_home->run(words(QStringLiteral("confirmations list"))).lines.size(), 1);
}

void ConfirmTest::whatNeverLeftIsToldLater() {
  const SmtpServer busy({identity(), SmtpTls::Implicit, SmtpDeed::PutOffRecipient});
  QVERIFY(useMail(busy.url()));
  const Run sold = m_home->run(token("14300777021", QStringLiteral("--notify ") + kMailbox));
  // The sale stands, whatever becomes of the message.
  QCOMPARE(sold.status, 0);
  QCOMPARE(text(sold.last(), "state"), QStringLiteral("waiting"));
  QCOMPARE(text(sold.last(), "reason"), QStringLiteral("450"));
  const auto mail = [this] {
    for (const QJsonObject& item : m_home->run(words(QStringLiteral("doctor"))).lines)
      if (text(item, "name") == QStringLiteral("mail"))
        return item;
    return QJsonObject();
  };
  QVERIFY(mail().contains(QStringLiteral("ok")) && !mail().value(QStringLiteral("ok")).toBool());
  QCOMPARE(text(mail(), "detail"), QStringLiteral("1 waiting; last try: 450"));
  const SmtpServer server({identity(), SmtpTls::StartTls, SmtpDeed::Accept});
  QVERIFY(useMail(server.url()));
  QCOMPARE(m_home->run(words(QStringLiteral("confirmations send"))).last().value(QStringLiteral("sent")).toInt(), 0);
  m_sandbox->advance("PT2M");
  QCOMPARE(m_home->run(words(QStringLiteral("confirmations send"))).last().value(QStringLiteral("sent")).toInt(), 1);
  QCOMPARE(server.messages().size(), std::size_t{1});
  QVERIFY(mail().value(QStringLiteral("ok")).toBool());
}

void ConfirmTest::whatMayHaveArrivedIsNotToldAgain() {
  const SmtpServer server({identity(), SmtpTls::Implicit, SmtpDeed::DropAfterDot});
  QVERIFY(useMail(server.url()));
  const Run sold = m_home->run(token("14300777021", QStringLiteral("--notify ") + kMailbox));
  QCOMPARE(sold.status, 0);
  QCOMPARE(text(sold.last(), "state"), QStringLiteral("unsure"));
  m_sandbox->advance("P2D");
  QCOMPARE(m_home->run(words(QStringLiteral("confirmations send"))).last().value(QStringLiteral("sent")).toInt(), 0);
  QCOMPARE(server.messages().size(), std::size_t{1});
  QCOMPARE(text(messagesOf(text(sold.lines.first(), "ref")).first().toObject(), "state"), QStringLiteral("unsure"));
}

void ConfirmTest::aDepositIsToldWhenItIsPaid() {
  const SmtpServer server({identity(), SmtpTls::Implicit, SmtpDeed::Accept});
  QVERIFY(useMail(server.url()));
  const Run taken = m_home->run(token("14300777021", QStringLiteral("--offline --notify ") + kMailbox));
  QCOMPARE(taken.status, 0);
  QCOMPARE(taken.lines.size(), 1);
  const QString ref = text(taken.last(), "ref");
  QCOMPARE(text(messagesOf(ref).first().toObject(), "state"), QStringLiteral("waiting"));
  QVERIFY(server.messages().empty());
  QCOMPARE(m_home->run(words(QStringLiteral("sync --until-idle --timeout 3600"))).status, 0);
  QCOMPARE(server.messages().size(), std::size_t{1});
  QVERIFY(QByteArray::fromStdString(server.messages().front()).contains("LUNAS"));
}

void ConfirmTest::aTelephoneGetsALink() {
  const Run sold = m_home->run(token("14300777021"));
  QCOMPARE(sold.status, 0);
  const QString ref = text(sold.last(), "ref");
  const Run shown = m_home->run(words(QStringLiteral("confirm %1 --to 081234567890").arg(ref)));
  QCOMPARE(shown.status, 0);
  QVERIFY(text(shown.last(), "link").startsWith(QStringLiteral("https://wa.me/6281234567890?text=")));
  QCOMPARE(text(shown.last(), "state"), QStringLiteral("shown"));
  QCOMPARE(messagesOf(ref).size(), 1);
  // Nobody has a mail account here: a mailbox is a link too.
  QVERIFY(text(m_home->run(words(QStringLiteral("confirm %1 --to %2").arg(ref, kMailbox))).last(), "link")
              .startsWith(QStringLiteral("mailto:")));
}

void ConfirmTest::aWrongAddressSellsNothing() {
  const Run sold = m_home->run(token("14300777021", QStringLiteral("--notify budi@")));
  QCOMPARE(sold.status, 3);
  QVERIFY(m_home->payments().isEmpty());
}

void ConfirmTest::theWindowTellsByItself() {
  QVERIFY2(!QStringLiteral(LOKET_BIN).isEmpty(), "the window is not built");
  const SmtpServer server({identity(), SmtpTls::Implicit, SmtpDeed::Accept});
  QVERIFY(useMail(server.url()));
  QProcess window;
  window.setProcessEnvironment(environmentWithPin());
  window.start(QStringLiteral(LOKET_BIN), m_home->windowArguments());
  QVERIFY(window.waitForStarted());
  QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_home->path() + QStringLiteral("/owner.sock")), 20'000);
  // Pending at first; the sandbox settles it later, and the window asks.
  const Run sold = m_home->run(words(QStringLiteral("sell digi:xld10 087800001233 --wait 0 --notify ") + kMailbox));
  QCOMPARE(sold.status, 5);
  QVERIFY(server.messages().empty());
  QVERIFY(QTest::qWaitFor(
      [&] {
        m_sandbox->advance("PT1M");
        return !server.messages().empty();
      },
      60'000));
  QVERIFY(QByteArray::fromStdString(server.messages().front()).contains("LUNAS"));
  window.terminate();
  QVERIFY(window.waitForFinished(30'000));
}

QTEST_GUILESS_MAIN(ConfirmTest)
#include "confirm_test.moc"
