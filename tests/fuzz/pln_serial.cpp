// The serial of a PLN token: twenty digits that stand there, or none.
#include "core/adapters/upstream/goods_details.h"
#include "core/base/text.h"
#include "tests/fuzz/answers.h"
#include "tests/fuzz/target.h"

LOKET_FUZZ(pln_serial) {
  using namespace loket;
  using namespace loket::fuzz;
  Details details;
  const std::string token = adapters::upstream::readToken(bytes, details);
  std::string digits;
  for (const char c : bytes.substr(0, bytes.find('/')))
    if (c >= '0' && c <= '9')
      digits.push_back(c);
  LOKET_HOLDS(token == (digits.size() == 20 ? digits : std::string()));
  LOKET_HOLDS(!token.empty() || details.empty());
  for (const auto& [name, value] : details) {
    LOKET_HOLDS((name == "customerName" || name == "tariff" || name == "power" || name == "kwh") &&
                !value.empty());
    // What is shown stood there.
    if (name == "power")
      LOKET_HOLDS(isDigits(value));
    if (name == "kwh")
      LOKET_HOLDS(value.find_first_not_of("0123456789,.") == std::string::npos);
    if (isShowable(bytes))
      LOKET_HOLDS(isShowable(value));
  }
  // Of a serial as it is kept: without control characters.
  if (isShowable(bytes))
    LOKET_HOLDS(details.count("tariff") == details.count("power"));
}
