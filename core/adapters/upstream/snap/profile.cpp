#include "core/adapters/upstream/snap/profile.h"

#include <array>

namespace loket::adapters::snap {
namespace {

constexpr std::array kProfiles = {
    Profile{"generic", false, 32},
    Profile{"bri", true, 32},
    Profile{"mandiri", false, 19},
};

}  // namespace

std::optional<Profile> findProfile(std::string_view name) {
  for (const Profile& profile : kProfiles)
    if (profile.name == (name.empty() ? "generic" : name))
      return profile;
  return std::nullopt;
}

}  // namespace loket::adapters::snap
