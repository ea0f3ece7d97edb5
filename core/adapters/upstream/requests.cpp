#include "core/adapters/upstream/requests.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include <openssl/evp.h>

#include "core/base/check.h"
#include "core/base/text.h"

namespace loket::adapters::upstream {
namespace {

constexpr std::size_t kFieldMax = 64;

}  // namespace

ports::HttpRequest requestTo(const UpstreamSettings& settings, std::string url, std::string body) {
  ports::HttpRequest request;
  request.url = std::move(url);
  request.body = std::move(body);
  request.caPem = settings.caPem;
  request.pins = settings.pins;
  request.clientCertPem = settings.clientCertPem;
  request.clientKeyPem = settings.clientKeyPem;
  request.proxy = settings.proxy;
  request.proxyCaPem = settings.proxyCaPem;
  request.timeoutMs = settings.timeoutMs;
  return request;
}

std::string strangeShape(const ports::HttpReply& reply) {
  const std::size_t begin = reply.body.find_first_not_of(" \t\r\n");
  const char first = begin == std::string::npos ? '\0' : reply.body[begin];
  if (first == '{' || first == '[')
    return {};
  std::string type;
  for (const auto& [name, value] : reply.headers)
    if (name == "content-type")
      type = toLower(value);
  constexpr int kPortalWantsLogin = 511;
  if (reply.status >= 500 && reply.status != kPortalWantsLogin)
    return "server-error";
  if (reply.status >= 300 && reply.status < 400)
    return "redirect";
  if (first == '<' || type.find("html") != std::string::npos)
    return "html";
  if (!type.empty() && type.find("json") == std::string::npos)
    return "content-type";
  return {};
}

bool isAnswer(const ports::HttpReply& reply, Verdict& verdict) {
  using Kind = ports::HttpReply::Kind;
  if (reply.kind == Kind::Answered) {
    verdict.code = strangeShape(reply);
    verdict.kind = VerdictKind::Unknown;
    return verdict.code.empty();
  }
  verdict.kind = reply.kind == Kind::NotSent ? VerdictKind::NotSent : VerdictKind::Unknown;
  verdict.code = reply.detail;
  return false;
}

Verdict verdictOf(VerdictKind kind, std::string code) {
  Verdict verdict;
  verdict.kind = kind;
  verdict.code = std::move(code);
  return verdict;
}

bool isCarriable(std::string_view text) {
  return !text.empty() && text.size() <= kFieldMax &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::string md5Hex(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  std::size_t size = 0;
  LOKET_CHECK(EVP_Q_digest(nullptr, "MD5", nullptr, text.data(), text.size(), digest.data(), &size) == 1);
  return toHex(digest.data(), size);
}

}  // namespace loket::adapters::upstream
