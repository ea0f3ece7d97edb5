#include "ui/screens/payment_detail.h"

#include <QHBoxLayout>
#include <QStackedLayout>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/models/payment_look.h"
#include "ui/screens/caption_value.h"
#include "ui/screens/complaint_panel.h"
#include "ui/screens/confirm_panel.h"
#include "ui/screens/decide_panel.h"
#include "ui/screens/receipt_panel.h"
#include "ui/screens/second_ask.h"
#include "ui/text/amounts.h"
#include "ui/text/complaints.h"
#include "ui/text/errors.h"
#include "ui/text/families.h"
#include "ui/text/messages.h"
#include "ui/text/payments.h"
#include "ui/text/times.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/scroll_box.h"
#include "ui/widgets/status_pill.h"
#include "ui/widgets/surface.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

namespace {

// What a person can say of the newest paper, if anything.
std::optional<api::PaperWord> paperWordFor(const api::PaymentDetail& detail) {
  const auto newest =
      std::max_element(detail.papers.begin(), detail.papers.end(),
                       [](const auto& left, const auto& right) { return left.at < right.at; });
  if (newest == detail.papers.end())
    return std::nullopt;
  if (newest->state == "unknown")
    return api::PaperWord::CameOut;
  return newest->state == "failed" ? std::optional(api::PaperWord::NotNeeded) : std::nullopt;
}

}  // namespace

