#include <QApplication>
#include <QKeyEvent>

#include "app/cashier/shots/fixture_shop.h"
#include "app/cashier/shots/fixture_staff.h"
#include "app/cashier/shots/scene_steps.h"
#include "ui/screens/cash/cash_out_screen.h"
#include "ui/screens/customers/customers_screen.h"
#include "ui/screens/deposit/deposit_screen.h"
#include "ui/screens/frame/frame.h"
#include "ui/screens/groups/groups_screen.h"
#include "ui/screens/history/history_screen.h"
#include "ui/screens/queue/queue_screen.h"
#include "ui/screens/reconcile/reconcile_screen.h"
#include "ui/screens/settings/backup_panel.h"
#include "ui/screens/settings/paper_panel.h"
#include "ui/screens/shift/shift_screen.h"
#include "ui/widgets/receipt_paper.h"

namespace loket::app {

using fixture::Fate;
using ui::screens::CashOutStep;
using ui::screens::DepositStep;
using ui::screens::GroupStep;
using ui::screens::ReconcileStep;
using ui::screens::SellStep;
using ui::screens::ShiftStep;

Step act(std::function<void(Stage&)> what) {
  return [what = std::move(what)](Stage& stage) {
    what(stage);
    return true;
  };
}

Step page(int index) {
  return act([index](Stage& stage) { stage.window->frame()->openPage(index); });
}

Step key(Qt::Key key, Qt::KeyboardModifiers modifiers) {
  return act([key, modifiers](Stage& stage) { stage.press(key, modifiers); });
}

Step typed(const QString& text) {
  return act([text](Stage& stage) { stage.type(text); });
}

Step settled() {
  return [turns = 0](Stage&) mutable { return ++turns > 12; };
}

std::vector<Step> then(std::vector<Step> steps, const std::vector<Step>& more) {
  steps.insert(steps.end(), more.begin(), more.end());
  return steps;
}

std::function<void(Stage&)> atTheCounter(Role role) {
  return [role](Stage& stage) {
    stage.client.user = "budi";
    stage.client.helpersRole = role;
  };
}

namespace {

constexpr const char* kToken = "pln-token-50000";
constexpr const char* kMeter = "14300000001";

Step choose(const std::string& product, const std::string& number, Family family, ProductKind kind) {
  return act([=](Stage& stage) { stage.choose(product, number, family, kind); });
}

void wantsProof(Stage& stage) { stage.client.stepUp = StepUpReason::Amount; }

Step token() {
  return choose(kToken, kMeter, Family::PlnToken, ProductKind::Prepaid);
}

Step reaches(SellStep step) {
  return [step](Stage& stage) { return stage.flow().step() == step; };
}

Step armed() {
  return [](Stage& stage) { return stage.flow().isArmed(); };
}

// The paper beside the settings is drawn a moment after the last change.
Step sampled() {
  return [turns = 0](Stage& stage) mutable {
    const auto* panel = stage.window->findChild<ui::screens::PaperPanel*>();
    const auto* paper = panel == nullptr ? nullptr : panel->findChild<ui::widgets::ReceiptPaper*>();
    turns = paper != nullptr && paper->isVisible() ? turns + 1 : 0;
    return turns > 12;
  };
}

std::vector<Step> sold(const Step& choice, const QString& cash) {
  return {choice, armed(), typed(cash), key(Qt::Key_Enter), reaches(SellStep::Outcome)};
}

std::function<void(Stage&)> fate(Fate fate) {
  return [fate](Stage& stage) { stage.client.fate = fate; };
}

void knownCustomers(Stage& stage) {
  stage.client.customerBook.fill(stage.client.now());
}

void offline(Stage& stage) {
  stage.client.online = false;
}

void boughtEarlier(Stage& stage, PaymentState state) {
  Payment earlier;
  earlier.state = state;
  earlier.productName = "Token listrik PLN 50.000";
  earlier.acceptedAt = stage.client.now() - Duration::minutes(47);
  stage.client.earlierToday = earlier;
}

std::vector<Scene> sellScenes() {
  const Step bill = choose("pln-postpaid", "530000000001", Family::PlnBill, ProductKind::Bill);
  const Step credit = choose("pulsa-TELKOMSEL-10000", "081234567890", Family::Pulsa, ProductKind::Prepaid);
  const Step bank = choose("setor-BCA", "0123456789", Family::Transfer, ProductKind::Transfer);
  const Step huge = choose("pln-token-1000000", "14300000245", Family::PlnToken, ProductKind::Prepaid);
  return {
      {QStringLiteral("sell"), {}, {typed(QStringLiteral("sup"))}},
      {QStringLiteral("sell-doors"), {}, {}},
      {QStringLiteral("sell-first-day"), [](Stage& stage) { stage.client.clearPayments(); }, {}},
      {QStringLiteral("sell-slip"), {}, {typed(QStringLiteral("a7k2qx")), settled(), settled(), settled()}},
      {QStringLiteral("sell-goods"),
       {},
       {key(Qt::Key_F5), typed(QStringLiteral("15000")), key(Qt::Key_Enter), settled(), typed(QStringLiteral("8500")),
        key(Qt::Key_Down), typed(QStringLiteral("es teh dan gorengan"))}},
      {QStringLiteral("sell-training"),
       [](Stage& stage) { stage.client.training = true; },
       {typed(QStringLiteral("sup"))}},
      {QStringLiteral("sell-number"), {}, {typed(QStringLiteral("081234567899"))}},
      {QStringLiteral("sell-long-name"), {}, {typed(QStringLiteral("raden"))}},
      {QStringLiteral("sell-nothing"), {}, {typed(QStringLiteral("zzz"))}},
      {QStringLiteral("sell-offline"), offline, {typed(QStringLiteral("sup"))}},
      {QStringLiteral("sell-bank-away"),
       [](Stage& stage) { stage.client.bankAway = true; },
       {typed(QStringLiteral("sup"))}},
      {QStringLiteral("sell-products"), {}, {key(Qt::Key_Down), key(Qt::Key_Enter)}},
      {QStringLiteral("sell-product-number"),
       {},
       {choose(kToken, {}, Family::PlnToken, ProductKind::Prepaid)}},
      {QStringLiteral("sell-wrong-number"),
       {},
       {choose(kToken, "1430", Family::PlnToken, ProductKind::Prepaid)}},
      {QStringLiteral("asking"),
       [](Stage& stage) { stage.client.holdInquiries = true; },
       {token(), reaches(SellStep::Asking)}},
      {QStringLiteral("field-year"),
       {},
       {choose("pbb-kota-cimahi", "329801092375999991", Family::Tax, ProductKind::Bill), reaches(SellStep::Field)}},
      {QStringLiteral("field-owner"),
       {},
       {choose("samsat", "B1234XYZ", Family::VehicleTax, ProductKind::Bill), reaches(SellStep::Field),
        typed(QStringLiteral("32730101")), key(Qt::Key_Enter)}},
      {QStringLiteral("amount-transfer"),
       {},
       {bank, reaches(SellStep::Amount), typed(QStringLiteral("500000"))}},
      {QStringLiteral("amount-sender"),
       {},
       {bank, reaches(SellStep::Amount), typed(QStringLiteral("7500000")), key(Qt::Key_Enter),
        typed(QStringLiteral("Siti Aminah"))}},
      {QStringLiteral("amount-ceiling"),
       offline,
       {settled(), bill, reaches(SellStep::Amount), typed(QStringLiteral("310000"))}},
      {QStringLiteral("read-back"), {}, {token(), armed()}},
      {QStringLiteral("read-back-cash"), {}, {token(), armed(), typed(QStringLiteral("100"))}},
      {QStringLiteral("read-back-later"), knownCustomers, {token(), armed(), key(Qt::Key_F10), settled()}},
      {QStringLiteral("read-back-later-new"), knownCustomers,
       {token(), armed(), key(Qt::Key_F10), settled(), typed(QStringLiteral("Mbak Ningsih")), settled()}},
      {QStringLiteral("done-later"), knownCustomers,
       {token(), armed(), key(Qt::Key_F10), settled(), key(Qt::Key_Enter), reaches(SellStep::Outcome)}},
      {QStringLiteral("read-back-proof"), wantsProof,
       {token(), armed(), key(Qt::Key_Enter), reaches(SellStep::Proof), typed(QStringLiteral("271828")), key(Qt::Key_Enter),
        settled()}},
      {QStringLiteral("failed-later"), fate(Fate::Fail),
       {token(), armed(), key(Qt::Key_F10), settled(), key(Qt::Key_Enter), reaches(SellStep::Outcome)}},
      {QStringLiteral("read-back-bill"), {}, {bill, armed()}},
      {QStringLiteral("read-back-credit"),
       [](Stage& stage) { stage.client.prefixMismatch = true; },
       {credit, armed()}},
      {QStringLiteral("read-back-long"), {}, {huge, armed(), typed(QStringLiteral("999000000"))}},
      {QStringLiteral("read-back-again"),
       [](Stage& stage) { boughtEarlier(stage, PaymentState::Succeeded); },
       {token(), armed()}},
      {QStringLiteral("read-back-blocked"),
       [](Stage& stage) { boughtEarlier(stage, PaymentState::Suspect); },
       {token(), armed()}},
      {QStringLiteral("read-back-offline"), offline, {settled(), token(), armed()}},
      {QStringLiteral("read-back-unsure"),
       [](Stage& stage) {
         stage.client.sellError = Error{ErrorCode::CommitUnsure, {}};
       },
       {token(), armed(), key(Qt::Key_Enter), reaches(SellStep::ReadBack), act([](Stage& stage) {
          stage.client.tell(api::CoreStopped{{ErrorCode::DiskFault, {}}});
        })}},
      {QStringLiteral("sending"),
       fate(Fate::StaySending),
       {token(), armed(), key(Qt::Key_Enter), reaches(SellStep::Sending)}},
      {QStringLiteral("done"), {}, sold(token(), QStringLiteral("100"))},
      {QStringLiteral("done-tell"), {}, then(sold(token(), QStringLiteral("100")),
                                             {key(Qt::Key_F8), settled(), typed(QStringLiteral("081234567890")),
                                              key(Qt::Key_Enter)})},
      {QStringLiteral("done-tell-mail"), {}, then(sold(token(), QStringLiteral("100")),
                                                  {key(Qt::Key_F8), settled(),
                                                   typed(QStringLiteral("budi@contoh.example")), key(Qt::Key_Enter)})},
      {QStringLiteral("done-exact"), {}, sold(credit, QString())},
      {QStringLiteral("done-huge"), {}, sold(huge, QStringLiteral("999000000000"))},
      {QStringLiteral("suspect"), fate(Fate::Suspect), sold(token(), QStringLiteral("100"))},
      {QStringLiteral("pending"), fate(Fate::Pending), sold(credit, QString())},
      {QStringLiteral("failed"), fate(Fate::Fail), sold(token(), QStringLiteral("100"))},
      {QStringLiteral("deposit-accepted"), offline, sold(token(), QStringLiteral("100"))},
  };
}

// The customer's money for the newest code has come.
Step paidByCode() {
  return act([](Stage& stage) {
    stage.client.bank.tell(stage.client.bank.collections().front().id, VerdictKind::Succeeded, stage.client.now());
  });
}

std::vector<Scene> codeScenes() {
  const std::vector<Step> shown = {token(), armed(), key(Qt::Key_F8), reaches(SellStep::Code), settled()};
  return {
      {QStringLiteral("sell-qris"), {}, shown},
      {QStringLiteral("sell-qris-asking"),
       [](Stage& stage) { stage.client.bank.holdAnswers = true; },
       {token(), armed(), key(Qt::Key_F8), reaches(SellStep::Code), settled()}},
      {QStringLiteral("sell-qris-expired"), {}, then(shown, {act([](Stage& stage) {
         stage.client.setNow(stage.client.now() + kSaleCodeLife + Duration::minutes(1));
         stage.client.tell(api::StatusChanged{stage.client.counterStatus()});
       })})},
      {QStringLiteral("sell-qris-not-sold"),
       [](Stage& stage) { stage.client.bank.sells = false; },
       then(shown, {paidByCode(), act([](Stage& stage) {
              stage.client.setNow(stage.client.now() + kSaleLife + Duration::minutes(1));
              stage.client.tell(api::StatusChanged{stage.client.counterStatus()});
            })})},
      {QStringLiteral("sell-qris-done"), {}, then(shown, {paidByCode(), reaches(SellStep::Outcome)})},
      {QStringLiteral("sell-qris-failed"), fate(Fate::Fail), then(shown, {paidByCode(), reaches(SellStep::Outcome)})},
      {QStringLiteral("sell-qris-no-network"),
       [](Stage& stage) { stage.client.bankAway = true; },
       {token(), armed(), key(Qt::Key_F8)}},
  };
}

Step cashStep(CashOutStep step) {
  return [step](Stage& stage) { return stage.window->cashOut()->flow().step() == step; };
}

// The money of the newest code or password is there.
Step collected(Money bankFee) {
  return act([bankFee](Stage& stage) {
    stage.client.bank.tell(stage.client.bank.collections().front().id, VerdictKind::Succeeded,
                           stage.client.now(), bankFee);
  });
}

void collectedEarlier(Stage& stage) {
  const auto add = [&stage](const char* id, CollectionKind kind, CollectionState state, std::int64_t rupiah,
                            Duration ago) {
    Collection one;
    one.id = CollectionId(id);
    one.upstream = UpstreamId("bank");
    one.kind = kind;
    one.state = state;
    one.amount = Money::rupiah(rupiah);
    one.customer = kind == CollectionKind::Password ? "081234567890" : "";
    one.by = UserName("sri");
    one.openedAt = stage.client.now() - ago;
    one.expiresAt = one.openedAt + kQrisLife;
    one.paidAt = one.openedAt + Duration::minutes(2);
    one.movedAt = one.paidAt;
    stage.client.bank.add(one);
  };
  add("C261123EARLY1", CollectionKind::Password, CollectionState::HandedOut, 100'000, Duration::hours(3));
  add("C261123EARLY2", CollectionKind::Qris, CollectionState::Ended, 75'000, Duration::hours(2));
  add("C261123EARLY3", CollectionKind::Password, CollectionState::Asked, 250'000, Duration::minutes(4));
  add("C261123EARLY4", CollectionKind::Qris, CollectionState::Paid, 150'000, Duration::minutes(3));
}

std::vector<Scene> cashScenes() {
  const auto form = [](Qt::Key door) { return std::vector<Step>{page(5), settled(), key(door)}; };
  const auto then = [](std::vector<Step> steps, const std::vector<Step>& more) {
    steps.insert(steps.end(), more.begin(), more.end());
    return steps;
  };
  const std::vector<Step> code = then(form(Qt::Key_F6), {typed(QStringLiteral("200000")), key(Qt::Key_Enter),
                                                         cashStep(CashOutStep::Collection), settled()});
  const std::vector<Step> password =
      then(form(Qt::Key_F7),
           {typed(QStringLiteral("300000")), key(Qt::Key_Enter), typed(QStringLiteral("081234567891")),
            key(Qt::Key_Enter), typed(QStringLiteral("482913"))});
  return {
      {QStringLiteral("cash-out-transfer"), collectedEarlier, {page(5)}},
      {QStringLiteral("cash-out-transfer-fee"),
       {},
       {page(5), settled(), key(Qt::Key_Down), key(Qt::Key_Enter), cashStep(CashOutStep::HandOver),
        typed(QStringLiteral("5000")),
        [](Stage& stage) { return stage.window->cashOut()->flow().canHandOut(Money::rupiah(5'000)); }}},
      {QStringLiteral("cash-out-proof"), wantsProof,
       {page(5), settled(), key(Qt::Key_Down), key(Qt::Key_Enter), cashStep(CashOutStep::HandOver),
        [](Stage& stage) { return stage.window->cashOut()->flow().canHandOut(Money{}); }, key(Qt::Key_Enter),
        cashStep(CashOutStep::Proof)}},
      {QStringLiteral("cash-out-no-bank"),
       [](Stage& stage) {
         stage.client.bank.hasStatement = false;
         stage.client.bank.collects.clear();
       },
       {page(5)}},
      {QStringLiteral("cash-out-amount"), collectedEarlier,
       then(form(Qt::Key_F6), {typed(QStringLiteral("200000"))})},
      {QStringLiteral("cash-out-qris"), {}, code},
      {QStringLiteral("cash-out-qris-paid"),
       {},
       then(code,
            {collected(Money::rupiah(1'400)), cashStep(CashOutStep::HandOver), typed(QStringLiteral("3000")),
             [](Stage& stage) { return stage.window->cashOut()->flow().canHandOut(Money::rupiah(3'000)); }})},
      {QStringLiteral("cash-out-qris-expired"),
       {},
       then(code, {act([](Stage& stage) {
              stage.client.setNow(stage.client.now() + kQrisLife + Duration::minutes(1));
              stage.client.tell(api::StatusChanged{stage.client.counterStatus()});
              stage.window->cashOut()->flow().refresh();
            })})},
      {QStringLiteral("cash-out-otp"), {}, password},
      {QStringLiteral("cash-out-otp-unknown"),
       [](Stage& stage) { stage.client.bank.answer = VerdictKind::Unknown; },
       then(password, {key(Qt::Key_Enter), cashStep(CashOutStep::Collection)})},
      {QStringLiteral("cash-out-bank-away"), [](Stage& stage) { stage.client.bankAway = true; }, {page(5)}},
      // With a strip over it, the tallest form there is.
      {QStringLiteral("cash-out-otp-again"),
       [](Stage& stage) {
         collectedEarlier(stage);
         stage.client.bankAway = true;
       },
       then(form(Qt::Key_F7),
            {typed(QStringLiteral("250000")), key(Qt::Key_Enter), typed(QStringLiteral("081234567890")),
             key(Qt::Key_Enter), typed(QStringLiteral("482913"))})},
      {QStringLiteral("cash-out-done"),
       {},
       then(password, {key(Qt::Key_Enter), cashStep(CashOutStep::HandOver),
                       [](Stage& stage) { return stage.window->cashOut()->flow().canHandOut(Money{}); },
                       key(Qt::Key_Enter), cashStep(CashOutStep::Done)})},
  };
}

Step openContacts() {
  return act([](Stage& stage) {
    stage.client.customerBook.addContacts("/kontak-hp.csv");
    stage.window->customers()->openFile(QStringLiteral("/kontak-hp.csv"));
  });
}

// Typing is looked up after a moment.
Step showing(const QString& name) {
  return [name](Stage& stage) { return stage.window->customers()->shownName() == name; };
}

void neighbours(Stage& stage) {
  knownCustomers(stage);
  stage.client.customerBook.gather();
}

// One has nothing to pay, and one number is unknown to the waterworks.
void someCannot(Stage& stage) {
  neighbours(stage);
  stage.client.inquiryErrors = {{"530000000002", {ErrorCode::NothingDue, {}}}, {"1013555", {ErrorCode::NumberInvalid, "unknown"}}};
}

// Several months of BPJS, and the land tax of a year.
void byTheMonth(Stage& stage) {
  neighbours(stage);
  stage.client.takesMonths = true;
  stage.client.sellLandTax();
  auto& members = stage.client.customerBook.groups.back().members;
  members.at(3).fields.months = "3";
  members.push_back({"Haji Dahlan", ProductId("pbb-cimahi"), "329801092375999991", {"2025", {}, {}}});
}

Step groupStep(GroupStep step) {
  return [step](Stage& stage) { return stage.window->groups()->flow().step() == step; };
}

std::vector<Scene> groupScenes() {
  const std::vector<Step> rt = {page(4), settled(), act([](Stage& stage) { stage.window->groups()->flow().choose(1); }),
                                settled()};
  const std::vector<Step> asked = then(rt, {key(Qt::Key_Enter), groupStep(GroupStep::Bills),
                                            [](Stage& stage) { return stage.window->groups()->flow().isArmed(); }});
  const std::vector<Step> paid = then(asked, {typed(QStringLiteral("2000")), key(Qt::Key_Enter), groupStep(GroupStep::Done), settled()});
  return {
      {QStringLiteral("groups-first"), {}, {page(4), settled()}},
      {QStringLiteral("groups-new"), neighbours, then(rt, {key(Qt::Key_F5), typed(QStringLiteral("Kos Bu Aminah"))})},
      {QStringLiteral("groups"), neighbours, rt},
      {QStringLiteral("groups-add"), neighbours, then(rt, {typed(QStringLiteral("sup")), settled(), settled(), settled()})},
      {QStringLiteral("groups-months"), byTheMonth,
       then(rt, {key(Qt::Key_Down), key(Qt::Key_Down), key(Qt::Key_Down), key(Qt::Key_F6), settled()})},
      {QStringLiteral("groups-months-line"), byTheMonth,
       then(rt, {key(Qt::Key_Down), key(Qt::Key_Down), key(Qt::Key_Down), settled()})},
      {QStringLiteral("groups-months-bills"), byTheMonth, asked},
      {QStringLiteral("groups-asking"), [](Stage& stage) {
         neighbours(stage);
         stage.client.holdInquiries = true;
       }, then(rt, {key(Qt::Key_Enter), groupStep(GroupStep::Asking), settled()})},
      {QStringLiteral("groups-bills"), someCannot, then(asked, {typed(QStringLiteral("1500"))})},
      {QStringLiteral("groups-short"), neighbours, then(asked, {typed(QStringLiteral("1000000"))})},
      {QStringLiteral("groups-proof"),
       [](Stage& stage) {
         neighbours(stage);
         wantsProof(stage);
         stage.client.provenNumbers = {"530000000002"};
       },
       then(asked, {key(Qt::Key_Enter), groupStep(GroupStep::Proof), key(Qt::Key_F8)})},
      {QStringLiteral("groups-paid"), someCannot, paid},
      {QStringLiteral("groups-printed"), neighbours, then(paid, {key(Qt::Key_F6), settled(), settled()})},
  };
}

std::vector<Scene> customerScenes() {
  const std::vector<Step> sri = {page(3), settled(), typed(QStringLiteral("sri")),
                                 showing(QStringLiteral("Bu Sri Wahyuni"))};
  return {
      {QStringLiteral("customers-empty"), {}, {page(3)}},
      {QStringLiteral("customers"), knownCustomers, {page(3), settled(), key(Qt::Key_Down)}},
      {QStringLiteral("customers-card"), knownCustomers, sri},
      {QStringLiteral("customers-long"),
       knownCustomers,
       {page(3), settled(), typed(QStringLiteral("raden")),
        showing(QStringLiteral("Raden Mas Haryo Suryodiningrat Kusumonegoro Atmodjo"))}},
      {QStringLiteral("customers-many"),
       [](Stage& stage) {
         knownCustomers(stage);
         stage.client.customerBook.crowd(2'000);
       },
       {page(3)}},
      {QStringLiteral("customers-nobody"), knownCustomers,
       {page(3), settled(), typed(QStringLiteral("zzz")), showing({})}},
      {QStringLiteral("customers-owing"), knownCustomers, {page(3), settled(), key(Qt::Key_B, Qt::ControlModifier)}},
      {QStringLiteral("customers-new"), knownCustomers,
       {page(3), settled(), key(Qt::Key_F5), typed(QStringLiteral("Bidan Ani")), key(Qt::Key_Enter), key(Qt::Key_Enter),
        typed(QStringLiteral("081255556666")), key(Qt::Key_Enter), typed(QStringLiteral("1013555"))}},
      {QStringLiteral("customers-edit"), knownCustomers, then(sri, {key(Qt::Key_F7)})},
      {QStringLiteral("customers-edit-taken"), knownCustomers,
       then(sri, {key(Qt::Key_F7), act([](Stage& stage) {
                    stage.client.customerBook.error = Error{ErrorCode::NameInvalid, "taken"};
                  }),
                  key(Qt::Key_Enter, Qt::ControlModifier)})},
      {QStringLiteral("customers-bon"), knownCustomers, then(sri, {key(Qt::Key_F8), typed(QStringLiteral("100000"))})},
      {QStringLiteral("customers-bon-kept"), knownCustomers, then(sri, {key(Qt::Key_Delete)})},
      {QStringLiteral("customers-removed"), knownCustomers,
       {page(3), settled(), key(Qt::Key_Down), key(Qt::Key_Delete)}},
      {QStringLiteral("customers-import"), knownCustomers, {page(3), settled(), openContacts()}},
      {QStringLiteral("customers-import-unusable"), knownCustomers,
       {page(3), settled(), openContacts(), settled(), key(Qt::Key_Right), key(Qt::Key_Right), key(Qt::Key_Right)}},
      {QStringLiteral("customers-import-reading"),
       [](Stage& stage) { stage.client.customerBook.holdFiles = true; },
       {page(3), settled(), openContacts()}},
      {QStringLiteral("customers-import-wrong"),
       [](Stage& stage) { stage.client.customerBook.files["/foto.jpg"] = std::string("\x89PNG\0", 5); },
       {page(3), settled(),
        act([](Stage& stage) { stage.window->customers()->openFile(QStringLiteral("/foto.jpg")); })}},
      {QStringLiteral("customers-imported"), knownCustomers,
       {page(3), settled(), openContacts(), settled(), key(Qt::Key_Enter)}},
  };
}

Step shiftStep(ShiftStep step) {
  return [step](Stage& stage) { return stage.window->shift()->flow().step() == step; };
}

void shiftOpen(Stage& stage) {
  stage.client.shopTill.openEarlier(stage.client.now());
}

// One note kind after the other, as far as they are told; then the coins.
std::vector<Step> counted(const QStringList& kinds) {
  std::vector<Step> steps;
  for (const QString& count : kinds) {
    if (!count.isEmpty())
      steps.push_back(typed(count));
    steps.push_back(key(Qt::Key_Enter));
  }
  return steps;
}

std::vector<Scene> shiftScenes() {
  const std::vector<Step> closing = {page(6), shiftStep(ShiftStep::Open), key(Qt::Key_F8),
                                     shiftStep(ShiftStep::Closing)};
  const std::vector<Step> opening = {page(6), shiftStep(ShiftStep::Opening)};
  const QStringList drawer{QStringLiteral("38"),
                           QStringLiteral("12"),
                           QStringLiteral("6"),
                           QStringLiteral("4"),
                           QStringLiteral("3"),
                           QStringLiteral("7"),
                           {},
                           QStringLiteral("9250")};
  const auto closed = [&closing](const QString& sum) {
    return then(closing, {key(Qt::Key_F6), typed(sum), key(Qt::Key_Enter), shiftStep(ShiftStep::Report)});
  };
  const auto soldAll = [](Stage& stage) {
    shiftOpen(stage);
    for (const Family family :
         {Family::Data, Family::EMoney, Family::Game, Family::Internet, Family::Gas, Family::Television,
          Family::Finance, Family::Tax, Family::VehicleTax, Family::VirtualAccount, Family::Other})
      stage.client.shopTill.sell(family, Money::rupiah(1'234'567'890));
  };
  return {
      {QStringLiteral("shift-closed"), {}, opening},
      {QStringLiteral("shift-open"), shiftOpen, {page(6), shiftStep(ShiftStep::Open)}},
      {QStringLiteral("shift-open-full"), soldAll, {page(6), shiftStep(ShiftStep::Open)}},
      {QStringLiteral("shift-pay-out"),
       shiftOpen,
       {page(6), shiftStep(ShiftStep::Open), key(Qt::Key_F6), typed(QStringLiteral("15000")),
        key(Qt::Key_Enter), typed(QStringLiteral("es batu"))}},
      {QStringLiteral("shift-pay-out-short"),
       shiftOpen,
       {page(6), shiftStep(ShiftStep::Open), key(Qt::Key_F7), typed(QStringLiteral("90000000")),
        key(Qt::Key_Enter), typed(QStringLiteral("dibawa pulang")), key(Qt::Key_Enter)}},
      {QStringLiteral("shift-proof"),
       [](Stage& stage) {
         shiftOpen(stage);
         wantsProof(stage);
         stage.client.proofError = Error{ErrorCode::FingerRefused, "not-recognised"};
       },
       {page(6), shiftStep(ShiftStep::Open), key(Qt::Key_F6), typed(QStringLiteral("1500000")), key(Qt::Key_Enter),
        typed(QStringLiteral("belanja pasar")), key(Qt::Key_Enter), shiftStep(ShiftStep::Proof), key(Qt::Key_F7), settled()}},
      {QStringLiteral("shift-paid-in"),
       shiftOpen,
       {page(6), shiftStep(ShiftStep::Open), key(Qt::Key_F5), typed(QStringLiteral("200000")),
        key(Qt::Key_Enter), typed(QStringLiteral("uang receh")), key(Qt::Key_Enter)}},
      {QStringLiteral("shift-counting"), shiftOpen, then(closing, counted(drawer))},
      {QStringLiteral("shift-nothing-counted"), shiftOpen,
       then(closing, {key(Qt::Key_F6), key(Qt::Key_Enter)})},
      {QStringLiteral("shift-report"), shiftOpen, closed(QStringLiteral("4613250"))},
      {QStringLiteral("shift-report-exact"), shiftOpen, closed(QStringLiteral("4618250"))},
      {QStringLiteral("shift-report-over"), shiftOpen, closed(QStringLiteral("4620000"))},
      {QStringLiteral("shift-report-full"), soldAll, closed(QStringLiteral("9999999999"))},
      {QStringLiteral("shift-report-printed"), shiftOpen,
       then(closed(QStringLiteral("4618250")), {key(Qt::Key_F6)})},
      // With a strip over it, the lowest that the count may be.
      {QStringLiteral("shift-counting-offline"),
       [](Stage& stage) {
         shiftOpen(stage);
         stage.client.bankAway = true;
         stage.client.shopTill.error = Error{ErrorCode::DiskFull, {}};
       },
       then(then(closing, counted(drawer)), {key(Qt::Key_Enter)})},
  };
}

Step depositStep(DepositStep step) {
  return [step](Stage& stage) { return stage.window->deposit()->flow().step() == step; };
}

void toppedUpEarlier(Stage& stage) {
  stage.client.topUps.fill(stage.client.now());
}

Step readsFile() {
  return act([](Stage& stage) {
    stage.window->reconcile()->flow().read(QStringLiteral("/home/sri/WRG_20261122.txt"));
  });
}

Step reconcileStep(ReconcileStep step) {
  return [step](Stage& stage) { return stage.window->reconcile()->flow().step() == step; };
}

std::vector<Scene> reconcileScenes() {
  const auto files = [](Stage& stage) { stage.client.settlements.fill(stage.client.now()); };
  const std::vector<Step> read = {page(8), settled(), readsFile(), reconcileStep(ReconcileStep::Result), settled()};
  return {
      {QStringLiteral("reconcile"), files, {page(8), settled()}},
      {QStringLiteral("reconcile-first"), {}, {page(8), settled()}},
      {QStringLiteral("reconcile-missing"),
       [](Stage& stage) { stage.client.settlements.readError = Error{ErrorCode::NotFound, {}}; },
       {page(8), settled(), readsFile(), settled()}},
      {QStringLiteral("reconcile-reading"),
       [](Stage& stage) { stage.client.settlements.holdReading = true; },
       {page(8), settled(), readsFile(), reconcileStep(ReconcileStep::Reading), settled()}},
      {QStringLiteral("reconcile-found"), files, read},
      {QStringLiteral("reconcile-marked"), files,
       then(read, {key(Qt::Key_Space), key(Qt::Key_Down), key(Qt::Key_Space), key(Qt::Key_F8),
                   typed(QStringLiteral("harga naik 22/11"))})},
      {QStringLiteral("reconcile-booked"), files,
       then(read, {key(Qt::Key_Space), key(Qt::Key_F8), typed(QStringLiteral("harga naik 22/11")), key(Qt::Key_Enter),
                   settled()})},
      {QStringLiteral("reconcile-unsound"), [](Stage& stage) { stage.client.settlements.isUnsound = true; }, read},
  };
}

std::vector<Scene> displayScenes() {
  std::vector<Scene> all{
      {QStringLiteral("display-welcome"), {}, {settled()}},
      {QStringLiteral("display-read-back"), {}, {token(), armed(), typed(QStringLiteral("100")), settled()}},
      {QStringLiteral("display-code"), {}, {token(), armed(), key(Qt::Key_F8), reaches(SellStep::Code), settled()}},
      {QStringLiteral("display-change"), {}, then(sold(token(), QStringLiteral("100")), {settled()})},
      {QStringLiteral("display-failed"), fate(Fate::Fail), then(sold(token(), QStringLiteral("100")), {settled()})}};
  for (Scene& scene : all) scene.display = true;
  return all;
}

std::vector<Scene> depositScenes() {
  const std::vector<Step> asked = {page(7), settled(), typed(QStringLiteral("1000000"))};
  const std::vector<Step> own = then(asked, {key(Qt::Key_Enter), depositStep(DepositStep::Ticket), settled()});
  const std::vector<Step> named =
      then(asked, {key(Qt::Key_F8), key(Qt::Key_Enter), typed(QStringLiteral("Sri Wahyuni"))});
  const std::vector<Step> given = then(named, {key(Qt::Key_Enter), depositStep(DepositStep::Ticket), settled()});
  const std::vector<Step> pay = then(given, {key(Qt::Key_F5), depositStep(DepositStep::Pay), [](Stage& stage) {
                                               return stage.window->deposit()->flow().canSend();
                                             }});
  const std::vector<Step> sent = then(pay, {key(Qt::Key_Enter), depositStep(DepositStep::Ticket), settled()});
  return {
      {QStringLiteral("deposit"), toppedUpEarlier, {page(7), settled()}},
      {QStringLiteral("deposit-first"), {}, asked},
      {QStringLiteral("deposit-bank"), toppedUpEarlier, named},
      {QStringLiteral("deposit-refused"),
       [](Stage& stage) { stage.client.topUps.error = Error{ErrorCode::UpstreamRefused, {}}; },
       then(named, {key(Qt::Key_Enter), settled()})},
      {QStringLiteral("deposit-ticket-own"), toppedUpEarlier, own},
      {QStringLiteral("deposit-ticket"), toppedUpEarlier, given},
      // With a strip over it and a question in it, the tallest that a ticket is.
      {QStringLiteral("deposit-ticket-asked"), [](Stage& stage) { stage.client.bankAway = true; },
       then(given, {key(Qt::Key_F7)})},
      {QStringLiteral("deposit-pay"), toppedUpEarlier, pay},
      {QStringLiteral("deposit-proof"), wantsProof, then(pay, {key(Qt::Key_Enter), depositStep(DepositStep::Proof)})},
      {QStringLiteral("deposit-sending"), fate(Fate::StaySending), sent},
      {QStringLiteral("deposit-sent"), {}, sent},
      {QStringLiteral("deposit-come-in"), {}, then(sent, {key(Qt::Key_F8), key(Qt::Key_F8), settled()})},
  };
}

// The payment that waits for people, and what they are asked.
std::vector<Step> decisionOpen() {
  return {page(1), settled(), key(Qt::Key_Down), key(Qt::Key_F7), settled()};
}

// The newest payment, and what its customer came back with.
std::vector<Step> complaintOf() { return {page(2), settled(), key(Qt::Key_F5), settled()}; }

void complainedOf(Stage& stage) {
  api::PaymentFilter newest;
  newest.limit = 3;
  stage.client.payments(newest, [&stage](const Result<std::vector<api::PaymentView>>& found) {
    for (const std::size_t i : {std::size_t{0}, std::size_t{2}})
      stage.client.complained.fill(found->at(i).payment.ref, stage.client.now());
  });
}

std::vector<Step> pricesOpen() {
  return {page(9), settled(), key(Qt::Key_F5), settled()};
}

std::vector<Step> limitsOpen() { return {page(9), settled(), key(Qt::Key_F8), settled()}; }

std::vector<Step> limitTyped() {
  return then(limitsOpen(), {key(Qt::Key_Enter), typed(QStringLiteral("750000")), key(Qt::Key_Enter), key(Qt::Key_Enter),
                             typed(QStringLiteral("3000000"))});
}

std::vector<Step> suppliersOpen() { return {page(9), settled(), key(Qt::Key_F10), settled(), settled()}; }

std::vector<Step> marginTyped() {
  return then(pricesOpen(), {typed(QStringLiteral("pulsa telkomsel 25")), key(Qt::Key_F5), typed(QStringLiteral("2250"))});
}

// The n-th line of the choice among suppliers: order, worth, reliability.
std::vector<Step> atLine(int n) {
  std::vector<Step> steps = then(pricesOpen(), {key(Qt::Key_F7), key(Qt::Key_End)});
  for (int up = n; up < 2; ++up) steps.push_back(key(Qt::Key_Up));
  return steps;
}

std::vector<Step> orderChanged() {
  return then(atLine(0), {key(Qt::Key_Enter), key(Qt::Key_Down), key(Qt::Key_Up, Qt::ControlModifier)});
}

std::vector<Step> worthTyped() {
  return then(orderChanged(), {key(Qt::Key_Enter), key(Qt::Key_Down), key(Qt::Key_Enter), typed(QStringLiteral("100"))});
}

// A kind of goods, a product and a favourite: three lines and more.
std::vector<Step> savingOpen() {
  return then(worthTyped(), {key(Qt::Key_Enter), key(Qt::Key_Home), key(Qt::Key_Enter), typed(QStringLiteral("1750")),
                             key(Qt::Key_Enter), key(Qt::Key_Escape), typed(QStringLiteral("token 50.000")), key(Qt::Key_F5),
                             typed(QStringLiteral("1500")), key(Qt::Key_F8), settled()});
}

// What the supplier takes above a bill is covered by the service fee only.
void coverALoss(Stage& stage) {
  stage.client.makeBillsCostMore(Money::rupiah(2'750));
  stage.client.rules.pricing.byCategory["Pascabayar"].serviceFee = Money::rupiah(500);
}

const QString kStick = QStringLiteral("/media/sri/STICK/loket-backup.loket");

std::function<void(Stage&)> backedUp(Duration ago) {
  return [ago](Stage& stage) { stage.client.backup.last = {kStick.toStdString(), stage.client.now() - ago}; };
}

std::vector<Step> backingUp() {
  return {page(9), settled(), key(Qt::Key_F7), settled(),
          act([](Stage& stage) { stage.window->findChild<ui::screens::BackupPanel*>()->makeAt(kStick); }), settled()};
}

std::vector<Scene> otherScenes() {
  std::vector<Scene> all;
  const std::vector<Scene> pages = {
      {QStringLiteral("queue"), {}, {page(1)}},
      {QStringLiteral("queue-offline"), offline, {page(1)}},
      {QStringLiteral("queue-empty"), [](Stage& stage) { stage.client.clearPayments(); }, {page(1)}},
      {QStringLiteral("queue-cancel"),
       {},
       {page(1), settled(), key(Qt::Key_Down), key(Qt::Key_Down), key(Qt::Key_Down), key(Qt::Key_Down),
        key(Qt::Key_Delete)}},
      {QStringLiteral("queue-details"), {}, {page(1), settled(), key(Qt::Key_Enter)}},
      {QStringLiteral("queue-decide"), {}, decisionOpen()},
      {QStringLiteral("queue-decide-failed"),
       {},
       then(decisionOpen(), {key(Qt::Key_F6), typed(QStringLiteral("Telepon CS, tidak masuk"))})},
      {QStringLiteral("queue-decide-paid"),
       {},
       then(decisionOpen(), {key(Qt::Key_F5), typed(QStringLiteral("Ada di laporan pemasok"))})},
      {QStringLiteral("queue-decide-who"),
       {},
       then(decisionOpen(), {key(Qt::Key_F6), typed(QStringLiteral("Telepon CS, tidak masuk")),
                             key(Qt::Key_Enter), typed(QStringLiteral("24"))})},
      {QStringLiteral("queue-decide-owner-code"), [](Stage& stage) { stage.client.user = "budi"; },
       then(decisionOpen(),
            {key(Qt::Key_F6), typed(QStringLiteral("Telepon CS, tidak masuk")), key(Qt::Key_Enter),
             key(Qt::Key_Right), typed(QStringLiteral("271828")), settled()})},
      {QStringLiteral("queue-decide-alone"), [](Stage& stage) { stage.client.worksAlone = true; },
       then(decisionOpen(),
            {key(Qt::Key_F6), typed(QStringLiteral("Telepon CS, tidak masuk")), key(Qt::Key_Enter), settled()})},
      {QStringLiteral("queue-decide-own-code"),
       [](Stage& stage) {
         stage.client.worksAlone = true;
         stage.client.people.ownerCode = api::CodeView{UserName("sri"), 0, 0, {}};
       },
       then(decisionOpen(),
            {key(Qt::Key_F6), typed(QStringLiteral("Telepon CS, tidak masuk")), key(Qt::Key_Enter), settled(),
             typed(QStringLiteral("271"))})},
      {QStringLiteral("locked"), {}, {settled(), key(Qt::Key_L, Qt::ControlModifier)}},
      {QStringLiteral("history-auditor"), atTheCounter(Role::Auditor), {page(2), settled(), key(Qt::Key_Enter)}},
      {QStringLiteral("sell-auditor"), atTheCounter(Role::Auditor), {settled()}},
      {QStringLiteral("settings-cashier"), atTheCounter(Role::Cashier), {page(9)}},
      {QStringLiteral("queue-result"), {}, {page(1), settled(), act([](Stage& stage) {
                                              stage.window->queue()->sync();
                                            })}},
      {QStringLiteral("history"), {}, {page(2)}},
      {QStringLiteral("history-details"), {}, {page(2), settled(), key(Qt::Key_Enter)}},
      {QStringLiteral("history-tell"),
       {},
       {page(2), settled(), key(Qt::Key_Enter), settled(), key(Qt::Key_F8)}},
      {QStringLiteral("history-complaint"), {}, complaintOf()},
      {QStringLiteral("history-complaint-typed"), {},
       then(complaintOf(), {typed(QStringLiteral("Token belum masuk, sudah dua kali dicoba")), key(Qt::Key_F6)})},
      {QStringLiteral("history-complaint-open"), complainedOf, complaintOf()},
      {QStringLiteral("history-complaint-end"), complainedOf,
       then(complaintOf(), {key(Qt::Key_F8), key(Qt::Key_F5), typed(QStringLiteral("Token baru dikirim, listrik menyala"))})},
      {QStringLiteral("history-complaint-ended"), complainedOf,
       then(complaintOf(), {key(Qt::Key_F8), key(Qt::Key_F5), typed(QStringLiteral("Token baru dikirim, listrik menyala")),
                            key(Qt::Key_Enter), settled()})},
      {QStringLiteral("history-complaint-no-contact"), [](Stage& stage) { stage.client.complained.hasContacts = false; },
       complaintOf()},
      {QStringLiteral("history-complaint-offline"),
       [](Stage& stage) {
         complainedOf(stage);
         offline(stage);
       },
       complaintOf()},
      {QStringLiteral("history-complaint-details"), complainedOf, {page(2), settled(), key(Qt::Key_Enter)}},
      {QStringLiteral("history-complaints"), complainedOf, {page(2), settled(), act([](Stage& stage) {
                                                              stage.window->history()->showComplaints();
                                                            })}},
      {QStringLiteral("queue-complaint"), {}, {page(1), settled(), key(Qt::Key_F5), settled()}},
      {QStringLiteral("history-nothing"), {}, {page(2), typed(QStringLiteral("zzz")), settled(), settled()}},
      {QStringLiteral("settings"), {}, {page(9)}},
      {QStringLiteral("settings-printer"), [](Stage& stage) { stage.client.printerTrouble = "no-permission"; },
       {page(9), settled()}},
      {QStringLiteral("settings-backup-none"), {}, {page(9), settled(), key(Qt::Key_F7), settled()}},
      {QStringLiteral("settings-backup-old"), backedUp(Duration::hours(9 * 24)), {page(9), settled(), key(Qt::Key_F7), settled()}},
      {QStringLiteral("settings-backup-under-way"),
       [](Stage& stage) {
         backedUp(Duration::hours(30))(stage);
         stage.client.backup.underWay = true;
       },
       backingUp()},
      {QStringLiteral("settings-backup-made"), backedUp(Duration::hours(30)), backingUp()},
      {QStringLiteral("settings-backup-full"),
       [](Stage& stage) { stage.client.backup.refusal = Error{ErrorCode::DiskFull, "/media/sri/STICK"}; }, backingUp()},
      {QStringLiteral("settings-backup-checked"), backedUp(Duration::hours(30)),
       {page(9), settled(), key(Qt::Key_F7), settled(),
        act([](Stage& stage) { stage.window->findChild<ui::screens::BackupPanel*>()->checkAt(kStick); }), settled()}},
      {QStringLiteral("settings-backup-restored"),
       [](Stage& stage) {
         stage.client.backup.restored = RestoredFrom{stage.client.now() - Duration::hours(43), stage.client.now(), 7};
       },
       {page(9), settled(), key(Qt::Key_F7), settled()}},
      {QStringLiteral("settings-paper"),
       [](Stage& stage) {
         stage.client.shopPaper.kept.header = {"Buka setiap hari 06.00-22.00"};
         stage.client.shopPaper.kept.footer = {"Terima kasih, sampai jumpa lagi"};
         stage.client.shopPaper.kept.logo = fixture::shopMark();
       },
       {page(9), settled(), key(Qt::Key_F6), sampled()}},
      {QStringLiteral("settings-paper-none"),
       [](Stage& stage) {
         stage.client.hasPrinter = false;
         stage.client.shopPaper.found.clear();
       },
       {page(9), settled(), key(Qt::Key_F6), sampled(), key(Qt::Key_F6), settled()}},
      {QStringLiteral("settings-paper-failed"),
       [](Stage& stage) {
         stage.client.shopPaper.trial = {api::PrintOutcome::Failed, 0,
                                         "tcp://192.168.1.50:9100 accepted=0 no route to host"};
       },
       {page(9), settled(), key(Qt::Key_F6), sampled(), key(Qt::Key_F6), settled()}},
      {QStringLiteral("history-unprinted"),
       [](Stage& stage) { stage.client.missPapers(3); },
       {page(2), settled(), act([](Stage& stage) { stage.press(Qt::Key_6, Qt::ControlModifier); }), settled(),
        key(Qt::Key_Enter), settled()}},
      {QStringLiteral("settings-prices"),
       {},
       {page(9), settled(), key(Qt::Key_F5), settled(), typed(QStringLiteral("pln"))}},
      {QStringLiteral("settings-prices-none"),
       {},
       {page(9), settled(), key(Qt::Key_F5), settled(), typed(QStringLiteral("zzz"))}},
      {QStringLiteral("settings-prices-margin"), {}, marginTyped()},
      {QStringLiteral("settings-prices-draft"), {}, then(marginTyped(), {key(Qt::Key_Enter), key(Qt::Key_Escape)})},
      {QStringLiteral("settings-prices-rules"), {}, then(pricesOpen(), {key(Qt::Key_F7)})},
      {QStringLiteral("settings-prices-kind"), {},
       then(pricesOpen(), {key(Qt::Key_F7), key(Qt::Key_Down), key(Qt::Key_Down), key(Qt::Key_Down), key(Qt::Key_Down),
                           key(Qt::Key_Enter), typed(QStringLiteral("750"))})},
      {QStringLiteral("settings-prices-bill"), {},
       then(pricesOpen(), {typed(QStringLiteral("bpjs")), key(Qt::Key_F5), typed(QStringLiteral("500"))})},
      {QStringLiteral("settings-prices-order"), {}, orderChanged()},
      {QStringLiteral("settings-prices-worth"), {}, worthTyped()},
      {QStringLiteral("settings-prices-reliable"), {}, then(atLine(2), {key(Qt::Key_Enter), typed(QStringLiteral("75"))})},
      {QStringLiteral("settings-prices-save"), {}, savingOpen()},
      {QStringLiteral("settings-prices-save-wrong-pin"), {},
       then(savingOpen(), {typed(QStringLiteral("000000")), settled(), settled(), settled(), settled()})},
      {QStringLiteral("settings-prices-loss"), coverALoss,
       then(pricesOpen(), {typed(QStringLiteral("bpjs")), key(Qt::Key_F5), typed(QStringLiteral("100")), key(Qt::Key_F8)})},
      {QStringLiteral("settings-prices-leave"), {},
       then(marginTyped(), {key(Qt::Key_Enter), key(Qt::Key_Escape), key(Qt::Key_Escape), key(Qt::Key_Escape)})},
      {QStringLiteral("settings-prices-saved"), {},
       then(savingOpen(), {typed(QString::fromLatin1(fixture::kOwnersPin)),
                           [](Stage& stage) { return !stage.client.pricesSaved.empty(); }})},
      {QStringLiteral("settings-prices-empty"), [](Stage& stage) { stage.client.clearProducts(); },
       then(pricesOpen(), {key(Qt::Key_F7)})},
      {QStringLiteral("settings-limits"), {}, limitsOpen()},
      {QStringLiteral("settings-limits-typed"), {}, limitTyped()},
      {QStringLiteral("settings-limits-wrong"), {},
       then(limitsOpen(), {key(Qt::Key_Down), key(Qt::Key_Down), key(Qt::Key_Enter), typed(QStringLiteral("9999999"))})},
      {QStringLiteral("settings-limits-pin"), {}, then(limitTyped(), {key(Qt::Key_F8), settled()})},
      {QStringLiteral("settings-limits-saved"), {},
       then(limitTyped(), {key(Qt::Key_F8), typed(QString::fromLatin1(fixture::kOwnersPin)),
                           [](Stage& stage) { return !stage.client.shopSettings.limitsSaved.empty(); }, settled()})},
      {QStringLiteral("settings-journal"), {},
       {page(9), settled(), key(Qt::Key_F10, Qt::ShiftModifier), settled(), key(Qt::Key_F5), settled(), key(Qt::Key_F6), settled()}},
      {QStringLiteral("settings-journal-changed"), [](Stage& stage) { stage.client.auditFaults = {{411, "event"}, {0, "unlogged"}}; },
       {page(9), settled(), key(Qt::Key_F10, Qt::ShiftModifier), settled(), key(Qt::Key_F5), settled()}},
      {QStringLiteral("settings-about"), {}, {page(9), settled(), key(Qt::Key_F1, Qt::ShiftModifier), settled()}},
      {QStringLiteral("settings-about-part"), {},
       {page(9), settled(), key(Qt::Key_F1, Qt::ShiftModifier), settled(), key(Qt::Key_Down), key(Qt::Key_F6), settled()}},
      {QStringLiteral("settings-journal-witnessed"),
       [](Stage& stage) {
         stage.client.witnessed = fixture::FixtureSettings::witnessed(stage.client.now(), "connect");
         stage.client.stamped = fixture::FixtureSettings::stamped(stage.client.now(), {});
       },
       {page(9), settled(), key(Qt::Key_F10, Qt::ShiftModifier), settled(), key(Qt::Key_F5), settled(), key(Qt::Key_F6), settled()}},
      {QStringLiteral("settings-journal-older"),
       [](Stage& stage) {
         stage.client.witnessed = fixture::FixtureSettings::witnessed(stage.client.now(), "ahead");
         stage.client.witnessAlarm = api::WitnessAlarm{"ahead", "saksi.bank.example/2", stage.client.now() - Duration::days(1)};
       },
       {page(9), settled(), key(Qt::Key_F10, Qt::ShiftModifier), settled(), key(Qt::Key_F5), settled()}},
      {QStringLiteral("settings-suppliers"), {}, suppliersOpen()},
      {QStringLiteral("settings-supplier"), {}, then(suppliersOpen(), {key(Qt::Key_Enter), settled()})},
      {QStringLiteral("settings-supplier-secret"), {},
       then(suppliersOpen(), {key(Qt::Key_Enter), settled(), key(Qt::Key_Down), key(Qt::Key_Down), key(Qt::Key_Enter),
                              typed(QStringLiteral("contoh-kunci"))})},
      {QStringLiteral("settings-supplier-file"), {},
       then(suppliersOpen(), {key(Qt::Key_Down), key(Qt::Key_Down), key(Qt::Key_Enter), settled(), key(Qt::Key_Down),
                              key(Qt::Key_Down), key(Qt::Key_Down), key(Qt::Key_Enter)})},
      {QStringLiteral("settings-supplier-new"), {},
       then(suppliersOpen(), {key(Qt::Key_End), key(Qt::Key_Enter), settled(), key(Qt::Key_F8)})},
      {QStringLiteral("settings-supplier-gone"), {}, then(suppliersOpen(), {key(Qt::Key_Delete), settled()})},
      {QStringLiteral("core-stopped"), {}, {settled(), act([](Stage& stage) {
                                              stage.client.tell(api::CoreStopped{{ErrorCode::DiskFault, {}}});
                                            })}},
  };
  all.insert(all.end(), pages.begin(), pages.end());
  return all;
}

}  // namespace

void Stage::makeWindow(ui::theme::Theme& theme, QSize size) {
  window = std::make_unique<CounterWindow>(theme, [this] { return client.now(); }, [this] { return sinceBoot; });
  window->resize(size);
}

void Stage::showCounter(ui::text::Language language) {
  window->setStaff(fixture::staffOf(client));
  window->showCounter(client, language);
}

void Stage::press(Qt::Key key, Qt::KeyboardModifiers modifiers) const {
  QWidget* target = window->focusWidget() != nullptr ? window->focusWidget() : window.get();
  QKeyEvent down(QEvent::KeyPress, key, modifiers);
  QCoreApplication::sendEvent(target, &down);
}

void Stage::type(const QString& text) const {
  for (const QChar c : text) {
    QWidget* target = window->focusWidget() != nullptr ? window->focusWidget() : window.get();
    QKeyEvent down(QEvent::KeyPress, c.toUpper().unicode(), Qt::NoModifier, QString(c));
    QCoreApplication::sendEvent(target, &down);
  }
}

void Stage::choose(const std::string& product, const std::string& number, Family family, ProductKind kind) {
  ui::screens::Choice choice;
  choice.product = product;
  choice.number = number;
  choice.family = family;
  choice.kind = kind;
  for (const Product& one : fixture::products())
    if (one.id.str() == product)
      choice.productName = QString::fromStdString(one.name);
  flow().choose(choice);
}

std::vector<Scene> scenes() {
  std::vector<Scene> all = sellScenes();
  for (Scene& scene : codeScenes()) all.push_back(scene);
  for (Scene& scene : cashScenes()) all.push_back(scene);
  for (Scene& scene : shiftScenes()) all.push_back(scene);
  for (Scene& scene : groupScenes()) all.push_back(scene);
  for (Scene& scene : depositScenes()) all.push_back(scene);
  for (Scene& scene : reconcileScenes()) all.push_back(scene);
  for (Scene& scene : displayScenes()) all.push_back(scene);
  for (Scene& scene : customerScenes()) all.push_back(scene);
  for (Scene& scene : doorScenes()) all.push_back(scene);
  for (Scene& scene : otherScenes()) all.push_back(scene);
  for (Scene& scene : peopleScenes()) all.push_back(scene);
  for (Scene& scene : alarmScenes()) all.push_back(scene);
  for (Scene& scene : all) scene.steps.push_back(settled());
  return all;
}

}  // namespace loket::app
