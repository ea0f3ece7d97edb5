#include "tests/support/printer_readers.h"

#include <algorithm>
#include <string_view>

namespace loket::test {

ThermalPrint readEscPos(const std::string& bytes, const receipt::PaperProfile& profile) {
  ThermalPrint result;
  std::size_t column = 0;
  bool large = false;
  for (std::size_t i = 0; i < bytes.size();) {
    const char c = bytes[i];
    if (c == '\n') {
      column = 0;
      ++i;
      continue;
    }
    if (c >= 0x20 && c <= 0x7E) {
      const std::size_t limit = static_cast<std::size_t>(large ? profile.columns / 2 : profile.columns);
      if (++column > limit)
        result.wrong = "row too long";
      ++i;
      continue;
    }
    const std::string two = bytes.substr(i, 2);
    std::size_t length = 0;
    if (two == "\x1B@" || two == "\x1C.")
      length = 2;
    else if (two == "\x1Bt" || two == "\x1B" "a" || two == "\x1B" "E" || two == "\x1D!" || two == "\x1B!" ||
             two == "\x1B" "d")
      length = 3;
    else if (two == "\x1DV")
      length = 4;
    else if (two == "\x1Dh" || two == "\x1Dw" || two == "\x1DH")
      length = 3;
    // What follows is data, and not read on; how much it is the command says itself.
    std::size_t data = 0;
    const auto byteAt = [&bytes](std::size_t at) {
      return at < bytes.size() ? static_cast<std::size_t>(static_cast<unsigned char>(bytes[at])) : 0;
    };
    if (bytes.substr(i, 4) == std::string("\x1Dv0\0", 4)) {
      length = 8;
      data = (byteAt(i + 4) + byteAt(i + 5) * 256) * (byteAt(i + 6) + byteAt(i + 7) * 256);
      if (column != 0 || (byteAt(i + 4) + byteAt(i + 5) * 256) * 8 > static_cast<std::size_t>(profile.columns) * 12)
        result.wrong = "a picture that the paper does not hold";
      for (const char* obeyed : {"\x10\x04", "\x10\x05", "\x10\x14"})
        if (bytes.substr(i + length, data).find(obeyed) != std::string::npos)
          result.wrong = "a command inside a picture";
    } else if (bytes.substr(i, 3) == "\x1Dk\x49") {
      length = 4;
      data = byteAt(i + 3);
    } else if (bytes.substr(i, 3) == "\x1D(k") {
      length = 5;
      data = byteAt(i + 3) + byteAt(i + 4) * 256;
    }
    if (i + length + data > bytes.size())
      length = 0;
    for (std::size_t at = i + length; at < i + length + data && two != "\x1Dv"; ++at)
      if (bytes[at] == '\x1B' || bytes[at] == '\x1D' || bytes[at] == '\x10')
        result.wrong = "a command inside a code";
    if (length == 0 || i + length > bytes.size()) {
      result.wrong = "stray byte " + std::to_string(static_cast<unsigned char>(c));
      return result;
    }
    if (two == "\x1B" "a" && column != 0)
      result.wrong = "alignment inside a row";
    if (two == "\x1D!")
      large = bytes[i + 2] != 0;
    if (two == "\x1B!")
      large = (bytes[i + 2] & 0x20) != 0;
    result.commands += bytes.substr(i, length);
    i += length + data;
  }
  return result;
}

FormPrint readEscP(const std::string& bytes) {
  FormPrint out;
  out.lines.emplace_back();
  bool wide = false;
  bool tall = false;
  std::size_t column = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    if (c >= 0x20 && c <= 0x7E) {
      column += wide ? 2 : 1;
      if (column > 80)
        out.wrong = "beyond the paper";
      // The line above belongs to it as well.
      if (tall && out.lines.size() > 1 && !out.lines[out.lines.size() - 2].empty())
        out.wrong = "over the line above";
      out.lines.back().push_back(c);
    } else if (c == '\r') {
      column = 0;
    } else if (c == '\n') {
      if (column != 0)
        out.wrong = "no carriage return";
      out.lines.emplace_back();
    } else if (c == '\f') {
      out.commands += c;
      column = 0;
      do
        out.lines.emplace_back();
      while ((out.lines.size() - 1) % static_cast<std::size_t>(std::max(1, out.formLines)) != 0);
    } else if (c == '\x1B' && i + 1 < bytes.size()) {
      const char command = bytes[++i];
      out.commands += command;
      if (std::string_view("xCWw").find(command) != std::string_view::npos) {
        const char n = bytes.at(++i);
        out.commands += n;
        if (command == 'C')
          out.formLines = n;
        if (command == 'W')
          wide = n == 1;
        if (command == 'w')
          tall = n == 1;
      } else if (std::string_view("@P2GOEF").find(command) == std::string_view::npos) {
        out.wrong = "a stray command";
      }
    } else {
      out.wrong = "a stray byte";
    }
  }
  return out;
}

}  // namespace loket::test
