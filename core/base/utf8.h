// Whether bytes are a text, and text from outside as it may be shown.
#pragma once

#include <string>
#include <string_view>

namespace loket {

// As RFC 3629 has it: the shortest form only, no surrogates, nothing above U+10FFFF.
bool isUtf8(std::string_view bytes);

enum class Lines { One, Many };
// Whatever came from outside, for a log or a terminal: nothing in it starts a line of its own (`One`; with `Many` line feeds and tabs
// are the caller's), moves a cursor, turns the direction of writing, or is no text. Each such thing becomes a space, and what is no UTF-8
// a question mark.
std::string shownText(std::string_view bytes, Lines lines);

}  // namespace loket
