// Sales from the keyboard, as a cashier types them, against the made-up shop.
#include <QLineEdit>
#include <QSignalSpy>
#include <thread>

#include "app/cashier/customer_display.h"
#include "app/cashier/shots/fixture_staff.h"
#include "tests/ui/screens/counter.h"
#include "ui/screens/confirm_panel.h"
#include "ui/screens/history/history_screen.h"
#include "ui/screens/payment_detail.h"
#include "ui/screens/receipt_panel.h"
#include "ui/screens/sell/code_panel.h"
#include "ui/screens/sell/field_panel.h"
#include "ui/screens/sell/later_panel.h"
#include "ui/screens/sell/outcome_panel.h"
#include "ui/screens/sell/read_back_panel.h"
#include "ui/screens/sell/sender_form.h"
#include "ui/text/counter.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/qr_code.h"
#include "ui/widgets/receipt_paper.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/suggestion_list.h"
#include "ui/widgets/text_label.h"

namespace loket::test {

using app::fixture::Fate;
using ui::screens::SellStep;

class SaleTest final : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    m_theme.setMotion(false);
    m_theme.apply(*qApp);
  }

  void tokenToKnownCustomerByKeyboard() {
    Counter counter(m_theme);
    counter.open();
    counter.type("sup");
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), SellStep::ReadBack);
    QCOMPARE(counter.flow().quote().customerName, std::string("SUPARDI"));
    QCOMPARE(counter.flow().quote().total, Money::rupiah(52'500));
    QTRY_VERIFY(counter.flow().isArmed());
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), SellStep::Outcome);
    QCOMPARE(counter.flow().payment().payment.state, PaymentState::Succeeded);
    QCOMPARE(counter.stage.client.sellCalls, 1);
    // The next customer: any letter or digit, nothing else to close.
    counter.type("0");
    QTRY_COMPARE(counter.flow().step(), SellStep::Search);
    QCOMPARE(qobject_cast<QLineEdit*>(counter.focus())->text(), QStringLiteral("0"));
  }

  void theCustomerSeesWhatHePaysAndHisChange() {
    Counter counter(m_theme);
    counter.open();
    QVERIFY(counter.stage.window->customerDisplay() == nullptr);
    counter.stage.window->setCustomerDisplay(true);
    auto* display = counter.stage.window->customerDisplay();
    const auto text = [display](const char* name) {
      const auto* label = display->findChild<ui::widgets::TextLabel*>(QString::fromLatin1(name));
      return label->isHidden() ? QString() : label->text();
    };
    QTRY_COMPARE(text("display-outlet"), QStringLiteral("Warung Bu Sri"));
    QCOMPARE(text("display-sentence"), QStringLiteral("Selamat datang"));
    startToken(counter);
    QTRY_VERIFY(counter.flow().isArmed());
    QCOMPARE(text("display-name"), QStringLiteral("Supardi"));
    QCOMPARE(text("display-amount"), QStringLiteral("Rp52.500"));
    // It never takes the keyboard: what is typed is the cash.
    counter.type("100");
    QTRY_COMPARE(text("display-sentence"), QStringLiteral("Kembali Rp47.500"));
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), SellStep::Outcome);
    QTRY_COMPARE(text("display-amount"), QStringLiteral("Rp47.500"));
    QVERIFY(text("display-name").isEmpty());
    counter.type("0");
    QTRY_COMPARE(text("display-sentence"), QStringLiteral("Selamat datang"));
    QVERIFY(text("display-amount").isEmpty());
    // And by a code: the bank's own.
    startToken(counter);
    QTRY_VERIFY(counter.flow().isArmed());
    counter.press(Qt::Key_F8);
    QTRY_COMPARE(counter.flow().step(), SellStep::Code);
    auto* code = display->findChild<ui::widgets::QrCode*>();
    QTRY_VERIFY(!code->isHidden() && code->modules() > 0);
    counter.stage.window->setCustomerDisplay(false);
    QVERIFY(counter.stage.window->customerDisplay() == nullptr);
  }

  void aSlipsCodeOpensItsPayment() {
    Counter counter(m_theme);
    counter.open();
    // As a scanner types it: in one go, with its Enter.
    counter.type("a7k2qx");
    counter.press(Qt::Key_Enter);
    QTRY_VERIFY(counter.stage.window->history()->isVisible());
    QTRY_VERIFY(counter.stage.window->history()->findChild<ui::screens::PaymentDetailPanel*>()->isOpen());
    QCOMPARE(counter.stage.client.sellCalls, 0);
    // What is on no slip stays what it was: a search that found nothing.
    counter.press(Qt::Key_F1);
    counter.type("zz9zz9");
    counter.press(Qt::Key_Enter);
    QTest::qWait(400);
    QVERIFY(counter.stage.window->sell()->isVisible());
  }

  void goodsAreOneAmountAndOneKey() {
    Counter counter(m_theme);
    counter.open();
    auto& till = counter.stage.client.shopTill;
    counter.press(Qt::Key_F5);
    counter.press(Qt::Key_Enter);  // nothing is worth nothing
    QVERIFY(till.moves.empty());
    counter.type("15000");
    counter.press(Qt::Key_Down);
    counter.type("beras");
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(till.moves.size(), std::size_t{1});
    QVERIFY(till.moves.front().kind == TillKind::GoodsSold && till.moves.front().amount == Money::rupiah(15'000));
    QCOMPARE(till.moves.front().reason, std::string("beras"));
    auto* back = counter.stage.window->findChild<ui::widgets::ActionButton*>(QStringLiteral("goods-back"));
    QTRY_VERIFY(back->isVisible());
    // The next line can be typed at once; and a slip is taken back, once.
    QTRY_VERIFY(counter.focus()->objectName() == QStringLiteral("goods-amount"));
    counter.press(Qt::Key_F8);
    QTRY_COMPARE(till.moves.size(), std::size_t{2});
    QVERIFY(till.moves.back().kind == TillKind::GoodsReturned && till.moves.back().reason == "beras");
    QTRY_VERIFY(!back->isVisible());
    counter.press(Qt::Key_F8);
    QTest::qWait(20);
    QCOMPARE(till.moves.size(), std::size_t{2});
    counter.press(Qt::Key_Escape);
    counter.type("sup");
    QTRY_COMPARE(qobject_cast<QLineEdit*>(counter.focus())->text(), QStringLiteral("sup"));
  }

  void goodsAreTakenBackByTwo() {
    Counter counter(m_theme);
    counter.open();
    auto& till = counter.stage.client.shopTill;
    counter.press(Qt::Key_F5);
    counter.type("15000");
    counter.press(Qt::Key_Enter);
    auto* back = counter.stage.window->findChild<ui::widgets::ActionButton*>(QStringLiteral("goods-back"));
    QTRY_VERIFY(back->isVisible());
    till.error = Error{ErrorCode::ApprovalMissing, {}};
    counter.press(Qt::Key_F8);
    QTRY_COMPARE(counter.focus()->objectName(), QStringLiteral("second-pin"));
    counter.press(Qt::Key_Escape);
    QTRY_COMPARE(counter.focus()->objectName(), QStringLiteral("goods-amount"));
    QCOMPARE(till.moves.size(), std::size_t{1});
    till.error = Error{ErrorCode::ApprovalMissing, {}};
    counter.press(Qt::Key_F8);
    QTRY_COMPARE(counter.focus()->objectName(), QStringLiteral("second-pin"));
    counter.type(app::fixture::kHelpersPin);
    QTRY_COMPARE(till.moves.size(), std::size_t{2});
    QVERIFY(till.moves.back().kind == TillKind::GoodsReturned);
    QTRY_COMPARE(counter.focus()->objectName(), QStringLiteral("goods-amount"));
  }

  void theCustomerIsToldFromTheOutcome() {
    Counter counter(m_theme);
    counter.open();
    startToken(counter);
    QTRY_VERIFY(counter.flow().isArmed());
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), SellStep::Outcome);
    counter.press(Qt::Key_F8);
    auto* panel = counter.stage.window->findChild<ui::screens::ConfirmPanel*>();
    QTRY_COMPARE(counter.focus(), panel->addressField());
    auto* code = panel->findChild<ui::widgets::QrCode*>();
    auto* send = panel->findChild<ui::widgets::ActionButton*>(QStringLiteral("send"));
    QVERIFY(!send->isEnabled());
    counter.type("0812345");  // too short for a telephone
    counter.press(Qt::Key_Enter);
    QVERIFY(code->isHidden());
    counter.type("67890");
    counter.press(Qt::Key_Enter);
    QTRY_VERIFY(!code->isHidden() && code->modules() > 0);
    // What is typed makes another message: the code of the last one goes.
    counter.type("1");
    QVERIFY(code->isHidden());
    // A mailbox has no code: the server says what became of it.
    panel->addressField()->clear();
    counter.type("budi@contoh.example");
    counter.press(Qt::Key_Enter);
    QTRY_VERIFY(send->isEnabled());
    QVERIFY(code->isHidden());
    // Letters typed here are an address and no next sale; Esc goes back to where they are.
    QCOMPARE(counter.flow().step(), SellStep::Outcome);
    counter.press(Qt::Key_Escape);
    counter.type("0");
    QTRY_COMPARE(counter.flow().step(), SellStep::Search);
  }

  void whatIsOwedHasNothingToTell() {
    Counter counter(m_theme);
    counter.stage.client.fate = Fate::Fail;
    counter.open();
    startToken(counter);
    QTRY_VERIFY(counter.flow().isArmed());
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), SellStep::Outcome);
    QVERIFY(counter.stage.window->findChild<ui::widgets::ActionButton*>(QStringLiteral("tell"))->isHidden());
    counter.press(Qt::Key_F8);
    QVERIFY(!counter.stage.window->findChild<ui::screens::ConfirmPanel*>()->isVisible());
  }

  void enterIsDeafForAMomentAfterTheReadBackAppears() {
    Counter counter(m_theme);
    counter.open();
    startToken(counter);
    QTRY_COMPARE(counter.flow().step(), SellStep::ReadBack);
    auto* pay = counter.stage.window->findChild<ui::widgets::ActionButton*>(QStringLiteral("pay"));
    QVERIFY(!pay->isEnabled());
    counter.press(Qt::Key_Enter);
    QCOMPARE(counter.flow().step(), SellStep::ReadBack);
    QCOMPARE(counter.stage.client.sellCalls, 0);
    QTRY_VERIFY(pay->isEnabled());
    counter.press(Qt::Key_Return);
    QTRY_COMPARE(counter.flow().step(), SellStep::Outcome);
    QCOMPARE(counter.stage.client.sellCalls, 1);
  }

  void pressingTwiceIsSellingOnce() {
    Counter counter(m_theme);
    counter.stage.client.fate = Fate::StaySending;
    counter.open();
    startToken(counter);
    QTRY_VERIFY(counter.flow().isArmed());
    counter.press(Qt::Key_Enter);
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), SellStep::Sending);
    counter.press(Qt::Key_Enter);
    QCOMPARE(counter.stage.client.sold.size(), std::size_t{1});
    QCOMPARE(counter.stage.client.sold.front(), counter.flow().clientRef());
    counter.stage.client.settle(counter.flow().clientRef(), PaymentState::Succeeded);
    QTRY_COMPARE(counter.flow().step(), SellStep::Outcome);
  }

  // What wants a second proof asks for it before it is sold, and once more when it was none.
  void aSecondProofIsAskedForBeforeItIsSold() {
    Counter counter(m_theme);
    counter.stage.client.stepUp = StepUpReason::Amount;
    counter.open();
    startToken(counter);
    QTRY_VERIFY(counter.flow().isArmed());
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), SellStep::Proof);
    QCOMPARE(counter.stage.client.sellCalls, 0);
    QTRY_COMPARE(counter.focus()->objectName(), QStringLiteral("proof"));
    counter.press(Qt::Key_Enter);  // nothing is no proof
    QCOMPARE(counter.stage.client.sellCalls, 0);
    counter.type("271828");
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.stage.client.sellCalls, 1);
    QTRY_COMPARE(counter.flow().step(), SellStep::Proof);
    QVERIFY(counter.flow().error() && counter.flow().error()->code == ErrorCode::CodeWrong);
    counter.press(Qt::Key_F8);
    counter.type(app::fixture::kOwnersCode);
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), SellStep::Outcome);
    QVERIFY(counter.stage.client.lastProof.kind == ProofKind::OwnerCode);
    QCOMPARE(counter.stage.client.sold.size(), std::size_t{1});
  }

  void escGoesBackToTheReadBack() {
    Counter counter(m_theme);
    counter.stage.client.stepUp = StepUpReason::NewNumber;
    counter.open();
    startToken(counter);
    QTRY_VERIFY(counter.flow().isArmed());
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), SellStep::Proof);
    counter.press(Qt::Key_Escape);
    QTRY_COMPARE(counter.flow().step(), SellStep::ReadBack);
    QTRY_VERIFY(counter.flow().isArmed());
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), SellStep::Proof);
    QTRY_COMPARE(counter.focus()->objectName(), QStringLiteral("proof"));
    counter.press(Qt::Key_F7);
    QTRY_COMPARE(counter.stage.client.sellCalls, 1);
    QVERIFY(counter.stage.client.lastProof.kind == ProofKind::Finger);
  }

  // F10 instead of cash: it is owed under the name of whoever the number belongs to.
  void soldOnTheBonOfWhoeverItIsFor() {
    Counter counter(m_theme);
    counter.stage.client.customerBook.fill(counter.stage.client.now());
    counter.open();
    startToken(counter);
    QTRY_VERIFY(counter.flow().isArmed());
    counter.press(Qt::Key_F10);
    QTRY_COMPARE(counter.focus()->objectName(), QStringLiteral("later-name"));
    QTRY_COMPARE(laterName(counter), QStringLiteral("Bu Sri Wahyuni"));
    QTRY_VERIFY(laterOwes(counter).contains(QStringLiteral("Rp152.500")));
    QVERIFY(laterOwes(counter).contains(QStringLiteral("Rp205.000")));
    counter.press(Qt::Key_Return);
    QTRY_COMPARE(counter.flow().step(), SellStep::Outcome);
    const Payment& payment = counter.flow().payment().payment;
    QCOMPARE(payment.bon, BonName("bu sri wahyuni"));
    QVERIFY(payment.cash.isZero() && payment.change().isZero());
    QCOMPARE(counter.stage.client.sellCalls, 1);
  }

  void anotherNameIsTypedOrChosen() {
    Counter counter(m_theme);
    counter.stage.client.customerBook.fill(counter.stage.client.now());
    counter.open();
    startToken(counter);
    QTRY_VERIFY(counter.flow().isArmed());
    counter.press(Qt::Key_F10);
    QTRY_COMPARE(laterName(counter), QStringLiteral("Bu Sri Wahyuni"));
    counter.type("sup");  // over what was proposed
    QTRY_VERIFY(counter.stage.window->findChild<ui::screens::LaterPanel*>()->findChild<ui::widgets::RowList*>()->model()->rowCount() > 1);
    counter.press(Qt::Key_Down);
    const QString chosen = laterName(counter);
    QVERIFY(chosen.startsWith(QStringLiteral("Sup")) && chosen.size() > 3);
    counter.press(Qt::Key_Return);
    QTRY_COMPARE(counter.flow().step(), SellStep::Outcome);
    QCOMPARE(counter.flow().payment().payment.bon, *bonName(chosen.toStdString()));
  }

  void nobodyOwesWithoutAName() {
    Counter counter(m_theme);
    counter.stage.client.customerBook.fill(counter.stage.client.now());
    counter.open();
    startToken(counter);
    QTRY_VERIFY(counter.flow().isArmed());
    counter.press(Qt::Key_F10);
    QTRY_VERIFY(!laterName(counter).isEmpty());
    counter.press(Qt::Key_Backspace);
    QCOMPARE(laterName(counter), QString());
    counter.press(Qt::Key_Return);
    QCOMPARE(counter.flow().step(), SellStep::ReadBack);
    QCOMPARE(counter.stage.client.sellCalls, 0);
    // Back to cash, as if nothing had been asked.
    counter.press(Qt::Key_Escape);
    QTRY_VERIFY(counter.flow().isArmed());
    counter.press(Qt::Key_Return);
    QTRY_COMPARE(counter.flow().step(), SellStep::Outcome);
    QVERIFY(!counter.flow().payment().payment.onBon());
  }

  // A scan is not a hand: what it types stands there, and its Enter writes nobody down.
  void aScanWritesNobodyDown() {
    Counter counter(m_theme);
    counter.open();
    startToken(counter);
    QTRY_VERIFY(counter.flow().isArmed());
    counter.press(Qt::Key_F10);
    QTRY_VERIFY(!laterName(counter).isEmpty());
    counter.type("8991002101234");
    counter.press(Qt::Key_Return);
    QCOMPARE(counter.flow().step(), SellStep::ReadBack);
    QCOMPARE(counter.stage.client.sellCalls, 0);
  }

  void aDepositIsNotOwed() {
    Counter counter(m_theme);
    counter.stage.client.online = false;
    counter.stage.client.customerBook.fill(counter.stage.client.now());
    counter.open();
    startToken(counter);
    QTRY_VERIFY(counter.flow().isArmed());
    QVERIFY(counter.flow().quote().offline);
    counter.press(Qt::Key_F10);
    QVERIFY(counter.focus()->objectName() != QStringLiteral("later-name"));
  }

  void whatFailsComesOffTheBon() {
    Counter counter(m_theme);
    counter.stage.client.fate = Fate::Fail;
    counter.stage.client.customerBook.fill(counter.stage.client.now());
    counter.open();
    startToken(counter);
    QTRY_VERIFY(counter.flow().isArmed());
    counter.press(Qt::Key_F10);
    QTRY_COMPARE(laterName(counter), QStringLiteral("Bu Sri Wahyuni"));
    counter.press(Qt::Key_Return);
    QTRY_COMPARE(counter.flow().step(), SellStep::Outcome);
    QCOMPARE(counter.flow().payment().payment.state, PaymentState::RefundDue);
    // Nobody is told to hand cash back that was never given.
    const auto* outcome = counter.stage.window->findChild<ui::screens::OutcomePanel*>();
    for (const auto* label : outcome->findChildren<ui::widgets::TextLabel*>())
      QVERIFY2(!label->isVisible() || !label->text().contains(QStringLiteral("Kembalikan")), qPrintable(label->text()));
  }

  // F8 instead of cash: sold when the money is there, not by any key.
  void soldByACodeOnceItIsPaid() {
    Counter counter(m_theme);
    counter.open();
    startToken(counter);
    QTRY_VERIFY(counter.flow().isArmed());
    counter.press(Qt::Key_F8);
    QTRY_COMPARE(counter.flow().step(), SellStep::Code);
    auto& bank = counter.stage.client.bank;
    QTRY_VERIFY(counter.flow().collection() && counter.flow().collection()->state == CollectionState::Waiting);
    QCOMPARE(counter.flow().collection()->amount, Money::rupiah(52'500));
    auto* panel = counter.stage.window->findChild<ui::screens::CodePanel*>();
    QTRY_VERIFY(panel->findChild<ui::widgets::QrCode*>()->modules() > 0);
    counter.press(Qt::Key_Enter);
    counter.type("0");
    counter.press(Qt::Key_F6);
    QCOMPARE(bank.printed, 1);
    QCOMPARE(counter.flow().step(), SellStep::Code);
    QVERIFY(counter.stage.client.sold.empty());
    bank.tell(bank.collections().front().id, VerdictKind::Succeeded, counter.stage.client.now());
    QTRY_COMPARE(counter.flow().step(), SellStep::Outcome);
    const Payment& payment = counter.flow().payment().payment;
    QCOMPARE(payment.state, PaymentState::Succeeded);
    QVERIFY(payment.byCode() && payment.change().isZero());
    QCOMPARE(counter.stage.client.sold, std::vector<ClientRef>{counter.flow().clientRef()});
    QCOMPARE(counter.stage.client.sellCalls, 0);
  }

  void aCodeThatIsGivenUpSellsNothing() {
    Counter counter(m_theme);
    counter.open();
    startToken(counter);
    QTRY_VERIFY(counter.flow().isArmed());
    counter.press(Qt::Key_F8);
    QTRY_VERIFY(counter.flow().collection() && counter.flow().collection()->state == CollectionState::Waiting);
    const ClientRef first = counter.flow().clientRef();
    counter.press(Qt::Key_Escape);
    QTRY_COMPARE(counter.flow().step(), SellStep::ReadBack);
    auto& bank = counter.stage.client.bank;
    QVERIFY(bank.collections().front().sale->isOff);
    // Paid all the same: nothing is sold, and the sale in cash is another one.
    bank.tell(bank.collections().front().id, VerdictKind::Succeeded, counter.stage.client.now());
    QVERIFY(counter.stage.client.sold.empty());
    QTRY_VERIFY(counter.flow().isArmed());
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), SellStep::Outcome);
    QCOMPARE(counter.stage.client.sold.size(), std::size_t{1});
    QVERIFY(counter.stage.client.sold.front() != first);
    QVERIFY(!counter.flow().payment().payment.byCode());
  }

  // His money is there and nothing is sold: the way on is not to ask him for cash.
  void paidAndNotSoldIsNotAskedForInCash() {
    Counter counter(m_theme);
    counter.stage.client.bank.sells = false;
    counter.open();
    startToken(counter);
    QTRY_VERIFY(counter.flow().isArmed());
    counter.press(Qt::Key_F8);
    QTRY_VERIFY(counter.flow().collection() && counter.flow().collection()->state == CollectionState::Waiting);
    auto& bank = counter.stage.client.bank;
    bank.tell(bank.collections().front().id, VerdictKind::Succeeded, counter.stage.client.now());
    QTRY_COMPARE(counter.flow().collection()->state, CollectionState::Paid);
    counter.press(Qt::Key_Escape);
    QTRY_COMPARE(counter.flow().step(), SellStep::Search);
    QVERIFY(bank.collections().front().sale->isOff);
    QVERIFY(counter.stage.client.sold.empty());
  }

  // No bank that can be asked: said, and nothing begins.
  void withoutTheBankThereIsNoCode() {
    for (const bool hasBank : {false, true}) {
      Counter counter(m_theme);
      counter.stage.client.bankAway = hasBank;
      if (!hasBank)
        counter.stage.client.bank.collects.clear();
      counter.open();
      startToken(counter);
      QTRY_VERIFY(counter.flow().isArmed());
      counter.press(Qt::Key_F8);
      QCOMPARE(counter.flow().step(), SellStep::ReadBack);
      QCOMPARE(counter.flow().error().has_value(), hasBank);
      auto* button = counter.stage.window->findChild<ui::widgets::ActionButton*>(QStringLiteral("pay-by-code"));
      QCOMPARE(button->isHidden(), !hasBank);
      QVERIFY(counter.stage.client.bank.collections().empty());
    }
  }

  void typedCashIsTakenInThousands() {
    Counter counter(m_theme);
    counter.open();
    startToken(counter);
    QTRY_VERIFY(counter.flow().isArmed());
    counter.type("100");
    QCOMPARE(counter.flow().cash(), Money::rupiah(100'000));
    counter.press(Qt::Key_F6);
    QCOMPARE(counter.flow().cash(), Money::rupiah(60'000));
    counter.press(Qt::Key_F5);
    QCOMPARE(counter.flow().cash(), Money::rupiah(52'500));
    counter.press(Qt::Key_F7);
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), SellStep::Outcome);
    QCOMPARE(counter.flow().payment().payment.change(), Money::rupiah(47'500));
  }

  void tooLittleCashCannotBePaid() {
    Counter counter(m_theme);
    counter.open();
    startToken(counter);
    QTRY_VERIFY(counter.flow().isArmed());
    counter.type("20");  // 20.000 for 52.500
    counter.press(Qt::Key_Enter);
    QCOMPARE(counter.flow().step(), SellStep::ReadBack);
    QCOMPARE(counter.stage.client.sellCalls, 0);
  }

  void whatMayBeSavedIsNotSoldAgain() {
    Counter counter(m_theme);
    counter.stage.client.sellError = Error{ErrorCode::CommitUnsure, {}};
    counter.open();
    startToken(counter);
    QTRY_VERIFY(counter.flow().isArmed());
    counter.press(Qt::Key_Enter);
    QTRY_VERIFY(counter.flow().error().has_value());
    QCOMPARE(counter.flow().step(), SellStep::ReadBack);
    // The guard after a read-back passes and changes nothing; typing does not wipe the word.
    QTRY_VERIFY(counter.flow().isArmed());
    counter.type("100");
    counter.press(Qt::Key_Enter);
    QCOMPARE(counter.stage.client.sellCalls, 1);
    QCOMPARE(counter.flow().error()->code, ErrorCode::CommitUnsure);
    auto* pay = counter.stage.window->findChild<ui::widgets::ActionButton*>(QStringLiteral("pay"));
    QVERIFY(!pay->isEnabled());
  }

  void paperIsSaidToBeOutOnlyWhenItIs_data() {
    QTest::addColumn<bool>("hasPrinter");
    QTest::newRow("a printer") << true;
    QTest::newRow("none") << false;
  }

  void paperIsSaidToBeOutOnlyWhenItIs() {
    QFETCH(bool, hasPrinter);
    Counter counter(m_theme);
    counter.stage.client.hasPrinter = hasPrinter;
    counter.open();
    startToken(counter);
    QTRY_VERIFY(counter.flow().isArmed());
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), SellStep::Outcome);
    const auto* receipt = counter.stage.window->sell()->findChild<ui::screens::ReceiptPanel*>();
    const auto* state = receipt->findChild<ui::widgets::Pill*>();
    QTRY_VERIFY(!state->isHidden());
    QCOMPARE(
        state->text(),
        ui::text::printLine({hasPrinter ? api::PrintOutcome::Sent : api::PrintOutcome::NoPrinter, 0, {}}));
  }

  // What may have come out is told, to whoever comes back to it too; what did come out is no news.
  void aPaperThatMayBeMissingIsTold_data() {
    QTest::addColumn<int>("outcome");
    QTest::addColumn<bool>("told");
    QTest::newRow("sent") << int(api::PrintOutcome::Sent) << false;
    QTest::newRow("confirmed") << int(api::PrintOutcome::Confirmed) << false;
    QTest::newRow("unknown") << int(api::PrintOutcome::Unknown) << true;
    QTest::newRow("failed") << int(api::PrintOutcome::Failed) << true;
  }

  void aPaperThatMayBeMissingIsTold() {
    QFETCH(int, outcome);
    QFETCH(bool, told);
    Counter counter(m_theme);
    counter.open();
    startToken(counter);
    QTRY_VERIFY(counter.flow().isArmed());
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), SellStep::Outcome);
    const api::PrintView last{static_cast<api::PrintOutcome>(outcome), 0, "usb:///dev/usb/lp0 accepted=40 timeout"};
    counter.stage.client.lastPaper = last;
    auto* receipt = counter.stage.window->sell()->findChild<ui::screens::ReceiptPanel*>();
    const auto* state = receipt->findChild<ui::widgets::Pill*>();
    const auto* paper = receipt->findChild<ui::widgets::ReceiptPaper*>();
    PaymentRef ref;
    counter.stage.client.payments({}, [&ref](const Result<std::vector<api::PaymentView>>& all) {
      ref = all->back().payment.ref;
    });
    receipt->showReceipt(ref);
    QTRY_VERIFY(!paper->isHidden());
    QCOMPARE(!state->isHidden(), told);
    if (told)
      QCOMPARE(state->text(), ui::text::printLine(last));
    // Whoever reads it knows which of the four it is.
    QSet<QString> sentences;
    for (const auto each : {api::PrintOutcome::Sent, api::PrintOutcome::Confirmed, api::PrintOutcome::Unknown,
                            api::PrintOutcome::Failed})
      sentences.insert(ui::text::printLine({each, 0, {}}));
    QCOMPARE(sentences.size(), qsizetype{4});
  }

  void finishedDuplicateNeedsCtrlEnter() {
    Counter counter(m_theme);
    counter.stage.client.earlierToday = earlier(PaymentState::Succeeded);
    counter.open();
    startToken(counter);
    QTRY_VERIFY(counter.flow().isArmed());
    counter.press(Qt::Key_Enter);
    QCOMPARE(counter.flow().step(), SellStep::ReadBack);
    counter.press(Qt::Key_Enter, Qt::ControlModifier);
    QTRY_COMPARE(counter.flow().step(), SellStep::Outcome);
  }

  void openDuplicateIsBlocked() {
    Counter counter(m_theme);
    counter.stage.client.earlierToday = earlier(PaymentState::Suspect);
    counter.open();
    startToken(counter);
    QTRY_VERIFY(counter.flow().isArmed());
    counter.press(Qt::Key_Enter);
    counter.press(Qt::Key_Enter, Qt::ControlModifier);
    QCOMPARE(counter.flow().step(), SellStep::ReadBack);
    QCOMPARE(counter.stage.client.sellCalls, 0);
  }

  void offlineSaleBecomesADeposit() {
    Counter counter(m_theme);
    counter.stage.client.online = false;
    counter.open();
    startToken(counter);
    QTRY_VERIFY(counter.flow().isArmed());
    QVERIFY(counter.flow().quote().offline);
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), SellStep::Outcome);
    QCOMPARE(counter.flow().payment().payment.state, PaymentState::Accepted);
    QVERIFY(!counter.flow().payment().payment.claimCode.empty());
  }

  void offlineBillAsksForItsCeiling() {
    Counter counter(m_theme);
    counter.stage.client.online = false;
    counter.open();
    counter.type("hendra");
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), SellStep::Amount);
    counter.type("310000");
    counter.press(Qt::Key_Enter);
    QTRY_VERIFY(counter.flow().isArmed());
    QCOMPARE(counter.flow().quote().total, Money::rupiah(310'000));
    QVERIFY(counter.flow().quote().amountIsCeiling);
  }

  // A wallet takes what the customer names; a virtual account is asked first and may have a bill of its own.
  void aSumIsAskedForWhereNoBillNamesIt() {
    Counter counter(m_theme);
    counter.open();
    ui::screens::Choice chosen;
    chosen.product = "indihome";
    chosen.kind = ProductKind::Bill;
    chosen.family = Family::EMoney;
    chosen.number = "081234567890";
    counter.flow().choose(chosen);
    QCOMPARE(counter.flow().step(), SellStep::Amount);
    QVERIFY(!counter.flow().amountIsCeiling());
    counter.type("50000");
    counter.press(Qt::Key_Enter);
    QTRY_VERIFY(counter.flow().isArmed());
    counter.flow().startOver();

    chosen.family = Family::VirtualAccount;
    chosen.number = "886081234567890";
    counter.flow().choose(chosen);
    QTRY_COMPARE(counter.flow().step(), SellStep::ReadBack);
    QCOMPARE(counter.flow().quote().amount, Money::rupiah(300'000));
    counter.flow().startOver();

    counter.stage.client.inquiryError = Error{ErrorCode::AmountInvalid, "amount"};
    counter.flow().choose(chosen);
    QTRY_COMPARE(counter.flow().step(), SellStep::Amount);
    QVERIFY(!counter.flow().amountIsCeiling() && !counter.flow().error());
    counter.stage.client.inquiryError.reset();
    counter.type("75000");
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), SellStep::ReadBack);
    QCOMPARE(counter.flow().choice().amount->amount(), 75'000);
  }

  // Land tax asks for its year, which is this one unless told; vehicle tax for the owner. Nothing else does.
  void taxesAskForWhatTheyAreKnownBy() {
    Counter counter(m_theme);
    counter.open();
    ui::screens::Choice tax;
    tax.product = "indihome";
    tax.kind = ProductKind::Bill;
    tax.family = Family::Tax;
    tax.number = "329801092375999991";
    counter.flow().choose(tax);
    QCOMPARE(counter.flow().step(), SellStep::Field);
    auto* panel = counter.stage.window->findChild<ui::screens::FieldPanel*>();
    QCOMPARE(counter.focus(), panel->edit());
    QCOMPARE(panel->edit()->text(), QString::number(businessDateOf(counter.stage.client.now()).year));
    counter.type("2031");
    counter.press(Qt::Key_Enter);
    QCOMPARE(counter.flow().step(), SellStep::Field);
    QVERIFY(counter.flow().error() && counter.flow().error()->detail == "tax-year");
    counter.type("2024");
    counter.press(Qt::Key_Enter);
    QTRY_VERIFY(counter.flow().isArmed());
    QCOMPARE(counter.stage.client.lastFields.taxYear, std::string("2024"));
    // Another year after all.
    counter.press(Qt::Key_Escape);
    QTRY_COMPARE(counter.flow().step(), SellStep::Field);
    QCOMPARE(panel->edit()->text(), QStringLiteral("2024"));
    counter.press(Qt::Key_Escape);
    QCOMPARE(counter.flow().step(), SellStep::Number);
    counter.flow().startOver();

    tax.family = Family::VehicleTax;
    tax.number = "B 1234 XYZ";
    counter.flow().choose(tax);
    QCOMPARE(counter.flow().step(), SellStep::Field);
    QVERIFY(panel->edit()->text().isEmpty());
    counter.press(Qt::Key_Enter);
    QVERIFY(counter.flow().error() && counter.flow().error()->detail == "nik-missing");
    counter.type("3273010101900001");
    counter.press(Qt::Key_Enter);
    QTRY_VERIFY(counter.flow().isArmed());
    QCOMPARE(counter.stage.client.lastFields.ownerId, std::string("3273010101900001"));
    // The next customer's owner is somebody else.
    counter.flow().startOver();
    counter.flow().choose(tax);
    QCOMPARE(counter.flow().step(), SellStep::Field);
    QVERIFY(panel->edit()->text().isEmpty());

    // BPJS by the month where a supplier takes it, one unless told; elsewhere nobody is asked.
    counter.flow().startOver();
    tax.family = Family::Health;
    tax.number = "0002644891135";
    counter.flow().choose(tax);
    QTRY_VERIFY(counter.flow().isArmed());
    QVERIFY(counter.stage.client.lastFields.empty());
    counter.flow().startOver();
    counter.stage.client.takesMonths = true;
    counter.flow().setTakesMonths(true);
    counter.flow().choose(tax);
    QCOMPARE(counter.flow().step(), SellStep::Field);
    QCOMPARE(panel->edit()->text(), QStringLiteral("1"));
    counter.press(Qt::Key_Enter);
    QTRY_VERIFY(counter.flow().isArmed());
    QVERIFY(counter.stage.client.lastFields.empty());
    counter.press(Qt::Key_Escape);
    QTRY_COMPARE(counter.flow().step(), SellStep::Field);
    counter.type("13");
    counter.press(Qt::Key_Enter);
    QCOMPARE(counter.flow().step(), SellStep::Field);
    QVERIFY(counter.flow().error() && counter.flow().error()->detail == "months");
    counter.type("12");
    counter.press(Qt::Key_Enter);
    QTRY_VERIFY(counter.flow().isArmed());
    QCOMPARE(counter.stage.client.lastFields.months, std::string("12"));
    counter.flow().startOver();
    counter.flow().choose(tax);
    QCOMPARE(panel->edit()->text(), QStringLiteral("1"));

    counter.flow().startOver();
    tax.family = Family::Water;
    tax.number = "1013226";
    counter.flow().choose(tax);
    QTRY_VERIFY(counter.flow().isArmed());
    QVERIFY(counter.stage.client.lastFields.empty());
  }

  void largeTransfersAskWhoBringsTheMoney() {
    Counter counter(m_theme);
    counter.open();
    ui::screens::Choice bank;
    bank.product = "setor-BCA";
    bank.number = "0123456789";
    bank.family = Family::Transfer;
    bank.kind = ProductKind::Transfer;
    counter.flow().choose(bank);
    QTRY_COMPARE(counter.flow().step(), SellStep::Amount);
    auto* form = counter.stage.window->findChild<ui::screens::SenderForm*>();
    counter.type("4999999");
    QVERIFY(!form->isVisible());
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), SellStep::ReadBack);
    counter.flow().back();

    counter.type("5000000");
    QVERIFY(form->isVisible());
    counter.press(Qt::Key_Enter);
    QCOMPARE(counter.flow().step(), SellStep::Amount);
    QCOMPARE(counter.focus(), form->field("name"));
    counter.type("Siti Aminah");
    counter.press(Qt::Key_Enter);
    counter.press(Qt::Key_Enter);  // an identity card, unless told
    counter.type("3273010101900001");
    counter.press(Qt::Key_Enter);
    counter.type("081234567890");
    counter.press(Qt::Key_Enter);
    counter.press(Qt::Key_Enter);  // no address
    counter.type("uang sekolah");
    counter.press(Qt::Key_Enter);
    QCOMPARE(counter.flow().step(), SellStep::Amount);
    QCOMPARE(counter.focus(), form->field("address"));
    counter.type("Jl. Kenanga 7");
    counter.press(Qt::Key_Enter);
    counter.press(Qt::Key_Enter);
    QTRY_VERIFY(counter.flow().isArmed());
    // The core knows what went to this account today, and asks after all.
    counter.stage.client.sellError = Error{ErrorCode::SenderInvalid, "id"};
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), SellStep::Amount);
    QCOMPARE(counter.focus(), form->field("id"));
    QCOMPARE(form->field("id")->text(), QStringLiteral("3273010101900001"));
    counter.stage.client.sellError.reset();
    for (int i = 0; i < 4; ++i) counter.press(Qt::Key_Enter);
    QTRY_VERIFY(counter.flow().isArmed());
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), SellStep::Outcome);
    const Sender sold = counter.stage.client.lastSender;
    QCOMPARE(sold.name, std::string("Siti Aminah"));
    QCOMPARE(sold.idType, std::string("ktp"));
    QCOMPARE(sold.address, std::string("Jl. Kenanga 7"));
    // The next customer is somebody else.
    counter.flow().startOver();
    counter.flow().choose(bank);
    QTRY_COMPARE(counter.flow().step(), SellStep::Amount);
    QVERIFY(form->field("name")->text().isEmpty());
  }

  void failedSaleIsRefundedWithEnter() {
    Counter counter(m_theme);
    counter.stage.client.fate = Fate::Fail;
    counter.open();
    startToken(counter);
    QTRY_VERIFY(counter.flow().isArmed());
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), SellStep::Outcome);
    QCOMPARE(counter.flow().payment().payment.state, PaymentState::RefundDue);
    counter.type("5");  // a stray key does not push the refund away
    QCOMPARE(counter.flow().step(), SellStep::Outcome);
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().payment().payment.state, PaymentState::Refunded);
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), SellStep::Search);
  }

  void suspectIsSaidAndNeverPrintedAsPaid() {
    Counter counter(m_theme);
    counter.stage.client.fate = Fate::Suspect;
    counter.open();
    startToken(counter);
    QTRY_VERIFY(counter.flow().isArmed());
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), SellStep::Outcome);
    QCOMPARE(counter.stage.client.printed, 0);
    counter.stage.client.settle(counter.flow().clientRef(), PaymentState::Succeeded);
    QTRY_COMPARE(counter.flow().payment().payment.state, PaymentState::Succeeded);
  }

  void slowInquiryIsLeftWithEscape() {
    Counter counter(m_theme);
    counter.stage.client.holdInquiries = true;
    counter.open();
    startToken(counter);
    QTRY_COMPARE(counter.flow().step(), SellStep::Asking);
    counter.press(Qt::Key_Escape);
    QCOMPARE(counter.flow().step(), SellStep::Search);
    QSignalSpy steps(&counter.flow(), &ui::screens::SellFlow::stepChanged);
    counter.stage.client.releaseInquiries();  // the late answer changes nothing
    QCoreApplication::sendPostedEvents();
    QCOMPARE(steps.count(), 0);
  }

  void numberKeyChoosesASuggestion() {
    Counter counter(m_theme);
    counter.open();
    counter.type("sup");
    auto* list = counter.stage.window->findChild<ui::widgets::SuggestionList*>();
    QTRY_COMPARE(list->count(), 4);
    counter.type("2");
    QTRY_COMPARE(counter.flow().step(), SellStep::ReadBack);
    QCOMPARE(counter.flow().quote().number, std::string("081234567890"));
  }

  // A slip's code that is read aloud: suggestions stand there after every letter, and its digits choose none
  // of them.
  void digitsOfAClaimCodeNeverChoose() {
    Counter counter(m_theme);
    counter.open();
    auto* list = counter.stage.window->findChild<ui::widgets::SuggestionList*>();
    counter.type("a");
    QTRY_COMPARE(list->count(), 6);
    counter.type("5");
    QCOMPARE(counter.flow().step(), SellStep::Search);
    QCOMPARE(qobject_cast<QLineEdit*>(counter.focus())->text(), QStringLiteral("a5"));
    // Letters within a name are no beginning of it.
    counter.press(Qt::Key_Escape);
    counter.type("upa");
    QTRY_COMPARE(list->count(), 3);
    counter.type("2");
    QCOMPARE(counter.flow().step(), SellStep::Search);
    QCOMPARE(qobject_cast<QLineEdit*>(counter.focus())->text(), QStringLiteral("upa2"));
    // With Alt it is no letter of anything.
    counter.press(Qt::Key_Escape);
    counter.type("upa");
    QTRY_COMPARE(list->count(), 3);
    counter.press(Qt::Key_2, Qt::AltModifier);
    QTRY_VERIFY(counter.flow().step() != SellStep::Search);
  }

  void digitsOfANumberNeverChoose() {
    Counter counter(m_theme);
    counter.open();
    counter.type("0812345678");
    auto* list = counter.stage.window->findChild<ui::widgets::SuggestionList*>();
    QTRY_VERIFY(list->count() > 0);
    counter.type("1");
    QCOMPARE(counter.flow().step(), SellStep::Search);
    QCOMPARE(qobject_cast<QLineEdit*>(counter.focus())->text(), QStringLiteral("08123456781"));
  }

  void doorsProductsAndNumberByKeyboard() {
    Counter counter(m_theme);
    counter.open();
    counter.press(Qt::Key_Down);
    counter.press(Qt::Key_Enter);
    counter.type("50.000");
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), SellStep::Number);
    counter.type("14300000001");
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), SellStep::ReadBack);
  }

  void wrongNumberStaysAtTheBoxWithItsReason() {
    Counter counter(m_theme);
    counter.open();
    counter.stage.choose("pln-token-50000", "1430", Family::PlnToken, ProductKind::Prepaid);
    QCOMPARE(counter.flow().step(), SellStep::Number);
    QCOMPARE(counter.flow().error()->code, ErrorCode::NumberInvalid);
  }

  // The core answers from its own thread, sometimes after the asker has gone.
  void bridgeDeliversOnTheThreadOfTheScreensAndNeverToTheDead() {
    app::fixture::FixtureClient client;
    client.holdInquiries = true;
    ui::bridge::CoreBridge bridge(client);
    api::InquiryRequest request;
    request.product = "pln-token-50000";
    request.number = "14300000001";
    int alive = 0;
    int dead = 0;
    QThread* thread = nullptr;
    auto gone = std::make_unique<QObject>();
    bridge.inquire(request, this, [&](const Result<api::Quote>&) {
      ++alive;
      thread = QThread::currentThread();
    });
    bridge.inquire(request, gone.get(), [&](const Result<api::Quote>&) { ++dead; });
    gone.reset();
    std::thread core([&client] { client.releaseInquiries(); });
    core.join();
    QTRY_COMPARE(alive, 1);
    QCOMPARE(dead, 0);
    QCOMPARE(thread, QThread::currentThread());
  }

 private:
  static QString laterName(const Counter& counter) {
    const auto* panel = counter.stage.window->findChild<ui::screens::LaterPanel*>();
    return panel == nullptr ? QString() : panel->findChild<QLineEdit*>(QStringLiteral("later-name"))->text();
  }
  static QString laterOwes(const Counter& counter) {
    return counter.stage.window->findChild<ui::screens::LaterPanel*>()
        ->findChild<ui::widgets::TextLabel*>(QStringLiteral("later-owes"))
        ->text();
  }
  static void startToken(Counter& counter) {
    counter.stage.choose("pln-token-50000", "14300000001", Family::PlnToken, ProductKind::Prepaid);
  }

  static Payment earlier(PaymentState state) {
    Payment payment;
    payment.state = state;
    payment.acceptedAt = app::fixture::FixtureClient().now() - Duration::minutes(40);
    return payment;
  }

  ui::theme::Theme m_theme;
};

}  // namespace loket::test

QTEST_MAIN(loket::test::SaleTest)
#include "sale_test.moc"
