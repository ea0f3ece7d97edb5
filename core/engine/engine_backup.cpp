// Backups, made and read beside everything else; and what a restored shop has to know.
#include <algorithm>

#include "core/engine/engine.h"
#include "core/engine/restoring.h"

namespace loket::engine {

void Engine::onBackups(BackupWork work, BackupSteps progress, api::Reply<BackupFacts> reply) {
  if (m_world.backups == nullptr || m_isBackingUp) {
    reply(fail(ErrorCode::StateForbids, "backup"));
    return;
  }
  m_isBackingUp = true;
  if (!m_backupThread)
    m_backupThread = std::make_unique<Worker>();
  m_backupThread->post([this, work = std::move(work), progress = std::move(progress), reply = std::move(reply)] {
    // Told on the engine's thread, where whoever listens has not gone before his answer. A counter that closes waits for no
    // backup.
    const BackupGoOn goOn = [this, &progress, told = std::uint64_t{101}](std::uint64_t done, std::uint64_t total) mutable {
      const std::uint64_t percent = total == 0 ? 0 : 100 * done / total;
      if (m_closing || percent == told)
        return !m_closing;
      told = percent;
      return post([progress, done, total] { progress(done, total); });
    };
    auto result = std::make_shared<Result<BackupFacts>>(work(*m_world.backups, goOn));
    post([this, reply, result] {
      m_isBackingUp = false;
      reply(std::move(*result));
    });
  });
}

void Engine::backUp(const std::string& path, BackupSteps progress, api::Reply<api::BackupView> reply) {
  if (const Status ok = usable(); !ok) {
    reply(fail(ok.error()));
    return;
  }
  const Instant now = m_clock.now();
  onBackups([path, now](ports::Backups& backups, const BackupGoOn& goOn) { return backups.create(path, now, goOn); },
            std::move(progress), [this, path, now, reply = std::move(reply)](const Result<BackupFacts>& made) {
              if (!made) {
                reply(fail(made.error()));
                return;
              }
              ports::UnitOfWork work;
              work.settings = backupRows(LastBackup{path, now});
              m_books.stageWork(std::move(work), "backup", [this, path, now, facts = *made, reply](const Status& kept) {
                // The file is there, whether that could be noted or not.
                if (kept) {
                  m_lastBackup = {path, now};
                  m_statusDirty = true;
                }
                reply(api::BackupView{path, facts});
              });
            });
}

void Engine::verifyBackup(const std::string& path, BackupSteps progress, api::Reply<api::BackupView> reply) {
  onBackups([path](ports::Backups& backups, const BackupGoOn& goOn) { return backups.verify(path, goOn); },
            std::move(progress), [path, reply = std::move(reply)](const Result<BackupFacts>& read) {
              if (read)
                reply(api::BackupView{path, *read});
              else
                reply(fail(read.error()));
            });
}

void Engine::acknowledgeRestore(api::Reply<RestoredFrom> reply) {
  if (const Status ok = usable(); !ok) {
    reply(fail(ok.error()));
    return;
  }
  if (!m_restored) {
    reply(fail(ErrorCode::NotFound, "a restore"));
    return;
  }
  RestoredFrom known = *m_restored;
  known.isKnown = true;
  // A new machine's clock may have been behind, and is right by now: what came in between is the original's.
  known.restoredAt = std::max(known.restoredAt, m_clock.now());
  ports::UnitOfWork work;
  work.settings = restoreRows(known);
  m_books.stageWork(std::move(work), "backup", [this, known, reply = std::move(reply)](const Status& kept) {
    if (!kept) {
      reply(fail(kept.error()));
      return;
    }
    m_restored = known;
    m_cashDesk.setRestored(known.restoredAt);
    m_topUps.setRestored(known.restoredAt);
    m_statusDirty = true;
    reply(known);
  });
}

}  // namespace loket::engine
