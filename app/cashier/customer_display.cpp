#include "app/cashier/customer_display.h"

#include <QGuiApplication>
#include <QHBoxLayout>
#include <QResizeEvent>
#include <QScreen>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/screens/cash/cash_out_flow.h"
#include "ui/screens/sell/sell_flow.h"
#include "ui/text/amounts.h"
#include "ui/text/families.h"
#include "ui/widgets/qr_code.h"
#include "ui/widgets/surface.h"
#include "ui/widgets/text_label.h"

namespace loket::app {
namespace {

constexpr QSize kWindowSize{800, 480};  // of the small screens that are sold for this

}  // namespace

using ui::screens::CashOutFlow;
using ui::screens::CashOutStep;
using ui::screens::SellFlow;
using ui::screens::SellStep;
using ui::theme::ColourRole;
using ui::theme::TextSize;
using ui::theme::Weight;
using ui::widgets::Overflow;
using ui::widgets::TextLabel;

CustomerDisplay::CustomerDisplay(const ui::theme::Theme& theme, const QString& outlet, SellFlow& sell, CashOutFlow& cashOut,
                                 QWidget* parent)
    : QWidget(parent, Qt::Window | Qt::WindowDoesNotAcceptFocus), m_theme(theme), m_sell(sell), m_cashOut(cashOut) {
  setAttribute(Qt::WA_ShowWithoutActivating);
  setFocusPolicy(Qt::NoFocus);
  setWindowTitle(tr("Loket, for the customer"));
  auto* ground = new ui::widgets::Surface(theme, ColourRole::Canvas, {}, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(ground);

  const auto label = [&](const char* name, TextSize size, Weight weight, ColourRole colour) {
    auto* made = new TextLabel(theme, {}, size, weight, colour, ground);
    made->setObjectName(QString::fromLatin1(name));
    made->setOverflow(Overflow::Shrink);
    return made;
  };
  m_outlet = label("display-outlet", TextSize::Heading, Weight::SemiBold, ColourRole::Muted);
  m_what = label("display-what", TextSize::Heading, Weight::Medium, ColourRole::Ink);
  m_name = label("display-name", TextSize::Name, Weight::Bold, ColourRole::Ink);
  m_number = label("display-number", TextSize::Heading, Weight::Medium, ColourRole::Ink);
  m_caption = label("display-caption", TextSize::Heading, Weight::Regular, ColourRole::Muted);
  m_amount = label("display-amount", TextSize::Change, Weight::Bold, ColourRole::Ink);
  m_sentence = label("display-sentence", TextSize::Heading, Weight::Medium, ColourRole::Ink);
  m_sentence->setOverflow(Overflow::Wrap);
  m_code = new ui::widgets::QrCode(theme, ground);

  auto* words = new QVBoxLayout;
  words->setSpacing(theme.space(2));
  words->addStretch(1);
  for (QWidget* one : std::initializer_list<QWidget*>{m_what, m_name, m_number}) words->addWidget(one);
  words->addStretch(1);
  for (QWidget* one : std::initializer_list<QWidget*>{m_caption, m_amount, m_sentence}) words->addWidget(one);
  words->addStretch(1);
  auto* row = new QHBoxLayout;
  row->setSpacing(theme.space(8));
  row->addWidget(m_code);
  row->addLayout(words, 1);
  auto* column = new QVBoxLayout(ground);
  column->setContentsMargins(theme.space(10), theme.space(8), theme.space(10), theme.space(8));
  column->addWidget(m_outlet);
  column->addLayout(row, 1);

  setOutlet(outlet);
  connect(&sell, &SellFlow::stepChanged, this, &CustomerDisplay::refresh);
  connect(&sell, &SellFlow::changed, this, &CustomerDisplay::refresh);
  connect(&cashOut, &CashOutFlow::stepChanged, this, &CustomerDisplay::refresh);
  connect(&cashOut, &CashOutFlow::changed, this, &CustomerDisplay::refresh);
  refresh();
}

void CustomerDisplay::setOutlet(const QString& name) {
  m_outlet->setText(name);
}

void CustomerDisplay::open(const QWidget& counter) {
  const auto screens = QGuiApplication::screens();
  const auto other = std::find_if(screens.begin(), screens.end(),
                                  [&counter](const QScreen* one) { return one != counter.screen(); });
  if (other == screens.end()) {
    resize(kWindowSize);
    show();
    return;
  }
  setGeometry((*other)->geometry());
  showFullScreen();
}

CustomerDisplay::View CustomerDisplay::viewOf(const SellFlow& flow) const {
  View view;
  const auto offered = [&view, &flow] {
    const api::Quote& quote = flow.quote();
    view.what = QString::fromStdString(quote.productName);
    view.name = ui::text::spokenName(quote.customerName);
    view.number = ui::text::groupedNumber(quote.family, quote.number);
    view.caption = tr("To pay");
    view.amount = ui::text::rupiah(quote.total);
  };
  switch (flow.step()) {
    case SellStep::Search:
    case SellStep::Number:
    case SellStep::Field:
    case SellStep::Amount:
    case SellStep::Asking:
      break;
    case SellStep::ReadBack:
      offered();
      view.sentence = flow.cash() > flow.quote().total
                          ? tr("Change %1").arg(ui::text::rupiah(flow.cash() - flow.quote().total))
                          : tr("Is the name right, and the number?");
      break;
    case SellStep::Code:
      offered();
      if (const auto& collection = flow.collection(); collection && collection->state == CollectionState::Waiting) {
        view.code = collection->code;
        view.sentence = tr("Scan it with the app of any bank or wallet");
      } else {
        view.sentence = tr("One moment…");
      }
      break;
    case SellStep::Proof:
    case SellStep::Saving:
    case SellStep::Sending:
      offered();
      view.sentence = tr("One moment…");
      break;
    case SellStep::Outcome: {
      const Payment& payment = flow.payment().payment;
      view.what = QString::fromStdString(payment.productName);
      switch (payment.state) {
        case PaymentState::Succeeded:
          view.sentence = tr("Thank you");
          if (payment.change().isPositive()) {
            view.caption = tr("Your change");
            view.amount = ui::text::rupiah(payment.change());
          }
          break;
        case PaymentState::Accepted:
        case PaymentState::Sending:
        case PaymentState::Pending:
        case PaymentState::Suspect:
        case PaymentState::Review:
          view.sentence = payment.offline ? tr("Your deposit is recorded. Keep the slip with its code.")
                                          : tr("It is being processed. Keep the slip.");
          break;
        case PaymentState::Failed:
        case PaymentState::Cancelled:
        case PaymentState::RefundDue:
        case PaymentState::Refunded:
        case PaymentState::Reversed:
          view.caption = tr("You get back");
          view.amount = ui::text::rupiah(payment.total());
          view.sentence = tr("It did not work. Your money comes back.");
          break;
      }
      break;
    }
  }
  return view;
}

CustomerDisplay::View CustomerDisplay::viewOf(const CashOutFlow& flow) const {
  View view;
  switch (flow.step()) {
    case CashOutStep::Choose:
      break;
    case CashOutStep::Collection:
      if (const auto& collection = flow.collection();
          collection && collection->kind == CollectionKind::Qris && collection->state == CollectionState::Waiting) {
        view.code = collection->code;
        view.caption = tr("To pay");
        view.amount = ui::text::rupiah(collection->amount);
        view.sentence = tr("Scan it with the app of any bank or wallet");
      }
      break;
    case CashOutStep::HandOver:
    case CashOutStep::Proof:
      view.sentence = tr("Your money has arrived");
      break;
    case CashOutStep::Done:
      view.caption = tr("You get");
      view.amount = ui::text::rupiah(flow.given());
      view.sentence = tr("Thank you");
      break;
  }
  return view;
}

void CustomerDisplay::refresh() {
  const View selling = viewOf(m_sell);
  lay(selling.isIdle() ? viewOf(m_cashOut) : selling);
}

void CustomerDisplay::lay(const View& view) {
  m_what->setText(view.what);
  m_name->setText(view.name);
  m_number->setText(view.number);
  m_caption->setText(view.caption);
  m_amount->setText(view.amount);
  m_sentence->setText(view.isIdle() ? tr("Welcome") : view.sentence);
  for (TextLabel* label : {m_what, m_name, m_number, m_caption, m_amount}) label->setVisible(!label->text().isEmpty());
  if (view.code != m_shown) {
    m_shown = view.code;
    if (view.code.empty() || !m_code->setText(view.code, tr("Code to pay %1").arg(view.amount)))
      m_code->clear();
  }
  m_code->setVisible(m_code->modules() > 0);
  fit();
}

// A square, and room for the words beside it.
void CustomerDisplay::fit() {
  const int square = std::min(height() - m_theme.space(30), width() / 2);
  m_code->setMinimumWidth(std::max(m_theme.space(40), square));
  m_code->setMaximumWidth(std::max(m_theme.space(40), square));
}

void CustomerDisplay::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  fit();
}

}  // namespace loket::app