PaymentDetailPanel::PaymentDetailPanel(const Counter& counter, QWidget* parent)
    : QWidget(parent), m_counter(counter) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
  m_confirm = new ConfirmPanel(counter);
  m_decision = new DecidePanel(counter);
  m_second = new SecondAsk(counter, this);
  m_complaint = new ComplaintPanel(counter);
  m_complaint->setMinimumSize(1, 1);  // only when it is in front it is given the page
  m_sides = new QStackedLayout(this);
  m_sides->setContentsMargins({});
  m_sides->addWidget(card);
  m_sides->addWidget(m_confirm);
  m_sides->addWidget(m_decision);
  m_sides->addWidget(m_complaint);

  m_title = new TextLabel(look, {}, TextSize::Lead, Weight::SemiBold, ColourRole::Ink, card);
  m_title->setOverflow(Overflow::Elide);
  m_whose = new TextLabel(look, {}, TextSize::Small, Weight::Regular, ColourRole::Muted, card);
  m_whose->setOverflow(Overflow::Elide);
  m_state = new widgets::StatusPill(look, {}, theme::Tone::Neutral, card);
  m_total = new widgets::MoneyLabel(look, {}, TextSize::Figure, Weight::Bold, card);
  auto* money = new QHBoxLayout;
  money->setSpacing(look.space(2));
  money->addWidget(m_total, 1);
  money->addWidget(m_state, 0, Qt::AlignRight | Qt::AlignVCenter);

  m_message = new widgets::InlineMessage(look, card);
  m_message->clear();
  auto* scroll = new widgets::ScrollBox(card);
  auto* holder = new QWidget;
  m_scrolled = new QVBoxLayout(holder);
  m_scrolled->setContentsMargins(0, 0, look.space(2), 0);
  m_scrolled->setSpacing(look.space(2));
  m_receipt = new ReceiptPanel(counter, PaperScroll::OfThePage, holder);
  m_scrolled->addWidget(m_receipt);
  m_scrolled->addStretch();
  scroll->setBody(holder);

  m_print = new widgets::ActionButton(look, tr("Print"), widgets::ActionKind::Secondary, card);
  m_print->setKeyCap(QStringLiteral("F6"));
  m_paper = new widgets::ActionButton(look, {}, widgets::ActionKind::Secondary, card);
  m_paper->setObjectName(QStringLiteral("paper-word"));
  m_paper->setLeadingIcon(QStringLiteral("check"));
  m_paper->setKeyCap(QStringLiteral("Shift+F6"));
  m_paper->hide();
  m_complain = new widgets::ActionButton(look, tr("Complaint"), widgets::ActionKind::Secondary, card);
  m_complain->setObjectName(QStringLiteral("complain"));
  m_complain->setKeyCap(QStringLiteral("F5"));
  m_tell = new widgets::ActionButton(look, tr("Tell the customer"), widgets::ActionKind::Secondary, card);
  m_tell->setLeadingIcon(QStringLiteral("send"));
  m_tell->setKeyCap(QStringLiteral("F8"));
  m_decide = new widgets::ActionButton(look, tr("Decide…"), widgets::ActionKind::Primary, card);
  m_decide->setObjectName(QStringLiteral("decide"));
  m_decide->setKeyCap(QStringLiteral("F7"));
  m_giveBack = new widgets::ActionButton(look, tr("Cash handed back"), widgets::ActionKind::Danger, card);
  m_giveBack->setObjectName(QStringLiteral("give-back"));
  m_giveBack->setKeyCap(QStringLiteral("Shift+F5"));
  auto* foot = new QVBoxLayout;
  foot->setSpacing(look.space(2));
  for (widgets::ActionButton* button : {m_decide, m_giveBack, m_paper, m_tell, m_print, m_complain}) {
    button->setActionSize(widgets::ActionSize::Small);
    button->setFocusPolicy(Qt::NoFocus);
  }
  for (widgets::ActionButton* button : {m_decide, m_giveBack, m_paper, m_tell}) foot->addWidget(button);
  auto* lowest = new QHBoxLayout;
  lowest->setSpacing(look.space(2));
  lowest->addWidget(m_print, 1);
  lowest->addWidget(m_complain, 1);
  foot->addLayout(lowest);

  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(look.space(4.5), look.space(4), look.space(3), look.space(4));
  column->setSpacing(look.space(2));
  column->addWidget(m_title);
  column->addWidget(m_whose);
  column->addLayout(money);
  column->addWidget(m_message);
  column->addWidget(new widgets::Divider(look, Qt::Horizontal, card));
  column->addWidget(scroll, 1);
  column->addLayout(foot);

  connect(m_print, &QAbstractButton::clicked, this, &PaymentDetailPanel::print);
  connect(m_paper, &QAbstractButton::clicked, this, &PaymentDetailPanel::settlePaper);
  connect(&counter.bridge, &bridge::CoreBridge::printChanged, this,
          [this](const PaymentRef& ref, const api::PrintView& print) {
            if (ref == m_ref && print.outcome != api::PrintOutcome::Queued)
              bring();
          });
  connect(m_tell, &QAbstractButton::clicked, this, &PaymentDetailPanel::tellCustomer);
  connect(m_decide, &QAbstractButton::clicked, this, &PaymentDetailPanel::decide);
  connect(m_complain, &QAbstractButton::clicked, this, &PaymentDetailPanel::complain);
  const auto back = [this] {
    m_sides->setCurrentIndex(0);
    emit asked();
  };
  connect(m_second, &SecondAsk::hintsChanged, this, [this] {
    if (m_second->isAsking())
      emit hintsChanged();
    else
      emit asked();
  });
  connect(m_confirm, &ConfirmPanel::left, this, back);
  connect(m_confirm, &ConfirmPanel::hintsChanged, this, &PaymentDetailPanel::hintsChanged);
  connect(m_decision, &DecidePanel::left, this, back);
  connect(m_decision, &DecidePanel::hintsChanged, this, &PaymentDetailPanel::hintsChanged);
  connect(m_complaint, &ComplaintPanel::left, this, back);
  connect(m_complaint, &ComplaintPanel::hintsChanged, this, &PaymentDetailPanel::hintsChanged);
  connect(&counter.bridge, &bridge::CoreBridge::complaintChanged, this, [this](const complaint::Complaint& complaint) {
    if (complaint.ref == m_ref)
      bring();
  });
  connect(&counter.bridge, &bridge::CoreBridge::confirmationChanged, this,
          [this](const confirmation::Delivery& delivery) {
            if (delivery.ref == m_ref)
              bring();
          });
  connect(m_giveBack, &QAbstractButton::clicked, this, &PaymentDetailPanel::giveBack);
  connect(&counter.staff, &bridge::Staff::handedOver, this, [this] {
    // What somebody else was asking is not this one's to finish.
    if (isAsking() && !m_counter.staff.may(Permission::Serve))
      m_sides->setCurrentIndex(0);
    if (!m_ref.empty())
      fitToPerson();
  });
  connect(&counter.bridge, &bridge::CoreBridge::paymentChanged, this, [this](const api::PaymentView& view) {
    if (view.payment.ref == m_ref)
      bring();
  });
  connect(&counter.bridge, &bridge::CoreBridge::wentOn, this, [this] {
    if (!m_ref.empty())
      bring();
  });
}

