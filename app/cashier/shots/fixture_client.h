// An AgentClient that plays a shop from memory: no network, no home, no clock of its own. Pictures and tests
// of the screens say how the world answers; everything else follows the rules of the real core closely enough
// for a screen.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "app/cashier/shots/fixture_bank.h"
#include "app/cashier/shots/fixture_complaints.h"
#include "app/cashier/shots/fixture_customers.h"
#include "app/cashier/shots/fixture_paper.h"
#include "app/cashier/shots/fixture_people.h"
#include "app/cashier/shots/fixture_settings.h"
#include "app/cashier/shots/fixture_settlements.h"
#include "app/cashier/shots/fixture_tickets.h"
#include "app/cashier/shots/fixture_till.h"
#include "core/api/agent_client.h"
#include "core/domain/identity/permissions.h"

namespace loket::app::fixture {

inline constexpr const char* kOwnersCode = "314159";

// What becomes of the next sales.
enum class Fate { Succeed, StaySending, Pending, Suspect, Fail };

class FixtureClient final : public api::AgentClient {
 public:
  FixtureClient();

  // ---- how the world answers
  bool online = true;
  bool bankAway = false;
  Fate fate = Fate::Succeed;
  bool holdInquiries = false;  // inquiries wait for releaseInquiries()
  std::optional<Error> inquiryError;
  std::map<std::string, Error> inquiryErrors;  // by number, of many that are asked for together
  std::optional<Error> sellError;
  std::optional<Payment> earlierToday;  // told in every quote
  bool prefixMismatch = false;
  bool hasPrinter = true;
  std::string printerTrouble;  // what it says when it is asked: "paper-out"
  bool training = false;
  Role helpersRole = Role::Cashier;  // Budi's
  std::vector<std::string> locked;       // why, each time that the counter was
  bool worksAlone = false;  // nobody but the owner has a PIN
  std::string user = "sri";
  bool takesMonths = false;  // a supplier takes several months of BPJS at once
  FixtureBank bank;
  std::optional<api::PrintView> lastPaper = {};  // what became of the paper of every payment
  FixturePaper shopPaper;
  FixturePeople people;
  FixtureTill shopTill;
  FixtureTickets topUps;
  FixtureSettlements settlements;
  FixtureCustomers customerBook;
  FixtureComplaints complained;
  // The last backup, and what becomes of the next one.
  struct {
    LastBackup last;
    std::optional<RestoredFrom> restored;
    std::optional<Error> refusal;
    bool underWay = false;  // it never ends
  } backup;
  Money depositTotal = Money::rupiah(3'482'150);
  PriceRules rules;
  std::optional<Error> savePricesError;
  FixtureSettings shopSettings;
  std::vector<api::AuditFault> auditFaults;
  std::optional<api::Stamped> stamped;      // nothing: no authority is set up
  std::optional<api::Witnessed> witnessed;  // nothing: nobody is asked
  std::optional<api::WitnessAlarm> witnessAlarm;
  std::vector<api::HomeAlarm> homeAlarms;
  StepUpReason stepUp = StepUpReason::None;  // of every quote and of cash that goes out; kOwnersCode proves it
  std::set<std::string> provenNumbers;       // of many that are paid together: only these want it; empty: all
  std::optional<Error> proofError;           // of the next proof that is given, once
  bool holdPrices = false;  // saving waits for releaseInquiries()
  void clearProducts() { m_products.clear(); }
  void makeBillsCostMore(Money cost);  // than their admin fee is

  // ---- what happened
  int sellCalls = 0;
  Proof lastProof;  // of a sale, of a ticket, or of cash
  int proofsGiven = 0;
  std::vector<ClientRef> sold;  // distinct sales
  int printed = 0;
  int papersOfEach = 1;  // that a payment has already
  std::optional<api::Decision> decided;
  bool takesTwo = false;             // to cancel and to give back
  std::vector<api::Second> seconds;  // who has agreed to that
  std::vector<api::SavePrices> pricesSaved;
  Sender lastSender;
  InquiryFields lastFields;  // of an inquiry
  std::map<std::string, InquiryFields> askedBy;  // of every number's last inquiry
  std::map<std::string, InquiryFields> soldBy;   // of every number's last sale
  void sellLandTax();  // in the price list from now on: "pbb-cimahi"

  // Nothing where it takes one, or the second is one.
  std::optional<Error> missing(const api::Second& second) {
    if (!takesTwo || second.with || second.ownerCode == kOwnersCode) {
      seconds.push_back(second);
      return std::nullopt;
    }
    return Error{second.ownerCode.empty() ? ErrorCode::ApprovalMissing : ErrorCode::CodeWrong, {}};
  }
  void clearPayments();
  [[nodiscard]] Instant now() const { return m_now; }
  void setNow(Instant now) { m_now = now; }
  void releaseInquiries();
  // A payment moves on by itself, as the engine would tell it.
  void settle(const ClientRef& clientRef, PaymentState state);
  void setOnline(bool isOnline);
  void handOver(const std::string& to);
  // The papers of the newest `count` payments that succeeded: the first failed, the rest may have come out.
  void missPapers(int count);
  void tell(const api::Event& event);
  [[nodiscard]] api::CounterStatus counterStatus() const;

