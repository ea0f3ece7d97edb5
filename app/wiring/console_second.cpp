#include "app/wiring/console_second.h"

#include "core/domain/identity/people.h"

namespace loket::app {

CLI::Option* addSecondPerson(CLI::App& command, SecondWords& w) {
  command.add_option("--second-pin-fd", w.pinDescriptor, "read their PIN from this descriptor (or set LOKET_SECOND_PIN)");
  return command.add_option("--second,--with", w.name, "the second person, where it takes two");
}

void addSecond(CLI::App& command, SecondWords& w) {
  auto* second = addSecondPerson(command, w);
  command.add_option("--owner-code", w.ownerCode, "the absent owner's one-time code instead")->excludes(second);
}

Result<api::Second> secondOf(const SecondWords& words, const Invocation& invocation, const ports::VaultUser& caller,
                             People& people) {
  api::Second second;
  second.ownerCode = words.ownerCode;
  if (words.name.empty())
    return second;
  if (samePerson(UserName(words.name), caller.name))
    return fail(ErrorCode::ApprovalMissing, words.name + " is the same person");
  LOKET_ASSIGN(const auto proved, people.prove(UserName(words.name), invocation.otherPin));
  second.with = proved.name;
  return second;
}

}  // namespace loket::app
