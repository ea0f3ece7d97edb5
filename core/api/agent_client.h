// The only door into the core. Every call returns at once and answers through its callback, on the core's
// thread; a user interface posts the answer to its own. After `close` every call answers Closed.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/api/complaints.h"
#include "core/api/audit.h"
#include "core/api/config.h"
#include "core/api/customers.h"
#include "core/api/events.h"
#include "core/api/paper.h"
#include "core/api/second.h"
#include "core/api/till.h"
#include "core/api/views.h"
#include "core/base/result.h"
#include "core/domain/identity/access.h"
#include "core/domain/payment/decide.h"
#include "core/domain/reconcile/run.h"
#include "core/domain/routing/notice.h"

namespace loket::api {

template <typename T>
using Reply = std::function<void(Result<T>)>;

enum class Connectivity {
  WhenOnline,  // ask and send when the network is there; queue only what was provably not sent
  Never,       // make no call even when online: a deposit (titipan)
};

// The same number and product already ran today and succeeded: the customer wants another one.
enum class Repeat { Forbid, Allow };

struct InquiryRequest {
  std::string product;  // a product id, or "UPSTREAM:SKU" to force an offer
  std::string number;   // as typed
  std::optional<Money> amount;  // transfers; offline bills: the ceiling
  Connectivity connectivity = Connectivity::WhenOnline;
  InquiryFields fields = {};    // of the families that ask for more than a number, as typed
};

struct SellRequest {
  std::string product;
  std::string number;
  std::optional<Money> amount;
  std::optional<Money> cash;     // exact when absent
  std::string bon;               // the customer who pays later, as typed; empty: cash
  Sender sender = {};            // of a transfer, as typed
  InquiryFields fields = {};     // as in an inquiry
  ClientRef clientRef;           // made by the caller; made here when empty
  Connectivity connectivity = Connectivity::WhenOnline;
  Repeat repeat = Repeat::Forbid;
  // Whom to tell when it has ended; kept with the payment.
  std::optional<confirmation::Address> confirmTo = {};
  // The quote that was read back; without one the core quotes by itself. A total that differs is PriceChanged.
  std::optional<Quote> quote;
  // Where the limits want a second proof; else it is not looked at, and a code stays good.
  Proof proof = {};
  UserName by = {};  // the door's word, as in Second
};

// What people make of a payment that no upstream settles. Who they are is proven before it comes here, by their PINs;
// the owner's one-time code is proven here.
struct Decision {
  ManualOutcome outcome = ManualOutcome::Failed;
  Approval approval;       // its `ownerCode` is not looked at
  std::string serial;      // of a success, as the upstream told it; may be empty
  std::string ownerCode = {};  // as the absent owner told it; empty: a second person stands there
  bool isAlone = false;        // as in `Second`: the code may be the own one then
};

// One of many, in the order in which they were asked for: one of the two is there.
struct QuoteLine {
  std::optional<Quote> quote;
  std::optional<Error> error;
};
struct SaleLine {
  std::optional<PaymentView> sold;
  std::optional<Error> error;
};

struct SyncRequest {
  enum class Until { OnePass, Idle };
  Until until = Until::OnePass;
  std::optional<Duration> timeout;
};

struct SyncProgress {
  int done = 0;
  int total = 0;
};

struct ReconcileRequest {
  UpstreamId upstream;
  std::string path;  // of the settlement file
  // The file's period (from inclusive, to exclusive), both or none; without it the file says what days it is about.
  std::optional<Instant> from;
  std::optional<Instant> to;
  UserName by = {};  // the door's word, as in Second
};

struct ApplyProposals {
  reconcile::ReconcileId id;
  std::vector<std::int64_t> numbers;
  std::string reason;
  UserName by = {};  // the door's word, as in Second
};

// Nothing of `to`: whom it was asked for last.
struct SendConfirmation {
  std::string anyRef;
  std::optional<confirmation::Address> to = {};
  UserName by = {};  // the door's word, as in Second
};

// No code of this person's telephone is good any more.
struct ForgetCode {
  UserName person;
  UserName by = {};  // the door's word, as in Second
};

struct ReconcileProgress {
  std::uint64_t done = 0;  // bytes
  std::uint64_t total = 0;
};

struct PaymentFilter {
  enum class Conflicts { ByState, Included };
  enum class Complained { Either, Open };
  std::string text;
  std::vector<PaymentState> states;
  Conflicts conflicts = Conflicts::ByState;  // Included: also those in conflict, whatever their state
  enum class Papers { Any, Unprinted };
  Papers papers = Papers::Any;  // Unprinted: those whose newest paper wants a look, the newest papers first
                                // to find room in `limit`; the rest of the filter is not looked at
  Complained complained = Complained::Either;  // Open: only those with an open complaint
  std::optional<BusinessDate> from;
  std::optional<BusinessDate> to;
  int limit = 200;
  std::optional<std::int64_t> beforeSequence;
};

// AskPrinter asks the printer how it is, and prints nothing; AskNow that and every upstream for its balance.
enum class Look { AsKnown, AskPrinter, AskNow };

enum class Copy { Preview, Issue };  // Issue counts: the first is the original, the rest are copies

class Subscription {
 public:
  virtual ~Subscription() = default;  // stops listening
};

class AgentClient {
 public:
  virtual ~AgentClient() = default;

