// One sale from choice to outcome, without a widget: what the cashier has decided, what the core answered,
// and what may happen next. A sale has one client reference from its quote on, so pressing twice is selling
// once.
#pragma once

#include <QObject>
#include <QTimer>
#include <functional>
#include <optional>

#include "ui/bridge/core_bridge.h"
#include "ui/bridge/counter_clock.h"

namespace loket::ui::screens {

enum class SellStep {
  Search,    // nothing chosen yet
  Number,    // a product without a number
  Field,     // what the bill is asked by beside the number
  Amount,    // a transfer's amount, or an offline bill's ceiling
  Asking,    // the inquiry is under way
  ReadBack,  // the offer is read to the customer
  Proof,     // a second proof is wanted before it is taken
  Code,      // the customer pays by a code: nothing is sold before its money has come
  Saving,    // sell() is not durable yet
  Sending,   // durable, no outcome yet
  Outcome,
};

struct Choice {
  std::string product;
  QString productName;
  Family family = Family::Other;
  ProductKind kind = ProductKind::Prepaid;
  std::string number;
  std::optional<Money> amount;
  Sender sender;  // of a transfer, as typed
  InquiryFields fields;  // of the families that ask for more than a number
};

class SellFlow final : public QObject {
  Q_OBJECT

 public:
  // Enter does nothing for so long after the read-back appeared: nobody reads faster.
  static constexpr Duration kReadBackGuard = Duration::millis(400);

  SellFlow(bridge::CoreBridge& bridge, bridge::CounterClock& clock, QObject* parent = nullptr);

  [[nodiscard]] SellStep step() const { return m_step; }
  [[nodiscard]] const Choice& choice() const { return m_choice; }
  [[nodiscard]] const api::Quote& quote() const { return m_quote; }            // from ReadBack on
  [[nodiscard]] const api::PaymentView& payment() const { return m_payment; }  // from Sending on
  [[nodiscard]] const ClientRef& clientRef() const { return m_clientRef; }
  // Why the last step did not go on; shown in the step that it fell back to.
  [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
  [[nodiscard]] Instant stepSince() const { return m_stepSince; }
  [[nodiscard]] Money cash() const { return m_cash; }

  [[nodiscard]] bool amountIsCeiling() const {
    return m_choice.kind == ProductKind::Bill && m_choice.family != Family::EMoney &&
           m_choice.family != Family::VirtualAccount;
  }
  // The same purchase earlier today is still open: no way on.
  [[nodiscard]] bool isBlocked() const;
  // The same purchase today is finished: only an explicit "another one" goes on.
  [[nodiscard]] bool needsRepeat() const;
  // The disk failed while this sale was being saved. The only way on is to open the program again and look.
  [[nodiscard]] bool mayBeSaved() const;
  [[nodiscard]] bool isArmed() const { return m_armed && m_step == SellStep::ReadBack; }
  [[nodiscard]] bool canPay(api::Repeat repeat) const;
  // A bank of the shop's makes codes.
  [[nodiscard]] bool hasCodes() const { return !m_codeBank.empty(); }
  [[nodiscard]] bool canPayByCode(api::Repeat repeat) const;
  // A deposit is cash: nobody owes one.
  [[nodiscard]] bool canPayLater(api::Repeat repeat) const { return mayPay(repeat) && !m_quote.offline; }
  // What the customer is to pay; nothing before the bank was asked.
  [[nodiscard]] const std::optional<Collection>& collection() const { return m_collection; }  // Code
  [[nodiscard]] const std::optional<api::PrintView>& codePrint() const { return m_codePrint; }
  [[nodiscard]] bool isAskingBank() const { return m_askingBank; }
  [[nodiscard]] bool canGiveUp() const;

  void choose(const Choice& choice);
  void setNumber(const QString& number);
  // As typed; what cannot be right stays in its step, with the error.
  void setFields(const InquiryFields& typed);
  void setAmount(Money amount);
  // Of a transfer of this sum, or of one for which the core has asked who brings it.
  [[nodiscard]] bool wantsSender(Money amount) const;
  void setSender(const Sender& sender) { m_choice.sender = sender; }
  void setCash(Money cash);
  void pay(api::Repeat repeat);
  // Nothing is paid now: it is owed under this name.
  void payLater(const std::string& name, api::Repeat repeat);
  // By a code of exactly the total.
  void payByCode(api::Repeat repeat);
  // What was wanted before it is taken: one of the ways to pay goes on with it.
  void prove(const Proof& proof);
  [[nodiscard]] const Proof& proof() const { return m_proof; }  // Saving
  void printCode();
  // The bank is asked now; it is asked by itself, too.
  void askBank();
  // Cash was handed back: the refund that is due, or the rest of an offline bill. `done` hears how it ended.
  void refund(const api::Second& second, std::function<void(const Status&)> done);
  void refuse(const Error& error);
  // One step back; after the payment is durable it leaves it to the queue and starts over.
  void back();
  void startOver();
  // Nobody is there any more. An offer that was asked for or read back is none for whoever comes next: what was typed stays, and
  // it is asked for again. Everything else goes on.
  void standBack();
  void setOnline(bool online) { m_online = online; }
  void setBanks(const std::vector<api::DepositView>& deposits);
  void setTransferLimits(const TransferLimits& limits) { m_transferLimits = limits; }
  // Whether a supplier takes several months of BPJS at once; where none does, nobody is asked how many.
  void setTakesMonths(bool takes) { m_takesMonths = takes; }

 signals:
  void stepChanged();
  void changed();  // in the same step: cash, error, payment

 private:
  void go(SellStep step);
  void proceed();
  [[nodiscard]] bool hasField() const;
  void ask();
  void takeQuote(const Result<api::Quote>& quote, int round);
  void takePayment(const api::PaymentView& view);
  [[nodiscard]] api::SellRequest request(api::Repeat repeat) const;
  void sell(api::SellRequest order);
  void askCode(api::SellRequest order);
  // At once, or with the proof that is asked for first.
  void goOn(api::SellRequest order, void (SellFlow::*way)(api::SellRequest));
  // The step that an error of the core's leads back to.
  void fallBack(const Error& error);
  void takeCollection(const Collection& collection);
  // The customer does not pay by it after all.
  void giveUp();
  void forgetCode();
  [[nodiscard]] bool mayPay(api::Repeat repeat) const;

  bridge::CoreBridge& m_bridge;
  bridge::CounterClock& m_clock;
  QTimer m_guard;
  SellStep m_step = SellStep::Search;
  Instant m_stepSince;
  Choice m_choice;
  api::Quote m_quote;
  api::PaymentView m_payment;
  ClientRef m_clientRef;
  Money m_cash;
  std::optional<Error> m_error;
  bool m_armed = false;
  bool m_online = true;
  bool m_takesMonths = false;
  bool m_fieldGiven = false;  // of this choice: one month is told by no word
  bool m_senderAsked = false;  // by the core: the day's sum counts too, and only it knows that
  TransferLimits m_transferLimits;
  bool m_refunding = false;
  Proof m_proof;
  std::function<void()> m_proven;  // what waits for it
  UpstreamId m_codeBank;
  bool m_codeBankReached = false;
  std::optional<Collection> m_collection;
  std::optional<api::PrintView> m_codePrint;
  bool m_askingBank = false;
  int m_round = 0;  // answers to an inquiry that was left are ignored
};

}  // namespace loket::ui::screens
