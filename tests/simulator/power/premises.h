// The rooms of the simulated shop: what stands in its home in the morning, and the real folder that the store looks at.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "core/adapters/store/home_store.h"
#include "core/base/secret_bytes.h"
#include "tests/simulator/memory_store.h"
#include "tests/simulator/power/power_disk.h"
#include "tests/simulator/power/power_journal.h"
#include "tests/simulator/power/shop.h"

namespace loket::simulator {

inline constexpr const char* kPulsa = "pulsa-telkomsel-10000";
inline constexpr const char* kBill = "pdam-kota";
// The supplier that is our bank too. The other one only sells.
const UpstreamId& theBank();
inline constexpr const char* kVoucher = "voucher-25000";  // of two suppliers

SecretBytes dataKey();
adapters::HomeStoreOptions optionsFor(PowerJournal& journal, LogLength log);

// The store looks at the real folder before it opens a database: is there a file, and is it one. So each
// thread has a folder, with a file as long as the one on the simulated disk.
class Doorplate {
 public:
  Doorplate();
  ~Doorplate();
  Doorplate(const Doorplate&) = delete;
  Doorplate& operator=(const Doorplate&) = delete;

  const std::string& home() const { return m_folder; }
  std::string path() const { return adapters::databaseIn(m_folder); }
  void show(std::optional<std::size_t> size);

 private:
  std::string m_folder;
  std::optional<std::size_t> m_shown;
};

Doorplate& doorplate();

// A home as it is in the morning, made once by the real store.
struct Template {
  PowerDisk::Image image;  // by the names within the home
  Disk model;
};
const Template& morning();

}  // namespace loket::simulator
