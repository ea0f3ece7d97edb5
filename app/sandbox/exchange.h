// One HTTP exchange as plain values, so that the protocol logic knows nothing of sockets, TLS or the
// HTTP library, and can also say what shall happen on the wire below HTTP.
#pragma once

#include <map>
#include <string>

#include "app/serve/exchange.h"

namespace loket::sandbox {

using serve::Request;

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
  std::map<std::string, std::string> headers = {};
};

}  // namespace loket::sandbox
