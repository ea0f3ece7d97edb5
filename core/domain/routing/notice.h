// What an upstream tells by itself about a transaction (a webhook), as a gateway received it. Nothing in it is true
// before the upstream's reader has found the signature right.
#pragma once

#include <cstddef>
#include <string>

namespace loket {

// More than any transaction has to say.
inline constexpr std::size_t kNoticeBytesMax = 64U << 10U;

struct Notice {
  std::string body;       // the bytes as they came: the signature is over them
  std::string signature;  // of the header, as it came; empty: there was none
  std::string event;      // of the header, "update"; empty: not handed over
};

}  // namespace loket
