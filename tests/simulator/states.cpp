#include "tests/simulator/states.h"

#include <algorithm>
#include <array>
#include <deque>
#include <limits>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "core/base/check.h"
#include "core/domain/ledger/ledger.h"
#include "core/domain/payment/decide.h"

namespace loket::simulator {
namespace {

constexpr Instant kNow{1'795'399'509'000};
constexpr std::size_t kForeign = kAttemptsMax;  // the slot of a reference that the journal does not have
constexpr std::size_t kSlots = kForeign + 1;

const UpstreamId kIdempotent("idempotent");
const UpstreamId kRepeats("repeats");  // every request is a payment

enum class Pc : std::uint8_t {
  Idle,
  Staged,    // decided and not on the disk
  ToSend,    // armed on the disk; nothing has left
  Flying,    // the request is on its way
  Answered,  // the answer is on its way, or the sender gives up
  Down,
};
enum class Then : std::uint8_t { Rest, Acknowledge, Send };
enum class Call : std::uint8_t { None, Pay, Ask, Repeat };
enum class Record : std::uint8_t { None, Pending, Paid, Failed };

using PaymentId = std::uint16_t;
constexpr PaymentId kNoPayment = 0;

// One obligation with everything that belongs to it: its row, what the process has in mind, what is on the
// wire, and what the upstreams have done.
struct Local {
  PaymentId disk = kNoPayment;
  PaymentId staged = kNoPayment;
  Pc pc = Pc::Idle;
  Then then = Then::Rest;
  Call call = Call::None;
  std::uint8_t slot = 0;  // of the call
  VerdictKind answer = VerdictKind::Unknown;
  std::array<std::uint8_t, kSlots> late{};  // copies that will arrive though nobody waits for them
  std::array<Record, kSlots> records{};
  std::uint8_t effects = 0;
  bool acknowledged = false;

  auto tie() const {
    return std::tie(disk, staged, pc, then, call, slot, answer, late, records, effects, acknowledged);
  }
  friend bool operator<(const Local& a, const Local& b) { return a.tie() < b.tie(); }
};

// The balances that one payment has made.
using Balances = std::map<std::string, std::int64_t>;

struct Row {
  Payment payment;
  Balances balances;
};

using LocalId = std::uint32_t;

struct Edge {
  LocalId to;
  std::uint16_t label;
  std::uint8_t faults;
};

std::string wordsOf(const Verdict& verdict) {
  return std::string(wordOf(verdict.kind));
}

Verdict verdictOf(VerdictKind kind) {
  Verdict verdict;
  verdict.kind = kind;
  return verdict;
}

// One obligation's steps, made on demand and kept.
class Obligation {
 public:
  explicit Obligation(EnginePlant plant) : m_plant(plant) {
    m_rows.emplace_back();
    idOf(Local{});
  }

  struct Steps {
    std::vector<Edge> alone;
    // With everybody: the process dies, or starts.
    std::vector<Edge> crash;
    std::optional<Edge> restart;
  };
  const Steps& stepsOf(LocalId id) {
    if (id >= m_steps.size())
      m_steps.resize(m_locals.size());
    if (!m_steps[id]) {
      Steps steps;
      m_now = &steps;
      step(Local(m_locals[id]));
      if (id >= m_steps.size())
        m_steps.resize(m_locals.size());
      m_steps[id] = std::move(steps);
    }
    return *m_steps[id];
  }
  // Everything that one obligation can get into with so many faults. From here on there is nothing new.
  void close(int faultsMax) {
    std::vector<int> least{0};
    std::vector<LocalId> open{0};
    while (!open.empty()) {
      const LocalId id = open.back();
      open.pop_back();
      const Steps& steps = stepsOf(id);
      least.resize(m_locals.size(), faultsMax + 1);
      const auto reach = [&](const Edge& edge) {
        const int faults = least[id] + edge.faults;
        if (faults > faultsMax || faults >= least[edge.to])
          return;
        least[edge.to] = faults;
        if (m_violations[edge.to].empty())
          open.push_back(edge.to);
      };
      for (const Edge& edge : steps.alone) reach(edge);
      for (const Edge& edge : steps.crash) reach(edge);
      if (steps.restart)
        reach(*steps.restart);
    }
    // Those beyond the last fault are known by name only.
    m_steps.resize(m_locals.size());
  }
  // What is broken in this state, or was broken on the way to it.
  const std::string& violationOf(LocalId id) const { return m_violations[id]; }
  const std::string& labelOf(std::uint16_t label) const { return m_labels[label]; }
  std::size_t size() const { return m_locals.size(); }
  std::string describe(LocalId id) const {
    const Local& local = m_locals[id];
    return local.disk == kNoPayment ? std::string("no payment")
                                    : std::string(wordOf(m_rows[local.disk].payment.state));
  }
  // Nothing more is owed, or people have it in their hands.
  bool isDone(LocalId id) const {
    const Local& local = m_locals[id];
    if (local.pc != Pc::Idle)
      return false;
    if (local.disk == kNoPayment)
      return !local.acknowledged;
    const PaymentState state = m_rows[local.disk].payment.state;
    return isTerminal(state) || state == PaymentState::Review || state == PaymentState::RefundDue;
  }

