// A unit of work as one text, as the sidecar keeps it: enough to do it once more on another database. Keys
// are only ever added; a missing one reads as its empty value.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/adapters/store/journal_rows.h"
#include "core/base/result.h"
#include "core/ports/store.h"

namespace loket::adapters {

// Whether a ticket and a collection that changed have a leaf of their own beside their event's; in records of before they have none.
enum class TillLeaves { OfEvents, WithRows };

struct RecordedWork {
  ports::UnitOfWork work;
  // It had a price list, which is not in the record: lists are large, and can be fetched again.
  bool replacedCatalogue = false;
  TillLeaves tillLeaves = TillLeaves::OfEvents;
  std::string seed;  // of the salts of its entries in the journal's tree; empty: it has none
};

// The JSON of a payment's change: the same texts go into its row, its events' rows and the sidecar.
struct ChangeTexts {
  std::string after;
  std::vector<std::string> events;
};
// One for each of its payments, in their order.
std::vector<ChangeTexts> textsOf(const ports::UnitOfWork& work);

std::string encodeWork(const ports::UnitOfWork& work, const std::vector<ChangeTexts>& texts, std::string_view seed);
std::string encodeWork(const ports::UnitOfWork& work);
// What the entry of one row in the journal's tree commits to, where the row is not kept as a text itself.
std::string particularsOf(const ports::PrintJob& job);
std::string particularsOf(const confirmation::Delivery& delivery);
std::string particularsOf(const reconcile::Applied& applied);
std::string particularsOf(const ports::PeopleChange& change);
std::string particularsOf(const complaint::Entry& entry);
// A key that is added to these is left out while it is empty: rows of before keep the leaf that they have.
std::string particularsOf(const Ticket& ticket);
// `sale`: the payment of its sale as the row has it, empty for none.
std::string particularsOf(const Collection& collection, const std::string& sale);

Result<RecordedWork> decodeWork(const std::string& text);

// The end of a base: what rests in every account, and the mark of the last unit of work that the base stands
// for.
struct BaseEnd {
  std::vector<ports::AccountBalance> balances;
  std::string mark;
  JournalBase journal;
};
std::string encodeBaseEnd(const BaseEnd& end);
Result<BaseEnd> decodeBaseEnd(const std::string& text);

}  // namespace loket::adapters
