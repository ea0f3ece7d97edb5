// What is asked of the made-up shop's rooms: paper, drawer and bank, tickets, customers, complaints, settlements, settings,
// backups.
#include <algorithm>

#include "app/cashier/shots/fixture_client.h"
#include "app/cashier/shots/fixture_shop.h"

namespace loket::app::fixture {

void FixtureClient::missPapers(int count) {
  for (const api::PaymentView& view : m_payments)
    if (view.payment.state == PaymentState::Succeeded && static_cast<int>(shopPaper.missing.size()) < count)
      shopPaper.missing.emplace(
          view.payment.ref.str(),
          api::PrintedPaper{"receipt", 0, shopPaper.missing.empty() ? "failed" : "unknown", "paper out",
                            view.payment.settledAt});
  tell(api::StatusChanged{counterStatus()});
}

void FixtureClient::settlePaper(api::SettlePaper command, api::Reply<api::PrintView> reply) {
  const auto settled = shopPaper.settle(command.anyRef, command.word);
  if (!settled)
    return reply(fail(ErrorCode::StateForbids, "no paper"));
  reply(*settled);
  tell(api::PrintChanged{PaymentRef(command.anyRef), *settled});
  tell(api::StatusChanged{counterStatus()});
}

void FixtureClient::printers(api::Reply<std::vector<api::FoundPrinter>> reply) {
  reply(shopPaper.found);
}

void FixtureClient::samplePaper(api::PaperSettings settings, api::Reply<api::ReceiptView> reply) {
  reply(shopPaper.sample(outlet(), settings, m_now));
}

void FixtureClient::tryPaper(api::PaperSettings settings, api::Reply<api::PrintView> reply) {
  if (const auto usable = shopPaper.sample(outlet(), settings, m_now); !usable)
    return reply(fail(usable.error()));
  ++shopPaper.trials;
  reply(settings.printer.uri.empty() ? api::PrintView{} : shopPaper.trial);
}

void FixtureClient::savePaper(api::SavePaper command, api::Reply<api::PaperSettings> reply) {
  reply(shopPaper.save(command));
}

void FixtureClient::till(api::TillCommand command, api::Reply<api::TillView> reply) {
  const auto* out = std::get_if<api::PayOut>(&command);
  const auto* cash = std::get_if<api::CashOut>(&command);
  const auto* collected = std::get_if<api::CollectionPayOut>(&command);
  if (collected != nullptr && bank.isForSale(collected->id))
    if (const auto why = missing(collected->second))
      return reply(fail(*why));
  const Proof* proof = out != nullptr ? &out->proof : cash != nullptr ? &cash->proof : collected != nullptr ? &collected->proof : nullptr;
  if (const Status proven = proof == nullptr ? Status() : takeProof(*proof); !proven)
    return reply(fail(proven.error()));
  if (!customerBook.run(command, reply) && !shopTill.run(command, m_now, reply) && !topUps.run(command, m_now, reply))
    bank.run(command, m_now, std::move(reply));
}

void FixtureClient::credits(const UpstreamId& /*upstream*/, api::Reply<std::vector<api::CreditView>> reply) {
  if (online && !bankAway)
    reply(bank.credits);
  else
    reply(fail(ErrorCode::Offline, "connect"));
}

void FixtureClient::collections(api::Reply<std::vector<Collection>> reply) {
  reply(bank.collections());
}

void FixtureClient::printCollection(const CollectionId& id, api::Reply<api::PrintView> reply) {
  const auto& all = bank.collections();
  const auto one = std::find_if(all.begin(), all.end(), [&id](const Collection& known) { return known.id == id; });
  if (one == all.end() || one->state != CollectionState::Waiting)
    return reply(fail(ErrorCode::StateForbids));
  ++bank.printed;
  reply(api::PrintView{hasPrinter ? api::PrintOutcome::Sent : api::PrintOutcome::NoPrinter, 0, {}});
}

// The made-up shop has a mail account that takes everything.
void FixtureClient::confirm(api::SendConfirmation command, api::Reply<api::ConfirmationView> reply) {
  payment(std::move(command.anyRef), [this, to = std::move(command.to), reply = std::move(reply)](const Result<api::PaymentDetail>& found) {
    if (!found || !to) {
      reply(fail(ErrorCode::NotFound));
      return;
    }
    const auto text = confirmation::composeText(found->payment, Outlet{"W1", "Warung Bu Sri", {}, {}});
    if (!text) {
      reply(fail(ErrorCode::StateForbids, std::string(wordOf(found->payment.state))));
      return;
    }
    api::ConfirmationView view;
    view.delivery.ref = found->payment.ref;
    view.delivery.to = *to;
    view.delivery = confirmation::shown(view.delivery, found->payment.state, now());
    if (to->channel == confirmation::Channel::Email)
      view.delivery.state = confirmation::DeliveryState::Sent;
    else
      view = {view.delivery, *text, confirmation::linkFor(*to, *text)};
    reply(view);
  });
}

void FixtureClient::sendConfirmations(api::Reply<int> reply) {
  reply(0);
}

void FixtureClient::confirmations(int /*limit*/, api::Reply<std::vector<confirmation::Delivery>> reply) {
  reply(std::vector<confirmation::Delivery>{});
}

void FixtureClient::tickets(api::Reply<std::vector<api::TicketView>> reply) {
  reply(topUps.all());
}

void FixtureClient::quoteTicket(api::TicketPayment command, api::Reply<api::Quote> reply) {
  reply(topUps.quote(command, m_now));
}

void FixtureClient::payTicket(api::TicketPayment command, std::optional<api::Quote> quote,
                              api::Reply<api::PaymentView> reply) {
  if (!quote)
    return reply(fail(ErrorCode::Usage));
  if (const Status proven = takeProof(command.proof); !proven)
    return reply(fail(proven.error()));
  Payment payment = topUps.paymentOf(command, *quote);
  payment.user = UserName("sri");
  payment.acceptedAt = m_now;
  payment.businessDate = businessDateOf(m_now);
  accept(payment, reply);
}

void FixtureClient::bons(api::Reply<std::vector<api::BonView>> reply) {
  reply(customerBook.bons);
}

void FixtureClient::customers(api::CustomerFilter filter, api::Reply<api::CustomerPage> reply) {
  reply(customerBook.page(filter));
}

void FixtureClient::customer(customer::CustomerId id, api::Reply<api::CustomerView> reply) {
  reply(customerBook.view(id));
}

void FixtureClient::saveCustomer(api::SaveCustomer command, api::Reply<api::CustomerView> reply) {
  reply(customerBook.save(command, m_now));
}

void FixtureClient::removeCustomer(customer::CustomerId id, api::Reply<api::CustomerView> reply) {
  reply(customerBook.remove(id));
}

void FixtureClient::readContacts(api::ContactsRequest request, api::Reply<api::ContactsPreview> reply) {
  customerBook.read(request.path, reply);
}

void FixtureClient::importCustomers(std::shared_ptr<const customer::Contacts> contacts,
                                    api::Reply<api::ImportView> reply) {
  reply(customerBook.import(*contacts, m_now));
}

void FixtureClient::undoCustomerImport(customer::ImportId id, api::Reply<customer::ImportId> reply) {
  reply(customerBook.undo(id));
}

void FixtureClient::groups(api::Reply<std::vector<customer::Group>> reply) {
  reply(customerBook.groups);
}

void FixtureClient::saveGroup(api::SaveGroup command, api::Reply<customer::Group> reply) {
  for (customer::GroupMember& member : command.members) {
    const Product* product = productOf(member.product.str());
    if (product == nullptr)
      continue;
    const auto number = normalizeNumber(product->family, member.number);
    if (!number)
      return reply(fail(number.error()));
    member.number = *number;
    const auto fields = readKeptFields(product->family, member.fields, businessDateOf(m_now).year);
    if (!fields)
      return reply(fail(fields.error()));
    member.fields = *fields;
  }
  reply(customerBook.saveGroup(command));
}

void FixtureClient::removeGroup(customer::GroupId id, api::Reply<customer::Group> reply) {
  reply(customerBook.removeGroup(id));
}

api::ComplaintView FixtureClient::complaintView(const complaint::Complaint& one) {
  api::ComplaintView view;
  view.complaint = one;
  if (const api::PaymentView* payment = find(one.ref.str())) {
    view.payment = payment->payment;
    view.question = complained.questionAbout(payment->payment);
  }
  return view;
}

void FixtureClient::complaintKept(const Result<complaint::Complaint>& kept, const api::Reply<api::ComplaintView>& reply) {
  if (!kept)
    return reply(fail(kept.error()));
  tell(api::ComplaintChanged{*kept});
  tell(api::StatusChanged{counterStatus()});
  reply(complaintView(*kept));
}

void FixtureClient::complaints(api::ComplaintFilter filter, api::Reply<std::vector<api::ComplaintView>> reply) {
  std::vector<api::ComplaintView> found;
  for (auto one = complained.all.rbegin(); one != complained.all.rend(); ++one)
    if (filter.who == api::ComplaintsWho::All || one->isOpen())
      found.push_back(complaintView(*one));
  reply(found);
}

void FixtureClient::complaint(complaint::ComplaintId id, api::Reply<api::ComplaintView> reply) {
  for (const complaint::Complaint& one : complained.all)
    if (one.id == id)
      return reply(complaintView(one));
  reply(fail(ErrorCode::NotFound, id.str()));
}

void FixtureClient::openComplaint(api::OpenComplaint command, api::Reply<api::ComplaintView> reply) {
  const api::PaymentView* view = find(command.anyRef);
  if (view == nullptr)
    return reply(fail(ErrorCode::NotFound, command.anyRef));
  complaintKept(complained.open(view->payment.ref, command, UserName(user), m_now), reply);
}

void FixtureClient::noteComplaint(api::NoteComplaint command, api::Reply<api::ComplaintView> reply) {
  complaintKept(complained.note(command.id, command.note, UserName(user), m_now), reply);
}

void FixtureClient::closeComplaint(api::CloseComplaint command, api::Reply<api::ComplaintView> reply) {
  complaintKept(complained.close(command, UserName(user), m_now), reply);
}

void FixtureClient::shiftReport(api::Reply<api::ShiftReport> reply) {
  reply(shopTill.report());
}

// No screen shows settlement files yet: the made-up shop has none.
void FixtureClient::reconcile(api::ReconcileRequest request, std::function<void(api::ReconcileProgress)> progress,
                              api::Reply<reconcile::Run> reply) {
  settlements.read(request, m_now, progress, std::move(reply));
}

void FixtureClient::reconciliations(int /*limit*/, api::Reply<std::vector<reconcile::Run>> reply) {
  reply(settlements.runs());
}

void FixtureClient::reconciliation(reconcile::ReconcileId id, api::Reply<reconcile::Run> reply) {
  for (const reconcile::Run& run : settlements.runs())
    if (run.id == id)
      return reply(run);
  reply(fail(ErrorCode::NotFound, id.str()));
}

void FixtureClient::findings(reconcile::ReconcileId id, std::int64_t after, int /*limit*/,
                             api::Reply<std::vector<reconcile::Finding>> reply) {
  reply(settlements.findings(id, after));
}

void FixtureClient::applyProposals(api::ApplyProposals command, api::Reply<std::vector<reconcile::Applied>> reply) {
  reply(settlements.apply(command.id, command.numbers, command.reason, m_now));
}

void FixtureClient::trial(api::Reply<api::TrialBalance> reply) {
  reply(api::TrialBalance());
}

void FixtureClient::account(std::string, int, api::Reply<std::vector<api::LedgerEntryView>> reply) {
  reply(std::vector<api::LedgerEntryView>());
}

void FixtureClient::config(api::Reply<api::Config> reply) {
  if (shopPaper.unread)
    return reply(fail(*shopPaper.unread));
  api::Config config;
  config.outlet = outlet();
  config.printer = shopPaper.kept.printer;
  if (!hasPrinter)
    config.printer.uri.clear();
  config.outlet.header = shopPaper.kept.header;
  config.outlet.footer = shopPaper.kept.footer;
  config.outlet.logo = shopPaper.kept.logo;
  config.pricing = rules.pricing;
  config.routing = rules.routing;
  shopSettings.fill(config);
  reply(config);
}

void FixtureClient::importConfig(api::Config, api::Second, api::Reply<int> reply) {
  reply(0);
}

void FixtureClient::sellLandTax() {
  Product tax = *productOf("pdam-Bandung");
  tax.id = ProductId("pbb-cimahi");
  tax.name = "PBB Kota Cimahi";
  tax.brand = "PBB";
  tax.family = Family::Tax;
  m_products.push_back(std::move(tax));
}

void FixtureClient::makeBillsCostMore(Money cost) {
  for (Product& product : m_products)
    if (product.kind == ProductKind::Bill)
      for (Offer& offer : product.offers)
        if (offer.admin.isPositive())
          offer.cost = cost;
}

void FixtureClient::savePrices(api::SavePrices command, api::Reply<PriceRules> reply) {
  const auto save = [this, command = std::move(command), reply = std::move(reply)] {
    if (savePricesError)
      return reply(fail(*savePricesError));
    if (command.from != rules)
      return reply(fail(ErrorCode::StateForbids, "prices"));
    if (command.belowCost != effectOf(m_products, rules, command.to).newlyBelowCost)
      return reply(fail(ErrorCode::StateForbids, "below-cost"));
    pricesSaved.push_back(command);
    rules = command.to;
    m_products = repriced(std::move(m_products), rules.pricing);
    reply(rules);
    tell(api::CatalogueChanged{static_cast<int>(m_products.size())});
  };
  if (holdPrices)
    m_held.push_back(save);
  else
    save();
}

void FixtureClient::accessLog(int /*limit*/, api::Reply<std::vector<AccessEvent>> reply) { reply(std::vector<AccessEvent>()); }

void FixtureClient::settingsChanges(int /*limit*/, api::Reply<std::vector<api::SettingsChange>> reply) {
  std::vector<api::SettingsChange> savings;
  for (auto at = pricesSaved.rbegin(); at != pricesSaved.rend(); ++at) savings.push_back({m_now, at->by, {}});
  reply(std::move(savings));
}

void FixtureClient::backUp(std::string path, BackupSteps progress, api::Reply<api::BackupView> reply) {
  progress(7, 10);
  if (backup.underWay)
    return;
  if (backup.refusal)
    return reply(fail(*backup.refusal));
  backup.last = {path, m_now};
  reply(api::BackupView{path, {m_now, "Warung Bu Sri", 41'250, 3, 84'000'000}});
  tell(api::StatusChanged{counterStatus()});
}

void FixtureClient::verifyBackup(std::string path, BackupSteps progress, api::Reply<api::BackupView> reply) {
  progress(3, 10);
  if (backup.refusal)
    return reply(fail(*backup.refusal));
  reply(api::BackupView{path, {backup.last.at, "Warung Bu Sri", 41'250, 3, 84'000'000}});
}

void FixtureClient::acknowledgeRestore(api::Reply<RestoredFrom> reply) {
  if (!backup.restored)
    return reply(fail(ErrorCode::NotFound));
  backup.restored->isKnown = true;
  reply(*backup.restored);
  tell(api::StatusChanged{counterStatus()});
}

api::HealthItem FixtureClient::printerHealth(api::Look look) const {
  if (!hasPrinter)
    return {"printer", false, "none", "not-set"};
  const bool isTold = look != api::Look::AsKnown && !printerTrouble.empty();
  return {"printer", !isTold, "tcp://127.0.0.1:9100", isTold ? printerTrouble : std::string()};
}

void FixtureClient::health(api::Look look, api::Reply<std::vector<api::HealthItem>> reply) {
  const Instant heard = m_now - Duration::minutes(5);
  reply(std::vector<api::HealthItem>{{"key-slots", true, "2 user(s), sealed by PIN and device secret", {}, 2},
                                     {"device-secret", true, "file", "file"},
                                     {"sqlcipher", true, "4.14.0 community; WAL, synchronous FULL, no mmap, read back at start"},
                                     {"sidecar", true, "11412 KiB", {}, 11'412},
                                     {"disk", true, "62464 MiB free", {}, 62'464},
                                     {"clock", true, toRfc3339(m_now), {}, 0, m_now},
                                     {"catalogue", true, "412 products", {}, 412},
                                     {"upstream:digi", true, "Rp2.450.000", {}, 2'450'000, heard},
                                     {"upstream:bank", online, "Rp8.100.000", online ? "" : "connect", 8'100'000, heard},
                                     {"clock:digi", true, "PT0S ahead of ours", {}, 0},
                                     {"clock:bank", true, "PT2S behind ours", {}, -2},
                                     {"owner-code", true, "not set up", "owner-code-none"},
                                     printerHealth(look)});
}

}  // namespace loket::app::fixture
