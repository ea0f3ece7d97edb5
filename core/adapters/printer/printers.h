// The kinds of printer behind createPrinter; each is implemented per platform.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/time.h"
#include "core/ports/printer.h"

namespace loket::adapters::printer {

inline constexpr Duration kConnectTimeout = Duration::seconds(3);
// Without any byte taken for so long, paper is out or the cover is open.
inline constexpr Duration kStallTimeout = Duration::seconds(10);
// How long a printer may take to close after it has everything; many never do.
inline constexpr Duration kGoodbyeTimeout = Duration::millis(500);
// How long a spooler may take from having all to having handed it on. After that it is told to forget the job.
inline constexpr Duration kSpoolTimeout = Duration::seconds(20);

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

std::unique_ptr<ports::Printer> makeTcpPrinter(std::string uri, std::string host, std::string port);
std::unique_ptr<ports::Printer> makeDevicePrinter(std::string uri, std::string path, Device device, SerialLine line);
// `server` is HOST:PORT; empty is the machine's own spooler.
std::unique_ptr<ports::Printer> makeCupsPrinter(std::string uri, std::string server, std::string queue);

// PrinterFault with "<uri> accepted=<n> <reason>".
inline Status printerFault(const std::string& uri, std::size_t accepted, std::string_view reason) {
  return fail(ErrorCode::PrinterFault, uri + " accepted=" + std::to_string(accepted) + " " + std::string(reason));
}

}  // namespace loket::adapters::printer
