// Address books and tables from anywhere: what is taken can be kept and sold to, and the rest is told with its line.
#include <algorithm>
#include <set>

#include "core/base/text.h"
#include "core/domain/customer/import_plan.h"
#include "tests/fuzz/answers.h"
#include "tests/fuzz/target.h"

LOKET_FUZZ(customer_contacts) {
  using namespace loket;
  using namespace loket::customer;
  using loket::fuzz::isShowable;
  const Contacts sheet = readContacts(bytes);
  // Every kind of line break ends a line.
  const auto lines = static_cast<std::size_t>(std::count_if(bytes.begin(), bytes.end(),
                                                            [](char c) { return c == '\n' || c == '\r'; })) + 1;
  LOKET_HOLDS(!sheet.problem || sheet.contacts.empty());
  std::set<std::string> keys;
  for (const Contact& contact : sheet.contacts) {
    LOKET_HOLDS(customerName(contact.name) == contact.name && isShowable(contact.name));
    LOKET_HOLDS(keys.insert(keyOf(contact.name)).second);
    LOKET_HOLDS(contact.line >= 1 && contact.line <= lines);
    LOKET_HOLDS(!contact.numbers.empty() && contact.numbers.size() <= kNumbersMax);
    std::set<std::string> numbers;
    for (const Number& number : contact.numbers) {
      LOKET_HOLDS(isDigits(number.number) && number.number.size() >= 4 && number.number.size() <= 28);
      LOKET_HOLDS(numbers.insert(number.number).second);
      // Written once more it is the same number.
      const auto again = numberOf(number.number, number.family);
      LOKET_HOLDS(again && again->number == number.number);
    }
  }
  for (const BadLine& bad : sheet.unusable) {
    LOKET_HOLDS(bad.line >= 1 && bad.line <= lines);
    LOKET_HOLDS(bad.what.size() <= 64 && isShowable(bad.what) && isShowable(bad.name));
  }
  // Into an empty book all of it goes but what another line has taken; a second time nothing does.
  Known known;
  const ImportPlan plan = planImport(sheet, known);
  LOKET_HOLDS(plan.fresh + plan.known == sheet.contacts.size() && plan.more == 0);
  LOKET_HOLDS(plan.unusable == sheet.unusable.size());
  LOKET_HOLDS(plan.lines.size() == sheet.contacts.size() + sheet.unusable.size());
  for (const ImportLine& line : plan.lines)
    if (line.fate == ImportFate::New) {
      known.names.emplace(keyOf(line.name), CustomerId("P"));
      for (const Number& number : line.numbers)
        LOKET_HOLDS(known.numbers.emplace(number.number, line.name).second);
    }
  const ImportPlan again = planImport(sheet, known);
  LOKET_HOLDS(again.fresh == 0 && again.more == 0 && again.numbers == 0);
}
