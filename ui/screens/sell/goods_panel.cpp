#include "ui/screens/sell/goods_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>

#include "ui/screens/second_ask.h"
#include "ui/text/amounts.h"
#include "ui/text/shift.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/money_edit.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Tone;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

GoodsPanel::GoodsPanel(const Counter& counter, QWidget* parent) : QWidget(parent), m_counter(counter) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(card);
  const auto caption = [&](const QString& words) {
    auto* label = new TextLabel(look, words, TextSize::Small, Weight::Regular, ColourRole::Muted, card);
    label->setOverflow(Overflow::Elide);
    return label;
  };
  auto* why = new TextLabel(look, tr("For cash, beside the payments: it goes into the drawer's books and the shift's report."),
                            TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  why->setOverflow(Overflow::Wrap);
  m_amount = new widgets::MoneyEdit(look, card);
  m_amount->setObjectName(QStringLiteral("goods-amount"));
  m_amount->setAccessibleName(tr("How much it costs"));
  m_amount->setFont(look.font(TextSize::Name, Weight::Bold));
  m_amount->setMinimumHeight(look.px(theme::metric::kSearchHeight));
  m_amount->installEventFilter(this);
  m_words = new TextLabel(look, {}, TextSize::Lead, Weight::Medium, ColourRole::Ink, card);
  m_words->setOverflow(Overflow::Elide);
  m_name = new QLineEdit(card);
  m_name->setObjectName(QStringLiteral("goods-name"));
  m_name->setAccessibleName(tr("What it is, if that matters"));
  m_name->setFont(look.font(TextSize::Lead, Weight::Medium));
  m_name->setMaxLength(40);
  m_name->installEventFilter(this);
  m_message = new widgets::InlineMessage(look, card);
  m_back = new widgets::ActionButton(look, tr("Take the last one back"), widgets::ActionKind::Secondary, card);
  m_back->setObjectName(QStringLiteral("goods-back"));
  m_back->setKeyCap(QStringLiteral("F8"));
  m_go = new widgets::ActionButton(look, tr("Record"), widgets::ActionKind::Primary, card);
  m_go->setObjectName(QStringLiteral("goods-go"));
  m_go->setKeyCap(QStringLiteral("Enter"));
  for (widgets::ActionButton* button : {m_back, m_go}) button->setFocusPolicy(Qt::NoFocus);
  auto* foot = new QHBoxLayout;
  foot->addWidget(m_back);
  foot->addStretch();
  foot->addWidget(m_go);

  m_column = new QVBoxLayout(card);
  m_column->addWidget(new TextLabel(look, tr("Goods of the shop"), TextSize::Heading, Weight::SemiBold, ColourRole::Ink, card));
  m_column->addWidget(why);
  m_column->addSpacing(look.space(2));
  m_column->addWidget(caption(m_amount->accessibleName()));
  m_column->addWidget(m_amount);
  m_column->addWidget(m_words);
  m_column->addWidget(caption(m_name->accessibleName()));
  m_column->addWidget(m_name);
  m_column->addWidget(m_message);
  m_column->addStretch();
  m_column->addLayout(foot);

  m_second = new SecondAsk(m_counter, this);
  connect(m_second, &SecondAsk::hintsChanged, this, &GoodsPanel::hintsChanged);
  setFocusProxy(m_amount);
  connect(m_amount, &widgets::MoneyEdit::valueEdited, this, &GoodsPanel::refresh);
  connect(m_go, &QAbstractButton::clicked, this, &GoodsPanel::record);
  connect(m_back, &QAbstractButton::clicked, this, &GoodsPanel::takeBack);
  refresh();
}

void GoodsPanel::enter() {
  m_last.reset();
  m_error.reset();
  m_wasBack = false;
  refresh();
  m_amount->selectAll();
  m_amount->setFocus();
}

void GoodsPanel::refresh() {
  const Money amount = Money::rupiah(m_amount->value());
  m_words->setText(amount.isPositive() ? text::spokenAmount(amount) : QString());
  m_go->setEnabled(amount.isPositive() && !m_busy && !m_unsure);
  m_back->setVisible(m_last && !m_wasBack);
  m_back->setEnabled(!m_busy && !m_unsure);
  for (QLineEdit* field : {static_cast<QLineEdit*>(m_amount), m_name}) field->setReadOnly(m_busy);
  if (m_error)
    m_message->setMessage(Tone::Danger, text::shiftSentence(*m_error));
  else if (m_last)
    m_message->setMessage(m_wasBack ? Tone::Neutral : Tone::Success, text::drawerMove(*m_last));
  else
    m_message->clear();
  emit hintsChanged();
}

void GoodsPanel::run(api::TillCommand command, std::function<void(const Status&)> done) {
  m_busy = true;
  m_error.reset();
  refresh();
  m_counter.bridge.till(std::move(command), this, [this, done = std::move(done)](const Result<api::TillView>& view) {
    m_busy = false;
    if (view) {
      m_last = view->event;
      m_wasBack = view->event.kind == TillKind::GoodsReturned;
      m_amount->setValue(0);
      m_name->clear();
      m_amount->setFocus();
    }
    refresh();
    done(view ? Status() : fail(view.error()));
  });
}

void GoodsPanel::ended(const Status& how) {
  if (how)
    return;
  m_error = how.error();
  m_unsure = m_unsure || how.error().code == ErrorCode::CommitUnsure;
  refresh();
}

void GoodsPanel::record() {
  if (m_go->isEnabled())
    run(api::GoodsSale{Money::rupiah(m_amount->value()), m_name->text().trimmed().toStdString()},
        [this](const Status& how) { ended(how); });
}

void GoodsPanel::takeBack() {
  if (m_last && !m_wasBack && !m_busy && !m_unsure)
    m_second->run(
        text::drawerMove(*m_last),
        [this, last = *m_last](const api::Second& second, SecondAsk::Done done) {
          run(api::GoodsReturn{last.amount, last.reason, second}, std::move(done));
        },
        [this](const Status& how) { ended(how); });
}

bool GoodsPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  auto* key = static_cast<QKeyEvent*>(event);
  switch (key->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (!key->isAutoRepeat())
        record();
      return true;
    case Qt::Key_Down:
      m_name->setFocus();
      return true;
    case Qt::Key_Up:
      m_amount->setFocus();
      return true;
    case Qt::Key_F8:
      if (!key->isAutoRepeat())
        takeBack();
      return true;
    case Qt::Key_Escape:
      emit left();
      return true;
    default:
      return QWidget::eventFilter(watched, event);
  }
}

void GoodsPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const theme::Theme& look = m_counter.theme;
  const bool tight = height() < look.space(125);
  const int side = look.space(tight ? 5 : 8.5);
  m_column->setContentsMargins(side, look.space(tight ? 4 : 7), side, look.space(tight ? 4 : 7));
  m_column->setSpacing(look.space(tight ? 1.5 : 2));
  for (widgets::ActionButton* button : {m_back, m_go})
    button->setActionSize(tight ? widgets::ActionSize::Small : widgets::ActionSize::Large);
}

QList<widgets::KeyHint> GoodsPanel::hints() const {
  if (m_second->isAsking())
    return m_second->hints();
  QList<widgets::KeyHint> hints{
      {tr("digits"), tr("amount")}, {QStringLiteral("↓"), tr("name")}, {QStringLiteral("Enter"), tr("record")}};
  if (m_last && !m_wasBack)
    hints << widgets::KeyHint{QStringLiteral("F8"), tr("take the last one back")};
  return hints << widgets::KeyHint{QStringLiteral("Esc"), tr("back to the payments")};
}

}  // namespace loket::ui::screens
