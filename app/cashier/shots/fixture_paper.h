// The made-up shop's printer and paper: what is found, what is tried and kept, and which papers are missing.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/api/agent_client.h"

namespace loket::app::fixture {

// A mark as a shop may have one: a round window with its counter.
std::string shopMark();

class FixturePaper {
 public:
  // ---- how the world answers
  std::vector<api::FoundPrinter> found{{"usb:///dev/usb/lp0", "EPSON TM-T82", "epson-80mm"},
                                       {"bluetooth:///dev/rfcomm0", "Bluetooth rfcomm0", "generic-58mm"}};
  api::PrintView trial{api::PrintOutcome::Sent, 0, {}};
  api::PaperSettings kept{{"tcp://127.0.0.1:9100"}};
  std::optional<Error> unread;  // the configuration cannot be read
  // Payments whose newest paper wants a look.
  std::map<std::string, api::PrintedPaper> missing;

  // ---- what happened
  int trials = 0;
  std::vector<api::PaperSettings> saved;
  std::optional<api::PaperWord> word;

  [[nodiscard]] Result<api::ReceiptView> sample(Outlet outlet, const api::PaperSettings& settings,
                                                Instant now) const;
  Result<api::PaperSettings> save(const api::SavePaper& command);
  // Nothing when it was not missing.
  std::optional<api::PrintView> settle(const std::string& ref, api::PaperWord said);
};

}  // namespace loket::app::fixture
