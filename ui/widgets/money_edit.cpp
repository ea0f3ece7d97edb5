#include "ui/widgets/money_edit.h"

#include "ui/widgets/grouped_digits.h"

#include <QKeyEvent>

#include <algorithm>

namespace loket::ui::widgets {

namespace {

constexpr qsizetype kThousands = 3;

QString onlyDigits(const QString& text) {
  QString digits;
  std::copy_if(text.cbegin(), text.cend(), std::back_inserter(digits), isAsciiDigit);
  return digits;
}

// Digits to rupiah; none when there are too many.
std::optional<qint64> toRupiah(const QString& digits) {
  if (digits.isEmpty()) {
    return 0;
  }
  bool ok = false;
  const qint64 value = digits.toLongLong(&ok);
  if (!ok || value > MoneyEdit::kLargest) {
    return std::nullopt;
  }
  return value;
}

// "1.000.000": the first group has one to three digits, every other exactly three.
bool groupsAreThousands(const QString& text, QChar separator) {
  const QStringList groups = text.split(separator);
  for (qsizetype i = 0; i < groups.size(); ++i) {
    const bool first = i == 0;
    const qsizetype length = groups[i].size();
    if (length == 0 || length > kThousands || (!first && length != kThousands)) {
      return false;
    }
  }
  return true;
}

}  // namespace

MoneyEdit::MoneyEdit(const theme::Theme& theme, QWidget* parent) : Themed(theme, parent) {
  setInputMethodHints(Qt::ImhDigitsOnly);
  setAlignment(Qt::AlignRight);
  setPlaceholderText(QStringLiteral("0"));
  connect(this, &QLineEdit::textEdited, this, &MoneyEdit::takeEdit);
  restyle();
}

void MoneyEdit::restyle() {
  setFont(theme().font(theme::TextSize::Lead, theme::Weight::SemiBold));
  setMinimumHeight(theme().px(theme::metric::kFieldHeight));
}

void MoneyEdit::setValue(qint64 rupiah) {
  m_value = std::clamp<qint64>(rupiah, 0, kLargest);
  setText(m_value == 0 ? QString() : grouped(m_value));
}

QString MoneyEdit::grouped(qint64 rupiah) {
  const QString digits = QString::number(std::max<qint64>(rupiah, 0));
  QString result;
  for (qsizetype i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % kThousands == 0) {
      result += u'.';
    }
    result += digits[i];
  }
  return result;
}

std::optional<qint64> MoneyEdit::parsed(const QString& text) {
  QString bare = text.trimmed();
  for (const QString& sign : {QStringLiteral("rp"), QStringLiteral("idr")}) {
    if (bare.startsWith(sign, Qt::CaseInsensitive)) {
      bare.remove(0, sign.size());
      if (bare.startsWith(u'.')) {  // "Rp."
        bare.remove(0, 1);
      }
      break;
    }
  }
  bare.removeIf([](QChar c) { return c.isSpace(); });
  if (bare.endsWith(QStringLiteral(",-")) || bare.endsWith(QStringLiteral(".-"))) {  // "Rp5.000,-"
    bare.chop(2);
  }
  const bool allowed = !bare.isEmpty() && isAsciiDigit(bare.front()) && isAsciiDigit(bare.back()) &&
                       std::all_of(bare.cbegin(), bare.cend(), [](QChar c) { return isAsciiDigit(c) || c == u'.' || c == u','; });
  if (!allowed) {
    return std::nullopt;
  }
  const qsizetype lastDot = bare.lastIndexOf(u'.');
  const qsizetype lastComma = bare.lastIndexOf(u',');
  const qsizetype last = std::max(lastDot, lastComma);
  if (last >= 0) {
    const qsizetype tail = bare.size() - last - 1;
    const bool both = lastDot >= 0 && lastComma >= 0;
    if (both || tail != kThousands) {  // the last sign can only be the decimal one
      const QString decimals = bare.mid(last + 1);
      if (decimals.size() > 2 || decimals.count(u'0') != decimals.size()) {
        return std::nullopt;
      }
      bare.truncate(last);
    }
    const QChar group = bare.contains(u'.') ? u'.' : u',';
    if (bare.contains(u'.') && bare.contains(u',')) {
      return std::nullopt;
    }
    if (bare.contains(group) && !groupsAreThousands(bare, group)) {
      return std::nullopt;
    }
  }
  return toRupiah(onlyDigits(bare));
}

void MoneyEdit::keyPressEvent(QKeyEvent* event) {
  const QString typed = event->text();
  const bool printable = !typed.isEmpty() && typed.front().isPrint() &&
                         (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) == 0;
  if (printable && !isAsciiDigit(typed.front())) {
    event->ignore();  // the screen may use + - * and letters
    return;
  }
  if (!hasSelectedText() && event->modifiers() == Qt::NoModifier) {  // deleting a dot means deleting the digit beside it
    const int cursor = cursorPosition();
    const QString shown = text();
    if (event->key() == Qt::Key_Backspace && cursor > 0 && shown[cursor - 1] == u'.') {
      setCursorPosition(cursor - 1);
    } else if (event->key() == Qt::Key_Delete && cursor < shown.size() && shown[cursor] == u'.') {
      setCursorPosition(cursor + 1);
    }
  }
  Themed::keyPressEvent(event);
}

void MoneyEdit::takeEdit(const QString& text) {
  const QString digits = onlyDigits(text);
  const QString before = m_value == 0 ? QString() : QString::number(m_value);
  const bool foreign = std::any_of(text.cbegin(), text.cend(), [](QChar c) { return !isAsciiDigit(c) && c != u'.'; });
  const bool pasted = foreign || digits.size() > before.size() + 1;
  const std::optional<qint64> value = pasted ? parsed(text) : toRupiah(digits);
  const qsizetype after = onlyDigits(text.mid(cursorPosition())).size();
  if (!value.has_value()) {
    showValue(std::min(after, before.size()));
    emit refused(text);
    return;
  }
  const bool changed = *value != m_value;
  m_value = *value;
  showValue(pasted ? 0 : after);
  if (changed) {
    emit valueEdited(m_value);
  }
}

void MoneyEdit::showValue(qsizetype digitsAfterCursor) {
  const QString shown = m_value == 0 ? QString() : grouped(m_value);
  setText(shown);
  qsizetype position = shown.size();
  for (qsizetype left = digitsAfterCursor; left > 0 && position > 0;) {
    --position;
    left -= isAsciiDigit(shown[position]) ? 1 : 0;
  }
  setCursorPosition(static_cast<int>(position));
}

}  // namespace loket::ui::widgets
