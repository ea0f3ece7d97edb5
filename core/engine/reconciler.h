// Reads settlement files against the books: one at a time, in small steps, so that nothing else waits for it.
// The steps run where long reads run; what they find is kept by the engine's commits. Nothing is ever applied
// here without being asked for by its number.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/api/agent_client.h"
#include "core/engine/books.h"
#include "core/engine/references.h"
#include "core/ports/clock.h"
#include "core/ports/files.h"
#include "core/ports/store.h"

namespace loket::engine {

// What one step found.
struct ReconcilePage {
  std::vector<reconcile::Finding> findings;
  std::uint64_t bytes = 0;  // read so far
  std::uint64_t size = 0;   // of all
  bool done = false;
  reconcile::Run run;  // with the figures so far; whole when done
};

// A settlement file in the middle of being read; on one thread at a time.
class SettlementReading;

class Reconciler {
 public:
  using Step = std::function<Result<ReconcilePage>(ports::StoreReader&)>;
  using OpenFile = std::function<Result<std::unique_ptr<ports::PagedFile>>(const std::string& path)>;
  struct Parts {
    Books& books;
    References& references;
    ports::Store& store;
    ports::Clock& clock;
    OpenFile openFile;
    // Runs a step on the thread for long reads, and the answer on the engine's.
    std::function<void(Step, api::Reply<ReconcilePage>)> onReader;
    // Runs a job in one of the next turns.
    std::function<void(std::function<void()>)> later;
  };
  explicit Reconciler(Parts parts);
  ~Reconciler();

  void begin(const api::ReconcileRequest& request, const std::vector<UpstreamId>& known, const UserName& by,
             std::function<void(api::ReconcileProgress)> progress, api::Reply<reconcile::Run> reply);
  void apply(const reconcile::ReconcileId& id, const std::vector<std::int64_t>& numbers,
             const std::string& reason, const UserName& by,
             api::Reply<std::vector<reconcile::Applied>> reply);
  // Nobody waits any more.
  void stop(const Error& error);

 private:
  void step();
  void took(const Result<ReconcilePage>& page);
  Result<ports::UnitOfWork> decideApply(const reconcile::ReconcileId& id,
                                        const std::vector<std::int64_t>& numbers, const std::string& reason,
                                        const UserName& by);
  Status isAsItWas(const reconcile::Run& run, const reconcile::Finding& finding);

  Parts m_;
  std::shared_ptr<SettlementReading> m_reading;
  std::function<void(api::ReconcileProgress)> m_progress;
  api::Reply<reconcile::Run> m_reply;
};

}  // namespace loket::engine
