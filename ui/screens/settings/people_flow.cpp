#include "ui/screens/settings/people_flow.h"

#include <algorithm>
#include <utility>

#include "core/base/text.h"
#include "core/domain/identity/people.h"

namespace loket::ui::screens {

PeopleFlow::PeopleFlow(const Counter& counter, QObject* parent) : QObject(parent), m_counter(counter) {
  connect(&counter.staff, &bridge::Staff::locked, this, &PeopleFlow::standBack);
  connect(&counter.staff, &bridge::Staff::handedOver, this, [this] {
    standBack();
    refresh();
  });
}

bool PeopleFlow::isOwner() const { return m_counter.staff.may(Permission::People); }

bool PeopleFlow::may(PeopleAct act, const KnownPerson* about) const {
  switch (act) {
    case PeopleAct::Add:
      return isOwner();
    case PeopleAct::NewRecoveryCode:
      return isOwner();
    case PeopleAct::SetUpOwnerCode:
      return isOwner() && !(m_ownerCode && *m_ownerCode);
    case PeopleAct::GiveUpOwnerCode:
      return isOwner() && m_ownerCode && *m_ownerCode;
    case PeopleAct::ChangePin:
      return about != nullptr && (about->isHere || isOwner());
    case PeopleAct::TakeOut:
      return about != nullptr && isOwner() && !about->isHere && !about->who.isOwner();
    case PeopleAct::SetUpCode:
      return about != nullptr && about->isHere && !about->code && m_counter.staff.may(Permission::Sell);
    // What makes somebody somebody is nobody else's to do.
    case PeopleAct::EnrolFinger:
      return about != nullptr && about->isHere && !m_readerTrouble;
    case PeopleAct::ForgetFingers:
      return about != nullptr && about->isHere && !about->fingers.empty();
    case PeopleAct::GiveUpCode:
      return about != nullptr && about->code && ((about->isHere && m_counter.staff.may(Permission::Sell)) || isOwner());
  }
  return false;
}

void PeopleFlow::go(PeopleStep step) {
  m_step = step;
  emit stepChanged();
}

void PeopleFlow::forget() {
  ++m_round;
  m_ownPin = SecretBytes();
  m_newPin = SecretBytes();
  loket::wipe(m_picture.data(), m_picture.size());
  m_picture.clear();
  m_proving = false;
  m_slipped = false;
  m_error.reset();
}

void PeopleFlow::refresh() {
  std::vector<KnownPerson> before = std::exchange(m_people, {});
  const bridge::Person& here = m_counter.staff.atTheCounter();
  for (const bridge::Person& one : m_counter.staff.everybody()) {
    const bool isHere = samePerson(one.name, here.name);
    if (!isHere && !isOwner())
      continue;
    // What takes its time to be known stays as it was meanwhile.
    const auto same = std::find_if(before.begin(), before.end(),
                                   [&one](const KnownPerson& known) { return samePerson(known.who.name, one.name); });
    KnownPerson known = same == before.end() ? KnownPerson{} : *same;
    known.who = one;
    known.isHere = isHere;
    m_people.push_back(std::move(known));
  }
  // Whoever stands there first.
  std::stable_partition(m_people.begin(), m_people.end(), [](const KnownPerson& one) { return one.isHere; });
  emit peopleChanged();
  bringCodes();
  bringFingers();
}

void PeopleFlow::bringCodes() {
  m_counter.bridge.codes(this, [this](const Result<std::vector<api::CodeView>>& codes) {
    if (!codes)
      return;
    for (KnownPerson& known : m_people) {
      known.code.reset();
      for (const api::CodeView& one : *codes)
        if (samePerson(one.person, known.who.name))
          known.code = one;
    }
    emit peopleChanged();
  });
  m_counter.bridge.ownerCode(this, [this](const Result<std::optional<api::CodeView>>& code) {
    if (!code)
      return;
    m_ownerCode = *code;
    emit peopleChanged();
  });
}

void PeopleFlow::bringFingers() {
  m_counter.staff.fingers(this, [this](const Result<std::vector<bridge::FingersOf>>& all) {
    m_readerTrouble = all ? std::nullopt : std::optional(all.error());
    for (KnownPerson& known : m_people) {
      known.fingers.clear();
      if (all)
        for (const bridge::FingersOf& one : *all)
          if (samePerson(one.person, known.who.name))
            known.fingers = one.fingers;
    }
    emit peopleChanged();
  });
}

void PeopleFlow::begin(PeopleAct act, const KnownPerson* about) {
  if (m_step != PeopleStep::List || !may(act, about))
    return;
  forget();
  m_done.reset();
  m_act = act;
  m_who = about == nullptr ? m_counter.staff.atTheCounter().name : about->who.name;
  m_role = Role::Cashier;
  switch (act) {
    case PeopleAct::Add:
      m_who = {};
      return go(PeopleStep::Newcomer);
    case PeopleAct::TakeOut:
    case PeopleAct::GiveUpCode:
    case PeopleAct::GiveUpOwnerCode:
    case PeopleAct::NewRecoveryCode:
    case PeopleAct::ForgetFingers:
      return go(PeopleStep::Sure);
    case PeopleAct::EnrolFinger:
      return go(PeopleStep::Finger);
    case PeopleAct::ChangePin:
    case PeopleAct::SetUpCode:
    case PeopleAct::SetUpOwnerCode:
      return go(PeopleStep::OwnPin);
  }
}

// What the vault would refuse at the end is said before anybody thinks of a PIN.
void PeopleFlow::name(const std::string& name, Role role) {
  if (m_step != PeopleStep::Newcomer)
    return;
  m_who = UserName(trimmed(name));
  m_role = role;
  m_error.reset();
  if (m_who.empty() || m_who.str().front() == '@')
    m_error = Error{ErrorCode::Usage, {}};
  for (const bridge::Person& one : m_counter.staff.everybody())
    if (samePerson(one.name, m_who))
      m_error = Error{ErrorCode::StateForbids, one.name.str()};
  if (m_error)
    emit changed();
  else
    go(PeopleStep::OwnPin);
}

void PeopleFlow::agree() {
  if (m_step == PeopleStep::Sure)
    go(PeopleStep::OwnPin);
}

void PeopleFlow::chooseFinger(const std::string& finger) {
  if (m_step != PeopleStep::Finger)
    return;
  m_finger = finger;
  go(PeopleStep::OwnPin);
}

void PeopleFlow::takePin(SecretBytes pin) {
  if (m_step == PeopleStep::NewPin) {
    m_newPin = std::move(pin);
    m_slipped = false;
    return go(PeopleStep::NewPinAgain);
  }
  if (m_step == PeopleStep::NewPinAgain) {
    m_slipped = pin.view() != m_newPin.view();
    return m_slipped ? go(PeopleStep::NewPin) : work();
  }
  if (m_step != PeopleStep::OwnPin || m_proving)
    return;
  m_proving = true;
  m_error.reset();
  m_ownPin = pin.clone();
  emit changed();
  m_counter.staff.prove(m_counter.staff.atTheCounter().name, std::move(pin), this,
                        [this, round = m_round](const Result<bridge::Person>& person) {
                          if (round != m_round)
                            return;
                          m_proving = false;
                          if (person)
                            return proved();
                          m_ownPin = SecretBytes();
                          m_error = person.error();
                          emit changed();
                        });
}

void PeopleFlow::proved() {
  if (m_act == PeopleAct::EnrolFinger)
    return readFinger();
  if (m_act == PeopleAct::Add || m_act == PeopleAct::ChangePin)
    go(PeopleStep::NewPin);
  else
    work();
}

void PeopleFlow::work() {
  go(PeopleStep::Working);
  const auto then = [this, round = m_round](const Status& done) {
    if (round == m_round)
      finish(done);
  };
  const auto givenUp = [then](const Result<bool>& done) { then(done ? Status() : Status(fail(done.error()))); };
  const auto made = [this, round = m_round](const Result<std::string>& picture) {
    if (round == m_round)
      showCode(picture);
  };
  const UserName& here = m_counter.staff.atTheCounter().name;
  switch (m_act) {
    case PeopleAct::Add:
      return m_counter.staff.add({m_who, m_role}, here, m_ownPin.clone(), m_newPin.clone(), this, then);
    case PeopleAct::ChangePin:
      return m_counter.staff.setPin(m_who, here, m_ownPin.clone(), m_newPin.clone(), this, then);
    case PeopleAct::TakeOut:
      return m_counter.staff.takeOut(m_who, here, m_ownPin.clone(), this, [this, who = m_who, then](const Status& done) {
        // Whoever is taken on later under this name begins without codes.
        if (done)
          m_counter.bridge.forgetCode(who, this, [](const Result<bool>&) {});
        then(done);
      });
    case PeopleAct::SetUpCode:
      return m_counter.bridge.enrolCode(m_who, this, made);
    case PeopleAct::GiveUpCode:
      return m_counter.bridge.forgetCode(m_who, this, givenUp);
    case PeopleAct::SetUpOwnerCode:
      return m_counter.bridge.enrolOwnerCode(m_who, this, made);
    case PeopleAct::GiveUpOwnerCode:
      return m_counter.bridge.forgetOwnerCode(this, givenUp);
    case PeopleAct::NewRecoveryCode:
      return m_counter.staff.addRecoveryCode(here, m_ownPin.clone(), this, made);
    case PeopleAct::ForgetFingers:
      return m_counter.staff.forgetFingers(m_who, m_ownPin.clone(), this, then);
    case PeopleAct::EnrolFinger:
      return;  // readFinger
  }
}

void PeopleFlow::readFinger() {
  m_reading = {};
  m_cancelling = false;
  go(PeopleStep::Reading);
  const auto step = [this, round = m_round](const FingerStep& now) {
    if (round != m_round)
      return;
    // How many there are stays on the screen while one is asked for once more.
    const int done = now.kind == FingerStep::Kind::Stage ? now.done : m_reading.done;
    m_reading = now;
    m_reading.done = done;
    emit changed();
  };
  m_counter.staff.enrolFinger({m_who, m_finger}, m_ownPin.clone(), this, step,
                              [this, round = m_round](const Status& done) {
                                if (round == m_round)
                                  finish(done);
                              });
}

void PeopleFlow::showCode(const Result<std::string>& picture) {
  if (!picture)
    return finish(fail(picture.error()));
  forget();
  m_picture = *picture;
  go(PeopleStep::Code);
}

void PeopleFlow::codeSeen() {
  if (m_step != PeopleStep::Code)
    return;
  if (m_act != PeopleAct::NewRecoveryCode)
    return finish({});
  // Only what is on paper ends what was on paper before.
  forget();
  go(PeopleStep::Working);
  m_counter.staff.dropOldRecoveryCode(this, [this, round = m_round](const Status& done) {
    if (round == m_round)
      finish(done);
  });
}

void PeopleFlow::finish(const Status& done) {
  forget();
  if (done)
    m_done = m_act;
  else
    m_error = done.error();
  go(PeopleStep::List);
  refresh();
}

std::string PeopleFlow::byHand() const {
  if (m_act == PeopleAct::NewRecoveryCode)
    return m_picture;
  constexpr std::string_view kKey = "secret=";
  const auto at = m_picture.find(kKey);
  if (at == std::string::npos)
    return {};
  const auto from = at + kKey.size();
  return m_picture.substr(from, m_picture.find('&', from) - from);
}

void PeopleFlow::back() {
  switch (m_step) {
    case PeopleStep::List:
    case PeopleStep::Working:
    case PeopleStep::Code:  // it is not to be had again: only by saying that it is in the telephone, or on paper
      return;
    case PeopleStep::Reading:
      m_cancelling = true;
      m_counter.staff.cancelFinger();
      emit changed();
      return;
    case PeopleStep::Newcomer:
    case PeopleStep::Sure:
    case PeopleStep::Finger:
    case PeopleStep::OwnPin:
    case PeopleStep::NewPin:
      forget();
      return go(PeopleStep::List);
    case PeopleStep::NewPinAgain:
      m_newPin = SecretBytes();
      return go(PeopleStep::NewPin);
  }
}

void PeopleFlow::standBack() {
  if (m_step == PeopleStep::List)
    return;
  if (m_step == PeopleStep::Reading)
    m_counter.staff.cancelFinger();
  forget();
  go(PeopleStep::List);
}

}  // namespace loket::ui::screens