void PaymentDetailPanel::open(const PaymentRef& ref) {
  m_ref = ref;
  m_next = Next::Facts;
  m_sides->setCurrentIndex(0);
  m_message->clear();
  bring();
}

void PaymentDetailPanel::openToDecide(const PaymentRef& ref) {
  open(ref);
  m_next = Next::Decision;
}

void PaymentDetailPanel::openToComplain(const PaymentRef& ref) {
  open(ref);
  m_next = Next::Complaint;
}

void PaymentDetailPanel::closePanel() {
  m_ref = {};
  m_sides->setCurrentIndex(0);
  m_receipt->clear();
  emit closed();
}

void PaymentDetailPanel::bring() {
  m_counter.bridge.payment(m_ref.str(), this, [this, ref = m_ref](const Result<api::PaymentDetail>& detail) {
    if (ref != m_ref)
      return;
    if (detail)
      fill(*detail);
    else
      m_message->setMessage(theme::Tone::Danger, text::sentence(detail.error()));
  });
}

void PaymentDetailPanel::addFact(const QString& caption, const QString& value, bool mono) {
  if (value.isEmpty())
    return;
  auto* row = new CaptionRow(m_counter.theme, caption, m_body);
  row->setValue(value);
  row->value()->setTextSize(TextSize::Small);
  row->value()->setMono(mono);
  m_facts->addWidget(row);
}

void PaymentDetailPanel::addLine(Instant at, const QString& words) {
  const theme::Theme& look = m_counter.theme;
  auto* line = new QWidget(m_body);
  auto* row = new QHBoxLayout(line);
  row->setContentsMargins({});
  row->setSpacing(look.space(2));
  auto* when = new TextLabel(look, text::shortTime(at, m_payment.acceptedAt), TextSize::Small,
                             Weight::Regular, ColourRole::Muted, line);
  auto* what = new TextLabel(look, words, TextSize::Small, Weight::Regular, ColourRole::Ink, line);
  what->setOverflow(Overflow::Wrap);
  row->addWidget(when, 0, Qt::AlignTop);
  row->addWidget(what, 1);
  m_facts->addWidget(line);
}

