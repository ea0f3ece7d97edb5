// Where this program can keep a computer's secret, without which no PIN opens its home.
#pragma once

#include <string>

#include "core/adapters/vault/slot_vault.h"
#include "core/api/views.h"

namespace loket::app {

// Besides the home: the desktop's keychain and the TPM. LOKET_KEYCHAIN (a bus) and LOKET_TPM (as tpm2-tss says it) tell other
// ones than this session's and this computer's, or "none".
adapters::SlotVault::Places devicePlaces(const std::string& home, ports::Files& files);

// For `doctor`: where it is, and what that means when the computer is stolen.
api::HealthItem deviceSecretHealth(const Result<std::string>& place);

}  // namespace loket::app
