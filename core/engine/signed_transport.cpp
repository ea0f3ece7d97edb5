#include "core/engine/signed_transport.h"

#include <algorithm>
#include <utility>

namespace loket::engine {
namespace {

// Others of ours may have been seen meanwhile, each time.
constexpr int kTriesMax = 4;

std::string targetOf(const std::string& url) {
  const std::size_t host = url.find("://");
  const std::size_t path = url.find('/', host == std::string::npos ? 0 : host + 3);
  return path == std::string::npos ? "/" : url.substr(path);
}

ports::HttpReply notSentFor(std::string word) {
  ports::HttpReply reply;
  reply.kind = ports::HttpReply::Kind::NotSent;
  reply.detail = std::move(word);
  return reply;
}

const char* wordOf(journal::TerminalRefusal::Why why) {
  using Why = journal::TerminalRefusal::Why;
  switch (why) {
    case Why::Unsigned:
    case Why::BadSignature:
      return "terminal-signature";
    case Why::Unknown:
      return "terminal-unknown";
    case Why::Fork:
      return "terminal-fork";
    case Why::Seen:
    case Why::Replay:
    case Why::Other:
      break;
  }
  return "terminal-refused";
}

class Signed final : public ports::Transport {
 public:
  Signed(std::unique_ptr<ports::Transport> transport, SignRequest sign, Later later)
      : m_transport(std::move(transport)), m_sign(std::move(sign)), m_later(std::move(later)) {}

  void send(ports::HttpRequest request, std::function<void(ports::HttpReply)> done) override {
    sendAt(std::move(request), std::move(done), 1);
  }
  void poll(Duration timeout) override { m_transport->poll(timeout); }
  void wake() override { m_transport->wake(); }
  int inFlight() const override { return m_transport->inFlight(); }
  void abandonAll() override { m_transport->abandonAll(); }

 private:
  void sendAt(ports::HttpRequest request, std::function<void(ports::HttpReply)> done, int tries) {
    const auto made = m_sign(request.method, targetOf(request.url), request.body, m_seen);
    if (!made) {
      m_later([word = made.error().detail, done = std::move(done)] { done(notSentFor(word)); });
      return;
    }
    ports::HttpRequest signedRequest = request;
    signedRequest.headers.insert(signedRequest.headers.end(), made->headers.begin(), made->headers.end());
    m_transport->send(std::move(signedRequest), [this, size = made->size, request = std::move(request), done = std::move(done),
                                                 tries](ports::HttpReply reply) mutable {
      heard(std::move(reply), size, std::move(request), std::move(done), tries);
    });
  }

  void heard(ports::HttpReply reply, std::uint64_t size, ports::HttpRequest request, std::function<void(ports::HttpReply)> done,
             int tries) {
    if (reply.kind != ports::HttpReply::Kind::Answered) {
      done(std::move(reply));
      return;
    }
    const auto refused = std::find_if(reply.headers.begin(), reply.headers.end(), [](const auto& one) { return one.first == "loket-refused"; });
    if (refused == reply.headers.end()) {
      m_seen = std::max(m_seen, size);
      done(std::move(reply));
      return;
    }
    const journal::TerminalRefusal refusal = journal::terminalRefusalFrom(refused->second);
    if (refusal.why == journal::TerminalRefusal::Why::Seen && tries < kTriesMax) {
      m_seen = refusal.size;
      sendAt(std::move(request), std::move(done), tries + 1);
      return;
    }
    done(notSentFor(wordOf(refusal.why)));
  }

  std::unique_ptr<ports::Transport> m_transport;
  SignRequest m_sign;
  Later m_later;
  std::uint64_t m_seen = 0;  // entries of our journal, by the gateway; 0: it has not said
};

}  // namespace

std::unique_ptr<ports::Transport> signedByTerminal(std::unique_ptr<ports::Transport> transport, SignRequest sign, Later later) {
  return std::make_unique<Signed>(std::move(transport), std::move(sign), std::move(later));
}

}  // namespace loket::engine
