// A finger made known from the people's page: the window over the real core, its door and its vault, and the
// real fprintd with libfprint's virtual reader.
#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include "app/cashier/counter_window.h"
#include "app/cashier/staff_room.h"
#include "app/wiring/ask.h"
#include "core/adapters/system/clock.h"
#include "tests/integration/fingerprint/private_fprintd.h"
#include "ui/screens/frame/frame.h"
#include "ui/screens/settings/people_panel.h"
#include "ui/text/fingers.h"
#include "ui/theme/theme.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/text_label.h"

namespace loket::test {

using fingerprint_tests::PrivateFprintd;
using fingerprint_tests::Reader;
using ui::screens::PeopleFlow;
using ui::screens::PeoplePanel;
using ui::screens::PeopleStep;

namespace {

constexpr int kPatienceMs = 60'000;
constexpr int kStages = 5;
constexpr const char* kPin = "123456";

SecretBytes pin() {
  return SecretBytes(std::string_view(kPin));
}

QStringList scans(int count) {
  return QStringList(count, QStringLiteral("SCAN sri-index"));
}

}  // namespace

class RealFingerTest final : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    const QString noBus = m_fprintd.startBus();
    QVERIFY2(noBus.isEmpty(), qPrintable(noBus));
    qputenv("DBUS_SYSTEM_BUS_ADDRESS", QByteArray::fromStdString(m_fprintd.address()));
    m_theme.setMotion(false);
    m_theme.apply(*qApp);
    QVERIFY(ui::text::install(ui::text::Language::Indonesian, *qApp));
    QVERIFY(app::createHome(home(), "Warung Uji", UserName("Sri"), pin()));
  }
  void cleanupTestCase() { qunsetenv("DBUS_SYSTEM_BUS_ADDRESS"); }
  // A service with a reader that waits for nothing, and a window at the people's page.
  void init() {
    const QString why = m_fprintd.restartService();
    QVERIFY2(why.isEmpty(), qPrintable(why));
  }
  void cleanup() {
    QVERIFY(m_fprintd.allow({QStringLiteral("all")}));
    m_window.reset();
    m_host.reset();
  }

  void aFingerIsMadeKnownBelievedAndForgotten() {
    openPeople();
    QTRY_COMPARE_WITH_TIMEOUT(fingerRow(), QStringLiteral("belum dikenal"), kPatienceMs);
    QVERIFY(m_fprintd.atReader(scans(2) + QStringList{QStringLiteral("RETRY 1")} + scans(kStages - 2)));
    QStringList seen;
    connect(&flow(), &PeopleFlow::changed, this, [this, &seen] {
      if (flow().step() == PeopleStep::Reading && flow().reading().total > 0)
        seen << advice() + QString::number(flow().reading().done);
    });
    readFinger();
    QTRY_COMPARE_WITH_TIMEOUT(flow().step(), PeopleStep::List, kPatienceMs);
    QVERIFY2(flow().done() && !flow().error(), flow().error() ? flow().error()->detail.c_str() : "");
    const auto retry = ui::text::fingerAdvice({FingerStep::Kind::Retry, 0, kStages, FingerRetry::TooShort});
    QStringList expected{ui::text::fingerAdvice({FingerStep::Kind::Wanted, 0, kStages}) + QLatin1Char('0')};
    for (int done = 1; done <= kStages; ++done) {
      expected << ui::text::fingerAdvice({FingerStep::Kind::Stage, done, kStages}) + QString::number(done);
      if (done == 2)
        expected << retry + QLatin1Char('2');
    }
    QCOMPARE(seen, expected);
    QTRY_COMPARE_WITH_TIMEOUT(fingerRow(), QStringLiteral("telunjuk kanan"), kPatienceMs);
    QCOMPARE(newestAtTheDoor(), std::string("pin Sri by Sri finger-enrolled"));
    // The port that a sale asks believes it.
    QVERIFY(m_fprintd.atReader(scans(1)));
    const auto reader = m_host->people().fingers();
    QVERIFY(reader && (*reader)->verify(UserName("Sri"), [](const FingerStep&) {}, {}));

    press(Qt::Key_F10);
    press(Qt::Key_Return);
    typePin();
    QTRY_VERIFY_WITH_TIMEOUT(flow().step() == PeopleStep::List && flow().done(), kPatienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(fingerRow(), QStringLiteral("belum dikenal"), kPatienceMs);
    QCOMPARE(newestAtTheDoor(), std::string("pin Sri by Sri fingers-forgotten"));
  }

  void whoeverStopsHasNoFinger() {
    openPeople();
    QVERIFY(m_fprintd.atReader({QStringLiteral("SLEEP 60000")}));
    readFinger();
    QTRY_VERIFY_WITH_TIMEOUT(flow().reading().total > 0, kPatienceMs);  // the reader waits
    QElapsedTimer took;
    took.start();
    press(Qt::Key_Escape);
    QTRY_COMPARE_WITH_TIMEOUT(flow().step(), PeopleStep::List, kPatienceMs);
    QVERIFY2(took.elapsed() < 15'000, "it waited for the finger");
    QCOMPARE(said(), ui::text::readerSentence(FingerFailure::Cancelled));
    QVERIFY(newestAtTheDoor() != "pin Sri by Sri finger-enrolled");
  }

  void aWindowThatClosesWaitsForNoFinger() {
    openPeople();
    QVERIFY(m_fprintd.atReader({QStringLiteral("SLEEP 60000")}));
    readFinger();
    QTRY_VERIFY_WITH_TIMEOUT(flow().reading().total > 0, kPatienceMs);
    QElapsedTimer took;
    took.start();
    m_window.reset();
    m_host.reset();
    QVERIFY2(took.elapsed() < 15'000, "it waited for the finger");
  }

  void whatTheMachineForbidsIsSaid() {
    openPeople();
    QTRY_VERIFY_WITH_TIMEOUT(m_isAnswered, kPatienceMs);
    QVERIFY(m_fprintd.allow({}));
    readFinger();
    QTRY_COMPARE_WITH_TIMEOUT(flow().step(), PeopleStep::List, kPatienceMs);
    QCOMPARE(said(), ui::text::readerSentence(FingerFailure::NotAllowed));
  }

  void whyThereIsNoReaderStandsInTheRow() {
    QString why = m_fprintd.restartService(Reader::None);
    QVERIFY2(why.isEmpty(), qPrintable(why));
    openPeople();
    QTRY_COMPARE_WITH_TIMEOUT(fingerRow(), QStringLiteral("tidak ada pembaca di sini"), kPatienceMs);
    m_window.reset();
    m_host.reset();
    m_fprintd.stopService();
    openPeople();
    QTRY_COMPARE_WITH_TIMEOUT(fingerRow(), QStringLiteral("tidak ada yang membaca jari"), kPatienceMs);
    press(Qt::Key_F8);
    QCOMPARE(flow().step(), PeopleStep::List);
  }

 private:
  [[nodiscard]] std::string home() const { return m_folder.filePath(QStringLiteral("home")).toStdString(); }
  void openPeople() {
    auto host = app::AgentHost::open({home(), {}, app::HostKind::Window}, UserName("Sri"), pin());
    QVERIFY2(host.has_value(), host ? "" : host.error().detail.c_str());
    m_host = std::move(*host);
    m_window = std::make_unique<app::CounterWindow>(m_theme, [this] { return m_clock.now(); });
    m_window->resize(1366, 768);
    ui::bridge::StaffRoom room = app::staffRoomOf(*m_host);
    m_isAnswered = false;
    room.fingers = [this, ask = room.fingers] {
      auto known = ask();
      m_isAnswered = true;
      return known;
    };
    m_window->setStaff(std::move(room));
    m_window->showCounter(m_host->client(), ui::text::Language::Indonesian);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    press(Qt::Key_F11);
    press(Qt::Key_F8, Qt::ShiftModifier);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->findChild<PeoplePanel*>() != nullptr, kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!flow().people().empty(), kPatienceMs);
  }
  // The right index finger, with the PIN.
  void readFinger() {
    press(Qt::Key_F8);
    QTRY_COMPARE(flow().step(), PeopleStep::Finger);
    press(Qt::Key_Return);
    typePin();
    QTRY_VERIFY_WITH_TIMEOUT(flow().step() == PeopleStep::Reading || flow().step() == PeopleStep::List,
                             kPatienceMs);
  }
  void typePin() {
    QTRY_COMPARE(flow().step(), PeopleStep::OwnPin);
    QTRY_COMPARE(m_window->focusWidget()->objectName(), QStringLiteral("people-pin"));
    QTest::keyClicks(m_window->focusWidget(), QString::fromLatin1(kPin));
  }
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const {
    QTest::keyClick(m_window->focusWidget(), key, modifiers);
  }
  [[nodiscard]] PeoplePanel& panel() const { return *m_window->findChild<PeoplePanel*>(); }
  [[nodiscard]] PeopleFlow& flow() const { return panel().flow(); }
  [[nodiscard]] QString textOf(const char* name) const {
    return panel().findChild<ui::widgets::TextLabel*>(QString::fromLatin1(name))->text();
  }
  [[nodiscard]] QString fingerRow() const { return textOf("person-fingers"); }
  [[nodiscard]] QString advice() const { return textOf("finger-advice"); }
  [[nodiscard]] QString said() const {
    return panel().findChild<ui::widgets::InlineMessage*>(QStringLiteral("people-message"))->accessibleName();
  }
  [[nodiscard]] std::string newestAtTheDoor() const {
    const auto log = app::ask<std::vector<AccessEvent>>([this](api::Reply<std::vector<AccessEvent>> reply) {
      m_host->client().accessLog(1, std::move(reply));
    });
    if (!log || log->empty())
      return {};
    const AccessEvent& newest = log->front();
    return std::string(wordOf(newest.kind)) + " " + newest.who.str() + " by " + newest.by.str() + " " +
           newest.reason;
  }

  PrivateFprintd m_fprintd;
  QTemporaryDir m_folder;
  ui::theme::Theme m_theme;
  adapters::SystemClock m_clock;
  std::atomic<bool> m_isAnswered{false};
  std::unique_ptr<app::AgentHost> m_host;
  std::unique_ptr<app::CounterWindow> m_window;
};

}  // namespace loket::test

QTEST_MAIN(loket::test::RealFingerTest)
#include "finger_test.moc"
