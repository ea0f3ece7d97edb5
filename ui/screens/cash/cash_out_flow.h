// One cash-out from the choice of a way to the cash in the customer's hand, without a widget. The core
// decides whether money has come in and whether cash was given for it; here stands only what the cashier is
// looking at.
#pragma once

#include <QObject>
#include <QTimer>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/secret_bytes.h"
#include "ui/bridge/core_bridge.h"
#include "ui/bridge/counter_clock.h"
#include "ui/screens/proof_ask.h"

namespace loket::ui::screens {

// How the customer's money comes in.
enum class CashWay { Transfer, Code, Password };

// A way at one of the shop's banks.
struct CashDoor {
  UpstreamId upstream;
  CashWay way = CashWay::Transfer;

  friend bool operator==(const CashDoor&, const CashDoor&) = default;
};

enum class CashOutStep {
  Choose,      // a way, and what belongs to it
  Collection,  // what the bank was asked to collect, as it stands
  HandOver,    // the money is there: what the shop keeps, and what the customer gets
  Proof,       // a second proof is wanted before it is given
  Done,
};

class CashOutFlow final : public QObject {
  Q_OBJECT

 public:
  // Enter gives no cash for so long after the money was shown: a code is paid while somebody types.
  static constexpr Duration kHandOverGuard = Duration::millis(600);

  CashOutFlow(bridge::CoreBridge& bridge, bridge::CounterClock& clock, QObject* parent = nullptr);

  [[nodiscard]] CashOutStep step() const { return m_step; }
  [[nodiscard]] const std::vector<CashDoor>& doors() const { return m_doors; }
  // Nothing when no bank of the shop has a way.
  [[nodiscard]] std::optional<CashDoor> door() const;
  [[nodiscard]] int doorIndex() const { return m_door; }
  // What the bank was asked to collect, the newest first.
  [[nodiscard]] const std::vector<Collection>& collections() const { return m_all; }
  // Nothing while the bank has been asked and nothing is written down yet.
  [[nodiscard]] const std::optional<Collection>& collection() const { return m_collection; }
  // The transfer that cash is wanted for; nothing for a collection.
  [[nodiscard]] const std::optional<Credit>& credit() const { return m_credit; }
  [[nodiscard]] Money received() const;                  // HandOver, Proof
  [[nodiscard]] Money fee() const { return m_fee; }      // that was handed out with, or tried to
  [[nodiscard]] Money given() const { return m_given; }  // Done
  [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
  [[nodiscard]] const std::optional<api::PrintView>& print() const { return m_print; }
  [[nodiscard]] const ProofAsk& proofAsk() const { return m_proof; }  // Proof
  [[nodiscard]] bool isAsking() const { return m_asking; }
  [[nodiscard]] bool isPaying() const { return m_paying; }
  [[nodiscard]] bool canHandOut(Money fee) const;
  // A password of this customer for this sum has no answer yet.
  [[nodiscard]] bool isUnderWay(const std::string& customer, Money amount) const;

  void setStatus(const api::CounterStatus& status);
  void chooseDoor(int index);
  // By the chosen door, which is a code or a password.
  void ask(Money amount, const std::string& customer, std::shared_ptr<const SecretBytes> password,
           api::Repeat repeat);
  void takeCredit(const Credit& credit);
  void show(const Collection& collection);
  // The bank is asked now; it is asked by itself, too.
  void askBank();
  void printCode();
  // A code whose time is over is followed for a while; another one for the same sum takes its place on the
  // screen.
  [[nodiscard]] bool canRenew() const;
  void renew();
  // With whoever agrees, where it takes two: what was collected for a sale and goes back in cash. `ended` hears how it ended.
  void handOut(Money fee, const api::Second& second = {}, std::function<void(const Status&)> ended = nullptr);
  // The same once more, with what was wanted.
  void prove(const Proof& proof);
  // From the proof back to the sum: nothing was given.
  void standBack();
  // What is on the screen is left to the counter, which follows it. Not while cash is being given: what
  // became of that has to be seen.
  void leave();
  void refresh();

 signals:
  void stepChanged();
  void changed();  // in the same step
  void doorsChanged();
  void listChanged();  // of collections

 private:
  void go(CashOutStep step);
  void forget();
  void take(const Collection& collection);
  void take(const Result<api::TillView>& paid);
  void pay(std::function<void(const Status&)> ended = nullptr);
  [[nodiscard]] bool isMine(const Collection& collection) const;

  bridge::CoreBridge& m_bridge;
  bridge::CounterClock& m_clock;
  QTimer m_guard;
  std::vector<CashDoor> m_doors;
  int m_door = 0;
  CashOutStep m_step = CashOutStep::Choose;
  std::vector<Collection> m_all;
  std::optional<Collection> m_collection;
  api::CollectionOpening m_asked;  // without its password
  std::optional<Credit> m_credit;
  Money m_fee;
  api::Second m_second;
  ProofAsk m_proof;
  Money m_given;
  std::optional<Error> m_error;
  std::optional<api::PrintView> m_print;
  bool m_asking = false;
  bool m_paying = false;
  bool m_armed = false;
  int m_round = 0;  // answers for what is no longer on the screen are ignored
};

}  // namespace loket::ui::screens
