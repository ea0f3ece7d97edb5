// The upstreams of the simulated world: eighteen kinds, each with the promises that it keeps, and a ledger of
// what it really did. They outlive every process of the counter, and what is on its way to them arrives
// although the sender died.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/domain/payment/payment.h"
#include "core/domain/payment/verdict.h"
#include "core/domain/routing/capabilities.h"

namespace loket::simulator {

// Small and quick to seed: a schedule lasts some ten microseconds and draws a few hundred numbers.
class Rng {
 public:
  explicit Rng(std::uint64_t seed) : m_state(seed) {}
  std::uint64_t operator()() {
    m_state += 0x9E3779B97F4A7C15U;
    std::uint64_t mixed = m_state;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31U);
  }

 private:
  std::uint64_t m_state;
};

enum class Model {
  IdempotentForever,  // one effect per reference for all time; asking changes nothing
  IdempotentForADay,  // forgets references after 24 hours
  IdempotentSameDay,  // forgets references at midnight in Jakarta
  NotIdempotent,      // every request is a payment
  StatusPays,         // asking is sending the same request again
  NotFoundFirst,      // denies for minutes what it has done
  FailedButPaid,      // says failed and has paid; tells the truth an hour later
  SlowSuccess,        // up to 36 hours
  LateFailure,        // pending, then failed
  OutOfOrder,         // repeats what was true before: pending after success, not found after pending
  WrongEcho,          // answers about somebody else's payment
  Malformed,          // answers that nobody can read
  Huge,               // answers without end, then one that is only very long
  PartialBatch,       // of what comes together it does the first few and drops the rest
  ClosedHours,        // refuses around midnight
  Refusing,           // deposit, maintenance, credentials: nothing is created
  TakesBack,          // as the first, but hours after a success it may undo it, and tells so by itself
  PaysRefused,        // as the one before, but pays some of it all the same, against its signed word, and tells so by itself
};
inline constexpr int kModels = 18;
// The first of them are drawn; the last two are what some of the first kind and of the refusing turn out to be.
inline constexpr int kDrawnModels = 16;
const char* nameOf(Model model);

// What it has signed.
const Capabilities& capabilitiesOf(Model model);

struct Effect {
  AttemptRef attemptRef;
  std::string number;
  Money price;
  Instant at;
  bool brokeItsWord = false;  // it had said, with a code that it has signed for, that it would not
};

class FarSide {
 public:
  enum class Memory { AsSigned, None };
  FarSide(Model model, std::uint64_t seed, Memory memory) : m_model(model), m_rng(seed), m_memory(memory) {}

  Model model() const { return m_model; }
  // Whether its references last for a while only.
  bool forgets() const { return m_model == Model::IdempotentForADay || m_model == Model::IdempotentSameDay; }
  // A request arrived: does what the model does, and says what the counter's codec would make of the answer.
  Verdict pay(const Attempt& attempt, const std::string& number, Money price, Instant now);
  Verdict ask(const Attempt& attempt, const std::string& number, Money price, Instant now);
  // What it says when it is asked for a bill; nothing happens.
  Verdict inquire();
  // A copy of a request that has arrived arrives again. Only where it promises to know it: nobody could
  // protect a counter from a network that sends its money elsewhere twice, and TLS does not let it.
  void replay(const Attempt& attempt, const std::string& number, Money price, Instant now);
  // A request that the sender has given up may arrive this long after `from`, and no later where references are forgotten.
  Duration latestArrival(Instant from) const;
  // Whether a question would be answered with how it ended. Only once it behaves: before that nobody can tell.
  bool wouldTell(const AttemptRef& ref, Instant now) const;
  // What was to become final by `now` has become final.
  void settle(Instant now);
  // No more failures, refusals or delays by its own choice; what has been said stays said.
  void behave() { m_behaves = true; }

  // The success is undone, and from now on it says so; false when there is none.
  bool takeBack(const AttemptRef& ref);
  // What it has refused it pays; what it says of it then, or nothing when the same has come again meanwhile.
  std::optional<Verdict> payRefused(const Attempt& attempt, const std::string& number, Money price, Instant now);

  const std::vector<Effect>& effects() const { return m_effects; }
  // It came again when it was forgotten, and was carried out like a new one.
  bool wasForgotten(const AttemptRef& ref) const { return m_forgotten.contains(ref); }
  // What its client must never do: another body under the same reference.
  const std::string& complaint() const { return m_complaint; }

 private:
  struct Record {
    std::string body;
    std::string number;
    Money price;
    Instant arrivedAt;
    Instant finalAt;  // zero: it is final
    bool becomesPaid = false;
    VerdictKind kind = VerdictKind::Unknown;
    int denials = 0;
  };
  Verdict execute(const Attempt& attempt, const std::string& number, Money price, Instant now);
  Verdict answerOf(const Attempt& attempt, Record& record, Instant now);
  void effect(const Attempt& attempt, Record& record, Instant now);
  bool remembers(const Record& record, Instant now) const;
  bool refuses() const { return m_model == Model::Refusing || m_model == Model::PaysRefused; }
  bool chance(int percent) { return static_cast<int>(m_rng() % 100) < percent; }

  Model m_model;
  Rng m_rng;
  Memory m_memory;
  bool m_behaves = false;
  Instant m_togetherSince;  // PartialBatch: the first of those that came together
  int m_together = 0;
  std::map<AttemptRef, Record> m_records;
  std::vector<Effect> m_effects;
  std::set<AttemptRef> m_forgotten;
  std::string m_complaint;
};

}  // namespace loket::simulator
