// The imperative shell around the pure rules: one thread, one loop, all state. `turn` is one step of the loop,
// so that a test or a simulator can be the loop.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/api/agent_client.h"
#include "core/engine/auditor.h"
#include "core/engine/batch_run.h"
#include "core/engine/books.h"
#include "core/engine/cash_desk.h"
#include "core/engine/complaint_book.h"
#include "core/engine/customer_book.h"
#include "core/engine/desk.h"
#include "core/engine/dispatcher.h"
#include "core/engine/log_export.h"
#include "core/engine/messenger.h"
#include "core/engine/one_time_code.h"
#include "core/engine/price_lists.h"
#include "core/engine/print_room.h"
#include "core/engine/reconciler.h"
#include "core/engine/references.h"
#include "core/engine/router.h"
#include "core/engine/second_person.h"
#include "core/engine/key_slots.h"
#include "core/engine/settings_history.h"
#include "core/engine/shelf.h"
#include "core/engine/step_up.h"
#include "core/engine/top_ups.h"
#include "core/engine/turn_clock.h"
#include "core/engine/upstreams.h"
#include "core/engine/worker.h"
#include "core/ports/backup.h"
#include "core/ports/timestamp.h"
#include "core/ports/witness.h"

namespace loket::engine {

// Automatic: works through the outbox and keeps in touch with the upstreams by itself (the window).
// OnDemand: acts only on what a command asks for (one loketctl call).
enum class Dispatching { Automatic, OnDemand };

struct Options {
  Dispatching dispatching = Dispatching::Automatic;
  bool printWhenSettled = false;
  // Payments under way at once. More than the transport has on the wire to one host (8): some lie armed and ready, so
  // that no line is idle while a commit is being written.
  int inFlightMax = 24;
  UserName user;
};

// Everything the engine needs of the world; all of it outlives the engine.
struct World {
  ports::Store& store;
  ports::Transport& transport;
  ports::Clock& clock;
  ports::Entropy& entropy;
  ports::Log& log;
  ports::Probe& probe;
  ports::UpstreamFactory upstreams;
  PrinterFactory printers;
  // A reader of its own for long reads, made on the reader thread.
  std::function<Result<std::unique_ptr<ports::StoreReader>>()> openReader;
  // What only the outer layers can look at (key slots, SQLCipher settings, lock).
  std::function<std::vector<api::HealthItem>()> health;
  // Whether a configuration may be used in this process; nothing: any may. `sold` is the one that payments in the books were
  // sold by; null where there are none.
  std::function<Status(const api::Config& config, const api::Config* sold)> mayImport = nullptr;
  // Settlement files; nothing: none can be read.
  Reconciler::OpenFile openFile = nullptr;
  // Files that are written piece by piece; nothing: no log is exported.
  LogExport::OpenFile newFile = nullptr;
  // How often the key slots have been changed, empty when they cannot be read; nothing: nobody watches that they get no older.
  std::function<std::optional<std::uint64_t>()> slotGeneration = nullptr;
  // Nothing: the owner's code is never good.
  ports::OneTimeCodes* oneTimeCodes = nullptr;
  // How long the machine has been on; nothing: what waits for a while goes by the clock.
  ports::Uptime* uptime = nullptr;
  // Nothing: a configuration with a mail account is refused.
  NotifierFactory notifiers = nullptr;
  // Nothing: no printer is ever found.
  PrinterFinder findPrinters = nullptr;
  // Nothing: the journal's tree is neither signed nor checked.
  const journal::Keys* keys = nullptr;
  // Nothing: no backup is ever made.
  ports::Backups* backups = nullptr;
  // Nothing: a configuration with witnesses is refused.
  ports::WitnessFactory witnesses = nullptr;
  // Nothing: one with a time-stamp authority is.
  ports::TimestampFactory timestamps = nullptr;
  // Asks the reader for a finger of this person, on a thread of its own, until `cancelled`; answers from any thread. Nothing:
  // no finger is a proof.
  std::function<void(const UserName& person, const std::atomic<bool>& cancelled,
                     std::function<void(ports::FingerResult<void>)> then)>
      askFinger = nullptr;
};

class Engine {
 public:
  Engine(World world, Options options);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // Reads the open payments and the configuration; recovers. Nothing is sent before this succeeded.
  Status open();
  // Runs what was posted, does what is due, waits at most `wait` for something to happen.
  void turn(Duration wait);
  // From any thread; false when closed.
  bool post(Mailbox::Job job);
  // Another person stands at the counter: what is done from now on is done in this name. Whoever calls has proved it.
  void handOver(UserName to);
  // Written down: by a counter at once, by a command with what it does, or at its end. Its time is the engine's.
  void noteAccess(AccessEvent event);
  // With what is staged.
  Result<std::vector<AccessEvent>> accessLog(int limit);
  void close();
  // Nothing goes on by itself: no payment is on its way or waits for one, no customer can still pay by a code, nothing is printed,
  // told or asked. What waits for people, or for its time, is no such thing. On the engine's thread.
  bool isQuiet() const;
  // After the last turn, on its thread: lets go of everything that still waits for an answer.
  void abandon();

