#include "app/sandbox/people.h"

#include <array>

#include "app/sandbox/crypto.h"

namespace loket::sandbox {

std::string personName(std::string_view number) {
  constexpr std::array<std::string_view, 40> kNames{
      "Siti Rahayu",    "Budi Santoso",      "Dewi Lestari",      "Agus Setiawan",    "Sri Wahyuni",
      "Joko Purnomo",   "Rina Marlina",      "Hendra Gunawan",    "Wulan Sari",       "Bambang Susilo",
      "Yanti Kusuma",   "Rudi Hartono",      "Ni Made Ayu",       "I Wayan Sudarma",  "Putu Astuti",
      "Asep Hidayat",   "Neneng Hasanah",    "Ujang Supriatna",   "Eka Pratiwi",      "Dedi Mulyana",
      "Maria Tambunan", "Togar Simanjuntak", "Rosmawati Siregar", "Andi Mappaoddang", "Daeng Baso",
      "Fatimah Zahra",  "Muhammad Iqbal",    "Nur Aini",          "Slamet Riyadi",    "Tuti Handayani",
      "Yohanes Manu",   "Kristina Lado",     "Ferdinan Wenda",    "Indah Permata",    "Wahyu Nugroho",
      "Ratna Juwita",   "Teguh Prasetyo",    "Lilis Suryani",     "Cahyo Wibowo",     "Endang Sulastri"};
  return std::string(kNames[stableHash(number) % kNames.size()]);
}

std::string upperCase(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') {
      c = static_cast<char>(c - 'a' + 'A');
    }
  }
  return upper;
}

}  // namespace loket::sandbox
