// One HTTP exchange as plain values, so that the protocol logic knows nothing of sockets, TLS or the
// HTTP library, and can also say what shall happen on the wire below HTTP.
#pragma once

#include <map>
#include <string>

namespace loket::sandbox {

struct Request {
  std::string method;
  std::string target;                          // path with the query string, as sent
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;

  std::string header(const std::string& lowerName) const {
    const auto found = headers.find(lowerName);
    return found == headers.end() ? std::string{} : found->second;
  }
};

// What the TCP relay or the HTTP writer does with the answer.
enum class Wire {
  Answer,
  Reset,     // RST instead of an answer
  Hang,      // no byte of the answer, connection stays open
  Slow,      // 3 s of silence, then small pieces
  Truncate,  // Content-Length of the whole body, half of it, then the end
};

struct Reply {
  int status = 200;
  std::string contentType = "application/json";
  std::string body;
  Wire wire = Wire::Answer;
};

}  // namespace loket::sandbox
