#include "core/adapters/store/json_text.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/base/utf8.h"

namespace loket::adapters {
namespace {

bool isPlain(unsigned char byte) {
  return byte >= 0x20 && byte < 0x7F;
}

void appendText(std::string& out, std::string_view text) {
  // Control characters and whatever is not ASCII, whole or broken, are the library's.
  if (!std::all_of(text.begin(), text.end(), [](char c) { return isPlain(static_cast<unsigned char>(c)); })) {
    out += nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return;
  }
  out.push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\')
      out.push_back('\\');
    out.push_back(c);
  }
  out.push_back('"');
}

}  // namespace

void JsonValue::appendTo(std::string& out) const {
  switch (m_kind) {
    case Kind::Text:
      appendText(out, m_text);
      return;
    case Kind::Part:
      out += m_text;
      return;
    case Kind::Number:
      out += std::to_string(m_number);
      return;
    case Kind::Flag:
      out += m_number != 0 ? "true" : "false";
      return;
    case Kind::Texts: {
      out.push_back('{');
      const char* between = "";
      for (const auto& [name, text] : *m_texts) {
        out += between;
        appendText(out, name);
        out.push_back(':');
        appendText(out, text);
        between = ",";
      }
      out.push_back('}');
      return;
    }
  }
}

std::string asCarried(std::string_view text) {
  if (isUtf8(text))
    return std::string(text);
  const std::string carried = nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return nlohmann::json::parse(carried).get<std::string>();
}

JsonPart jsonObject(std::initializer_list<JsonMember> members) {
  JsonPart object;
  object.text.reserve(64 * members.size());
  object.text.push_back('{');
  for (const JsonMember& member : members) {
    if (object.text.size() > 1)
      object.text.push_back(',');
    object.text.push_back('"');
    object.text += member.key;
    object.text += "\":";
    member.value.appendTo(object.text);
  }
  object.text.push_back('}');
  return object;
}

}  // namespace loket::adapters