  // On the engine's thread only.
  void inquire(const api::InquiryRequest& request, api::Reply<api::Quote> reply);
  void sell(const api::SellRequest& request, api::Reply<api::PaymentView> reply);
  void await(const PaymentRef& ref, Duration limit, api::Reply<api::PaymentView> reply);
  void sync(const api::SyncRequest& request, std::function<void(api::SyncProgress)> progress,
            api::Reply<api::BatchView> reply);
  void cancel(const PaymentRef& ref, const std::string& reason, const api::Second& second,
              api::Reply<api::PaymentView> reply);
  void refund(const PaymentRef& ref, const api::Second& second, api::Reply<api::PaymentView> reply);
  // People settle it (engine_decisions.cpp); who they are has been proven by whoever calls.
  void decide(const PaymentRef& ref, const api::Decision& decision, api::Reply<api::PaymentView> reply);
  // An upstream tells by itself (engine_notices.cpp).
  void takeNotice(const UpstreamId& upstream, const Notice& notice, api::Reply<api::NoticeView> reply);
  void till(const api::TillCommand& command, api::Reply<api::TillView> reply);
  void enrolOwnerCode(const UserName& owner, api::Reply<std::string> reply);
  void forgetOwnerCode(const UserName& by, api::Reply<bool> reply);
  std::optional<api::CodeView> ownerCode() const { return m_ownerCode.view(); }
  void enrolCode(const UserName& person, api::Reply<std::string> reply);
  void forgetCode(const api::ForgetCode& command, api::Reply<bool> reply);
  std::vector<api::CodeView> codes() const { return m_codes.views(); }
  // The configuration (engine_settings.cpp).
  void importConfig(const api::Config& config, const api::Second& second, api::Reply<int> reply);
  // Parts of it.
  void savePrices(const api::SavePrices& command, api::Reply<PriceRules> reply);
  void saveLimits(const api::SaveLimits& command, api::Reply<Limits> reply);
  void saveUpstream(const api::SaveUpstream& command, api::Reply<int> reply);
  // The journal's tree.
  void checkpoint(api::Reply<api::CheckpointView> reply) { m_auditor.checkpoint(std::move(reply)); }
  void audit(std::function<void(api::AuditProgress)> progress, api::Reply<api::AuditReport> reply) {
    m_auditor.audit(std::move(progress), std::move(reply));
  }
  void prove(const std::string& anyRef, api::Reply<api::AuditProof> reply);
  void exportLog(const api::AuditExport& order, std::function<void(api::AuditProgress)> progress, api::Reply<api::AuditExported> reply) {
    m_logExport.run(order, std::move(progress), std::move(reply));
  }
  void checkSeal(const std::string& anyRef, const std::string& seal, const api::Reply<api::SealCheck>& reply);
  Result<api::StampList> stamps() const { return m_auditor.stamps(); }
  void syncCatalogue(api::Reply<int> reply);
  // Paper (engine_paper.cpp).
  void receipt(const std::string& anyRef, api::Copy copy, api::Reply<api::ReceiptView> reply);
  void print(const std::string& anyRef, api::Reply<api::PrintView> reply);
  void printBatch(const BatchId& id, api::Reply<api::PrintView> reply);
  void settlePaper(const api::SettlePaper& command, api::Reply<api::PrintView> reply);
  void printers(api::Reply<std::vector<api::FoundPrinter>> reply) { m_prints.find(std::move(reply)); }
  Result<api::ReceiptView> samplePaper(const api::PaperSettings& settings) const {
    return m_prints.sample(settings);
  }
  void tryPaper(const api::PaperSettings& settings, api::Reply<api::PrintView> reply) {
    m_prints.tryOut(settings, std::move(reply));
  }
  void savePaper(const api::SavePaper& command, api::Reply<api::PaperSettings> reply);
  void reconcile(const api::ReconcileRequest& request, std::function<void(api::ReconcileProgress)> progress,
                 api::Reply<reconcile::Run> reply);
  void applyProposals(const api::ApplyProposals& command, api::Reply<std::vector<reconcile::Applied>> reply);

