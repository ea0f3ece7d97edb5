// The device's secret in the home: what a thief of the disk has too. Its file is 32 bytes, and while it is being
// changed 32 more for each that is not in use yet or any more.
#pragma once

#include <vector>

#include "core/ports/device_secret.h"
#include "core/ports/files.h"

namespace loket::adapters {

inline constexpr std::size_t kDeviceSecretBytes = 32;

// 32 hexadecimal digits that name a secret and tell nothing of it.
std::string deviceSecretId(const SecretBytes& secret);

class DeviceKeyFile final : public ports::DeviceSecrets {
 public:
  DeviceKeyFile(std::string path, ports::Files& files) : m_path(std::move(path)), m_files(files) {}

  std::string_view place() const override { return "file"; }
  Status usable() override { return {}; }
  Result<std::optional<SecretBytes>> read(const std::string& id) override;
  Status keep(const std::string& id, const SecretBytes& secret) override;
  Status keepOnly(const std::string& id, const std::string& old) override;

 private:
  Result<std::vector<SecretBytes>> all();
  Status write(const std::vector<SecretBytes>& secrets);

  std::string m_path;
  ports::Files& m_files;
};

}  // namespace loket::adapters
