// Which terminals may ask, and what each has shown of its journal last. A request carries the terminal's signature over size and
// root of its journal and over itself; who shows an older journal, another one, or the same request again is refused before
// anything is done. Written from the text in README.md and RFC 9162, and not from the program that signs.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include <nlohmann/json.hpp>

#include "app/sandbox/exchange.h"

namespace loket::sandbox {

class Terminals {
 public:
  struct Judgement {
    std::string refusal;  // the word of the Loket-Refused header; empty: go on
    nlohmann::json event;  // to be committed; null: nothing was signed, and nothing had to be
  };

  // "name+hex8+base64" as the terminal says it. The event that registers it; nothing: it is no such key.
  static std::optional<nlohmann::json> registration(const std::string& keyText);
  static nlohmann::json demand(const std::string& upstream, bool isSigned);

  void apply(const nlohmann::json& event);
  bool demands(const std::string& upstream) const { return m_demanding.count(upstream) > 0; }
  Judgement judge(const Request& request, const std::string& upstream) const;
  nlohmann::ordered_json toJson() const;

 private:
  struct Terminal {
    std::string key;  // 32 bytes
    std::uint64_t size = 0;
    std::string root;             // base64
    std::set<std::string> heard;  // signatures at this size
  };
  std::map<std::string, Terminal> m_terminals;
  std::set<std::string> m_demanding;
};

}  // namespace loket::sandbox
