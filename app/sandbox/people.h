// Invented customers: the same number always belongs to the same person.
#pragma once

#include <string>
#include <string_view>

namespace loket::sandbox {

std::string personName(std::string_view number);  // "Siti Rahayu"
std::string upperCase(std::string_view text);

}  // namespace loket::sandbox
