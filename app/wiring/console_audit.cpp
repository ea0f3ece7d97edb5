#include "app/wiring/console_audit.h"

#include <algorithm>
#include <climits>
#include <filesystem>
#include <fstream>
#include <set>

#include <fmt/format.h>

#include "app/wiring/ask.h"
#include "app/wiring/console_json.h"
#include "app/wiring/exit_status.h"
#include "core/adapters/system/files.h"
#include "core/adapters/vault/sodium_crypto.h"
#include "core/base/base64.h"
#include "core/base/text.h"
#include "core/domain/journal/entry.h"
#include "core/domain/journal/log_file.h"
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

Result<AuditQuorum> quorumFrom(const journal::Crypto& crypto, const AuditWords& words) {
  AuditQuorum quorum;
  std::set<journal::PublicKey> keys;
  for (const std::string& text : words.witnesses) {
    LOKET_ASSIGN(const journal::Verifier witness, journal::verifierFrom(crypto, text));
    if (witness.kind != journal::KeyKind::Cosignature)
      return fail(ErrorCode::Usage, "--witness: not the key of a witness");
    if (!keys.insert(witness.key).second)
      return fail(ErrorCode::Usage, "--witness: the same key twice");
    quorum.witnesses.push_back(witness);
  }
  if (words.quorum < 0 || words.quorum > static_cast<int>(quorum.witnesses.size()))
    return fail(ErrorCode::Usage, "--quorum: from 1 to the number of witnesses");
  quorum.needed = words.quorum > 0 ? static_cast<std::size_t>(words.quorum) : quorum.witnesses.size();
  return quorum;
}

bool isCosigned(const journal::Crypto& crypto, const journal::SignedNote& note, const AuditQuorum& quorum) {
  const auto count = std::count_if(quorum.witnesses.begin(), quorum.witnesses.end(), [&](const journal::Verifier& witness) {
    return journal::sealedBy(crypto, note, witness).has_value();
  });
  return static_cast<std::size_t>(count) >= quorum.needed;
}

Json witnessedJson(const api::Witnessed& seen) {
  Json all = Json::array();
  for (const api::WitnessView& one : seen.witnesses)
    all.push_back(Json{{"name", one.name},
                       {"url", one.url},
                       {"size", one.size},
                       {"at", one.size > 0 ? toRfc3339(one.at) : std::string()},
                       {"trouble", one.trouble},
                       {"since", one.trouble.empty() ? std::string() : toRfc3339(one.since)}});
  return Json{{"size", seen.size},
              {"at", seen.size > 0 ? toRfc3339(seen.at) : std::string()},
              {"names", seen.names},
              {"quorum", seen.quorum},
              {"missingSince", seen.missingSince.ms != 0 ? toRfc3339(seen.missingSince) : std::string()},
              {"witnesses", std::move(all)}};
}

bool isOpposed(const api::Witnessed& seen) {
  return std::any_of(seen.witnesses.begin(), seen.witnesses.end(),
                     [](const api::WitnessView& one) { return one.trouble == "ahead" || one.trouble == "fork"; });
}

// What is wrong with a witness, and what to do.
std::string witnessTrouble(const api::WitnessView& one) {
  if (one.trouble == "ahead")
    return "THIS HOME IS OLDER than what the witness has seen, or a second copy of it is in use";
  if (one.trouble == "fork")
    return "ANOTHER HISTORY of this terminal was shown to the witness: a second copy of this home is in use, or it is older";
  if (one.trouble == "unknown-terminal")
    return "it does not know this terminal: whoever runs it adds its key (loket-witness --add-log KEY)";
  if (one.trouble == "signature" || one.trouble == "key")
    return "IT LIES: what it sent is no cosignature of its key";
  if (one.trouble == "size")
    return "IT LIES: it says that it has seen what it cannot have seen, or less than it has cosigned";
  if (one.trouble == "time")
    return "its clock or this computer's is a day off or more: set the clock right";
  if (one.trouble == "no-proof")
    return "what it has seen is from before the database was made again from the sidecar: nothing can be proved to it";
  return one.trouble;
}

