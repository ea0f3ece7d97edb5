// The printer of tests/support as a program, so that programs of others can talk to it. It says its port;
// every line on standard input gets one on standard output:
//   is KEY[=NUMBER]...  its manner from now on; nothing: all is well
//   after N             says so once N bytes have come out of the connection that is open
//   sheet N             what came out of the N-th connection once that has ended: letters, commands and wrong
//   bytes, in
//                       hexadecimal digits behind a dot each
#include <charconv>
#include <iomanip>
#include <iostream>
#include <map>
#include <sstream>
#include <string>

#include "tests/support/escpos_printer.h"

using loket::tests::EscPosPrinter;

namespace {

std::string hex(const std::string& bytes) {
  std::ostringstream out;
  out << std::hex << std::setfill('0');
  for (const char c : bytes) out << std::setw(2) << static_cast<int>(static_cast<unsigned char>(c));
  return "." + out.str();
}

bool takes(EscPosPrinter::Manner& manner, const std::string& key, std::size_t n) {
  const std::map<std::string, bool EscPosPrinter::Manner::*> switches = {
      {"paper-out", &EscPosPrinter::Manner::paperOut},
      {"cover-open", &EscPosPrinter::Manner::coverOpen},
      {"cutter-stuck", &EscPosPrinter::Manner::cutterStuck},
      {"only-zeros", &EscPosPrinter::Manner::onlyZeros}};
  if (const auto one = switches.find(key); one != switches.end())
    manner.*one->second = true;
  else if (key == "silent")
    manner.answers = false;
  else if (key == "slow")
    manner.bytesPerSecond = n;
  else if (key == "late")
    manner.answersLateBy = std::chrono::milliseconds(n);
  else if (key == "leaves")
    manner.leavesAfter = n;
  else if (key == "paper-for")
    manner.paperFor = n;
  else
    return false;
  return true;
}

}  // namespace

int main() {
  EscPosPrinter printer;
  const std::string uri = printer.uri();
  std::cout << uri.substr(uri.rfind(':') + 1) << std::endl;
  std::string line;
  while (std::getline(std::cin, line)) {
    std::istringstream words(line);
    std::string word;
    words >> word;
    std::size_t n = 0;
    if (word == "after") {
      words >> n;
      std::cout << (printer.hasPrinted(n) ? "ok" : "no") << std::endl;
      continue;
    }
    if (word == "sheet") {
      words >> n;
      const auto sheets = printer.sheets(n);
      if (n == 0 || sheets.size() < n) {
        std::cout << "none" << std::endl;
        continue;
      }
      const auto& sheet = sheets.at(n - 1);
      std::cout << hex(sheet.letters) << " " << hex(sheet.commands) << " " << hex(sheet.wrong) << std::endl;
      continue;
    }
    EscPosPrinter::Manner manner;
    bool understood = word == "is";
    while (understood && words >> word) {
      const std::size_t at = word.find('=');
      n = 0;
      if (at != std::string::npos)
        std::from_chars(word.data() + at + 1, word.data() + word.size(), n);
      understood = takes(manner, word.substr(0, at), n);
    }
    if (understood)
      printer.setManner(manner);
    std::cout << (understood ? "ok" : "no") << std::endl;
  }
  return 0;
}
