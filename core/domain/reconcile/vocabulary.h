// The words that upstreams write over their columns and into them, Indonesian and English. No standard names
// them, so they are kept as tables here; a word that is not in them is told, never guessed.
#pragma once

#include <optional>
#include <string_view>

namespace loket::reconcile {

enum class TheirStatus { Succeeded, Failed, Pending, Reversed };

enum class Column {
  Reference,  // what we called the attempt (ref_id, partnerReferenceNo)
  TrxId,      // what they call it, or the serial number
  Product,
  Number,
  Charged,  // what was taken from our deposit
  Amount,   // a sum without saying of what: taken as charged
  Face,     // the face value, without their price
  Status,
  Time,  // a moment, or a day alone
  Clock  // the hour beside a day
};

// What a column's title means; case, spaces and punctuation do not matter. Nothing for an unknown title.
std::optional<Column> columnOf(std::string_view title);
std::optional<TheirStatus> statusOf(std::string_view word);
std::string_view wordOf(TheirStatus status);
std::optional<TheirStatus> theirStatusFromWord(std::string_view word);

// The first field of the record before the column titles, and of the one after the last line.
bool isHeaderTag(std::string_view field);
bool isTrailerTag(std::string_view field);

}  // namespace loket::reconcile