std::vector<std::string> witnessedLines(const api::Witnessed& seen) {
  std::vector<std::string> lines;
  if (seen.witnesses.empty())
    return lines;
  lines.push_back(seen.size == 0 ? fmt::format("not witnessed yet ({} must cosign)", seen.quorum)
                                 : fmt::format("{} entries witnessed at {} by {}", seen.size, toRfc3339(seen.at),
                                               fmt::join(seen.names, ", ")));
  if (seen.missingSince.ms != 0)
    lines.push_back(fmt::format("what was signed at {} and later is not witnessed yet", toRfc3339(seen.missingSince)));
  for (const api::WitnessView& one : seen.witnesses)
    lines.push_back(fmt::format("  {}  {}{}", one.name,
                                one.size == 0 ? std::string("never") : fmt::format("{} entries at {}", one.size, toRfc3339(one.at)),
                                one.trouble.empty() ? std::string()
                                                    : fmt::format("; since {}: {}", toRfc3339(one.since), witnessTrouble(one))));
  return lines;
}

// What is wrong with the time-stamp authority, and what to do.
std::string stampTrouble(const std::string& word) {
  if (word == "not-granted")
    return "it says no: look at audit.timestamp.policy, and ask whoever runs it";
  if (word == "signature")
    return "its stamp is not signed by whom audit.timestamp.tokenCaFile names for that: it was not taken";
  if (word == "other-question")
    return "it stamped something else than it was asked for: it was not taken";
  if (word == "local")
    return "its stamp could not be kept here";
  return word;
}

std::string clockApart(const api::StampView& stamp) {
  return stamp.isClockApart() ? fmt::format("; CLOCKS APART: by this computer's it was {}", toRfc3339(stamp.keptAt)) : std::string();
}

std::vector<std::string> stampedLines(const api::Stamped& seen) {
  std::vector<std::string> lines;
  if (seen.last)
    lines.push_back(fmt::format("{} entries stamped at {} by {}{}", seen.last->size, toRfc3339(seen.last->at), seen.last->signer,
                                clockApart(*seen.last)));
  else if (!seen.url.empty())
    lines.push_back("no time stamp yet");
  if (!seen.trouble.empty())
    lines.push_back(fmt::format("  no time stamp since {}: {}", toRfc3339(seen.since), stampTrouble(seen.trouble)));
  return lines;
}

Json stampJson(const api::StampView& stamp) {
  return Json{{"day", toIso(stamp.day)},
              {"size", stamp.size},
              {"at", toRfc3339(stamp.at)},
              {"keptAt", toRfc3339(stamp.keptAt)},
              {"clockApart", stamp.isClockApart()},
              {"signer", stamp.signer}};
}

Json stampedJson(const api::Stamped& seen) {
  return Json{{"url", seen.url},
              {"last", seen.last ? stampJson(*seen.last) : Json()},
              {"trouble", seen.trouble},
              {"since", seen.trouble.empty() ? std::string() : toRfc3339(seen.since)}};
}

bool writeWhole(const std::string& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << bytes;
  out.flush();
  return out.good();
}

// Entry by entry, with nothing but the file and the keys: what it says happened, oldest first.
Result<std::vector<journal::Entry>> checkedEntries(const Json& json, const journal::Verifier& log, const AuditQuorum& quorum) {
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
    if (!isCosigned(crypto, proof.checkpoint, quorum))
      return fail(ErrorCode::SignatureWrong, fmt::format("fewer than {} of these witnesses have cosigned it", quorum.needed));
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

int whole(std::uint64_t count) {
  return static_cast<int>(std::min<std::uint64_t>(count, INT_MAX));
}

constexpr std::size_t kPieceBytes = 1U << 18U;

// How an exported journal begins; a payment's proof begins otherwise.
constexpr std::string_view kLogBegins = "loket-log/";

Result<journal::LogFacts> readLog(ports::PagedFile& file, const journal::Crypto& crypto, const journal::Verifier& log, Output& out) {
  journal::LogReader reader(crypto, log);
  std::uint64_t done = 0;
  while (true) {
    LOKET_ASSIGN(const std::string piece, file.next(kPieceBytes));
    if (piece.empty())
      return reader.end();
    LOKET_TRY(reader.take(piece));
    done += piece.size();
    out.progress(whole(done / 1024), whole(std::max(done, file.size()) / 1024));
  }
}

}  // namespace

