// Tables of customers as spreadsheets and address books write them.
#include <algorithm>
#include <array>
#include <cctype>

#include "core/base/text.h"
#include "core/domain/customer/contact_text.h"

namespace loket::customer {
namespace {

struct Row {
  std::size_t line = 0;
  std::vector<std::string> cells;
  bool quoteOpen = false;
  std::string asIs;  // of a row with an open quotation mark
};

// Rows one after the other. A quoted cell may hold line breaks, until the first one that nothing closes: from
// there on a row ends with its line, so that a forgotten mark costs one line and not the rest of the file.
class CsvRows {
 public:
  CsvRows(std::string_view text, char separator) : m_text(text), m_separator(separator) {}

  bool next(Row& row) {
    if (m_at >= m_text.size())
      return false;
    const std::size_t start = m_at;
    const std::size_t line = m_line;
    if (!read(row)) {
      m_isOneLine = true;
      m_at = start;
      m_line = line;
      read(row);
    }
    row.line = line;
    if (row.quoteOpen)
      row.asIs = std::string(
          m_text.substr(start, std::min(m_text.find_first_of("\r\n", start), m_text.size()) - start));
    return true;
  }

 private:
  void endOfLine() {
    if (m_text[m_at] == '\r' && m_at + 1 < m_text.size() && m_text[m_at + 1] == '\n')
      ++m_at;
    ++m_at;
    ++m_line;
  }

  // False when a quotation mark is open at the end of the file.
  bool read(Row& row) {
    row = {};
    std::string cell;
    bool quoted = false;
    bool isFresh = true;  // nothing but blanks in this cell so far
    while (m_at < m_text.size()) {
      const char c = m_text[m_at];
      if (quoted) {
        if (c == '"' && m_at + 1 < m_text.size() && m_text[m_at + 1] == '"') {
          cell.push_back('"');
          m_at += 2;
        } else if (c == '"') {
          quoted = false;
          ++m_at;
        } else if (c == '\r' || c == '\n') {
          if (m_isOneLine)
            break;
          cell.push_back('\n');
          endOfLine();
        } else {
          cell.push_back(c);
          ++m_at;
        }
        continue;
      }
      if (c == '\r' || c == '\n')
        break;
      if (c == m_separator) {
        row.cells.push_back(std::move(cell));
        cell.clear();
        isFresh = true;
      } else if (c == '"' && isFresh) {
        cell.clear();
        quoted = true;
        isFresh = false;
      } else {
        isFresh = isFresh && c == ' ';
        cell.push_back(c);
      }
      ++m_at;
    }
    row.cells.push_back(std::move(cell));
    row.quoteOpen = quoted;
    if (quoted && !m_isOneLine)
      return false;
    if (m_at < m_text.size())
      endOfLine();
    return true;
  }

