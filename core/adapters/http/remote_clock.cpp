#include "core/adapters/http/remote_clock.h"

#include <algorithm>
#include <optional>

#include <curl/curl.h>

namespace loket::adapters::http {
namespace {

// Others may move the clock too; the machine's own time runs on between two looks.
constexpr Duration kLookEvery = Duration::millis(250);

std::size_t collect(char* bytes, std::size_t size, std::size_t count, void* to) {
  static_cast<std::string*>(to)->append(bytes, size * count);
  return size * count;
}

std::optional<std::string> call(const std::string& url, const std::string* body) {
  CURL* handle = curl_easy_init();
  if (handle == nullptr)
    return std::nullopt;
  std::string answer;
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http");
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, 5000L);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, collect);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &answer);
  curl_slist* headers = curl_slist_append(nullptr, "Content-Type: application/json");
  if (body != nullptr) {
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body->size()));
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body->c_str());
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
  }
  const CURLcode done = curl_easy_perform(handle);
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  curl_slist_free_all(headers);
  curl_easy_cleanup(handle);
  if (done != CURLE_OK || status != 200)
    return std::nullopt;
  return answer;
}

// {"now":"2026-..."}: the one value between the quotes after the key.
std::optional<Instant> nowIn(const std::string& json) {
  const auto key = json.find("\"now\"");
  if (key == std::string::npos)
    return std::nullopt;
  const auto open = json.find('"', key + 5);
  const auto close = open == std::string::npos ? open : json.find('"', open + 1);
  if (close == std::string::npos)
    return std::nullopt;
  return parseRfc3339(std::string_view(json).substr(open + 1, close - open - 1));
}

}  // namespace

bool isLoopbackUrl(const std::string& url) {
  for (const char* scheme : {"http://", "https://", "smtp://", "smtps://"}) {
    const std::string_view prefix(scheme);
    if (url.compare(0, prefix.size(), prefix) != 0)
      continue;
    const std::string rest = url.substr(prefix.size());
    for (const char* host : {"127.0.0.1", "localhost", "[::1]"}) {
      const std::string_view name(host);
      if (rest.compare(0, name.size(), name) == 0 &&
          (rest.size() == name.size() || rest[name.size()] == ':' || rest[name.size()] == '/'))
        return true;
    }
  }
  return false;
}

Result<std::unique_ptr<RemoteClock>> RemoteClock::connect(const std::string& url, ports::Clock& machine) {
  if (!isLoopbackUrl(url) || url.compare(0, 7, "http://") != 0)
    return fail(ErrorCode::ConfigInvalid, "--clock: only http:// on loopback");
  std::string base = url;
  while (!base.empty() && base.back() == '/') base.pop_back();
  curl_global_init(CURL_GLOBAL_DEFAULT);
  std::unique_ptr<RemoteClock> clock(new RemoteClock(base + "/clock", machine));
  LOKET_TRY(clock->refresh());
  clock->m_firstOffset = clock->m_offset;
  return clock;
}

Status RemoteClock::refresh() {
  const auto answer = call(m_url, nullptr);
  const auto now = answer ? nowIn(*answer) : std::nullopt;
  if (!now)
    return fail(ErrorCode::ClockFault, m_url);
  m_offset = *now - m_machine.now();
  m_readAt = m_machine.monotonic();
  return {};
}

Instant RemoteClock::now() {
  // When nobody answers any more (the sandbox is down), the last offset goes on.
  if (m_machine.monotonic() - m_readAt >= kLookEvery && !refresh())
    m_readAt = m_machine.monotonic();
  return m_machine.now() + m_offset;
}

// A steered clock that is moved ahead is time that passes; one that is set back is not.
Duration RemoteClock::monotonic() {
  static_cast<void>(now());
  m_passed = std::max(m_passed, m_machine.monotonic() + (m_offset - m_firstOffset));
  return m_passed;
}

bool RemoteClock::idleUntil(Instant due) {
  if (!refresh())
    return false;
  const Duration ahead = due - now();
  if (ahead.ms <= 0)
    return true;
  const std::string body = "{\"advance\":\"PT" + std::to_string((ahead.ms + 999) / 1000) + "S\"}";
  const auto answer = call(m_url, &body);
  if (!answer)
    return false;
  return refresh().has_value();
}

}  // namespace loket::adapters::http
