#include "app/wiring/people.h"

namespace loket::app {

People::People(std::string home) : m_vault(std::move(home), m_files, m_entropy, m_uptime) {}

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

}  // namespace loket::app
