// A customer comes back: whom to ask is one key away, what is said is written down from the keyboard, and the
// list shows what is still open.
#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>

#include "tests/ui/screens/counter.h"
#include "ui/models/payment_list.h"
#include "ui/screens/complaint_panel.h"
#include "ui/screens/history/history_screen.h"
#include "ui/screens/queue/batch_sheet.h"
#include "ui/screens/queue/queue_screen.h"
#include "ui/text/families.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/choice_grid.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/qr_code.h"
#include "ui/widgets/rail_button.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/text_label.h"

namespace loket::test {

using complaint::Complaint;
using complaint::Outcome;
using ui::screens::ComplaintPanel;

namespace {

constexpr const char* kSaid = "Token belum masuk";

struct ComplainingCounter : Counter {
  using Counter::Counter;

  void openHistory() {
    open();
    press(Qt::Key_F3);
    QTRY_VERIFY(list().model()->rowCount() > 3);
  }
  // About the newest payment.
  void complain() {
    openHistory();
    press(Qt::Key_F5);
    QTRY_VERIFY(panel().isVisible());
    QTRY_COMPARE(focus()->objectName(), QStringLiteral("complaint-note"));
  }
  [[nodiscard]] QWidget& page() const { return *stage.window->history(); }
  [[nodiscard]] ui::widgets::RowList& list() const { return *page().findChild<ui::widgets::RowList*>(); }
  [[nodiscard]] ComplaintPanel& panel() const { return *page().findChild<ComplaintPanel*>(); }
  template <typename T>
  [[nodiscard]] T* part(const char* name) const {
    return panel().findChild<T*>(QString::fromLatin1(name));
  }
  [[nodiscard]] QString message() const {
    for (const auto* message : panel().findChildren<ui::widgets::InlineMessage*>())
      if (message->isVisible())
        return message->accessibleName();
    return {};
  }
  [[nodiscard]] Payment newest() {
    Payment payment;
    stage.client.payments({}, [&payment](const Result<std::vector<api::PaymentView>>& found) {
      payment = found->front().payment;
    });
    return payment;
  }
  [[nodiscard]] const std::vector<Complaint>& kept() const { return stage.client.complained.all; }
};

}  // namespace

class ComplaintTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { m_theme.apply(*qApp); }

  void whomToAskIsOneKeyAway() {
    ComplainingCounter counter(m_theme);
    counter.complain();
    const Payment payment = counter.newest();
    const auto question = counter.stage.client.complained.questionAbout(payment);
    QCOMPARE(counter.part<ui::widgets::TextLabel>("complaint-reference")->text(),
             QString::fromStdString(question.reference));
    QVERIFY(counter.part<ui::widgets::TextLabel>("complaint-contact")
                ->text()
                .contains(
        ui::text::groupedNumber(Family::Pulsa, question.contact.whatsapp)));
    // The list makes room for it.
    QVERIFY(!counter.list().isVisible());
    auto* code = counter.panel().findChild<ui::widgets::QrCode*>();
    QVERIFY(code->isVisible() && code->modules() > 0);
    counter.press(Qt::Key_F6);
    QCOMPARE(QGuiApplication::clipboard()->text(), QString::fromStdString(question.text));
    QVERIFY(!QGuiApplication::clipboard()->text().contains(QString::fromStdString(payment.customerName),
                                                           Qt::CaseInsensitive) ||
            payment.customerName.empty());
    counter.press(Qt::Key_Escape);
    QTRY_VERIFY(counter.list().isVisible());
    QTRY_COMPARE(counter.focus(), &counter.list());
    QVERIFY(counter.kept().empty());
  }

