// A real SMTP server on loopback that does to a client what mail servers do, and keeps what it took.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/support/tls_server.h"

namespace loket::tests {

enum class SmtpDeed {
  Accept,
  RefuseLogin,
  RefuseRecipient,  // 550
  PutOffRecipient,  // 450
  DropAtData,       // instead of the 354
  RefuseAfterDot,   // 554
  PutOffAfterDot,   // 451
  DropAfterDot,
  SilentAfterDot,
  SilentGreeting,
};

enum class SmtpTls { Implicit, StartTls, None };

class SmtpServer {
 public:
  struct Options {
    Identity identity;
    SmtpTls tls = SmtpTls::Implicit;
    SmtpDeed deed = SmtpDeed::Accept;
  };
  explicit SmtpServer(Options options);
  ~SmtpServer();

  std::string url() const;
  std::vector<std::string> commands() const;
  // As they came before the final dot, the dots still stuffed; whatever was answered to them.
  std::vector<std::string> messages() const;

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace loket::tests
