// The few things core does with text: digits, case and splitting, in ASCII and without a locale.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace loket {

bool isDigits(std::string_view text);  // at least one character, all '0'..'9'
std::string digitsOf(std::string_view text);
std::string toLower(std::string_view text);
std::string toUpper(std::string_view text);
std::string trimmed(std::string_view text);
// Without blanks, tabs, dots and dashes, which numbers are written in groups with.
std::string withoutGaps(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);
bool containsNoCase(std::string_view text, std::string_view needle);
std::string toHex(const unsigned char* bytes, std::size_t size);
void appendHex(std::string& text, const unsigned char* bytes, std::size_t size);

}  // namespace loket
