// What the suppliers say of our deposits: the figure that was told last, and the posting that opens the
// account.
#include <algorithm>
#include <cstdlib>

#include "core/engine/engine.h"

namespace loket::engine {
namespace {

std::string depositKey(const UpstreamId& id, std::string_view what) {
  return "deposit." + id.str() + "." + std::string(what);
}

// The upstream of a "deposit.ID.balance" row.
std::optional<UpstreamId> openedDepositIn(std::string_view key) {
  constexpr std::string_view kBefore = "deposit.";
  constexpr std::string_view kAfter = ".balance";
  if (key.size() <= kBefore.size() + kAfter.size() || key.substr(0, kBefore.size()) != kBefore ||
      key.substr(key.size() - kAfter.size()) != kAfter)
    return std::nullopt;
  return UpstreamId(std::string(key.substr(kBefore.size(), key.size() - kBefore.size() - kAfter.size())));
}

}  // namespace

void Engine::restoreOpenings(const std::map<std::string, std::string>& rows) {
  for (const auto& [key, value] : rows)
    if (const auto id = openedDepositIn(key)) {
      const auto since = rows.find(depositKey(*id, "openedAt"));
      if (since != rows.end() && since->second.empty())
        continue;
      // Homes from before this was written down have had their first balance for long.
      m_opened[*id] =
          since == rows.end() ? Instant{} : Instant{std::strtoll(since->second.c_str(), nullptr, 10)};
    }
}

void Engine::restoreDeposits(const std::map<std::string, std::string>& rows) {
  for (const UpstreamSettings& upstream : m_config.upstreams) {
    const auto balance = rows.find(depositKey(upstream.id, "balance"));
    if (balance == rows.end())
      continue;
    if (const auto asOf = rows.find(depositKey(upstream.id, "asOf")); asOf != rows.end())
      m_upstreams.restore(upstream.id,
                          {Money::from(std::strtoll(balance->second.c_str(), nullptr, 10)).value_or(Money{}),
                           Instant{std::strtoll(asOf->second.c_str(), nullptr, 10)}});
  }
}

// What is under way there, or was and nobody knows how it ended, may be in a balance that is told now, and
// may not be.
Upstreams::Meanwhile Engine::meanwhileAt(const UpstreamId& id) {
  if (m_opened.count(id) > 0)
    return Upstreams::Meanwhile::Still;
  const auto isOpenThere = [&id](const Attempt& attempt) {
    return attempt.upstream == id && isLive(attempt.outcome) && attempt.outcome != AttemptOutcome::Succeeded;
  };
  for (const auto& [ref, entry] : m_books.entries())
    if (const auto& tried = entry.payment.attempts; std::any_of(tried.begin(), tried.end(), isOpenThere))
      return Upstreams::Meanwhile::Moving;
  // A transfer for one of these may have arrived.
  const auto till = m_world.store.till();
  const bool isStill =
      till && std::none_of(till->tickets.begin(), till->tickets.end(), [&id](const Ticket& one) {
        return one.upstream == id &&
               (one.state == TicketState::Open || one.state == TicketState::Transferred);
      });
  return isStill ? Upstreams::Meanwhile::Still : Upstreams::Meanwhile::Moving;
}

// What the owner put in before the books knew this deposit: its first balance less what they have moved there
// already.
std::optional<Money> Engine::openingOf(const UpstreamId& id, Money told) {
  m_books.flush();
  const auto standing = m_world.store.standing();
  if (!standing)
    return std::nullopt;
  for (const ports::AccountBalance& row : *standing)
    if (row.account == Account{AccountKind::Deposit, id})
      return told - row.balance;
  return told;
}

void Engine::depositHeard(const UpstreamId& id, const Upstreams::Deposit& deposit,
                          Upstreams::Meanwhile meanwhile) {
  ports::UnitOfWork work;
  work.settings[depositKey(id, "balance")] = std::to_string(deposit.balance.amount());
  work.settings[depositKey(id, "asOf")] = std::to_string(deposit.asOf.ms);
  const bool isOpened = m_opened.count(id) > 0;
  const auto opening =
      isOpened || meanwhile == Upstreams::Meanwhile::Moving ? std::nullopt : openingOf(id, deposit.balance);
  if (opening) {
    m_opened.emplace(id, deposit.asOf);
    if (!opening->isZero())
      work.postings.push_back(openingDeposit(id, *opening, deposit.asOf));
  }
  const bool opens = opening.has_value();
  // Empty while it waits for a balance that is told when nothing is under way.
  if (!isOpened)
    work.settings[depositKey(id, "openedAt")] = opens ? std::to_string(deposit.asOf.ms) : std::string();
  m_books.stageWork(std::move(work), "deposit", [this, id, opens](const Status& status) {
    if (!status && opens)
      m_opened.erase(id);
  });
  m_statusDirty = true;
}

}  // namespace loket::engine