void PaymentDetailPanel::fill(const api::PaymentDetail& detail) {
  const theme::Theme& look = m_counter.theme;
  m_detail = detail;
  m_payment = detail.payment;
  const Payment& payment = m_payment;
  m_title->setText(text::title(payment));
  m_whose->setText(payment.customerName.empty()
                       ? text::groupedNumber(payment.family, payment.number)
                       : text::spokenName(payment.customerName) + QStringLiteral(" · ") +
                             text::groupedNumber(payment.family, payment.number));
  m_total->setText(text::rupiah(payment.total()));
  m_state->setStatus(text::pillWord(payment), models::toneOf(payment.state));
  const QString why = text::reasonSentence({0, payment, detail.nextDueAt}, m_counter.clock.now());
  if (payment.state != PaymentState::Succeeded && !why.isEmpty())
    m_message->setMessage(models::toneOf(payment.state), why);
  else
    m_message->clear();

  delete m_body;
  m_body = new QWidget(m_scrolled->parentWidget());
  m_facts = new QVBoxLayout(m_body);
  m_facts->setContentsMargins({});
  m_facts->setSpacing(look.space(1));
  if (!payment.token.empty())
    addFact(tr("Token"), text::groupedNumber(payment.family, payment.token), true);
  addFact(tr("Serial number"), QString::fromStdString(payment.serial), true);
  addFact(tr("Claim code"), QString::fromStdString(payment.claimCode.str()), true);
  addFact(tr("Reference"), QString::fromStdString(payment.ref.str()), true);
  if (payment.byCode())
    addFact(tr("Paid by QRIS"), text::rupiah(payment.held) + QStringLiteral(" · ") +
                                    QString::fromStdString(payment.collected.reference.empty() ? payment.collected.id.str()
                                                                                               : payment.collected.reference));
  else if (payment.onBon() && !payment.isTopUp())
    addFact(tr("On the bon of"), text::spokenName(payment.bon.str()));
  else if (!payment.isTopUp())
    addFact(tr("Cash / change"),
            text::rupiah(payment.cash) + QStringLiteral(" / ") + text::rupiah(payment.change()));
  addFact(tr("Cost"), text::rupiah(payment.cost));
  addFact(tr("Supplier"), text::supplierName(payment.upstream));
  for (const text::Fact& fact : text::facts(payment.details)) addFact(fact.label, fact.value);
  for (const text::Fact& fact : text::facts(payment.sender)) addFact(fact.label, fact.value);
  addFact(tr("Sold by"), text::spokenName(payment.user.str()));
  addFact(tr("Printed"), tr("%n times", nullptr, detail.printed));
  for (const confirmation::Delivery& one : detail.confirmations)
    addFact(text::channelWord(one.to.channel),
            text::addressWord(one.to) + QStringLiteral(" · ") + text::deliveryWord(one));
  for (const complaint::Complaint& one : detail.complaints) {
    addFact(tr("Complaint"), text::complaintWord(one));
    addLine(one.entries.front().at, QString::fromStdString(one.entries.front().note));
  }
  m_facts->addWidget(new widgets::Divider(look, Qt::Horizontal, m_body));
  m_facts->addWidget(new TextLabel(look, tr("What happened · %1").arg(text::dateTime(payment.acceptedAt)),
                                   TextSize::Small, Weight::SemiBold, ColourRole::Muted, m_body));
  for (const PaymentEvent& event : detail.history) addLine(event.at, text::eventLine(event, payment));
  m_scrolled->insertWidget(0, m_body);
  m_receipt->showReceipt(payment.ref);
  m_paperWord = paperWordFor(detail);
  m_paper->setText(m_paperWord == api::PaperWord::CameOut ? tr("The paper came out") : tr("No paper needed"));
  emit hintsChanged();

  fitToPerson();
  switch (std::exchange(m_next, Next::Facts)) {
    case Next::Facts:
      break;
    case Next::Decision:
      decide();
      break;
    case Next::Complaint:
      complain();
      break;
  }
  m_decision->follow(payment);
  m_complaint->follow(detail);
  const QString sum = text::rupiah(payment.leftover.isPositive() ? payment.leftover : payment.held);
  m_giveBack->setText(payment.onBon() ? tr("Take %1 off the bon").arg(sum) : tr("%1 handed back").arg(sum));
}

void PaymentDetailPanel::fitToPerson() {
  const bool serves = m_counter.staff.may(Permission::Serve);
  for (widgets::ActionButton* one : {m_print, m_tell, m_complain}) one->setVisible(serves);
  m_paper->setVisible(serves && m_paperWord.has_value());
  m_decide->setVisible(mayDecide());
  m_giveBack->setVisible(owesCash());
  emit hintsChanged();
}

void PaymentDetailPanel::settlePaper() {
  if (!m_counter.staff.may(Permission::Serve) || m_ref.empty() || m_payment.ref != m_ref || !m_paperWord || isAsking())
    return;
  m_counter.bridge.settlePaper(m_ref.str(), *m_paperWord, this,
                               [this, ref = m_ref](const Result<api::PrintView>& print) {
                                 if (ref != m_ref)
                                   return;
                                 if (print)
                                   bring();
                                 else
                                   m_message->setMessage(theme::Tone::Danger, text::sentence(print.error()));
                               });
}

