// The few cryptographic operations the two protocols need, over OpenSSL: digests as lower-case hex, HMAC,
// base64, RSA signature checking, and a stable hash for made-up facts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace loket::sandbox {

std::string md5Hex(std::string_view bytes);
std::string sha256Hex(std::string_view bytes);
// The 32 bytes themselves.
std::string sha256(std::string_view bytes);
std::string hmacSha1Hex(std::string_view key, std::string_view bytes);
std::string hmacSha512Base64(std::string_view key, std::string_view bytes);
// False for a wrong signature and for one that is not base64.
bool verifyRsaSha256(const std::string& publicKeyPem, std::string_view bytes,
                     std::string_view signatureBase64);
// False for a key that is not of 32 bytes, too.
bool verifyEd25519(const std::string& publicKey, std::string_view bytes, const std::string& signature);
std::string base64(std::string_view bytes);
// Nothing where it is none, or longer than 4096 characters.
std::optional<std::string> base64Decode(std::string_view text);
bool equalConstantTime(std::string_view a, std::string_view b);
std::string randomHex(std::size_t bytes);

// Same text, same number, on every machine and in every release: names, bills and serials come from it.
std::uint64_t stableHash(std::string_view text);
// `count` decimal digits that depend on nothing but the text.
std::string stableDigits(std::string_view text, std::size_t count);

}  // namespace loket::sandbox
