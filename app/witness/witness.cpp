#include "app/witness/witness.h"

#include <algorithm>
#include <utility>

namespace loket::witness {
namespace {

constexpr int kDone = 200;
constexpr int kMalformed = 400;
constexpr int kNotSigned = 403;
constexpr int kUnknown = 404;
constexpr int kOtherMethod = 405;
constexpr int kConflict = 409;
constexpr int kNotConsistent = 422;
constexpr int kDamaged = 500;
constexpr int kNotNow = 503;

serve::Reply say(int status, std::string_view words) {
  serve::Reply reply;
  reply.status = status;
  reply.contentType = "text/plain; charset=utf-8";
  reply.body = std::string(words) + "\n";
  return reply;
}

serve::Reply sizeIs(std::uint64_t size) {
  serve::Reply reply = say(kConflict, std::to_string(size));
  reply.contentType = std::string(journal::kWitnessSizeType);
  return reply;
}

}  // namespace

Witness::Witness(Identity identity, const std::vector<journal::Verifier>& logKeys, WitnessFiles& files, ports::Clock& clock,
                 ports::Probe& probe, Tell tell)
    : m_identity(std::move(identity)), m_files(files), m_clock(clock), m_probe(probe), m_tell(std::move(tell)) {
  for (const journal::Verifier& key : logKeys) {
    auto& log = m_logs[key.name];
    if (log == nullptr) {
      log = std::make_unique<Log>();
      auto note = m_files.remembered(m_crypto, m_identity.verifier, key.name);
      log->isDamaged = !note;
      if (note) {
        log->note = std::move(*note);
        log->checkpoint = *journal::checkpointIn(log->note.body);
      } else {
        m_tell(note.error().detail + "; nothing of this log is cosigned");
      }
    }
    log->keys.push_back(key);
  }
}

std::size_t Witness::damagedCount() const {
  return static_cast<std::size_t>(
      std::count_if(m_logs.begin(), m_logs.end(), [](const auto& entry) { return entry.second->isDamaged; }));
}

serve::Reply Witness::answer(const serve::Request& request) {
  if (request.target != "/add-checkpoint")
    return say(kUnknown, "only /add-checkpoint is here");
  if (request.method != "POST") {
    serve::Reply reply = say(kOtherMethod, "it is POSTed");
    reply.headers["Allow"] = "POST";
    return reply;
  }
  return addCheckpoint(request.body);
}

serve::Reply Witness::addCheckpoint(std::string_view text) {
  const auto request = journal::witnessRequestFrom(text);
  if (!request)
    return say(kMalformed, request.error().detail);
  const auto checkpoint = journal::checkpointIn(request->note.body);
  const auto found = checkpoint ? m_logs.find(checkpoint->origin) : m_logs.end();
  if (found == m_logs.end())
    return say(kUnknown, "a log that is not known here");
  Log& log = *found->second;
  // From here to the answer nobody else asks or changes what is remembered of this log.
  const std::lock_guard lock(log.mutex);
  return log.isDamaged ? say(kDamaged, "what is remembered of this log is damaged") : decide(log, *request, *checkpoint);
}

serve::Reply Witness::decide(Log& log, const journal::WitnessRequest& request, const journal::Checkpoint& checkpoint) {
  switch (journal::verdictOn(m_crypto, request, log.keys, {log.checkpoint.size, log.checkpoint.root})) {
    case journal::WitnessVerdict::Cosign:
      return cosign(log, request, checkpoint);
    case journal::WitnessVerdict::Unsigned:
      return say(kNotSigned, "not signed by a key of this log");
    case journal::WitnessVerdict::OldAbove:
      return say(kMalformed, "the old size is above the checkpoint's");
    case journal::WitnessVerdict::OtherSize:
      return sizeIs(log.checkpoint.size);
    case journal::WitnessVerdict::Fork:
      keepFork(log, request);
      // Who also names another old size is told the size, as the protocol wants it before all else.
      return request.oldSize == log.checkpoint.size ? say(kConflict, "of this size another root was cosigned")
                                                    : sizeIs(log.checkpoint.size);
    case journal::WitnessVerdict::NotConsistent:
      return say(kNotConsistent, "not proven to have grown from what was cosigned last");
  }
  return say(kDamaged, "no verdict");
}

serve::Reply Witness::cosign(Log& log, const journal::WitnessRequest& request, const journal::Checkpoint& checkpoint) {
  const std::int64_t now = m_clock.now().ms / 1000;
  if (now <= 0)
    return say(kNotNow, "this machine does not know the time");
  const auto time = static_cast<std::uint64_t>(now);
  const journal::NoteSignature cosignature = journal::cosignatureOf(
      m_crypto, m_identity.verifier, time, m_identity.key.sign(journal::cosignedText(time, request.note.body)));
  // Of the same size there is nothing new to remember: an answer that was lost is given again also on a full disk.
  if (checkpoint.size != log.checkpoint.size) {
    journal::SignedNote note{request.note.body, {}};
    for (const journal::NoteSignature& one : request.note.signatures) {
      const bool isOfLog = std::any_of(log.keys.begin(), log.keys.end(), [&](const journal::Verifier& key) {
        return key.name == one.name && journal::keyIdOf(m_crypto, key) == one.keyId;
      });
      if (isOfLog)
        note.signatures.push_back(one);
    }
    note.signatures.push_back(cosignature);
    m_probe.reached("witness-decided");
    if (const Status kept = m_files.remember(checkpoint.origin, note); !kept) {
      m_tell("cannot remember " + checkpoint.origin + ": " + kept.error().detail + "; nothing is cosigned");
      return say(kNotNow, "it cannot be remembered now");
    }
    log.note = std::move(note);
    log.checkpoint = checkpoint;
    m_probe.reached("witness-remembered");
  }
  serve::Reply reply = say(kDone, "");
  reply.body = journal::textOf(cosignature);
  return reply;
}

void Witness::keepFork(Log& log, const journal::WitnessRequest& request) {
  // The same lie told again is no news, nor a way to fill the operator's log.
  if (std::exchange(log.forkToldAt, log.checkpoint.size) == log.checkpoint.size)
    return;
  const auto file = m_files.keepFork(log.checkpoint, log.note, request.note);
  m_tell("FORK: the log " + log.checkpoint.origin + " has signed two trees of size " + std::to_string(log.checkpoint.size) +
         (file ? "; both notes are in " + *file : "; they could not be kept: " + file.error().detail));
}

}  // namespace loket::witness
