#include "core/adapters/otp/oath_codes.h"

#include <array>
#include <cstdlib>
#include <memory>

#include <liboath/oath.h>

#include "core/base/check.h"

namespace loket::adapters {
namespace {

constexpr unsigned kDigits = 6;

// liboath allocates with malloc; what it gives is a secret.
class Given {
 public:
  explicit Given(char* bytes, std::size_t size) : m_bytes(bytes), m_size(size) {}
  ~Given() {
    volatile char* p = m_bytes;
    for (std::size_t i = 0; i < m_size; ++i) p[i] = 0;
    std::free(m_bytes);
  }
  Given(const Given&) = delete;
  Given& operator=(const Given&) = delete;
  const char* data() const { return m_bytes; }
  std::string_view view() const { return {m_bytes, m_size}; }

 private:
  char* m_bytes;
  std::size_t m_size;
};

Error failure(int code) {
  return {ErrorCode::Internal, std::string("oath: ") + oath_strerror_name(code)};
}

}  // namespace

OathCodes::OathCodes() {
  LOKET_CHECK(oath_init() == OATH_OK);
}

Result<SecretBytes> OathCodes::textOf(const SecretBytes& secret) {
  char* bytes = nullptr;
  std::size_t size = 0;
  const std::string_view raw = secret.view();
  if (const int code = oath_base32_encode(raw.data(), raw.size(), &bytes, &size); code != OATH_OK)
    return fail(failure(code));
  const Given text(bytes, size);
  return SecretBytes(text.view().substr(0, text.view().find('=')));
}

Result<std::string> OathCodes::codeAt(const SecretBytes& secretText, Instant at) {
  char* bytes = nullptr;
  std::size_t size = 0;
  const std::string_view text = secretText.view();
  if (const int code = oath_base32_decode(text.data(), text.size(), &bytes, &size); code != OATH_OK)
    return fail(failure(code));
  const Given secret(bytes, size);
  std::array<char, kDigits + 1> digits{};
  if (const int code = oath_totp_generate(secret.data(), size, static_cast<time_t>(at.ms / 1000),
                                          OATH_TOTP_DEFAULT_TIME_STEP_SIZE, OATH_TOTP_DEFAULT_START_TIME,
                                          kDigits, digits.data());
      code != OATH_OK)
    return fail(failure(code));
  return std::string(digits.data());
}

}  // namespace loket::adapters
