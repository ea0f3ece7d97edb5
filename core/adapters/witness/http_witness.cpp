#include "core/adapters/witness/http_witness.h"

#include <utility>

namespace loket::adapters::witness {
namespace {

// Long enough for a disk far away, and short enough for a person who waits for it.
constexpr int kAnswerWithinMs = 8'000;

ports::WitnessReply replyOf(const ports::HttpReply& reply) {
  ports::WitnessReply out;
  if (reply.kind != ports::HttpReply::Kind::Answered) {
    out.trouble = reply.detail.empty() ? "connect" : reply.detail;
    return out;
  }
  std::string_view type;
  for (const auto& [name, value] : reply.headers)
    if (name == "content-type")
      type = value;
  auto answer = journal::witnessAnswerFrom(reply.status, type, reply.body);
  if (answer)
    out.answer = std::move(*answer);
  else
    out.trouble = "unreadable";
  return out;
}

class HttpWitness final : public ports::Witness {
 public:
  HttpWitness(const journal::WitnessSettings& settings, ports::Transport& transport)
      : m_url(settings.url + (settings.url.back() == '/' ? "" : "/") + "add-checkpoint"),
        m_caPem(settings.caPem),
        m_transport(transport) {}

  void ask(const journal::WitnessRequest& request, std::function<void(ports::WitnessReply)> done) override {
    ports::HttpRequest http;
    http.url = m_url;
    http.headers = {{"Content-Type", "text/plain; charset=utf-8"}};
    http.body = journal::textOf(request);
    http.caPem = m_caPem;
    http.timeoutMs = kAnswerWithinMs;
    m_transport.send(std::move(http), [done = std::move(done)](const ports::HttpReply& reply) { done(replyOf(reply)); });
  }

 private:
  std::string m_url;
  std::string m_caPem;
  ports::Transport& m_transport;
};

}  // namespace

std::unique_ptr<ports::Witness> createHttpWitness(const journal::WitnessSettings& settings, ports::Transport& transport) {
  return std::make_unique<HttpWitness>(settings, transport);
}

}  // namespace loket::adapters::witness