  virtual void inquire(InquiryRequest request, Reply<Quote> reply) = 0;
  // Answers when the payment is durable (or refused); its later life comes as PaymentChanged events. StepUpMissing, CodeWrong,
  // CodeLocked, FingerRefused; ApprovalMissing: nobody has set up what the proof is of. All of them when nothing else says no.
  virtual void sell(SellRequest request, Reply<PaymentView> reply) = 0;
  // Many in one go, a few at a time; `progress` tells how many are answered. A line that fails keeps no other one back.
  virtual void inquireAll(std::vector<InquiryRequest> requests, std::function<void(int)> progress,
                          Reply<std::vector<QuoteLine>> reply) = 0;
  // Each is a sale of its own, with its own reference, and all have been accepted or refused when it answers.
  virtual void sellAll(std::vector<SellRequest> requests, Reply<std::vector<SaleLine>> reply) = 0;
  // Answers when the payment is no longer under way (settled, queued, or waiting for people), or after `limit`.
  virtual void await(PaymentRef ref, Duration limit, Reply<PaymentView> reply) = 0;
  virtual void sync(SyncRequest request, std::function<void(SyncProgress)> progress, Reply<BatchView> reply) = 0;
  // As this and `refund`, whatever gives money back, a goods return and every change of the limits takes two people where the
  // limits say so: ApprovalMissing, CodeWrong, CodeLocked, when nothing else says no.
  virtual void cancel(PaymentRef ref, std::string reason, Second second, Reply<PaymentView> reply) = 0;
  // Cash was handed back: a refund that was due, or the leftover of an offline bill. For a sale on bon the debt is
  // lowered first. One that follows what two have cancelled or decided takes nobody else.
  virtual void refund(PaymentRef ref, Second second, Reply<PaymentView> reply) = 0;
  // Settles a review, an escalated suspect, or a conflict. ApprovalMissing, ReasonMissing, StateForbids; CodeWrong and
  // CodeLocked, which are only asked about when everything else is right.
  virtual void decide(PaymentRef ref, Decision decision, Reply<PaymentView> reply) = 0;
  // What an upstream told by itself. Answers when what follows from it is durable. NotFound: no such upstream, or no
  // attempt of that reference; and the errors of ports::Upstream::readNotice. Then nothing is recorded.
  virtual void takeNotice(UpstreamId upstream, Notice notice, Reply<NoticeView> reply) = 0;
  // The owner's telephone shows one-time codes from now on. Answers the otpauth:// URI that makes it do so, once.
  // StateForbids while there is one. Whoever calls has proved that it is the owner who asks.
  virtual void enrolOwnerCode(UserName owner, Reply<std::string> reply) = 0;
  // No code is good any more; NotFound when there was none. Only for the owner, too.
  virtual void forgetOwnerCode(UserName by, Reply<bool> reply) = 0;
  // How it stands; nothing: none is set up. It is good until it is given up.
  virtual void ownerCode(Reply<std::optional<CodeView>> reply) = 0;

