// A Digiflazz buyer account as an upstream: which call answers which question, and what the transport's
// evidence means for it. README.md states what it promises.
#pragma once

#include <memory>

#include "core/ports/upstream.h"

namespace loket::adapters::digiflazz {

// `done` runs inside Transport::poll, except where nothing can be sent (an attempt whose stored bytes are not
// its own, a kind this protocol does not have): then before the call returns.
class DigiflazzUpstream final : public ports::Upstream {
 public:
  // A ports::UpstreamFactory. ConfigInvalid names the missing value ("digi.apiKey").
  static Result<std::unique_ptr<ports::Upstream>> create(const UpstreamSettings& settings,
                                                         const ports::UpstreamWorld& world);

  const UpstreamId& id() const override;
  Capabilities capabilities(ProductKind kind) const override;
  bool canInquire(ProductKind kind, Family family) const override;
  void inquire(const ports::InquiryOrder& order, std::function<void(ports::InquiryReply)> done) override;
  Result<ports::PreparedAttempt> prepare(const ports::PaymentOrder& order) const override;
  void pay(const Attempt& attempt, std::function<void(Verdict)> done) override;
  void ask(const Attempt& attempt, std::function<void(Verdict)> done) override;
  void balance(std::function<void(ports::BalanceReply)> done) override;
  void priceList(std::function<void(ports::PriceListReply)> done) override;
  ports::PriceLimits priceLimits() const override;
  void price(const Sku& sku, ProductKind kind, std::function<void(ports::PriceListReply)> done) override;
  std::vector<std::string> ticketBanks() const override { return {"BCA", "MANDIRI", "BRI", "BNI", "Flip", "ShopeePay"}; }
  void askTicket(const ports::TicketOrder& order, std::function<void(ports::TicketReply)> done) override;
  Result<ports::NoticeReading> readNotice(const Notice& notice) const override;

 private:
  struct Channel;
  explicit DigiflazzUpstream(std::shared_ptr<const Channel> channel);

  // Shared with the callbacks under way, so that an upstream may be replaced while it waits for an answer.
  std::shared_ptr<const Channel> m_channel;
};

}  // namespace loket::adapters::digiflazz
