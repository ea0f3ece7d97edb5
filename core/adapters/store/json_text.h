// JSON written straight into a text. A commit writes a few kilobytes of it for every payment, and building a
// tree of it first was a large part of what a commit costs; reading stays with the library.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>

namespace loket::adapters {

// Text that is JSON already.
struct JsonPart {
  std::string text;
};

// Refers to what it is made from, which therefore has to live until the object is written.
class JsonValue {
 public:
  JsonValue(const std::string& text)
      : m_kind(Kind::Text), m_text(text) {}  // NOLINT(google-explicit-constructor)
  JsonValue(std::string_view text)
      : m_kind(Kind::Text), m_text(text) {}                          // NOLINT(google-explicit-constructor)
  JsonValue(const char* text) : m_kind(Kind::Text), m_text(text) {}  // NOLINT(google-explicit-constructor)
  JsonValue(const JsonPart& part)
      : m_kind(Kind::Part), m_text(part.text) {}              // NOLINT(google-explicit-constructor)
  JsonValue(const std::map<std::string, std::string>& texts)  // NOLINT(google-explicit-constructor)
      : m_kind(Kind::Texts), m_texts(&texts) {}
  template <typename Number, std::enable_if_t<std::is_integral_v<Number>, int> = 0>
  JsonValue(Number number)  // NOLINT(google-explicit-constructor)
      : m_kind(std::is_same_v<Number, bool> ? Kind::Flag : Kind::Number), m_number(number) {}

  void appendTo(std::string& out) const;

 private:
  enum class Kind { Text, Part, Texts, Number, Flag };
  Kind m_kind;
  std::string_view m_text;
  const std::map<std::string, std::string>* m_texts = nullptr;
  std::int64_t m_number = 0;
};

struct JsonMember {
  std::string_view key;  // plain ASCII, ours
  JsonValue value;
};

// As the sidecar gives a text back: bytes that are no text come from there as others.
std::string asCarried(std::string_view text);

JsonPart jsonObject(std::initializer_list<JsonMember> members);

// [a,b,...] of what `partOf` makes of each.
template <typename List, typename PartOf>
JsonPart jsonArray(const List& list, const PartOf& partOf) {
  JsonPart array{"["};
  for (const auto& one : list) {
    if (array.text.size() > 1)
      array.text.push_back(',');
    array.text += partOf(one).text;
  }
  array.text.push_back(']');
  return array;
}

}  // namespace loket::adapters