void addAudit(CLI::App& app, AuditWords& w) {
  auto* audit = app.add_subcommand("audit", "whether the journal is as it was written, and proofs of it");
  audit->require_subcommand(1);
  audit->add_subcommand("verify", "every entry against the tree, the books and what was signed last");
  audit->add_subcommand("checkpoint", "sign how the journal stands now, and print that");
  audit->add_subcommand("witness", "sign how the journal stands, ask the witnesses now, and print when each of them has cosigned last");
  auto* prove = audit->add_subcommand("prove", "a file that proves one payment to somebody who trusts nobody");
  prove->add_option("REF", w.ref, "the payment: reference, client reference or claim code")->required();
  prove->add_option("--output", w.file, "where to write it; the standard output unless told");
  auto* exported = audit->add_subcommand("export", "the whole journal as a file that anybody can check, signed now and cosigned");
  exported->add_option("PLACE", w.file, "the file, or a folder to put it in; nothing is written over")->required();
  exported->add_flag("--with-particulars", w.withParticulars,
                     "what the entries are about too: names, numbers and sums; without it there are none of these in it");
  auto* seal = audit->add_subcommand("seal", "whether a receipt is what the journal says, by the seal on it");
  seal->add_option("REF", w.ref, "the payment on it: reference, client reference or claim code")->required();
  seal->add_option("SEAL", w.seal, "the letters behind SEGEL, or what its code says")->required();
  auto* check =
      audit->add_subcommand("check", "look at a payment's proof or an exported journal with the key of the terminal that signed it");
  check->add_option("FILE", w.file)->required();
  check->add_option("--key", w.key, "the terminal's key, as `audit checkpoint` prints it; got from elsewhere than the file")->required();
  auto* witness = check->add_option("--witness", w.witnesses, "the key of a witness that must have cosigned it; again and again")
                      ->expected(1)
                      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  check->add_option("--quorum", w.quorum, "how many of these witnesses; all unless told")->check(CLI::Range(1, 100))->needs(witness);
  auto* stamp = audit->add_subcommand("stamp", "what a time-stamp authority outside says of what was signed");
  stamp->require_subcommand(1);
  stamp->add_subcommand("list", "what was stamped, day by day, and what went wrong last");
  auto* out = stamp->add_subcommand("export", "a stamp and what is stamped, as two files for `openssl ts -verify`");
  out->add_option("FILE", w.file, "where to write the stamp (.tsr); what is stamped goes beside it (.checkpoint)")->required();
  out->add_option("--day", w.day, "of which day, 2026-11-30; the newest unless told");
}

int AuditConsole::run(const std::string& command) {
  if (command == "audit verify")
    return verify();
  if (command == "audit witness")
    return witness();
  if (command == "audit prove")
    return prove();
  if (command == "audit seal")
    return seal();
  if (command == "audit check")
    return check();
  if (command == "audit stamp list")
    return listStamps();
  if (command == "audit stamp export")
    return exportStamp();
  if (command == "audit export")
    return exportLog();
  return checkpoint();
}

// Who asks may stand in another folder than the program that answers.
std::string AuditConsole::placeOf(const std::string& file) const {
  const std::filesystem::path path(file);
  return path.is_absolute() ? file : (std::filesystem::path(m_folder) / path).string();
}

int AuditConsole::verify() {
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
                           {"witnessed", witnessedJson(report->witnessed)},
                           {"stamped", stampedJson(report->stamped)},
                           {"faults", std::move(faults)}}));
  } else {
    m_out.line(fmt::format("{} entries, {} of them compared with the books, {} payments with what their steps make of them; root {}",
                           report->leaves, report->particulars, report->payments, report->root));
    if (report->from > 0)
      m_out.line(fmt::format("{} earlier ones are known by their hashes only: the database was made again from the sidecar", report->from));
    if (report->signedSize > 0)
      m_out.line(fmt::format("it goes on from what was signed at {} entries", report->signedSize));
    for (const std::string& line : witnessedLines(report->witnessed)) m_out.line(line);
    for (const std::string& line : stampedLines(report->stamped)) m_out.line(line);
    for (const api::AuditFault& one : report->faults) m_out.line(fmt::format("NOT AS WRITTEN: entry {}: {}", one.index, one.what));
    if (report->erased > 0)
      m_out.line(fmt::format("{} entries were erased: what they were about cannot be compared any more", report->erased));
    m_out.line(!report->isSound()    ? "The journal is not as it was written."
               : report->from > 0 ? fmt::format("From entry {} on the journal is as it was written.", report->from)
                                  : "The journal is as it was written.");
  }
  return report->isSound() && !isOpposed(report->witnessed) ? kExitDone : kExitLocal;
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
                           {"note", view->note},
                           {"witnessed", witnessedJson(view->witnessed)},
                           {"stamped", stampedJson(view->stamped)}}));
  else {
    m_out.line(view->note + "\nkey " + view->key);
    for (const std::string& line : witnessedLines(view->witnessed)) m_out.line(line);
    for (const std::string& line : stampedLines(view->stamped)) m_out.line(line);
  }
  return isOpposed(view->witnessed) ? kExitLocal : kExitDone;
}

