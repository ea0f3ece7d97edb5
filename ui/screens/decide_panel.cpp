#include "ui/screens/decide_panel.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QStackedLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "core/base/text.h"
#include "ui/models/payment_look.h"
#include "ui/text/amounts.h"
#include "ui/text/errors.h"
#include "ui/text/families.h"
#include "ui/text/payments.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/choice_grid.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/pin_pad.h"
#include "ui/widgets/progress_line.h"
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
  m_steps->addWidget(makeWho());
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

QWidget* DecidePanel::makeWho() {
  const theme::Theme& look = m_counter.theme;
  auto* page = new QWidget;
  auto* title = new TextLabel(look, tr("Who else has seen it?"), TextSize::Lead, Weight::SemiBold, ColourRole::Ink, page);
  title->setOverflow(Overflow::Wrap);
  m_summary = new TextLabel(look, {}, TextSize::Small, Weight::Regular, ColourRole::Muted, page);
  m_summary->setOverflow(Overflow::Elide);
  m_who = new widgets::ChoiceGrid(look, 0, page);
  m_who->setInARow(2);
  m_pad = new widgets::PinPad(look, page);
  m_pad->setObjectName(QStringLiteral("decide-pin"));
  m_pad->installEventFilter(this);
  m_progress = new widgets::ProgressLine(look, page);
  m_progress->hide();
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(look.space(4.5), look.space(4), look.space(4.5), look.space(4));
  column->setSpacing(look.space(2.5));
  column->addWidget(title);
  column->addWidget(m_summary);
  column->addWidget(m_who);
  column->addWidget(m_pad, 0, Qt::AlignHCenter);
  column->addWidget(m_progress);
  column->addStretch(1);

  connect(m_who, &widgets::ChoiceGrid::clicked, this, &DecidePanel::chooseWitness);
  connect(m_pad, &widgets::PinPad::pinEntered, this,
          [this](const widgets::PinBuffer& pin) { confirm(SecretBytes(pin.digits())); });
  connect(m_pad, &widgets::PinPad::cancelled, this, &DecidePanel::goBack);
  return page;
}

void DecidePanel::open(const Payment& payment) {
  ++m_round;
  m_payment = payment;
  m_outcomes = models::outcomesFor(payment);
  m_working = false;
  m_what->setText(text::title(payment) + QStringLiteral(" · ") + text::whose(payment) + QStringLiteral(" · ") +
                  text::rupiah(payment.total()));
  const Attempt* last = payment.lastAttempt();
  m_advice->setText(last == nullptr
                        ? QString()
                        : tr("First look at the statement of %1, or call them. They know it as %2.")
                              .arg(text::supplierName(last->upstream), QString::fromStdString(last->attemptRef.str())));
  QStringList words;
  for (const ManualOutcome outcome : m_outcomes) words << text::decisionWord(outcome);
  m_choices->setWords(words);
  m_pad->setEnabled(true);
  m_progress->hide();
  m_serial->clear();
  m_reason->clear();
  m_message->clear();
  m_steps->setCurrentIndex(0);
  chooseOutcome(m_outcomes.size() == 1 ? 0 : -1);
  m_reason->setFocus();
}

void DecidePanel::follow(const Payment& payment) {
  if (payment.ref == m_payment.ref && !m_working && models::outcomesFor(payment) != m_outcomes)
    leave();
}

void DecidePanel::chooseOutcome(int index) {
  if (index >= m_choices->count() || m_working)
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
  m_witnesses = m_counter.staff.others();
  std::erase_if(m_witnesses, [this](const bridge::Person& one) {
    return !mayDecide(m_counter.staff.atTheCounter().role, one.role);
  });
  const bool ownerIsAway = !m_counter.staff.atTheCounter().isOwner();
  if (m_witnesses.empty() && !ownerIsAway) {
    m_message->setMessage(Tone::Danger, tr("It takes two, one of them owner or supervisor (loketctl user add)."));
    return;
  }
  m_message->clear();
  QStringList names;
  for (const bridge::Person& one : m_witnesses) names << text::spokenName(one.name.str());
  if (ownerIsAway)
    names << tr("Owner's code");
  m_who->setWords(names);
  m_summary->setText(m_choices->chosen() < 0
                         ? QString()
                         : text::decisionWord(m_outcomes[static_cast<std::size_t>(m_choices->chosen())]) +
                               QStringLiteral(" · ") + m_what->text());
  m_steps->setCurrentIndex(1);
  chooseWitness(0);
  emit hintsChanged();
}

