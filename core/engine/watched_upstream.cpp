#include "core/engine/watched_upstream.h"

#include <utility>

namespace loket::engine {
namespace {

class Watched final : public ports::Upstream {
 public:
  Watched(std::unique_ptr<ports::Upstream> upstream, std::function<void()> onAnswer)
      : m_upstream(std::move(upstream)), m_onAnswer(std::move(onAnswer)) {}

  const UpstreamId& id() const override { return m_upstream->id(); }
  Capabilities capabilities(ProductKind kind) const override { return m_upstream->capabilities(kind); }
  bool canInquire(ProductKind kind, Family family) const override {
    return m_upstream->canInquire(kind, family);
  }
  bool takesMonths(ProductKind kind, Family family) const override {
    return m_upstream->takesMonths(kind, family);
  }
  Result<ports::PreparedAttempt> prepare(const ports::PaymentOrder& order) const override {
    return m_upstream->prepare(order);
  }
  void inquire(const ports::InquiryOrder& order, std::function<void(ports::InquiryReply)> done) override {
    m_upstream->inquire(order, told(std::move(done)));
  }
  void pay(const Attempt& attempt, std::function<void(Verdict)> done) override {
    m_upstream->pay(attempt, told(std::move(done)));
  }
  void ask(const Attempt& attempt, std::function<void(Verdict)> done) override {
    m_upstream->ask(attempt, told(std::move(done)));
  }
  void balance(std::function<void(ports::BalanceReply)> done) override {
    m_upstream->balance(told(std::move(done)));
  }
  void priceList(std::function<void(ports::PriceListReply)> done) override {
    m_upstream->priceList(told(std::move(done)));
  }
  ports::PriceLimits priceLimits() const override { return m_upstream->priceLimits(); }
  void price(const Sku& sku, ProductKind kind, std::function<void(ports::PriceListReply)> done) override {
    m_upstream->price(sku, kind, told(std::move(done)));
  }
  bool hasStatement() const override { return m_upstream->hasStatement(); }
  void statement(const ports::StatementOrder& order, std::function<void(ports::StatementReply)> done) override {
    m_upstream->statement(order, told(std::move(done)));
  }
  bool collects(CollectionKind kind) const override { return m_upstream->collects(kind); }
  void collect(const Collection& collection, std::string_view password,
               std::function<void(CollectionTold)> done) override {
    m_upstream->collect(collection, password, told(std::move(done)));
  }
  void askCollection(const Collection& collection, std::function<void(CollectionTold)> done) override {
    m_upstream->askCollection(collection, told(std::move(done)));
  }
  std::vector<std::string> ticketBanks() const override { return m_upstream->ticketBanks(); }
  void askTicket(const ports::TicketOrder& order, std::function<void(ports::TicketReply)> done) override {
    m_upstream->askTicket(order, told(std::move(done)));
  }
  Result<ports::NoticeReading> readNotice(const Notice& notice) const override {
    return m_upstream->readNotice(notice);
  }

 private:
  template <typename Answer>
  std::function<void(Answer)> told(std::function<void(Answer)> done) const {
    return [onAnswer = m_onAnswer, done = std::move(done)](Answer&& answer) {
      onAnswer();
      done(std::move(answer));
    };
  }
  std::unique_ptr<ports::Upstream> m_upstream;
  std::function<void()> m_onAnswer;
};

}  // namespace

std::unique_ptr<ports::Upstream> watched(std::unique_ptr<ports::Upstream> upstream,
                                         std::function<void()> onAnswer) {
  return std::make_unique<Watched>(std::move(upstream), std::move(onAnswer));
}

}  // namespace loket::engine