  // A person's own telephone shows codes from now on; as `enrolOwnerCode`. Whoever calls has proved to be that person.
  virtual void enrolCode(UserName person, Reply<std::string> reply) = 0;
  // NotFound. Only for that person, and for the owner: of somebody whose telephone is gone, or who is.
  virtual void forgetCode(ForgetCode command, Reply<bool> reply) = 0;
  // By name; the absent owner's is not among them.
  virtual void codes(Reply<std::vector<CodeView>> reply) = 0;

  virtual void status(Reply<CounterStatus> reply) = 0;
  virtual void payments(PaymentFilter filter, Reply<std::vector<PaymentView>> reply) = 0;
  // By reference, client reference or claim code.
  virtual void payment(std::string anyRef, Reply<PaymentDetail> reply) = 0;
  virtual void catalogue(std::string text, Reply<std::vector<Product>> reply) = 0;
  virtual void syncCatalogue(Reply<int> reply) = 0;
  // At most `limit` for what stands in the one input box. Never touches the network.
  virtual void suggest(std::string typed, int limit, Reply<std::vector<Suggestion>> reply) = 0;
  virtual void batches(int limit, Reply<std::vector<BatchView>> reply) = 0;
  virtual void batch(BatchId id, Reply<BatchView> reply) = 0;

  // Of a payment, or the result sheet of a sync batch, or the report of the newest shift once it is closed.
  virtual void receipt(std::string anyRef, Copy copy, Reply<ReceiptView> reply) = 0;
  // Sends the receipt (or deposit slip) to the configured printer; counts as issued.
  virtual void print(std::string anyRef, Reply<PrintView> reply) = 0;
  virtual void printBatch(BatchId id, Reply<PrintView> reply) = 0;

  // What somebody found out about the newest paper of a payment that wanted a look. StateForbids: it wants
  // none.
  virtual void settlePaper(SettlePaper command, Reply<PrintView> reply) = 0;
  // What could print at this computer. Takes up to a few seconds where a print service is asked.
  virtual void printers(Reply<std::vector<FoundPrinter>> reply) = 0;
  // How paper would look, and a trial of it at that printer: both keep nothing. ConfigInvalid, and which
  // part.
  virtual void samplePaper(PaperSettings settings, Reply<ReceiptView> reply) = 0;
  virtual void tryPaper(PaperSettings settings, Reply<PrintView> reply) = 0;
  // From now on, for good; the rest of the configuration stays as it is. ConfigInvalid, as above;
  // StateForbids "paper": it is not what it was changed from any more.
  virtual void savePaper(SavePaper command, Reply<PaperSettings> reply) = 0;

  // Tells the customer what became of a payment. Through the mail account it
  // answers when the server has, or at once while the payment has not ended; everything else is given as a text
  // and a link that a person sends. NumberInvalid: no address; StateForbids: there is nothing to tell.
  virtual void confirm(SendConfirmation command, Reply<ConfirmationView> reply) = 0;
  // The mails that are due, each once; answers how many left. A window does that by itself.
  virtual void sendConfirmations(Reply<int> reply) = 0;
  // The newest first.
  virtual void confirmations(int limit, Reply<std::vector<confirmation::Delivery>> reply) = 0;

