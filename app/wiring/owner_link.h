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
  // What is held while a command is done; null: the home is being closed, nothing is done, and whoever asks
  // is told that nobody owns it.
  using Enter = std::function<std::shared_ptr<void>()>;
  // Serves until destroyed. Each forwarded command authenticates itself with a PIN of its own.
  static Result<std::unique_ptr<OwnerLink>> serve(const std::string& home, api::AgentClient& client,
                                                  People& people, Enter enter = nullptr);
  ~OwnerLink();
  OwnerLink(const OwnerLink&) = delete;
  OwnerLink& operator=(const OwnerLink&) = delete;

  // Whether the command got there, and how it ended.
  struct Forwarded {
    enum class Kind {
      Done,       // `status` is its exit status
      NoOwner,    // nobody listens, or not any more: nothing was done
      OwnerLost,  // it was handed over, and the owner went away before it answered: nobody knows
    };
    Kind kind = Kind::NoOwner;
    int status = 0;
  };
  // Runs the command in the owner; its output comes out here.
  static Forwarded forward(const std::string& home, const Invocation& invocation, Output& output);

 private:
  struct Impl;
  explicit OwnerLink(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> m_impl;
};

// A window is found by its home from the moment it opens, PIN or not.
class WindowLink {
 public:
  // Serves until destroyed; `raise` is called on a thread of its own. Nothing where the home has no folder yet.
  static std::unique_ptr<WindowLink> serve(const std::string& home, std::function<void()> raise);
  ~WindowLink();
  WindowLink(const WindowLink&) = delete;
  WindowLink& operator=(const WindowLink&) = delete;

  // Asks the window of this home to come to the front; false when there is none.
  static bool raise(const std::string& home);

 private:
  struct Impl;
  explicit WindowLink(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> m_impl;
};

}  // namespace loket::app
