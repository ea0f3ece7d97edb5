#include "app/wiring/permitted_client.h"

#include <type_traits>
#include <utility>
#include <variant>

#include "core/domain/identity/people.h"

namespace loket::app {
namespace {

// Of the commands that may take two; null of the others.
api::Second* secondIn(api::TillCommand& command) {
  if (auto* back = std::get_if<api::GoodsReturn>(&command))
    return &back->second;
  if (auto* paid = std::get_if<api::CollectionPayOut>(&command))
    return &paid->second;
  return nullptr;
}

// Every command of the till by its own name: a new one does not compile before somebody has thought of it.
struct PermissionFor {
  Permission operator()(const api::PayIn&) const { return Permission::Cash; }
  Permission operator()(const api::PayOut&) const { return Permission::Cash; }
  Permission operator()(const api::BonPayment&) const { return Permission::Cash; }
  Permission operator()(const api::TicketOpening&) const { return Permission::Cash; }
  Permission operator()(const api::TicketTransfer&) const { return Permission::Cash; }
  Permission operator()(const api::TicketCredit&) const { return Permission::Cash; }
  Permission operator()(const api::CashOut&) const { return Permission::Cash; }
  Permission operator()(const api::CollectionPayOut&) const { return Permission::Cash; }
  Permission operator()(const api::CollectionOpening&) const { return Permission::Sell; }
  Permission operator()(const api::CollectionQuestion&) const { return Permission::Sell; }
  Permission operator()(const api::CollectionSale&) const { return Permission::Sell; }
  Permission operator()(const api::CollectionGiveUp&) const { return Permission::Sell; }
  Permission operator()(const api::GoodsSale&) const { return Permission::Sell; }
  Permission operator()(const api::GoodsReturn&) const { return Permission::Sell; }
  Permission operator()(const api::ShiftOpening&) const { return Permission::Shift; }
  Permission operator()(const api::ShiftClosing&) const { return Permission::Shift; }
};

}  // namespace

// What others have proved for one command: each proof is looked for once, and is nobody else's meanwhile.
class PermittedClient::Proofs {
 public:
  explicit Proofs(People& people) : m_people(people) {}
  // None where there is no proof. The name becomes that of the key slot.
  Role roleOf(UserName& name) {
    for (const auto& one : m_taken)
      if (samePerson(one->name(), name))
        return told(*one, name);
    auto taken = m_people.takeProof(name);
    if (!taken)
      return Role::None;
    m_taken.push_back(std::move(taken));
    return told(*m_taken.back(), name);
  }
  void useUp() {
    for (const auto& one : m_taken) one->useUp();
  }
  void giveBack() { m_taken.clear(); }

 private:
  static Role told(const People::TakenProof& proof, UserName& name) {
    name = proof.name();
    return proof.role();
  }

