// A whole day at the counter through the real window, with keys only: the real core on its own thread, a real
// home, the real sandbox and a printer that speaks back. What the shift's paper says in the evening is what
// was added up here.
#include <QJsonArray>
#include <QJsonDocument>
#include <QLineEdit>
#include <QMap>
#include <QRegularExpression>
#include <QTest>
#include <algorithm>
#include <cstdio>
#include <future>
#include <optional>

#include "app/cashier/cashier.h"
#include "app/wiring/agent_host.h"
#include "core/domain/receipt/layout.h"
#include "tests/bench/process_memory.h"
#include "tests/integration/counter_home.h"
#include "tests/integration/settlement.h"
#include "tests/support/escpos_printer.h"
#include "tests/ui/real/counter_keys.h"
#include "tests/ui/real/day_goods.h"
#include "ui/screens/cash/cash_out_screen.h"
#include "ui/screens/frame/frame.h"
#include "ui/screens/groups/groups_screen.h"
#include "ui/screens/history/history_screen.h"
#include "ui/screens/receipt_panel.h"
#include "ui/screens/sell/sell_screen.h"
#include "ui/screens/shift/shift_screen.h"
#include "ui/text/groups.h"
#include "ui/text/amounts.h"
#include "ui/widgets/money_edit.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/rail_button.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/strip.h"
#include "ui/widgets/suggestion_list.h"
#include "ui/widgets/text_label.h"

namespace loket::test {

using integration_tests::CounterHome;
using integration_tests::SandboxProcess;
using tests::EscPosPrinter;
using ui::screens::CashOutStep;
using ui::screens::GroupStep;
using ui::screens::SellFlow;
using ui::screens::SellStep;
using ui::screens::ShiftStep;

namespace {

constexpr const char* kPin = "123456";
constexpr qint64 kFloat = 500'000;
constexpr qint64 kCeiling = 490'000;
constexpr qint64 kMissing = 5'000;
// Numbers of these are of no other sale.
constexpr int kSpecial = 700;
constexpr int kQueuePage = 1;

enum class Paying { Exactly, WithChange, OnTheBon };

// As the person who sold it remembers it.
struct Sale {
  QString ref;
  const Goods* goods = nullptr;
  qint64 total = 0;
  bool isDeposit = false;
};

int salesOfTheDay() {
  bool given = false;
  const int sales = qEnvironmentVariableIntValue("LOKET_DAY_SALES", &given);
  return given ? sales : 60;
}

qint64 figureOf(const QString& text) {
  QString digits;
  for (const QChar c : text)
    if (c.isDigit())
      digits += c;
  return digits.toLongLong();
}

QString rupiah(qint64 amount) {
  return ui::text::rupiah(Money::rupiah(amount));
}

// What the customer paid, by what the printer printed; nothing when the paper does not say so.
std::optional<qint64> paidOn(const QString& paper) {
  static const QRegularExpression total(QStringLiteral("(?:TOTAL|RP) BAYAR\\s*:\\s*Rp ?([0-9.]+)"));
  const auto found = total.match(paper);
  return found.hasMatch() ? std::optional(figureOf(found.captured(1))) : std::nullopt;
}

}  // namespace

class DayTest final : public QObject {
  Q_OBJECT

 public:
  explicit DayTest(WatchedApplication& application) : m_application(application), m_keys(application) {}

 private slots:
  void aWholeDay();
  void cleanup();

 private:
  void openTheCounter();
  void openTheShift();
  void sellInTheMorning();
  void thePaperRunsOut();
  void oneFails();
  void oneIsWrittenOnTheBon();
  void goodsOfTheShelf();
  void cashForACode();
  void aGroupPays();
  void anHourWithoutANetwork();
  void theSlipsComeBack();
  void sellInTheAfternoon();
  void whatIsOpenEnds();
  void closeTheShift();
  void measure();
  void judge();

  void sellSome(int sales);
  // Whatever has ended has its paper.
  void awaitPapers();
  // One sale from the search to its outcome, with keys. Nothing when it did not go as it should; why has been
  // said.
  std::optional<Sale> sell(const Goods& goods, const QString& number, Paying paying = Paying::Exactly);
  bool choose(const Goods& goods, const QString& number);
  bool answerQuestions(const Goods& goods);
  bool pay(Paying paying);
  void passTime(const QByteArray& duration) const { m_sandbox->advance(duration); }
  // Until the queue's badge has this number.
  bool settle(int waiting);

