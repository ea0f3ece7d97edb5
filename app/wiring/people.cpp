#include "app/wiring/people.h"

#include <algorithm>
#include <array>

#include "app/wiring/device_places.h"
#include "core/adapters/biometrics/fprintd.h"
#include "core/base/text.h"
#include "core/domain/identity/people.h"

namespace loket::app {
namespace {

constexpr std::size_t kFingerIdBytes = 8;
// A change is named and sent in the same breath as the PIN; a slow core may take some time over it.
constexpr Duration kProofLasts = Duration::minutes(5);
constexpr Duration kReaderWaits = Duration::seconds(5);

bool isFingerId(const std::string& text) {
  return text.size() == 2 * kFingerIdBytes &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

People::People(std::string home)
    : m_home(std::move(home)), m_vault(m_home, m_files, m_entropy, m_uptime, devicePlaces(m_home, m_files)) {}

Result<ports::OpenedVault> People::open(const UserName& user, const SecretBytes& pin) {
  auto opened = m_vault.open(user, pin);
  if (!opened) {
    // While nobody is let in no PIN is looked at: there is nothing to write down, however often it is tried.
    if (opened.error().code == ErrorCode::PinWrong)
      note({opened.error().detail == "0" ? AccessKind::LockedOut : AccessKind::Refused, user});
    return fail(opened.error());
  }
  LOKET_TRY(allow(roleFromWord(opened->user.role), Permission::Look));
  return opened;
}

Result<ports::VaultUser> People::prove(const UserName& user, const SecretBytes& pin) {
  LOKET_ASSIGN(auto opened, open(user, pin));
  const std::lock_guard lock(m_provedMutex);
  forgetOldProofs();
  m_proved.emplace_back(opened.user.name, m_uptime.sinceBoot());
  return opened.user;
}

void People::forgetOldProofs() {
  const Duration now = m_uptime.sinceBoot();
  m_proved.erase(std::remove_if(m_proved.begin(), m_proved.end(), [now](const auto& one) { return now - one.second > kProofLasts; }),
                 m_proved.end());
}

Result<ports::VaultUser> People::logIn(const UserName& user, const SecretBytes& pin, const std::string& reason) {
  LOKET_ASSIGN(auto opened, open(user, pin));
  note({AccessKind::LoggedIn, opened.user.name, opened.user.role, {}, opened.wrongBefore, reason});
  return opened.user;
}

Result<std::vector<ports::VaultUser>> People::all() {
  return m_vault.users();
}

std::unique_ptr<People::TakenProof> People::takeProof(const UserName& name) {
  const auto everybody = all();
  if (!everybody)
    return nullptr;
  const auto who = std::find_if(everybody->begin(), everybody->end(),
                                [&name](const ports::VaultUser& one) { return samePerson(one.name, name); });
  const std::lock_guard lock(m_provedMutex);
  forgetOldProofs();
  const auto proved =
      std::find_if(m_proved.begin(), m_proved.end(), [&name](const auto& one) { return samePerson(one.first, name); });
  if (who == everybody->end() || proved == m_proved.end())
    return nullptr;
  auto taken = std::make_unique<TakenProof>(*this, *who, proved->second);
  m_proved.erase(proved);
  return taken;
}

People::TakenProof::TakenProof(People& people, ports::VaultUser who, Duration provedAt)
    : m_people(people), m_who(std::move(who)), m_provedAt(provedAt) {}

People::TakenProof::~TakenProof() {
  if (m_isUsed)
    return;
  const std::lock_guard lock(m_people.m_provedMutex);
  m_people.m_proved.emplace_back(m_who.name, m_provedAt);
}

Role People::TakenProof::role() const { return roleFromWord(m_who.role); }

bool People::isAlone(const UserName& name) {
  const auto everybody = all();
  return everybody && std::none_of(everybody->begin(), everybody->end(), [&name](const ports::VaultUser& one) {
    return !samePerson(one.name, name) && may(roleFromWord(one.role), Permission::Settle);
  });
}

Status People::add(const UserName& owner, const SecretBytes& ownerPin, const UserName& user,
                   const SecretBytes& pin, Role role) {
  // Two at once would each write down what the other does not know; reading finds a whole file at any time.
  const std::lock_guard lock(m_adding);
  LOKET_ASSIGN(const auto opened, open(owner, ownerPin));
  LOKET_TRY(allow(roleFromWord(opened.user.role), Permission::People));
  LOKET_TRY(m_vault.add(opened.key, user, pin, role));
  note({AccessKind::Added, UserName(trimmed(user.view())), std::string(wordOf(role)), opened.user.name});
  return {};
}

void People::setBook(std::function<void(AccessEvent)> book) {
  const std::lock_guard lock(m_bookMutex);
  m_book = std::move(book);
}

void People::note(AccessEvent event) const {
  const std::lock_guard lock(m_bookMutex);
  if (m_book)
    m_book(std::move(event));
}

Status People::setPin(const UserName& prover, const SecretBytes& proverPin, const UserName& user, const SecretBytes& pin) {
  LOKET_ASSIGN(const auto opened, open(prover, proverPin));
  if (!samePerson(user, opened.user.name))
    LOKET_TRY(allow(roleFromWord(opened.user.role), Permission::People));
  LOKET_TRY(m_vault.setPin(opened.key, user, pin));
  note({AccessKind::PinChanged, UserName(trimmed(user.view())), {}, opened.user.name});
  return {};
}

Status People::takeOut(const UserName& by, const UserName& user) {
  LOKET_TRY(m_vault.takeOut(user));
  note({AccessKind::Removed, UserName(trimmed(user.view())), {}, by});
  return {};
}

Status People::takeOut(const UserName& owner, const SecretBytes& ownerPin, const UserName& user) {
  LOKET_ASSIGN(const auto opened, open(owner, ownerPin));
  LOKET_TRY(allow(roleFromWord(opened.user.role), Permission::People));
  LOKET_TRY(takeOut(opened.user.name, user));
  // A reader that does not answer keeps nobody in.
  if (const auto reader = fingers())
    static_cast<void>((*reader)->remove(user, {kReaderWaits, &isClosing()}));
  return {};
}

Status People::renewRecoveryCode(const UserName& owner, const SecretBytes& ownerPin,
                                 const std::function<void(const std::string&)>& show) {
  LOKET_ASSIGN(const std::string code, addRecoveryCode(owner, ownerPin));
  show(code);
  return dropOldRecoveryCode();
}

Result<std::string> People::addRecoveryCode(const UserName& owner, const SecretBytes& ownerPin) {
  LOKET_ASSIGN(const auto opened, open(owner, ownerPin));
  LOKET_TRY(allow(roleFromWord(opened.user.role), Permission::People));
  LOKET_ASSIGN(std::string code, m_vault.addRecoveryCode(opened.key));
  note({AccessKind::CodeRenewed, {}, {}, opened.user.name});
  return code;
}

Result<std::string> People::secretPlace() { return m_vault.secretPlace(); }

Status People::renewDeviceSecret(const UserName& by, const std::string& place) {
  LOKET_ASSIGN(const std::string now, m_vault.secretPlace());
  LOKET_TRY(m_vault.renewDeviceSecret(place.empty() ? now : place));
  note({AccessKind::SecretRenewed, {}, {}, by});
  return {};
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
