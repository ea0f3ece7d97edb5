// What the simulated aggregator sells. The list is fixed; prices and availability can be changed while it
// runs, as sellers do.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace loket::sandbox::digiflazz {

struct PrepaidProduct {
  std::string sku;
  std::string name;
  std::string category;
  std::string brand;
  std::string type = "Umum";
  std::int64_t denomination = 0;  // 0: it has no face value
  std::int64_t price = 0;
  bool multi = true;
  bool sellerActive = true;
  bool unlimitedStock = true;
  std::int64_t stock = 0;
  std::string cutOffStart = "0:0";
  std::string cutOffEnd = "0:0";
  std::string description;

  std::int64_t amount() const { return denomination > 0 ? denomination : price; }
};

struct BillProduct {
  std::string sku;
  std::string name;
  std::string brand;
  std::int64_t admin = 2500;
  std::int64_t commission = 1000;
  bool sellerActive = true;
};

class Catalogue {
 public:
  Catalogue();

  const PrepaidProduct* prepaid(const std::string& sku) const;
  const BillProduct* bill(const std::string& sku) const;
  const std::vector<PrepaidProduct>& allPrepaid() const { return m_prepaid; }
  const std::vector<BillProduct>& allBills() const { return m_bills; }

  // False when there is no such product, or the price is given for a bill.
  bool change(const std::string& sku, std::optional<std::int64_t> price, std::optional<bool> sellerActive);

 private:
  std::vector<PrepaidProduct> m_prepaid;
  std::vector<BillProduct> m_bills;
};

// Whether `minuteOfDay` (Jakarta) lies in the product's cut-off window; the window may cross midnight.
bool inCutOff(const PrepaidProduct& product, int minuteOfDay);

}  // namespace loket::sandbox::digiflazz