  void inquire(api::InquiryRequest request, api::Reply<api::Quote> reply) override;
  void sell(api::SellRequest request, api::Reply<api::PaymentView> reply) override;
  void inquireAll(std::vector<api::InquiryRequest> requests, std::function<void(int)> progress,
                  api::Reply<std::vector<api::QuoteLine>> reply) override;
  void sellAll(std::vector<api::SellRequest> requests, api::Reply<std::vector<api::SaleLine>> reply) override;
  void await(PaymentRef ref, Duration limit, api::Reply<api::PaymentView> reply) override;
  void sync(api::SyncRequest request, std::function<void(api::SyncProgress)> progress,
            api::Reply<api::BatchView> reply) override;
  void cancel(PaymentRef ref, std::string reason, api::Second second, api::Reply<api::PaymentView> reply) override;
  void refund(PaymentRef ref, api::Second second, api::Reply<api::PaymentView> reply) override;
  void decide(PaymentRef ref, api::Decision decision, api::Reply<api::PaymentView> reply) override;
  void takeNotice(UpstreamId upstream, Notice notice, api::Reply<api::NoticeView> reply) override;
  void enrolOwnerCode(UserName owner, api::Reply<std::string> reply) override;
  void forgetOwnerCode(UserName by, api::Reply<bool> reply) override;
  void ownerCode(api::Reply<std::optional<api::CodeView>> reply) override;
  void enrolCode(UserName person, api::Reply<std::string> reply) override;
  void forgetCode(api::ForgetCode command, api::Reply<bool> reply) override;
  void codes(api::Reply<std::vector<api::CodeView>> reply) override;
  void status(api::Reply<api::CounterStatus> reply) override;
  void payments(api::PaymentFilter filter, api::Reply<std::vector<api::PaymentView>> reply) override;
  void payment(std::string anyRef, api::Reply<api::PaymentDetail> reply) override;
  void catalogue(std::string text, api::Reply<std::vector<Product>> reply) override;
  void syncCatalogue(api::Reply<int> reply) override;
  void suggest(std::string typed, int limit, api::Reply<std::vector<api::Suggestion>> reply) override;
  void batches(int limit, api::Reply<std::vector<api::BatchView>> reply) override;
  void batch(BatchId id, api::Reply<api::BatchView> reply) override;
  void receipt(std::string anyRef, api::Copy copy, api::Reply<api::ReceiptView> reply) override;
  void print(std::string anyRef, api::Reply<api::PrintView> reply) override;
  void printBatch(BatchId id, api::Reply<api::PrintView> reply) override;
  void settlePaper(api::SettlePaper command, api::Reply<api::PrintView> reply) override;
  void printers(api::Reply<std::vector<api::FoundPrinter>> reply) override;
  void samplePaper(api::PaperSettings settings, api::Reply<api::ReceiptView> reply) override;
  void tryPaper(api::PaperSettings settings, api::Reply<api::PrintView> reply) override;
  void savePaper(api::SavePaper command, api::Reply<api::PaperSettings> reply) override;
  void till(api::TillCommand command, api::Reply<api::TillView> reply) override;
  void collections(api::Reply<std::vector<Collection>> reply) override;
  void confirm(api::SendConfirmation command, api::Reply<api::ConfirmationView> reply) override;
  void sendConfirmations(api::Reply<int> reply) override;
  void confirmations(int limit, api::Reply<std::vector<confirmation::Delivery>> reply) override;
  void printCollection(const CollectionId& id, api::Reply<api::PrintView> reply) override;
  void tickets(api::Reply<std::vector<api::TicketView>> reply) override;
  void quoteTicket(api::TicketPayment command, api::Reply<api::Quote> reply) override;
  void payTicket(api::TicketPayment command, std::optional<api::Quote> quote,
                 api::Reply<api::PaymentView> reply) override;
  void credits(const UpstreamId& upstream, api::Reply<std::vector<api::CreditView>> reply) override;
  void bons(api::Reply<std::vector<api::BonView>> reply) override;
  void customers(api::CustomerFilter filter, api::Reply<api::CustomerPage> reply) override;
  void customer(customer::CustomerId id, api::Reply<api::CustomerView> reply) override;
  void saveCustomer(api::SaveCustomer command, api::Reply<api::CustomerView> reply) override;
  void removeCustomer(customer::CustomerId id, api::Reply<api::CustomerView> reply) override;
  void readContacts(api::ContactsRequest request, api::Reply<api::ContactsPreview> reply) override;
  void importCustomers(std::shared_ptr<const customer::Contacts> contacts, api::Reply<api::ImportView> reply) override;
  void undoCustomerImport(customer::ImportId id, api::Reply<customer::ImportId> reply) override;
  void groups(api::Reply<std::vector<customer::Group>> reply) override;
  void saveGroup(api::SaveGroup command, api::Reply<customer::Group> reply) override;
  void removeGroup(customer::GroupId id, api::Reply<customer::Group> reply) override;
  void complaints(api::ComplaintFilter filter, api::Reply<std::vector<api::ComplaintView>> reply) override;
  void complaint(complaint::ComplaintId id, api::Reply<api::ComplaintView> reply) override;
  void openComplaint(api::OpenComplaint command, api::Reply<api::ComplaintView> reply) override;
  void noteComplaint(api::NoteComplaint command, api::Reply<api::ComplaintView> reply) override;
  void closeComplaint(api::CloseComplaint command, api::Reply<api::ComplaintView> reply) override;
  void shiftReport(api::Reply<api::ShiftReport> reply) override;
  void reconcile(api::ReconcileRequest request, std::function<void(api::ReconcileProgress)> progress,
                 api::Reply<reconcile::Run> reply) override;
  void reconciliations(int limit, api::Reply<std::vector<reconcile::Run>> reply) override;
  void reconciliation(reconcile::ReconcileId id, api::Reply<reconcile::Run> reply) override;
  void findings(reconcile::ReconcileId id, std::int64_t after, int limit,
                api::Reply<std::vector<reconcile::Finding>> reply) override;
  void applyProposals(api::ApplyProposals command, api::Reply<std::vector<reconcile::Applied>> reply) override;
  void trial(api::Reply<api::TrialBalance> reply) override;
  void account(std::string name, int limit, api::Reply<std::vector<api::LedgerEntryView>> reply) override;
  void config(api::Reply<api::Config> reply) override;
  void importConfig(api::Config config, api::Second second, api::Reply<int> reply) override;
  void savePrices(api::SavePrices command, api::Reply<PriceRules> reply) override;
  void checkpoint(api::Reply<api::CheckpointView> reply) override {
    api::CheckpointView view = FixtureSettings::checkpoint(m_now);
    view.witnessed = witnessed.value_or(api::Witnessed{});
    view.stamped = stamped.value_or(api::Stamped{});
    reply(view);
  }
  void audit(std::function<void(api::AuditProgress)> progress, api::Reply<api::AuditReport> reply) override {
    progress({1'204, 1'204});
    api::AuditReport report = FixtureSettings::audit(auditFaults);
    report.witnessed = witnessed.value_or(api::Witnessed{});
    report.stamped = stamped.value_or(api::Stamped{});
    reply(report);
  }
  void checkSeal(std::string anyRef, std::string /*seal*/, api::Reply<api::SealCheck> reply) override {
    reply(api::SealCheck{PaymentRef(anyRef), "payment.settled", m_now, 1'203, true});
  }
  void stamps(api::Reply<api::StampList> reply) override {
    reply(api::StampList{stamped.value_or(api::Stamped{}), {}, witnessed.value_or(api::Witnessed{})});
  }
  void prove(std::string /*anyRef*/, api::Reply<api::AuditProof> reply) override { reply(api::AuditProof{}); }
  void exportLog(api::AuditExport /*order*/, std::function<void(api::AuditProgress)> /*progress*/,
                 api::Reply<api::AuditExported> reply) override {
    reply(api::AuditExported{});
  }
  void saveLimits(api::SaveLimits command, api::Reply<Limits> reply) override;
  void saveUpstream(api::SaveUpstream command, api::Reply<int> reply) override { shopSettings.save(command, reply); }
  void accessLog(int limit, api::Reply<std::vector<AccessEvent>> reply) override;
  void settingsChanges(int limit, api::Reply<std::vector<api::SettingsChange>> reply) override;
  void backUp(std::string path, BackupSteps progress, api::Reply<api::BackupView> reply) override;
  void verifyBackup(std::string path, BackupSteps progress, api::Reply<api::BackupView> reply) override;
  void acknowledgeRestore(api::Reply<RestoredFrom> reply) override;
  void health(api::Look look, api::Reply<std::vector<api::HealthItem>> reply) override;
  std::unique_ptr<api::Subscription> listen(std::function<void(const api::Event&)> listener) override;

 private:
  [[nodiscard]] api::HealthItem printerHealth(api::Look look) const;
  [[nodiscard]] const Product* productOf(const std::string& id) const;
  [[nodiscard]] api::Quote quoteOf(const api::InquiryRequest& request, const Product& product) const;
  [[nodiscard]] api::PaymentView* find(const std::string& anyRef);
  [[nodiscard]] Status takeProof(const Proof& proof);
  void move(api::PaymentView& view, PaymentState state);
  Payment orderOf(const api::SellRequest& request);
  void accept(const Payment& payment, const api::Reply<api::PaymentView>& reply);
  void changed(const api::PaymentView& view);
  [[nodiscard]] api::ComplaintView complaintView(const complaint::Complaint& one);
  void complaintKept(const Result<complaint::Complaint>& kept, const api::Reply<api::ComplaintView>& reply);

  Instant m_now;
  std::vector<Product> m_products;
  std::vector<api::PaymentView> m_payments;  // newest first
  std::map<int, std::function<void(const api::Event&)>> m_listeners;
  int m_nextListener = 0;
  std::vector<std::function<void()>> m_held;
};

}  // namespace loket::app::fixture
