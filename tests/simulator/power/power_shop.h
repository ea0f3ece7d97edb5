// The shop of one plan, from inside: the program's lives on the simulated disk, what happens in them, and what must hold.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/adapters/store/home_store.h"
#include "core/engine/engine.h"
#include "core/ports/journal.h"
#include "tests/simulator/memory_store.h"
#include "tests/simulator/power/bank.h"
#include "tests/simulator/power/power_disk.h"
#include "tests/simulator/power/power_journal.h"
#include "tests/simulator/power/power_wire.h"
#include "tests/simulator/power/premises.h"
#include "tests/simulator/power/shop.h"
#include "tests/support/virtual_world.h"

struct sqlite3;

namespace loket::simulator {

inline const api::Second kNobodyElse{{}, {}, {}, true};

// What becomes of the first request for a number.
enum class Fate { Succeeds, AnswerLost, RequestLost, Refused, RefusedHere, RefusedHereThenLost, NoWay };

class PowerShop;

class Biller final : public ports::Upstream {
 public:
  Biller(UpstreamId id, PowerShop& shop) : m_id(std::move(id)), m_shop(shop) {}
  const UpstreamId& id() const override { return m_id; }
  Capabilities capabilities(ProductKind) const override {
    Capabilities promises;
    promises.signedOff = "2026-11-23";
    promises.status = StatusMeaning::ReadOnly;
    promises.askAfter = {Duration::seconds(60), Duration::seconds(120)};
    promises.askUntil = Duration::minutes(3);
    promises.refusals = {"54", "70"};
    return promises;
  }
  bool canInquire(ProductKind kind, Family) const override { return kind == ProductKind::Bill; }
  Result<ports::PreparedAttempt> prepare(const ports::PaymentOrder& order) const override {
    return ports::PreparedAttempt{"/pay", order.attemptRef.str() + "|" + order.number};
  }
  void inquire(const ports::InquiryOrder& order, std::function<void(ports::InquiryReply)> done) override;
  void pay(const Attempt& attempt, std::function<void(Verdict)> done) override;
  void ask(const Attempt& attempt, std::function<void(Verdict)> done) override;
  void balance(std::function<void(ports::BalanceReply)> done) override;
  bool hasStatement() const override { return m_id == theBank(); }
  void statement(const ports::StatementOrder& order, std::function<void(ports::StatementReply)> done) override;
  void priceList(std::function<void(ports::PriceListReply)> done) override { done({}); }
  bool collects(CollectionKind kind) const override { return kind == CollectionKind::Qris && m_id == theBank(); }
  void collect(const Collection& collection, std::string_view password, std::function<void(CollectionTold)> done) override;
  void askCollection(const Collection& collection, std::function<void(CollectionTold)> done) override;

 private:
  UpstreamId m_id;
  PowerShop& m_shop;
};

class PowerShop {
 public:
  PowerShop(const PowerPlan& plan, Telling telling);
  ~PowerShop();
  PowerShop(const PowerShop&) = delete;
  PowerShop& operator=(const PowerShop&) = delete;

  PowerOutcome run();

  // What the upstream meets.
  bool isDead() const { return m_disk.isOff(); }
  void later(Duration delay, std::function<void()> call) { m_wire.later(delay, std::move(call)); }
  void pay(const Attempt& attempt, std::function<void(Verdict)> done);
  void ask(const Attempt& attempt, std::function<void(Verdict)> done);
  Bank& bank() { return m_bank; }
  Instant now() { return m_clock.now(); }

 private:
  class Gate;
  class Paper;

  static Verdict successOf(const AttemptRef& ref);
  bool ok() const { return m_violation.empty(); }
  void note(std::string what);
  void violate(std::string why);

  // Lives of the program.
  void planNext();
  void countFirstLife();
  void end();
  // The program is gone or has said that it cannot go on.
  bool mustBoot() const { return m_disk.isOff() || m_engine == nullptr || m_stopped; }
  void boot();
  bool open();
  Result<std::unique_ptr<adapters::SqlcipherStore>> openStore();
  void probeStopped();
  bool turnUntil(const std::function<bool()>& done, int turnsMax);