void PaymentDetailPanel::tellCustomer() {
  if (!m_counter.staff.may(Permission::Serve) || m_ref.empty())
    return;
  m_sides->setCurrentWidget(m_confirm);
  m_confirm->open(m_ref);
  emit hintsChanged();
}

// Where people are asked. A payment that is over may still turn out to have been made; while nothing says so, no button
// invites anybody to say it.
bool PaymentDetailPanel::mayDecide() const {
  return m_counter.staff.may(Permission::Settle) && !m_ref.empty() && m_payment.ref == m_ref &&
         models::waitsForPeople(m_payment);
}

void PaymentDetailPanel::decide() {
  if (!mayDecide() || isAsking())
    return;
  m_sides->setCurrentWidget(m_decision);
  m_decision->open(m_payment);
  emit hintsChanged();
}

void PaymentDetailPanel::complain() {
  if (!m_counter.staff.may(Permission::Serve) || m_ref.empty() || m_detail.payment.ref != m_ref || isAsking())
    return;
  m_sides->setCurrentWidget(m_complaint);
  m_complaint->open(m_detail);
  emit hintsChanged();
}

bool PaymentDetailPanel::wantsThePage() const { return m_sides->currentWidget() == m_complaint; }

void PaymentDetailPanel::takeKeyboard() {
  if (m_second->isAsking())
    return m_second->setFocus();
  QWidget* side = m_sides->currentWidget();
  QWidget* last = side->focusWidget();  // of its fields the one that had it
  (last != nullptr ? last : side)->setFocus();
}

bool PaymentDetailPanel::isAsking() const {
  return m_sides->currentIndex() != 0 || m_second->isAsking();
}

QList<widgets::KeyHint> PaymentDetailPanel::hints() const {
  if (m_second->isAsking())
    return m_second->hints();
  if (m_sides->currentWidget() == m_confirm)
    return m_confirm->hints();
  if (m_sides->currentWidget() == m_decision)
    return m_decision->hints();
  if (wantsThePage())
    return m_complaint->hints();
  QList<widgets::KeyHint> hints;
  if (owesCash())
    hints << widgets::KeyHint{QStringLiteral("Shift+F5"), m_payment.onBon() ? tr("take it off the bon") : tr("cash handed back")};
  if (!m_counter.staff.may(Permission::Serve))
    return hints;
  hints << widgets::KeyHint{QStringLiteral("F6"), tr("print")};
  if (m_paperWord)
    hints << widgets::KeyHint{QStringLiteral("Shift+F6"), tr("paper is in order")};
  if (mayDecide())
    hints << widgets::KeyHint{QStringLiteral("F7"), tr("decide")};
  return hints << widgets::KeyHint{QStringLiteral("F8"), tr("tell the customer")}
               << widgets::KeyHint{QStringLiteral("F5"), tr("complaint")};
}

void PaymentDetailPanel::print() {
  if (m_counter.staff.may(Permission::Serve))
    m_receipt->print();
}

// Of what is on the screen, and not of what is on its way there.
bool PaymentDetailPanel::owesCash() const {
  return m_counter.staff.may(Permission::Cash) && !m_ref.empty() && m_payment.ref == m_ref && m_payment.owesCash();
}

void PaymentDetailPanel::giveBack() {
  if (!owesCash() || isAsking())
    return;
  m_second->run(
      text::title(m_payment) + QStringLiteral(" · ") + text::whose(m_payment),
      [this, ref = m_ref](const api::Second& second, SecondAsk::Done done) {
        m_counter.bridge.refund(ref, second, this, SecondAsk::endOf<api::PaymentView>(std::move(done)));
      },
      [this, ref = m_ref](const Status& done) {
        if (ref != m_ref)
          return;
        if (done)
          bring();
        else
          m_message->setMessage(theme::Tone::Danger, text::sentence(done.error()));
      });
}

}  // namespace loket::ui::screens
