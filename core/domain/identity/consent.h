// The second one of two who agree to something, as it is kept with what they agreed to.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/domain/identity/ids.h"

namespace loket {

enum class Seconded {
  None,       // nobody was asked
  Person,     // who has proved it with a PIN
  OwnerCode,  // the absent owner, by a one-time code
  Alone,      // there was nobody else in the shop
};

struct Consent {
  Seconded how = Seconded::None;
  UserName with = {};  // of a Person

  bool empty() const { return how == Seconded::None; }
  bool operator==(const Consent&) const = default;
};

// "none", "person", "owner-code", "alone".
std::string_view wordOf(Seconded how);
std::optional<Seconded> secondedFromWord(std::string_view word);
// "with NAME", "owner-code", "alone"; empty for none. And back: none for what is no such text.
std::string textOf(const Consent& consent);
Consent consentFrom(std::string_view text);

// A second person who is not the first; or the owner's code, which is yet to be judged; or nobody else being there.
// ApprovalMissing.
Result<Consent> consentOf(const UserName& by, const std::optional<UserName>& with, bool hasOwnerCode, bool isAlone);

}  // namespace loket
