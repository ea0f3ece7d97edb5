// What a user interface may see: immutable snapshots, values only, no sentence among them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/domain/approval/access_limits.h"
#include "core/domain/approval/offline_policy.h"
#include "core/domain/approval/transfer_policy.h"
#include "core/domain/catalogue/number_rules.h"
#include "core/domain/catalogue/product.h"
#include "core/domain/complaint/complaint.h"
#include "core/domain/complaint/supplier_question.h"
#include "core/domain/confirmation/delivery.h"
#include "core/domain/identity/backup.h"
#include "core/domain/ledger/ledger.h"
#include "core/domain/payment/event.h"
#include "core/domain/payment/payment.h"
#include "core/domain/payment/proof.h"
#include "core/domain/receipt/layout.h"
#include "core/domain/receipt/receipt.h"
#include "core/domain/routing/route.h"
#include "core/domain/till/till.h"

namespace loket::api {

// An offer read back to the customer before money is taken.
struct Quote {
  ProductId product;
  std::string productName;
  Family family = Family::Other;
  ProductKind kind = ProductKind::Prepaid;
  std::string brand;
  UpstreamId upstream;
  Sku sku;
  std::string number;         // normalized
  std::string customerName;   // empty when the family has no name check, or offline
  Money amount;
  Money adminFee;
  Money serviceFee;
  Money total;
  Money cost;
  Money profit;
  Money depositAfter;
  bool pinnedOffer = false;      // the caller named the offer
  // The product's offers and why each was taken or not; empty when the offer was named.
  struct OfferView {
    UpstreamId upstream;
    Sku sku;
    Money cost;
    OfferStanding standing = OfferStanding::Chosen;
  };
  std::vector<OfferView> offers;
  AttemptRef inquiryRef;      // bills
  BusinessDate inquiryDate;
  InquiryFields fields;       // as they are kept: the year is there even where none was typed
  Details details;
  bool offline = false;       // will be a deposit (titipan), not a payment
  bool amountIsCeiling = false;  // an offline bill: the amount is the most it may cost
  bool prefixMismatch = false;   // the number belongs to another operator
  // The same product and number earlier today: must be asked for again explicitly; blocks while it is open.
  std::optional<Payment> earlierToday;
  Instant madeAt;
  // A second proof will be wanted, as far as is known now; asked again when it is sold.
  StepUpReason stepUp = StepUpReason::None;

