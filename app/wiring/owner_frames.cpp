#include "app/wiring/owner_frames.h"

#include <nlohmann/json.hpp>

#include "app/wiring/exit_status.h"

namespace loket::app {
namespace {

using Json = nlohmann::json;

std::string textIn(const Json& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
}

// `value` of the library ends the process where the type is another one.
bool flagIn(const Json& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_boolean() && at->get<bool>();
}

int numberIn(const Json& json, const char* key, int absent) {
  const auto at = json.find(key);
  return at != json.end() && at->is_number_integer() ? at->get<int>() : absent;
}

// Bytes that need not be text.
Json numbersOf(const std::string& bytes) {
  Json numbers = Json::array();
  for (const char byte : bytes)
    numbers.push_back(static_cast<unsigned char>(byte));
  return numbers;
}

std::string bytesIn(const Json& json, const char* key) {
  std::string bytes;
  if (const auto at = json.find(key); at != json.end() && at->is_array())
    for (const Json& number : *at)
      if (number.is_number_integer())
        bytes.push_back(static_cast<char>(number.get<unsigned char>()));
  return bytes;
}

// An argument need not be UTF-8.
std::string written(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

std::string frameOf(const Invocation& invocation) {
  return written({{"arguments", invocation.arguments},
                  {"folder", invocation.folder},
                  {"user", invocation.user},
                  {"json", invocation.json},
                  {"pin", std::string(invocation.pin.view())},
                  {"otherPin", std::string(invocation.otherPin.view())},
                  {"input", numbersOf(invocation.input)}});
}

std::optional<Invocation> invocationIn(const std::string& frame) {
  const Json json = Json::parse(frame, nullptr, false);
  if (!json.is_object())
    return std::nullopt;
  Invocation invocation;
  invocation.pin = SecretBytes(textIn(json, "pin"));
  invocation.otherPin = SecretBytes(textIn(json, "otherPin"));
  invocation.user = textIn(json, "user");
  invocation.json = flagIn(json, "json");
  invocation.folder = textIn(json, "folder");
  invocation.input = bytesIn(json, "input");
  if (const auto arguments = json.find("arguments"); arguments != json.end() && arguments->is_array())
    for (const Json& argument : *arguments)
      if (argument.is_string())
        invocation.arguments.push_back(argument.get<std::string>());
  return invocation;
}

std::string frameOf(const Saying& saying) {
  switch (saying.kind) {
    case Saying::Kind::Line:
      return written({{"out", saying.text}});
    case Saying::Kind::Note:
      return written({{"err", saying.text}});
    case Saying::Kind::Progress:
      return written({{"done", saying.done}, {"total", saying.total}});
    case Saying::Kind::Refused:
      return written({{"refused", saying.text}, {"detail", saying.detail}});
    case Saying::Kind::End:
      return written({{"exit", saying.status}});
    case Saying::Kind::Closing:
      return written({{"closing", true}});
    case Saying::Kind::Other:
      break;
  }
  return "{}";
}

std::optional<Saying> sayingIn(const std::string& frame) {
  const Json json = Json::parse(frame, nullptr, false);
  if (!json.is_object())
    return std::nullopt;
  Saying saying;
  if (json.contains("out")) {
    saying.kind = Saying::Kind::Line;
    saying.text = textIn(json, "out");
  } else if (json.contains("err")) {
    saying.kind = Saying::Kind::Note;
    saying.text = textIn(json, "err");
  } else if (json.contains("done")) {
    saying.kind = Saying::Kind::Progress;
    saying.done = numberIn(json, "done", 0);
    saying.total = numberIn(json, "total", 0);
  } else if (json.contains("refused")) {
    saying.kind = Saying::Kind::Refused;
    saying.text = textIn(json, "refused");
    saying.detail = textIn(json, "detail");
  } else if (json.contains("exit")) {
    saying.kind = Saying::Kind::End;
    saying.status = numberIn(json, "exit", kExitLocal);
  } else if (json.contains("closing")) {
    saying.kind = Saying::Kind::Closing;
  }
  return saying;
}

}  // namespace loket::app
