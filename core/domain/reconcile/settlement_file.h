// Reads a settlement file as an upstream sends it: text with `|` or `;`, column titles, an optional header
// record before them and a trailer with count and total behind. Fed with chunks of any size, so that a file
// of a million lines needs no more memory than one line. Nothing in the file is skipped without being told.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/domain/identity/ids.h"
#include "core/domain/money/money.h"
#include "core/domain/reconcile/vocabulary.h"

namespace loket::reconcile {

// One transaction as they list it. `no` is the line in the file, from 1.
struct SettlementLine {
  std::int64_t no = 0;
  AttemptRef reference;
  std::string trxId;
  std::string product;
  std::string number;
  Money amount;
  TheirStatus status = TheirStatus::Succeeded;
  std::optional<Instant> at;
};

// Why a line cannot be used.
enum class LineFault { Columns, Quote, Reference, Amount, Status, Time, Control, TooLong, AfterTrailer };
std::string_view wordOf(LineFault fault);

struct BadLine {
  std::int64_t no = 0;
  LineFault fault = LineFault::Columns;
};

// Why a whole file says nothing: nothing in it is final then.
enum class FileProblem { Empty, Encoding, NoColumns, NoTrailer, BadTrailer, CountDiffers, TotalDiffers };
std::string_view wordOf(FileProblem problem);
std::optional<FileProblem> fileProblemFromWord(std::string_view word);

struct FileVerdict {
  FileProblem problem = FileProblem::Empty;
  // CountDiffers and TotalDiffers: what the trailer says, and what the lines are.
  std::int64_t told = 0;
  std::int64_t found = 0;
};

// What their sum is of.
enum class AmountBasis { Charged, Face };

struct FileHead {
  char separator = '|';
  AmountBasis basis = AmountBasis::Charged;
  bool listsStatus = false;  // without the column every line counts as settled
  bool listsTime = false;
  // Of the header record before the titles.
  std::vector<BusinessDate> dates;
  std::vector<std::string> names;
};

class SettlementParser {
 public:
  struct Found {
    std::vector<SettlementLine> lines;
    std::vector<BadLine> bad;
  };

  // Appends what became complete.
  void feed(std::string_view bytes, Found& found);
  // The end of the file: a last line without a line break counts.
  void finish(Found& found);

  // Once the titles were read.
  const std::optional<FileHead>& head() const { return m_head; }
  // Nothing more will be found: the file cannot be read at all.
  bool isHopeless() const { return m_hopeless.has_value(); }
  // After `finish`: what is wrong with the file as a whole.
  std::optional<FileVerdict> verdict() const;
  // Lines between titles and trailer, good and bad, and the sum of the good ones.
  std::int64_t lineCount() const { return m_count; }
  Money total() const { return m_total; }

 private:
  struct Trailer {
    std::optional<std::int64_t> count;
    std::optional<Money> total;
  };
  void line(std::string_view text, Found& found);
  void first(std::string_view text);
  bool titles(std::string_view text, char separator);
  void trailer();
  std::optional<LineFault> transaction(SettlementLine& line);
  std::string_view field(Column column) const;

  std::string m_rest;  // the line that is not complete yet
  bool m_tooLong = false;
  bool m_started = false;  // the byte order mark is behind
  std::int64_t m_no = 0;
  std::int64_t m_count = 0;
  Money m_total;
  bool m_headerRecord = false;
  FileHead m_before;  // what the header record told
  std::optional<FileHead> m_head;
  std::vector<std::optional<Column>> m_columns;
  std::optional<Column> m_sum;
  std::vector<std::string> m_fields;
  std::size_t m_fieldCount = 0;
  std::optional<Trailer> m_trailer;
  bool m_afterTrailer = false;
  std::optional<FileProblem> m_hopeless;
};

// "1000", "1.000", "1,000", "1000,00", "1.000,00", "1,000.00", with or without "Rp". Cents other than 00,
// signs, and dots where none belong are nothing.
std::optional<Money> settlementAmount(std::string_view text);

struct FileTime {
  BusinessDate date;
  std::optional<Instant> at;  // nothing for a day alone
};
// "2026-12-07", "20261207", "07/12/2026", "07-12-2026", each with a time behind or not, and RFC 3339. Without
// an offset it is Jakarta's time.
std::optional<FileTime> settlementTime(std::string_view text);

}  // namespace loket::reconcile
