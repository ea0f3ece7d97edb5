// The accounts of which every shop has one.
#pragma once

#include "core/domain/ledger/ledger.h"

namespace loket::accounts {

inline const Account kDrawer{AccountKind::Drawer, {}};
inline const Account kHeld{AccountKind::Held, {}};
inline const Account kFeeIncome{AccountKind::FeeIncome, {}};
inline const Account kCost{AccountKind::Cost, {}};
inline const Account kRefundsDue{AccountKind::RefundsDue, {}};
inline const Account kCapital{AccountKind::Capital, {}};
inline const Account kDifference{AccountKind::Difference, {}};
inline const Account kExpense{AccountKind::Expense, {}};
inline const Account kGoods{AccountKind::Goods, {}};

}  // namespace loket::accounts
