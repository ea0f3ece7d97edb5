// Limits that make no sense are refused, and the place is named as the settings file names it.
#include <QTest>

#include "core/domain/approval/limits.h"

using namespace loket;

class LimitsTest : public QObject {
  Q_OBJECT

 private slots:
  void theUsualOnesAndTheLargestAreTaken() {
    QVERIFY(checkLimits({}));
    Limits limits;
    limits.offline = {kLimitMax, kLimitMax, kOfflineCountMax, kOfflineAgeMax};
    limits.feeCaps.standard = kLimitMax;
    limits.transfers = {kLimitMax, kLimitMax, kLimitMax};
    limits.access.lockAfterMinutes = kLockMinutesMax;
    QVERIFY(checkLimits(limits));
    limits.offline = {Money{}, Money{}, 0, Duration{}};
    limits.access.lockAfterMinutes = 0;
    QVERIFY(checkLimits(limits));
  }

  void eachIsNamed_data() {
    QTest::addColumn<int>("which");
    QTest::addColumn<QString>("place");
    const char* places[] = {"offline.maxAmount",  "offline.maxExposure",   "offline.maxCount",
                            "offline.maxAge",     "limits.maxAdminFee.default", "limits.maxAdminFee.byCategory.PLN",
                            "limits.maxAdminFee.byProduct.pln", "aml.senderFrom", "aml.perDayBeneficiary", "aml.perDaySender",
                            "access.lockAfterMinutes", "stepUp.from", "stepUp.newNumberFrom", "stepUp.perHour"};
    for (int i = 0; i < 14; ++i) QTest::newRow(places[i]) << i << QString::fromLatin1(places[i]);
  }

  void eachIsNamed() {
    QFETCH(int, which);
    QFETCH(QString, place);
    for (const bool isHigh : {false, true}) {
      const Money wrong = Money::rupiah(isHigh ? kLimitMax.amount() + 1 : -1);
      Limits limits;
      switch (which) {
        case 0: limits.offline.maxAmount = wrong; break;
        case 1: limits.offline.maxExposure = wrong; break;
        case 2: limits.offline.maxCount = isHigh ? kOfflineCountMax + 1 : -1; break;
        case 3: limits.offline.maxAge = isHigh ? kOfflineAgeMax + Duration::millis(1) : Duration::millis(-1); break;
        case 4: limits.feeCaps.standard = wrong; break;
        case 5: limits.feeCaps.byCategory["PLN"] = wrong; break;
        case 6: limits.feeCaps.byProduct["pln"] = wrong; break;
        case 7: limits.transfers.senderFrom = wrong; break;
        case 8: limits.transfers.perDayBeneficiary = wrong; break;
        case 9: limits.transfers.perDaySender = wrong; break;
        case 10: limits.access.lockAfterMinutes = isHigh ? kLockMinutesMax + 1 : -1; break;
        case 11: limits.stepUp.from = wrong; break;
        case 12: limits.stepUp.newNumberFrom = wrong; break;
        default: limits.stepUp.perHour = isHigh ? kStepUpPerHourMax + 1 : -1; break;
      }
      const Status refused = checkLimits(limits);
      QVERIFY(!refused);
      QCOMPARE(refused.error().code, ErrorCode::ConfigInvalid);
      QVERIFY2(refused.error().detail.rfind(place.toStdString() + ":", 0) == 0, refused.error().detail.c_str());
    }
  }
};

QTEST_GUILESS_MAIN(LimitsTest)
#include "limits_test.moc"
