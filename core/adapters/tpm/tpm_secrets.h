// The device's secret sealed by this computer's TPM 2.0: a copied disk has it and opens it nowhere else.
#pragma once

#include <memory>
#include <string>

#include "core/ports/device_secret.h"
#include "core/ports/files.h"

namespace loket::adapters {

// `path` is the file with what the TPM sealed (device.tpm in the home). `tcti` is where the TPM is, as tpm2-tss says it;
// empty: the kernel's own, /dev/tpmrm0.
std::unique_ptr<ports::DeviceSecrets> createTpmSecrets(std::string path, ports::Files& files, std::string tcti);

}  // namespace loket::adapters