 private:
  // ---- interning
  std::uint16_t labelFor(const std::string& text) {
    const auto [at, isNew] = m_labelIds.emplace(text, static_cast<std::uint16_t>(m_labels.size()));
    if (isNew)
      m_labels.push_back(text);
    return at->second;
  }

  PaymentId idOf(Row row) {
    // What no rule looks at is forgotten, so that equal futures are one state.
    Payment& p = row.payment;
    p.reason.clear();
    p.reasonText.clear();
    std::string key =
        fmt::format("{} {} {} {} {} {} {}", wordOf(p.state), p.held.amount(), p.leftover.amount(),
                    p.amount.amount(), p.cost.amount(), p.upstream.str(), p.settledAt.ms != 0);
    for (const Attempt& attempt : p.attempts)
      key +=
          fmt::format(" {}/{}/{}", attempt.attemptRef.str(), attempt.upstream.str(), wordOf(attempt.outcome));
    for (const auto& [account, balance] : row.balances) key += fmt::format(" {}={}", account, balance);
    const auto [at, isNew] = m_rowIds.emplace(key, static_cast<PaymentId>(m_rows.size()));
    if (isNew)
      m_rows.push_back(std::move(row));
    return at->second;
  }

  LocalId idOf(const Local& local, std::string violation = {}) {
    if (violation.empty())
      violation = brokenIn(local);
    const auto [at, isNew] =
        m_localIds.emplace(std::pair(local, violation), static_cast<LocalId>(m_locals.size()));
    if (isNew) {
      m_locals.push_back(local);
      m_violations.push_back(std::move(violation));
    }
    return at->second;
  }

  // A refused attempt of which nothing is left anywhere is like any other.
  PaymentId forgetful(Local& local, PaymentId id) {
    if (id == kNoPayment)
      return id;
    Row row = m_rows[id];
    for (std::size_t i = 0; i < row.payment.attempts.size(); ++i) {
      Attempt& attempt = row.payment.attempts[i];
      const bool isOver =
          attempt.outcome == AttemptOutcome::NotSent || attempt.outcome == AttemptOutcome::Refused;
      if (!isOver || local.late[i] > 0)
        continue;
      // Nothing will come to the upstream that failed it.
      if (local.records[i] == Record::Failed && id == local.disk)
        local.records[i] = Record::None;
      if (local.records[i] != Record::None)
        continue;
      attempt.outcome = AttemptOutcome::Refused;
      attempt.upstream = kIdempotent;
    }
    return idOf(std::move(row));
  }

  void go(const Local& to, const std::string& label, std::uint8_t faults = 0, std::string violation = {}) {
    Local local = to;
    local.disk = forgetful(local, local.disk);
    local.staged = forgetful(local, local.staged);
    m_now->alone.push_back({idOf(local, std::move(violation)), labelFor(label), faults});
  }

  // ---- the rules
  // Decided: on the disk with the next commit. An unlisted step is a violation, not a step.
  void stage(Local local, const Events& events, Then then, const std::string& label) {
    const bool isNew = local.disk == kNoPayment;
    Row row = isNew ? Row{} : m_rows[local.disk];
    std::string violation;
    for (const PaymentEvent& event : events) {
      if (isNew) {
        row.payment = start(std::get<AcceptedEvent>(event.body));
      } else if (!next(row.payment.state, kindOf(event.body))) {
        violation = fmt::format("I15 {} from {}", wordOf(kindOf(event.body)), wordOf(row.payment.state));
        break;
      }
      for (const Posting& posting : postingsFor(row.payment, event)) {
        Money sum;
        for (const Leg& leg : posting.legs()) {
          sum += leg.amount;
          row.balances[nameOf(leg.account)] += leg.amount.amount();
        }
        if (!sum.isZero())
          violation = "I7 a posting that does not sum to zero: " + posting.why();
      }
      if (!isNew)
        apply(row.payment, event);
    }
    for (auto at = row.balances.begin(); at != row.balances.end();)
      at = at->second == 0 ? row.balances.erase(at) : std::next(at);
    local.staged = idOf(std::move(row));
    local.then = then;
    local.pc = Pc::Staged;
    rest(local);
    go(local, label, 0, std::move(violation));
  }

