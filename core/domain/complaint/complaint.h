// What a customer comes back with: the token did not come, the serial is refused, the bill still shows
// unpaid. A complaint belongs to one payment and changes nothing of it; it is what was said and done about
// it, one step after the other.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/domain/identity/ids.h"

namespace loket::complaint {

using ComplaintId = StrongId<struct ComplaintIdTag>;

enum class Step { Opened, Noted, Closed };
std::string_view wordOf(Step step);  // "opened"
std::optional<Step> stepFromWord(std::string_view word);

// How it ended: the goods have come, the customer has his money back, or there was nothing wrong.
enum class Outcome { Solved, PaidBack, Nothing };
std::string_view wordOf(Outcome outcome);  // "solved", "paid-back", "nothing"
std::optional<Outcome> outcomeFromWord(std::string_view word);

// One step, as it is kept: never changed, never taken away.
struct Entry {
  ComplaintId id;
  PaymentRef ref;
  Step step = Step::Opened;
  std::optional<Outcome> outcome = {};  // of the closing
  std::string note;                     // what the customer says, what was found out, the last word
  std::string reach = {};               // of the opening: how the customer can be told; may be empty
  UserName by;
  Instant at;

  friend bool operator==(const Entry&, const Entry&) = default;
};

struct Complaint {
  ComplaintId id;
  PaymentRef ref;
  std::vector<Entry> entries;  // oldest first; the first one opens it

  bool isOpen() const { return !entries.empty() && entries.back().step != Step::Closed; }
  std::optional<Outcome> outcome() const { return entries.empty() ? std::nullopt : entries.back().outcome; }
  std::string reach() const { return entries.empty() ? std::string() : entries.front().reach; }
};

// Puts a step behind the others of its complaint, or begins one with it.
void append(std::vector<Complaint>& complaints, Entry entry);

// Who did it, and when.
struct Done {
  UserName by;
  Instant at;
};

// `known`: the payment's own. ReasonMissing: no words. NameInvalid, "note" or "reach": too long
// (kNoteBytesMax, kNameBytesMax of the customer book), or with control characters. StateForbids: one is open,
// its id is the detail.
Result<Entry> decideOpening(const std::vector<Complaint>& known, ComplaintId id, const PaymentRef& ref,
                            std::string_view note, std::string_view reach, Done done);
// The same about the words. StateForbids "closed".
Result<Entry> decideNote(const Complaint& complaint, std::string_view note, Done done);
Result<Entry> decideClosing(const Complaint& complaint, Outcome outcome, std::string_view note, Done done);

}  // namespace loket::complaint
