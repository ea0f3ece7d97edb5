#include "ui/screens/proof_panel.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>

#include "ui/text/amounts.h"
#include "ui/text/proof.h"
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

ProofPanel::ProofPanel(const Counter& counter, QWidget* parent) : QWidget(parent) {
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
  m_why->setObjectName(QStringLiteral("proof-why"));
  m_question = new TextLabel(look, {}, TextSize::Small, Weight::Regular, ColourRole::Muted, card);
  m_question->setOverflow(Overflow::Wrap);
  m_edit = new QLineEdit(card);
  m_edit->setFont(look.font(TextSize::Name, Weight::Bold));
  m_edit->setMinimumHeight(look.px(theme::metric::kSearchHeight));
  m_edit->setMaxLength(7);  // six digits, and the gap in their middle
  m_edit->setObjectName(QStringLiteral("proof"));
  m_edit->setAccessibleName(tr("Six digits from your own telephone"));
  m_edit->installEventFilter(this);
  m_message = new widgets::InlineMessage(look, card);
  m_message->setObjectName(QStringLiteral("proof-message"));
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

void ProofPanel::ask(const QString& what, Money sum, StepUpReason why, const std::optional<Error>& refusal) {
  m_title->setText(what);
  m_sum->setText(text::rupiah(sum));
  m_why->setText(text::stepUpWords(why));
  setWaiting(false);
  askFor(m_kind);
  if (refusal)
    m_message->setMessage(theme::Tone::Danger, text::proofSentence(*refusal, m_given));
}

void ProofPanel::askFor(ProofKind kind) {
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

void ProofPanel::setWaiting(bool isWaiting) {
  m_waiting = isWaiting;
  m_edit->setReadOnly(isWaiting);
  m_next->setEnabled(!isWaiting);
  if (isWaiting)
    m_message->setMessage(theme::Tone::Waiting, m_given == ProofKind::Finger ? tr("Touch the reader. Your finger is waited for.")
                                                                             : tr("Being looked at…"));
}

void ProofPanel::accept() {
  const QString code = m_edit->text().simplified();
  if (!code.isEmpty())
    give({m_kind, code.toStdString()});
}

void ProofPanel::give(const Proof& proof) {
  if (m_waiting)
    return;
  m_given = proof.kind;
  emit given(proof);
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
      if (!m_waiting)
        emit back();
      return true;
    case Qt::Key_F8:
      if (!m_waiting)
        askFor(m_kind == ProofKind::OwnerCode ? ProofKind::OwnCode : ProofKind::OwnerCode);
      return true;
    case Qt::Key_F7:
      if (!key->isAutoRepeat())
        give({ProofKind::Finger, {}});
      return true;
    default:
      return QWidget::eventFilter(watched, event);
  }
}

QList<widgets::KeyHint> ProofPanel::hints() const {
  return {{QStringLiteral("Enter"), tr("go on")},
          {QStringLiteral("F8"), m_kind == ProofKind::OwnerCode ? tr("my own code") : tr("the owner's code")},
          {QStringLiteral("F7"), tr("my finger")},
          {QStringLiteral("Esc"), m_backWords.isEmpty() ? tr("back") : m_backWords}};
}

}  // namespace loket::ui::screens
