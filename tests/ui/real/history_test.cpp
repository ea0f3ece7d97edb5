// A counter that has sold for years: its history opens, scrolls and is searched as on the first day. The real
// window over a real home; what it measures it prints.
#include <QDir>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QTest>
#include <chrono>
#include <cstdio>
#include <future>

#include "app/cashier/cashier.h"
#include "app/wiring/agent_host.h"
#include "tests/support/filled_home.h"
#include "tests/bench/process_memory.h"
#include "tests/ui/real/counter_keys.h"
#include "ui/models/payment_list.h"
#include "ui/screens/frame/frame.h"
#include "ui/screens/history/history_screen.h"
#include "ui/widgets/row_list.h"

namespace loket::test {
namespace {

constexpr int kPages = 60;
constexpr int kRounds = 40;

int paymentsOfTheShop() {
  bool given = false;
  const int payments = qEnvironmentVariableIntValue("LOKET_HISTORY_PAYMENTS", &given);
  return given ? payments : 3000;
}

}  // namespace

class HistoryTest final : public QObject {
  Q_OBJECT

 public:
  explicit HistoryTest(WatchedApplication& application) : m_application(application), m_keys(application) {}

 private slots:
  void initTestCase();
  void theWindowShowsIt();
  void whatIsTypedIsFound();

 private:
  std::vector<api::PaymentView> found(api::AgentClient& client, const api::PaymentFilter& filter);

  WatchedApplication& m_application;
  CounterKeys m_keys;
  QTemporaryDir m_folder;
  QString m_home;
  int m_payments = paymentsOfTheShop();
};

void HistoryTest::initTestCase() {
  // One that was made before: a million takes its time.
  m_home = qEnvironmentVariable("LOKET_HISTORY_HOME", m_folder.filePath(QStringLiteral("home")));
  if (!QDir(m_home).exists())
    tests::fillHome(m_home.toStdString(), m_payments);
}

void HistoryTest::theWindowShowsIt() {
  app::CashierOptions options;
  options.home = m_home;
  options.host.home = m_home.toStdString();
  m_application.startOver(QStringLiteral("opening"));
  app::Cashier cashier(std::move(options), *qApp);
  cashier.show();
  app::CounterWindow& window = cashier.window();
  window.activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(&window));
  m_keys.sitAt(window);
  QVERIFY(m_keys.await("the first picture",
                       [&] { return window.login() != nullptr && window.login()->isVisible(); }));
  m_keys.type(QString::fromLatin1(tests::kHomePin));
  QVERIFY(m_keys.await("the counter", [&] { return window.frame() != nullptr; }));
  QString report = m_application.report();

  m_application.startOver(QStringLiteral("the history opens"));
  m_keys.press(Qt::Key_F3);
  auto* list = window.history()->findChild<ui::widgets::RowList*>();
  auto* model = qobject_cast<ui::models::PaymentList*>(list->model());
  QVERIFY(m_keys.await("its newest payments", [&] { return model->rowCount() >= 100; }));
  const auto newest = model->at(0).sequence;
  QCOMPARE(newest, std::int64_t{m_payments});
  report += m_application.report();

  // As somebody does who looks for a day long ago: the key held down, page after page.
  m_application.startOver(QStringLiteral("page by page"));
  list->setFocus();
  for (int page = 0; page < kPages; ++page) m_keys.press(Qt::Key_PageDown);
  QVERIFY(list->currentIndex().row() > kPages);
  report += m_application.report();
  m_application.startOver(QStringLiteral("to the end of what is there, again and again"));
  for (int page = 0; page < kPages && model->rowCount() < m_payments; ++page) {
    const int before = model->rowCount();
    m_keys.press(Qt::Key_End);
    QVERIFY(m_keys.await("older ones", [&] { return model->rowCount() > before || before == m_payments; }));
  }
  report += m_application.report();
  for (int row = 1; row < model->rowCount(); ++row)
    QCOMPARE(model->at(row).sequence, model->at(row - 1).sequence - 1);
  if (m_payments <= kPages * 100)
    QCOMPARE(model->at(model->rowCount() - 1).sequence, std::int64_t{1});

  m_application.startOver(QStringLiteral("one of the first payments is searched for"));
  auto* search = window.history()->searchField();
  search->setFocus();
  search->clear();
  m_keys.type(QStringLiteral("LK261123ABCD100041"));
  // Of a million others are called so with a digit more.
  QVERIFY(m_keys.await("it", [&] {
    return model->rowCount() > 0 && model->rowCount() <= 11 &&
           model->at(model->rowCount() - 1).sequence == 42;
  }));
  report += m_application.report();

