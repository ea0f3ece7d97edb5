#include "app/sandbox/digiflazz/service.h"

#include "app/sandbox/crypto.h"
#include "app/sandbox/deposit_accounts.h"
#include "app/sandbox/digiflazz/answers.h"
#include "app/sandbox/digiflazz/bills.h"
#include "app/sandbox/digiflazz/course.h"
#include "app/sandbox/digiflazz/customers.h"
#include "app/sandbox/digiflazz/response_codes.h"

namespace loket::sandbox::digiflazz {
namespace {

using nlohmann::json;

constexpr std::string_view kPrefix = "/digiflazz/v1/";
constexpr std::string_view kHooks = "report/hooks/";
constexpr std::int64_t kLeastDeposit = 10'000;
constexpr std::int64_t kMostDeposit = 1'000'000'000'000;
constexpr std::int64_t kRefLifeMs = 90 * kDayMs;
constexpr std::int64_t kSameRefMs = kMinuteMs;
constexpr std::int64_t kFullListMs = 5 * kMinuteMs;
constexpr std::int64_t kOneCodeMs = kSecondMs;

json parseBody(const Request& request) {
  json body = json::parse(request.body, nullptr, /*allow_exceptions=*/false);
  return body.is_object() ? body : json();
}

std::string endpointOf(const Request& request) {
  return request.method == "POST" ? request.target.substr(kPrefix.size()) : std::string{};
}

bool aged(const Transaction& transaction, UnixMs now) {
  return now - transaction.createdAt > kRefLifeMs;
}

bool sameContent(const Transaction& stored, const char* command, const json& body) {
  return stored.command == command && stored.sku == textAt(body, "buyer_sku_code") &&
         stored.number == textAt(body, "customer_no");
}

bool hitBy(const Fault* fault, FaultKind kind) {
  return fault != nullptr && fault->kind == kind;
}

Transaction wantedBy(const json& body, const char* command, UnixMs now) {
  Transaction wanted;
  wanted.ref = textAt(body, "ref_id");
  wanted.command = command;
  wanted.sku = textAt(body, "buyer_sku_code");
  wanted.number = textAt(body, "customer_no");
  wanted.createdAt = now;
  return wanted;
}

bool taxesLand(const std::string& sku) {
  return sku == "cimahi" || sku == "pdl";
}

// Reads what single products ask for beyond the number: "40" where the request is no good, else what refuses
// the bill itself, else "".
std::string takeExtra(const json& body, Transaction& wanted, UnixMs now) {
  if (taxesLand(wanted.sku)) {
    const int thisYear = std::stoi(jakartaPeriod(now, 0).substr(0, 4));
    const auto given = body.find("year");
    if (given != body.end() && !given->is_number_integer()) {
      return "40";
    }
    const auto year = given == body.end() ? thisYear : given->get<std::int64_t>();
    wanted.extra = std::to_string(year);
    return year > thisYear || year < thisYear - 5 ? "60" : "";
  }
  if (wanted.sku == "samsat") {
    wanted.extra = textAt(body, "id_pelanggan2");
    const bool digits = wanted.extra.find_first_not_of("0123456789") == std::string::npos;
    return wanted.extra.empty() ? "40" : wanted.extra.size() == 16 && digits ? "" : "57";
  }
  return "";
}

// A payment need not repeat what the inquiry was asked by, and may not say anything else.
bool namesOther(const json& body, const Transaction& stored) {
  const char* key = taxesLand(stored.sku) ? "year" : stored.sku == "samsat" ? "id_pelanggan2" : nullptr;
  const auto given = key != nullptr ? body.find(key) : body.end();
  if (given == body.end()) {
    return false;
  }
  const std::string said = given->is_number_integer() ? std::to_string(given->get<std::int64_t>()) : textAt(body, key);
  return said != stored.extra;
}

// A lost answer is what makes a client ask for the status at all.
Wire wireOf(const Course& course) {
  return course.hiddenAnswers > 0 ? Wire::Reset : Wire::Answer;
}

}  // namespace

bool Service::owns(const std::string& target) const {
  return target.rfind(kPrefix, 0) == 0;
}

Operation Service::classify(const Request& request, UnixMs now) const {
  const json body = parseBody(request);
  const std::string endpoint = endpointOf(request);
  Operation operation;
  operation.upstream = "digi";
  operation.name = endpoint;
  operation.number = body.is_null() ? "" : textAt(body, "customer_no");
  operation.ref = body.is_null() ? "" : textAt(body, "ref_id");
  if (endpoint == "cek-saldo") {
    operation.kind = OperationKind::Balance;
  } else if (endpoint == "price-list") {
    operation.kind = OperationKind::PriceList;
  } else if (endpoint == "inquiry-pln" || endpoint == "deposit") {
    operation.kind = OperationKind::Inquiry;
  } else if (endpoint == "transaction") {
    const std::string commands = body.is_null() ? "" : textAt(body, "commands");
    operation.name = commands.empty() ? "topup" : commands;
    const Transaction* stored = m_world.digi().find(operation.ref);
    if (commands == "inq-pasca") {
      operation.kind = OperationKind::Inquiry;
    } else if (commands == "status-pasca") {
      operation.kind = OperationKind::Status;
    } else {
      // The aggregator has no other status query for a top-up than the top-up again.
      const bool known =
          stored != nullptr && !aged(*stored, now) && (stored->command == "topup" || stored->paid);
      operation.kind = known ? OperationKind::Status : OperationKind::Transaction;
    }
  }
  return operation;
}

Reply Service::handle(const Request& request, const Fault* fault, UnixMs now) {
  const json body = parseBody(request);
  const std::string endpoint = endpointOf(request);
  if (endpoint.rfind(kHooks, 0) == 0) {
    const std::string rest = endpoint.substr(kHooks.size());
    return ping(rest.substr(0, rest.find('/')));
  }
  Answer answer;
  if (endpoint == "cek-saldo") {
    answer = checkDeposit(body);
  } else if (endpoint == "price-list") {
    answer = listPrices(body, now);
  } else if (endpoint == "deposit") {
    answer = openTicket(body, fault, now);
  } else if (endpoint == "inquiry-pln") {
    answer = inquirePln(body, fault);
  } else if (endpoint == "transaction") {
    answer = transact(body, fault, now);
  } else {
    return {404, "application/json", R"({"data":{"message":"no such endpoint"}})", Wire::Answer};
  }
  Reply reply;
  reply.wire = answer.wire;
  if (answer.data.is_object() && answer.data.contains("rc")) {
    reply.status = statusOf(answer.data["rc"].get<std::string>()) == "Gagal" ? 400 : 200;
    if (hitBy(fault, FaultKind::MissingRc)) {
      answer.data.erase("rc");
    }
  }
  if (hitBy(fault, FaultKind::WrongEcho)) {
    falsifyEcho(answer.data);
  }
  reply.body = json{{"data", std::move(answer.data)}}.dump();
  return reply;
}

std::string Service::refusal(const json& body, const std::string& signedText) const {
  if (body.is_null()) {
    return "40";
  }
  if (textAt(body, "username") != m_credentials.digiUsername) {
    return "42";
  }
  const std::string expected = md5Hex(m_credentials.digiUsername + m_credentials.digiApiKey + signedText);
  return equalConstantTime(textAt(body, "sign"), expected) ? "" : "41";
}

Service::Answer Service::checkDeposit(const json& body) const {
  std::string rc = refusal(body, "depo");
  if (rc.empty() && textAt(body, "cmd") != "deposit") {
    rc = "40";
  }
  return {rc.empty() ? json{{"deposit", m_world.digi().deposit()}} : refusalAnswer(body, rc), Wire::Answer};
}

Service::Answer Service::openTicket(const json& body, const Fault* fault, UnixMs now) {
  std::string rc = refusal(body, "deposit");
  std::string bank;
  if (rc.empty()) {
    bank = textAt(body, body.contains("Bank") ? "Bank" : "bank");
    const auto amount = body.find("amount");
    if (depositAccount(bank) == nullptr || textAt(body, "owner_name").empty() || amount == body.end() ||
        !amount->is_number_integer() || *amount > kMostDeposit) {
      rc = "40";
    } else if (*amount < kLeastDeposit || hitBy(fault, FaultKind::ClosedForEod) ||
               m_world.digi().tickets().hasOpen(*amount, now)) {
      rc = "64";
    }
  }
  if (!rc.empty()) {
    return {refusalAnswer(body, rc), Wire::Answer};
  }
  const DepositAccount& account = *depositAccount(bank);
  const Ticket ticket = m_world.digi().tickets().draw(bank, body["amount"], now);
  m_world.commit({{"kind", "digi"}, {"at", now}, {"ticket", toJson(ticket)}});
  return {json{{"rc", "00"},
               {"bank", bank},
               {"payment_method", account.method},
               {"account_no", account.accountNo},
               {"notes", ticket.notes},
               {"amount", ticket.amount}},
          Wire::Answer};
}

Service::Answer Service::listPrices(const json& body, UnixMs now) {
  std::string rc = refusal(body, "pricelist");
  const std::string cmd = rc.empty() ? textAt(body, "cmd") : "";
  if (rc.empty() && cmd != "prepaid" && cmd != "pasca") {
    rc = "40";
  }
  if (rc.empty()) {
    const std::string code = textAt(body, "code");
    const std::string what = cmd + "/" + code;
    const auto last = m_lastListed.find(what);
    const std::int64_t pause = code.empty() ? kFullListMs : kOneCodeMs;
    if (last != m_lastListed.end() && now >= last->second && now - last->second < pause) {
      rc = "83";
    } else {
      m_lastListed[what] = now;
    }
  }
  if (!rc.empty()) {
    return {refusalAnswer(body, rc), Wire::Answer};
  }
  const Catalogue& catalogue = m_world.digi().catalogue;
  return {cmd == "prepaid" ? prepaidList(catalogue, body) : billList(catalogue, body), Wire::Answer};
}

Service::Answer Service::inquirePln(const json& body, const Fault* fault) const {
  const std::string number = body.is_null() ? "" : textAt(body, "customer_no");
  std::string rc = refusal(body, number);
  if (rc.empty() && hitBy(fault, FaultKind::ClosedForEod)) {
    rc = "58";
  }
  if (rc.empty()) {
    rc = plnRefusal(number);
  }
  if (!rc.empty()) {
    return {refusalAnswer(body, rc), Wire::Answer};
  }
  const PlnCustomer customer = plnCustomer(number);
  return {json{{"message", messageOf("00")},
               {"status", "Sukses"},
               {"rc", "00"},
               {"customer_no", number},
               {"meter_no", customer.meter},
               {"subscriber_id", customer.subscriber},
               {"name", customer.name},
               {"segment_power", customer.tariff + " /" +
                                     std::string(9 - std::to_string(customer.power).size(), '0') +
                                     std::to_string(customer.power)}},
          Wire::Answer};
}

Service::Answer Service::transact(const json& body, const Fault* fault, UnixMs now) {
  const std::string ref = body.is_null() ? "" : textAt(body, "ref_id");
  std::string rc = refusal(body, ref);
  const std::string commands = body.is_null() ? "" : textAt(body, "commands");
  if (rc.empty() &&
      (ref.empty() || textAt(body, "customer_no").empty() || textAt(body, "buyer_sku_code").empty())) {
    rc = "40";
  }
  if (!rc.empty()) {
    return {refusalAnswer(body, rc), Wire::Answer};
  }
  const std::string sku = textAt(body, "buyer_sku_code");
  const Catalogue& catalogue = m_world.digi().catalogue;
  const bool known = commands.empty() ? catalogue.prepaid(sku) != nullptr : catalogue.bill(sku) != nullptr;
  if (!known) {
    return {refusalAnswer(body, "43"), Wire::Answer};
  }
  if (commands == "inq-pasca") {
    return inquireBill(body, fault, now);
  }
  if (commands.empty() || commands == "pay-pasca") {
    Answer answer = commands.empty() ? topup(body, fault, now) : payBill(body, fault, now);
    if (hitBy(fault, FaultKind::DuplicateReference)) {
      answer.data = refusalAnswer(body, "49");
    }
    return answer;
  }
  if (commands == "status-pasca") {
    return billStatus(body, fault, now);
  }
  return {refusalAnswer(body, "40"), Wire::Answer};
}

Service::Answer Service::topup(const json& body, const Fault* fault, UnixMs now) {
  const Transaction wanted = wantedBy(body, "topup", now);
  const Transaction* stored = m_world.digi().find(wanted.ref);
  if (stored != nullptr && !aged(*stored, now)) {
    if (!sameContent(*stored, "topup", body)) {
      return {refusalAnswer(body, "49"), Wire::Answer};
    }
    return repeatTopup(*stored, fault, now);
  }
  // Known trap of this API: an aged ref_id is not remembered, so "asking for the status" buys again.
  return buy(wanted, body, fault, now);
}

Service::Answer Service::buy(Transaction wanted, const json& body, const Fault* fault, UnixMs now) {
  if (hitBy(fault, FaultKind::PriceChange)) {
    const std::int64_t price = m_world.digi().catalogue.prepaid(wanted.sku)->price;
    m_world.commit({{"kind", "catalogue"}, {"sku", wanted.sku}, {"price", price + fault->by}});
  }
  const PrepaidProduct product = *m_world.digi().catalogue.prepaid(wanted.sku);
  wanted.amount = product.amount();
  wanted.price = product.price;
  const auto refuse = [&](const char* rc) { return Answer{refusalAnswer(body, rc), Wire::Answer}; };
  const auto fail = [&](const std::string& rc) {
    commitFailure(wanted, rc);
    m_lastCall[wanted.ref] = now;
    return Answer{topupAnswer(*m_world.digi().find(wanted.ref)), Wire::Answer};
  };
  if (!product.sellerActive) {
    return refuse("43");
  }
  if (hitBy(fault, FaultKind::ClosedForEod) || inCutOff(product, jakartaMinuteOfDay(now))) {
    return fail("58");
  }
  if (!product.unlimitedStock && product.stock <= 0) {
    return refuse("68");
  }
  if (!product.multi && m_world.digi().soldToday(wanted.sku, wanted.number, now)) {
    return refuse("63");
  }
  const auto maxPrice = body.find("max_price");
  if (maxPrice != body.end() && !maxPrice->is_null()) {
    if (!maxPrice->is_number_integer()) {
      return refuse("40");
    }
    if (product.price > maxPrice->get<std::int64_t>()) {
      return refuse("69");
    }
  }
  if (m_world.digi().deposit() < product.price) {
    return refuse("44");
  }
  if (product.category == "PLN") {
    const std::string rc = plnRefusal(wanted.number);
    if (!rc.empty()) {
      return fail(rc);
    }
  }
  const Course course = courseOf(prepaidFate(wanted.number), fault);
  if (hitBy(fault, FaultKind::DuplicateWebhook)) {
    m_toldTwice.insert(wanted.ref);
  }
  commit(executionEvent(wanted, course, m_world.digi().deposit(), now), "create");
  m_lastCall[wanted.ref] = now;
  return {topupAnswer(*m_world.digi().find(wanted.ref)), wireOf(course)};
}

Service::Answer Service::repeatTopup(const Transaction& stored, const Fault* fault, UnixMs now) {
  if (isPending(stored.rc) && tooSoon(stored.ref, now)) {
    return {withCode(topupAnswer(stored), "85"), Wire::Answer};
  }
  m_lastCall[stored.ref] = now;
  // A top-up has no "not found" answer; its router says that it cannot tell yet.
  if (hitBy(fault, FaultKind::NotFoundThenSuccess) || denyOnce(stored)) {
    return {withCode(topupAnswer(stored), "99"), Wire::Answer};
  }
  return {topupAnswer(stored), Wire::Answer};
}

Service::Answer Service::inquireBill(const json& body, const Fault* fault, UnixMs now) {
  Transaction wanted = wantedBy(body, "bill", now);
  const Transaction* stored = m_world.digi().find(wanted.ref);
  std::string rc = takeExtra(body, wanted, now);
  if (rc == "40") {
    return {refusalAnswer(body, rc), Wire::Answer};
  }
  if (stored != nullptr && !aged(*stored, now)) {
    const bool same = sameContent(*stored, "bill", body) && stored->extra == wanted.extra;
    return {same ? billAnswer(*stored) : refusalAnswer(body, "49"), Wire::Answer};
  }
  const BillProduct product = *m_world.digi().catalogue.bill(wanted.sku);
  if (!product.sellerActive) {
    return {refusalAnswer(body, "43"), Wire::Answer};
  }
  if (product.sku == "emoney") {
    const auto amount = body.find("amount");
    if (amount == body.end() || !amount->is_number_integer() || *amount <= 0 ||
        amount->get<std::int64_t>() % 1000 != 0) {
      return {refusalAnswer(body, "87"), Wire::Answer};
    }
    wanted.chosen = *amount;
  }
  const BillRule rule = billRule(wanted.sku, wanted.number);
  if (hitBy(fault, FaultKind::ClosedForEod)) {
    rc = "58";
  }
  if (rc.empty() && wanted.sku == "pln" && wanted.number.size() != 12) {
    rc = "57";
  }
  if (rc.empty() && rule.fate == BillFate::InquiryFails) {
    rc = "60";
  }
  if (!rc.empty()) {
    commitFailure(wanted, rc);
  } else {
    const std::int64_t extra = hitBy(fault, FaultKind::PriceChange) ? fault->by : 0;
    const Bill bill =
        makeBill(product, {wanted.number, rule.sheets, extra, wanted.chosen, wanted.extra}, now);
    wanted.rc = "00";
    wanted.amount = bill.amount;
    wanted.price = bill.price;
    wanted.inquiry = bill.inquiry;
    wanted.payment = bill.payment;
    wanted.balanceAfter = m_world.digi().deposit();
    m_world.commit({{"kind", "digi"}, {"take", 0}, {"transaction", toJson(wanted)}});
  }
  return {billAnswer(*m_world.digi().find(wanted.ref)), Wire::Answer};
}

Service::Answer Service::payBill(const json& body, const Fault* fault, UnixMs now) {
  const Transaction* stored = m_world.digi().find(textAt(body, "ref_id"));
  if (stored == nullptr || aged(*stored, now)) {
    return {refusalAnswer(body, "50"), Wire::Answer};
  }
  if (!sameContent(*stored, "bill", body) || namesOther(body, *stored)) {
    return {refusalAnswer(body, "49"), Wire::Answer};
  }
  Transaction bill = *stored;
  if (bill.paid || bill.rc != "00") {
    return {billAnswer(bill), Wire::Answer};
  }
  if (m_world.digi().deposit() < bill.price) {
    return {refusalAnswer(body, "44"), Wire::Answer};
  }
  bill.paid = true;
  m_lastCall[bill.ref] = now;
  if (hitBy(fault, FaultKind::ClosedForEod)) {
    commitFailure(bill, "58");
    return {billAnswer(*m_world.digi().find(bill.ref)), Wire::Answer};
  }
  if (jakartaDay(bill.createdAt) != jakartaDay(now)) {
    commitFailure(bill, "02", "Transaksi Gagal, tanggal pembayaran berbeda dengan tanggal inquiry");
    return {billAnswer(*m_world.digi().find(bill.ref)), Wire::Answer};
  }
  const Course course = courseOf(billRule(bill.sku, bill.number).fate, fault);
  if (hitBy(fault, FaultKind::DuplicateWebhook)) {
    m_toldTwice.insert(bill.ref);
  }
  commit(executionEvent(bill, course, m_world.digi().deposit(), now), "create");
  return {billAnswer(*m_world.digi().find(bill.ref)), wireOf(course)};
}

Service::Answer Service::billStatus(const json& body, const Fault* fault, UnixMs now) {
  const Transaction* stored = m_world.digi().find(textAt(body, "ref_id"));
  if (stored == nullptr) {
    return {refusalAnswer(body, "50"), Wire::Answer};
  }
  if (aged(*stored, now)) {
    return {withCode(refusalAnswer(body, "50"), "50", "Data belum ada"), Wire::Answer};
  }
  if (!sameContent(*stored, "bill", body)) {
    return {refusalAnswer(body, "49"), Wire::Answer};
  }
  if (tooSoon(stored->ref, now)) {
    return {refusalAnswer(body, "85"), Wire::Answer};
  }
  m_lastCall[stored->ref] = now;
  if (!stored->paid || hitBy(fault, FaultKind::NotFoundThenSuccess) || denyOnce(*stored)) {
    return {refusalAnswer(body, "50"), Wire::Answer};
  }
  return {billAnswer(*stored), Wire::Answer};
}

bool Service::tooSoon(const std::string& ref, UnixMs now) const {
  const auto last = m_lastCall.find(ref);
  return last != m_lastCall.end() && now >= last->second && now - last->second < kSameRefMs;
}

bool Service::denyOnce(const Transaction& stored) {
  if (stored.hiddenAnswers <= 0) {
    return false;
  }
  Transaction changed = stored;
  --changed.hiddenAnswers;
  m_world.commit({{"kind", "digi"}, {"take", 0}, {"transaction", toJson(changed)}});
  return true;
}

void Service::commitFailure(Transaction transaction, const std::string& rc, const std::string& message) {
  transaction.rc = rc;
  transaction.message = message;
  transaction.balanceAfter = m_world.digi().deposit();
  const json event{{"kind", "digi"}, {"take", 0}, {"transaction", toJson(transaction)}};
  if (transaction.command == "bill" && !transaction.paid) {
    m_world.commit(event);  // an inquiry is no transaction that anybody waits for
  } else {
    commit(event, "create");
  }
}

void Service::commit(const json& event, const std::string& what) {
  m_world.commit(event);
  const std::string ref = event["transaction"]["ref"];
  const Transaction& stored = *m_world.digi().find(ref);
  const bool prepaid = stored.command == "topup";
  m_webhooks.send(what, prepaid ? "Digiflazz-Hookshot" : "Digiflazz-Pasca-Hookshot", ref,
                  json{{"data", prepaid ? topupAnswer(stored) : billAnswer(stored)}}.dump(),
                  m_toldTwice.count(ref) > 0 ? 2 : 1);
}

Reply Service::ping(const std::string& hookId) {
  if (!m_webhooks.configured() || m_credentials.digiWebhookId.empty() ||
      hookId != m_credentials.digiWebhookId) {
    return {404, "application/json", R"({"data":{"message":"no such hook"}})", Wire::Answer};
  }
  const json body{{"sed", randomHex(4)},
                  {"hook_id", hookId},
                  {"hook",
                   {{"url", m_webhooks.url()},
                    {"secret", m_credentials.digiWebhookSecret},
                    {"type", "application/json"},
                    {"status", 1}}}};
  m_webhooks.send("ping", "Digiflazz-Hookshot", "", body.dump(), 1);
  return {200, "application/json", body.dump(), Wire::Answer};
}

void Service::settle(UnixMs now) {
  while (const Transaction* due = m_world.digi().due(now)) {
    commit(settlementEvent(*due, m_world.digi().deposit()), "update");
  }
}

void Service::forget() {
  m_lastCall.clear();
  m_lastListed.clear();
  m_toldTwice.clear();
}

}  // namespace loket::sandbox::digiflazz
