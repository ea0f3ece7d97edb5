#include <algorithm>

#include "core/base/text.h"
#include "core/engine/engine.h"
#include "core/engine/print_jobs.h"

namespace loket::engine {
namespace {

receipt::ShiftSheet sheetOf(const api::ShiftReport& report) {
  receipt::ShiftSheet sheet;
  sheet.shift = report.shift;
  for (const api::FamilySalesView& row : report.sales) sheet.sales.push_back({row.family, row.count, row.sum});
  sheet.goods = report.goods;
  if (report.drawer) {
    sheet.cashIn = report.drawer->cashIn;
    sheet.cashOut = report.drawer->cashOut;
  }
  for (const api::ShiftDepositView& row : report.deposits)
    sheet.deposits.push_back({row.upstream, row.balance, row.told, row.toldAt});
  return sheet;
}

}  // namespace

template <typename T>
void Engine::onReader(std::function<Result<T>(ports::StoreReader&)> read, api::Reply<T> reply) {
  if (!m_world.openReader) {
    reply(read(m_world.store));
    return;
  }
  if (!m_readerThread)
    m_readerThread = std::make_unique<Worker>();
  m_readerThread->post([this, read = std::move(read), reply = std::move(reply)] {
    if (!m_reader) {
      auto opened = m_world.openReader();
      if (!opened) {
        auto error = opened.error();
        post([reply, error] { reply(fail(error)); });
        return;
      }
      m_reader = std::move(*opened);
    }
    auto result = std::make_shared<Result<T>>(read(*m_reader));
    post([reply, result] { reply(std::move(*result)); });
  });
}

api::CounterStatus Engine::status() {
  const Instant now = m_clock.now();
  api::CounterStatus out;
  out.now = now;
  out.outlet = m_config.outlet;
  out.user = m_options.user.str();
  out.online = m_upstreams.online() && !m_upstreams.empty();
  out.onlineSince = m_upstreams.onlineSince();
  out.nextTryAt = out.online ? Instant{} : m_upstreams.nextBeat().value_or(Instant{});
  for (const UpstreamSettings& upstream : m_config.upstreams) {
    api::DepositView view;
    view.upstream = upstream.id;
    view.reserved = m_router.reserved(upstream.id);
    view.reachable = m_upstreams.reaches(upstream.id);
    view.reachableSince = m_upstreams.changedAt(upstream.id);
    view.why = m_upstreams.whyNot(upstream.id);
    view.clockAhead = m_upstreams.clockAhead(upstream.id);
    if (const ports::Upstream* known = m_upstreams.find(upstream.id)) {
      view.hasStatement = known->hasStatement();
      view.takesMonths = known->takesMonths(ProductKind::Bill, Family::Health);
      view.ticketBanks = known->ticketBanks();
      for (const CollectionKind kind : {CollectionKind::Qris, CollectionKind::Password})
        if (known->collects(kind))
          view.collects.push_back(kind);
    }
    view.isFilled = upstream.protocol != "snap";
    if (const auto deposit = m_upstreams.deposit(upstream.id)) {
      view.balance = deposit->balance;
      view.asOf = deposit->asOf;
      if (view.isFilled) {
        out.depositTotal += deposit->balance;
        out.depositAsOf = std::max(out.depositAsOf, deposit->asOf);
      }
    }
    out.deposits.push_back(std::move(view));
  }
  out.queueCount = static_cast<int>(m_books.entries().size());
  out.queueSum = m_books.openSum();
  const OfflineExposure waiting = m_desk.exposure();
  out.offlineCount = waiting.count;
  out.offlineSum = waiting.sum;
  out.offlineOldest = waiting.oldest;
  out.openComplaints = m_complaints.openCount();
  out.limits = m_desk.limits();
  out.transferLimits = m_config.transfers;
  out.accessLimits = m_config.access;
  const BusinessDate today = businessDateOf(now);
  if (m_totalsDay != today) {
    if (const auto totals = m_world.store.totalsOf(today)) {
      m_totals = *totals;
      m_totalsDay = today;
    }
  }
  out.todayCount = m_totals.count;
  out.todayProfit = m_totals.profit;
  out.catalogueSize = static_cast<int>(m_shelf.products().size());
  out.unprintedCount = m_prints.unprintedCount();
  out.syncing = m_batch.running();
  out.syncDone = m_batch.done();
  out.syncTotal = m_batch.total();
  out.lastBackup = m_lastBackup;
  out.restored = m_restored;
  out.witness = m_auditor.alarm();
  out.alarms = alarms();
  return out;
}

std::vector<api::HomeAlarm> Engine::alarms() const {
  using Kind = api::HomeAlarm::Kind;
  const Instant now = m_clock.now();
  std::vector<api::HomeAlarm> found;
  const auto add = [&found](Kind kind, const std::optional<Instant>& since) {
    if (since)
      found.push_back({kind, *since});
  };
  add(Kind::JournalChanged, m_auditor.faultSince());
  add(Kind::SlotsOlder, olderSlotsSince(m_slots, now));
  add(Kind::RecoveredAlone, recoveredAloneSince(m_slots, now));
  return found;
}

void Engine::payments(const api::PaymentFilter& filter, api::Reply<std::vector<api::PaymentView>> reply) {
  if (filter.papers == api::PaymentFilter::Papers::Unprinted)
    return unprinted(filter.limit, std::move(reply));
  ports::PaymentQuery query;
  query.text = filter.text;
  query.states = filter.states;
  if (filter.conflicts == api::PaymentFilter::Conflicts::Included)
    query.conflicts = ports::Conflicts::Included;
  if (filter.complained == api::PaymentFilter::Complained::Open)
    query.complained = ports::Complained::Open;
  query.from = filter.from;
  query.to = filter.to;
  query.limit = filter.limit;
  query.beforeSequence = filter.beforeSequence;
  onReader<std::vector<ports::PaymentRow>>(
      [query](ports::StoreReader& reader) { return reader.payments(query); },
      [this, reply = std::move(reply)](const Result<std::vector<ports::PaymentRow>>& rows) {
        if (!rows) {
          reply(fail(rows.error()));
          return;
        }
        std::vector<api::PaymentView> views;
        for (const ports::PaymentRow& row : *rows) {
          const Books::Entry* entry = m_books.find(row.payment.ref);
          views.push_back({row.sequence, row.payment, entry != nullptr && entry->task ? entry->task->dueAt : Instant{}});
        }
        reply(std::move(views));
      });
}

Result<Payment> Engine::resolve(const std::string& anyRef) {
  if (auto open = m_books.load(PaymentRef(anyRef)))
    return open;
  LOKET_ASSIGN(const auto byClient, m_world.store.byClientRef(ClientRef(anyRef)));
  if (byClient)
    return *byClient;
  LOKET_ASSIGN(const auto byClaim, m_world.store.byClaimCode(ClaimCode(toUpper(anyRef))));
  if (byClaim)
    return *byClaim;
  return fail(ErrorCode::NotFound, anyRef);
}

Result<api::PaymentDetail> Engine::payment(const std::string& anyRef) {
  LOKET_ASSIGN(Payment found, resolve(anyRef));
  api::PaymentDetail detail;
  LOKET_ASSIGN(detail.history, m_world.store.history(found.ref));
  LOKET_ASSIGN(detail.papers, m_prints.papers(found.ref));
  detail.printed =
      static_cast<int>(std::count_if(detail.papers.begin(), detail.papers.end(),
                                     [](const auto& paper) { return !cameToNothing(paper.state); }));
  LOKET_ASSIGN(detail.confirmations, m_world.store.confirmations(found.ref));
  LOKET_ASSIGN(detail.complaints, m_complaints.of(found.ref));
  detail.question = m_complaints.questionAbout(found);
  if (const Books::Entry* entry = m_books.find(found.ref); entry != nullptr && entry->task)
    detail.nextDueAt = entry->task->dueAt;
  detail.payment = std::move(found);
  return detail;
}

std::vector<Product> Engine::catalogue(const std::string& text) const { return m_shelf.search(text); }

Result<std::vector<api::Suggestion>> Engine::suggest(const std::string& typed, int limit) {
  const std::string text = trimmed(typed);
  if (text.empty())
    return std::vector<api::Suggestion>{};
  const auto mobile = normalizeMobile(text);
  std::string wanted = text;
  if (mobile)
    wanted = *mobile;
  else if (const std::string digits = digitsOf(text); digits.size() >= 3 && text.find_first_not_of("0123456789 -+.") == std::string::npos)
    wanted = digits;
  LOKET_ASSIGN(const auto customers, m_world.store.customers(wanted, limit));
  return m_shelf.suggest(text, limit, customers);
}

Result<std::vector<api::TicketView>> Engine::tickets() {
  LOKET_ASSIGN(const std::vector<Ticket> all, m_cashDesk.tickets());
  return m_topUps.viewsOf(all);
}

Result<std::vector<api::BatchView>> Engine::batches(int limit) {
  LOKET_ASSIGN(const auto found, m_world.store.batches(limit));
  std::vector<api::BatchView> views;
  for (const ports::Batch& batch : found)
    views.push_back(viewOf(batch));
  return views;
}

Result<api::BatchView> Engine::batch(const BatchId& id) {
  LOKET_ASSIGN(const auto found, m_world.store.batch(id));
  if (!found)
    return fail(ErrorCode::NotFound, id.str());
  return viewOf(*found);
}

void Engine::prove(const std::string& anyRef, api::Reply<api::AuditProof> reply) {
  const auto payment = resolve(anyRef);
  if (!payment) {
    reply(fail(payment.error()));
    return;
  }
  m_auditor.prove(payment->ref, std::move(reply));
}

void Engine::checkSeal(const std::string& anyRef, const std::string& seal, const api::Reply<api::SealCheck>& reply) {
  // A code names its payment itself.
  const auto payment = resolve(anyRef);
  reply(payment ? m_auditor.checkSeal(payment->ref, seal) : Result<api::SealCheck>(fail(payment.error())));
}

void Engine::trial(api::Reply<api::TrialBalance> reply) {
  onReader<ports::LedgerTrial>([](ports::StoreReader& reader) { return reader.trial(); },
                               [reply = std::move(reply)](const Result<ports::LedgerTrial>& found) {
                                 if (!found) {
                                   reply(fail(found.error()));
                                   return;
                                 }
                                 api::TrialBalance trial;
                                 for (const ports::AccountBalance& row : found->balances) {
                                   trial.accounts.push_back({nameOf(row.account), row.balance});
                                   trial.sum += row.balance;
                                 }
                                 trial.rules = found->rules;
                                 for (const ports::BrokenRule& one : found->broken)
                                   trial.broken.push_back({one.rule, one.what});
                                 reply(std::move(trial));
                               });
}

void Engine::customers(const api::CustomerFilter& filter, api::Reply<api::CustomerPage> reply) {
  if (filter.who == api::CustomersWho::Owing) {
    reply(m_customers.owing(filter.text));
    return;
  }
  onReader<ports::PeoplePage>([filter](ports::StoreReader& reader) { return CustomerBook::page(reader, filter); },
                              [this, reply = std::move(reply)](Result<ports::PeoplePage> page) {
                                if (!page)
                                  reply(fail(page.error()));
                                else
                                  reply(m_customers.viewsOf(std::move(*page)));
                              });
}

void Engine::readContacts(const api::ContactsRequest& request, api::Reply<api::ContactsPreview> reply) {
  auto opened = m_world.openFile ? m_world.openFile(request.path) : fail(ErrorCode::Internal, "no files");
  if (!opened) {
    reply(fail(opened.error()));
    return;
  }
  const std::shared_ptr<ports::PagedFile> file = std::move(*opened);
  onReader<api::ContactsPreview>(
      [file](ports::StoreReader& reader) { return CustomerBook::preview(reader, *file); }, std::move(reply));
}

void Engine::shiftReport(api::Reply<api::ShiftReport> reply) {
  onReader<std::optional<ports::ShiftFigures>>(
      [](ports::StoreReader& reader) { return reader.shiftFigures(); },
      [this, reply = std::move(reply)](const Result<std::optional<ports::ShiftFigures>>& figures) {
        if (!figures)
          reply(fail(figures.error()));
        else if (!*figures)
          reply(fail(ErrorCode::ShiftMissing, {}));
        else
          reply(m_cashDesk.reportOf(**figures));
      });
}

void Engine::closedShift(const std::string& id, api::Reply<receipt::ShiftSheet> reply) {
  shiftReport([id, reply = std::move(reply)](const Result<api::ShiftReport>& found) {
    const bool isMeant = found && found->shift.id.view() == id;
    if (!found && found.error().code != ErrorCode::ShiftMissing)
      reply(fail(found.error()));
    else if (!isMeant)
      reply(fail(ErrorCode::NotFound, id));
    else if (!found->drawer)
      reply(fail(ErrorCode::StateForbids, "shift " + id + " is open"));
    else
      reply(sheetOf(*found));
  });
}

void Engine::readStep(Reconciler::Step step, api::Reply<ReconcilePage> reply) {
  onReader<ReconcilePage>(std::move(step), std::move(reply));
}

void Engine::reconciliations(int limit, api::Reply<std::vector<reconcile::Run>> reply) {
  onReader<std::vector<reconcile::Run>>(
      [limit](ports::StoreReader& reader) -> Result<std::vector<reconcile::Run>> {
        if (ports::ReconcileReader* rows = reader.reconcile())
          return rows->runs(limit);
        return std::vector<reconcile::Run>{};
      },
      std::move(reply));
}

void Engine::reconciliation(const reconcile::ReconcileId& id, api::Reply<reconcile::Run> reply) {
  onReader<reconcile::Run>(
      [id](ports::StoreReader& reader) -> Result<reconcile::Run> {
        if (ports::ReconcileReader* rows = reader.reconcile()) {
          LOKET_ASSIGN(auto run, rows->run(id));
          if (run)
            return *run;
        }
        return fail(ErrorCode::NotFound, id.str());
      },
      std::move(reply));
}

void Engine::findings(const reconcile::ReconcileId& id, std::int64_t after, int limit,
                      api::Reply<std::vector<reconcile::Finding>> reply) {
  onReader<std::vector<reconcile::Finding>>(
      [id, after, limit](ports::StoreReader& reader) -> Result<std::vector<reconcile::Finding>> {
        if (ports::ReconcileReader* rows = reader.reconcile())
          return rows->findings(id, after, limit);
        return std::vector<reconcile::Finding>{};
      },
      std::move(reply));
}

Result<std::vector<api::LedgerEntryView>> Engine::account(const std::string& name, int limit) {
  const auto account = accountFromName(name);
  if (!account)
    return fail(ErrorCode::NotFound, name);
  LOKET_ASSIGN(const auto lines, m_world.store.account(*account, limit));
  std::vector<api::LedgerEntryView> out;
  for (const ports::LedgerLine& line : lines)
    out.push_back({line.at, line.ref, line.why, line.amount});
  return out;
}

void Engine::health(api::Look look, api::Reply<std::vector<api::HealthItem>> reply) {
  switch (look) {
    case api::Look::AsKnown:
      reply(health());
      return;
    case api::Look::AskPrinter:
      m_prints.look([this, reply = std::move(reply)](const ports::PrinterCondition& told) { reply(health(told)); });
      return;
    case api::Look::AskNow:
      break;
  }
  struct Round {
    std::optional<ports::PrinterCondition> printer;
    bool upstreams = false;
  };
  const auto round = std::make_shared<Round>();
  const auto end = [this, round, reply = std::move(reply)] {
    if (round->printer && round->upstreams)
      reply(health(round->printer));
  };
  m_prints.look([round, end](const ports::PrinterCondition& told) {
    round->printer = told;
    end();
  });
  m_upstreams.refreshAll([round, end] {
    round->upstreams = true;
    end();
  });
}

std::vector<api::HealthItem> Engine::health(const std::optional<ports::PrinterCondition>& printer) {
  std::vector<api::HealthItem> items;
  if (m_world.health)
    items = m_world.health();
  const Instant now = m_clock.now();
  items.push_back({"clock", now.ms > 1'700'000'000'000, toRfc3339(now), {}, 0, now});
  const std::size_t products = m_shelf.products().size();
  items.push_back({"catalogue", products > 0, std::to_string(products) + " products", {}, static_cast<std::int64_t>(products)});
  for (const UpstreamSettings& upstream : m_config.upstreams) {
    const auto deposit = m_upstreams.deposit(upstream.id);
    const std::string why = m_upstreams.whyNot(upstream.id);
    const bool reached = m_upstreams.reaches(upstream.id);
    items.push_back({"upstream:" + upstream.id.str(), deposit && reached && why.empty(),
                     (deposit ? deposit->balance.text() + " at " + toRfc3339(deposit->asOf)
                              : std::string("never heard")) +
                         (reached && why.empty() ? "" : (reached ? "; no honest answer: " : "; not reached: ") + why),
                     why, deposit ? deposit->balance.amount() : 0, deposit ? deposit->asOf : Instant{}});
  }
  for (const UpstreamSettings& upstream : m_config.upstreams)
    if (const std::optional<Duration> ahead = m_upstreams.clockAhead(upstream.id)) {
      const bool behind = *ahead < Duration{};
      const Duration off = behind ? Duration{} - *ahead : *ahead;
      items.push_back({"clock:" + upstream.id.str(), off <= api::kClockOffMax,
                       toIso(Duration::seconds(off.ms / 1000)) + (behind ? " behind ours" : " ahead of ours"),
                       {}, ahead->ms / 1000});
    }
  std::string nothing;
  for (const std::size_t i : namesForNothing(m_config.stepUp, [this](const ProductId& id) { return m_shelf.find(id) != nullptr; }))
    nothing += (nothing.empty() ? "" : ", ") + m_config.stepUp.always[i];
  if (!nothing.empty())
    items.push_back({"step-up", false, "stepUp.always names neither a product nor a family here: " + nothing, "names-nothing"});
  if (m_ownerCode.view())
    items.push_back({"owner-code", true, "set up; it stands in for the second person", "owner-code-set"});
  else
    items.push_back({"owner-code", true,
                     "not set up; an owner who is alone gives cash back and changes limits by the PIN alone: loketctl owner-code enroll",
                     "owner-code-none"});
  if (auto journal = m_auditor.health())
    items.push_back(std::move(*journal));
  if (auto witnesses = m_auditor.witnessHealth())
    items.push_back(std::move(*witnesses));
  if (auto stamps = m_auditor.stampHealth())
    items.push_back(std::move(*stamps));
  if (auto mail = m_messenger.health())
    items.push_back(std::move(*mail));
  items.push_back(m_prints.health(printer));
  if (m_fault)
    items.push_back({"store", false, m_fault->detail});
  return items;
}

}  // namespace loket::engine
