// A settlement file: read against the books, and what it proposes applied once, whoever asks again.
#include <algorithm>

#include "tests/simulator/power/power_shop.h"

namespace loket::simulator {
namespace {

// What a sale costs by the file, a little more than the books have; and what was charged for something of which nobody knows.
constexpr Money kCharged = Money::rupiah(10'300);
constexpr Money kForNothing = Money::rupiah(25'000);

std::string keyOf(const reconcile::Applied& one) {
  return one.upstream.str() + " " + one.reference + " " + std::string(wordOf(one.proposal)) + " " + one.theirs.text();
}

bool isSameFinding(const reconcile::Finding& a, const reconcile::Finding& b) {
  return a.no == b.no && a.line == b.line && a.cls == b.cls && a.proposal == b.proposal && a.reference == b.reference &&
         a.theirAmount == b.theirAmount && a.ourAmount == b.ourAmount && a.ref == b.ref;
}

}  // namespace

std::string PowerShop::settlementOfToday() const {
  std::vector<SettlementRow> rows = {{"ORANG-LAIN", "081200000000", kForNothing}};
  for (const AttemptRef& ref : m_paidRefs) {
    const std::string& body = m_sent.at(ref);
    rows.push_back({ref.str(), body.substr(body.find('|') + 1), kCharged});
  }
  return settlementFile(UpstreamId("one"), tests::kMorning, rows);
}

std::optional<reconcile::Run> PowerShop::readSettlement() {
  return asked<reconcile::Run>(600, [this](api::Reply<reconcile::Run> reply) {
    m_engine->reconcile({UpstreamId("one"), "hari-ini.txt", {}, {}}, nullptr, std::move(reply));
  });
}

// What it proposes to post and nobody has posted.
std::vector<std::int64_t> PowerShop::proposalsOf(const reconcile::Run& run) {
  std::vector<std::int64_t> numbers;
  const auto found = m_real->reconcile()->findings(run.id, 0, 100);
  if (!found)
    return numbers;
  for (const reconcile::Finding& one : *found) {
    if (!reconcile::isPosting(one.proposal) || !one.isOpen())
      continue;
    numbers.push_back(one.no);
    if (m_applied.count(keyOf({run.id, one.no, run.upstream, one.reference, one.proposal, one.theirAmount.value_or(Money{}), {}, {}, {}, {}})) > 0)
      violate("I21 applied, and proposed again: " + one.reference);
  }
  return numbers;
}

void PowerShop::applyProposals(const reconcile::Run& run, const std::vector<std::int64_t>& numbers) {
  using Applied = std::vector<reconcile::Applied>;
  const auto applied = asked<Applied>(20, [&](api::Reply<Applied> reply) {
    m_engine->applyProposals({run.id, numbers, "kata pemasok"}, std::move(reply));
  });
  if (!applied)
    return;
  for (const reconcile::Applied& one : *applied)
    if (!m_applied.insert(keyOf(one)).second)
      violate("I21 said to be applied twice: " + keyOf(one));
}

// Read, applied, applied once more by somebody who has the same list, and read again.
void PowerShop::reconcile() {
  const auto run = readSettlement();
  if (!run || mustBoot())
    return;
  if (const auto numbers = proposalsOf(*run); !numbers.empty())
    for (int person = 0; person < 2 && ok(); ++person) applyProposals(*run, numbers);
  const auto again = readSettlement();
  if (!again || mustBoot())
    return;
  if (const auto numbers = proposalsOf(*again); !numbers.empty())
    applyProposals(*again, numbers);
}

// I21: what was proposed is in the books once, with its posting, and what was said to be applied is there.
void PowerShop::judgeApplied() {
  std::set<std::string> kept;
  std::map<std::string, int> names;
  for (const reconcile::Applied& one : m_model.applied) {
    if (!kept.insert(keyOf(one)).second)
      violate("I21 applied twice in the books: " + keyOf(one));
    ++names["reconciled " + one.run.str() + "/" + std::to_string(one.no)];
  }
  for (const std::string& key : m_applied)
    if (kept.count(key) == 0)
      violate("I21 said to be applied, and not in the books: " + key);
  for (const auto& [why, times] : m_model.corrections)
    if (why.rfind("reconciled ", 0) == 0 && names[why] != times)
      violate("I21 posted " + std::to_string(times) + " times: " + why);
  for (const auto& [why, times] : names)
    if (m_model.corrections[why] != times)
      violate("I21 applied without its posting: " + why);
}

std::optional<std::string> PowerShop::differenceInRuns(const Disk& model) {
  const auto runs = m_real->reconcile()->runs(100);
  if (!runs || runs->size() != model.runs.size())
    return std::string("settlement files");
  for (const reconcile::Run& run : *runs) {
    const auto was = model.runs.find(run.id);
    if (was == model.runs.end() || was->second.state != run.state || was->second.open != run.open || was->second.sha256 != run.sha256)
      return "settlement file " + run.id.str();
    const auto kept = model.findings.find(run.id);
    const std::vector<reconcile::Finding> found = kept == model.findings.end() ? std::vector<reconcile::Finding>() : kept->second;
    const auto rows = m_real->reconcile()->findings(run.id, 0, 100);
    if (!rows || !std::equal(rows->begin(), rows->end(), found.begin(), found.end(), isSameFinding))
      return "findings of " + run.id.str();
  }
  return std::nullopt;
}

std::optional<std::string> PowerShop::differenceInApplied(const Disk& model) {
  const auto applied = m_real->reconcile()->applied();
  if (!applied || !std::equal(applied->begin(), applied->end(), model.applied.begin(), model.applied.end(),
                              [](const reconcile::Applied& a, const reconcile::Applied& b) {
                                return keyOf(a) == keyOf(b) && a.run == b.run && a.no == b.no && a.amount == b.amount &&
                                       a.reason == b.reason && a.by == b.by && a.at == b.at;
                              }))
    return std::string("what was applied of settlement files");
  return std::nullopt;
}

}  // namespace loket::simulator
