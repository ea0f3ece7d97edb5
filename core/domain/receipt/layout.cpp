#include "core/domain/receipt/layout.h"

#include <algorithm>
#include <cstdint>

#include "core/base/text.h"
#include "core/domain/identity/logo.h"
#include "core/domain/receipt/codes.h"

namespace loket::receipt {
namespace {

// Narrower than this there is no paper; a wrong profile must not make rows of nothing.
constexpr std::size_t kLeastColumns = 16;

std::size_t columnsOf(const PaperProfile& profile) {
  return std::max(kLeastColumns, static_cast<std::size_t>(std::max(profile.columns, 0)));
}

constexpr int kDotsOfLetter = 12;
// An eighth of a millimetre each. A module of one dot is printed too badly to be read.
constexpr int kLeastDots = 2;
constexpr int kBarcodeDots = 3;

// As many as `most` of each module of a code of `size`, if there is room for so many; 0 when there is not even for few.
int dotsFor(int size, int quiet, int most, const PaperProfile& profile) {
  const int dots = size == 0 ? 0 : std::min(most, dotsOf(profile) / (size + 2 * quiet));
  return dots < kLeastDots ? 0 : dots;
}

std::size_t widthFor(Weight weight, const PaperProfile& profile) {
  return weight == Weight::Large ? columnsOf(profile) / 2 : columnsOf(profile);
}

// ---- Text -----------------------------------------------------------------------------------------------

constexpr std::uint32_t kInvalid = 0xFFFFFFFF;

// Takes one code point off the front. Malformed, overlong and surrogate sequences cost one byte each.
std::uint32_t takeCodePoint(std::string_view& text) {
  const auto byteAt = [&text](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const std::uint32_t lead = byteAt(0);
  std::size_t length = 1;
  std::uint32_t point = lead;
  std::uint32_t least = 0;
  if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    point = lead & 0x07;
    least = 0x10000;
  } else if (lead >= 0xE0 && lead < 0xF0) {
    length = 3;
    point = lead & 0x0F;
    least = 0x800;
  } else if (lead >= 0xC2 && lead < 0xE0) {
    length = 2;
    point = lead & 0x1F;
    least = 0x80;
  } else if (lead >= 0x80) {
    text.remove_prefix(1);
    return kInvalid;
  }
  bool good = length <= text.size();
  for (std::size_t i = 1; good && i < length; ++i) {
    good = (byteAt(i) & 0xC0) == 0x80;
    point = (point << 6) | (byteAt(i) & 0x3F);
  }
  good = good && point >= least && point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
  text.remove_prefix(good ? length : 1);
  return good ? point : kInvalid;
}

// U+00C0..U+017F without their accents.
constexpr std::string_view kLatin1 =  // U+00C0..U+00FF
    "AAAAAAACEEEEIIII"
    "DNOOOOOxOUUUUYTs"
    "aaaaaaaceeeeiiii"
    "dnooooo/ouuuuyty";
constexpr std::string_view kLatinA =  // U+0100..U+017F
    "AaAaAaCcCcCcCcDd"
    "DdEeEeEeEeEeGgGg"
    "GgGgHhHhIiIiIiIi"
    "IiJjJjKkkLlLlLlL"
    "lLlNnNnNnnNnOoOo"
    "OoOoRrRrRrSsSsSs"
    "SsTtTtTtUuUuUuUu"
    "UuUuWwYyYZzZzZzs";
static_assert(kLatin1.size() == 64 && kLatinA.size() == 128);

bool isDropped(std::uint32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0xAD ||  // controls, C1, soft hyphen
         (c >= 0x300 && c <= 0x36F) ||                           // combining accents
         c == 0x61C || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||  // bidi, zero width
         (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0000 && c <= 0xE0FFF) ||               // variations, tags
         (c >= 0x2600 && c <= 0x27BF) || (c >= 0x1F000 && c <= 0x1FAFF);                 // pictures
}

void appendPlain(std::string& out, std::uint32_t c) {
  if (c >= 0x20 && c <= 0x7E) {
    out.push_back(static_cast<char>(c));
  } else if (c == '\t' || c == '\n' || c == '\r' || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F ||
             c == 0x205F || c == 0x3000) {
    out.push_back(' ');
  } else if (c == kInvalid) {
    out.push_back('?');
  } else if (isDropped(c)) {
    return;
  } else if (c == 0xC6 || c == 0xE6) {
    out += c == 0xC6 ? "AE" : "ae";
  } else if (c == 0xDF) {
    out += "ss";
  } else if (c == 0x152 || c == 0x153) {
    out += c == 0x152 ? "OE" : "oe";
  } else if (c >= 0xC0 && c <= 0xFF) {
    out.push_back(kLatin1[c - 0xC0]);
  } else if (c >= 0x100 && c <= 0x17F) {
    out.push_back(kLatinA[c - 0x100]);
  } else if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212) {
    out.push_back('-');
  } else if ((c >= 0x2018 && c <= 0x201B) || c == 0x2032 || c == 0xB4 || c == 0x2BC || c == 0x2039 || c == 0x203A) {
    out.push_back('\'');
  } else if ((c >= 0x201C && c <= 0x201F) || c == 0x2033 || c == 0xAB || c == 0xBB) {
    out.push_back('"');
  } else if (c == 0x2026) {
    out += "...";
  } else if (c == 0x2022 || c == 0xB7) {
    out.push_back('*');
  } else if (c == 0x2044 || c == 0x2215) {
    out.push_back('/');
  } else if (c == 0xA9) {
    out += "(c)";
  } else if (c == 0xAE) {
    out += "(R)";
  } else if (c >= 0xFF01 && c <= 0xFF5E) {
    out.push_back(static_cast<char>(c - 0xFF01 + 0x21));
  } else {
    out.push_back('?');
  }
}

// Breaks at spaces. A word longer than a row is cut into pieces of about one length, so that a long reference
// reads as an even block. Always at least one row: an empty line stays a line.
std::vector<std::string> wrap(std::string_view clean, std::size_t width) {
  std::vector<std::string> rows;
  std::string row;
  const auto flush = [&rows, &row] {
    rows.push_back(row);
    row.clear();
  };
  for (const std::string& word : split(clean, ' ')) {
    if (word.empty())
      continue;
    if (!row.empty() && row.size() + 1 + word.size() <= width) {
      row += ' ' + word;
      continue;
    }
    if (!row.empty())
      flush();
    if (word.size() <= width) {
      row = word;
      continue;
    }
    const std::size_t pieces = (word.size() + width - 1) / width;
    const std::size_t step = (word.size() + pieces - 1) / pieces;
    for (std::size_t at = 0; at < word.size(); at += step) {
      if (!row.empty())
        flush();
      row = word.substr(at, step);
    }
  }
  if (!row.empty() || rows.empty())
    flush();
  return rows;
}

// The same number of rows, but none much shorter than the others: centred text with a last word alone looks torn.
std::vector<std::string> wrapEvenly(std::string_view clean, std::size_t width) {
  std::vector<std::string> rows = wrap(clean, width);
  if (rows.size() == 1)
    return rows;
  for (std::size_t narrower = (clean.size() + 1) / rows.size(); narrower < width; ++narrower) {
    std::vector<std::string> even = wrap(clean, std::max<std::size_t>(narrower, 1));
    if (even.size() == rows.size())
      return even;
  }
  return rows;
}

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width)
    text.append(width - text.size(), ' ');
  return text;
}