int AuditConsole::witness() {
  const auto view = ask<api::CheckpointView>([&](api::Reply<api::CheckpointView> reply) { m_client.checkpoint(std::move(reply)); });
  if (!view)
    return reportFailure(m_out, m_json, view.error());
  const api::Witnessed& seen = view->witnessed;
  // Whoever wants to know that it is witnessed must not take it for that.
  if (seen.witnesses.empty())
    return reportFailure(m_out, m_json, Error{ErrorCode::NotFound, "audit.witnesses: nobody is asked"});
  if (m_json)
    m_out.line(lineOf(witnessedJson(seen)));
  else
    for (const std::string& line : witnessedLines(seen)) m_out.line(line);
  if (isOpposed(seen))
    return kExitLocal;
  return seen.missingSince.ms == 0 ? kExitDone : kExitOpen;
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
  if (!writeWhole(path, text + "\n"))
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

int AuditConsole::exportLog() {
  api::AuditExport order;
  order.path = placeOf(m_.file);
  std::error_code none;
  order.isFolder = std::filesystem::is_directory(order.path, none);
  order.withParticulars = m_.withParticulars;
  const auto done = ask<api::AuditExported>([&](api::Reply<api::AuditExported> reply) {
    m_client.exportLog(
        order, [&](api::AuditProgress at) { m_out.progress(whole(at.done), whole(at.of)); }, std::move(reply));
  });
  if (!done)
    return reportFailure(m_out, m_json, done.error());
  if (m_json) {
    m_out.line(lineOf(Json{{"file", done->path},
                           {"key", done->key},
                           {"size", done->size},
                           {"from", done->from},
                           {"entries", done->entries},
                           {"shown", done->shown}}));
    return kExitDone;
  }
  m_out.line(
      fmt::format("{}: {} entries, {} of them with what they are about, signed by {}", done->path, done->entries, done->shown, done->key));
  if (done->from > 0)
    m_out.line(fmt::format("{} earlier ones are in it by their hashes only: the database was made again from the sidecar", done->from));
  return kExitDone;
}

int AuditConsole::checkLog(ports::PagedFile& file, const journal::Verifier& log, const AuditQuorum& quorum) {
  const adapters::SodiumCrypto crypto;
  const auto facts = readLog(file, crypto, log, m_out);
  if (!facts)
    return reportFailure(m_out, m_json, facts.error());
  if (!isCosigned(crypto, facts->note, quorum))
    return reportFailure(m_out, m_json,
                         Error{ErrorCode::SignatureWrong, fmt::format("fewer than {} of these witnesses have cosigned it", quorum.needed)});
  if (m_json) {
    m_out.line(lineOf(Json{{"size", facts->checkpoint.size},
                           {"root", toBase64(journal::bytesOf(facts->checkpoint.root))},
                           {"from", facts->from},
                           {"entries", facts->entries},
                           {"shown", facts->shown},
                           {"witnesses", quorum.needed}}));
    return kExitDone;
  }
  m_out.line(fmt::format("{} entries are those that this key has signed{}; {} of them are shown with what they are about", facts->entries,
                         quorum.needed > 0 ? fmt::format(" and {} of the witnesses have seen", quorum.needed) : "", facts->shown));
  if (facts->from > 0)
    m_out.line(fmt::format("{} earlier ones are known by their hashes only", facts->from));
  return kExitDone;
}

int AuditConsole::check() {
  const adapters::SodiumCrypto crypto;
  const auto log = journal::verifierFrom(crypto, m_.key);
  if (!log)
    return reportFailure(m_out, m_json, log.error());
  const auto quorum = quorumFrom(crypto, m_);
  if (!quorum)
    return reportFailure(m_out, m_json, quorum.error());
  adapters::SystemFiles files;
  const std::string path = placeOf(m_.file);
  const auto opened = files.openToRead(path);
  if (!opened)
    return reportFailure(m_out, m_json, opened.error());
  if ((*opened)->next(kLogBegins.size()).value_or(std::string()) == kLogBegins) {
    const auto again = files.openToRead(path);
    return again ? checkLog(**again, *log, *quorum) : reportFailure(m_out, m_json, again.error());
  }
  const auto bytes = files.read(path);
  if (!bytes || !*bytes)
    return reportFailure(m_out, m_json, bytes ? Error{ErrorCode::NotFound, path} : bytes.error());
  const auto entries = checkedEntries(Json::parse(**bytes, nullptr, false), *log, *quorum);
  if (!entries)
    return reportFailure(m_out, m_json, entries.error());
  for (const journal::Entry& one : *entries) {
    const std::string seal = journal::sealOf(journal::leafHash(crypto, journal::textOf(one)));
    m_out.line(m_json ? lineOf(Json{{"kind", one.kind}, {"subject", one.subject}, {"at", toRfc3339(one.at)}, {"seal", seal}})
                      : fmt::format("{}  {}  {}  {}", toRfc3339(one.at), seal, one.kind, one.subject));
  }
  if (!m_json)
    m_out.line(quorum->needed > 0 ? fmt::format("All of it stands in the journal that this key has signed and {} of the witnesses have seen.",
                                                quorum->needed)
                                  : "All of it stands in the journal that this key has signed.");
  return kExitDone;
}

int AuditConsole::listStamps() {
  const auto list = ask<api::StampList>([&](api::Reply<api::StampList> reply) { m_client.stamps(std::move(reply)); });
  if (!list)
    return reportFailure(m_out, m_json, list.error());
  for (const api::StampView& one : list->stamps)
    m_out.line(m_json ? lineOf(stampJson(one))
                      : fmt::format("{}  {} entries, stamped at {} by {}{}", toIso(one.day), one.size, toRfc3339(one.at), one.signer,
                                    clockApart(one)));
  if (m_json) {
    m_out.line(lineOf(stampedJson(list->stamped)));
    return kExitDone;
  }
  if (list->stamped.url.empty())
    m_out.line("not set up: no time-stamp authority is asked (audit.timestamp)");
  for (const std::string& line : stampedLines(list->stamped)) m_out.line(line);
  return kExitDone;
}

int AuditConsole::exportStamp() {
  const auto day = m_.day.empty() ? std::nullopt : parseIsoDate(m_.day);
  if (!m_.day.empty() && !day)
    return reportFailure(m_out, m_json, Error{ErrorCode::Usage, "--day: a day as 2026-11-30"});
  const auto list = ask<api::StampList>([&](api::Reply<api::StampList> reply) { m_client.stamps(std::move(reply)); });
  if (!list)
    return reportFailure(m_out, m_json, list.error());
  const auto at = std::find_if(list->stamps.begin(), list->stamps.end(), [&](const api::StampView& one) { return one.day == day; });
  if (day ? at == list->stamps.end() : !list->stamped.last)
    return reportFailure(m_out, m_json, Error{ErrorCode::NotFound, "stamp"});
  const api::StampView& stamp = day ? *at : *list->stamped.last;
  const std::string path = placeOf(m_.file);
  const std::string text = std::filesystem::path(path).replace_extension(".checkpoint").string();
  if (text == path)
    return reportFailure(m_out, m_json, Error{ErrorCode::Usage, "FILE: the checkpoint itself is to be called that"});
  for (const auto& [file, bytes] : {std::pair(text, stamp.note), std::pair(path, stamp.response)})
    if (!writeWhole(file, bytes))
      return reportFailure(m_out, m_json, Error{ErrorCode::DiskFault, file});
  if (m_json) {
    Json json = stampJson(stamp);
    json["file"] = path;
    json["checkpoint"] = text;
    m_out.line(lineOf(json));
    return kExitDone;
  }
  m_out.line(fmt::format("{}: {} entries, stamped at {} by {}{}", path, stamp.size, toRfc3339(stamp.at), stamp.signer, clockApart(stamp)));
  m_out.line(fmt::format("openssl ts -verify -data {} -in {} -CAfile THE-AUTHORITYS-ROOT.pem", text, path));
  return kExitDone;
}

}  // namespace loket::app
