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

std::unique_ptr<ports::Printer> makeTcpPrinter(std::string uri, std::string host, std::string port);
std::unique_ptr<ports::Printer> makeDevicePrinter(std::string uri, std::string path);

// PrinterFault with "<uri> accepted=<n> <reason>".
inline Status printerFault(const std::string& uri, std::size_t accepted, std::string_view reason) {
  return fail(ErrorCode::PrinterFault, uri + " accepted=" + std::to_string(accepted) + " " + std::string(reason));
}

}  // namespace loket::adapters::printer
