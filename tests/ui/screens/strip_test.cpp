// The strip above every page: what a start has found wrong with the home, what witnesses have to say, and
// that what matters more is never hidden by what matters less.
#include "ui/widgets/strip.h"

#include <QApplication>

#include "tests/ui/screens/counter.h"
#include "ui/screens/frame/notices.h"

namespace loket::test {

using Kind = api::HomeAlarm::Kind;
using ui::text::Language;
using ui::theme::Tone;
using ui::widgets::Strip;

namespace {

constexpr const char* kWitness = "saksi.bank.example/2";
constexpr QSize kSmallest(1024, 600);

struct Case {
  const char* name;
  const char* word;  // of the witness; empty: the home's
  Kind kind;
  Tone tone;
  const char* says;   // in English
  const char* wayOn;  // the key that leads there
};

const std::vector<Case>& cases() {
  static const std::vector<Case> kCases{
      {"journal changed", "", Kind::JournalChanged, Tone::Danger, "changed since it was signed", "Shift+F10"},
      {"ahead", "ahead", {}, Tone::Danger, "older than a witness has seen", "Shift+F10"},
      {"fork", "fork", {}, Tone::Danger, "a second copy is in use", "Shift+F10"},
      {"older slots", "", Kind::SlotsOlder, Tone::Danger, "PINs of then open it", "Shift+F8"},
      {"recovered alone", "", Kind::RecoveredAlone, Tone::Danger, "by the recovery code alone", "Shift+F8"},
      {"lies", "lies", {}, Tone::Waiting, "answers what cannot be true", "Shift+F10"},
      {"unwitnessed", "unwitnessed", {}, Tone::Waiting, "has not been witnessed since", "Shift+F10"},
      {"away", "away", {}, Tone::Waiting, "Waiting for the witness saksi.bank.example/2 since", "Shift+F10"},
  };
  return kCases;
}

struct StripCounter : Counter {
  using Counter::Counter;

