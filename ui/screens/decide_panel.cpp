#include "ui/screens/decide_panel.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QStackedLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "core/base/text.h"
#include "ui/models/payment_look.h"
#include "ui/screens/second_panel.h"
#include "ui/text/amounts.h"
#include "ui/text/errors.h"
#include "ui/text/families.h"
#include "ui/text/payments.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/choice_grid.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {
namespace {

constexpr int kOutcomeKeys = 3;  // F5 to F7
constexpr int kSerialMax = 120;

}  // namespace

using theme::ColourRole;
using theme::TextSize;
using theme::Tone;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

DecidePanel::DecidePanel(const Counter& counter, QWidget* parent) : QWidget(parent), m_counter(counter) {
  auto* card = new widgets::Card(counter.theme, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(card);
  m_steps = new QStackedLayout(card);
  m_steps->setContentsMargins({});
  m_steps->addWidget(makeWhat());
  m_second = new SecondPanel(counter);
  m_steps->addWidget(m_second);
  connect(m_second, &SecondPanel::agreed, this, &DecidePanel::settle);
  connect(m_second, &SecondPanel::failed, this, &DecidePanel::refuse);
  connect(m_second, &SecondPanel::left, this, &DecidePanel::goBack);
  connect(m_second, &SecondPanel::hintsChanged, this, &DecidePanel::hintsChanged);
}

QWidget* DecidePanel::makeWhat() {
  const theme::Theme& look = m_counter.theme;
  auto* page = new QWidget;
  const auto words = [&](TextSize size, Weight weight, ColourRole ink) {
    auto* label = new TextLabel(look, {}, size, weight, ink, page);
    label->setOverflow(Overflow::Wrap);
    return label;
  };
  const auto field = [&](const char* name, const QString& caption) {
    auto* edit = new QLineEdit(page);
    edit->setObjectName(QString::fromLatin1(name));
    edit->setAccessibleName(caption);
    edit->setFont(look.font(TextSize::Body, Weight::Medium));
    edit->setMinimumHeight(look.px(theme::metric::kFieldHeight));
    edit->installEventFilter(this);
    connect(edit, &QLineEdit::textEdited, this, &DecidePanel::refresh);
    return edit;
  };
  auto* title = words(TextSize::Lead, Weight::SemiBold, ColourRole::Ink);
  title->setText(tr("What happened?"));
  m_what = words(TextSize::Small, Weight::Regular, ColourRole::Muted);
  m_advice = words(TextSize::Small, Weight::Regular, ColourRole::Ink);
  m_choices = new widgets::ChoiceGrid(look, kOutcomeKeys, page);
  m_choices->setInARow(1);
  m_follows = words(TextSize::Small, Weight::Medium, ColourRole::Ink);

  m_serial = field("decide-serial", tr("Serial number, if the supplier tells one"));
  m_serial->setPlaceholderText(m_serial->accessibleName());
  m_serial->setMaxLength(kSerialMax);

  auto* reasonCaption = words(TextSize::Small, Weight::Regular, ColourRole::Muted);
  reasonCaption->setText(tr("How do you know? The history keeps it"));
  m_reason = field("decide-reason", tr("How do you know?"));
  m_reason->setMaxLength(static_cast<int>(kReasonMax) / 4);  // four bytes a letter at the most
  m_message = new widgets::InlineMessage(look, page);
  m_next = new widgets::ActionButton(look, tr("Next"), widgets::ActionKind::Primary, page);
  m_next->setObjectName(QStringLiteral("decide-next"));
  m_next->setActionSize(widgets::ActionSize::Small);
  m_next->setKeyCap(QStringLiteral("Enter"));
  m_next->setFocusPolicy(Qt::NoFocus);

  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(look.space(4.5), look.space(4), look.space(4.5), look.space(4));
  column->setSpacing(look.space(2));
  for (QWidget* widget : std::initializer_list<QWidget*>{title, m_what, m_advice, m_choices, m_follows, m_serial,
                                                        reasonCaption, m_reason, m_message})
    column->addWidget(widget);
  column->addStretch(1);
  column->addWidget(m_next);

  connect(m_choices, &widgets::ChoiceGrid::clicked, this, &DecidePanel::chooseOutcome);
  connect(m_next, &QAbstractButton::clicked, this, &DecidePanel::askWho);
  return page;
}

void DecidePanel::open(const Payment& payment) {
  ++m_round;
  m_payment = payment;
  m_outcomes = models::outcomesFor(payment);
  m_second->rest();
  m_what->setText(text::title(payment) + QStringLiteral(" · ") + text::whose(payment) + QStringLiteral(" · ") +
                  text::rupiah(payment.total()));
  // The one that may have delivered, or else the newest.
  const Attempt* live = payment.liveAttempt();
  const Attempt* last = live != nullptr ? live : payment.lastAttempt();
  m_advice->setText(last == nullptr
                        ? QString()
                        : tr("First look at the statement of %1, or call them. They know it as %2.")
                              .arg(text::supplierName(last->upstream), QString::fromStdString(last->attemptRef.str())));
  QStringList words;
  for (const ManualOutcome outcome : m_outcomes) words << text::decisionWord(outcome);
  m_choices->setWords(words);
  m_serial->clear();
  m_reason->clear();
  m_message->clear();
  m_steps->setCurrentIndex(0);
  chooseOutcome(m_outcomes.size() == 1 ? 0 : -1);
  m_reason->setFocus();
}

void DecidePanel::follow(const Payment& payment) {
  if (payment.ref == m_payment.ref && !m_second->isBusy() && models::outcomesFor(payment) != m_outcomes)
    leave();
}

void DecidePanel::chooseOutcome(int index) {
  if (index >= m_choices->count() || m_second->isBusy())
    return;
  m_choices->choose(index);
  refresh();
}

void DecidePanel::refresh() {
  const int chosen = m_choices->chosen();
  const bool isChosen = chosen >= 0 && chosen < static_cast<int>(m_outcomes.size());
  const auto outcome = isChosen ? std::optional(m_outcomes[static_cast<std::size_t>(chosen)]) : std::nullopt;
  m_serial->setVisible(outcome == ManualOutcome::Succeeded);
  m_follows->setText(outcome ? text::decisionFollows(*outcome, m_payment) : QString());
  m_follows->setVisible(outcome.has_value());
  m_next->setEnabled(isChosen && trimmed(m_reason->text().toStdString()).size() >= kReasonMin);
}

void DecidePanel::askWho() {
  if (!m_next->isEnabled())
    return;
  const QString summary =
      m_choices->chosen() < 0 ? QString()
                              : text::decisionWord(m_outcomes[static_cast<std::size_t>(m_choices->chosen())]) +
                                    QStringLiteral(" · ") + m_what->text();
  m_steps->setCurrentIndex(1);
  m_second->open(tr("Who else has seen it?"), summary);
  m_message->clear();
  emit hintsChanged();
}

bool DecidePanel::asksWho() const { return m_steps->currentIndex() == 1; }

void DecidePanel::goBack() {
  m_second->rest();
  m_steps->setCurrentIndex(0);
  m_reason->setFocus();
  emit hintsChanged();
}

void DecidePanel::settle(const api::Second& second) {
  api::Decision decision;
  decision.outcome = m_outcomes[static_cast<std::size_t>(m_choices->chosen())];
  decision.approval.by = m_counter.staff.atTheCounter().name;
  decision.approval.with = second.with;
  decision.approval.reason = trimmed(m_reason->text().toStdString());
  decision.ownerCode = second.ownerCode;
  if (decision.outcome == ManualOutcome::Succeeded)
    decision.serial = trimmed(m_serial->text().toStdString());
  m_counter.bridge.decide(m_payment.ref, std::move(decision), this,
                          [this, round = m_round](const Result<api::PaymentView>& view) {
                            if (round != m_round)
                              return;
                            if (view)
                              leave();
                            else if (!m_second->refuse(view.error()))
                              refuse(view.error());
                          });
}

// What is not wrong with the digits is said where it can be changed.
void DecidePanel::refuse(const Error& error) {
  goBack();
  m_message->setMessage(Tone::Danger,
                        error.code == ErrorCode::ApprovalMissing
                            ? tr("It takes two, one of them owner or supervisor, or a one-time code: Settings, People (Shift+F8).")
                            : text::sentence(error));
}

void DecidePanel::leave() {
  ++m_round;
  m_second->rest();
  m_serial->clear();
  m_reason->clear();
  emit left();
}

bool DecidePanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  const auto* key = static_cast<QKeyEvent*>(event);
  switch (key->key()) {
    case Qt::Key_F5:
    case Qt::Key_F6:
    case Qt::Key_F7:
      chooseOutcome(key->key() - Qt::Key_F5);
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (watched == m_serial)
        m_reason->setFocus();
      else if (!key->isAutoRepeat())
        askWho();
      return true;
    case Qt::Key_Escape:
      leave();
      return true;
    default:
      return QWidget::eventFilter(watched, event);
  }
}

QList<widgets::KeyHint> DecidePanel::hints() const {
  if (asksWho())
    return m_second->hints();
  return {{QStringLiteral("F5–F%1").arg(4 + m_choices->keys()), tr("what happened")},
          {QStringLiteral("Enter"), tr("next")},
          {QStringLiteral("Esc"), tr("back")}};
}

}  // namespace loket::ui::screens
