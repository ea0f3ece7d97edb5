#include "ui/screens/settings/finger_pages.h"

#include <QKeyEvent>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/text/fingers.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/choice_grid.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {
namespace {

using theme::ColourRole;
using theme::TextSize;
using theme::Weight;
using widgets::TextLabel;

constexpr int kHands = 2;
constexpr int kFingersOfAHand = static_cast<int>(kFingerNames.size()) / kHands;
constexpr int kRightIndex = 3;  // what most people lay on a reader

// The left hand stands left.
std::string fingerAt(int index) {
  return std::string(
      kFingerNames[static_cast<std::size_t>((index % kHands) * kFingersOfAHand + index / kHands)]);
}

QString capital(QString words) {
  if (!words.isEmpty())
    words[0] = words[0].toUpper();
  return words;
}

}  // namespace

FingerChoice::FingerChoice(const theme::Theme& look, QWidget* parent) : QWidget(parent) {
  m_title = new TextLabel(look, {}, TextSize::Lead, Weight::SemiBold, ColourRole::Ink, this);
  m_title->setOverflow(widgets::Overflow::Wrap);
  m_words = new TextLabel(look, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, this);
  m_words->setObjectName(QStringLiteral("finger-words"));
  m_words->setOverflow(widgets::Overflow::Wrap);
  m_fingers = new widgets::ChoiceGrid(look, 0, this);
  m_fingers->setObjectName(QStringLiteral("fingers"));
  m_fingers->setInARow(kHands);
  m_fingers->takeKeys(tr("Which finger"));
  m_fingers->installEventFilter(this);
  auto* next = new widgets::ActionButton(look, tr("Go on"), widgets::ActionKind::Primary, this);
  next->setActionSize(widgets::ActionSize::Small);
  next->setKeyCap(QStringLiteral("Enter"));
  next->setFocusPolicy(Qt::NoFocus);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(look.space(6), look.space(5), look.space(6), look.space(5));
  column->setSpacing(look.space(2.5));
  column->addWidget(m_title);
  column->addWidget(m_fingers);
  column->addWidget(m_words);
  column->addStretch();
  column->addWidget(next, 0, Qt::AlignRight);
  setFocusProxy(m_fingers);
  connect(m_fingers, &widgets::ChoiceGrid::clicked, this, &FingerChoice::choose);
  connect(next, &QAbstractButton::clicked, this, &FingerChoice::accept);
}

void FingerChoice::open(const QString& whose, const std::vector<std::string>& known) {
  m_known = known;
  m_title->setText(tr("Which finger of %1?").arg(whose));
  QStringList names;
  for (int i = 0; i < static_cast<int>(kFingerNames.size()); ++i)
    names << capital(text::fingerName(fingerAt(i)));
  m_fingers->setWords(names);
  choose(kRightIndex);
}

void FingerChoice::choose(int index) {
  m_fingers->choose(index);
  const bool isKnown = std::find(m_known.begin(), m_known.end(), fingerAt(index)) != m_known.end();
  m_words->setText(isKnown ? tr("The reader knows this one. It forgets it as soon as it is read anew.")
                           : tr("It is read several times, and stands beside the PIN: as a second proof "
                                "before dear payments."));
}

void FingerChoice::accept() {
  emit chosen(fingerAt(m_fingers->chosen()));
}

bool FingerChoice::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  const auto* key = static_cast<QKeyEvent*>(event);
  if (key->key() == Qt::Key_Escape)
    emit left();
  else if (key->key() != Qt::Key_Return && key->key() != Qt::Key_Enter)
    return QWidget::eventFilter(watched, event);
  else if (!key->isAutoRepeat())
    accept();
  return true;
}

FingerReading::FingerReading(const theme::Theme& look, QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  m_title = new TextLabel(look, {}, TextSize::Heading, Weight::SemiBold, ColourRole::Ink, this);
  m_title->setOverflow(widgets::Overflow::Wrap);
  m_advice = new TextLabel(look, {}, TextSize::Lead, Weight::Medium, ColourRole::Ink, this);
  m_advice->setObjectName(QStringLiteral("finger-advice"));
  m_advice->setOverflow(widgets::Overflow::Wrap);
  m_progress = new widgets::ProgressLine(look, this);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(look.space(6), look.space(5), look.space(6), look.space(5));
  column->setSpacing(look.space(3));
  column->addWidget(m_title);
  column->addStretch(1);
  column->addWidget(m_advice);
  column->addWidget(m_progress);
  column->addStretch(2);
}

void FingerReading::open(const QString& title) {
  m_title->setText(capital(title));
  setAccessibleName(title);
}

void FingerReading::follow(const FingerStep& step, bool isCancelling) {
  // Before the reader says how many it wants, it is not ready.
  const bool isReady = step.total > 0;
  m_advice->setText(isCancelling ? tr("The reader is let go.")
                    : isReady    ? text::fingerAdvice(step)
                                 : tr("The reader gets ready."));
  setAccessibleDescription(m_advice->text());
  if (isReady)
    m_progress->setProgress(static_cast<double>(step.done) / step.total,
                            tr("%1 of %2 readings").arg(step.done).arg(step.total));
  else
    m_progress->setBusy(tr("Waiting for the reader…"));
}

QString FingerReading::advice() const {
  return m_advice->text();
}

}  // namespace loket::ui::screens