  // The payment that is made of it, as far as a quote knows: references, user, money given and times are not in it.
  Payment payment() const {
    Payment out;
    out.product = product;
    out.productName = productName;
    out.brand = brand;
    out.family = family;
    out.kind = kind;
    out.number = number;
    out.customerName = customerName;
    out.amount = amount;
    out.adminFee = adminFee;
    out.serviceFee = serviceFee;
    out.cost = cost;
    out.upstream = upstream;
    out.sku = sku;
    out.pinnedOffer = pinnedOffer;
    out.inquiryRef = inquiryRef;
    out.inquiryDate = inquiryDate;
    out.inquiryFields = fields;
    out.details = details;
    out.offline = offline;
    return out;
  }
};

// Somebody whose telephone shows one-time codes.
struct CodeView {
  UserName person;
  std::int64_t driftSteps = 0;  // of the last good one: how far its clock is ahead of this one; negative: behind
  int wrong = 0;                // codes since then, of kCodeTries
  Instant lockedUntil;          // zero: not locked
};

struct PaymentView {
  std::int64_t sequence = 0;
  Payment payment;
  // Open payments: when the engine will act next and on what.
  Instant nextDueAt;  // zero: nothing planned
};

// What became of a notice (a webhook) that an upstream sent by itself.
enum class NoticeOutcome {
  Recorded,  // the payment has moved, and that is durable
  Known,     // the books have it already, or something newer
  Doubtful,  // not to be believed about this payment, or against what is known: it stays as it is, people may be told
  Test,      // the upstream only tried whether anybody listens
};

struct NoticeView {
  NoticeOutcome outcome = NoticeOutcome::Test;
  std::string code;                // the upstream's own, or what is wrong with what it says
  std::optional<Payment> payment;  // afterwards; nothing when it was about none
};

// One paper of a payment.
struct PrintedPaper {
  std::string kind;   // "receipt", "deposit-slip"
  int copyNo = 0;     // 0 is the original
  std::string
      state;  // "issued" (as text), "queued", "sent", "confirmed", "unknown", "failed", "seen", "dropped"
  std::string detail;
  Instant at;
};

struct PaymentDetail {
  Payment payment;
  std::vector<PaymentEvent> history;
  Instant nextDueAt;
  int printed = 0;  // papers and texts that were given out, or may have been
  std::vector<PrintedPaper> papers = {};
  std::vector<confirmation::Delivery> confirmations = {};  // oldest first
  std::vector<complaint::Complaint> complaints = {};       // oldest first; the last one may be open
  complaint::SupplierQuestion question = {};               // for when somebody complains
};

// A message to a customer. Text and link are for a person to send; empty where a mail server was given it.
struct ConfirmationView {
  confirmation::Delivery delivery;
  std::string text = {};
  std::string link = {};
};

struct DepositView {
  UpstreamId upstream;
  Money balance;      // what the upstream said
  Money reserved;     // of it, for payments under way
  Instant asOf;       // zero: never heard
  bool reachable = true;
  Instant reachableSince;  // of the last change, either way; zero while there was none
  // What is wrong with its answers, or with the way to it: "connect", "html"; empty: nothing.
  std::string why = {};
  std::optional<Duration> clockAhead;  // of its clock, against ours; nothing while it has not told
  // The ways in which a customer's money comes in here for a cash-out.
  bool hasStatement = false;                  // what has come in can be looked at
  std::vector<CollectionKind> collects = {};  // by code, by password
  bool takesMonths = false;                   // BPJS can be paid for several months at once here
  bool isFilled = false;  // a deposit that tickets fill; a bank's account is not
  std::vector<std::string> ticketBanks = {};  // that it says itself what to send to
};

// From here on an upstream may refuse what is signed with our time (SNAP banks: five minutes).
inline constexpr Duration kClockOffMax = Duration::minutes(2);

// Something about the journal's witnesses that people must know.
struct WitnessAlarm {
  // "ahead", "fork": this home is older than what a witness has seen, or a second copy of it is in use; "lies": a witness does;
  // "unwitnessed": too few have cosigned for a day; "away": too few have cosigned what is signed now, and one of them was asked
  // in vain.
  std::string word;
  std::string name;  // of the witness; empty of "unwitnessed"
  Instant since;
};

// What a start has found wrong with this home, or how its owner came in. Selling goes on.
struct HomeAlarm {
  enum class Kind {
    JournalChanged,  // it is not what was written down or signed; until a check of all of it finds it as it was written
    SlotsOlder,      // older key slots were put in the place of its own; for a week
    RecoveredAlone,  // the recovery code alone made the owner's PIN a new one, though others have PINs; for a week
  };
  Kind kind = Kind::JournalChanged;
  Instant since;  // of the start that found it; zero: an older version has not kept when
};

// The strip that always shows: network, deposit, queue.
struct CounterStatus {
  Instant now;                   // the core's time when it said this: what ages and countdowns are measured against
  Outlet outlet;
  std::string user;
  bool online = false;           // at least one upstream can be reached
  Instant onlineSince;           // of the last change, either way
  Instant nextTryAt;             // offline: when the network is tried again
  std::vector<DepositView> deposits;
  Money depositTotal;            // of the aggregators
  Instant depositAsOf;
  int queueCount = 0;            // what somebody still has to do something about: all that is not terminal
  Money queueSum;
  int offlineCount = 0;          // of them waiting for the network
  Money offlineSum;
  Instant offlineOldest;
  int openComplaints = 0;
  OfflineLimits limits;
  TransferLimits transferLimits;
  AccessLimits accessLimits = {};
  int todayCount = 0;
  Money todayProfit;
  int catalogueSize = 0;
  int unprintedCount = 0;  // payments whose newest paper failed, or may not have come out
  bool syncing = false;
  int syncDone = 0;
  int syncTotal = 0;
  LastBackup lastBackup = {};
  std::optional<RestoredFrom> restored = {};
  std::optional<WitnessAlarm> witness = {};
  std::vector<HomeAlarm> alarms = {};  // the gravest first
};

struct BackupView {
  std::string path;
  BackupFacts facts;
};

struct Suggestion {
  enum class Kind { Customer, Number, Product };
  Kind kind = Kind::Product;
  std::string name;           // the customer's, or empty
  std::string number;         // empty for a bare product word
  Family family = Family::Other;
  std::string brand;
  std::vector<ProductId> products;   // choices (denominations), cheapest first
  std::vector<Money> denominations;  // same order
  std::vector<Money> prices;         // same order; zero: ask (bill)
  int preselected = 0;
  Instant lastAt;             // zero: never bought here
  std::string productName;    // of the only product, for bills
};

struct BatchView {
  BatchId id;
  Instant startedAt;
  Instant endedAt;
  int count = 0;
  Money sum;
  struct Item {
    PaymentRef ref;
    std::string productName;
    std::string number;
    Money total;
    std::string before;
    std::string after;
    std::string reason;
  };
  std::vector<Item> items;
  Instant nextDueAt;  // zero: nothing is open
  int stillOpen = 0;
};

// How sure we are that paper came out.
enum class PrintOutcome {
  NoPrinter,
  Queued,
  Sent,       // to a printer that cannot tell more
  Confirmed,  // the printer says that it is on paper
  Unknown,    // some of it was taken: it may have come out, somebody must look
  Failed,     // nothing was taken: it did not
  Seen,       // somebody looked, and it had come out
  Dropped,    // it did not, and nobody wants it
};
// Somebody has to see to the printer.
constexpr bool needsALook(PrintOutcome outcome) {
  return outcome == PrintOutcome::Unknown || outcome == PrintOutcome::Failed;
}

struct PrintView {
  PrintOutcome outcome = PrintOutcome::NoPrinter;
  int copyNo = 0;
  std::string detail;
};

struct ReceiptView {
  receipt::Receipt receipt;
  std::vector<receipt::Row> rows;
  int columns = 32;
  std::string text;
  std::string escpos;
  std::optional<PrintView> last = {};  // what became of the newest paper of this kind, if a printer was to make it
};


struct AccountView {
  std::string name;
  Money balance;
};

struct TrialBalance {
  std::vector<AccountView> accounts;
  Money sum;  // zero, or the books are wrong
  struct BrokenRule {
    std::string rule;  // "held", "posting-sum", ...
    std::string what;  // where, for support
  };
  int rules = 0;  // how many were looked at
  std::vector<BrokenRule> broken;
};

struct LedgerEntryView {
  Instant at;
  PaymentRef ref;
  std::string why;
  Money amount;
};

struct HealthItem {
  std::string name;    // "clock", "disk", "key-slots", "sqlcipher", "upstream:digi", "printer"
  bool ok = false;
  std::string detail;  // technical, for support
  // Of an upstream that does not answer honestly, a printer that would not print, a second proof that is asked for nothing, or the
  // journal and its witnesses: what is wrong, "connect", "html", "paper-out", "refused", "names-nothing", WitnessAlarm's words. Of key
  // slots that are well "slots-remark" (the detail says more), of the sidecar "put-aside", of the absent owner's code
  // "owner-code-set" or "owner-code-none"; else empty.
  std::string word = {};
  // What people are told instead of `detail` where `word` is empty. `count`: of the clock of an upstream the seconds that it is ahead
  // of ours, of the catalogue its products, of an upstream the deposit in rupiah, of journal, witnesses and time stamp the entries, of
  // mail the messages that wait, of the key slots the people, of the sidecar KiB, of the disk MiB; else 0. `at`: ours, of the clock;
  // when that deposit was heard of, when those entries were signed, witnessed and stamped; zero: never, or nothing to tell.
  std::int64_t count = 0;
  Instant at = {};
};

}  // namespace loket::api