  // No call is under way.
  static void rest(Local& local) {
    local.call = Call::None;
    local.slot = 0;
    local.answer = VerdictKind::Unknown;
  }
  static void call(Local& local, Call call, std::size_t slot) {
    local.pc = Pc::Flying;
    local.call = call;
    local.slot = static_cast<std::uint8_t>(slot);
    local.answer = VerdictKind::Unknown;
  }
  static void answer(Local& local, VerdictKind kind) {
    local.pc = Pc::Answered;
    local.answer = kind;
  }

  const Payment& paymentOf(const Local& local) const { return m_rows[local.disk].payment; }
  std::size_t slotOf(const Payment& payment, const Attempt& attempt) const {
    return static_cast<std::size_t>(&attempt - payment.attempts.data());
  }
  bool isIdempotent(const Local& local, std::size_t slot) const {
    const PaymentId id = local.disk == kNoPayment ? local.staged : local.disk;
    const auto& attempts = m_rows[id].payment.attempts;
    const Attempt* attempt = slot < attempts.size() ? &attempts[slot] : nullptr;
    if (attempt == nullptr && local.staged != kNoPayment)
      attempt = m_rows[local.staged].payment.lastAttempt();
    if (attempt == nullptr)
      attempt = m_rows[id].payment.lastAttempt();
    return attempt == nullptr || attempt->upstream == kIdempotent;
  }

  void step(const Local& at) {
    upstreamsAct(at);
    if (at.pc == Pc::Down) {
      restart(at);
      return;
    }
    crash(at);
    switch (at.pc) {
      case Pc::Idle:
        act(at);
        return;
      case Pc::Staged:
        commit(at);
        if (m_plant == EnginePlant::SendsBeforeCommit && at.then == Then::Send && at.call == Call::None) {
          Local local = at;
          local.call = Call::Pay;
          local.slot = kForeign;
          go(local, "sends");
        }
        if (at.call == Call::Pay)
          arrives(at, kForeign, true);
        return;
      case Pc::ToSend: {
        Local local = at;
        const Payment& payment = paymentOf(local);
        call(local, Call::Pay, payment.attempts.size() - 1);
        go(local, "sends");
        return;
      }
      case Pc::Flying:
        fly(at);
        return;
      case Pc::Answered:
        receive(at);
        if (at.answer != VerdictKind::Unknown && at.answer != VerdictKind::NotSent) {
          Local local = at;
          local.answer = VerdictKind::Unknown;
          go(local, "FAULT answer lost", 1);
        }
        return;
      case Pc::Down:
        return;
    }
  }

