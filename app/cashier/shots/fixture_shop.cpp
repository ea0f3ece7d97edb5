#include "app/cashier/shots/fixture_shop.h"

namespace loket::app::fixture {
namespace {

Money rp(std::int64_t amount) {
  return Money::rupiah(amount);
}

// As the suppliers' lists call them.
std::string categoryOf(Family family) {
  if (family == Family::PlnToken)
    return "PLN";
  if (family == Family::Pulsa)
    return "Pulsa";
  if (family == Family::Data)
    return "Data";
  return family == Family::Transfer ? "Transfer" : "Pascabayar";
}

Product prepaid(const std::string& id, const std::string& name, Family family, const std::string& brand,
                std::int64_t nominal, std::int64_t cost, std::int64_t price) {
  Product product;
  product.id = ProductId(id);
  product.name = name;
  product.category = categoryOf(family);
  product.brand = brand;
  product.family = family;
  product.kind = ProductKind::Prepaid;
  product.denomination = rp(nominal);
  product.price = rp(price);
  for (const char* upstream : {"digi", "iak"}) {
    Offer offer;
    offer.upstream = UpstreamId(upstream);
    offer.sku = Sku(id);
    offer.cost = rp(cost + (upstream[0] == 'i' ? 75 : 0));
    offer.available = true;
    product.offers.push_back(offer);
  }
  return product;
}

Product bill(const std::string& id, const std::string& name, Family family, const std::string& brand) {
  Product product = prepaid(id, name, family, brand, 0, 0, 0);
  product.kind = ProductKind::Bill;
  product.offers.front().admin = rp(2500);
  product.offers.front().commission = rp(1200);
  return product;
}

Product transfer(const std::string& id, const std::string& name, const std::string& bank) {
  Product product = prepaid(id, name, Family::Transfer, bank, 0, 2500, 5000);
  product.kind = ProductKind::Transfer;
  product.offers.resize(1);
  product.offers.front().upstream = UpstreamId("bank");
  return product;
}

struct Sale {
  const char* product;
  Family family;
  ProductKind kind;
  const char* brand;
  const char* number;
  const char* name;
  std::int64_t amount;
  std::int64_t fee;
  PaymentState state;
  int minutesAgo;
};

Payment paymentOf(const Sale& sale, int n, Instant now) {
  Payment payment;
  payment.ref = PaymentRef("WRG1123" + std::to_string(100000 + n) + "KQ");
  payment.clientRef = ClientRef("past-" + std::to_string(n));
  payment.product = ProductId(sale.product);
  payment.productName = sale.product;
  payment.brand = sale.brand;
  payment.family = sale.family;
  payment.kind = sale.kind;
  payment.number = sale.number;
  payment.customerName = sale.name;
  payment.amount = rp(sale.amount);
  payment.adminFee = rp(sale.fee);
  payment.cost = rp(sale.amount + 450);
  payment.held = payment.total();
  payment.cash = payment.total();
  payment.state = sale.state;
  payment.upstream = UpstreamId(sale.family == Family::Transfer ? "bank" : "digi");
  payment.user = UserName("sri");
  payment.acceptedAt = now - Duration::minutes(sale.minutesAgo);
  payment.businessDate = businessDateOf(payment.acceptedAt);
  Attempt attempt;
  attempt.upstream = payment.upstream;
  attempt.attemptRef = AttemptRef("A" + payment.ref.str());
  attempt.sentAt = payment.acceptedAt + Duration::millis(120);
  switch (sale.state) {
    case PaymentState::Succeeded:
      payment.settledAt = payment.acceptedAt + Duration::millis(1300);
      payment.serial = "0A7F9C21E4B84D10";
      if (sale.family == Family::PlnToken)
        payment.token = "11112222333344445555";
      attempt.outcome = AttemptOutcome::Succeeded;
      attempt.answeredAt = payment.settledAt;
      payment.attempts = {attempt};
      break;
    case PaymentState::Suspect:
      attempt.outcome = AttemptOutcome::Suspect;
      payment.reason = "timeout";
      payment.attempts = {attempt};
      break;
    case PaymentState::Pending:
      attempt.outcome = AttemptOutcome::Pending;
      payment.reason = "03";
      payment.attempts = {attempt};
      break;
    case PaymentState::RefundDue:
    case PaymentState::Refunded:
    case PaymentState::Failed:
      attempt.outcome = AttemptOutcome::Failed;
      attempt.code = "54";
      payment.reason = "54";
      payment.attempts = {attempt};
      break;
    case PaymentState::Review:
      attempt.outcome = AttemptOutcome::Suspect;
      payment.reason = "unanswered";
      payment.attempts = {attempt};
      break;
    case PaymentState::Accepted:
      payment.offline = true;
      payment.claimCode = ClaimCode(n % 2 == 0 ? "A7K2QX" : "B3M9TR");
      break;
    case PaymentState::Sending:
    case PaymentState::Cancelled:
    case PaymentState::Reversed:
      break;
  }
  return payment;
}

}  // namespace

Instant openingMoment() {
  return instantOf({{2026, 11, 23}, 14, 5, 22, 0});
}

Outlet outlet() {
  return {"WRG-001", "Warung Bu Sri", "Jl. Melati 7, Bandung", "Asia/Jakarta"};
}

std::vector<Product> products() {
  std::vector<Product> all;
  for (const std::int64_t nominal : {20'000, 50'000, 100'000, 200'000, 500'000, 1'000'000})
    all.push_back(prepaid("pln-token-" + std::to_string(nominal),
                          "Token listrik PLN " + rp(nominal).grouped(), Family::PlnToken, "PLN", nominal,
                          nominal + 450, nominal + 2500));
  for (const char* brand : {"TELKOMSEL", "XL", "INDOSAT", "TRI"})
    for (const std::int64_t nominal : {5'000, 10'000, 25'000, 50'000, 100'000})
      all.push_back(prepaid("pulsa-" + std::string(brand) + "-" + std::to_string(nominal),
                            "Pulsa " + std::string(brand) + " " + rp(nominal).grouped(), Family::Pulsa, brand,
                            nominal, nominal + 325, nominal + 2000));
  all.push_back(prepaid("data-tsel-30", "Telkomsel Data 30 GB 30 Hari Combo Sakti Bulanan Jawa Bali",
                        Family::Data, "TELKOMSEL", 0, 118'200, 120'500));
  all.push_back(bill("pln-postpaid", "Tagihan listrik PLN", Family::PlnBill, "PLN"));
  all.push_back(bill("bpjs-kesehatan", "BPJS Kesehatan", Family::Health, "BPJS"));
  for (const char* region : {"Bandung", "Bogor", "Bekasi", "Surabaya", "Semarang"})
    all.push_back(bill("pdam-" + std::string(region), "PDAM " + std::string(region), Family::Water,
                       "PDAM " + std::string(region)));
  all.push_back(bill("indihome", "Telkom IndiHome", Family::Internet, "TELKOM"));
  for (const char* bank : {"BCA", "BRI", "Mandiri", "BNI"})
    all.push_back(transfer("setor-" + std::string(bank), "Setor tunai ke " + std::string(bank), bank));
  return all;
}

PriceRules priceRules() {
  PriceRules rules;
  rules.pricing.byCategory["PLN"].margin = rp(2000);
  rules.pricing.byCategory["Transfer"].margin = rp(2500);
  rules.pricing.byProduct["data-tsel-30"].margin = rp(2300);
  return rules;
}

std::vector<Customer> customers() {
  return {
      {"Supardi", "14300000001", "PLN", Family::PlnToken, Duration::days(21), rp(50'000)},
      {"Supri Yanto", "081234567890", "TELKOMSEL", Family::Pulsa, Duration::days(4), rp(10'000)},
      {"Suparmi", "1013226", "PDAM Bandung", Family::Water, Duration::days(33), {}},
      {"Suparno", "002101001234567", "BRI", Family::Transfer, Duration::days(9), {}},
      {"Hendra Wijaya", "530000000001", "PLN", Family::PlnBill, Duration::days(30), {}},
      {"Raden Mas Haryo Suryodiningrat Kusumonegoro", "14300000245", "PLN", Family::PlnToken,
       Duration::days(2), rp(1'000'000)},
  };
}

std::vector<api::PaymentView> payments(Instant now) {
  using enum PaymentState;
  const std::vector<Sale> sales = {
      {"Token PLN 100.000", Family::PlnToken, ProductKind::Prepaid, "PLN", "14300000118", "HENDRA W.",
       100'000, 2'500, Succeeded, 3},
      {"Pulsa XL 25.000", Family::Pulsa, ProductKind::Prepaid, "XL", "081771000221", "", 25'000, 2'000,
       Suspect, 7},
      {"Token PLN 20.000", Family::PlnToken, ProductKind::Prepaid, "PLN", "14300000119", "IBU KOKOM", 20'000,
       2'500, Accepted, 9},
      {"Tagihan PLN", Family::PlnBill, ProductKind::Bill, "PLN", "530000000001", "HENDRA W.", 300'000, 2'750,
       Accepted, 12},
      {"BPJS Kesehatan · 2 org", Family::Health, ProductKind::Bill, "BPJS", "8888801234567890",
       "KELUARGA MAMAN", 70'000, 2'500, Succeeded, 14},
      {"Setor ke BCA", Family::Transfer, ProductKind::Transfer, "BCA", "0123456789", "YORIES YOLANDA",
       500'000, 5'000, Succeeded, 25},
      {"PDAM Bandung", Family::Water, ProductKind::Bill, "PDAM Bandung", "1013226", "SUPARMI", 83'800, 2'500,
       Refunded, 32},
      {"Pulsa Telkomsel 50.000", Family::Pulsa, ProductKind::Prepaid, "TELKOMSEL", "081200004455", "", 50'000,
       2'000, RefundDue, 36},
      {"Token PLN 20.000", Family::PlnToken, ProductKind::Prepaid, "PLN", "14300000120", "IBU KOKOM", 20'000,
       2'500, Succeeded, 45},
      {"PDAM Bandung", Family::Water, ProductKind::Bill, "PDAM Bandung", "1013227", "", 83'800, 2'500, Review,
       65},
      {"Telkomsel Data 30 GB 30 Hari Combo Sakti Bulanan Jawa Bali", Family::Data, ProductKind::Prepaid,
       "TELKOMSEL", "081355667788", "", 118'500, 2'000, Pending, 71},
      {"Setor tunai ke Mandiri", Family::Transfer, ProductKind::Transfer, "Mandiri", "1370009876543",
       "RADEN MAS HARYO SURYODININGRAT KUSUMONEGORO", 249'995'000, 5'000, Succeeded, 90},
  };
  std::vector<api::PaymentView> views;
  int n = static_cast<int>(sales.size()) + 200;
  for (const Sale& sale : sales) {
    api::PaymentView view;
    view.sequence = n;
    view.payment = paymentOf(sale, n--, now);
    if (isUnsettled(sale.state) && sale.state != Review)
      view.nextDueAt = now + Duration::minutes(3);
    views.push_back(view);
  }
  // The weeks before: enough for several pages.
  const std::vector<api::PaymentView> day = views;
  for (int i = 0; i < 200; ++i) {
    Sale sale = sales[static_cast<std::size_t>(i % 2 == 0 ? 0 : 4)];
    sale.minutesAgo = 1440 + i * 97;
    api::PaymentView view;
    view.sequence = n;
    view.payment = paymentOf(sale, n--, now);
    views.push_back(view);
  }
  return views;
}

}  // namespace loket::app::fixture
