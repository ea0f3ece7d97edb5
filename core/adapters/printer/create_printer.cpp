#include "core/adapters/printer/create_printer.h"

#include "core/adapters/printer/printers.h"
#include "core/base/text.h"

namespace loket::adapters::printer {
namespace {

constexpr std::string_view kTcp = "tcp://";
constexpr std::string_view kFile = "file://";

bool isPort(const std::string& text) {
  return isDigits(text) && text.size() <= 5 && std::stoi(text) >= 1 && std::stoi(text) <= 65535;
}

}  // namespace

Result<std::unique_ptr<ports::Printer>> createPrinter(const std::string& uri) {
  if (uri.starts_with(kTcp)) {
    const std::string place = uri.substr(kTcp.size());
    const std::size_t colon = place.rfind(':');
    if (colon == std::string::npos || colon == 0 || !isPort(place.substr(colon + 1)))
      return fail(ErrorCode::ConfigInvalid, uri);
    std::string host = place.substr(0, colon);
    if (host.front() == '[') {
      if (host.size() < 3 || host.back() != ']')
        return fail(ErrorCode::ConfigInvalid, uri);
      host = host.substr(1, host.size() - 2);
    } else if (host.find_first_of(":/@ ") != std::string::npos) {
      return fail(ErrorCode::ConfigInvalid, uri);
    }
    return makeTcpPrinter(uri, std::move(host), place.substr(colon + 1));
  }
  if (uri.starts_with(kFile)) {
    std::string path = uri.substr(kFile.size());
    if (path.size() < 2 || path.front() != '/' || path.back() == '/')
      return fail(ErrorCode::ConfigInvalid, uri);
    return makeDevicePrinter(uri, std::move(path));
  }
  return fail(ErrorCode::ConfigInvalid, uri);
}

}  // namespace loket::adapters::printer
