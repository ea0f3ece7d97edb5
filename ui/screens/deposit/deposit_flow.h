// A deposit's top-up from the sum that is wanted to the money that has come in, without a widget. The core makes the
// ticket and the transfer, each once; here stands only what the cashier is looking at.
#pragma once

#include <QObject>
#include <QTimer>
#include <optional>
#include <string>
#include <vector>

#include "ui/bridge/core_bridge.h"
#include "ui/bridge/counter_clock.h"
#include "ui/screens/proof_ask.h"

namespace loket::ui::screens {

enum class DepositStep {
  Ask,     // which deposit, and how much
  Ticket,  // what is to be sent, and how far it is
  Pay,     // whose account it is by the bank's own word, before the transfer
  Proof,   // a second proof is wanted before it leaves
};

class DepositFlow final : public QObject {
  Q_OBJECT

 public:
  // Enter sends nothing for so long after the name was shown: nobody has read it before.
  static constexpr Duration kPayGuard = Duration::millis(400);

  DepositFlow(bridge::CoreBridge& bridge, bridge::CounterClock& clock, QObject* parent = nullptr);

  [[nodiscard]] DepositStep step() const { return m_step; }
  // Those that tickets fill, and the shop's banks.
  [[nodiscard]] const std::vector<api::DepositView>& deposits() const { return m_deposits; }
  [[nodiscard]] const std::vector<UpstreamId>& banks() const { return m_banks; }
  // Nothing when the shop has none.
  [[nodiscard]] const api::DepositView* deposit() const;
  [[nodiscard]] int depositIndex() const { return m_deposit; }
  [[nodiscard]] const std::vector<api::TicketView>& tickets() const { return m_all; }  // the newest first
  [[nodiscard]] const std::optional<api::TicketView>& ticket() const { return m_ticket; }
  // The transfer that may still pay it, or has.
  [[nodiscard]] const std::optional<Payment>& payment() const { return m_payment; }
  [[nodiscard]] const std::optional<api::Quote>& quote() const { return m_quote; }
  [[nodiscard]] const UpstreamId& via() const { return m_via; }
  [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
  [[nodiscard]] bool isBusy() const { return m_busy; }
  [[nodiscard]] bool canAsk() const { return m_step == DepositStep::Ask && !m_busy && !m_unsure && deposit() != nullptr; }
  // By a transfer through a bank of the shop's.
  [[nodiscard]] bool canPay() const;
  // It was sent by hand.
  [[nodiscard]] bool canMark() const;
  // It has come in.
  [[nodiscard]] bool canCredit() const;
  [[nodiscard]] bool canSend() const;  // Pay
  [[nodiscard]] const ProofAsk& proofAsk() const { return m_proof; }  // Proof

  void setStatus(const api::CounterStatus& status);
  void chooseDeposit(int index);
  // With a bank the upstream says what to send where; without one the shop makes the sum unique itself.
  void ask(Money wanted, const std::string& bank, const std::string& ownerName);
  void show(const api::TicketView& ticket);
  // Asks the bank for the name. `bank` is one of banks().
  void askBank(int bank);
  // The next of banks() is asked instead.
  void nextBank();
  void send();
  // The same once more, with what was wanted.
  void prove(const Proof& proof);
  // From the proof back to the name: nothing has left.
  void standBack();
  void mark(PaidFrom from);
  void credit();
  // One step back. Not while something is being recorded: what became of that has to be seen.
  void leave();
  void refresh();

 signals:
  void stepChanged();
  void changed();  // in the same step
  void depositsChanged();
  void listChanged();

 private:
  void go(DepositStep step);
  void forget();
  void run(api::TillCommand command);
  void fail(const Error& error);
  void transfer();
  void take(const api::TicketView& ticket);
  [[nodiscard]] bool isWaiting() const;  // open, and nothing is under way for it

  bridge::CoreBridge& m_bridge;
  bridge::CounterClock& m_clock;
  QTimer m_guard;
  DepositStep m_step = DepositStep::Ask;
  std::vector<api::DepositView> m_deposits;
  std::vector<UpstreamId> m_banks;
  int m_deposit = 0;
  std::vector<api::TicketView> m_all;
  std::optional<api::TicketView> m_ticket;
  std::optional<Payment> m_payment;
  std::optional<api::Quote> m_quote;
  UpstreamId m_via;
  ProofAsk m_proof;
  std::optional<Error> m_error;
  bool m_busy = false;
  bool m_armed = false;
  bool m_unsure = false;  // something may be in the books already: nothing more is recorded before a restart
  int m_round = 0;        // answers for what is no longer on the screen are ignored
};

}  // namespace loket::ui::screens
