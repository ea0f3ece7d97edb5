#include "core/domain/complaint/complaint.h"

#include <algorithm>

#include "core/domain/customer/customer.h"

namespace loket::complaint {
namespace {

Result<std::string> wordsFrom(std::string_view typed) {
  LOKET_ASSIGN(std::string note, customer::customerNote(typed));
  if (note.empty())
    return fail(ErrorCode::ReasonMissing, "note");
  return note;
}

Result<std::string> reachFrom(std::string_view typed) {
  auto reach = customer::customerNote(typed);
  if (!reach || reach->size() > customer::kNameBytesMax)
    return fail(ErrorCode::NameInvalid, "reach");
  return reach;
}

}  // namespace

std::string_view wordOf(Step step) {
  switch (step) {
    case Step::Opened:
      return "opened";
    case Step::Noted:
      return "noted";
    case Step::Closed:
      return "closed";
  }
  return "";
}

std::optional<Step> stepFromWord(std::string_view word) {
  for (const Step step : {Step::Opened, Step::Noted, Step::Closed})
    if (wordOf(step) == word)
      return step;
  return std::nullopt;
}

std::string_view wordOf(Outcome outcome) {
  switch (outcome) {
    case Outcome::Solved:
      return "solved";
    case Outcome::PaidBack:
      return "paid-back";
    case Outcome::Nothing:
      return "nothing";
  }
  return "";
}

std::optional<Outcome> outcomeFromWord(std::string_view word) {
  for (const Outcome outcome : {Outcome::Solved, Outcome::PaidBack, Outcome::Nothing})
    if (wordOf(outcome) == word)
      return outcome;
  return std::nullopt;
}

void append(std::vector<Complaint>& complaints, Entry entry) {
  const auto same = std::find_if(complaints.begin(), complaints.end(),
                                 [&entry](const Complaint& one) { return one.id == entry.id; });
  Complaint& one =
      same != complaints.end() ? *same : complaints.emplace_back(Complaint{entry.id, entry.ref, {}});
  one.entries.push_back(std::move(entry));
}

Result<Entry> decideOpening(const std::vector<Complaint>& known, ComplaintId id, const PaymentRef& ref,
                            std::string_view note, std::string_view reach, Done done) {
  Entry entry;
  LOKET_ASSIGN(entry.note, wordsFrom(note));
  LOKET_ASSIGN(entry.reach, reachFrom(reach));
  // What is said of the same thing again belongs to what is said already.
  for (const Complaint& one : known)
    if (one.isOpen())
      return fail(ErrorCode::StateForbids, one.id.str());
  entry.id = std::move(id);
  entry.ref = ref;
  entry.by = std::move(done.by);
  entry.at = done.at;
  return entry;
}

Result<Entry> decideNote(const Complaint& complaint, std::string_view note, Done done) {
  Entry entry;
  LOKET_ASSIGN(entry.note, wordsFrom(note));
  if (!complaint.isOpen())
    return fail(ErrorCode::StateForbids, "closed");
  entry.id = complaint.id;
  entry.ref = complaint.ref;
  entry.step = Step::Noted;
  entry.by = std::move(done.by);
  entry.at = done.at;
  return entry;
}

Result<Entry> decideClosing(const Complaint& complaint, Outcome outcome, std::string_view note, Done done) {
  LOKET_ASSIGN(Entry entry, decideNote(complaint, note, std::move(done)));
  entry.step = Step::Closed;
  entry.outcome = outcome;
  return entry;
}

}  // namespace loket::complaint
