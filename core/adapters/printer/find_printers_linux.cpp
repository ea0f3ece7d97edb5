#include <algorithm>
#include <filesystem>
#include <fstream>

#include "core/adapters/printer/find_printers.h"
#include "core/adapters/printer/printers.h"
#include "core/base/text.h"

namespace loket::adapters::printer {
namespace {

namespace fs = std::filesystem;

// The files of a folder whose names begin like this, lp2 before lp10.
std::vector<std::string> named(const fs::path& folder, std::string_view prefix) {
  std::vector<std::string> names;
  std::error_code ignored;
  for (fs::directory_iterator at(folder, ignored), end; !ignored && at != end; at.increment(ignored)) {
    std::string name = at->path().filename().string();
    if (name.starts_with(prefix) && isDigits(std::string_view(name).substr(prefix.size())))
      names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end(), [](const std::string& left, const std::string& right) {
    return left.size() != right.size() ? left.size() < right.size() : left < right;
  });
  return names;
}

// IEEE 1284: "MFG:EPSON;CMD:ESCPL2;MDL:TM-T82;CLS:PRINTER;". The long names of the keys are the standard's
// too.
std::string tellsOf(const fs::path& file) {
  std::ifstream in(file);
  std::string text;
  std::getline(in, text);
  std::string maker;
  std::string model;
  for (const std::string& part : split(text, ';')) {
    const std::size_t colon = part.find(':');
    if (colon == std::string::npos)
      continue;
    const std::string key = toUpper(trimmed(part.substr(0, colon)));
    const std::string value = trimmed(part.substr(colon + 1));
    if (key == "MFG" || key == "MANUFACTURER")
      maker = value;
    else if (key == "MDL" || key == "MODEL")
      model = value;
  }
  return trimmed(toLower(model).starts_with(toLower(maker)) ? model : maker + " " + model);
}

}  // namespace

std::vector<ports::FoundPrinter> findPrinters(const std::string& root) {
  std::vector<ports::FoundPrinter> found;
  for (const std::string& name : named(root + "/dev/usb", "lp")) {
    const std::string told = tellsOf(root + "/sys/class/usbmisc/" + name + "/device/ieee1284_id");
    found.push_back({"usb:///dev/usb/" + name, told.empty() ? "USB " + name : told});
  }
  for (const std::string& name : named(root + "/dev", "rfcomm"))
    found.push_back({"bluetooth:///dev/" + name, "Bluetooth " + name});
  for (const char* prefix : {"ttyUSB", "ttyACM"})
    for (const std::string& name : named(root + "/dev", prefix))
      found.push_back({"serial:///dev/" + name, "Serial " + name});
  if (root.empty())
    for (ports::FoundPrinter& queue : cupsQueues()) found.push_back(std::move(queue));
  return found;
}

}  // namespace loket::adapters::printer
