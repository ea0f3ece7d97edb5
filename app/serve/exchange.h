// One HTTP exchange as plain values, so that who answers knows nothing of sockets, TLS or the HTTP library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace loket::serve {

struct Request {
  std::string method;
  std::string target;                          // path with the query string, as sent
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
  std::uint16_t peerPort = 0;

  std::string header(const std::string& lowerName) const {
    const auto found = headers.find(lowerName);
    return found == headers.end() ? std::string{} : found->second;
  }
};

struct Reply {
  int status = 200;
  std::string contentType;
  std::string body;
  std::map<std::string, std::string> headers;
  // The length of the whole body is promised, and after so many bytes of it the connection ends.
  std::optional<std::size_t> brokenOffAfter;
};

}  // namespace loket::serve