  // ---- the engine
  void act(const Local& at) {
    if (at.disk == kNoPayment) {
      for (const UpstreamId& upstream : {kIdempotent, kRepeats}) {
        Payment sale;
        sale.ref = PaymentRef("P");
        sale.kind = ProductKind::Bill;
        sale.amount = Money::rupiah(50);
        sale.serviceFee = Money::rupiah(2);
        sale.cost = sale.amount;
        sale.cash = sale.total();
        sale.offline = true;
        sale.upstream = upstream;
        sale.acceptedAt = kNow;
        const auto events = decideAccept(sale);
        LOKET_CHECK(events.has_value());
        stage(at, *events, Then::Acknowledge, "accepts for " + upstream.str());
      }
      return;
    }
    if (!at.acknowledged) {
      // The same order again finds its payment.
      Local local = at;
      local.acknowledged = true;
      go(local, "tells the customer");
    }
    const Payment& payment = paymentOf(at);
    if (payment.attempts.size() < static_cast<std::size_t>(kAttemptsMax))
      arm(at, payment);
    const UpstreamId& other = payment.upstream == kIdempotent ? kRepeats : kIdempotent;
    if (const auto events = decideReroute(payment, {other, Sku(), payment.cost, {}}, kNow))
      stage(at, *events, Then::Rest, "takes the offer of " + other.str());
    if (payment.state == PaymentState::Pending || payment.state == PaymentState::Suspect) {
      Local local = at;
      call(local, Call::Ask, slotOf(payment, *payment.liveAttempt()));
      go(local, "asks");
      if (const auto events = decideReview(payment, "unanswered", kNow))
        stage(at, *events, Then::Rest, "hands it to people");
    }
    if (const auto events = decideCancel(payment, UserName("sri"), "changed", kNow))
      stage(at, *events, Then::Rest, "cancels");
    if (const auto events = decideRefund(payment, UserName("sri"), kNow))
      stage(at, *events, Then::Rest, "gives back");
    RequotedEvent quote;
    quote.amount = Money::rupiah(40);
    quote.cost = quote.amount;
    if (const auto events = decideRequote(payment, quote, kNow))
      stage(at, *events, Then::Rest, "hears of a smaller bill");
    quote.amount = Money::rupiah(60);
    if (const auto events = decideRequote(payment, quote, kNow))
      stage(at, *events, Then::Rest, "hears of a bill above the ceiling");
    for (const VerdictKind kind : {VerdictKind::Failed, VerdictKind::RefusedForNow})
      if (const auto events = decideRefusedBeforeArm(payment, verdictOf(kind), kNow);
          events && !events->empty())
        stage(at, *events, Then::Rest, "hears before arming: " + wordsOf(verdictOf(kind)));
  }

  void arm(const Local& at, const Payment& payment) {
    Attempt attempt;
    attempt.upstream = payment.upstream;
    attempt.attemptRef = AttemptRef(fmt::format("R{}", payment.attempts.size()));
    attempt.body = attempt.attemptRef.str();
    const auto events = decideArm(payment, attempt, payment.cost, kNow);
    if (!events)
      return;
    // I5: whatever was tried before has done nothing, and nothing of it is still to come.
    std::string broken;
    for (std::size_t i = 0; i < kSlots; ++i)
      if (at.late[i] > 0 || at.records[i] == Record::Pending || at.records[i] == Record::Paid)
        broken = "I5 armed again although an earlier attempt may have paid";
    if (broken.empty())
      stage(at, *events, Then::Send, "arms at " + payment.upstream.str());
    else
      go(at, "arms at " + payment.upstream.str(), 0, broken);
  }

  void commit(const Local& at) {
    Local local = at;
    local.disk = at.staged;
    local.staged = kNoPayment;
    local.then = Then::Rest;
    switch (at.then) {
      case Then::Rest:
        local.pc = Pc::Idle;
        break;
      case Then::Acknowledge:
        local.pc = Pc::Idle;
        local.acknowledged = true;
        break;
      case Then::Send:
        local.pc = Pc::ToSend;
        if (at.call == Call::Pay)  // planted: it has left already
          call(local, Call::Pay, paymentOf(local).attempts.size() - 1);
        break;
    }
    go(local, "commits");
  }

  void receive(const Local& at) {
    const Payment& payment = paymentOf(at);
    const std::size_t slot = at.slot;
    VerdictKind kind = at.answer;
    const bool fromStatus = at.call != Call::Pay;
    const std::string label = "hears " + wordsOf(verdictOf(kind));
    if (at.call == Call::Ask && kind == VerdictKind::NotFound && isIdempotent(at, slot)) {
      Local local = at;
      const bool renames = m_plant == EnginePlant::NewReferenceOnRepeat;
      call(local, Call::Repeat, renames ? kForeign : slot);
      go(local, "hears notFound and sends the same again");
    }
    // A repeat that stayed here leaves what the question was told.
    if (at.call == Call::Repeat && kind == VerdictKind::NotSent)
      kind = VerdictKind::NotFound;
    if (m_plant == EnginePlant::FailsOverOnUnknown && !fromStatus && kind == VerdictKind::Unknown)
      kind = VerdictKind::RefusedForNow;
    if (m_plant == EnginePlant::NotFoundMeansFailed && kind == VerdictKind::NotFound &&
        !isIdempotent(at, slot))
      kind = VerdictKind::Failed;
    Verdict verdict = verdictOf(kind);
    if (kind == VerdictKind::Succeeded)
      verdict.cost = payment.cost;
    // What this upstream has refused for good another one may deliver.
    verdict.elsewhere = Elsewhere::MayBeTried;
    const Events rerouted = decideVerdict(payment, verdict, fromStatus, kNow, OtherOffers::Some);
    if (kind == VerdictKind::Failed && !fromStatus && !rerouted.empty())
      stage(at, rerouted, Then::Rest, label + ", and another may deliver");
    const Events events = decideVerdict(payment, verdict, fromStatus, kNow, OtherOffers::None);
    if (events.empty()) {
      Local local = at;
      local.pc = Pc::Idle;
      rest(local);
      go(local, label);
      return;
    }
    stage(at, events, Then::Rest, label);
  }

