// Limits and suppliers from the keyboard: nothing counts before the owner's PIN, what was typed is never lost to a
// mistake, a secret is never shown, and what was saved can be taken back.
#include <QAbstractItemView>
#include <QClipboard>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QSemaphore>
#include <QSet>
#include <QTemporaryDir>

#include "app/cashier/shots/fixture_shop.h"
#include "app/cashier/shots/fixture_staff.h"
#include "tests/ui/screens/counter.h"
#include "ui/screens/settings/sheet_panel.h"
#include "ui/screens/settings/suppliers_panel.h"
#include "ui/text/audit.h"
#include "ui/text/errors.h"
#include "ui/text/times.h"
#include "ui/widgets/choice_grid.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/money_edit.h"
#include "ui/widgets/pin_pad.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/status_pill.h"
#include "ui/widgets/text_label.h"

namespace loket::test {

using ui::widgets::RowList;
using ui::widgets::TextLabel;

namespace {

struct SettingsCounter : Counter {
  using Counter::Counter;

  // Each key to whoever has the keyboard by then: the first one may move it.
  void type(const char* text) const {
    for (const char* at = text; *at != '\0'; ++at) QTest::keyClick(focus(), *at);
  }
  void openLimits() {
    open();
    press(Qt::Key_F11);
    press(Qt::Key_F8);
    QTRY_COMPARE(focusName(), QStringLiteral("sheet"));
    QTRY_COMPARE(list("sheet")->model()->rowCount(), 13);
  }
  void openSuppliers() {
    open();
    press(Qt::Key_F11);
    press(Qt::Key_F10);
    QTRY_COMPARE(focusName(), QStringLiteral("suppliers"));
    QTRY_COMPARE(list("suppliers")->model()->rowCount(), 6);
  }
  void openSupplier(const char* title) {
    openSuppliers();
    goTo("suppliers", QString::fromUtf8(title));
    press(Qt::Key_Enter);
    QTRY_COMPARE(focusName(), QStringLiteral("sheet"));
  }
  [[nodiscard]] QString focusName() const { return focus() == nullptr ? QString() : focus()->objectName(); }
  // What is on the screen: each sheet has its own.
  template <typename T>
  [[nodiscard]] T* visible(const char* name) const {
    for (T* one : stage.window->findChildren<T*>(QString::fromLatin1(name)))
      if (one->isVisible())
        return one;
    return nullptr;
  }
  [[nodiscard]] RowList* list(const char* name) const { return visible<RowList>(name); }
  void goTo(const char* name, const QString& title) const {
    press(Qt::Key_Home);
    for (int row = 0; list(name)->currentIndex().data(ui::widgets::TitleRole).toString() != title; ++row) {
      QVERIFY2(row < list(name)->model()->rowCount(), qPrintable(title));
      press(Qt::Key_Down);
    }
  }
  [[nodiscard]] QString value() const {
    return list("sheet")->currentIndex().data(ui::widgets::SubtitleRole).toString();
  }
  [[nodiscard]] QString message(const char* name) const {
    const auto* one = visible<ui::widgets::InlineMessage>(name);
    return one == nullptr ? QString() : one->accessibleName();
  }
  void toGate() const {
    press(Qt::Key_F8);
    QTRY_COMPARE(focusName(), QStringLiteral("gate-pin"));
  }
  [[nodiscard]] const Limits& limits() const { return stage.client.shopSettings.limits; }
  [[nodiscard]] const std::vector<api::SaveLimits>& limitsSaved() const { return stage.client.shopSettings.limitsSaved; }
  [[nodiscard]] const std::vector<api::SaveUpstream>& suppliersSaved() const {
    return stage.client.shopSettings.suppliersSaved;
  }
  // Nowhere on the screen, in whatever way.
  [[nodiscard]] bool isShown(const QString& words) const {
    for (const auto* label : stage.window->findChildren<TextLabel*>())
      if (label->text().contains(words))
        return true;
    for (const auto* edit : stage.window->findChildren<QLineEdit*>())
      if (edit->text().contains(words))
        return true;
    for (const auto* rows : stage.window->findChildren<RowList*>())
      for (int row = 0; row < rows->model()->rowCount(); ++row)
        for (const int role : {+ui::widgets::TitleRole, +ui::widgets::SubtitleRole, int(Qt::AccessibleTextRole)})
          if (rows->model()->index(row, 0).data(role).toString().contains(words))
            return true;
    return false;
  }
};

}  // namespace

class SettingsTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { m_theme.apply(*qApp); }

