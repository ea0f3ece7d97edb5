// Mail against a real SMTP server with TLS on loopback: what may have been taken is never called not sent.
#include "core/adapters/notify/smtp_notifier.h"

#include <QtTest>

#include "core/adapters/notify/message.h"
#include "tests/support/smtp_server.h"

using namespace loket;
using adapters::notify::createSmtpNotifier;
using adapters::notify::messageOf;
using adapters::notify::SmtpOptions;
using ports::Mail;
using ports::NotifyOutcome;
using tests::SmtpDeed;
using tests::SmtpServer;
using tests::SmtpTls;

namespace {

const tests::Identity& identity() {
  static const tests::Identity kIdentity = tests::makeIdentity();
  return kIdentity;
}

Mail mail() {
  Mail made;
  made.id = "W1K7Q2M9-1";
  made.to = "budi@contoh.example";
  made.subject = "Bukti WARUNG UJI";
  made.text = "WARUNG UJI\nLUNAS\n.\n..titik\nHarga = Rp1\n";
  made.writtenAt = Instant{1'795'417'509'000};
  return made;
}

SmtpOptions optionsFor(const std::string& url) {
  SmtpOptions options;
  options.url = url;
  options.user = "warung";
  options.password = "rahasia-uji";
  options.from = "bukti@warung.example";
  options.caPem = identity().caPem;
  options.timeoutMs = 5000;
  return options;
}

NotifyOutcome sendTo(const SmtpServer& server, int timeoutMs = 5000) {
  SmtpOptions options = optionsFor(server.url());
  options.timeoutMs = timeoutMs;
  return (*createSmtpNotifier(options))->send(mail());
}

bool said(const SmtpServer& server, std::string_view start) {
  for (const std::string& command : server.commands())
    if (command.substr(0, start.size()) == start)
      return true;
  return false;
}

}  // namespace

Q_DECLARE_METATYPE(loket::tests::SmtpDeed)
Q_DECLARE_METATYPE(loket::ports::NotifyOutcome::Kind)

class SmtpNotifierTest : public QObject {
  Q_OBJECT

 private slots:
  void a_message_arrives_whole() {
    for (const SmtpTls tls : {SmtpTls::Implicit, SmtpTls::StartTls}) {
      const SmtpServer server({identity(), tls, SmtpDeed::Accept});
      const NotifyOutcome outcome = sendTo(server);
      QVERIFY2(outcome.kind == NotifyOutcome::Kind::Sent, outcome.reason.c_str());
      QCOMPARE(server.messages().size(), std::size_t{1});
      QCOMPARE(QString::fromStdString(server.messages().front()),
               QStringLiteral(
                   "Date: 23 Nov 2026 14:05:09 +0700\r\nFrom: <bukti@warung.example>\r\n"
                   "To: <budi@contoh.example>\r\nMessage-ID: <W1K7Q2M9-1@warung.example>\r\n"
                   "Subject: Bukti WARUNG UJI\r\nMIME-Version: 1.0\r\n"
                   "Content-Type: text/plain; charset=UTF-8\r\n"
                   "Content-Transfer-Encoding: quoted-printable\r\nAuto-Submitted: auto-generated\r\n\r\n"
                   "WARUNG UJI\r\nLUNAS\r\n..\r\n...titik\r\nHarga =3D Rp1\r\n"));
      QVERIFY(said(server, "EHLO warung.example"));
      QVERIFY(said(server, "MAIL FROM:<bukti@warung.example>"));
      QVERIFY(said(server, "RCPT TO:<budi@contoh.example>"));
    }
  }

  void what_is_known_afterwards_data() {
    QTest::addColumn<SmtpDeed>("deed");
    QTest::addColumn<NotifyOutcome::Kind>("kind");
    QTest::addColumn<QString>("reason");
    using Kind = NotifyOutcome::Kind;
    QTest::newRow("login") << SmtpDeed::RefuseLogin << Kind::NotSent << "login";
    QTest::newRow("recipient") << SmtpDeed::RefuseRecipient << Kind::Refused << "550";
    QTest::newRow("recipient later") << SmtpDeed::PutOffRecipient << Kind::NotSent << "450";
    QTest::newRow("drop at data") << SmtpDeed::DropAtData << Kind::NotSent << "cut-off";
    QTest::newRow("message") << SmtpDeed::RefuseAfterDot << Kind::Refused << "554";
    QTest::newRow("message later") << SmtpDeed::PutOffAfterDot << Kind::NotSent << "451";
    QTest::newRow("drop after dot") << SmtpDeed::DropAfterDot << Kind::MaybeSent << "cut-off";
    QTest::newRow("silence after dot") << SmtpDeed::SilentAfterDot << Kind::MaybeSent << "timeout";
    QTest::newRow("silent greeting") << SmtpDeed::SilentGreeting << Kind::NotSent << "timeout";
  }
  void what_is_known_afterwards() {
    QFETCH(SmtpDeed, deed);
    QFETCH(NotifyOutcome::Kind, kind);
    QFETCH(QString, reason);
    const SmtpServer server({identity(), SmtpTls::Implicit, deed});
    const bool silent = deed == SmtpDeed::SilentAfterDot || deed == SmtpDeed::SilentGreeting;
    const NotifyOutcome outcome = sendTo(server, silent ? 700 : 5000);
    QCOMPARE(QString::fromStdString(outcome.reason), reason);
    QVERIFY(outcome.kind == kind);
    QVERIFY(server.messages().size() <= 1);
  }