  // Reads a settlement file against the books and keeps what it found; changes no payment and no balance. A file that
  // contradicts itself is an answer too: the run is Unsound and names both figures.
  virtual void reconcile(ReconcileRequest request, std::function<void(ReconcileProgress)> progress,
                         Reply<reconcile::Run> reply) = 0;
  virtual void reconciliations(int limit, Reply<std::vector<reconcile::Run>> reply) = 0;
  virtual void reconciliation(reconcile::ReconcileId id, Reply<reconcile::Run> reply) = 0;
  // By number, after `after`; at most 1000 at once.
  virtual void findings(reconcile::ReconcileId id, std::int64_t after, int limit,
                        Reply<std::vector<reconcile::Finding>> reply) = 0;
  // The postings that these findings of a final run propose: all of them in one transaction, each once ever.
  virtual void applyProposals(ApplyProposals command, Reply<std::vector<reconcile::Applied>> reply) = 0;
  // Drawer, bon, tickets and shifts. Answers when it is in the journal, or refused.
  virtual void till(TillCommand command, Reply<TillView> reply) = 0;
  // What the bank was asked to collect, the newest first.
  virtual void collections(Reply<std::vector<Collection>> reply) = 0;
  // Its code on paper, for the customer to scan. StateForbids unless he can pay.
  virtual void printCollection(const CollectionId& id, Reply<PrintView> reply) = 0;
  // The newest first.
  virtual void tickets(Reply<std::vector<TicketView>> reply) = 0;
  // Whose account the ticket's is, by the bank's own word, and what a transfer takes. StateForbids: the
  // ticket is not open, or a payment for it is there; NotFound: no such ticket, no account to send it to, no
  // such bank or none that sends there.
  virtual void quoteTicket(TicketPayment command, Reply<Quote> reply) = 0;
  // Makes the transfer: once for a ticket, however often it is asked for. A new one only when the last moved
  // nothing, or was taken back. Answers when it is durable; its later life comes as PaymentChanged events.
  virtual void payTicket(TicketPayment command, std::optional<Quote> quote, Reply<PaymentView> reply) = 0;
  // What has come into our account there in the last kCreditLife, newest first. Offline: nobody can tell.
  virtual void credits(const UpstreamId& upstream, Reply<std::vector<CreditView>> reply) = 0;
  virtual void bons(Reply<std::vector<BonView>> reply) = 0;
  // Of the customer book by name, or who is found by what was typed; those who owe, whether they stand in it or not.
  virtual void customers(CustomerFilter filter, Reply<CustomerPage> reply) = 0;
  virtual void customer(customer::CustomerId id, Reply<CustomerView> reply) = 0;
  virtual void saveCustomer(SaveCustomer command, Reply<CustomerView> reply) = 0;
  // Answers who was removed, so that he can be saved again. StateForbids ("bon"): he owes something.
  virtual void removeCustomer(customer::CustomerId id, Reply<CustomerView> reply) = 0;
  // A CSV or vCard file, and what an import of it would do. Keeps nothing; a file that nothing can be taken of is an
  // answer too. NotFound: no such file.
  virtual void readContacts(ContactsRequest request, Reply<ContactsPreview> reply) = 0;
  // What is new of it, piece by piece beside the sales. An error takes back what was kept; a full disk or a death may leave a part.
  virtual void importCustomers(std::shared_ptr<const customer::Contacts> contacts, Reply<ImportView> reply) = 0;
  // All that an import brought, as long as it is there. NotFound: no such import, or nothing left of it.
  virtual void undoCustomerImport(customer::ImportId id, Reply<customer::ImportId> reply) = 0;
  // Whose bills are paid together, by name.
  virtual void groups(Reply<std::vector<customer::Group>> reply) = 0;
  virtual void saveGroup(SaveGroup command, Reply<customer::Group> reply) = 0;
  // Answers what was removed, so that it can be saved again. NotFound.
  virtual void removeGroup(customer::GroupId id, Reply<customer::Group> reply) = 0;
  // The newest first.
  virtual void complaints(ComplaintFilter filter, Reply<std::vector<ComplaintView>> reply) = 0;
  virtual void complaint(complaint::ComplaintId id, Reply<ComplaintView> reply) = 0;
  // A payment has at most one that is open. Answers when it is durable; the errors are those of core/domain/complaint.
  virtual void openComplaint(OpenComplaint command, Reply<ComplaintView> reply) = 0;
  virtual void noteComplaint(NoteComplaint command, Reply<ComplaintView> reply) = 0;
  virtual void closeComplaint(CloseComplaint command, Reply<ComplaintView> reply) = 0;
  // Of the newest shift. ShiftMissing: there never was one.
  virtual void shiftReport(Reply<ShiftReport> reply) = 0;

