// Time stamps by the real openssl program: what fits the question and the owner's root is taken, and nothing else, whichever bit of it
// is turned over.
#include <QTest>

#include "core/adapters/timestamp/rfc3161.h"
#include "core/adapters/vault/sodium_crypto.h"
#include "tests/support/stamp_authority.h"

using namespace loket;
using adapters::timestamp::checkAuthority;
using adapters::timestamp::judge;
using adapters::timestamp::requestFor;
using tests::StampAuthority;

namespace {

constexpr const char* kText = "loket/terminal/0011223344556677\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n";

ports::StampQuestion questionAbout(const std::string& text, std::string nonce = "\x81 nonce!") {
  return {adapters::SodiumCrypto().sha256({text}), std::move(nonce)};
}

}  // namespace

class TimestampTest : public QObject {
  Q_OBJECT

 private slots:
  void whatFitsIsTaken() {
    const std::string response = m_authority.answer(requestFor(m_question, {}));
    const ports::StampReply reply = judge(response, m_question, m_settings);
    QVERIFY2(reply.stamp.has_value(), reply.trouble.c_str());
    QVERIFY(reply.trouble.empty());
    QCOMPARE(reply.stamp->response, response);
    QCOMPARE(reply.stamp->signer, std::string("CN=Cap Waktu"));
    QVERIFY(!reply.stamp->serial.empty());
    QVERIFY(std::abs(reply.stamp->at.ms - QDateTime::currentMSecsSinceEpoch()) < 60'000);
    // Others say the same of it.
    QVERIFY(m_authority.verifies(std::string(kText), response));
    QVERIFY(!m_authority.verifies(std::string("another text\n"), response));
  }

  void theOwnersPolicyIsAskedFor() {
    journal::StampSettings settings = m_settings;
    settings.policy = StampAuthority::kOtherPolicy;
    const std::string response = m_authority.answer(requestFor(m_question, settings.policy));
    QVERIFY(judge(response, m_question, settings).stamp.has_value());
    settings.policy = StampAuthority::kPolicy;
    refused(response, m_question, settings, "other-question");
    // It does not know this one.
    settings.policy = "1.3.6.1.4.1.99999.77";
    refused(m_authority.answer(requestFor(m_question, settings.policy)), m_question, settings, "not-granted");
  }

  void whatIsAnAnswerToSomethingElseIsRefused() {
    const std::string response = m_authority.answer(requestFor(m_question, {}));
    refused(response, questionAbout(kText, "\x82 nonce!"), m_settings, "other-question");
    refused(response, questionAbout("another text\n"), m_settings, "other-question");
  }

  void whoIsNotNamedForItIsRefused() {
    const std::string response = m_authority.answer(requestFor(m_question, {}));
    const StampAuthority other;  // of the same name
    journal::StampSettings settings = m_settings;
    settings.tokenCaPem = other.rootPem();
    refused(response, m_question, settings, "signature");
    refused(other.answer(requestFor(m_question, {})), m_question, m_settings, "signature");
    // Both are named: each is right.
    settings.tokenCaPem += m_settings.tokenCaPem;
    QVERIFY(judge(response, m_question, settings).stamp.has_value());
    // What is signed anew by the right one is as good, so that what follows says something.
    QVERIFY(judge(m_authority.signedAnew(response, StampAuthority::Signer::Right), m_question, m_settings).stamp.has_value());
    refused(m_authority.signedAnew(response, StampAuthority::Signer::Bare), m_question, m_settings, "signature");
    refused(m_authority.signedAnew(response, StampAuthority::Signer::Over), m_question, m_settings, "signature");
    refused(m_authority.answer(requestFor(m_question, {}), StampAuthority::Signer::Over), m_question, m_settings, "signature");
  }

  // Whether that time is now, is not asked here: the shop's own clock may be the wrong one.
  void certificatesCountAsOfTheTimeThatIsNamed() {
    const std::string response = m_authority.answer(requestFor(m_question, {}));
    const auto then = judge(m_authority.signedAnew(response, StampAuthority::Signer::Over, "20200601000000Z"), m_question, m_settings).stamp;
    QVERIFY(then.has_value());
    QCOMPARE(toRfc3339(then->at), std::string("2020-06-01T07:00:00+07:00"));
    refused(m_authority.signedAnew(response, StampAuthority::Signer::Right, "20200601000000Z"), m_question, m_settings, "signature");
    refused(m_authority.signedAnew(response, StampAuthority::Signer::Over, "20210601000000Z"), m_question, m_settings, "signature");
    refused(m_authority.signedAnew(response, StampAuthority::Signer::Right, "20261399000000Z"), m_question, m_settings, "unreadable");
  }

  void whatIsNoAnswerIsRefused() {
    refused({}, m_question, m_settings, "unreadable");
    refused("<html>Welcome to the hotel</html>", m_question, m_settings, "unreadable");
    refused(m_authority.answer("no question"), m_question, m_settings, "not-granted");
    const std::string response = m_authority.answer(requestFor(m_question, {}));
    for (std::size_t size = 0; size < response.size(); ++size) refused(response.substr(0, size), m_question, m_settings, "unreadable");
    refused(response + std::string(1, '\0'), m_question, m_settings, "unreadable");
    refused(response + std::string(adapters::timestamp::kResponseMax, '\0'), m_question, m_settings, "unreadable");
    const std::string much = m_authority.longAnswer(requestFor(m_question, {}));
    QVERIFY(much.size() > adapters::timestamp::kResponseMax && m_authority.verifies(std::string(kText), much));
    refused(much, m_question, m_settings, "unreadable");
    refused(std::string(adapters::timestamp::kResponseMax, '\x30'), m_question, m_settings, "unreadable");
    // Granted, and nothing with it.
    refused(std::string("\x30\x05\x30\x03\x02\x01\x00", 7), m_question, m_settings, "unreadable");
  }

  // Every bit of it. What is still taken says the same, of the same and by the same.
  void noBitTurnedOverSaysSomethingElse() {
    const std::string response = m_authority.answer(requestFor(m_question, {}));
    const auto right = judge(response, m_question, m_settings).stamp;
    QVERIFY(right.has_value());
    // What is signed, or signs: the imprint, the signer's certificate, the signature at the end.
    const std::string pem = m_authority.signerPem();
    const std::string certificate =
        QByteArray::fromBase64(QByteArray::fromStdString(pem.substr(pem.find('\n'), pem.find("\n-----END") - pem.find('\n')))).toStdString();
    const std::string_view imprint = journal::bytesOf(m_question.imprint);
    const std::size_t imprintAt = response.find(imprint);
    const std::size_t certificateAt = response.find(certificate);
    QVERIFY(imprintAt != std::string::npos && certificateAt != std::string::npos && certificate.size() > 300);
    std::size_t taken = 0;
    for (std::size_t bit = 0; bit < response.size() * 8; ++bit) {
      std::string turned = response;
      turned[bit / 8] = static_cast<char>(turned[bit / 8] ^ (1 << (bit % 8)));
      const ports::StampReply reply = judge(turned, m_question, m_settings);
      QVERIFY2(reply.stamp.has_value() == reply.trouble.empty(), reply.trouble.c_str());
      if (!reply.stamp)
        continue;
      ++taken;
      const std::string where = "bit " + std::to_string(bit) + " of " + std::to_string(response.size() * 8);
      QVERIFY2(reply.stamp->at == right->at && reply.stamp->signer == right->signer && reply.stamp->serial == right->serial,
               where.c_str());
      const std::size_t at = bit / 8;
      QVERIFY2(at < imprintAt || at >= imprintAt + imprint.size(), where.c_str());
      QVERIFY2(at < certificateAt || at >= certificateAt + certificate.size(), where.c_str());
      QVERIFY2(at + 64 < response.size(), where.c_str());
      // Neither may it be one to another question now.
      QVERIFY2(!judge(turned, questionAbout("another text\n"), m_settings).stamp, where.c_str());
      QVERIFY2(!judge(turned, questionAbout(kText, "\x82 nonce!"), m_settings).stamp, where.c_str());
    }
    // The frame that nobody signs: versions, the algorithms' names beside the signature, the case of letters in a name.
    QVERIFY2(taken < 200, std::to_string(taken).c_str());
  }

  void settingsThatAreNoneAreRefused_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::newRow("http") << "url" << "http://127.0.0.1:1";
    QTest::newRow("a user in the address") << "url" << "https://somebody@stamps.example";
    QTest::newRow("a question") << "url" << "https://stamps.example/?a=b";
    QTest::newRow("no address") << "url" << "";
    QTest::newRow("no root") << "tokenCaFile" << "";
    QTest::newRow("no certificate") << "tokenCaFile" << "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    QTest::newRow("a root and a broken one") << "tokenCaFile"
                                             << QString::fromStdString(m_settings.tokenCaPem + "-----BEGIN CERTIFICATE-----\nAAAA\n");
    QTest::newRow("the signer's own") << "tokenCaFile" << QString::fromStdString(m_authority.signerPem());
    QTest::newRow("the signer's own and the root") << "tokenCaFile"
                                                   << QString::fromStdString(m_settings.tokenCaPem + m_authority.signerPem());
    QTest::newRow("what stands below the root alone") << "tokenCaFile" << QString::fromStdString(m_authority.middlePem());
    for (const char* policy : {"1", "1.2", "1.2.", "1..2", "3.1.1", "1.40.1", "1.2.a", "1.02.3", "1.2.99999999999", "all"})
      QTest::newRow(policy) << "policy" << policy;
  }
  void settingsThatAreNoneAreRefused() {
    QFETCH(const QString, key);
    QFETCH(const QString, value);
    journal::StampSettings settings = m_settings;
    (key == QLatin1String("url") ? settings.url : key == QLatin1String("policy") ? settings.policy : settings.tokenCaPem) =
        value.toStdString();
    const Status checked = checkAuthority(settings);
    QVERIFY(!checked);
    QCOMPARE(checked.error().code, ErrorCode::ConfigInvalid);
    QVERIFY2(checked.error().detail.rfind("audit.timestamp." + key.toStdString() + ": ", 0) == 0, checked.error().detail.c_str());
  }

  void settingsThatAreSomeAreTaken() {
    QVERIFY(checkAuthority({}).has_value());
    journal::StampSettings settings = m_settings;
    settings.tokenCaPem = m_authority.middlePem() + m_authority.rootPem();
    for (const char* policy : {"", "0.4.0.2023.1.1", "1.39.7", "2.999.1", StampAuthority::kPolicy}) {
      settings.policy = policy;
      QVERIFY2(checkAuthority(settings).has_value(), policy);
      QVERIFY(!requestFor(m_question, policy).empty());
    }
  }

 private:
  static void refused(const std::string& response, const ports::StampQuestion& question, const journal::StampSettings& settings,
                      const char* word) {
    const ports::StampReply reply = judge(response, question, settings);
    QVERIFY(!reply.stamp);
    QCOMPARE(reply.trouble, std::string(word));
  }

  StampAuthority m_authority;
  journal::StampSettings m_settings{"https://stamps.example", m_authority.rootPem(), {}, {}};
  ports::StampQuestion m_question = questionAbout(kText);
};

QTEST_GUILESS_MAIN(TimestampTest)
#include "timestamp_test.moc"
