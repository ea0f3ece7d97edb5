// A shop begins in the window: from no folder at all to the first sale, with the real core and the real sandbox.
#include <QApplication>
#include <QTest>

#include "app/cashier/cashier.h"
#include "tests/integration/counter_home.h"
#include "ui/screens/sell/sell_screen.h"
#include "ui/widgets/pin_pad.h"
#include "ui/widgets/search_box.h"

namespace loket::test {

using integration_tests::CounterHome;
using integration_tests::Run;
using integration_tests::SandboxProcess;
using ui::screens::SetupStep;

namespace {

constexpr int kPatienceMs = 60'000;

}  // namespace

class FirstDayTest final : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_sandbox = std::make_unique<SandboxProcess>();
    QVERIFY(m_sandbox->start());
    m_home = std::make_unique<CounterHome>(*m_sandbox);
    m_file = m_home->writeConfig({});
    m_sandbox->setClock("2026-12-07T09:00:00+07:00");
    openWindow();
  }
  void cleanup() {
    m_cashier.reset();
    m_home.reset();
    m_sandbox.reset();
  }

  void fromNothingToTheFirstSale() {
    QVERIFY(window().setup() != nullptr);
    const QString code = makeShop();
    m_file.clear();
    press(Qt::Key_Return);  // no file chosen: nothing happens
    QCOMPARE(setup().step(), SetupStep::Suppliers);
    m_file = m_home->writeConfig({});
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(window().frame() != nullptr, kPatienceMs);
    // The price lists come by themselves; a token can be sold.
    auto* box = window().sell()->findChild<ui::widgets::SearchBox*>();
    QTRY_VERIFY_WITH_TIMEOUT(offers(QStringLiteral("pln-token-20000")), kPatienceMs);
    QVERIFY(box->isVisible());
    m_cashier.reset();

    const Run sold = m_home->run({QStringLiteral("sell"), QStringLiteral("pln-token-20000"),
                                  QStringLiteral("14300000001"), QStringLiteral("--wait"), QStringLiteral("5")},
                                 integration_tests::environmentWithPin(QStringLiteral("271828")));
    QCOMPARE(sold.status, 0);
    // The code lies in no file of the home.
    QCOMPARE(integration_tests::leaksIn(m_home->path(), {code}), QStringList());
    // The next start asks for the PIN.
    openWindow();
    QVERIFY(window().setup() == nullptr);
    QVERIFY(window().login() != nullptr);
    type("271828");
    QTRY_VERIFY_WITH_TIMEOUT(window().frame() != nullptr, kPatienceMs);
  }

  void aFileThatIsWrongIsSaidAndTheShopStands() {
    makeShop();
    m_file = m_home->writeConfig({{QStringLiteral("upstreams"), QStringLiteral("digi")}});
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(!setup().findChild<QWidget*>(QStringLiteral("message"))->isHidden(), kPatienceMs);
    QCOMPARE(setup().step(), SetupStep::Suppliers);
    press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(window().frame() != nullptr, kPatienceMs);
  }

  // Another one takes the counter over while it stands: what she sells then is hers.
  void theCounterIsHandedOver() {
    makeShop();
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(window().frame() != nullptr, kPatienceMs);
    auto owner = integration_tests::environmentWithPin(QStringLiteral("271828"));
    owner.insert(QStringLiteral("LOKET_NEW_PIN"), QStringLiteral("161803"));
    QCOMPARE(m_home->run({QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("Tini")}, owner).status, 0);
    QTRY_VERIFY_WITH_TIMEOUT(offers(QStringLiteral("pln-token-20000")), kPatienceMs);
    QTest::keyClick(window().focusWidget(), Qt::Key_L, Qt::ControlModifier);
    QVERIFY(window().isLocked());
    press(Qt::Key_Right);  // she was added after the counter stood
    type("271828");        // Sri's PIN is not hers
    auto* pad = window().findChild<ui::screens::LoginScreen*>()->pad();
    QTRY_VERIFY_WITH_TIMEOUT(pad->isEnabled(), kPatienceMs);
    QVERIFY(window().isLocked());
    type("161803");
    QTRY_VERIFY_WITH_TIMEOUT(!window().isLocked(), kPatienceMs);
    auto& flow = window().sell()->flow();
    ui::screens::Choice choice;
    choice.product = "pln-token-20000";
    choice.number = "14300000001";
    choice.family = Family::PlnToken;
    flow.choose(choice);
    QTRY_VERIFY_WITH_TIMEOUT(flow.isArmed(), kPatienceMs);
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(flow.step(), ui::screens::SellStep::Outcome, kPatienceMs);
    // Written down with the payment, and told by the next owner of the home as well.
    const std::string ref = flow.payment().payment.ref.str();
    m_cashier.reset();
    const Run shown = m_home->run({QStringLiteral("payments"), QStringLiteral("show"), QString::fromStdString(ref)}, owner);
    QCOMPARE(shown.last().value(QStringLiteral("user")).toString(), QStringLiteral("Tini"));
  }

  // A home that cannot be read is no new one.
  void aDamagedHomeIsNotMadeAnew() {
    m_cashier.reset();
    QVERIFY(QDir().mkpath(m_home->path()));
    QFile slots_(m_home->path() + QStringLiteral("/keyslots-a.json"));
    QVERIFY(slots_.open(QIODevice::WriteOnly));
    slots_.write("{");
    slots_.close();
    openWindow();
    QVERIFY(window().setup() == nullptr);
    type("271828");
    QTRY_VERIFY_WITH_TIMEOUT(window().login()->pad()->isEnabled(), kPatienceMs);
    QVERIFY(window().frame() == nullptr);
    QVERIFY(!QFile::exists(m_home->path() + QStringLiteral("/loket.db")));
  }

 private:
  void openWindow() {
    app::CashierOptions options;
    options.home = m_home->path();
    options.host.home = options.home.toStdString();
    options.host.clockUrl = m_sandbox->adminUrl().toStdString();
    options.chooseFile = [this] { return m_file; };
    m_cashier = std::make_unique<app::Cashier>(std::move(options), *qApp);
    m_cashier->show();
    window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window()));
  }
  // To the question who delivers; gives the code that was shown.
  QString makeShop() {
    type("Warung Uji");
    press(Qt::Key_Return);
    type("Sri");
    press(Qt::Key_Return);
    type("271828");
    type("271828");
    [&] { QTRY_COMPARE_WITH_TIMEOUT(setup().step(), SetupStep::Code, kPatienceMs); }();
    const QString code = setup().code();
    type(code.section(QLatin1Char('-'), -1).toLatin1().constData());
    press(Qt::Key_Return);
    return code;
  }
  [[nodiscard]] bool offers(const QString& product) {
    const Run list = m_home->run({QStringLiteral("catalogue"), QStringLiteral("list")},
                                 integration_tests::environmentWithPin(QStringLiteral("271828")));
    return std::any_of(list.lines.begin(), list.lines.end(), [&product](const QJsonObject& line) {
      return line.value(QStringLiteral("product")).toString() == product;
    });
  }
  [[nodiscard]] app::CounterWindow& window() { return m_cashier->window(); }
  [[nodiscard]] ui::screens::SetupScreen& setup() { return *window().setup(); }
  void press(Qt::Key key) { QTest::keyClick(window().focusWidget(), key); }
  void type(const char* text) { QTest::keyClicks(window().focusWidget(), QString::fromLatin1(text)); }

  std::unique_ptr<SandboxProcess> m_sandbox;
  std::unique_ptr<CounterHome> m_home;
  std::unique_ptr<app::Cashier> m_cashier;
  QString m_file;
};

}  // namespace loket::test

QTEST_MAIN(loket::test::FirstDayTest)
#include "first_day_test.moc"
