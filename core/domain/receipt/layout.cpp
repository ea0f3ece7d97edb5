#include "core/domain/receipt/layout.h"

#include <algorithm>
#include <cstdint>

#include "core/base/text.h"

namespace loket::receipt {
namespace {

// Narrower than this there is no paper; a wrong profile must not make rows of nothing.
constexpr std::size_t kLeastColumns = 16;

std::size_t columnsOf(const PaperProfile& profile) {
  return std::max(kLeastColumns, static_cast<std::size_t>(std::max(profile.columns, 0)));
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

// ---- Rows to bytes --------------------------------------------------------------------------------------

constexpr char kEsc = '\x1B';
constexpr char kGs = '\x1D';
constexpr char kFs = '\x1C';

void appendBytes(std::string& out, std::initializer_list<char> bytes) { out.append(bytes.begin(), bytes.size()); }

void appendWeight(std::string& out, Weight from, Weight to, bool largeByGs) {
  if (from == to)
    return;
  if (!largeByGs) {
    // ESC ! carries everything at once: 0x08 emphasis, 0x10 double height, 0x20 double width.
    const char mode = to == Weight::Large ? '\x30' : to == Weight::Bold ? '\x08' : '\x00';
    appendBytes(out, {kEsc, '!', mode});
    return;
  }
  if (from == Weight::Bold)
    appendBytes(out, {kEsc, 'E', '\x00'});
  if (from == Weight::Large)
    appendBytes(out, {kGs, '!', '\x00'});
  if (to == Weight::Bold)
    appendBytes(out, {kEsc, 'E', '\x01'});
  if (to == Weight::Large)
    appendBytes(out, {kGs, '!', '\x11'});
}

// GS ( k, functions 165, 167, 169, 180 and 181: model 2, size, error correction M, store, print.
void appendCode(std::string& out, const std::string& text, int dots) {
  constexpr std::size_t kLongest = 1000;
  if (text.empty() || text.size() > kLongest)
    return;
  const auto command = [&out](std::initializer_list<char> parameters, const std::string& data) {
    const std::size_t size = parameters.size() + data.size();
    appendBytes(out, {kGs, '(', 'k', static_cast<char>(size & 0xFFU), static_cast<char>(size >> 8U)});
    appendBytes(out, parameters);
    out += data;
  };
  command({'\x31', '\x41', '\x32', '\x00'}, {});
  command({'\x31', '\x43', static_cast<char>(std::clamp(dots, 1, 16))}, {});
  command({'\x31', '\x45', '\x31'}, {});
  command({'\x31', '\x50', '\x30'}, text);
  command({'\x31', '\x51', '\x30'}, {});
  out.push_back('\n');
}

void appendAlign(std::string& out, Align from, Align to) {
  if (from == to)
    return;
  const char n = to == Align::Centre ? '\x01' : to == Align::Right ? '\x02' : '\x00';
  appendBytes(out, {kEsc, 'a', n});
}

}  // namespace

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
      case Line::Kind::Code: rows.push_back(Row{cleanText(line.text), Weight::Normal, Align::Centre, true}); break;
    }
  }
  return rows;
}

std::string toText(const std::vector<Row>& rows, const PaperProfile& profile) {
  const std::size_t columns = columnsOf(profile);
  std::string out;
  for (const Row& row : rows) {
    if (row.isCode) {
      // Letters cannot draw it; they can carry it.
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

std::string toEscPos(const std::vector<Row>& rows, const PaperProfile& profile) {
  std::string out;
  // Initialize; leave Chinese mode, in which clones start; code page 437.
  appendBytes(out, {kEsc, '@', kFs, '.', kEsc, 't', '\x00'});
  Weight weight = Weight::Normal;
  Align align = Align::Left;
  // Styles are set only where they change, never per row: how a customer's text wraps cannot be seen in the commands.
  for (const Row& row : rows) {
    appendAlign(out, align, row.align);
    appendWeight(out, weight, row.weight, profile.largeByGs);
    align = row.align;
    weight = row.weight;
    if (row.isCode) {
      appendCode(out, row.text, profile.codeDots);
      continue;
    }
    out += row.text;
    out.push_back('\n');
  }
  appendAlign(out, align, Align::Left);
  appendWeight(out, weight, Weight::Normal, profile.largeByGs);
  if (profile.cutter)
    appendBytes(out, {kGs, 'V', '\x42', '\x00'});  // feeds to the cutter by itself
  else
    appendBytes(out, {kEsc, 'd', static_cast<char>(std::clamp(profile.feedLines, 0, 255))});
  return out;
}

}  // namespace loket::receipt