bool DecidePanel::asksWho() const { return m_steps->currentIndex() == 1; }

void DecidePanel::chooseWitness(int index) {
  if (m_working || m_who->count() == 0)
    return;
  m_who->choose((index + m_who->count()) % m_who->count());
  m_pad->clear();
  const auto at = static_cast<std::size_t>(m_who->chosen());
  const QString whose = at < m_witnesses.size()
                            ? tr("PIN of %1").arg(text::spokenName(m_witnesses[at].name.str()))
                            : tr("The six digits that the owner reads from the telephone");
  m_pad->setAccessibleName(whose);
  m_pad->showHint(whose);
  m_pad->setFocus();
}

void DecidePanel::goBack() {
  if (m_working)
    return;
  m_pad->clear();
  m_steps->setCurrentIndex(0);
  m_reason->setFocus();
  emit hintsChanged();
}

void DecidePanel::confirm(SecretBytes secret) {
  if (m_working)
    return;
  m_working = true;
  m_pad->setEnabled(false);
  m_progress->setBusy(tr("Looking at the PIN…"));
  m_progress->show();
  api::Decision decision;
  decision.outcome = m_outcomes[static_cast<std::size_t>(m_choices->chosen())];
  decision.approval.by = m_counter.staff.atTheCounter().name;
  decision.approval.reason = trimmed(m_reason->text().toStdString());
  if (decision.outcome == ManualOutcome::Succeeded)
    decision.serial = trimmed(m_serial->text().toStdString());
  const auto at = static_cast<std::size_t>(m_who->chosen());
  if (at >= m_witnesses.size()) {
    decision.ownerCode = std::string(secret.view());
    settle(std::move(decision), m_round);
    return;
  }
  m_counter.staff.prove(
      m_witnesses[at].name, std::move(secret), this,
      [this, round = m_round, decision = std::move(decision)](const Result<bridge::Person>& person) mutable {
        if (round != m_round)
          return;
        if (!person)
          return refuse(person.error());
        decision.approval.with = person->name;
        settle(std::move(decision), round);
      });
}

void DecidePanel::settle(api::Decision decision, int round) {
  m_counter.bridge.decide(m_payment.ref, std::move(decision), this, [this, round](const Result<api::PaymentView>& view) {
    if (round != m_round)
      return;
    if (!view)
      return refuse(view.error());
    leave();
  });
}

// What is wrong with the digits is said beside them; everything else where it can be changed.
void DecidePanel::refuse(const Error& error) {
  m_working = false;
  m_pad->setEnabled(true);
  m_progress->hide();
  const QString ofTheDigits = error.code == ErrorCode::PinWrong     ? tr("That is not the PIN")
                              : error.code == ErrorCode::CodeWrong ? tr("The code is wrong, old or used up")
                                                                   : QString();
  if (!ofTheDigits.isEmpty()) {
    m_pad->showError(ofTheDigits);
    m_pad->setFocus();
    return;
  }
  goBack();
  m_message->setMessage(Tone::Danger, text::sentence(error));
}

void DecidePanel::leave() {
  m_working = false;
  m_pad->clear();
  ++m_round;
  m_pad->setEnabled(true);
  m_progress->hide();
  m_serial->clear();
  m_reason->clear();
  emit left();
}

void DecidePanel::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  m_pad->clear();
}

bool DecidePanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  const auto* key = static_cast<QKeyEvent*>(event);
  if (watched == m_pad) {
    if (key->key() != Qt::Key_Left && key->key() != Qt::Key_Right)
      return QWidget::eventFilter(watched, event);
    chooseWitness(m_who->chosen() + (key->key() == Qt::Key_Right ? 1 : -1));
    return true;
  }
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
    return {{QStringLiteral("← →"), tr("who")}, {tr("digits"), tr("PIN")}, {QStringLiteral("Esc"), tr("back")}};
  return {{QStringLiteral("F5–F%1").arg(4 + m_choices->keys()), tr("what happened")},
          {QStringLiteral("Enter"), tr("next")},
          {QStringLiteral("Esc"), tr("back")}};
}

}  // namespace loket::ui::screens
