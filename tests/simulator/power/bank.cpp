#include "tests/simulator/power/bank.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace loket::simulator {
namespace {

class Pages final : public ports::PagedFile {
 public:
  explicit Pages(std::string bytes) : m_bytes(std::move(bytes)) {}
  Result<std::string> next(std::size_t size) override {
    std::string piece = m_bytes.substr(m_at, size);
    m_at += piece.size();
    return piece;
  }
  std::uint64_t size() override { return m_bytes.size(); }
  // Not what it is called, but as good for telling simulated files apart.
  Result<std::string> digest() override {
    std::uint64_t hash = 14'695'981'039'346'656'037U;
    for (std::size_t i = 0; i < m_at; ++i)
      hash = (hash ^ static_cast<unsigned char>(m_bytes[i])) * 1'099'511'628'211U;
    return fmt::format("{:064x}", hash);
  }

 private:
  std::string m_bytes;
  std::size_t m_at = 0;
};

}  // namespace

CollectionTold Bank::collect(const Collection& collection) {
  Code& code = m_codes[collection.id];
  code.amount = collection.amount;
  code.expiresAt = collection.expiresAt;
  code.reference = "QR" + std::to_string(m_codes.size());
  CollectionTold told;
  told.verdict.kind = VerdictKind::Succeeded;
  told.verdict.code = "00";
  told.code = "00020101" + collection.id.str();
  told.bankRef = code.reference;
  return told;
}

CollectionTold Bank::tell(const CollectionId& id, Instant now) const {
  CollectionTold told;
  const auto at = m_codes.find(id);
  if (at == m_codes.end()) {
    told.verdict.kind = VerdictKind::NotFound;
    return told;
  }
  const Code& code = at->second;
  told.bankRef = code.reference;
  if (code.paidAt) {
    told.verdict.kind = VerdictKind::Succeeded;
    told.paidAt = *code.paidAt;
    return told;
  }
  told.verdict.kind = now < code.expiresAt ? VerdictKind::Pending : VerdictKind::Failed;
  told.verdict.code = now < code.expiresAt ? "03" : "05";
  return told;
}

void Bank::scan(const CollectionId& id, Instant now, Line line, Names names) {
  Code& code = m_codes.at(id);
  if (code.paidAt)
    return;
  code.paidAt = now;
  Credit credit;
  credit.upstream = UpstreamId("one");
  credit.id = "L-" + code.reference;
  if (names == Names::TheCode)
    credit.remark = "QRIS " + code.reference;
  credit.at = now;
  credit.amount = code.amount;
  credit.from = "QRIS";
  credit.into = kOurAccount;
  code.line = credit.id;
  m_unlisted.emplace_back(id, std::move(credit));
  if (line == Line::AtOnce)
    listAll();
}

void Bank::listAll() {
  for (auto& [id, credit] : std::exchange(m_unlisted, {})) {
    m_codes.at(id).isListed = true;
    m_statement.insert(m_statement.begin(), std::move(credit));
  }
}

Credit Bank::transfer(const UpstreamId& bank, Instant now, Money amount) {
  Credit credit;
  credit.upstream = bank;
  credit.id = "TX" + std::to_string(m_statement.size() + 1);
  credit.at = now;
  credit.amount = amount;
  credit.from = "SITI AMINAH";
  credit.into = kOurAccount;
  m_statement.insert(m_statement.begin(), credit);
  return credit;
}

std::string settlementFile(const UpstreamId& upstream, Instant day, const std::vector<SettlementRow>& rows) {
  const std::string date = toIso(businessDateOf(day));
  std::string text = "H|" + date + "|" + upstream.str() + "\nref_id|nomor|harga|status\n";
  Money sum;
  for (const SettlementRow& row : rows) {
    text += row.reference + "|" + row.number + "|" + std::to_string(row.charged.amount()) + "|sukses\n";
    sum += row.charged;
  }
  return text + "T|" + std::to_string(rows.size()) + "|" + std::to_string(sum.amount()) + "\n";
}

std::unique_ptr<ports::PagedFile> pagesOf(std::string bytes) { return std::make_unique<Pages>(std::move(bytes)); }

}  // namespace loket::simulator
