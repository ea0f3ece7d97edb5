// A shop whose power goes: the real engine over the real SQLCipher store on a disk that loses its power,
// breaks and fills, against an upstream for which every request is a payment. One plan, one history, always
// the same.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "tests/simulator/power/power_disk.h"

namespace loket::simulator {

enum class Step {
  SellOnline,       // answered at once
  SellAnswerLost,   // executed, and nobody heard: settled by asking
  SellRequestLost,  // never arrived, and nobody knows: for people
  SellRefused,      // refused by the upstream: cash goes back
  SellElsewhere,    // refused by one upstream, and sold by the other
  SellElsewhereLost,  // likewise, and the other's answer is lost
  SellNoWay,        // no byte left: sent later
  SellOffline,
  SellBill,         // asked, then paid
  SellBillOffline,  // a ceiling; asked again before it is paid
  Sync,
  SyncUntilIdle,
  Refund,
  Print,
  Receipt,
  Restart,  // the program is closed and opened
  CashOut,  // cash for money that came in; and once more for the same money
  SellOnBon,   // paid later
  PayBon,      // part of it
  Drawer,      // cash put in, and cash paid out of it
  Goods,       // off the shelf
  TopUp,       // a ticket: opened, transferred, credited
  OpenShift,   // counted
  CloseShift,  // and counted again, with something missing
  Decide,      // two people settle what no upstream settles
  SellGroup,    // a list of bills at once, of which one answer is lost
  CollectCash,  // two customers by codes for the same sum, for cash
  SellByCode,   // the payment is taken when its money has come
  GiveUpCode,   // a sale by code that is given up, and paid all the same
  ExpireCode,   // nobody pays in time, and the bank has collected after all
  Reconcile,    // a settlement file is read, and what it proposes is applied
};
inline constexpr int kSteps = 31;
const char* nameOf(Step step);
// How many of its commands are refused, and are meant to be: whoever asks for the same money once more.
int refusalsOf(Step step);

// When the write-ahead log is emptied into the database: as the product has it, which a short day never
// reaches, or every few commits.
enum class LogLength { AsItIs, Short };

// A world that breaks its own promises, to see that the oracles notice.
enum class PowerPlant {
  None,
  SyncIsNothing,        // the disk says synced and is not
  DiskRots,             // a byte is another one after the power came back
  SynchronousNormal,    // commits are not synced
  AnswersBeforeCommit,  // what is accepted is committed with the next unit of work
  SwallowsErrors,       // a commit that failed is called done
  GoesOnAfterErrors,    // a program with a broken handle goes on
  BooksDrift,           // a balance that its legs do not add up to
  UpstreamPaysTwice,
  UpstreamOnlySays,  // says success and has done nothing
  SendsUnarmed,      // what is armed is not committed
  PrintsUncounted,   // what is printed is not committed
  SidecarLost,
  CollectsUnrecorded,    // what the bank is asked to collect is not committed
  CollectionsForgotten,  // nobody remembers what customers have paid by code
  SoldWithoutSale,       // a sale's money is taken, and its payment is not committed
  AppliedForgotten,      // that a proposal was applied is not committed
  CreditsForgotten,  // nobody remembers, and nothing refuses, what was paid out before
  UnreadableIsAbsent,  // a home that another key does not open is made anew
  JournalRewritten,    // an entry says something else than it did
  NumbersInClear,      // a customer's number in a file that is not encrypted
  SecondUnseen,        // a program goes on after another one's commit
};
const char* nameOf(PowerPlant plant);

struct Scenario {
  const char* name;
  LogLength log;
  std::vector<Step> steps;
  // Only these are made to fail, in several mixtures of what is left; 0: all, once.
  std::uint64_t lastCalls = 0;
};
// The ways that money takes through the counter: sales and their ends, alone and by the list, cash-outs, codes, tick, drawer, shelf,
// top-ups, shifts, decisions, settlement files.
const std::vector<Scenario>& moneyScenarios();

struct PowerPlan {
  LogLength log = LogLength::AsItIs;
  std::vector<Step> steps;
  // The first is for the first life of the program, and so on; calls are counted from the start of that life.
  std::vector<std::pair<DiskEvent, std::uint64_t>> events;
  std::uint64_t seed = 1;
  // Reads all of the database after the last recovery, page by page.
  enum class Integrity { Skip, Check } integrity = Integrity::Check;
  PowerPlant plant = PowerPlant::None;
};

struct PowerOutcome {
  std::string violation;  // the invariant that was broken and how; empty when all held
  std::vector<std::string> history;
  std::uint64_t calls = 0;            // of the first life: what can fail
  std::uint64_t changes = 0;          // of the first life: where the power can go
  std::uint64_t recoveryChanges = 0;  // of the second life's start
  int cuts = 0;
  int lives = 0;
  std::vector<std::pair<DiskEvent, Io>> struck;
  std::array<std::uint64_t, kIos> io{};
};

enum class Telling { Nothing, History };
PowerOutcome runPlan(const PowerPlan& plan, Telling telling);

}  // namespace loket::simulator
