#include "app/sandbox/snap/answer.h"

#include "app/sandbox/snap/response_codes.h"

namespace loket::sandbox::snap {

using nlohmann::ordered_json;

Answer refuse(const std::string& code) {
  return {code, messageOf(code)};
}

Answer refuse(const std::string& code, const std::string& reason) {
  return {code, messageOf(code) + " [" + reason + "]"};
}

Answer refuse(const Fields& fields) {
  const char* kind = fields.offence() == "40002" ? "Invalid Mandatory Field " : "Invalid Field Format ";
  return {fields.offence(), kind + fields.field()};
}

Answer succeed(ordered_json fields) {
  Answer answer = refuse("20000");
  answer.fields = std::move(fields);
  return answer;
}

ordered_json money(std::int64_t amount) {
  return {{"value", std::to_string(amount) + ".00"}, {"currency", "IDR"}};
}

std::string shortTime(UnixMs instant) {
  const std::string exact = rfc3339Jakarta(instant);
  constexpr std::size_t kToSeconds = 19;
  return exact.substr(0, kToSeconds) + exact.substr(exact.size() - 6);
}

}  // namespace loket::sandbox::snap
