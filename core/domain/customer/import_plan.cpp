#include "core/domain/customer/import_plan.h"

#include <algorithm>

namespace loket::customer {

ImportPlan planImport(const Contacts& contacts, const Known& known) {
  ImportPlan plan;
  plan.lines.reserve(contacts.contacts.size() + contacts.unusable.size());
  std::unordered_map<std::string, std::string> taken;  // by earlier lines of the same file
  for (const Contact& contact : contacts.contacts) {
    ImportLine line;
    line.line = contact.line;
    line.name = contact.name;
    for (const Number& number : contact.numbers) {
      const auto held = known.numbers.find(number.number);
      const auto earlier = taken.find(number.number);
      if (held == known.numbers.end() && earlier == taken.end()) {
        taken.emplace(number.number, contact.name);
        line.numbers.push_back(number);
        continue;
      }
      const std::string& who = held != known.numbers.end() ? held->second : earlier->second;
      if (keyOf(who) != keyOf(contact.name))
        line.who = who;
    }
    if (line.numbers.empty()) {
      line.fate = ImportFate::Known;
      line.numbers = contact.numbers;
      ++plan.known;
    } else {
      line.fate = known.names.count(keyOf(contact.name)) > 0 ? ImportFate::MoreNumbers : ImportFate::New;
      plan.numbers += line.numbers.size();
      ++(line.fate == ImportFate::New ? plan.fresh : plan.more);
    }
    plan.lines.push_back(std::move(line));
  }
  for (const BadLine& bad : contacts.unusable) {
    ImportLine line;
    line.line = bad.line;
    line.fate = ImportFate::Unusable;
    line.name = bad.name;
    line.why = bad.why;
    line.what = bad.what;
    plan.lines.push_back(std::move(line));
  }
  plan.unusable = contacts.unusable.size();
  std::stable_sort(plan.lines.begin(), plan.lines.end(),
                   [](const ImportLine& a, const ImportLine& b) { return a.line < b.line; });
  return plan;
}

std::string_view wordOf(ImportFate fate) {
  switch (fate) {
    case ImportFate::New:
      return "new";
    case ImportFate::MoreNumbers:
      return "more-numbers";
    case ImportFate::Known:
      return "known";
    case ImportFate::Unusable:
      return "unusable";
  }
  return {};
}

}  // namespace loket::customer