  void crash(const Local& at) {
    Local local = at;
    local.pc = Pc::Down;
    local.staged = kNoPayment;
    local.then = Then::Rest;
    rest(local);
    const std::uint16_t label = labelFor("FAULT the process dies");
    m_now->crash.push_back({idOf(local), label, 1});
    // What has left arrives all the same, or does not.
    const bool isOut = at.pc == Pc::Flying || (at.pc == Pc::Staged && at.call == Call::Pay);
    if (isOut && at.call != Call::Ask) {
      ++local.late[at.slot];
      m_now->crash.push_back({idOf(local), label, 1});
    }
  }

  void restart(const Local& at) {
    Local local = at;
    local.pc = Pc::Idle;
    Steps* steps = m_now;
    if (at.disk != kNoPayment) {
      const Payment& payment = paymentOf(at);
      Events events = decideRecovery(payment, kNow);
      if (!events.empty() && m_plant == EnginePlant::AsksNobodyAfterCrash)
        events = {PaymentEvent{payment.ref, kNow, NotSentEvent{payment.liveAttempt()->no, "restart"}}};
      if (!events.empty()) {
        Steps staged;
        m_now = &staged;
        stage(local, events, Then::Rest, "starts");
        m_now = steps;
        m_now->restart = staged.alone.front();
        return;
      }
    }
    m_now->restart = Edge{idOf(local), labelFor("starts"), 0};
  }

  // ---- the wire and the upstreams
  void fly(const Local& at) {
    const std::size_t slot = at.slot;
    Local none = at;
    answer(none, VerdictKind::NotSent);
    go(none, "finds no way");
    Local gone = at;
    answer(gone, VerdictKind::Unknown);
    go(gone, "FAULT request lost", 1);
    if (at.call == Call::Ask) {
      const VerdictKind truth = statusOf(at, slot);
      Local told = at;
      answer(told, truth);
      go(told, "the upstream says " + wordsOf(verdictOf(truth)));
      for (const VerdictKind wrong :
           {VerdictKind::NotFound, VerdictKind::Pending, VerdictKind::RefusedForNow, VerdictKind::Unknown})
        if (wrong != truth) {
          Local lied = at;
          answer(lied, wrong);
          go(lied, "FAULT wrong status " + wordsOf(verdictOf(wrong)), 1);
        }
      return;
    }
    Local late = at;
    ++late.late[slot];
    answer(late, VerdictKind::Unknown);
    go(late, "FAULT request late", 1);
    arrives(at, slot, true);
  }

  VerdictKind statusOf(const Local& local, std::size_t slot) const {
    switch (local.records[slot]) {
      case Record::None:
        return VerdictKind::NotFound;
      case Record::Pending:
        return VerdictKind::Pending;
      case Record::Paid:
        return VerdictKind::Succeeded;
      case Record::Failed:
        return VerdictKind::Failed;
    }
    return VerdictKind::NotFound;
  }

  // A payment request is at the upstream; `isAwaited`: its answer goes out.
  void arrives(const Local& at, std::size_t slot, bool isAwaited) {
    const std::string how = isAwaited ? "the upstream " : "late, the upstream ";
    const auto tell = [&](Local local, VerdictKind kind, const char* does) {
      std::string violation;
      if (local.effects > at.effects)
        violation = paidBy(local, slot);
      if (isAwaited && local.pc != Pc::Staged)
        answer(local, kind);
      go(local, how + does, 0, std::move(violation));
    };
    if (isIdempotent(at, slot) && at.records[slot] != Record::None) {
      tell(at, statusOf(at, slot), "knows it");
      return;
    }
    Local paid = at;
    paid.records[slot] = Record::Paid;
    ++paid.effects;
    tell(paid, VerdictKind::Succeeded, "pays");
    Local pending = at;
    pending.records[slot] = Record::Pending;
    tell(pending, VerdictKind::Pending, "begins");
    Local failed = at;
    failed.records[slot] = Record::Failed;
    tell(failed, VerdictKind::Failed, "fails it");
    tell(at, VerdictKind::RefusedForNow, "refuses");
  }

