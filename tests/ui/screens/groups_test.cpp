// Groups from the keyboard against the made-up shop: written down with one box, asked for in one go, paid with one
// person's cash, and each line with its own outcome.
#include <QLineEdit>
#include <set>

#include "tests/ui/screens/counter.h"
#include "ui/screens/groups/groups_screen.h"
#include "ui/text/errors.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/row_roles.h"
#include "ui/widgets/text_label.h"

namespace loket::test {

using ui::screens::GroupFlow;
using ui::screens::GroupStep;
using ui::widgets::RowList;
using ui::widgets::TextLabel;

namespace {

struct GroupCounter : Counter {
  using Counter::Counter;

  void openGroups() {
    open();
    press(Qt::Key_F4, Qt::ShiftModifier);
    QTRY_VERIFY(screen().isVisible());
  }
  // The list of the neighbourhood, with six bills.
  void openRt() {
    stage.client.customerBook.gather();
    openGroups();
    QTRY_COMPARE(flow().groups().size(), std::size_t{2});
    flow().choose(1);
    QTRY_COMPARE(lines(), 6);
  }
  void askBills() {
    press(Qt::Key_Enter);
    QTRY_COMPARE(flow().step(), GroupStep::Bills);
    QTRY_VERIFY(flow().isArmed());
  }
  [[nodiscard]] QWidget& screen() const { return *stage.window->groups(); }
  [[nodiscard]] GroupFlow& flow() const { return stage.window->groups()->flow(); }
  template <typename T>
  [[nodiscard]] T* find(const char* name) const {
    return screen().findChild<T*>(QString::fromLatin1(name));
  }
  [[nodiscard]] int lines() const { return find<RowList>("group-lines")->model()->rowCount(); }
  [[nodiscard]] QString cell(int row, int role) const {
    const auto* model = find<RowList>("group-lines")->model();
    return model->data(model->index(row, 0), role).toString();
  }
  [[nodiscard]] QString label(const char* name) const { return find<TextLabel>(name)->text(); }
  [[nodiscard]] QString total() const { return label("group-total"); }
  [[nodiscard]] QString message() const {
    for (const auto* message : screen().findChildren<ui::widgets::InlineMessage*>())
      if (message->isVisible())
        return message->accessibleName();
    return {};
  }
};

}  // namespace

class GroupsTest final : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    m_theme.setMotion(false);
    m_theme.apply(*qApp);
  }

  void aListIsWrittenDownWithOneBox() {
    GroupCounter counter(m_theme);
    counter.stage.client.customerBook.fill(counter.stage.client.now());
    counter.openGroups();
    counter.press(Qt::Key_F5);
    counter.type("Gang Mawar");
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().groups().size(), std::size_t{1});
    QTRY_COMPARE(counter.find<TextLabel>("group-title")->text(), QStringLiteral("Gang Mawar"));
    // A number that says itself what it is.
    counter.type("530000000001");
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.lines(), 1);
    // A product first, then its number.
    counter.type("pdam bandung");
    counter.press(Qt::Key_Enter);
    QTRY_VERIFY(counter.find<QLineEdit>("group-box")->text().isEmpty());
    counter.type("1013226");
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.lines(), 2);
    // Twice is once.
    counter.type("530000000001");
    counter.press(Qt::Key_Enter);
    QTRY_VERIFY(counter.message().contains(QStringLiteral("sudah ada")));
    QCOMPARE(counter.lines(), 2);
    // Off the list, and back.
    counter.find<RowList>("group-lines")->setCurrentIndex(counter.find<RowList>("group-lines")->model()->index(0, 0));
    counter.press(Qt::Key_Delete);
    QTRY_COMPARE(counter.lines(), 1);
    counter.press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(counter.lines(), 2);
    counter.press(Qt::Key_F8);
    counter.type("RT 06");
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.find<TextLabel>("group-title")->text(), QStringLiteral("RT 06"));
    QCOMPARE(counter.lines(), 2);
    counter.press(Qt::Key_F7);
    QTRY_VERIFY(counter.flow().groups().empty());
    counter.press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(counter.lines(), 2);
  }

  void allOfItIsPaidWithOnePersonsCash() {
    GroupCounter counter(m_theme);
    counter.openRt();
    counter.askBills();
    QVERIFY(counter.total().startsWith(QStringLiteral("Rp1.816.500")));  // six of 302.750
    counter.stage.client.papersOfEach = 0;
    counter.type("2000");  // two million
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), GroupStep::Done);
    QCOMPARE(counter.stage.client.sellCalls, 6);
    QCOMPARE(std::set<ClientRef>(counter.stage.client.sold.begin(), counter.stage.client.sold.end()).size(), std::size_t{6});
    QTRY_COMPARE(counter.cell(5, ui::widgets::StatusRole), QStringLiteral("Sukses"));
    QCOMPARE(counter.label("group-change"), QStringLiteral("Rp183.500"));
    const int before = counter.stage.client.printed;
    counter.press(Qt::Key_F6);
    QVERIFY(counter.flow().isPrinting());
    counter.flow().choose(0);  // another group has to wait for the papers of this one
    QTRY_COMPARE(counter.flow().printed(), 6);
    QCOMPARE(counter.flow().groupIndex(), 1);
    QCOMPARE(counter.stage.client.printed, before + 6);
    // What has its paper gets no copy from this key.
    counter.stage.client.papersOfEach = 1;
    counter.press(Qt::Key_F6);
    QTRY_VERIFY(!counter.flow().isPrinting());
    QCOMPARE(counter.flow().printed(), 6);
    QCOMPARE(counter.stage.client.printed, before + 6);
    // A press too many pays nothing twice.
    counter.press(Qt::Key_Enter);
    counter.press(Qt::Key_Escape);
    QTRY_COMPARE(counter.flow().step(), GroupStep::List);
    QCOMPARE(counter.stage.client.sellCalls, 6);
  }

  void whatCannotBePaidStaysOutAndNoCashIsTakenForIt() {
    GroupCounter counter(m_theme);
    counter.stage.client.inquiryErrors = {{"530000000002", {ErrorCode::NothingDue, {}}},
                                          {"1013555", {ErrorCode::NumberInvalid, "unknown"}}};
    counter.openRt();
    counter.askBills();
    QVERIFY(counter.total().startsWith(QStringLiteral("Rp1.211.000")));  // four
    QVERIFY(counter.message().contains(QStringLiteral("2")));
    // One more is left out by hand.
    counter.press(Qt::Key_Space);
    QVERIFY(counter.total().startsWith(QStringLiteral("Rp908.250")));
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), GroupStep::Done);
    QCOMPARE(counter.stage.client.sellCalls, 3);
    QVERIFY(counter.total().startsWith(QStringLiteral("Rp908.250")));
  }

  void tooLittleCashAndAPressTooEarlyPayNothing() {
    GroupCounter counter(m_theme);
    counter.openRt();
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), GroupStep::Bills);
    counter.press(Qt::Key_Enter);  // nobody has read the sum
    QCOMPARE(counter.stage.client.sellCalls, 0);
    QTRY_VERIFY(counter.flow().isArmed());
    counter.type("1000000");
    counter.press(Qt::Key_Enter);
    QCOMPARE(counter.stage.client.sellCalls, 0);
    QCOMPARE(counter.flow().step(), GroupStep::Bills);
    counter.press(Qt::Key_Escape);
    QTRY_COMPARE(counter.flow().step(), GroupStep::List);
    QCOMPARE(counter.stage.client.sellCalls, 0);
  }

  void whatWasPaidTodayIsPaidAgainOnlyWhenSomebodySaysSo() {
    GroupCounter counter(m_theme);
    Payment earlier;
    earlier.state = PaymentState::Succeeded;
    earlier.acceptedAt = counter.stage.client.now() - Duration::minutes(20);
    counter.stage.client.earlierToday = earlier;
    counter.openRt();
    counter.askBills();
    QCOMPARE(counter.flow().count(), 0);
    counter.press(Qt::Key_Enter);
    QCOMPARE(counter.stage.client.sellCalls, 0);
    counter.press(Qt::Key_Down);
    counter.press(Qt::Key_Space);
    QCOMPARE(counter.flow().count(), 1);
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), GroupStep::Done);
    QCOMPARE(counter.flow().count(), 1);
  }

  void whatIsRefusedAtTheLastMomentIsSaid() {
    GroupCounter counter(m_theme);
    counter.openRt();
    counter.askBills();
    counter.stage.client.sellError = Error{ErrorCode::PriceChanged, "x"};
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), GroupStep::Done);
    QCOMPARE(counter.flow().count(), 0);
    QVERIFY(counter.message().contains(QStringLiteral("6")));
    QCOMPARE(counter.label("group-change"), QStringLiteral("Rp1.816.500"));
  }

  // Whether it is kept nobody knows: no cash is given back for it.
  void whatMayHaveBeenKeptIsNotGivenBack() {
    GroupCounter counter(m_theme);
    counter.openRt();
    counter.askBills();
    counter.stage.client.sellError = Error{ErrorCode::CommitUnsure, {}};
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), GroupStep::Done);
    QCOMPARE(counter.label("group-change"), QStringLiteral("Rp0"));
    QVERIFY(counter.total().startsWith(QStringLiteral("Rp1.816.500")));
    QCOMPARE(counter.message(), ui::text::sentence({ErrorCode::CommitUnsure, {}}));
  }

  void leavingALineOutKeepsTheCashThatWasTyped() {
    GroupCounter counter(m_theme);
    counter.openRt();
    counter.askBills();
    counter.type("2000");
    counter.press(Qt::Key_Space);
    QCOMPARE(counter.label("group-change"), QStringLiteral("Rp486.250"));
  }

  // Asked for when a bill is written down, or with F6; wrong ones are said before they are kept, and come back with what was
  // taken off the list.
  void monthsAndYearsAreOfTheLine() {
    GroupCounter counter(m_theme);
    counter.stage.client.takesMonths = true;
    counter.stage.client.sellLandTax();
    counter.openRt();
    auto* list = counter.find<RowList>("group-lines");
    auto* box = counter.find<QLineEdit>("group-box");
    const auto member = [&counter](std::size_t row) { return counter.flow().group()->members.at(row); };
    list->setCurrentIndex(list->model()->index(3, 0));  // BPJS
    counter.press(Qt::Key_F6);
    QCOMPARE(box->accessibleName(), QStringLiteral("Berapa bulan"));
    QVERIFY(!counter.find<QWidget>("group-go")->isEnabled());
    counter.type("13");
    counter.press(Qt::Key_Enter);
    QVERIFY(counter.message().contains(QStringLiteral("12")));
    QVERIFY(member(3).fields.empty());
    counter.type("3");
    QCOMPARE(counter.message(), QString());
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(member(3).fields.months, std::string("3"));
    QTRY_VERIFY(counter.cell(3, ui::widgets::SubtitleRole).endsWith(QStringLiteral("3 bulan")));
    // Left as it is.
    counter.press(Qt::Key_F6);
    QCOMPARE(box->text(), QStringLiteral("3"));
    counter.press(Qt::Key_Escape);
    QVERIFY(box->text().isEmpty());
    QCOMPARE(member(3).fields.months, std::string("3"));
    // A water bill has nothing of the kind.
    list->setCurrentIndex(list->model()->index(2, 0));
    counter.press(Qt::Key_F6);
    QVERIFY(!counter.message().isEmpty());
    QCOMPARE(box->accessibleName(), QStringLiteral("Tambah ke daftar"));

    counter.type("pbb kota");
    counter.press(Qt::Key_Enter);
    QTRY_VERIFY(box->text().isEmpty());
    counter.type("329801092375999991");
    counter.press(Qt::Key_Enter);
    QCOMPARE(box->accessibleName(), QStringLiteral("Tahun pajak"));
    QCOMPARE(counter.lines(), 6);
    counter.type("2031");
    counter.press(Qt::Key_Enter);
    QVERIFY(!counter.message().isEmpty());
    QCOMPARE(counter.lines(), 6);
    counter.type("2025");
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.lines(), 7);
    QTRY_VERIFY(counter.cell(6, ui::widgets::SubtitleRole).endsWith(QStringLiteral("tahun pajak 2025")));
    list->setCurrentIndex(list->model()->index(6, 0));
    counter.press(Qt::Key_Delete);
    QTRY_COMPARE(counter.lines(), 6);
    counter.press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(counter.lines(), 7);
    QCOMPARE(member(6).fields.taxYear, std::string("2025"));
    QCOMPARE(member(3).fields.months, std::string("3"));

    counter.askBills();
    auto& client = counter.stage.client;
    QCOMPARE(client.askedBy.at("8801234560001").months, std::string("3"));
    QCOMPARE(client.askedBy.at("329801092375999991").taxYear, std::string("2025"));
    QVERIFY(client.askedBy.at("1013226").empty());
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), GroupStep::Done);
    QCOMPARE(client.soldBy.at("8801234560001").months, std::string("3"));
    QCOMPARE(client.soldBy.at("329801092375999991").taxYear, std::string("2025"));
  }

  // Where no supplier takes them nobody is asked for months; what a line has can still be taken away.
  void monthsAreAskedForWhereSomebodyTakesThem() {
    GroupCounter counter(m_theme);
    counter.openRt();
    auto* list = counter.find<RowList>("group-lines");
    list->setCurrentIndex(list->model()->index(3, 0));
    counter.press(Qt::Key_F6);
    QVERIFY(!counter.find<QLineEdit>("group-box")->accessibleName().contains(QStringLiteral("bulan")));
    InquiryFields three;
    three.months = "3";
    counter.flow().setFields(3, three);
    QTRY_VERIFY(counter.cell(3, ui::widgets::SubtitleRole).endsWith(QStringLiteral("3 bulan")));
    counter.press(Qt::Key_F6);
    counter.press(Qt::Key_Backspace);
    counter.press(Qt::Key_Enter);
    QTRY_VERIFY(counter.flow().group()->members.at(3).fields.empty());
  }

 private:
  ui::theme::Theme m_theme;
};

}  // namespace loket::test

QTEST_MAIN(loket::test::GroupsTest)
#include "groups_test.moc"
