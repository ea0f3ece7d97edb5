#include "ui/screens/shift/drawer_panel.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/text/amounts.h"
#include "ui/text/shift.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/money_edit.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {
namespace {

constexpr std::array<DrawerMove, 3> kMoves{DrawerMove::In, DrawerMove::Out, DrawerMove::Owner};

QString nameOf(DrawerMove move) {
  switch (move) {
    case DrawerMove::In:
      return DrawerPanel::tr("Put in");
    case DrawerMove::Out:
      return DrawerPanel::tr("Pay out");
    case DrawerMove::Owner:
      return DrawerPanel::tr("Owner takes");
  }
  return {};
}

QString sentenceOf(DrawerMove move) {
  switch (move) {
    case DrawerMove::In:
      return DrawerPanel::tr("The owner puts cash into the drawer.");
    case DrawerMove::Out:
      return DrawerPanel::tr("The shop pays for something out of the drawer.");
    case DrawerMove::Owner:
      return DrawerPanel::tr("The owner takes cash home; it is no expense.");
  }
  return {};
}

}  // namespace

using theme::ColourRole;
using theme::TextSize;
using theme::Tone;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

DrawerPanel::DrawerPanel(const Counter& counter, ShiftFlow& flow, QWidget* parent)
    : QWidget(parent), m_counter(counter), m_flow(flow) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(card);
  m_body = new QStackedWidget(card);
  m_body->setMinimumSize(1, 1);
  m_choices = makeChoices();
  m_form = makeForm();
  m_body->addWidget(m_choices);
  m_body->addWidget(m_form);
  m_column = new QVBoxLayout(card);
  auto* title = new TextLabel(look, tr("Cash besides the sales"), TextSize::Lead, Weight::SemiBold,
                              ColourRole::Ink, card);
  title->setOverflow(Overflow::Elide);
  m_column->addWidget(title);
  m_column->addWidget(m_body, 1);
  connect(&flow, &ShiftFlow::moveChanged, this, [this] {
    if (m_flow.moved()) {
      clear();
      close();
    }
    refresh();
    if (isVisible() && m_flow.moveError() && m_flow.moveError()->code == ErrorCode::ReasonMissing)
      m_reason->setFocus();
  });
  refresh();
}

QWidget* DrawerPanel::makeChoices() {
  const theme::Theme& look = m_counter.theme;
  auto* choices = new QWidget;
  auto* column = new QVBoxLayout(choices);
  column->setContentsMargins({});
  column->setSpacing(look.space(2));
  for (std::size_t i = 0; i < kMoves.size(); ++i) {
    auto* button =
        new widgets::ActionButton(look, nameOf(kMoves[i]), widgets::ActionKind::Secondary, choices);
    button->setActionSize(widgets::ActionSize::Small);
    button->setSpread(true);
    button->setKeyCap(QStringLiteral("F%1").arg(5 + i));
    button->setFocusPolicy(Qt::NoFocus);
    connect(button, &QAbstractButton::clicked, this, [this, i] { open(kMoves[i]); });
    column->addWidget(button);
  }
  m_done = new widgets::InlineMessage(look, choices);
  column->addWidget(m_done);
  column->addStretch();
  return choices;
}

QWidget* DrawerPanel::makeForm() {
  const theme::Theme& look = m_counter.theme;
  auto* form = new QWidget;
  const auto caption = [&](const QString& words) {
    auto* label = new TextLabel(look, words, TextSize::Small, Weight::Regular, ColourRole::Muted, form);
    label->setOverflow(Overflow::Elide);
    return label;
  };
  m_what = new TextLabel(look, {}, TextSize::Small, Weight::Regular, ColourRole::Ink, form);
  m_what->setOverflow(Overflow::Wrap);
  m_amount = new widgets::MoneyEdit(look, form);
  m_amount->setObjectName(QStringLiteral("move-amount"));
  m_amount->setAccessibleName(tr("How much"));
  m_amount->installEventFilter(this);
  m_words = new TextLabel(look, {}, TextSize::Small, Weight::Regular, ColourRole::Muted, form);
  m_words->setOverflow(Overflow::Elide);
  m_reason = new QLineEdit(form);
  m_reason->setObjectName(QStringLiteral("move-reason"));
  m_reason->setAccessibleName(tr("What for"));
  m_reason->setFont(look.font(TextSize::Body));
  m_reason->setMaxLength(120);
  m_reason->installEventFilter(this);
  m_message = new widgets::InlineMessage(look, form);
  m_go = new widgets::ActionButton(look, {}, widgets::ActionKind::Primary, form);
  m_go->setObjectName(QStringLiteral("move-go"));
  m_go->setActionSize(widgets::ActionSize::Small);
  m_go->setKeyCap(QStringLiteral("Enter"));
  m_go->setFocusPolicy(Qt::NoFocus);
  auto* column = new QVBoxLayout(form);
  column->setContentsMargins({});
  column->setSpacing(look.space(1));
  column->addWidget(m_what);
  column->addSpacing(look.space(1));
  column->addWidget(caption(m_amount->accessibleName()));
  column->addWidget(m_amount);
  column->addWidget(m_words);
  column->addWidget(caption(m_reason->accessibleName()));
  column->addWidget(m_reason);
  column->addSpacing(look.space(1));
  column->addWidget(m_message);
  column->addStretch();
  column->addWidget(m_go, 0, Qt::AlignRight);
  connect(m_amount, &widgets::MoneyEdit::valueEdited, this, &DrawerPanel::refresh);
  connect(m_go, &QAbstractButton::clicked, this, &DrawerPanel::record);
  return form;
}

