#include "app/cashier/shots/fixture_settings.h"

#include <algorithm>
#include <utility>

#include "core/domain/routing/upstream_fields.h"

namespace loket::app::fixture {

FixtureSettings::FixtureSettings() {
  const auto add = [this](const char* id, const char* protocol, const char* url) -> UpstreamSettings& {
    UpstreamSettings& one = suppliers.emplace_back();
    one.id = UpstreamId(id);
    one.protocol = protocol;
    one.url = url;
    return one;
  };
  UpstreamSettings& digi = add("digi", "digiflazz", "https://127.0.0.1:8443/digiflazz/v1");
  digi.values = {{"username", "warungsri"}, {"apiKey", "made-up-key"}};
  digi.contact.name = "CS Contoh";
  digi.contact.whatsapp = "081200000001";
  UpstreamSettings& iak = add("iak", "iak", "https://127.0.0.1:8443/iak/prepaid");
  iak.values = {{"username", "081200000002"},
                {"apiKey", "made-up-key"},
                {"postpaidUrl", "https://127.0.0.1:8443/iak/postpaid"}};
  UpstreamSettings& bank = add("bank", "snap", "https://127.0.0.1:8443/snap");
  bank.values = {{"clientId", "contoh"},         {"clientSecret", "made-up-secret"},
                 {"partnerId", "900001"},        {"channelId", "95221"},
                 {"sourceAccount", "888801000157610"}, {"privateKeyPem", "-----BEGIN PRIVATE KEY-----\nmade up"}};
}

api::CheckpointView FixtureSettings::checkpoint(Instant now) {
  // As long as a real one.
  const std::string origin = "loket/terminal/0123456789abcdef";
  const std::string root = "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=";
  const std::string note = origin + "\n1204\n" + root + "\n\n\u2014 " + origin + " " + std::string(92, 'A') + "\n";
  return {origin, origin + "+cbf0901c+AXm1Vi6P5lT5QHixEuipi6eQH4U65pW+1+DjkQutBJZk", 1'204, root, note, now};
}

api::Witnessed FixtureSettings::witnessed(Instant now, const std::string& trouble) {
  api::Witnessed seen;
  seen.quorum = 1;
  seen.size = 1'190;
  seen.at = now - Duration::hours(2);
  seen.names = {"saksi.koperasi.example/1"};
  seen.witnesses.push_back({"saksi.koperasi.example/1", "https://saksi.koperasi.example", 1'190, seen.at, {}, {}});
  seen.witnesses.push_back({"saksi.bank.example/2", "https://saksi.bank.example", 1'100, now - Duration::days(2), trouble,
                            trouble.empty() ? Instant{} : now - Duration::days(1)});
  return seen;
}

api::Stamped FixtureSettings::stamped(Instant now, const std::string& trouble) {
  api::Stamped seen;
  seen.url = "https://capwaktu.example/tsr";
  const Instant at = now - Duration::hours(26);
  seen.last = api::StampView{businessDateOf(at), 1'180, at, at + Duration::seconds(1), "CN=Cap Waktu", {}, {}};
  seen.trouble = trouble;
  seen.since = trouble.empty() ? Instant{} : now - Duration::hours(2);
  return seen;
}

api::AuditReport FixtureSettings::audit(const std::vector<api::AuditFault>& faults) {
  api::AuditReport report;
  report.size = report.leaves = 1'204;
  report.particulars = 980;
  report.payments = 214;
  report.signedSize = 1'190;
  report.faults = faults;
  return report;
}

void FixtureSettings::fill(api::Config& config) const {
  config.upstreams = suppliers;
  config.offline = limits.offline;
  config.feeCaps = limits.feeCaps;
  config.transfers = limits.transfers;
  config.access = limits.access;
}

void FixtureSettings::save(const api::SaveLimits& command, const api::Reply<Limits>& reply) {
  if (error)
    return reply(fail(*std::exchange(error, std::nullopt)));
  if (command.from != limits)
    return reply(fail(ErrorCode::StateForbids, "limits"));
  limits = command.to;
  limitsSaved.push_back(command);
  reply(limits);
}

void FixtureSettings::save(const api::SaveUpstream& command, const api::Reply<int>& reply) {
  if (error)
    return reply(fail(*std::exchange(error, std::nullopt)));
  if (command.to)
    if (const Status sound = checkUpstream(*command.to); !sound)
      return reply(fail(sound.error()));
  const UpstreamId id = command.from ? command.from->id : command.to->id;
  const auto at = std::find_if(suppliers.begin(), suppliers.end(), [&id](const UpstreamSettings& one) { return one.id == id; });
  if ((at != suppliers.end()) != command.from.has_value() || (command.from && *at != *command.from))
    return reply(fail(ErrorCode::StateForbids, "suppliers"));
  if (!command.to)
    suppliers.erase(at);
  else if (command.from)
    *at = *command.to;
  else
    suppliers.push_back(*command.to);
  suppliersSaved.push_back(command);
  reply(static_cast<int>(suppliers.size()));
}

}  // namespace loket::app::fixture
