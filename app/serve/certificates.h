// Makes a server's own certificate authority and its certificate, and RSA keys of partners, so that clients can check TLS and
// signatures for real, without any outside authority. What OpenSSL refuses is thrown as std::runtime_error.
#pragma once

#include <string>

namespace loket::serve {

struct ServerIdentity {
  std::string caPem;
  std::string certificatePem;
  std::string keyPem;
};

// EC P-256, names 127.0.0.1 and localhost, ten years; `who` is its common name, that of its authority with " CA" after it. The
// authority's key is thrown away: nothing else can ever be signed with it.
ServerIdentity makeServerIdentity(const std::string& who);

std::string makeRsaPrivateKeyPem();
std::string publicPartPem(const std::string& privateKeyPem);  // throws when it is not a private key

}  // namespace loket::serve
