// Top-ups from the keyboard against the made-up shop: the sum to the rupiah, one transfer for a ticket, and nothing
// recorded by a single slip of a finger.
#include <QLineEdit>

#include "tests/ui/screens/counter.h"
#include "ui/screens/deposit/deposit_screen.h"
#include "ui/text/deposit.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/feed_list.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/text_label.h"

namespace loket::test {

using ui::screens::DepositFlow;
using ui::screens::DepositStep;
using ui::widgets::ActionButton;
using ui::widgets::TextLabel;

namespace {

struct DepositCounter : Counter {
  using Counter::Counter;

  void openDeposit() {
    open();
    press(Qt::Key_F12);
    QTRY_COMPARE(flow().deposits().size(), std::size_t{1});
  }
  [[nodiscard]] QWidget& screen() const { return *stage.window->deposit(); }
  [[nodiscard]] DepositFlow& flow() const { return stage.window->deposit()->flow(); }
  [[nodiscard]] app::fixture::FixtureTickets& world() { return stage.client.topUps; }
  template <typename T>
  [[nodiscard]] T* find(const char* name) const {
    return screen().findChild<T*>(QString::fromLatin1(name));
  }
  [[nodiscard]] QString label(const char* name) const { return find<TextLabel>(name)->text(); }
  [[nodiscard]] bool isOffered(const char* name) const { return find<ActionButton>(name)->isVisible(); }
  [[nodiscard]] QString message() const {
    for (const auto* message : screen().findChildren<ui::widgets::InlineMessage*>())
      if (message->isVisible())
        return message->accessibleName();
    return {};
  }
  // A ticket that the supplier says itself where to send, for an account at BCA.
  void askAtBank(const char* amount = "1000000") {
    type(amount);
    press(Qt::Key_F8);
    press(Qt::Key_Enter);
    type("Sri Wahyuni");
    press(Qt::Key_Enter);
    QTRY_COMPARE(flow().step(), DepositStep::Ticket);
  }
  void askForName() {
    press(Qt::Key_F5);
    QTRY_COMPARE(flow().step(), DepositStep::Pay);
  }
};

}  // namespace

class DepositTest final : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    m_theme.setMotion(false);
    m_theme.apply(*qApp);
  }

  void theShopsOwnTicketTellsTheSumToTheRupiah() {
    DepositCounter counter(m_theme);
    counter.openDeposit();
    QVERIFY(counter.label("deposit-balance").startsWith(QStringLiteral("Rp3.482.150")));
    counter.type("1000000");
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), DepositStep::Ticket);
    QCOMPARE(counter.label("ticket-amount"), QStringLiteral("Rp1.000.348"));
    QCOMPARE(counter.label("ticket-state"), QStringLiteral("Belum dikirim"));
    // Nobody has said where to send it, so no bank can.
    QVERIFY(!counter.isOffered("ticket-pay"));
    QCOMPARE(counter.world().moves.size(), std::size_t{1});
    QTRY_COMPARE(counter.screen().findChild<ui::widgets::FeedList*>()->view()->model()->rowCount(), 1);
  }

  void whatIsNoAmountIsRefusedBeforeAnythingIsRecorded() {
    DepositCounter counter(m_theme);
    counter.openDeposit();
    counter.press(Qt::Key_Enter);
    QVERIFY(counter.world().moves.empty());
    counter.type("1234567");
    counter.press(Qt::Key_Enter);
    QTRY_VERIFY(counter.message().contains(QStringLiteral("ribuan")));
    QCOMPARE(counter.flow().step(), DepositStep::Ask);
    QVERIFY(counter.world().moves.empty());
    // A supplier that is asked needs to know from whose account.
    counter.press(Qt::Key_F8);
    QVERIFY(!counter.find<ActionButton>("ticket-ask")->isEnabled());
  }

  void theTransferLeavesOnceAndAfterTheNameWasShown() {
    DepositCounter counter(m_theme);
    counter.openDeposit();
    counter.askAtBank();
    QVERIFY(counter.label("ticket-account").startsWith(QStringLiteral("BCA")));
    counter.askForName();
    QVERIFY(counter.label("pay-name").contains(QStringLiteral("DIGIFLAZZ")));
    QCOMPARE(counter.label("pay-total"), QStringLiteral("Rp1.002.848"));
    // The Enter that came too early sends nothing: nobody has read the name.
    counter.press(Qt::Key_Enter);
    QVERIFY(!counter.flow().isBusy());
    QCOMPARE(counter.world().payments, 0);
    QTRY_VERIFY(counter.flow().canSend());
    counter.press(Qt::Key_Enter);
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), DepositStep::Ticket);
    QTRY_COMPARE(counter.label("ticket-state"), QStringLiteral("Sudah dikirim"));
    QCOMPARE(counter.world().payments, 1);
    // What is on its way is neither sent once more nor said to be sent by hand.
    for (const char* button : {"ticket-pay", "ticket-from-owner", "ticket-from-drawer"})
      QVERIFY2(!counter.isOffered(button), button);
    for (const Qt::Key key : {Qt::Key_F5, Qt::Key_F6, Qt::Key_F6, Qt::Key_F7, Qt::Key_F7}) counter.press(key);
    QTest::qWait(20);
    QCOMPARE(counter.world().payments, 1);
    QCOMPARE(counter.world().moves.size(), std::size_t{1});
  }

  void aTransferUnderWayIsSeenAgainAndKeepsHandsOff() {
    DepositCounter counter(m_theme);
    counter.stage.client.fate = app::fixture::Fate::Suspect;
    counter.openDeposit();
    counter.askAtBank();
    counter.askForName();
    QTRY_VERIFY(counter.flow().canSend());
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.label("ticket-state"), QStringLiteral("Sedang ditransfer"));
    counter.press(Qt::Key_Escape);
    QTRY_COMPARE(counter.flow().step(), DepositStep::Ask);
    // Also by who comes back to it.
    counter.flow().show(counter.flow().tickets().front());
    QTRY_VERIFY(counter.flow().payment().has_value());
    QVERIFY(!counter.flow().canPay() && !counter.flow().canMark() && !counter.flow().canCredit());
    counter.stage.client.settle(counter.flow().payment()->clientRef, PaymentState::Succeeded);
    QTRY_COMPARE(counter.label("ticket-state"), QStringLiteral("Sudah dikirim"));
  }

  void whatIsRecordedTakesTwoKeys() {
    DepositCounter counter(m_theme);
    counter.openDeposit();
    counter.askAtBank();
    counter.press(Qt::Key_F7);
    QVERIFY(counter.message().contains(QStringLiteral("F7")));
    // Another key is another question, and Esc takes it back.
    counter.press(Qt::Key_F6);
    QVERIFY(counter.message().contains(QStringLiteral("F6")));
    counter.press(Qt::Key_Escape);
    QVERIFY(counter.message().isEmpty());
    QCOMPARE(counter.flow().step(), DepositStep::Ticket);
    QCOMPARE(counter.world().moves.size(), std::size_t{1});
    counter.press(Qt::Key_F6);
    counter.press(Qt::Key_F6);
    QTRY_COMPARE(counter.label("ticket-state"), QStringLiteral("Sudah dikirim"));
    counter.press(Qt::Key_F8);
    counter.press(Qt::Key_F8);
    QTRY_COMPARE(counter.label("ticket-state"), QStringLiteral("Sudah masuk"));
    QCOMPARE(counter.world().moves.back().kind, TillKind::TicketCredited);
    QCOMPARE(counter.world().moves.size(), std::size_t{3});
  }

  void whatTheBankCannotSendIsSaid() {
    DepositCounter counter(m_theme);
    counter.openDeposit();
    counter.askAtBank();
    counter.world().quoteError = Error{ErrorCode::NotFound, "a transfer to BCA"};
    counter.press(Qt::Key_F5);
    QTRY_VERIFY(counter.message().contains(QStringLiteral("tidak bisa mengirim")));
    QCOMPARE(counter.flow().step(), DepositStep::Ticket);
    // And an answer that may be in the books already lets nothing more be recorded.
    counter.world().error = Error{ErrorCode::CommitUnsure, {}};
    counter.press(Qt::Key_F6);
    counter.press(Qt::Key_F6);
    QTRY_VERIFY(counter.flow().error() && counter.flow().error()->code == ErrorCode::CommitUnsure);
    QVERIFY(!counter.flow().canMark() && !counter.flow().canPay() && !counter.flow().canCredit());
  }

 private:
  ui::theme::Theme m_theme;
};

}  // namespace loket::test

QTEST_MAIN(loket::test::DepositTest)
#include "deposit_test.moc"