  void aLimitCountsWithTheOwnersPin() {
    SettingsCounter counter(m_theme);
    counter.openLimits();
    const Limits before = counter.limits();
    // Whoever just types means the line that is chosen.
    counter.type("750000");
    QCOMPARE(counter.focusName(), QStringLiteral("setting-money"));
    QCOMPARE(counter.value(), QStringLiteral("Rp750.000"));
    QVERIFY(counter.visible<TextLabel>("setting-was")->text().contains(QStringLiteral("Rp500.000")));
    QVERIFY(counter.visible<TextLabel>("sheet-count")->text().startsWith(QStringLiteral("1 ")));
    QVERIFY(counter.limits() == before);
    counter.toGate();
    QVERIFY(counter.visible<TextLabel>("gate-words")->text().contains(QStringLiteral("Rp500.000 → Rp750.000")));
    counter.type(app::fixture::kOwnersPin);
    QTRY_COMPARE(counter.limitsSaved().size(), std::size_t{1});
    QCOMPARE(counter.limits().offline.maxAmount, Money::rupiah(750'000));
    QCOMPARE(counter.limitsSaved()[0].by, UserName("sri"));
    QTRY_COMPARE(counter.focusName(), QStringLiteral("sheet"));
    QVERIFY(counter.message("sheet-message").contains(QStringLiteral("Ctrl+Z")));
    // And back.
    counter.press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(counter.value(), QStringLiteral("Rp500.000"));
    counter.toGate();
    counter.type(app::fixture::kOwnersPin);
    QTRY_VERIFY(counter.limits() == before);
  }

  void aCounterThatNeverLocksIsWarnedOf() {
    SettingsCounter counter(m_theme, QSize(1366, 768), ui::text::Language::English);
    counter.openLimits();
    counter.goTo("sheet", QStringLiteral("The counter locks itself after"));
    QCOMPARE(counter.value(), QStringLiteral("10 minutes"));
    counter.type("0");
    QCOMPARE(counter.value(), QStringLiteral("never"));
    counter.toGate();
    QVERIFY(counter.visible<TextLabel>("gate-words")->text().contains(QStringLiteral("whoever walks by")));
    counter.type(app::fixture::kOwnersPin);
    QTRY_COMPARE(counter.limits().access.lockAfterMinutes, 0);
    // And it stays said, where the settings are opened.
    QTRY_COMPARE(counter.focusName(), QStringLiteral("sheet"));
    counter.press(Qt::Key_Escape);
    const auto isWarned = [&counter] {
      const auto all = counter.stage.window->findChildren<ui::widgets::InlineMessage*>();
      return std::any_of(all.begin(), all.end(), [](const auto* one) {
        return one->isVisible() && one->accessibleName().contains(QStringLiteral("whoever walks by"));
      });
    };
    QTRY_VERIFY(isWarned());
  }

  // On the smallest screen too: what wants to be looked at comes first, no row is squeezed, and the keys go through them.
  void healthIsReadWhole() {
    SettingsCounter counter(m_theme, QSize(1024, 600), ui::text::Language::Indonesian);
    counter.stage.client.online = false;
    counter.open();
    counter.press(Qt::Key_F11);
    const auto* health = counter.visible<QScrollArea>("health");
    QVERIFY(health != nullptr);
    const auto pills = [health] { return health->findChildren<ui::widgets::StatusPill*>(); };
    QTRY_COMPARE(pills().size(), 13);
    QTRY_VERIFY(health->verticalScrollBar()->maximum() > 0);
    for (const auto* pill : pills()) {
      QVERIFY(pill->height() >= pill->sizeHint().height());
      QVERIFY(pill->parentWidget()->height() >= pill->parentWidget()->sizeHint().height());
    }
    QCOMPARE(pills().front()->parentWidget()->findChild<TextLabel*>()->text(), QStringLiteral("Bank"));
    QVERIFY(!pills().front()->visibleRegion().isEmpty() && pills().back()->visibleRegion().isEmpty());
    for (int i = 0; i < 100 && pills().back()->visibleRegion().isEmpty(); ++i) counter.press(Qt::Key_Down);
    QVERIFY(!pills().back()->visibleRegion().isEmpty());
    for (int i = 0; i < 100 && pills().front()->visibleRegion().isEmpty(); ++i) counter.press(Qt::Key_Up);
    QVERIFY(!pills().front()->visibleRegion().isEmpty());
  }

  void limitsAreChangedByTwo() {
    SettingsCounter counter(m_theme, QSize(1366, 768), ui::text::Language::English);
    counter.openLimits();
    counter.goTo("sheet", QStringLiteral("Cash goes back by two people from"));
    QCOMPARE(counter.value(), QStringLiteral("always"));
    counter.type("50000");
    counter.stage.client.shopSettings.error = Error{ErrorCode::ApprovalMissing, {}};
    counter.toGate();
    counter.type(app::fixture::kOwnersPin);
    QTRY_COMPARE(counter.focusName(), QStringLiteral("second-pin"));
    QVERIFY(counter.limitsSaved().empty());
    // Esc: nothing is saved, and the owner is asked again.
    counter.press(Qt::Key_Escape);
    QTRY_COMPARE(counter.focusName(), QStringLiteral("gate-pin"));
    QVERIFY(counter.limitsSaved().empty());
    QVERIFY(counter.message("gate-message").contains(QStringLiteral("second person")));
    counter.stage.client.shopSettings.error = Error{ErrorCode::ApprovalMissing, {}};
    counter.type(app::fixture::kOwnersPin);
    QTRY_COMPARE(counter.focusName(), QStringLiteral("second-pin"));
    counter.type(app::fixture::kHelpersPin);
    QTRY_COMPARE(counter.limitsSaved().size(), std::size_t{1});
    QCOMPARE(counter.limitsSaved()[0].by, UserName("sri"));
    QCOMPARE(counter.limitsSaved()[0].second.with, std::optional(UserName("budi")));
    QVERIFY(counter.limits().approval.refundFrom == Money::rupiah(50'000));
    QTRY_COMPARE(counter.focusName(), QStringLiteral("sheet"));
    counter.goTo("sheet", QStringLiteral("These limits are changed by two people"));
    QCOMPARE(counter.value(), QStringLiteral("yes"));
    counter.type("0");
    QCOMPARE(counter.value(), QStringLiteral("no"));
    counter.toGate();
    counter.type(app::fixture::kOwnersPin);
    QTRY_VERIFY(!counter.limits().approval.limits);
  }

  void aSecondProofIsSetAndTakenBack() {
    SettingsCounter counter(m_theme, QSize(1366, 768), ui::text::Language::English);
    counter.openLimits();
    counter.goTo("sheet", QStringLiteral("A second proof from"));
    QCOMPARE(counter.value(), QStringLiteral("never"));
    counter.type("1000000");
    counter.toGate();
    counter.type(app::fixture::kOwnersPin);
    QTRY_COMPARE(counter.limits().stepUp.from, Money::rupiah(1'000'000));
    QVERIFY(counter.limits().stepUp.newNumberFrom.isZero());
  }

  void nobodyElsesPinDoes() {
    SettingsCounter counter(m_theme);
    counter.stage.client.user = "budi";
    counter.openLimits();
    counter.type("750000");
    counter.toGate();
    counter.type(app::fixture::kHelpersPin);
    QTRY_VERIFY(!counter.message("gate-message").isEmpty());
    QVERIFY(counter.limitsSaved().empty());
    // Esc goes back to what was typed, and the PIN that was begun is gone.
    counter.type("12");
    counter.press(Qt::Key_Escape);
    if (counter.focusName() == QStringLiteral("gate-pin"))
      counter.press(Qt::Key_Escape);
    QTRY_COMPARE(counter.focusName(), QStringLiteral("sheet"));
    QCOMPARE(counter.value(), QStringLiteral("Rp750.000"));
    counter.toGate();
    QCOMPARE(counter.visible<ui::widgets::PinPad>("gate-pin")->entered(), 0);
  }

  // Read out over the telephone: in the name of whoever stands here, and each saving takes a code of its own.
  void theAbsentOwnersCodeSavesOnce() {
    SettingsCounter counter(m_theme, QSize(1366, 768), ui::text::Language::English);
    counter.stage.client.user = "budi";
    static_cast<void>(counter.stage.client.people.enrolOwner(UserName("sri")));
    counter.openLimits();
    counter.type("750000");
    counter.toGate();
    QVERIFY(counter.visible<ui::widgets::ChoiceGrid>("gate-ways") != nullptr);
    // Budi's own PIN is not the owner's, and the code is not taken for one.
    counter.type(app::fixture::kOwnersCode);
    QTRY_VERIFY(!counter.message("gate-message").isEmpty());
    QVERIFY(counter.limitsSaved().empty());
    counter.press(Qt::Key_Right);
    QVERIFY(counter.message("gate-message").isEmpty());
    counter.type("000000");
    QTRY_COMPARE(counter.message("gate-message"), ui::text::sentence(Error{ErrorCode::CodeWrong, {}}));
    QVERIFY(counter.limitsSaved().empty());
    QCOMPARE(counter.focusName(), QStringLiteral("gate-pin"));
    counter.type(app::fixture::kOwnersCode);
    QTRY_COMPARE(counter.limitsSaved().size(), std::size_t{1});
    QCOMPARE(counter.limitsSaved()[0].by, UserName("budi"));
    QCOMPARE(counter.limitsSaved()[0].second.ownerCode, std::string(app::fixture::kOwnersCode));
    QVERIFY(!counter.limitsSaved()[0].second.with);
    QCOMPARE(counter.limits().offline.maxAmount, Money::rupiah(750'000));
    QTRY_COMPARE(counter.focusName(), QStringLiteral("sheet"));
    // The next change asks again, from the PIN on.
    counter.type("800000");
    counter.toGate();
    QCOMPARE(counter.visible<ui::widgets::ChoiceGrid>("gate-ways")->chosen(), 0);
    QCOMPARE(counter.limitsSaved().size(), std::size_t{1});
  }

  void theOwnersPinDoesBesideTheCode() {
    SettingsCounter counter(m_theme);
    counter.stage.client.user = "budi";
    static_cast<void>(counter.stage.client.people.enrolOwner(UserName("sri")));
    counter.openLimits();
    counter.type("750000");
    counter.toGate();
    counter.press(Qt::Key_Left);  // the code
    counter.press(Qt::Key_Left);  // and back
    counter.type(app::fixture::kOwnersPin);
    QTRY_COMPARE(counter.limitsSaved().size(), std::size_t{1});
    QCOMPARE(counter.limitsSaved()[0].by, UserName("sri"));
    QVERIFY(counter.limitsSaved()[0].second.ownerCode.empty());
  }

  void theCodeIsOfferedWhereItCanStandIn() {
    const auto isOffered = [this](const char* user, Role role, bool isSetUp) {
      SettingsCounter counter(m_theme);
      counter.stage.client.user = user;
      counter.stage.client.helpersRole = role;
      if (isSetUp)
        static_cast<void>(counter.stage.client.people.enrolOwner(UserName("sri")));
      counter.openLimits();
      counter.type("750000");
      counter.toGate();
      return counter.visible<ui::widgets::ChoiceGrid>("gate-ways") != nullptr;
    };
    QVERIFY(isOffered("budi", Role::Cashier, true));
    QVERIFY(isOffered("budi", Role::Supervisor, true));
    QVERIFY(!isOffered("budi", Role::Cashier, false));  // none is set up
    QVERIFY(!isOffered("sri", Role::Cashier, true));    // nobody is absent
    QVERIFY(!isOffered("budi", Role::Auditor, true));   // who only looks is no second one
  }

  // What is being saved does not change under it.
  void noKeyReachesTheSheetWhileThePinIsLookedAt() {
    QSemaphore mayProve;
    SettingsCounter counter(m_theme);
    counter.openLimits();
    ui::bridge::StaffRoom room = app::fixture::staffOf(counter.stage.client);
    room.prove = [&mayProve, prove = room.prove](const UserName& who, const SecretBytes& pin) {
      mayProve.acquire();
      return prove(who, pin);
    };
    counter.stage.window->setStaff(std::move(room));
    const auto atLast = qScopeGuard([&mayProve] { mayProve.release(10); });
    counter.type("750000");
    counter.toGate();
    counter.type(app::fixture::kOwnersPin);
    for (const Qt::Key key : {Qt::Key_Delete, Qt::Key_Tab, Qt::Key_Down, Qt::Key_Escape, Qt::Key_1})
      counter.press(key);
    QVERIFY(counter.visible<ui::widgets::PinPad>("gate-pin") != nullptr);
    QCOMPARE(counter.value(), QStringLiteral("Rp750.000"));
    mayProve.release();
    QTRY_COMPARE(counter.limitsSaved().size(), std::size_t{1});
    QCOMPARE(counter.limits().offline.maxAmount, Money::rupiah(750'000));
  }

  void whatIsNoNumberIsSaidAndChangesNothing() {
    SettingsCounter counter(m_theme);
    counter.openLimits();
    counter.press(Qt::Key_Down);
    counter.press(Qt::Key_Down);
    counter.press(Qt::Key_Enter);
    QCOMPARE(counter.focusName(), QStringLiteral("setting-text"));
    counter.type("12a");
    QVERIFY(!counter.message("setting-message").isEmpty());
    QCOMPARE(counter.value(), QStringLiteral("12"));
    counter.visible<QLineEdit>("setting-text")->selectAll();
    counter.type("9999999");
    QVERIFY(counter.message("setting-message").contains(QStringLiteral("1.000.000")));
    QCOMPARE(counter.value(), QStringLiteral("999.999"));
    // Enter does not go on as if it had been taken.
    counter.press(Qt::Key_Enter);
    QCOMPARE(counter.focusName(), QStringLiteral("setting-text"));
    QVERIFY(!counter.message("setting-message").isEmpty());
    counter.press(Qt::Key_Escape);
    counter.press(Qt::Key_Delete);
    QCOMPARE(counter.value(), QStringLiteral("100"));
    counter.press(Qt::Key_F8);
    QCOMPARE(counter.focusName(), QStringLiteral("sheet"));
  }

  void leavingAsksOnce() {
    SettingsCounter counter(m_theme);
    counter.openLimits();
    counter.type("750000");
    counter.press(Qt::Key_Enter);
    counter.press(Qt::Key_Escape);
    QVERIFY(!counter.message("sheet-message").isEmpty());
    QCOMPARE(counter.focusName(), QStringLiteral("sheet"));
    counter.press(Qt::Key_Escape);
    QTRY_VERIFY(counter.list("sheet") == nullptr);
    counter.press(Qt::Key_F8);
    QTRY_VERIFY(counter.list("sheet") != nullptr);
    counter.press(Qt::Key_Home);
    QCOMPARE(counter.value(), QStringLiteral("Rp500.000"));
  }

  void anothersLimitsAreNotOverwritten() {
    SettingsCounter counter(m_theme);
    counter.openLimits();
    counter.type("750000");
    counter.stage.client.shopSettings.limits.offline.maxCount = 7;
    counter.toGate();
    counter.type(app::fixture::kOwnersPin);
    QTRY_COMPARE(counter.focusName(), QStringLiteral("sheet"));
    QTRY_VERIFY(!counter.message("sheet-message").isEmpty());
    QVERIFY(counter.limitsSaved().empty());
    // What was typed is still there, beside what the other one saved, and saving it leaves his alone.
    QCOMPARE(counter.value(), QStringLiteral("Rp750.000"));
    counter.toGate();
    QVERIFY(!counter.visible<TextLabel>("gate-words")->text().contains(QStringLiteral("\n")));
    counter.type(app::fixture::kOwnersPin);
    QTRY_COMPARE(counter.limits().offline.maxAmount, Money::rupiah(750'000));
    QCOMPARE(counter.limits().offline.maxCount, 7);
  }

  void aSecretIsReplacedAndNeverShown() {
    SettingsCounter counter(m_theme);
    counter.openSupplier("Digiflazz");
    counter.goTo("sheet", keyTitle());
    QVERIFY(!counter.isShown(QStringLiteral("made-up-key")));
    counter.press(Qt::Key_Enter);
    QVERIFY(!counter.isShown(QStringLiteral("made-up-key")));
    QCOMPARE(counter.visible<QLineEdit>("setting-text")->echoMode(), QLineEdit::Password);
    counter.type("new-key");
    // Emptied again: the old one stays.
    counter.visible<QLineEdit>("setting-text")->selectAll();
    counter.press(Qt::Key_Backspace);
    QVERIFY(counter.visible<TextLabel>("sheet-count")->text().isEmpty());
    counter.type("new-key");
    counter.toGate();
    QVERIFY(!counter.isShown(QStringLiteral("made-up-key")));
    for (const auto* label : counter.stage.window->findChildren<TextLabel*>())
      QVERIFY(!label->text().contains(QStringLiteral("new-key")));
    counter.type(app::fixture::kOwnersPin);
    QTRY_COMPARE(counter.suppliersSaved().size(), std::size_t{1});
    const api::SaveUpstream& said = counter.suppliersSaved()[0];
    QCOMPARE(said.to->value("apiKey"), std::string("new-key"));
    QCOMPARE(said.from->value("apiKey"), std::string("made-up-key"));
    QCOMPARE(said.by, UserName("sri"));
    QTRY_COMPARE(counter.focusName(), QStringLiteral("suppliers"));
    QVERIFY(!counter.message("suppliers-message").isEmpty());
  }

  // Another page and the lock are one to it.
  void aSuppliersKeyIsHereOnlyWhileSomebodyLooks_data() {
    QTest::addColumn<bool>("isLocked");
    QTest::newRow("another page") << false;
    QTest::newRow("the lock") << true;
  }
  void aSuppliersKeyIsHereOnlyWhileSomebodyLooks() {
    QFETCH(const bool, isLocked);
    SettingsCounter counter(m_theme);
    counter.openSupplier("Digiflazz");
    const auto* panel = counter.stage.window->findChild<ui::screens::SuppliersPanel*>();
    QVERIFY(panel != nullptr);
    QCOMPARE(panel->suppliers().size(), std::size_t{3});
    counter.goTo("sheet", keyTitle());
    counter.press(Qt::Key_Enter);
    counter.type("new-key");
    QVERIFY(counter.isShown(QStringLiteral("new-key")));
    if (isLocked)
      counter.press(Qt::Key_L, Qt::ControlModifier);
    else
      counter.press(Qt::Key_F1);
    QCOMPARE(counter.stage.window->isLocked(), isLocked);
    // At once, and with it the fields and how they were typed in.
    QVERIFY(panel->suppliers().empty());
    QVERIFY(!counter.isShown(QStringLiteral("new-key")));
    QTRY_VERIFY(panel->findChild<ui::screens::SheetPanel*>() == nullptr);
    if (isLocked)
      counter.type(app::fixture::kOwnersPin);
    else
      counter.press(Qt::Key_F11);
    QTRY_COMPARE(counter.focusName(), QStringLiteral("suppliers"));
    QVERIFY(!counter.message("suppliers-message").isEmpty());
    QTRY_COMPARE(counter.list("suppliers")->model()->rowCount(), 6);
    counter.goTo("suppliers", QStringLiteral("Digiflazz"));
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.focusName(), QStringLiteral("sheet"));
    QVERIFY(counter.visible<TextLabel>("sheet-count")->text().isEmpty());
    QVERIFY(counter.suppliersSaved().empty());
    // With nothing typed nothing is lost.
    counter.press(Qt::Key_F1);
    counter.press(Qt::Key_F11);
    QTRY_COMPARE(counter.focusName(), QStringLiteral("suppliers"));
    QVERIFY(counter.message("suppliers-message").isEmpty());
  }

  // Whoever unlocks is led to the list, and nobody enters the page.
  void theSuppliersAreAskedForAgainAfterTheLock() {
    SettingsCounter counter(m_theme);
    counter.openSuppliers();
    const auto* panel = counter.stage.window->findChild<ui::screens::SuppliersPanel*>();
    counter.press(Qt::Key_L, Qt::ControlModifier);
    QVERIFY(counter.stage.window->isLocked());
    QVERIFY(panel->suppliers().empty());
    counter.type(app::fixture::kOwnersPin);
    QTRY_COMPARE(counter.focusName(), QStringLiteral("suppliers"));
    QTRY_COMPARE(counter.list("suppliers")->model()->rowCount(), 6);
    QVERIFY(counter.message("suppliers-message").isEmpty());
    // An answer that comes when nobody looks any more is not kept.
    counter.press(Qt::Key_F5);
    counter.press(Qt::Key_F1);
    QCoreApplication::processEvents();
    QVERIFY(panel->suppliers().empty());
  }

  void whatIsMissingOfANewOneIsNamed() {
    SettingsCounter counter(m_theme);
    counter.openSuppliers();
    counter.press(Qt::Key_End);
    counter.press(Qt::Key_Up);
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.focusName(), QStringLiteral("sheet"));
    // A short name that nobody has yet.
    QCOMPARE(counter.value(), QStringLiteral("iak-2"));
    const auto fill = [&](const char* typed) {
      counter.press(Qt::Key_Down);
      counter.press(Qt::Key_Enter);
      counter.type(typed);
      counter.press(Qt::Key_Escape);
    };
    fill("https://iak.example/prepaid");
    fill("https://iak.example/postpaid/");
    fill("0812");
    counter.press(Qt::Key_F8);
    QCOMPARE(counter.focusName(), QStringLiteral("sheet"));
    QVERIFY(counter.message("sheet-message").contains(keyTitle()));
    fill("the-key");
    counter.toGate();
    counter.type(app::fixture::kOwnersPin);
    QTRY_COMPARE(counter.suppliersSaved().size(), std::size_t{1});
    const api::SaveUpstream& said = counter.suppliersSaved()[0];
    QVERIFY(!said.from);
    QCOMPARE(said.to->id, UpstreamId("iak-2"));
    QCOMPARE(said.to->value("postpaidUrl"), std::string("https://iak.example/postpaid"));
    QTRY_COMPARE(counter.list("suppliers")->model()->rowCount(), 7);
  }

  void aSupplierGoesWithThePin() {
    SettingsCounter counter(m_theme);
    counter.openSuppliers();
    counter.goTo("suppliers", QStringLiteral("IAK"));
    counter.press(Qt::Key_Delete);
    QTRY_COMPARE(counter.focusName(), QStringLiteral("gate-pin"));
    counter.press(Qt::Key_Escape);
    QTRY_COMPARE(counter.focusName(), QStringLiteral("suppliers"));
    counter.press(Qt::Key_Delete);
    counter.stage.client.shopSettings.error = Error{ErrorCode::StateForbids, "in-use: iak: 261123-AB12"};
    counter.type(app::fixture::kOwnersPin);
    QTRY_VERIFY(counter.message("gate-message").contains(QStringLiteral("261123-AB12")));
    QVERIFY(counter.suppliersSaved().empty());
    counter.stage.client.shopPaper.unread = Error{ErrorCode::Internal, {}};
    counter.type(app::fixture::kOwnersPin);
    QTRY_COMPARE(counter.suppliersSaved().size(), std::size_t{1});
    QVERIFY(!counter.suppliersSaved()[0].to);
    QTRY_COMPARE(counter.focusName(), QStringLiteral("suppliers"));
    QTRY_COMPARE(counter.list("suppliers")->model()->rowCount(), 5);
  }

  void aFileIsReadOrRefused() {
    SettingsCounter counter(m_theme);
    counter.openSupplier("Digiflazz");
    QTemporaryDir dir;
    const auto write = [&dir](const char* name, const char* content) {
      QFile file(dir.filePath(QString::fromLatin1(name)));
      if (file.open(QIODevice::WriteOnly))
        file.write(content);
      return file.fileName();
    };
    const QString junk = write("junk.pem", "hello");
    const QString good = write("ca.pem", "-----BEGIN CERTIFICATE-----\nmade up\n-----END CERTIFICATE-----\n");
    counter.goTo("sheet", caTitle());
    const QString unset = counter.value();
    counter.press(Qt::Key_Enter);
    for (const QString& path : {dir.filePath(QStringLiteral("none.pem")), write("empty.pem", ""), junk}) {
      counter.visible<QLineEdit>("setting-text")->setText(path);
      counter.press(Qt::Key_Enter);
      QVERIFY2(!counter.message("setting-message").isEmpty(), qPrintable(path));
      QCOMPARE(counter.value(), unset);
    }
    counter.visible<QLineEdit>("setting-text")->setText(good);
    counter.press(Qt::Key_Enter);
    QCOMPARE(counter.focusName(), QStringLiteral("sheet"));
    counter.toGate();
    // What was saved stands in the list before the core tells it again.
    counter.stage.client.shopPaper.unread = Error{ErrorCode::Internal, {}};
    counter.type(app::fixture::kOwnersPin);
    QTRY_COMPARE(counter.suppliersSaved().size(), std::size_t{1});
    QVERIFY(counter.suppliersSaved()[0].to->caPem.find("made up") != std::string::npos);
    // Del in the list takes it away again.
    QTRY_COMPARE(counter.focusName(), QStringLiteral("suppliers"));
    counter.goTo("suppliers", QStringLiteral("Digiflazz"));
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.focusName(), QStringLiteral("sheet"));
    counter.goTo("sheet", caTitle());
    counter.press(Qt::Key_Delete);
    QCOMPARE(counter.value(), unset);
    counter.toGate();
    counter.type(app::fixture::kOwnersPin);
    QTRY_COMPARE(counter.suppliersSaved().size(), std::size_t{2});
    QVERIFY(counter.suppliersSaved()[1].to->caPem.empty());
  }

  void whatTheProgramIsAndItsLicencesAreReadHere() {
    QCoreApplication::setApplicationVersion(QStringLiteral("7.8.9"));
    SettingsCounter counter(m_theme);
    counter.open();
    counter.press(Qt::Key_F11);
    counter.press(Qt::Key_F1, Qt::ShiftModifier);
    QTRY_COMPARE(counter.focusName(), QStringLiteral("about-parts"));
    QCOMPARE(counter.visible<TextLabel>("about-version")->text(), QStringLiteral("7.8.9"));
    auto* parts = counter.visible<QAbstractItemView>("about-parts");
    auto* licence = counter.visible<QPlainTextEdit>("about-licence");
    QVERIFY(licence->toPlainText().contains(QStringLiteral("GNU GENERAL PUBLIC LICENSE")));
    // Everything it is made of names a licence and shows its text, or where that lies.
    QSet<QString> texts;
    for (int row = 0; row < parts->model()->rowCount(); ++row) {
      const QString title = counter.visible<TextLabel>("about-licence-title")->text();
      QVERIFY2(title.startsWith(parts->model()->index(row, 0).data().toString()), qPrintable(title));
      QVERIFY2(licence->toPlainText().size() > 20, qPrintable(title));
      texts << licence->toPlainText();
      counter.press(Qt::Key_Down);
    }
    QCOMPARE(texts.size(), parts->model()->rowCount());
    // Read with the keys alone, and back.
    counter.press(Qt::Key_Home);
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.focusName(), QStringLiteral("about-licence"));
    counter.press(Qt::Key_Down);
    QCOMPARE(licence->verticalScrollBar()->value(), 1);
    counter.press(Qt::Key_Escape);
    QCOMPARE(counter.focusName(), QStringLiteral("about-parts"));
    // What is copied says nothing of the shop.
    counter.press(Qt::Key_F6);
    const QString copied = QGuiApplication::clipboard()->text();
    QVERIFY2(copied.contains(QStringLiteral("7.8.9")) && copied.contains(QString::fromLatin1(qVersion())), qPrintable(copied));
    QVERIFY2(!copied.contains(QString::fromStdString(app::fixture::outlet().name)), qPrintable(copied));
    counter.press(Qt::Key_Escape);
    QTRY_VERIFY(counter.visible<QWidget>("about-parts") == nullptr);
  }

  void theJournalIsLookedAtAndSigned() {
    SettingsCounter counter(m_theme);
    counter.open();
    counter.press(Qt::Key_F11);
    counter.press(Qt::Key_F10, Qt::ShiftModifier);
    QTRY_VERIFY(counter.visible<TextLabel>("audit-words") != nullptr);
    counter.press(Qt::Key_F5);
    QTRY_VERIFY(!counter.message("audit-message").isEmpty());
    const QString sound = counter.message("audit-message");
    QVERIFY(counter.visible<TextLabel>("audit-words")->text().contains(QStringLiteral("1.204")));
    QVERIFY(counter.visible<TextLabel>("audit-faults")->text().isEmpty());
    QVERIFY(counter.visible<QWidget>("audit-code") == nullptr);
    counter.press(Qt::Key_F6);
    QTRY_VERIFY(counter.visible<QWidget>("audit-code") != nullptr);
    // What is not as it was written is said, each in its words, and never called sound.
    counter.stage.client.auditFaults = {{411, "event"}, {0, "unlogged"}, {7, "something new"}};
    counter.press(Qt::Key_F5);
    QTRY_VERIFY(counter.message("audit-message") != sound && !counter.message("audit-message").isEmpty());
    QCOMPARE(counter.visible<TextLabel>("audit-faults")->text().split(QLatin1Char('\n')).size(), 3);
    QVERIFY(counter.visible<TextLabel>("audit-faults")->text().contains(QStringLiteral("411")));
    // Who has seen it, and what is against this home, whatever else is said.
    QVERIFY(counter.visible<TextLabel>("audit-witnessed")->text().isEmpty());
    counter.stage.client.auditFaults.clear();
    counter.stage.client.witnessed = app::fixture::FixtureSettings::witnessed(counter.stage.client.now(), "connect");
    counter.press(Qt::Key_F6);
    QTRY_VERIFY(counter.visible<TextLabel>("audit-witnessed")->text().contains(QStringLiteral("1.190")));
    QVERIFY(counter.visible<TextLabel>("audit-witnessed")->text().contains(QStringLiteral("saksi.bank.example/2")));
    counter.press(Qt::Key_F5);
    QTRY_COMPARE(counter.message("audit-message"), sound);
    counter.stage.client.witnessed = app::fixture::FixtureSettings::witnessed(counter.stage.client.now(), "ahead");
    counter.press(Qt::Key_F5);
    QTRY_VERIFY(counter.message("audit-message") != sound && !counter.message("audit-message").isEmpty());
    // When an authority outside has stamped it: one line, also where none is set up.
    const QString none = counter.visible<TextLabel>("audit-stamped")->text();
    QVERIFY(!none.isEmpty());
    counter.stage.client.stamped = app::fixture::FixtureSettings::stamped(counter.stage.client.now(), "connect");
    counter.press(Qt::Key_F6);
    QTRY_VERIFY(counter.visible<TextLabel>("audit-stamped")->text().contains(QStringLiteral("1.180")));
    QVERIFY(counter.visible<TextLabel>("audit-stamped")->text() != none);
    counter.press(Qt::Key_Escape);
    QTRY_VERIFY(counter.visible<TextLabel>("audit-words") == nullptr);
  }

  // Without a key pressed on the page, and without a look at the journal: nobody has to ask to learn that it is witnessed no more.
  void whenItWasWitnessedLastIsThereAtOnce() {
    SettingsCounter counter(m_theme);
    auto& shop = counter.stage.client;
    shop.witnessed = app::fixture::FixtureSettings::witnessed(shop.now(), "connect");
    shop.stamped = app::fixture::FixtureSettings::stamped(shop.now(), {});
    counter.open();
    counter.press(Qt::Key_F11);
    counter.press(Qt::Key_F10, Qt::ShiftModifier);
    QTRY_VERIFY(counter.visible<TextLabel>("audit-witnessed") != nullptr);
    const auto said = [&counter](const char* name) { return counter.visible<TextLabel>(name)->text(); };
    QTRY_COMPARE(said("audit-witnessed"), ui::text::witnessedText(*shop.witnessed));
    QVERIFY2(said("audit-witnessed").contains(ui::text::dateTime(shop.witnessed->at)), qPrintable(said("audit-witnessed")));
    QVERIFY(said("audit-stamped").contains(QStringLiteral("1.180")));
    QVERIFY(said("audit-words").isEmpty() && counter.message("audit-message").isEmpty());
    // What is against this home too, and each time the page is opened.
    counter.press(Qt::Key_Escape);
    QTRY_VERIFY(counter.visible<TextLabel>("audit-witnessed") == nullptr);
    shop.witnessed = app::fixture::FixtureSettings::witnessed(shop.now(), "ahead");
    counter.press(Qt::Key_F10, Qt::ShiftModifier);
    QTRY_VERIFY(!counter.message("audit-message").isEmpty());
    QCOMPARE(said("audit-witnessed"), ui::text::witnessedText(*shop.witnessed));
  }

  // What a witness has against this home is said as long as it says so: not after it has cosigned again, however that is heard.
  void whatAWitnessHasAgainstThisHomeGoesWhenItCosignsAgain() {
    SettingsCounter counter(m_theme);
    auto& shop = counter.stage.client;
    const auto hear = [&shop](const char* trouble) {
      shop.witnessed = app::fixture::FixtureSettings::witnessed(shop.now(), trouble);
    };
    const auto isHeard = [&counter, &shop] {
      const auto* label = counter.visible<TextLabel>("audit-witnessed");
      return label != nullptr && label->text() == ui::text::witnessedText(*shop.witnessed);
    };
    hear("fork");
    counter.open();
    counter.press(Qt::Key_F11);
    counter.press(Qt::Key_F10, Qt::ShiftModifier);
    QTRY_VERIFY(isHeard());
    QVERIFY(!counter.message("audit-message").isEmpty());
    // The page is opened again.
    counter.press(Qt::Key_Escape);
    QTRY_VERIFY(counter.visible<TextLabel>("audit-witnessed") == nullptr);
    hear("");
    counter.press(Qt::Key_F10, Qt::ShiftModifier);
    QTRY_VERIFY(isHeard());
    QCOMPARE(counter.message("audit-message"), QString());
    // It is signed while the page stands there.
    hear("ahead");
    counter.press(Qt::Key_F6);
    QTRY_VERIFY(isHeard());
    QVERIFY(!counter.message("audit-message").isEmpty());
    hear("");
    counter.press(Qt::Key_F6);
    QTRY_VERIFY(isHeard());
    QCOMPARE(counter.message("audit-message"), QString());
    // What the journal itself was found to be is not taken away with it.
    counter.press(Qt::Key_F5);
    QTRY_VERIFY(!counter.message("audit-message").isEmpty());
    const QString sound = counter.message("audit-message");
    hear("connect");
    counter.press(Qt::Key_F6);
    QTRY_VERIFY(isHeard());
    QCOMPARE(counter.message("audit-message"), sound);
  }

 private:
  static QString keyTitle() { return QCoreApplication::translate("SupplierText", "API key"); }
  static QString caTitle() { return QCoreApplication::translate("SupplierText", "Its authority"); }

  ui::theme::Theme m_theme{ui::theme::Mode::Light};
};

}  // namespace loket::test

QTEST_MAIN(loket::test::SettingsTest)
#include "settings_test.moc"
