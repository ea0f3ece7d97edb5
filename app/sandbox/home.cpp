#include "app/sandbox/home.h"

#include <array>
#include <fstream>
#include <random>
#include <sstream>
#include <stdexcept>
#include <utility>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "app/sandbox/append_file.h"
#include "app/serve/certificates.h"

namespace loket::sandbox {
namespace {

using Json = nlohmann::ordered_json;

std::string readFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    throw std::runtime_error("cannot read " + path.string());
  }
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string seededText(std::mt19937_64& random, std::size_t size, std::string_view letters) {
  std::string text;
  for (std::size_t i = 0; i < size; ++i) {
    text += letters[static_cast<std::size_t>(random() % letters.size())];
  }
  return text;
}

constexpr std::string_view kAlphanumeric = "abcdefghijklmnopqrstuvwxyz0123456789";

// An account of its own generator: the others' credentials stay what their seed has always given, and a
// folder from before there was this upstream gets the same as a new one.
Json makeIakCredentials(std::uint64_t seed) {
  std::mt19937_64 random(seed ^ 0x69616bU);
  Json made;
  made["username"] = "0812" + seededText(random, 8, "0123456789");  // the registered phone number
  made["apiKey"] = "dev" + seededText(random, 32, kAlphanumeric);
  return made;
}

}  // namespace

SandboxHome::SandboxHome(std::filesystem::path folder, std::uint64_t seed) {
  std::filesystem::create_directories(folder);
  m_folder = std::filesystem::canonical(folder);
  loadOrMakeCertificates();
  loadOrMakeCredentials(seed);
  const auto partnerKey = m_folder / "partner.pem";
  if (!std::filesystem::exists(partnerKey)) {
    writePrivateFile(partnerKey, serve::makeRsaPrivateKeyPem());
  }
  m_snapClientPublicKey = serve::publicPartPem(readFile(partnerKey));
}

void SandboxHome::loadOrMakeCertificates() const {
  const auto ca = m_folder / "ca.pem";
  if (std::filesystem::exists(ca) && std::filesystem::exists(certificateFile()) &&
      std::filesystem::exists(keyFile())) {
    return;
  }
  // The three belong together: ca.pem goes first and comes last, so that a crash in between leaves no
  // mixture that looks complete.
  std::filesystem::remove(ca);
  const serve::ServerIdentity identity = serve::makeServerIdentity("Loket sandbox");
  writePrivateFile(keyFile(), identity.keyPem);
  writePrivateFile(certificateFile(), identity.certificatePem);
  writePrivateFile(ca, identity.caPem);
}

void SandboxHome::loadOrMakeCredentials(std::uint64_t seed) {
  const auto file = m_folder / "credentials.json";
  if (!std::filesystem::exists(file)) {
    std::mt19937_64 random(seed);
    Json made;
    made["digi"]["username"] = "warung" + seededText(random, 6, kAlphanumeric);
    made["digi"]["apiKey"] = "dev-" + seededText(random, 32, kAlphanumeric);
    made["snap"]["clientId"] = seededText(random, 32, kAlphanumeric);
    made["snap"]["clientSecret"] = seededText(random, 48, kAlphanumeric);
    made["snap"]["partnerId"] = "LOKET" + seededText(random, 5, "0123456789");
    made["snap"]["channelId"] = "95221";
    made["snap"]["sourceAccount"] = "888801000157610";
    made["digi"]["webhookId"] = seededText(random, 10, kAlphanumeric);
    made["digi"]["webhookSecret"] = seededText(random, 24, kAlphanumeric);
    writePrivateFile(file, made.dump(1) + "\n");
  }
  Json kept = Json::parse(readFile(file));
  if (!kept.contains("iak")) {
    kept["iak"] = makeIakCredentials(seed);
    writePrivateFile(file, kept.dump(1) + "\n");
  }
  const Json& digi = kept.at("digi");
  const Json& snap = kept.at("snap");
  const Json& iak = kept.at("iak");
  m_credentials = {digi.at("username"),
                   digi.at("apiKey"),
                   snap.at("clientId"),
                   snap.at("clientSecret"),
                   snap.at("partnerId"),
                   snap.at("channelId"),
                   snap.at("sourceAccount"),
                   iak.at("username"),
                   iak.at("apiKey"),
                   digi.value("webhookId", ""),
                   digi.value("webhookSecret", "")};
}

void SandboxHome::writeClientConfigs(std::uint16_t port, Tells tells) const {
  const std::string base = fmt::format("https://127.0.0.1:{}", port);
  Json config;
  config["outlet"] = {{"id", "WRG-001"},
                      {"name", "Warung Bu Sri"},
                      {"address", "Jl. Melati 12, Bandung"},
                      {"zone", "Asia/Jakarta"},
                      {"training", true}};
  Json digi;
  digi["id"] = "digi";
  digi["protocol"] = "digiflazz";
  digi["url"] = base + "/digiflazz/v1";
  digi["caFile"] = "ca.pem";
  digi["username"] = m_credentials.digiUsername;
  digi["apiKey"] = m_credentials.digiApiKey;
  if (tells == Tells::Webhooks && !m_credentials.digiWebhookSecret.empty())
    digi["webhookSecret"] = m_credentials.digiWebhookSecret;
  Json bank;
  bank["id"] = "bank";
  bank["protocol"] = "snap";
  bank["profileFile"] = "bank-profile.json";
  bank["url"] = base + "/snap";
  bank["caFile"] = "ca.pem";
  bank["clientId"] = m_credentials.snapClientId;
  bank["clientSecret"] = m_credentials.snapClientSecret;
  bank["privateKeyFile"] = "partner.pem";
  bank["partnerId"] = m_credentials.snapPartnerId;
  bank["channelId"] = m_credentials.snapChannelId;
  bank["sourceAccount"] = m_credentials.snapSourceAccount;
  Json profile;
  profile["name"] = "sandbox";
  // Three digits and a telephone number of thirteen are a customer number of sixteen, the longest there is
  // here.
  constexpr std::array<std::pair<const char*, const char*>, 4> kWallets{
      {{"DANA", "901"}, {"OVO", "902"}, {"GO PAY", "903"}, {"LINKAJA", "904"}}};
  for (const auto& [name, prefix] : kWallets) {
    profile["wallets"].push_back({{"name", name}, {"prefix", prefix}});
  }
  profile["virtualAccounts"] = {{"serviceIdDigits", 5}};
  profile["collects"] = Json::array({"qris", "otp"});
  writePrivateFile(m_folder / "bank-profile.json", profile.dump(1) + "\n");
  Json iak;
  iak["id"] = "iak";
  iak["protocol"] = "iak";
  iak["prepaidUrl"] = base + "/iak/prepaid";
  iak["postpaidUrl"] = base + "/iak/postpaid";
  iak["caFile"] = "ca.pem";
  iak["username"] = m_credentials.iakUsername;
  iak["apiKey"] = m_credentials.iakApiKey;
  config["upstreams"] = Json::array({digi, bank});
  config["pricing"]["default"] = {{"margin", 1500}, {"serviceFee", 0}, {"roundTo", 500}};
  config["pricing"]["byCategory"]["PLN"] = {{"margin", 1300}};
  config["offline"] = {
      {"maxAmount", 500000}, {"maxExposure", 2000000}, {"maxCount", 100}, {"maxAge", "PT24H"}};
  writePrivateFile(m_folder / "client-config.json", config.dump(1) + "\n");
  config["upstreams"] = Json::array({digi, iak, bank});
  writePrivateFile(m_folder / "client-config-all.json", config.dump(1) + "\n");
}

}  // namespace loket::sandbox
