// Between the process that owns a home and the others: commands are forwarded to it, windows are raised.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "app/wiring/console.h"
#include "core/api/agent_client.h"
#include "core/base/result.h"
#include "core/base/secret_bytes.h"

namespace loket::app {

class OwnerLink {
 public:
  using Verify = std::function<Status(const UserName&, const SecretBytes&)>;
  // Serves until destroyed. Each forwarded command authenticates itself with a PIN of its own.
  static Result<std::unique_ptr<OwnerLink>> serve(const std::string& home, api::AgentClient& client, Verify verify,
                                                  std::function<void()> raise);
  ~OwnerLink();
  OwnerLink(const OwnerLink&) = delete;
  OwnerLink& operator=(const OwnerLink&) = delete;

  static bool raise(const std::string& home);
  // Runs the command in the owner; its output comes out here. Closed when there is no owner that listens.
  static Result<int> forward(const std::string& home, const Invocation& invocation, const SecretBytes& pin,
                             Output& output);

 private:
  struct Impl;
  explicit OwnerLink(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> m_impl;
};

}  // namespace loket::app
