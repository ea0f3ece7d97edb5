// What takes two people, who the second may be, and how it is kept.
#include <QTest>

#include "core/domain/approval/limits.h"
#include "core/domain/identity/consent.h"
#include "core/domain/payment/decide.h"
#include "tests/unit/domain/sample_sale.h"

using namespace loket;
using test::acceptedSale;
using test::kSaleAt;

namespace {

const UserName kSriOne("Sri");
const UserName kBudiOne("Budi");

Consent agreed(const std::optional<UserName>& with, bool hasCode, bool isAlone) {
  const auto consent = consentOf(kSriOne, with, hasCode, isAlone);
  return consent ? *consent : Consent{};
}

}  // namespace

class TwoPeopleTest : public QObject {
  Q_OBJECT

 private slots:
  void fromItsSumOnOrNever() {
    QVERIFY(wantsTwo({}, Money::rupiah(1)));
    QVERIFY(!wantsTwo({}, Money{}));
    const TwoPeople dear{Money::rupiah(50'000), true};
    QVERIFY(!wantsTwo(dear, Money::rupiah(49'999)));
    QVERIFY(wantsTwo(dear, Money::rupiah(50'000)));
    QVERIFY(!wantsTwo({std::nullopt, true}, kLimitMax));
  }

  void aSumThatIsNoneIsNamed() {
    Limits limits;
    for (const Money wrong : {Money::rupiah(-1), kLimitMax + Money::rupiah(1)}) {
      limits.approval.refundFrom = wrong;
      const Status refused = checkLimits(limits);
      QVERIFY(!refused && refused.error().code == ErrorCode::ConfigInvalid);
      QVERIFY2(refused.error().detail.rfind("approval.refundFrom:", 0) == 0, refused.error().detail.c_str());
    }
    limits.approval = {kLimitMax, false};
    QVERIFY(checkLimits(limits));
    limits.approval.refundFrom = std::nullopt;
    QVERIFY(checkLimits(limits));
  }

  void theSecondIsAnotherOne() {
    QVERIFY((agreed(kBudiOne, false, false) == Consent{Seconded::Person, kBudiOne}));
    QVERIFY((agreed(kBudiOne, true, true) == Consent{Seconded::Person, kBudiOne}));
    QVERIFY((agreed({}, true, true) == Consent{Seconded::OwnerCode, {}}));
    QVERIFY((agreed({}, false, true) == Consent{Seconded::Alone, {}}));
    for (const char* same : {"Sri", " sri", "SRI"})
      for (const bool isAlone : {false, true}) QVERIFY(agreed(UserName(same), false, isAlone).empty());
    QVERIFY(agreed(UserName(), false, false).empty());
    const auto nobody = consentOf(kSriOne, {}, false, false);
    QVERIFY(!nobody && nobody.error().code == ErrorCode::ApprovalMissing);
    QVERIFY(!consentOf({}, kBudiOne, true, true));
  }

  void itIsReadAsItWasWritten() {
    const Consent all[] = {{}, {Seconded::Person, kBudiOne}, {Seconded::OwnerCode, {}}, {Seconded::Alone, {}},
                           {Seconded::Person, UserName("with alone")}};
    for (const Consent& one : all) {
      QVERIFY(consentFrom(textOf(one)) == one);
      QVERIFY(secondedFromWord(wordOf(one.how)) == one.how);
    }
    QVERIFY(textOf(Consent{}).empty());
    for (const char* none : {"with ", "person", "none", "Budi"}) QVERIFY(consentFrom(none).empty());
    QVERIFY(!secondedFromWord("two"));
  }

  void whatGoesBackIsTheCustomers() {
    const Payment sale = acceptedSale();
    const auto cancelled = decideCancel(sale, kSriOne, "", kSaleAt, {Seconded::Alone, {}});
    QVERIFY(cancelled.has_value());
    QCOMPARE(givenBackBy(*cancelled, sale), sale.held);
    QVERIFY((std::get<CancelledEvent>(cancelled->front().body).consent == Consent{Seconded::Alone, {}}));
    Payment due = sale;
    for (const PaymentEvent& event : *cancelled) apply(due, event);
    const auto refunded = decideRefund(due, kSriOne, kSaleAt, {}, {Seconded::Person, kBudiOne});
    QVERIFY(refunded.has_value());
    QCOMPARE(givenBackBy(*refunded, due), sale.held);
    QVERIFY((std::get<RefundedEvent>(refunded->front().body).consent == Consent{Seconded::Person, kBudiOne}));
    QVERIFY(givenBackBy({}, sale).isZero());
  }
};

QTEST_GUILESS_MAIN(TwoPeopleTest)
#include "two_people_test.moc"
