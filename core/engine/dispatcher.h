// Works through the outbox: re-inquires bills, arms attempts, sends them, asks about those without an honest
// answer. Bounded in flight; one at a time for the same product and number.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "core/api/views.h"
#include "core/domain/approval/fee_caps.h"
#include "core/engine/books.h"
#include "core/engine/references.h"
#include "core/engine/router.h"
#include "core/engine/shelf.h"
#include "core/engine/upstreams.h"

namespace loket::engine {

// What somebody has to put right first: an upstream's account, an upstream that is not configured.
inline constexpr Duration kConfigWait = Duration::minutes(15);
// What is sent may be on its way for so long and still arrive: a repeat leaves no later than this before it would be another payment.
inline constexpr Duration kOnTheWay = Duration::minutes(1);

class Dispatcher {
 public:
  struct Parts {
    Books& books;
    Upstreams& upstreams;
    Shelf& shelf;
    Router& router;
    References& references;
    ports::Clock& clock;
    ports::Log& log;
    ports::Probe& probe;
  };
  Dispatcher(Parts parts, int inFlightMax) : m_(parts), m_inFlightMax(inFlightMax), m_began(parts.clock.now()) {}

  // What a biller may add to a bill that was taken without a network.
  void setFeeCaps(FeeCaps caps) { m_feeCaps = std::move(caps); }
  // Acts on this payment now, whatever its due time, as far as the rules allow: an open question is never asked
  // before its time. Returns false when there is nothing to do for it now.
  bool kick(const PaymentRef& ref);
  // Starts what is kicked; with `automatic` also what is due.
  void turn(bool automatic);
  // The way to this upstream is open again: what waited for it is due.
  void reached(const UpstreamId& upstream);
  // It answers again: open questions there are due as soon as the upstream allows another one; where only its
  // balance has answered, the one that finds out whether the others would be.
  void recovered(const UpstreamId& upstream, Upstreams::Recovery recovery);
  // When a question should find out whether payments are answered about again; nothing while nobody has to.
  std::optional<Instant> nextProbe() const;
  // What an upstream told of this attempt by itself: the same as an answer to a question, whatever is under way about
  // the payment at this moment. It moves no question, and says nothing of the way to the upstream. `done` when what
  // follows from it, or what the books have instead, is durable.
  void hear(const Payment& payment, int attemptNo, const Verdict& heard,
            std::function<void(Result<api::NoticeOutcome>)> done);
  // The wall clock was set.
  void shift(Duration by);
  bool idle() const { return m_busy.empty() && m_ready.empty(); }
  bool isBusy(const PaymentRef& ref) const { return m_busy.count(ref) > 0 || m_queued.count(ref) > 0; }
  // Payments whose question or request has no answer yet.
  int inFlight() const { return static_cast<int>(m_busy.size() - m_answered.size()); }

  // Some answers are here and many are on their way: those of the next moments may share one commit.
  bool isGathering() const {
    return !m_answered.empty() && static_cast<int>(m_answered.size()) < m_inFlightMax / 2 && inFlight() >= m_inFlightMax / 2;
  }

  // After each act on a payment, once its outcome is durable.
  std::function<void(const PaymentRef&)> onActed;

 private:
  // Of an upstream that answers, without an honest answer about this one: people should look, and asking goes on.
  static constexpr Duration kEscalateAfter = Duration::minutes(15);
  // Why a payment waits for the hour at which its supplier opens.
  static constexpr const char* kCutOff = "cut-off";

