// Requests that a terminal signs over its journal: whoever is unknown, older, a copy or a replay is refused before anything is
// done. The terminal here is made of OpenSSL and a tree of a few leaves, hashed by hand.
#include <QJsonDocument>
#include <QUrl>
#include <QtTest>
#include <array>
#include <memory>
#include <vector>

#include <openssl/evp.h>

#include "tests/contract/clients.h"
#include "tests/contract/signing.h"
#include "tests/contract/tests.h"

namespace loket::contract_tests {
namespace {

QByteArray sha(const QByteArray& bytes) {
  return QByteArray::fromHex(sha256Hex(bytes));
}

QByteArray node(const QByteArray& left, const QByteArray& right) {
  return sha(QByteArray(1, '\1') + left + right);
}

QByteArray leaf(int n, char journal = 'a') {
  return sha(QByteArray(1, '\0') + journal + QByteArray::number(n));
}

class Terminal {
 public:
  explicit Terminal(QByteArray name)
      : m_name(std::move(name)), m_key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), &EVP_PKEY_free) {}

  QByteArray keyText() const {
    std::array<unsigned char, 32> raw{};
    std::size_t size = raw.size();
    EVP_PKEY_get_raw_public_key(m_key.get(), raw.data(), &size);
    const QByteArray key = QByteArray(1, '\1') + QByteArray(reinterpret_cast<const char*>(raw.data()), 32);
    return m_name + "+" + sha256Hex(m_name + "\n" + key).left(8) + "+" + key.toBase64();
  }

  QMap<QByteArray, QByteArray> headers(const QByteArray& target, const QByteArray& body, int size, const QByteArray& root,
                                       const QByteArray& nonce, const QByteArray& consistency = {},
                                       const QByteArray& method = "POST") const {
    const QByteArray nonceText = nonce.toBase64();
    const QByteArray said = "loket/request/v1\n" + m_name + "\n" + QByteArray::number(size) + "\n" + root.toBase64() + "\n" + method +
                            "\n" + target + "\n" + sha(body).toBase64() + "\n" + nonceText + "\n";
    QMap<QByteArray, QByteArray> made{{"Loket-Terminal", m_name},
                                      {"Loket-Checkpoint", QByteArray::number(size) + " " + root.toBase64()},
                                      {"Loket-Nonce", nonceText},
                                      {"Loket-Signature", signature(said).toBase64()}};
    if (!consistency.isEmpty())
      made.insert("Loket-Consistency", consistency);
    return made;
  }

 private:
  QByteArray signature(const QByteArray& said) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    std::array<unsigned char, 64> made{};
    std::size_t size = made.size();
    EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, m_key.get());
    EVP_DigestSign(context.get(), made.data(), &size, reinterpret_cast<const unsigned char*>(said.constData()),
                   static_cast<std::size_t>(said.size()));
    return QByteArray(reinterpret_cast<const char*>(made.data()), static_cast<qsizetype>(size));
  }

  QByteArray m_name;
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> m_key;
};

}  // namespace

class TerminalTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_sandbox = std::make_unique<SandboxProcess>();
    QVERIFY(m_sandbox->start());
    const QJsonObject digi = m_sandbox->upstream(QStringLiteral("digi"));
    const QByteArray user = digi["username"].toString().toUtf8();
    m_body = QJsonDocument(QJsonObject{{"cmd", "deposit"},
                                       {"username", QString::fromUtf8(user)},
                                       {"sign", QString::fromUtf8(md5Hex(user + digi["apiKey"].toString().toUtf8() + "depo"))}})
                 .toJson(QJsonDocument::Compact);
    m_nonce = 0;
  }
  void cleanup() { m_sandbox.reset(); }

  void nobodyMustSignUntilItIsDemanded() {
    QCOMPARE(said({}), QByteArray("200"));
    QVERIFY(demanded());
    QCOMPARE(said({}), QByteArray("403 unsigned"));
    // Only there.
    WebRequest other;
    other.url = QStringLiteral("https://127.0.0.1:%1/iak/prepaid/api/check-balance").arg(m_sandbox->port());
    other.caFile = m_sandbox->caFile();
    other.body = "{}";
    QVERIFY(!send(other).headers.contains("loket-refused"));
    QCOMPARE(m_sandbox->admin("POST", QStringLiteral("/terminals"), R"({"upstream":"digi","signed":false})").status, 200);
    QCOMPARE(said({}), QByteArray("200"));
  }

  void aKeyThatIsNoneIsNotRegistered() {
    const QByteArray good = m_one.keyText();
    for (QByteArray bad : {QByteArray("x"), QByteArray(), good.left(good.size() - 4), QByteArray("other") + good.mid(m_name.size())}) {
      const QByteArray body = "{\"key\":\"" + bad + "\"}";
      QCOMPARE(m_sandbox->admin("POST", QStringLiteral("/terminals"), body).status, 400);
    }
    QCOMPARE(said(signedAs(m_one, 1, leaf(0))), QByteArray("403 unknown-terminal"));
  }

  void whatIsKnownAndGrowsIsServed() {
    QVERIFY(registered(m_one) && demanded());
    QCOMPARE(said(signedAs(m_one, 2, node(leaf(0), leaf(1)))), QByteArray("200"));
    // The same journal, another request.
    QCOMPARE(said(signedAs(m_one, 2, node(leaf(0), leaf(1)))), QByteArray("200"));
    // Grown, with the proof from where it was.
    const QByteArray three = node(node(leaf(0), leaf(1)), leaf(2));
    QCOMPARE(said(signedAs(m_one, 3, three, "2 " + leaf(2).toBase64())), QByteArray("200"));
    // From a size that is no power of two: the two subtrees, and what was added.
    const QByteArray four = node(node(leaf(0), leaf(1)), node(leaf(2), leaf(3)));
    const QByteArray path = leaf(2).toBase64() + "," + leaf(3).toBase64() + "," + node(leaf(0), leaf(1)).toBase64();
    QCOMPARE(said(signedAs(m_one, 4, four, "3 " + path)), QByteArray("200"));
  }

  void whoSignsAnotherThingIsRefused() {
    QVERIFY(registered(m_one));
    // A stranger under that name.
    QCOMPARE(said(signedAs(m_stranger, 1, leaf(0))), QByteArray("403 signature"));
    // Every part of it counts.
    for (const char* header : {"Loket-Checkpoint", "Loket-Nonce", "Loket-Signature"}) {
      auto headers = signedAs(m_one, 1, leaf(0));
      headers.remove(header);
      QCOMPARE(said(headers), QByteArray("403 signature"));
    }
    auto larger = signedAs(m_one, 1, leaf(0));
    larger["Loket-Checkpoint"].replace(0, 1, "2");
    QCOMPARE(said(larger), QByteArray("403 signature"));
    const auto headers = signedAs(m_one, 1, leaf(0));
    m_body += " ";
    QCOMPARE(said(headers), QByteArray("403 signature"));
  }

  // Of every supplier: what was signed is this request at this place, and no other one of the same body.
  void whatWasSignedForAnotherPlaceIsRefused_data() {
    QTest::addColumn<QString>("upstream");
    QTest::addColumn<QString>("key");  // of the configuration, where its address stands
    QTest::addColumn<QByteArray>("call");
    QTest::newRow("Digiflazz") << "digi"
                               << "url" << QByteArray("/cek-saldo");
    QTest::newRow("IAK, prepaid") << "iak"
                                  << "prepaidUrl" << QByteArray("/api/check-balance");
    QTest::newRow("IAK, postpaid") << "iak"
                                   << "postpaidUrl" << QByteArray("/api/v1/bill/check");
    QTest::newRow("SNAP, token") << "bank"
                                 << "url" << QByteArray("/v1.0/access-token/b2b");
    QTest::newRow("SNAP, transfer") << "bank"
                                    << "url" << QByteArray("/v1.0/transfer-intrabank");
  }
  void whatWasSignedForAnotherPlaceIsRefused() {
    QFETCH(const QString, upstream);
    QFETCH(const QString, key);
    QFETCH(const QByteArray, call);
    const QString base = m_sandbox->upstream(upstream)[key].toString();
    QVERIFY2(base.startsWith(QLatin1String("https://")), qPrintable(base));
    const QString url = base + QString::fromLatin1(call);
    const QByteArray target = QUrl(url).path().toLatin1();
    const auto asked = [&](const QMap<QByteArray, QByteArray>& headers, const QString& at, const QByteArray& method = "POST") {
      WebRequest request;
      request.method = method;
      request.url = at;
      request.caFile = m_sandbox->caFile();
      request.body = m_body;
      request.headers = headers;
      if (method == "POST")
        request.headers.insert("Content-Type", "application/json");
      const WebAnswer answer = send(request);
      return answer.status == 0 ? QByteArray("no answer") : answer.headers.value("loket-refused", "served");
    };
    const auto signedFor = [&](const QByteArray& method, const QByteArray& place) {
      return m_one.headers(place, m_body, 1, leaf(0), QByteArray(15, 'n') + char('a' + m_nonce++), {}, method);
    };
    QCOMPARE(
        m_sandbox->admin("POST", QStringLiteral("/terminals"), "{\"upstream\":\"" + upstream.toLatin1() + "\",\"signed\":true}").status,
        200);
    QCOMPARE(asked({}, url), QByteArray("unsigned"));
    QCOMPARE(asked(signedFor("POST", target), url), QByteArray("unknown-terminal"));
    QVERIFY(registered(m_one));
    QCOMPARE(asked(signedFor("POST", target), url), QByteArray("served"));
    QCOMPARE(asked(signedFor("PUT", target), url), QByteArray("signature"));
    QCOMPARE(asked(signedFor("post", target), url), QByteArray("signature"));
    QCOMPARE(asked(signedFor("POST", target + "/"), url), QByteArray("signature"));
    QCOMPARE(asked(signedFor("POST", target.left(target.lastIndexOf('/'))), url), QByteArray("signature"));
    QCOMPARE(asked(signedFor("POST", target), url + QStringLiteral("?a=1")), QByteArray("signature"));
    QCOMPARE(asked(signedFor("POST", target + "?a=1"), url + QStringLiteral("?a=1")), QByteArray("served"));
    // A question without a body.
    m_body.clear();
    QCOMPARE(asked(signedFor("GET", target), url, "GET"), QByteArray("served"));
    QCOMPARE(asked(signedFor("POST", target), url, "GET"), QByteArray("signature"));
  }

  void anOlderJournalIsRefusedAndToldHowFarItHadCome() {
    QVERIFY(registered(m_one));
    QCOMPARE(said(signedAs(m_one, 2, node(leaf(0), leaf(1)))), QByteArray("200"));
    QCOMPARE(said(signedAs(m_one, 1, leaf(0))), QByteArray("403 seen 2"));
    // And so is a newer one that shows no proof, or one from elsewhere.
    const QByteArray three = node(node(leaf(0), leaf(1)), leaf(2));
    QCOMPARE(said(signedAs(m_one, 3, three)), QByteArray("403 seen 2"));
    QCOMPARE(said(signedAs(m_one, 3, three, "1 " + leaf(1).toBase64())), QByteArray("403 seen 2"));
  }

  void aCopyThatWentOnByItselfIsRefused() {
    QVERIFY(registered(m_one));
    QCOMPARE(said(signedAs(m_one, 2, node(leaf(0), leaf(1)))), QByteArray("200"));
    QCOMPARE(said(signedAs(m_one, 2, node(leaf(0), leaf(1, 'b')))), QByteArray("403 fork"));
    const QByteArray theirs = node(node(leaf(0), leaf(1, 'b')), leaf(2, 'b'));
    QCOMPARE(said(signedAs(m_one, 3, theirs, "2 " + leaf(2, 'b').toBase64())), QByteArray("403 fork"));
    // The one it had is still served.
    QCOMPARE(said(signedAs(m_one, 2, node(leaf(0), leaf(1)))), QByteArray("200"));
  }

  void theSameRequestIsServedOnceAlsoAfterARestart() {
    QVERIFY(registered(m_one));
    const auto headers = signedAs(m_one, 1, leaf(0));
    QCOMPARE(said(headers), QByteArray("200"));
    QCOMPARE(said(headers), QByteArray("403 replay"));
    m_sandbox->kill();
    QVERIFY(m_sandbox->start());
    QCOMPARE(said(headers), QByteArray("403 replay"));
    QCOMPARE(said(signedAs(m_one, 1, leaf(0))), QByteArray("200"));
  }

 private:
  QMap<QByteArray, QByteArray> signedAs(const Terminal& terminal, int size, const QByteArray& root, const QByteArray& consistency = {}) {
    return terminal.headers("/digiflazz/v1/cek-saldo", m_body, size, root, QByteArray(15, 'n') + char('a' + m_nonce++), consistency);
  }
  // "200", or the status and why it was refused.
  QByteArray said(const QMap<QByteArray, QByteArray>& headers) const {
    WebRequest request;
    request.url = m_sandbox->upstream(QStringLiteral("digi"))["url"].toString() + QStringLiteral("/cek-saldo");
    request.caFile = m_sandbox->caFile();
    request.body = m_body;
    request.headers = headers;
    request.headers.insert("Content-Type", "application/json");
    const WebAnswer answer = send(request);
    const QByteArray status = QByteArray::number(static_cast<qlonglong>(answer.status));
    return answer.headers.contains("loket-refused") ? status + " " + answer.headers.value("loket-refused") : status;
  }
  bool registered(const Terminal& terminal) const {
    return m_sandbox->admin("POST", QStringLiteral("/terminals"), "{\"key\":\"" + terminal.keyText() + "\"}").status == 200;
  }
  bool demanded() const {
    return m_sandbox->admin("POST", QStringLiteral("/terminals"), R"({"upstream":"digi","signed":true})").status == 200;
  }

  const QByteArray m_name = "loket/terminal/0001";
  Terminal m_one{m_name};
  Terminal m_stranger{m_name};
  std::unique_ptr<SandboxProcess> m_sandbox;
  QByteArray m_body;
  int m_nonce = 0;
};

std::unique_ptr<QObject> makeTerminalTest() { return std::make_unique<TerminalTest>(); }

}  // namespace loket::contract_tests

#include "terminal_test.moc"
