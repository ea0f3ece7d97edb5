#include "tests/simulator/power/shop.h"

#include "tests/simulator/power/power_shop.h"
#include "tests/simulator/power/power_vfs.h"

namespace loket::simulator {

const char* nameOf(Step step) {
  switch (step) {
    case Step::SellOnline:
      return "sale, online";
    case Step::SellAnswerLost:
      return "sale, answer lost";
    case Step::SellRequestLost:
      return "sale, request lost";
    case Step::SellRefused:
      return "sale, refused";
    case Step::SellElsewhere:
      return "sale, elsewhere";
    case Step::SellElsewhereLost:
      return "sale, elsewhere, answer lost";
    case Step::SellNoWay:
      return "sale, no way";
    case Step::SellOffline:
      return "sale, offline";
    case Step::SellBill:
      return "bill, online";
    case Step::SellBillOffline:
      return "bill, offline";
    case Step::Sync:
      return "sync";
    case Step::SyncUntilIdle:
      return "sync until idle";
    case Step::Refund:
      return "refund";
    case Step::Print:
      return "print";
    case Step::Receipt:
      return "receipt";
    case Step::Restart:
      return "restart";
    case Step::CashOut:
      return "cash-out";
    case Step::SellOnBon:
      return "sale on tick";
    case Step::PayBon:
      return "tick paid";
    case Step::Drawer:
      return "drawer";
    case Step::Goods:
      return "goods";
    case Step::TopUp:
      return "top-up";
    case Step::OpenShift:
      return "shift opened";
    case Step::CloseShift:
      return "shift closed";
    case Step::Decide:
      return "decision";
    case Step::SellGroup:
      return "group sale";
    case Step::CollectCash:
      return "codes for cash";
    case Step::SellByCode:
      return "sale by code";
    case Step::GiveUpCode:
      return "code given up";
    case Step::ExpireCode:
      return "code expired";
    case Step::Reconcile:
      return "settlement file";
  }
  return "";
}

int refusalsOf(Step step) {
  switch (step) {
    case Step::CashOut:
    case Step::SellByCode:
    case Step::GiveUpCode:
    case Step::Reconcile:
      return 1;
    case Step::ExpireCode:
      return 2;
    case Step::CollectCash:
      return 3;
    default:
      return 0;
  }
}

const char* nameOf(PowerPlant plant) {
  switch (plant) {
    case PowerPlant::None:
      return "none";
    case PowerPlant::SyncIsNothing:
      return "a disk that says synced and is not";
    case PowerPlant::DiskRots:
      return "a disk that rots";
    case PowerPlant::SynchronousNormal:
      return "synchronous=NORMAL";
    case PowerPlant::AnswersBeforeCommit:
      return "an answer before its commit";
    case PowerPlant::SwallowsErrors:
      return "errors swallowed";
    case PowerPlant::GoesOnAfterErrors:
      return "a program that goes on after an error";
    case PowerPlant::BooksDrift:
      return "balances that drift";
    case PowerPlant::UpstreamPaysTwice:
      return "an upstream that pays twice";
    case PowerPlant::UpstreamOnlySays:
      return "an upstream that only says so";
    case PowerPlant::SendsUnarmed:
      return "sent without being armed";
    case PowerPlant::PrintsUncounted:
      return "printed without being counted";
    case PowerPlant::SidecarLost:
      return "a sidecar that is lost";
    case PowerPlant::CollectsUnrecorded:
      return "collected without being recorded";
    case PowerPlant::CollectionsForgotten:
      return "collections forgotten";
    case PowerPlant::SoldWithoutSale:
      return "a sale's money without its sale";
    case PowerPlant::AppliedForgotten:
      return "proposals applied and forgotten";
    case PowerPlant::CreditsForgotten:
      return "credits forgotten";
    case PowerPlant::UnreadableIsAbsent:
      return "an unreadable home made anew";
    case PowerPlant::JournalRewritten:
      return "a journal rewritten";
    case PowerPlant::NumbersInClear:
      return "a number in clear";
    case PowerPlant::SecondUnseen:
      return "a second program unseen";
  }
  return "";
}

const std::vector<Scenario>& moneyScenarios() {
  static const std::vector<Scenario> kScenarios = {
      {"open a home", LogLength::AsItIs, {Step::Restart}},
      {"sell online", LogLength::AsItIs, {Step::SellOnline}},
      {"time-out, settled by asking", LogLength::AsItIs, {Step::SellAnswerLost, Step::SyncUntilIdle}},
      {"time-out, never arrived", LogLength::AsItIs, {Step::SellRequestLost, Step::Sync}},
      {"sell offline and sync", LogLength::AsItIs, {Step::SellOffline, Step::SellOffline, Step::Sync}},
      {"refused and refunded", LogLength::AsItIs, {Step::SellRefused, Step::Refund}},
      {"refused, and sold elsewhere", LogLength::AsItIs, {Step::SellElsewhere}},
      {"elsewhere, and the answer lost", LogLength::AsItIs, {Step::SellElsewhereLost, Step::SyncUntilIdle}},
      {"no way, then sync", LogLength::AsItIs, {Step::SellNoWay, Step::Sync}},
      {"bill, asked again", LogLength::AsItIs, {Step::SellBillOffline, Step::Sync}},
      {"bill, online", LogLength::AsItIs, {Step::SellBill}},
      {"print", LogLength::AsItIs, {Step::SellOffline, Step::Print, Step::Receipt}},
      {"cash-out", LogLength::AsItIs, {Step::CashOut}},
      {"on tick, and paid", LogLength::AsItIs, {Step::SellOnBon, Step::PayBon}},
      {"drawer and shelf", LogLength::AsItIs, {Step::Drawer, Step::Goods}},
      {"deposit topped up", LogLength::AsItIs, {Step::TopUp}},
      {"a shift", LogLength::AsItIs, {Step::OpenShift, Step::SellOnline, Step::CloseShift}},
      {"settled by two people", LogLength::AsItIs, {Step::SellRequestLost, Step::SyncUntilIdle, Step::Decide, Step::Refund}},
      {"a group's bills", LogLength::AsItIs, {Step::SellGroup, Step::SyncUntilIdle}},
      {"codes, for cash", LogLength::AsItIs, {Step::CollectCash}},
      {"a code, for a sale", LogLength::AsItIs, {Step::SellByCode}},
      {"a code, given up", LogLength::AsItIs, {Step::GiveUpCode}},
      {"a code, expired", LogLength::AsItIs, {Step::ExpireCode}},
      {"a settlement file", LogLength::AsItIs, {Step::SellOnline, Step::Reconcile}},
      {"closed and opened", LogLength::AsItIs, {Step::SellOffline, Step::Restart, Step::Sync}},
      {"the log is emptied", LogLength::Short, {Step::SellOnline, Step::SellOffline, Step::Sync}},
      // Eight sales are enough to change the first page, which has more to lose than the others.
      {"the database has grown",
       LogLength::AsItIs,
       {Step::SellOffline, Step::SellOffline, Step::SellOffline, Step::SellOffline, Step::SellOffline,
        Step::SellOffline, Step::SellOffline, Step::SellOffline, Step::Restart},
       25},
  };
  return kScenarios;
}

PowerOutcome runPlan(const PowerPlan& plan, Telling telling) {
  installPowerVfs();
  PowerShop shop(plan, telling);
  return shop.run();
}

}  // namespace loket::simulator
