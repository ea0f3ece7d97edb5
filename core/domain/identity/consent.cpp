#include "core/domain/identity/consent.h"

#include <array>
#include <utility>

#include "core/domain/identity/people.h"

namespace loket {
namespace {

constexpr std::array<std::pair<Seconded, std::string_view>, 4> kSecondedWords{{{Seconded::None, "none"},
                                                                               {Seconded::Person, "person"},
                                                                               {Seconded::OwnerCode, "owner-code"},
                                                                               {Seconded::Alone, "alone"}}};
constexpr std::string_view kWith = "with ";

}  // namespace

std::string_view wordOf(Seconded how) {
  for (const auto& [value, word] : kSecondedWords)
    if (value == how)
      return word;
  return "none";
}

std::optional<Seconded> secondedFromWord(std::string_view word) {
  for (const auto& [value, text] : kSecondedWords)
    if (text == word)
      return value;
  return std::nullopt;
}

std::string textOf(const Consent& consent) {
  switch (consent.how) {
    case Seconded::None:
      return {};
    case Seconded::Person:
      return std::string(kWith) + consent.with.str();
    case Seconded::OwnerCode:
    case Seconded::Alone:
      break;
  }
  return std::string(wordOf(consent.how));
}

Consent consentFrom(std::string_view text) {
  if (text.size() > kWith.size() && text.substr(0, kWith.size()) == kWith)
    return {Seconded::Person, UserName(std::string(text.substr(kWith.size())))};
  const auto how = secondedFromWord(text);
  return how == Seconded::OwnerCode || how == Seconded::Alone ? Consent{*how, {}} : Consent{};
}

Result<Consent> consentOf(const UserName& by, const std::optional<UserName>& with, bool hasOwnerCode, bool isAlone) {
  if (!by.empty() && with && !with->empty() && !samePerson(*with, by))
    return Consent{Seconded::Person, *with};
  if (!by.empty() && hasOwnerCode)
    return Consent{Seconded::OwnerCode, {}};
  if (!by.empty() && isAlone && !with)
    return Consent{Seconded::Alone, {}};
  return fail(ErrorCode::ApprovalMissing, by.str());
}

}  // namespace loket
