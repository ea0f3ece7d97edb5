// What a printer makes of bytes: small readers of ESC/POS and of ESC/P, written apart from the writers.
#pragma once

#include <string>
#include <vector>

#include "core/domain/receipt/layout.h"

namespace loket::test {

struct ThermalPrint {
  std::string commands;  // in their order, without what follows them as data
  std::string wrong;     // why the bytes are none that the paper holds; empty: they are
};
ThermalPrint readEscPos(const std::string& bytes, const receipt::PaperProfile& profile);

struct FormPrint {
  std::vector<std::string> lines;  // of all forms, one after the other
  std::string commands;            // in their order, but not line feeds
  int formLines = 0;
  std::string wrong;
};
FormPrint readEscP(const std::string& bytes);

}  // namespace loket::test