  void upstreamsAct(const Local& at) {
    for (std::size_t slot = 0; slot < kSlots; ++slot) {
      if (at.late[slot] > 0) {
        Local local = at;
        --local.late[slot];
        arrives(local, slot, false);
      }
      if (at.records[slot] == Record::Pending) {
        Local paid = at;
        paid.records[slot] = Record::Paid;
        ++paid.effects;
        go(paid, "the upstream finishes it", 0, paidBy(paid, slot));
        Local failed = at;
        failed.records[slot] = Record::Failed;
        go(failed, "the upstream gives it up");
      }
    }
  }

  // ---- the invariants
  std::string paidBy(const Local& local, std::size_t slot) const {
    // I1: nothing is executed that the disk does not have.
    if (local.disk == kNoPayment || slot >= paymentOf(local).attempts.size())
      return "I1 executed under a reference that the journal does not have";
    return {};
  }

  std::string brokenIn(const Local& local) const {
    if (local.effects > 1)
      return "I2 paid twice";
    if (local.disk == kNoPayment)
      return local.acknowledged ? "I3 acknowledged and not in the journal" : "";
    const Row& row = m_rows[local.disk];
    const Payment& payment = row.payment;
    if (local.call == Call::Repeat) {
      const Attempt* live = payment.liveAttempt();
      if (live == nullptr || local.slot != slotOf(payment, *live))
        return "I6 sent again under another reference";
    }
    std::int64_t held = 0;
    std::int64_t due = payment.leftover.amount();
    std::int64_t spent = 0;
    switch (payment.state) {
      case PaymentState::Succeeded: {
        if (local.effects != 1)
          return "I4 succeeded without an effect";
        if (local.records[slotOf(payment, *payment.liveAttempt())] != Record::Paid)
          return "I6 succeeded by another attempt than the one executed";
        spent = payment.cost.amount();
        break;
      }
      case PaymentState::Failed:
      case PaymentState::Cancelled:
      case PaymentState::Refunded:
      case PaymentState::Reversed:
        if (local.effects != 0)
          return "I4 not paid by our books, and executed";
        break;
      case PaymentState::RefundDue:
        if (local.effects != 0)
          return "I4 to be given back, and executed";
        due += payment.held.amount();
        break;
      case PaymentState::Accepted:
        if (local.effects != 0)
          return "I4 not sent by our books, and executed";
        held = payment.held.amount();
        break;
      case PaymentState::Sending:
      case PaymentState::Pending:
      case PaymentState::Suspect:
      case PaymentState::Review:
        held = payment.held.amount();
        break;
    }
    return moneyIn(row, held, due, spent);
  }

  static std::string moneyIn(const Row& row, std::int64_t held, std::int64_t due, std::int64_t spent) {
    std::int64_t sum = 0;
    std::int64_t deposits = 0;
    for (const auto& [name, balance] : row.balances) {
      sum += balance;
      if (name.rfind("deposit:", 0) == 0)
        deposits += balance;
    }
    const auto balanceOf = [&row](const char* name) {
      const auto at = row.balances.find(name);
      return at == row.balances.end() ? 0 : at->second;
    };
    if (sum != 0)
      return "I7 the books do not balance";
    if (balanceOf("held") != -held || balanceOf("refundsDue") != -due || deposits != -spent)
      return "I7 the books say something else than the payment";
    return {};
  }

  EnginePlant m_plant;
  std::deque<Row> m_rows;  // looked at while it grows
  std::map<std::string, PaymentId> m_rowIds;
  std::vector<Local> m_locals;
  std::vector<std::string> m_violations;
  std::map<std::pair<Local, std::string>, LocalId> m_localIds;
  std::vector<std::optional<Steps>> m_steps;
  std::vector<std::string> m_labels;
  std::map<std::string, std::uint16_t> m_labelIds;
  Steps* m_now = nullptr;
};

// The states of both obligations, in the order they were found, each once. The obligations are alike, so
// which is which does not matter.
class Found {
 public:
  struct Entry {
    std::uint16_t a;
    std::uint16_t b;
    std::uint16_t label;
    std::uint16_t faults;
    std::uint32_t from;
  };
  explicit Found(std::size_t locals)
      : m_locals(locals), m_bits((static_cast<std::size_t>(kFaultsMax) + 1) * locals * locals, false) {}
  void add(LocalId a, LocalId b, int faults, std::size_t from, std::uint16_t label) {
    if (a > b)
      std::swap(a, b);
    const std::size_t bit = (static_cast<std::size_t>(faults) * m_locals + a) * m_locals + b;
    if (m_bits[bit])
      return;
    m_bits[bit] = true;
    m_entries.push_back({static_cast<std::uint16_t>(a), static_cast<std::uint16_t>(b), label,
                         static_cast<std::uint16_t>(faults), static_cast<std::uint32_t>(from)});
  }
  std::size_t size() const { return m_entries.size(); }
  const Entry& operator[](std::size_t index) const { return m_entries[index]; }

