// The customers' page over the real core on its own thread: an address book is imported, and somebody from it is sold to.
#include <QApplication>
#include <QDateTime>
#include <QTemporaryDir>
#include <QTest>

#include "app/cashier/counter_window.h"
#include "app/wiring/agent_host.h"
#include "core/adapters/system/clock.h"
#include "tests/integration/counter_home.h"
#include "ui/screens/customers/customers_screen.h"
#include "ui/screens/customers/import_panel.h"
#include "ui/screens/sell/sell_screen.h"
#include "ui/theme/theme.h"

namespace loket::test {

using integration_tests::CounterHome;
using integration_tests::Run;
using integration_tests::SandboxProcess;
using ui::screens::SellStep;

namespace {

constexpr int kPatienceMs = 60'000;

QStringList words(const char* line) {
  return QString::fromLatin1(line).split(QLatin1Char(' '));
}

}  // namespace

class RealCustomersTest final : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    m_theme.setMotion(false);
    m_theme.apply(*qApp);
    QVERIFY(ui::text::install(ui::text::Language::Indonesian, *qApp));
  }

  void fromTheTelephonesContactsToASale() {
    m_sandbox = std::make_unique<SandboxProcess>();
    QVERIFY(m_sandbox->start());
    m_home = std::make_unique<CounterHome>(*m_sandbox);
    QVERIFY(m_home->open());
    m_sandbox->setClock(QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toLatin1());
    m_home->setSteered(false);
    QCOMPARE(m_home->run(words("sync")).status, 0);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("kontak.vcf"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=57=61=68=79=75=6E=69;Bu Sri;;;\r\n"
        "TEL;CELL:+62 878-0000-1230\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Cek kuota\r\nTEL:*123#\r\nEND:VCARD\r\n");
    file.close();

    // On the command line first: looking keeps nothing.
    const Run looked = m_home->run({QStringLiteral("customers"), QStringLiteral("import"), path});
    QCOMPARE(looked.status, 0);
    QCOMPARE(looked.last().value(QStringLiteral("new")).toInt(), 1);
    QCOMPARE(looked.last().value(QStringLiteral("unusable")).toInt(), 1);
    QVERIFY(!looked.last().value(QStringLiteral("applied")).toBool());
    QVERIFY(m_home->run(words("customers list")).lines.isEmpty());

    openWindow();
    press(Qt::Key_F4);
    auto* customers = m_window->customers();
    QTRY_VERIFY(customers->isVisible());
    customers->openFile(path);
    QTRY_VERIFY_WITH_TIMEOUT(customers->import()->canKeep(), kPatienceMs);
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(customers->shownName(), QStringLiteral("Bu Sri Wahyuni"), kPatienceMs);
    // Found by a word in the middle, sold to with two keys: hers is the first suggestion, the cheapest is proposed.
    press(Qt::Key_F1);
    type("wahyuni");
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(flow().step(), SellStep::ReadBack, kPatienceMs);
    QCOMPARE(flow().quote().number, std::string("087800001230"));
    QTRY_VERIFY_WITH_TIMEOUT(flow().isArmed(), kPatienceMs);
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(flow().step(), SellStep::Outcome, kPatienceMs);
    closeWindow();

    // What was bought stands on the card, and the import can be taken back as a whole.
    const QJsonObject sri = m_home->run(words("customers search wahy")).last();
    QCOMPARE(sri.value(QStringLiteral("name")).toString(), QStringLiteral("Bu Sri Wahyuni"));
    QCOMPARE(sri.value(QStringLiteral("purchases")).toArray().size(), 1);
    const Run again = m_home->run({QStringLiteral("customers"), QStringLiteral("import"), path, QStringLiteral("--yes")});
    QVERIFY(again.last().value(QStringLiteral("import")).isNull());
    const Run added = m_home->run({QStringLiteral("customers"), QStringLiteral("add"), QStringLiteral("Pak Budi"),
                                   QStringLiteral("081299990000"), QStringLiteral("--note"), QStringLiteral("RT 3")});
    QCOMPARE(added.status, 0);
    QCOMPARE(m_home->run({QStringLiteral("customers"), QStringLiteral("add"), QStringLiteral("pak budi")}).status, 3);
    QCOMPARE(m_home->run(words("customers list")).lines.size(), 2);
    QCOMPARE(m_home->run({QStringLiteral("customers"), QStringLiteral("remove"), QStringLiteral("PAK BUDI")}).status, 0);
    QCOMPARE(m_home->run(words("customers list")).lines.size(), 1);
    QCOMPARE(m_home->run(words("customers import /nowhere.csv")).status, 3);
    QCOMPARE(m_home->run(words("ledger trial")).status, 0);
  }

  void cleanup() {
    closeWindow();
    m_home.reset();
    m_sandbox.reset();
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
  }
  void closeWindow() {
    m_window.reset();
    m_host.reset();
  }
  [[nodiscard]] ui::screens::SellFlow& flow() const { return m_window->sell()->flow(); }
  void press(Qt::Key key) const { QTest::keyClick(m_window->focusWidget(), key); }
  void type(const char* text) const { QTest::keyClicks(m_window->focusWidget(), QString::fromLatin1(text)); }

  ui::theme::Theme m_theme;
  adapters::SystemClock m_clock;
  std::unique_ptr<SandboxProcess> m_sandbox;
  std::unique_ptr<CounterHome> m_home;
  std::unique_ptr<app::AgentHost> m_host;
  std::unique_ptr<app::CounterWindow> m_window;
};

}  // namespace loket::test

QTEST_MAIN(loket::test::RealCustomersTest)
#include "customers_test.moc"
