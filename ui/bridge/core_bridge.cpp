#include "ui/bridge/core_bridge.h"

#include <QMetaObject>

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

CoreBridge::CoreBridge(api::AgentClient& client, QObject* parent)
    : QObject(parent),
      m_client(client),
      m_postbox(new QObject, [](QObject* postbox) { postbox->deleteLater(); }) {
  m_subscription =
      m_client.listen([postbox = m_postbox, self = QPointer<CoreBridge>(this)](const api::Event& event) {
        QMetaObject::invokeMethod(
            postbox.get(),
            [self, event] {
              if (self)
                self->deliver(event);
            },
            Qt::QueuedConnection);
      });
}

CoreBridge::~CoreBridge() {
  m_subscription.reset();
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

void CoreBridge::deliver(const api::Event& event) {
  std::visit(Overloaded{
                 [this](const api::PaymentChanged& e) { emit paymentChanged(e.view); },
                 [this](const api::StatusChanged& e) { emit statusChanged(e.status); },
                 [this](const api::CatalogueChanged& e) { emit catalogueChanged(e.products); },
                 [this](const api::PrintChanged& e) { emit printChanged(e.ref, e.print); },
                 [this](const api::ConfirmationChanged& e) { emit confirmationChanged(e.delivery); },
                 [this](const api::CollectionChanged& e) { emit collectionChanged(e.collection); },
                 [this](const api::CoreStopped& e) { emit coreStopped(e.error); },
             },
             event);
}

void CoreBridge::inquire(api::InquiryRequest request, QObject* context, Then<api::Quote> then) {
  m_client.inquire(std::move(request), toContext(context, std::move(then)));
}

void CoreBridge::sell(api::SellRequest request, QObject* context, Then<api::PaymentView> then) {
  m_client.sell(std::move(request), toContext(context, std::move(then)));
}

void CoreBridge::sync(api::SyncRequest request, QObject* context,
                      std::function<void(api::SyncProgress)> progress, Then<api::BatchView> then) {
  auto onProgress = [postbox = m_postbox, self = QPointer<const CoreBridge>(this),
                     guard = QPointer<QObject>(context),
                     progress = std::move(progress)](api::SyncProgress at) {
    QMetaObject::invokeMethod(
        postbox.get(),
        [self, guard, progress, at] {
          if (self && guard && progress)
            progress(at);
        },
        Qt::QueuedConnection);
  };
  m_client.sync(request, std::move(onProgress), toContext(context, std::move(then)));
}

void CoreBridge::cancel(PaymentRef ref, std::string reason, QObject* context, Then<api::PaymentView> then) {
  m_client.cancel(std::move(ref), std::move(reason), toContext(context, std::move(then)));
}

void CoreBridge::refund(PaymentRef ref, QObject* context, Then<api::PaymentView> then) {
  m_client.refund(std::move(ref), toContext(context, std::move(then)));
}

void CoreBridge::status(QObject* context, Then<api::CounterStatus> then) {
  m_client.status(toContext(context, std::move(then)));
}

void CoreBridge::payments(api::PaymentFilter filter, QObject* context,
                          Then<std::vector<api::PaymentView>> then) {
  m_client.payments(std::move(filter), toContext(context, std::move(then)));
}

void CoreBridge::payment(std::string anyRef, QObject* context, Then<api::PaymentDetail> then) {
  m_client.payment(std::move(anyRef), toContext(context, std::move(then)));
}

void CoreBridge::catalogue(std::string text, QObject* context, Then<std::vector<Product>> then) {
  m_client.catalogue(std::move(text), toContext(context, std::move(then)));
}

void CoreBridge::syncCatalogue(QObject* context, Then<int> then) {
  m_client.syncCatalogue(toContext(context, std::move(then)));
}

void CoreBridge::suggest(std::string typed, int limit, QObject* context,
                         Then<std::vector<api::Suggestion>> then) {
  m_client.suggest(std::move(typed), limit, toContext(context, std::move(then)));
}

void CoreBridge::receipt(std::string anyRef, api::Copy copy, QObject* context, Then<api::ReceiptView> then) {
  m_client.receipt(std::move(anyRef), copy, toContext(context, std::move(then)));
}

void CoreBridge::print(std::string anyRef, QObject* context, Then<api::PrintView> then) {
  m_client.print(std::move(anyRef), toContext(context, std::move(then)));
}

void CoreBridge::printBatch(BatchId id, QObject* context, Then<api::PrintView> then) {
  m_client.printBatch(std::move(id), toContext(context, std::move(then)));
}

void CoreBridge::confirm(std::string anyRef, std::optional<confirmation::Address> to, QObject* context,
                         Then<api::ConfirmationView> then) {
  m_client.confirm(std::move(anyRef), std::move(to), toContext(context, std::move(then)));
}

void CoreBridge::till(api::TillCommand command, QObject* context, Then<api::TillView> then) {
  m_client.till(std::move(command), toContext(context, std::move(then)));
}

void CoreBridge::credits(const UpstreamId& upstream, QObject* context,
                         Then<std::vector<api::CreditView>> then) {
  m_client.credits(upstream, toContext(context, std::move(then)));
}

void CoreBridge::collections(QObject* context, Then<std::vector<Collection>> then) {
  m_client.collections(toContext(context, std::move(then)));
}

void CoreBridge::printCollection(const CollectionId& id, QObject* context, Then<api::PrintView> then) {
  m_client.printCollection(id, toContext(context, std::move(then)));
}

void CoreBridge::shiftReport(QObject* context, Then<api::ShiftReport> then) {
  m_client.shiftReport(toContext(context, std::move(then)));
}

void CoreBridge::config(QObject* context, Then<api::Config> then) {
  m_client.config(toContext(context, std::move(then)));
}

void CoreBridge::health(QObject* context, Then<std::vector<api::HealthItem>> then) {
  m_client.health(api::Look::AsKnown, toContext(context, std::move(then)));
}

}  // namespace loket::ui::bridge