  std::string_view m_text;
  char m_separator;
  std::size_t m_at = 0;
  std::size_t m_line = 1;
  bool m_isOneLine = false;
};

// What stands most often outside of quotation marks in the first line.
char separatorOf(std::string_view text) {
  constexpr std::string_view kSeparators = ";,\t|";
  std::array<int, 4> counts{};
  bool quoted = false;
  bool isBlank = true;
  for (char c : text) {
    if (c == '"')
      quoted = !quoted;
    if ((c == '\n' || c == '\r') && !quoted && !isBlank)
      break;
    isBlank = isBlank && (c == '\n' || c == '\r' || c == ' ');
    const auto at = kSeparators.find(c);
    if (!quoted && at != std::string_view::npos)
      ++counts[at];
  }
  const auto most = std::max_element(counts.begin(), counts.end());
  return *most == 0 ? ',' : kSeparators[static_cast<std::size_t>(most - counts.begin())];
}

struct Columns {
  std::vector<std::size_t> name;  // put together with a blank
  std::vector<std::size_t> numbers;
  std::optional<std::size_t> kind;
};

bool isOneOf(const std::string& word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool begins(const std::string& word, std::initializer_list<std::string_view> starts) {
  return std::any_of(starts.begin(), starts.end(), [&](std::string_view start) {
    return std::string_view(word).substr(0, start.size()) == start;
  });
}

// "no_hp", "No. HP", "Nomor Telepon": one spelling.
std::string titleOf(std::string_view cell) {
  std::string title = keyOf(cell);
  std::replace_if(
      title.begin(), title.end(), [](char c) { return c == '_' || c == '.' || c == ':' || c == '-'; }, ' ');
  return keyOf(title);
}

// Nothing when the row is no head.
std::optional<Columns> columnsOf(const Row& head) {
  Columns columns;
  std::vector<std::size_t> parts;
  for (std::size_t i = 0; i < head.cells.size(); ++i) {
    const std::string title = titleOf(head.cells[i]);
    if (title.empty() || looksLikeNumber(head.cells[i]))
      continue;
    const bool isTelephone = begins(title, {"phone", "telephone", "mobile", "primary phone", "home phone",
                                            "business phone", "other phone", "company main phone"});
    if (isOneOf(title, {"nama", "name", "nama pelanggan", "nama lengkap", "full name", "display name",
                        "pelanggan", "customer", "customer name", "kontak", "contact"}))
      columns.name.push_back(i);
    else if (isOneOf(title, {"first name", "given name", "middle name", "additional name", "last name",
                             "family name", "nama depan", "nama belakang"}))
      parts.push_back(i);
    else if (begins(title, {"nomor", "no ", "nomer", "number", "hp", "telp", "telepon", "handphone", "id pel",
                            "idpel", "id pelanggan", "meter", "rekening", "wa", "whatsapp"}) ||
             isOneOf(title, {"no", "customer number"}) ||
             (isTelephone && title.find("label") == std::string::npos &&
              title.find("type") == std::string::npos))
      columns.numbers.push_back(i);
    else if (isOneOf(title, {"jenis", "kind", "kategori"}))
      columns.kind = i;
  }
  // "No" beside a better one counts the rows.
  if (columns.numbers.size() > 1)
    columns.numbers.erase(std::remove_if(columns.numbers.begin(), columns.numbers.end(),
                                         [&](std::size_t i) { return titleOf(head.cells[i]) == "no"; }),
                          columns.numbers.end());
  if (columns.name.empty())
    columns.name = parts;
  else
    columns.name.resize(1);
  if (columns.name.empty() || columns.numbers.empty())
    return std::nullopt;
  return columns;
}

// A table without a head: the numbers are where digits are, the name is the first of the rest.
Columns guessed(const Row& row) {
  Columns columns;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    if (looksLikeNumber(row.cells[i]))
      columns.numbers.push_back(i);
    else if (columns.name.empty() && !trimmed(row.cells[i]).empty())
      columns.name.push_back(i);
  }
  if (columns.name.empty())
    columns.name.push_back(columns.numbers.size() == 1 && columns.numbers.front() == 0 ? 1 : 0);
  if (columns.numbers.empty())
    columns.numbers.push_back(columns.name.front() == 0 ? 1 : 0);
  return columns;
}

std::string cellAt(const Row& row, std::size_t i) {
  return i < row.cells.size() ? row.cells[i] : std::string();
}

bool isBlank(const Row& row) {
  return std::all_of(row.cells.begin(), row.cells.end(),
                     [](const std::string& cell) { return trimmed(cell).empty(); });
}

// What a spreadsheet may have put between cells: no letter or figure, and nothing that is only a part of a character.
bool canSeparate(char c) {
  return c == '\t' || (c > ' ' && c <= '~' && c != '"' && std::isalnum(static_cast<unsigned char>(c)) == 0);
}

}  // namespace

void readCsv(std::string_view text, ContactSheet& sheet) {
  char separator = separatorOf(text);
  std::size_t skipped = 0;
  // A spreadsheet's own line that says which separator it used.
  if (toLower(text.substr(0, 4)) == "sep=" && text.size() > 4) {
    if (canSeparate(text[4]))
      separator = text[4];
    skipped = std::min(text.find('\n'), text.size() - 1) + 1;
  }
  CsvRows rows(text.substr(skipped), separator);
  std::optional<Columns> columns;
  bool isFirst = true;
  Row row;
  while (!sheet.isFull() && rows.next(row)) {
    row.line += skipped > 0 ? 1 : 0;
    if (row.quoteOpen) {
      sheet.refuse(row.line, ContactProblem::QuoteOpen, row.asIs);
      continue;
    }
    if (isBlank(row))
      continue;
    if (isFirst) {
      isFirst = false;
      columns = columnsOf(row);
      if (columns)
        continue;
    }
    const bool hasHead = columns.has_value();
    const Columns here = hasHead ? *columns : guessed(row);
    std::string name;
    for (const std::size_t i : here.name)
      if (const std::string part = trimmed(cellAt(row, i)); !part.empty())
        name += (name.empty() ? "" : " ") + part;
    while (!name.empty() && (name.front() == '\'' || name.front() == '=')) name.erase(0, 1);
    std::vector<std::string> numbers;
    for (const std::size_t i : here.numbers) numbers.push_back(cellAt(row, i));
    sheet.add(row.line, name, numbers, here.kind ? cellAt(row, *here.kind) : std::string());
  }
}

}  // namespace loket::customer