  void whatIsSaidIsWrittenDownAndEnds() {
    ComplainingCounter counter(m_theme);
    counter.complain();
    counter.type(kSaid);
    counter.press(Qt::Key_Tab);
    QCOMPARE(counter.focus()->objectName(), QStringLiteral("complaint-reach"));
    counter.type("rumah biru");
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.kept().size(), std::size_t{1});
    const Complaint& one = counter.kept().front();
    QVERIFY(one.ref == counter.newest().ref);
    QCOMPARE(one.entries.front().note, std::string(kSaid));
    QCOMPARE(one.entries.front().by, UserName("sri"));
    QCOMPARE(one.reach(), std::string("rumah biru"));
    // The field is for what comes next, and the customer's words stand above it.
    QTRY_VERIFY(counter.part<QLineEdit>("complaint-note")->text().isEmpty());
    QVERIFY(!counter.part<QLineEdit>("complaint-reach")->isVisible());
    QVERIFY(counter.part<ui::widgets::TextLabel>("complaint-reachable")
                ->text()
                .contains(QStringLiteral("rumah biru")));
    counter.part<QLineEdit>("complaint-note")->setFocus();
    counter.type("CS minta foto");
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(one.entries.size(), std::size_t{2});
    QTRY_VERIFY(counter.part<QLineEdit>("complaint-note")->text().isEmpty());
    counter.press(Qt::Key_F8);
    QCOMPARE(counter.focus()->objectName(), QStringLiteral("complaint-last-word"));
    counter.type("sudah masuk");
    counter.press(Qt::Key_Enter);  // nothing is chosen for them
    QVERIFY(one.isOpen());
    counter.press(Qt::Key_F7);
    counter.press(Qt::Key_F5);
    counter.press(Qt::Key_Enter);
    QTRY_VERIFY(!one.isOpen());
    QVERIFY(one.outcome() == Outcome::Solved);
    QCOMPARE(one.entries.back().note, std::string("sudah masuk"));
    QTRY_COMPARE(counter.focus()->objectName(), QStringLiteral("complaint-note"));
    counter.press(Qt::Key_F8);  // there is nothing to end any more
    QCOMPARE(counter.focus()->objectName(), QStringLiteral("complaint-note"));
  }

  void nothingIsWrittenWithoutWords() {
    ComplainingCounter counter(m_theme);
    counter.complain();
    counter.press(Qt::Key_Enter);
    counter.type("   ");
    counter.press(Qt::Key_Enter);
    counter.type(kSaid);
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.kept().size(), std::size_t{1});
    QCOMPARE(counter.kept().front().entries.front().note, std::string(kSaid));
  }

  void aRefusalIsSaidAndKeepsTheWords() {
    ComplainingCounter counter(m_theme);
    counter.complain();
    counter.stage.client.complained.error = Error{ErrorCode::DiskFull, {}};
    counter.type(kSaid);
    counter.press(Qt::Key_Enter);
    QTRY_VERIFY(!counter.message().isEmpty());
    QCOMPARE(counter.part<QLineEdit>("complaint-note")->text(), QString::fromLatin1(kSaid));
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.kept().size(), std::size_t{1});
  }

  void whatIsTypedMeanwhileStays() {
    ComplainingCounter counter(m_theme);
    counter.complain();
    counter.type(kSaid);
    counter.press(Qt::Key_Enter);
    counter.type(" sejak tadi");  // before the answer
    QTRY_COMPARE(counter.kept().size(), std::size_t{1});
    QTRY_COMPARE(counter.part<QLineEdit>("complaint-note")->text(), QStringLiteral("sejak tadi"));
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.kept().front().entries.size(), std::size_t{2});
    QCOMPARE(counter.kept().front().entries.back().note, std::string("sejak tadi"));
  }

  void theLastWordIsStillThereOnTheWayBack() {
    ComplainingCounter counter(m_theme);
    counter.stage.client.complained.fill(counter.newest().ref, counter.stage.client.now());
    counter.complain();
    const auto lastWord = [&counter] { return counter.part<QLineEdit>("complaint-last-word")->text(); };
    counter.type("CS min");
    counter.press(Qt::Key_F8);
    QCOMPARE(lastWord(), QStringLiteral("CS min"));
    // What was only carried over goes on with the note.
    counter.press(Qt::Key_Escape);
    QTRY_COMPARE(counter.focus()->objectName(), QStringLiteral("complaint-note"));
    counter.type("ta foto");
    counter.press(Qt::Key_F8);
    QCOMPARE(lastWord(), QStringLiteral("CS minta foto"));
    counter.part<QLineEdit>("complaint-last-word")->selectAll();
    counter.type("sudah masuk");
    counter.press(Qt::Key_Escape);
    QTRY_COMPARE(counter.focus()->objectName(), QStringLiteral("complaint-note"));
    counter.type(" lagi");
    counter.press(Qt::Key_F8);
    QCOMPARE(lastWord(), QStringLiteral("sudah masuk"));
    counter.press(Qt::Key_F5);
    counter.press(Qt::Key_Enter);
    QTRY_VERIFY(!counter.kept().front().isOpen());
    QCOMPARE(counter.kept().front().entries.back().note, std::string("sudah masuk"));
    // The note was not part of it.
    QTRY_COMPARE(counter.focus()->objectName(), QStringLiteral("complaint-note"));
    QCOMPARE(counter.part<QLineEdit>("complaint-note")->text(), QStringLiteral("CS minta foto lagi"));
  }

  // Somebody else (loketctl) writes about the same payment: it is seen, and what is being typed stays.
  void whatComesFromElsewhereIsSeen() {
    ComplainingCounter counter(m_theme);
    counter.complain();
    counter.type("Tok");
    counter.stage.client.openComplaint({counter.newest().ref.str(), "dari tempat lain", {}},
                                       [](const auto&) {});
    QTRY_VERIFY(counter.part<QWidget>("complaint-to-end")->isVisible());
    QCOMPARE(counter.part<QLineEdit>("complaint-note")->text(), QStringLiteral("Tok"));
    QCOMPARE(counter.focus()->objectName(), QStringLiteral("complaint-note"));
    counter.press(Qt::Key_F8);
    QCOMPARE(counter.focus()->objectName(), QStringLiteral("complaint-last-word"));
    // It is closed there meanwhile: nothing is left to end.
    counter.stage.client.closeComplaint({counter.kept().front().id, Outcome::Nothing, "selesai"},
                                        [](const auto&) {});
    QTRY_COMPARE(counter.focus()->objectName(), QStringLiteral("complaint-note"));
  }

  void withoutAContactItSaysWhereToSetIt() {
    ComplainingCounter counter(m_theme);
    counter.stage.client.complained.hasContacts = false;
    counter.complain();
    QVERIFY(counter.message().contains(QStringLiteral("contact")));
    QVERIFY(!counter.panel().findChild<ui::widgets::QrCode*>()->isVisible());
    counter.press(Qt::Key_F7);  // opens nothing
    counter.press(Qt::Key_F6);
    QVERIFY(!QGuiApplication::clipboard()->text().isEmpty());
    counter.type(kSaid);
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.kept().size(), std::size_t{1});
  }

  void theListShowsWhatIsOpen() {
    ComplainingCounter counter(m_theme);
    counter.openHistory();
    const int all = counter.list().model()->rowCount();
    const PaymentRef ref = counter.newest().ref;
    const auto chipWith = [&counter](const QString& words) -> ui::widgets::Chip* {
      for (auto* chip : counter.page().findChildren<ui::widgets::Chip*>())
        if (chip->text() == words)
          return chip;
      return nullptr;
    };
    const auto badge = [&counter](int count) {
      const auto buttons = counter.stage.window->findChildren<ui::widgets::RailButton*>();
      return buttons.at(2)->count() == count;
    };
    QTRY_VERIFY(chipWith(QStringLiteral("Keluhan")) != nullptr);
    QVERIFY(badge(0));
    counter.stage.client.complained.fill(ref, counter.stage.client.now());
    counter.stage.client.tell(api::StatusChanged{counter.stage.client.counterStatus()});
    QTRY_VERIFY(chipWith(QStringLiteral("Keluhan 1")) != nullptr && badge(1));
    counter.press(Qt::Key_7, Qt::ControlModifier);
    QVERIFY(chipWith(QStringLiteral("Keluhan 1"))->isChecked());
    QTRY_COMPARE(counter.list().model()->rowCount(), 1);
    // Its end takes it from the list.
    counter.stage.client.closeComplaint({counter.kept().front().id, Outcome::Solved, "beres"},
                                        [](const auto&) {});
    QTRY_COMPARE(counter.list().model()->rowCount(), 0);
    QTRY_VERIFY(chipWith(QStringLiteral("Keluhan")) != nullptr && badge(0));
    counter.press(Qt::Key_1, Qt::ControlModifier);
    QTRY_COMPARE(counter.list().model()->rowCount(), all);
  }

  // The list that it is taken from is brought anew; what is in front stays in front.
  void whatIsWrittenStaysInFrontOfAListThatChanges() {
    ComplainingCounter counter(m_theme);
    counter.stage.client.complained.fill(counter.newest().ref, counter.stage.client.now());
    counter.openHistory();
    counter.stage.window->history()->showComplaints();
    QTRY_COMPARE(counter.list().model()->rowCount(), 1);
    counter.press(Qt::Key_F5);
    QTRY_VERIFY(counter.panel().isVisible());
    counter.type("CS min");
    api::PaymentFilter all;
    PaymentRef other;
    counter.stage.client.payments(all, [&other](const Result<std::vector<api::PaymentView>>& found) {
      other = found->at(2).payment.ref;
    });
    counter.stage.client.openComplaint({other.str(), "lain", {}}, [](const auto&) {});
    QTRY_COMPARE(counter.list().model()->rowCount(), 2);
    QVERIFY(counter.panel().isVisible());
    QCOMPARE(counter.part<QLineEdit>("complaint-note")->text(), QStringLiteral("CS min"));
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.kept().front().entries.back().note, std::string("CS min"));
  }

  void theQueueHasTheSameKey() {
    Counter counter(m_theme);
    counter.open();
    counter.press(Qt::Key_F2);
    auto* queue = counter.stage.window->queue();
    auto* list = queue->findChild<ui::widgets::RowList*>();
    QTRY_VERIFY(list->model()->rowCount() > 3);
    counter.press(Qt::Key_F5);
    auto* panel = queue->findChild<ComplaintPanel*>();
    QTRY_VERIFY(panel->isVisible());
    QTRY_COMPARE(counter.focus()->objectName(), QStringLiteral("complaint-note"));
    counter.type(kSaid);
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.stage.client.complained.all.size(), std::size_t{1});
    counter.press(Qt::Key_Escape);
    QTRY_VERIFY(!panel->isVisible() && list->isVisible());
    QTRY_COMPARE(counter.focus(), list);
  }

  void aResultOfSendingCoversNothingThatIsWritten() {
    Counter counter(m_theme);
    counter.open();
    counter.press(Qt::Key_F2);
    auto* queue = counter.stage.window->queue();
    auto* list = queue->findChild<ui::widgets::RowList*>();
    QTRY_VERIFY(list->model()->rowCount() > 3);
    counter.press(Qt::Key_F5);
    auto* panel = queue->findChild<ComplaintPanel*>();
    QTRY_VERIFY(panel->isVisible());
    QTRY_COMPARE(counter.focus()->objectName(), QStringLiteral("complaint-note"));
    counter.type("Tok");
    queue->sync();
    auto* send = queue->findChild<QWidget*>(QStringLiteral("queue-send"));
    QVERIFY(!send->isEnabled());
    QTRY_VERIFY(send->isEnabled());
    auto* sheet = queue->findChild<ui::screens::BatchSheet*>();
    QVERIFY(panel->isVisible() && !sheet->isVisible());
    QCOMPARE(counter.focus()->objectName(), QStringLiteral("complaint-note"));
    QCOMPARE(panel->findChild<QLineEdit*>(QStringLiteral("complaint-note"))->text(), QStringLiteral("Tok"));
    counter.press(Qt::Key_Escape);
    QTRY_VERIFY(sheet->isVisible() && list->isVisible());
    QTRY_COMPARE(counter.focus(), list);
  }

  void aLineThatNobodySeesIsNotCancelled() {
    Counter counter(m_theme);
    counter.open();
    counter.press(Qt::Key_F2);
    auto* queue = counter.stage.window->queue();
    auto* list = queue->findChild<ui::widgets::RowList*>();
    QTRY_VERIFY(list->model()->rowCount() > 3);
    const auto* payments = qobject_cast<ui::models::PaymentList*>(list->model());
    int row = 0;
    while (payments->at(row).payment.state != PaymentState::Accepted) ++row;
    list->setCurrentIndex(payments->index(row));
    const PaymentRef ref = payments->at(row).payment.ref;
    // Asked about, and not answered: the complaint comes first.
    counter.press(Qt::Key_Delete);
    QCOMPARE(queue->hints().front().key, QStringLiteral("Enter"));
    const auto questions = [queue] {
      int count = 0;
      for (const auto* message : queue->findChildren<ui::widgets::InlineMessage*>())
        count += !message->isHidden() && message->accessibleName().contains(QStringLiteral("Enter:")) ? 1 : 0;
      return count;
    };
    QCOMPARE(questions(), 1);
    counter.press(Qt::Key_F5);
    auto* panel = queue->findChild<ComplaintPanel*>();
    QTRY_VERIFY(panel->isVisible() && !list->isVisible());
    QCOMPARE(questions(), 0);
    QTest::keyClick(list, Qt::Key_Delete);
    QTest::keyClick(list, Qt::Key_Return);
    QCOMPARE(questions(), 0);
    QVERIFY(panel->isVisible());
    counter.press(Qt::Key_Escape);
    QTRY_COMPARE(counter.focus(), list);
    PaymentState state = PaymentState::Cancelled;
    counter.stage.client.payment(
        ref.str(), [&state](const Result<api::PaymentDetail>& found) { state = found->payment.state; });
    QCOMPARE(state, PaymentState::Accepted);
  }

 private:
  ui::theme::Theme m_theme{ui::theme::Mode::Light};
};

}  // namespace loket::test

QTEST_MAIN(loket::test::ComplaintTest)
#include "complaint_test.moc"
