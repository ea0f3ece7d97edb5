// The terminal's own key, and what it signs of the journal's tree: checkpoints, which are kept among the settings and shown to
// witnesses, and proofs of single payments. At the start it looks whether the tree is what was signed last; the whole of it is
// checked when somebody asks. What a start has found is told, and nothing is signed, until such a check finds all of it as it was
// written.
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
#include "core/engine/signed_transport.h"
#include "core/engine/stamps.h"
#include "core/engine/witnesses.h"
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
    ports::Transport& transport;
    // Nothing: no witness can be asked, and no time-stamp authority.
    ports::WitnessFactory witnesses;
    ports::TimestampFactory timestamps;
  };
  explicit Auditor(Parts parts);

  // The key of another terminal, and who has cosigned what it signed: a shop that was made again elsewhere makes one of its own.
  // Rows to be committed.
  static Rows forgotten();
  // What this start has found goes along with the first commit after it: whatever lies over it may hide it from the next one.
  void beforeCommit(ports::UnitOfWork& work);
  // Takes the key and the newest checkpoint from the settings, and looks whether the tree goes on from it.
  void open(const Rows& rows, const journal::WitnessPolicy& witnesses, const journal::StampSettings& timestamp);
  // ConfigInvalid.
  Status check(const journal::WitnessPolicy& witnesses, const journal::StampSettings& timestamp) const;
  // What is to be committed with another configuration; given back with it when it is on disk.
  Rows rowsOfChange(const journal::WitnessPolicy& witnesses, const journal::StampSettings& timestamp) const;
  void use(const journal::WitnessPolicy& witnesses, const journal::StampSettings& timestamp, const Rows& rows);
  // The answer comes when witnesses and time-stamp authority have answered too, or their time is up: they hold up whoever asks,
  // and nobody else.
  void checkpoint(api::Reply<api::CheckpointView> reply);
  // After a sync: when something has happened since the last one. `done`, where there is one, is called once, when it is signed
  // and nobody is being asked any more.
  void checkpointWhenGrown(Witnesses::Urgency urgency, std::function<void()> done = nullptr);
  // The signature of a request that leaves now, as SignRequest wants it.
  Result<SignedHeaders> signRequest(const std::string& method, const std::string& target, const std::string& body, std::uint64_t seen);
  // A key of its own where there is none: nothing can be signed before it is on disk.
  void makeKey();
  // Somebody outside is asked about what is signed.
  bool asksOutside() const { return !m_witnesses.isEmpty() || !m_stamps.isEmpty(); }
  // Where the process stays: whoever was away is asked again, and what has grown is signed every hour.
  void turn();
  void audit(std::function<void(api::AuditProgress)> progress, api::Reply<api::AuditReport> reply);
  void prove(const PaymentRef& ref, api::Reply<api::AuditProof> reply);
  Result<api::SealCheck> checkSeal(const PaymentRef& ref, const std::string& seal);
  // A check that is under way ends soon.
  void close() { m_isClosing = true; }
  void abandon();
  Result<api::StampList> stamps() const;
  // Nothing where nothing is checked.
  std::optional<api::HealthItem> health() const;
  std::optional<api::HealthItem> witnessHealth() const { return m_witnesses.health(); }
  std::optional<api::HealthItem> stampHealth() const { return m_stamps.health(); }
  std::optional<api::WitnessAlarm> alarm() const { return m_witnesses.alarm(); }
  // When a start found that the journal is not what was written down or signed; nothing: it is, as far as a start looks.
  std::optional<Instant> faultSince() const { return m_fault ? std::optional(m_fault->at) : std::nullopt; }

 private:
  // What is not as it was signed or written; empty: nothing.
  std::string readKept(const Rows& rows);
  void takeFault(const Rows& rows, std::string found);
  // What was found, when, and how far.
  std::string faultText() const;
  // All of it is as it was written.
  void endFault(const api::AuditReport& report, const api::Reply<api::AuditReport>& reply);
  // A key of its own, the first time something is to be signed.
  void identify(Rows& rows);
  journal::Verifier verifier() const;
  // What differs from the checkpoint that is kept; empty: nothing.
  std::string differsFromKept() const;
  // The tree does not go on from this one.
  Result<bool> differsFrom(const journal::Checkpoint& earlier) const;
  bool differsFromStamp(const api::StampView& stamp) const;
  bool hasGrown() const;
  void sign(Witnesses::Urgency urgency, api::Reply<api::CheckpointView> reply);
  // Witnesses and authority at the same time; whoever waits waits for the slower.
  void showOutside(const SignedCheckpoint& one, Witnesses::Urgency urgency, const std::function<void()>& done);
  std::optional<std::vector<journal::Hash>> consistency(std::uint64_t oldSize, std::uint64_t size) const;
  api::CheckpointView viewOf(const SignedCheckpoint& kept) const;

  Parts m_;
  std::string m_origin;
  std::unique_ptr<journal::Signer> m_signer;
  Rows m_unkept;  // of the key, until a checkpoint with them is on disk
  std::optional<SignedCheckpoint> m_kept;
  struct Fault {
    std::string what;
    Instant at;              // of the start that found it
    std::uint64_t size = 0;  // the journal's entries then
    bool isKept = false;     // in the settings
  };
  std::optional<Fault> m_fault;  // what this start has found, or one before it
  bool m_isNoteBroken = false;   // what was signed last cannot be told any more
  bool m_isAuditing = false;
  std::atomic<bool> m_isClosing{false};
  Instant m_nextLookAt;
  Witnesses m_witnesses;
  Stamps m_stamps;
  std::unique_ptr<Worker> m_thread;
};

}  // namespace loket::engine