  [[nodiscard]] app::CounterWindow& window() const { return m_cashier->window(); }
  [[nodiscard]] SellFlow& flow() const { return window().sell()->flow(); }
  [[nodiscard]] QString label(const QWidget* page, const char* name) const {
    return page->findChild<ui::widgets::TextLabel*>(QString::fromLatin1(name))->text();
  }
  // What the window says of the paper of the sale in front.
  [[nodiscard]] QString paperState() const {
    const auto* pill =
        window().sell()->findChild<ui::screens::ReceiptPanel*>()->findChild<ui::widgets::Pill*>();
    return pill->isVisible() ? pill->text() : QString();
  }
  [[nodiscard]] int badge() const {
    return window().frame()->findChildren<ui::widgets::RailButton*>().at(kQueuePage)->count();
  }
  [[nodiscard]] QStringList papers() const {
    QStringList letters;
    for (const EscPosPrinter::Sheet& sheet : m_printer.sheets(0))
      letters << QString::fromStdString(sheet.letters);
    return letters;
  }
  // Of all that came out, those with this on them.
  [[nodiscard]] QStringList papersWith(const QString& words) const { return papers().filter(words); }
  // The screen says a paper is printed before the printer's end has read it to its own end.
  [[nodiscard]] bool comesOut(const QString& ref, const QString& words, int count) {
    return m_keys.await("the paper itself", [&] { return papersWith(ref).filter(words).size() == count; });
  }
  [[nodiscard]] static const Goods& goodsCalled(const char* product) {
    const auto& all = goodsOfTheDay();
    return *std::find_if(all.begin(), all.end(),
                         [product](const Goods& one) { return QByteArray(one.product) == product; });
  }

  WatchedApplication& m_application;
  CounterKeys m_keys;
  EscPosPrinter m_printer;
  std::unique_ptr<SandboxProcess> m_sandbox;
  std::unique_ptr<CounterHome> m_home;
  std::unique_ptr<app::Cashier> m_cashier;

  const int m_wanted = salesOfTheDay();
  int m_rounds = 0;  // through the goods
  std::vector<Sale> m_sales;
  std::vector<Sale> m_deposits;
  // By hand, beside the books.
  qint64 m_cashIn = 0;
  qint64 m_cashOut = 0;
  qint64 m_shelf = 0;
  QString m_shiftPaper;
  QString m_torn;  // whose paper ended in the middle
  QString m_measured;
};

void DayTest::aWholeDay() {
  using Part = void (DayTest::*)();
  constexpr Part kDay[] = {&DayTest::openTheCounter,   &DayTest::openTheShift,
                           &DayTest::sellInTheMorning, &DayTest::thePaperRunsOut,
                           &DayTest::oneFails,         &DayTest::oneIsWrittenOnTheBon,
                           &DayTest::goodsOfTheShelf,  &DayTest::cashForACode,
                           &DayTest::aGroupPays,       &DayTest::anHourWithoutANetwork,
                           &DayTest::theSlipsComeBack, &DayTest::sellInTheAfternoon,
                           &DayTest::whatIsOpenEnds,   &DayTest::closeTheShift,
                           &DayTest::measure,          &DayTest::judge};
  for (const Part part : kDay) {
    (this->*part)();
    if (QTest::currentTestFailed())
      return;
  }
}

void DayTest::cleanup() {
  m_cashier.reset();
  m_home.reset();
  m_sandbox.reset();
}

// The PIN opens the door.
void DayTest::openTheCounter() {
  const QStringList rich{QStringLiteral("--deposit"),      QStringLiteral("900000000"),
                         QStringLiteral("--iak-deposit"),  QStringLiteral("900000000"),
                         QStringLiteral("--bank-balance"), QStringLiteral("900000000")};
  m_sandbox = std::make_unique<SandboxProcess>(rich);
  QVERIFY(m_sandbox->start());
  m_home = std::make_unique<CounterHome>(*m_sandbox, CounterHome::Upstreams::All);
  QVERIFY(m_home->open(
      {{QStringLiteral("printer"),
        QJsonObject{{QStringLiteral("uri"), QString::fromStdString(m_printer.uri())},
                    {QStringLiteral("profile"), QStringLiteral("epson-58mm")}}},
       {QStringLiteral("routing"),
        QJsonObject{{QStringLiteral("prefer"), QJsonArray{QStringLiteral("digi")}}}},
       {QStringLiteral("offline"), QJsonObject{{QStringLiteral("maxAmount"), 1'000'000},
                                               {QStringLiteral("maxExposure"), 20'000'000},
                                               {QStringLiteral("maxCount"), 100},
                                               {QStringLiteral("maxAge"), QStringLiteral("PT24H")}}}}));
  app::CashierOptions options;
  options.home = m_home->path();
  options.host.home = options.home.toStdString();
  options.host.clockUrl = m_sandbox->adminUrl().toStdString();
  m_application.startOver(QStringLiteral("opening"));
  m_cashier = std::make_unique<app::Cashier>(std::move(options), *qApp);
  m_cashier->show();
  window().activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(&window()));
  m_keys.sitAt(window());
  QVERIFY(m_keys.await("the first picture",
                       [this] { return window().login() != nullptr && window().login()->isVisible(); }));
  m_keys.type(QString::fromLatin1(kPin));
  QVERIFY(m_keys.await("the counter", [this] { return window().frame() != nullptr; }));
  QVERIFY(m_keys.await("that the network is there", [this] { return flow().hasCodes(); }));
  m_measured += m_application.report();
  m_application.startOver(QStringLiteral("the day"));
}

