#include "core/domain/journal/terminal_request.h"

#include <array>
#include <charconv>

#include "core/base/base64.h"

namespace loket::journal {
namespace {

std::string nonceText(const TerminalRequest& request) {
  return toBase64(request.nonce);
}

}  // namespace

std::string textOf(const TerminalRequest& request) {
  return "loket/request/v1\n" + request.checkpoint.origin + "\n" + std::to_string(request.checkpoint.size) + "\n" +
         toBase64(bytesOf(request.checkpoint.root)) + "\n" + request.method + "\n" + request.target + "\n" +
         toBase64(bytesOf(request.body)) + "\n" + nonceText(request) + "\n";
}

RequestHeaders headersOf(const TerminalRequest& request, const Signature& signature, const std::optional<RequestConsistency>& consistency) {
  RequestHeaders headers = {
      {"Loket-Terminal", request.checkpoint.origin},
      {"Loket-Checkpoint", std::to_string(request.checkpoint.size) + " " + toBase64(bytesOf(request.checkpoint.root))},
      {"Loket-Nonce", nonceText(request)},
      {"Loket-Signature", toBase64(std::string_view(reinterpret_cast<const char*>(signature.data()), signature.size()))}};
  if (consistency) {
    std::string proof = std::to_string(consistency->from) + " ";
    for (std::size_t i = 0; i < consistency->proof.size(); ++i)
      proof += (i == 0 ? "" : ",") + toBase64(bytesOf(consistency->proof[i]));
    headers.emplace_back("Loket-Consistency", proof);
  }
  return headers;
}

TerminalRefusal terminalRefusalFrom(std::string_view header) {
  using Why = TerminalRefusal::Why;
  constexpr std::array<std::pair<std::string_view, Why>, 5> kWords = {{{"unsigned", Why::Unsigned},
                                                                       {"unknown-terminal", Why::Unknown},
                                                                       {"signature", Why::BadSignature},
                                                                       {"fork", Why::Fork},
                                                                       {"replay", Why::Replay}}};
  for (const auto& [word, why] : kWords)
    if (header == word)
      return {why, 0};
  constexpr std::string_view kSeen = "seen ";
  if (header.substr(0, kSeen.size()) != kSeen)
    return {};
  const std::string_view digits = header.substr(kSeen.size());
  std::uint64_t size = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), size);
  if (digits.empty() || read.ec != std::errc() || read.ptr != digits.data() + digits.size())
    return {};
  return {Why::Seen, size};
}

}  // namespace loket::journal
