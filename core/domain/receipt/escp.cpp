#include "core/domain/receipt/escp.h"

#include <algorithm>
#include <initializer_list>

#include "core/domain/receipt/escape.h"
#include "core/domain/receipt/layout.h"

namespace loket::receipt {
namespace {

constexpr int kLinesMax = 127;

// The form that is being printed, and how much of it is used.
class Feeder {
 public:
  Feeder(std::string& out, const Form& form)
      : m_out(out), m_form(std::clamp(form.lines, 1, kLinesMax)), m_lines(std::max(1, m_form - std::max(0, form.margin))) {}

  // Room for `count` lines that belong together; on the next form when this one has none.
  void need(int count) {
    if (m_used > 0 && m_used + count > m_lines)
      eject();
  }
  void feed() {
    m_out += "\r\n";
    ++m_used;
  }
  // After its very last line the paper already is at the top of the next form.
  void eject() {
    if (m_used < m_form)
      m_out += '\f';
    m_used = 0;
  }
  bool isAtTop() const { return m_used == 0; }

 private:
  std::string& m_out;
  int m_form;
  int m_lines;  // that are printed on
  int m_used = 0;
};

// A letter of twice the width takes two columns.
std::string padded(const Row& row, int columns) {
  const std::size_t width = static_cast<std::size_t>(std::max(columns, 0)) / (row.weight == Weight::Large ? 2 : 1);
  const std::size_t room = width > row.text.size() ? width - row.text.size() : 0;
  if (row.text.empty() || row.align == Align::Left)
    return row.text;
  return std::string(row.align == Align::Centre ? room / 2 : room, ' ') + row.text;
}

}  // namespace

std::string toEscP(const Receipt& receipt, const Form& form) {
  PaperProfile paper;
  paper.columns = std::clamp(form.columns, 16, 80);
  paper.codes = Codes::None;
  std::string out;
  // Initialize; draft, ten to the inch, six lines to the inch; every line is struck twice, for the copies beneath; then
  // the form's length, and no skip of its own over the perforation.
  appendBytes(out, {kEsc, '@', kEsc, 'x', '\x00', kEsc, 'P', kEsc, '2', kEsc, 'G'});
  appendBytes(out, {kEsc, 'C', static_cast<char>(std::clamp(form.lines, 1, kLinesMax)), kEsc, 'O'});
  Feeder feeder(out, form);
  for (const Row& row : layOut(receipt, paper)) {
    // A letter of twice the height stands on its line and reaches into the one above.
    const bool isLarge = row.weight == Weight::Large;
    feeder.need(isLarge ? 2 : 1);
    if (isLarge)
      feeder.feed();
    const std::string text = padded(row, paper.columns);
    switch (row.weight) {
      case Weight::Normal:
        out += text;
        break;
      case Weight::Bold:
        appendBytes(out, {kEsc, 'E'});
        out += text;
        appendBytes(out, {kEsc, 'F'});
        break;
      case Weight::Large:
        appendBytes(out, {kEsc, 'W', '\x01', kEsc, 'w', '\x01'});
        out += text;
        appendBytes(out, {kEsc, 'w', '\x00', kEsc, 'W', '\x00'});
        break;
    }
    feeder.feed();
  }
  if (!feeder.isAtTop())
    feeder.eject();
  return out;
}

}  // namespace loket::receipt
