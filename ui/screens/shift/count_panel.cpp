#include "ui/screens/shift/count_panel.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QRegularExpressionValidator>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/text/amounts.h"
#include "ui/text/shift.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/money_edit.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {
namespace {

constexpr int kNotesMax = 9'999;  // of one kind; a bundle of such bundles is no drawer

bool isEnterKey(int key) {
  return key == Qt::Key_Return || key == Qt::Key_Enter;
}

}  // namespace

using theme::ColourRole;
using theme::TextSize;
using theme::Tone;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

CountPanel::CountPanel(const Counter& counter, ShiftFlow& flow, ShiftStep step, QWidget* parent)
    : QWidget(parent), m_counter(counter), m_flow(flow), m_step(step) {
  const theme::Theme& look = counter.theme;
  const bool isOpening = step == ShiftStep::Opening;
  auto* card = new widgets::Card(look, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(card);
  m_title = new TextLabel(look, tr("How much is in the drawer?"), TextSize::Entry, Weight::SemiBold,
                          ColourRole::Ink, card);
  m_what = new TextLabel(look,
                         isOpening ? tr("No shift is open. Count the cash before the first sale.")
                                   : tr("Count all of it. What there should be is told after that."),
                         TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  m_what->setOverflow(Overflow::Elide);

  auto* body = new QHBoxLayout;
  body->setSpacing(look.space(9));
  body->addWidget(makeRows(card));
  body->addWidget(makeSum(card), 1);
  m_column = new QVBoxLayout(card);
  m_column->addWidget(m_title);
  m_column->addWidget(m_what);
  m_column->addLayout(body, 1);
  connect(&flow, &ShiftFlow::changed, this, [this] {
    if (isVisible() && m_flow.error() && m_flow.error()->code == ErrorCode::ReasonMissing)
      m_reason->setFocus();
  });
  count();
}

QWidget* CountPanel::makeRows(QWidget* card) {
  const theme::Theme& look = m_counter.theme;
  auto* rows = new QWidget(card);
  m_grid = new QGridLayout(rows);
  m_grid->setContentsMargins({});
  m_grid->setHorizontalSpacing(look.space(3));
  m_grid->setColumnMinimumWidth(2, look.space(32));
  for (std::size_t i = 0; i < kNotes.size(); ++i) {
    auto* field = new QLineEdit(rows);
    const QString note = text::rupiah(Money::rupiah(kNotes[i]));
    field->setObjectName(QStringLiteral("notes-%1").arg(kNotes[i]));
    field->setAccessibleName(tr("Notes of %1").arg(note));
    field->setValidator(
        new QRegularExpressionValidator(QRegularExpression(QStringLiteral("\\d{0,4}")), field));
    field->setPlaceholderText(QStringLiteral("0"));
    field->setAlignment(Qt::AlignRight);
    field->setInputMethodHints(Qt::ImhDigitsOnly);
    field->setFont(look.font(TextSize::Lead, Weight::SemiBold));
    field->setFixedWidth(look.space(24));
    addRow(static_cast<int>(i), note + QStringLiteral("  ×"), field);
    m_sums[i] = new TextLabel(look, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, rows);
    m_sums[i]->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_sums[i]->setOverflow(Overflow::Shrink);
    m_grid->addWidget(m_sums[i], static_cast<int>(i), 2);
    m_notes[i] = field;
  }
  m_coins = new widgets::MoneyEdit(look, rows);
  m_coins->setObjectName(QStringLiteral("coins"));
  m_coins->setAccessibleName(tr("Coins, all together"));
  m_coins->setMinimumWidth(look.space(24));
  addRow(static_cast<int>(kNotes.size()), tr("Coins"), m_coins);
  for (std::size_t i = 0; i < kNotes.size(); ++i)
    connect(m_notes[i], &QLineEdit::textEdited, this, &CountPanel::count);
  connect(m_coins, &widgets::MoneyEdit::valueEdited, this, &CountPanel::count);
  return rows;
}

void CountPanel::addRow(int row, const QString& caption, QLineEdit* field) {
  auto* words = new TextLabel(m_counter.theme, caption, TextSize::Lead, Weight::Medium, ColourRole::Ink,
                              field->parentWidget());
  words->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  m_grid->addWidget(words, row, 0);
  m_grid->addWidget(field, row, 1, 1, field == m_coins ? 2 : 1);
  field->installEventFilter(this);
}

QWidget* CountPanel::makeSum(QWidget* card) {
  const theme::Theme& look = m_counter.theme;
  auto* side = new QWidget(card);
  const auto caption = [&](const QString& words) {
    auto* label = new TextLabel(look, words, TextSize::Small, Weight::Regular, ColourRole::Muted, side);
    label->setOverflow(Overflow::Elide);
    return label;
  };
  m_total = new widgets::MoneyEdit(look, side);
  m_total->setObjectName(QStringLiteral("counted"));
  m_total->setAccessibleName(tr("Cash in the drawer"));
  m_total->setFont(look.font(TextSize::Name, Weight::Bold));
  m_total->installEventFilter(this);
  m_words = new TextLabel(look, {}, TextSize::Lead, Weight::Medium, ColourRole::Ink, side);
  m_words->setOverflow(Overflow::Wrap);
  m_reason = new QLineEdit(side);
  m_reason->setObjectName(QStringLiteral("count-reason"));
  m_reason->setAccessibleName(tr("Note, if you know of something missing or too much"));
  m_reason->setFont(look.font(TextSize::Body));
  m_reason->setMaxLength(120);
  m_reason->installEventFilter(this);
  m_message = new widgets::InlineMessage(look, side);
  m_message->clear();
  m_go = new widgets::ActionButton(look, {}, widgets::ActionKind::Primary, side);
  m_go->setObjectName(QStringLiteral("count-go"));
  m_go->setKeyCap(QStringLiteral("Enter"));
  m_go->setFocusPolicy(Qt::NoFocus);

  m_side = new QVBoxLayout(side);
  m_side->setContentsMargins({});
  m_side->addWidget(caption(m_total->accessibleName()));
  m_side->addWidget(m_total);
  m_side->addWidget(m_words);
  m_side->addWidget(caption(m_reason->accessibleName()));
  m_side->addWidget(m_reason);
  m_side->addStretch();
  m_side->addWidget(m_message);
  m_side->addWidget(m_go, 0, Qt::AlignRight);
  connect(m_total, &widgets::MoneyEdit::valueEdited, this, [this] {
    m_confirming = false;
    refresh();
  });
  connect(m_go, &QAbstractButton::clicked, this, &CountPanel::submit);
  return side;
}

bool CountPanel::isCounted() const {
  return m_coins->value() > 0 || std::any_of(m_notes.begin(), m_notes.end(), [](const QLineEdit* field) {
           return field->text().toInt() > 0;
         });
}

void CountPanel::count() {
  qint64 sum = m_coins->value();
  for (std::size_t i = 0; i < kNotes.size(); ++i) {
    const qint64 notes = std::min(m_notes[i]->text().toInt(), kNotesMax);
    const qint64 worth = notes * kNotes[i];
    m_sums[i]->setText(worth > 0 ? text::rupiah(Money::rupiah(worth)) : QString());
    sum += worth;
  }
  m_confirming = false;
  m_total->setValue(sum);
  // A sum that was typed has no notes; with notes it is theirs.
  m_total->setReadOnly(isCounted());
  refresh();
}

void CountPanel::clear() {
  for (QLineEdit* field : m_notes) field->clear();
  m_coins->setValue(0);
  m_total->setValue(0);
  m_reason->clear();
  count();
}

void CountPanel::enter() {
  refresh();
  if (isCounted() || m_total->value() > 0) {
    take(m_total);
    return;
  }
  take(m_notes.front());
}

void CountPanel::typeTotal() {
  take(m_total);
}

// What is typed next takes the place of what stands there, unless that is a sum.
void CountPanel::take(QLineEdit* field) {
  if (field->isReadOnly())
    field->deselect();
  else
    field->selectAll();
  field->setFocus();
}

void CountPanel::refresh() {
  const Money counted = Money::rupiah(m_total->value());
  const bool isOpening = m_step == ShiftStep::Opening;
  m_words->setText(counted.isPositive() ? text::spokenAmount(counted) : QString());
  m_go->setText(
      (isOpening ? tr("Open the shift with %1") : tr("Close the shift with %1")).arg(text::rupiah(counted)));
  m_go->setEnabled(!m_flow.isBusy() && !m_flow.isUnsure());
  if (m_flow.step() != m_step)
    return;
  if (m_flow.error())
    m_message->setMessage(Tone::Danger, text::shiftSentence(*m_flow.error()));
  else if (m_flow.isBusy())
    m_message->setMessage(Tone::Waiting, tr("Recording…"));
  else if (m_confirming)
    m_message->setMessage(Tone::Waiting,
                          tr("Nothing is counted. If the drawer is really empty, press Enter once more."));
  else
    m_message->clear();
}

void CountPanel::submit() {
  if (!m_go->isEnabled())
    return;
  if (m_total->value() == 0 && !m_confirming) {
    m_confirming = true;
    refresh();
    return;
  }
  m_confirming = false;
  m_flow.submit(Money::rupiah(m_total->value()), m_reason->text().trimmed().toStdString());
}

bool CountPanel::moveFrom(QObject* field, bool down, bool isEnter) {
  if (isEnter && (field == m_total || field == m_reason)) {
    submit();
    return true;
  }
  std::array<QLineEdit*, kNotes.size() + 3> order{};
  std::copy(m_notes.begin(), m_notes.end(), order.begin());
  order[kNotes.size()] = m_coins;
  order[kNotes.size() + 1] = m_total;
  order[kNotes.size() + 2] = m_reason;
  const auto at = std::find(order.begin(), order.end(), field);
  if (at == order.end() || (down ? at + 1 == order.end() : at == order.begin()))
    return true;
  take(down ? *(at + 1) : *(at - 1));
  return true;
}

// Takes back what stands in this field, then the step itself.
bool CountPanel::undo(QObject* field) {
  auto* edit = qobject_cast<QLineEdit*>(field);
  if (edit == nullptr || edit->isReadOnly() || edit->text().isEmpty())
    return false;
  if (auto* money = qobject_cast<widgets::MoneyEdit*>(edit))
    money->setValue(0);
  else
    edit->clear();
  if (edit == m_total || edit == m_reason)
    refresh();
  else
    count();
  return true;
}

bool CountPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  auto* key = static_cast<QKeyEvent*>(event);
  switch (key->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Down:
    case Qt::Key_Up:
      if (isEnterKey(key->key()) && key->isAutoRepeat())
        return true;
      return moveFrom(watched, key->key() != Qt::Key_Up, isEnterKey(key->key()));
    case Qt::Key_Escape:
      if (m_confirming) {
        m_confirming = false;
        refresh();
        return true;
      }
      return undo(watched) || QWidget::eventFilter(watched, event);
    default:
      break;
  }
  const bool isPrinted = !key->text().isEmpty() && key->text().front().isPrint() &&
                         (key->modifiers() & (Qt::ControlModifier | Qt::AltModifier)) == 0;
  const bool isTyped = isPrinted && key->text().front().isDigit();
  if (isPrinted && !isTyped && std::find(m_notes.begin(), m_notes.end(), watched) != m_notes.end()) {
    key->ignore();  // as in a field for money, letters are the screen's
    return true;
  }
  if (watched == m_total && m_total->isReadOnly() && isTyped) {
    m_message->setMessage(Tone::Neutral,
                          tr("This is the sum of the notes. F7 empties them; then it can be typed."));
    return true;
  }
  return QWidget::eventFilter(watched, event);
}

void CountPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const theme::Theme& look = m_counter.theme;
  const bool tight = height() < look.space(125);
  const int side = look.space(tight ? 5 : 8);
  m_column->setContentsMargins(side, look.space(tight ? 3 : 6), side, look.space(tight ? 3 : 7));
  m_column->setSpacing(look.space(tight ? 1 : 2));
  m_title->setTextSize(tight ? TextSize::Heading : TextSize::Entry);
  m_what->setVisible(!tight);
  m_grid->setVerticalSpacing(look.space(tight ? 0.5 : 2));
  m_side->setSpacing(look.space(tight ? 1 : 2));
  m_total->setFixedHeight(look.px(tight ? theme::metric::kButtonHeight : theme::metric::kSearchHeight));
  for (QLineEdit* field : m_notes) field->setFixedHeight(look.px(theme::metric::kFieldHeight));
  m_reason->setFixedHeight(look.px(theme::metric::kFieldHeight));
  m_go->setActionSize(tight ? widgets::ActionSize::Small : widgets::ActionSize::Large);
}

QList<widgets::KeyHint> CountPanel::hints() const {
  QList<widgets::KeyHint> hints{{tr("digits"), tr("notes")},
                                {QStringLiteral("↑ ↓ Enter"), tr("next kind")},
                                {QStringLiteral("F6"), tr("type the sum")},
                                {QStringLiteral("F7"), tr("start again")}};
  if (m_step == ShiftStep::Closing)
    hints << widgets::KeyHint{QStringLiteral("Esc"), tr("not yet")};
  else if (m_flow.hasLastReport())
    hints << widgets::KeyHint{QStringLiteral("F8"), tr("last report")};
  return hints;
}

}  // namespace loket::ui::screens
