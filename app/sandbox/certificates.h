// Makes the sandbox's own certificate authority, its server certificate and the SNAP partner key, so that
// clients can check TLS and signatures for real, without any outside authority.
#pragma once

#include <string>

namespace loket::sandbox {

struct ServerIdentity {
  std::string caPem;
  std::string certificatePem;
  std::string keyPem;
};

// EC P-256, names 127.0.0.1 and localhost, ten years. The authority's key is thrown away: nothing else can
// ever be signed with it.
ServerIdentity makeServerIdentity();

std::string makeRsaPrivateKeyPem();
std::string publicPartPem(const std::string& privateKeyPem);  // throws when it is not a private key

}  // namespace loket::sandbox
