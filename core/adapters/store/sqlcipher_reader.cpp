#include "core/adapters/store/sqlcipher_reader.h"

#include <algorithm>

#include "core/adapters/store/ledger_rules.h"
#include "core/adapters/store/own_money.h"
#include "core/adapters/store/payment_json.h"
#include "core/adapters/store/payment_search.h"
#include "core/base/text.h"

namespace loket::adapters {
namespace {

ports::Batch batchFrom(const Query& row, std::vector<ports::BatchItem> items) {
  return ports::Batch{BatchId(row.text(0)), Instant{row.number(1)}, Instant{row.number(2)}, std::move(items)};
}

}  // namespace

Result<std::unique_ptr<SqlcipherReader>> SqlcipherReader::open(const std::string& path,
                                                               const SecretBytes& key) {
  LOKET_ASSIGN(auto connection, Connection::open(path, key, OpenMode::ReadOnly));
  return std::unique_ptr<SqlcipherReader>(new SqlcipherReader(std::move(connection)));
}

Result<SqlcipherReader::PaymentCounts> SqlcipherReader::paymentCounts() {
  Query row = connection().query("SELECT (SELECT count(*) FROM payments), (SELECT count(*) FROM open_payments)");
  if (!row.step())
    return row.status() ? fail(ErrorCode::Internal, "count") : fail(row.status().error());
  return PaymentCounts{row.number(0), row.number(1)};
}

Result<std::optional<Payment>> SqlcipherReader::onePayment(const char* sql, const std::string& key) {
  Query rows = connection().query(sql);
  rows.bind(key);
  if (!rows.step()) {
    LOKET_TRY(rows.status());
    return std::optional<Payment>();
  }
  LOKET_ASSIGN(Payment payment, decodePayment(rows.text(0)));
  return std::optional<Payment>(std::move(payment));
}

Result<std::optional<Payment>> SqlcipherReader::payment(const PaymentRef& ref) {
  return onePayment("SELECT body FROM payments WHERE ref = ?", ref.str());
}

Result<std::optional<Payment>> SqlcipherReader::byClientRef(const ClientRef& ref) {
  return onePayment("SELECT body FROM payments WHERE client_ref = ?", ref.str());
}

Result<std::optional<Payment>> SqlcipherReader::byClaimCode(const ClaimCode& code) {
  return onePayment("SELECT body FROM payments WHERE claim_code = ?", code.str());
}

Result<std::vector<ports::PaymentRow>> SqlcipherReader::payments(const ports::PaymentQuery& query) {
  return searchPayments(connection(), query);
}

Result<std::vector<PaymentEvent>> SqlcipherReader::history(const PaymentRef& ref) {
  Query rows = connection().query("SELECT kind, at, body FROM events WHERE payment = ? ORDER BY seq");
  rows.bind(ref.str());
  std::vector<PaymentEvent> out;
  while (rows.step()) {
    LOKET_ASSIGN(PaymentEvent event, decodeEvent(ref, rows.text(0), Instant{rows.number(1)}, rows.text(2)));
    out.push_back(std::move(event));
  }
  LOKET_TRY(rows.status());
  return out;
}

Result<std::vector<Payment>> SqlcipherReader::sameToday(const ProductId& product, const std::string& number,
                                                        const BusinessDate& date) {
  Query rows = connection().query(
      "SELECT body FROM payments WHERE product = ? AND number = ? AND business_date = ? ORDER BY seq DESC "
      "LIMIT 50");
  rows.bind(product.str()).bind(number).bind(toIso(date));
  std::vector<Payment> out;
  while (rows.step()) {
    LOKET_ASSIGN(Payment payment, decodePayment(rows.text(0)));
    out.push_back(std::move(payment));
  }
  LOKET_TRY(rows.status());
  return out;
}

Result<std::vector<ports::DayTransfer>> SqlcipherReader::transfersOn(const BusinessDate& date) {
  Query rows = connection().query(
      "SELECT ref, product, number, coalesce(json_extract(body, '$.sender.idNumber'), ''), "
      "json_extract(body, '$.amount') FROM payments "
      "WHERE json_extract(body, '$.kind') = 'transfer' AND business_date = ? "
      "AND state NOT IN ('failed', 'cancelled', 'refundDue', 'refunded', 'reversed') AND "
      "NOT " LOKET_IS_TOP_UP("") " ORDER BY seq");
  rows.bind(toIso(date));
  std::vector<ports::DayTransfer> out;
  while (rows.step())
    out.push_back({PaymentRef(rows.text(0)), ProductId(rows.text(1)), rows.text(2), rows.text(3),
                   Money::rupiah(rows.number(4))});
  LOKET_TRY(rows.status());
  return out;
}

Result<ports::DayTotals> SqlcipherReader::totalsOf(const BusinessDate& date) {
  Query rows = connection().query(
      "SELECT count(*), coalesce(sum(total), 0), coalesce(sum(profit), 0) FROM payments "
      "WHERE business_date = ? AND state = 'succeeded' AND NOT " LOKET_IS_TOP_UP(""));
  rows.bind(toIso(date));
  if (!rows.step())
    return fail(rows.status().error());
  return ports::DayTotals{static_cast<int>(rows.number(0)), Money::rupiah(rows.number(1)),
                          Money::rupiah(rows.number(2))};
}

Result<std::vector<ports::SavedCustomer>> SqlcipherReader::customers(const std::string& text, int limit) {
  const bool byNumber = !text.empty() && text.front() >= '0' && text.front() <= '9';
  Query rows = connection().query(
      byNumber ? "SELECT name, number, family, last_product, last_at, purchases FROM customers "
                 "WHERE number >= ?1 AND number < ?1 || ':' ORDER BY last_at DESC LIMIT ?2"
               : "SELECT name, number, family, last_product, last_at, purchases FROM customers "
                 "WHERE name LIKE ?1 ESCAPE '\\' AND name <> '' ORDER BY last_at DESC LIMIT ?2");
  if (byNumber)
    rows.bind(text);
  else
    rows.bind(likeBeginning(text));
  rows.bind(static_cast<std::int64_t>(limit));
  // In the book's names first: whom the shop calls Bu Sri has another name at the power company.
  LOKET_ASSIGN(std::vector<ports::SavedCustomer> out, m_people.suggested(text, byNumber, limit));
  while (rows.step()) {
    ports::SavedCustomer customer;
    customer.name = rows.text(0);
    customer.number = rows.text(1);
    customer.family = familyFromWord(rows.text(2)).value_or(Family::Other);
    customer.lastProduct = ProductId(rows.text(3));
    customer.lastAt = Instant{rows.number(4)};
    customer.purchases = static_cast<int>(rows.number(5));
    const bool isThere = std::any_of(out.begin(), out.end(), [&](const ports::SavedCustomer& one) {
      return one.number == customer.number && one.family == customer.family;
    });
    if (!isThere)
      out.push_back(std::move(customer));
  }
  LOKET_TRY(rows.status());
  std::stable_sort(out.begin(), out.end(), [](const ports::SavedCustomer& a, const ports::SavedCustomer& b) {
    return a.lastAt > b.lastAt;
  });
  out.resize(std::min(out.size(), static_cast<std::size_t>(std::max(limit, 0))));
  return out;
}

Result<std::vector<ports::AccountBalance>> SqlcipherReader::balances() {
  // Summed from the legs themselves: this is the figure that must be right.
  return accountSums("SELECT account, sum(amount) FROM legs GROUP BY account ORDER BY account");
}

Result<std::vector<ports::AccountBalance>> SqlcipherReader::standing() {
  return accountSums("SELECT account, amount FROM balances ORDER BY account");
}

Result<std::vector<ports::AccountBalance>> SqlcipherReader::accountSums(const char* sql) {
  Query rows = connection().query(sql);
  std::vector<ports::AccountBalance> out;
  while (rows.step()) {
    const auto account = accountFromName(rows.text(0));
    if (!account)
      return fail(ErrorCode::DatabaseUnreadable, "account " + rows.text(0));
    out.push_back({*account, Money::rupiah(rows.number(1))});
  }
  LOKET_TRY(rows.status());
  return out;
}

Result<ports::LedgerTrial> SqlcipherReader::trial() {
  // One moment for all of it: between two statements the engine may commit.
  LOKET_TRY(connection().query("BEGIN").run());
  Result<ports::LedgerTrial> trial = [this]() -> Result<ports::LedgerTrial> {
    ports::LedgerTrial out;
    LOKET_ASSIGN(out.balances, balances());
    out.rules = ledgerRuleCount();
    LOKET_ASSIGN(out.broken, brokenLedgerRules(connection()));
    return out;
  }();
  const Status ended = connection().query("COMMIT").run();
  if (trial && !ended)
    return fail(ended.error());
  return trial;
}

Result<std::vector<ports::LedgerLine>> SqlcipherReader::account(const Account& account, int limit) {
  Query rows = connection().query(
      "SELECT p.at, p.payment, p.why, l.amount FROM legs l JOIN postings p ON p.id = l.posting "
      "WHERE l.account = ? ORDER BY l.posting DESC LIMIT ?");
  rows.bind(nameOf(account)).bind(static_cast<std::int64_t>(limit));
  std::vector<ports::LedgerLine> out;
  while (rows.step())
    out.push_back(
        {Instant{rows.number(0)}, PaymentRef(rows.text(1)), rows.text(2), Money::rupiah(rows.number(3))});
  LOKET_TRY(rows.status());
  return out;
}

Result<std::vector<Product>> SqlcipherReader::catalogue() {
  Query rows = connection().query("SELECT body FROM products ORDER BY position");
  std::vector<Product> out;
  while (rows.step()) {
    LOKET_ASSIGN(Product product, decodeProduct(rows.text(0)));
    out.push_back(std::move(product));
  }
  LOKET_TRY(rows.status());
  return out;
}

Result<std::map<std::string, std::string>> SqlcipherReader::settings() {
  Query rows = connection().query("SELECT key, value FROM settings");
  std::map<std::string, std::string> out;
  while (rows.step()) out[rows.text(0)] = rows.text(1);
  LOKET_TRY(rows.status());
  return out;
}

Result<std::vector<ports::Batch>> SqlcipherReader::batches(int limit) {
  Query rows =
      connection().query("SELECT id, started_at, ended_at, body FROM batches ORDER BY seq DESC LIMIT ?");
  rows.bind(static_cast<std::int64_t>(limit));
  std::vector<ports::Batch> out;
  while (rows.step()) {
    LOKET_ASSIGN(auto items, decodeBatchItems(rows.text(3)));
    out.push_back(batchFrom(rows, std::move(items)));
  }
  LOKET_TRY(rows.status());
  return out;
}

Result<std::optional<ports::Batch>> SqlcipherReader::batch(const BatchId& id) {
  Query rows = connection().query("SELECT id, started_at, ended_at, body FROM batches WHERE id = ?");
  rows.bind(id.str());
  if (!rows.step()) {
    LOKET_TRY(rows.status());
    return std::optional<ports::Batch>();
  }
  LOKET_ASSIGN(auto items, decodeBatchItems(rows.text(3)));
  return std::optional<ports::Batch>(batchFrom(rows, std::move(items)));
}

Result<std::vector<ports::PrintJob>> SqlcipherReader::prints(const PaymentRef& ref) {
  Query rows = connection().query(
      "SELECT kind, copy_no, state, detail, at FROM prints WHERE payment = ? ORDER BY seq");
  rows.bind(ref.str());
  std::vector<ports::PrintJob> out;
  while (rows.step())
    out.push_back({ref, rows.text(0), static_cast<int>(rows.number(1)), rows.text(2), rows.text(3),
                   Instant{rows.number(4)}});
  LOKET_TRY(rows.status());
  return out;
}

Result<std::vector<ports::PrintJob>> SqlcipherReader::newestPrints(int limit) {
  Query rows = connection().query(
      "SELECT payment, kind, copy_no, state, detail, at FROM prints WHERE seq > (SELECT coalesce(max(seq), "
      "0) FROM prints) - ? "
      "ORDER BY seq");
  rows.bind(limit);
  std::vector<ports::PrintJob> out;
  while (rows.step())
    out.push_back({PaymentRef(rows.text(0)), rows.text(1), static_cast<int>(rows.number(2)), rows.text(3),
                   rows.text(4), Instant{rows.number(5)}});
  LOKET_TRY(rows.status());
  return out;
}

// The columns of kDeliveries.
Result<std::vector<confirmation::Delivery>> SqlcipherReader::deliveriesIn(Query& rows) {
  std::vector<confirmation::Delivery> out;
  while (rows.step()) {
    const auto channel = confirmation::channelFromWord(rows.text(2));
    const auto state = confirmation::deliveryStateFromWord(rows.text(4));
    const auto told = stateFromWord(rows.text(5));
    if (!channel || !state || (!told && !rows.text(5).empty()))
      return fail(ErrorCode::DatabaseUnreadable, "confirmation " + rows.text(0));
    out.push_back({ConfirmationId(rows.text(0)),
                   PaymentRef(rows.text(1)),
                   {*channel, rows.text(3)},
                   *state,
                   told,
                   static_cast<int>(rows.number(6)),
                   UserName(rows.text(7)),
                   Instant{rows.number(8)},
                   Instant{rows.number(9)},
                   Instant{rows.number(10)},
                   rows.text(11)});
  }
  LOKET_TRY(rows.status());
  return out;
}

#define LOKET_DELIVERIES                                                                                    \
  "SELECT id, payment, channel, address, state, told, tries, who, asked_at, due_at, moved_at, reason FROM " \
  "confirmations "

Result<std::vector<confirmation::Delivery>> SqlcipherReader::confirmations(const PaymentRef& ref) {
  Query rows = connection().query(LOKET_DELIVERIES "WHERE payment = ? ORDER BY seq");
  rows.bind(ref.str());
  return deliveriesIn(rows);
}

Result<std::vector<confirmation::Delivery>> SqlcipherReader::openConfirmations() {
  Query rows = connection().query(LOKET_DELIVERIES "WHERE state IN ('waiting', 'sending') ORDER BY seq");
  return deliveriesIn(rows);
}

Result<std::vector<AccessEvent>> SqlcipherReader::accessLog(int limit) {
  Query rows = connection().query("SELECT kind, who, role, giver, tries, reason, at FROM access ORDER BY seq DESC LIMIT ?");
  rows.bind(static_cast<std::int64_t>(limit));
  std::vector<AccessEvent> events;
  while (rows.step()) {
    const auto kind = accessKindFromWord(rows.text(0));
    if (!kind)
      return fail(ErrorCode::DatabaseUnreadable, "access");
    events.push_back({*kind, UserName(rows.text(1)), rows.text(2), UserName(rows.text(3)), static_cast<int>(rows.number(4)),
                      rows.text(5), Instant{rows.number(6)}});
  }
  LOKET_TRY(rows.status());
  return events;
}

Result<std::vector<confirmation::Delivery>> SqlcipherReader::newestConfirmations(int limit) {
  Query rows = connection().query(LOKET_DELIVERIES "ORDER BY seq DESC LIMIT ?");
  rows.bind(static_cast<std::int64_t>(limit));
  return deliveriesIn(rows);
}

}  // namespace loket::adapters
