#include "core/domain/reconcile/run.h"

#include <utility>

namespace loket::reconcile {
namespace {

constexpr std::array<std::pair<Class, std::string_view>, kClassCount> kClasses = {{
    {Class::Match, "match"},
    {Class::OnlyOurs, "onlyOurs"},
    {Class::OnlyTheirs, "onlyTheirs"},
    {Class::AmountDiffers, "amountDiffers"},
    {Class::StatusDiffers, "statusDiffers"},
    {Class::Duplicate, "duplicate"},
    {Class::OtherGoods, "otherGoods"},
    {Class::BadLine, "badLine"},
}};

constexpr std::array<std::pair<Proposal, std::string_view>, 8> kProposals = {{
    {Proposal::None, "none"},
    {Proposal::CorrectCost, "correctCost"},
    {Proposal::BookDifference, "bookDifference"},
    {Proposal::ReviewSucceeded, "reviewSucceeded"},
    {Proposal::ReviewFailed, "reviewFailed"},
    {Proposal::SettleConflict, "settleConflict"},
    {Proposal::AskUpstream, "askUpstream"},
    {Proposal::LookInNextFile, "lookInNextFile"},
}};

constexpr std::array<std::pair<RunState, std::string_view>, 3> kStates = {{
    {RunState::Unfinished, "unfinished"},
    {RunState::Unsound, "unsound"},
    {RunState::Final, "final"},
}};

template <typename Table, typename Value>
std::string_view wordIn(const Table& table, Value value) {
  for (const auto& [candidate, word] : table)
    if (candidate == value)
      return word;
  return {};
}

template <typename Value, typename Table>
std::optional<Value> valueIn(const Table& table, std::string_view word) {
  for (const auto& [candidate, text] : table)
    if (text == word)
      return candidate;
  return std::nullopt;
}

}  // namespace

std::string_view wordOf(Class cls) {
  return wordIn(kClasses, cls);
}
std::optional<Class> classFromWord(std::string_view word) {
  return valueIn<Class>(kClasses, word);
}
std::string_view wordOf(Proposal proposal) {
  return wordIn(kProposals, proposal);
}
std::optional<Proposal> proposalFromWord(std::string_view word) {
  return valueIn<Proposal>(kProposals, word);
}
std::string_view wordOf(RunState state) {
  return wordIn(kStates, state);
}
std::optional<RunState> runStateFromWord(std::string_view word) {
  return valueIn<RunState>(kStates, word);
}

}  // namespace loket::reconcile
