// Margins and the choice among suppliers from the keyboard: what it would be is seen while it is typed,
// nothing counts before the owner's PIN, and what was saved can be taken back.
#include <QLineEdit>
#include <QScopeGuard>
#include <QSemaphore>

#include "app/cashier/shots/fixture_shop.h"
#include "app/cashier/shots/fixture_staff.h"
#include "tests/ui/screens/counter.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/money_edit.h"
#include "ui/widgets/pin_pad.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/text_label.h"

namespace loket::test {

using ui::widgets::PinPad;
using ui::widgets::RowList;
using ui::widgets::TextLabel;

namespace {

constexpr const char* kPulsa = "pulsa-TELKOMSEL-25000";  // cost 25.325, sold at 27.000

struct PricingCounter : Counter {
  using Counter::Counter;

  void openPrices() {
    open();
    press(Qt::Key_F11);
    press(Qt::Key_F5);
    QTRY_VERIFY(focus() != nullptr && focus()->objectName() == QStringLiteral("price-search"));
    QTRY_VERIFY(!text("price-count").startsWith(QStringLiteral("0 ")) && !text("price-count").isEmpty());
  }
  // At the margin of the 25.000 of one operator, which is selected.
  void openMargin() {
    openPrices();
    type("pulsa telkomsel 25");
    press(Qt::Key_F5);
    QTRY_COMPARE(focus()->objectName(), QStringLiteral("rule-margin"));
  }
  void openSaving() {
    openMargin();
    type("2250");
    press(Qt::Key_F8);
    QTRY_COMPARE(focus()->objectName(), QStringLiteral("price-pin"));
  }
  // One bill that would cost more than it brings, and others that nearly do.
  void openLosses() {
    stage.client.makeBillsCostMore(Money::rupiah(2'750));
    stage.client.rules.pricing.byCategory["Pascabayar"].serviceFee = Money::rupiah(500);
    openPrices();
    type("bpjs");
    press(Qt::Key_F5);
    QTRY_COMPARE(focus()->objectName(), QStringLiteral("rule-fee"));
    type("100");
    press(Qt::Key_Enter);
    goTo(QStringLiteral("Pascabayar"));
    press(Qt::Key_Enter);
    part<QLineEdit>("rule-fee")->setFocus();
    part<QLineEdit>("rule-fee")->selectAll();
    type("300");
    press(Qt::Key_F8);
    QTRY_VERIFY(part<QWidget>("price-agree")->isVisible());
  }
  // A price list brings it.
  void costBills(std::int64_t cost) {
    stage.client.makeBillsCostMore(Money::rupiah(cost));
    stage.client.tell(api::CatalogueChanged{1});
  }
  void openList() {
    openPrices();
    press(Qt::Key_F7);
    QTRY_COMPARE(focus()->objectName(), QStringLiteral("rules"));
  }
  // Down to the line with this title.
  void goTo(const QString& title) const {
    auto* list = this->list("rules");
    press(Qt::Key_Home);
    while (list->currentIndex().data(ui::widgets::TitleRole).toString() != title) {
      const int row = list->currentIndex().row();
      press(Qt::Key_Down);
      QVERIFY2(list->currentIndex().row() > row, qPrintable(title));
    }
  }
  template <typename T>
  [[nodiscard]] T* part(const char* name) const {
    return stage.window->findChild<T*>(QString::fromLatin1(name));
  }
  [[nodiscard]] RowList* list(const char* name) const { return part<RowList>(name); }
  [[nodiscard]] QString text(const char* name) const {
    const auto* label = part<TextLabel>(name);
    return label == nullptr ? QString() : label->text();
  }
  [[nodiscard]] bool shows(const QString& words) const {
    for (const auto* label : stage.window->findChildren<TextLabel*>())
      if (label->isVisible() && label->text().contains(words))
        return true;
    for (const auto* message : stage.window->findChildren<ui::widgets::InlineMessage*>())
      if (message->isVisible() && message->accessibleName().contains(words))
        return true;
    return false;
  }
  [[nodiscard]] int lines() const { return list("price-changes")->model()->rowCount(); }
  [[nodiscard]] QString line(int row, int role = ui::widgets::TitleRole) const {
    return list("price-changes")->model()->index(row, 0).data(role).toString();
  }
  [[nodiscard]] const std::vector<api::SavePrices>& saved() const { return stage.client.pricesSaved; }
  void ownersPin() const {
    QTRY_COMPARE(focus()->objectName(), QStringLiteral("price-pin"));
    type(app::fixture::kOwnersPin);
  }
  // Saved, and back in the list.
  void save() const {
    const std::size_t before = saved().size();
    ownersPin();
    QTRY_COMPARE(saved().size(), before + 1);
    QTRY_COMPARE(focus()->objectName(), QStringLiteral("price-search"));
  }
  [[nodiscard]] PricingRule own() const { return stage.client.rules.pricing.byProduct.at(kPulsa); }
};

}  // namespace

class PricesTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { m_theme.apply(*qApp); }