bool DrawerPanel::isOpen() const {
  return m_body->currentWidget() == m_form;
}

void DrawerPanel::open(DrawerMove move) {
  if (m_flow.isMoving())
    return;
  m_move = move;
  m_flow.forgetMove();
  m_body->setCurrentWidget(m_form);
  refresh();
  takeKeyboard();
  emit changed();
}

void DrawerPanel::close() {
  if (m_flow.isMoving() || !isOpen())
    return;
  if (m_flow.moveError())
    m_flow.forgetMove();
  m_body->setCurrentWidget(m_choices);
  emit changed();
}

void DrawerPanel::clear() {
  m_amount->setValue(0);
  m_reason->clear();
}

void DrawerPanel::takeKeyboard() {
  m_amount->selectAll();
  m_amount->setFocus();
}

void DrawerPanel::refresh() {
  const Money amount = Money::rupiah(m_amount->value());
  m_what->setText(sentenceOf(m_move));
  m_words->setText(amount.isPositive() ? text::spokenAmount(amount) : QString());
  m_go->setText(nameOf(m_move));
  m_go->setEnabled(amount.isPositive() && !m_flow.isMoving() && !m_flow.isUnsure());
  for (QLineEdit* field : {static_cast<QLineEdit*>(m_amount), m_reason})
    field->setReadOnly(m_flow.isMoving());
  if (m_flow.moveError())
    m_message->setMessage(Tone::Danger, text::shiftSentence(*m_flow.moveError()));
  else if (m_flow.isMoving())
    m_message->setMessage(Tone::Waiting, tr("Recording…"));
  else
    m_message->clear();
  if (m_flow.moved())
    m_done->setMessage(Tone::Success, text::drawerMove(*m_flow.moved()));
  else
    m_done->clear();
}

void DrawerPanel::record() {
  if (!m_go->isEnabled())
    return;
  const Money amount = Money::rupiah(m_amount->value());
  const std::string reason = m_reason->text().trimmed().toStdString();
  if (m_move == DrawerMove::In)
    m_flow.move(api::PayIn{amount, reason});
  else
    m_flow.move(api::PayOut{amount, m_move == DrawerMove::Owner ? PaidTo::Owner : PaidTo::Expense, reason});
}

bool DrawerPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  auto* key = static_cast<QKeyEvent*>(event);
  switch (key->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (key->isAutoRepeat())
        return true;
      if (watched == m_reason)
        record();
      else
        m_reason->setFocus();
      return true;
    case Qt::Key_Down:
      m_reason->setFocus();
      return true;
    case Qt::Key_Up:
      m_amount->setFocus();
      return true;
    default:
      return QWidget::eventFilter(watched, event);
  }
}

void DrawerPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const theme::Theme& look = m_counter.theme;
  const bool tight = height() < look.space(125);
  const int side = look.space(tight ? 4 : 5);
  m_column->setContentsMargins(side, look.space(tight ? 3 : 5), side, look.space(tight ? 3 : 5));
  m_column->setSpacing(look.space(tight ? 2 : 3));
}

QList<widgets::KeyHint> DrawerPanel::hints() const {
  if (!isOpen())
    return {{QStringLiteral("F5–F7"), tr("cash besides the sales")}};
  return {{tr("digits"), tr("amount")},
          {QStringLiteral("Enter"), tr("next, then record")},
          {QStringLiteral("F5–F7"), tr("another kind")},
          {QStringLiteral("Esc"), tr("cancel")}};
}

}  // namespace loket::ui::screens