// ---- Lines to rows --------------------------------------------------------------------------------------

struct Grid {
  const PaperProfile& profile;
  std::size_t labelWidth = 0;  // where the colons stand, on rows of normal width

  std::size_t labelWidthFor(const Line& line, const std::string& label) const {
    return line.weight == Weight::Large || label.size() > labelWidth ? label.size() : labelWidth;
  }
};

bool hasLabel(const Line& line) { return line.kind == Line::Kind::Field || line.kind == Line::Kind::Amount; }

// The colons of lines that follow each other stand under each other. An over-long label moves only its own.
std::size_t labelWidthOfBlock(const std::vector<Line>& lines, std::size_t from, std::size_t longest) {
  std::size_t width = 0;
  for (std::size_t i = from; i < lines.size() && hasLabel(lines[i]); ++i) {
    const std::size_t length = trimmed(cleanText(lines[i].label)).size();
    if (lines[i].weight != Weight::Large && length <= longest)
      width = std::max(width, length);
  }
  return width;
}

void appendText(std::vector<Row>& rows, const Line& line, const Grid& grid) {
  const std::string clean = cleanText(line.text);
  const std::size_t width = widthFor(line.weight, grid.profile);
  for (std::string& text : line.align == Align::Centre ? wrapEvenly(clean, width) : wrap(clean, width))
    rows.push_back(Row{std::move(text), line.weight, line.align});
}

void appendField(std::vector<Row>& rows, const Line& line, const Grid& grid) {
  const std::size_t width = widthFor(line.weight, grid.profile);
  const std::string label = trimmed(cleanText(line.label));
  const std::string value = cleanText(line.text);
  const std::string head = padded(label, grid.labelWidthFor(line, label)) + ": ";
  // Half of the row at least is the value's; a longer label gets rows of its own.
  if (head.size() * 2 > width + 8) {
    for (std::string& text : wrap(label + ":", width))
      rows.push_back(Row{std::move(text), line.weight, Align::Left});
    for (const std::string& text : wrap(value, width - 2))
      rows.push_back(Row{"  " + text, line.weight, Align::Left});
    return;
  }
  std::string lead = head;
  for (const std::string& text : wrap(value, width - head.size())) {
    rows.push_back(Row{trimmed(text).empty() ? lead.substr(0, head.size() - 1) : lead + text, line.weight, Align::Left});
    lead.assign(head.size(), ' ');
  }
}

