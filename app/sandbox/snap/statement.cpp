#include "app/sandbox/snap/statement.h"

#include <cstdlib>
#include <vector>

#include "app/sandbox/crypto.h"

namespace loket::sandbox::snap {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t kPageSize = 20;
constexpr std::int64_t kLongestSpanMs = 31 * kDayMs;
constexpr std::int64_t kOldestMs = 365 * kDayMs;

UnixMs wholeSecond(UnixMs instant) {
  return instant - instant % kSecondMs;
}

struct Span {
  UnixMs from = 0;
  UnixMs to = 0;
  std::int64_t before = 0;               // balance at its start
  std::int64_t after = 0;                // balance at its end
  std::vector<const Mutation*> entries;  // newest first
};

Span entriesBetween(const Book& book, UnixMs from, UnixMs to) {
  Span span{from, to, book.balance(), book.balance(), {}};
  const auto& all = book.mutations();
  bool later = true;
  for (auto it = all.rbegin(); it != all.rend(); ++it) {
    const UnixMs at = wholeSecond(it->at);
    if (at < from) {
      break;
    }
    if (at <= to) {
      span.entries.push_back(&*it);
      later = false;
    } else if (later) {
      span.after = it->balance - it->amount;
    }
    span.before = it->balance - it->amount;
  }
  return span;
}

// How many entries the page holds. Its last second is always whole, and never the one that it begins with:
// the next page, which begins with that last second again, gets further.
std::size_t pageOf(const std::vector<const Mutation*>& entries) {
  const auto second = [&](std::size_t i) { return wholeSecond(entries[i]->at); };
  std::size_t size = 0;
  while (size < entries.size()) {
    if (size >= kPageSize && second(size) != second(size - 1) && second(size - 1) != second(0)) {
      break;
    }
    ++size;
  }
  return size;
}

ordered_json datedMoney(std::int64_t amount, UnixMs at) {
  ordered_json dated = money(amount);
  dated["dateTime"] = shortTime(at);
  return dated;
}

ordered_json total(const std::vector<const Mutation*>& entries, bool credits) {
  std::int64_t amount = 0;
  int count = 0;
  for (const Mutation* one : entries) {
    if ((one->amount > 0) == credits) {
      amount += std::abs(one->amount);
      ++count;
    }
  }
  return {{"numberOfEntries", std::to_string(count)}, {"amount", money(amount)}};
}

ordered_json lineOf(const Mutation& m) {
  const auto balance = [](std::int64_t amount) {
    return ordered_json::array({ordered_json{{"amount", money(amount)}}});
  };
  const ordered_json amount = money(std::abs(m.amount));
  return {
      {"detailBalance", {{"startAmount", balance(m.balance - m.amount)}, {"endAmount", balance(m.balance)}}},
      {"amount", amount},
      {"originAmount", amount},
      {"transactionDate", shortTime(m.at)},
      {"remark", m.remark},
      {"transactionId", m.id},
      {"type", m.amount > 0 ? "CREDIT" : "DEBIT"},
      {"transactionDetailStatus", "SUCCESS"},
      {"detailInfo", {{"counterpartName", m.name}, {"counterpartAccountNo", m.account}}}};
}

}  // namespace

Answer bankStatement(const Call& call, const Book& book, const std::string& account) {
  Fields fields(call.body);
  const std::string partnerRef = fields.optionalText("partnerReferenceNo", kRefLength);
  const std::string number = fields.digits("accountNo", 16);
  const std::string fromText = fields.optionalTime("fromDateTime");
  const std::string toText = fields.optionalTime("toDateTime");
  const UnixMs to = parseRfc3339(toText).value_or(call.now);
  const UnixMs from = parseRfc3339(fromText).value_or(to - kLongestSpanMs);
  fields.require(from <= to && to - from <= kLongestSpanMs && call.now - from <= kOldestMs, "fromDateTime");
  if (!fields.ok()) {
    return refuse(fields);
  }
  if (number != account) {
    return refuse("40411");
  }
  const Span span = entriesBetween(book, from, to);
  const std::size_t size = pageOf(span.entries);
  ordered_json answer{{"referenceNo", stableDigits("statement" + partnerRef, 22)},
                      {"partnerReferenceNo", partnerRef},
                      {"balance", ordered_json::array({{{"amount", datedMoney(book.balance(), call.now)},
                                                        {"startingBalance", datedMoney(span.before, from)},
                                                        {"endingBalance", datedMoney(span.after, to)}}})},
                      {"totalCreditEntries", total(span.entries, true)},
                      {"totalDebitEntries", total(span.entries, false)},
                      {"hasMore", size < span.entries.size() ? "Y" : "N"}};
  if (size > 0) {
    answer["lastRecordDateTime"] = shortTime(span.entries[size - 1]->at);
  }
  answer["detailData"] = ordered_json::array();
  for (std::size_t i = 0; i < size; ++i) {
    answer["detailData"].push_back(lineOf(*span.entries[i]));
  }
  return succeed(std::move(answer));
}

}  // namespace loket::sandbox::snap
