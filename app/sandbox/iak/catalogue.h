// What the second aggregator sells. The list is fixed; prices and availability can be changed while it runs.
// Much of it the first aggregator sells too, some of it cheaper, some dearer, so that a client can choose.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace loket::sandbox::iak {

// What the customer number of a product is, and with it what a success delivers.
enum class Goods { Airtime, PlnToken, Wallet, TollCard, Game, GameVoucher, ShopVoucher };

struct PrepaidProduct {
  std::string code;
  std::string type;  // path word of the price list: "pulsa", "data", "pln", "etoll", "game", "voucher"
  std::string operatorWord;  // path word: "telkomsel"
  std::string brand;
  std::string nominal;  // "10000", or a name where there is no face value
  std::string details = "-";
  std::string activePeriod = "0";
  Goods goods = Goods::Airtime;
  std::int64_t denomination = 0;  // 0: it has no face value
  std::int64_t price = 0;
  bool oncePerDay = false;  // rc 202: the same number may have it once a day
  bool active = true;

  std::int64_t amount() const { return denomination > 0 ? denomination : price; }
};

// Products of one family have the same shape of bill.
enum class BillFamily {
  Pln,
  PlnNonBill,
  Bpjs,
  Water,
  Telkom,
  Internet,
  Phone,
  Gas,
  Finance,
  Tv,
  TelkomVision,
  LandTax
};

struct BillProduct {
  std::string code;
  std::string name;
  std::string type;  // path word of the price list
  BillFamily family = BillFamily::Pln;
  std::int64_t fee = 0;         // admin per bill, on top for the customer
  std::int64_t commission = 0;  // what of it is ours, per bill
  std::string province;         // water companies only
  std::string brand;            // phones: whose numbers; water: the company's name
  bool active = true;
};

class Catalogue {
 public:
  Catalogue();

  const PrepaidProduct* prepaid(const std::string& code) const;
  const BillProduct* bill(const std::string& code) const;
  const std::vector<PrepaidProduct>& allPrepaid() const { return m_prepaid; }
  const std::vector<BillProduct>& allBills() const { return m_bills; }

  // False when there is no such product, or the price is given for a bill.
  bool change(const std::string& code, std::optional<std::int64_t> price, std::optional<bool> active);

 private:
  std::vector<PrepaidProduct> m_prepaid;
  std::vector<BillProduct> m_bills;
};

}  // namespace loket::sandbox::iak
