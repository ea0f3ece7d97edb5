// What the languages of thermal and dot-matrix printers have in common: their commands begin with an escape.
#pragma once

#include <initializer_list>
#include <string>

namespace loket::receipt {

inline constexpr char kEsc = '\x1B';

inline void appendBytes(std::string& out, std::initializer_list<char> bytes) {
  out.append(bytes.begin(), bytes.size());
}

}  // namespace loket::receipt
