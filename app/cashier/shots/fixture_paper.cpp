#include "app/cashier/shots/fixture_paper.h"

#include <cstdint>
#include <cstdlib>

#include "core/domain/identity/logo.h"

namespace loket::app::fixture {

std::string shopMark() {
  constexpr int kWidth = 200;
  constexpr int kHeight = 96;
  std::vector<std::uint8_t> grey;
  for (int y = 0; y < kHeight; ++y)
    for (int x = 0; x < kWidth; ++x) {
      const int dx = x - kWidth / 2;
      const int dy = y - kHeight / 2;
      const int from = dx * dx + dy * dy;
      const bool isRing = from < 46 * 46 && from > 38 * 38;
      const bool isCounter = from < 38 * 38 && dy > 8;
      const bool isBar = std::abs(dx) > 54 && std::abs(dy) < 5;
      // Its counter is a shade, which the printer has to make of dots.
      grey.push_back(isRing || isBar ? 0 : isCounter ? 110 : 255);
    }
  return textOf(*ditheredLogo(grey, kWidth, kHeight));
}

Result<api::ReceiptView> FixturePaper::sample(Outlet outlet, const api::PaperSettings& settings,
                                              Instant now) const {
  if (settings.printer.uri == "tcp://nonsense:9100x")
    return fail(ErrorCode::ConfigInvalid, "printer.uri");
  outlet.header = settings.header;
  outlet.footer = settings.footer;
  outlet.logo = settings.logo;
  receipt::PaperProfile paper;
  if (settings.printer.profile.find("80mm") != std::string::npos)
    paper.columns = 48;
  api::ReceiptView view;
  view.receipt = receipt::composeSample(outlet, now);
  view.rows = receipt::layOut(view.receipt, paper);
  view.columns = paper.columns;
  view.text = receipt::toText(view.rows, paper);
  return view;
}

Result<api::PaperSettings> FixturePaper::save(const api::SavePaper& command) {
  if (command.to.printer.uri == "tcp://nonsense:9100x")
    return fail(ErrorCode::ConfigInvalid, "printer.uri");
  if (!api::isSamePaper(command.from, kept))
    return fail(ErrorCode::StateForbids, "paper");
  saved.push_back(command.to);
  kept = command.to;
  return kept;
}

std::optional<api::PrintView> FixturePaper::settle(const std::string& ref, api::PaperWord said) {
  if (missing.erase(ref) == 0)
    return std::nullopt;
  word = said;
  return api::PrintView{
      said == api::PaperWord::CameOut ? api::PrintOutcome::Seen : api::PrintOutcome::Dropped, 0, "sri"};
}

}  // namespace loket::app::fixture
