// One upstream, bank or aggregator, as the engine sees it. A codec behind it builds and reads the bytes; the
// engine decides when. Callbacks run on the engine's thread inside Transport::poll.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/domain/catalogue/product.h"
#include "core/domain/payment/payment.h"
#include "core/domain/payment/verdict.h"
#include "core/domain/routing/capabilities.h"
#include "core/domain/routing/notice.h"
#include "core/domain/routing/upstream_settings.h"
#include "core/domain/till/cash_out.h"
#include "core/domain/till/collection.h"
#include "core/ports/clock.h"
#include "core/ports/entropy.h"
#include "core/ports/http.h"

namespace loket::ports {

// In `Details`, what the upstream calls an inquiry where its payment must name it (IAK's tr_id).
inline constexpr const char* kInquiryId = "inquiryId";

struct InquiryOrder {
  Sku sku;
  ProductKind kind = ProductKind::Prepaid;
  Family family = Family::Other;
  std::string number;
  Money amount;           // transfers
  AttemptRef attemptRef;  // bills: the reference the inquiry opens and the payment uses
  InquiryFields fields = {};  // of the families that ask for more than a number
};

// What an inquiry told. For prepaid goods only the name (and tariff) is filled.
struct InquiryReply {
  Verdict verdict;        // Succeeded, Failed (no such number, no bill), RefusedForNow, NotSent, Unknown ...
  std::string customerName;
  Money amount;           // bills: the bill without the upstream's admin
  Money adminFee;         // bills: admin on top, as the customer pays it
  Money cost;             // bills: what paying takes from the deposit
  Details details;
};

// What one attempt is to do; from it the codec makes the bytes, the same for the same order.
struct PaymentOrder {
  Sku sku;
  ProductKind kind = ProductKind::Prepaid;
  Family family = Family::Other;
  std::string number;
  Money amount;
  Money cost;             // expected; a ceiling where the protocol has one
  AttemptRef attemptRef;
  std::string inquiryId;  // bills: what the inquiry's details had under kInquiryId
  std::string customerName;
  InquiryFields fields = {};  // as the bill was asked by
  std::string remark = {};    // transfers: what must stand in it; empty: the usual words
  Instant at;             // fixed when armed: some protocols carry it in the body
};

struct PreparedAttempt {
  std::string path;  // below the upstream's url
  std::string body;  // frozen: every repeat sends exactly these bytes
};

struct BalanceReply {
  Verdict verdict;
  Money balance;
};

// Money that the shop wants to add to its deposit.
struct TicketOrder {
  Money amount;
  std::string bank;       // from which it will come, as the upstream names it
  std::string ownerName;  // of the account it will come from
};

struct TicketReply {
  Verdict verdict;
  Money amount;  // to be sent exactly
  std::string bank;
  std::string account;
  std::string method;
  std::string note;
};

// Money that came into the account of ours that the upstream keeps.
struct StatementOrder {
  Instant from;
  Instant to;
};
struct StatementReply {
  Verdict verdict;
  std::vector<Credit> credits;  // newest first; what was taken back is not among them
};

struct PriceListReply {
  Verdict verdict;
  std::vector<PriceListEntry> entries;
  // Refused because it was asked too soon (`PriceLimits`).
  bool tooSoon = false;
};

// How often an upstream gives its prices out. What is asked sooner it refuses, and it says nothing about prices.
struct PriceLimits {
  Duration listsEvery;  // whole lists; zero: no limit is known
  Duration oneEvery;    // the price of one code; zero: it is not asked for one by one
  Duration oneLag;      // such an answer may be this old already
};

inline CollectionTold noCollection() {
  CollectionTold told;
  told.verdict.kind = VerdictKind::Failed;
  told.verdict.code = "no-collection";
  return told;
}

// A notice that is proven to be the upstream's own.
struct NoticeReading {
  AttemptRef about;  // empty: about no attempt (a test call)
  // What it says of that attempt, read as strictly as an answer to a question about it. Empty without `about`.
  std::function<Verdict(const Attempt&)> verdictOn = nullptr;
};

class Upstream {
 public:
  virtual ~Upstream() = default;

