// Money is whole rupiah. It cannot be made from a bare integer by accident and cannot overflow: amounts beyond
// +-10^15 (a million billion) are a bug and stop the process; amounts from outside go through `outside`.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/check.h"

namespace loket {

class Money {
 public:
  static constexpr std::int64_t kMaxRupiah = 1'000'000'000'000'000;
  // What nobody at a counter has ever said; a thousand of them still add up.
  static constexpr std::int64_t kMaxOutside = 1'000'000'000'000;

  constexpr Money() = default;
  // For amounts the program itself makes.
  static constexpr Money rupiah(std::int64_t amount) {
    LOKET_CHECK(amount <= kMaxRupiah && amount >= -kMaxRupiah);
    return Money(amount);
  }
  // For amounts that the program has written down itself: nothing when out of range.
  static constexpr std::optional<Money> from(std::int64_t amount) {
    if (amount > kMaxRupiah || amount < -kMaxRupiah)
      return std::nullopt;
    return Money(amount);
  }
  // For amounts from a person, a file or the network: nothing beyond +-10^12.
  static constexpr std::optional<Money> outside(std::int64_t amount) {
    if (amount > kMaxOutside || amount < -kMaxOutside)
      return std::nullopt;
    return Money(amount);
  }
  // "52500", "52.500", "Rp52.500", "Rp 52.500": whole rupiah with optional thousands dots that stand where
  // thousands dots stand. Anything else (decimals, letters, signs, misplaced dots, more than 10^12) is nothing.
  static std::optional<Money> parse(std::string_view text);

  constexpr std::int64_t amount() const { return m_amount; }
  constexpr bool isZero() const { return m_amount == 0; }
  constexpr bool isPositive() const { return m_amount > 0; }
  constexpr bool isNegative() const { return m_amount < 0; }

  friend constexpr auto operator<=>(const Money&, const Money&) = default;
  friend constexpr Money operator+(Money a, Money b) { return rupiah(a.m_amount + b.m_amount); }
  friend constexpr Money operator-(Money a, Money b) { return rupiah(a.m_amount - b.m_amount); }
  constexpr Money operator-() const { return Money(-m_amount); }
  constexpr Money& operator+=(Money other) { return *this = *this + other; }
  constexpr Money& operator-=(Money other) { return *this = *this - other; }
  constexpr Money times(int n) const {
    LOKET_CHECK(n >= 0 && n <= 1000);
    return rupiah(m_amount * n);
  }
  // The smallest multiple of `step` (at least 1 rupiah) that is not less than this; for prices, so not negative.
  Money roundedUpTo(Money step) const;

  // "52.500": thousands dots, no currency; negative with a leading minus.
  std::string grouped() const;
  // "Rp52.500", as the field writes it: no space, so that no digit can be slipped in between.
  std::string text() const;

 private:
  constexpr explicit Money(std::int64_t amount) : m_amount(amount) {}
  std::int64_t m_amount = 0;
};

// "lima puluh dua ribu lima ratus": the number in Indonesian words, without "rupiah".
std::string inWords(Money money);

}  // namespace loket