void DayTest::openTheShift() {
  m_keys.press(Qt::Key_F9, Qt::ShiftModifier);
  const auto& shift = window().shift()->flow();
  QVERIFY(m_keys.await("the count in the morning", [&] { return shift.step() == ShiftStep::Opening; }));
  m_keys.type(QStringLiteral("5"));  // of 100.000
  m_keys.press(Qt::Key_F6);
  m_keys.press(Qt::Key_Return);
  QVERIFY(m_keys.await("the open shift", [&] { return shift.step() == ShiftStep::Open; }));
}

bool DayTest::settle(int waiting) {
  constexpr int kRounds = 60;
  constexpr int kAMomentMs = 1500;
  for (int round = 0; round < kRounds; ++round) {
    if (m_keys.within(kAMomentMs, [&] { return badge() == waiting; }))
      return true;
    passTime("PT30S");
  }
  return m_keys.await("what waits", [&] { return badge() == waiting; });
}

bool DayTest::choose(const Goods& goods, const QString& number) {
  m_keys.press(Qt::Key_F1);
  if (flow().step() != SellStep::Search)
    m_keys.press(Qt::Key_Escape);
  if (flow().step() != SellStep::Search)
    return m_keys.await("the search", [this] { return flow().step() == SellStep::Search; });
  if (goods.door == kByNumber) {
    m_keys.type(number);
    if (goods.down + goods.right > 0) {
      const auto* list = window().sell()->findChild<ui::widgets::SuggestionList*>();
      if (!m_keys.await("suggestions", [&] { return list->isVisible() && list->count() > goods.down; }))
        return false;
    }
    for (int i = 0; i < goods.down; ++i) m_keys.press(Qt::Key_Down);
    for (int i = 0; i < goods.right; ++i) m_keys.press(Qt::Key_Right);
    m_keys.press(Qt::Key_Return);
  } else {
    constexpr int kColumns = 3;
    m_keys.press(Qt::Key_Down);
    for (int i = 0; i < goods.door % kColumns; ++i) m_keys.press(Qt::Key_Right);
    for (int i = 0; i < goods.door / kColumns; ++i) m_keys.press(Qt::Key_Down);
    m_keys.press(Qt::Key_Return);
    m_keys.type(QString::fromLatin1(goods.words));
    m_keys.press(Qt::Key_Return);
    if (!m_keys.await(goods.product, [this] { return flow().step() == SellStep::Number; }))
      return false;
    m_keys.type(number);
    m_keys.press(Qt::Key_Return);
  }
  return m_keys.await(goods.product, [this] {
    return flow().step() != SellStep::Search && flow().step() != SellStep::Asking;
  });
}

// What is asked for beside the number, until the offer is there to be read out.
bool DayTest::answerQuestions(const Goods& goods) {
  while (flow().step() != SellStep::ReadBack) {
    const SellStep step = flow().step();
    if (step == SellStep::Field && goods.field != nullptr)
      m_keys.type(QString::fromLatin1(goods.field));
    else if (step == SellStep::Amount && goods.amount != nullptr)
      m_keys.type(QString::fromLatin1(goods.amount));
    else if (step == SellStep::Amount && goods.offline == Offline::UpToCeiling)
      m_keys.type(QString::number(kCeiling));
    else
      break;
    m_keys.press(Qt::Key_Return);
    if (!m_keys.await(goods.product,
                      [&] { return flow().step() != step && flow().step() != SellStep::Asking; }))
      return false;
  }
  if (flow().step() == SellStep::ReadBack)
    return true;
  qWarning("%s was not offered, step %d: %s", goods.product, static_cast<int>(flow().step()),
           qPrintable(m_keys.onTheScreen()));
  return false;
}

bool DayTest::pay(Paying paying) {
  if (!m_keys.await("a moment to read", [this] { return flow().isArmed(); }))
    return false;
  if (paying == Paying::OnTheBon) {
    m_keys.press(Qt::Key_F10);
    m_keys.type(QStringLiteral("Bu Tini"));
    // Right behind the last letter it is taken for a scanner's.
    constexpr int kLittleMs = 100;
    for (int i = 0; i < 50 && flow().step() == SellStep::ReadBack; ++i) {
      m_keys.press(Qt::Key_Return);
      m_keys.within(kLittleMs, [this] { return flow().step() != SellStep::ReadBack; });
    }
  } else {
    if (paying == Paying::WithChange)
      m_keys.press(Qt::Key_F6);
    m_keys.press(Qt::Key_Return);
  }
  return m_keys.await("what became of it", [this] { return flow().step() == SellStep::Outcome; });
}

