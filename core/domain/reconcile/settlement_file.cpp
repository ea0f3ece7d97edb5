#include "core/domain/reconcile/settlement_file.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/text.h"

namespace loket::reconcile {
namespace {

constexpr std::size_t kLineMax = 16U << 10U;
constexpr std::size_t kColumnsMax = 200;
constexpr std::size_t kReferenceMax = 64;
constexpr std::size_t kTextMax = 128;
constexpr std::size_t kHeaderNamesMax = 16;
constexpr std::array kSeparators = {'|', ';'};

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Into `fields`, whose strings are used again; false when a quote is not closed.
bool splitFields(std::string_view text, char separator, std::vector<std::string>& fields,
                 std::size_t& count) {
  count = 0;
  std::size_t at = 0;
  while (count < kColumnsMax) {
    if (fields.size() == count)
      fields.emplace_back();
    std::string& field = fields[count++];
    std::size_t end = std::min(text.find(separator, at), text.size());
    const std::size_t quote = text.find_first_not_of(" \t", at);
    if (quote == std::string_view::npos || text[quote] != '"' || quote >= end) {
      field.assign(trim(text.substr(at, end - at)));
    } else {
      field.clear();
      std::size_t in = quote + 1;
      for (;; ++in) {
        if (in >= text.size())
          return false;
        if (text[in] != '"')
          field.push_back(text[in]);
        else if (in + 1 < text.size() && text[in + 1] == '"')
          field.push_back(text[++in]);
        else
          break;
      }
      end = std::min(text.find(separator, in + 1), text.size());
      if (!trim(text.substr(in + 1, end - in - 1)).empty())
        return false;
    }
    if (end == text.size())
      return true;
    at = end + 1;
  }
  return true;
}

// What a terminal would obey, in one byte or as UTF-8 writes the second set of control characters.
bool hasControl(std::string_view text) {
  unsigned char before = 0;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\t') || byte == 0x7F || (before == 0xC2 && byte >= 0x80 && byte < 0xA0))
      return true;
    before = byte;
  }
  return false;
}

std::optional<std::int64_t> wholeNumber(std::string_view text) {
  if (!isDigits(text) || text.size() > 15)
    return std::nullopt;
  std::int64_t value = 0;
  for (char c : text) value = value * 10 + (c - '0');
  return value;
}

// "1.234.567" with `group` between each three digits; plain digits too.
std::optional<std::int64_t> groupedNumber(std::string_view text, char group) {
  std::string digits;
  const std::size_t firstEnd = std::min(text.find(group), text.size());
  if (firstEnd != text.size() && (firstEnd == 0 || firstEnd > 3))
    return std::nullopt;
  digits.append(text.substr(0, firstEnd));
  for (std::size_t at = firstEnd; at < text.size(); at += 4) {
    if (text[at] != group || text.size() - at < 4)
      return std::nullopt;
    digits.append(text.substr(at + 1, 3));
  }
  return wholeNumber(digits);
}

std::optional<int> digitsAt(std::string_view text, std::size_t at, std::size_t count) {
  if (text.size() < at + count || !isDigits(text.substr(at, count)))
    return std::nullopt;
  return static_cast<int>(*wholeNumber(text.substr(at, count)));
}

std::optional<BusinessDate> dateFrom(std::optional<int> year, std::optional<int> month,
                                     std::optional<int> day) {
  if (!year || !month || !day)
    return std::nullopt;
  // The calendar is known in one place.
  const auto padded = [](int n, std::size_t width) {
    const std::string digits = std::to_string(n);
    return std::string(width - std::min(width, digits.size()), '0') + digits;
  };
  return parseIsoDate(padded(*year, 4) + "-" + padded(*month, 2) + "-" + padded(*day, 2));
}

// The day at the front of `text`, which loses it.
std::optional<BusinessDate> takeDate(std::string_view& text) {
  const auto separates = [&text](std::size_t at) {
    return text.size() > at && (text[at] == '-' || text[at] == '/' || text[at] == '.');
  };
  if (separates(4) && separates(7)) {
    const auto date = dateFrom(digitsAt(text, 0, 4), digitsAt(text, 5, 2), digitsAt(text, 8, 2));
    text.remove_prefix(std::min<std::size_t>(10, text.size()));
    return date;
  }
  if (separates(2) && separates(5)) {
    const auto date = dateFrom(digitsAt(text, 6, 4), digitsAt(text, 3, 2), digitsAt(text, 0, 2));
    text.remove_prefix(std::min<std::size_t>(10, text.size()));
    return date;
  }
  const auto date = dateFrom(digitsAt(text, 0, 4), digitsAt(text, 4, 2), digitsAt(text, 6, 2));
  text.remove_prefix(std::min<std::size_t>(8, text.size()));
  return date;
}

// "10:20:30", "10:20", "102030", each with parts of a second behind or not.
std::optional<CivilTime> clockFrom(std::string_view text, const BusinessDate& date) {
  const bool colons = text.size() > 2 && (text[2] == ':' || text[2] == '.');
  const std::size_t step = colons ? 3 : 2;
  const auto hour = digitsAt(text, 0, 2);
  const auto minute = digitsAt(text, step, 2);
  std::size_t used = step + 2;
  int second = 0;
  if (text.size() > used) {
    if (colons && text[used] != ':' && text[used] != '.')
      return std::nullopt;
    const auto told = digitsAt(text, step * 2, 2);
    if (!told)
      return std::nullopt;
    second = *told;
    used = step * 2 + 2;
  }
  if (text.size() > used && (text[used] != '.' || !isDigits(text.substr(used + 1))))
    return std::nullopt;
  if (!hour || !minute || *hour > 23 || *minute > 59 || second > 60)
    return std::nullopt;
  return CivilTime{date, *hour, *minute, second, 0};
}

// "count=3" and "3" are the same.
std::string_view valueOf(std::string_view field) {
  const std::size_t at = field.find_first_of("=:");
  return trim(at == std::string_view::npos ? field : field.substr(at + 1));
}

constexpr std::array<std::pair<LineFault, std::string_view>, 9> kLineFaults = {{
    {LineFault::Columns, "columns"},
    {LineFault::Quote, "quote"},
    {LineFault::Reference, "reference"},
    {LineFault::Amount, "amount"},
    {LineFault::Status, "status"},
    {LineFault::Time, "time"},
    {LineFault::Control, "control-character"},
    {LineFault::TooLong, "too-long"},
    {LineFault::AfterTrailer, "after-trailer"},
}};

constexpr std::array<std::pair<FileProblem, std::string_view>, 7> kFileProblems = {{
    {FileProblem::Empty, "empty"},
    {FileProblem::Encoding, "encoding"},
    {FileProblem::NoColumns, "no-columns"},
    {FileProblem::NoTrailer, "no-trailer"},
    {FileProblem::BadTrailer, "bad-trailer"},
    {FileProblem::CountDiffers, "count-differs"},
    {FileProblem::TotalDiffers, "total-differs"},
}};

}  // namespace

