// Whether bytes are a text.
#pragma once

#include <string_view>

namespace loket {

// As RFC 3629 has it: the shortest form only, no surrogates, nothing above U+10FFFF.
bool isUtf8(std::string_view bytes);

}  // namespace loket
