// Builds the lines of a receipt. It keeps the layouts readable as lists of what they say, and leaves out every
// line whose value was not received.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/domain/receipt/receipt.h"

namespace loket::receipt {

class Writer {
 public:
  explicit Writer(Receipt& receipt) : m_lines(receipt.lines) {}

  void text(std::string_view words, Weight weight = Weight::Normal) {
    add(Line::Kind::Text, {}, words, weight, Align::Left);
  }
  void centred(std::string_view words, Weight weight = Weight::Normal) {
    add(Line::Kind::Text, {}, words, weight, Align::Centre);
  }
  // Nothing when the value is empty: a label without a value says less than no line.
  void field(std::string_view label, std::string_view value, Weight weight = Weight::Normal) {
    if (!value.empty())
      add(Line::Kind::Field, label, value, weight, Align::Left);
  }
  void amount(std::string_view label, std::string_view value, Weight weight = Weight::Normal) {
    add(Line::Kind::Amount, label, value, weight, Align::Left);
  }
  void rule() { add(Line::Kind::Rule, {}, {}, Weight::Normal, Align::Left); }
  void code(std::string_view text) { add(Line::Kind::Code, {}, text, Weight::Normal, Align::Centre); }
  void seal(std::string_view text) { add(Line::Kind::Seal, {}, text, Weight::Normal, Align::Centre); }
  // In letters too: a scanner is not everywhere.
  void barcode(std::string_view text, Weight weight) { add(Line::Kind::Barcode, {}, text, weight, Align::Centre); }
  void logo(std::string_view text) { add(Line::Kind::Logo, {}, text, Weight::Normal, Align::Centre); }
  void gap() { add(Line::Kind::Gap, {}, {}, Weight::Normal, Align::Left); }

 private:
  void add(Line::Kind kind, std::string_view label, std::string_view value, Weight weight, Align align) {
    m_lines.push_back(Line{kind, std::string(label), std::string(value), weight, align});
  }
  std::vector<Line>& m_lines;
};

// A value that came from outside: clean, trimmed, and not longer than a receipt can bear.
std::string shown(std::string_view value, std::size_t longest = 96);
// The cleaned detail of that name, or nothing.
std::string detailOf(const Payment& payment, const char* key);
// What the upstream knows the payment by: the reference it told, or else its serial.
std::string referenceOf(const Payment& payment);
// "23/11/2026 14:05:09".
std::string stampOf(Instant t);
// When the payment was settled; when it was accepted while it is open.
Instant momentOf(const Payment& payment);
// "0812 3456 7890"; numbers with letters stay as they are.
std::string inFours(std::string_view number);
// "23/11/2026 14:05:09 WIB" on a row of its own; after a label it would not fit the narrow paper.
void writeTime(Writer& out, Instant t);
// On whose bon it is, and, for a bill taken offline at its ceiling, what it did not need: that is the customer's.
void writeHowPaid(Writer& out, const Payment& payment);

// A copy must be seen to be one: two originals of one token are two claims on one sale. Nothing on the original.
void writeCopyMark(Writer& out, int copyNo, Instant printedAt);
// Whose receipt it is, and what the shop says above and below everything that it prints.
void writeHeader(Writer& out, const Outlet& outlet);
void writeShopFooter(Writer& out, const Outlet& outlet);
// The bodies, between header and footer.
void writePlnToken(Writer& out, const Payment& payment);
void writePlnBill(Writer& out, const Payment& payment);
void writeTransfer(Writer& out, const Payment& payment, const Outlet& outlet);
void writePrepaid(Writer& out, const Payment& payment);
void writeBill(Writer& out, const Payment& payment);

}  // namespace loket::receipt
