#include "core/domain/identity/key_trouble.h"

namespace loket {
namespace {

constexpr KeyTrouble kAll[] = {KeyTrouble::SlotsGone,  KeyTrouble::SlotsDamaged,  KeyTrouble::SlotDamaged,
                               KeyTrouble::SecretGone, KeyTrouble::SecretForeign, KeyTrouble::SecretDamaged,
                               KeyTrouble::SecretLocked, KeyTrouble::SecretAway};

}  // namespace

std::string_view wordOf(KeyTrouble trouble) {
  switch (trouble) {
    case KeyTrouble::SlotsGone:
      return "slots-gone";
    case KeyTrouble::SlotsDamaged:
      return "slots-damaged";
    case KeyTrouble::SlotDamaged:
      return "slot-damaged";
    case KeyTrouble::SecretGone:
      return "secret-gone";
    case KeyTrouble::SecretForeign:
      return "secret-foreign";
    case KeyTrouble::SecretDamaged:
      return "secret-damaged";
    case KeyTrouble::SecretLocked:
      return "secret-locked";
    case KeyTrouble::SecretAway:
      return "secret-away";
  }
  return {};
}

tl::unexpected<Error> failKey(KeyTrouble trouble, const std::string& detail) {
  const bool isGone = trouble == KeyTrouble::SlotsGone || trouble == KeyTrouble::SecretGone;
  return fail(isGone ? ErrorCode::KeySlotMissing : ErrorCode::KeySlotUnreadable,
              std::string(wordOf(trouble)) + ": " + detail);
}

std::optional<KeyTrouble> keyTroubleOf(const Error& error) {
  if (error.code != ErrorCode::KeySlotMissing && error.code != ErrorCode::KeySlotUnreadable)
    return std::nullopt;
  const std::string_view word = std::string_view(error.detail).substr(0, error.detail.find(": "));
  for (const KeyTrouble one : kAll)
    if (word == wordOf(one))
      return one;
  return std::nullopt;
}

bool canBeGivenUp(KeyTrouble trouble) {
  return trouble == KeyTrouble::SecretForeign || trouble == KeyTrouble::SecretLocked || trouble == KeyTrouble::SecretAway;
}

}  // namespace loket
