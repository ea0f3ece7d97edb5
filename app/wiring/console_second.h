// "--second NAME" and "--owner-code CODE": the second one of two, for commands that take two people.
#pragma once

#include <functional>
#include <string>

#include <CLI/CLI.hpp>

#include "app/wiring/console.h"
#include "app/wiring/people.h"
#include "core/api/second.h"

namespace loket::app {

struct SecondWords {
  std::string name, ownerCode;
  int pinDescriptor = -1;
};

void addSecond(CLI::App& command, SecondWords& words);
// The first of them alone, where the owner's code is an option already.
CLI::Option* addSecondPerson(CLI::App& command, SecondWords& words);

// The second person is known by their own PIN, here where the key slots are; the owner's code is the core's to judge.
// ApprovalMissing: it is the caller again; and the errors of People::prove.
Result<api::Second> secondOf(const SecondWords& words, const Invocation& invocation, const ports::VaultUser& caller,
                             People& people);
// The same, when it is wanted.
using AskSecond = std::function<Result<api::Second>()>;

}  // namespace loket::app
