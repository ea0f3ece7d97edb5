// The second proof where cash or a transfer wants one besides a sale: it is asked for when the core says so, the same command goes
// once more with it, what was none is said, and Esc leaves everything as it was.
#include <QLineEdit>

#include "app/cashier/shots/fixture_staff.h"
#include "tests/ui/screens/counter.h"
#include "ui/screens/cash/cash_out_screen.h"
#include "ui/screens/deposit/deposit_screen.h"
#include "ui/screens/groups/groups_screen.h"
#include "ui/screens/shift/shift_screen.h"
#include "ui/text/errors.h"
#include "ui/text/proof.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/money_edit.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/text_label.h"

namespace loket::test {

using app::fixture::kOwnersCode;
using ui::screens::CashOutStep;
using ui::screens::DepositStep;
using ui::screens::GroupStep;
using ui::screens::ShiftStep;

namespace {

struct ProofCounter : Counter {
  explicit ProofCounter(ui::theme::Theme& theme) : Counter(theme) { client().stepUp = StepUpReason::Amount; }

  [[nodiscard]] app::fixture::FixtureClient& client() { return stage.client; }
  [[nodiscard]] ui::screens::CashOutFlow& cash() const { return stage.window->cashOut()->flow(); }
  [[nodiscard]] ui::screens::ShiftFlow& shift() const { return stage.window->shift()->flow(); }
  [[nodiscard]] ui::screens::DepositFlow& deposit() const { return stage.window->deposit()->flow(); }
  [[nodiscard]] ui::screens::GroupFlow& groups() const { return stage.window->groups()->flow(); }
  // The field has the keyboard: whoever stands there is asked.
  [[nodiscard]] bool isAsking() const {
    const auto* field = qobject_cast<QLineEdit*>(focus());
    return field != nullptr && field->objectName() == QStringLiteral("proof") && field->isVisible() && !field->isReadOnly();
  }
  [[nodiscard]] QString said() const {
    for (const auto* message : stage.window->findChildren<ui::widgets::InlineMessage*>(QStringLiteral("proof-message")))
      if (message->isVisible())
        return message->accessibleName();
    return {};
  }
  [[nodiscard]] QString why() const {
    for (const auto* label : stage.window->findChildren<ui::widgets::TextLabel*>(QStringLiteral("proof-why")))
      if (label->isVisible())
        return label->text();
    return {};
  }
  void answer(const char* code) {
    type(code);
    press(Qt::Key_Enter);
  }

  void toTransfer() {
    open();
    press(Qt::Key_F9);
    auto* list = stage.window->cashOut()->findChild<ui::widgets::RowList*>();
    QTRY_COMPARE(list->model()->rowCount(), 3);
    press(Qt::Key_Enter);
    QTRY_COMPARE(cash().step(), CashOutStep::HandOver);
    type("5000");
    QTRY_VERIFY(cash().canHandOut(Money::rupiah(5'000)));
    press(Qt::Key_Enter);
    QTRY_COMPARE(cash().step(), CashOutStep::Proof);
    QVERIFY(isAsking());
  }
  void toPayOut(Qt::Key kind) {
    client().shopTill.openEarlier(client().now());
    open();
    press(Qt::Key_F9, Qt::ShiftModifier);
    QTRY_COMPARE(shift().step(), ShiftStep::Open);
    press(kind);
    type("15000");
    press(Qt::Key_Enter);
    type("es batu");
    press(Qt::Key_Enter);
    QTRY_COMPARE(shift().step(), ShiftStep::Proof);
    QVERIFY(isAsking());
  }
  void toTicket() {
    open();
    press(Qt::Key_F12);
    QTRY_COMPARE(deposit().deposits().size(), std::size_t{1});
    type("1000000");
    press(Qt::Key_F8);
    press(Qt::Key_Enter);
    type("Sri Wahyuni");
    press(Qt::Key_Enter);
    QTRY_COMPARE(deposit().step(), DepositStep::Ticket);
    press(Qt::Key_F5);
    QTRY_COMPARE(deposit().step(), DepositStep::Pay);
    QTRY_VERIFY(deposit().canSend());
    press(Qt::Key_Enter);
    QTRY_COMPARE(deposit().step(), DepositStep::Proof);
    QVERIFY(isAsking());
  }
  // Six bills, of which two want it.
  void toGroup() {
    client().customerBook.gather();
    client().provenNumbers = {"530000000002", "1013555"};
    open();
    press(Qt::Key_F4, Qt::ShiftModifier);
    QTRY_COMPARE(groups().groups().size(), std::size_t{2});
    groups().choose(1);
    QTRY_COMPARE(groups().lines().size(), std::size_t{6});
    press(Qt::Key_Enter);
    QTRY_COMPARE(groups().step(), GroupStep::Bills);
    QTRY_VERIFY(groups().isArmed());
    press(Qt::Key_Enter);
    QTRY_COMPARE(groups().step(), GroupStep::Proof);
    QVERIFY(isAsking());
  }
};

}  // namespace

class ProofTest final : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    m_theme.setMotion(false);
    m_theme.apply(*qApp);
  }

