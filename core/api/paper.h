// What all paper of the counter looks like and where it comes out, and what became of paper that somebody
// must see to.
#pragma once

#include <string>
#include <vector>

#include "core/api/config.h"

namespace loket::api {

// The part of the configuration that is about paper.
struct PaperSettings {
  PrinterSettings printer;
  std::vector<std::string> header = {};  // at most kShopLinesMax, as isShopLine() allows
  std::vector<std::string> footer = {};
  std::string logo = {};  // as logoFrom() reads it; empty: none
};
inline bool isSamePaper(const PaperSettings& a, const PaperSettings& b) {
  return a.printer.uri == b.printer.uri && a.printer.profile == b.printer.profile &&
         a.printer.drawer == b.printer.drawer && a.printer.sealCode == b.printer.sealCode && a.header == b.header && a.footer == b.footer &&
         a.logo == b.logo;
}
inline PaperSettings paperOf(const Config& config) {
  return {config.printer, config.outlet.header, config.outlet.footer, config.outlet.logo};
}

struct SavePaper {
  PaperSettings from;  // as it was read before it was changed
  PaperSettings to;
};

// Something at this computer that may print.
struct FoundPrinter {
  std::string uri;      // as PrinterSettings take it
  std::string name;     // as it tells itself, or as the system calls it
  std::string profile;  // what it is likely to be
};

// What a person says about a paper that failed, or that may have come out.
enum class PaperWord {
  CameOut,    // it lies here
  NotNeeded,  // it does not, and nobody wants it
};

struct SettlePaper {
  std::string anyRef;
  PaperWord word = PaperWord::CameOut;
  UserName by = {};  // the door's word, as in Second
};

}  // namespace loket::api
