// Bytes as letters and back (RFC 4648, with padding).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace loket {

std::string toBase64(std::string_view bytes);
// Nothing for what is not exactly that: one text for one value.
std::optional<std::string> fromBase64(std::string_view text);

}  // namespace loket
