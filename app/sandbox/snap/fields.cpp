#include "app/sandbox/snap/fields.h"

#include <algorithm>

#include "app/sandbox/time_text.h"

namespace loket::sandbox::snap {
namespace {

bool onlyDigits(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

void Fields::missing(const std::string& name) {
  if (ok()) {
    m_case = "40002";
    m_field = name;
  }
}

void Fields::malformed(const std::string& name) {
  if (ok()) {
    m_case = "40001";
    m_field = name;
  }
}

void Fields::require(bool holds, const std::string& name) {
  if (!holds) {
    malformed(name);
  }
}

std::string Fields::optionalText(const char* name, std::size_t longest) {
  const auto found = m_body.find(name);
  if (found == m_body.end() || found->is_null()) {
    return {};
  }
  if (!found->is_string() || found->get_ref<const std::string&>().size() > longest) {
    malformed(name);
    return {};
  }
  return *found;
}

std::string Fields::text(const char* name, std::size_t longest) {
  const auto found = m_body.find(name);
  if (found == m_body.end() || found->is_null() ||
      (found->is_string() && found->get_ref<const std::string&>().empty())) {
    missing(name);
    return {};
  }
  return optionalText(name, longest);
}

std::string Fields::digits(const char* name, std::size_t longest) {
  std::string value = text(name, longest);
  if (!value.empty()) {
    require(onlyDigits(value), name);
  }
  return value;
}

std::string Fields::optionalTime(const char* name) {
  constexpr std::size_t kLongest = 25;
  std::string value = optionalText(name, kLongest);
  if (!value.empty()) {
    require(parseRfc3339(value).has_value(), name);
  }
  return value;
}

std::string Fields::time(const char* name) {
  const auto found = m_body.find(name);
  if (found == m_body.end() || found->is_null() || *found == "") {
    missing(name);
    return {};
  }
  return optionalTime(name);
}

void Fields::requireAny(std::initializer_list<const char*> names) {
  const bool any = std::any_of(names.begin(), names.end(), [&](const char* name) {
    const auto found = m_body.find(name);
    return found != m_body.end() && found->is_string() && !found->get_ref<const std::string&>().empty();
  });
  if (!any) {
    missing(*names.begin());
  }
}

std::string Fields::optionalDigits(const char* name, std::size_t longest) {
  std::string value = optionalText(name, longest);
  if (!value.empty()) {
    require(onlyDigits(value), name);
  }
  return value;
}

std::int64_t Fields::optionalAmount(const char* name) {
  const auto found = m_body.find(name);
  return found == m_body.end() || found->is_null() ? 0 : amount(name);
}

std::int64_t Fields::amount(const char* name) {
  const auto found = m_body.find(name);
  if (found == m_body.end() || found->is_null()) {
    missing(name);
    return 0;
  }
  if (!found->is_object()) {
    malformed(name);
    return 0;
  }
  for (const char* part : {"value", "currency"}) {
    if (!found->contains(part)) {
      missing(std::string(name) + "." + part);
      return 0;
    }
  }
  const auto& value = (*found)["value"];
  constexpr std::size_t kLongest = 16;  // the standard's 16,2
  std::string whole = value.is_string() ? value.get<std::string>() : "";
  if (whole.size() < 4 || whole.size() > kLongest || whole.substr(whole.size() - 3) != ".00") {
    malformed(std::string(name) + ".value");
    return 0;
  }
  whole.resize(whole.size() - 3);
  if (!onlyDigits(whole)) {
    malformed(std::string(name) + ".value");
    return 0;
  }
  require((*found)["currency"] == "IDR", std::string(name) + ".currency");
  return std::stoll(whole);
}

}  // namespace loket::sandbox::snap
