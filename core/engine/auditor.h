// The terminal's own key, and what it signs of the journal's tree: checkpoints, which are kept among the settings, and proofs of
// single payments. At the start it looks whether the tree is what was signed last; the whole of it is checked when somebody asks.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/api/agent_client.h"
#include "core/domain/journal/note.h"
#include "core/engine/books.h"
#include "core/engine/worker.h"
#include "core/ports/clock.h"
#include "core/ports/entropy.h"
#include "core/ports/store.h"

namespace loket::engine {

class Auditor {
 public:
  using Rows = std::map<std::string, std::string>;
  struct Parts {
    Books& books;
    ports::Store& store;
    ports::Clock& clock;
    ports::Entropy& entropy;
    // Nothing: nothing is signed, and nothing is checked.
    const journal::Keys* keys;
    // A connection of its own for the long check; nothing: it runs on the store's.
    std::function<Result<std::unique_ptr<ports::StoreReader>>()> openReader;
    // Runs a job on the engine's thread.
    std::function<void(std::function<void()>)> post;
  };
  explicit Auditor(Parts parts) : m_(std::move(parts)) {}

  // The key of another terminal: a shop that was made again elsewhere makes one of its own. Rows to be committed.
  static Rows forgotten();
  // Takes the key and the newest checkpoint from the settings, and looks whether the tree goes on from it.
  void open(const Rows& rows);
  void checkpoint(api::Reply<api::CheckpointView> reply);
  // After a sync, a shift: when something has happened since the last one.
  void checkpointWhenGrown();
  void audit(std::function<void(api::AuditProgress)> progress, api::Reply<api::AuditReport> reply);
  void prove(const PaymentRef& ref, api::Reply<api::AuditProof> reply);
  Result<api::SealCheck> checkSeal(const PaymentRef& ref, const std::string& seal);
  // A check that is under way ends soon.
  void close() { m_isClosing = true; }
  // Nothing where nothing is checked.
  std::optional<api::HealthItem> health() const;

 private:
  struct Kept {
    journal::Checkpoint checkpoint;
    std::string note;
    Instant at;
  };
  // A key of its own, the first time something is to be signed.
  void identify(Rows& rows);
  journal::Verifier verifier() const;
  // What differs from the checkpoint that is kept; empty: nothing.
  std::string differsFromKept() const;
  api::CheckpointView viewOf(const Kept& kept) const;

  Parts m_;
  std::string m_origin;
  std::unique_ptr<journal::Signer> m_signer;
  Rows m_unkept;  // of the key, until a checkpoint with them is on disk
  std::optional<Kept> m_kept;
  std::string m_fault;  // what was found at the start; empty: nothing
  bool m_isAuditing = false;
  std::atomic<bool> m_isClosing{false};
  std::unique_ptr<Worker> m_thread;
};

}  // namespace loket::engine
