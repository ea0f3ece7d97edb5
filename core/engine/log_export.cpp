#include "core/engine/log_export.h"

#include <utility>

#include "core/domain/journal/log_file.h"

namespace loket::engine {
namespace {

constexpr std::uint64_t kProgressEvery = 4096;
constexpr std::size_t kLogPieceBytes = 1U << 16U;

// What was sent could be sent again by whoever has it: that it was stands in the log, and not what it was.
bool isShown(const ports::JournalLeaf& leaf) {
  return !leaf.salt.empty() && leaf.entry.kind != "payment.armed";
}

std::string placeOf(const api::AuditExport& order, const api::CheckpointView& checkpoint) {
  if (!order.isFolder)
    return order.path;
  const std::string& origin = checkpoint.origin;
  return order.path + "/journal-" + origin.substr(origin.rfind('/') + 1) + "-" + std::to_string(checkpoint.size) + ".log";
}

}  // namespace

void LogExport::run(const api::AuditExport& order, Progress progress, api::Reply<api::AuditExported> reply) {
  if (m_.keys == nullptr || m_.store.journal() == nullptr || !m_.newFile || m_isRunning) {
    reply(fail(ErrorCode::StateForbids, "audit"));
    return;
  }
  m_isRunning = true;
  const auto done = [this, reply = std::move(reply)](Result<api::AuditExported> result) {
    m_isRunning = false;
    reply(std::move(result));
  };
  const Progress tell = [progress = std::move(progress)](api::AuditProgress at) {
    if (progress)
      progress(at);
  };
  m_.auditor.checkpoint([this, order, tell, done](const Result<api::CheckpointView>& signedNow) {
    if (!signedNow) {
      done(fail(signedNow.error()));
      return;
    }
    if (!m_.openReader) {
      done(write(order, *signedNow, *m_.store.journal(), tell));
      return;
    }
    if (!m_thread)
      m_thread = std::make_unique<Worker>();
    m_thread->post([this, order, checkpoint = *signedNow, tell, done] {
      auto reader = m_.openReader();
      auto written = reader ? write(order, checkpoint, *(*reader)->journal(),
                                    [this, tell](api::AuditProgress at) { m_.post([tell, at] { tell(at); }); })
                            : Result<api::AuditExported>(fail(reader.error()));
      auto shared = std::make_shared<Result<api::AuditExported>>(std::move(written));
      m_.post([done, shared] { done(*shared); });
    });
  });
}

Result<api::AuditExported> LogExport::write(const api::AuditExport& order, const api::CheckpointView& checkpoint,
                                            ports::JournalReader& tree, const Progress& tell) const {
  LOKET_ASSIGN(const journal::SignedNote note, journal::noteFrom(checkpoint.note));
  LOKET_ASSIGN(const ports::JournalHead head, tree.head());
  LOKET_ASSIGN(const std::vector<journal::Hash> before, tree.rootsOf(head.from));
  api::AuditExported out;
  out.path = placeOf(order, checkpoint);
  out.key = checkpoint.key;
  out.size = checkpoint.size;
  out.from = head.from;
  LOKET_ASSIGN(const auto file, m_.newFile(out.path));
  std::string piece = journal::logHeadText(checkpoint.key, head.from, before);
  const auto words = order.withParticulars ? ports::JournalWords::WithParticulars : ports::JournalWords::Bare;
  LOKET_TRY(tree.read(checkpoint.size, words, [&](const ports::JournalLeaf& leaf) -> Status {
    if (m_isClosing)
      return fail(ErrorCode::StateForbids, "stopped");
    const bool shows = isShown(leaf);
    piece += journal::textOf(
        journal::LogEntry{journal::textOf(leaf.entry), shows ? leaf.salt : std::string(), shows ? leaf.particulars : std::string()});
    out.shown += shows ? 1U : 0U;
    if (++out.entries % kProgressEvery == 0)
      tell({out.entries, checkpoint.size - head.from});
    return piece.size() < kLogPieceBytes ? Status() : file->write(std::exchange(piece, {}));
  }));
  LOKET_TRY(file->write(piece + journal::logEndText(note)));
  LOKET_TRY(file->keep());
  tell({out.entries, out.entries});
  return out;
}

}  // namespace loket::engine
