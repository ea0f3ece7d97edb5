// The report of a closed shift on paper (Z-report): there is one original of it, as of a receipt.
#pragma once

#include <optional>
#include <vector>

#include "core/domain/receipt/receipt.h"

namespace loket::receipt {

// A closed shift: what it sold, what its drawer should have had and had, and the deposits at its end.
struct ShiftSheet {
  struct Sales {
    Family family = Family::Other;
    int count = 0;
    Money sum;
  };
  struct Deposit {
    UpstreamId upstream;
    Money balance;              // by the ledger
    std::optional<Money> told;  // by the upstream
    Instant toldAt;
  };
  Shift shift;
  std::vector<Sales> sales;
  GoodsSales goods;
  Money cashIn;
  Money cashOut;  // positive
  std::vector<Deposit> deposits;
};
// It is no proof of any payment in it.
Receipt composeShiftSheet(const ShiftSheet& sheet, const Outlet& outlet, int copyNo, Instant printedAt);

}  // namespace loket::receipt
