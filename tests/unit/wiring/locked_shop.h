// A real home with a counter over it that is locked: its host as a window holds it, and a supplier that is
// away.
#pragma once

#include <QTemporaryDir>
#include <memory>
#include <string>
#include <vector>

#include "app/wiring/agent_host.h"
#include "core/api/agent_client.h"

namespace loket::tests {

class LockedShop {
 public:
  // Sri's, by this PIN.
  explicit LockedShop(const SecretBytes& pin);
  ~LockedShop();

  [[nodiscard]] std::string home() const;
  [[nodiscard]] app::AgentHost& host() { return *m_host; }
  // As the window does it: what is told of quiet closes the home.
  void open(const SecretBytes& pin);
  void close() { m_host.reset(); }
  // Asked for now, and waited for: whether it is closed.
  [[nodiscard]] bool tryToClose();
  // What was taken without a network and waits for it.
  [[nodiscard]] Result<api::PaymentView> deposit(const std::string& number);
  [[nodiscard]] Result<api::CounterStatus> status();
  // Handed to whoever owns the home, as loketctl does it; the exit status, -1 when nobody owns it.
  [[nodiscard]] int forward(std::vector<std::string> words, const SecretBytes& pin, const SecretBytes& other = {});

 private:
  QTemporaryDir m_folder;
  std::unique_ptr<app::AgentHost> m_host;
};

}  // namespace loket::tests
