// The journal's tree as a file for others: signed now, and written beside the sales.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "core/api/agent_client.h"
#include "core/engine/auditor.h"
#include "core/engine/worker.h"
#include "core/ports/files.h"
#include "core/ports/store.h"

namespace loket::engine {

class LogExport {
 public:
  using OpenFile = std::function<Result<std::unique_ptr<ports::NewFile>>(const std::string& path)>;
  struct Parts {
    Auditor& auditor;
    ports::Store& store;
    // Nothing, here or there: nothing is exported.
    const journal::Keys* keys;
    // A connection of its own for the long reading; nothing: it runs on the store's.
    std::function<Result<std::unique_ptr<ports::StoreReader>>()> openReader;
    // Runs a job on the engine's thread.
    std::function<void(std::function<void()>)> post;
    OpenFile newFile;
  };
  explicit LogExport(Parts parts) : m_(std::move(parts)) {}

  void run(const api::AuditExport& order, std::function<void(api::AuditProgress)> progress, api::Reply<api::AuditExported> reply);
  // One that is under way ends soon.
  void close() { m_isClosing = true; }

 private:
  using Progress = std::function<void(api::AuditProgress)>;
  Result<api::AuditExported> write(const api::AuditExport& order, const api::CheckpointView& checkpoint, ports::JournalReader& tree,
                                   const Progress& tell) const;

  Parts m_;
  bool m_isRunning = false;
  std::atomic<bool> m_isClosing{false};
  std::unique_ptr<Worker> m_thread;
};

}  // namespace loket::engine
