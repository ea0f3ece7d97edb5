// The cash drawer hangs on the printer and is opened by a pulse through it.
#pragma once

#include <string>

namespace loket::receipt {

// ESC p: 50 ms on the pin, which opens what shops have, and half a second before the next, which spares the coil. In order
// with the paper and not at once (DLE DC4): a printer that prints nothing opens nothing.
inline std::string drawerPulse(int pin) {
  return std::string("\x1B@\x1Bp", 4) + (pin == 5 ? '\x01' : '\x00') + "\x19\xFA";
}

}  // namespace loket::receipt
