// Backups from the keyboard, and what a restored shop says until its owner knows.
#include <QApplication>

#include "tests/ui/screens/counter.h"
#include "ui/screens/settings/backup_panel.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/progress_line.h"

namespace loket::test {

using ui::screens::BackupPanel;

class BackupTest final : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    m_theme.setMotion(false);
    m_theme.apply(*qApp);
  }
  void init() { m_counter = std::make_unique<Counter>(m_theme); }
  void cleanup() { m_counter.reset(); }

  void anOldBackupIsSaidCalmly_data() {
    QTest::addColumn<int>("hours");
    QTest::addColumn<bool>("warns");
    QTest::newRow("never") << -1 << true;
    QTest::newRow("yesterday") << 30 << false;
    QTest::newRow("a moment before a week") << 167 << false;
    QTest::newRow("a week") << 168 << true;
  }
  void anOldBackupIsSaidCalmly() {
    QFETCH(int, hours);
    if (hours >= 0)
      world().backup.last = {"/media/stick/shop.loket", world().now() - Duration::hours(hours)};
    openPanel();
    QFETCH(bool, warns);
    QTRY_COMPARE(isShown("backup-warning"), warns);
  }

  void oneIsMadeAndTold() {
    openPanel();
    panel().makeAt(QStringLiteral("/media/stick/shop.loket"));
    QTRY_VERIFY(isShown("backup-message"));
    QCOMPARE(world().backup.last.path, std::string("/media/stick/shop.loket"));
    // The age follows.
    QTRY_VERIFY(!isShown("backup-warning"));
    panel().checkAt(QStringLiteral("/media/stick/shop.loket"));
    QTRY_VERIFY(isShown("backup-message"));
    m_counter->press(Qt::Key_Escape);
    QTRY_VERIFY(!panel().isVisible());
  }

  void whileOneIsMadeThereIsNoOther() {
    world().backup.underWay = true;
    openPanel();
    panel().makeAt(QStringLiteral("/media/stick/shop.loket"));
    QTRY_VERIFY(panel().findChild<ui::widgets::ProgressLine*>()->isVisible());
    for (const char* name : {"backup-make", "backup-check"})
      QVERIFY(!panel().findChild<QWidget*>(QLatin1String(name))->isEnabled());
  }

  void whatWentWrongIsSaidWhereItWas() {
    world().backup.refusal = Error{ErrorCode::DiskFull, "/media/stick/shop.loket: No space left on device"};
    openPanel();
    panel().makeAt(QStringLiteral("/media/stick/shop.loket"));
    QTRY_VERIFY(isShown("backup-message"));
    QVERIFY(isShown("backup-warning"));
    QVERIFY(panel().findChild<QWidget*>(QStringLiteral("backup-make"))->isEnabled());
  }

  void aRestoredShopSaysSoUntilTheOwnerKnows() {
    world().backup.restored = RestoredFrom{world().now() - Duration::hours(40), world().now(), 3};
    openPanel();
    QTRY_VERIFY(isShown("backup-restored"));
    QVERIFY(strip()->isVisible());
    m_counter->press(Qt::Key_F8);
    QTRY_VERIFY(!isShown("backup-restored"));
    QVERIFY(world().backup.restored->isKnown);
    QTRY_VERIFY(!strip()->isVisible());
  }

 private:
  app::fixture::FixtureClient& world() { return m_counter->stage.client; }
  void openPanel() {
    m_counter->open();
    m_counter->press(Qt::Key_F11);
    m_counter->press(Qt::Key_F7);
    QTRY_VERIFY(m_counter->stage.window->findChild<BackupPanel*>() != nullptr && panel().isVisible());
  }
  BackupPanel& panel() { return *m_counter->stage.window->findChild<BackupPanel*>(); }
  QWidget* strip() { return m_counter->stage.window->findChild<QWidget*>(QStringLiteral("strip")); }
  bool isShown(const char* name) { return panel().findChild<QWidget*>(QLatin1String(name))->isVisible(); }

  ui::theme::Theme m_theme;
  std::unique_ptr<Counter> m_counter;
};

}  // namespace loket::test

QTEST_MAIN(loket::test::BackupTest)
#include "backup_test.moc"