  void thePreviewIsWhatWillBe() {
    PricingCounter counter(m_theme);
    counter.openMargin();
    QVERIFY(counter.shows(QStringLiteral("Rp27.000")));
    counter.type("2250");
    // Of both suppliers, with what it was.
    QVERIFY(counter.shows(QStringLiteral("Rp27.000 → Rp28.000")));
    QVERIFY(counter.shows(QStringLiteral("Rp1.675 → Rp2.675")));
    QVERIFY(counter.shows(QStringLiteral("→ Rp2.600")));
    QVERIFY(counter.saved().empty());
    QVERIFY(counter.stage.client.rules == app::fixture::priceRules());
    // In the list too, said to be unsaved; nothing is sold by it.
    counter.press(Qt::Key_Enter);
    counter.press(Qt::Key_Escape);
    QTRY_VERIFY(counter.shows(QStringLiteral("Rp28.000")));
    QVERIFY(counter.part<QWidget>("price-draft")->isVisible());
  }

  void theOwnerSavesItOnce() {
    PricingCounter counter(m_theme);
    counter.openSaving();
    QCOMPARE(counter.lines(), 1);
    QCOMPARE(counter.line(0), QStringLiteral("Pulsa TELKOMSEL 25.000"));
    QVERIFY(counter.line(0, ui::widgets::SubtitleRole).contains(QStringLiteral("Rp1.500 → Rp2.250")));
    QVERIFY(counter.text("price-effect").contains(QStringLiteral("1 ")));
    counter.save();
    const api::SavePrices& said = counter.saved().front();
    QCOMPARE(said.by, UserName("sri"));
    QVERIFY(said.from == app::fixture::priceRules());
    QVERIFY(said.belowCost.empty());
    QVERIFY(counter.own() == (PricingRule{Money::rupiah(2'250), Money{}, Money::rupiah(500)}));
    QVERIFY(!counter.part<QWidget>("price-draft")->isVisible());
    QVERIFY(counter.shows(QStringLiteral("Ctrl+Z")));
  }

  void theHelperNeedsTheOwnersPin() {
    PricingCounter counter(m_theme);
    counter.stage.client.user = "budi";
    counter.openSaving();
    counter.type(app::fixture::kHelpersPin);
    auto* pad = counter.part<PinPad>("price-pin");
    QTRY_VERIFY(pad->isEnabled() && pad->entered() == 0);
    QVERIFY(counter.saved().empty());
    counter.save();
    QCOMPARE(counter.saved().front().by, UserName("sri"));
  }

  void aWrongPinKeepsTheDraft() {
    PricingCounter counter(m_theme);
    counter.openSaving();
    counter.type("000000");
    auto* pad = counter.part<PinPad>("price-pin");
    QTRY_VERIFY(pad->isEnabled() && pad->entered() == 0);
    QVERIFY(counter.saved().empty());
    QCOMPARE(counter.lines(), 1);
    QTRY_COMPARE(counter.focus()->objectName(), QStringLiteral("price-pin"));
    counter.save();
  }

  void allDraftsAreSavedTogetherAndGoBackOneByOne() {
    PricingCounter counter(m_theme);
    counter.openMargin();
    counter.type("2250");
    counter.press(Qt::Key_Enter);
    counter.goTo(QStringLiteral("PLN"));
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.focus()->objectName(), QStringLiteral("rule-margin"));
    counter.type("900");
    counter.press(Qt::Key_Tab);
    counter.type("100");
    counter.press(Qt::Key_Enter);
    counter.press(Qt::Key_F8);
    QTRY_COMPARE(counter.lines(), 2);
    QCOMPARE(counter.line(0), QStringLiteral("PLN"));
    QCOMPARE(counter.list("price-changes")->currentIndex().row(), 0);
    counter.press(Qt::Key_Down);
    counter.press(Qt::Key_Delete);
    QTRY_COMPARE(counter.lines(), 1);
    QCOMPARE(counter.line(0), QStringLiteral("PLN"));
    counter.save();
    QCOMPARE(counter.saved().size(), std::size_t{1});
    QVERIFY(counter.stage.client.rules.pricing.byProduct.count(kPulsa) == 0);
    QVERIFY(counter.stage.client.rules.pricing.byCategory.at("PLN") ==
            (PricingRule{Money::rupiah(900), Money{}, Money::rupiah(100)}));
  }

  void theLastLineTakenBackLeavesNothingToSave() {
    PricingCounter counter(m_theme);
    counter.openSaving();
    counter.press(Qt::Key_Delete);
    QTRY_COMPARE(counter.focus()->objectName(), QStringLiteral("price-search"));
    QVERIFY(!counter.part<QWidget>("price-draft")->isVisible());
    counter.press(Qt::Key_F8);
    QCOMPARE(counter.focus()->objectName(), QStringLiteral("price-search"));
  }

  void aSavedChangeIsTakenBackWithThePin() {
    PricingCounter counter(m_theme);
    counter.openSaving();
    counter.save();
    counter.press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(counter.focus()->objectName(), QStringLiteral("price-pin"));
    QVERIFY(counter.line(0, ui::widgets::SubtitleRole).contains(QStringLiteral("Rp2.250 → Rp1.500")));
    QCOMPARE(counter.saved().size(), std::size_t{1});
    // Looked at only.
    counter.press(Qt::Key_Escape);
    QTRY_COMPARE(counter.focus()->objectName(), QStringLiteral("price-search"));
    QVERIFY(!counter.part<QWidget>("price-draft")->isVisible());
    counter.press(Qt::Key_Z, Qt::ControlModifier);
    counter.save();
    QVERIFY(counter.stage.client.rules == app::fixture::priceRules());
    // And forward again.
    counter.press(Qt::Key_Z, Qt::ControlModifier);
    counter.save();
    QCOMPARE(counter.own().margin, Money::rupiah(2'250));
  }

  void escAsksBeforeAnythingIsLost() {
    PricingCounter counter(m_theme);
    counter.openMargin();
    counter.type("2250");
    counter.press(Qt::Key_Escape);  // to the rules
    counter.press(Qt::Key_Escape);  // to the price list
    counter.press(Qt::Key_Escape);  // nothing searched for
    QTRY_COMPARE(counter.focus()->objectName(), QStringLiteral("price-search"));
    counter.press(Qt::Key_Escape);
    QVERIFY(counter.part<QWidget>("price-search")->isVisible());
    QVERIFY(counter.shows(QStringLiteral("Del ")));
    counter.press(Qt::Key_Escape);  // stays
    QVERIFY(counter.part<QWidget>("price-search")->isVisible());
    counter.press(Qt::Key_Escape);
    counter.press(Qt::Key_Delete);
    QTRY_VERIFY(!counter.part<QWidget>("price-search")->isVisible());
    QVERIFY(counter.saved().empty());
    counter.press(Qt::Key_F5);
    QTRY_VERIFY(counter.part<QWidget>("price-search")->isVisible());
    QVERIFY(!counter.part<QWidget>("price-draft")->isVisible());
  }

  void anotherPageKeepsTheDraft() {
    PricingCounter counter(m_theme);
    counter.openMargin();
    counter.type("2250");
    counter.press(Qt::Key_F1);
    counter.press(Qt::Key_F11);
    QTRY_COMPARE(counter.focus()->objectName(), QStringLiteral("rules"));
    counter.press(Qt::Key_F8);
    QTRY_COMPARE(counter.lines(), 1);
  }

  void anotherOnesChangeIsNotOverwritten() {
    PricingCounter counter(m_theme);
    counter.openSaving();
    counter.stage.client.rules.pricing.standard.margin = Money::rupiah(3'000);
    counter.ownersPin();
    QTRY_VERIFY(counter.shows(QStringLiteral("diubah orang lain")));
    QVERIFY(counter.saved().empty());
    QCOMPARE(counter.lines(), 1);
    counter.save();
    QCOMPARE(counter.own().margin, Money::rupiah(2'250));
    QCOMPARE(counter.stage.client.rules.pricing.standard.margin, Money::rupiah(3'000));
  }

  void belowCostIsSaidBeforeThePin() {
    PricingCounter counter(m_theme);
    counter.stage.client.makeBillsCostMore(Money::rupiah(2'750));
    counter.stage.client.rules.pricing.byCategory["Pascabayar"].serviceFee = Money::rupiah(500);
    counter.openPrices();
    counter.type("bpjs");
    counter.press(Qt::Key_F5);
    QTRY_COMPARE(counter.focus()->objectName(),
                 QStringLiteral("rule-fee"));  // of a bill nothing else is ours
    counter.type("100");
    counter.press(Qt::Key_F8);
    QTRY_VERIFY(counter.part<QWidget>("price-agree")->isVisible());
    QVERIFY(!counter.part<PinPad>("price-pin")->isEnabled());
    counter.type(app::fixture::kOwnersPin);
    QVERIFY(counter.saved().empty());
    counter.press(Qt::Key_F7);
    counter.save();
    QVERIFY(counter.saved().front().belowCost == std::vector<ProductId>{ProductId("bpjs-kesehatan")});
  }

  // A counter that is locked shows nothing and comes back as it was left: with the prices that count by then.
  void whatOthersSaveMeanwhileIsShownAfterALock() {
    PricingCounter counter(m_theme);
    counter.openPrices();
    counter.type("telkomsel 25");
    QTRY_COMPARE(counter.list("price-list")->model()->rowCount(), 1);
    const auto price = [&counter] {
      return counter.list("price-list")->model()->index(0, 0).data(ui::widgets::AmountRole).toString();
    };
    const QString before = price();
    counter.press(Qt::Key_L, Qt::ControlModifier);
    QVERIFY(counter.stage.window->isLocked());
    api::SavePrices others;
    others.from = counter.stage.client.rules;
    others.to = others.from;
    others.to.pricing.byProduct[kPulsa].margin = Money::rupiah(9'000);
    std::optional<Result<PriceRules>> saved;
    counter.stage.client.savePrices(others, [&saved](const Result<PriceRules>& now) { saved = now; });
    QVERIFY(saved && saved->has_value());
    counter.type(app::fixture::kOwnersPin);
    QTRY_VERIFY(!counter.stage.window->isLocked());
    QTRY_VERIFY(price() != before);
    QCOMPARE(price(), QStringLiteral("Rp34.500"));
  }

  void moreLossesAreAgreedToAgain() {
    PricingCounter counter(m_theme);
    counter.openLosses();
    counter.press(Qt::Key_F7);
    auto* pad = counter.part<PinPad>("price-pin");
    QTRY_VERIFY(pad->isEnabled());
    counter.costBills(2'850);
    QTRY_VERIFY(counter.part<QWidget>("price-agree")->isVisible() && !pad->isEnabled());
    counter.type(app::fixture::kOwnersPin);
    QVERIFY(counter.saved().empty());
    counter.press(Qt::Key_F7);
    counter.save();
    QVERIFY(counter.saved().front().belowCost.size() > 1);
  }

  void lossesThatGoAwayAreNotToldAnyMore() {
    PricingCounter counter(m_theme);
    counter.openLosses();
    QVERIFY(counter.shows(QStringLiteral("modalnya akan lebih besar")));
    counter.costBills(2'000);
    QTRY_VERIFY(counter.part<PinPad>("price-pin")->isEnabled());
    QVERIFY(!counter.shows(QStringLiteral("modalnya akan lebih besar")));
    counter.save();
    QVERIFY(counter.saved().front().belowCost.empty());
  }

  void aPinSavesNoOtherListThanStoodThere() {
    QSemaphore mayProve;
    PricingCounter counter(m_theme);
    counter.openSaving();
    ui::bridge::StaffRoom room = app::fixture::staffOf(counter.stage.client);
    room.prove = [&mayProve, prove = room.prove](const UserName& who, const SecretBytes& pin) {
      mayProve.acquire();
      return prove(who, pin);
    };
    counter.stage.window->setStaff(std::move(room));
    const auto atLast = qScopeGuard([&mayProve] { mayProve.release(10); });
    counter.ownersPin();
    counter.stage.client.rules.pricing.standard.margin = Money::rupiah(3'000);
    counter.stage.client.tell(api::CatalogueChanged{1});
    QTRY_VERIFY(counter.shows(QStringLiteral("diubah orang lain")));
    mayProve.release();
    auto* pad = counter.part<PinPad>("price-pin");
    QTRY_VERIFY(pad->isEnabled());
    QVERIFY(counter.saved().empty());
    mayProve.release();
    counter.save();
    QCOMPARE(counter.stage.client.rules.pricing.standard.margin, Money::rupiah(3'000));
  }

  void nonsenseIsNotTaken() {
    PricingCounter counter(m_theme);
    counter.openMargin();
    counter.press(Qt::Key_Tab);
    QCOMPARE(counter.focus()->objectName(), QStringLiteral("rule-round"));
    counter.type("0");
    QVERIFY(counter.shows(QStringLiteral("Pembulatan antara Rp1")));
    counter.press(Qt::Key_Enter);
    counter.press(Qt::Key_F8);
    QTRY_COMPARE(counter.focus()->objectName(), QStringLiteral("price-search"));  // nothing to save
  }

  void aProductGoesBackToItsKind() {
    PricingCounter counter(m_theme);
    counter.openList();
    counter.goTo(QStringLiteral("Telkomsel Data 30 GB 30 Hari Combo Sakti Bulanan Jawa Bali"));
    counter.press(Qt::Key_F7);
    counter.press(Qt::Key_F8);
    QTRY_COMPARE(counter.lines(), 1);
    QVERIFY(counter.line(0, ui::widgets::SubtitleRole).contains(QStringLiteral("Rp2.300 → Rp1.500")));
    counter.save();
    QVERIFY(counter.stage.client.rules.pricing.byProduct.empty());
  }

  void aFavouriteIsMovedUpAndItsWorthTyped() {
    PricingCounter counter(m_theme);
    counter.openList();
    counter.goTo(QStringLiteral("Pemasok yang diutamakan"));
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.focus()->objectName(), QStringLiteral("routing-order"));
    counter.press(Qt::Key_Down);
    counter.press(Qt::Key_Up, Qt::ControlModifier);
    QVERIFY(counter.list("routing-order")
                ->currentIndex()
                .data(ui::widgets::TitleRole)
                .toString()
                .startsWith(QStringLiteral("1. ")));
    QVERIFY(!counter.text("routing-example").contains(QStringLiteral("→")));  // worth nothing yet
    counter.press(Qt::Key_Escape);
    counter.press(Qt::Key_Down);
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.focus()->objectName(), QStringLiteral("routing-worth"));
    counter.type("100");
    QVERIFY2(counter.text("routing-example").contains(QStringLiteral("→")),
             qPrintable(counter.text("routing-example")));
    counter.press(Qt::Key_Enter);
    counter.press(Qt::Key_Down);
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.focus()->objectName(), QStringLiteral("routing-percent"));
    counter.type("75");
    counter.press(Qt::Key_F8);
    QTRY_COMPARE(counter.lines(), 3);
    counter.save();
    const RoutingRules& routing = counter.stage.client.rules.routing;
    QCOMPARE(routing.prefer, std::vector<UpstreamId>{UpstreamId("iak")});
    QCOMPARE(routing.worth, Money::rupiah(100));
    QCOMPARE(routing.reliablePermille, 750);
    // Down again: nobody is preferred, and no place is worth anything.
    counter.press(Qt::Key_F7);
    counter.goTo(QStringLiteral("Pemasok yang diutamakan"));
    counter.press(Qt::Key_Enter);
    counter.press(Qt::Key_Down, Qt::ControlModifier);
    counter.press(Qt::Key_F8);
    counter.save();
    QVERIFY(counter.stage.client.rules.routing.prefer.empty() &&
            counter.stage.client.rules.routing.worth.isZero());
  }

  void aFullDiskKeepsTheDraft() {
    PricingCounter counter(m_theme);
    counter.openSaving();
    counter.stage.client.savePricesError = Error{ErrorCode::DiskFull, {}};
    counter.ownersPin();
    QTRY_VERIFY(counter.part<PinPad>("price-pin")->isEnabled());
    QVERIFY(counter.saved().empty());
    QCOMPARE(counter.lines(), 1);
    counter.stage.client.savePricesError.reset();
    counter.save();
  }

  void withoutPricesTheRulesCanBeSetAllTheSame() {
    PricingCounter counter(m_theme);
    counter.stage.client.clearProducts();
    counter.stage.client.setOnline(false);
    counter.open();
    counter.press(Qt::Key_F11);
    counter.press(Qt::Key_F5);
    QTRY_VERIFY(counter.focus() != nullptr &&
                counter.focus()->objectName() == QStringLiteral("price-search"));
    QTRY_VERIFY((counter.press(Qt::Key_F7), counter.focus()->objectName() == QStringLiteral("rules")));
    counter.press(Qt::Key_Enter);
    QVERIFY(!counter.text("rule-more").isEmpty());
    counter.type("1750");
    counter.press(Qt::Key_F8);
    counter.save();
    QCOMPARE(counter.stage.client.rules.pricing.standard.margin, Money::rupiah(1'750));
  }

  void thePinIsNotKeptWhenThePageIsLeft() {
    PricingCounter counter(m_theme);
    counter.openSaving();
    counter.type("123");
    auto* pad = counter.part<PinPad>("price-pin");
    QCOMPARE(pad->entered(), 3);
    counter.press(Qt::Key_F1);
    QCOMPARE(pad->entered(), 0);
  }

 private:
  ui::theme::Theme m_theme{ui::theme::Mode::Light};
};

}  // namespace loket::test

QTEST_MAIN(loket::test::PricesTest)
#include "prices_test.moc"