  void saveCustomer(const api::SaveCustomer& command, api::Reply<api::CustomerView> reply);
  void removeCustomer(const customer::CustomerId& id, api::Reply<api::CustomerView> reply);
  void importCustomers(std::shared_ptr<const customer::Contacts> contacts, api::Reply<api::ImportView> reply);
  void undoCustomerImport(const customer::ImportId& id, api::Reply<customer::ImportId> reply);
  void saveGroup(const api::SaveGroup& command, api::Reply<customer::Group> reply);
  void removeGroup(const customer::GroupId& id, api::Reply<customer::Group> reply);
  void openComplaint(const api::OpenComplaint& command, api::Reply<api::ComplaintView> reply);
  void noteComplaint(const api::NoteComplaint& command, api::Reply<api::ComplaintView> reply);
  void closeComplaint(const api::CloseComplaint& command, api::Reply<api::ComplaintView> reply);

  // Reading (engine_queries.cpp).
  api::CounterStatus status();
  void payments(const api::PaymentFilter& filter, api::Reply<std::vector<api::PaymentView>> reply);
  Result<api::PaymentDetail> payment(const std::string& anyRef);
  std::vector<Product> catalogue(const std::string& text) const;
  Result<std::vector<api::Suggestion>> suggest(const std::string& typed, int limit);
  Result<std::vector<api::BatchView>> batches(int limit);
  Result<api::BatchView> batch(const BatchId& id);
  Result<std::vector<Collection>> collections() { return m_cashDesk.collections(); }
  void confirm(const api::SendConfirmation& command, api::Reply<api::ConfirmationView> reply);
  void sendConfirmations(api::Reply<int> reply);
  Result<std::vector<confirmation::Delivery>> confirmations(int limit) {
    return m_world.store.newestConfirmations(limit);
  }
  void printCollection(const CollectionId& id, api::Reply<api::PrintView> reply);
  Result<std::vector<api::TicketView>> tickets();
  void quoteTicket(const api::TicketPayment& command, api::Reply<api::Quote> reply) {
    m_topUps.quote(command, std::move(reply));
  }
  void payTicket(const api::TicketPayment& command, const std::optional<api::Quote>& quote,
                 api::Reply<api::PaymentView> reply);
  void credits(const UpstreamId& upstream, api::Reply<std::vector<api::CreditView>> reply) {
    m_cashDesk.credits(upstream, std::move(reply));
  }
  Result<std::vector<api::BonView>> bons() { return m_cashDesk.bons(); }
  void customers(const api::CustomerFilter& filter, api::Reply<api::CustomerPage> reply);
  Result<api::CustomerView> customer(const customer::CustomerId& id) { return m_customers.view(id); }
  Result<std::vector<customer::Group>> groups() { return m_customers.groups(); }
  Result<std::vector<api::ComplaintView>> complaints(const api::ComplaintFilter& filter) {
    return m_complaints.list(filter);
  }
  Result<api::ComplaintView> complaint(const complaint::ComplaintId& id) { return m_complaints.view(id); }
  void readContacts(const api::ContactsRequest& request, api::Reply<api::ContactsPreview> reply);
  void shiftReport(api::Reply<api::ShiftReport> reply);
  void trial(api::Reply<api::TrialBalance> reply);
  void reconciliations(int limit, api::Reply<std::vector<reconcile::Run>> reply);
  void reconciliation(const reconcile::ReconcileId& id, api::Reply<reconcile::Run> reply);
  void findings(const reconcile::ReconcileId& id, std::int64_t after, int limit,
                api::Reply<std::vector<reconcile::Finding>> reply);
  Result<std::vector<api::LedgerEntryView>> account(const std::string& name, int limit);
  const api::Config& config() const { return m_config; }
  std::vector<api::SettingsChange> settingsChanges(int limit) const { return m_settingsHistory.newest(limit); }
  void health(api::Look look, api::Reply<std::vector<api::HealthItem>> reply);
  std::vector<api::HealthItem> health(const std::optional<ports::PrinterCondition>& printer = {});

  // Backups (engine_backup.cpp).
  void backUp(const std::string& path, BackupSteps progress, api::Reply<api::BackupView> reply);
  void verifyBackup(const std::string& path, BackupSteps progress, api::Reply<api::BackupView> reply);
  void acknowledgeRestore(api::Reply<RestoredFrom> reply);

  std::function<void(const api::Event&)> onEvent;

