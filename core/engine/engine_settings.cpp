// The configuration, imported whole or changed in one of its parts.
#include <algorithm>

#include "core/domain/routing/upstream_fields.h"
#include "core/engine/config_record.h"
#include "core/engine/engine.h"

namespace loket::engine {
namespace {

// Another place, or another customer of it. Keys, certificates and whom to ask are not.
bool isElsewhere(const UpstreamSettings& was, const UpstreamSettings& is) {
  if (was.protocol != is.protocol || was.url != is.url)
    return true;
  for (const char* key : {"postpaidUrl", "username", "clientId", "partnerId", "sourceAccount"})
    if (was.value(key) != is.value(key))
      return true;
  return false;
}

}  // namespace

// A name that is new must be one of something: mistyped it would ask for nothing, and nobody would know. Those that were taken before
// may name goods that a supplier has taken out of his list since. Before there is any list nobody can tell.
Status Engine::checkStepUpNames(const StepUpPolicy& to) const {
  if (m_shelf.products().empty())
    return {};
  const auto& before = m_config.stepUp.always;
  for (const std::size_t i : namesForNothing(to, [this](const ProductId& id) { return m_shelf.find(id) != nullptr; }))
    if (std::find(before.begin(), before.end(), to.always[i]) == before.end())
      return fail(ErrorCode::ConfigInvalid,
                  "stepUp.always[" + std::to_string(i) + "]: neither a product nor a family here: " + to.always[i]);
  return {};
}

Status Engine::mayImport(const api::Config& config) {
  LOKET_TRY(maySuppliersBecome(config.upstreams));
  // A supplier who is new here may bring the goods that it names: Health says what is missing then.
  const auto isKnown = [this](const UpstreamSettings& one) {
    const auto& known = m_config.upstreams;
    return std::any_of(known.begin(), known.end(), [&one](const UpstreamSettings& other) { return other.id == one.id; });
  };
  if (std::all_of(config.upstreams.begin(), config.upstreams.end(), isKnown))
    LOKET_TRY(checkStepUpNames(config.stepUp));
  if (!m_world.mayImport)
    return {};
  ports::PaymentQuery any;
  any.limit = 1;
  LOKET_ASSIGN(const auto sold, m_world.store.payments(any));
  return m_world.mayImport(config, sold.empty() ? nullptr : &m_config);
}

void Engine::takeConfig(const api::Config& config) {
  m_config = config;
  m_isConfigured = true;
  m_prices.setPricing(config.pricing);
  m_desk.setLimits(config.offline);
  m_desk.setFeeCaps(config.feeCaps);
  m_dispatcher.setFeeCaps(config.feeCaps);
  m_router.setRules(config.routing);
  m_desk.setTransferLimits(config.transfers);
  m_stepUp.setPolicy(config.stepUp);
  m_cashDesk.setTwoPeople(config.approval);
  m_prints.configure(config.outlet, config.printer);
}

void Engine::makeKeyWhereWanted() {
  const auto& all = m_config.upstreams;
  if (std::any_of(all.begin(), all.end(), isSignedByTerminal))
    post([this] { m_auditor.makeKey(); });
}

void Engine::takeBackConfig() {
  static_cast<void>(m_upstreams.configure(m_config.upstreams));
  static_cast<void>(m_messenger.configure(m_config.outlet, m_config.mail));
}

// Suppliers and mail are those of `to` when it succeeds.
Status Engine::tryConfig(const api::Config& to) {
  LOKET_TRY(mayImport(to));
  LOKET_TRY(m_auditor.check(to.audit, to.timestamp));
  Status tried = m_upstreams.configure(to.upstreams);
  // Tried before anything is kept, and taken with the rest.
  if (tried)
    tried = m_messenger.configure(to.outlet, to.mail);
  if (!tried)
    takeBackConfig();
  return tried;
}

void Engine::changeConfig(const api::Config& to, const UserName& by, const Consent& consent,
                          std::function<void(const Status&)> then) {
  // What a price list brought a moment ago is repriced too. With a code that has been done, and it is staged: it is used up in the
  // commit of what it is for.
  if (consent.how != Seconded::OwnerCode)
    m_books.flush();
  if (const Status tried = tryConfig(to); !tried) {
    then(tried);
    return;
  }
  ports::UnitOfWork work;
  work.settings = rowsOf(to);
  const Rows record = m_settingsHistory.next(rowsOf(m_config), work.settings, by, m_clock.now(), consent);
  work.settings.insert(record.begin(), record.end());
  const Rows witnessed = m_auditor.rowsOfChange(to.audit, to.timestamp);
  work.settings.insert(witnessed.begin(), witnessed.end());
  // New prices follow from new rules at once.
  std::vector<Product> products = repriced(m_shelf.products(), to.pricing);
  if (!products.empty())
    work.catalogue = products;
  ++m_configsUnderWay;
  m_books.stageWork(std::move(work), "config",
                    [this, to, record, witnessed, products = std::move(products), then = std::move(then)](const Status& status) {
                      --m_configsUnderWay;
                      if (!status) {
                        takeBackConfig();
                        then(status);
                        return;
                      }
                      takeConfig(to);
                      m_auditor.use(to.audit, to.timestamp, witnessed);
                      makeKeyWhereWanted();
                      m_settingsHistory.restore(record);
                      if (!products.empty())
                        fillShelf(products);
                      m_statusDirty = true;
                      then({});
                    });
}

void Engine::importConfig(const api::Config& config, const api::Second& second, api::Reply<int> reply) {
  const auto told = [count = static_cast<int>(config.upstreams.size()), reply = std::move(reply)](const Status& status) {
    if (status)
      reply(count);
    else
      reply(fail(status.error()));
  };
  const UserName by = whoDoes(second.by);
  // What an earlier one has staged is what this one changes.
  m_books.flush();
  if (!m_config.approval.limits || config.limits() == m_config.limits()) {
    changeConfig(config, by, {}, told);
    return;
  }
  // As if they had agreed: a code is not used up for what cannot be taken.
  if (const Status tried = tryConfig(config); !tried) {
    told(tried);
    return;
  }
  takeBackConfig();
  m_second.agree(by, second, [this, config, by, told](const Result<Consent>& consent) {
    if (consent)
      changeConfig(config, by, *consent, told);
    else
      told(fail(consent.error()));
  });
}

void Engine::saveLimits(const api::SaveLimits& command, api::Reply<Limits> reply) {
  Status allowed = usable();
  if (allowed)
    allowed = checkLimits(command.to);
  if (allowed)
    allowed = checkStepUpNames(command.to.stepUp);
  m_books.flush();
  if (allowed && (m_configsUnderWay > 0 || m_config.limits() != command.from))
    allowed = fail(ErrorCode::StateForbids, "limits");
  if (!allowed) {
    reply(fail(allowed.error()));
    return;
  }
  if (command.to == command.from) {
    reply(command.to);
    return;
  }
  // The owner's code is also what lets somebody else change them: one that came along is judged in any case.
  if (!m_config.approval.limits && command.second.ownerCode.empty()) {
    keepLimits(command, {}, std::move(reply));
    return;
  }
  m_second.agree(command.by, command.second, [this, command, reply = std::move(reply)](const Result<Consent>& consent) {
    if (consent)
      keepLimits(command, *consent, reply);
    else
      reply(fail(consent.error()));
  });
}

void Engine::keepLimits(const api::SaveLimits& command, const Consent& consent, api::Reply<Limits> reply) {
  ports::UnitOfWork work;
  const Rows before = rowsOf(command.from);
  const Rows after = rowsOf(command.to);
  api::Config whole = m_config;
  whole.offline = command.to.offline;
  whole.feeCaps = command.to.feeCaps;
  whole.transfers = command.to.transfers;
  whole.access = command.to.access;
  whole.stepUp = command.to.stepUp;
  whole.approval = command.to.approval;
  // Where nothing is kept yet these rows alone would be no configuration.
  work.settings = m_isConfigured ? after : rowsOf(whole);
  const Rows record = m_settingsHistory.next(before, after, command.by, m_clock.now(), consent);
  work.settings.insert(record.begin(), record.end());
  ++m_configsUnderWay;
  m_books.stageWork(std::move(work), "config",
                    [this, to = command.to, record, reply = std::move(reply)](const Status& status) {
                      --m_configsUnderWay;
                      if (!status) {
                        reply(fail(status.error()));
                        return;
                      }
                      m_config.offline = to.offline;
                      m_config.feeCaps = to.feeCaps;
                      m_config.transfers = to.transfers;
                      m_config.access = to.access;
                      m_config.stepUp = to.stepUp;
                      m_config.approval = to.approval;
                      m_isConfigured = true;
                      m_settingsHistory.restore(record);
                      m_desk.setLimits(to.offline);
                      m_desk.setFeeCaps(to.feeCaps);
                      m_dispatcher.setFeeCaps(to.feeCaps);
                      m_desk.setTransferLimits(to.transfers);
                      m_stepUp.setPolicy(to.stepUp);
                      m_cashDesk.setTwoPeople(to.approval);
                      m_statusDirty = true;
                      reply(to);
                    });
}

// What is not at its end there, by its names.
Result<std::vector<std::string>> Engine::openAt(const UpstreamId& id) {
  std::vector<std::string> open;
  for (const auto& [ref, entry] : m_books.entries())
    if (entry.payment.upstream == id)
      open.push_back(ref.str());
  LOKET_ASSIGN(const auto till, m_world.store.till());
  for (const Ticket& one : till.tickets)
    if (one.upstream == id && (one.state == TicketState::Open || one.state == TicketState::Transferred))
      open.push_back(one.id.str());
  for (const Collection& one : till.collections)
    if (one.upstream == id && (one.state == CollectionState::Asked || one.state == CollectionState::Waiting ||
                               one.state == CollectionState::Paid))
      open.push_back(one.id.str());
  return open;
}

// A question asked at another place, or in another name, may be answered "not known", and paid again there.
// The rule is the same whether one supplier is changed or a whole configuration comes.
Status Engine::maySuppliersBecome(const std::vector<UpstreamSettings>& to) {
  constexpr std::size_t kNamedMax = 5;
  for (const UpstreamSettings& was : m_config.upstreams) {
    const auto is =
        std::find_if(to.begin(), to.end(), [&was](const UpstreamSettings& one) { return one.id == was.id; });
    if (is != to.end() && !isElsewhere(was, *is))
      continue;
    LOKET_ASSIGN(const std::vector<std::string> open, openAt(was.id));
    if (open.empty())
      continue;
    std::string named;
    for (std::size_t i = 0; i < std::min(open.size(), kNamedMax); ++i)
      named += (i == 0 ? "" : ", ") + open[i];
    if (open.size() > kNamedMax)
      named += ", +" + std::to_string(open.size() - kNamedMax);
    return fail(ErrorCode::StateForbids, "in-use: " + was.id.str() + ": " + named);
  }
  return {};
}

void Engine::saveUpstream(const api::SaveUpstream& command, api::Reply<int> reply) {
  const auto refuse = [&reply](const Error& error) { reply(fail(error)); };
  if (const Status ok = usable(); !ok)
    return refuse(ok.error());
  if (!command.from && !command.to)
    return refuse({ErrorCode::Usage, "supplier"});
  if (command.to)
    if (const Status sound = checkUpstream(*command.to); !sound)
      return refuse(sound.error());
  m_books.flush();
  const UpstreamId id = command.from ? command.from->id : command.to->id;
  api::Config to = m_config;
  const auto at = std::find_if(to.upstreams.begin(), to.upstreams.end(),
                               [&id](const UpstreamSettings& one) { return one.id == id; });
  const bool isThere = at != to.upstreams.end();
  if (m_configsUnderWay > 0 || isThere != command.from.has_value() || (isThere && *at != *command.from) ||
      (command.to && command.to->id != id))
    return refuse({ErrorCode::StateForbids, "suppliers"});
  if (!command.to) {
    to.upstreams.erase(at);
    auto& prefer = to.routing.prefer;
    prefer.erase(std::remove(prefer.begin(), prefer.end(), id), prefer.end());
    if (prefer.empty())
      to.routing.worth = Money{};
  } else if (isThere) {
    *at = *command.to;
  } else {
    to.upstreams.push_back(*command.to);
  }
  changeConfig(to, command.by, {}, [count = static_cast<int>(to.upstreams.size()), reply = std::move(reply)](const Status& status) {
    if (status)
      reply(count);
    else
      reply(fail(status.error()));
  });
}

void Engine::savePrices(const api::SavePrices& command, api::Reply<PriceRules> reply) {
  if (const Status ok = usable(); !ok) {
    reply(fail(ok.error()));
    return;
  }
  std::vector<UpstreamId> known;
  for (const UpstreamSettings& upstream : m_config.upstreams) known.push_back(upstream.id);
  if (const Status sound = checkPriceRules(command.to, known); !sound) {
    reply(fail(sound.error()));
    return;
  }
  // Also what another one, or a price list, has staged in this very turn.
  m_books.flush();
  const PriceRules before = m_config.priceRules();
  if (m_configsUnderWay > 0 || before != command.from) {
    reply(fail(ErrorCode::StateForbids, "prices"));
    return;
  }
  std::vector<ProductId> agreed = command.belowCost;
  std::sort(agreed.begin(), agreed.end());
  if (effectOf(m_shelf.products(), before, command.to).newlyBelowCost != agreed) {
    reply(fail(ErrorCode::StateForbids, "below-cost"));
    return;
  }
  if (command.to == before) {
    reply(before);
    return;
  }
  ports::UnitOfWork work;
  // Where nothing is kept yet these rows alone would be no configuration.
  api::Config whole = m_config;
  whole.pricing = command.to.pricing;
  whole.routing = command.to.routing;
  work.settings = m_isConfigured ? rowsOf(command.to) : rowsOf(whole);
  const Rows record = m_settingsHistory.next(rowsOf(before), rowsOf(command.to), command.by, m_clock.now());
  work.settings.insert(record.begin(), record.end());
  std::vector<Product> products = repriced(m_shelf.products(), command.to.pricing);
  if (!products.empty())
    work.catalogue = products;
  ++m_configsUnderWay;
  m_books.stageWork(std::move(work), "config",
                    [this, to = command.to, record, products = std::move(products),
                     reply = std::move(reply)](const Status& status) {
                      --m_configsUnderWay;
                      if (!status) {
                        reply(fail(status.error()));
                        return;
                      }
                      m_config.pricing = to.pricing;
                      m_config.routing = to.routing;
                      m_isConfigured = true;
                      m_settingsHistory.restore(record);
                      m_prices.setPricing(to.pricing);
                      m_router.setRules(to.routing);
                      // Also where there is no price list yet: whoever looks at the rules hears of them.
                      fillShelf(products);
                      m_statusDirty = true;
                      reply(to);
                    });
}

}  // namespace loket::engine