std::string_view wordOf(LineFault fault) {
  for (const auto& [candidate, word] : kLineFaults)
    if (candidate == fault)
      return word;
  return {};
}

std::string_view wordOf(FileProblem problem) {
  for (const auto& [candidate, word] : kFileProblems)
    if (candidate == problem)
      return word;
  return {};
}

std::optional<FileProblem> fileProblemFromWord(std::string_view word) {
  for (const auto& [candidate, text] : kFileProblems)
    if (text == word)
      return candidate;
  return std::nullopt;
}

std::optional<Money> settlementAmount(std::string_view text) {
  text = trim(text);
  if (const std::string start = toLower(text.substr(0, 3)); start == "idr")
    text.remove_prefix(3);
  else if (start.substr(0, 2) == "rp")
    text.remove_prefix(start == "rp." ? 3 : 2);
  text = trim(text);
  char decimal = '\0';
  if (text.size() > 3) {
    const char mark = text[text.size() - 3];
    if (mark == '.' || mark == ',') {
      if (text.substr(text.size() - 2) != "00")
        return std::nullopt;
      decimal = mark;
      text.remove_suffix(3);
    }
  }
  std::optional<std::int64_t> amount;
  if (decimal != '.')
    amount = groupedNumber(text, '.');
  if (!amount && decimal != ',')
    amount = groupedNumber(text, ',');
  return amount ? Money::outside(*amount) : std::nullopt;
}

