#include "ui/screens/paper_code_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>

#include "ui/screens/question_card.h"
#include "ui/widgets/action_button.h"

namespace loket::ui::screens {

using widgets::ActionButton;
using widgets::ActionKind;

PaperCodePanel::PaperCodePanel(const theme::Theme& theme, QWidget* parent) : QWidget(parent) {
  auto* column = QuestionCard::columnOf(this, theme.space(2));
  m_code = QuestionCard::makeField(theme, "paper-code", tr("The recovery code, from the paper"), column);
  m_code->setFont(theme.mono(theme::TextSize::Lead, theme::Weight::Medium));
  m_code->installEventFilter(this);
  connect(m_code, &QLineEdit::textEdited, this, &PaperCodePanel::edited);
  column->addSpacing(theme.space(2));
  auto* back = new ActionButton(theme, tr("Back"), ActionKind::Secondary, this);
  back->setKeyCap(QStringLiteral("Esc"));
  back->setFocusPolicy(Qt::NoFocus);
  connect(back, &QAbstractButton::clicked, this, &PaperCodePanel::left);
  auto* next = new ActionButton(theme, tr("Go on"), ActionKind::Primary, this);
  next->setKeyCap(QStringLiteral("Enter"));
  next->setFocusPolicy(Qt::NoFocus);
  connect(next, &QAbstractButton::clicked, this, &PaperCodePanel::typed);
  auto* actions = new QHBoxLayout;
  actions->addWidget(back);
  actions->addStretch();
  actions->addWidget(next);
  column->addLayout(actions);
}

void PaperCodePanel::begin() {
  m_code->setFocus();
}

void PaperCodePanel::clear() {
  m_code->clear();
}

SecretBytes PaperCodePanel::code() const {
  return SecretBytes(std::string_view(m_code->text().trimmed().toStdString()));
}

bool PaperCodePanel::eventFilter(QObject* watched, QEvent* event) {
  if (watched != m_code || event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  const auto& key = static_cast<const QKeyEvent&>(*event);
  if (key.key() == Qt::Key_Escape)
    emit left();
  else if (QuestionCard::isEnter(key))
    emit typed();
  else
    return QWidget::eventFilter(watched, event);
  return true;
}

}  // namespace loket::ui::screens
