#include "core/engine/agent.h"

#include <future>
#include <utility>

#include "core/engine/collective.h"

namespace loket::engine {
namespace {

constexpr Duration kWaitMax = Duration::seconds(1);
// While somebody waits for nothing to be under way.
constexpr Duration kQuietLook = Duration::millis(250);

// A call's answer, given exactly once: whoever asked waits for it.
template <typename T>
class Answer {
 public:
  Answer(api::Reply<T> reply, std::shared_ptr<std::atomic<int>> missing)
      : m_reply(std::move(reply)), m_missing(std::move(missing)) {
    ++*m_missing;
  }
  Answer(const Answer&) = delete;
  Answer& operator=(const Answer&) = delete;
  ~Answer() { give(fail(ErrorCode::Closed, {})); }
  void give(Result<T> result) {
    auto reply = std::exchange(m_reply, {});
    if (!reply)
      return;
    reply(std::move(result));
    // After what is asked because of it.
    --*m_missing;
  }

 private:
  api::Reply<T> m_reply;
  std::shared_ptr<std::atomic<int>> m_missing;
};

}  // namespace

class Agent::Listening final : public api::Subscription {
 public:
  Listening(Agent& agent, int id) : m_agent(agent), m_id(id) {}
  ~Listening() override {
    const std::lock_guard lock(m_agent.m_listenersMutex);
    m_agent.m_listeners.erase(m_id);
  }

