#include "tests/simulator/power/premises.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <vector>

#include "core/engine/config_record.h"
#include "tests/simulator/power/power_vfs.h"

namespace loket::simulator {

SecretBytes dataKey() {
  std::vector<std::uint8_t> bytes(32);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i * 7);
  return SecretBytes(std::move(bytes));
}

adapters::HomeStoreOptions optionsFor(PowerJournal& journal, LogLength log) {
  constexpr std::uint64_t kShort = 4096;
  adapters::HomeStoreOptions options;
  options.disk = &journal;
  if (log == LogLength::Short)
    options.compactBytes = kShort;
  return options;
}

Doorplate::Doorplate() {
  // In memory where there is such a folder: other programs' writes need not hold up a simulated disk.
  const std::filesystem::path memory("/dev/shm");
  const auto where = std::filesystem::exists(memory) ? memory : std::filesystem::temp_directory_path();
  std::random_device chance;
  do {
    m_folder = (where / ("loket-power-" + std::to_string(chance()))).string();
  } while (!std::filesystem::create_directory(m_folder));
}

Doorplate::~Doorplate() {
  std::error_code ignored;
  std::filesystem::remove_all(m_folder, ignored);
}

void Doorplate::show(std::optional<std::size_t> size) {
  // Longer ones are all alike.
  if (size)
    size = std::min<std::size_t>(*size, 4096);
  if (size == m_shown)
    return;
  std::error_code ignored;
  std::filesystem::remove(path(), ignored);
  if (size) {
    std::ofstream(path()).put(' ');
    std::filesystem::resize_file(path(), *size, ignored);
  }
  m_shown = size;
}

const UpstreamId& theBank() {
  static const UpstreamId id("one");
  return id;
}

Doorplate& doorplate() {
  thread_local Doorplate plate;
  return plate;
}

namespace {

Product product(const char* id, const char* name, Family family, ProductKind kind, const char* sku,
                std::int64_t cost) {
  Product made;
  made.id = ProductId(id);
  made.name = name;
  made.category = "Pulsa";
  made.brand = "TELKOMSEL";
  made.family = family;
  made.kind = kind;
  Offer offer;
  offer.upstream = UpstreamId("one");
  offer.sku = Sku(sku);
  offer.cost = Money::rupiah(cost);
  offer.available = true;
  offer.multi = true;
  made.offers.push_back(offer);
  return made;
}

ports::UnitOfWork furniture() {
  api::Config config;
  config.outlet.id = "SIM";
  config.outlet.name = "Warung";
  config.offline.maxCount = 100;
  config.printer.uri = "sim:";
  UpstreamSettings upstream;
  upstream.id = UpstreamId("one");
  upstream.protocol = "simulated";
  config.upstreams.push_back(upstream);
  upstream.id = UpstreamId("two");
  config.upstreams.push_back(upstream);
  Product pulsa = product(kPulsa, "Telkomsel 10.000", Family::Pulsa, ProductKind::Prepaid, "t10", 10'250);
  pulsa.denomination = Money::rupiah(10'000);
  pulsa.price = Money::rupiah(12'000);
  Product voucher = product(kVoucher, "Voucher 25.000", Family::Game, ProductKind::Prepaid, "v25", 24'000);
  voucher.denomination = Money::rupiah(25'000);
  voucher.price = Money::rupiah(26'000);
  voucher.offers.push_back(voucher.offers.front());
  voucher.offers.back().upstream = UpstreamId("two");
  voucher.offers.back().cost += Money::rupiah(500);
  const Product bill = product(kBill, "PDAM KOTA", Family::Water, ProductKind::Bill, "pdam", 1'500);
  ports::UnitOfWork work;
  work.settings = engine::rowsOf(config);
  work.catalogue = std::vector<Product>{pulsa, bill, voucher};
  return work;
}

Template makeTemplate() {
  Template made;
  PowerDisk disk(1);
  PowerJournal journal(disk);
  putIn(&disk);
  doorplate().show(std::nullopt);
  std::string broken;
  MemoryStore model(made.model, broken);
  auto home =
      adapters::createHomeStore(doorplate().home(), dataKey(), optionsFor(journal, LogLength::AsItIs));
  LOKET_CHECK(home.has_value());
  LOKET_CHECK(home->store->commit(furniture()) && model.commit(furniture()));
  home->store.reset();
  disk.cut(DiskEvent::CutAfter);
  for (const auto& [name, bytes] : disk.keptImage())
    made.image.emplace(name.substr(doorplate().home().size()), bytes);
  putIn(nullptr);
  return made;
}

}  // namespace

const Template& morning() {
  static const Template made = makeTemplate();
  return made;
}

}  // namespace loket::simulator
