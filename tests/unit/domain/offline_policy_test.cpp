#include "core/domain/approval/offline_policy.h"

#include <QTest>

using namespace loket;

namespace {

const Instant kNow = instantOf(CivilTime{{2026, 11, 23}, 14, 5, 9, 0});

Product pulsa() {
  Product product;
  product.id = ProductId("pulsa-telkomsel-10000");
  product.family = Family::Pulsa;
  return product;
}

ErrorCode verdict(const OfflineExposure& waiting, std::int64_t total, const Product& product = pulsa()) {
  const auto status = mayAcceptOffline(OfflineLimits{}, waiting, product, Money::rupiah(total), kNow);
  return status ? ErrorCode::Internal : status.error().code;
}
OfflineExposure waits(Money sum, int count, Instant since) { return {sum, count, since, since}; }
constexpr ErrorCode kAllowed = ErrorCode::Internal;

}  // namespace

class OfflinePolicyTest : public QObject {
  Q_OBJECT
 private slots:
  void capsOnePayment() {
    QVERIFY(verdict({}, 500'000) == kAllowed);
    QVERIFY(verdict({}, 500'001) == ErrorCode::OfflineLimitAmount);
  }
  void capsTheSum() {
    QVERIFY(verdict(waits(Money::rupiah(1'500'000), 3, kNow), 500'000) == kAllowed);
    QVERIFY(verdict(waits(Money::rupiah(1'500'001), 3, kNow), 500'000) == ErrorCode::OfflineLimitExposure);
  }
  void capsTheCount() {
    QVERIFY(verdict(waits(Money::rupiah(99), 99, kNow), 1'000) == kAllowed);
    QVERIFY(verdict(waits(Money::rupiah(100), 100, kNow), 1'000) == ErrorCode::OfflineLimitCount);
  }
  void capsTheAge() {
    QVERIFY(verdict(waits(Money::rupiah(1'000), 1, kNow - Duration::hours(24)), 1'000) == kAllowed);
    QVERIFY(verdict(waits(Money::rupiah(1'000), 1, kNow - Duration::hours(24) - Duration::millis(1)), 1'000) ==
            ErrorCode::OfflineLimitAge);
    // Nothing waits: there is no age.
    QVERIFY(verdict({}, 1'000) == kAllowed);
  }
  void anAgeThatAClockHidesIsTooOld() {
    QVERIFY(verdict(waits(Money::rupiah(1'000), 1, kNow + Duration::hours(1)), 1'000) == kAllowed);
    QVERIFY(verdict(waits(Money::rupiah(1'000), 1, kNow + Duration::hours(1) + Duration::millis(1)), 1'000) ==
            ErrorCode::OfflineLimitAge);
    // Nor is it known where another one has been taken since.
    QVERIFY(verdict({Money::rupiah(2'000), 2, kNow, kNow + Duration::days(400)}, 1'000) == ErrorCode::OfflineLimitAge);
  }
  void neverTransfersWithoutTheNameCheck() {
    Product transfer = pulsa();
    transfer.kind = ProductKind::Transfer;
    transfer.family = Family::Transfer;
    QVERIFY(verdict({}, 1'000, transfer) == ErrorCode::OfflineForbidden);
  }
  void neverWhatOnlyItsBankKnows() {
    Product account = pulsa();
    account.kind = ProductKind::Bill;
    account.family = Family::VirtualAccount;
    QVERIFY(verdict({}, 1'000, account) == ErrorCode::OfflineForbidden);
    account.family = Family::EMoney;
    QVERIFY(verdict({}, 1'000, account) == ErrorCode::OfflineForbidden);
    account.family = Family::Water;
    QVERIFY(verdict({}, 1'000, account) == kAllowed);
  }
  void namesTheCap() {
    const auto status = mayAcceptOffline(OfflineLimits{}, {}, pulsa(), Money::rupiah(600'000), kNow);
    QCOMPARE(status.error().detail, std::string("Rp500.000"));
  }
};

QTEST_GUILESS_MAIN(OfflinePolicyTest)
#include "offline_policy_test.moc"
