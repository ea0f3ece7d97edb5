#include "app/sandbox/http_client.h"

#include <string_view>

#include <httplib.h>

namespace loket::sandbox {
namespace {

constexpr std::string_view kScheme = "http://";

std::size_t endOfHost(const std::string& url) {
  const std::size_t slash = url.find('/', kScheme.size());
  return slash == std::string::npos ? url.size() : slash;
}

}  // namespace

bool isLoopbackUrl(const std::string& url) {
  if (url.rfind(kScheme, 0) != 0) {
    return false;
  }
  const std::string host = url.substr(kScheme.size(), endOfHost(url) - kScheme.size());
  for (const std::string_view loopback : {"127.0.0.1", "localhost", "[::1]"}) {
    if (host.rfind(loopback, 0) != 0) {
      continue;
    }
    const std::string rest = host.substr(loopback.size());
    if (rest.empty() || (rest.size() > 1 && rest.front() == ':' &&
                         rest.find_first_not_of("0123456789", 1) == std::string::npos)) {
      return true;
    }
  }
  return false;
}

int postJson(const std::string& url, const std::map<std::string, std::string>& headers,
             const std::string& body) {
  constexpr int kPatienceSeconds = 5;
  const std::size_t end = endOfHost(url);
  httplib::Client client(url.substr(0, end));
  client.set_connection_timeout(kPatienceSeconds);
  client.set_read_timeout(kPatienceSeconds);
  client.set_write_timeout(kPatienceSeconds);
  httplib::Headers all(headers.begin(), headers.end());
  const std::string path = end == url.size() ? "/" : url.substr(end);
  const httplib::Result result = client.Post(path, all, body, "application/json");
  return result ? result->status : 0;
}

}  // namespace loket::sandbox
