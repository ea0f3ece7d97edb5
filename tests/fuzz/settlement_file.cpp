// A settlement file, fed whole and in pieces: nothing in it is skipped without being told, and how it was cut
// makes no difference.
#include "core/domain/reconcile/settlement_file.h"

#include <algorithm>
#include <string>

#include "tests/fuzz/answers.h"
#include "tests/fuzz/target.h"

namespace loket::fuzz {
namespace {

using namespace loket::reconcile;

struct Reading {
  SettlementParser parser;
  SettlementParser::Found found;
};

void read(std::string_view bytes, std::size_t step, Reading& reading) {
  for (std::size_t at = 0; at < bytes.size(); at += step)
    reading.parser.feed(bytes.substr(at, step), reading.found);
  reading.parser.finish(reading.found);
}

bool same(const SettlementLine& a, const SettlementLine& b) {
  return a.no == b.no && a.reference == b.reference && a.trxId == b.trxId && a.product == b.product &&
         a.number == b.number && a.amount == b.amount && a.status == b.status && a.at == b.at;
}

bool same(const Reading& a, const Reading& b) {
  const auto verdictA = a.parser.verdict();
  const auto verdictB = b.parser.verdict();
  return std::equal(a.found.lines.begin(), a.found.lines.end(), b.found.lines.begin(), b.found.lines.end(),
                    [](const SettlementLine& x, const SettlementLine& y) { return same(x, y); }) &&
         std::equal(a.found.bad.begin(), a.found.bad.end(), b.found.bad.begin(), b.found.bad.end(),
                    [](const BadLine& x, const BadLine& y) { return x.no == y.no && x.fault == y.fault; }) &&
         a.parser.lineCount() == b.parser.lineCount() && a.parser.total() == b.parser.total() &&
         a.parser.isHopeless() == b.parser.isHopeless() && verdictA.has_value() == verdictB.has_value() &&
         (!verdictA || verdictA->problem == verdictB->problem);
}

bool hasControl(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F; });
}

void judge(const Reading& reading, std::size_t breaks) {
  const SettlementParser& parser = reading.parser;
  Money sum;
  std::int64_t before = 0;
  for (const SettlementLine& line : reading.found.lines) {
    LOKET_HOLDS(line.no > before && line.no <= static_cast<std::int64_t>(breaks) + 1);
    before = line.no;
    LOKET_HOLDS(!line.reference.empty() && line.reference.str().size() <= 64);
    LOKET_HOLDS(!line.amount.isNegative());
    for (const std::string* text : {&line.reference.str(), &line.trxId, &line.product, &line.number})
      LOKET_HOLDS(!hasControl(*text));
    sum += line.amount;
  }
  LOKET_HOLDS(sum == parser.total());
  const auto counted = std::count_if(reading.found.bad.begin(), reading.found.bad.end(),
                                     [](const BadLine& bad) { return bad.fault != LineFault::AfterTrailer; });
  // Every line between titles and trailer is a transaction or a fault.
  LOKET_HOLDS(parser.lineCount() == static_cast<std::int64_t>(reading.found.lines.size()) + counted);
  if (!parser.verdict()) {
    LOKET_HOLDS(parser.head().has_value() && !parser.isHopeless());
    LOKET_HOLDS(counted == static_cast<std::int64_t>(reading.found.bad.size()));
  }
  if (parser.isHopeless())
    LOKET_HOLDS(reading.found.lines.empty() && reading.found.bad.empty());
}

}  // namespace
}  // namespace loket::fuzz

LOKET_FUZZ(settlement_file) {
  using namespace loket::fuzz;
  Reading whole;
  read(bytes, std::max<std::size_t>(bytes.size(), 1), whole);
  judge(whole, static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n')));
  for (const std::size_t step : {std::size_t{1}, std::size_t{7}, std::size_t{4096}}) {
    Reading pieces;
    read(bytes, step, pieces);
    LOKET_HOLDS(same(whole, pieces));
  }
}
