#include "app/sandbox/terminals.h"

#include <charconv>
#include <vector>

#include "app/sandbox/crypto.h"

namespace loket::sandbox {
namespace {

constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kProofMax = 63;

std::optional<std::uint64_t> countIn(std::string_view digits) {
  std::uint64_t count = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), count);
  if (digits.empty() || read.ec != std::errc() || read.ptr != digits.data() + digits.size()) {
    return std::nullopt;
  }
  return count;
}

std::optional<std::string> bytesIn(std::string_view base64, std::size_t size) {
  auto bytes = base64Decode(base64);
  return bytes && bytes->size() == size ? bytes : std::nullopt;
}

// "SIZE REST".
std::optional<std::pair<std::uint64_t, std::string>> countAndRest(const std::string& header) {
  const std::size_t blank = header.find(' ');
  if (blank == std::string::npos) {
    return std::nullopt;
  }
  const auto count = countIn(std::string_view(header).substr(0, blank));
  return count ? std::optional(std::pair(*count, header.substr(blank + 1))) : std::nullopt;
}

std::string parent(const std::string& left, const std::string& right) {
  return sha256("\x01" + left + right);
}

// RFC 9162 2.1.4.2, for 0 < first < second.
bool growsFrom(std::uint64_t first, const std::string& firstRoot, std::uint64_t second, const std::string& secondRoot,
               std::vector<std::string> path) {
  if ((first & (first - 1)) == 0) {
    path.insert(path.begin(), firstRoot);
  }
  if (path.empty()) {
    return false;
  }
  std::uint64_t fn = first - 1;
  std::uint64_t sn = second - 1;
  while ((fn & 1U) != 0) {
    fn >>= 1U;
    sn >>= 1U;
  }
  std::string fr = path.front();
  std::string sr = path.front();
  for (std::size_t i = 1; i < path.size(); ++i) {
    if (sn == 0) {
      return false;
    }
    if ((fn & 1U) != 0 || fn == sn) {
      fr = parent(path[i], fr);
      sr = parent(path[i], sr);
      while ((fn & 1U) == 0 && fn != 0) {
        fn >>= 1U;
        sn >>= 1U;
      }
    } else {
      sr = parent(sr, path[i]);
    }
    fn >>= 1U;
    sn >>= 1U;
  }
  return sn == 0 && fr == firstRoot && sr == secondRoot;
}

std::string saidBy(const Request& request, const std::string& name, std::uint64_t size, const std::string& root) {
  return "loket/request/v1\n" + name + "\n" + std::to_string(size) + "\n" + root + "\n" + request.method + "\n" + request.target + "\n" +
         base64(sha256(request.body)) + "\n" + request.header("loket-nonce") + "\n";
}

}  // namespace

std::optional<nlohmann::json> Terminals::registration(const std::string& keyText) {
  const std::size_t first = keyText.find('+');
  const std::size_t second = first == std::string::npos ? first : keyText.find('+', first + 1);
  if (second == std::string::npos) {
    return std::nullopt;
  }
  const std::string name = keyText.substr(0, first);
  const auto key = bytesIn(keyText.substr(second + 1), kHashBytes + 1);
  // The first byte is the kind: 1 is Ed25519.
  if (name.empty() || !key || key->front() != '\x01' ||
      sha256Hex(name + "\n" + *key).substr(0, 8) != keyText.substr(first + 1, second - first - 1)) {
    return std::nullopt;
  }
  return nlohmann::json{{"kind", "terminal"}, {"name", name}, {"key", base64(key->substr(1))}};
}

nlohmann::json Terminals::demand(const std::string& upstream, bool isSigned) {
  return {{"kind", "terminal"}, {"upstream", upstream}, {"signed", isSigned}};
}

void Terminals::apply(const nlohmann::json& event) {
  if (event.contains("upstream")) {
    if (event.at("signed").get<bool>()) {
      m_demanding.insert(event.at("upstream").get<std::string>());
    } else {
      m_demanding.erase(event.at("upstream").get<std::string>());
    }
    return;
  }
  Terminal& terminal = m_terminals[event.at("name")];
  if (event.contains("key")) {
    terminal = Terminal{base64Decode(event.at("key").get<std::string>()).value_or(""), 0, {}, {}};
    return;
  }
  if (event.at("size") != terminal.size) {
    terminal.heard.clear();
  }
  terminal.size = event.at("size");
  terminal.root = event.at("root");
  terminal.heard.insert(event.at("signature").get<std::string>());
}

Terminals::Judgement Terminals::judge(const Request& request, const std::string& upstream) const {
  const std::string name = request.header("loket-terminal");
  if (name.empty()) {
    return {demands(upstream) ? "unsigned" : "", nullptr};
  }
  const auto at = m_terminals.find(name);
  if (at == m_terminals.end()) {
    return {"unknown-terminal", nullptr};
  }
  const Terminal& known = at->second;
  const auto shown = countAndRest(request.header("loket-checkpoint"));
  const auto root = shown ? bytesIn(shown->second, kHashBytes) : std::nullopt;
  const std::string signatureText = request.header("loket-signature");
  const auto signature = base64Decode(signatureText);
  if (!root || !signature || !verifyEd25519(known.key, saidBy(request, name, shown->first, shown->second), *signature)) {
    return {"signature", nullptr};
  }
  const std::uint64_t size = shown->first;
  if (known.size > 0 && size < known.size) {
    return {"seen " + std::to_string(known.size), nullptr};
  }
  if (size == known.size && known.size > 0) {
    if (shown->second != known.root) {
      return {"fork", nullptr};
    }
    if (known.heard.count(signatureText) > 0) {
      return {"replay", nullptr};
    }
  }
  if (known.size > 0 && size > known.size) {
    const auto proof = countAndRest(request.header("loket-consistency"));
    if (!proof || proof->first != known.size) {
      return {"seen " + std::to_string(known.size), nullptr};
    }
    std::vector<std::string> path;
    std::string rest = proof->second;
    while (!rest.empty()) {
      const std::size_t comma = rest.find(',');
      const auto hash = bytesIn(rest.substr(0, comma), kHashBytes);
      if (!hash || path.size() == kProofMax) {
        return {"signature", nullptr};
      }
      path.push_back(*hash);
      rest = comma == std::string::npos ? std::string{} : rest.substr(comma + 1);
    }
    if (!growsFrom(known.size, base64Decode(known.root).value_or(""), size, *root, std::move(path))) {
      return {"fork", nullptr};
    }
  }
  return {"", nlohmann::json{{"kind", "terminal"}, {"name", name}, {"size", size}, {"root", shown->second}, {"signature", signatureText}}};
}

nlohmann::ordered_json Terminals::toJson() const {
  nlohmann::ordered_json terminals = nlohmann::ordered_json::array();
  for (const auto& [name, terminal] : m_terminals) {
    terminals.push_back({{"name", name}, {"size", terminal.size}, {"root", terminal.root}});
  }
  return {{"terminals", terminals}, {"signed", m_demanding}};
}

}  // namespace loket::sandbox
