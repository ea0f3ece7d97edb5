#include "ui/screens/question_card.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/widgets/card.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/rail_button.h"
#include "ui/widgets/surface.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Weight;
using widgets::TextLabel;

namespace {

constexpr int kCardWidth = 150;  // steps of the grid
constexpr int kFieldLettersMax = 40;

}  // namespace

QuestionCard::QuestionCard(const theme::Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
  auto* canvas = new widgets::Surface(theme, ColourRole::Canvas, {}, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(canvas);
  auto* card = new widgets::Card(theme, canvas);
  card->setFixedWidth(theme.space(kCardWidth));
  // Not by alignment: the words wrap within the card's width, and with it go their heights.
  auto* middle = new QHBoxLayout;
  middle->addStretch();
  middle->addWidget(card);
  middle->addStretch();
  auto* centre = new QVBoxLayout(canvas);
  centre->addStretch();
  centre->addLayout(middle);
  centre->addStretch();

  m_where = new TextLabel(theme, {}, TextSize::Small, Weight::Medium, ColourRole::Muted, card);
  m_title = new TextLabel(theme, {}, TextSize::Entry, Weight::SemiBold, ColourRole::Ink, card);
  m_title->setOverflow(widgets::Overflow::Shrink);
  m_why = new TextLabel(theme, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  m_why->setOverflow(widgets::Overflow::Wrap);
  m_message = new widgets::InlineMessage(theme, card);
  m_message->setObjectName(QStringLiteral("message"));
  m_message->clear();
  // As high as its words are.
  QSizePolicy wraps = m_message->sizePolicy();
  wraps.setVerticalPolicy(QSizePolicy::Minimum);
  m_message->setSizePolicy(wraps);
  m_progress = new widgets::ProgressLine(theme, card);
  m_progress->hide();
  m_stack = new QStackedWidget(card);

  auto* head = new QHBoxLayout;
  head->setSpacing(theme.space(4));
  head->addWidget(new widgets::Mark(theme, card), 0, Qt::AlignTop);
  auto* words = new QVBoxLayout;
  words->setSpacing(theme.space(1));
  words->addWidget(m_where);
  words->addWidget(m_title);
  head->addLayout(words, 1);
  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(theme.space(9), theme.space(7), theme.space(9), theme.space(7));
  column->setSpacing(theme.space(3));
  column->addLayout(head);
  column->addWidget(m_why);
  column->addSpacing(theme.space(1));
  column->addWidget(m_stack);
  column->addWidget(m_progress);
  column->addWidget(m_message);
}

QLineEdit* QuestionCard::makeField(const theme::Theme& theme, const char* name, const QString& caption,
                                   QVBoxLayout* column) {
  auto* label = new TextLabel(theme, caption, TextSize::Small, Weight::Regular, ColourRole::Muted);
  auto* edit = new QLineEdit;
  edit->setObjectName(QString::fromLatin1(name));
  edit->setAccessibleName(caption);
  edit->setFont(theme.font(TextSize::Lead, Weight::Medium));
  edit->setMinimumHeight(theme.px(theme::metric::kButtonHeightSmall));
  edit->setMaxLength(kFieldLettersMax);
  column->addWidget(label);
  column->addWidget(edit);
  return edit;
}

QVBoxLayout* QuestionCard::columnOf(QWidget* panel, int spacing) {
  auto* column = new QVBoxLayout(panel);
  column->setContentsMargins({});
  column->setSpacing(spacing);
  return column;
}

bool QuestionCard::isEnter(const QKeyEvent& event) {
  return (event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter) && !event.isAutoRepeat();
}

void QuestionCard::addPanel(QWidget* panel) {
  m_stack->addWidget(panel);
}

void QuestionCard::settle() {
  m_message->clear();
  m_progress->hide();
  m_stack->setEnabled(true);
}

void QuestionCard::ask(QWidget* panel, const Question& question) {
  settle();
  m_where->setText(question.where);
  m_title->setText(question.title);
  m_why->setText(question.why);
  m_stack->setCurrentWidget(panel);
  // The place of a panel that is gone is not kept.
  for (int i = 0; i < m_stack->count(); ++i)
    m_stack->widget(i)->setSizePolicy(
        QSizePolicy::Preferred, i == m_stack->currentIndex() ? QSizePolicy::Preferred : QSizePolicy::Ignored);
  m_stack->adjustSize();
}

void QuestionCard::say(theme::Tone tone, const QString& words) {
  m_message->setMessage(tone, words);
}

void QuestionCard::forgive() {
  m_message->clear();
}

void QuestionCard::setBusy(const QString& words) {
  m_progress->setBusy(words);
  m_progress->show();
  // What is disabled would leave the keyboard to nobody.
  setFocus();
  m_stack->setEnabled(false);
}

void QuestionCard::setProgress(double share, const QString& words) {
  m_progress->setProgress(share, words);
}

}  // namespace loket::ui::screens