 private:
  using BackupWork = std::function<Result<BackupFacts>(ports::Backups& backups, const BackupGoOn& goOn)>;
  // On a thread of its own, one at a time; StateForbids while another one is under way.
  void onBackups(BackupWork work, BackupSteps progress, api::Reply<BackupFacts> reply);
  struct Waiter {
    PaymentRef ref;
    Instant deadline;
    api::Reply<api::PaymentView> reply;
  };
  Result<Payment> resolve(const std::string& anyRef);
  void unprinted(int limit, api::Reply<std::vector<api::PaymentView>> reply);
  Result<Payment> ownerOf(const UpstreamId& upstream, const AttemptRef& reference);
  void changed(const ports::PaymentChange& change);
  void acted(const PaymentRef& ref);
  void serveWaiters();
  Status mayImport(const api::Config& config);
  Status checkStepUpNames(const StepUpPolicy& to) const;
  Result<std::vector<std::string>> openAt(const UpstreamId& id);
  // StateForbids "in-use: ID: NAME, ..." for one that would go, or be elsewhere, while something there is
  // open.
  Status maySuppliersBecome(const std::vector<UpstreamSettings>& to);
  // All of it in one commit, with who changed what; suppliers are made anew, and prices follow. What fails leaves everything
  // as it was.
  void changeConfig(const api::Config& to, const UserName& by, const Consent& consent,
                    std::function<void(const Status&)> then);
  Status tryConfig(const api::Config& to);
  void takeBackConfig();
  void keepLimits(const api::SaveLimits& command, const Consent& consent, api::Reply<Limits> reply);
  // Whoever the door names, else whoever stands at the counter.
  const UserName& whoDoes(const UserName& by) const { return by.empty() ? m_options.user : by; }
  // Two have agreed already that its cash goes back: it was cancelled so, or decided to have failed.
  Result<bool> isAgreedToGoBack(const PaymentRef& ref);
  void takeConfig(const api::Config& config);
  // For suppliers that want requests signed; made once.
  void makeKeyWhereWanted();
  void fillShelf(std::vector<Product> products);
  void tellStatus();
  std::vector<api::HomeAlarm> alarms() const;
  void noticeMovedClock();
  void stageEvents(const Payment& before, Result<Events> events, api::Reply<api::PaymentView> reply);
  // Of deposits (engine_deposits.cpp).
  void restoreOpenings(const std::map<std::string, std::string>& rows);
  void restoreDeposits(const std::map<std::string, std::string>& rows);
  Upstreams::Meanwhile meanwhileAt(const UpstreamId& id);
  std::optional<Money> openingOf(const UpstreamId& id, Money told);
  void depositHeard(const UpstreamId& id, const Upstreams::Deposit& deposit, Upstreams::Meanwhile meanwhile);
  std::optional<Instant> nextThing() const;
  bool someoneWaits() const {
    return m_batch.running() || !m_waiters.empty() || m_cashDesk.someoneWaits() || m_messenger.someoneWaits();
  }
  Status usable() const;
  // By themselves.
  void setUpCode(OneTimeCode& code, const UserName& person, const std::string& label, api::Reply<std::string> reply);
  void giveUpCode(OneTimeCode& code, const UserName& by, api::Reply<bool> reply);
  void askFinger(const UserName& person, std::function<void(const ports::FingerResult<void>&)> then);
  void readStep(Reconciler::Step step, api::Reply<ReconcilePage> reply);
  // The newest shift, when that is its id and it is closed.
  void closedShift(const std::string& id, api::Reply<receipt::ShiftSheet> reply);
  template <typename T>
  void onReader(std::function<Result<T>(ports::StoreReader&)> read, api::Reply<T> reply);

  World m_world;
  mutable TurnClock m_clock;  // and never the world's
  Options m_options;
  Mailbox m_mailbox;
  References m_references;
  Shelf m_shelf;
  Books m_books;
  Upstreams m_upstreams;
  Router m_router;
  Dispatcher m_dispatcher;
  PriceLists m_prices;
  OneTimeCode m_ownerCode;
  PersonCodes m_codes;
  StepUp m_stepUp;
  SecondPerson m_second;
  Desk m_desk;
  TopUps m_topUps;
  CashDesk m_cashDesk;
  CustomerBook m_customers;
  ComplaintBook m_complaints;
  BatchRun m_batch;
  PrintRoom m_prints;
  Messenger m_messenger;
  Reconciler m_reconciler;
  SettingsHistory m_settingsHistory;
  KeySlotRows m_slots;  // as they are kept
  Auditor m_auditor;
  LogExport m_logExport;
  std::unique_ptr<ports::StoreReader> m_reader;  // touched by the reader thread only
  api::Config m_config;
  bool m_isConfigured = false;  // one is kept
  int m_configsUnderWay = 0;  // staged, and not yet known to be on disk
  std::vector<Waiter> m_waiters;
  std::vector<PaymentRef> m_toPrint;
  // Upstreams whose first balance is in the books, configured now or not: it is posted once in a home's life.
  // And when that was.
  std::map<UpstreamId, Instant> m_opened;
  std::optional<Error> m_fault;
  std::atomic<bool> m_closing{false};
  bool m_statusDirty = true;
  Duration m_statusToldAt;
  Instant m_statusNow;  // the time that was told
  BusinessDate m_totalsDay;
  ports::DayTotals m_totals;
  std::unique_ptr<Worker> m_readerThread;
  LastBackup m_lastBackup;
  std::optional<RestoredFrom> m_restored;
  bool m_isBackingUp = false;
  std::unique_ptr<Worker> m_backupThread;
};

}  // namespace loket::engine
