// The shift's screen over the real core on its own thread: what was sold and paid out between the two counts,
// and the books to the rupiah.
#include <QApplication>
#include <QDateTime>
#include <QTest>

#include "app/cashier/counter_window.h"
#include "app/wiring/agent_host.h"
#include "core/adapters/otp/oath_codes.h"
#include "core/adapters/system/clock.h"
#include "tests/integration/counter_home.h"
#include "ui/screens/shift/shift_screen.h"
#include "ui/text/amounts.h"
#include "ui/theme/theme.h"
#include "ui/widgets/text_label.h"

namespace loket::test {

using integration_tests::CounterHome;
using integration_tests::Run;
using integration_tests::SandboxProcess;
using ui::screens::ShiftFlow;
using ui::screens::ShiftStep;

namespace {

constexpr int kPatienceMs = 60'000;

QStringList words(const char* line) {
  return QString::fromLatin1(line).split(QLatin1Char(' '));
}

// What a telephone that has read this shows.
std::string codeNow(const QString& uri) {
  const QString key = QStringLiteral("secret=");
  const QString secret = uri.mid(uri.indexOf(key) + key.size()).section(QLatin1Char('&'), 0, 0);
  return adapters::OathCodes().codeAt(SecretBytes(secret.toStdString()), adapters::SystemClock().now()).value_or(std::string());
}

qint64 number(const QJsonObject& json, const char* key) {
  return json.value(QLatin1String(key)).toInteger();
}

}  // namespace

class RealShiftTest final : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    m_theme.setMotion(false);
    m_theme.apply(*qApp);
    QVERIFY(ui::text::install(ui::text::Language::Indonesian, *qApp));
  }

  void aShiftFromCountToReport() {
    m_sandbox = std::make_unique<SandboxProcess>();
    QVERIFY(m_sandbox->start());
    m_home = std::make_unique<CounterHome>(*m_sandbox);
    QVERIFY(m_home->open());
    // On the machine's clock: a steered one runs ahead while the window has nothing to do.
    m_sandbox->setClock(QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toLatin1());
    m_home->setSteered(false);
    QCOMPARE(m_home->run(words("sync")).status, 0);

    openWindow(ShiftStep::Opening);
    type("2");  // of 100.000
    press(Qt::Key_Down);
    press(Qt::Key_Down);
    type("5");  // of 20.000
    press(Qt::Key_F6);
    press(Qt::Key_Enter);
    QTRY_COMPARE_WITH_TIMEOUT(flow().step(), ShiftStep::Open, kPatienceMs);
    QCOMPARE(text("shift-count"), QStringLiteral("0"));
    closeWindow();
    const Run open = m_home->run(words("shift report"));
    QCOMPARE(number(open.last(), "float"), 300'000);
    QVERIFY(open.last().value(QStringLiteral("open")).toBool());

    const Run sale = m_home->run(words("sell digi:xld10 087800001230"));
    QCOMPARE(sale.status, 0);
    const qint64 price = number(sale.last(), "total");
    // Nothing of an open shift is on paper.
    const QString id = open.last().value(QStringLiteral("shift")).toString();
    QCOMPARE(m_home->run({QStringLiteral("receipt"), id}).status, 3);
    // From 20.000 on the owner wants a second proof for what leaves the drawer.
    QCOMPARE(m_home->run(words("limits set --step-up-from 20000")).status, 0);
    const Run enrolled = m_home->run(words("user code enrol"));
    QCOMPARE(enrolled.status, 0);

    openWindow(ShiftStep::Open);
    QTRY_COMPARE_WITH_TIMEOUT(text("shift-count"), QStringLiteral("1"), kPatienceMs);
    QCOMPARE(text("shift-sum"), ui::text::rupiah(Money::rupiah(price)));
    press(Qt::Key_F6);
    type("20000");
    press(Qt::Key_Enter);
    type("es batu");
    press(Qt::Key_Enter);
    QTRY_COMPARE_WITH_TIMEOUT(flow().step(), ShiftStep::Proof, kPatienceMs);
    QVERIFY(!flow().moved() && !flow().proofAsk().refusal());
    QVERIFY(flow().proofAsk().why() == StepUpReason::Amount);
    type("12 34");  // no code
    press(Qt::Key_Enter);
    QTRY_VERIFY_WITH_TIMEOUT(flow().proofAsk().refusal().has_value(), kPatienceMs);
    QVERIFY(flow().proofAsk().refusal()->code == ErrorCode::CodeWrong && !flow().moved());
    QTRY_VERIFY(!flow().isMoving());
    type(codeNow(enrolled.last().value(QStringLiteral("uri")).toString()).c_str());
    press(Qt::Key_Enter);
    QTRY_VERIFY_WITH_TIMEOUT(flow().moved().has_value(), kPatienceMs);
    QCOMPARE(flow().step(), ShiftStep::Open);

    const qint64 expected = 300'000 + price - 20'000;
    press(Qt::Key_F8);
    QTRY_COMPARE(flow().step(), ShiftStep::Closing);
    press(Qt::Key_F6);
    type(QByteArray::number(expected - 5'000).constData());
    press(Qt::Key_Down);
    type("salah kembali");
    press(Qt::Key_Enter);
    QTRY_COMPARE_WITH_TIMEOUT(flow().step(), ShiftStep::Report, kPatienceMs);
    QCOMPARE(text("shift-difference"), QStringLiteral("Kurang Rp5.000"));
    QCOMPARE(text("shift-float"), QStringLiteral("Rp300.000"));
    QCOMPARE(text("shift-in"), ui::text::rupiah(Money::rupiah(price)));
    QCOMPARE(text("shift-out"), QStringLiteral("Rp20.000"));
    QCOMPARE(text("shift-expected"), ui::text::rupiah(Money::rupiah(expected)));
    QCOMPARE(text("shift-sold"), QStringLiteral("1 · ") + ui::text::rupiah(Money::rupiah(price)));
    QVERIFY(flow().report()->shift.id.str() == id.toStdString());
    closeWindow();

    const QJsonObject report = m_home->run(words("shift report")).last();
    QCOMPARE(report.value(QStringLiteral("shift")).toString(), id);
    QCOMPARE(number(report, "count"), 1);
    QCOMPARE(number(report, "expected"), expected);
    QCOMPARE(number(report, "difference"), -5'000);
    QCOMPARE(report.value(QStringLiteral("reason")).toString(), QStringLiteral("salah kembali"));
    QCOMPARE(balance("drawer"), expected - 5'000);
    QCOMPARE(balance("expense"), 20'000);
    QCOMPARE(m_home->run(words("ledger trial")).status, 0);

    // Opened again there is nothing to close, and the last report can still be looked at.
    openWindow(ShiftStep::Opening);
    press(Qt::Key_F8);
    QCOMPARE(flow().step(), ShiftStep::Report);
    QCOMPARE(text("shift-difference"), QStringLiteral("Kurang Rp5.000"));
    closeWindow();
  }

  void cleanup() {
    closeWindow();
    m_home.reset();
    m_sandbox.reset();
  }

 private:
  void openWindow(ShiftStep wanted) {
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
    QTest::keyClick(m_window->focusWidget(), Qt::Key_F9, Qt::ShiftModifier);
    QTRY_COMPARE_WITH_TIMEOUT(flow().step(), wanted, kPatienceMs);
  }
  void closeWindow() {
    m_window.reset();
    m_host.reset();
  }
  [[nodiscard]] ShiftFlow& flow() const { return m_window->shift()->flow(); }
  [[nodiscard]] QString text(const char* name) const {
    return m_window->shift()->findChild<ui::widgets::TextLabel*>(QString::fromLatin1(name))->text();
  }
  void press(Qt::Key key) const { QTest::keyClick(m_window->focusWidget(), key); }
  void type(const char* text) const { QTest::keyClicks(m_window->focusWidget(), QString::fromLatin1(text)); }
  [[nodiscard]] qint64 balance(const char* account) const {
    for (const QJsonObject& line : m_home->run(words("ledger balances")).lines)
      if (line.value(QStringLiteral("account")).toString() == QLatin1String(account))
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

QTEST_MAIN(loket::test::RealShiftTest)
#include "shift_test.moc"
