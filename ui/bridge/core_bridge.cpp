#include "ui/bridge/core_bridge.h"

#include <QMetaObject>
#include <utility>

namespace loket::ui::bridge {
namespace {

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
// clang 14 does not deduce an aggregate by itself.
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

}  // namespace

CoreBridge::CoreBridge(QObject* parent)
    : QObject(parent), m_postbox(new QObject, [](QObject* postbox) { postbox->deleteLater(); }) {}

CoreBridge::CoreBridge(api::AgentClient& client, QObject* parent) : CoreBridge(parent) {
  attach(client);
}

CoreBridge::~CoreBridge() {
  m_subscription.reset();
}

void CoreBridge::attach(api::AgentClient& client) {
  Q_ASSERT(m_client == nullptr);
  m_client = &client;
  m_subscription =
      client.listen([postbox = m_postbox, self = QPointer<CoreBridge>(this)](const api::Event& event) {
        QMetaObject::invokeMethod(
            postbox.get(),
            [self, event] {
              if (self)
                self->deliver(event);
            },
            Qt::QueuedConnection);
      });
  for (const Command& command : std::exchange(m_waiting, {})) command(client);
}

void CoreBridge::hold() { m_isHeld = true; }

void CoreBridge::goOn() {
  if (std::exchange(m_isHeld, false))
    for (const Command& command : std::exchange(m_waiting, {})) post(command);
}

void CoreBridge::goOnAnew() {
  if (!m_isHeld)
    return;
  goOn();
  status(this, [this](const Result<api::CounterStatus>& status) {
    if (!status)
      return;
    emit statusChanged(*status);
    emit catalogueChanged(status->catalogueSize);
  });
  emit wentOn();
}

void CoreBridge::post(Command command) {
  if (m_client != nullptr && !m_isHeld)
    command(*m_client);
  else
    m_waiting.push_back(std::move(command));
}

// The pointer to the context is only looked at on the interface's thread; the core's thread merely carries
// it.
template <typename T>
api::Reply<T> CoreBridge::toContext(QObject* context, Then<T> then) const {
  return [postbox = m_postbox, self = QPointer<const CoreBridge>(this), context = QPointer<QObject>(context),
          then = std::move(then)](Result<T> result) {
    QMetaObject::invokeMethod(
        postbox.get(),
        [self, context, then, result = std::move(result)] {
          if (self && context)
            then(result);
        },
        Qt::QueuedConnection);
  };
}

template <typename T>
std::function<void(T)> CoreBridge::toProgress(QObject* context, std::function<void(T)> progress) const {
  return [postbox = m_postbox, self = QPointer<const CoreBridge>(this), guard = QPointer<QObject>(context),
          progress = std::move(progress)](T at) {
    QMetaObject::invokeMethod(
        postbox.get(),
        [self, guard, progress, at] {
          if (self && guard && progress)
            progress(at);
        },
        Qt::QueuedConnection);
  };
}

void CoreBridge::deliver(const api::Event& event) {
  std::visit(Overloaded{
                 [this](const api::PaymentChanged& e) { emit paymentChanged(e.view); },
                 [this](const api::StatusChanged& e) { emit statusChanged(e.status); },
                 [this](const api::CatalogueChanged& e) { emit catalogueChanged(e.products); },
                 [this](const api::PrintChanged& e) { emit printChanged(e.ref, e.print); },
                 [this](const api::ConfirmationChanged& e) { emit confirmationChanged(e.delivery); },
                 [this](const api::CollectionChanged& e) { emit collectionChanged(e.collection); },
                 [this](const api::ComplaintChanged& e) { emit complaintChanged(e.complaint); },
                 [this](const api::CoreStopped& e) { emit coreStopped(e.error); },
             },
             event);
}

void CoreBridge::inquire(api::InquiryRequest request, QObject* context, Then<api::Quote> then) {
  post([request = std::move(request), reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.inquire(request, reply);
  });
}

void CoreBridge::sell(api::SellRequest request, QObject* context, Then<api::PaymentView> then) {
  post([request = std::move(request), reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.sell(request, reply);
  });
}

void CoreBridge::sync(api::SyncRequest request, QObject* context,
                      std::function<void(api::SyncProgress)> progress, Then<api::BatchView> then) {
  post([request, onProgress = toProgress(context, std::move(progress)), reply = toContext(context, std::move(then))](
           api::AgentClient& client) { client.sync(request, onProgress, reply); });
}

void CoreBridge::reconcile(api::ReconcileRequest request, QObject* context,
                           std::function<void(api::ReconcileProgress)> progress, Then<reconcile::Run> then) {
  post([request = std::move(request), onProgress = toProgress(context, std::move(progress)),
        reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.reconcile(request, onProgress, reply);
  });
}

void CoreBridge::reconciliations(int limit, QObject* context, Then<std::vector<reconcile::Run>> then) {
  post([limit, reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.reconciliations(limit, reply);
  });
}

void CoreBridge::findings(reconcile::ReconcileId id, std::int64_t after, int limit, QObject* context,
                          Then<std::vector<reconcile::Finding>> then) {
  post([id = std::move(id), after, limit, reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.findings(id, after, limit, reply);
  });
}

void CoreBridge::applyProposals(reconcile::ReconcileId id, std::vector<std::int64_t> numbers, std::string reason,
                                QObject* context, Then<std::vector<reconcile::Applied>> then) {
  post([id = std::move(id), numbers = std::move(numbers), reason = std::move(reason),
        reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.applyProposals({id, numbers, reason}, reply);
  });
}

void CoreBridge::cancel(PaymentRef ref, std::string reason, api::Second second, QObject* context,
                        Then<api::PaymentView> then) {
  post([ref = std::move(ref), reason = std::move(reason), second = std::move(second), reply = toContext(context, std::move(then))](
           api::AgentClient& client) { client.cancel(ref, reason, second, reply); });
}

void CoreBridge::refund(PaymentRef ref, api::Second second, QObject* context, Then<api::PaymentView> then) {
  post([ref = std::move(ref), second = std::move(second), reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.refund(ref, second, reply);
  });
}

void CoreBridge::decide(PaymentRef ref, api::Decision decision, QObject* context, Then<api::PaymentView> then) {
  post([ref = std::move(ref), decision = std::move(decision), reply = toContext(context, std::move(then))](
           api::AgentClient& client) { client.decide(ref, decision, reply); });
}

void CoreBridge::status(QObject* context, Then<api::CounterStatus> then) {
  post([reply = toContext(context, std::move(then))](api::AgentClient& client) { client.status(reply); });
}

void CoreBridge::payments(api::PaymentFilter filter, QObject* context,
                          Then<std::vector<api::PaymentView>> then) {
  post([filter = std::move(filter), reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.payments(filter, reply);
  });
}

void CoreBridge::payment(std::string anyRef, QObject* context, Then<api::PaymentDetail> then) {
  post([anyRef = std::move(anyRef), reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.payment(anyRef, reply);
  });
}

void CoreBridge::catalogue(std::string text, QObject* context, Then<std::vector<Product>> then) {
  post([text = std::move(text), reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.catalogue(text, reply);
  });
}

void CoreBridge::syncCatalogue(QObject* context, Then<int> then) {
  post([reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.syncCatalogue(reply);
  });
}

void CoreBridge::suggest(std::string typed, int limit, QObject* context,
                         Then<std::vector<api::Suggestion>> then) {
  post([typed = std::move(typed), limit, reply = toContext(context, std::move(then))](
           api::AgentClient& client) { client.suggest(typed, limit, reply); });
}

void CoreBridge::receipt(std::string anyRef, api::Copy copy, QObject* context, Then<api::ReceiptView> then) {
  post([anyRef = std::move(anyRef), copy, reply = toContext(context, std::move(then))](
           api::AgentClient& client) { client.receipt(anyRef, copy, reply); });
}

void CoreBridge::print(std::string anyRef, QObject* context, Then<api::PrintView> then) {
  post([anyRef = std::move(anyRef), reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.print(anyRef, reply);
  });
}

void CoreBridge::printBatch(BatchId id, QObject* context, Then<api::PrintView> then) {
  post([id = std::move(id), reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.printBatch(id, reply);
  });
}

void CoreBridge::settlePaper(std::string anyRef, api::PaperWord word, QObject* context,
                             Then<api::PrintView> then) {
  post([anyRef = std::move(anyRef), word, reply = toContext(context, std::move(then))](
           api::AgentClient& client) { client.settlePaper({anyRef, word}, reply); });
}

void CoreBridge::printers(QObject* context, Then<std::vector<api::FoundPrinter>> then) {
  post([reply = toContext(context, std::move(then))](api::AgentClient& client) { client.printers(reply); });
}

void CoreBridge::samplePaper(api::PaperSettings settings, QObject* context, Then<api::ReceiptView> then) {
  post([settings = std::move(settings), reply = toContext(context, std::move(then))](
           api::AgentClient& client) { client.samplePaper(settings, reply); });
}

void CoreBridge::tryPaper(api::PaperSettings settings, QObject* context, Then<api::PrintView> then) {
  post([settings = std::move(settings), reply = toContext(context, std::move(then))](
           api::AgentClient& client) { client.tryPaper(settings, reply); });
}

void CoreBridge::savePaper(api::SavePaper command, QObject* context, Then<api::PaperSettings> then) {
  post([command = std::move(command), reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.savePaper(command, reply);
  });
}

void CoreBridge::confirm(std::string anyRef, std::optional<confirmation::Address> to, QObject* context,
                         Then<api::ConfirmationView> then) {
  post([anyRef = std::move(anyRef), to = std::move(to), reply = toContext(context, std::move(then))](
           api::AgentClient& client) { client.confirm({anyRef, to}, reply); });
}

void CoreBridge::till(api::TillCommand command, QObject* context, Then<api::TillView> then) {
  post([command = std::move(command), reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.till(command, reply);
  });
}

void CoreBridge::tickets(QObject* context, Then<std::vector<api::TicketView>> then) {
  post([reply = toContext(context, std::move(then))](api::AgentClient& client) { client.tickets(reply); });
}

void CoreBridge::quoteTicket(api::TicketPayment command, QObject* context, Then<api::Quote> then) {
  post([command = std::move(command), reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.quoteTicket(command, reply);
  });
}

void CoreBridge::payTicket(api::TicketPayment command, std::optional<api::Quote> quote, QObject* context,
                           Then<api::PaymentView> then) {
  post([command = std::move(command), quote = std::move(quote),
        reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.payTicket(command, quote, reply);
  });
}

void CoreBridge::credits(const UpstreamId& upstream, QObject* context,
                         Then<std::vector<api::CreditView>> then) {
  post([upstream, reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.credits(upstream, reply);
  });
}

void CoreBridge::collections(QObject* context, Then<std::vector<Collection>> then) {
  post(
      [reply = toContext(context, std::move(then))](api::AgentClient& client) { client.collections(reply); });
}

void CoreBridge::printCollection(const CollectionId& id, QObject* context, Then<api::PrintView> then) {
  post([id, reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.printCollection(id, reply);
  });
}

void CoreBridge::customers(api::CustomerFilter filter, QObject* context, Then<api::CustomerPage> then) {
  post([filter = std::move(filter), reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.customers(filter, reply);
  });
}

void CoreBridge::customer(customer::CustomerId id, QObject* context, Then<api::CustomerView> then) {
  post([id = std::move(id), reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.customer(id, reply);
  });
}

void CoreBridge::saveCustomer(api::SaveCustomer command, QObject* context, Then<api::CustomerView> then) {
  post([command = std::move(command), reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.saveCustomer(command, reply);
  });
}

void CoreBridge::removeCustomer(customer::CustomerId id, QObject* context, Then<api::CustomerView> then) {
  post([id = std::move(id), reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.removeCustomer(id, reply);
  });
}

void CoreBridge::readContacts(api::ContactsRequest request, QObject* context,
                              Then<api::ContactsPreview> then) {
  post([request = std::move(request), reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.readContacts(request, reply);
  });
}

void CoreBridge::importCustomers(std::shared_ptr<const customer::Contacts> contacts, QObject* context,
                                 Then<api::ImportView> then) {
  post([contacts = std::move(contacts), reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.importCustomers(contacts, reply);
  });
}

void CoreBridge::undoCustomerImport(customer::ImportId id, QObject* context, Then<customer::ImportId> then) {
  post([id = std::move(id), reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.undoCustomerImport(id, reply);
  });
}

void CoreBridge::groups(QObject* context, Then<std::vector<customer::Group>> then) {
  post([reply = toContext(context, std::move(then))](api::AgentClient& client) { client.groups(reply); });
}

void CoreBridge::saveGroup(api::SaveGroup command, QObject* context, Then<customer::Group> then) {
  post([command = std::move(command), reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.saveGroup(command, reply);
  });
}

void CoreBridge::removeGroup(customer::GroupId id, QObject* context, Then<customer::Group> then) {
  post([id = std::move(id), reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.removeGroup(id, reply);
  });
}

void CoreBridge::openComplaint(api::OpenComplaint command, QObject* context, Then<api::ComplaintView> then) {
  post([command = std::move(command), reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.openComplaint(command, reply);
  });
}

void CoreBridge::noteComplaint(complaint::ComplaintId id, std::string note, QObject* context,
                               Then<api::ComplaintView> then) {
  post([id = std::move(id), note = std::move(note), reply = toContext(context, std::move(then))](
           api::AgentClient& client) { client.noteComplaint({id, note}, reply); });
}

void CoreBridge::closeComplaint(api::CloseComplaint command, QObject* context, Then<api::ComplaintView> then) {
  post([command = std::move(command), reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.closeComplaint(command, reply);
  });
}

void CoreBridge::inquireAll(std::vector<api::InquiryRequest> requests, QObject* context,
                            std::function<void(int)> progress, Then<std::vector<api::QuoteLine>> then) {
  post([requests = std::move(requests), told = toProgress(context, std::move(progress)),
        reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.inquireAll(requests, told, reply);
  });
}

void CoreBridge::sellAll(std::vector<api::SellRequest> requests, QObject* context,
                         Then<std::vector<api::SaleLine>> then) {
  post([requests = std::move(requests), reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.sellAll(requests, reply);
  });
}

void CoreBridge::shiftReport(QObject* context, Then<api::ShiftReport> then) {
  post([reply = toContext(context, std::move(then))](api::AgentClient& client) { client.shiftReport(reply); });
}

void CoreBridge::config(QObject* context, Then<api::Config> then) {
  post([reply = toContext(context, std::move(then))](api::AgentClient& client) { client.config(reply); });
}

void CoreBridge::savePrices(api::SavePrices command, QObject* context, Then<PriceRules> then) {
  post([command = std::move(command), reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.savePrices(command, reply);
  });
}

void CoreBridge::checkpoint(QObject* context, Then<api::CheckpointView> then) {
  post([reply = toContext(context, std::move(then))](api::AgentClient& client) { client.checkpoint(reply); });
}

void CoreBridge::audit(QObject* context, std::function<void(api::AuditProgress)> progress, Then<api::AuditReport> then) {
  post([progress = toProgress<api::AuditProgress>(context, std::move(progress)),
        reply = toContext(context, std::move(then))](api::AgentClient& client) { client.audit(progress, reply); });
}

void CoreBridge::stamps(QObject* context, Then<api::StampList> then) {
  post([reply = toContext(context, std::move(then))](api::AgentClient& client) { client.stamps(reply); });
}

void CoreBridge::prove(std::string anyRef, QObject* context, Then<api::AuditProof> then) {
  post([ref = std::move(anyRef), reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.prove(ref, reply);
  });
}

namespace {

BackupSteps stepsTo(std::function<void(double)> progress) {
  return [progress = std::move(progress)](std::uint64_t done, std::uint64_t total) {
    progress(total == 0 ? 0 : static_cast<double>(done) / static_cast<double>(total));
  };
}

}  // namespace

void CoreBridge::backUp(std::string path, QObject* context, std::function<void(double)> progress,
                        Then<api::BackupView> then) {
  post([path = std::move(path), steps = stepsTo(toProgress(context, std::move(progress))),
        reply = toContext(context, std::move(then))](api::AgentClient& client) { client.backUp(path, steps, reply); });
}

void CoreBridge::verifyBackup(std::string path, QObject* context, std::function<void(double)> progress,
                              Then<api::BackupView> then) {
  post([path = std::move(path), steps = stepsTo(toProgress(context, std::move(progress))),
        reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.verifyBackup(path, steps, reply);
  });
}

void CoreBridge::acknowledgeRestore(QObject* context, Then<RestoredFrom> then) {
  post([reply = toContext(context, std::move(then))](api::AgentClient& client) { client.acknowledgeRestore(reply); });
}

void CoreBridge::saveLimits(api::SaveLimits command, QObject* context, Then<Limits> then) {
  post([command = std::move(command), reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.saveLimits(command, reply);
  });
}

void CoreBridge::saveUpstream(api::SaveUpstream command, QObject* context, Then<int> then) {
  post([command = std::move(command), reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.saveUpstream(command, reply);
  });
}

void CoreBridge::enrolOwnerCode(UserName owner, QObject* context, Then<std::string> then) {
  post([owner = std::move(owner), reply = toContext(context, std::move(then))](api::AgentClient& client) { client.enrolOwnerCode(owner, reply); });
}

void CoreBridge::forgetOwnerCode(QObject* context, Then<bool> then) {
  post([reply = toContext(context, std::move(then))](api::AgentClient& client) { client.forgetOwnerCode({}, reply); });
}

void CoreBridge::ownerCode(QObject* context, Then<std::optional<api::CodeView>> then) {
  post([reply = toContext(context, std::move(then))](api::AgentClient& client) { client.ownerCode(reply); });
}

void CoreBridge::enrolCode(UserName person, QObject* context, Then<std::string> then) {
  post([person = std::move(person), reply = toContext(context, std::move(then))](api::AgentClient& client) { client.enrolCode(person, reply); });
}

void CoreBridge::forgetCode(UserName person, QObject* context, Then<bool> then) {
  post([person = std::move(person), reply = toContext(context, std::move(then))](api::AgentClient& client) { client.forgetCode({person}, reply); });
}

void CoreBridge::codes(QObject* context, Then<std::vector<api::CodeView>> then) {
  post([reply = toContext(context, std::move(then))](api::AgentClient& client) { client.codes(reply); });
}

void CoreBridge::settingsChanges(int limit, QObject* context, Then<std::vector<api::SettingsChange>> then) {
  post([limit, reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.settingsChanges(limit, reply);
  });
}

void CoreBridge::health(api::Look look, QObject* context, Then<std::vector<api::HealthItem>> then) {
  post([look, reply = toContext(context, std::move(then))](api::AgentClient& client) {
    client.health(look, reply);
  });
}

}  // namespace loket::ui::bridge
