// The till as a user interface sees it: commands that move money at the counter besides payments, and what
// became of them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/api/second.h"
#include "core/domain/catalogue/product.h"
#include "core/base/secret_bytes.h"
#include "core/domain/payment/proof.h"
#include "core/domain/till/cash_out.h"
#include "core/domain/till/collection.h"
#include "core/domain/till/till.h"

namespace loket::api {

struct SellRequest;

struct PayIn {
  Money amount;
  std::string reason;
  UserName by{};  // the door's word, as in Second
};
struct PayOut {
  Money amount;
  PaidTo to = PaidTo::Expense;
  std::string reason;
  Proof proof{};
  UserName by{};
};
// Something of the shop's shelf, for cash; its name may be empty.
struct GoodsSale {
  Money amount;
  std::string name{};
  UserName by{};
};
struct GoodsReturn {
  Money amount;
  std::string name{};
  Second second{};
};
// The customer's name as typed.
struct BonPayment {
  std::string customer;
  Money amount;
  UserName by{};
};
// With a bank the upstream is asked, and says what to send where; without one the shop makes the amount unique itself.
struct TicketOpening {
  UpstreamId upstream;
  Money wanted;
  std::string bank{};       // "BCA", "MANDIRI", "BRI", "BNI"; "Flip", "ShopeePay" for individuals (Digiflazz)
  std::string ownerName{};  // of the account the money will come from
  UserName by{};
};
struct TicketTransfer {
  TicketId id;
  PaidFrom from = PaidFrom::Owner;
  UserName by{};
};
// By a transfer through a bank of ours, out of the shop's own money there.
struct TicketPayment {
  TicketId id;
  UpstreamId via;
  Proof proof{};
  UserName by{};
};
struct TicketCredit {
  TicketId id;
  UserName by{};
};
// Cash for money that a customer has sent: the bank's statement is asked once more before it is handed out.
struct CashOut {
  UpstreamId upstream;
  std::string credit;  // the statement's id
  Money expected;      // what the cashier has read
  Money fee;           // kept of it
  Proof proof{};
  UserName by{};
};
// The bank is asked to collect: by a code that the customer scans, or by the password on his telephone. Answers when the
// customer can pay; with `wait` when he has paid, or it ended, or that time is over.
struct CollectionOpening {
  UpstreamId upstream;
  CollectionKind kind = CollectionKind::Qris;
  Money amount;
  std::string customer{};  // whose password it is
  std::shared_ptr<const SecretBytes> password{};
  Duration wait{};
  // What he buys with it; the sum is then the sale's, and it is sold by itself once its money is proven to have come. The
  // same client reference again is the same code.
  std::shared_ptr<const SellRequest> sale{};
  UserName by{};
};
// How it stands, by the bank's own word now.
struct CollectionQuestion {
  CollectionId id;
  Duration wait{};
  UserName by{};
};
// What it was asked for is sold with its money after all: given up, or too late to be sold by itself.
struct CollectionSale {
  CollectionId id;
  UserName by{};
};
// The sale it was asked for will not happen. Money that comes all the same is a credit.
struct CollectionGiveUp {
  CollectionId id;
  std::string reason{};
  UserName by{};
};
// Cash for what was collected; the statement is asked first, where the bank has one.
struct CollectionPayOut {
  CollectionId id;
  Money fee;
  Proof proof{};
  Second second{};  // where it was collected for a sale, and the limits want two
};
struct ShiftOpening {
  Money counted;
  std::string reason;
  UserName by{};
};
struct ShiftClosing {
  Money counted;
  std::string reason;
  UserName by{};
};

using TillCommand = std::variant<PayIn, PayOut, BonPayment, TicketOpening, TicketTransfer, TicketCredit,
                                 CashOut, CollectionOpening, CollectionQuestion, CollectionPayOut, CollectionSale, CollectionGiveUp,
                                 ShiftOpening, ShiftClosing, GoodsSale, GoodsReturn>;

// Who gives it. One that says it nowhere does not compile.
template <typename Command>
UserName& giverIn(Command& command) {
  return command.by;
}
inline UserName& giverIn(GoodsReturn& command) { return command.second.by; }
inline UserName& giverIn(CollectionPayOut& command) { return command.second.by; }
inline UserName giverOf(TillCommand command) {
  return std::visit([](auto& one) { return giverIn(one); }, command);
}

// What is in the books now.
struct TillView {
  TillEvent event;
  std::optional<Ticket> ticket;
  std::optional<Shift> shift;
  std::optional<Money> owed;  // by the customer who paid
  std::optional<Collection> collection{};
};

// Money that has come in, and whether cash was handed out for it.
struct CreditView {
  Credit credit;
  bool used = false;
  CollectionId collection{};  // whose money it is; empty for a transfer
};

// A ticket, and the transfer of ours that may still pay it or has; nothing where it was not paid through Loket, or has come
// in.
struct TicketView {
  Ticket ticket;
  std::optional<PaymentRef> payment;
};

struct BonView {
  BonName customer;
  Money owed;
};

struct FamilySalesView {
  Family family = Family::Other;
  int count = 0;
  Money sum;
};

// A deposit by the ledger, and by its upstream's own word.
struct ShiftDepositView {
  UpstreamId upstream;
  Money balance;
  std::optional<Money> told;
  Instant toldAt;
};

// The newest shift. While it is open nothing is told that the drawer could be counted towards.
struct ShiftReport {
  struct Drawer {
    Money cashIn;
    Money cashOut;  // positive
    Money expected;
    Money counted;
    Money difference;  // negative: cash is missing
  };
  Shift shift;
  std::vector<FamilySalesView> sales;
  int count = 0;  // of all sales; goods are not among them
  Money sum;
  GoodsSales goods;
  std::optional<Drawer> drawer;  // closed shifts only
  std::vector<ShiftDepositView> deposits;
};

}  // namespace loket::api
