#include "app/wiring/people.h"

#include <algorithm>
#include <array>

#include "app/wiring/device_places.h"
#include "core/adapters/biometrics/fprintd.h"
#include "core/base/text.h"

namespace loket::app {
namespace {

constexpr std::size_t kFingerIdBytes = 8;

bool isFingerId(const std::string& text) {
  return text.size() == 2 * kFingerIdBytes &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

People::People(std::string home)
    : m_home(std::move(home)), m_vault(m_home, m_files, m_entropy, m_uptime, devicePlaces(m_home, m_files)) {}

Result<ports::OpenedVault> People::open(const UserName& user, const SecretBytes& pin) {
  return m_vault.open(user, pin);
}

Result<ports::VaultUser> People::prove(const UserName& user, const SecretBytes& pin) {
  LOKET_ASSIGN(auto opened, open(user, pin));
  return opened.user;
}

Result<std::vector<ports::VaultUser>> People::all() {
  return m_vault.users();
}

Status People::add(const UserName& owner, const SecretBytes& ownerPin, const UserName& user,
                   const SecretBytes& pin) {
  // Two at once would each write down what the other does not know; reading finds a whole file at any time.
  const std::lock_guard lock(m_adding);
  LOKET_ASSIGN(const auto opened, m_vault.open(owner, ownerPin));
  return m_vault.add(opened.key, user, pin);
}

Status People::setPin(const UserName& prover, const SecretBytes& proverPin, const UserName& user, const SecretBytes& pin) {
  LOKET_ASSIGN(const auto opened, m_vault.open(prover, proverPin));
  return m_vault.setPin(opened.key, user, pin);
}

Status People::takeOut(const UserName& user) { return m_vault.takeOut(user); }

Status People::renewRecoveryCode(const UserName& owner, const SecretBytes& ownerPin,
                                 const std::function<void(const std::string&)>& show) {
  LOKET_ASSIGN(const auto opened, m_vault.open(owner, ownerPin));
  return m_vault.renewRecoveryCode(opened.key, show);
}

Result<std::string> People::secretPlace() { return m_vault.secretPlace(); }

Status People::renewDeviceSecret(const std::string& place) {
  LOKET_ASSIGN(const std::string now, m_vault.secretPlace());
  return m_vault.renewDeviceSecret(place.empty() ? now : place);
}

Result<std::unique_ptr<ports::Fingerprint>> People::fingers() {
  const std::string path = m_home + "/finger-id";
  const std::lock_guard lock(m_adding);
  LOKET_ASSIGN(const auto kept, m_files.read(path));
  std::string id = trimmed(kept.value_or(std::string()));
  // Another one in its place would have everybody's fingers forgotten without a word.
  if (kept && !isFingerId(id))
    return fail(ErrorCode::DiskFault, "finger-id");
  if (!kept) {
    std::array<std::uint8_t, kFingerIdBytes> bytes{};
    m_entropy.fill(bytes.data(), bytes.size());
    id = toHex(bytes.data(), bytes.size());
    LOKET_TRY(m_files.writeDurably(path, id + "\n"));
  }
  return adapters::biometrics::createFprintd({id, {}}, m_uptime);
}

ports::FingerResult<std::vector<ports::FingerReader>> People::fingerReaders(const ports::FingerLimits& limits) {
  return adapters::biometrics::createFprintd({}, m_uptime)->readers(limits);
}

}  // namespace loket::app
