// Receipts on a grid of columns, and from there to plain text and to ESC/POS bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/domain/receipt/receipt.h"

namespace loket::receipt {

// One printed row: already wrapped, padded and cleaned; printable ASCII only, never longer than the paper
// (half as long when Large).
struct Row {
  std::string text;
  Weight weight = Weight::Normal;
  Align align = Align::Left;
  enum class Kind {
    Letters,
    Qr,       // `text` is what the code holds
    Seal,     // likewise; no text says it again
    Barcode,  // likewise, in Code 128; the row above says it in letters
    Logo,     // likewise the shop's mark, as logoFrom() reads it
  };
  Kind kind = Kind::Letters;
};

// How codes come onto the paper.
enum class Codes {
  Raster,  // dot by dot (GS v 0): what nearly every printer knows
  Native,  // GS ( k and GS k: less to send, but cheap printers print the command as letters
  None,    // not at all; what a QR code holds is said in letters
};

// What a printer and its paper can do.
struct PaperProfile {
  int columns = 32;       // font A on 58 mm; 42 or 48 on 80 mm; less than 16 is taken as 16
  bool cutter = false;    // feed to the tear bar when there is none
  int feedLines = 4;
  int codeDots = 5;       // of one module of a QR code, or less where it would not fit
  bool largeByGs = true;  // GS ! n; old printers only know ESC !
  Codes codes = Codes::Raster;
};

// Dots across the paper: a letter of font A is 12 wide.
int dotsOf(const PaperProfile& profile);
// Dots of one module of a QR code or a bar code that holds `text`, with room for its quiet zone; 0 when it does not
// fit, or not in modules that a reader reads.
int qrDots(std::string_view text, const PaperProfile& profile);
int barcodeDots(std::string_view text, const PaperProfile& profile);

// Transliterates to printable ASCII (smart quotes, dashes, accents), drops control and bidi characters, so that
// no customer text can carry a printer command or break the columns. Never fails, whatever the bytes are.
std::string cleanText(std::string_view utf8);

std::vector<Row> layOut(const Receipt& receipt, const PaperProfile& profile);
// Plain text, one line per row, for files and chat. Large rows stay as they are, centred where they are centred:
// a token or a claim code is copied out of this text, so nothing is put between its characters. Letters cannot draw a
// QR code, but they can carry it.
std::string toText(const std::vector<Row>& rows, const PaperProfile& profile);
// Printer bytes. The commands among them depend on the lines' styles alone, never on what the lines say or how they
// wrap; only how large a code is drawn depends on its length.
std::string toEscPos(const std::vector<Row>& rows, const PaperProfile& profile);

}  // namespace loket::receipt
