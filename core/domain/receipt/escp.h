// Receipts for dot-matrix printers (ESC/P, nine pins) on continuous forms, in several copies at once.
#pragma once

#include <string>

#include "core/domain/receipt/receipt.h"

namespace loket::receipt {

// Ten letters and six lines to the inch. Half a letter form is 9.5 by 5.5 inches: 33 lines.
struct Form {
  int columns = 64;  // of the 80 that fit, so that the holes at both sides may be anywhere
  int lines = 33;
  int margin = 2;  // lines above the perforation that stay empty
};

// What a dot-matrix printer prints of the receipt. The length of the form is set before the first letter, and the last
// form is put out to its end: every receipt begins at the top of one, however many came before. A receipt that is
// longer than a form goes on on the next. Codes are said in letters. The commands depend on the lines' styles and on
// how many they are, never on what they say.
std::string toEscP(const Receipt& receipt, const Form& form);

}  // namespace loket::receipt
