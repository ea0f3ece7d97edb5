// The one crossing between the core's thread and the screens: posts commands, and brings every answer and
// event to the interface's thread. Nothing here waits.
#pragma once

#include <QObject>
#include <QPointer>
#include <functional>
#include <memory>

#include "core/api/agent_client.h"

namespace loket::ui::bridge {

template <typename T>
using Then = std::function<void(Result<T>)>;

// Answers come later, on the thread of the bridge, and only while `context` lives: a screen that has gone is
// never called. The client must outlive the bridge; answers that come after the bridge has gone are dropped.
// Screens may be built before there is a client: what they ask waits for it.
class CoreBridge final : public QObject {
  Q_OBJECT

 public:
  explicit CoreBridge(QObject* parent = nullptr);
  explicit CoreBridge(api::AgentClient& client, QObject* parent = nullptr);
  ~CoreBridge() override;

  // Once: from now on this client answers, first what was asked before it was there.
  void attach(api::AgentClient& client);
  // The client is about to be closed for a while: what is asked waits for it, and is never answered Closed.
  void hold();
  // It was not closed: what has waited is asked. Does nothing unless held, nor does the other one.
  void goOn();
  // It is open again: everybody is told to read anew, too.
  void goOnAnew();

  void inquire(api::InquiryRequest request, QObject* context, Then<api::Quote> then);
  void sell(api::SellRequest request, QObject* context, Then<api::PaymentView> then);
  void sync(api::SyncRequest request, QObject* context, std::function<void(api::SyncProgress)> progress,
            Then<api::BatchView> then);
  void cancel(PaymentRef ref, std::string reason, api::Second second, QObject* context, Then<api::PaymentView> then);
  void refund(PaymentRef ref, api::Second second, QObject* context, Then<api::PaymentView> then);
  void decide(PaymentRef ref, api::Decision decision, QObject* context, Then<api::PaymentView> then);