 private:
  std::size_t m_locals;
  std::vector<bool> m_bits;
  std::vector<Entry> m_entries;
};

// I17: from every state of an obligation a way without faults leads to its end. The obligations do not hinder
// each other, so one after the other comes to its end from every state of both.
std::string stuckIn(Obligation& obligation, const std::vector<bool>& seen) {
  std::vector<std::vector<LocalId>> before(seen.size());
  std::vector<LocalId> reached;
  std::vector<bool> ends(seen.size(), false);
  for (LocalId id = 0; id < seen.size(); ++id) {
    if (!seen[id])
      continue;
    const Obligation::Steps& steps = obligation.stepsOf(id);
    for (const Edge& edge : steps.alone)
      if (edge.faults == 0)
        before[edge.to].push_back(id);
    if (steps.restart)
      before[steps.restart->to].push_back(id);
    if (obligation.isDone(id)) {
      ends[id] = true;
      reached.push_back(id);
    }
  }
  while (!reached.empty()) {
    const LocalId id = reached.back();
    reached.pop_back();
    for (const LocalId earlier : before[id])
      if (!ends[earlier]) {
        ends[earlier] = true;
        reached.push_back(earlier);
      }
  }
  for (LocalId id = 0; id < seen.size(); ++id)
    if (seen[id] && !ends[id])
      return "I17 no way out: " + obligation.describe(id);
  return {};
}

}  // namespace

Exploration exploreStates(EnginePlant plant) {
  Obligation obligation(plant);
  obligation.close(kFaultsMax);
  LOKET_CHECK(obligation.size() <= std::numeric_limits<std::uint16_t>::max());
  Exploration result;
  Found found(obligation.size());
  found.add(0, 0, 0, 0, 0);
  std::size_t level = 1;
  for (std::size_t index = 0; index < found.size() && result.violation.empty(); ++index) {
    if (index == level) {
      ++result.depth;
      level = found.size();
    }
    const Found::Entry at = found[index];
    for (const LocalId id : {at.a, at.b})
      if (result.violation.empty())
        result.violation = obligation.violationOf(id);
    if (!result.violation.empty()) {
      for (std::size_t step = index; step != 0; step = found[step].from)
        result.trace.push_back(obligation.labelOf(found[step].label));
      std::reverse(result.trace.begin(), result.trace.end());
      break;
    }
    const auto move = [&](LocalId to, LocalId other, const Edge& edge) {
      if (at.faults + edge.faults > kFaultsMax)
        return;
      ++result.transitions;
      found.add(to, other, at.faults + edge.faults, index, edge.label);
    };
    const Obligation::Steps& mine = obligation.stepsOf(at.a);
    const Obligation::Steps& theirs = obligation.stepsOf(at.b);
    for (const Edge& edge : mine.alone) move(edge.to, at.b, edge);
    if (at.a != at.b)
      for (const Edge& edge : theirs.alone) move(edge.to, at.a, edge);
    for (const Edge& one : mine.crash)
      for (const Edge& two : theirs.crash) move(one.to, two.to, one);
    if (mine.restart && theirs.restart)
      move(mine.restart->to, theirs.restart->to, *mine.restart);
  }
  result.states = found.size();
  if (!result.violation.empty())
    return result;
  std::vector<bool> seen(obligation.size(), false);
  for (std::size_t index = 0; index < found.size(); ++index) {
    seen[found[index].a] = true;
    seen[found[index].b] = true;
  }
  result.obligationStates = static_cast<std::uint64_t>(std::count(seen.begin(), seen.end(), true));
  result.violation = stuckIn(obligation, seen);
  return result;
}

}  // namespace loket::simulator
