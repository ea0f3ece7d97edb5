// Those who are asked to cosign what the terminal has signed: one question under way with each, off nobody's way, again with longer
// and longer pauses. What they have cosigned last is kept among the settings ("audit.*"), and so is that one of them has seen a
// newer or another journal of this terminal.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/api/audit.h"
#include "core/api/views.h"
#include "core/engine/books.h"
#include "core/ports/clock.h"
#include "core/ports/witness.h"

namespace loket::engine {

// A checkpoint that is on disk.
struct SignedCheckpoint {
  journal::Checkpoint checkpoint;
  journal::SignedNote note;  // the terminal's own signature
  Instant at;
};

class Witnesses {
 public:
  using Rows = std::map<std::string, std::string>;
  struct Parts {
    Books& books;
    ports::Clock& clock;
    ports::Transport& transport;
    const journal::Keys* keys;
    // Nothing: a configuration with witnesses is refused.
    ports::WitnessFactory factory;
    // That the tree of `size` goes on from that of `oldSize`; nothing where the hashes for it are not there any more.
    std::function<std::optional<std::vector<journal::Hash>>(std::uint64_t oldSize, std::uint64_t size)> proof;
  };
  enum class Urgency { WhenDue, Now };
  explicit Witnesses(Parts parts) : m_(std::move(parts)) {}

  static Rows forgotten();
  // ConfigInvalid as checkWitnesses says it. Changes nothing.
  Status check(const journal::WitnessPolicy& policy) const;
  // What is to be committed with another policy, and with a checkpoint that is signed now.
  Rows rowsOfChange(const journal::WitnessPolicy& to) const;
  Rows rowsOfSigning(Instant now) const;
  // Instead of those until now; what is kept of whom stays where the name stays.
  void use(const journal::WitnessPolicy& policy, const Rows& rows);
  // Reads what is kept. `log` is this terminal; `newest` its newest checkpoint.
  void open(const Rows& rows, const journal::Verifier& log, const std::optional<SignedCheckpoint>& newest);

  bool isEmpty() const { return m_witnesses.empty(); }
  // A newer one is on disk: everybody is asked. `settled` is called once, when nobody is being asked any more; at once where
  // nobody is asked now.
  void ask(const SignedCheckpoint& newest, Urgency urgency, std::function<void()> settled);
  // Whoever waits is told nothing any more.
  void abandon() { m_waiting.clear(); }
  // Asks again who is due, and at the start everybody whether he has seen a newer journal than this one. Only where the process
  // stays, that is Automatic.
  void turn();

  // The note with the cosignatures that are there of it.
  journal::SignedNote cosigned(const SignedCheckpoint& one) const;
  // The newest checkpoint that the quorum has cosigned, with its cosignatures.
  const std::optional<SignedCheckpoint>& witnessed() const { return m_witnessed; }
  bool isEnough(const journal::SignedNote& note) const { return !m_witnesses.empty() && namesOn(note).size() >= needed(); }
  // How many entries of the journal our own rows about a checkpoint of this size are, at most.
  std::uint64_t ownEntries(std::uint64_t size) const;
  api::Witnessed view() const;
  std::optional<api::WitnessAlarm> alarm() const;
  // Nothing where nobody is asked.
  std::optional<api::HealthItem> health() const;

 private:
  struct Cosignature {
    std::uint64_t size = 0;
    std::uint64_t time = 0;  // seconds since 1970, by the witness's clock
    journal::NoteSignature line;
  };
  struct Conflict {
    std::string word;  // "ahead", "fork"
    std::uint64_t size = 0;
    Instant since;
  };
  struct One {
    journal::WitnessSettings settings;
    journal::Verifier verifier;
    std::shared_ptr<ports::Witness> line;
    std::optional<Cosignature> cosigned;
    std::optional<Conflict> conflict;
    std::string trouble;
    Instant troubledSince;
    int failures = 0;
    Instant nextAt;
    bool isAsking = false;
    bool isMet = false;  // since the start it has said that it knows what we say it knows
  };
  std::size_t needed() const { return static_cast<std::size_t>(m_policy.needed()); }
  bool wants(const One& one) const;
  // The first who was asked in vain about what is signed now, where too few are left for the quorum without them.
  const One* missed() const;
  // False: there is no proof to send, and nothing was asked.
  bool askOne(One& one, std::uint64_t oldSize, bool isRepeat);
  void failed(One& one, const std::string& word);
  void answered(const std::string& name, const SignedCheckpoint& asked, std::uint64_t oldSize, bool isRepeat,
                const ports::WitnessReply& reply);
  // The word for what is wrong; empty: it was taken, or asked again.
  std::string judge(One& one, const SignedCheckpoint& asked, std::uint64_t oldSize, bool isRepeat,
                    const journal::WitnessAnswer& answer);
  std::string take(One& one, const SignedCheckpoint& asked, const journal::Cosigned& answer);
  void oppose(One& one, const char* word, std::uint64_t size);
  void keep(Rows rows, const std::string& name);
  void settle();
  Rows stateRows(const std::vector<One>& of) const;
  std::vector<std::string> namesOn(const journal::SignedNote& note) const;
  One* find(const std::string& name);

  Parts m_;
  journal::WitnessPolicy m_policy;
  journal::Verifier m_log;
  std::vector<One> m_witnesses;
  std::uint64_t m_generation = 0;  // of the policy: answers to questions of former ones are not looked at
  std::optional<SignedCheckpoint> m_newest;
  std::optional<SignedCheckpoint> m_witnessed;
  Instant m_missingSince;
  std::vector<std::function<void()>> m_waiting;
};

}  // namespace loket::engine
