// The bytes of the Digiflazz buyer API: bodies with a fixed order of keys, and answers read without giving
// them the benefit of the doubt. Pure: no network, no clock.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/domain/catalogue/product.h"
#include "core/domain/payment/verdict.h"
#include "core/ports/upstream.h"

namespace loket::adapters::digiflazz {

struct Credentials {
  std::string username;
  std::string apiKey;
};

// What a transaction is about; an answer must name the same three.
struct Subject {
  std::string refId;
  std::string sku;
  std::string number;

  friend bool operator==(const Subject&, const Subject&) = default;
};

// What was asked decides what a code proves.
enum class Asked {
  Attempt,          // the top-up or pay-pasca itself
  RepeatOfAttempt,  // the identical top-up again, as the protocol's status question
  BillStatus,       // status-pasca
  Inquiry,          // no money in it
};

// Lower-case hex MD5 of username + apiKey + suffix.
std::string signOf(const Credentials& credentials, std::string_view suffix);

std::string balanceBody(const Credentials& credentials);
// `command` is "prepaid" or "pasca"; `code` of one product, empty for all.
std::string priceListBody(const Credentials& credentials, std::string_view command, std::string_view code = {});
std::string plnInquiryBody(const Credentials& credentials, const std::string& number);
// `maxPrice` zero: no ceiling.
std::string topUpBody(const Credentials& credentials, const Subject& subject, Money maxPrice);
// What single families ask for beside the number.
struct BillExtras {
  Money amount;          // e-money: the customer chooses it; else zero
  InquiryFields fields;  // land tax: its year; vehicle tax: the owner's NIK
};
// `command` is "inq-pasca", "pay-pasca" or "status-pasca".
std::string billBody(const Credentials& credentials, std::string_view command, const Subject& subject,
                     const BillExtras& extras);

std::string ticketBody(const Credentials& credentials, const ports::TicketOrder& order);

struct SentBody {
  Subject subject;
  bool isBill = false;
  std::string taxYear = {};  // of land tax: an answer about another year is not about this
};
// What a body made here was about. Nothing when it is not one.
std::optional<SentBody> readSentBody(const std::string& body);

// `sent` is the body that was sent, or of the attempt that is asked about.
Verdict readTransaction(const std::string& answer, const SentBody& sent, Asked asked);
// `taxYear` of land tax: a bill of another year is not the one that was asked for.
ports::InquiryReply readBillInquiry(const std::string& answer, const Subject& expected,
                                    const std::string& taxYear = {});
ports::InquiryReply readPlnInquiry(const std::string& answer, const std::string& number);
ports::BalanceReply readBalance(const std::string& answer);
ports::TicketReply readTicket(const std::string& answer, Money wanted);
// The entries of one list; `kind` says which.
ports::PriceListReply readPriceList(const std::string& answer, ProductKind kind, const UpstreamId& upstream);

// "hh:mm" or "h:mm", both; anything else is no cut-off.
CutOff readCutOff(std::string_view from, std::string_view to);

}  // namespace loket::adapters::digiflazz