  // What happens in a shop.
  static api::SellRequest requestFor(const char* product, std::string number, int n);
  void take(Step step);
  void sell(const char* product, Fate fate, api::Connectivity connectivity, const char* bon = "");
  void sellGroup();
  void cashOut();
  void topUp();
  void decide();
  // Whoever's program died asks again. Something when it was said to be done; `turns`: how long an answer is waited for.
  template <typename T>
  std::optional<T> asked(int turns, const std::function<void(api::Reply<T>)>& ask);
  std::optional<api::TillView> atTheTill(const api::TillCommand& command);
  void await(const PaymentRef& ref);
  void sync(api::SyncRequest::Until until, Duration limit);
  void giveBack();
  void print();
  void receipt();

  // Money collected by a code.
  std::optional<CollectionId> openCode(const api::CollectionOpening& opening);
  std::optional<CollectionId> openSaleCode();
  void payOutTwice(const CollectionId& id);
  void collectCash();
  void sellByCode();
  void giveUpCode();
  void expireCode();
  void settleCollections();
  void judgeCollections();
  void judgeCollectionsAtEnd();
  static std::optional<std::string> differenceInCollections(const Disk& model, const ports::TillState& till);

  // A settlement file, and what follows from it.
  void reconcile();
  std::string settlementOfToday() const;
  std::optional<reconcile::Run> readSettlement();
  std::vector<std::int64_t> proposalsOf(const reconcile::Run& run);
  void applyProposals(const reconcile::Run& run, const std::vector<std::int64_t>& numbers);
  void judgeApplied();
  std::optional<std::string> differenceInRuns(const Disk& model);
  std::optional<std::string> differenceInApplied(const Disk& model);

  // What must hold.
  void settleAll();
  bool settled() const;
  void judgeDisk();
  std::optional<std::string> differenceTo(const Disk& model);
  std::optional<std::string> differenceInMoney(const Disk& model);
  void judgeEnd();
  void judgeTree();
  void judgeLeaves();
  void judgeSecrecy();
  void judgeOtherKey();
  void judgeSecondProgram();
  void committed(const ports::UnitOfWork& work);
  void loseTheDatabase();
  std::vector<std::string> rowsOf(const char* sql);

  const PowerPlan& m_plan;
  bool m_tells;
  PowerOutcome m_outcome;
  PowerDisk m_disk;
  PowerJournal m_journal;
  tests::VirtualClock m_clock;
  Wire m_wire;
  tests::SeededEntropy m_entropy;
  tests::SilentLog m_log;
  tests::RecordingProbe m_probe;
  std::unique_ptr<adapters::SqlcipherStore> m_real;
  std::unique_ptr<Gate> m_gate;
  std::unique_ptr<engine::Engine> m_engine;
  sqlite3* m_sqlite = nullptr;
  bool m_stopped = false;
  bool m_queuedPrint = false;
  std::size_t m_nextEvent = 0;
  int m_sales = 0;
  PaymentRef m_last;
  // What was committed for certain, and the unit of work of which nobody knows.
  Disk m_model;
  std::optional<ports::UnitOfWork> m_inFlight;
  ports::JournalHead m_tree;
  // What the world outside has seen.
  std::set<PaymentRef> m_acknowledged;
  std::map<PaymentRef, int> m_papers;
  std::map<AttemptRef, std::string> m_sent;
  std::map<std::string, Fate> m_fates;
  std::map<std::string, int> m_effects;
  std::set<AttemptRef> m_paidRefs;
  std::map<AttemptRef, Verdict> m_refused;
  Bank m_bank;
  std::map<std::string, int> m_handedOut;
  std::map<CollectionId, int> m_collectedOut;
  std::set<std::string> m_applied;
  std::string m_violation;
};

template <typename T>
std::optional<T> PowerShop::asked(int turns, const std::function<void(api::Reply<T>)>& ask) {
  for (int tries = 0; tries < 4 && ok(); ++tries) {
    if (mustBoot())
      boot();
    if (mustBoot())
      return std::nullopt;
    const auto answer = std::make_shared<std::optional<Result<T>>>();
    ask([this, answer](Result<T> told) {
      // What a dead program says reaches nobody.
      if (isDead())
        return;
      if (!told)
        note("refused: " + std::string(wordOf(told.error().code)) + " " + told.error().detail);
      answer->emplace(std::move(told));
    });
    turnUntil([answer] { return answer->has_value(); }, turns);
    if (*answer && **answer)
      return ***answer;
    if (*answer && !mustBoot())
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace loket::simulator