  void nothing_is_said_without_tls() {
    const SmtpServer server({identity(), SmtpTls::None, SmtpDeed::Accept});
    QVERIFY(sendTo(server).kind == NotifyOutcome::Kind::NotSent);
    QVERIFY(said(server, "EHLO"));
    QVERIFY(!said(server, "AUTH"));
    QVERIFY(!said(server, "MAIL"));
  }
  void another_authority_is_not_trusted() {
    const SmtpServer server({tests::makeIdentity(), SmtpTls::Implicit, SmtpDeed::Accept});
    const NotifyOutcome outcome = sendTo(server);
    QCOMPARE(outcome.reason, std::string("certificate"));
    QVERIFY(outcome.kind == NotifyOutcome::Kind::NotSent);
    QVERIFY(server.commands().empty());
  }
  void nobody_there_is_not_sent() {
    const SmtpOptions options = optionsFor("smtps://127.0.0.1:" + std::to_string(tests::closedPort()));
    const NotifyOutcome outcome = (*createSmtpNotifier(options))->send(mail());
    QCOMPARE(outcome.reason, std::string("connect"));
    QVERIFY(outcome.kind == NotifyOutcome::Kind::NotSent);
  }
  void a_proxy_of_the_environment_is_not_asked() {
    qputenv("ALL_PROXY", "http://127.0.0.1:1");
    const SmtpServer server({identity(), SmtpTls::Implicit, SmtpDeed::Accept});
    const NotifyOutcome outcome = sendTo(server);
    qunsetenv("ALL_PROXY");
    QVERIFY(outcome.kind == NotifyOutcome::Kind::Sent);
  }

  void values_cannot_end_a_header() {
    Mail bad = mail();
    bad.subject = "Bukti\r\nBcc: lain@contoh.example";
    bad.id = "1>\r\nX: y";
    const std::string message = messageOf(bad, "bukti@warung.example");
    QVERIFY(message.find("\r\nBcc") == std::string::npos);
    QVERIFY(message.find("\r\nX:") == std::string::npos);
    const SmtpServer server({identity(), SmtpTls::Implicit, SmtpDeed::Accept});
    bad = mail();
    bad.to = "budi@contoh.example>\r\nRCPT TO:<lain@contoh.example";
    const NotifyOutcome outcome = (*createSmtpNotifier(optionsFor(server.url())))->send(bad);
    QVERIFY(outcome.kind == NotifyOutcome::Kind::Refused);
    QCOMPARE(outcome.reason, std::string("address"));
    QVERIFY(server.commands().empty());
  }
  void other_letters_and_long_lines_are_encoded() {
    Mail long_ = mail();
    long_.subject = "B\xC3\xA9";
    long_.text = std::string(200, 'a') + " \n\xC3\xA9\n";
    const std::string message = messageOf(long_, "bukti@warung.example");
    QVERIFY(message.find("Subject: =?UTF-8?Q?=42=C3=A9?=\r\n") != std::string::npos);
    QVERIFY(message.find(std::string(75, 'a') + "=\r\n" + std::string(75, 'a') + "=\r\n" +
                         std::string(50, 'a') + "=20\r\n=C3=A9\r\n") != std::string::npos);
    long_.subject = std::string(17, 'a') + "\xC3\xA9";
    QVERIFY(messageOf(long_, "bukti@warung.example").find("=61?=\r\n =?UTF-8?Q?=C3=A9?=\r\n") !=
            std::string::npos);
  }
  void options_are_looked_at() {
    for (const char* url : {"", "http://mail.example", "smtps://", "smtps://a@mail.example",
                            "smtp://mail.example/x", "smtp://mail.example\r\n"})
      QCOMPARE(createSmtpNotifier(optionsFor(url)).error().detail, std::string("url"));
    SmtpOptions options = optionsFor("smtps://mail.example:465");
    QVERIFY(createSmtpNotifier(options).has_value());
    options.from = "Warung <bukti@warung.example>";
    QCOMPARE(createSmtpNotifier(options).error().detail, std::string("from"));
  }
};

QTEST_GUILESS_MAIN(SmtpNotifierTest)
#include "smtp_notifier_test.moc"