std::optional<Sale> DayTest::sell(const Goods& goods, const QString& number, Paying paying) {
  if (!choose(goods, number) || !answerQuestions(goods))
    return std::nullopt;
  const api::Quote quote = flow().quote();
  const auto* shown = window().sell()->findChild<ui::widgets::MoneyLabel*>();
  Sale sale;
  sale.goods = &goods;
  sale.total = figureOf(shown->text());
  sale.isDeposit = quote.offline;
  const QString screen = m_keys.onTheScreen();
  const bool isNamed =
      !goods.isNamed || quote.offline ||
      (!quote.customerName.empty() && screen.contains(QString::fromStdString(quote.customerName)));
  if (quote.product.str() != goods.product || !isNamed || sale.total <= 0 ||
      !screen.contains(rupiah(quote.total.amount())) || sale.total != quote.total.amount()) {
    qWarning("%s: offered is %s for %lld. On the screen:\n%s", goods.product, quote.product.str().c_str(),
             static_cast<long long>(sale.total), qPrintable(screen));
    return std::nullopt;
  }
  if (!pay(paying))
    return std::nullopt;
  sale.ref = QString::fromStdString(flow().payment().payment.ref.str());
  if (paying != Paying::OnTheBon)
    m_cashIn += sale.total;
  // The day goes on: minutes with few sales in them, seconds with many.
  constexpr int kSecondsOfSales = 6 * 3600;
  constexpr int kMinutesMost = 3 * 60;
  passTime("PT" + QByteArray::number(std::min(kMinutesMost, kSecondsOfSales / std::max(1, m_wanted))) + "S");
  return sale;
}

void DayTest::sellSome(int sales) {
  const auto& goods = goodsOfTheDay();
  for (int i = 0; i < sales; ++i) {
    const auto at = m_sales.size() % goods.size();
    const auto round = static_cast<int>(m_sales.size() / goods.size());
    const auto sale = sell(goods[at], numberFor(goods[at].number, round),
                           i % 3 == 0 ? Paying::WithChange : Paying::Exactly);
    QVERIFY2(sale.has_value(), goods[at].product);
    const PaymentState state = flow().payment().payment.state;
    // The second supplier takes its time.
    QVERIFY2(state == PaymentState::Succeeded || state == PaymentState::Pending, goods[at].product);
    m_sales.push_back(*sale);
  }
}

void DayTest::awaitPapers() {
  QVERIFY(settle(0));
  QVERIFY(m_keys.await("the papers", [this] {
    const QString all = papers().join(QChar());
    return std::all_of(m_sales.begin(), m_sales.end(),
                       [&all](const Sale& one) { return all.contains(one.ref); });
  }));
}

void DayTest::sellInTheMorning() {
  sellSome(m_wanted / 2);
}
void DayTest::sellInTheAfternoon() {
  sellSome(m_wanted - static_cast<int>(m_sales.size() + m_deposits.size()));
}

// Twice with no paper from the start, once with paper that ends in the middle. No sale waits for it.
void DayTest::thePaperRunsOut() {
  const Goods& token = goodsCalled("pln-token-20000");
  const Goods& credit = goodsCalled("pulsa-telkomsel-5000");
  const auto sellWithout = [this](const Goods& goods, int n, const char* told) {
    const auto sale = sell(goods, numberFor(goods.number, kSpecial + n));
    QVERIFY(sale.has_value());
    m_sales.push_back(*sale);
    QCOMPARE(flow().payment().payment.state, PaymentState::Succeeded);
    QVERIFY(m_keys.await("that the screen tells of the paper",
                         [&] { return paperState().startsWith(QString::fromUtf8(told)); }));
  };
  awaitPapers();
  if (QTest::currentTestFailed())
    return;
  EscPosPrinter::Manner empty;
  empty.paperOut = true;
  m_printer.setManner(empty);
  sellWithout(token, 0, "Tidak tercetak");
  if (QTest::currentTestFailed())
    return;
  const QString first = m_sales.back().ref;
  sellWithout(credit, 0, "Tidak tercetak");
  if (QTest::currentTestFailed())
    return;
  const QString second = m_sales.back().ref;
  QVERIFY(papersWith(first).isEmpty() && papersWith(second).isEmpty());

  m_printer.setManner({});
  m_keys.press(Qt::Key_F6);
  QVERIFY(
      m_keys.await("the paper", [this] { return paperState() == QStringLiteral("Struk sudah tercetak"); }));
  QVERIFY(comesOut(second, QString(), 1));
  QVERIFY(!papersWith(second).constFirst().contains(QStringLiteral("SALINAN")));
  m_keys.press(Qt::Key_F6);
  QVERIFY(
      m_keys.await("a copy", [this] { return paperState() == QStringLiteral("Salinan 1 sudah tercetak"); }));
  QVERIFY(comesOut(second, QStringLiteral("SALINAN ke-1"), 1));

  // The earlier one, out of the history.
  m_keys.press(Qt::Key_F3);
  m_keys.type(first);
  const auto* list = window().history()->findChild<ui::widgets::RowList*>();
  QVERIFY(m_keys.await("the one that is searched for", [&] { return list->model()->rowCount() == 1; }));
  m_keys.press(Qt::Key_Return);
  QVERIFY(m_keys.await("its details", [&] { return m_keys.onTheScreen().contains(first); }));
  m_keys.press(Qt::Key_F6);
  QVERIFY(m_keys.await("its paper", [&] { return papersWith(first).size() == 1; }));
  QVERIFY(!papersWith(first).constFirst().contains(QStringLiteral("SALINAN")));
  m_keys.press(Qt::Key_Escape);

  EscPosPrinter::Manner ending;
  ending.paperFor = 150;
  m_printer.setManner(ending);
  sellWithout(token, 1, "Mungkin sudah keluar");
  if (QTest::currentTestFailed())
    return;
  m_torn = m_sales.back().ref;
  m_printer.setManner({});
  m_keys.press(Qt::Key_F6);
  QVERIFY(
      m_keys.await("a copy", [this] { return paperState() == QStringLiteral("Salinan 1 sudah tercetak"); }));
  QVERIFY(comesOut(m_torn, QStringLiteral("SALINAN ke-1"), 1));
}