  // Every account summed from its legs, and the whole ledger against its rules.
  virtual void trial(Reply<TrialBalance> reply) = 0;
  virtual void account(std::string name, int limit, Reply<std::vector<LedgerEntryView>> reply) = 0;
  virtual void config(Reply<Config> reply) = 0;
  virtual void importConfig(Config config, Second second, Reply<int> reply) = 0;
  // Margins and routing, and nothing else of the configuration; the shelf has the new prices when it answers. What was
  // read back is sold at no other price (PriceChanged). ConfigInvalid names the place; StateForbids "prices": they are no longer as
  // they were read; StateForbids "below-cost": what would newly be sold at a loss is not what somebody has agreed to.
  virtual void savePrices(SavePrices command, Reply<PriceRules> reply) = 0;
  // What the shop may do by itself, and nothing else. ConfigInvalid names the place; StateForbids "limits": they are no
  // longer as they were read.
  virtual void saveLimits(SaveLimits command, Reply<Limits> reply) = 0;
  // One supplier, new, changed or taken away; answers how many there are. ConfigInvalid names the place
  // ("apiKey: missing"); StateForbids "suppliers": it is no longer as it was read, or the id of a new one is
  // taken; "in-use: ID: NAME, ...": it would go, or be elsewhere or in another name, and these payments,
  // tickets or codes there are not at their end. Who is taken away is preferred no longer.
  virtual void saveUpstream(SaveUpstream command, Reply<int> reply) = 0;
  // Who changed the configuration, the newest first; also by importing one.
  virtual void settingsChanges(int limit, Reply<std::vector<SettingsChange>> reply) = 0;
  // What happened at the door, the newest first.
  virtual void accessLog(int limit, Reply<std::vector<AccessEvent>> reply) = 0;
  // Signs how the journal's tree stands now, and keeps that. StateForbids "audit": this program has no keys.
  virtual void checkpoint(Reply<CheckpointView> reply) = 0;
  // Every entry against the tree, the books and the newest checkpoint; sales go on meanwhile.
  virtual void audit(std::function<void(AuditProgress)> progress, Reply<AuditReport> reply) = 0;
  // Everything that was written down of one payment, with the proof that it stands in a tree that was signed. Errors
  // as for `payment`; StateForbids "audit": it is older than the tree.
  virtual void prove(std::string anyRef, Reply<AuditProof> reply) = 0;
  // Signs how the tree stands now, and writes all of it into a file that is there when it is whole; sales go on meanwhile. FileExists,
  // DiskFull, DiskFault; StateForbids as for `checkpoint`.
  virtual void exportLog(AuditExport order, std::function<void(AuditProgress)> progress, Reply<AuditExported> reply) = 0;
  // Whose word a paper is: `seal` as it was read off it, in letters or scanned. Errors as for `payment`; NotFound "seal": no entry of
  // that payment has it, so the paper is not of this shop, or the journal is not as it was; StateForbids "journal-changed": the
  // entry is not as it was written.
  virtual void checkSeal(std::string anyRef, std::string seal, Reply<SealCheck> reply) = 0;
  // What those outside have seen of what was signed, as far as it is known here: nobody is asked, and nothing is signed or checked.
  // StateForbids "audit".
  virtual void stamps(Reply<StampList> reply) = 0;
  // The whole shop into one encrypted file at `path`, while everything goes on; see ports::Backups.
  virtual void backUp(std::string path, BackupSteps progress, Reply<BackupView> reply) = 0;
  // Whether a file of this shop's is whole, and what is in it.
  virtual void verifyBackup(std::string path, BackupSteps progress, Reply<BackupView> reply) = 0;
  // The owner knows that this shop was restored, and what that means. NotFound: it was not.
  virtual void acknowledgeRestore(Reply<RestoredFrom> reply) = 0;
  // Moves nothing, whatever waits in the queue.
  virtual void health(Look look, Reply<std::vector<HealthItem>> reply) = 0;

  // Events on the core's thread until the subscription goes.
  virtual std::unique_ptr<Subscription> listen(std::function<void(const Event&)> listener) = 0;
};

}  // namespace loket::api
