#include "app/cashier/shots/fixture_people.h"

#include <algorithm>
#include <utility>

#include "core/domain/identity/people.h"

namespace loket::app::fixture {
namespace {

constexpr int kReadings = 5;

std::string uriFor(const std::string& label) {
  return "otpauth://totp/Loket:" + label +
         "?secret=JBSWY3DPEHPK3PXPMFRGGZDFMZTWQ2LK&issuer=Loket&algorithm=SHA1&digits=6&period=30";
}

}  // namespace

std::vector<FixturePeople::Slot> FixturePeople::keySlots() const {
  const std::lock_guard lock(m_mutex);
  return m_slots;
}

Result<FixturePeople::Slot> FixturePeople::prove(const UserName& who, const SecretBytes& pin) const {
  const std::lock_guard lock(m_mutex);
  for (const Slot& one : m_slots)
    if (samePerson(one.name, who) && one.pin == pin.view())
      return one;
  return fail(ErrorCode::PinWrong, who.str());
}

Status FixturePeople::add(const UserName& owner, const SecretBytes& ownerPin, const UserName& who, const SecretBytes& pin,
                          Role role) {
  LOKET_ASSIGN(const Slot by, prove(owner, ownerPin));
  LOKET_TRY(allow(by.role, Permission::People));
  const std::lock_guard lock(m_mutex);
  for (const Slot& one : m_slots)
    if (samePerson(one.name, who))
      return fail(ErrorCode::StateForbids, one.name.str());
  m_slots.push_back({who, role, std::string(pin.view())});
  return {};
}

Status FixturePeople::setPin(const UserName& by, const SecretBytes& byPin, const UserName& who, const SecretBytes& pin) {
  LOKET_ASSIGN(const Slot prover, prove(by, byPin));
  if (!samePerson(by, who))
    LOKET_TRY(allow(prover.role, Permission::People));
  const std::lock_guard lock(m_mutex);
  for (Slot& one : m_slots)
    if (samePerson(one.name, who)) {
      one.pin = std::string(pin.view());
      return {};
    }
  return fail(ErrorCode::NotFound, who.str());
}

Status FixturePeople::takeOut(const UserName& owner, const SecretBytes& ownerPin, const UserName& who) {
  LOKET_ASSIGN(const Slot by, prove(owner, ownerPin));
  LOKET_TRY(allow(by.role, Permission::People));
  const std::lock_guard lock(m_mutex);
  const auto theirs = std::find_if(m_slots.begin(), m_slots.end(), [&who](const Slot& one) { return samePerson(one.name, who); });
  if (theirs == m_slots.end())
    return fail(ErrorCode::NotFound, who.str());
  if (theirs->role == Role::Owner)
    return fail(ErrorCode::StateForbids, "the owner stays");
  m_slots.erase(theirs);
  return {};
}

Result<std::string> FixturePeople::addRecoveryCode(const UserName& owner, const SecretBytes& ownerPin) {
  LOKET_ASSIGN(const Slot by, prove(owner, ownerPin));
  LOKET_TRY(allow(by.role, Permission::People));
  const std::lock_guard lock(m_mutex);
  // Another one every time, and the same every time the pictures are drawn.
  constexpr std::size_t kToTheNext = 7;  // a group and its hyphen
  const std::string& newest = m_recoveryCodes.front();
  std::string code = newest.substr(kToTheNext) + '-' + newest.substr(0, kToTheNext - 1);
  m_recoveryCodes = {code, m_recoveryCodes.back()};
  return code;
}

Status FixturePeople::dropOldRecoveryCode() {
  const std::lock_guard lock(m_mutex);
  m_recoveryCodes.resize(1);
  return {};
}

std::vector<std::string> FixturePeople::recoveryCodes() const {
  const std::lock_guard lock(m_mutex);
  return m_recoveryCodes;
}

void FixturePeople::plugIn(Reader reader) {
  const std::lock_guard lock(m_mutex);
  m_reader = std::move(reader);
}

void FixturePeople::makeKnown(const UserName& who, const std::string& finger) {
  const std::lock_guard lock(m_mutex);
  auto& theirs = m_fingers[who];
  if (std::find(theirs.begin(), theirs.end(), finger) == theirs.end())
    theirs.push_back(finger);
}

Result<std::vector<std::string>> FixturePeople::fingersOf(const UserName& who) const {
  const std::lock_guard lock(m_mutex);
  if (m_reader.trouble)
    return fail(*m_reader.trouble);
  const auto theirs = m_fingers.find(who);
  return theirs == m_fingers.end() ? std::vector<std::string>() : theirs->second;
}

Status FixturePeople::enrolFinger(const UserName& by, const SecretBytes& pin, const UserName& who,
                                  const std::string& finger,
                                  const std::function<void(const FingerStep&)>& steps,
                                  const std::atomic<bool>& cancelled) {
  LOKET_TRY(prove(by, pin));
  if (!samePerson(by, who))
    return fail(ErrorCode::ApprovalMissing, who.str());
  Reader reader;
  {
    const std::lock_guard lock(m_mutex);
    reader = m_reader;
  }
  if (reader.trouble)
    return fail(*reader.trouble);
  if (reader.reads) {
    LOKET_TRY(reader.reads(steps, cancelled));
  } else {
    for (int done = 1; done <= kReadings; ++done) steps({FingerStep::Kind::Stage, done, kReadings});
  }
  makeKnown(who, finger);
  return {};
}

Status FixturePeople::forgetFingers(const UserName& by, const SecretBytes& pin, const UserName& who) {
  LOKET_TRY(prove(by, pin));
  const std::lock_guard lock(m_mutex);
  if (!samePerson(by, who))
    return fail(ErrorCode::ApprovalMissing, who.str());
  if (m_reader.trouble)
    return fail(*m_reader.trouble);
  return m_fingers.erase(who) > 0 ? Status() : fail(ErrorCode::FingerRefused, "not-enrolled");
}

Result<std::string> FixturePeople::enrol(const UserName& person) {
  for (const api::CodeView& one : codes)
    if (samePerson(one.person, person))
      return fail(ErrorCode::StateForbids, "one-time-code");
  api::CodeView made;
  made.person = person;
  codes.push_back(made);
  return uriFor("Warung%20Bu%20Sri%20-%20" + person.str());
}

Result<bool> FixturePeople::forget(const UserName& person) {
  const auto count = codes.size();
  codes.erase(std::remove_if(codes.begin(), codes.end(), [&person](const api::CodeView& one) { return samePerson(one.person, person); }),
              codes.end());
  if (codes.size() == count)
    return fail(ErrorCode::NotFound, person.str());
  return true;
}

Result<std::string> FixturePeople::enrolOwner(const UserName& owner) {
  if (ownerCode)
    return fail(ErrorCode::StateForbids, "one-time-code");
  ownerCode.emplace();
  ownerCode->person = owner;
  return uriFor("Warung%20Bu%20Sri");
}

Result<bool> FixturePeople::forgetOwner() {
  if (!std::exchange(ownerCode, std::nullopt))
    return fail(ErrorCode::NotFound);
  return true;
}

}  // namespace loket::app::fixture
