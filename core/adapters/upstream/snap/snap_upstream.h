// A bank that speaks SNAP BI as an upstream for cash deposits into accounts: token, signatures and volatile
// headers are made when a call leaves, the body is frozen before. README.md states what it promises.
#pragma once

#include <memory>

#include "core/ports/upstream.h"

namespace loket::adapters::snap {

// `done` runs inside Transport::poll, except where nothing is to be sent (the price list, an attempt whose
// stored bytes are not its own): then before the call returns.
class SnapUpstream final : public ports::Upstream {
 public:
  // A ports::UpstreamFactory. ConfigInvalid names the missing or wrong value ("bank.clientSecret").
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
  bool hasStatement() const override { return true; }
  void statement(const ports::StatementOrder& order, std::function<void(ports::StatementReply)> done) override;
  bool collects(CollectionKind kind) const override;
  void collect(const Collection& collection, std::string_view password,
               std::function<void(CollectionTold)> done) override;
  void askCollection(const Collection& collection, std::function<void(CollectionTold)> done) override;
  void priceList(std::function<void(ports::PriceListReply)> done) override;

 private:
  class Channel;
  struct Statement;
  explicit SnapUpstream(std::shared_ptr<Channel> channel);

  // Wallets and virtual accounts, which run as bills do: asked first, then paid under the name of the
  // question.
  void inquireBill(const ports::InquiryOrder& order, std::function<void(ports::InquiryReply)> done);
  Result<ports::PreparedAttempt> prepareBill(const ports::PaymentOrder& order) const;

  // Shared with the callbacks under way, so that an upstream may be replaced while it waits for an answer.
  std::shared_ptr<Channel> m_channel;
};

}  // namespace loket::adapters::snap