  m_application.startOver(QStringLiteral("what failed"));
  search->clear();
  m_keys.press(Qt::Key_4, Qt::ControlModifier);
  const int failed = m_payments / 97;
  QVERIFY(m_keys.await("those", [&] { return model->rowCount() == std::min(failed, 100); }));
  report += m_application.report();
  const auto memory = bench::memoryOf(QCoreApplication::applicationPid());
  report += QString::asprintf(
      "resident memory of window, core and this test over %d payments: %.1f MiB (at most %.1f)\n", m_payments,
      memory.residentMiB, memory.peakMiB);
  std::fputs(qPrintable(report), stdout);
}

std::vector<api::PaymentView> HistoryTest::found(api::AgentClient& client, const api::PaymentFilter& filter) {
  std::promise<Result<std::vector<api::PaymentView>>> promise;
  client.payments(
      filter, [&promise](Result<std::vector<api::PaymentView>> rows) { promise.set_value(std::move(rows)); });
  auto rows = promise.get_future().get();
  return rows ? std::move(*rows) : std::vector<api::PaymentView>();
}

void HistoryTest::whatIsTypedIsFound() {
  app::HostOptions options;
  options.home = m_home.toStdString();
  options.kind = app::HostKind::Command;
  const auto host = app::AgentHost::open(options, UserName(), SecretBytes(std::string_view(tests::kHomePin)));
  QVERIFY2(host.has_value(), host ? "" : host.error().detail.c_str());
  api::AgentClient& client = (*host)->client();
  std::map<std::string, std::vector<std::chrono::nanoseconds>> times;
  std::vector<std::chrono::nanoseconds> all;
  const auto look = [&](const std::string& kind, api::PaymentFilter filter) {
    filter.limit = 100;
    const auto began = std::chrono::steady_clock::now();
    auto rows = found(client, filter);
    times[kind].push_back(std::chrono::steady_clock::now() - began);
    all.push_back(times[kind].back());
    return rows;
  };
  const auto lookFor = [&](const std::string& kind, const std::string& text,
                           std::vector<PaymentState> states = {}) {
    api::PaymentFilter filter;
    filter.text = text;
    filter.states = std::move(states);
    return look(kind, filter);
  };
  for (int round = 0; round < kRounds; ++round) {
    const int n = static_cast<int>((static_cast<std::int64_t>(round) * 7919 * 31 + 13) % m_payments);
    const std::string digits = std::to_string(100'000 + n);
    const auto byRef = lookFor("a reference", "LK261123ABCD" + digits);
    // A longer number may begin with it.
    QVERIFY(!byRef.empty() && byRef.back().sequence == n + 1);
    const std::string number = "0812340" + digits.substr(1);
    const auto byNumber = lookFor("a number", number);
    QVERIFY(!byNumber.empty() && byNumber.back().payment.number == number);
    QCOMPARE(lookFor("its last four digits", number.substr(number.size() - 4)).empty(), false);
    QVERIFY(!lookFor("a claim code", "C" + digits).empty());
    QCOMPARE(lookFor("a serial", "r" + number).empty(),
             byRef.back().payment.state != PaymentState::Succeeded);
    QVERIFY(!lookFor("a word", "santoso").empty());
    QVERIFY(!lookFor("two letters", "an").empty());
    QVERIFY(!lookFor("a name", byRef.back().payment.customerName).empty());
    QVERIFY(lookFor("what is not there", "tidak ada " + digits).empty());
    QVERIFY(lookFor("two letters that are not there", "qz").empty());
    QVERIFY(lookFor("one letter that is not there", "q").empty());
    QVERIFY(!lookFor("nothing typed", "").empty());
    QVERIFY(!lookFor("what failed", "", {PaymentState::Refunded, PaymentState::Failed}).empty());
    QVERIFY(
        !lookFor("a name among what failed", "budi", {PaymentState::Refunded, PaymentState::Failed}).empty());
    QVERIFY(lookFor("what is open", "", {PaymentState::Pending, PaymentState::Suspect}).empty());
    api::PaymentFilter old;
    old.beforeSequence = m_payments / 2;
    QVERIFY(!look("a page of long ago", old).empty());
  }
  const auto line = [](const std::string& kind, const std::vector<std::chrono::nanoseconds>& some) {
    std::printf("  %-32s p50 %7.2f   p99 %7.2f   max %7.2f ms\n", kind.c_str(), quantileMs(some, 0.5),
                quantileMs(some, 0.99), quantileMs(some, 1));
  };
  std::printf("a search of %d payments, from the question to the answer:\n", m_payments);
  for (const auto& [kind, some] : times) line(kind, some);
  line("all of them", all);
  std::fflush(stdout);
}

}  // namespace loket::test

int main(int argc, char** argv) {
  loket::test::WatchedApplication application(argc, argv);
  loket::test::HistoryTest test(application);
  QTEST_SET_MAIN_SOURCE_PATH
  return QTest::qExec(&test, argc, argv);
}
#include "history_test.moc"
