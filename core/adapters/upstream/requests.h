// What every upstream's channel does alike: addresses a request with the identity that the settings give, and says
// what it means when no answer came.
#pragma once

#include <string>
#include <string_view>

#include "core/domain/payment/verdict.h"
#include "core/domain/routing/upstream_settings.h"
#include "core/ports/http.h"

namespace loket::adapters::upstream {

// A POST of `body` to `url`, with the settings' authority, pins, client certificate and time-out; no headers yet.
ports::HttpRequest requestTo(const UpstreamSettings& settings, std::string url, std::string body);

// The word for an answer that cannot be an upstream's, whatever its reader would make of it: "html" (a
// captive portal), "redirect", "content-type", "server-error". Empty for everything that begins as JSON does:
// suppliers call their JSON by many names, so the name alone condemns nothing.
std::string strangeShape(const ports::HttpReply& reply);

// False, and what the evidence means into `verdict`, when the transport brought no answer, or none of an
// upstream.
bool isAnswer(const ports::HttpReply& reply, Verdict& verdict);

Verdict verdictOf(VerdictKind kind, std::string code);

// Printable ASCII of at most 64 characters, and not empty: everything the market's numbers and codes need, and nothing
// that JSON or a signature could carry in two ways.
bool isCarriable(std::string_view text);

// Lower-case hex.
std::string md5Hex(std::string_view text);

}  // namespace loket::adapters::upstream
