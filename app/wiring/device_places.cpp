#include "app/wiring/device_places.h"

#include <cstdlib>
#include <filesystem>

#include "core/adapters/keychain/keychain_secrets.h"
#include "core/adapters/tpm/tpm_secrets.h"

namespace loket::app {

namespace {

std::string toldIn(const char* variable) {
  const char* const told = std::getenv(variable);
  return told == nullptr ? std::string() : std::string(told);
}

}  // namespace

adapters::SlotVault::Places devicePlaces(const std::string& home, ports::Files& files) {
  // The best one last.
  adapters::SlotVault::Places places;
  if (const std::string keychain = toldIn("LOKET_KEYCHAIN"); keychain != "none")
    places.push_back(adapters::createKeychainSecrets(std::filesystem::absolute(home).lexically_normal().string(), keychain));
  if (const std::string tpm = toldIn("LOKET_TPM"); tpm != "none")
    places.push_back(adapters::createTpmSecrets(home + "/device.tpm", files, tpm));
  return places;
}

api::HealthItem deviceSecretHealth(const Result<std::string>& place) {
  if (!place)
    return {"device-secret", false, place.error().detail};
  if (*place == "tpm")
    return {"device-secret", true,
            "tpm; a stolen disk or a copy of this home opens nothing. Who has the whole computer and starts it from elsewhere "
            "can try PINs as fast as Argon2id lets him",
            "tpm"};
  if (*place == "keychain")
    return {"device-secret", true,
            "keychain; a copy of this home opens nothing. Who has the whole disk has the keychain's file too, and needs the password "
            "of this account for it",
            "keychain"};
  return {"device-secret", true,
          *place + "; it lies in this home: who steals this computer or copies its disk can try PINs as fast as Argon2id lets "
                   "him. Encrypt the disk, or move it: loketctl vault rotate-device --to tpm|keychain",
          "file"};
}

}  // namespace loket::app
