// A home that is open: everything that is there for as long as it is, built in order (lock, vault, store,
// transport, core) and taken down in reverse. When it has gone no key of the home is in the memory of the
// process.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/wiring/people.h"
#include "core/adapters/store/sqlcipher_store.h"
#include "core/engine/agent.h"
#include "core/ports/log.h"

namespace loket::app {

// How the host is used: by a window that stays, or by one command.
enum class HostKind { Window, Command };

struct HostOptions {
  std::string home;
  std::string clockUrl;
  HostKind kind = HostKind::Window;
};

class OpenHome {
 public:
  // `agent` runs over it, from here until it goes. HomeMissing, HomeBusy (the owner's process id in the
  // detail), PinWrong, KeySlot..., Database...
  static Result<std::unique_ptr<OpenHome>> open(const HostOptions& options, People& people,
                                                engine::Agent& agent, const UserName& user,
                                                const SecretBytes& pin);
  // Stops the core: what was posted is still done.
  ~OpenHome();
  OpenHome(const OpenHome&) = delete;
  OpenHome& operator=(const OpenHome&) = delete;

  // Whose PIN opened it, and how many were wrong before.
  const ports::VaultUser& opener() const;
  int wrongBefore() const;
  const std::vector<std::string>& notes() const;

 private:
  struct Parts;
  OpenHome(engine::Agent& agent, std::unique_ptr<Parts> parts);

  engine::Agent& m_agent;
  std::unique_ptr<Parts> m_parts;
};

// Of an opening: what came back from the sidecar, what was put aside.
Status rememberNotes(adapters::SqlcipherStore& store, const std::vector<std::string>& notes, Instant now,
                     ports::Log& log);

}  // namespace loket::app