  virtual const UpstreamId& id() const = 0;
  virtual Capabilities capabilities(ProductKind kind) const = 0;
  // The question before the sale exists for this family (name, bill).
  virtual bool canInquire(ProductKind kind, Family family) const = 0;
  // Whether a bill of this family can be paid for several months at once (`InquiryFields::months`).
  virtual bool takesMonths(ProductKind /*kind*/, Family /*family*/) const { return false; }

  virtual void inquire(const InquiryOrder& order, std::function<void(InquiryReply)> done) = 0;
  // Pure: no network, no clock. Errors are input the protocol cannot carry.
  virtual Result<PreparedAttempt> prepare(const PaymentOrder& order) const = 0;
  // Sends the frozen bytes once. Money.
  virtual void pay(const Attempt& attempt, std::function<void(Verdict)> done) = 0;
  // Asks what became of the attempt, in the way `capabilities` names.
  virtual void ask(const Attempt& attempt, std::function<void(Verdict)> done) = 0;
  virtual void balance(std::function<void(BalanceReply)> done) = 0;
  virtual void priceList(std::function<void(PriceListReply)> done) = 0;
  virtual PriceLimits priceLimits() const { return {}; }
  // Of one code: its entry alone, where `priceLimits` says that it can be asked for.
  virtual void price(const Sku& /*sku*/, ProductKind /*kind*/, std::function<void(PriceListReply)> done) {
    PriceListReply reply;
    reply.verdict.kind = VerdictKind::Failed;
    reply.verdict.code = "no-prices";
    done(std::move(reply));
  }
  // Whether it can show what came into our account.
  virtual bool hasStatement() const { return false; }
  virtual void statement(const StatementOrder& /*order*/, std::function<void(StatementReply)> done) {
    StatementReply reply;
    reply.verdict.kind = VerdictKind::Failed;
    reply.verdict.code = "no-statement";
    done(std::move(reply));
  }
  // Whether it collects money from a customer in this way. A code's answer is Succeeded when the customer can pay; a
  // password's when he has paid, and Unknown when he may have. `password` is his own: it goes out and is kept nowhere.
  virtual bool collects(CollectionKind /*kind*/) const { return false; }
  virtual void collect(const Collection& /*collection*/, std::string_view /*password*/,
                       std::function<void(CollectionTold)> done) {
    done(noCollection());
  }
  // How it stands: Succeeded when it is paid, Pending while it may be, Failed when it never will.
  virtual void askCollection(const Collection& /*collection*/, std::function<void(CollectionTold)> done) {
    done(noCollection());
  }
  // The banks that it gives tickets for a top-up of its deposit for, as it calls them; none: it gives no tickets. Asking
  // for one moves no money.
  virtual std::vector<std::string> ticketBanks() const { return {}; }
  virtual void askTicket(const TicketOrder& /*order*/, std::function<void(TicketReply)> done) {
    TicketReply reply;
    reply.verdict.kind = VerdictKind::Failed;
    reply.verdict.code = "no-tickets";
    done(std::move(reply));
  }
  // Reads what it posted to a gateway of ours. Pure. ConfigInvalid: the secret is missing; SignatureWrong;
  // UpstreamUnreadable; Usage: this upstream tells nothing by itself.
  virtual Result<NoticeReading> readNotice(const Notice& /*notice*/) const {
    return fail(ErrorCode::Usage, id().str() + " sends no notices");
  }
};

// What a protocol's upstream is built from; all outlive it.
struct UpstreamWorld {
  Transport& transport;
  Clock& clock;
  Entropy& entropy;
};

using UpstreamFactory =
    std::function<Result<std::unique_ptr<Upstream>>(const UpstreamSettings& settings, const UpstreamWorld& world)>;

}  // namespace loket::ports
