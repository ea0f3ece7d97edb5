#include "app/sandbox/snap/banks.h"

#include <array>
#include <string_view>
#include <utility>

namespace loket::sandbox::snap {

std::string bankName(const std::string& code) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 41> kBanks{{
      {"002", "BRI"},         {"008", "Mandiri"},     {"009", "BNI"},          {"011", "Danamon"},
      {"013", "Permata"},     {"014", "BCA"},         {"016", "Maybank"},      {"019", "Panin"},
      {"022", "CIMB Niaga"},  {"023", "UOB"},         {"028", "OCBC"},         {"110", "BJB"},
      {"111", "Bank DKI"},    {"112", "BPD DIY"},     {"113", "Bank Jateng"},  {"114", "Bank Jatim"},
      {"117", "Bank Sumut"},  {"118", "Bank Nagari"}, {"119", "Riau Kepri"},   {"120", "Sumsel Babel"},
      {"122", "Bank Kalsel"}, {"123", "Bank Kalbar"}, {"124", "Kaltimtara"},   {"126", "Sulselbar"},
      {"129", "BPD Bali"},    {"130", "Bank NTT"},    {"132", "Bank Papua"},   {"147", "Muamalat"},
      {"153", "Sinarmas"},    {"200", "BTN"},         {"213", "SMBC"},         {"426", "Mega"},
      {"441", "KB Bukopin"},  {"451", "BSI"},         {"490", "Neo Commerce"}, {"494", "Bank Raya"},
      {"535", "SeaBank"},     {"536", "BCA Syariah"}, {"542", "Jago"},         {"547", "BTPN Syariah"},
      {"567", "Allo Bank"},
  }};
  for (const auto& [known, name] : kBanks) {
    if (known == code) {
      return std::string(name);
    }
  }
  return {};
}

}  // namespace loket::sandbox::snap
