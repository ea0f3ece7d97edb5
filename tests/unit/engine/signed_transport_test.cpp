// Requests that carry the terminal's signature, and what becomes of those that a gateway refuses.
#include <QTest>
#include <deque>
#include <vector>

#include "core/engine/signed_transport.h"
#include "tests/unit/adapters/support/scripted_transport.h"

using namespace loket;
using namespace loket::tests;

namespace {

ports::HttpReply refused(const std::string& word) {
  ports::HttpReply reply = answered(403, "no");
  reply.headers = {{"loket-refused", word}};
  return reply;
}

}  // namespace

class SignedTransportTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    auto inner = std::make_unique<ScriptedTransport>();
    m_inner = inner.get();
    m_size = 7;
    m_seen.clear();
    m_later.clear();
    m_replies.clear();
    m_transport = engine::signedByTerminal(
        std::move(inner),
        [this](const std::string& method, const std::string& target, const std::string& body,
               std::uint64_t seen) -> Result<engine::SignedHeaders> {
          if (seen > m_size)
            return fail(ErrorCode::StateForbids, "terminal-behind");
          m_seen.push_back(seen);
          return engine::SignedHeaders{m_size, {{"Loket-Signature", method + " " + target + " " + body + " " + std::to_string(m_size)}}};
        },
        [this](std::function<void()> job) { m_later.push_back(std::move(job)); });
  }

  void theSignatureIsOfWhatIsSent() {
    m_inner->reply(answered(200, "good"));
    send("https://one.example:8443/v1/pay?a=1", "body");
    QCOMPARE(headerOf(m_inner->sent().at(0), "Loket-Signature"), std::string("POST /v1/pay?a=1 body 7"));
    QCOMPARE(headerOf(m_inner->sent().at(0), "Accept"), std::string("all"));
    QCOMPARE(m_inner->sent().at(0).body, std::string("body"));
    QCOMPARE(m_replies.at(0).body, std::string("good"));
    send("https://one.example", "");
    QCOMPARE(headerOf(m_inner->sent().at(1), "Loket-Signature"), std::string("POST /  7"));
  }

  void whatTheGatewayHasSeenIsProvedFromNextTime() {
    m_inner->reply(answered(200, ""));
    send();
    m_size = 9;
    m_inner->reply(answered(500, ""));
    send();
    QCOMPARE(m_seen, (std::vector<std::uint64_t>{0, 7}));
  }

  void whatLacksAProofIsSentOnceMoreWithOne() {
    m_inner->reply(refused("seen 5"));
    m_inner->reply(answered(200, "good"));
    send();
    QCOMPARE(m_inner->sent().size(), std::size_t{2});
    QCOMPARE(m_inner->sent().at(1).body, m_inner->sent().at(0).body);
    QCOMPARE(m_seen, (std::vector<std::uint64_t>{0, 5}));
    QCOMPARE(m_replies.size(), std::size_t{1});
    QCOMPARE(m_replies.at(0).body, std::string("good"));
  }

  void whoHasSeenMoreThanThereIsIsNotAskedAgain() {
    m_inner->reply(refused("seen 8"));
    send();
    QCOMPARE(m_inner->sent().size(), std::size_t{1});
    // Never inside `send`, and not lost.
    QVERIFY(m_replies.empty());
    runLater();
    notSent("terminal-behind");
  }

  void whatCannotBeSignedIsNotSent() {
    m_inner->reply(refused("seen 8"));
    send();
    runLater();
    m_replies.clear();
    send();
    QVERIFY(m_replies.empty());
    runLater();
    QCOMPARE(m_inner->sent().size(), std::size_t{1});
    notSent("terminal-behind");
  }

  void aRefusalIsProofThatNothingWasDone_data() {
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("told");
    QTest::newRow("unsigned") << "unsigned" << "terminal-signature";
    QTest::newRow("signature") << "signature" << "terminal-signature";
    QTest::newRow("unknown") << "unknown-terminal" << "terminal-unknown";
    QTest::newRow("fork") << "fork" << "terminal-fork";
    QTest::newRow("replay") << "replay" << "terminal-refused";
    QTest::newRow("a word of later") << "tired" << "terminal-refused";
    QTest::newRow("no size") << "seen " << "terminal-refused";
    QTest::newRow("a size that is none") << "seen -1" << "terminal-refused";
    QTest::newRow("a size too large") << "seen 99999999999999999999" << "terminal-refused";
  }
  void aRefusalIsProofThatNothingWasDone() {
    QFETCH(QString, word);
    QFETCH(QString, told);
    m_inner->reply(refused(word.toStdString()));
    send();
    QCOMPARE(m_inner->sent().size(), std::size_t{1});
    notSent(told.toStdString());
  }

  void aGatewayThatIsNeverContentIsLeft() {
    for (int i = 0; i < 10; ++i) m_inner->reply(refused("seen 5"));
    send();
    QCOMPARE(m_inner->sent().size(), std::size_t{4});
    notSent("terminal-refused");
  }

  // What may have been done is never said a second time.
  void silenceIsPassedOnAsItIs() {
    m_inner->reply(unanswered(ports::HttpReply::Kind::MaybeSent, "timeout"));
    send();
    QCOMPARE(m_inner->sent().size(), std::size_t{1});
    QCOMPARE(m_replies.at(0).kind, ports::HttpReply::Kind::MaybeSent);
    QCOMPARE(m_replies.at(0).detail, std::string("timeout"));
  }

 private:
  void send(const std::string& url = "https://one.example/pay", const std::string& body = "b") {
    ports::HttpRequest request;
    request.url = url;
    request.body = body;
    request.headers = {{"Accept", "all"}};
    m_transport->send(std::move(request), [this](ports::HttpReply reply) { m_replies.push_back(std::move(reply)); });
    m_transport->poll(Duration{});
  }
  void runLater() {
    for (auto& job : std::exchange(m_later, {})) job();
  }
  void notSent(const std::string& word) {
    QCOMPARE(m_replies.size(), std::size_t{1});
    QCOMPARE(m_replies.at(0).kind, ports::HttpReply::Kind::NotSent);
    QCOMPARE(m_replies.at(0).detail, word);
  }

  ScriptedTransport* m_inner = nullptr;
  std::unique_ptr<ports::Transport> m_transport;
  std::uint64_t m_size = 7;
  std::vector<std::uint64_t> m_seen;
  std::vector<std::function<void()>> m_later;
  std::vector<ports::HttpReply> m_replies;
};

QTEST_GUILESS_MAIN(SignedTransportTest)
#include "signed_transport_test.moc"
