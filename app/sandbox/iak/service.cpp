#include "app/sandbox/iak/service.h"

#include <nlohmann/json.hpp>

#include "app/sandbox/iak/answers.h"
#include "app/sandbox/iak/course.h"

namespace loket::sandbox::iak {
namespace {

using nlohmann::json;

constexpr std::string_view kPrepaid = "/iak/prepaid/";
constexpr std::string_view kPostpaid = "/iak/postpaid/";
constexpr std::string_view kPrepaidApi = "api/";

bool isPrepaid(const std::string& target) {
  return target.rfind(kPrepaid, 0) == 0;
}

// The path behind the side's own prefix; "" when it cannot be an endpoint.
std::string endpointOf(const Request& request) {
  if (request.method != "POST") {
    return {};
  }
  const std::string path = request.target.substr(0, request.target.find('?'));
  if (!isPrepaid(path)) {
    return path.substr(kPostpaid.size());
  }
  const std::string rest = path.substr(kPrepaid.size());
  return rest.rfind(kPrepaidApi, 0) == 0 ? rest.substr(kPrepaidApi.size()) : std::string{};
}

json parseBody(const Request& request) {
  json body = json::parse(request.body, nullptr, /*allow_exceptions=*/false);
  return body.is_object() ? body : json();
}

}  // namespace

Service::Service(World& world, const Credentials& credentials, std::int64_t processMs)
    : m_world(world),
      m_credentials(credentials),
      m_prepaid(world, m_credentials, processMs),
      m_postpaid(world, m_credentials) {}

bool Service::owns(const std::string& target) const {
  return isPrepaid(target) || target.rfind(kPostpaid, 0) == 0;
}

Operation Service::classify(const Request& request, UnixMs) const {
  const std::string endpoint = endpointOf(request);
  const json body = parseBody(request);
  return isPrepaid(request.target) ? m_prepaid.classify(endpoint, body) : m_postpaid.classify(endpoint, body);
}

Reply Service::handle(const Request& request, const Fault* fault, UnixMs now) {
  const std::string endpoint = endpointOf(request);
  const json body = parseBody(request);
  const bool prepaid = isPrepaid(request.target);
  Answer answer =
      prepaid ? m_prepaid.handle(endpoint, body, fault, now) : m_postpaid.handle(endpoint, body, fault, now);
  if (fault != nullptr && fault->kind == FaultKind::WrongEcho) {
    falsifyEcho(answer.content);
  }
  // Every answer of the business is HTTP 200, refusals too: decide by the code.
  const bool noPage = answer.content.value("rc", answer.content.value("response_code", "")) == "117";
  Reply reply;
  reply.status = noPage ? 404 : 200;
  reply.wire = answer.wire;
  json envelope{{"data", std::move(answer.content)}};
  if (!prepaid) {
    envelope["meta"] = json::array();
  }
  reply.body = envelope.dump();
  return reply;
}

void Service::settle(UnixMs now) {
  while (const Order* due = m_world.iak().due(now)) {
    m_world.commit(settlementEvent(*due, m_world.iak()));
  }
}

}  // namespace loket::sandbox::iak
