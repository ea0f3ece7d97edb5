// An upstream that answers what a test tells it to, and remembers every call: what the far side knows is the
// truth that the counter's books are compared with.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/ports/upstream.h"

namespace loket::tests {

Verdict verdictOf(VerdictKind kind, std::string code = {});
// Keeps every promise an upstream can make, but for sending again.
Capabilities wellBehaved();
Verdict successOf(std::string serial, Money cost = {});

// The far side's state and its orders for the next calls. Outlives every upstream that is made from it.
struct Script {
  struct Call {
    std::string what;  // "pay", "ask", "inquire", "balance"
    Attempt attempt;
    Instant at;
  };
  // Called when the call goes out, before any answer.
  std::function<void(const Attempt&)> whenPaying;
  std::function<Verdict(const Attempt&)> onPay;
  std::function<Verdict(const Attempt&)> onAsk;
  std::function<ports::InquiryReply(const ports::InquiryOrder&)> onInquire;
  std::function<ports::BalanceReply()> onBalance;
  std::function<Result<ports::PreparedAttempt>(const ports::PaymentOrder&)> onPrepare;
  std::function<ports::PriceListReply(const UpstreamId&)> onPriceList;
  // The price of one code, and how often prices may be asked for; no limit where it is not set.
  std::function<ports::PriceListReply(const Sku&)> onPrice;
  ports::PriceLimits priceLimits;
  // Money from customers; nothing of it where it is not set.
  std::function<CollectionTold(const Collection&, const std::string& password)> onCollect;
  std::function<CollectionTold(const Collection&)> onAskCollection;
  std::function<ports::StatementReply()> onStatement;
  // What a notice says, whose body is the reference and whose signature is "signed"; no notices where it is not set.
  std::function<Verdict(const Attempt&)> onNotice;
  // Those that nobody gets through to.
  std::set<UpstreamId> away;
  // Those that take several months of a bill at once.
  std::set<UpstreamId> byTheMonth;
  Capabilities capabilities;
  Duration latency = Duration::millis(200);
  // How a delayed call is made: the test's transport.
  std::function<void(Duration, std::function<void()>)> later;

  std::vector<Call> calls;
  int paying = 0;
  int payingMost = 0;

  Script();
  std::vector<Call> callsOf(const std::string& what) const;
};

class ScriptedUpstream final : public ports::Upstream {
 public:
  ScriptedUpstream(UpstreamId id, Script& script, ports::Clock& clock)
      : m_id(std::move(id)), m_script(script), m_clock(clock) {}

  const UpstreamId& id() const override { return m_id; }
  Capabilities capabilities(ProductKind) const override { return m_script.capabilities; }
  bool canInquire(ProductKind kind, Family) const override { return kind != ProductKind::Prepaid; }
  bool takesMonths(ProductKind, Family) const override { return m_script.byTheMonth.count(m_id) > 0; }
  void inquire(const ports::InquiryOrder& order, std::function<void(ports::InquiryReply)> done) override;
  Result<ports::PreparedAttempt> prepare(const ports::PaymentOrder& order) const override;
  void pay(const Attempt& attempt, std::function<void(Verdict)> done) override;
  void ask(const Attempt& attempt, std::function<void(Verdict)> done) override;
  void balance(std::function<void(ports::BalanceReply)> done) override;
  void priceList(std::function<void(ports::PriceListReply)> done) override;
  ports::PriceLimits priceLimits() const override { return m_script.priceLimits; }
  void price(const Sku& sku, ProductKind kind, std::function<void(ports::PriceListReply)> done) override;
  bool hasStatement() const override { return m_script.onStatement != nullptr; }
  void statement(const ports::StatementOrder& order, std::function<void(ports::StatementReply)> done) override;
  bool collects(CollectionKind) const override { return m_script.onCollect != nullptr; }
  void collect(const Collection& collection, std::string_view password,
               std::function<void(CollectionTold)> done) override;
  void askCollection(const Collection& collection, std::function<void(CollectionTold)> done) override;
  Result<ports::NoticeReading> readNotice(const Notice& notice) const override;

 private:
  void note(const std::string& what, const Attempt& attempt);
  bool isAway() const { return m_script.away.count(m_id) > 0; }
  static Verdict notSent();

  UpstreamId m_id;
  Script& m_script;
  ports::Clock& m_clock;
};

}  // namespace loket::tests
