// The sandbox's folder: certificates, credentials, event log and the client-config files that a Loket
// imports. Whatever is missing is made at the start, whatever is there is used again.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace loket::sandbox {

struct Credentials {
  std::string digiUsername;
  std::string digiApiKey;
  std::string snapClientId;
  std::string snapClientSecret;
  std::string snapPartnerId;
  std::string snapChannelId;
  std::string snapSourceAccount;
  std::string iakUsername;
  std::string iakApiKey;
  std::string digiWebhookId;      // empty, as in folders of earlier versions: no ping
  std::string digiWebhookSecret;  // empty: webhooks are not signed
};

class SandboxHome {
 public:
  // Credentials made at the first start depend on the seed only; keys are always random.
  SandboxHome(std::filesystem::path folder, std::uint64_t seed);

  const Credentials& credentials() const { return m_credentials; }
  const std::string& snapClientPublicKey() const { return m_snapClientPublicKey; }
  std::filesystem::path eventLogFile() const { return m_folder / "ledger.jsonl"; }
  std::filesystem::path certificateFile() const { return m_folder / "server.pem"; }
  std::filesystem::path keyFile() const { return m_folder / "server-key.pem"; }

  // Two files: the first two upstreams, and all three. A client that is told by webhooks gets their secret too.
  enum class Tells { Nothing, Webhooks };
  void writeClientConfigs(std::uint16_t port, Tells tells) const;

 private:
  void loadOrMakeCertificates() const;
  void loadOrMakeCredentials(std::uint64_t seed);

  std::filesystem::path m_folder;
  Credentials m_credentials;
  std::string m_snapClientPublicKey;
};

}  // namespace loket::sandbox
