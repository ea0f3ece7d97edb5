// Who works here, from the keyboard: taken on, given another PIN, taken out, and their one-time codes; each with the PIN of who
// stands there, and nothing without it.
#include "ui/text/people.h"

#include <QLineEdit>
#include <QSemaphore>
#include <QSet>
#include <array>
#include <atomic>
#include <deque>
#include <mutex>

#include "app/cashier/shots/fixture_staff.h"
#include "tests/ui/screens/counter.h"
#include "ui/screens/settings/people_panel.h"
#include "ui/text/fingers.h"
#include "ui/text/times.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/qr_code.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/text_label.h"

namespace loket::test {

using app::fixture::kHelpersPin;
using app::fixture::kOwnersPin;
using ui::screens::PeopleFlow;
using ui::screens::PeoplePanel;
using ui::screens::PeopleStep;
using ui::widgets::ActionButton;
using ui::widgets::RowList;

namespace {

struct PeopleCounter : Counter {
  using Counter::Counter;

  void openPeople() {
    open();
    stage.window->frame()->openPage(9);
    press(Qt::Key_F8, Qt::ShiftModifier);
    QTRY_VERIFY(stage.window->findChild<PeoplePanel*>() != nullptr);
    QTRY_VERIFY(panel().isVisible() && !people().flow().people().empty());
  }
  [[nodiscard]] PeoplePanel& people() const { return *stage.window->findChild<PeoplePanel*>(); }
  [[nodiscard]] QWidget& panel() const { return people(); }
  [[nodiscard]] PeopleFlow& flow() const { return people().flow(); }
  [[nodiscard]] app::fixture::FixturePeople& world() { return stage.client.people; }
  [[nodiscard]] int rows() const { return panel().findChild<RowList*>()->model()->rowCount(); }
  [[nodiscard]] bool isOffered(const char* name) const { return panel().findChild<ActionButton*>(QString::fromLatin1(name))->isVisible(); }
  [[nodiscard]] QString said(const char* name = "people-message") const {
    const auto* message = panel().findChild<ui::widgets::InlineMessage*>(QString::fromLatin1(name));
    return message->isVisible() ? message->accessibleName() : QString();
  }
  void pin(const char* digits, PeopleStep at) {
    QTRY_COMPARE(flow().step(), at);
    QTRY_COMPARE(focus()->objectName(), QStringLiteral("people-pin"));
    type(digits);
  }
  // The right index finger, which stands chosen, up to the reader.
  void readFinger() {
    press(Qt::Key_F8);
    QTRY_COMPARE(flow().step(), PeopleStep::Finger);
    press(Qt::Key_Enter);
    pin(kOwnersPin, PeopleStep::OwnPin);
    QTRY_VERIFY(flow().step() == PeopleStep::Reading || flow().error());
  }
  [[nodiscard]] QString textOf(const char* name) const {
    return panel().findChild<ui::widgets::TextLabel*>(QString::fromLatin1(name))->text();
  }
  [[nodiscard]] QString fingerRow() const { return textOf("person-fingers"); }
  [[nodiscard]] QString advice() const { return textOf("finger-advice"); }
  [[nodiscard]] bool opens(const char* name, const char* digits) { return world().prove(UserName(name), SecretBytes(digits)).has_value(); }
  [[nodiscard]] bool hasCode(const char* name) {
    for (const api::CodeView& one : world().codes)
      if (one.person == UserName(name))
        return true;
    return false;
  }
};

constexpr std::array<FingerFailure, 13> kFailures{
    FingerFailure::NoService,   FingerFailure::NoReader,      FingerFailure::Unplugged,
    FingerFailure::Busy,        FingerFailure::NotAllowed,    FingerFailure::Duplicate,
    FingerFailure::NotEnrolled, FingerFailure::NotRecognised, FingerFailure::Full,
    FingerFailure::NameUnfit,   FingerFailure::TimedOut,      FingerFailure::Cancelled,
    FingerFailure::Fault};

Status refused(FingerFailure failure) {
  return fail(ErrorCode::FingerRefused, std::string(wordOf(failure)));
}

// A reader at which the next thing happens when the test says so.
struct Reader {
  QSemaphore go;
  std::atomic<int> begun{0};

