// The course of a movement of money from its order to its end, chosen by the account number or by a fault,
// and the step that it takes when its time has come.
#pragma once

#include <nlohmann/json.hpp>

#include "app/sandbox/faults.h"
#include "app/sandbox/snap/accounts.h"
#include "app/sandbox/snap/book.h"

namespace loket::sandbox::snap {

// What a fault makes of the fate the number gave.
TransferFate withFault(TransferFate fate, const Fault* fault);

// The event that creates the transfer; `paidAnyway`: executed whatever its status says.
nlohmann::json executionEvent(Transfer transfer, const TransferFate& fate, bool paidAnyway, UnixMs now);
// The event that makes a due transfer what it was to become.
nlohmann::json settlementEvent(Transfer transfer);
// The event that ends a transfer before its time or undoes it: 05 canceled, 06 failed.
nlohmann::json reversalEvent(Transfer transfer, const std::string& status, UnixMs now);

}  // namespace loket::sandbox::snap