  [[nodiscard]] Strip* strip() const { return stage.window->findChild<Strip*>(QStringLiteral("strip")); }
  void alarm(const Case& one) {
    const Instant since = stage.client.now() - Duration::hours(2);
    if (*one.word != '\0')
      stage.client.witnessAlarm = api::WitnessAlarm{one.word, kWitness, since};
    else
      stage.client.homeAlarms.push_back({one.kind, since});
  }
  void tellStatus() { stage.client.tell(api::StatusChanged{stage.client.counterStatus()}); }
};

}  // namespace

class StripTest final : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    m_theme.setMotion(false);
    m_theme.apply(*qApp);
  }

  void aHomeThatIsWellSaysNothing() {
    StripCounter counter(m_theme);
    counter.open();
    QTRY_VERIFY(!counter.stage.window->frame()->outlet().isEmpty());
    QVERIFY(!counter.strip()->isVisible());
  }

  void eachIsSaidAtTheCounter_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < cases().size(); ++i) QTest::newRow(cases()[i].name) << static_cast<int>(i);
  }

  // From the first moment on, in both languages, in its colour, with the way on, and to its end on the
  // smallest screen.
  void eachIsSaidAtTheCounter() {
    QFETCH(const int, index);
    const Case& one = cases()[static_cast<std::size_t>(index)];
    QString english;
    for (const Language language : {Language::English, Language::Indonesian}) {
      StripCounter counter(m_theme, kSmallest, language);
      counter.alarm(one);
      counter.open();
      QTRY_VERIFY(counter.strip()->isVisible());
      const Strip& strip = *counter.strip();
      QCOMPARE(strip.tone(), one.tone);
      QVERIFY2(strip.right().contains(QString::fromLatin1(one.wayOn)), qPrintable(strip.right()));
      QVERIFY2(strip.wantedWidth() <= strip.width(), qPrintable(QStringLiteral("%1 wants %2 of %3")
                                                                    .arg(strip.text())
                                                                    .arg(strip.wantedWidth())
                                                                    .arg(strip.width())));
      if (language == Language::English)
        english = strip.text();
      QVERIFY2(language == Language::English ? strip.text().contains(QString::fromLatin1(one.says))
                                             : strip.text() != english,
               qPrintable(strip.text()));
    }
  }

  void itComesAndGoesWhileTheCounterStandsOpen() {
    for (const Case& one : cases()) {
      StripCounter counter(m_theme);
      counter.open();
      QTRY_VERIFY(!counter.stage.window->frame()->outlet().isEmpty());
      QVERIFY(!counter.strip()->isVisible());
      counter.alarm(one);
      counter.tellStatus();
      QTRY_VERIFY2(counter.strip()->isVisible(), one.name);
      counter.stage.client.witnessAlarm.reset();
      counter.stage.client.homeAlarms.clear();
      counter.tellStatus();
      QTRY_VERIFY2(!counter.strip()->isVisible(), one.name);
    }
  }

  void sellingGoesOn() {
    StripCounter counter(m_theme);
    for (const Kind kind : {Kind::JournalChanged, Kind::SlotsOlder, Kind::RecoveredAlone})
      counter.stage.client.homeAlarms.push_back({kind, counter.stage.client.now()});
    counter.open();
    QTRY_VERIFY(counter.strip()->isVisible());
    counter.stage.choose("pln-token-50000", "14300000001", Family::PlnToken, ProductKind::Prepaid);
    QTRY_VERIFY(counter.flow().isArmed());
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.stage.client.sellCalls, 1);
    QVERIFY(counter.strip()->isVisible());
  }

  // What is of this moment comes and goes: it never stands before what a start has found.
  void noNetworkHidesNoAlarm() {
    for (const Case& one : cases()) {
      StripCounter counter(m_theme, QSize(1366, 768), Language::English);
      counter.stage.client.online = false;
      counter.alarm(one);
      counter.open();
      QTRY_VERIFY(counter.strip()->isVisible());
      const bool isShown = counter.strip()->text().contains(QString::fromLatin1(one.says));
      QCOMPARE(isShown, one.tone == Tone::Danger);
      // What stands behind it is told of, but for a witness that is away without a network too.
      QCOMPARE(counter.strip()->right().contains(QStringLiteral("1 notice: Settings (F11)")),
               one.tone == Tone::Waiting && std::string_view(one.word) != "away");
      QVERIFY(isShown || counter.strip()->text().startsWith(QStringLiteral("No network")));
    }
  }

  void theGravestStandsThereAndTheOthersAreCounted() {
    StripCounter counter(m_theme, kSmallest, Language::English);
    counter.open();
    QTRY_VERIFY(!counter.stage.window->frame()->outlet().isEmpty());
    app::fixture::FixtureClient& shop = counter.stage.client;
    shop.backup.restored = RestoredFrom{shop.now() - Duration::hours(43), shop.now(), 7};
    shop.witnessAlarm = api::WitnessAlarm{"unwitnessed", {}, shop.now() - Duration::hours(30)};
    shop.bankAway = true;
    // From the least to the gravest: each one that comes stands before those that were there.
    const auto shows = [&counter](const char* words, int count) {
      return counter.strip()->text().contains(QString::fromLatin1(words)) &&
             counter.strip()->right() == QStringLiteral("%1 notices: Settings (F11)").arg(count) &&
             counter.strip()->wantedWidth() <= counter.strip()->width();
    };
    counter.tellStatus();
    QTRY_VERIFY(shows("Restored from the backup", 2));
    shop.homeAlarms = {{Kind::RecoveredAlone, shop.now()}};
    counter.tellStatus();
    QTRY_VERIFY(shows("by the recovery code alone", 3));
    shop.homeAlarms = {{Kind::SlotsOlder, shop.now()}, {Kind::RecoveredAlone, shop.now()}};
    counter.tellStatus();
    QTRY_VERIFY(shows("PINs of then open it", 4));
    shop.witnessAlarm = api::WitnessAlarm{"fork", kWitness, shop.now()};
    counter.tellStatus();
    QTRY_VERIFY(shows("a second copy is in use", 4));
    shop.homeAlarms.insert(shop.homeAlarms.begin(), {Kind::JournalChanged, shop.now()});
    counter.tellStatus();
    QTRY_VERIFY(shows("changed since it was signed", 5));
    // A core that has stopped sells nothing more: before everything.
    shop.tell(api::CoreStopped{{ErrorCode::DiskFull, {}}});
    QTRY_VERIFY(!counter.strip()->text().contains(QStringLiteral("changed since it was signed")));
    QCOMPARE(counter.strip()->tone(), Tone::Danger);
  }

 private:
  ui::theme::Theme m_theme;
};

}  // namespace loket::test

QTEST_MAIN(loket::test::StripTest)
#include "strip_test.moc"
