#include "core/engine/auditor.h"

#include <cstdlib>
#include <utility>

#include "core/base/base64.h"
#include "core/base/text.h"
#include "core/domain/journal/offline_proof.h"
#include "core/domain/journal/seal.h"

namespace loket::engine {
namespace {

constexpr const char* kSeed = "audit.seed";
constexpr const char* kOrigin = "audit.origin";
constexpr const char* kNote = "audit.checkpoint";
constexpr const char* kNoteAt = "audit.checkpointAt";
constexpr const char* kFault = "audit.fault";
constexpr Duration kLookEvery = Duration::hours(1);

tl::unexpected<Error> noKeys() {
  return fail(ErrorCode::StateForbids, "audit");
}

std::string rowAt(const Auditor::Rows& rows, const char* key) {
  const auto at = rows.find(key);
  return at == rows.end() ? std::string() : at->second;
}

std::string base64Of(const journal::Hash& hash) {
  return toBase64(journal::bytesOf(hash));
}

}  // namespace

Auditor::Auditor(Parts parts)
    : m_(std::move(parts)),
      m_witnesses({m_.books, m_.clock, m_.transport, m_.keys, m_.witnesses,
                   [this](std::uint64_t oldSize, std::uint64_t size) { return consistency(oldSize, size); }}),
      m_stamps({m_.books, m_.clock, m_.entropy, m_.transport, m_.keys, m_.timestamps}) {}

Auditor::Rows Auditor::forgotten() {
  Rows rows{{kSeed, {}}, {kOrigin, {}}, {kNote, {}}, {kNoteAt, {}}, {kFault, {}}};
  rows.merge(Witnesses::forgotten());
  rows.merge(Stamps::forgotten());
  return rows;
}

Status Auditor::check(const journal::WitnessPolicy& witnesses, const journal::StampSettings& timestamp) const {
  LOKET_TRY(m_witnesses.check(witnesses));
  return m_stamps.check(timestamp);
}

Auditor::Rows Auditor::rowsOfChange(const journal::WitnessPolicy& witnesses, const journal::StampSettings& timestamp) const {
  Rows rows = m_witnesses.rowsOfChange(witnesses);
  rows.merge(m_stamps.rowsOfChange(timestamp));
  return rows;
}

void Auditor::use(const journal::WitnessPolicy& witnesses, const journal::StampSettings& timestamp, const Rows& rows) {
  m_witnesses.use(witnesses, rows);
  m_stamps.use(timestamp);
}

void Auditor::abandon() {
  m_witnesses.abandon();
  m_stamps.abandon();
}

void Auditor::open(const Rows& rows, const journal::WitnessPolicy& witnesses, const journal::StampSettings& timestamp) {
  if (m_.keys != nullptr && m_.store.journal() != nullptr)
    takeFault(rows, readKept(rows));
  m_nextLookAt = m_.clock.now() + kLookEvery;
  m_witnesses.use(witnesses, {});
  if (m_signer)
    m_witnesses.open(rows, verifier(), m_fault ? std::nullopt : m_kept);
  m_stamps.open(rows, timestamp, m_fault ? std::nullopt : m_kept);
}

std::string Auditor::readKept(const Rows& rows) {
  const auto seed = fromBase64(rowAt(rows, kSeed));
  if (seed && seed->size() == journal::Keys::kSeedBytes) {
    m_origin = rowAt(rows, kOrigin);
    m_signer = m_.keys->signer(SecretBytes(std::vector<std::uint8_t>(seed->begin(), seed->end())));
  }
  const Status sound = m_.store.journal()->isSound();
  const std::string found = sound ? std::string() : sound.error().detail;
  const std::string note = rowAt(rows, kNote);
  if (note.empty())
    return found;
  const auto read = journal::noteFrom(note);
  const auto checkpoint = read ? journal::checkpointIn(read->body) : Result<journal::Checkpoint>(fail(read.error()));
  if (!checkpoint || !m_signer || !journal::sealedBy(*m_.keys, *read, verifier())) {
    m_isNoteBroken = true;
    return "signature";
  }
  m_kept = SignedCheckpoint{*checkpoint, *read, Instant{std::strtoll(rowAt(rows, kNoteAt).c_str(), nullptr, 10)}};
  return found.empty() ? differsFromKept() : found;
}

// What an earlier start has found is told first: newer entries may lie over it, and nobody sees it from here any more.
void Auditor::takeFault(const Rows& rows, std::string found) {
  const std::string row = rowAt(rows, kFault);
  if (const auto lines = split(row, '\n'); lines.size() == 3) {
    const Instant at{std::strtoll(lines[0].c_str(), nullptr, 10)};
    m_fault = Fault{lines[2], at, std::strtoull(lines[1].c_str(), nullptr, 10), true};
  } else if (!row.empty()) {
    m_fault = Fault{row, {}, 0, true};
  } else if (!found.empty()) {
    const auto head = m_.store.journal()->head();
    m_fault = Fault{std::move(found), m_.clock.now(), head ? head->size : 0, false};
  }
}

void Auditor::beforeCommit(ports::UnitOfWork& work) {
  if (!m_fault || m_fault->isKept)
    return;
  // The commit before this one may have failed.
  const auto rows = m_.store.settings();
  m_fault->isKept = rows && !rowAt(*rows, kFault).empty();
  if (!m_fault->isKept)
    work.settings.emplace(kFault, std::to_string(m_fault->at.ms) + "\n" + std::to_string(m_fault->size) + "\n" + m_fault->what);
}

std::string Auditor::faultText() const {
  return m_fault->what + "; found at " + toRfc3339(m_fault->at) + " among " + std::to_string(m_fault->size) + " entries";
}

void Auditor::endFault(const api::AuditReport& report, const api::Reply<api::AuditReport>& reply) {
  ports::UnitOfWork work;
  work.settings[kFault] = {};
  m_.books.stageWork(std::move(work), "audit", [this, report, reply](const Status& status) {
    if (status)
      m_fault.reset();
    reply(report);
  });
}

journal::Verifier Auditor::verifier() const {
  return {m_origin, journal::KeyKind::Note, m_signer->publicKey()};
}

std::string Auditor::differsFromKept() const {
  const auto differs = differsFrom(m_kept->checkpoint);
  if (!differs)
    return differs.error().detail;
  return *differs ? "checkpoint" : std::string();
}

Result<bool> Auditor::differsFrom(const journal::Checkpoint& earlier) const {
  LOKET_ASSIGN(const auto head, m_.store.journal()->head());
  if (earlier.size > head.size)
    return true;
  // Made again from the sidecar, and what was signed is from before that: it cannot be compared any more.
  const auto proof = consistency(earlier.size, head.size);
  const auto frontier = journal::Frontier::of(head.size, head.roots);
  if (!proof)
    return head.from == 0;
  return !frontier ||
         !journal::provesConsistency(*m_.keys, earlier.size, head.size, earlier.root, frontier->root(*m_.keys), *proof);
}

bool Auditor::differsFromStamp(const api::StampView& stamp) const {
  const auto note = journal::noteFrom(stamp.note);
  const auto stamped = note ? journal::checkpointIn(note->body) : Result<journal::Checkpoint>(fail(note.error()));
  if (!stamped || stamped->size != stamp.size)
    return true;
  const auto differs = differsFrom(*stamped);
  return differs && *differs;
}

std::optional<std::vector<journal::Hash>> Auditor::consistency(std::uint64_t oldSize, std::uint64_t size) const {
  bool isKnown = true;
  const journal::NodeAt at = [this, &isKnown](int level, std::uint64_t index) {
    const auto hash = m_.store.journal()->node(level, index);
    isKnown = isKnown && hash.has_value();
    return hash ? *hash : journal::Hash{};
  };
  auto proof = journal::consistencyProof(*m_.keys, oldSize, size, at);
  return isKnown ? std::optional(std::move(proof)) : std::nullopt;
}

void Auditor::identify(Rows& rows) {
  // With every checkpoint until one of them is on disk: a full disk may have kept the first.
  if (m_signer) {
    rows.insert(m_unkept.begin(), m_unkept.end());
    return;
  }
  std::vector<std::uint8_t> seed(journal::Keys::kSeedBytes);
  m_.entropy.fill(seed.data(), seed.size());
  std::uint8_t name[8];
  m_.entropy.fill(name, sizeof name);
  m_origin = "loket/terminal/" + toHex(name, sizeof name);
  m_unkept[kSeed] = toBase64(std::string_view(reinterpret_cast<const char*>(seed.data()), seed.size()));
  m_unkept[kOrigin] = m_origin;
  m_signer = m_.keys->signer(SecretBytes(std::move(seed)));
  rows.insert(m_unkept.begin(), m_unkept.end());
}

api::CheckpointView Auditor::viewOf(const SignedCheckpoint& kept) const {
  return {m_origin,
          journal::keyTextOf(*m_.keys, verifier()),
          kept.checkpoint.size,
          base64Of(kept.checkpoint.root),
          journal::textOf(m_witnesses.cosigned(kept)),
          kept.at,
          m_witnesses.view(),
          m_stamps.view()};
}

void Auditor::checkpoint(api::Reply<api::CheckpointView> reply) {
  sign(Witnesses::Urgency::Now, std::move(reply));
}

void Auditor::sign(Witnesses::Urgency urgency, api::Reply<api::CheckpointView> reply) {
  if (m_.keys == nullptr || m_.store.journal() == nullptr) {
    reply(noKeys());
    return;
  }
  m_.books.flush();
  const auto head = m_.store.journal()->head();
  const auto frontier = head ? journal::Frontier::of(head->size, head->roots) : std::nullopt;
  if (!frontier) {
    reply(fail(head ? Error{ErrorCode::DatabaseUnreadable, "journal tree"} : head.error()));
    return;
  }
  // A tree that is not what was signed before is not signed again.
  if (m_fault) {
    reply(fail(ErrorCode::StateForbids, faultText()));
    return;
  }
  SignedCheckpoint kept;
  kept.at = m_.clock.now();
  Rows rows = m_witnesses.rowsOfSigning(kept.at);
  const bool isFirst = !m_signer;
  identify(rows);
  kept.checkpoint = {m_origin, head->size, frontier->root(*m_.keys)};
  kept.note.body = journal::textOf(kept.checkpoint);
  kept.note.signatures.push_back(journal::signatureOf(*m_.keys, verifier(), m_signer->sign(kept.note.body)));
  rows[kNote] = journal::textOf(kept.note);
  rows[kNoteAt] = std::to_string(kept.at.ms);
  if (isFirst)
    m_witnesses.open({}, verifier(), std::nullopt);
  ports::UnitOfWork work;
  work.settings = std::move(rows);
  m_.books.stageWork(std::move(work), "audit", [this, urgency, kept, reply = std::move(reply)](const Status& status) {
    if (!status) {
      reply(fail(status.error()));
      return;
    }
    m_kept = kept;
    m_unkept.clear();
    showOutside(kept, urgency, [this, kept, reply] { reply(viewOf(kept)); });
  });
}

void Auditor::showOutside(const SignedCheckpoint& one, Witnesses::Urgency urgency, const std::function<void()>& done) {
  const auto settled = [left = std::make_shared<int>(2), done] {
    if (--*left == 0)
      done();
  };
  m_witnesses.ask(one, urgency, settled);
  m_stamps.ask(one, urgency, settled);
}

Result<SignedHeaders> Auditor::signRequest(const std::string& method, const std::string& target, const std::string& body,
                                           std::uint64_t seen) {
  const auto unsignable = fail(ErrorCode::StateForbids, "terminal-unsigned");
  if (!m_signer || !m_unkept.empty() || m_fault || m_.store.journal() == nullptr)
    return unsignable;
  const auto head = m_.store.journal()->head();
  const auto frontier = head ? journal::Frontier::of(head->size, head->roots) : std::nullopt;
  if (!frontier)
    return unsignable;
  std::optional<journal::RequestConsistency> goesOn;
  if (seen > head->size)
    return fail(ErrorCode::StateForbids, "terminal-behind");
  if (seen > 0 && seen < head->size) {
    const auto proof = consistency(seen, head->size);
    // Made again from the sidecar: what was before is known by its last hash only.
    if (!proof)
      return fail(ErrorCode::StateForbids, "terminal-behind");
    goesOn = journal::RequestConsistency{seen, *proof};
  }
  journal::TerminalRequest request;
  request.checkpoint = {m_origin, head->size, frontier->root(*m_.keys)};
  request.method = method;
  request.target = target;
  request.body = m_.keys->sha256({body});
  request.nonce.resize(journal::kRequestNonceBytes);
  m_.entropy.fill(reinterpret_cast<std::uint8_t*>(request.nonce.data()), request.nonce.size());
  return SignedHeaders{head->size, journal::headersOf(request, m_signer->sign(journal::textOf(request)), goesOn)};
}

void Auditor::makeKey() {
  if (!m_signer)
    checkpoint([](const Result<api::CheckpointView>&) {});
}

bool Auditor::hasGrown() const {
  if (m_.keys == nullptr || m_.store.journal() == nullptr || m_fault)
    return false;
  const auto head = m_.store.journal()->head();
  // Its own checkpoint is an entry too, or several with the key's, and what came of it.
  constexpr std::uint64_t kOwnEntries = 4;
  return head && (!m_kept || head->size > m_kept->checkpoint.size + kOwnEntries +
                                              (m_witnesses.isEmpty() ? 0 : m_witnesses.ownEntries(m_kept->checkpoint.size)) +
                                              m_stamps.ownEntries());
}

void Auditor::checkpointWhenGrown(Witnesses::Urgency urgency, std::function<void()> done) {
  if (hasGrown())
    sign(urgency, [done = std::move(done)](const Result<api::CheckpointView>&) {
      if (done)
        done();
    });
  else if (m_kept && !m_fault)
    // Nothing is new to the witnesses; whoever stamps may have been away.
    m_stamps.ask(*m_kept, urgency, std::move(done));
  else if (done)
    done();
}

void Auditor::turn() {
  if (!asksOutside())
    return;
  const Instant now = m_.clock.now();
  // Also when the clock was set back.
  if (now >= m_nextLookAt || m_nextLookAt > now + kLookEvery) {
    m_nextLookAt = now + kLookEvery;
    checkpointWhenGrown(Witnesses::Urgency::WhenDue);
  }
  m_witnesses.turn();
  m_stamps.turn();
}

void Auditor::audit(std::function<void(api::AuditProgress)> progress, api::Reply<api::AuditReport> reply) {
  if (m_.keys == nullptr || m_.store.journal() == nullptr || m_isAuditing) {
    reply(noKeys());
    return;
  }
  m_.books.flush();
  const auto from = m_.store.journal()->head();
  if (!from) {
    reply(fail(from.error()));
    return;
  }
  m_isAuditing = true;
  const auto done = [this, from = from->from, reply = std::move(reply)](const Result<ports::JournalCheck>& check) {
    m_isAuditing = false;
    if (!check) {
      reply(fail(check.error()));
      return;
    }
    api::AuditReport report;
    report.size = check->size;
    report.from = from;
    report.leaves = check->leaves;
    report.particulars = check->particulars;
    report.payments = check->payments;
    report.erased = check->erased;
    report.root = base64Of(check->root);
    for (const ports::JournalFault& fault : check->faults) report.faults.push_back({fault.index, fault.what});
    if (m_kept)
      report.signedSize = m_kept->checkpoint.size;
    report.witnessed = m_witnesses.view();
    report.stamped = m_stamps.view();
    const std::string differs = m_isNoteBroken ? "signature" : m_kept ? differsFromKept() : std::string();
    if (!differs.empty())
      report.faults.push_back({report.signedSize, differs});
    for (const api::StampView& stamp : m_stamps.all())
      if (differsFromStamp(stamp))
        report.faults.push_back({stamp.size, "stamp"});
    if (m_fault && report.isSound())
      endFault(report, reply);
    else
      reply(std::move(report));
  };
  const auto tell = [progress = std::move(progress)](std::uint64_t at, std::uint64_t of) {
    if (progress)
      progress({at, of});
  };
  if (!m_.openReader) {
    done(m_.store.journal()->check([&tell](std::uint64_t at, std::uint64_t of) {
      tell(at, of);
      return true;
    }));
    return;
  }
  if (!m_thread)
    m_thread = std::make_unique<Worker>();
  m_thread->post([this, done, tell] {
    auto reader = m_.openReader();
    auto check = reader ? (*reader)->journal()->check([this, &tell](std::uint64_t at, std::uint64_t of) {
      m_.post([tell, at, of] { tell(at, of); });
      return !m_isClosing;
    })
                        : Result<ports::JournalCheck>(fail(reader.error()));
    auto shared = std::make_shared<Result<ports::JournalCheck>>(std::move(check));
    m_.post([done, shared] { done(*shared); });
  });
}

void Auditor::prove(const PaymentRef& ref, api::Reply<api::AuditProof> reply) {
  if (m_.keys == nullptr || m_.store.journal() == nullptr) {
    reply(noKeys());
    return;
  }
  // What it proves is signed now: everything of the payment so far stands in it.
  checkpoint([this, ref, reply = std::move(reply)](const Result<api::CheckpointView>& signedNow) {
    if (!signedNow) {
      reply(fail(signedNow.error()));
      return;
    }
    const auto leaves = m_.store.journal()->leavesOf(ref);
    if (!leaves) {
      reply(fail(leaves.error()));
      return;
    }
    Status read;
    const journal::NodeAt at = [this, &read](int level, std::uint64_t index) {
      const auto hash = m_.store.journal()->node(level, index);
      if (!hash)
        read = fail(hash.error());
      return hash ? *hash : journal::Hash{};
    };
    SignedCheckpoint base{m_kept->checkpoint, m_witnesses.cosigned(*m_kept), m_kept->at};
    // What enough witnesses have seen proves more than what is newer by itself, when all of it is in there.
    const auto& witnessed = m_witnesses.witnessed();
    if (witnessed && !m_witnesses.isEnough(base.note) && !leaves->empty() && leaves->back().index < witnessed->checkpoint.size)
      base = *witnessed;
    api::AuditProof proof;
    proof.ref = ref;
    proof.key = signedNow->key;
    for (const ports::JournalLeaf& leaf : *leaves) {
      const std::uint64_t size = base.checkpoint.size;
      // It happened while the checkpoint was on its way to the disk.
      if (leaf.index >= size)
        continue;
      journal::OfflineProof one;
      one.index = leaf.index;
      one.path = journal::inclusionProof(*m_.keys, leaf.index, size, at);
      one.checkpoint = base.note;
      // What was sent could be sent again by whoever has it: that it was is proved, and not what it was.
      const bool isShown = !leaf.salt.empty() && leaf.entry.kind != "payment.armed";
      proof.entries.push_back({journal::textOf(leaf.entry), isShown ? leaf.salt : std::string(),
                               isShown ? leaf.particulars : std::string(), journal::textOf(one)});
    }
    if (!read)
      reply(fail(read.error()));
    else if (proof.entries.empty())
      reply(fail(ErrorCode::StateForbids, "audit"));
    else
      reply(std::move(proof));
  });
}

Result<api::SealCheck> Auditor::checkSeal(const PaymentRef& ref, const std::string& seal) {
  if (m_.keys == nullptr || m_.store.journal() == nullptr)
    return noKeys();
  m_.books.flush();
  LOKET_ASSIGN(const auto leaves, m_.store.journal()->leavesOf(ref));
  for (const ports::JournalLeaf& leaf : leaves) {
    if (!journal::isSealOf(seal, journal::leafHash(*m_.keys, journal::textOf(leaf.entry))))
      continue;
    // The entry is the one on the paper; what it is about must still be that.
    if (leaf.entry.subject != ref.str() ||
        (!leaf.salt.empty() && journal::commitmentOf(*m_.keys, leaf.salt, leaf.particulars) != leaf.entry.commitment))
      return fail(ErrorCode::StateForbids, "journal-changed");
    return api::SealCheck{ref, leaf.entry.kind, leaf.entry.at, leaf.index, leaf.index == leaves.back().index};
  }
  return fail(ErrorCode::NotFound, "seal");
}

Result<api::StampList> Auditor::stamps() const {
  if (m_.keys == nullptr)
    return noKeys();
  return api::StampList{m_stamps.view(), m_stamps.all(), m_witnesses.view()};
}

std::optional<api::HealthItem> Auditor::health() const {
  if (m_.keys == nullptr || m_.store.journal() == nullptr)
    return std::nullopt;
  if (m_fault)
    return api::HealthItem{"journal", false, faultText(), "journal-changed"};
  if (!m_kept)
    return api::HealthItem{"journal", true, "not signed yet"};
  return api::HealthItem{"journal",
                         true,
                         std::to_string(m_kept->checkpoint.size) + " entries signed at " + toRfc3339(m_kept->at),
                         {},
                         static_cast<std::int64_t>(m_kept->checkpoint.size),
                         m_kept->at};
}

}  // namespace loket::engine