  void status(QObject* context, Then<api::CounterStatus> then);
  void payments(api::PaymentFilter filter, QObject* context, Then<std::vector<api::PaymentView>> then);
  void payment(std::string anyRef, QObject* context, Then<api::PaymentDetail> then);
  void catalogue(std::string text, QObject* context, Then<std::vector<Product>> then);
  void syncCatalogue(QObject* context, Then<int> then);
  void suggest(std::string typed, int limit, QObject* context, Then<std::vector<api::Suggestion>> then);
  void receipt(std::string anyRef, api::Copy copy, QObject* context, Then<api::ReceiptView> then);
  void print(std::string anyRef, QObject* context, Then<api::PrintView> then);
  void printBatch(BatchId id, QObject* context, Then<api::PrintView> then);
  void settlePaper(std::string anyRef, api::PaperWord word, QObject* context, Then<api::PrintView> then);
  void printers(QObject* context, Then<std::vector<api::FoundPrinter>> then);
  void samplePaper(api::PaperSettings settings, QObject* context, Then<api::ReceiptView> then);
  void tryPaper(api::PaperSettings settings, QObject* context, Then<api::PrintView> then);
  void savePaper(api::SavePaper command, QObject* context, Then<api::PaperSettings> then);
  // Whom to tell: nothing: whom it was asked for.
  void confirm(std::string anyRef, std::optional<confirmation::Address> to, QObject* context,
               Then<api::ConfirmationView> then);
  void till(api::TillCommand command, QObject* context, Then<api::TillView> then);
  void tickets(QObject* context, Then<std::vector<api::TicketView>> then);
  void quoteTicket(api::TicketPayment command, QObject* context, Then<api::Quote> then);
  void payTicket(api::TicketPayment command, std::optional<api::Quote> quote, QObject* context,
                 Then<api::PaymentView> then);
  void reconcile(api::ReconcileRequest request, QObject* context, std::function<void(api::ReconcileProgress)> progress,
                 Then<reconcile::Run> then);
  void reconciliations(int limit, QObject* context, Then<std::vector<reconcile::Run>> then);
  void findings(reconcile::ReconcileId id, std::int64_t after, int limit, QObject* context,
                Then<std::vector<reconcile::Finding>> then);
  void applyProposals(reconcile::ReconcileId id, std::vector<std::int64_t> numbers, std::string reason, QObject* context,
                      Then<std::vector<reconcile::Applied>> then);
  void credits(const UpstreamId& upstream, QObject* context, Then<std::vector<api::CreditView>> then);
  void collections(QObject* context, Then<std::vector<Collection>> then);
  void printCollection(const CollectionId& id, QObject* context, Then<api::PrintView> then);
  void customers(api::CustomerFilter filter, QObject* context, Then<api::CustomerPage> then);
  void customer(customer::CustomerId id, QObject* context, Then<api::CustomerView> then);
  void saveCustomer(api::SaveCustomer command, QObject* context, Then<api::CustomerView> then);
  void removeCustomer(customer::CustomerId id, QObject* context, Then<api::CustomerView> then);
  void readContacts(api::ContactsRequest request, QObject* context, Then<api::ContactsPreview> then);
  void importCustomers(std::shared_ptr<const customer::Contacts> contacts, QObject* context,
                       Then<api::ImportView> then);
  void undoCustomerImport(customer::ImportId id, QObject* context, Then<customer::ImportId> then);
  void groups(QObject* context, Then<std::vector<customer::Group>> then);
  void saveGroup(api::SaveGroup command, QObject* context, Then<customer::Group> then);
  void removeGroup(customer::GroupId id, QObject* context, Then<customer::Group> then);
  void openComplaint(api::OpenComplaint command, QObject* context, Then<api::ComplaintView> then);
  void noteComplaint(complaint::ComplaintId id, std::string note, QObject* context, Then<api::ComplaintView> then);
  void closeComplaint(api::CloseComplaint command, QObject* context, Then<api::ComplaintView> then);
  void inquireAll(std::vector<api::InquiryRequest> requests, QObject* context, std::function<void(int)> progress,
                  Then<std::vector<api::QuoteLine>> then);
  void sellAll(std::vector<api::SellRequest> requests, QObject* context, Then<std::vector<api::SaleLine>> then);
  void shiftReport(QObject* context, Then<api::ShiftReport> then);
  void config(QObject* context, Then<api::Config> then);
  // Whose PIN it was has been proved.
  void savePrices(api::SavePrices command, QObject* context, Then<PriceRules> then);
  void checkpoint(QObject* context, Then<api::CheckpointView> then);
  void audit(QObject* context, std::function<void(api::AuditProgress)> progress, Then<api::AuditReport> then);
  void stamps(QObject* context, Then<api::StampList> then);
  void prove(std::string anyRef, QObject* context, Then<api::AuditProof> then);
  void saveLimits(api::SaveLimits command, QObject* context, Then<Limits> then);
  void saveUpstream(api::SaveUpstream command, QObject* context, Then<int> then);
  // One-time codes, as api::AgentClient has them; whose PIN it was has been proved.
  void enrolOwnerCode(UserName owner, QObject* context, Then<std::string> then);
  void forgetOwnerCode(QObject* context, Then<bool> then);
  void ownerCode(QObject* context, Then<std::optional<api::CodeView>> then);
  void enrolCode(UserName person, QObject* context, Then<std::string> then);
  void forgetCode(UserName person, QObject* context, Then<bool> then);
  void codes(QObject* context, Then<std::vector<api::CodeView>> then);
  void settingsChanges(int limit, QObject* context, Then<std::vector<api::SettingsChange>> then);
  void health(api::Look look, QObject* context, Then<std::vector<api::HealthItem>> then);
  // `progress` is told how much of it is done, from 0 to 1.
  void backUp(std::string path, QObject* context, std::function<void(double)> progress, Then<api::BackupView> then);
  void verifyBackup(std::string path, QObject* context, std::function<void(double)> progress, Then<api::BackupView> then);
  // That it is the owner who knows has been seen to.
  void acknowledgeRestore(QObject* context, Then<RestoredFrom> then);

 signals:
  void paymentChanged(const loket::api::PaymentView& view);
  void statusChanged(const loket::api::CounterStatus& status);
  void catalogueChanged(int products);
  void printChanged(const loket::PaymentRef& ref, const loket::api::PrintView& print);
  void confirmationChanged(const loket::confirmation::Delivery& delivery);
  void complaintChanged(const loket::complaint::Complaint& complaint);
  void collectionChanged(const loket::Collection& collection);
  void coreStopped(const loket::Error& error);
  // The core was away, and others may have worked in the home: what a list shows may be old. Status and catalogue are told too.
  void wentOn();

 private:
  // Lives in the interface's thread and is kept alive by every answer under way, so that posting to it is
  // always safe.
  using Postbox = std::shared_ptr<QObject>;

  template <typename T>
  api::Reply<T> toContext(QObject* context, Then<T> then) const;
  // How far something is, as long as `context` lives.
  template <typename T>
  std::function<void(T)> toProgress(QObject* context, std::function<void(T)> progress) const;
  void deliver(const api::Event& event);

  using Command = std::function<void(api::AgentClient& client)>;
  void post(Command command);

  api::AgentClient* m_client = nullptr;
  bool m_isHeld = false;
  std::vector<Command> m_waiting;
  Postbox m_postbox;
  std::unique_ptr<api::Subscription> m_subscription;
};

}  // namespace loket::ui::bridge
