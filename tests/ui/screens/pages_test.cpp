// Queue, history and the frame; and no text that does not fit, at the sizes and in the languages we promise.
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QSignalSpy>

#include "app/cashier/customer_display.h"
#include "app/cashier/shots/fixture_staff.h"
#include "tests/ui/screens/counter.h"
#include "ui/models/payment_list.h"
#include "ui/screens/history/history_screen.h"
#include "ui/screens/queue/queue_screen.h"
#include "ui/screens/sell/sell_screen.h"
#include "ui/text/amounts.h"
#include "ui/text/times.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/door_button.h"
#include "ui/widgets/feed_list.h"
#include "ui/widgets/grouped_digits.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/search_box.h"
#include "ui/widgets/status_pill.h"
#include "ui/widgets/text_label.h"

namespace loket::test {

using ui::widgets::RowList;

constexpr QSize kSmallest(1024, 600);
constexpr QSize kUsual(1366, 768);

class PagesTest final : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    m_theme.setMotion(false);
    m_theme.apply(*qApp);
  }

  void screensFollowTheCoresClock() {
    Counter counter(m_theme);
    counter.open();
    const auto shows = [&counter](const QString& time) {
      const auto pills = counter.stage.window->findChildren<ui::widgets::Pill*>();
      return std::any_of(pills.begin(), pills.end(),
                         [&time](const auto* pill) { return pill->text() == time; });
    };
    QTRY_VERIFY(shows(ui::text::clockTime(counter.stage.client.now())));
    // The core's clock is moved by hand; the machine's own is where it was.
    api::CounterStatus status = counter.stage.client.counterStatus();
    status.now = status.now + Duration::hours(5);
    counter.stage.client.tell(api::StatusChanged{status});
    QTRY_VERIFY(shows(ui::text::clockTime(status.now)));
    status.now = status.now + Duration::millis(700);
    counter.stage.client.tell(api::StatusChanged{status});
    QTRY_VERIFY(shows(ui::text::clockTime(status.now)));
  }

  void theCounterStandsReadyBehindTheDoor() {
    using ui::screens::Frame;
    Counter counter(m_theme);
    app::CounterWindow& window = *counter.stage.window;
    ui::text::install(counter.language, *qApp);
    window.showLogin({}, {}, {}, [](const UserName&, const SecretBytes&) {});
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    window.prepareCounter(counter.language);
    QCOMPARE(window.findChildren<Frame*>().size(), 1);
    const Frame* prepared = window.findChild<Frame*>();
    // Nobody sees it, and the keys go to the door.
    QVERIFY(!prepared->isVisible());
    QVERIFY(window.login()->isVisible());
    QVERIFY(counter.focus() == window.login() || window.login()->isAncestorOf(counter.focus()));
    counter.press(Qt::Key_F2);
    QVERIFY(prepared->currentPage() != window.findChild<ui::screens::QueueScreen*>());

    QSignalSpy filled(&window, &app::CounterWindow::counterFilled);
    window.showCounter(counter.stage.client, counter.language);
    QCOMPARE(window.frame(), prepared);
    QCOMPARE(window.findChildren<Frame*>().size(), 1);
    QVERIFY(prepared->isVisible());
    // What it asked while nobody was there has been answered.
    QTRY_COMPARE(filled.count(), 1);
    QTRY_VERIFY(window.sell()->findChild<ui::widgets::FeedList*>()->view()->model()->rowCount() > 0);
    counter.type("08");
    QTRY_VERIFY(window.sell()->findChild<ui::widgets::SearchBox*>()->field()->text().startsWith(QStringLiteral("08")));
  }

  void aPreparedCounterInTheWrongLanguageIsBuiltAgain() {
    using ui::screens::Frame;
    Counter counter(m_theme);
    app::CounterWindow& window = *counter.stage.window;
    window.prepareCounter(ui::text::Language::English);
    const QPointer<Frame> prepared = window.findChild<Frame*>();
    QVERIFY(prepared);
    counter.open();
    QVERIFY(!prepared);
    QTRY_VERIFY(window.sell()->findChild<ui::widgets::FeedList*>()->view()->model()->rowCount() > 0);
  }

  void aWindowThatClosesAtTheDoorTakesThePreparedCounterAlong() {
    QPointer<ui::screens::Frame> prepared;
    {
      Counter counter(m_theme);
      counter.stage.window->prepareCounter(counter.language);
      prepared = counter.stage.window->findChild<ui::screens::Frame*>();
      QVERIFY(prepared);
    }
    QVERIFY(!prepared);
  }

  void theBadgeCountsWhatTheQueueShows() {
    Counter counter(m_theme);
    counter.open();
    counter.press(Qt::Key_F2);
    auto* list = counter.stage.window->queue()->findChild<RowList*>();
    QTRY_COMPARE(list->model()->rowCount(), counter.stage.client.counterStatus().queueCount);
    QVERIFY(list->model()->rowCount() > 0);
  }

  void historyFindsAndOpens() {
    Counter counter(m_theme);
    counter.open();
    counter.press(Qt::Key_F3);
    auto* history = counter.stage.window->history();
    QTRY_VERIFY(history->isVisible());
    QTest::keyClicks(history->searchField(), QStringLiteral("maman"));
    auto* list = history->findChild<RowList*>();
    QTRY_VERIFY(list->model()->rowCount() > 0 && list->model()
                                                     ->index(0, 0)
                                                     .data(ui::widgets::SubtitleRole)
                                                     .toString()
                                                     .contains(QStringLiteral("Maman")));
    QTest::keyClick(history->searchField(), Qt::Key_Return);
    QTRY_VERIFY(!history->hints().isEmpty() && history->hints().at(2).key == QStringLiteral("F6"));
  }

  // From a slip's code, or today's list: neither the newest payment nor an earlier search takes its place.
  void whatWasAskedForStaysOpen() {
    Counter counter(m_theme);
    counter.open();
    counter.press(Qt::Key_F3);
    auto* history = counter.stage.window->history();
    auto* list = history->findChild<RowList*>();
    QTRY_COMPARE(list->model()->rowCount(), 100);
    std::vector<PaymentRef> refs;
    counter.stage.client.payments({}, [&refs](const Result<std::vector<api::PaymentView>>& found) {
      for (const api::PaymentView& view : *found) refs.push_back(view.payment.ref);
    });
    QVERIFY(refs.size() > 150);
    QTest::keyClicks(history->searchField(), QString::fromStdString(refs[3].str()));
    QTRY_COMPARE(list->model()->rowCount(), 1);
    // In the list and beyond its end.
    for (const std::size_t place : {std::size_t{7}, std::size_t{150}}) {
      counter.press(Qt::Key_F1);
      emit counter.stage.window->sell()->detailsWanted(refs[place]);
      QTRY_COMPARE(list->model()->rowCount(), 100);
      const auto isShown = [&] {
        const auto labels = history->findChildren<ui::widgets::TextLabel*>();
        return std::any_of(labels.begin(), labels.end(), [&](const auto* label) {
          return label->isVisible() && label->text() == QString::fromStdString(refs[place].str());
        });
      };
      QTRY_VERIFY(isShown());
      QTest::qWait(0);
      QVERIFY(isShown());
      QCOMPARE(list->currentIndex().row(), place == 7 ? 7 : -1);
    }
  }

  void historyPagesToTheEnd() {
    Counter counter(m_theme);
    counter.open();
    counter.press(Qt::Key_F3);
    auto* list = counter.stage.window->history()->findChild<RowList*>();
    QTRY_COMPARE(list->model()->rowCount(), 100);
    list->model()->fetchMore({});
    QTRY_COMPARE(list->model()->rowCount(), 200);
    list->model()->fetchMore({});
    QTRY_COMPARE(list->model()->rowCount(), 212);
    QVERIFY(!list->model()->canFetchMore({}));
  }

  void depositIsCancelledOnlyAfterTheQuestion() {
    Counter counter(m_theme);
    counter.open();
    counter.press(Qt::Key_F2);
    auto* list = counter.stage.window->queue()->findChild<RowList*>();
    QTRY_VERIFY(list->model()->rowCount() > 4);
    const int row = rowWith(*list, QStringLiteral("Titipan"));
    QVERIFY(row >= 0);
    list->setCurrentIndex(list->model()->index(row, 0));
    const int due = countWith(*list, QStringLiteral("Kembalikan"));
    QTest::keyClick(list, Qt::Key_Delete);
    QTest::keyClick(list, Qt::Key_Escape);
    QCOMPARE(countWith(*list, QStringLiteral("Kembalikan")), due);
    QTest::keyClick(list, Qt::Key_Delete);
    QTest::keyClick(list, Qt::Key_Return);
    QTRY_COMPARE(countWith(*list, QStringLiteral("Kembalikan")), due + 1);
  }

  // What a failed payment owes goes back without a mouse, from the queue and from the history.
  void dueCashIsHandedBackWithAKey() {
    for (const Qt::Key page : {Qt::Key_F2, Qt::Key_F3}) {
      Counter counter(m_theme);
      counter.open();
      counter.press(page);
      QWidget* screen = counter.stage.window->queue();
      if (page == Qt::Key_F3)
        screen = counter.stage.window->history();
      auto* list = screen->findChild<RowList*>();
      const QString due = QStringLiteral("Kembalikan");
      QTRY_VERIFY(rowWith(*list, due) >= 0);
      list->setFocus();
      list->setCurrentIndex(list->model()->index(rowWith(*list, due), 0));
      const int before = countWith(*list, due);
      counter.press(Qt::Key_F5, Qt::ShiftModifier);  // nobody has looked at it
      QTest::keyClick(list, Qt::Key_Return);
      const auto isOffered = [screen] {
        const auto hints = qobject_cast<ui::screens::Page*>(screen)->hints();
        return std::any_of(hints.begin(), hints.end(), [](const auto& hint) { return hint.key == QStringLiteral("Shift+F5"); });
      };
      QTRY_VERIFY(isOffered());
      QVERIFY(screen->findChild<QWidget*>(QStringLiteral("give-back"))->isVisible());
      QCOMPARE(countWith(*list, due), before);
      counter.press(Qt::Key_F5, Qt::ShiftModifier);
      QTRY_COMPARE(countWith(*list, due), before - 1);
      QTRY_VERIFY(!isOffered());
    }
  }

  void sendingShowsTheResultSheet() {
    Counter counter(m_theme);
    counter.open();
    counter.press(Qt::Key_F2);
    auto* list = counter.stage.window->queue()->findChild<RowList*>();
    QTRY_VERIFY(list->model()->rowCount() > 4);
    counter.press(Qt::Key_S, Qt::ControlModifier);
    QTRY_COMPARE(counter.stage.window->queue()->hints().size(), 7);
    QTRY_VERIFY(list->model()->rowCount() <= 3);  // suspect, refund, decision stay
  }

  void coreStoppedIsSaid() {
    Counter counter(m_theme);
    counter.open();
    counter.stage.client.tell(api::CoreStopped{{ErrorCode::DiskFull, {}}});
    auto* strip = counter.stage.window->findChild<QWidget*>(QStringLiteral("strip"));
    QTRY_VERIFY(strip != nullptr && strip->isVisible());
  }

  void trainingIsSeenOnEveryPage() {
    for (const bool isTraining : {false, true}) {
      Counter counter(m_theme);
      counter.stage.client.training = isTraining;
      counter.open();
      auto* pill = counter.stage.window->findChild<QWidget*>(QStringLiteral("training"));
      for (int page = 0; page < 9; ++page) {
        counter.stage.window->frame()->openPage(page);
        QTRY_COMPARE(pill->isVisible(), isTraining);
      }
    }
  }

  void thePriceListTellsWhatIsLeft() {
    Counter counter(m_theme);
    counter.open();
    counter.press(Qt::Key_F11);
    counter.press(Qt::Key_F5);
    auto* search = counter.stage.window->findChild<QLineEdit*>(QStringLiteral("price-search"));
    QTRY_VERIFY(search != nullptr && counter.focus() == search);
    auto* count = counter.stage.window->findChild<ui::widgets::TextLabel*>(QStringLiteral("price-count"));
    QTRY_VERIFY(!count->text().startsWith(QStringLiteral("0 ")) && !count->text().isEmpty());
    counter.type("token 50.000");
    auto* name = counter.stage.window->findChild<ui::widgets::TextLabel*>(QStringLiteral("price-name"));
    QTRY_COMPARE(name->text(), QStringLiteral("Token listrik PLN 50.000"));
    QVERIFY(count->text().startsWith(QStringLiteral("1 ")));
    // What is left is what the quote of a sale says.
    api::InquiryRequest request;
    request.product = "pln-token-50000";
    request.number = "14300000001";
    QString profit;
    counter.stage.client.inquire(request, [&profit](const Result<api::Quote>& quote) {
      if (quote)
        profit = ui::text::rupiah(quote->profit);
    });
    QVERIFY(!profit.isEmpty());
    const auto isShown = [&counter, &profit] {
      const auto labels = counter.stage.window->findChildren<ui::widgets::TextLabel*>();
      return std::any_of(labels.begin(), labels.end(),
                         [&profit](const auto* label) { return label->isVisible() && label->text() == profit; });
    };
    QTRY_VERIFY(isShown());
    counter.press(Qt::Key_Escape);
    QVERIFY(search->text().isEmpty());
    counter.press(Qt::Key_Escape);
    QTRY_VERIFY(!search->isVisible());
  }

  void everyTextFits_data() {
    QTest::addColumn<QString>("scene");
    QTest::addColumn<QString>("language");
    for (const app::Scene& scene : app::scenes())
      for (const QString& language : {QStringLiteral("id"), QStringLiteral("en")})
        QTest::addRow("%s %s", qPrintable(scene.name), qPrintable(language)) << scene.name << language;
  }

  void everyTextFits() {
    QFETCH(QString, scene);
    QFETCH(QString, language);
    for (app::Scene& one : m_scenes = app::scenes()) {
      if (one.name != scene)
        continue;
      Counter counter(m_theme, kSmallest, ui::text::languageFrom(language));
      if (one.before)
        one.before(counter.stage);
      ui::text::install(counter.language, *qApp);
      if (app::showDoor(one, counter.stage, counter.language)) {
        counter.stage.window->show();
      } else {
        counter.open();
        counter.stage.window->setCustomerDisplay(one.display);
      }
      // Looks more often than QTRY_VERIFY, which in all the scenes together waits for minutes.
      for (app::Step& step : one.steps)
        QVERIFY2(QTest::qWaitFor([&] { return step(counter.stage); }), qPrintable(scene));
      // Made for the smallest, and then drawn larger.
      for (const QSize size : {kSmallest, kUsual}) {
        counter.stage.window->resize(size);
        QCoreApplication::sendPostedEvents();
        QCOMPARE(counter.stage.window->size(), size);
        QStringList clipped = clippedIn(*counter.stage.window);
        if (one.display)
          clipped << clippedIn(*counter.stage.window->customerDisplay());
        QVERIFY2(clipped.isEmpty(), qPrintable(QStringLiteral("%1: ").arg(size.width()) + clipped.join(QStringLiteral("; "))));
      }
    }
  }

 private:
  // Widgets that are smaller than they say they must be, or that hang out of their parent.
  static QStringList clippedIn(const QWidget& window) {
    QStringList clipped;
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
      const bool text = qobject_cast<const QLabel*>(widget) != nullptr ||
                        qobject_cast<const ui::widgets::ActionButton*>(widget) != nullptr ||
                        qobject_cast<const ui::widgets::TextLabel*>(widget) != nullptr ||
                        qobject_cast<const ui::widgets::GroupedDigits*>(widget) != nullptr ||
                        qobject_cast<const ui::widgets::Chip*>(widget) != nullptr ||
                        qobject_cast<const ui::widgets::Pill*>(widget) != nullptr ||
                        qobject_cast<const ui::widgets::StatusPill*>(widget) != nullptr ||
                        qobject_cast<const ui::widgets::DoorButton*>(widget) != nullptr;
      if (!text || !widget->isVisible())
        continue;
      const QSize needed = widget->minimumSizeHint();
      const QRect parent = widget->parentWidget()->rect();
      if (needed.width() > widget->width() || needed.height() > widget->height() ||
          !parent.contains(widget->geometry()))
        clipped << QStringLiteral("%1 “%2” needs %3x%4 has %5x%6")
                       .arg(QString::fromLatin1(widget->metaObject()->className()), widget->accessibleName())
                       .arg(needed.width())
                       .arg(needed.height())
                       .arg(widget->width())
                       .arg(widget->height());
    }
    return clipped;
  }

  static int countWith(const RowList& list, const QString& word) {
    int count = 0;
    for (int row = 0; row < list.model()->rowCount(); ++row)
      if (list.model()->index(row, 0).data(ui::widgets::StatusRole).toString().startsWith(word))
        ++count;
    return count;
  }

  static int rowWith(const RowList& list, const QString& word) {
    for (int row = 0; row < list.model()->rowCount(); ++row)
      if (list.model()->index(row, 0).data(ui::widgets::StatusRole).toString().startsWith(word))
        return row;
    return -1;
  }

  ui::theme::Theme m_theme;
  std::vector<app::Scene> m_scenes;
};

}  // namespace loket::test

QTEST_MAIN(loket::test::PagesTest)
#include "pages_test.moc"
