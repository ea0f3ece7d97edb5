#include "app/wiring/console_finger.h"

#include <fmt/format.h>

#include "app/wiring/console_json.h"
#include "app/wiring/exit_status.h"
#include "core/domain/identity/people.h"

namespace loket::app {
namespace {

constexpr Duration kDoctorWaits = Duration::seconds(5);

int exitStatusOf(ports::FingerFailure failure) {
  switch (failure) {
    case ports::FingerFailure::NotAllowed:
    case ports::FingerFailure::NotEnrolled:
    case ports::FingerFailure::NotRecognised:
    case ports::FingerFailure::Duplicate:
    case ports::FingerFailure::NameUnfit:
    case ports::FingerFailure::TimedOut:
      return kExitRefused;
    case ports::FingerFailure::NoService:
    case ports::FingerFailure::NoReader:
    case ports::FingerFailure::Unplugged:
    case ports::FingerFailure::Busy:
    case ports::FingerFailure::Full:
    case ports::FingerFailure::Cancelled:
    case ports::FingerFailure::Fault:
      return kExitLocal;
  }
  return kExitLocal;
}

// "right-index-finger" as people say it.
std::string spoken(std::string finger) {
  for (char& c : finger)
    if (c == '-')
      c = ' ';
  return finger;
}

const char* kindOf(const ports::FingerReader& reader) { return reader.swipes ? "swipe" : "press"; }

}  // namespace

void addFinger(CLI::App& app, FingerWords& w) {
  auto* finger = app.add_subcommand("finger", "people's fingers at this computer's reader; they stand beside the PIN");
  finger->require_subcommand(1);
  auto* status = finger->add_subcommand("status", "the reader, and whose fingers it knows");
  auto* enrol = finger->add_subcommand("enrol", "make a finger known; with that person's own PIN");
  enrol->add_option("--finger", w.finger, "which one; the right index finger unless told")
      ->check(CLI::IsMember(std::vector<std::string>(ports::kFingerNames.begin(), ports::kFingerNames.end())));
  auto* verify = finger->add_subcommand("verify", "is it this person's finger? Exit status 3: no");
  auto* remove = finger->add_subcommand("remove", "forget all of a person's; with that person's own PIN");
  for (auto* command : {status, enrol, verify, remove}) {
    command->add_option("NAME", w.person, command == status ? "only this person" : "who; whose PIN it is unless told");
    command->add_option("--wait", w.wait, "seconds for all of it; 30, to enrol 120, unless told")->check(CLI::Range(1, 3600));
  }
}

api::HealthItem readerHealth(People& people) {
  const auto readers = people.fingerReaders({kDoctorWaits, &people.isClosing()});
  if (readers) {
    std::string names;
    for (const ports::FingerReader& one : *readers)
      names += fmt::format("{}{} ({})", names.empty() ? "" : ", ", one.name, kindOf(one));
    return {"fingerprint", true, names};
  }
  const ports::FingerFailure what = readers.error().what;
  const std::string word(ports::wordOf(what));
  if (what == ports::FingerFailure::NoReader || what == ports::FingerFailure::NoService)
    return {"fingerprint", true, "none (" + word + ")", word};
  return {"fingerprint", false, word + ": " + readers.error().detail, word};
}

int FingerConsole::failed(const Error& error) { return reportFailure(m_out, m_json, error); }

int FingerConsole::failed(const ports::FingerError& error) {
  const std::string word = "finger-" + std::string(ports::wordOf(error.what));
  if (m_json)
    m_out.line(lineOf(Json{{"error", word}, {"detail", error.detail}}));
  m_out.note("loketctl: " + word + (error.detail.empty() ? "" : ": " + error.detail));
  return exitStatusOf(error.what);
}

int FingerConsole::failed(const FingerTrouble& trouble) {
  return std::visit([this](const auto& error) { return failed(error); }, trouble);
}

int FingerConsole::run(const std::string& command) {
  if (command == "finger enrol")
    return enrol();
  if (command == "finger remove")
    return remove();
  const auto fingers = m_people.fingers();
  if (!fingers)
    return failed(fingers.error());
  return command == "finger verify" ? verify(**fingers) : status(**fingers);
}

Result<UserName> FingerConsole::person() {
  if (m_.person.empty())
    return m_caller.name;
  LOKET_ASSIGN(const auto everybody, m_people.all());
  for (const ports::VaultUser& one : everybody)
    if (samePerson(one.name, UserName(m_.person)))
      return one.name;
  return fail(ErrorCode::NotFound, m_.person);
}

ports::FingerLimits FingerConsole::limits(Duration otherwise) const {
  return {m_.wait ? Duration::seconds(*m_.wait) : otherwise, &m_people.isClosing()};
}

// Told as it happens, so that a person knows what to do and a program can say it.
ports::FingerSteps FingerConsole::steps() {
  return [this](const ports::FingerStep& step) {
    const std::string finger = step.finger.empty() ? "a finger" : "the " + spoken(step.finger);
    switch (step.kind) {
      case ports::FingerStep::Kind::Wanted:
        if (m_json)
          m_out.line(lineOf(Json{{"finger", step.finger}, {"state", "wanted"}, {"of", step.total}}));
        else
          m_out.note("loketctl: " + finger + ", please" + (step.total > 1 ? fmt::format(", {} times", step.total) : ""));
        break;
      case ports::FingerStep::Kind::Stage:
        if (m_json)
          m_out.line(lineOf(Json{{"finger", step.finger}, {"state", "stage"}, {"stage", step.done}, {"of", step.total}}));
        else
          m_out.note(fmt::format("loketctl: {} of {}", step.done, step.total));
        break;
      case ports::FingerStep::Kind::Retry:
        if (m_json)
          m_out.line(lineOf(Json{{"finger", step.finger}, {"state", "retry"}, {"why", ports::wordOf(step.retry)}}));
        else
          m_out.note(fmt::format("loketctl: once more ({})", ports::wordOf(step.retry)));
        break;
    }
  };
}

int FingerConsole::status(ports::Fingerprint& fingers) {
  const auto readers = fingers.readers(limits(kFingerReadWait));
  if (!readers)
    return failed(readers.error());
  std::vector<UserName> wanted;
  if (m_.person.empty()) {
    const auto everybody = m_people.all();
    if (!everybody)
      return failed(everybody.error());
    for (const ports::VaultUser& one : *everybody) wanted.push_back(one.name);
  } else {
    const auto one = person();
    if (!one)
      return failed(one.error());
    wanted.push_back(*one);
  }
  for (const ports::FingerReader& one : *readers)
    m_out.line(m_json ? lineOf(Json{{"reader", one.name}, {"kind", kindOf(one)}})
                      : fmt::format("{:<24} {} ({})", "reader", one.name, kindOf(one)));
  const auto known = knownFingers(m_people, wanted, limits(kFingerReadWait));
  if (!known)
    return failed(known.error());
  for (const FingersOf& one : *known)
    m_out.line(
        m_json ? lineOf(Json{{"user", one.person.str()}, {"fingers", one.fingers}})
               : fmt::format("{:<24} {}", one.person.str(),
                             one.fingers.empty() ? "none" : fmt::format("{}", fmt::join(one.fingers, ", "))));
  return kExitDone;
}

int FingerConsole::enrol() {
  const auto name = person();
  if (!name)
    return failed(name.error());
  if (const auto done =
          enrolFinger(m_people, m_caller.name, *name, m_.finger, steps(), limits(kFingerEnrolWait));
      !done)
    return failed(done.error());
  m_out.line(m_json ? lineOf(Json{{"user", name->str()}, {"finger", m_.finger}, {"state", "enrolled"}})
                    : fmt::format("The {} of {} is known now.", spoken(m_.finger), name->str()));
  return kExitDone;
}

int FingerConsole::verify(ports::Fingerprint& fingers) {
  const auto name = person();
  if (!name)
    return failed(name.error());
  if (const auto done = fingers.verify(*name, steps(), limits(kFingerReadWait)); !done)
    return failed(done.error());
  m_out.line(m_json ? lineOf(Json{{"user", name->str()}, {"state", "recognised"}})
                    : fmt::format("It is {}.", name->str()));
  return kExitDone;
}

int FingerConsole::remove() {
  const auto name = person();
  if (!name)
    return failed(name.error());
  const auto removed = forgetFingers(m_people, m_caller.name, *name, limits(kFingerReadWait));
  if (!removed)
    return failed(removed.error());
  m_out.line(m_json ? lineOf(Json{{"user", name->str()}, {"removed", *removed}})
                    : fmt::format("{} finger(s) of {} forgotten.", *removed, name->str()));
  return kExitDone;
}

}  // namespace loket::app
