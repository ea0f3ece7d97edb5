#include "app/wiring/console_audit.h"

#include <algorithm>
#include <climits>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "app/wiring/ask.h"
#include "app/wiring/console_json.h"
#include "app/wiring/exit_status.h"
#include "core/adapters/system/files.h"
#include "core/adapters/vault/sodium_crypto.h"
#include "core/base/base64.h"
#include "core/base/text.h"
#include "core/domain/journal/entry.h"
#include "core/domain/journal/offline_proof.h"
#include "core/domain/journal/seal.h"

namespace loket::app {
namespace {

constexpr const char* kProofFormat = "loket-proof/1";

Json proofJson(const api::AuditProof& proof) {
  Json entries = Json::array();
  for (const api::ProvenEntry& one : proof.entries)
    entries.push_back(Json{{"entry", one.entry},
                           {"salt", toBase64(one.salt)},
                           {"particulars", one.particulars},
                           {"proof", one.proof}});
  return Json{{"format", kProofFormat}, {"payment", proof.ref.str()}, {"key", proof.key}, {"entries", std::move(entries)}};
}

std::string proofText(const Json& json, const char* key) {
  const auto at = json.is_object() ? json.find(key) : json.end();
  return json.is_object() && at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
}

tl::unexpected<Error> noProof(const std::string& what) {
  return fail(ErrorCode::UpstreamUnreadable, "proof: " + what);
}

// Entry by entry, with nothing but the file and the key: what it says happened, oldest first.
Result<std::vector<journal::Entry>> checkedEntries(const Json& json, const journal::Verifier& log) {
  const adapters::SodiumCrypto crypto;
  if (proofText(json, "format") != kProofFormat)
    return noProof("not of the form " + std::string(kProofFormat));
  const auto list = json.find("entries");
  if (list == json.end() || !list->is_array() || list->empty())
    return noProof("no entries");
  std::vector<journal::Entry> entries;
  std::uint64_t before = 0;
  for (const Json& one : *list) {
    const std::string text = proofText(one, "entry");
    LOKET_ASSIGN(const journal::Entry entry, journal::entryFrom(text));
    LOKET_ASSIGN(const journal::OfflineProof proof, journal::offlineProofFrom(proofText(one, "proof")));
    LOKET_TRY(journal::proven(crypto, proof, text, log).map([](const journal::Checkpoint&) {}));
    const auto salt = fromBase64(proofText(one, "salt"));
    if (!salt)
      return noProof("salt");
    // Without a salt nothing can be shown, so nothing may be claimed.
    if (salt->empty() ? !proofText(one, "particulars").empty()
                      : journal::commitmentOf(crypto, *salt, proofText(one, "particulars")) != entry.commitment)
      return noProof("the particulars are not those that were written down");
    if (!entries.empty() && proof.index <= before)
      return noProof("not in the order in which it happened");
    before = proof.index;
    if (entry.subject != proofText(json, "payment"))
      return noProof("an entry is about something else");
    entries.push_back(entry);
  }
  return entries;
}

}  // namespace

void addAudit(CLI::App& app, AuditWords& w) {
  auto* audit = app.add_subcommand("audit", "whether the journal is as it was written, and proofs of it");
  audit->require_subcommand(1);
  audit->add_subcommand("verify", "every entry against the tree, the books and what was signed last");
  audit->add_subcommand("checkpoint", "sign how the journal stands now, and print that");
  auto* prove = audit->add_subcommand("prove", "a file that proves one payment to somebody who trusts nobody");
  prove->add_option("REF", w.ref, "the payment: reference, client reference or claim code")->required();
  prove->add_option("--output", w.file, "where to write it; the standard output unless told");
  auto* seal = audit->add_subcommand("seal", "whether a receipt is what the journal says, by the seal on it");
  seal->add_option("REF", w.ref, "the payment on it: reference, client reference or claim code")->required();
  seal->add_option("SEAL", w.seal, "the letters behind SEGEL, or what its code says")->required();
  auto* check = audit->add_subcommand("check", "look at such a file with the key of the terminal that signed it");
  check->add_option("FILE", w.file)->required();
  check->add_option("--key", w.key, "the terminal's key, as `audit checkpoint` prints it; got from elsewhere than the file")->required();
}

int AuditConsole::run(const std::string& command) {
  if (command == "audit verify")
    return verify();
  if (command == "audit prove")
    return prove();
  if (command == "audit seal")
    return seal();
  if (command == "audit check")
    return check();
  return checkpoint();
}

// Who asks may stand in another folder than the program that answers.
std::string AuditConsole::placeOf(const std::string& file) const {
  const std::filesystem::path path(file);
  return path.is_absolute() ? file : (std::filesystem::path(m_folder) / path).string();
}

int AuditConsole::verify() {
  const auto whole = [](std::uint64_t count) { return static_cast<int>(std::min<std::uint64_t>(count, INT_MAX)); };
  const auto report = ask<api::AuditReport>([&](api::Reply<api::AuditReport> reply) {
    m_client.audit([&](api::AuditProgress at) { m_out.progress(whole(at.done), whole(at.of)); }, std::move(reply));
  });
  if (!report)
    return reportFailure(m_out, m_json, report.error());
  if (m_json) {
    Json faults = Json::array();
    for (const api::AuditFault& one : report->faults) faults.push_back(Json{{"index", one.index}, {"what", one.what}});
    m_out.line(lineOf(Json{{"sound", report->isSound()},
                           {"size", report->size},
                           {"from", report->from},
                           {"looked", report->leaves},
                           {"compared", report->particulars},
                           {"payments", report->payments},
                           {"erased", report->erased},
                           {"root", report->root},
                           {"signedSize", report->signedSize},
                           {"faults", std::move(faults)}}));
  } else {
    m_out.line(fmt::format("{} entries, {} of them compared with the books, {} payments with what their steps make of them; root {}",
                           report->leaves, report->particulars, report->payments, report->root));
    if (report->from > 0)
      m_out.line(fmt::format("{} earlier ones are known by their hashes only: the database was made again from the sidecar", report->from));
    if (report->signedSize > 0)
      m_out.line(fmt::format("it goes on from what was signed at {} entries", report->signedSize));
    for (const api::AuditFault& one : report->faults) m_out.line(fmt::format("NOT AS WRITTEN: entry {}: {}", one.index, one.what));
    if (report->erased > 0)
      m_out.line(fmt::format("{} entries were erased: what they were about cannot be compared any more", report->erased));
    m_out.line(!report->isSound()    ? "The journal is not as it was written."
               : report->from > 0 ? fmt::format("From entry {} on the journal is as it was written.", report->from)
                                  : "The journal is as it was written.");
  }
  return report->isSound() ? kExitDone : kExitLocal;
}

int AuditConsole::checkpoint() {
  const auto view = ask<api::CheckpointView>([&](api::Reply<api::CheckpointView> reply) { m_client.checkpoint(std::move(reply)); });
  if (!view)
    return reportFailure(m_out, m_json, view.error());
  if (m_json)
    m_out.line(lineOf(Json{{"origin", view->origin},
                           {"key", view->key},
                           {"size", view->size},
                           {"root", view->root},
                           {"at", toRfc3339(view->at)},
                           {"note", view->note}}));
  else
    m_out.line(view->note + "\nkey " + view->key);
  return kExitDone;
}

int AuditConsole::prove() {
  const auto proof = ask<api::AuditProof>([&](api::Reply<api::AuditProof> reply) { m_client.prove(m_.ref, std::move(reply)); });
  if (!proof)
    return reportFailure(m_out, m_json, proof.error());
  const std::string text = proofJson(*proof).dump(m_.file.empty() ? -1 : 1);
  if (m_.file.empty()) {
    m_out.line(text);
    return kExitDone;
  }
  const std::string path = placeOf(m_.file);
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << text << "\n";
  out.flush();
  if (!out)
    return reportFailure(m_out, m_json, Error{ErrorCode::DiskFault, path});
  m_out.line(m_json ? lineOf(Json{{"file", path}, {"entries", proof->entries.size()}, {"key", proof->key}})
                    : fmt::format("{}: {} entries, signed by {}", path, proof->entries.size(), proof->key));
  return kExitDone;
}

int AuditConsole::seal() {
  const auto found = ask<api::SealCheck>(
      [&](api::Reply<api::SealCheck> reply) { m_client.checkSeal(m_.ref, m_.seal, std::move(reply)); });
  if (!found)
    return reportFailure(m_out, m_json, found.error());
  m_out.line(m_json ? lineOf(Json{{"payment", found->ref.str()},
                                  {"kind", found->kind},
                                  {"at", toRfc3339(found->at)},
                                  {"index", found->index},
                                  {"newest", found->isNewest}})
                    : fmt::format("Entry {}: {} at {}.{}", found->index, found->kind, toRfc3339(found->at),
                                  found->isNewest ? "" : " Something has happened since: look at the payment."));
  return kExitDone;
}

int AuditConsole::check() {
  const adapters::SodiumCrypto crypto;
  const auto log = journal::verifierFrom(crypto, m_.key);
  if (!log)
    return reportFailure(m_out, m_json, log.error());
  adapters::SystemFiles files;
  const std::string path = placeOf(m_.file);
  const auto bytes = files.read(path);
  if (!bytes || !*bytes)
    return reportFailure(m_out, m_json, bytes ? Error{ErrorCode::NotFound, path} : bytes.error());
  const auto entries = checkedEntries(Json::parse(**bytes, nullptr, false), *log);
  if (!entries)
    return reportFailure(m_out, m_json, entries.error());
  for (const journal::Entry& one : *entries) {
    const std::string seal = journal::sealOf(journal::leafHash(crypto, journal::textOf(one)));
    m_out.line(m_json ? lineOf(Json{{"kind", one.kind}, {"subject", one.subject}, {"at", toRfc3339(one.at)}, {"seal", seal}})
                      : fmt::format("{}  {}  {}  {}", toRfc3339(one.at), seal, one.kind, one.subject));
  }
  if (!m_json)
    m_out.line("All of it stands in the journal that this key has signed.");
  return kExitDone;
}

}  // namespace loket::app
