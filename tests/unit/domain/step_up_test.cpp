// When a payment wants a second proof, as a table; and the words that are kept of it.
#include <QTest>

#include "core/domain/approval/step_up.h"

using namespace loket;

namespace {

Money rp(std::int64_t amount) { return Money::rupiah(amount); }

StepUpPolicy everything() {
  StepUpPolicy policy;
  policy.from = rp(1'000'000);
  policy.newNumberFrom = rp(200'000);
  policy.perHour = 5;
  policy.always = {"voucher-1", "emoney"};
  return policy;
}

StepUpFacts transfer(std::int64_t amount, bool isNew = false, int others = 0) {
  return {ProductId("transfer-bank"), Family::Transfer, rp(amount), true, isNew, others};
}
StepUpFacts pulsa(std::int64_t amount, bool isNew = false, int others = 0) {
  return {ProductId("pulsa-10"), Family::Pulsa, rp(amount), false, isNew, others};
}

}  // namespace

class StepUpTest : public QObject {
  Q_OBJECT

 private slots:
  void the_first_reason_is_told_data() {
    QTest::addColumn<bool>("isOff");
    QTest::addColumn<int>("which");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, bool isOff, int which, const char* reason) {
      QTest::newRow(name) << isOff << which << QString::fromLatin1(reason);
    };
    row("as it comes it never asks", true, 0, "none");
    row("the amount", false, 0, "amount");
    row("a rupiah less", false, 1, "none");
    row("goods that always do", false, 2, "product");
    row("a family that always does", false, 3, "product");
    row("cash has no goods", false, 4, "none");
    row("cash by its amount", false, 5, "amount");
    row("a new number", false, 6, "new-number");
    row("a new number, a rupiah less", false, 7, "none");
    row("a number that is known", false, 8, "none");
    row("a new number of what does not move on", false, 9, "none");
    row("the fifth within the hour", false, 10, "often");
    row("the fourth", false, 11, "none");
    row("the fifth of what does not move on", false, 12, "none");
  }
  void the_first_reason_is_told() {
    QFETCH(bool, isOff);
    QFETCH(int, which);
    QFETCH(QString, reason);
    StepUpFacts voucher = pulsa(1);
    voucher.product = ProductId("voucher-1");
    StepUpFacts wallet = transfer(1);
    wallet.family = Family::EMoney;
    const StepUpFacts cash{ProductId(), Family::EMoney, rp(999'999)};
    const StepUpFacts muchCash{ProductId(), Family::Other, rp(1'000'000)};
    const StepUpFacts all[] = {pulsa(1'000'000),          pulsa(999'999), voucher,                  wallet,
                               cash,                      muchCash,       transfer(200'000, true),  transfer(199'999, true),
                               transfer(900'000, false),  pulsa(900'000, true), transfer(1, false, 4), transfer(1, false, 3),
                               pulsa(1, false, 40)};
    const StepUpReason told = stepUpFor(isOff ? StepUpPolicy{} : everything(), all[which]);
    QCOMPARE(QString::fromStdString(std::string(wordOf(told))), reason);
  }

  void only_what_matters_is_looked_up() {
    QVERIFY(!asksForNumber({}, transfer(900'000)) && !asksForHour({}, transfer(900'000)));
    QVERIFY(asksForNumber(everything(), transfer(200'000)) && !asksForNumber(everything(), transfer(199'999)));
    QVERIFY(asksForHour(everything(), transfer(1)) && !asksForHour(everything(), pulsa(1)));
  }

  void money_that_moves_on() {
    QVERIFY(movesOn(ProductKind::Transfer, Family::Other));
    for (const Family family : {Family::Transfer, Family::EMoney, Family::VirtualAccount})
      QVERIFY(movesOn(ProductKind::Prepaid, family));
    for (const Family family : {Family::Pulsa, Family::PlnToken, Family::Water, Family::Tax})
      QVERIFY(!movesOn(ProductKind::Bill, family));
  }

  void a_policy_that_makes_no_sense_is_named() {
    QVERIFY(checkStepUp({}) && checkStepUp(everything()));
    const auto place = [](const StepUpPolicy& policy) {
      const Status refused = checkStepUp(policy);
      return refused ? std::string() : refused.error().detail.substr(0, refused.error().detail.find(':'));
    };
    StepUpPolicy policy;
    policy.from = rp(-1);
    QCOMPARE(place(policy), std::string("stepUp.from"));
    policy = {};
    policy.newNumberFrom = rp(1'000'000'000'001);
    QCOMPARE(place(policy), std::string("stepUp.newNumberFrom"));
    policy = {};
    policy.perHour = kStepUpPerHourMax + 1;
    QCOMPARE(place(policy), std::string("stepUp.perHour"));
    for (const char* name : {"", "two\nlines"}) {
      policy = {};
      policy.always = {name};
      QCOMPARE(place(policy), std::string("stepUp.always"));
    }
    policy.always.assign(kStepUpAlwaysMax + 1, "pulsa");
    QCOMPARE(place(policy), std::string("stepUp.always"));
  }

  void a_name_of_nothing_is_found() {
    StepUpPolicy policy;
    const auto isSold = [](const ProductId& id) { return id == ProductId("voucher-1"); };
    QVERIFY(namesForNothing(policy, isSold).empty());
    policy.always = {"voucher-1", "emony", "emoney", "Voucher-1"};
    QVERIFY((namesForNothing(policy, isSold) == std::vector<std::size_t>{1, 3}));
  }

  void the_words_come_back() {
    for (const ProofKind kind : {ProofKind::None, ProofKind::OwnCode, ProofKind::OwnerCode, ProofKind::Finger})
      QVERIFY(proofKindFromWord(wordOf(kind)) == kind);
    for (const StepUpReason reason : {StepUpReason::None, StepUpReason::Product, StepUpReason::Amount, StepUpReason::NewNumber,
                                      StepUpReason::Often})
      QVERIFY(stepUpReasonFromWord(wordOf(reason)) == reason);
    QVERIFY(!proofKindFromWord("face") && !stepUpReasonFromWord("mood"));
  }
};

QTEST_GUILESS_MAIN(StepUpTest)
#include "step_up_test.moc"
