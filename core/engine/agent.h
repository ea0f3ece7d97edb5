// The core's door on a thread of its own: posts every call to the engine and runs the engine's loop. It may be closed and
// opened again over another world: who holds on to it, or listens, does so through all of them.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "core/api/agent_client.h"
#include "core/engine/engine.h"

namespace loket::engine {

class Agent final : public api::AgentClient {
 public:
  // Closed.
  Agent();
  // Opens the engine on its thread; an error means that nothing runs.
  static Result<std::unique_ptr<Agent>> start(World world, Options options);
  Status open(World world, Options options);
  // Does what was posted, lets nothing new start, and stops. What is being sent then is suspect at the next start.
  ~Agent() override;
  // The same while others still hold on to this: from here on every call answers Closed, as does every one that
  // had no answer yet.
  void stop();
  // The same, and nothing of the world is held any more. By whoever opens it, as `open` and `stop`.
  void close();

  // Told once, on the core's thread, when every call has its answer and nothing is under way by itself (Engine::isQuiet).
  // The next one takes its place; nothing: nobody waits any more.
  void whenQuiet(std::function<void()> told);
  // Whether it is so now; false when closed. By whoever opens it.
  bool isQuiet();

  // From any thread, in order with the calls: another person stands at the counter.
  void handOver(UserName to);
  // The same, of what happened at the door.
  void noteAccess(AccessEvent event);

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
  void saveLimits(api::SaveLimits command, api::Reply<Limits> reply) override;
  void saveUpstream(api::SaveUpstream command, api::Reply<int> reply) override;
  void checkpoint(api::Reply<api::CheckpointView> reply) override;
  void audit(std::function<void(api::AuditProgress)> progress, api::Reply<api::AuditReport> reply) override;
  void prove(std::string anyRef, api::Reply<api::AuditProof> reply) override;
  void exportLog(api::AuditExport order, std::function<void(api::AuditProgress)> progress, api::Reply<api::AuditExported> reply) override;
  void checkSeal(std::string anyRef, std::string seal, api::Reply<api::SealCheck> reply) override;
  void stamps(api::Reply<api::StampList> reply) override;
  void accessLog(int limit, api::Reply<std::vector<AccessEvent>> reply) override;
  void settingsChanges(int limit, api::Reply<std::vector<api::SettingsChange>> reply) override;
  void backUp(std::string path, BackupSteps progress, api::Reply<api::BackupView> reply) override;
  void verifyBackup(std::string path, BackupSteps progress, api::Reply<api::BackupView> reply) override;
  void acknowledgeRestore(api::Reply<RestoredFrom> reply) override;
  void health(api::Look look, api::Reply<std::vector<api::HealthItem>> reply) override;
  std::unique_ptr<api::Subscription> listen(std::function<void(const api::Event&)> listener) override;

  // From any thread: tells the listeners.
  void announce(api::Event event);

 private:
  class Listening;
  void run();
  // False when closed: the job was not taken.
  bool hand(Mailbox::Job job);
  bool isQuietHere() const;
  void tell(const api::Event& event);
  template <typename T, typename Call>
  void post(api::Reply<T> reply, Call call);

  // Of the pointer, which moves only while no thread runs the engine.
  std::mutex m_engineMutex;
  std::unique_ptr<Engine> m_engine;
  ports::Transport* m_transport = nullptr;  // of the engine's world
  std::shared_ptr<std::atomic<int>> m_unanswered = std::make_shared<std::atomic<int>>(0);
  std::function<void()> m_whenQuiet;  // on the core's thread
  std::mutex m_listenersMutex;
  std::map<int, std::shared_ptr<std::function<void(const api::Event&)>>> m_listeners;
  int m_nextListener = 1;
  std::atomic<bool> m_stopping{false};
  std::thread m_thread;
};

}  // namespace loket::engine
