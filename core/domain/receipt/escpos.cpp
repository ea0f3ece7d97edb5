// Rows as ESC/POS bytes.
#include <algorithm>
#include <initializer_list>

#include "core/domain/identity/logo.h"
#include "core/domain/receipt/codes.h"
#include "core/domain/receipt/escape.h"
#include "core/domain/receipt/layout.h"

namespace loket::receipt {
namespace {

constexpr char kGs = '\x1D';
constexpr char kFs = '\x1C';

// Dots: about eight millimetres, which a hand scanner hits.
constexpr int kBarcodeHeight = 64;
// More rows at once overrun the memory of cheap printers, and the rest comes out as letters.
constexpr int kStripRows = 64;

char low(int n) { return static_cast<char>(n & 0xFF); }
char high(int n) { return static_cast<char>((n >> 8) & 0xFF); }

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

void appendAlign(std::string& out, Align from, Align to) {
  if (from == to)
    return;
  const char n = to == Align::Centre ? '\x01' : to == Align::Right ? '\x02' : '\x00';
  appendBytes(out, {kEsc, 'a', n});
}

// GS v 0, of one strip.
void appendStripHead(std::string& out, int bytesAcross, int rows) {
  appendBytes(out, {kGs, 'v', '0', '\x00', low(bytesAcross), high(bytesAcross), low(rows), high(rows)});
}

// A strip after the other. No module is narrower than two dots, so no byte of it has one dark dot alone in
// its middle: 10h, with which the commands begin that a printer obeys even inside a picture, cannot occur.
void appendRaster(std::string& out, const Modules& code, int dots, int rowsOfModule) {
  const int bytesAcross = (code.width * dots + 7) / 8;
  const int height = code.height * rowsOfModule;
  for (int top = 0; top < height; top += kStripRows) {
    const int rows = std::min(kStripRows, height - top);
    appendStripHead(out, bytesAcross, rows);
    for (int y = top; y < top + rows; ++y)
      for (int left = 0; left < bytesAcross * 8; left += 8) {
        int byte = 0;
        for (int x = left; x < left + 8; ++x) {
          const bool dark = x < code.width * dots && code.isDark(x / dots, y / rowsOfModule);
          byte = byte * 2 + (dark ? 1 : 0);
        }
        out.push_back(low(byte));
      }
  }
}

// Its dots may be anything, and a printer obeys DLE EOT, DLE ENQ and DLE DC4 wherever it sees them: the last
// one opens the drawer. One dot more turns every DLE into a letter.
void appendLogo(std::string& out, const std::string& text) {
  constexpr char kDle = '\x10';
  const auto logo = logoFrom(text);
  if (!logo)
    return;
  std::string dots = logo->dots;
  std::replace(dots.begin(), dots.end(), kDle, '\x18');
  const auto across = static_cast<std::size_t>(logo->bytesAcross());
  for (int top = 0; top < logo->height; top += kStripRows) {
    const int rows = std::min(kStripRows, logo->height - top);
    appendStripHead(out, logo->bytesAcross(), rows);
    out.append(dots, static_cast<std::size_t>(top) * across, static_cast<std::size_t>(rows) * across);
  }
}

// GS ( k, functions 165, 167, 169, 180 and 181: model 2, size, error correction M, store, print.
void appendNativeQr(std::string& out, const std::string& text, int dots) {
  const auto command = [&out](std::initializer_list<char> parameters, const std::string& data) {
    const int size = static_cast<int>(parameters.size() + data.size());
    appendBytes(out, {kGs, '(', 'k', low(size), high(size)});
    appendBytes(out, parameters);
    out += data;
  };
  command({'\x31', '\x41', '\x32', '\x00'}, {});
  command({'\x31', '\x43', low(dots)}, {});
  command({'\x31', '\x45', '\x31'}, {});
  command({'\x31', '\x50', '\x30'}, text);
  command({'\x31', '\x51', '\x30'}, {});
  out.push_back('\n');
}

// GS h, GS w, GS H and GS k: height, width, no letters beside it, Code 128 in set B.
void appendNativeBarcode(std::string& out, const std::string& text, int dots) {
  std::string data = "{B";
  for (const char c : text)
    data += c == '{' ? std::string("{{") : std::string(1, c);
  appendBytes(out, {kGs, 'h', low(kBarcodeHeight), kGs, 'w', low(dots), kGs, 'H', '\x00'});
  appendBytes(out, {kGs, 'k', '\x49', low(static_cast<int>(data.size()))});
  out += data;
  out.push_back('\n');
}

void appendPicture(std::string& out, const Row& row, const PaperProfile& profile) {
  if (row.kind == Row::Kind::Logo) {
    appendLogo(out, row.text);
    return;
  }
  const bool isQr = row.kind != Row::Kind::Barcode;
  const int dots = isQr ? qrDots(row.text, profile) : barcodeDots(row.text, profile);
  // Rows of a wider paper.
  if (dots == 0)
    return;
  if (profile.codes == Codes::Native) {
    if (isQr)
      appendNativeQr(out, row.text, dots);
    else
      appendNativeBarcode(out, row.text, dots);
    return;
  }
  if (const auto code = isQr ? qrModules(row.text) : barcodeModules(row.text))
    appendRaster(out, *code, dots, isQr ? dots : kBarcodeHeight);
}

}  // namespace

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
    if (row.kind != Row::Kind::Letters) {
      appendPicture(out, row, profile);
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
