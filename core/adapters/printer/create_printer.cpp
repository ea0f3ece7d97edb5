#include "core/adapters/printer/create_printer.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>

#include "core/adapters/printer/printers.h"
#include "core/base/text.h"

namespace loket::adapters::printer {
namespace {

using Made = std::unique_ptr<ports::Printer>;  // none: the uri is wrong

std::optional<int> portFrom(std::string_view text) {
  int port = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), port);
  const bool whole = isDigits(text) && text.size() <= 5 && read.ec == std::errc() && port >= 1 && port <= 65535;
  return whole ? std::optional<int>(port) : std::nullopt;
}

// "HOST:PORT" in two.
struct Place {
  std::string host;
  std::string port;
};
std::optional<Place> placeFrom(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0 || !portFrom(text.substr(colon + 1)))
    return std::nullopt;
  Place place{text.substr(0, colon), text.substr(colon + 1)};
  if (place.host.front() == '[') {
    if (place.host.size() < 3 || place.host.back() != ']')
      return std::nullopt;
    place.host = place.host.substr(1, place.host.size() - 2);
  } else if (place.host.find_first_of(":/@ ") != std::string::npos) {
    return std::nullopt;
  }
  return place;
}

bool isPath(std::string_view path) { return path.size() >= 2 && path.front() == '/' && path.back() != '/'; }
bool isDevice(std::string_view path) {
  return isPath(path) && path.starts_with("/dev/") && path.size() > 5 && path.find_first_of("?#") == std::string_view::npos;
}

Made tcp(const std::string& uri, const std::string& rest, const Patience& patience) {
  auto place = placeFrom(rest);
  return place ? makeTcpPrinter(uri, std::move(place->host), std::move(place->port), patience) : nullptr;
}

Made file(const std::string& uri, const std::string& rest, const Patience& patience) {
  return isPath(rest) ? makeDevicePrinter(uri, rest, Device::File, {}, patience) : nullptr;
}

Made usb(const std::string& uri, const std::string& rest, const Patience& patience) {
  return isDevice(rest) ? makeDevicePrinter(uri, rest, Device::Usb, {}, patience) : nullptr;
}

Made bluetooth(const std::string& uri, const std::string& rest, const Patience& patience) {
  return isDevice(rest) ? makeDevicePrinter(uri, rest, Device::Bluetooth, {}, patience) : nullptr;
}

Made serial(const std::string& uri, const std::string& rest, const Patience& patience) {
  const std::size_t mark = rest.find('?');
  SerialLine line;
  for (const std::string& option : split(mark == std::string::npos ? "" : rest.substr(mark + 1), '&')) {
    if (option.empty() && mark == std::string::npos)
      continue;
    if (option.starts_with("baud=")) {
      const std::string_view figure = std::string_view(option).substr(5);
      const auto read = std::from_chars(figure.data(), figure.data() + figure.size(), line.baud);
      if (!isDigits(figure) || read.ec != std::errc() || !isBaud(line.baud))
        return nullptr;
    } else if (option == "flow=hardware") {
      line.flow = SerialLine::Flow::Hardware;
    } else if (option == "flow=software") {
      line.flow = SerialLine::Flow::Software;
    } else if (option == "flow=none") {
      line.flow = SerialLine::Flow::None;
    } else {
      return nullptr;
    }
  }
  std::string path = rest.substr(0, mark);
  return isDevice(path) ? makeDevicePrinter(uri, std::move(path), Device::Serial, line, patience) : nullptr;
}

// What CUPS allows as a name: printable, without these.
bool isQueue(std::string_view name) {
  return !name.empty() && name.size() <= 127 && std::all_of(name.begin(), name.end(), [](char c) {
    return c > 0x20 && c < 0x7F && std::string_view("/#?'\"\\").find(c) == std::string_view::npos;
  });
}

Made cups(const std::string& uri, const std::string& rest, const Patience& patience) {
  const std::size_t slash = rest.find('/');
  if (slash == std::string::npos)
    return isQueue(rest) ? makeCupsPrinter(uri, {}, rest, patience) : nullptr;
  std::string server = rest.substr(0, slash);
  std::string queue = rest.substr(slash + 1);
  return placeFrom(server) && isQueue(queue) ? makeCupsPrinter(uri, std::move(server), std::move(queue), patience) : nullptr;
}

}  // namespace

ports::PrinterTrouble troubleOf(int error) {
  using Trouble = ports::PrinterTrouble;
  switch (error) {
    case ENOENT:
    case ENOTDIR:
    case ENXIO:
    case ENODEV:
      return Trouble::NoDevice;
    case EACCES:
    case EPERM:
    case EROFS:
      return Trouble::NoPermission;
    case EBUSY:
      return Trouble::Busy;
    case ECONNREFUSED:
      return Trouble::Refused;
    case EISDIR:
      return Trouble::NotADevice;
    case ETIMEDOUT:
    case EHOSTUNREACH:
    case EHOSTDOWN:
    case ENETUNREACH:
    case ENETDOWN:
      return Trouble::Unreachable;
    default:
      return Trouble::Other;
  }
}

ports::PrinterCondition unreached(int error) { return {troubleOf(error), false, std::strerror(error)}; }

Result<std::unique_ptr<ports::Printer>> createPrinter(const std::string& uri) { return createPrinterWith(uri, {}); }

Result<std::unique_ptr<ports::Printer>> createPrinterWith(const std::string& uri, const Patience& patience) {
  struct Kind {
    std::string_view scheme;
    Made (*make)(const std::string& uri, const std::string& rest, const Patience& patience);
  };
  static constexpr Kind kKinds[] = {{"tcp://", tcp},       {"file://", file},           {"usb://", usb},
                                    {"serial://", serial}, {"bluetooth://", bluetooth}, {"cups://", cups}};
  Made made;
  if (uri.starts_with("/dev/"))
    made = usb(uri, uri, patience);
  for (const Kind& kind : kKinds)
    if (uri.starts_with(kind.scheme))
      made = kind.make(uri, uri.substr(kind.scheme.size()), patience);
  if (!made)
    return fail(ErrorCode::ConfigInvalid, uri);
  return made;
}

}  // namespace loket::adapters::printer
