// The first day of a shop, by keyboard alone: nothing is made before everything is said twice that must be, and the
// code that is shown once is shown until it lies on paper.
#include <QAbstractButton>
#include <QLineEdit>
#include <QSignalSpy>

#include "tests/ui/screens/counter.h"
#include "ui/screens/setup/setup_screen.h"
#include "ui/widgets/pin_pad.h"
#include "ui/widgets/qr_code.h"
#include "ui/widgets/text_label.h"

namespace loket::test {

using ui::screens::SetupNames;
using ui::screens::SetupStep;
using ui::screens::SetupTasks;

namespace {

const QString kCode = QStringLiteral("K7QHWD-3MRVXA-9TBNEF-ZC6GPU");

struct Made {
  SetupNames names;
  std::string pin;
};

}  // namespace

class SetupTest final : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    m_theme.setMotion(false);
    m_theme.apply(*qApp);
  }
  void init() {
    m_made.clear();
    m_files.clear();
    m_restored.clear();
    m_file = QStringLiteral("/tmp/loket-config.json");
    m_counter = std::make_unique<Counter>(m_theme);
    ui::text::install(m_counter->language, *qApp);
    window().showSetup(m_counter->language, tasks());
    window().show();
    window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window()));
  }
  void cleanup() { m_counter.reset(); }

  void aShopIsMadeByKeyboard() {
    answer("Warung Bu Sri", "Sri");
    QCOMPARE(setup().step(), SetupStep::Pin);
    type("271828");
    QCOMPARE(setup().step(), SetupStep::PinAgain);
    QVERIFY(m_made.empty());
    type("271828");
    QCOMPARE(m_made.size(), std::size_t{1});
    QCOMPARE(m_made.front().names.outlet, QStringLiteral("Warung Bu Sri"));
    QCOMPARE(m_made.front().names.owner, QStringLiteral("Sri"));
    QCOMPARE(m_made.front().pin, std::string("271828"));
    // While it is made no key makes a second one.
    type("271828");
    QCOMPARE(m_made.size(), std::size_t{1});

    setup().showCode(kCode);
    QSignalSpy finished(&window(), &app::CounterWindow::setupFinished);
    type("zc6gpu");
    press(Qt::Key_Return);
    QCOMPARE(setup().step(), SetupStep::Suppliers);
    QVERIFY(!shows(QStringLiteral("ZC6GPU")));
    QCOMPARE(setup().findChild<ui::widgets::QrCode*>()->modules(), 0);
    press(Qt::Key_Return);
    QCOMPARE(m_files, QStringList{m_file});
    QVERIFY(finished.isEmpty());
    setup().showImported(2);
    QTRY_COMPARE(finished.size(), 1);
  }

  void namesAreNeeded() {
    press(Qt::Key_Return);
    QCOMPARE(setup().step(), SetupStep::Names);
    QVERIFY(setup().findChild<QLineEdit*>(QStringLiteral("outlet"))->hasFocus());
    type("Warung");
    press(Qt::Key_Return);
    QVERIFY(setup().findChild<QLineEdit*>(QStringLiteral("owner"))->hasFocus());
    type("   ");
    press(Qt::Key_Return);
    QCOMPARE(setup().step(), SetupStep::Names);
  }

  void aPinThatSlippedIsAskedForAgain() {
    answer("Warung", "Sri");
    type("271828");
    type("271829");
    QCOMPARE(setup().step(), SetupStep::Pin);
    QVERIFY(m_made.empty());
    type("314159");
    type("314159");
    QCOMPARE(m_made.size(), std::size_t{1});
    QCOMPARE(m_made.front().pin, std::string("314159"));
  }

  void escapeGoesBack() {
    answer("Warung", "Sri");
    type("271828");
    press(Qt::Key_Escape);
    QCOMPARE(setup().step(), SetupStep::Pin);
    press(Qt::Key_Escape);
    QCOMPARE(setup().step(), SetupStep::Names);
    QCOMPARE(setup().names().outlet, QStringLiteral("Warung"));
    QVERIFY(m_made.empty());
  }

  void aShopThatCannotBeMadeSaysWhy() {
    answer("Warung", "Sri");
    type("271828");
    type("271828");
    setup().showError({ErrorCode::DiskFull, {}});
    QCOMPARE(setup().step(), SetupStep::Pin);
    type("271828");
    type("271828");
    QCOMPARE(m_made.size(), std::size_t{2});
  }

  void theCodeStaysUntilItLiesOnPaper() {
    setup().showCode(kCode);
    QVERIFY(setup().findChild<ui::widgets::QrCode*>()->modules() > 0);
    press(Qt::Key_Return);
    QCOMPARE(setup().step(), SetupStep::Code);
    type("K7QHWD");
    press(Qt::Key_Return);
    QCOMPARE(setup().step(), SetupStep::Code);
    press(Qt::Key_Escape);
    QCOMPARE(setup().step(), SetupStep::Code);
    QVERIFY(shows(QStringLiteral("ZC6GPU")));
  }

  void aWrongFileIsSaidAndAnotherMayBeChosen() {
    toSuppliers();
    press(Qt::Key_Return);
    // One at a time.
    press(Qt::Key_Return);
    QCOMPARE(m_files.size(), 1);
    setup().showError({ErrorCode::ConfigInvalid, "upstreams[1].apiKey: missing"});
    QCOMPARE(setup().step(), SetupStep::Suppliers);
    m_file.clear();  // the person thinks better of it
    press(Qt::Key_Return);
    QCOMPARE(m_files.size(), 1);
    m_file = QStringLiteral("/tmp/other.json");
    press(Qt::Key_Return);
    QCOMPARE(m_files.size(), 2);
    setup().showImported(0);
    QCOMPARE(setup().step(), SetupStep::Suppliers);
  }

  void suppliersMayComeLater() {
    toSuppliers();
    QSignalSpy finished(&window(), &app::CounterWindow::setupFinished);
    press(Qt::Key_Escape);
    QTRY_COMPARE(finished.size(), 1);
    QVERIFY(m_files.isEmpty());
  }

  void aBackupBecomesTheShopByKeyboard() {
    m_file = QString();
    press(Qt::Key_F5);
    QCOMPARE(setup().step(), SetupStep::Names);
    m_file = QStringLiteral("/media/stick/shop.loket");
    press(Qt::Key_F5);
    QCOMPARE(setup().step(), SetupStep::BackupCode);
    press(Qt::Key_Return);
    QCOMPARE(setup().step(), SetupStep::BackupCode);
    press(Qt::Key_Escape);
    QCOMPARE(setup().step(), SetupStep::Names);
    press(Qt::Key_F5);
    type("k7qhwd 3mrvxa");
    press(Qt::Key_Return);
    type("271828");
    type("271828");
    QVERIFY(m_made.empty());
    QCOMPARE(m_restored.size(), std::size_t{1});
    QCOMPARE(m_restored.front(), std::string("/media/stick/shop.loket|k7qhwd 3mrvxa|271828"));
    setup().showShare(0.4);
    // The wrong paper: the code can be typed again.
    setup().showError({ErrorCode::PinWrong, "recovery code"});
    QCOMPARE(setup().step(), SetupStep::BackupCode);
    QVERIFY(!setup().findChild<QWidget*>(QStringLiteral("message"))->isHidden());
    press(Qt::Key_Return);
    type("271828");
    type("271828");
    QCOMPARE(m_restored.size(), std::size_t{2});
    QSignalSpy finished(&window(), &app::CounterWindow::setupFinished);
    setup().showRestored();
    QTRY_COMPARE(finished.size(), 1);
  }

  void anotherLanguageKeepsWhatWasTyped() {
    type("Warung Bu Sri");
    QSignalSpy chosen(&window(), &app::CounterWindow::languageChosen);
    for (auto* button : setup().findChildren<QAbstractButton*>())
      if (button->text() == QStringLiteral("English"))
        QTest::mouseClick(button, Qt::LeftButton);
    QTRY_COMPARE(chosen.size(), 1);
    ui::text::install(ui::text::Language::English, *qApp);
    window().showSetup(ui::text::Language::English, tasks());
    QCOMPARE(setup().names().outlet, QStringLiteral("Warung Bu Sri"));
    QTRY_VERIFY(shows(QStringLiteral("A new shop")));
  }

 private:
  SetupTasks tasks() {
    SetupTasks tasks;
    tasks.create = [this](const SetupNames& names, SecretBytes pin) {
      m_made.push_back({names, std::string(pin.view())});
    };
    tasks.importConfig = [this](const QString& file) { m_files.append(file); };
    tasks.chooseFile = [this] { return m_file; };
    tasks.chooseBackup = tasks.chooseFile;
    tasks.restore = [this](const ui::screens::SetupBackup& backup, const SecretBytes& pin) {
      m_restored.push_back(backup.file.toStdString() + "|" + std::string(backup.code.view()) + "|" + std::string(pin.view()));
    };
    return tasks;
  }
  [[nodiscard]] app::CounterWindow& window() const { return *m_counter->stage.window; }
  [[nodiscard]] ui::screens::SetupScreen& setup() const { return *window().setup(); }
  void press(Qt::Key key) const { m_counter->press(key); }
  void type(const char* text) const { m_counter->type(text); }
  void answer(const char* outlet, const char* owner) const {
    type(outlet);
    press(Qt::Key_Return);
    type(owner);
    press(Qt::Key_Return);
  }
  void toSuppliers() const {
    setup().showCode(kCode);
    type("zc6gpu");
    press(Qt::Key_Return);
    QCOMPARE(setup().step(), SetupStep::Suppliers);
  }
  [[nodiscard]] bool shows(const QString& words) const {
    const auto labels = setup().findChildren<ui::widgets::TextLabel*>();
    return std::any_of(labels.begin(), labels.end(),
                       [&words](const auto* label) { return label->isVisible() && label->text().contains(words); });
  }

  ui::theme::Theme m_theme;
  std::unique_ptr<Counter> m_counter;
  std::vector<Made> m_made;
  std::vector<std::string> m_restored;
  QStringList m_files;
  QString m_file;
};

}  // namespace loket::test

QTEST_MAIN(loket::test::SetupTest)
#include "setup_test.moc"