 private:
  Agent& m_agent;
  int m_id;
};

Agent::Agent() = default;

Result<std::unique_ptr<Agent>> Agent::start(World world, Options options) {
  auto agent = std::make_unique<Agent>();
  LOKET_TRY(agent->open(std::move(world), std::move(options)));
  return agent;
}

Status Agent::open(World world, Options options) {
  close();
  m_transport = &world.transport;
  m_stopping = false;
  auto engine = std::make_unique<Engine>(std::move(world), std::move(options));
  engine->onEvent = [this](const api::Event& event) { tell(event); };
  {
    const std::lock_guard lock(m_engineMutex);
    m_engine = std::move(engine);
  }
  std::promise<Status> opened;
  auto outcome = opened.get_future();
  m_thread = std::thread([this, &opened] {
    const Status status = m_engine->open();
    opened.set_value(status);
    if (status)
      run();
  });
  const Status status = outcome.get();
  if (!status)
    close();
  return status;
}

Agent::~Agent() {
  close();
}

void Agent::stop() {
  if (!m_engine)
    return;
  // Closed first: what was taken until then is done by the last turn, which comes after.
  m_engine->close();
  m_stopping = true;
  m_transport->wake();
  if (m_thread.joinable())
    m_thread.join();
}

void Agent::close() {
  stop();
  std::unique_ptr<Engine> gone;
  {
    const std::lock_guard lock(m_engineMutex);
    gone = std::move(m_engine);
  }
  m_whenQuiet = nullptr;
  // Outside of the lock: whoever hears now that it is closed may ask for something else at once.
  gone.reset();
}

void Agent::run() {
  while (!m_stopping) {
    m_engine->turn(m_whenQuiet ? kQuietLook : kWaitMax);
    if (m_whenQuiet && isQuietHere())
      std::exchange(m_whenQuiet, nullptr)();
  }
  // What was posted before the box closed is still done; what is on the wire is left to the next start.
  m_engine->turn(Duration{});
  m_engine->abandon();
}

bool Agent::hand(Mailbox::Job job) {
  const std::lock_guard lock(m_engineMutex);
  return m_engine && m_engine->post(std::move(job));
}

bool Agent::isQuietHere() const {
  return *m_unanswered == 0 && m_engine->isQuiet();
}

void Agent::whenQuiet(std::function<void()> told) {
  hand([this, told = std::move(told)] { m_whenQuiet = told; });
}

bool Agent::isQuiet() {
  auto answer = std::make_shared<std::promise<bool>>();
  auto quiet = answer->get_future();
  return hand([this, answer] { answer->set_value(isQuietHere()); }) && quiet.get();
}

void Agent::tell(const api::Event& event) {
  std::vector<std::shared_ptr<std::function<void(const api::Event&)>>> listeners;
  {
    const std::lock_guard lock(m_listenersMutex);
    for (const auto& [id, listener] : m_listeners) listeners.push_back(listener);
  }
  for (const auto& listener : listeners) (*listener)(event);
}

void Agent::announce(api::Event event) {
  hand([this, event = std::move(event)] { tell(event); });
}

template <typename T, typename Call>
void Agent::post(api::Reply<T> reply, Call call) {
  // Not taken, or taken and dropped without an answer: the last one to let go answers Closed.
  auto answer = std::make_shared<Answer<T>>(std::move(reply), m_unanswered);
  hand([call = std::move(call), answer] {
    call(api::Reply<T>([answer](Result<T> result) { answer->give(std::move(result)); }));
  });
}

void Agent::inquire(api::InquiryRequest request, api::Reply<api::Quote> reply) {
  post<api::Quote>(std::move(reply), [this, request = std::move(request)](auto answer) {
    m_engine->inquire(request, std::move(answer));
  });
}

void Agent::sell(api::SellRequest request, api::Reply<api::PaymentView> reply) {
  post<api::PaymentView>(std::move(reply), [this, request = std::move(request)](auto answer) {
    m_engine->sell(request, std::move(answer));
  });
}

void Agent::inquireAll(std::vector<api::InquiryRequest> requests, std::function<void(int)> progress,
                       api::Reply<std::vector<api::QuoteLine>> reply) {
  post<std::vector<api::QuoteLine>>(
      std::move(reply), [this, requests = std::move(requests), progress = std::move(progress)](auto answer) {
        engine::inquireAll(
            requests,
            [this](const api::InquiryRequest& one, api::Reply<api::Quote> told) { m_engine->inquire(one, std::move(told)); },
            progress, std::move(answer));
      });
}

void Agent::sellAll(std::vector<api::SellRequest> requests, api::Reply<std::vector<api::SaleLine>> reply) {
  post<std::vector<api::SaleLine>>(std::move(reply), [this, requests = std::move(requests)](auto answer) {
    engine::sellAll(
        requests,
        [this](const api::SellRequest& one, api::Reply<api::PaymentView> told) { m_engine->sell(one, std::move(told)); },
        std::move(answer));
  });
}

void Agent::await(PaymentRef ref, Duration limit, api::Reply<api::PaymentView> reply) {
  post<api::PaymentView>(std::move(reply), [this, ref = std::move(ref), limit](auto answer) {
    m_engine->await(ref, limit, std::move(answer));
  });
}

void Agent::sync(api::SyncRequest request, std::function<void(api::SyncProgress)> progress,
                 api::Reply<api::BatchView> reply) {
  post<api::BatchView>(std::move(reply), [this, request, progress = std::move(progress)](auto answer) {
    m_engine->sync(request, progress, std::move(answer));
  });
}

void Agent::handOver(UserName to) {
  hand([this, to = std::move(to)] { m_engine->handOver(to); });
}

void Agent::noteAccess(AccessEvent event) {
  hand([this, event = std::move(event)] { m_engine->noteAccess(event); });
}

void Agent::cancel(PaymentRef ref, std::string reason, api::Second second, api::Reply<api::PaymentView> reply) {
  post<api::PaymentView>(std::move(reply), [this, ref = std::move(ref), reason = std::move(reason),
                                            second = std::move(second)](auto answer) {
    m_engine->cancel(ref, reason, second, std::move(answer));
  });
}

void Agent::refund(PaymentRef ref, api::Second second, api::Reply<api::PaymentView> reply) {
  post<api::PaymentView>(std::move(reply), [this, ref = std::move(ref), second = std::move(second)](auto answer) {
    m_engine->refund(ref, second, std::move(answer));
  });
}

void Agent::decide(PaymentRef ref, api::Decision decision, api::Reply<api::PaymentView> reply) {
  post<api::PaymentView>(std::move(reply), [this, ref = std::move(ref), decision = std::move(decision)](auto answer) {
    m_engine->decide(ref, decision, std::move(answer));
  });
}

void Agent::takeNotice(UpstreamId upstream, Notice notice, api::Reply<api::NoticeView> reply) {
  post<api::NoticeView>(std::move(reply),
                        [this, upstream = std::move(upstream), notice = std::move(notice)](auto answer) {
                          m_engine->takeNotice(upstream, notice, std::move(answer));
                        });
}

void Agent::enrolOwnerCode(UserName owner, api::Reply<std::string> reply) {
  post<std::string>(std::move(reply), [this, owner = std::move(owner)](auto answer) {
    m_engine->enrolOwnerCode(owner, std::move(answer));
  });
}

void Agent::forgetOwnerCode(UserName by, api::Reply<bool> reply) {
  post<bool>(std::move(reply), [this, by = std::move(by)](auto answer) { m_engine->forgetOwnerCode(by, std::move(answer)); });
}

void Agent::ownerCode(api::Reply<std::optional<api::CodeView>> reply) {
  post<std::optional<api::CodeView>>(std::move(reply), [this](auto answer) { answer(m_engine->ownerCode()); });
}

void Agent::enrolCode(UserName person, api::Reply<std::string> reply) {
  post<std::string>(std::move(reply), [this, person = std::move(person)](auto answer) {
    m_engine->enrolCode(person, std::move(answer));
  });
}

void Agent::forgetCode(api::ForgetCode command, api::Reply<bool> reply) {
  post<bool>(std::move(reply),
             [this, command = std::move(command)](auto answer) { m_engine->forgetCode(command, std::move(answer)); });
}

void Agent::codes(api::Reply<std::vector<api::CodeView>> reply) {
  post<std::vector<api::CodeView>>(std::move(reply), [this](auto answer) { answer(m_engine->codes()); });
}

void Agent::status(api::Reply<api::CounterStatus> reply) {
  post<api::CounterStatus>(std::move(reply), [this](auto answer) { answer(m_engine->status()); });
}

void Agent::payments(api::PaymentFilter filter, api::Reply<std::vector<api::PaymentView>> reply) {
  post<std::vector<api::PaymentView>>(std::move(reply), [this, filter = std::move(filter)](auto answer) {
    m_engine->payments(filter, std::move(answer));
  });
}

void Agent::payment(std::string anyRef, api::Reply<api::PaymentDetail> reply) {
  post<api::PaymentDetail>(std::move(reply), [this, anyRef = std::move(anyRef)](auto answer) {
    answer(m_engine->payment(anyRef));
  });
}

void Agent::catalogue(std::string text, api::Reply<std::vector<Product>> reply) {
  post<std::vector<Product>>(std::move(reply), [this, text = std::move(text)](auto answer) {
    answer(m_engine->catalogue(text));
  });
}

void Agent::syncCatalogue(api::Reply<int> reply) {
  post<int>(std::move(reply), [this](auto answer) { m_engine->syncCatalogue(std::move(answer)); });
}

void Agent::suggest(std::string typed, int limit, api::Reply<std::vector<api::Suggestion>> reply) {
  post<std::vector<api::Suggestion>>(std::move(reply), [this, typed = std::move(typed), limit](auto answer) {
    answer(m_engine->suggest(typed, limit));
  });
}

void Agent::batches(int limit, api::Reply<std::vector<api::BatchView>> reply) {
  post<std::vector<api::BatchView>>(std::move(reply), [this, limit](auto answer) { answer(m_engine->batches(limit)); });
}

void Agent::batch(BatchId id, api::Reply<api::BatchView> reply) {
  post<api::BatchView>(std::move(reply), [this, id = std::move(id)](auto answer) { answer(m_engine->batch(id)); });
}

void Agent::receipt(std::string anyRef, api::Copy copy, api::Reply<api::ReceiptView> reply) {
  post<api::ReceiptView>(std::move(reply), [this, anyRef = std::move(anyRef), copy](auto answer) {
    m_engine->receipt(anyRef, copy, std::move(answer));
  });
}

void Agent::print(std::string anyRef, api::Reply<api::PrintView> reply) {
  post<api::PrintView>(std::move(reply), [this, anyRef = std::move(anyRef)](auto answer) {
    m_engine->print(anyRef, std::move(answer));
  });
}

void Agent::printBatch(BatchId id, api::Reply<api::PrintView> reply) {
  post<api::PrintView>(std::move(reply), [this, id = std::move(id)](auto answer) {
    m_engine->printBatch(id, std::move(answer));
  });
}

void Agent::settlePaper(api::SettlePaper command, api::Reply<api::PrintView> reply) {
  post<api::PrintView>(std::move(reply), [this, command = std::move(command)](auto answer) {
    m_engine->settlePaper(command, std::move(answer));
  });
}

void Agent::printers(api::Reply<std::vector<api::FoundPrinter>> reply) {
  post<std::vector<api::FoundPrinter>>(std::move(reply),
                                       [this](auto answer) { m_engine->printers(std::move(answer)); });
}

void Agent::samplePaper(api::PaperSettings settings, api::Reply<api::ReceiptView> reply) {
  post<api::ReceiptView>(std::move(reply), [this, settings = std::move(settings)](auto answer) {
    answer(m_engine->samplePaper(settings));
  });
}

void Agent::tryPaper(api::PaperSettings settings, api::Reply<api::PrintView> reply) {
  post<api::PrintView>(std::move(reply), [this, settings = std::move(settings)](auto answer) {
    m_engine->tryPaper(settings, std::move(answer));
  });
}

void Agent::savePaper(api::SavePaper command, api::Reply<api::PaperSettings> reply) {
  post<api::PaperSettings>(std::move(reply), [this, command = std::move(command)](auto answer) {
    m_engine->savePaper(command, std::move(answer));
  });
}

void Agent::till(api::TillCommand command, api::Reply<api::TillView> reply) {
  post<api::TillView>(std::move(reply), [this, command = std::move(command)](auto answer) {
    m_engine->till(command, std::move(answer));
  });
}

void Agent::credits(const UpstreamId& upstream, api::Reply<std::vector<api::CreditView>> reply) {
  post<std::vector<api::CreditView>>(std::move(reply), [this, upstream](auto answer) {
    m_engine->credits(upstream, std::move(answer));
  });
}

void Agent::collections(api::Reply<std::vector<Collection>> reply) {
  post<std::vector<Collection>>(std::move(reply), [this](auto answer) { answer(m_engine->collections()); });
}

void Agent::printCollection(const CollectionId& id, api::Reply<api::PrintView> reply) {
  post<api::PrintView>(std::move(reply), [this, id](auto answer) { m_engine->printCollection(id, std::move(answer)); });
}

void Agent::confirm(api::SendConfirmation command, api::Reply<api::ConfirmationView> reply) {
  post<api::ConfirmationView>(std::move(reply), [this, command = std::move(command)](auto answer) {
    m_engine->confirm(command, std::move(answer));
  });
}

void Agent::sendConfirmations(api::Reply<int> reply) {
  post<int>(std::move(reply), [this](auto answer) { m_engine->sendConfirmations(std::move(answer)); });
}

void Agent::confirmations(int limit, api::Reply<std::vector<confirmation::Delivery>> reply) {
  post<std::vector<confirmation::Delivery>>(std::move(reply),
                                            [this, limit](auto answer) { answer(m_engine->confirmations(limit)); });
}

void Agent::tickets(api::Reply<std::vector<api::TicketView>> reply) {
  post<std::vector<api::TicketView>>(std::move(reply), [this](auto answer) { answer(m_engine->tickets()); });
}

void Agent::quoteTicket(api::TicketPayment command, api::Reply<api::Quote> reply) {
  post<api::Quote>(std::move(reply), [this, command = std::move(command)](auto answer) {
    m_engine->quoteTicket(command, std::move(answer));
  });
}

void Agent::payTicket(api::TicketPayment command, std::optional<api::Quote> quote,
                      api::Reply<api::PaymentView> reply) {
  post<api::PaymentView>(std::move(reply),
                         [this, command = std::move(command), quote = std::move(quote)](auto answer) {
                           m_engine->payTicket(command, quote, std::move(answer));
                         });
}

void Agent::bons(api::Reply<std::vector<api::BonView>> reply) {
  post<std::vector<api::BonView>>(std::move(reply), [this](auto answer) { answer(m_engine->bons()); });
}

void Agent::customers(api::CustomerFilter filter, api::Reply<api::CustomerPage> reply) {
  post<api::CustomerPage>(std::move(reply), [this, filter = std::move(filter)](auto answer) {
    m_engine->customers(filter, std::move(answer));
  });
}

void Agent::customer(customer::CustomerId id, api::Reply<api::CustomerView> reply) {
  post<api::CustomerView>(std::move(reply),
                          [this, id = std::move(id)](auto answer) { answer(m_engine->customer(id)); });
}

void Agent::saveCustomer(api::SaveCustomer command, api::Reply<api::CustomerView> reply) {
  post<api::CustomerView>(std::move(reply), [this, command = std::move(command)](auto answer) {
    m_engine->saveCustomer(command, std::move(answer));
  });
}

void Agent::removeCustomer(customer::CustomerId id, api::Reply<api::CustomerView> reply) {
  post<api::CustomerView>(std::move(reply), [this, id = std::move(id)](auto answer) {
    m_engine->removeCustomer(id, std::move(answer));
  });
}

void Agent::readContacts(api::ContactsRequest request, api::Reply<api::ContactsPreview> reply) {
  post<api::ContactsPreview>(std::move(reply), [this, request = std::move(request)](auto answer) {
    m_engine->readContacts(request, std::move(answer));
  });
}

void Agent::importCustomers(std::shared_ptr<const customer::Contacts> contacts, api::Reply<api::ImportView> reply) {
  post<api::ImportView>(std::move(reply), [this, contacts = std::move(contacts)](auto answer) {
    m_engine->importCustomers(contacts, std::move(answer));
  });
}

void Agent::undoCustomerImport(customer::ImportId id, api::Reply<customer::ImportId> reply) {
  post<customer::ImportId>(std::move(reply), [this, id = std::move(id)](auto answer) {
    m_engine->undoCustomerImport(id, std::move(answer));
  });
}

void Agent::groups(api::Reply<std::vector<customer::Group>> reply) {
  post<std::vector<customer::Group>>(std::move(reply), [this](auto answer) { answer(m_engine->groups()); });
}

void Agent::saveGroup(api::SaveGroup command, api::Reply<customer::Group> reply) {
  post<customer::Group>(std::move(reply), [this, command = std::move(command)](auto answer) {
    m_engine->saveGroup(command, std::move(answer));
  });
}

void Agent::removeGroup(customer::GroupId id, api::Reply<customer::Group> reply) {
  post<customer::Group>(std::move(reply),
                        [this, id = std::move(id)](auto answer) { m_engine->removeGroup(id, std::move(answer)); });
}

void Agent::complaints(api::ComplaintFilter filter, api::Reply<std::vector<api::ComplaintView>> reply) {
  post<std::vector<api::ComplaintView>>(std::move(reply),
                                        [this, filter](auto answer) { answer(m_engine->complaints(filter)); });
}

void Agent::complaint(complaint::ComplaintId id, api::Reply<api::ComplaintView> reply) {
  post<api::ComplaintView>(std::move(reply),
                           [this, id = std::move(id)](auto answer) { answer(m_engine->complaint(id)); });
}

void Agent::openComplaint(api::OpenComplaint command, api::Reply<api::ComplaintView> reply) {
  post<api::ComplaintView>(std::move(reply), [this, command = std::move(command)](auto answer) {
    m_engine->openComplaint(command, std::move(answer));
  });
}

void Agent::noteComplaint(api::NoteComplaint command, api::Reply<api::ComplaintView> reply) {
  post<api::ComplaintView>(std::move(reply), [this, command = std::move(command)](auto answer) {
    m_engine->noteComplaint(command, std::move(answer));
  });
}

void Agent::closeComplaint(api::CloseComplaint command, api::Reply<api::ComplaintView> reply) {
  post<api::ComplaintView>(std::move(reply), [this, command = std::move(command)](auto answer) {
    m_engine->closeComplaint(command, std::move(answer));
  });
}

void Agent::shiftReport(api::Reply<api::ShiftReport> reply) {
  post<api::ShiftReport>(std::move(reply), [this](auto answer) { m_engine->shiftReport(std::move(answer)); });
}

void Agent::reconcile(api::ReconcileRequest request, std::function<void(api::ReconcileProgress)> progress,
                      api::Reply<reconcile::Run> reply) {
  post<reconcile::Run>(std::move(reply),
                       [this, request = std::move(request), progress = std::move(progress)](auto answer) {
                         m_engine->reconcile(request, progress, std::move(answer));
                       });
}

void Agent::reconciliations(int limit, api::Reply<std::vector<reconcile::Run>> reply) {
  post<std::vector<reconcile::Run>>(std::move(reply),
                                    [this, limit](auto answer) { m_engine->reconciliations(limit, std::move(answer)); });
}

void Agent::reconciliation(reconcile::ReconcileId id, api::Reply<reconcile::Run> reply) {
  post<reconcile::Run>(std::move(reply), [this, id = std::move(id)](auto answer) {
    m_engine->reconciliation(id, std::move(answer));
  });
}

void Agent::findings(reconcile::ReconcileId id, std::int64_t after, int limit,
                     api::Reply<std::vector<reconcile::Finding>> reply) {
  post<std::vector<reconcile::Finding>>(std::move(reply), [this, id = std::move(id), after, limit](auto answer) {
    m_engine->findings(id, after, limit, std::move(answer));
  });
}

void Agent::applyProposals(api::ApplyProposals command, api::Reply<std::vector<reconcile::Applied>> reply) {
  post<std::vector<reconcile::Applied>>(std::move(reply), [this, command = std::move(command)](auto answer) {
    m_engine->applyProposals(command, std::move(answer));
  });
}

void Agent::trial(api::Reply<api::TrialBalance> reply) {
  post<api::TrialBalance>(std::move(reply), [this](auto answer) { m_engine->trial(std::move(answer)); });
}

void Agent::account(std::string name, int limit, api::Reply<std::vector<api::LedgerEntryView>> reply) {
  post<std::vector<api::LedgerEntryView>>(std::move(reply), [this, name = std::move(name), limit](auto answer) {
    answer(m_engine->account(name, limit));
  });
}

void Agent::config(api::Reply<api::Config> reply) {
  post<api::Config>(std::move(reply), [this](auto answer) { answer(m_engine->config()); });
}

void Agent::importConfig(api::Config config, api::Second second, api::Reply<int> reply) {
  post<int>(std::move(reply), [this, config = std::move(config), second = std::move(second)](auto answer) {
    m_engine->importConfig(config, second, std::move(answer));
  });
}

void Agent::savePrices(api::SavePrices command, api::Reply<PriceRules> reply) {
  post<PriceRules>(std::move(reply), [this, command = std::move(command)](auto answer) {
    m_engine->savePrices(command, std::move(answer));
  });
}

void Agent::saveLimits(api::SaveLimits command, api::Reply<Limits> reply) {
  post<Limits>(std::move(reply), [this, command = std::move(command)](auto answer) {
    m_engine->saveLimits(command, std::move(answer));
  });
}

void Agent::saveUpstream(api::SaveUpstream command, api::Reply<int> reply) {
  post<int>(std::move(reply), [this, command = std::move(command)](auto answer) {
    m_engine->saveUpstream(command, std::move(answer));
  });
}

void Agent::checkpoint(api::Reply<api::CheckpointView> reply) {
  post<api::CheckpointView>(std::move(reply), [this](auto answer) { m_engine->checkpoint(std::move(answer)); });
}

void Agent::audit(std::function<void(api::AuditProgress)> progress, api::Reply<api::AuditReport> reply) {
  post<api::AuditReport>(std::move(reply), [this, progress = std::move(progress)](auto answer) {
    m_engine->audit(progress, std::move(answer));
  });
}

void Agent::prove(std::string anyRef, api::Reply<api::AuditProof> reply) {
  post<api::AuditProof>(std::move(reply), [this, ref = std::move(anyRef)](auto answer) {
    m_engine->prove(ref, std::move(answer));
  });
}

void Agent::exportLog(api::AuditExport order, std::function<void(api::AuditProgress)> progress, api::Reply<api::AuditExported> reply) {
  post<api::AuditExported>(std::move(reply), [this, order = std::move(order), progress = std::move(progress)](auto answer) {
    m_engine->exportLog(order, progress, std::move(answer));
  });
}

void Agent::checkSeal(std::string anyRef, std::string seal, api::Reply<api::SealCheck> reply) {
  post<api::SealCheck>(std::move(reply), [this, ref = std::move(anyRef), seal = std::move(seal)](auto answer) {
    m_engine->checkSeal(ref, seal, std::move(answer));
  });
}

void Agent::stamps(api::Reply<api::StampList> reply) {
  post<api::StampList>(std::move(reply), [this](auto answer) { answer(m_engine->stamps()); });
}

void Agent::accessLog(int limit, api::Reply<std::vector<AccessEvent>> reply) {
  post<std::vector<AccessEvent>>(std::move(reply), [this, limit](auto answer) { answer(m_engine->accessLog(limit)); });
}

void Agent::settingsChanges(int limit, api::Reply<std::vector<api::SettingsChange>> reply) {
  post<std::vector<api::SettingsChange>>(std::move(reply),
                                      [this, limit](auto answer) { answer(m_engine->settingsChanges(limit)); });
}

void Agent::backUp(std::string path, BackupSteps progress, api::Reply<api::BackupView> reply) {
  post<api::BackupView>(std::move(reply),
                        [this, path = std::move(path), progress = std::move(progress)](auto answer) {
                          m_engine->backUp(path, progress, std::move(answer));
                        });
}

void Agent::verifyBackup(std::string path, BackupSteps progress, api::Reply<api::BackupView> reply) {
  post<api::BackupView>(std::move(reply),
                        [this, path = std::move(path), progress = std::move(progress)](auto answer) {
                          m_engine->verifyBackup(path, progress, std::move(answer));
                        });
}

void Agent::acknowledgeRestore(api::Reply<RestoredFrom> reply) {
  post<RestoredFrom>(std::move(reply), [this](auto answer) { m_engine->acknowledgeRestore(std::move(answer)); });
}

void Agent::health(api::Look look, api::Reply<std::vector<api::HealthItem>> reply) {
  post<std::vector<api::HealthItem>>(std::move(reply),
                                     [this, look](auto answer) { m_engine->health(look, std::move(answer)); });
}

std::unique_ptr<api::Subscription> Agent::listen(std::function<void(const api::Event&)> listener) {
  const std::lock_guard lock(m_listenersMutex);
  const int id = m_nextListener++;
  m_listeners.emplace(id, std::make_shared<std::function<void(const api::Event&)>>(std::move(listener)));
  return std::make_unique<Listening>(*this, id);
}

}  // namespace loket::engine