  People& m_people;
  std::vector<std::unique_ptr<People::TakenProof>> m_taken;
};

PermittedClient::PermittedClient(api::AgentClient& core, AtTheDoor who, People& people)
    : m_core(core), m_people(people), m_who(std::move(who)) {}

void PermittedClient::handOver(AtTheDoor to) {
  const std::lock_guard lock(m_mutex);
  m_who = std::move(to);
}

AtTheDoor PermittedClient::who() const {
  const std::lock_guard lock(m_mutex);
  return m_who;
}

template <typename T>
bool PermittedClient::passes(const Status& allowed, const api::Reply<T>& reply) const {
  if (!allowed)
    reply(fail(allowed.error()));
  return allowed.has_value();
}

template <typename T>
bool PermittedClient::passes(Permission permission, const api::Reply<T>& reply) const {
  return passes(allow(who().role, permission), reply);
}

template <typename T>
bool PermittedClient::passes(const Status& allowed, Proofs& proofs, const api::Reply<T>& reply) const {
  // Before anybody hears of it: whoever hears may try again at once.
  if (!allowed)
    proofs.giveBack();
  return passes(allowed, reply);
}

template <typename T>
api::Reply<T> PermittedClient::usingUp(ProofsOfOne proofs, api::Reply<T> reply) {
  return [proofs = std::move(proofs), reply = std::move(reply)](Result<T> done) {
    if (done)
      proofs->useUp();
    else
      proofs->giveBack();
    reply(std::move(done));
  };
}

PermittedClient::ProofsOfOne PermittedClient::proofs() const { return std::make_shared<Proofs>(m_people); }

Status PermittedClient::mayChange(UserName& by, Permission permission, Proofs& proofs) const {
  const AtTheDoor here = who();
  // Also who stands here has shown it once more, and for this alone.
  const Role proved = proofs.roleOf(by);
  if (!samePerson(by, here.name))
    return allow(proved, permission);
  by = here.name;
  return allow(here.role, permission);
}

// The owner's code stands for the owner; without either the core says what is missing.
Status PermittedClient::mayDecide(std::optional<UserName>& with, Proofs& proofs) const {
  const AtTheDoor here = who();
  LOKET_TRY(allow(here.role, Permission::Settle));
  if (!with)
    return {};
  const Role other = proofs.roleOf(*with);
  LOKET_TRY(allow(other, Permission::Settle));
  return loket::mayDecide(here.role, other) ? Status() : allow(here.role, Permission::Approve);
}

Status PermittedClient::admit(api::Second& second, Proofs& proofs) const {
  second.by = who().name;
  second.isAlone = m_people.isAlone(second.by);
  return second.with ? mayDecide(second.with, proofs) : Status();
}

Status PermittedClient::mayChangeLimits(api::SaveLimits& command, Proofs& proofs) const {
  const AtTheDoor here = who();
  api::Second& second = command.second;
  LOKET_TRY(admit(second, proofs));
  const Status mayBy = mayChange(command.by, Permission::Limits, proofs);
  if (!samePerson(command.by, here.name)) {
    // The owner has come to somebody else's counter: whoever that is, is the other one.
    LOKET_TRY(mayBy);
    if (may(here.role, Permission::Settle)) {
      second.with = here.name;
      std::optional<UserName> owner = command.by;
      return mayDecide(owner, proofs);
    }
    // Who only looks is no second one.
    second.by = command.by;
    second.isAlone = m_people.isAlone(command.by);
    return {};
  }
  // Theirs, or the owner's who stands beside them or has told a code, which the core judges.
  if (!second.ownerCode.empty() && !second.with)
    return allow(here.role, Permission::Settle);
  return may(here.role, Permission::Limits) || !second.with ? mayBy : allow(proofs.roleOf(*second.with), Permission::Limits);
}

void PermittedClient::decide(PaymentRef ref, api::Decision decision, api::Reply<api::PaymentView> reply) {
  const ProofsOfOne taken = proofs();
  decision.approval.by = who().name;
  decision.isAlone = m_people.isAlone(decision.approval.by);
  if (passes(mayDecide(decision.approval.with, *taken), *taken, reply))
    m_core.decide(std::move(ref), std::move(decision), usingUp(taken, std::move(reply)));
}

void PermittedClient::receipt(std::string anyRef, api::Copy copy, api::Reply<api::ReceiptView> reply) {
  if (passes(copy == api::Copy::Issue ? Permission::Serve : Permission::Look, reply))
    m_core.receipt(std::move(anyRef), copy, std::move(reply));
}

void PermittedClient::till(api::TillCommand command, api::Reply<api::TillView> reply) {
  const ProofsOfOne taken = proofs();
  if (!passes(std::visit(PermissionFor{}, command), reply))
    return;
  std::visit([by = who().name](auto& one) { giverIn(one) = by; }, command);
  if (api::Second* second = secondIn(command); second == nullptr || passes(admit(*second, *taken), *taken, reply))
    m_core.till(std::move(command), usingUp(taken, std::move(reply)));
}

void PermittedClient::savePrices(api::SavePrices command, api::Reply<PriceRules> reply) {
  const ProofsOfOne taken = proofs();
  if (passes(mayChange(command.by, Permission::Prices, *taken), *taken, reply))
    m_core.savePrices(std::move(command), usingUp(taken, std::move(reply)));
}

void PermittedClient::saveLimits(api::SaveLimits command, api::Reply<Limits> reply) {
  const ProofsOfOne taken = proofs();
  if (passes(mayChangeLimits(command, *taken), *taken, reply))
    m_core.saveLimits(std::move(command), usingUp(taken, std::move(reply)));
}

void PermittedClient::saveUpstream(api::SaveUpstream command, api::Reply<int> reply) {
  const ProofsOfOne taken = proofs();
  if (passes(mayChange(command.by, Permission::Suppliers, *taken), *taken, reply))
    m_core.saveUpstream(std::move(command), usingUp(taken, std::move(reply)));
}

std::unique_ptr<api::Subscription> PermittedClient::listen(std::function<void(const api::Event&)> listener) {
  return m_core.listen(std::move(listener));
}

void PermittedClient::inquire(api::InquiryRequest request, api::Reply<api::Quote> reply) {
  if (passes(Permission::Sell, reply))
    m_core.inquire(std::move(request), std::move(reply));
}

void PermittedClient::sell(api::SellRequest request, api::Reply<api::PaymentView> reply) {
  request.by = who().name;
  if (passes(Permission::Sell, reply))
    m_core.sell(std::move(request), std::move(reply));
}

void PermittedClient::inquireAll(std::vector<api::InquiryRequest> requests, std::function<void(int)> progress,
                                 api::Reply<std::vector<api::QuoteLine>> reply) {
  if (passes(Permission::Sell, reply))
    m_core.inquireAll(std::move(requests), std::move(progress), std::move(reply));
}

void PermittedClient::sellAll(std::vector<api::SellRequest> requests, api::Reply<std::vector<api::SaleLine>> reply) {
  for (api::SellRequest& one : requests) one.by = who().name;
  if (passes(Permission::Sell, reply))
    m_core.sellAll(std::move(requests), std::move(reply));
}

void PermittedClient::await(PaymentRef ref, Duration limit, api::Reply<api::PaymentView> reply) {
  if (passes(Permission::Look, reply))
    m_core.await(std::move(ref), limit, std::move(reply));
}

void PermittedClient::sync(api::SyncRequest request, std::function<void(api::SyncProgress)> progress,
                           api::Reply<api::BatchView> reply) {
  if (passes(Permission::Serve, reply))
    m_core.sync(std::move(request), std::move(progress), std::move(reply));
}

void PermittedClient::cancel(PaymentRef ref, std::string reason, api::Second second,
                             api::Reply<api::PaymentView> reply) {
  const ProofsOfOne taken = proofs();
  if (passes(Permission::Cash, reply) && passes(admit(second, *taken), *taken, reply))
    m_core.cancel(std::move(ref), std::move(reason), std::move(second), usingUp(taken, std::move(reply)));
}

void PermittedClient::refund(PaymentRef ref, api::Second second, api::Reply<api::PaymentView> reply) {
  const ProofsOfOne taken = proofs();
  if (passes(Permission::Cash, reply) && passes(admit(second, *taken), *taken, reply))
    m_core.refund(std::move(ref), std::move(second), usingUp(taken, std::move(reply)));
}

void PermittedClient::takeNotice(UpstreamId upstream, Notice notice, api::Reply<api::NoticeView> reply) {
  if (passes(Permission::Serve, reply))
    m_core.takeNotice(std::move(upstream), std::move(notice), std::move(reply));
}

// Named another one's it would stand in beside the owner himself.
void PermittedClient::enrolOwnerCode(UserName owner, api::Reply<std::string> reply) {
  owner = who().name;
  if (passes(Permission::People, reply))
    m_core.enrolOwnerCode(std::move(owner), std::move(reply));
}

void PermittedClient::forgetOwnerCode(UserName by, api::Reply<bool> reply) {
  by = who().name;
  if (passes(Permission::People, reply))
    m_core.forgetOwnerCode(std::move(by), std::move(reply));
}

void PermittedClient::ownerCode(api::Reply<std::optional<api::CodeView>> reply) {
  if (passes(Permission::Look, reply))
    m_core.ownerCode(std::move(reply));
}

// What makes somebody somebody is nobody else's to set up.
void PermittedClient::enrolCode(UserName person, api::Reply<std::string> reply) {
  const AtTheDoor here = who();
  Status allowed = allow(here.role, Permission::Sell);
  if (allowed && !samePerson(person, here.name))
    allowed = fail(ErrorCode::ApprovalMissing, "only " + person.str() + " may");
  if (passes(allowed, reply))
    m_core.enrolCode(std::move(person), std::move(reply));
}

void PermittedClient::forgetCode(api::ForgetCode command, api::Reply<bool> reply) {
  const AtTheDoor here = who();
  command.by = here.name;
  if (passes(samePerson(command.person, here.name) ? Permission::Sell : Permission::People, reply))
    m_core.forgetCode(std::move(command), std::move(reply));
}

void PermittedClient::codes(api::Reply<std::vector<api::CodeView>> reply) {
  if (passes(Permission::Look, reply))
    m_core.codes(std::move(reply));
}

void PermittedClient::status(api::Reply<api::CounterStatus> reply) {
  if (passes(Permission::Look, reply))
    m_core.status(std::move(reply));
}

void PermittedClient::payments(api::PaymentFilter filter, api::Reply<std::vector<api::PaymentView>> reply) {
  if (passes(Permission::Look, reply))
    m_core.payments(std::move(filter), std::move(reply));
}

void PermittedClient::payment(std::string anyRef, api::Reply<api::PaymentDetail> reply) {
  if (passes(Permission::Look, reply))
    m_core.payment(std::move(anyRef), std::move(reply));
}

void PermittedClient::catalogue(std::string text, api::Reply<std::vector<Product>> reply) {
  if (passes(Permission::Look, reply))
    m_core.catalogue(std::move(text), std::move(reply));
}

void PermittedClient::syncCatalogue(api::Reply<int> reply) {
  if (passes(Permission::Serve, reply))
    m_core.syncCatalogue(std::move(reply));
}

void PermittedClient::suggest(std::string typed, int limit, api::Reply<std::vector<api::Suggestion>> reply) {
  if (passes(Permission::Look, reply))
    m_core.suggest(std::move(typed), limit, std::move(reply));
}

void PermittedClient::batches(int limit, api::Reply<std::vector<api::BatchView>> reply) {
  if (passes(Permission::Look, reply))
    m_core.batches(limit, std::move(reply));
}

void PermittedClient::batch(BatchId id, api::Reply<api::BatchView> reply) {
  if (passes(Permission::Look, reply))
    m_core.batch(std::move(id), std::move(reply));
}

void PermittedClient::print(std::string anyRef, api::Reply<api::PrintView> reply) {
  if (passes(Permission::Serve, reply))
    m_core.print(std::move(anyRef), std::move(reply));
}

void PermittedClient::printBatch(BatchId id, api::Reply<api::PrintView> reply) {
  if (passes(Permission::Serve, reply))
    m_core.printBatch(std::move(id), std::move(reply));
}

void PermittedClient::settlePaper(api::SettlePaper command, api::Reply<api::PrintView> reply) {
  command.by = who().name;
  if (passes(Permission::Serve, reply))
    m_core.settlePaper(std::move(command), std::move(reply));
}

void PermittedClient::printers(api::Reply<std::vector<api::FoundPrinter>> reply) {
  if (passes(Permission::Look, reply))
    m_core.printers(std::move(reply));
}

void PermittedClient::samplePaper(api::PaperSettings settings, api::Reply<api::ReceiptView> reply) {
  if (passes(Permission::Look, reply))
    m_core.samplePaper(std::move(settings), std::move(reply));
}

void PermittedClient::tryPaper(api::PaperSettings settings, api::Reply<api::PrintView> reply) {
  if (passes(Permission::Printer, reply))
    m_core.tryPaper(std::move(settings), std::move(reply));
}

void PermittedClient::savePaper(api::SavePaper command, api::Reply<api::PaperSettings> reply) {
  if (passes(Permission::Printer, reply))
    m_core.savePaper(std::move(command), std::move(reply));
}

void PermittedClient::confirm(api::SendConfirmation command, api::Reply<api::ConfirmationView> reply) {
  command.by = who().name;
  if (passes(Permission::Serve, reply))
    m_core.confirm(std::move(command), std::move(reply));
}

void PermittedClient::sendConfirmations(api::Reply<int> reply) {
  if (passes(Permission::Serve, reply))
    m_core.sendConfirmations(std::move(reply));
}

void PermittedClient::confirmations(int limit, api::Reply<std::vector<confirmation::Delivery>> reply) {
  if (passes(Permission::Look, reply))
    m_core.confirmations(limit, std::move(reply));
}

void PermittedClient::reconcile(api::ReconcileRequest request, std::function<void(api::ReconcileProgress)> progress,
                                api::Reply<reconcile::Run> reply) {
  request.by = who().name;
  if (passes(Permission::Reconcile, reply))
    m_core.reconcile(std::move(request), std::move(progress), std::move(reply));
}

void PermittedClient::reconciliations(int limit, api::Reply<std::vector<reconcile::Run>> reply) {
  if (passes(Permission::Look, reply))
    m_core.reconciliations(limit, std::move(reply));
}

void PermittedClient::reconciliation(reconcile::ReconcileId id, api::Reply<reconcile::Run> reply) {
  if (passes(Permission::Look, reply))
    m_core.reconciliation(std::move(id), std::move(reply));
}

void PermittedClient::findings(reconcile::ReconcileId id, std::int64_t after, int limit,
                               api::Reply<std::vector<reconcile::Finding>> reply) {
  if (passes(Permission::Look, reply))
    m_core.findings(std::move(id), std::move(after), limit, std::move(reply));
}

void PermittedClient::applyProposals(api::ApplyProposals command, api::Reply<std::vector<reconcile::Applied>> reply) {
  command.by = who().name;
  if (passes(Permission::Reconcile, reply))
    m_core.applyProposals(std::move(command), std::move(reply));
}

void PermittedClient::collections(api::Reply<std::vector<Collection>> reply) {
  if (passes(Permission::Look, reply))
    m_core.collections(std::move(reply));
}

void PermittedClient::printCollection(const CollectionId& id, api::Reply<api::PrintView> reply) {
  if (passes(Permission::Serve, reply))
    m_core.printCollection(id, std::move(reply));
}

void PermittedClient::tickets(api::Reply<std::vector<api::TicketView>> reply) {
  if (passes(Permission::Look, reply))
    m_core.tickets(std::move(reply));
}

void PermittedClient::quoteTicket(api::TicketPayment command, api::Reply<api::Quote> reply) {
  if (passes(Permission::Cash, reply))
    m_core.quoteTicket(std::move(command), std::move(reply));
}

void PermittedClient::payTicket(api::TicketPayment command, std::optional<api::Quote> quote,
                                api::Reply<api::PaymentView> reply) {
  command.by = who().name;
  if (passes(Permission::Cash, reply))
    m_core.payTicket(std::move(command), std::move(quote), std::move(reply));
}

void PermittedClient::credits(const UpstreamId& upstream, api::Reply<std::vector<api::CreditView>> reply) {
  if (passes(Permission::Cash, reply))
    m_core.credits(upstream, std::move(reply));
}

void PermittedClient::bons(api::Reply<std::vector<api::BonView>> reply) {
  if (passes(Permission::Look, reply))
    m_core.bons(std::move(reply));
}

void PermittedClient::customers(api::CustomerFilter filter, api::Reply<api::CustomerPage> reply) {
  if (passes(Permission::Look, reply))
    m_core.customers(std::move(filter), std::move(reply));
}

void PermittedClient::customer(customer::CustomerId id, api::Reply<api::CustomerView> reply) {
  if (passes(Permission::Look, reply))
    m_core.customer(std::move(id), std::move(reply));
}

void PermittedClient::saveCustomer(api::SaveCustomer command, api::Reply<api::CustomerView> reply) {
  if (passes(Permission::Serve, reply))
    m_core.saveCustomer(std::move(command), std::move(reply));
}

void PermittedClient::removeCustomer(customer::CustomerId id, api::Reply<api::CustomerView> reply) {
  if (passes(Permission::Serve, reply))
    m_core.removeCustomer(std::move(id), std::move(reply));
}

void PermittedClient::readContacts(api::ContactsRequest request, api::Reply<api::ContactsPreview> reply) {
  if (passes(Permission::Serve, reply))
    m_core.readContacts(std::move(request), std::move(reply));
}

void PermittedClient::importCustomers(std::shared_ptr<const customer::Contacts> contacts,
                                      api::Reply<api::ImportView> reply) {
  if (passes(Permission::Serve, reply))
    m_core.importCustomers(std::move(contacts), std::move(reply));
}

void PermittedClient::undoCustomerImport(customer::ImportId id, api::Reply<customer::ImportId> reply) {
  if (passes(Permission::Serve, reply))
    m_core.undoCustomerImport(std::move(id), std::move(reply));
}

void PermittedClient::groups(api::Reply<std::vector<customer::Group>> reply) {
  if (passes(Permission::Look, reply))
    m_core.groups(std::move(reply));
}

void PermittedClient::saveGroup(api::SaveGroup command, api::Reply<customer::Group> reply) {
  if (passes(Permission::Serve, reply))
    m_core.saveGroup(std::move(command), std::move(reply));
}

void PermittedClient::removeGroup(customer::GroupId id, api::Reply<customer::Group> reply) {
  if (passes(Permission::Serve, reply))
    m_core.removeGroup(std::move(id), std::move(reply));
}

void PermittedClient::complaints(api::ComplaintFilter filter, api::Reply<std::vector<api::ComplaintView>> reply) {
  if (passes(Permission::Look, reply))
    m_core.complaints(std::move(filter), std::move(reply));
}

void PermittedClient::complaint(complaint::ComplaintId id, api::Reply<api::ComplaintView> reply) {
  if (passes(Permission::Look, reply))
    m_core.complaint(std::move(id), std::move(reply));
}

void PermittedClient::openComplaint(api::OpenComplaint command, api::Reply<api::ComplaintView> reply) {
  command.by = who().name;
  if (passes(Permission::Serve, reply))
    m_core.openComplaint(std::move(command), std::move(reply));
}

void PermittedClient::noteComplaint(api::NoteComplaint command, api::Reply<api::ComplaintView> reply) {
  command.by = who().name;
  if (passes(Permission::Serve, reply))
    m_core.noteComplaint(std::move(command), std::move(reply));
}

void PermittedClient::closeComplaint(api::CloseComplaint command, api::Reply<api::ComplaintView> reply) {
  command.by = who().name;
  if (passes(Permission::Serve, reply))
    m_core.closeComplaint(std::move(command), std::move(reply));
}

void PermittedClient::shiftReport(api::Reply<api::ShiftReport> reply) {
  if (passes(Permission::Look, reply))
    m_core.shiftReport(std::move(reply));
}

void PermittedClient::trial(api::Reply<api::TrialBalance> reply) {
  if (passes(Permission::Look, reply))
    m_core.trial(std::move(reply));
}

void PermittedClient::account(std::string name, int limit, api::Reply<std::vector<api::LedgerEntryView>> reply) {
  if (passes(Permission::Look, reply))
    m_core.account(std::move(name), limit, std::move(reply));
}

void PermittedClient::config(api::Reply<api::Config> reply) {
  if (passes(Permission::Look, reply))
    m_core.config(std::move(reply));
}

void PermittedClient::importConfig(api::Config config, api::Second second, api::Reply<int> reply) {
  const ProofsOfOne taken = proofs();
  if (passes(Permission::Suppliers, reply) && passes(admit(second, *taken), *taken, reply))
    m_core.importConfig(std::move(config), std::move(second), usingUp(taken, std::move(reply)));
}

void PermittedClient::settingsChanges(int limit, api::Reply<std::vector<api::SettingsChange>> reply) {
  if (passes(Permission::Look, reply))
    m_core.settingsChanges(limit, std::move(reply));
}

void PermittedClient::accessLog(int limit, api::Reply<std::vector<AccessEvent>> reply) {
  if (passes(Permission::Look, reply))
    m_core.accessLog(limit, std::move(reply));
}

void PermittedClient::checkpoint(api::Reply<api::CheckpointView> reply) {
  if (passes(Permission::Audit, reply))
    m_core.checkpoint(std::move(reply));
}

void PermittedClient::audit(std::function<void(api::AuditProgress)> progress, api::Reply<api::AuditReport> reply) {
  if (passes(Permission::Audit, reply))
    m_core.audit(std::move(progress), std::move(reply));
}

void PermittedClient::checkSeal(std::string anyRef, std::string seal, api::Reply<api::SealCheck> reply) {
  if (passes(Permission::Look, reply))
    m_core.checkSeal(std::move(anyRef), std::move(seal), std::move(reply));
}

void PermittedClient::stamps(api::Reply<api::StampList> reply) {
  if (passes(Permission::Look, reply))
    m_core.stamps(std::move(reply));
}

void PermittedClient::prove(std::string anyRef, api::Reply<api::AuditProof> reply) {
  if (passes(Permission::Audit, reply))
    m_core.prove(std::move(anyRef), std::move(reply));
}

void PermittedClient::exportLog(api::AuditExport order, std::function<void(api::AuditProgress)> progress,
                                api::Reply<api::AuditExported> reply) {
  if (passes(Permission::Audit, reply))
    m_core.exportLog(std::move(order), std::move(progress), std::move(reply));
}

void PermittedClient::backUp(std::string path, BackupSteps progress, api::Reply<api::BackupView> reply) {
  if (passes(Permission::Backups, reply))
    m_core.backUp(std::move(path), std::move(progress), std::move(reply));
}

void PermittedClient::verifyBackup(std::string path, BackupSteps progress, api::Reply<api::BackupView> reply) {
  if (passes(Permission::Look, reply))
    m_core.verifyBackup(std::move(path), std::move(progress), std::move(reply));
}

void PermittedClient::acknowledgeRestore(api::Reply<RestoredFrom> reply) {
  if (passes(Permission::Backups, reply))
    m_core.acknowledgeRestore(std::move(reply));
}

void PermittedClient::health(api::Look look, api::Reply<std::vector<api::HealthItem>> reply) {
  if (passes(Permission::Look, reply))
    m_core.health(look, std::move(reply));
}

}  // namespace loket::app
