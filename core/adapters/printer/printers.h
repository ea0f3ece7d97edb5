// The kinds of printer behind createPrinter; each is implemented per platform.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "core/adapters/printer/create_printer.h"
#include "core/ports/printer.h"

namespace loket::adapters::printer {

enum class Device {
  File,       // appended to, and made when it is not there; a device too
  Usb,        // a device and nothing else: a printer that is unplugged must not become a file of its name
  Serial,     // a serial line
  Bluetooth,  // a serial line over the air (SPP), whose printer forgets what it has not printed when the link ends
};

struct SerialLine {
  enum class Flow { None, Hardware, Software };
  int baud = 9600;
  Flow flow = Flow::Hardware;
};

// False for a speed that no serial line has.
bool isBaud(int baud);

std::unique_ptr<ports::Printer> makeTcpPrinter(std::string uri, std::string host, std::string port,
                                               const Patience& patience);
std::unique_ptr<ports::Printer> makeDevicePrinter(std::string uri, std::string path, Device device, SerialLine line,
                                                  const Patience& patience);
// `server` is HOST:PORT; empty is the machine's own spooler.
std::unique_ptr<ports::Printer> makeCupsPrinter(std::string uri, std::string server, std::string queue,
                                                const Patience& patience);

// "<uri> accepted=<n> <reason>".
inline ports::PrintReport broken(const std::string& uri, std::size_t accepted, std::string_view reason) {
  return ports::PrintReport::broken(accepted,
                                    uri + " accepted=" + std::to_string(accepted) + " " + std::string(reason));
}

}  // namespace loket::adapters::printer