std::optional<FileTime> settlementTime(std::string_view text) {
  text = trim(text);
  if (const auto exact = parseRfc3339(text))
    return FileTime{businessDateOf(*exact), exact};
  std::string_view rest = text;
  const auto date = takeDate(rest);
  if (!date)
    return std::nullopt;
  if (!rest.empty() && (rest.front() == 'T' || rest.front() == ' '))
    rest.remove_prefix(1);
  rest = trim(rest);
  if (rest.empty())
    return FileTime{*date, std::nullopt};
  const auto civil = clockFrom(rest, *date);
  if (!civil)
    return std::nullopt;
  return FileTime{*date, instantOf(*civil)};
}

void SettlementParser::feed(std::string_view bytes, Found& found) {
  while (!bytes.empty() && !m_hopeless) {
    const std::size_t end = bytes.find('\n');
    const bool complete = end != std::string_view::npos;
    const std::string_view part = bytes.substr(0, end);
    if (m_rest.empty() && complete && part.size() <= kLineMax && !m_tooLong) {
      line(part, found);
    } else {
      if (m_rest.size() + part.size() > kLineMax)
        m_tooLong = true;
      if (!m_tooLong)
        m_rest.append(part);
      if (complete) {
        const std::string text = std::exchange(m_rest, {});
        line(text, found);
      }
    }
    bytes.remove_prefix(complete ? end + 1 : bytes.size());
  }
}

void SettlementParser::finish(Found& found) {
  if ((!m_rest.empty() || m_tooLong) && !m_hopeless) {
    const std::string text = std::exchange(m_rest, {});
    line(text, found);
  }
}

void SettlementParser::line(std::string_view text, Found& found) {
  ++m_no;
  const bool tooLong = std::exchange(m_tooLong, false);
  if (!std::exchange(m_started, true)) {
    if (text.substr(0, 3) == "\xEF\xBB\xBF")
      text.remove_prefix(3);
    // Two bytes to a character: not a text that we read.
    if (text.substr(0, 2) == "\xFF\xFE" || text.substr(0, 2) == "\xFE\xFF" ||
        text.find('\0') != std::string_view::npos) {
      m_hopeless = FileProblem::Encoding;
      return;
    }
  }
  if (!text.empty() && text.back() == '\r')
    text.remove_suffix(1);
  if (!tooLong && trim(text).empty())
    return;
  if (!m_head) {
    if (tooLong)
      m_hopeless = FileProblem::NoColumns;
    else
      first(text);
    return;
  }
  if (m_trailer) {
    m_afterTrailer = true;
    found.bad.push_back({m_no, LineFault::AfterTrailer});
    return;
  }
  std::optional<LineFault> fault;
  if (tooLong)
    fault = LineFault::TooLong;
  else if (hasControl(text))
    fault = LineFault::Control;
  else if (!splitFields(text, m_head->separator, m_fields, m_fieldCount))
    fault = LineFault::Quote;
  else if (isTrailerTag(m_fields.front()) &&
           (m_columns.front() == Column::Reference || m_fieldCount < m_columns.size() ||
            field(Column::Reference).empty())) {
    trailer();
    return;
  }
  ++m_count;
  SettlementLine one;
  one.no = m_no;
  if (!fault)
    fault = transaction(one);
  if (fault)
    found.bad.push_back({m_no, *fault});
  else
    found.lines.push_back(std::move(one));
}

// Before the titles are known: they themselves, or the one record that may stand before them.
void SettlementParser::first(std::string_view text) {
  for (char separator : kSeparators)
    if (titles(text, separator))
      return;
  if (m_headerRecord) {
    m_hopeless = FileProblem::NoColumns;
    return;
  }
  for (char separator : kSeparators) {
    if (!splitFields(text, separator, m_fields, m_fieldCount) || m_fieldCount < 2 ||
        !isHeaderTag(m_fields.front()))
      continue;
    m_headerRecord = true;
    for (std::size_t i = 1; i < m_fieldCount; ++i) {
      const std::string_view value = valueOf(m_fields[i]);
      if (const auto time = settlementTime(m_fields[i]))
        m_before.dates.push_back(time->date);
      else if (const auto labelled = settlementTime(value))
        m_before.dates.push_back(labelled->date);
      else if (m_before.names.size() < kHeaderNamesMax)
        m_before.names.emplace_back(value.substr(0, kTextMax));
    }
    return;
  }
  m_hopeless = FileProblem::NoColumns;
}

