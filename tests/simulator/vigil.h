// What a window owes the people who look at it, and the upstream that it asks: when a question must be asked
// out of turn, and how often one may be. Reckoned from outside by the time that passed, from what left the
// counter and what it was told, apart from the engine's own reckoning.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/domain/payment/payment.h"
#include "core/domain/payment/verdict.h"
#include "core/domain/routing/capabilities.h"

namespace loket::simulator {

class Vigil {
 public:
  // A payment that waits for an answer about its live attempt.
  struct Question {
    const Attempt* attempt = nullptr;
    const Capabilities* record = nullptr;
    bool isSuspect = false;   // nobody can tell what became of it
    bool isUnderWay = false;  // a call about it has no answer yet
    bool isKnown = false;     // the upstream would tell now how it ended
  };
  enum class Call { Attempt, Question, Again };

  // A process begins, with these open.
  void begin(Duration now, const std::vector<Question>& open);
  // Nobody was there for a while: the machine slept.
  void slept();
  // One turn of the loop begins: what is answered in it is busy until its end.
  void turn() { ++m_turn; }
  // A call about it leaves. `turnAt` is when its plan would have it asked, nothing where nobody can tell; the
  // answer tells what is broken, or nothing.
  std::string called(const Attempt& attempt, Call call, Duration now, std::optional<Duration> turnAt,
                     const Capabilities& record);
  // The counter is told, and acts on it after this.
  void told(const Attempt& attempt, Call call, const Verdict& said, Duration now, const Capabilities& record,
            const std::vector<Question>& open);
  // The way there, told by whatever is no payment's.
  void told(const UpstreamId& upstream, VerdictKind kind, Duration now, const std::vector<Question>& open);
  // After a turn; what is broken, or nothing. `isQuiet`: nothing fails any more.
  std::string judge(Duration now, const std::vector<Question>& open, bool isQuiet);

 private:
  struct Way {
    std::optional<Duration> muteSince;  // payments are not answered about
    std::optional<Duration> answeredAt;
    Duration inVainAt;      // the last call about a payment that had no answer, or none that can be believed
    bool isDoubted = true;  // the last call of any kind was in vain, as far as anybody knows
  };
  struct Known {
    Duration askedAt;
    bool wasAsked = false;        // in this process
    bool othersAnswered = false;  // between the last two calls
    int passedOver = 0;
    bool hasSlept = false;   // since the last call: by which due time that leaves nobody can tell
    bool isUnheard = false;  // the last call had no answer that can be believed
    std::uint64_t toldIn = 0;
    std::optional<Duration> provenAt;   // may have been hurried because others were answered
    std::optional<Duration> mustLeave;  // a question about it, by then
    std::optional<Duration> knownSince;
    std::vector<Duration> outOfTurn;  // the last two
  };
  Known& knownOf(const Attempt& attempt);

  Duration m_began;
  std::uint64_t m_turn = 1;
  std::map<UpstreamId, Way> m_ways;
  std::map<AttemptRef, Known> m_known;
};

}  // namespace loket::simulator
