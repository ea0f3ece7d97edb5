#include "app/sandbox/snap/book.h"

#include <algorithm>

#include <fmt/core.h>

#include "app/sandbox/crypto.h"
#include "app/sandbox/snap/book_json.h"

namespace loket::sandbox::snap {
namespace {

template <typename Map, typename Match>
const typename Map::mapped_type* findIf(const Map& map, Match match) {
  const auto found =
      std::find_if(map.begin(), map.end(), [&](const auto& entry) { return match(entry.second); });
  return found == map.end() ? nullptr : &found->second;
}

template <typename Map>
const typename Map::mapped_type* findIn(const Map& map, const std::string& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

std::string wording(const Transfer& t) {
  const char* what = t.incoming          ? "TARIK TUNAI"
                     : t.service == "38" ? "TOP UP"
                     : t.service == "25" ? "BAYAR VA"
                                         : "TRF KE";
  return fmt::format("{} {}{}{}", what, t.beneficiary, t.remark.empty() ? "" : " ", t.remark);
}

}  // namespace

void Book::apply(const nlohmann::json& event) {
  if (event.contains("transfer")) {
    const Transfer transfer = transferFrom(event["transfer"]);
    move(transfer, event.value("take", std::int64_t{0}), event.value("at", transfer.createdAt));
    put(transfer);
  }
  if (event.contains("va")) {
    const VirtualAccount account = virtualAccountFrom(event["va"]);
    m_virtualAccounts[account.number] = account;
  }
  if (event.contains("qr")) {
    const QrCode code = qrCodeFrom(event["qr"]);
    m_qrCodes[code.partnerRef] = code;
  }
  if (event.contains("otp")) {
    const OneTimePassword password = oneTimePasswordFrom(event["otp"]);
    const OneTimePassword* earlier = oneTimePassword(password.customer);
    if (earlier == nullptr || earlier->code != password.code) {
      ++m_passwordsMade;
    }
    m_passwords[password.customer] = password;
  }
  if (event.contains("credit")) {
    add(creditFrom(event["credit"]));
  }
}

void Book::put(const Transfer& transfer) {
  const auto [place, isNew] = m_byRef.try_emplace(transfer.partnerRef);
  if (!isNew) {
    m_due.erase({place->second.nextAt, transfer.partnerRef});
  }
  place->second = transfer;
  if (!transfer.nextStatus.empty()) {
    m_due.emplace(transfer.nextAt, transfer.partnerRef);
  }
  m_refByExternalId[transfer.externalId] = transfer.partnerRef;
  m_refByReferenceNo[transfer.referenceNo] = transfer.partnerRef;
}

void Book::move(const Transfer& transfer, std::int64_t take, UnixMs at) {
  if (take == 0) {
    return;
  }
  const bool back = transfer.incoming ? take > 0 : take < 0;
  enter({transfer.referenceNo + (back ? "R" : ""), at, -take, 0,
         (back ? "REVERSAL " : "") + wording(transfer), transfer.name, transfer.beneficiary});
  if (!transfer.incoming) {
    return;
  }
  if (back) {
    for (Credit& credit : m_credits) {
      credit.reversed = credit.reversed || credit.id == transfer.referenceNo;
    }
    return;
  }
  m_credits.push_back({transfer.referenceNo, "otc-cashout", transfer.amount, transfer.name,
                       transfer.beneficiary, transfer.remark, transfer.partnerRef, at, false});
}

void Book::add(const Credit& credit) {
  m_credits.push_back(credit);
  enter({credit.id, credit.at, credit.amount, 0, credit.remark, credit.fromName, credit.fromAccount});
}

void Book::enter(Mutation mutation) {
  m_balance += mutation.amount;
  mutation.balance = m_balance;
  m_mutations.push_back(std::move(mutation));
}

const Transfer* Book::find(const std::string& partnerRef) const {
  return findIn(m_byRef, partnerRef);
}

const Transfer* Book::findByExternalId(const std::string& externalId) const {
  const auto* ref = findIn(m_refByExternalId, externalId);
  return ref == nullptr ? nullptr : find(*ref);
}

const Transfer* Book::findByReferenceNo(const std::string& referenceNo) const {
  const auto* ref = findIn(m_refByReferenceNo, referenceNo);
  return ref == nullptr ? nullptr : find(*ref);
}

const Transfer* Book::due(UnixMs now) const {
  if (m_due.empty() || m_due.begin()->first > now) {
    return nullptr;
  }
  return find(m_due.begin()->second);
}

std::string Book::nextCreditId(UnixMs now) const {
  const std::string day = jakartaDay(now);
  const std::string number = std::to_string(m_credits.size() + 1);
  return fmt::format("{}{}{}{}{:0>8}", day.substr(0, 4), day.substr(5, 2), day.substr(8, 2),
                     stableDigits("credit" + number, 6), number);
}

const VirtualAccount* Book::virtualAccount(const std::string& number) const {
  return findIn(m_virtualAccounts, number);
}

bool Book::virtualAccountPaid(const std::string& number, const std::string& period) const {
  return findIf(m_byRef, [&](const Transfer& one) {
           return one.service == "25" && one.beneficiary == number && one.held &&
                  jakartaPeriod(one.createdAt, 0) == period;
         }) != nullptr;
}

const VirtualAccount* Book::virtualAccountByTrxId(const std::string& trxId) const {
  return findIf(m_virtualAccounts, [&](const VirtualAccount& one) { return one.trxId == trxId; });
}

const QrCode* Book::qrCode(const std::string& partnerRef) const {
  return findIn(m_qrCodes, partnerRef);
}

const QrCode* Book::qrCodeByReferenceNo(const std::string& referenceNo) const {
  return findIf(m_qrCodes, [&](const QrCode& one) { return one.referenceNo == referenceNo; });
}

const QrCode* Book::qrCodeByExternalId(const std::string& externalId) const {
  return findIf(m_qrCodes, [&](const QrCode& one) { return one.externalId == externalId; });
}

const QrCode* Book::qrCodeByContent(const std::string& content) const {
  return findIf(m_qrCodes, [&](const QrCode& one) { return one.content == content; });
}

const OneTimePassword* Book::oneTimePassword(const std::string& customer) const {
  return findIn(m_passwords, customer);
}

}  // namespace loket::sandbox::snap
