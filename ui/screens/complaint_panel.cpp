#include "ui/screens/complaint_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QScrollBar>
#include <QStackedLayout>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

#include "core/base/text.h"
#include "core/domain/customer/customer.h"
#include "ui/screens/supplier_card.h"
#include "ui/text/complaints.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/choice_grid.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/scroll_box.h"
#include "ui/widgets/status_pill.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {
namespace {

using complaint::Outcome;

// In the order of their keys, F5 to F7.
constexpr std::array<Outcome, 3> kEndings = {Outcome::Solved, Outcome::PaidBack, Outcome::Nothing};
// Of the columns: the supplier's side holds the code.
constexpr int kSupplierShare = 5;
constexpr int kTalkShare = 3;

}  // namespace

using theme::ColourRole;
using theme::TextSize;
using theme::Tone;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

ComplaintPanel::ComplaintPanel(const Counter& counter, QWidget* parent)
    : QWidget(parent), m_counter(counter) {
  const theme::Theme& look = counter.theme;
  m_supplier = new SupplierCard(counter, this);
  auto* card = new widgets::Card(look, this);
  m_steps = new QStackedLayout(card);
  m_steps->setContentsMargins({});
  m_steps->addWidget(makeTalk());
  m_steps->addWidget(makeEnd());
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins({});
  row->setSpacing(look.px(theme::metric::kColumnGap));
  row->addWidget(m_supplier, kSupplierShare);
  row->addWidget(card, kTalkShare);
}

QLineEdit* ComplaintPanel::makeField(const char* name, const QString& caption, int most, QWidget* page) {
  auto* field = new QLineEdit(page);
  field->setObjectName(QString::fromLatin1(name));
  field->setAccessibleName(caption);
  field->setFont(m_counter.theme.font(TextSize::Body, Weight::Medium));
  field->setMinimumHeight(m_counter.theme.px(theme::metric::kFieldHeight));
  field->setMaxLength(most);
  field->installEventFilter(this);
  connect(field, &QLineEdit::textEdited, this, &ComplaintPanel::refresh);
  return field;
}

QWidget* ComplaintPanel::makeTalk() {
  const theme::Theme& look = m_counter.theme;
  auto* page = new QWidget;
  auto* title = new TextLabel(look, tr("Complaint"), TextSize::Lead, Weight::SemiBold, ColourRole::Ink, page);
  title->setOverflow(Overflow::Elide);
  m_standing = new widgets::StatusPill(look, {}, Tone::Neutral, page);
  m_reachable = new TextLabel(look, {}, TextSize::Small, Weight::Medium, ColourRole::Ink, page);
  m_reachable->setObjectName(QStringLiteral("complaint-reachable"));
  m_reachable->setOverflow(Overflow::Wrap);
  m_scroll = new widgets::ScrollBox(page);
  m_caption = new TextLabel(look, {}, TextSize::Small, Weight::Regular, ColourRole::Muted, page);
  m_caption->setOverflow(Overflow::Elide);
  m_note = makeField("complaint-note", tr("What does the customer say?"),
                     static_cast<int>(customer::kNoteBytesMax), page);
  m_reach = makeField("complaint-reach", tr("How to reach the customer"),
                      static_cast<int>(customer::kNameBytesMax), page);
  m_reach->setPlaceholderText(tr("telephone or house, may be empty"));
  m_message = new widgets::InlineMessage(look, page);
  m_message->clear();
  m_write = new widgets::ActionButton(look, tr("Write it down"), widgets::ActionKind::Primary, page);
  m_write->setObjectName(QStringLiteral("complaint-write"));
  m_write->setKeyCap(QStringLiteral("Enter"));
  m_toEnd = new widgets::ActionButton(look, tr("It has ended…"), widgets::ActionKind::Secondary, page);
  m_toEnd->setObjectName(QStringLiteral("complaint-to-end"));
  m_toEnd->setKeyCap(QStringLiteral("F8"));
  for (widgets::ActionButton* button : {m_write, m_toEnd}) {
    button->setActionSize(widgets::ActionSize::Small);
    button->setSpread(true);
    button->setFocusPolicy(Qt::NoFocus);
  }
  auto* head = new QHBoxLayout;
  head->setSpacing(look.space(2));
  head->addWidget(title, 1);
  head->addWidget(m_standing, 0, Qt::AlignVCenter);
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(look.space(4.5), look.space(4), look.space(4.5), look.space(4));
  column->setSpacing(look.space(2));
  column->addLayout(head);
  column->addWidget(m_reachable);
  column->addWidget(m_scroll, 1);
  for (QWidget* widget :
       std::initializer_list<QWidget*>{m_caption, m_note, m_reach, m_message, m_write, m_toEnd})
    column->addWidget(widget);
  connect(m_write, &QAbstractButton::clicked, this, &ComplaintPanel::writeDown);
  connect(m_toEnd, &QAbstractButton::clicked, this, &ComplaintPanel::askHowItEnded);
  return page;
}