void DayTest::oneFails() {
  const auto sale = sell(goodsCalled("pulsa-telkomsel-5000"), numberFor("081277###012", kSpecial));
  QVERIFY(sale.has_value());
  QCOMPARE(flow().payment().payment.state, PaymentState::RefundDue);
  QVERIFY(m_keys.onTheScreen().contains(rupiah(sale->total)));
  m_keys.press(Qt::Key_Return);
  QVERIFY(m_keys.await("that the cash went back",
                       [this] { return flow().payment().payment.state == PaymentState::Refunded; }));
  m_cashOut += sale->total;
  m_keys.press(Qt::Key_F6);
  QVERIFY(m_keys.await("the slip", [&] {
    return !papersWith(sale->ref).filter(QStringLiteral("BUKTI PENGEMBALIAN")).isEmpty();
  }));
}

void DayTest::oneIsWrittenOnTheBon() {
  const Goods& token = goodsCalled("pln-token-50000");
  const auto sale = sell(token, numberFor(token.number, kSpecial), Paying::OnTheBon);
  QVERIFY(sale.has_value());
  QCOMPARE(flow().payment().payment.state, PaymentState::Succeeded);
  QVERIFY(flow().payment().payment.onBon());
  m_sales.push_back(*sale);
}

void DayTest::goodsOfTheShelf() {
  m_keys.press(Qt::Key_Escape);
  m_keys.press(Qt::Key_F5);
  const auto* amount = window().sell()->findChild<ui::widgets::MoneyEdit*>(QStringLiteral("goods-amount"));
  QVERIFY(amount != nullptr && amount->isVisible());
  for (const int price : {15'000, 7'500}) {
    m_keys.type(QString::number(price));
    m_keys.press(Qt::Key_Down);
    m_keys.type(QStringLiteral("beras"));
    m_keys.press(Qt::Key_Return);
    QVERIFY(
        m_keys.await("that it is recorded", [&] { return amount->value() == 0 && !amount->isReadOnly(); }));
    m_shelf += price;
    m_cashIn += price;
  }
  m_keys.press(Qt::Key_Escape);
}

