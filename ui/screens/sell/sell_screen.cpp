#include "ui/screens/sell/sell_screen.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QResizeEvent>
#include <QTimer>

#include "ui/models/payment_list.h"
#include "ui/screens/confirm_panel.h"
#include "ui/screens/proof_panel.h"
#include "ui/screens/receipt_panel.h"
#include "ui/screens/sell/amount_panel.h"
#include "ui/screens/sell/cash_panel.h"
#include "ui/screens/sell/code_panel.h"
#include "ui/screens/sell/field_panel.h"
#include "ui/screens/sell/goods_panel.h"
#include "ui/screens/sell/later_panel.h"
#include "ui/screens/sell/outcome_panel.h"
#include "ui/screens/sell/read_back_panel.h"
#include "ui/screens/sell/search_panel.h"
#include "ui/screens/sell/wait_panel.h"
#include "ui/text/counter.h"
#include "ui/widgets/feed_list.h"

namespace loket::ui::screens {
namespace {

constexpr int kTodayShown = 50;

}  // namespace

SellScreen::SellScreen(const Counter& counter, QWidget* parent)
    : Page(parent), m_counter(counter), m_flow(counter.bridge, counter.clock) {
  const theme::Theme& look = counter.theme;
  m_left = new QStackedWidget(this);
  m_right = new QStackedWidget(this);
  m_search = new SearchPanel(counter, m_flow);
  m_left->addWidget(m_search);
  m_today = new models::PaymentList(models::ListUse::Feed, this);
  m_feed = new widgets::FeedList(look);
  m_feed->setModel(m_today);
  m_feed->view()->setFocusPolicy(Qt::NoFocus);
  m_feed->view()->setEmptyText(tr("No sales yet today"), tr("The first one appears here."));
  m_right->addWidget(m_feed);

  // The panel in front must fit, not the largest of all.
  m_left->setMinimumSize(1, 1);
  m_right->setMinimumSize(1, 1);
  auto* row = new QHBoxLayout(this);
  const int side = look.px(theme::metric::kPageMargin);
  const int top = look.px(theme::metric::kPageTop);
  row->setContentsMargins(side, top, side, top);
  row->setSpacing(look.px(theme::metric::kColumnGap));
  row->addWidget(m_left, 1);
  row->addWidget(m_right);

  connect(&m_flow, &SellFlow::stepChanged, this, &SellScreen::showStep);
  connect(&m_flow, &SellFlow::changed, this, &SellScreen::refreshStep);
  connect(m_search, &SearchPanel::hintsChanged, this, &Page::hintsChanged);
  connect(m_search, &SearchPanel::slipWanted, this, &SellScreen::detailsWanted);
  connect(m_feed, &widgets::FeedList::rowActivated, this,
          [this](const QModelIndex& index) { emit detailsWanted(m_today->at(index.row()).payment.ref); });
  connect(&counter.bridge, &bridge::CoreBridge::paymentChanged, this, [this](const api::PaymentView& view) {
    m_today->setNow(m_counter.clock.now());
    m_today->put(view, view.payment.businessDate == businessDateOf(m_counter.clock.now()));
  });
  const auto takeStatus = [this](const api::CounterStatus& status) {
    m_flow.setOnline(status.online);
    m_flow.setTransferLimits(status.transferLimits);
    m_flow.setTakesMonths(std::any_of(status.deposits.begin(), status.deposits.end(),
                                      [](const api::DepositView& one) { return one.takesMonths; }));
    m_flow.setBanks(status.deposits);
    m_feed->setHeading(text::todayLine(status));
  };
  connect(&counter.bridge, &bridge::CoreBridge::statusChanged, this, takeStatus);
  counter.bridge.status(this, [takeStatus](const Result<api::CounterStatus>& status) {
    if (status)
      takeStatus(*status);
  });
  connect(&counter.bridge, &bridge::CoreBridge::wentOn, this, &SellScreen::refreshToday);
  // Midnight has passed, or the clock was moved.
  connect(&counter.clock, &bridge::CounterClock::ticked, this, [this] {
    if (businessDateOf(m_counter.clock.now()) != m_todayIs)
      refreshToday();
  });
  refreshToday();
}

void SellScreen::refreshToday() {
  api::PaymentFilter filter;
  m_todayIs = businessDateOf(m_counter.clock.now());
  filter.from = m_todayIs;
  filter.limit = kTodayShown;
  m_counter.bridge.payments(filter, this, [this](const Result<std::vector<api::PaymentView>>& found) {
    m_today->setNow(m_counter.clock.now());
    m_today->replace(found.value_or(std::vector<api::PaymentView>()), false);
    emit filled();
    // After the picture of it.
    QTimer::singleShot(0, this, [this] { QTimer::singleShot(0, this, &SellScreen::makeSalePanels); });
  });
}

void SellScreen::makeSalePanels() {
  if (m_amount != nullptr)
    return;
  m_amount = new AmountPanel(m_counter, m_flow);
  m_field = new FieldPanel(m_counter, m_flow);
  m_wait = new WaitPanel(m_counter, m_flow);
  m_code = new CodePanel(m_counter, m_flow);
  m_readBack = new ReadBackPanel(m_counter, m_flow);
  m_proof = new ProofPanel(m_counter);
  m_outcome = new OutcomePanel(m_counter, m_flow);
  m_cash = new CashPanel(m_counter, m_flow);
  m_receipt = new ReceiptPanel(m_counter, PaperScroll::Own);
  for (QWidget* panel : std::initializer_list<QWidget*>{m_field, m_amount, m_wait, m_code, m_readBack, m_proof, m_outcome})
    m_left->addWidget(panel);
  m_right->addWidget(m_cash);
  m_right->addWidget(m_receipt);
  m_confirm = new ConfirmPanel(m_counter);
  m_right->addWidget(m_confirm);
  connect(m_outcome, &OutcomePanel::tellWanted, this, [this] {
    m_right->setCurrentWidget(m_confirm);
    m_confirm->open(m_flow.payment().payment.ref);
    emit hintsChanged();
  });
  connect(m_confirm, &ConfirmPanel::hintsChanged, this, &Page::hintsChanged);
  connect(m_confirm, &ConfirmPanel::left, this, [this] {
    m_right->setCurrentWidget(m_receipt);
    m_outcome->setFocus();
    emit hintsChanged();
  });
  connect(m_proof, &ProofPanel::hintsChanged, this, &Page::hintsChanged);
  connect(m_proof, &ProofPanel::given, &m_flow, &SellFlow::prove);
  connect(m_proof, &ProofPanel::back, &m_flow, &SellFlow::back);
  connect(m_cash, &CashPanel::laterWanted, this, &SellScreen::openLater);
  connect(m_wait, &WaitPanel::nextSale, this, &SellScreen::nextSale);
  connect(m_outcome, &OutcomePanel::nextSale, this, &SellScreen::nextSale);
  connect(m_outcome, &OutcomePanel::hintsChanged, this, &Page::hintsChanged);
  connect(m_outcome, &OutcomePanel::copyWanted, m_receipt, &ReceiptPanel::print);
  connect(m_outcome, &OutcomePanel::textWanted, m_receipt, &ReceiptPanel::copyText);
}

void SellScreen::enter() {
  showStep();
}

void SellScreen::showStep() {
  if (m_flow.step() != SellStep::Search && m_flow.step() != SellStep::Number)
    makeSalePanels();
  switch (m_flow.step()) {
    case SellStep::Search:
    case SellStep::Number:
      m_left->setCurrentWidget(m_search);
      m_right->setCurrentWidget(m_feed);
      m_search->enter();
      break;
    case SellStep::Field:
      m_left->setCurrentWidget(m_field);
      m_right->setCurrentWidget(m_feed);
      m_field->enter();
      break;
    case SellStep::Amount:
      m_left->setCurrentWidget(m_amount);
      m_right->setCurrentWidget(m_feed);
      m_amount->enter();
      break;
    case SellStep::Asking:
    case SellStep::Saving:
    case SellStep::Sending:
      m_left->setCurrentWidget(m_wait);
      m_right->setCurrentWidget(m_feed);
      m_wait->enter();
      break;
    case SellStep::Code:
      m_left->setCurrentWidget(m_code);
      m_right->setCurrentWidget(m_feed);
      m_code->enter();
      break;
    case SellStep::ReadBack:
      m_left->setCurrentWidget(m_readBack);
      m_right->setCurrentWidget(m_cash);
      m_readBack->enter();
      m_cash->enter();
      break;
    case SellStep::Proof:
      m_left->setCurrentWidget(m_proof);
      m_right->setCurrentWidget(m_feed);
      m_proof->ask(QString::fromStdString(m_flow.quote().productName), m_flow.quote().total, m_flow.quote().stepUp, m_flow.error());
      break;
    case SellStep::Outcome:
      m_receipt->clear();
      m_left->setCurrentWidget(m_outcome);
      m_right->setCurrentWidget(m_receipt);
      m_outcome->enter();
      refreshStep();
      break;
  }
  emit hintsChanged();
}

void SellScreen::refreshStep() {
  if (m_flow.step() == SellStep::ReadBack) {
    m_readBack->refresh();
    m_cash->refresh();
  } else if (m_flow.step() == SellStep::Code) {
    m_code->refresh();
  } else if (m_flow.step() == SellStep::Outcome) {
    m_outcome->refresh();
    m_receipt->showReceipt(m_flow.payment().payment.ref);
  }
  emit hintsChanged();
}

void SellScreen::nextSale(const QString& typed) {
  m_flow.startOver();
  if (!typed.isEmpty())
    m_search->type(typed);
}

void SellScreen::sellTo(const QString& number) {
  if (m_flow.step() == SellStep::Saving || m_flow.step() == SellStep::Sending || m_flow.step() == SellStep::Code)
    return;
  nextSale(number);
}

void SellScreen::openGoods() {
  if (m_goods == nullptr) {
    m_goods = new GoodsPanel(m_counter);
    m_left->addWidget(m_goods);
    connect(m_goods, &GoodsPanel::hintsChanged, this, &Page::hintsChanged);
    connect(m_goods, &GoodsPanel::left, this, &SellScreen::showStep);
  }
  m_left->setCurrentWidget(m_goods);
  m_right->setCurrentWidget(m_feed);
  m_goods->enter();
  emit hintsChanged();
}

void SellScreen::openLater(api::Repeat repeat) {
  if (m_later == nullptr) {
    m_later = new LaterPanel(m_counter, m_flow);
    m_right->addWidget(m_later);
    connect(m_later, &LaterPanel::left, this, &SellScreen::showStep);
  }
  m_readBack->setAsking(true);
  m_right->setCurrentWidget(m_later);
  m_later->open(repeat);
  emit hintsChanged();
}

bool SellScreen::isAtLater() const {
  return m_later != nullptr && m_right->currentWidget() == m_later;
}

bool SellScreen::isAtGoods() const {
  return m_goods != nullptr && m_left->currentWidget() == m_goods;
}

void SellScreen::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_F5 && m_flow.step() == SellStep::Search && !isAtGoods())
    openGoods();
  else
    Page::keyPressEvent(event);
}

bool SellScreen::isTelling() const {
  return m_confirm != nullptr && m_right->currentWidget() == m_confirm;
}

QList<widgets::KeyHint> SellScreen::hints() const {
  if (isAtGoods())
    return m_goods->hints();
  switch (m_flow.step()) {
    case SellStep::Search:
    case SellStep::Number:
      return m_search->hints();
    case SellStep::Field:
      return m_field->hints();
    case SellStep::Amount:
      return m_amount->hints();
    case SellStep::Asking:
    case SellStep::Saving:
    case SellStep::Sending:
      return m_wait->hints();
    case SellStep::Code:
      return m_code->hints();
    case SellStep::ReadBack:
      return isAtLater() ? m_later->hints() : m_readBack->hints();
    case SellStep::Proof:
      return m_proof->hints();
    case SellStep::Outcome:
      return isTelling() ? m_confirm->hints() : m_outcome->hints();
  }
  return {};
}

void SellScreen::resizeEvent(QResizeEvent* event) {
  Page::resizeEvent(event);
  const theme::Theme& look = m_counter.theme;
  const int full = look.px(theme::metric::kFeedWidth);
  m_right->setFixedWidth(std::min(full, event->size().width() * 3 / 10));
}

}  // namespace loket::ui::screens