QWidget* ComplaintPanel::makeEnd() {
  const theme::Theme& look = m_counter.theme;
  auto* page = new QWidget;
  const auto words = [&](const QString& text, TextSize size, Weight weight, ColourRole ink) {
    auto* label = new TextLabel(look, text, size, weight, ink, page);
    label->setOverflow(Overflow::Wrap);
    return label;
  };
  m_outcomes = new widgets::ChoiceGrid(look, static_cast<int>(kEndings.size()), page);
  m_outcomes->setInARow(1);
  m_lastWord =
      makeField("complaint-last-word", tr("In a few words"), static_cast<int>(customer::kNoteBytesMax), page);
  m_endMessage = new widgets::InlineMessage(look, page);
  m_endMessage->clear();
  m_end = new widgets::ActionButton(look, tr("Close the complaint"), widgets::ActionKind::Primary, page);
  m_end->setObjectName(QStringLiteral("complaint-end"));
  m_end->setActionSize(widgets::ActionSize::Small);
  m_end->setKeyCap(QStringLiteral("Enter"));
  m_end->setSpread(true);
  m_end->setFocusPolicy(Qt::NoFocus);
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(look.space(4.5), look.space(4), look.space(4.5), look.space(4));
  column->setSpacing(look.space(2));
  column->addWidget(words(tr("How did it end?"), TextSize::Lead, Weight::SemiBold, ColourRole::Ink));
  column->addWidget(m_outcomes);
  column->addWidget(words(tr("This moves no money and changes nothing of the payment."), TextSize::Small,
                          Weight::Regular, ColourRole::Muted));
  column->addWidget(words(m_lastWord->accessibleName(), TextSize::Small, Weight::Regular, ColourRole::Muted));
  column->addWidget(m_lastWord);
  column->addWidget(m_endMessage);
  column->addStretch(1);
  column->addWidget(m_end);
  connect(m_outcomes, &widgets::ChoiceGrid::clicked, this, &ComplaintPanel::choose);
  connect(m_end, &QAbstractButton::clicked, this, &ComplaintPanel::end);
  return page;
}

const complaint::Complaint* ComplaintPanel::openOne() const {
  return m_complaints.empty() || !m_complaints.back().isOpen() ? nullptr : &m_complaints.back();
}

bool ComplaintPanel::isEnding() const {
  return m_steps->currentIndex() == 1;
}

void ComplaintPanel::open(const api::PaymentDetail& detail) {
  ++m_round;
  m_working = false;
  m_ref = detail.payment.ref;
  m_note->clear();
  m_reach->clear();
  m_lastWord->clear();
  m_carried.clear();
  m_message->clear();
  m_endMessage->clear();
  QStringList words;
  for (const Outcome outcome : kEndings) words << text::outcomeWord(outcome);
  m_outcomes->setWords(words);
  m_outcomes->choose(-1);
  m_steps->setCurrentIndex(0);
  follow(detail);
  m_note->setFocus();
}

