#include "core/adapters/timestamp/http_timestamp.h"

#include <utility>

#include "core/adapters/timestamp/rfc3161.h"

namespace loket::adapters::timestamp {
namespace {

constexpr int kAnswerWithinMs = 10'000;

ports::StampReply replyOf(const ports::HttpReply& reply, const ports::StampQuestion& question,
                          const journal::StampSettings& settings) {
  if (reply.kind != ports::HttpReply::Kind::Answered)
    return {{}, reply.detail.empty() ? "connect" : reply.detail};
  if (reply.status != 200)
    return {{}, reply.status >= 500 ? "server-error" : "refused"};
  return judge(reply.body, question, settings);
}

class HttpTimestamp final : public ports::TimestampAuthority {
 public:
  HttpTimestamp(journal::StampSettings settings, ports::Transport& transport)
      : m_settings(std::move(settings)), m_transport(transport) {}

  void ask(const ports::StampQuestion& question, std::function<void(ports::StampReply)> done) override {
    ports::HttpRequest http;
    http.url = m_settings.url;
    http.headers = {{"Content-Type", "application/timestamp-query"}};
    http.body = requestFor(question, m_settings.policy);
    http.caPem = m_settings.caPem;
    http.timeoutMs = kAnswerWithinMs;
    m_transport.send(std::move(http), [settings = m_settings, question, done = std::move(done)](const ports::HttpReply& reply) {
      done(replyOf(reply, question, settings));
    });
  }

 private:
  journal::StampSettings m_settings;
  ports::Transport& m_transport;
};

}  // namespace

Result<std::unique_ptr<ports::TimestampAuthority>> createHttpTimestamp(const journal::StampSettings& settings,
                                                                       ports::Transport& transport) {
  LOKET_TRY(checkAuthority(settings));
  return std::unique_ptr<ports::TimestampAuthority>(std::make_unique<HttpTimestamp>(settings, transport));
}

}  // namespace loket::adapters::timestamp
