// The configuration file, in a folder with a certificate and a key to point at: what is accepted is complete
// and in bounds, what is not is told by its place, and what is shown of it holds no secret.
#include "app/wiring/config_file.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "tests/fuzz/answers.h"
#include "tests/fuzz/target.h"

namespace loket::fuzz {
namespace {

// A folder in memory where there is one; it is gone when the program ends.
class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::is_directory("/dev/shm") ? "/dev/shm" : "/tmp");
    pattern += "/loket-fuzz-XXXXXX";
    LOKET_HOLDS(mkdtemp(pattern.data()) != nullptr);
    m_path = pattern;
    put("ca.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    put("partner.pem", "-----BEGIN PRIVATE KEY-----\ncanary-private-key\n-----END PRIVATE KEY-----\n");
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string put(const std::string& name, std::string_view bytes) const {
    std::ofstream(m_path + "/" + name, std::ios::binary) << bytes;
    return m_path + "/" + name;
  }

 private:
  std::string m_path;
};

// Files that never end are somebody else's to read.
bool pointsElsewhere(std::string_view bytes) {
  for (const char* place : {"/dev", "/proc", "/sys", "..", "\\u"})
    if (bytes.find(place) != std::string_view::npos)
      return true;
  return false;
}

void collectTexts(const nlohmann::json& shown, std::set<std::string>& texts) {
  if (shown.is_string())
    texts.insert(shown.get<std::string>());
  if (shown.is_structured())
    for (const nlohmann::json& part : shown) collectTexts(part, texts);
}

// There is a host behind it.
void judgeUrl(const std::string& url) {
  LOKET_HOLDS(url.compare(0, 8, "https://") == 0 && url.size() > 8 && url[8] != '/' && url.back() != '/');
}

void judgeUpstream(const UpstreamSettings& upstream) {
  LOKET_HOLDS(!upstream.id.empty() && upstream.id.str().find_first_not_of(
                                          "abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos);
  judgeUrl(upstream.url);
  LOKET_HOLDS(upstream.timeoutMs >= 1000 && upstream.timeoutMs <= 300'000);
  LOKET_HOLDS(upstream.clientCertPem.empty() == upstream.clientKeyPem.empty());
  const auto has = [&upstream](const char* key) { return !upstream.value(key).empty(); };
  if (upstream.protocol == "digiflazz" || upstream.protocol == "iak") {
    LOKET_HOLDS(has("username") && has("apiKey"));
    if (upstream.protocol == "iak")
      judgeUrl(upstream.value("postpaidUrl"));
  } else {
    LOKET_HOLDS(upstream.protocol == "snap");
    LOKET_HOLDS(has("clientId") && has("clientSecret") && has("partnerId") && has("channelId") &&
                has("sourceAccount") && has("privateKeyPem"));
  }
}

void judgeRule(const PricingRule& rule) {
  LOKET_HOLDS(!rule.margin.isNegative() && !rule.serviceFee.isNegative() && rule.roundTo.isPositive());
}

void judge(const api::Config& config) {
  LOKET_HOLDS(!config.outlet.id.empty() && !config.outlet.name.empty());
  std::set<UpstreamId> ids;
  for (const UpstreamSettings& upstream : config.upstreams) {
    judgeUpstream(upstream);
    LOKET_HOLDS(ids.insert(upstream.id).second);
  }
  judgeRule(config.pricing.standard);
  for (const auto& [category, rule] : config.pricing.byCategory) judgeRule(rule);
  LOKET_HOLDS(!config.offline.maxAmount.isNegative() && !config.offline.maxExposure.isNegative() &&
              config.offline.maxCount >= 0 && config.offline.maxAge.ms >= 0);

  std::set<std::string> shown;
  const nlohmann::json json = nlohmann::json::parse(app::showConfig(config), nullptr, false);
  LOKET_HOLDS(json.is_object());
  collectTexts(json, shown);
  // Secrets that nothing else says too.
  for (const UpstreamSettings& upstream : config.upstreams)
    for (const char* key : {"apiKey", "clientSecret", "privateKeyPem", "webhookSecret"})
      if (upstream.value(key).find("canary") == 0)
        LOKET_HOLDS(shown.count(upstream.value(key)) == 0);
}

}  // namespace
}  // namespace loket::fuzz

LOKET_FUZZ(config_file) {
  using namespace loket;
  using namespace loket::fuzz;
  static const Folder folder;
  if (pointsElsewhere(bytes))
    return;
  const auto config = app::readConfigFile(folder.put("config.json", bytes));
  if (config) {
    judge(*config);
    return;
  }
  LOKET_HOLDS(config.error().code == ErrorCode::ConfigInvalid && !config.error().detail.empty());
}
