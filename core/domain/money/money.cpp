#include "core/domain/money/money.h"

#include "core/base/text.h"

namespace loket {
namespace {

std::string wordsBelowThousand(std::int64_t n) {
  static constexpr const char* kOnes[] = {"",      "satu",    "dua",     "tiga",     "empat",   "lima",
                                          "enam",  "tujuh",   "delapan", "sembilan", "sepuluh", "sebelas"};
  std::string out;
  const auto add = [&out](const std::string& word) {
    if (!out.empty() && !word.empty())
      out.push_back(' ');
    out += word;
  };
  if (n >= 200)
    add(std::string(kOnes[n / 100]) + " ratus");
  else if (n >= 100)
    add("seratus");
  n %= 100;
  if (n >= 20) {
    add(std::string(kOnes[n / 10]) + " puluh");
    n %= 10;
    add(kOnes[n]);
  } else if (n >= 12) {
    add(std::string(kOnes[n - 10]) + " belas");
  } else {
    add(kOnes[n]);
  }
  return out;
}

}  // namespace

std::optional<Money> Money::parse(std::string_view text) {
  std::string cleaned = trimmed(text);
  if (cleaned.size() >= 2 && toLower(cleaned.substr(0, 2)) == "rp")
    cleaned = trimmed(std::string_view(cleaned).substr(2));
  if (cleaned.empty())
    return std::nullopt;
  std::string digits;
  if (cleaned.find('.') != std::string::npos) {
    const auto parts = split(cleaned, '.');
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const bool lengthOk = i == 0 ? !parts[i].empty() && parts[i].size() <= 3 : parts[i].size() == 3;
      if (!lengthOk || !isDigits(parts[i]))
        return std::nullopt;
      digits += parts[i];
    }
  } else {
    digits = cleaned;
  }
  if (!isDigits(digits) || digits.size() > 16)
    return std::nullopt;
  std::int64_t amount = 0;
  for (char c : digits)
    amount = amount * 10 + (c - '0');
  return outside(amount);
}

Money Money::roundedUpTo(Money step) const {
  LOKET_CHECK(step.m_amount >= 1 && m_amount >= 0);
  return rupiah((m_amount + step.m_amount - 1) / step.m_amount * step.m_amount);
}

std::string Money::grouped() const {
  std::string digits = std::to_string(m_amount < 0 ? -m_amount : m_amount);
  for (std::size_t at = digits.size(); at > 3; at -= 3)
    digits.insert(at - 3, 1, '.');
  return m_amount < 0 ? "-" + digits : digits;
}

std::string Money::text() const {
  return m_amount < 0 ? "-Rp" + (-*this).grouped() : "Rp" + grouped();
}

std::string inWords(Money money) {
  std::int64_t n = money.amount();
  if (n == 0)
    return "nol";
  if (n < 0)
    return "minus " + inWords(-money);
  struct Scale {
    std::int64_t value;
    const char* word;
  };
  static constexpr Scale kScales[] = {
      {1'000'000'000'000, "triliun"}, {1'000'000'000, "miliar"}, {1'000'000, "juta"}, {1000, "ribu"}};
  std::string out;
  const auto add = [&out](const std::string& words) {
    if (!out.empty() && !words.empty())
      out.push_back(' ');
    out += words;
  };
  for (const Scale& scale : kScales) {
    const std::int64_t count = n / scale.value;
    n %= scale.value;
    if (count == 0)
      continue;
    if (scale.value == 1000 && count == 1)
      add("seribu");
    else if (count >= 1000)
      add(inWords(Money::rupiah(count)) + " " + scale.word);
    else
      add(wordsBelowThousand(count) + " " + scale.word);
  }
  add(wordsBelowThousand(n));
  return out;
}

}  // namespace loket