  void cashForATransferIsGivenWithAProof() {
    ProofCounter counter(m_theme);
    counter.toTransfer();
    QCOMPARE(counter.why(), ui::text::stepUpWords(StepUpReason::Amount));
    QVERIFY(counter.said().isEmpty());  // nobody has given a wrong one
    counter.press(Qt::Key_Enter);       // nothing is no proof
    QCOMPARE(counter.client().proofsGiven, 0);
    counter.answer("271828");
    QTRY_COMPARE(counter.said(), ui::text::sentence({ErrorCode::CodeWrong, {}}));
    QVERIFY(counter.isAsking());
    QVERIFY(counter.client().bank.given.empty());
    QVERIFY(counter.client().lastProof == (Proof{ProofKind::OwnCode, "271828"}));
    counter.press(Qt::Key_F8);
    counter.answer(kOwnersCode);
    QTRY_COMPARE(counter.cash().step(), CashOutStep::Done);
    QCOMPARE(counter.cash().given(), Money::rupiah(495'000));
    QCOMPARE(counter.client().bank.given.size(), std::size_t{1});
    QVERIFY(counter.client().lastProof == (Proof{ProofKind::OwnerCode, kOwnersCode}));
  }

  void escGivesNothingAndKeepsTheFee() {
    ProofCounter counter(m_theme);
    counter.toTransfer();
    counter.press(Qt::Key_Escape);
    QTRY_COMPARE(counter.cash().step(), CashOutStep::HandOver);
    QVERIFY(counter.client().bank.given.empty());
    QCOMPARE(counter.client().proofsGiven, 0);
    QCOMPARE(counter.stage.window->findChild<ui::widgets::MoneyEdit*>(QStringLiteral("cash-fee"))->value(), 5'000);
    QVERIFY(!counter.cash().error());
    QTRY_VERIFY(counter.cash().canHandOut(Money::rupiah(5'000)));
    counter.press(Qt::Key_Enter);
    QTRY_VERIFY(counter.isAsking());
    counter.press(Qt::Key_F7);
    QTRY_COMPARE(counter.cash().step(), CashOutStep::Done);
    QVERIFY(counter.client().lastProof.kind == ProofKind::Finger);
  }

  void whatIsCollectedIsPaidOutWithAProof() {
    ProofCounter counter(m_theme);
    counter.open();
    counter.press(Qt::Key_F9);
    QTRY_VERIFY(!counter.cash().doors().empty());
    counter.press(Qt::Key_F6);
    counter.type("200000");
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.cash().step(), CashOutStep::Collection);
    auto& bank = counter.client().bank;
    QTRY_VERIFY(!bank.collections().empty());
    bank.tell(bank.collections().front().id, VerdictKind::Succeeded, counter.client().now(), Money::rupiah(1'400));
    QTRY_COMPARE(counter.cash().step(), CashOutStep::HandOver);
    QTRY_VERIFY(counter.cash().canHandOut(Money{}));
    counter.press(Qt::Key_Enter);
    QTRY_VERIFY(counter.isAsking());
    QVERIFY(bank.given.empty());
    counter.answer(kOwnersCode);
    QTRY_COMPARE(counter.cash().step(), CashOutStep::Done);
    QCOMPARE(bank.given.size(), std::size_t{1});
    QVERIFY(counter.client().lastProof == (Proof{ProofKind::OwnCode, kOwnersCode}));
  }

  // Neither a second Enter nor Esc means anything before the answer is there.
  void whatIsBeingProvedIsNotLeft() {
    ProofCounter counter(m_theme);
    counter.toTransfer();
    counter.client().bank.holdAnswers = true;
    counter.answer(kOwnersCode);
    QTRY_VERIFY(counter.cash().isPaying());
    QVERIFY(!counter.said().isEmpty());
    counter.press(Qt::Key_Enter);
    counter.press(Qt::Key_F7);
    counter.press(Qt::Key_Escape);
    QCOMPARE(counter.cash().step(), CashOutStep::Proof);
    QCOMPARE(counter.client().proofsGiven, 1);
    counter.client().bank.release();
    QTRY_COMPARE(counter.cash().step(), CashOutStep::Done);
    QCOMPARE(counter.client().bank.given.size(), std::size_t{1});
  }

  // What is refused for another reason is said where the sum is.
  void anotherRefusalLeadsBackToTheSum() {
    ProofCounter counter(m_theme);
    counter.toTransfer();
    counter.client().bank.drawer = Money::rupiah(100'000);
    counter.answer(kOwnersCode);
    QTRY_COMPARE(counter.cash().step(), CashOutStep::HandOver);
    QVERIFY(counter.cash().error() && counter.cash().error()->code == ErrorCode::DrawerShort);
    QVERIFY(counter.client().bank.given.empty());
  }

  void whoeverComesNextIsNotAskedForWhatHeHasNotSeen() {
    ProofCounter counter(m_theme);
    counter.toTransfer();
    counter.press(Qt::Key_L, Qt::ControlModifier);
    counter.press(Qt::Key_Right);
    counter.type(app::fixture::kHelpersPin);
    QTRY_VERIFY(!counter.stage.window->isLocked());
    QTRY_COMPARE(counter.cash().step(), CashOutStep::HandOver);
    QVERIFY(counter.client().bank.given.empty());
  }

  void cashOutOfTheDrawer_data() {
    QTest::addColumn<int>("key");
    QTest::newRow("expense") << static_cast<int>(Qt::Key_F6);
    QTest::newRow("owner") << static_cast<int>(Qt::Key_F7);
  }
  void cashOutOfTheDrawer() {
    QFETCH(int, key);
    ProofCounter counter(m_theme);
    counter.toPayOut(static_cast<Qt::Key>(key));
    QVERIFY(counter.client().shopTill.moves.empty());
    counter.client().proofError = Error{ErrorCode::FingerRefused, "not-recognised"};
    counter.press(Qt::Key_F7);
    QTRY_COMPARE(counter.said(), ui::text::proofSentence({ErrorCode::FingerRefused, "not-recognised"}, ProofKind::Finger));
    QVERIFY(counter.client().shopTill.moves.empty());
    // News of the shift takes nobody away from the question.
    counter.shift().refresh();
    QTest::qWait(20);
    QVERIFY(counter.isAsking());
    counter.press(Qt::Key_F7);
    QTRY_COMPARE(counter.shift().step(), ShiftStep::Open);
    QCOMPARE(counter.client().shopTill.moves.size(), std::size_t{1});
    QVERIFY(counter.client().lastProof.kind == ProofKind::Finger);
    QVERIFY(counter.shift().moved().has_value());
  }

  void escMovesNothingAndKeepsWhatWasTyped() {
    ProofCounter counter(m_theme);
    counter.toPayOut(Qt::Key_F6);
    counter.press(Qt::Key_Escape);
    QTRY_COMPARE(counter.shift().step(), ShiftStep::Open);
    QVERIFY(counter.client().shopTill.moves.empty());
    QCOMPARE(counter.client().proofsGiven, 0);
    QCOMPARE(counter.stage.window->shift()->findChild<ui::widgets::MoneyEdit*>(QStringLiteral("move-amount"))->value(), 15'000);
    QVERIFY(!counter.shift().moveError());
  }

  void aTicketIsPaidWithAProof() {
    ProofCounter counter(m_theme);
    counter.toTicket();
    counter.client().proofError = Error{ErrorCode::CodeLocked, "2026-11-23T10:15:00+07:00"};
    counter.answer("111111");
    QTRY_COMPARE(counter.said(), ui::text::sentence({ErrorCode::CodeLocked, "2026-11-23T10:15:00+07:00"}));
    QCOMPARE(counter.client().topUps.payments, 0);
    counter.press(Qt::Key_Escape);
    QTRY_COMPARE(counter.deposit().step(), DepositStep::Pay);
    QTRY_VERIFY(counter.deposit().canSend());
    counter.press(Qt::Key_Enter);
    QTRY_VERIFY(counter.isAsking());
    counter.answer(kOwnersCode);
    QTRY_COMPARE(counter.deposit().step(), DepositStep::Ticket);
    QCOMPARE(counter.client().topUps.payments, 1);
    QVERIFY(counter.client().lastProof == (Proof{ProofKind::OwnCode, kOwnersCode}));
  }

  // One after the other: a code is good for one payment.
  void theLinesOfAGroupThatWantItAreAskedAboutOneByOne() {
    ProofCounter counter(m_theme);
    counter.toGroup();
    QCOMPARE(counter.client().sold.size(), std::size_t{4});
    QCOMPARE(counter.groups().proving()->member.number, counter.groups().lines()[1].member.number);
    counter.answer("271828");
    QTRY_COMPARE(counter.said(), ui::text::sentence({ErrorCode::CodeWrong, {}}));
    QCOMPARE(counter.client().sold.size(), std::size_t{4});
    counter.answer(kOwnersCode);
    QTRY_COMPARE(counter.client().sold.size(), std::size_t{5});
    QTRY_VERIFY(counter.isAsking() && counter.said().isEmpty());
    counter.press(Qt::Key_F7);
    QTRY_COMPARE(counter.groups().step(), GroupStep::Done);
    QCOMPARE(counter.client().sold.size(), std::size_t{6});
    QCOMPARE(counter.groups().count(), 6);
    for (const auto& line : counter.groups().lines()) QVERIFY(line.payment && !line.error);
  }

  void whatIsLeftUnpaidIsSaidWithItsCash() {
    ProofCounter counter(m_theme);
    counter.toGroup();
    counter.answer(kOwnersCode);
    QTRY_COMPARE(counter.client().sold.size(), std::size_t{5});
    QTRY_VERIFY(counter.isAsking());
    counter.press(Qt::Key_Escape);
    QTRY_COMPARE(counter.groups().step(), GroupStep::Done);
    QCOMPARE(counter.client().sold.size(), std::size_t{5});
    QCOMPARE(counter.groups().count(), 5);
    const auto& lines = counter.groups().lines();
    const auto unpaid = std::find_if(lines.begin(), lines.end(), [](const auto& line) { return !line.payment; });
    QVERIFY(unpaid != lines.end() && unpaid->error && unpaid->error->code == ErrorCode::StepUpMissing);
    QCOMPARE(counter.stage.window->groups()->findChild<ui::widgets::TextLabel*>(QStringLiteral("group-change"))->text(),
             QStringLiteral("Rp302.750"));
  }

  void whoComesNextProvesNoLineOfAnother() {
    ProofCounter counter(m_theme);
    counter.toGroup();
    emit counter.stage.window->staff().handedOver();
    QTRY_COMPARE(counter.groups().step(), GroupStep::Done);
    QCOMPARE(counter.client().sold.size(), std::size_t{4});
  }

 private:
  ui::theme::Theme m_theme;
};

}  // namespace loket::test

QTEST_MAIN(loket::test::ProofTest)
#include "proof_test.moc"