void ComplaintPanel::follow(const api::PaymentDetail& detail) {
  if (detail.payment.ref != m_ref)
    return;
  m_complaints = detail.complaints;
  m_supplier->ask(detail.payment, detail.question);
  showNotes();
  if (isEnding() && openOne() == nullptr && !m_working)
    goBack();
  refresh();
  emit hintsChanged();
}

void ComplaintPanel::showNotes() {
  const theme::Theme& look = m_counter.theme;
  delete m_notes;
  m_notes = new QWidget;
  auto* rows = new QVBoxLayout(m_notes);
  rows->setContentsMargins(0, 0, look.space(2), 0);
  rows->setSpacing(look.space(0.5));
  const auto line = [&](const QString& words, TextSize size, ColourRole ink) {
    auto* label = new TextLabel(look, words, size, Weight::Regular, ink, m_notes);
    label->setOverflow(Overflow::Wrap);
    rows->addWidget(label);
  };
  for (const complaint::Complaint& one : m_complaints)
    for (const complaint::Entry& entry : one.entries) {
      line(text::entryHead(entry, m_counter.clock.now()), TextSize::Caption, ColourRole::Muted);
      line(QString::fromStdString(entry.note), TextSize::Small, ColourRole::Ink);
      rows->addSpacing(look.space(1.5));
    }
  if (m_complaints.empty())
    line(tr("Nobody has complained of this payment. What is written here stays with it and changes nothing."),
         TextSize::Small, ColourRole::Muted);
  rows->addStretch();
  m_scroll->setBody(m_notes);
  // The newest is at the end.
  QTimer::singleShot(0, m_scroll, [scroll = m_scroll] {
    scroll->verticalScrollBar()->setValue(scroll->verticalScrollBar()->maximum());
  });
}

void ComplaintPanel::refresh() {
  m_supplier->showKeys(!isEnding());  // there F5 to F7 say how it ended
  const complaint::Complaint* one = openOne();
  const bool isKnown = !m_complaints.empty();
  m_standing->setStatus(isKnown ? text::complaintWord(m_complaints.back()) : QString(),
                        one != nullptr ? Tone::Waiting : Tone::Neutral);
  m_standing->setVisible(isKnown);
  const std::string reach = one != nullptr ? one->reach() : std::string();
  m_reachable->setText(tr("Tell: %1").arg(QString::fromStdString(reach)));
  m_reachable->setVisible(!reach.empty());
  m_caption->setText(one != nullptr ? tr("What was found out?") : tr("What does the customer say?"));
  m_note->setAccessibleName(m_caption->text());
  m_reach->setVisible(one == nullptr);
  m_toEnd->setVisible(one != nullptr);
  const auto isWritten = [](const QLineEdit* field) { return !trimmed(field->text().toStdString()).empty(); };
  m_write->setEnabled(!m_working && isWritten(m_note));
  m_end->setEnabled(!m_working && m_outcomes->chosen() >= 0 && isWritten(m_lastWord));
}

void ComplaintPanel::writeDown() {
  if (!m_write->isEnabled())
    return;
  m_working = true;
  m_message->clear();
  refresh();
  const QString words = m_note->text();
  const auto then = [this, words, round = m_round](const Result<api::ComplaintView>& view) {
    if (round != m_round)
      return;
    if (view) {
      forget(words);
      m_reach->clear();
    }
    answered(view);
  };
  if (const complaint::Complaint* one = openOne())
    m_counter.bridge.noteComplaint(one->id, words.toStdString(), this, then);
  else
    m_counter.bridge.openComplaint({m_ref.str(), words.toStdString(), m_reach->text().toStdString()}, this,
                                   then);
}

// `words` have been kept; what was typed since then has not.
void ComplaintPanel::forget(const QString& words) {
  if (m_note->text().startsWith(words))
    m_note->setText(m_note->text().mid(words.size()).trimmed());
}

