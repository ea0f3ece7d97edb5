// What passes between loketctl and the process that owns a home, as frames: a command there, and line by line what
// it says back. A frame may be anything, so each is read without trust.
#pragma once

#include <optional>
#include <string>

#include "app/wiring/console.h"

namespace loket::app {

std::string frameOf(const Invocation& invocation);
// Nothing when it is no command. What has another type than it should is as if it were not there.
std::optional<Invocation> invocationIn(const std::string& frame);

// One thing that a command says.
struct Saying {
  // Closing: the home is being closed, and nothing was done.
  enum class Kind { Line, Note, Progress, Refused, End, Closing, Other };
  Kind kind = Kind::Other;
  std::string text;  // Line, Note; Refused: the error's word
  int done = 0;      // Progress
  int total = 0;
  int status = 0;    // End
  std::string detail = {};  // Refused
};
std::string frameOf(const Saying& saying);
// Nothing when it is none; Other when it is one that this program does not know.
std::optional<Saying> sayingIn(const std::string& frame);

}  // namespace loket::app
