#include <QTest>
class FingerTest : public QObject { Q_OBJECT };
QTEST_GUILESS_MAIN(FingerTest)
#include "finger_test.moc"