bool SettlementParser::titles(std::string_view text, char separator) {
  if (!splitFields(text, separator, m_fields, m_fieldCount))
    return false;
  std::vector<std::optional<Column>> columns(m_fieldCount);
  const auto has = [&columns](Column column) {
    return std::find(columns.begin(), columns.end(), column) != columns.end();
  };
  for (std::size_t i = 0; i < m_fieldCount; ++i)
    // The first of several of a kind is the one.
    if (const auto column = columnOf(m_fields[i]); column && !has(*column))
      columns[i] = column;
  std::optional<Column> sum;
  for (Column column : {Column::Face, Column::Amount, Column::Charged})
    if (has(column))
      sum = column;
  if (!has(Column::Reference) || !sum)
    return false;
  m_sum = sum;
  m_head = m_before;
  m_head->separator = separator;
  m_head->basis = *sum == Column::Face ? AmountBasis::Face : AmountBasis::Charged;
  m_head->listsStatus = has(Column::Status);
  m_head->listsTime = has(Column::Time);
  m_columns = std::move(columns);
  return true;
}

std::string_view SettlementParser::field(Column column) const {
  for (std::size_t i = 0; i < m_columns.size(); ++i)
    if (m_columns[i] == column)
      return m_fields[i];
  return {};
}

std::optional<LineFault> SettlementParser::transaction(SettlementLine& line) {
  if (m_fieldCount < m_columns.size())
    return LineFault::Columns;
  // A separator at the end of every line is only a habit.
  for (std::size_t i = m_columns.size(); i < m_fieldCount; ++i)
    if (!m_fields[i].empty())
      return LineFault::Columns;
  const std::string_view reference = field(Column::Reference);
  if (reference.empty() || reference.size() > kReferenceMax)
    return LineFault::Reference;
  const auto amount = settlementAmount(field(*m_sum));
  // A sum that money cannot hold is no sum of payments.
  if (!amount || m_total.amount() > Money::kMaxRupiah - amount->amount())
    return LineFault::Amount;
  if (m_head->listsStatus) {
    const auto status = statusOf(field(Column::Status));
    if (!status)
      return LineFault::Status;
    line.status = *status;
  }
  if (const std::string_view day = field(Column::Time); !day.empty()) {
    const std::string_view hour = field(Column::Clock);
    const auto time =
        hour.empty() ? settlementTime(day) : settlementTime(std::string(day) + " " + std::string(hour));
    if (!time)
      return LineFault::Time;
    line.at = time->at.value_or(instantOf(CivilTime{time->date, 0, 0, 0, 0}));
  }
  line.reference = AttemptRef(std::string(reference));
  line.trxId = field(Column::TrxId).substr(0, kTextMax);
  line.product = field(Column::Product).substr(0, kTextMax);
  line.number = field(Column::Number).substr(0, kTextMax);
  line.amount = *amount;
  m_total += *amount;
  return std::nullopt;
}

// Count and total in this order, behind a date or not.
void SettlementParser::trailer() {
  std::vector<std::string> figures;
  for (std::size_t i = 1; i < m_fieldCount; ++i)
    if (const std::string_view value = valueOf(m_fields[i]); settlementAmount(value) || wholeNumber(value))
      figures.emplace_back(value);
  if (figures.size() > 2 && settlementTime(figures.front()))
    figures.erase(figures.begin());
  m_trailer = Trailer{};
  if (figures.size() != 2)
    return;
  m_trailer->count = wholeNumber(figures[0]);
  // The sum of a million lines may be more than any one amount.
  const auto plain = wholeNumber(figures[1]);
  m_trailer->total =
      plain && *plain <= Money::kMaxRupiah ? Money::rupiah(*plain) : settlementAmount(figures[1]);
}

std::optional<FileVerdict> SettlementParser::verdict() const {
  if (m_hopeless)
    return FileVerdict{*m_hopeless, 0, 0};
  if (!m_head)
    return FileVerdict{m_headerRecord ? FileProblem::NoColumns : FileProblem::Empty, 0, 0};
  if (!m_trailer)
    return FileVerdict{FileProblem::NoTrailer, 0, m_count};
  if (!m_trailer->count || !m_trailer->total || m_afterTrailer)
    return FileVerdict{FileProblem::BadTrailer, 0, m_count};
  if (*m_trailer->count != m_count)
    return FileVerdict{FileProblem::CountDiffers, *m_trailer->count, m_count};
  if (*m_trailer->total != m_total)
    return FileVerdict{FileProblem::TotalDiffers, m_trailer->total->amount(), m_total.amount()};
  return std::nullopt;
}

}  // namespace loket::reconcile
