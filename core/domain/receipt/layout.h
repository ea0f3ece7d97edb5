// Receipts on a grid of columns, and from there to plain text and to ESC/POS bytes.
#pragma once

#include <string>
#include <vector>

#include "core/domain/receipt/receipt.h"

namespace loket::receipt {

// One printed row: already wrapped, padded and cleaned; printable ASCII only, never longer than the paper
// (half as long when Large).
struct Row {
  std::string text;
  Weight weight = Weight::Normal;
  Align align = Align::Left;
  bool isCode = false;  // `text` is a QR code's, and not a row of letters
};

struct PaperProfile {
  int columns = 32;          // font A on 58 mm; 42 or 48 on 80 mm; less than 16 is taken as 16
  bool cutter = false;       // feed to the tear bar when there is none
  int feedLines = 4;
  int codeDots = 5;          // of one module of a QR code
  bool largeByGs = true;     // GS ! n; old printers only know ESC !
};

// Transliterates to printable ASCII (smart quotes, dashes, accents), drops control and bidi characters, so that
// no customer text can carry a printer command or break the columns. Never fails, whatever the bytes are.
std::string cleanText(std::string_view utf8);

std::vector<Row> layOut(const Receipt& receipt, const PaperProfile& profile);
// Plain text, one line per row, for files and chat. Large rows stay as they are, centred where they are centred:
// a token or a claim code is copied out of this text, so nothing is put between its characters.
std::string toText(const std::vector<Row>& rows, const PaperProfile& profile);
// Printer bytes. The commands among them depend on the lines' styles alone, never on what the lines say or how they
// wrap.
std::string toEscPos(const std::vector<Row>& rows, const PaperProfile& profile);

}  // namespace loket::receipt