void DayTest::cashForACode() {
  m_keys.press(Qt::Key_F9);
  auto* page = window().cashOut();
  const auto& cash = page->flow();
  QVERIFY(m_keys.await("the ways to cash", [&] { return cash.doors().size() == 3; }));
  m_keys.press(Qt::Key_F6);
  m_keys.type(QStringLiteral("200000"));
  m_keys.press(Qt::Key_Return);
  QVERIFY(m_keys.await("the code",
                       [&] { return label(page, "collection-state") == QStringLiteral("Menunggu"); }));
  const QByteArray scan = QJsonDocument(QJsonObject{{QStringLiteral("qrContent"),
                                                     QString::fromStdString(cash.collection()->code)}})
                              .toJson();
  QVERIFY(
      m_sandbox->admin("POST", QStringLiteral("/bank/qris-pay"), scan).json().contains(QStringLiteral("id")));
  m_keys.press(Qt::Key_F5);
  QVERIFY(m_keys.await("that it is paid", [&] { return cash.step() == CashOutStep::HandOver; }));
  m_keys.type(QStringLiteral("3000"));
  QVERIFY(m_keys.await("a moment to read", [&] { return cash.canHandOut(Money::rupiah(3'000)); }));
  m_keys.press(Qt::Key_Return);
  QVERIFY(m_keys.await("that the cash may go", [&] { return cash.step() == CashOutStep::Done; }));
  QCOMPARE(label(page, "cash-given"), QStringLiteral("Rp197.000"));
  m_cashOut += 197'000;
}

// A street's bills, with one person's cash.
void DayTest::aGroupPays() {
  m_keys.press(Qt::Key_F4, Qt::ShiftModifier);
  auto* page = window().groups();
  const auto& group = page->flow();
  const auto* box = page->findChild<QLineEdit*>(QStringLiteral("group-box"));
  const auto* lines = page->findChild<ui::widgets::RowList*>(QStringLiteral("group-lines"));
  QVERIFY(m_keys.await("the groups", [&] { return page->isVisible(); }));
  m_keys.press(Qt::Key_F5);
  m_keys.type(QStringLiteral("RT 05"));
  m_keys.press(Qt::Key_Return);
  const auto isShown = [&] {
    return label(page, "group-title") == QStringLiteral("RT 05") && !box->isReadOnly();
  };
  QVERIFY(m_keys.await("the group", isShown));
  const std::vector<const Goods*> bills{&goodsCalled("pdam-tirta-sejahtera"), &goodsCalled("bpjs-kesehatan"),
                                        &goodsCalled("telkom-pstn")};
  for (std::size_t i = 0; i < bills.size(); ++i) {
    m_keys.type(QString::fromLatin1(bills[i]->words));
    m_keys.press(Qt::Key_Return);
    QVERIFY(m_keys.await("the question for the number", [&] { return box->text().isEmpty(); }));
    m_keys.type(numberFor(bills[i]->number, kSpecial));
    m_keys.press(Qt::Key_Return);
    const auto isOnTheList = [&] {
      return lines->model()->rowCount() == static_cast<int>(i) + 1 && !box->isReadOnly();
    };
    // Of some bills it asks for more; what stands there is the usual.
    const QString months = ui::text::groupFieldName(InquiryField::Months);
    QVERIFY(m_keys.await("one more on the list, or how many months",
                         [&] { return isOnTheList() || box->accessibleName() == months; }));
    if (!isOnTheList())
      m_keys.press(Qt::Key_Return);
    QVERIFY(m_keys.await("one more on the list", isOnTheList));
  }
  m_keys.press(Qt::Key_Return);
  QVERIFY(m_keys.await("the bills", [&] { return group.step() == GroupStep::Bills && group.isArmed(); }));
  QCOMPARE(group.count(), 3);
  const qint64 total = figureOf(label(page, "group-total").section(QLatin1Char(' '), 0, 0));
  m_keys.press(Qt::Key_Return);
  QVERIFY(m_keys.await("that they are recorded", [&] { return group.step() == GroupStep::Done; }));
  m_cashIn += total;
  qint64 together = 0;
  for (std::size_t i = 0; i < bills.size(); ++i) {
    const auto& payment = group.lines()[i].payment;
    QVERIFY(payment.has_value());
    m_sales.push_back(
        {QString::fromStdString(payment->ref.str()), bills[i], payment->total().amount(), false});
    together += m_sales.back().total;
  }
  QCOMPARE(together, total);
  // The number on the queue comes a moment later than what happened: by it alone they would seem never to have begun.
  const auto haveEnded = [&group] {
    const auto& all = group.lines();
    return std::all_of(all.begin(), all.end(), [](const auto& line) { return line.payment && isTerminal(line.payment->state); });
  };
  for (int round = 0; round < 60 && !m_keys.within(1500, haveEnded); ++round) passTime("PT30S");
  QVERIFY(m_keys.await("the end of each of them", haveEnded));
}

// The suppliers and the bank are away. What may be taken is taken as a deposit, and goes out when they are
// back.
void DayTest::anHourWithoutANetwork() {
  QVERIFY(settle(0));
  const auto* strip = window().frame()->findChild<ui::widgets::Strip*>(QStringLiteral("strip"));
  // No new connection is made, and those that stand break when somebody says a word.
  const auto breaks = [this](const char* upstream, const char* kind) {
    const QJsonObject fault{{QStringLiteral("upstream"), QLatin1String(upstream)},
                            {QStringLiteral("kind"), QLatin1String(kind)},
                            {QStringLiteral("on"), QStringLiteral("any")},
                            {QStringLiteral("count"), -1}};
    return m_sandbox->fault(QJsonDocument(fault).toJson()).isEmpty();
  };
  QVERIFY(breaks("digi", "refuse-connect"));
  for (const char* upstream : {"digi", "iak", "bank"}) QVERIFY(breaks(upstream, "reset-before-commit"));
  constexpr int kAMomentMs = 1000;
  for (int i = 0; i < 60 && !m_keys.within(kAMomentMs, [&] { return strip->isVisible(); }); ++i)
    passTime("PT61S");
  QVERIFY(m_keys.await("that the window says so", [&] { return strip->isVisible(); }));
  const std::vector<const char*> wanted{"pln-token-20000",
                                        "pdam-tirta-sejahtera",
                                        "pulsa-xl-10000",
                                        "bpjs-kesehatan",
                                        "emoney-dana-20000",
                                        "pln-postpaid",
                                        "game-mobile-legends-86-diamond",
                                        "tv-berlangganan"};
  for (const char* product : wanted) {
    const Goods& goods = goodsCalled(product);
    const auto sale = sell(goods, numberFor(goods.number, kSpecial + 20));
    QVERIFY2(sale.has_value(), product);
    QVERIFY2(sale->isDeposit, product);
    QCOMPARE(flow().payment().payment.state, PaymentState::Accepted);
    m_deposits.push_back(*sale);
    QVERIFY2(m_keys.await("the number on the queue", [&] { return badge() == static_cast<int>(m_deposits.size()); }),
             qPrintable(QStringLiteral("%1 instead of %2, with %3").arg(badge()).arg(m_deposits.size()).arg(QLatin1String(product))));
  }
  m_keys.press(Qt::Key_F2);
  QVERIFY(m_keys.await("its lines", [&] {
    const auto* list = window().frame()->currentPage()->findChild<ui::widgets::RowList*>();
    return list != nullptr && list->model()->rowCount() == static_cast<int>(m_deposits.size());
  }));
  for (const Sale& one : m_deposits)
    QVERIFY(m_keys.await(
        "its slip", [&] { return papersWith(one.ref).filter(QStringLiteral("BUKTI TITIPAN")).size() == 1; }));
  passTime("PT30M");
  QCOMPARE(m_sandbox->admin("DELETE", QStringLiteral("/faults")).status, 200L);
  for (int i = 0; i < 60 && !m_keys.within(kAMomentMs, [&] { return !strip->isVisible(); }); ++i)
    passTime("PT11S");
  QVERIFY(m_keys.await("that the network is back", [&] { return !strip->isVisible(); }));
  QVERIFY(settle(0));
}

// Who left a deposit comes back with his slip: the code on it finds his receipt, and the rest of a bill's
// cash.
void DayTest::theSlipsComeBack() {
  static const QRegularExpression code(QStringLiteral("KODE AMBIL\\s+([A-Z0-9]{6})"));
  for (const Sale& one : m_deposits) {
    const QString slip = papersWith(one.ref).filter(QStringLiteral("BUKTI TITIPAN")).value(0);
    const QString claim = code.match(slip).captured(1);
    QVERIFY2(!claim.isEmpty(), qPrintable(slip));
    m_keys.press(Qt::Key_F1);
    m_keys.press(Qt::Key_Escape);
    // A scanner reads it: all of it at once, with Enter behind.
    QTest::keyClicks(window().focusWidget(), claim);
    m_keys.press(Qt::Key_Return);
    QVERIFY(m_keys.await("what the slip is about", [&] { return m_keys.onTheScreen().contains(one.ref); }));
    if (one.goods->offline == Offline::UpToCeiling) {
      m_keys.press(Qt::Key_F5, Qt::ShiftModifier);
      QVERIFY(m_keys.await("the receipt", [&] { return papersWith(one.ref).size() == 2; }));
      const auto paid = paidOn(papersWith(one.ref).constLast());
      QVERIFY2(paid.has_value(), qPrintable(papersWith(one.ref).constLast()));
      m_cashOut += one.total - *paid;
    } else {
      QVERIFY(comesOut(one.ref, QString(), 2));
    }
  }
}

void DayTest::whatIsOpenEnds() {
  QVERIFY(settle(0));
}

// Counted blind, with a little missing; only then does it say what there should have been.
void DayTest::closeTheShift() {
  m_keys.press(Qt::Key_F9, Qt::ShiftModifier);
  auto* page = window().shift();
  const auto& shift = page->flow();
  QVERIFY(m_keys.await("the open shift", [&] { return shift.step() == ShiftStep::Open; }));
  m_keys.press(Qt::Key_F8);
  QVERIFY(m_keys.await("the count", [&] { return shift.step() == ShiftStep::Closing; }));
  const qint64 expected = kFloat + m_cashIn - m_cashOut;
  QVERIFY(!m_keys.onTheScreen().contains(rupiah(expected)));
  m_keys.press(Qt::Key_F6);
  m_keys.type(QString::number(expected - kMissing));
  m_keys.press(Qt::Key_Down);
  m_keys.type(QStringLiteral("salah kembali"));
  m_keys.press(Qt::Key_Return);
  QVERIFY(m_keys.await("the report", [&] { return shift.step() == ShiftStep::Report; }));
  QCOMPARE(label(page, "shift-float"), rupiah(kFloat));
  QCOMPARE(label(page, "shift-in"), rupiah(m_cashIn));
  QCOMPARE(label(page, "shift-out"), rupiah(m_cashOut));
  QCOMPARE(label(page, "shift-expected"), rupiah(expected));
  QCOMPARE(label(page, "shift-counted"), rupiah(expected - kMissing));
  QCOMPARE(label(page, "shift-difference"), QStringLiteral("Kurang Rp5.000"));
  m_keys.press(Qt::Key_F6);
  QVERIFY(m_keys.await("the report on paper",
                       [this] { return !papersWith(QStringLiteral("LAPORAN SHIFT")).isEmpty(); }));
  m_shiftPaper = papersWith(QStringLiteral("LAPORAN SHIFT")).constFirst();
}

void DayTest::measure() {
  m_measured += m_application.report();
  const auto memory = bench::memoryOf(QCoreApplication::applicationPid());
  m_measured += QString::asprintf(
      "resident memory of window, core and this test after %d sales: %.1f MiB (at most %.1f)\n",
      static_cast<int>(m_sales.size() + m_deposits.size()), memory.residentMiB, memory.peakMiB);
}

// The shift's paper against every customer's paper, the books against what the suppliers really did.
void DayTest::judge() {
  struct Sum {
    int count = 0;
    qint64 amount = 0;
  };
  QMap<QString, Sum> sums;
  Sum all;
  std::vector<Sale> sold = m_sales;
  sold.insert(sold.end(), m_deposits.begin(), m_deposits.end());
  for (const Sale& one : sold) {
    const QStringList whole =
        papersWith(one.ref).filter(QRegularExpression(QStringLiteral("(TOTAL|RP) BAYAR")));
    const QStringList copies = whole.filter(QStringLiteral("SALINAN"));
    QVERIFY2(one.ref == m_torn ? whole.size() == 1 : whole.size() - copies.size() == 1, one.goods->product);
    const qint64 paid = paidOn(whole.constFirst()).value_or(0);
    // A bill with a ceiling may have cost less.
    QVERIFY2(one.isDeposit && one.goods->offline == Offline::UpToCeiling ? paid > 0 && paid <= one.total
                                                                         : paid == one.total,
             qPrintable(whole.constFirst()));
    Sum& sum = sums[QString::fromLatin1(one.goods->word)];
    for (Sum* each : {&sum, &all}) {
      ++each->count;
      each->amount += paid;
    }
  }
  const auto says = [this](const QString& words, qint64 amount) {
    const QRegularExpression line(
        QStringLiteral("%1\\s*:\\s*%2\n").arg(words, QRegularExpression::escape(rupiah(amount))));
    return line.match(m_shiftPaper).hasMatch();
  };
  const auto counted = [](const QString& word, const Sum& sum) {
    return QStringLiteral("%1 %2x").arg(word).arg(sum.count);
  };
  for (auto at = sums.cbegin(); at != sums.cend(); ++at)
    QVERIFY2(says(counted(at.key(), *at), at->amount),
             qPrintable(at.key() + QLatin1Char('\n') + m_shiftPaper));
  QVERIFY2(says(counted(QStringLiteral("JUMLAH"), all), all.amount), qPrintable(m_shiftPaper));
  QVERIFY2(says(QStringLiteral("BARANG 2x"), m_shelf), qPrintable(m_shiftPaper));
  const qint64 expected = kFloat + m_cashIn - m_cashOut;
  QVERIFY2(says(QStringLiteral("AWAL"), kFloat) && says(QStringLiteral("MASUK"), m_cashIn) &&
               says(QStringLiteral("KELUAR"), m_cashOut) && says(QStringLiteral("SEHARUSNYA"), expected) &&
               says(QStringLiteral("DIHITUNG"), expected - kMissing) &&
               says(QStringLiteral("KURANG"), kMissing),
           qPrintable(m_shiftPaper));

  m_cashier.reset();
  QCOMPARE(integration_tests::disagreement(*m_home, *m_sandbox), QString());

  app::HostOptions options;
  options.home = m_home->path().toStdString();
  options.clockUrl = m_sandbox->adminUrl().toStdString();
  options.kind = app::HostKind::Command;
  const auto host = app::AgentHost::open(options, UserName(), SecretBytes(std::string_view(kPin)));
  QVERIFY2(host.has_value(), host ? "" : host.error().detail.c_str());
  std::promise<Result<api::TrialBalance>> balanced;
  (*host)->client().trial([&](Result<api::TrialBalance> trial) { balanced.set_value(std::move(trial)); });
  const auto trial = balanced.get_future().get();
  QVERIFY(trial.has_value());
  QVERIFY(trial->sum.isZero() && trial->broken.empty() && trial->rules > 0);
  for (const api::AccountView& account : trial->accounts)
    if (account.name == "drawer")
      QCOMPARE(account.balance.amount(), expected - kMissing);

  std::promise<Result<std::vector<api::PaymentView>>> listed;
  api::PaymentFilter everything;
  everything.limit = 100'000;
  (*host)->client().payments(
      everything, [&](Result<std::vector<api::PaymentView>> found) { listed.set_value(std::move(found)); });
  const auto payments = listed.get_future().get();
  QVERIFY(payments.has_value());
  QCOMPARE(payments->size(), sold.size() + 1);  // and the one that failed
  std::vector<std::chrono::nanoseconds> rendered;
  for (const api::PaymentView& view : *payments) {
    const auto began = std::chrono::steady_clock::now();
    const auto receipt = receipt::composeReceipt(
        view.payment, Outlet{}, 0, view.payment.settledAt,
        {"DRT0-Q77Z-PDX9", "LOKET1/" + view.payment.ref.str() + "/1203/DRT0Q77ZPDX9H7558KKBPY0A5HW9079ZPCVKGXM526HGC5XFM0EG"});
    const receipt::PaperProfile paper;
    const std::string bytes = receipt::toEscPos(receipt::layOut(receipt, paper), paper);
    rendered.push_back(std::chrono::steady_clock::now() - began);
    QVERIFY(!bytes.empty());
  }
  m_measured += QString::asprintf(
      "a receipt, from the payment to the printer's bytes: p50 %.3f   p99 %.3f   max %.3f ms\n",
      quantileMs(rendered, 0.5), quantileMs(rendered, 0.99), quantileMs(rendered, 1));
  std::fputs(qPrintable(m_measured), stdout);
  std::fflush(stdout);
}

}  // namespace loket::test

int main(int argc, char** argv) {
  loket::test::WatchedApplication application(argc, argv);
  loket::test::DayTest test(application);
  QTEST_SET_MAIN_SOURCE_PATH
  return QTest::qExec(&test, argc, argv);
}
#include "day_test.moc"