  [[nodiscard]] app::fixture::FixturePeople::Reader script() {
    return {{},
            [this](const std::function<void(const FingerStep&)>& steps,
                   const std::atomic<bool>& cancelled) -> Status {
              m_cancelled = &cancelled;
              ++begun;
              for (;;) {
                go.acquire();
                const std::lock_guard lock(m_mutex);
                if (m_queue.empty())
                  return m_end;
                steps(m_queue.front());
                m_queue.pop_front();
              }
            }};
  }
  void tell(const FingerStep& step) {
    {
      const std::lock_guard lock(m_mutex);
      m_queue.push_back(step);
    }
    go.release();
  }
  void end(const Status& how) {
    {
      const std::lock_guard lock(m_mutex);
      m_end = how;
    }
    go.release();
  }
  [[nodiscard]] bool isCancelled() const { return m_cancelled.load() != nullptr && *m_cancelled.load(); }

 private:
  std::mutex m_mutex;
  std::deque<FingerStep> m_queue;
  Status m_end;
  std::atomic<const std::atomic<bool>*> m_cancelled{nullptr};
};

}  // namespace

class PeopleTest final : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    m_theme.setMotion(false);
    m_theme.apply(*qApp);
  }

  void somebodyIsTakenOn() {
    PeopleCounter counter(m_theme);
    counter.openPeople();
    QCOMPARE(counter.rows(), 5);  // two people, the recovery code, the owner's code, one more
    counter.press(Qt::Key_End);
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::Newcomer);
    counter.press(Qt::Key_Enter);  // nobody
    QVERIFY(!counter.said("newcomer-message").isEmpty());
    counter.type("BUDI");
    counter.press(Qt::Key_Enter);
    QCOMPARE(counter.said("newcomer-message"), ui::text::peopleSentence({ErrorCode::StateForbids, "budi"}));
    qobject_cast<QLineEdit*>(counter.focus())->clear();
    counter.type("Ningsih");
    counter.press(Qt::Key_F6);
    counter.press(Qt::Key_Enter);
    counter.pin("999999", PeopleStep::OwnPin);
    QTRY_VERIFY(!counter.said("people-pin-message").isEmpty());
    QCOMPARE(counter.flow().step(), PeopleStep::OwnPin);
    counter.pin(kOwnersPin, PeopleStep::OwnPin);
    counter.pin("135790", PeopleStep::NewPin);
    counter.pin("135791", PeopleStep::NewPinAgain);
    QTRY_VERIFY(counter.flow().hasSlipped());
    QVERIFY(!counter.said("people-pin-message").isEmpty());
    QCOMPARE(counter.world().keySlots().size(), std::size_t{2});
    counter.pin("135790", PeopleStep::NewPin);
    counter.pin("135790", PeopleStep::NewPinAgain);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::List);
    QVERIFY(counter.opens("Ningsih", "135790"));
    QVERIFY(counter.world().keySlots().back().role == Role::Supervisor);
    QTRY_COMPARE(counter.rows(), 6);
    QVERIFY(counter.said().contains(QStringLiteral("Ningsih")));
  }

  void onesOwnPinIsChangedWithTheOldOne() {
    PeopleCounter counter(m_theme);
    counter.stage.client.user = "budi";
    counter.openPeople();
    QCOMPARE(counter.rows(), 1);  // others than the owner see themselves
    for (const char* name : {"person-add", "person-take-out", "person-give-up", "person-new-recovery-code"}) QVERIFY2(!counter.isOffered(name), name);
    counter.press(Qt::Key_Delete);
    QCOMPARE(counter.flow().step(), PeopleStep::List);
    counter.press(Qt::Key_F5);
    counter.pin(kHelpersPin, PeopleStep::OwnPin);
    counter.pin("777123", PeopleStep::NewPin);
    counter.pin("777123", PeopleStep::NewPinAgain);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::List);
    QVERIFY(counter.opens("budi", "777123") && !counter.opens("budi", kHelpersPin));
  }

  void theOwnerGivesSomebodyAnotherPin() {
    PeopleCounter counter(m_theme);
    counter.openPeople();
    counter.press(Qt::Key_Down);
    counter.press(Qt::Key_F5);
    counter.pin(kOwnersPin, PeopleStep::OwnPin);
    counter.pin("111222", PeopleStep::NewPin);
    counter.pin("111222", PeopleStep::NewPinAgain);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::List);
    QVERIFY(counter.opens("budi", "111222") && counter.opens("sri", kOwnersPin));
  }

  void somebodyIsTakenOutAndAskedOnceMore() {
    PeopleCounter counter(m_theme);
    static_cast<void>(counter.world().enrol(UserName("budi")));
    counter.openPeople();
    QVERIFY(!counter.isOffered("person-take-out"));  // the owner stays
    counter.press(Qt::Key_Delete);
    QCOMPARE(counter.flow().step(), PeopleStep::List);
    counter.press(Qt::Key_Down);
    QVERIFY(counter.isOffered("person-take-out"));
    counter.press(Qt::Key_Delete);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::Sure);
    counter.press(Qt::Key_Escape);
    QCOMPARE(counter.flow().step(), PeopleStep::List);
    counter.press(Qt::Key_Delete);
    counter.press(Qt::Key_Enter);
    QCOMPARE(counter.world().keySlots().size(), std::size_t{2});
    counter.pin(kOwnersPin, PeopleStep::OwnPin);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::List);
    QCOMPARE(counter.world().keySlots().size(), std::size_t{1});
    QTRY_VERIFY(!counter.hasCode("budi"));
    QTRY_COMPARE(counter.rows(), 4);
  }

  void codesAreSetUpShownOnceAndGivenUp() {
    PeopleCounter counter(m_theme);
    counter.openPeople();
    const auto* picture = counter.panel().findChild<ui::widgets::QrCode*>();
    const auto* secret = counter.panel().findChild<ui::widgets::TextLabel*>(QStringLiteral("people-secret"));
    counter.press(Qt::Key_F7);  // there are none to give up
    QCOMPARE(counter.flow().step(), PeopleStep::List);
    counter.press(Qt::Key_F6);
    QVERIFY(!counter.hasCode("sri"));
    counter.pin(kOwnersPin, PeopleStep::OwnPin);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::Code);
    QVERIFY(picture->isVisible() && picture->modules() > 0);
    QCOMPARE(secret->text(), QStringLiteral("JBSW Y3DP EHPK 3PXP MFRG GZDF MZTW Q2LK"));
    counter.press(Qt::Key_Escape);  // it is not to be had again
    QCOMPARE(counter.flow().step(), PeopleStep::Code);
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::List);
    QVERIFY(counter.hasCode("sri"));
    QCOMPARE(picture->modules(), 0);
    QVERIFY(secret->text().isEmpty() && counter.flow().picture().empty());
    QTRY_VERIFY(counter.isOffered("person-give-up") && !counter.isOffered("person-set-up"));
    counter.press(Qt::Key_F7);
    counter.press(Qt::Key_Enter);
    counter.pin(kOwnersPin, PeopleStep::OwnPin);
    QTRY_VERIFY(!counter.hasCode("sri"));
  }

  void somebodysCodesAreGivenUpByTheOwnerAndSetUpByNobodyElse() {
    PeopleCounter counter(m_theme);
    static_cast<void>(counter.world().enrol(UserName("budi")));
    counter.openPeople();
    counter.press(Qt::Key_Down);
    QTRY_VERIFY(counter.isOffered("person-give-up"));
    counter.press(Qt::Key_F7);
    counter.press(Qt::Key_Enter);
    counter.pin(kOwnersPin, PeopleStep::OwnPin);
    QTRY_VERIFY(!counter.hasCode("budi"));
    QTRY_VERIFY(!counter.isOffered("person-give-up"));
    QVERIFY(!counter.isOffered("person-set-up"));
    // Nothing is offered while the list comes back either.
    QTRY_COMPARE(counter.flow().step(), PeopleStep::List);
    counter.press(Qt::Key_F6);
    QCOMPARE(counter.flow().step(), PeopleStep::List);
  }

  void aNewRecoveryCodeIsAskedOnceMoreAndShownOnce() {
    PeopleCounter counter(m_theme);
    const std::vector<std::string> before = counter.world().recoveryCodes();
    counter.openPeople();
    QVERIFY(!counter.isOffered("person-new-recovery-code"));
    counter.press(Qt::Key_Down);
    counter.press(Qt::Key_Down);
    QVERIFY(counter.isOffered("person-new-recovery-code") && !counter.isOffered("person-set-up"));
    counter.press(Qt::Key_F6);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::Sure);
    counter.press(Qt::Key_Escape);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::List);
    counter.press(Qt::Key_F6);
    counter.press(Qt::Key_Enter);
    counter.pin("999999", PeopleStep::OwnPin);
    QTRY_VERIFY(!counter.said("people-pin-message").isEmpty());
    QCOMPARE(counter.world().recoveryCodes(), before);
    counter.pin(kOwnersPin, PeopleStep::OwnPin);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::Code);
    // As long as it is not on paper the old one is good.
    QCOMPARE(counter.world().recoveryCodes().size(), std::size_t{2});
    const std::string now = counter.world().recoveryCodes().front();
    QVERIFY(now != before.front());
    const auto* picture = counter.panel().findChild<ui::widgets::QrCode*>();
    QVERIFY(picture->isVisible() && picture->modules() > 0);
    QCOMPARE(counter.flow().picture(), now);
    QCOMPARE(counter.textOf("people-secret").remove(QLatin1Char(' ')).replace(QLatin1Char('\n'), QLatin1Char('-')),
             QString::fromStdString(now));
    counter.press(Qt::Key_Escape);  // it is not to be had again
    QCOMPARE(counter.flow().step(), PeopleStep::Code);
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::List);
    QVERIFY(counter.textOf("people-secret").isEmpty() && counter.flow().picture().empty());
    QCOMPARE(picture->modules(), 0);
    QVERIFY(!counter.said().isEmpty());
    QCOMPARE(counter.world().recoveryCodes(), std::vector<std::string>{now});
  }

  void aRecoveryCodeThatNobodyWroteDownEndsNone() {
    PeopleCounter counter(m_theme);
    const std::vector<std::string> before = counter.world().recoveryCodes();
    counter.openPeople();
    counter.press(Qt::Key_Down);
    counter.press(Qt::Key_Down);
    counter.press(Qt::Key_F6);
    counter.press(Qt::Key_Enter);
    counter.pin(kOwnersPin, PeopleStep::OwnPin);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::Code);
    counter.press(Qt::Key_L, Qt::ControlModifier);
    QTRY_VERIFY(counter.stage.window->isLocked());
    QCOMPARE(counter.flow().step(), PeopleStep::List);
    QVERIFY(counter.flow().picture().empty());
    QCOMPARE(counter.world().recoveryCodes().back(), before.front());
  }

  // Seen without trying it: whether there is one, and whether it is locked.
  void theAbsentOwnersCode() {
    PeopleCounter counter(m_theme);
    counter.openPeople();
    counter.press(Qt::Key_End);
    counter.press(Qt::Key_Up);
    QTRY_COMPARE(counter.textOf("person-code"), QStringLiteral("belum dipasang"));
    QVERIFY(counter.isOffered("person-set-up") && !counter.isOffered("person-give-up"));
    counter.press(Qt::Key_F7);  // there is none to give up
    QCOMPARE(counter.flow().step(), PeopleStep::List);
    counter.press(Qt::Key_F6);
    counter.pin(kOwnersPin, PeopleStep::OwnPin);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::Code);
    QVERIFY(counter.world().ownerCode.has_value());
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::List);
    QTRY_COMPARE(counter.textOf("person-code"), QStringLiteral("terpasang; kode berlaku 30 dtk (±30)"));
    QTRY_VERIFY(!counter.isOffered("person-set-up") && counter.isOffered("person-give-up"));
    counter.press(Qt::Key_F6);
    QCOMPARE(counter.flow().step(), PeopleStep::List);
    counter.press(Qt::Key_F7);
    counter.press(Qt::Key_Enter);
    counter.pin(kOwnersPin, PeopleStep::OwnPin);
    QTRY_VERIFY(!counter.world().ownerCode);
    QTRY_COMPARE(counter.textOf("person-code"), QStringLiteral("belum dipasang"));
  }

  void aLockedOwnersCodeIsSeenToBeLocked() {
    PeopleCounter counter(m_theme);
    static_cast<void>(counter.world().enrolOwner(UserName("sri")));
    const Instant until = counter.stage.client.now() + Duration::minutes(12);
    counter.world().ownerCode->lockedUntil = until;
    counter.openPeople();
    counter.press(Qt::Key_End);
    counter.press(Qt::Key_Up);
    QTRY_VERIFY(counter.textOf("person-code").contains(ui::text::clockTime(until)));
  }

  // A telephone that is not quite right changes nothing about how long a code counts: both are told, whole, on the smallest screen.
  void howLongACodeCountsIsToldBesideTheTelephonesClock() {
    PeopleCounter counter(m_theme);
    static_cast<void>(counter.world().enrolOwner(UserName("sri")));
    counter.world().ownerCode->driftSteps = -1;
    counter.openPeople();
    counter.press(Qt::Key_End);
    counter.press(Qt::Key_Up);
    QTRY_COMPARE(counter.textOf("person-code"), QStringLiteral("terpasang; berlaku 30 dtk (±30); jam HP lambat 30 dtk"));
    const auto* told = counter.panel().findChild<ui::widgets::TextLabel*>(QStringLiteral("person-code"));
    QTRY_VERIFY(told->width() >= told->sizeHint().width());
  }

  // ---- fingers

  void aFingerIsMadeKnownReadingByReading() {
    Reader reader;
    PeopleCounter counter(m_theme);
    counter.world().plugIn(reader.script());
    const auto atLast = qScopeGuard([&reader] { reader.go.release(100); });
    counter.openPeople();
    QTRY_COMPARE(counter.fingerRow(), QStringLiteral("belum dikenal"));
    QVERIFY(!counter.isOffered("person-forget-fingers"));
    counter.press(Qt::Key_F8);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::Finger);
    QTRY_COMPARE(counter.focus()->objectName(), QStringLiteral("fingers"));
    counter.press(Qt::Key_Left);  // the left index finger
    counter.press(Qt::Key_Up);    // the left thumb
    counter.press(Qt::Key_Enter);
    counter.pin("999999", PeopleStep::OwnPin);  // without one's own PIN nothing is read
    QTRY_VERIFY(!counter.said("people-pin-message").isEmpty());
    QCOMPARE(reader.begun.load(), 0);
    counter.pin(kOwnersPin, PeopleStep::OwnPin);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::Reading);
    using Kind = FingerStep::Kind;
    const std::vector<FingerStep> steps{{Kind::Wanted, 0, 3},
                                        {Kind::Stage, 1, 3},
                                        {Kind::Retry, 0, 3, FingerRetry::TooShort},
                                        {Kind::Retry, 0, 3, FingerRetry::NotCentred},
                                        {Kind::Retry, 0, 3, FingerRetry::RemoveFirst},
                                        {Kind::Retry, 0, 3, FingerRetry::Again},
                                        {Kind::Stage, 2, 3}};
    QStringList advice{counter.advice()};
    for (const FingerStep& step : steps) {
      reader.tell(step);
      QTRY_COMPARE(counter.advice(), ui::text::fingerAdvice(step));
      // The window goes on, and what is there already is not lost by a bad reading.
      QCOMPARE(counter.flow().reading().done, step.kind == Kind::Stage ? step.done
                                              : advice.size() > 2      ? 1
                                                                       : 0);
      advice << counter.advice();
    }
    advice.removeDuplicates();
    QCOMPARE(advice.size(), 7);  // gets ready, wanted, one good one, and four that were bad
    QVERIFY(counter.world().fingersOf(UserName("sri"))->empty());
    reader.end({});
    QTRY_COMPARE(counter.flow().step(), PeopleStep::List);
    QCOMPARE(*counter.world().fingersOf(UserName("sri")), std::vector<std::string>{"left-thumb"});
    QVERIFY(counter.said().contains(QStringLiteral("jempol kiri")));
    QTRY_COMPARE(counter.fingerRow(), QStringLiteral("jempol kiri"));
    QTRY_VERIFY(counter.isOffered("person-forget-fingers"));
  }

  void whoeverStopsHasMadeNoFingerKnown() {
    Reader reader;
    PeopleCounter counter(m_theme);
    counter.world().plugIn(reader.script());
    const auto atLast = qScopeGuard([&reader] { reader.go.release(100); });
    counter.openPeople();
    counter.readFinger();
    reader.tell({FingerStep::Kind::Stage, 1, 3});
    QTRY_COMPARE(counter.flow().reading().done, 1);
    counter.press(Qt::Key_Escape);
    QVERIFY(counter.flow().isCancelling());
    QCOMPARE(counter.flow().step(), PeopleStep::Reading);  // until the reader has let go
    QTRY_VERIFY(reader.isCancelled());
    reader.end(refused(FingerFailure::Cancelled));
    QTRY_COMPARE(counter.flow().step(), PeopleStep::List);
    QCOMPARE(counter.said(), ui::text::readerSentence(FingerFailure::Cancelled));
    QVERIFY(counter.world().fingersOf(UserName("sri"))->empty());
  }

  // Nobody else's finger is read for who has left.
  void whoeverLeavesThePageIsReadNoMore() {
    Reader reader;
    PeopleCounter counter(m_theme);
    counter.world().plugIn(reader.script());
    const auto atLast = qScopeGuard([&reader] { reader.go.release(100); });
    counter.openPeople();
    counter.readFinger();
    counter.press(Qt::Key_F1);
    QTRY_VERIFY(reader.isCancelled());
    QCOMPARE(counter.flow().step(), PeopleStep::List);
    reader.end(refused(FingerFailure::Cancelled));
  }

  void aWindowThatClosesWaitsForNoFinger() {
    Reader reader;
    {
      PeopleCounter counter(m_theme);
      counter.world().plugIn(
          {{}, [&reader](const auto& /*steps*/, const std::atomic<bool>& cancelled) -> Status {
             ++reader.begun;
             cancelled.wait(false);
             return refused(FingerFailure::Cancelled);
           }});
      counter.openPeople();
      counter.readFinger();
      QTRY_COMPARE(reader.begun.load(), 1);
    }
    QCOMPARE(reader.begun.load(), 1);
  }

  void everyRefusalOfTheReaderIsSaidInItsOwnWords() {
    QSet<QString> sentences;
    for (const FingerFailure failure : kFailures) {
      PeopleCounter counter(m_theme);
      counter.world().plugIn({{}, [failure](const auto& /*steps*/, const std::atomic<bool>& /*cancelled*/) {
                                return refused(failure);
                              }});
      counter.openPeople();
      counter.readFinger();
      QTRY_COMPARE(counter.flow().step(), PeopleStep::List);
      const QString said = counter.said();
      QVERIFY2(!said.isEmpty(), wordOf(failure).data());
      QVERIFY2(!sentences.contains(said), qPrintable(said));
      sentences.insert(said);
      QVERIFY(counter.world().fingersOf(UserName("sri"))->empty());
    }
  }

  void aReaderThatTellsNothingIsNotOffered() {
    QSet<QString> rows;
    for (const FingerFailure failure :
         {FingerFailure::NoService, FingerFailure::NoReader, FingerFailure::Busy, FingerFailure::NotAllowed,
          FingerFailure::Unplugged, FingerFailure::Fault}) {
      PeopleCounter counter(m_theme);
      counter.world().plugIn({refused(failure).error(), {}});
      counter.openPeople();
      QTRY_VERIFY(counter.flow().readerTrouble().has_value());
      rows.insert(counter.fingerRow());
      QVERIFY(!counter.isOffered("person-finger"));
      counter.press(Qt::Key_F8);
      QCOMPARE(counter.flow().step(), PeopleStep::List);
    }
    QCOMPARE(rows.size(), 6);
  }

  // Not by the owner either: a finger of the owner's own hand would be a cashier's.
  void onlyOnesOwnFingersAreMadeKnownAndForgotten() {
    PeopleCounter counter(m_theme);
    counter.world().makeKnown(UserName("budi"), "right-index-finger");
    counter.openPeople();
    QTRY_VERIFY(counter.isOffered("person-finger"));
    counter.press(Qt::Key_Down);
    QTRY_COMPARE(counter.fingerRow(), QStringLiteral("telunjuk kanan"));
    for (const char* name : {"person-finger", "person-forget-fingers"})
      QVERIFY2(!counter.isOffered(name), name);
    for (const Qt::Key key : {Qt::Key_F8, Qt::Key_F10}) {
      counter.press(key);
      QCOMPARE(counter.flow().step(), PeopleStep::List);
    }
  }

  void onesFingersAreForgottenWithOnesOwnPin() {
    PeopleCounter counter(m_theme);
    counter.stage.client.user = "budi";
    counter.world().makeKnown(UserName("budi"), "right-index-finger");
    counter.world().makeKnown(UserName("sri"), "left-thumb");
    counter.openPeople();
    QTRY_VERIFY(counter.isOffered("person-forget-fingers"));
    counter.press(Qt::Key_F10);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::Sure);
    counter.press(Qt::Key_Enter);
    counter.pin(kHelpersPin, PeopleStep::OwnPin);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::List);
    QVERIFY(counter.world().fingersOf(UserName("budi"))->empty());
    QCOMPARE(counter.world().fingersOf(UserName("sri"))->size(), std::size_t{1});
    QTRY_VERIFY(!counter.isOffered("person-forget-fingers"));
  }

  // What was typed or shown is not there for whoever comes next.
  void whoeverComesNextFindsNothing() {
    PeopleCounter counter(m_theme);
    counter.openPeople();
    counter.press(Qt::Key_F6);
    counter.pin(kOwnersPin, PeopleStep::OwnPin);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::Code);
    counter.press(Qt::Key_L, Qt::ControlModifier);
    QTRY_VERIFY(counter.stage.window->isLocked());
    QVERIFY(counter.flow().picture().empty() && counter.textOf("people-secret").isEmpty());
    counter.press(Qt::Key_Right);
    counter.type(kHelpersPin);
    QTRY_VERIFY(!counter.stage.window->isLocked());
    QCOMPARE(counter.flow().step(), PeopleStep::List);
    QTRY_COMPARE(counter.rows(), 1);
  }

  // Sealing a PIN takes its time; the window goes on meanwhile, and no key does anything twice.
  void theWindowGoesOnWhileAPinIsSealed() {
    QSemaphore maySeal;
    PeopleCounter counter(m_theme);
    counter.openPeople();
    ui::bridge::StaffRoom room = app::fixture::staffOf(counter.stage.client);
    room.setPin = [&maySeal, setPin = room.setPin](const UserName& who, const UserName& by, const SecretBytes& byPin,
                                                   const SecretBytes& pin) {
      maySeal.acquire();
      return setPin(who, by, byPin, pin);
    };
    counter.stage.window->setStaff(std::move(room));
    const auto atLast = qScopeGuard([&maySeal] { maySeal.release(10); });
    counter.press(Qt::Key_F5);
    counter.pin(kOwnersPin, PeopleStep::OwnPin);
    counter.pin("777123", PeopleStep::NewPin);
    counter.pin("777123", PeopleStep::NewPinAgain);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::Working);
    counter.press(Qt::Key_Escape);
    QCOMPARE(counter.flow().step(), PeopleStep::Working);
    QVERIFY(counter.panel().isVisible());
    QVERIFY(counter.opens("sri", kOwnersPin));
    maySeal.release();
    QTRY_COMPARE(counter.flow().step(), PeopleStep::List);
    QVERIFY(counter.opens("sri", "777123"));
  }

 private:
  ui::theme::Theme m_theme;
};

}  // namespace loket::test

QTEST_MAIN(loket::test::PeopleTest)
#include "people_test.moc"
