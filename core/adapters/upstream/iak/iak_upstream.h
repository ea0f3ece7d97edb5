// An IAK account as an upstream: which call answers which question, and what the transport's evidence means for it.
// README.md states what it promises.
#pragma once

#include <memory>

#include "core/ports/upstream.h"

namespace loket::adapters::iak {

// `done` runs inside Transport::poll, except where nothing can be sent (an attempt whose stored bytes are not its own, a
// kind this protocol does not have): then before the call returns.
class IakUpstream final : public ports::Upstream {
 public:
  // A ports::UpstreamFactory. The settings' url is the prepaid API's; the value `postpaidUrl` the other's.
  // ConfigInvalid names the missing value ("iak.apiKey").
  static Result<std::unique_ptr<ports::Upstream>> create(const UpstreamSettings& settings,
                                                         const ports::UpstreamWorld& world);

  const UpstreamId& id() const override;
  Capabilities capabilities(ProductKind kind) const override;
  bool takesMonths(ProductKind kind, Family family) const override;
  bool canInquire(ProductKind kind, Family family) const override;
  void inquire(const ports::InquiryOrder& order, std::function<void(ports::InquiryReply)> done) override;
  Result<ports::PreparedAttempt> prepare(const ports::PaymentOrder& order) const override;
  void pay(const Attempt& attempt, std::function<void(Verdict)> done) override;
  void ask(const Attempt& attempt, std::function<void(Verdict)> done) override;
  void balance(std::function<void(ports::BalanceReply)> done) override;
  void priceList(std::function<void(ports::PriceListReply)> done) override;

 private:
  struct Channel;
  explicit IakUpstream(std::shared_ptr<const Channel> channel);

  // Shared with the callbacks under way, so that an upstream may be replaced while it waits for an answer.
  std::shared_ptr<const Channel> m_channel;
};

}  // namespace loket::adapters::iak
