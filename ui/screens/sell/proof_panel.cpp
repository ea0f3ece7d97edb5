#include "ui/screens/sell/proof_panel.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>

#include "ui/text/amounts.h"
#include "ui/text/errors.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

ProofPanel::ProofPanel(const Counter& counter, SellFlow& flow, QWidget* parent) : QWidget(parent), m_flow(flow) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(card);

  m_title = new TextLabel(look, {}, TextSize::Heading, Weight::SemiBold, ColourRole::Ink, card);
  m_title->setOverflow(Overflow::Elide);
  m_sum = new TextLabel(look, {}, TextSize::Name, Weight::Bold, ColourRole::Ink, card);
  m_why = new TextLabel(look, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  m_why->setOverflow(Overflow::Wrap);
  m_question = new TextLabel(look, {}, TextSize::Small, Weight::Regular, ColourRole::Muted, card);
  m_edit = new QLineEdit(card);
  m_edit->setFont(look.font(TextSize::Name, Weight::Bold));
  m_edit->setMinimumHeight(look.px(theme::metric::kSearchHeight));
  m_edit->setMaxLength(7);  // six digits, and the gap in their middle
  m_edit->setObjectName(QStringLiteral("proof"));
  m_edit->installEventFilter(this);
  m_message = new widgets::InlineMessage(look, card);
  m_next = new widgets::ActionButton(look, tr("Go on"), widgets::ActionKind::Primary, card);
  m_next->setKeyCap(QStringLiteral("Enter"));
  m_next->setTrailingIcon(QStringLiteral("arrow-right"));
  m_next->setFocusPolicy(Qt::NoFocus);

  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(look.space(8.5), look.space(7), look.space(8.5), look.space(7));
  column->setSpacing(look.space(2));
  column->addWidget(m_title);
  column->addWidget(m_sum);
  column->addWidget(m_why);
  column->addSpacing(look.space(4));
  column->addWidget(m_question);
  column->addWidget(m_edit);
  column->addWidget(m_message);
  column->addStretch();
  column->addWidget(m_next, 0, Qt::AlignRight);

  setFocusProxy(m_edit);
  connect(m_edit, &QLineEdit::textEdited, m_message, &widgets::InlineMessage::clear);
  connect(m_next, &QAbstractButton::clicked, this, &ProofPanel::accept);
}

void ProofPanel::enter() {
  const api::Quote& quote = m_flow.quote();
  m_title->setText(QString::fromStdString(quote.productName));
  m_sum->setText(text::rupiah(quote.total));
  switch (quote.stepUp) {
    case StepUpReason::NewNumber:
      m_why->setText(tr("Nothing has reached this number from here before."));
      break;
    case StepUpReason::Often:
      m_why->setText(tr("Many transfers within an hour."));
      break;
    case StepUpReason::None:
    case StepUpReason::Product:
    case StepUpReason::Amount:
      m_why->setText(tr("The owner wants a second proof for this."));
      break;
  }
  ask(m_kind);
  if (m_flow.error())
    m_message->setMessage(theme::Tone::Danger, text::sentence(*m_flow.error()));
}

void ProofPanel::ask(ProofKind kind) {
  m_kind = kind;
  const QString label = kind == ProofKind::OwnerCode ? tr("Six digits, as the absent owner reads them from the telephone")
                                                     : tr("Six digits from your own telephone");
  m_question->setText(label);
  m_edit->setAccessibleName(label);
  m_edit->clear();
  m_edit->setFocus();
  m_message->clear();
  emit hintsChanged();
}

void ProofPanel::accept() {
  const QString code = m_edit->text().simplified();
  if (!code.isEmpty())
    m_flow.prove({m_kind, code.toStdString()});
}

bool ProofPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  auto* key = static_cast<QKeyEvent*>(event);
  switch (key->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (!key->isAutoRepeat())
        accept();
      return true;
    case Qt::Key_Escape:
      m_flow.back();
      return true;
    case Qt::Key_F8:
      ask(m_kind == ProofKind::OwnerCode ? ProofKind::OwnCode : ProofKind::OwnerCode);
      return true;
    case Qt::Key_F7:
      if (!key->isAutoRepeat())
        m_flow.prove({ProofKind::Finger, {}});
      return true;
    default:
      return QWidget::eventFilter(watched, event);
  }
}

QList<widgets::KeyHint> ProofPanel::hints() const {
  return {{QStringLiteral("Enter"), tr("go on")},
          {QStringLiteral("F8"), m_kind == ProofKind::OwnerCode ? tr("my own code") : tr("the owner's code")},
          {QStringLiteral("F7"), tr("my finger")},
          {QStringLiteral("Esc"), tr("back")}};
}

}  // namespace loket::ui::screens
