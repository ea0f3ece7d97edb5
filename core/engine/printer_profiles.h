// The printers that the counter knows by name, as resources/printers tells them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/domain/receipt/escp.h"
#include "core/domain/receipt/layout.h"
#include "core/ports/printer.h"

namespace loket::engine {

struct PrinterProfile {
  receipt::PaperProfile paper;
  std::optional<receipt::Form> form;  // a dot-matrix printer on forms: ESC/P and not ESC/POS
  ports::PrintOrder::Proof proof = ports::PrintOrder::Proof::None;
  int bytesPerSecond = 0;  // 0: it holds up by itself what comes too fast
};

// In the order of their names.
std::vector<std::string> printerProfileNames();
// Whose models these words are ("EPSON TM-T82"); generic-58mm when nobody's.
std::string printerProfileFor(const std::string& model);
// generic-58mm for a name that nobody knows: a paper that is too narrow can still be read.
PrinterProfile printerProfile(const std::string& name);

}  // namespace loket::engine
