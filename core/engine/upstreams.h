// The configured upstreams, what they say of our deposits, and which of them can be reached. Evidence is what calls
// tell: an honest answer of any kind proves the way to that upstream, a proven failure to connect proves that there
// is none. One that is down says nothing of the others; the counter is offline when none can be reached.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "core/domain/routing/breaker.h"
#include "core/base/result.h"
#include "core/engine/signed_transport.h"
#include "core/ports/log.h"
#include "core/ports/upstream.h"

namespace loket::engine {

class Upstreams {
 public:
  struct Deposit {
    Money balance;
    Instant asOf;  // zero: never heard
  };

  Upstreams(ports::UpstreamFactory factory, ports::UpstreamWorld world, ports::Log& log)
      : m_factory(std::move(factory)), m_world(world), m_log(log) {}

  // Of requests to those that want to know the terminal; without it none of them is sent anything.
  void setSigning(SignRequest sign, Later later) {
    m_sign = std::move(sign);
    m_later = std::move(later);
  }
  Status configure(const std::vector<UpstreamSettings>& settings);
  ports::Upstream* find(const UpstreamId& id);
  bool has(const UpstreamId& id) const { return m_upstreams.count(id) > 0; }
  // What may be relied on there; the worst for one that is not configured. Stays until they are configured anew.
  const Capabilities& promisesOf(const UpstreamId& id, ProductKind kind) const;
  // None for one that is not configured.
  ports::PriceLimits priceLimitsOf(const UpstreamId& id) const;
  bool empty() const { return m_upstreams.empty(); }
  std::vector<UpstreamId> ids() const;

  // What a call to an upstream said about the way to it.
  void note(const UpstreamId& id, const Verdict& verdict);
  // The same for an attempt at a payment, or a question about one: also whether new ones should go there. An
  // odd question is about one that stays unanswered while others are answered: it says something about that
  // one only.
  enum class Call { Attempt, Question, OddQuestion };
  void noteAttempt(const UpstreamId& id, const Verdict& verdict, Call call);
  bool reaches(const UpstreamId& id) const;
  // Whether a new attempt may go there now, or it is left in peace for a while. Says nothing about questions.
  bool admits(const UpstreamId& id) const;
  Instant restsUntil(const UpstreamId& id) const;
  // A new attempt goes out.
  void sent(const UpstreamId& id);
  int successPermille(const UpstreamId& id) const;
  // Since when what it was sent about payments goes unanswered, whatever else it answers; nothing while it is
  // answered.
  std::optional<Instant> muteSince(const UpstreamId& id) const;
  // It was asked about payments in another process, and nobody knows whether it was answered.
  void presumeMute(const UpstreamId& id);
  // Those that are mute although the rest of them answers.
  std::vector<UpstreamId> answeringButMute() const;
  // Its last honest word about any payment; zero: none in this process.
  Instant answeredAt(const UpstreamId& id) const;
  // Since when it has been answering as far as is known; nothing while it does not.
  std::optional<Instant> answersSince(const UpstreamId& id) const;
  // The wall clock was set.
  void shift(Duration by);
  // What was wrong with the last call: why it is not reached ("connect", "certificate-name"), or what its
  // answer was instead of one ("html", "timeout"). Empty while it answers honestly.
  std::string whyNot(const UpstreamId& id) const;
  bool takesMonths(const UpstreamId& id, ProductKind kind, Family family) const;
  // How far its clock is ahead of ours, by its last answer that told; nothing before that.
  std::optional<Duration> clockAhead(const UpstreamId& id) const;
  // Of the last change at that upstream; zero while there was none.
  Instant changedAt(const UpstreamId& id) const;
  // One of them has said something in this process: there is a network beyond doubt.
  bool heard() const { return m_online && m_heard; }
  // Any of them can be reached.
  bool online() const { return m_online; }
  Instant onlineSince() const { return m_changedAt; }

  std::optional<Deposit> deposit(const UpstreamId& id) const;
  void restore(const UpstreamId& id, Deposit deposit) { m_deposits[id] = deposit; }
  // A success took this much; keeps the figure right until the upstream is asked again.
  void spent(const UpstreamId& id, Money cost);
  // Asks one upstream; the verdict also is the freshest word on the network.
  void refresh(const UpstreamId& id, std::function<void(const Verdict&)> done);
  // Asks all; `done` when the last has answered.
  void refreshAll(std::function<void()> done);

  // When a heartbeat should ask again: soon where nobody answers, seldom elsewhere. Nothing while all that are due
  // are being asked.
  std::optional<Instant> nextBeat() const;
  Instant nextBeat(const UpstreamId& id) const;
  // Asks those that are due. Returns at once.
  void beat(Instant now);

  // It answers again after it had fallen silent: to all that is asked, or to the balance, while its
  // transactions may be as dead as they were.
  enum class Recovery { Whole, Unproven };
  std::function<void(const UpstreamId&, Recovery)> onRecovered;
  // The way to one of them opened or closed.
  std::function<void(const UpstreamId&, bool reachable)> onReach;
  // There is an answer, and nobody has acted on it yet.
  std::function<void()> onAnswer;
  // Whether something of ours was under way there from the question to its answer: then nobody knows what the
  // figure has.
  enum class Meanwhile { Still, Moving };
  std::function<void(const UpstreamId&, const Deposit&, Meanwhile)> onDeposit;
  // Whether the books know all that moves this deposit. Asked before each question about it.
  std::function<Meanwhile(const UpstreamId&)> meanwhileAt;

 private:
  ports::UpstreamFactory m_factory;
  ports::UpstreamWorld m_world;
  ports::Log& m_log;
  SignRequest m_sign;
  Later m_later;
  // Replaced upstreams may still have calls under way: theirs are kept too.
  std::vector<std::unique_ptr<ports::Transport>> m_transports;
  std::map<UpstreamId, std::unique_ptr<ports::Upstream>> m_upstreams;
  // Replaced ones may still have calls under way; they are kept until the process ends.
  std::vector<std::unique_ptr<ports::Upstream>> m_retired;
  std::map<UpstreamId, CutOff> m_closed;  // as the shop has set it
  // As far as they were asked for: every step of a payment looks at them.
  mutable std::map<UpstreamId, std::map<ProductKind, Capabilities>> m_promises;
  std::map<UpstreamId, Deposit> m_deposits;
  std::map<UpstreamId, std::uint64_t> m_sent;  // attempts, in this process
  struct Way {
    bool open = true;
    std::string why;  // the word for what was wrong with the last call; empty: nothing
    bool beating = false;
    Instant changedAt;
    Instant nextBeat;
    bool silent = false;      // the last call was sent and not answered honestly
    Instant heardAt;          // the last honest word; zero: none in this process
    std::optional<Instant> muteSince;
    Instant answeredAt;
    Breaker breaker;
    std::optional<Duration> clockAhead;
  };
  // Whether it was down or silent before this word.
  bool hear(const UpstreamId& id, const Verdict& verdict);
  // How reliably it delivers, by the answer to an attempt itself.
  void noteEnd(const UpstreamId& id, const Verdict& verdict);
  void changeWay(const UpstreamId& id, Way& way, bool open, const std::string& why);

  std::map<UpstreamId, Way> m_ways;
  bool m_online = true;
  bool m_heard = false;
  Instant m_changedAt;
};

}  // namespace loket::engine
