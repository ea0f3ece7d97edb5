// A Transport that answers from a script, in order, and keeps what it was asked to send.
#pragma once

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "core/ports/http.h"

namespace loket::tests {

inline ports::HttpReply answered(int status, std::string body) {
  ports::HttpReply reply;
  reply.kind = ports::HttpReply::Kind::Answered;
  reply.status = status;
  reply.body = std::move(body);
  return reply;
}

inline ports::HttpReply unanswered(ports::HttpReply::Kind kind, std::string detail) {
  ports::HttpReply reply;
  reply.kind = kind;
  reply.detail = std::move(detail);
  return reply;
}

class ScriptedTransport final : public ports::Transport {
 public:
  // What the next unanswered request gets. Requests beyond the script stay without an answer.
  void reply(ports::HttpReply reply) { m_script.push_back(std::move(reply)); }
  const std::vector<ports::HttpRequest>& sent() const { return m_sent; }
  std::vector<ports::HttpRequest> sentTo(const std::string& url) const {
    std::vector<ports::HttpRequest> matching;
    for (const ports::HttpRequest& request : m_sent)
      if (request.url == url)
        matching.push_back(request);
    return matching;
  }

  void send(ports::HttpRequest request, std::function<void(ports::HttpReply)> done) override {
    m_sent.push_back(std::move(request));
    m_open.push_back(std::move(done));
  }
  void poll(Duration /*timeout*/) override {
    while (!m_open.empty() && !m_script.empty()) {
      auto done = std::move(m_open.front());
      auto reply = std::move(m_script.front());
      m_open.pop_front();
      m_script.pop_front();
      done(std::move(reply));
    }
  }
  void wake() override {}
  int inFlight() const override { return static_cast<int>(m_open.size()); }
  void abandonAll() override { m_open.clear(); }

 private:
  std::vector<ports::HttpRequest> m_sent;
  std::deque<std::function<void(ports::HttpReply)>> m_open;
  std::deque<ports::HttpReply> m_script;
};

inline std::string headerOf(const ports::HttpRequest& request, const std::string& name) {
  for (const auto& [key, value] : request.headers)
    if (key == name)
      return value;
  return {};
}

}  // namespace loket::tests
