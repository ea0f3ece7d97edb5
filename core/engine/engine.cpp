#include "core/engine/engine.h"

#include <algorithm>
#include <utility>

#include "core/engine/config_record.h"
#include "core/engine/restoring.h"

namespace loket::engine {
namespace {

constexpr Duration kStatusEvery = Duration::millis(150);
// While it is gathered, more than the lines take is still under way: none of them is idle for it.
constexpr Duration kGatherFor = Duration::millis(20);
constexpr Duration kTimeToldEvery = Duration::seconds(5);

}  // namespace

Engine::Engine(World world, Options options)
    : m_world(std::move(world)),
      m_clock(m_world.clock),
      m_options(std::move(options)),
      m_references(m_clock, m_world.entropy),
      m_books(m_world.store, m_world.log, m_world.probe),
      m_upstreams(m_world.upstreams, {m_world.transport, m_clock, m_world.entropy}, m_world.log),
      m_router({m_books, m_upstreams, m_shelf, m_clock}),
      m_dispatcher({m_books, m_upstreams, m_shelf, m_router, m_references, m_clock, m_world.log, m_world.probe},
                   m_options.inFlightMax),
      m_prices({m_books, m_upstreams, m_shelf, m_clock}),
      m_ownerCode(m_world.oneTimeCodes, m_world.entropy, kOwnerCodeRows, m_world.uptime),
      m_codes(m_world.oneTimeCodes, m_world.entropy, m_world.uptime),
      m_stepUp({m_books, m_world.store, m_clock, m_ownerCode, m_codes,
                [this](const UserName& person, std::function<void(const ports::FingerResult<void>&)> then) {
                  askFinger(person, std::move(then));
                }}),
      m_second({m_books, m_clock, m_ownerCode}),
      m_desk({m_books, m_upstreams, m_shelf, m_prices, m_router, m_references, m_world.store, m_clock, m_stepUp}),
      m_topUps({m_books, m_desk, m_shelf, m_upstreams, m_world.store, m_clock}),
      m_cashDesk({m_books, m_upstreams, m_references, m_world.store, m_clock, m_desk, m_stepUp, m_second,
                  [this](const UpstreamId& id) {
                    const auto at = m_opened.find(id);
                    return at == m_opened.end() ? std::nullopt : std::optional<Instant>(at->second);
                  }}),
      m_customers({m_books, m_references, m_shelf, m_world.store, m_clock, [this] { return m_cashDesk.bons(); }}),
      m_complaints({m_books, m_references, m_world.store, m_clock, [this]() -> const api::Config& { return m_config; }}),
      m_batch({m_books, m_upstreams, m_dispatcher, m_references, m_clock,
               [this](std::function<void()> done) { m_prices.refresh(kPriceListEvery, std::move(done)); }}),
      m_prints({m_books, m_world.store, m_clock, m_world.printers, m_world.findPrinters,
                [this](std::function<void()> job) { return post(std::move(job)); }}),
      m_messenger({m_books, m_references, m_world.store, m_clock, m_world.notifiers,
                   [this](std::function<void()> job) { return post(std::move(job)); }}),
      m_reconciler({m_books, m_references, m_world.store, m_clock, m_world.openFile,
                    [this](Reconciler::Step step, api::Reply<ReconcilePage> reply) { readStep(std::move(step), std::move(reply)); },
                    [this](std::function<void()> job) { post(std::move(job)); }}),
      m_auditor({m_books, m_world.store, m_clock, m_world.entropy, m_world.keys, m_world.openReader,
                 [this](std::function<void()> job) { post(std::move(job)); }, m_world.transport, m_world.witnesses,
                 m_world.timestamps}),
      m_logExport({m_auditor, m_world.store, m_world.keys, m_world.openReader, [this](std::function<void()> job) { post(std::move(job)); },
                   m_world.newFile}) {
  m_upstreams.setSigning([this](const std::string& method, const std::string& target, const std::string& body,
                                std::uint64_t seen) { return m_auditor.signRequest(method, target, body, seen); },
                         [this](std::function<void()> job) { post(std::move(job)); });
  m_prices.onProducts = [this](std::vector<Product> products) { fillShelf(std::move(products)); };
  m_books.onChange = [this](const ports::PaymentChange& change) { changed(change); };
  m_cashDesk.onCashedOut = [this](const receipt::CashOutSlip& slip) {
    if (!m_options.printWhenSettled)
      return;
    m_cashDesk.slipPrinted(slip.subject);
    m_prints.printCashOut(slip, [](const Result<api::PrintView>&) {});
  };
  m_cashDesk.onCollection = [this](const Collection& collection) {
    if (onEvent)
      onEvent(api::CollectionChanged{collection});
  };
  m_books.onFault = [this](const Error& error) {
    // Told once; what fails after it fails for the same reason.
    if (m_fault)
      return;
    // Only what was in that commit is unsure; what comes later is plainly not taken.
    m_fault = Error{error.code == ErrorCode::CommitUnsure ? ErrorCode::DiskFault : error.code, error.detail};
    m_batch.stop(*m_fault);
    m_messenger.stop(*m_fault);
    m_reconciler.stop(*m_fault);
    m_customers.stop(*m_fault);
    if (onEvent)
      onEvent(api::CoreStopped{*m_fault});
  };
  m_upstreams.onReach = [this](const UpstreamId& id, bool reachable) {
    m_statusDirty = true;
    if (reachable)
      m_dispatcher.reached(id);
  };
  // The clock may be set while the counter waits; what an answer makes due is measured by the new one.
  m_upstreams.onAnswer = [this] { noticeMovedClock(); };
  m_upstreams.onRecovered = [this](const UpstreamId& id, Upstreams::Recovery recovery) {
    m_dispatcher.recovered(id, recovery);
  };
  m_upstreams.meanwhileAt = [this](const UpstreamId& id) { return meanwhileAt(id); };
  m_upstreams.onDeposit = [this](const UpstreamId& id, const Upstreams::Deposit& deposit,
                                 Upstreams::Meanwhile meanwhile) { depositHeard(id, deposit, meanwhile); };
  m_books.beforeCommit = [this](ports::UnitOfWork& work) -> Status {
    LOKET_TRY(m_topUps.beforeCommit(work));
    m_messenger.beforeCommit(work);
    m_auditor.beforeCommit(work);
    work.at = m_clock.now();
    return {};
  };
  m_messenger.onChange = [this](const confirmation::Delivery& delivery) {
    if (onEvent)
      onEvent(api::ConfirmationChanged{delivery});
  };
  m_complaints.onChange = [this](const complaint::Complaint& complaint) {
    m_statusDirty = true;
    if (onEvent)
      onEvent(api::ComplaintChanged{complaint});
  };
  m_desk.onConfirmWanted = [this](const PaymentRef& ref, const confirmation::Address& to, const UserName& by) {
    m_messenger.ask(ref, to, by);
  };
  m_desk.onAccepted = [this](const PaymentRef& ref) { m_dispatcher.kick(ref); };
  m_dispatcher.onActed = [this](const PaymentRef& ref) { acted(ref); };
  m_prints.onUnprinted = [this] { m_statusDirty = true; };
  m_prints.onPrint = [this](const PaymentRef& ref, const api::PrintView& view) {
    if (onEvent)
      onEvent(api::PrintChanged{ref, view});
  };
}

Engine::~Engine() = default;

Status Engine::open() {
  LOKET_ASSIGN(const auto rows, m_world.store.settings());
  LOKET_ASSIGN(auto products, m_world.store.catalogue());
  m_shelf.fill(std::move(products));
  m_prices.restore(rows);
  restoreOpenings(rows);
  if (auto config = configFrom(rows)) {
    m_isConfigured = true;
    m_config = std::move(*config);
    m_prices.setPricing(m_config.pricing);
    m_desk.setLimits(m_config.offline);
    m_desk.setFeeCaps(m_config.feeCaps);
    m_dispatcher.setFeeCaps(m_config.feeCaps);
    m_router.setRules(m_config.routing);
    m_desk.setTransferLimits(m_config.transfers);
    m_stepUp.setPolicy(m_config.stepUp);
    m_cashDesk.setTwoPeople(m_config.approval);
    m_prints.configure(m_config.outlet, m_config.printer);
    if (auto mail = m_messenger.configure(m_config.outlet, m_config.mail); !mail)
      m_world.log.write(ports::LogLevel::Error, "config", mail.error().detail);
    if (auto configured = m_upstreams.configure(m_config.upstreams); !configured)
      m_world.log.write(ports::LogLevel::Error, "config", configured.error().detail);
    restoreDeposits(rows);
  } else if (const auto name = rows.find("outlet.name"); name != rows.end()) {
    m_config.outlet.name = name->second;
    m_prints.configure(m_config.outlet, m_config.printer);
  }
  m_ownerCode.restore(rows);
  m_codes.restore(rows);
  m_settingsHistory.restore(rows);
  m_slots = slotRowsIn(rows);
  m_auditor.open(rows, m_config.audit, m_config.timestamp);
  m_lastBackup = lastBackupIn(rows);
  m_restored = restoredFrom(rows);
  if (m_restored) {
    m_cashDesk.setRestored(m_restored->restoredAt);
    m_topUps.setRestored(m_restored->restoredAt);
  }
  LOKET_TRY(m_cashDesk.open());
  LOKET_TRY(m_prints.open());
  LOKET_TRY(m_complaints.open());
  m_clock.follow();
  LOKET_TRY(m_books.open(m_clock.now()));
  for (const auto& [ref, entry] : m_books.entries())
    if (entry.payment.state == PaymentState::Suspect)
      m_upstreams.presumeMute(entry.payment.upstream);
  makeKeyWhereWanted();
  return m_messenger.open(m_clock.now());
}

bool Engine::post(Mailbox::Job job) {
  if (!m_mailbox.post(std::move(job)))
    return false;
  m_world.transport.wake();
  return true;
}

void Engine::close() {
  m_mailbox.close();
  m_closing = true;
  m_auditor.close();
  m_logExport.close();
  m_world.transport.wake();
}

bool Engine::isQuiet() const {
  const auto isOnItsWay = [](const auto& one) {
    switch (one.second.payment.state) {
      case PaymentState::Accepted:
      case PaymentState::Sending:
      case PaymentState::Pending:
      case PaymentState::Suspect:
        return true;
      default:
        return false;
    }
  };
  const auto& open = m_books.entries();
  return m_dispatcher.idle() && !m_batch.running() && !m_prints.isPrinting() && m_toPrint.empty() && !m_messenger.isSending() &&
         !m_cashDesk.isFollowing() && !m_customers.isImporting() && !m_isBackingUp && m_configsUnderWay == 0 &&
         m_world.transport.inFlight() == 0 && std::none_of(open.begin(), open.end(), isOnItsWay);
}

void Engine::abandon() {
  m_world.transport.abandonAll();
  m_waiters.clear();
  m_desk.abandon();
  m_cashDesk.abandon();
  m_batch.stop(Error{ErrorCode::Closed, {}});
  m_messenger.close();
  m_auditor.abandon();
  m_reconciler.stop(Error{ErrorCode::Closed, {}});
  m_customers.stop(Error{ErrorCode::Closed, {}});
}

void Engine::turn(Duration wait) {
  // Before anything that somebody wants is measured against times of the clock as it was.
  noticeMovedClock();
  for (Mailbox::Job& job : m_mailbox.take())
    job();
  const bool automatic = m_options.dispatching == Dispatching::Automatic;
  // What would be started now would be abandoned in the next moment, and be suspect instead of queued.
  if (!m_closing) {
    if (automatic) {
      m_upstreams.beat(m_clock.now());
      if (!m_fault && m_upstreams.heard())
        m_prices.refresh(m_prices.doubted() ? kPriceListEvery : kPriceListOld, [] {});
    }
    m_batch.turn();
    if (!m_fault)
      m_cashDesk.turn(automatic ? CashDesk::Follow::All : CashDesk::Follow::Awaited);
    if (!m_fault)
      m_messenger.turn(automatic ? Messenger::Follow::All : Messenger::Follow::Awaited);
    if (!m_fault)
      m_customers.turn();
    if (!m_fault && automatic)
      m_auditor.turn();
    if (!m_fault)
      m_dispatcher.turn(automatic);
  }
  if (m_closing && !m_fault)
    m_books.keepNoted();
  m_books.flush();
  for (const PaymentRef& ref : std::exchange(m_toPrint, {}))
    m_prints.print(ref, [](const Result<api::PrintView>&) {});
  m_books.flush();
  serveWaiters();
  // Whoever shows times hears the time now and then, and at once when it has jumped.
  if (const Instant at = m_clock.now(); at < m_statusNow || at - m_statusNow > kTimeToldEvery)
    m_statusDirty = true;
  if (m_statusDirty && m_clock.monotonic() - m_statusToldAt >= kStatusEvery)
    tellStatus();

  if (m_dispatcher.idle() == false && m_dispatcher.inFlight() == 0) {
    m_world.transport.poll(Duration{});
    return;
  }
  const Instant now = m_clock.now();
  Duration longest = wait;
  if (const auto next = nextThing()) {
    // A steered clock is moved only while someone waits for what time brings and nothing is under way.
    if (someoneWaits() && m_world.transport.inFlight() == 0 && !m_messenger.isSending() && *next > now && m_clock.idleUntil(*next)) {
      m_world.transport.poll(Duration{});
      return;
    }
    longest = std::clamp(*next - now, Duration{}, wait);
  }
  if (m_statusDirty)
    longest = std::min(longest, kStatusEvery);
  m_world.transport.poll(longest);
  // A busy sync keeps many outcomes with one commit. A sale at the counter never waits for this.
  const Duration gatherUntil = m_clock.monotonic() + kGatherFor;
  while (m_dispatcher.isGathering() && m_mailbox.isEmpty() && m_clock.monotonic() < gatherUntil)
    m_world.transport.poll(std::max(Duration::millis(1), gatherUntil - m_clock.monotonic()));
  // What an answer has made room for is armed in the commit that keeps the answer.
  noticeMovedClock();
  if (!m_closing && !m_fault)
    m_dispatcher.turn(automatic);
  m_books.flush();
}

std::optional<Instant> Engine::nextThing() const {
  std::optional<Instant> next;
  const auto consider = [&next](std::optional<Instant> t) {
    if (t && (!next || *t < *next))
      next = t;
  };
  const bool automatic = m_options.dispatching == Dispatching::Automatic;
  // Nothing is begun any more by one that closes, or whose disk has failed.
  if (automatic && !m_closing && !m_fault) {
    // What waits for a free line is due already; the answer wakes the loop.
    if (m_dispatcher.idle())
      consider(m_books.nextDue());
    consider(m_dispatcher.nextProbe());
    consider(m_upstreams.nextBeat());
  }
  consider(m_cashDesk.nextLook(automatic ? CashDesk::Follow::All : CashDesk::Follow::Awaited));
  consider(m_messenger.nextDue(automatic ? Messenger::Follow::All : Messenger::Follow::Awaited));
  consider(m_batch.nextLook());
  if (m_customers.isImporting())
    consider(m_clock.now());
  for (const Waiter& waiter : m_waiters) {
    consider(waiter.deadline);
    // While it is under way its answer wakes the loop.
    if (const Books::Entry* entry = m_books.find(waiter.ref);
        entry != nullptr && entry->task && !m_dispatcher.isBusy(waiter.ref))
      consider(entry->task->dueAt);
  }
  return next;
}

Status Engine::usable() const {
  if (m_fault)
    return fail(*m_fault);
  return {};
}

void Engine::inquire(const api::InquiryRequest& request, api::Reply<api::Quote> reply) {
  m_desk.quote(request, std::move(reply));
}

void Engine::sell(const api::SellRequest& request, api::Reply<api::PaymentView> reply) {
  if (auto ok = usable(); !ok) {
    reply(fail(ok.error()));
    return;
  }
  m_desk.sell(request, whoDoes(request.by), std::move(reply));
}

void Engine::await(const PaymentRef& ref, Duration limit, api::Reply<api::PaymentView> reply) {
  m_waiters.push_back({ref, m_clock.now() + limit, std::move(reply)});
}

void Engine::serveWaiters() {
  const Instant now = m_clock.now();
  std::vector<Waiter> still;
  for (Waiter& waiter : std::exchange(m_waiters, {})) {
    const auto payment = m_books.load(waiter.ref);
    if (!payment) {
      waiter.reply(fail(payment.error()));
      continue;
    }
    const bool queued = payment->state == PaymentState::Accepted && !m_dispatcher.isBusy(waiter.ref);
    const bool underWay = payment->state == PaymentState::Accepted || payment->state == PaymentState::Sending ||
                          payment->state == PaymentState::Pending || payment->state == PaymentState::Suspect;
    if (underWay && !queued && now < waiter.deadline) {
      // Its question may be due while it is waited for.
      if (m_options.dispatching == Dispatching::OnDemand)
        if (const Books::Entry* entry = m_books.find(waiter.ref);
            entry != nullptr && entry->task && entry->task->dueAt <= now && payment->state != PaymentState::Accepted)
          m_dispatcher.kick(waiter.ref);
      still.push_back(std::move(waiter));
      continue;
    }
    const Books::Entry* entry = m_books.find(waiter.ref);
    waiter.reply(api::PaymentView{0, *payment, entry != nullptr && entry->task ? entry->task->dueAt : Instant{}});
  }
  std::move(still.begin(), still.end(), std::back_inserter(m_waiters));
}

void Engine::sync(const api::SyncRequest& request, std::function<void(api::SyncProgress)> progress,
                  api::Reply<api::BatchView> reply) {
  if (auto ok = usable(); !ok) {
    reply(fail(ok.error()));
    return;
  }
  m_batch.begin(request, std::move(progress), [this, reply = std::move(reply)](Result<api::BatchView> batch) {
    // Signed where it ends, so that what was settled cannot be written anew behind it.
    if (m_options.dispatching == Dispatching::OnDemand && m_auditor.asksOutside()) {
      // The process ends with the answer: who cosigns is asked before.
      m_auditor.checkpointWhenGrown(Witnesses::Urgency::Now, [reply, batch = std::move(batch)] { reply(batch); });
      return;
    }
    reply(std::move(batch));
    m_auditor.checkpointWhenGrown(Witnesses::Urgency::WhenDue);
  });
  m_statusDirty = true;
}

void Engine::stageEvents(const Payment& before, Result<Events> events, api::Reply<api::PaymentView> reply) {
  if (!events) {
    reply(fail(events.error()));
    return;
  }
  m_books.stage(before, std::move(*events), std::nullopt, "decision",
                [this, ref = before.ref, reply = std::move(reply)](const Status& status) {
                  if (!status) {
                    reply(fail(status.error()));
                    return;
                  }
                  const auto payment = m_books.load(ref);
                  if (payment)
                    reply(api::PaymentView{0, *payment, {}});
                  else
                    reply(fail(payment.error()));
                });
}

void Engine::handOver(UserName to) {
  m_options.user = std::move(to);
  m_statusDirty = true;
}

void Engine::noteAccess(AccessEvent event) {
  event.at = m_clock.now();
  // What changed the slots is told here in the same breath.
  const auto generation = m_world.slotGeneration ? m_world.slotGeneration() : std::nullopt;
  const KeySlotRows slots = generation ? slotsFound(m_slots, *generation, event.at) : KeySlotRows();
  for (const auto& [key, value] : slots) m_slots[key] = value;
  m_books.note(std::move(event), slots);
  if (m_options.dispatching == Dispatching::Automatic)
    m_books.keepNoted();
}

Result<std::vector<AccessEvent>> Engine::accessLog(int limit) {
  m_books.flush();
  return m_world.store.accessLog(limit);
}

void Engine::cancel(const PaymentRef& ref, const std::string& reason, const api::Second& second,
                    api::Reply<api::PaymentView> reply) {
  const auto payment = m_books.load(ref);
  if (!payment) {
    reply(fail(payment.error()));
    return;
  }
  if (m_dispatcher.isBusy(ref)) {
    reply(fail(ErrorCode::StateForbids, "sending"));
    return;
  }
  const UserName by = whoDoes(second.by);
  auto events = decideCancel(*payment, by, reason, m_clock.now());
  if (!events || !wantsTwo(m_config.approval, givenBackBy(*events, *payment))) {
    stageEvents(*payment, std::move(events), std::move(reply));
    return;
  }
  m_second.agree(by, second, [this, payment = *payment, by, reason, reply = std::move(reply)](const Result<Consent>& consent) {
    stageEvents(payment,
                consent ? decideCancel(payment, by, reason, m_clock.now(), *consent) : fail(consent.error()), reply);
  });
}

Result<bool> Engine::isAgreedToGoBack(const PaymentRef& ref) {
  m_books.flush();
  LOKET_ASSIGN(const auto history, m_world.store.history(ref));
  const auto due = std::find_if(history.rbegin(), history.rend(), [](const PaymentEvent& event) {
    return std::holds_alternative<RefundDueEvent>(event.body);
  });
  if (history.rend() - due < 2)
    return false;
  const EventBody& why = (due + 1)->body;
  if (const auto* cancelled = std::get_if<CancelledEvent>(&why))
    return !cancelled->consent.empty();
  // What people decide is decided by two.
  return std::holds_alternative<FailedEvent>(why) && history.rend() - due > 2 &&
         std::holds_alternative<DecidedEvent>((due + 2)->body);
}

void Engine::refund(const PaymentRef& ref, const api::Second& second, api::Reply<api::PaymentView> reply) {
  // Asked first: it writes what is staged, and the payment is what it is after that.
  Result<Money> owed = Money{};
  if (const auto known = m_books.load(ref); known && known->onBon())
    owed = m_cashDesk.owed(known->bon);
  const auto known = m_books.load(ref);
  if (!known || !owed) {
    reply(fail(known ? owed.error() : known.error()));
    return;
  }
  const UserName by = whoDoes(second.by);
  auto events = decideRefund(*known, by, m_clock.now(), *owed);
  if (!events || !wantsTwo(m_config.approval, givenBackBy(*events, *known))) {
    stageEvents(*known, std::move(events), std::move(reply));
    return;
  }
  const auto agreed = known->state == PaymentState::RefundDue ? isAgreedToGoBack(ref) : Result<bool>(false);
  // Writing what was staged may have moved it.
  const auto payment = m_books.load(ref);
  if (!agreed || !payment) {
    reply(fail(agreed ? payment.error() : agreed.error()));
    return;
  }
  const auto decide = [payment = *payment, by, owed = *owed, now = m_clock.now()](const Consent& consent) {
    return decideRefund(payment, by, now, owed, consent);
  };
  if (*agreed) {
    stageEvents(*payment, decide({}), std::move(reply));
    return;
  }
  m_second.agree(by, second, [this, payment = *payment, decide, reply = std::move(reply)](const Result<Consent>& consent) {
    stageEvents(payment, consent ? decide(*consent) : fail(consent.error()), reply);
  });
}

void Engine::till(const api::TillCommand& command, api::Reply<api::TillView> reply) {
  if (auto ok = usable(); !ok) {
    reply(fail(ok.error()));
    return;
  }
  m_cashDesk.run(command, whoDoes(giverOf(command)), std::move(reply));
}

void Engine::payTicket(const api::TicketPayment& command, const std::optional<api::Quote>& quote,
                       api::Reply<api::PaymentView> reply) {
  if (auto ok = usable(); !ok) {
    reply(fail(ok.error()));
    return;
  }
  m_topUps.pay(command, quote, whoDoes(command.by), std::move(reply));
}

void Engine::syncCatalogue(api::Reply<int> reply) { m_prices.sync(std::move(reply)); }

void Engine::fillShelf(std::vector<Product> products) {
  m_shelf.fill(std::move(products));
  m_statusDirty = true;
  if (onEvent)
    onEvent(api::CatalogueChanged{static_cast<int>(m_shelf.products().size())});
}

void Engine::saveCustomer(const api::SaveCustomer& command, api::Reply<api::CustomerView> reply) {
  if (auto ok = usable(); !ok)
    reply(fail(ok.error()));
  else
    m_customers.save(command, std::move(reply));
}

void Engine::removeCustomer(const customer::CustomerId& id, api::Reply<api::CustomerView> reply) {
  if (auto ok = usable(); !ok)
    reply(fail(ok.error()));
  else
    m_customers.remove(id, std::move(reply));
}

void Engine::importCustomers(std::shared_ptr<const customer::Contacts> contacts, api::Reply<api::ImportView> reply) {
  if (auto ok = usable(); !ok)
    reply(fail(ok.error()));
  else
    m_customers.import(std::move(contacts), std::move(reply));
}

void Engine::undoCustomerImport(const customer::ImportId& id, api::Reply<customer::ImportId> reply) {
  if (auto ok = usable(); !ok)
    reply(fail(ok.error()));
  else
    m_customers.undo(id, std::move(reply));
}

void Engine::saveGroup(const api::SaveGroup& command, api::Reply<customer::Group> reply) {
  if (auto ok = usable(); !ok)
    reply(fail(ok.error()));
  else
    m_customers.saveGroup(command, std::move(reply));
}

void Engine::removeGroup(const customer::GroupId& id, api::Reply<customer::Group> reply) {
  if (auto ok = usable(); !ok)
    reply(fail(ok.error()));
  else
    m_customers.removeGroup(id, std::move(reply));
}

void Engine::openComplaint(const api::OpenComplaint& command, api::Reply<api::ComplaintView> reply) {
  if (auto ok = usable(); !ok) {
    reply(fail(ok.error()));
    return;
  }
  const auto payment = resolve(command.anyRef);
  if (payment)
    m_complaints.begin(payment->ref, command, whoDoes(command.by), std::move(reply));
  else
    reply(fail(payment.error()));
}

void Engine::noteComplaint(const api::NoteComplaint& command, api::Reply<api::ComplaintView> reply) {
  if (auto ok = usable(); !ok)
    reply(fail(ok.error()));
  else
    m_complaints.note(command.id, command.note, whoDoes(command.by), std::move(reply));
}

void Engine::closeComplaint(const api::CloseComplaint& command, api::Reply<api::ComplaintView> reply) {
  if (auto ok = usable(); !ok)
    reply(fail(ok.error()));
  else
    m_complaints.end(command, whoDoes(command.by), std::move(reply));
}

void Engine::reconcile(const api::ReconcileRequest& request, std::function<void(api::ReconcileProgress)> progress,
                       api::Reply<reconcile::Run> reply) {
  if (auto ok = usable(); !ok) {
    reply(fail(ok.error()));
    return;
  }
  std::vector<UpstreamId> known;
  for (const UpstreamSettings& upstream : m_config.upstreams)
    known.push_back(upstream.id);
  m_reconciler.begin(request, known, whoDoes(request.by), std::move(progress), std::move(reply));
}

void Engine::applyProposals(const api::ApplyProposals& command, api::Reply<std::vector<reconcile::Applied>> reply) {
  if (auto ok = usable(); !ok)
    reply(fail(ok.error()));
  else
    m_reconciler.apply(command.id, command.numbers, command.reason, whoDoes(command.by), std::move(reply));
}

void Engine::printCollection(const CollectionId& id, api::Reply<api::PrintView> reply) {
  const auto all = m_cashDesk.collections();
  if (!all) {
    reply(fail(all.error()));
    return;
  }
  const auto one = std::find_if(all->begin(), all->end(), [&id](const Collection& c) { return c.id == id; });
  if (one == all->end())
    reply(fail(ErrorCode::NotFound, "collection " + id.str()));
  else if (one->state != CollectionState::Waiting)
    reply(fail(ErrorCode::StateForbids, std::string(wordOf(one->state))));
  else
    m_prints.printCollection(*one, std::move(reply));
}

void Engine::confirm(const api::SendConfirmation& command, api::Reply<api::ConfirmationView> reply) {
  if (auto ok = usable(); !ok) {
    reply(fail(ok.error()));
    return;
  }
  const auto payment = resolve(command.anyRef);
  if (payment)
    m_messenger.confirm(payment->ref, command.to, whoDoes(command.by), std::move(reply));
  else
    reply(fail(payment.error()));
}

void Engine::sendConfirmations(api::Reply<int> reply) {
  if (auto ok = usable(); !ok)
    reply(fail(ok.error()));
  else
    m_messenger.sendDue(std::move(reply));
}

namespace {

// A deposit, or a sale that found no way in its first attempt: the customer leaves with a slip. What is learnt about it
// later, when nobody may stand there any more, prints none.
bool hasJustQueued(const ports::PaymentChange& change) {
  const Payment& payment = change.after;
  if (payment.state != PaymentState::Accepted)
    return false;
  // Number 0 is a refusal before anything was sent, as at every look at a bill.
  const auto queues = [&payment](const PaymentEvent& event) {
    if (payment.offline)
      return kindOf(event.body) == EventKind::Accepted;
    if (const auto* refused = std::get_if<RefusedEvent>(&event.body))
      return refused->attemptNo == 1;
    const auto* notSent = std::get_if<NotSentEvent>(&event.body);
    return notSent != nullptr && notSent->attemptNo == 1;
  };
  return std::any_of(change.events.begin(), change.events.end(), queues) &&
         payment.attempts.size() == (payment.offline ? 0U : 1U);
}

}  // namespace

void Engine::changed(const ports::PaymentChange& change) {
  const Payment& payment = change.after;
  m_statusDirty = true;
  m_totalsDay = BusinessDate{};
  if (payment.state == PaymentState::Failed || payment.state == PaymentState::RefundDue)
    m_prices.doubt();
  const bool settled = payment.state == PaymentState::Succeeded && payment.leftover.isZero();
  const bool isAsked = std::find(m_toPrint.begin(), m_toPrint.end(), payment.ref) != m_toPrint.end();
  if (m_options.printWhenSettled && (settled || hasJustQueued(change)) && !payment.isTopUp() && !isAsked)
    m_toPrint.push_back(payment.ref);
  m_messenger.changed(payment);
  m_batch.changed(payment);
  if (onEvent)
    onEvent(api::PaymentChanged{{0, payment, change.task ? change.task->dueAt : Instant{}}});
}

void Engine::acted(const PaymentRef& ref) {
  m_batch.acted(ref);
  m_statusDirty = true;
}

void Engine::noticeMovedClock() {
  const Duration moved = m_clock.follow();
  if (moved == Duration{})
    return;
  m_books.shiftDue(moved);
  m_dispatcher.shift(moved);
  m_upstreams.shift(moved);
  m_messenger.shift(moved);
  m_cashDesk.shift(moved);
  m_batch.shift(moved);
  for (Waiter& waiter : m_waiters) waiter.deadline = waiter.deadline + moved;
}

void Engine::tellStatus() {
  m_statusDirty = false;
  m_statusNow = m_clock.now();
  m_statusToldAt = m_clock.monotonic();
  if (onEvent)
    onEvent(api::StatusChanged{status()});
}

}  // namespace loket::engine
