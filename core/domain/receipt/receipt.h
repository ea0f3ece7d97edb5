// A receipt as meaning: what it is of, which lines it says, in what weight. Layout and printer bytes are made
// from it elsewhere, so customer text is only ever text.
#pragma once

#include <string>
#include <vector>

#include "core/domain/identity/outlet.h"
#include "core/domain/payment/payment.h"
#include "core/domain/till/till.h"

namespace loket::receipt {

enum class ReceiptKind {
  Paid,         // LUNAS: only for a payment that succeeded durably
  DepositSlip,  // bukti titipan: cash taken, nothing paid yet
  Pending,      // sent, being checked: not a proof of payment
  Refund,       // cash went back, or must
};

enum class Weight { Normal, Bold, Large };  // Large is double width and height: 16 columns on 58 mm
enum class Align { Left, Centre, Right };

struct Line {
  enum class Kind {
    Text,     // `text`, wrapped at words
    Field,    // `label` : `text`
    Amount,   // `label` : `text` set to the right edge
    Rule,     // a line across
    Gap,      // an empty line
    Code,     // `text` as a QR code
    Seal,     // likewise, and nothing where codes are not drawn: letters above it say enough
    Barcode,  // `text` in letters, and under them as Code 128 where the paper has room
    Logo,     // `text` is the shop's mark, as logoFrom() reads it
  };
  Kind kind = Kind::Text;
  std::string label;
  std::string text;
  Weight weight = Weight::Normal;
  Align align = Align::Left;
};

struct Receipt {
  ReceiptKind kind = ReceiptKind::Paid;
  PaymentRef ref;
  int copyNo = 0;  // 0 is the original, n prints "SALINAN ke-n"
  std::vector<Line> lines;
};

// What the receipt may be of, from the payment's state. Nothing for a payment that has none (not yet accepted).
ReceiptKind kindFor(const Payment& payment);

// What the paper is checked by: the journal's entry of how the payment stands. Empty: there is none.
struct Seal {
  std::string letters;  // "3F7K-9Q2M-XW4T"
  std::string code;     // for a QR code; empty: letters alone
};

// The layouts of ppob-domain 2.3: PLN token, PLN bill, pulsa and data, titipan, transfer, and a plain one for the
// rest. Always Indonesian. Prints only what was received; never invents a value. Of the payment's details it
// knows, beside those named at `Details`: meterNo, subscriberId, and the parts of a token's price, each whole rupiah:
// meterai, ppn, pbjt, angsuran, rpStroom. Parts that contradict the price are left out together.
Receipt composeReceipt(const Payment& payment, const Outlet& outlet, int copyNo, Instant printedAt, const Seal& seal = {});

// The result sheet of one sync batch. It is no proof of any payment in it.
struct BatchSheetItem {
  std::string productName;
  std::string number;
  Money total;
  std::string outcome;  // our words, already in the receipt's language
};
Receipt composeBatchSheet(const std::string& batchId, Instant startedAt, const std::vector<BatchSheetItem>& items,
                          const Outlet& outlet);

// What a printer is tried with: every kind of line, a code, and what the shop says on all its paper.
Receipt composeSample(const Outlet& outlet, Instant printedAt, bool sealCode = true);

// A QRIS code for the customer to scan. It is no proof that he has paid.
Receipt composeCollectionCode(const Collection& collection, const Outlet& outlet, Instant printedAt);
// What the customer takes home with his cash: what came in, what the shop kept, what was handed out.
struct CashOutSlip {
  std::string subject;  // what the till's journal calls it
  std::string from;     // who sent it, as the bank names him
  Money arrived;
  Money fee;
  Money cash;
  UserName by;
  Instant at;
};
Receipt composeCashOutSlip(const CashOutSlip& slip, const Outlet& outlet);

}  // namespace loket::receipt