void ComplaintPanel::askHowItEnded() {
  if (openOne() == nullptr || m_working || isEnding())
    return;
  m_outcomes->choose(-1);
  // What stands in the other field is not lost on the way; nor is what was written here before.
  if (m_lastWord->text().isEmpty() || m_lastWord->text() == m_carried) {
    m_carried = m_note->text();
    m_lastWord->setText(m_carried);
  }
  m_endMessage->clear();
  m_steps->setCurrentIndex(1);
  refresh();
  m_lastWord->setFocus();
  emit hintsChanged();
}

void ComplaintPanel::choose(int index) {
  if (m_working || index >= m_outcomes->count())
    return;
  m_outcomes->choose(index);
  refresh();
}

void ComplaintPanel::end() {
  const complaint::Complaint* one = openOne();
  if (!m_end->isEnabled() || one == nullptr)
    return;
  m_working = true;
  m_endMessage->clear();
  refresh();
  const Outcome outcome = kEndings[static_cast<std::size_t>(m_outcomes->chosen())];
  m_counter.bridge.closeComplaint({one->id, outcome, m_lastWord->text().toStdString()}, this,
                                  [this, round = m_round](const Result<api::ComplaintView>& view) {
                                    if (round != m_round)
                                      return;
                                    if (view) {
                                      if (m_note->text() == m_carried)
                                        m_note->clear();
                                      m_lastWord->clear();
                                      m_carried.clear();
                                      goBack();
                                    }
                                    answered(view);
                                  });
}

void ComplaintPanel::goBack() {
  m_steps->setCurrentIndex(0);
  refresh();
  m_note->setFocus();
  emit hintsChanged();
}

void ComplaintPanel::answered(const Result<api::ComplaintView>& view) {
  m_working = false;
  if (!view) {
    (isEnding() ? m_endMessage : m_message)->setMessage(Tone::Danger, text::complaintSentence(view.error()));
    refresh();
    return;
  }
  std::vector<complaint::Complaint> all = m_complaints;
  const auto known =
      std::find_if(all.begin(), all.end(), [&view](const auto& one) { return one.id == view->complaint.id; });
  if (known != all.end())
    *known = view->complaint;
  else
    all.push_back(view->complaint);
  m_complaints = std::move(all);
  showNotes();
  refresh();
  emit hintsChanged();
}

bool ComplaintPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  const auto* key = static_cast<QKeyEvent*>(event);
  switch (key->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (key->isAutoRepeat())
        return true;
      isEnding() ? end() : writeDown();
      return true;
    case Qt::Key_Escape:
      if (isEnding()) {
        goBack();
      } else {
        ++m_round;
        m_ref = {};
        emit left();
      }
      return true;
    case Qt::Key_F5:
      if (isEnding())
        choose(0);
      return true;
    case Qt::Key_F6:
      isEnding() ? choose(1) : m_supplier->copyMessage();
      return true;
    case Qt::Key_F7:
      isEnding() ? choose(2) : m_supplier->openLink();
      return true;
    case Qt::Key_F8:
      askHowItEnded();
      return true;
    default:
      return QWidget::eventFilter(watched, event);
  }
}

QList<widgets::KeyHint> ComplaintPanel::hints() const {
  if (isEnding())
    return {{QStringLiteral("F5–F%1").arg(4 + m_outcomes->keys()), tr("how it ended")},
            {QStringLiteral("Enter"), tr("close the complaint")},
            {QStringLiteral("Esc"), tr("back")}};
  QList<widgets::KeyHint> hints{{QStringLiteral("Enter"), tr("write it down")},
                                {QStringLiteral("F6"), tr("copy message")}};
  if (m_supplier->hasLink())
    hints << widgets::KeyHint{QStringLiteral("F7"), tr("open here")};
  if (openOne() != nullptr)
    hints << widgets::KeyHint{QStringLiteral("F8"), tr("it has ended")};
  return hints << widgets::KeyHint{QStringLiteral("Esc"), tr("back")};
}

}  // namespace loket::ui::screens
