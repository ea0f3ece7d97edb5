#include "app/sandbox/snap/accounts.h"

#include <algorithm>
#include <array>
#include <utility>

#include "app/sandbox/deposit_accounts.h"
#include "app/sandbox/people.h"
#include "app/sandbox/time_text.h"

namespace loket::sandbox::snap {
namespace {

std::string lastFour(const std::string& number) {
  return number.size() < 4 ? number : number.substr(number.size() - 4);
}

}  // namespace

Account accountOf(const std::string& number) {
  const bool digits = std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || number.size() < 10 || number.size() > 16 || lastFour(number) == "0404") {
    return {};
  }
  if (number == "888801000157508") {
    return {true, "Yories Yolanda", "Rekening aktif"};  // the specification's sample
  }
  if (depositAccountByNumber(number) != nullptr) {
    return {true, "PT DIGIFLAZZ INTERKONEKSI INDONESIA", "Rekening aktif"};
  }
  const std::string ending = lastFour(number);
  const char* status = ending == "0309"   ? "Rekening dormant"
                       : ending == "0318" ? "Rekening tidak aktif"
                                          : "Rekening aktif";
  return {true, personName(number), status};
}

TransferFate transferFate(const std::string& number) {
  constexpr std::int64_t kLaterMs = kMinuteMs;
  const std::array<std::pair<const char*, TransferFate>, 12> fates{{
      {"0404", {"40411", "", "", 0, false}},
      {"0309", {"40309", "", "", 0, false}},
      {"0318", {"40318", "", "", 0, false}},
      {"0302", {"40302", "", "", 0, false}},
      {"0202", {"20200", "03", "00", kLaterMs, true}},
      {"0500", {"50001", "06", "", 0, true}},
      {"0504", {"50400", "00", "", 0, true}},
      {"0505", {"50400", "07", "", 0, true}},
      {"0901", {"20200", "01", "02", kLaterMs, true}},
      {"0904", {"20000", "00", "04", kLaterMs, true}},
      {"0905", {"20200", "03", "05", kLaterMs, true}},
      {"0906", {"20200", "03", "06", kLaterMs, true}},
  }};
  for (const auto& [ending, fate] : fates) {
    if (lastFour(number) == ending) {
      return fate;
    }
  }
  return {};
}

}  // namespace loket::sandbox::snap
