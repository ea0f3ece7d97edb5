// The customers' page from the keyboard against the made-up shop: somebody is found and sold to, written down, changed,
// removed and taken back, an address book is looked at and kept, and a debt is paid.
#include <QAccessible>
#include <QLineEdit>
#include <QScrollBar>

#include "tests/ui/screens/counter.h"
#include "ui/screens/customers/customer_card.h"
#include "ui/screens/customers/customer_form.h"
#include "ui/screens/customers/customers_screen.h"
#include "ui/screens/customers/import_panel.h"
#include "ui/text/customers.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/row_roles.h"
#include "ui/widgets/search_box.h"
#include "ui/widgets/text_label.h"

namespace loket::test {

using ui::screens::CustomersScreen;
using ui::widgets::RowList;
using ui::widgets::TextLabel;

namespace {

struct CustomersCounter : Counter {
  using Counter::Counter;

  void openBook() {
    open();
    press(Qt::Key_F4);
    QTRY_VERIFY(count().size() > 0);
  }
  [[nodiscard]] CustomersScreen& screen() const { return *stage.window->customers(); }
  [[nodiscard]] app::fixture::FixtureCustomers& book() { return stage.client.customerBook; }
  [[nodiscard]] QString count() const {
    return screen().findChild<TextLabel*>(QStringLiteral("customers-count"))->text();
  }
  [[nodiscard]] RowList& list() const { return *screen().findChild<RowList*>(QStringLiteral("customers")); }
  [[nodiscard]] QStringList names() const {
    QStringList all;
    for (int row = 0; row < list().model()->rowCount(); ++row)
      all << list().model()->index(row, 0).data(ui::widgets::TitleRole).toString();
    return all;
  }
  [[nodiscard]] QString message() const {
    for (const auto* message : screen().findChildren<ui::widgets::InlineMessage*>())
      if (message->isVisible())
        return message->accessibleName();
    return {};
  }
  [[nodiscard]] QString undoWords() const {
    return screen().findChild<QWidget*>(QStringLiteral("customers-undo"))->isVisible()
               ? screen().findChild<TextLabel*>(QStringLiteral("customers-undo-words"))->text()
               : QString();
  }
  void find(const char* text, const char* name) const {
    type(text);
    QTRY_COMPARE(screen().shownName(), QString::fromUtf8(name));
  }
  [[nodiscard]] const customer::Customer* called(const std::string& name) {
    for (const customer::Customer& one : book().book)
      if (one.name == name)
        return &one;
    return nullptr;
  }
};

}  // namespace

class CustomersTest final : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    m_theme.setMotion(false);
    m_theme.apply(*qApp);
  }

  void aKnownCustomerIsSoldToInFewKeys() {
    CustomersCounter counter(m_theme);
    counter.book().fill(counter.stage.client.now());
    counter.openBook();
    counter.find("sri", "Bu Sri Wahyuni");
    counter.press(Qt::Key_Return);
    // The number that was bought for last stands in the box.
    auto* box = counter.stage.window->sell()->findChild<ui::widgets::SearchBox*>();
    QTRY_VERIFY(box->isVisible());
    QCOMPARE(box->field()->text(), QStringLiteral("14300000001"));
    QCOMPARE(counter.flow().step(), ui::screens::SellStep::Search);
    // Another of the numbers, chosen with the arrows.
    counter.press(Qt::Key_F4);
    QTRY_VERIFY(counter.screen().isVisible());
    QTRY_COMPARE(counter.screen().shownName(), QStringLiteral("Bu Sri Wahyuni"));
    counter.press(Qt::Key_Down);  // from the field into the list, and it is still the only one
    counter.list().setFocus();
    counter.press(Qt::Key_Right);
    QCOMPARE(counter.focus(), counter.screen().card()->numbers());
    counter.press(Qt::Key_Down);
    counter.press(Qt::Key_Return);
    QTRY_COMPARE(box->field()->text(), QStringLiteral("081234567890"));
  }

  // Enter after fast typing is meant for whom was typed, not for whom the card still shows.
  void enterWaitsForWhomWasTyped() {
    CustomersCounter counter(m_theme);
    counter.book().fill(counter.stage.client.now());
    counter.openBook();
    counter.find("sri", "Bu Sri Wahyuni");
    counter.screen().searchField()->selectAll();
    counter.type("dewi");
    counter.press(Qt::Key_Delete);
    counter.press(Qt::Key_F7);
    counter.press(Qt::Key_Return);
    auto* box = counter.stage.window->sell()->findChild<ui::widgets::SearchBox*>();
    QTRY_COMPARE(box->field()->text(), QStringLiteral("085712345678"));
    QVERIFY(counter.called("Bu Sri Wahyuni") != nullptr);
  }

  void aSaleThatIsBeingSentStaysInFront() {
    CustomersCounter counter(m_theme);
    counter.book().fill(counter.stage.client.now());
    counter.stage.client.fate = app::fixture::Fate::StaySending;
    counter.open();
    counter.stage.choose("pln-token-50000", "14300000001", Family::PlnToken, ProductKind::Prepaid);
    QTRY_VERIFY(counter.flow().isArmed());
    counter.press(Qt::Key_Return);
    QTRY_COMPARE(counter.flow().step(), ui::screens::SellStep::Sending);
    counter.press(Qt::Key_F4);
    QTRY_VERIFY(counter.count().size() > 0);
    counter.find("sri", "Bu Sri Wahyuni");
    counter.press(Qt::Key_Return);
    QTRY_VERIFY(counter.stage.window->sell()->isVisible());
    QCOMPARE(counter.flow().step(), ui::screens::SellStep::Sending);
  }

  void aNewCustomerIsWrittenDownByKeys() {
    CustomersCounter counter(m_theme);
    counter.openBook();
    QVERIFY(counter.count().startsWith(QLatin1Char('0')));
    counter.press(Qt::Key_F5);
    QCOMPARE(counter.focus(), counter.screen().form()->nameField());
    counter.type("Bidan Ani");
    counter.press(Qt::Key_Return);  // to the note
    counter.press(Qt::Key_Return);  // to the first number
    counter.type("+62 812-5555-6666");
    counter.press(Qt::Key_Return);
    counter.type("1013555");
    counter.press(Qt::Key_F6);  // the next kind that this number can be
    counter.press(Qt::Key_Return);
    counter.press(Qt::Key_Return);  // the empty last one: keep
    QTRY_VERIFY(counter.called("Bidan Ani") != nullptr);
    const customer::Customer& ani = *counter.called("Bidan Ani");
    QCOMPARE(ani.numbers.size(), std::size_t{2});
    QCOMPARE(ani.numbers.at(0).number, std::string("081255556666"));
    QCOMPARE(ani.numbers.at(0).family, Family::Pulsa);
    QCOMPARE(ani.numbers.at(1).number, std::string("1013555"));
    QVERIFY(ani.numbers.at(1).family != Family::Other);
    QTRY_COMPARE(counter.screen().shownName(), QStringLiteral("Bidan Ani"));
    QCOMPARE(counter.focus(), counter.screen().searchField());
  }

  void whatWasLookedForInVainIsProposed() {
    CustomersCounter counter(m_theme);
    counter.book().fill(counter.stage.client.now());
    counter.openBook();
    counter.type("Pak Baru");
    QTRY_COMPARE(counter.names(), QStringList());
    counter.press(Qt::Key_F5);
    QCOMPARE(counter.screen().form()->nameField()->text(), QStringLiteral("Pak Baru"));
    counter.press(Qt::Key_Escape);
    QVERIFY(counter.called("Pak Baru") == nullptr);
    QCOMPARE(counter.focus(), counter.screen().searchField());
  }

  void whatIsWrongIsSaidAndNothingTypedIsLost() {
    CustomersCounter counter(m_theme);
    counter.book().fill(counter.stage.client.now());
    counter.openBook();
    counter.press(Qt::Key_F5);
    counter.press(Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(counter.message(), ui::text::customerSentence({ErrorCode::NameInvalid, {}}));
    counter.type("agus");
    counter.press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(counter.message(), ui::text::customerSentence({ErrorCode::NameInvalid, "taken"}));
    QCOMPARE(counter.screen().form()->nameField()->text(), QStringLiteral("agus"));
    counter.screen().form()->nameField()->setText(QStringLiteral("Agus bengkel"));
    counter.screen().form()->goToNewNumber();
    counter.type("08");
    counter.press(Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(counter.message(), ui::text::customerSentence({ErrorCode::NumberInvalid, "length-4-to-24"}));
    counter.type("1299990000");  // over what was chosen: somebody else's
    QVERIFY(counter.called("Agus bengkel") == nullptr);
  }

  void aRemovedCustomerComesBackWithOneKey() {
    CustomersCounter counter(m_theme);
    counter.book().fill(counter.stage.client.now());
    counter.openBook();
    counter.find("suparmi", "Suparmi");
    const std::string id = counter.called("Suparmi")->id.str();
    counter.press(Qt::Key_Delete);
    QTRY_VERIFY(counter.called("Suparmi") == nullptr);
    QTRY_VERIFY(counter.undoWords().contains(QStringLiteral("Suparmi")));
    counter.press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_VERIFY(counter.called("Suparmi") != nullptr);
    QCOMPARE(counter.called("Suparmi")->id.str(), id);
    QCOMPARE(counter.called("Suparmi")->numbers.size(), std::size_t{2});
    QTRY_COMPARE(counter.screen().shownName(), QStringLiteral("Suparmi"));
    QVERIFY(counter.undoWords().isEmpty());
  }

  void whoOwesStaysAndPays() {
    CustomersCounter counter(m_theme);
    counter.book().fill(counter.stage.client.now());
    counter.openBook();
    counter.find("sri", "Bu Sri Wahyuni");
    counter.press(Qt::Key_Delete);
    QTRY_COMPARE(counter.message(), ui::text::customerSentence({ErrorCode::StateForbids, "bon"}));
    QVERIFY(counter.called("Bu Sri Wahyuni") != nullptr);
    counter.press(Qt::Key_F8);
    counter.type("200000");  // too much is not taken
    counter.press(Qt::Key_Return);
    QCOMPARE(counter.book().bons.at(0).owed, Money::rupiah(152'500));
    qobject_cast<QLineEdit*>(counter.focus())->selectAll();
    counter.type("100000");
    counter.press(Qt::Key_Return);
    QTRY_COMPARE(counter.book().bons.at(0).owed, Money::rupiah(52'500));
    QTRY_VERIFY(counter.message().contains(QStringLiteral("Rp52.500")));
    // Whoever owes without standing in the book is seen too, and can be written down.
    counter.press(Qt::Key_Escape);
    counter.press(Qt::Key_B, Qt::ControlModifier);
    QTRY_COMPARE(counter.names(), (QStringList{QStringLiteral("Bu Sri Wahyuni"), QStringLiteral("pak rt")}));
    QTRY_COMPARE(counter.screen().shownName(), QStringLiteral("Bu Sri Wahyuni"));
    counter.press(Qt::Key_Down);
    QTRY_COMPARE(counter.screen().shownName(), QStringLiteral("pak rt"));
    const auto hints = counter.screen().hints();
    const auto has = [&hints](const char* key) {
      return std::any_of(hints.begin(), hints.end(), [key](const auto& hint) { return hint.key == QLatin1String(key); });
    };
    QVERIFY(has("F8") && !has("Del") && !has("Enter"));
    counter.press(Qt::Key_F7);
    counter.press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(counter.called("pak rt") != nullptr);
  }

  void anImportIsLookedAtKeptAndTakenBack() {
    CustomersCounter counter(m_theme);
    counter.book().fill(counter.stage.client.now());
    counter.openBook();
    const std::size_t before = counter.book().book.size();
    counter.book().addContacts("/kontak.csv");
    counter.book().holdFiles = true;
    counter.screen().openFile(QStringLiteral("/kontak.csv"));
    // Nothing can be kept that has not been read.
    counter.press(Qt::Key_Return);
    QVERIFY(!counter.screen().import()->canKeep());
    counter.book().release();
    QTRY_VERIFY(counter.screen().import()->canKeep());
    const customer::ImportPlan& plan = counter.screen().import()->preview()->plan;
    QVERIFY(plan.fresh > 40 && plan.more == 1 && plan.known == 3 && plan.unusable == 5);
    auto* rows = counter.screen().findChild<RowList*>(QStringLiteral("import-rows"));
    QCOMPARE(rows->model()->rowCount(), static_cast<int>(plan.lines.size()));
    counter.press(Qt::Key_Right);
    QCOMPARE(rows->model()->rowCount(), static_cast<int>(plan.fresh + plan.more));
    counter.press(Qt::Key_Right);
    counter.press(Qt::Key_Right);
    QCOMPARE(rows->model()->rowCount(), static_cast<int>(plan.unusable));
    QCOMPARE(counter.book().book.size(), before);
    const std::size_t fresh = plan.fresh;
    counter.press(Qt::Key_Return);
    QTRY_COMPARE(counter.book().book.size(), before + fresh);
    QTRY_VERIFY(!counter.undoWords().isEmpty());
    QCOMPARE(counter.focus(), counter.screen().searchField());
    counter.press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(counter.book().book.size(), before);
  }

  void anImportThatIsLeftKeepsNothing() {
    CustomersCounter counter(m_theme);
    counter.openBook();
    counter.book().addContacts("/kontak.csv");
    counter.screen().openFile(QStringLiteral("/kontak.csv"));
    QTRY_VERIFY(counter.screen().import()->canKeep());
    counter.press(Qt::Key_Escape);
    QVERIFY(counter.book().book.empty());
    QCOMPARE(counter.focus(), counter.screen().searchField());
    // A file that is none is said to be none.
    counter.screen().openFile(QStringLiteral("/nowhere.csv"));
    QTRY_VERIFY(!counter.message().isEmpty());
    QVERIFY(!counter.screen().import()->canKeep());
    counter.press(Qt::Key_Return);
    QVERIFY(counter.book().book.empty());
    counter.press(Qt::Key_Escape);
    QCOMPARE(counter.focus(), counter.screen().searchField());
  }

  void anImportThatTheDiskRefusesCanBeTriedAgain() {
    CustomersCounter counter(m_theme);
    counter.openBook();
    counter.book().addContacts("/kontak.csv");
    counter.screen().openFile(QStringLiteral("/kontak.csv"));
    QTRY_VERIFY(counter.screen().import()->canKeep());
    counter.book().error = Error{ErrorCode::DiskFull, {}};
    counter.press(Qt::Key_Return);
    QTRY_VERIFY(!counter.message().isEmpty());
    QVERIFY(counter.book().book.empty());
    counter.press(Qt::Key_Return);
    QTRY_VERIFY(!counter.book().book.empty());
  }

  void aHundredThousandScrollToTheEnd() {
    CustomersCounter counter(m_theme);
    counter.book().crowd(3'000);
    counter.openBook();
    RowList& list = counter.list();
    QTRY_COMPARE(list.model()->rowCount(), 100);
    // Every page that is wanted comes, and none is asked for twice.
    counter.press(Qt::Key_Down);
    list.setFocus();
    for (int pages = 2; pages <= 5; ++pages) {
      counter.press(Qt::Key_End);
      list.model()->fetchMore({});
      QTRY_COMPARE(list.model()->rowCount(), pages * 100);
    }
    QSet<QString> seen;
    for (const QString& name : counter.names()) seen.insert(name);
    QCOMPARE(seen.size(), 500);
    QVERIFY(counter.count().startsWith(QStringLiteral("3.000")));
  }

  void everythingHasAName() {
    CustomersCounter counter(m_theme);
    counter.book().fill(counter.stage.client.now());
    counter.openBook();
    counter.press(Qt::Key_F7);
    QStringList nameless;
    for (const QWidget* widget : counter.screen().findChildren<QWidget*>()) {
      const bool isWorth = qobject_cast<const QLineEdit*>(widget) != nullptr ||
                           qobject_cast<const QAbstractButton*>(widget) != nullptr ||
                           qobject_cast<const RowList*>(widget) != nullptr;
      if (isWorth && widget->isVisible()) {
        QAccessibleInterface* face = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
        if (face == nullptr || face->text(QAccessible::Name).isEmpty())
          nameless << QString::fromLatin1(widget->metaObject()->className()) + widget->objectName();
      }
    }
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char(' '))));
  }

 private:
  ui::theme::Theme m_theme;
};

}  // namespace loket::test

QTEST_MAIN(loket::test::CustomersTest)
#include "customers_test.moc"
