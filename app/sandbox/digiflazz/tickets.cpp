#include "app/sandbox/digiflazz/tickets.h"

#include <algorithm>

#include "app/sandbox/crypto.h"
#include "app/sandbox/deposit_accounts.h"

namespace loket::sandbox::digiflazz {
namespace {

constexpr std::int64_t kLifeMs = kDayMs;

bool isOpen(const Ticket& ticket, UnixMs at) {
  return ticket.paidAt == 0 && at - ticket.openedAt < kLifeMs;
}

bool reaches(const Arrival& arrival, const Ticket& ticket) {
  if (arrival.account.empty()) {
    return true;
  }
  const DepositAccount* account = depositAccount(ticket.bank);
  return account != nullptr && onlyDigits(account->accountNo) == arrival.account &&
         (account->bankCode.empty() || account->bankCode == arrival.bankCode);
}

std::string notesOf(std::size_t count) {
  constexpr std::string_view kLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  std::uint64_t hash = stableHash("ticket" + std::to_string(count));
  std::string notes;
  for (int i = 0; i < 7; ++i) {
    notes += kLetters[hash % kLetters.size()];
    hash /= kLetters.size();
  }
  return notes;
}

}  // namespace

bool Tickets::arrive(const Arrival& arrival) {
  const auto found = std::find_if(m_all.begin(), m_all.end(), [&](const Ticket& one) {
    return isOpen(one, arrival.at) && one.amount == arrival.amount && reaches(arrival, one) &&
           arrival.text.find(one.notes) != std::string::npos;
  });
  if (found == m_all.end()) {
    return false;
  }
  found->paidAt = arrival.at;
  return true;
}

bool Tickets::hasOpen(std::int64_t nominal, UnixMs now) const {
  return std::any_of(m_all.begin(), m_all.end(),
                     [&](const Ticket& one) { return one.nominal == nominal && isOpen(one, now); });
}

Ticket Tickets::draw(const std::string& bank, std::int64_t nominal, UnixMs now) const {
  std::int64_t amount = nominal + 1;
  while (std::any_of(m_all.begin(), m_all.end(),
                     [&](const Ticket& one) { return one.amount == amount && isOpen(one, now); })) {
    ++amount;
  }
  return {bank, nominal, amount, notesOf(m_all.size() + 1), now, 0};
}

nlohmann::json toJson(const Ticket& t) {
  return {{"bank", t.bank},   {"nominal", t.nominal},   {"amount", t.amount},
          {"notes", t.notes}, {"openedAt", t.openedAt}, {"paidAt", t.paidAt}};
}

Ticket ticketFrom(const nlohmann::json& from) {
  Ticket t;
  from.at("bank").get_to(t.bank);
  from.at("nominal").get_to(t.nominal);
  from.at("amount").get_to(t.amount);
  from.at("notes").get_to(t.notes);
  from.at("openedAt").get_to(t.openedAt);
  from.at("paidAt").get_to(t.paidAt);
  return t;
}

}  // namespace loket::sandbox::digiflazz
