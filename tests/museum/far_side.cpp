#include "tests/museum/far_side.h"

#include <memory>
#include <utility>

#include <openssl/evp.h>
#include <openssl/pem.h>

#include "core/adapters/upstream/digiflazz/digiflazz_upstream.h"
#include "core/adapters/upstream/snap/snap_upstream.h"

namespace loket::tests {
namespace {

using nlohmann::json;
using ports::HttpReply;

const std::string kSource = "888801000157610";

HttpReply unheard(HttpReply::Kind kind, const char* detail) {
  HttpReply reply;
  reply.kind = kind;
  reply.detail = detail;
  return reply;
}

// Whether the path of the url ends like this.
bool goesTo(const ports::HttpRequest& request, std::string_view path) {
  return request.url.size() >= path.size() &&
         request.url.compare(request.url.size() - path.size(), path.size(), path) == 0;
}

// One for all: making an RSA key takes a while.
const std::string& partnerKey() {
  static const std::string kPem = [] {
    const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(EVP_RSA_gen(2048), &EVP_PKEY_free);
    const std::unique_ptr<BIO, int (*)(BIO*)> memory(BIO_new(BIO_s_mem()), &BIO_free);
    PEM_write_bio_PrivateKey(memory.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    char* bytes = nullptr;
    const auto size = BIO_get_mem_data(memory.get(), &bytes);
    return std::string(bytes, static_cast<std::size_t>(size));
  }();
  return kPem;
}

}  // namespace

HttpReply httpReply(int status, std::string body) {
  HttpReply reply;
  reply.kind = HttpReply::Kind::Answered;
  reply.status = status;
  reply.body = std::move(body);
  return reply;
}

api::SellRequest transferTo(int n) {
  api::SellRequest request;
  request.product = "bank:intrabank";
  request.number = "8888010001" + std::to_string(50'000 + n);
  request.amount = Money::rupiah(100'000);
  request.clientRef = ClientRef("transfer-" + std::to_string(n));
  return request;
}

Aggregator::Aggregator(Counter& counter) : m_counter(counter) {
  UpstreamSettings& settings = counter.config.upstreams.front();
  settings.protocol = "digiflazz";
  settings.url = "https://digi.example/v1";
  settings.values = {{"username", "warung"}, {"apiKey", "invented"}};
  counter.protocol = &adapters::digiflazz::DigiflazzUpstream::create;
  counter.transport.farSide = [this](const ports::HttpRequest& request) { return answer(request); };
}

int Aggregator::effectsFor(const std::string& number) const {
  int sum = 0;
  for (const auto& [ref, times] : effects)
    if (m_numbers.at(ref) == number)
      sum += times;
  return sum;
}

HttpReply Aggregator::answer(const ports::HttpRequest& request) {
  if (goesTo(request, "/transaction"))
    return transact(request.body);
  if (goesTo(request, "/cek-saldo"))
    return httpReply(200, R"({"data":{"deposit":5000000}})");
  return httpReply(200, R"({"data":[]})");
}

HttpReply Aggregator::transact(const std::string& body) {
  const json asked = json::parse(body);
  transactions.push_back({m_counter.clock.now(), body, {}});
  const int n = static_cast<int>(transactions.size());
  const Fate fated = fate ? fate(n) : Fate::Answered;
  if (fated == Fate::NoWay)
    return unheard(HttpReply::Kind::NotSent, "connect");
  if (fated == Fate::RequestLost)
    return unheard(HttpReply::Kind::MaybeSent, "timeout");
  if (instead)
    if (auto other = instead(n))
      return *other;
  const std::string ref = asked.at("ref_id");
  if (m_numbers.emplace(ref, asked.at("customer_no")).second)
    ++effects[ref];
  if (fated == Fate::AnswerLost)
    return unheard(HttpReply::Kind::MaybeSent, "reset");
  json told = {{"ref_id", ref},
               {"customer_no", asked.at("customer_no")},
               {"buyer_sku_code", asked.at("buyer_sku_code")},
               {"message", "Transaksi Sukses"},
               {"status", "Sukses"},
               {"rc", "00"},
               {"sn", "SN" + ref},
               {"price", 10'250}};
  if (tell)
    tell(told);
  return httpReply(200, json{{"data", told}}.dump());
}

Bank::Bank(Counter& counter) : m_counter(counter) {
  UpstreamSettings& settings = counter.config.upstreams.front();
  settings.id = UpstreamId("bank");
  settings.protocol = "snap";
  settings.url = "https://bank.example/snap";
  settings.values = {
      {"clientId", "client-1"},   {"clientSecret", "invented"}, {"privateKeyPem", partnerKey()},
      {"partnerId", "partner-1"}, {"channelId", "95221"},       {"sourceAccount", kSource},
      {"profile", "bri"},         {"bankName", "Bank Contoh"}};
  Product product = transferProduct();
  product.offers.front().upstream = settings.id;
  product.offers.front().sku = Sku("intrabank");
  counter.products = {product};
  counter.protocol = &adapters::snap::SnapUpstream::create;
  counter.transport.farSide = [this](const ports::HttpRequest& request) { return answer(request); };
}

HttpReply Bank::answer(const ports::HttpRequest& request) {
  if (goesTo(request, "/access-token/b2b"))
    return httpReply(200,
                     R"({"responseCode":"2007300","responseMessage":"Successful","accessToken":"invented",)"
                     R"("tokenType":"Bearer","expiresIn":"900"})");
  if (goesTo(request, "/balance-inquiry"))
    return httpReply(
        200, json{{"responseCode", "2001100"},
                  {"accountNo", kSource},
                  {"accountInfos",
                   json::array({json{{"balanceType", "Cash"},
                                     {"availableBalance", {{"value", "5000000.00"}, {"currency", "IDR"}}}}})}}
                 .dump());
  if (goesTo(request, "/account-inquiry-internal"))
    return httpReply(200, json{{"responseCode", "2001500"},
                               {"beneficiaryAccountName", "Yories Yolanda"},
                               {"beneficiaryAccountNo", json::parse(request.body).at("beneficiaryAccountNo")},
                               {"beneficiaryAccountStatus", "Rekening aktif"}}
                              .dump());
  if (goesTo(request, "/transfer-intrabank"))
    return transfer(request);
  return status(request);
}

HttpReply Bank::transfer(const ports::HttpRequest& request) {
  SeenRequest seen{m_counter.clock.now(), request.body, {}};
  for (const auto& [name, value] : request.headers)
    if (name == "X-EXTERNAL-ID")
      seen.externalId = value;
  transfers.push_back(seen);
  const int n = static_cast<int>(transfers.size());
  const Fate fated = fate ? fate(n) : Fate::Answered;
  if (fated == Fate::NoWay)
    return unheard(HttpReply::Kind::NotSent, "connect");
  if (fated == Fate::RequestLost)
    return unheard(HttpReply::Kind::MaybeSent, "timeout");
  if (instead)
    if (auto other = instead(n))
      return *other;
  const json asked = json::parse(request.body);
  const std::string ref = asked.at("partnerReferenceNo");
  const bool fresh = m_made.emplace(ref, asked).second;
  if (fresh)
    ++effects[ref];
  if (fated == Fate::AnswerLost)
    return unheard(HttpReply::Kind::MaybeSent, "timeout");
  if (!fresh)
    return httpReply(409, R"({"responseCode":"4091701","responseMessage":"Duplicate partnerReferenceNo"})");
  json told = {{"responseCode", "2001700"},
               {"responseMessage", "Successful"},
               {"referenceNo", "R" + std::to_string(n)},
               {"partnerReferenceNo", ref},
               {"amount", asked.at("amount")},
               {"beneficiaryAccountNo", asked.at("beneficiaryAccountNo")},
               {"sourceAccountNo", kSource}};
  if (tell)
    tell(told);
  return httpReply(200, told.dump());
}

HttpReply Bank::status(const ports::HttpRequest& request) {
  const Instant now = m_counter.clock.now();
  questions.push_back({now, request.body, {}});
  const std::string code = statusCode ? statusCode(now) : std::string();
  if (!code.empty())
    return httpReply(std::stoi(code.substr(0, 3)),
                     json{{"responseCode", code}, {"responseMessage", "said the bank"}}.dump());
  const json asked = json::parse(request.body);
  const std::string ref = asked.at("originalPartnerReferenceNo");
  const auto made = m_made.find(ref);
  if (made == m_made.end())
    return httpReply(404, R"({"responseCode":"4043601","responseMessage":"Transaction Not Found"})");
  return httpReply(200, json{{"responseCode", "2003600"},
                             {"originalReferenceNo", "R1"},
                             {"originalPartnerReferenceNo", ref},
                             {"serviceCode", "17"},
                             {"amount", made->second.at("amount")},
                             {"beneficiaryAccountNo", made->second.at("beneficiaryAccountNo")},
                             {"latestTransactionStatus", "00"}}
                            .dump());
}

}  // namespace loket::tests
