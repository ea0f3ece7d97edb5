#include "ui/screens/sell/outcome_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>

#include "core/domain/confirmation/confirmation.h"
#include "ui/models/payment_look.h"
#include "ui/screens/second_ask.h"
#include "ui/text/amounts.h"
#include "ui/text/errors.h"
#include "ui/text/families.h"
#include "ui/text/payments.h"
#include "ui/text/times.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/grouped_digits.h"
#include "ui/widgets/icon_tile.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Tone;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

OutcomePanel::OutcomePanel(const Counter& counter, SellFlow& flow, QWidget* parent)
    : QWidget(parent), m_counter(counter), m_flow(flow) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(card);

  m_tile =
      new widgets::IconTile(look, QStringLiteral("check"), Tone::Success, widgets::TileSize::Large, card);
  m_tile->setRound(true);
  m_title = new TextLabel(look, {}, TextSize::Entry, Weight::SemiBold, ColourRole::Ink, card);
  m_what = new TextLabel(look, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  m_what->setOverflow(Overflow::Elide);
  auto* head = new QHBoxLayout;
  head->setSpacing(look.space(3.5));
  head->addWidget(m_tile);
  head->addWidget(m_title);
  head->addWidget(m_what, 1);

  m_caption = new TextLabel(look, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  m_large = new TextLabel(look, {}, TextSize::Change, Weight::Bold, ColourRole::Ink, card);
  m_large->setOverflow(Overflow::Shrink);
  m_below = new TextLabel(look, {}, TextSize::Lead, Weight::Regular, ColourRole::Muted, card);
  m_below->setOverflow(Overflow::Wrap);

  m_box = new widgets::Card(look, card);
  m_box->setFill(ColourRole::NeutralSoft);
  m_box->setLineVisible(false);
  m_box->setRadius(theme::Radius::Medium);
  m_boxCaption = new TextLabel(look, {}, TextSize::Small, Weight::Regular, ColourRole::Muted, m_box);
  m_boxDigits = new widgets::GroupedDigits(look, {}, TextSize::Token, widgets::DigitFace::Mono, m_box);
  auto* box = new QVBoxLayout(m_box);
  box->setContentsMargins(look.space(6), look.space(4), look.space(6), look.space(4));
  box->setSpacing(0);
  box->addWidget(m_boxCaption);
  box->addWidget(m_boxDigits);
  m_message = new widgets::InlineMessage(look, card);

  m_copy = new widgets::ActionButton(look, tr("Print copy"), widgets::ActionKind::Secondary, card);
  m_copy->setLeadingIcon(QStringLiteral("printer"));
  m_copy->setKeyCap(QStringLiteral("F6"));
  m_tell = new widgets::ActionButton(look, tr("Tell", "the customer, by a message"), widgets::ActionKind::Secondary, card);
  m_tell->setObjectName(QStringLiteral("tell"));
  m_tell->setLeadingIcon(QStringLiteral("send"));
  m_tell->setKeyCap(QStringLiteral("F8"));
  m_next = new widgets::ActionButton(look, {}, widgets::ActionKind::Primary, card);
  m_next->setObjectName(QStringLiteral("next"));
  auto* foot = new QHBoxLayout;
  foot->setSpacing(look.space(3));
  foot->addWidget(m_copy);
  foot->addWidget(m_tell);
  foot->addStretch();
  foot->addWidget(m_next);
  for (widgets::ActionButton* button : {m_copy, m_tell, m_next}) button->setFocusPolicy(Qt::NoFocus);

  m_column = new QVBoxLayout(card);
  m_column->addLayout(head);
  m_column->addStretch(1);
  m_column->addWidget(m_caption);
  m_column->addWidget(m_large);
  m_column->addWidget(m_below);
  m_column->addStretch(1);
  m_column->addWidget(m_box);
  m_column->addWidget(m_message);
  m_column->addStretch(3);
  m_column->addLayout(foot);

  m_second = new SecondAsk(m_counter, this);
  connect(m_second, &SecondAsk::hintsChanged, this, &OutcomePanel::hintsChanged);
  setFocusPolicy(Qt::StrongFocus);
  m_message->clear();
  connect(m_copy, &QAbstractButton::clicked, this, &OutcomePanel::copyWanted);
  connect(m_tell, &QAbstractButton::clicked, this, &OutcomePanel::tellWanted);
  connect(m_next, &QAbstractButton::clicked, this, &OutcomePanel::goOn);
}

bool OutcomePanel::owesCash() const {
  const Payment& payment = m_flow.payment().payment;
  return payment.state == PaymentState::RefundDue ||
         (payment.state == PaymentState::Succeeded && payment.leftover.isPositive());
}

// What is owed is told at the counter, and has no message.
bool OutcomePanel::canTell() const {
  return confirmation::composeText(m_flow.payment().payment, Outlet{}).has_value();
}

OutcomePanel::Words OutcomePanel::wordsFor(const api::PaymentView& view) const {
  const Payment& payment = view.payment;
  const Instant now = m_counter.clock.now();
  const bool hasChange = payment.change().isPositive();
  const QString received = payment.byCode()   ? tr("%1 by QRIS").arg(text::rupiah(payment.held))
                           : payment.onBon() ? tr("%1 is owed").arg(text::rupiah(payment.held))
                                             : (payment.offline ? tr("received %1 · left here %2") : tr("received %1 · paid %2"))
                                     .arg(text::rupiah(payment.cash), text::rupiah(payment.held));
  Words words;
  words.tone = models::toneOf(payment.state);
  words.icon = models::stateIcon(payment);
  words.caption = hasChange ? tr("Change") : QString();
  words.large = hasChange ? text::rupiah(payment.change()) : payment.byCode() ? tr("Paid by QRIS")
                : payment.onBon()                                          ? tr("On the bon of %1").arg(text::spokenName(payment.bon.str()))
                                                                           : tr("Exact cash");
  words.largeIsWords = !hasChange;
  words.below = received;
  if (!payment.claimCode.empty() && !isTerminal(payment.state)) {
    words.boxCaption = tr("Claim code, printed on the slip");
    words.box = payment.claimCode.str();
  }
  switch (payment.state) {
    case PaymentState::Succeeded:
      words.icon = QStringLiteral("check");
      words.title = tr("Done");
      words.boxCaption = payment.token.empty() ? tr("Serial number") : tr("Token");
      words.box = payment.token.empty() ? payment.serial : payment.token;
      break;
    case PaymentState::Accepted:
      words.title = payment.offline ? tr("Deposit accepted") : tr("In the queue");
      words.below = received + QStringLiteral(" · ") + text::reasonSentence(view, now);
      break;
    case PaymentState::Sending:
    case PaymentState::Pending:
    case PaymentState::Suspect:
      words.title = text::stateWord(payment.state);
      words.caption = tr("To the customer: the result follows");
      words.large = tr("Do not repeat this");
      words.largeIsWords = true;
      words.below = text::reasonSentence(view, now) +
                    (hasChange ? QStringLiteral("\n") + tr("Change %1").arg(text::rupiah(payment.change()))
                               : QString());
      break;
    case PaymentState::RefundDue:
      words.icon = QStringLiteral("x");
      words.title = tr("Failed");
      words.caption = payment.onBon() ? tr("Comes off the bon of %1").arg(text::spokenName(payment.bon.str()))
                                      : tr("Give back to the customer");
      words.large = text::rupiah(payment.held);
      words.largeIsWords = false;
      words.below = text::reasonOf(payment);
      if (payment.onBon())
        words.below += (words.below.isEmpty() ? QString() : QStringLiteral("\n")) +
                       tr("Only what was paid on it meanwhile goes back in cash.");
      if (payment.byCode())
        words.below += (words.below.isEmpty() ? QString() : QStringLiteral("\n")) +
                       tr("Paid by QRIS; it goes back in cash, out of the drawer.");
      if (hasChange)
        words.below +=
            (words.below.isEmpty() ? QString() : QStringLiteral("\n")) +
            tr("and the change of %1, if it was not handed over yet").arg(text::rupiah(payment.change()));
      break;
    case PaymentState::Refunded:
    case PaymentState::Failed:
    case PaymentState::Reversed:
    case PaymentState::Cancelled:
      words.icon = QStringLiteral("cash");
      words.tone = Tone::Neutral;
      words.title = text::stateWord(payment.state);
      words.caption.clear();
      words.large = payment.state != PaymentState::Refunded ? tr("Nothing was paid")
                    : payment.onBon()                       ? tr("Taken off the bon")
                                                            : tr("Cash given back");
      words.largeIsWords = true;
      words.below = text::reasonOf(payment);
      break;
    case PaymentState::Review:
      words.title = text::stateWord(payment.state);
      words.large = tr("Call the owner");
      words.largeIsWords = true;
      words.below = text::reasonSentence(view, now);
      break;
  }
  if (payment.state == PaymentState::Succeeded && payment.leftover.isPositive()) {
    words.caption = tr("Give back to the customer");
    words.large = text::rupiah(payment.leftover);
    words.largeIsWords = false;
  }
  return words;
}

void OutcomePanel::enter() {
  refresh();
  setFocus();
}

void OutcomePanel::refresh() {
  const api::PaymentView& view = m_flow.payment();
  const Payment& payment = view.payment;
  const Words words = wordsFor(view);
  m_tile->setIcon(words.icon, words.tone);
  m_title->setText(words.title);
  QString what = tr("%1 for %2").arg(text::title(payment), text::whose(payment));
  if (payment.state == PaymentState::Succeeded && payment.settledAt > payment.acceptedAt &&
      payment.settledAt - payment.acceptedAt < Duration::minutes(1))
    what += QStringLiteral(" · ") + text::seconds(payment.settledAt - payment.acceptedAt);
  m_what->setText(what);
  m_caption->setText(words.caption);
  m_caption->setVisible(!words.caption.isEmpty());
  constexpr int kLongAmount = 13;  // from a hundred million on the largest figures have no room
  m_large->setTextSize(words.largeIsWords || words.large.size() > kLongAmount ? TextSize::Total
                                                                              : TextSize::Change);
  m_large->setText(words.large);
  m_large->setColour(models::inkOf(words.tone));
  m_below->setText(words.below);
  m_box->setVisible(!words.box.empty());
  m_boxCaption->setText(words.boxCaption);
  m_boxDigits->setDigits(QString::fromStdString(words.box));
  if (m_flow.error())
    m_message->setMessage(Tone::Danger, text::sentence(*m_flow.error()));
  else
    m_message->clear();
  const bool owes = owesCash();
  m_copy->setVisible(payment.state != PaymentState::Cancelled);
  m_copy->setText(payment.state == PaymentState::Succeeded || payment.state == PaymentState::Accepted
                      ? tr("Print copy")
                      : tr("Print slip"));
  m_tell->setVisible(canTell());
  m_next->setKind(owes ? widgets::ActionKind::Danger : widgets::ActionKind::Primary);
  m_next->setText(!owes ? tr("Next") : payment.onBon() ? tr("Take it off the bon") : tr("Cash handed back"));
  m_next->setKeyCap(owes ? QStringLiteral("Enter") : tr("type"));
}

void OutcomePanel::goOn() {
  if (!owesCash())
    return emit nextSale({});
  const Payment& payment = m_flow.payment().payment;
  m_second->run(
      text::title(payment) + QStringLiteral(" · ") + text::whose(payment),
      [this](const api::Second& second, SecondAsk::Done done) { m_flow.refund(second, std::move(done)); },
      [this](const Status& done) {
        if (!done)
          m_flow.refuse(done.error());
      });
}

void OutcomePanel::keyPressEvent(QKeyEvent* event) {
  const bool plain = (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) == 0;
  switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (!event->isAutoRepeat())
        goOn();
      return;
    case Qt::Key_Escape:
      emit nextSale({});
      return;
    case Qt::Key_F6:
      emit copyWanted();
      return;
    case Qt::Key_F8:
      if (canTell())
        emit tellWanted();
      return;
    case Qt::Key_F7:
      emit textWanted();
      return;
    default:
      break;
  }
  // While cash must go back, a stray key does not push that from the screen.
  if (plain && !owesCash() && !event->text().isEmpty() && event->text().front().isLetterOrNumber()) {
    emit nextSale(event->text());
    return;
  }
  QWidget::keyPressEvent(event);
}

void OutcomePanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const theme::Theme& look = m_counter.theme;
  const bool tight = height() < look.space(135) || width() < look.space(150);
  const int side = look.space(tight ? 5 : 8.5);
  m_column->setContentsMargins(side, look.space(tight ? 4 : 7), side, look.space(tight ? 4 : 7));
  m_column->setSpacing(look.space(tight ? 1 : 2));
  const auto size = tight ? widgets::ActionSize::Small : widgets::ActionSize::Large;
  for (widgets::ActionButton* button : {m_copy, m_tell, m_next}) button->setActionSize(size);
}

QList<widgets::KeyHint> OutcomePanel::hints() const {
  if (m_second->isAsking())
    return m_second->hints();
  QList<widgets::KeyHint> hints;
  if (owesCash())
    hints << widgets::KeyHint{QStringLiteral("Enter"), m_flow.payment().payment.onBon() ? tr("take it off the bon")
                                                                                         : tr("cash handed back")}
          << widgets::KeyHint{QStringLiteral("Esc"), tr("later, from the queue")};
  else
    hints << widgets::KeyHint{tr("letters / digits"), tr("next sale")};
  if (canTell())
    hints << widgets::KeyHint{QStringLiteral("F8"), tr("tell the customer")};
  return hints << widgets::KeyHint{QStringLiteral("F6"), tr("print")}
               << widgets::KeyHint{QStringLiteral("F7"), tr("copy text")};
}

}  // namespace loket::ui::screens