void appendAmount(std::vector<Row>& rows, const Line& line, const Grid& grid) {
  const std::size_t width = widthFor(line.weight, grid.profile);
  const std::string label = trimmed(cleanText(line.label));
  const std::string value = trimmed(cleanText(line.text));
  // Colon in its column; else right behind its label; else the amount stands on a row of its own.
  for (const std::size_t labelWidth : {grid.labelWidthFor(line, label), label.size()}) {
    const std::string head = padded(label, labelWidth) + ":";
    if (head.size() + 1 + value.size() > width)
      continue;
    rows.push_back(Row{padded(head, width - value.size()) + value, line.weight, Align::Left});
    return;
  }
  for (std::string& text : wrap(label + ":", width))
    rows.push_back(Row{std::move(text), line.weight, Align::Left});
  for (const std::string& text : wrap(value, width))
    rows.push_back(Row{padded("", width - text.size()) + text, line.weight, Align::Left});
}

void appendQr(std::vector<Row>& rows, const Line& line, const Grid& grid) {
  std::string clean = cleanText(line.text);
  if (qrDots(clean, grid.profile) > 0)
    rows.push_back(Row{std::move(clean), Weight::Normal, Align::Centre, Row::Kind::Qr});
  else
    appendText(rows, Line{Line::Kind::Text, {}, std::move(clean), Weight::Normal, Align::Centre}, grid);
}

void appendSeal(std::vector<Row>& rows, const Line& line, const Grid& grid) {
  std::string clean = cleanText(line.text);
  if (qrDots(clean, grid.profile) > 0)
    rows.push_back(Row{std::move(clean), Weight::Normal, Align::Centre, Row::Kind::Seal});
}

void appendBarcode(std::vector<Row>& rows, const Line& line, const Grid& grid) {
  appendText(rows, line, grid);
  std::string clean = cleanText(line.text);
  if (barcodeDots(clean, grid.profile) > 0)
    rows.push_back(Row{std::move(clean), Weight::Normal, line.align, Row::Kind::Barcode});
}

// A printer that draws no code dot by dot draws no mark either; it says the shop's name in letters.
void appendLogo(std::vector<Row>& rows, const Line& line, const Grid& grid) {
  const auto logo = grid.profile.codes == Codes::None ? std::nullopt : logoFrom(line.text);
  if (logo && logo->width <= dotsOf(grid.profile))
    rows.push_back(Row{line.text, Weight::Normal, line.align, Row::Kind::Logo});
}

}  // namespace

int dotsOf(const PaperProfile& profile) { return static_cast<int>(columnsOf(profile)) * kDotsOfLetter; }

int qrDots(std::string_view text, const PaperProfile& profile) {
  return dotsFor(profile.codes == Codes::None ? 0 : qrSize(text), kQrQuiet, std::clamp(profile.codeDots, 1, 16), profile);
}

int barcodeDots(std::string_view text, const PaperProfile& profile) {
  return dotsFor(profile.codes == Codes::None ? 0 : barcodeSize(text), kBarcodeQuiet, kBarcodeDots, profile);
}

std::string cleanText(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  while (!utf8.empty())
    appendPlain(out, takeCodePoint(utf8));
  return out;
}

std::vector<Row> layOut(const Receipt& receipt, const PaperProfile& profile) {
  const std::size_t columns = columnsOf(profile);
  Grid grid{profile};
  std::vector<Row> rows;
  bool inBlock = false;
  for (std::size_t i = 0; i < receipt.lines.size(); ++i) {
    const Line& line = receipt.lines[i];
    if (hasLabel(line) && !inBlock)
      grid.labelWidth = labelWidthOfBlock(receipt.lines, i, columns / 2);
    inBlock = hasLabel(line);
    switch (line.kind) {
      case Line::Kind::Text: appendText(rows, line, grid); break;
      case Line::Kind::Field: appendField(rows, line, grid); break;
      case Line::Kind::Amount: appendAmount(rows, line, grid); break;
      case Line::Kind::Rule: rows.push_back(Row{std::string(columns, '-'), Weight::Normal, Align::Left}); break;
      case Line::Kind::Gap: rows.push_back(Row{}); break;
      case Line::Kind::Code: appendQr(rows, line, grid); break;
      case Line::Kind::Seal: appendSeal(rows, line, grid); break;
      case Line::Kind::Barcode: appendBarcode(rows, line, grid); break;
      case Line::Kind::Logo:
        appendLogo(rows, line, grid);
        break;
    }
  }
  return rows;
}

std::string toText(const std::vector<Row>& rows, const PaperProfile& profile) {
  const std::size_t columns = columnsOf(profile);
  std::string out;
  for (const Row& row : rows) {
    if (row.kind == Row::Kind::Barcode || row.kind == Row::Kind::Seal || row.kind == Row::Kind::Logo)
      continue;
    if (row.kind == Row::Kind::Qr) {
      for (std::size_t at = 0; at < row.text.size(); at += columns) out += row.text.substr(at, columns) + "\n";
      continue;
    }
    const std::size_t room = columns > row.text.size() ? columns - row.text.size() : 0;
    if (!row.text.empty() && row.align == Align::Centre)
      out.append(room / 2, ' ');
    if (!row.text.empty() && row.align == Align::Right)
      out.append(room, ' ');
    out += row.text;
    out.push_back('\n');
  }
  return out;
}

}  // namespace loket::receipt