  void start(const PaymentRef& ref);
  void startSend(const Payment& payment, int tries);
  void hold(const Payment& payment, VerdictKind kind, const char* why, Instant until, int tries);
  void waitForSupplier(const Payment& payment, int tries);
  void reinquire(const Payment& payment, int tries);
  void reroute(const Payment& payment, const Offer& offer, int tries);
  void arm(const Payment& payment, int tries);
  void pay(const PaymentRef& ref, int tries);
  void startAsk(const Payment& payment, const ports::OutboxTask& task);
  void askNow(const PaymentRef& ref, int tries);
  void noteAsked(const Payment& payment);
  // What the answer to a question about it says of the upstream.
  Upstreams::Call heardOf(const PaymentRef& ref, const Verdict& verdict);
  void probe(Instant now);
  // A quarter of an hour after an upstream has begun to answer people hear of what it leaves open and is not asked about soon.
  void tellWhatStaysOpen(Instant now);
  Duration probeEvery(const UpstreamId& upstream, const Capabilities& capabilities) const;
  void payAgain(const PaymentRef& ref, int attemptNo, const Verdict& notFound, int tries);
  // What a verdict came in answer to; a noted one, to a question, and the upstreams have been told of it already.
  enum class To { Attempt, Question, NotedQuestion };
  void concludeAttempt(const PaymentRef& ref, int attemptNo, const Verdict& heard, To what, int tries);
  // Doubles from 5 s to 60 s.
  static Duration sendAgainAfter(int tries);
  ports::OutboxTask nextQuestion(const Payment& payment, const Verdict& verdict, const Capabilities& capabilities,
                                 int tries);
  bool mustEscalate(const Payment& payment, const Verdict& verdict, Instant nextAsk) const;
  // As it stands: what is told in between changes no waiting.
  std::optional<ports::OutboxTask> taskOf(const PaymentRef& ref) const;
  void waitUntil(const PaymentRef& ref, Instant dueAt);
  // What was decided is durable, or it is tried again a little later.
  void written(const PaymentRef& ref, const Status& status);
  void done(const PaymentRef& ref);
  void release(const PaymentRef& ref);

  Parts m_;
  int m_inFlightMax;
  Instant m_began;
  std::deque<PaymentRef> m_ready;
  std::set<PaymentRef> m_queued;
  std::map<PaymentRef, std::string> m_busy;  // with the product+number key it holds, if it sends
  FeeCaps m_feeCaps;
  std::set<PaymentRef> m_answered;             // of the busy ones: only the commit is missing
  std::set<std::string> m_busyKeys;
  std::map<UpstreamId, std::set<PaymentRef>> m_unreached;  // due, and no way to their upstream
  struct Asked {
    Instant at;         // the last question
    Instant hurriedAt;  // the last one out of turn, to find out whether it is answered
    Instant provenAt;   // the last one out of turn because others were answered
    bool othersAnswered = false;  // between the last two questions
    int passedOver = 0;           // how often others were, and this one was not
    Instant turn;  // when it would have been asked, had it not been hurried; zero: it was not
  };
  Asked askedOf(const Payment& payment) const;
  // When its live attempt was sent, by the clock as it is set now. In the future: by a process of before, under another clock, and
  // nobody knows how long ago.
  Instant sentAt(const Payment& payment) const;
  // Whether the upstream would know a repeat of its live attempt as the same, should it leave now.
  bool isSameOnArrival(const Payment& payment, const Idempotency& known) const;
  // It is asked about then, before its turn.
  void hurryTo(const PaymentRef& ref, Asked asked, Instant at);
  // Whether it is asked about as soon as the upstream allows, by this or anyway.
  bool hurry(const PaymentRef& ref, Instant Asked::*spent);
  // There is a final answer.
  void forget(const PaymentRef& ref) {
    m_asked.erase(ref);
    m_sent.erase(ref);
  }

  std::map<PaymentRef, Asked> m_asked;  // what a restart may forget: due times are written down
  struct Sent {
    Instant written;  // as the attempt has it
    Instant at;       // by the clock as it is set now
  };
  std::map<PaymentRef, Sent> m_sent;  // by this process
  std::map<UpstreamId, Instant> m_probeAt;
  struct Telling {
    Instant answersSince;
    Instant due;
    bool isDone = false;
  };
  std::map<UpstreamId, Telling> m_telling;
};

}  // namespace loket::engine
