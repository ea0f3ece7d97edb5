// The cash-out screen over the real core on its own thread and the real sandbox's bank: what a customer pays
// with his telephone shows by itself, and the books have it once.
#include <QApplication>
#include <QDateTime>
#include <QJsonDocument>
#include <QTest>

#include "app/cashier/counter_window.h"
#include "app/wiring/agent_host.h"
#include "core/adapters/system/clock.h"
#include "tests/integration/counter_home.h"
#include "ui/screens/cash/cash_out_screen.h"
#include "ui/screens/frame/frame.h"
#include "ui/theme/theme.h"
#include "ui/widgets/qr_code.h"
#include "ui/widgets/text_label.h"

namespace loket::test {

using integration_tests::CounterHome;
using integration_tests::SandboxProcess;
using ui::screens::CashOutFlow;
using ui::screens::CashOutStep;

namespace {

constexpr int kPatienceMs = 60'000;

QStringList words(const char* line) {
  return QString::fromLatin1(line).split(QLatin1Char(' '));
}

}  // namespace

class RealCashTest final : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    m_theme.setMotion(false);
    m_theme.apply(*qApp);
    QVERIFY(ui::text::install(ui::text::Language::Indonesian, *qApp));
  }

  void init() {
    m_sandbox = std::make_unique<SandboxProcess>();
    QVERIFY(m_sandbox->start());
    m_home = std::make_unique<CounterHome>(*m_sandbox);
    QVERIFY(m_home->open());
    // On the machine's clock from here on: a steered one runs ahead while the window has nothing to do, and
    // codes with it.
    m_sandbox->setClock(QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toLatin1());
    m_home->setSteered(false);
    QCOMPARE(m_home->run(words("sync")).status, 0);
    QCOMPARE(m_home->run(words("drawer pay-in 1000000 --reason modal")).status, 0);
    openWindow();
  }

  void cleanup() {
    closeWindow();
    m_home.reset();
    m_sandbox.reset();
  }

  void aScannedCodeShowsByItselfAndIsPaidOutOnce() {
    press(Qt::Key_F6);
    type("200000");
    press(Qt::Key_Enter);
    QTRY_COMPARE_WITH_TIMEOUT(state(), QStringLiteral("Menunggu"), kPatienceMs);
    QVERIFY(screen().findChild<ui::widgets::QrCode*>()->isVisible());
    const Collection shown = *flow().collection();
    QVERIFY(!flow().canHandOut(Money{}));
    // The program is closed and opened again: the code is still there to come back to.
    closeWindow();
    openWindow();
    QTRY_COMPARE_WITH_TIMEOUT(flow().collections().size(), std::size_t{1}, kPatienceMs);
    flow().show(Collection(flow().collections().front()));
    QCOMPARE(flow().collection()->code, shown.code);
    QVERIFY(screen().findChild<ui::widgets::QrCode*>()->isVisible());

    const QByteArray scan =
        QJsonDocument(QJsonObject{{QStringLiteral("qrContent"), QString::fromStdString(shown.code)}})
            .toJson();
    QVERIFY(m_sandbox->admin("POST", QStringLiteral("/bank/qris-pay"), scan)
                .json()
                .contains(QStringLiteral("id")));
    QTRY_COMPARE_WITH_TIMEOUT(flow().step(), CashOutStep::HandOver, kPatienceMs);
    type("3000");
    QTRY_VERIFY(flow().canHandOut(Money::rupiah(3'000)));
    press(Qt::Key_Enter);
    press(Qt::Key_Enter);
    QTRY_COMPARE_WITH_TIMEOUT(flow().step(), CashOutStep::Done, kPatienceMs);
    QCOMPARE(flow().given(), Money::rupiah(197'000));
    closeWindow();
    QCOMPARE(drawer(), 803'000);
    QCOMPARE(m_home->run(words("ledger trial")).status, 0);
  }

  void aPasswordWhoseAnswerIsLostIsFound() {
    const QByteArray customer = "6281234567890";
    const QString password =
        m_sandbox->admin("POST", QStringLiteral("/bank/otp"), R"({"customer":")" + customer + R"("})")
            .json()[QStringLiteral("otp")]
            .toString();
    QVERIFY(!password.isEmpty());
    QVERIFY(
        m_sandbox->fault(R"({"upstream":"bank","on":"transaction","kind":"reset-after-commit","count":1})")
            .isEmpty());
    press(Qt::Key_F7);
    type("100000");
    press(Qt::Key_Enter);
    type(customer.constData());
    press(Qt::Key_Enter);
    type(password.toLatin1().constData());
    press(Qt::Key_Enter);
    QTRY_COMPARE_WITH_TIMEOUT(state(), QStringLiteral("Sedang dicek"), kPatienceMs);
    QVERIFY(!flow().canHandOut(Money{}));
    QTRY_COMPARE_WITH_TIMEOUT(flow().step(), CashOutStep::HandOver, kPatienceMs);
    QTRY_VERIFY(flow().canHandOut(Money{}));
    press(Qt::Key_Enter);
    QTRY_COMPARE_WITH_TIMEOUT(flow().step(), CashOutStep::Done, kPatienceMs);
    closeWindow();
    QCOMPARE(drawer(), 900'000);
    QCOMPARE(integration_tests::leaksIn(m_home->folder(), {password}), QStringList{});
  }

 private:
  void openWindow() {
    app::HostOptions options;
    options.home = m_home->path().toStdString();
    auto host = app::AgentHost::open(options, UserName(), SecretBytes(std::string_view("123456")));
    QVERIFY2(host.has_value(), host ? "" : host.error().detail.c_str());
    m_host = std::move(*host);
    m_window = std::make_unique<app::CounterWindow>(m_theme, [this] { return m_clock.now(); });
    m_window->resize(1366, 768);
    m_window->showCounter(m_host->client(), ui::text::Language::Indonesian);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    press(Qt::Key_F9);
    QTRY_COMPARE_WITH_TIMEOUT(flow().doors().size(), std::size_t{3}, kPatienceMs);
  }
  void closeWindow() {
    m_window.reset();
    m_host.reset();
  }
  [[nodiscard]] QWidget& screen() const { return *m_window->cashOut(); }
  [[nodiscard]] CashOutFlow& flow() const { return m_window->cashOut()->flow(); }
  [[nodiscard]] QString state() const {
    return screen().findChild<ui::widgets::TextLabel*>(QStringLiteral("collection-state"))->text();
  }
  void press(Qt::Key key) const { QTest::keyClick(m_window->focusWidget(), key); }
  void type(const char* text) const { QTest::keyClicks(m_window->focusWidget(), QString::fromLatin1(text)); }
  [[nodiscard]] qint64 drawer() const {
    for (const QJsonObject& line : m_home->run(words("ledger balances")).lines)
      if (line.value(QStringLiteral("account")).toString() == QStringLiteral("drawer"))
        return line.value(QStringLiteral("balance")).toInteger();
    return -1;
  }

  ui::theme::Theme m_theme;
  adapters::SystemClock m_clock;
  std::unique_ptr<SandboxProcess> m_sandbox;
  std::unique_ptr<CounterHome> m_home;
  std::unique_ptr<app::AgentHost> m_host;
  std::unique_ptr<app::CounterWindow> m_window;
};

}  // namespace loket::test

QTEST_MAIN(loket::test::RealCashTest)
#include "cash_test.moc"
