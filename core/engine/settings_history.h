// Who changed the configuration, when, and what from what to what: rows of the settings, in the commit of the change. The
// newest kSettingsChangesKept of them. What nobody should see is told as changed, and not as what.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "core/api/config.h"
#include "core/engine/config_record.h"

namespace loket::engine {

inline constexpr int kSettingsChangesKept = 500;

class SettingsHistory {
 public:
  // Takes what it finds among the rows; once with all of them, and with those of `next` when they are on disk.
  void restore(const Rows& rows);
  // What is to be written with the change; nothing when nothing changes. Both are whole, or both the same part.
  Rows next(const Rows& before, const Rows& after, const UserName& by, Instant at, const Consent& consent = {});
  std::vector<api::SettingsChange> newest(int limit) const;

 private:
  std::map<std::int64_t, api::SettingsChange> m_changes;  // by number
  std::int64_t m_next = 1;  // a number that was not written is not used again before a restart
};

}  // namespace loket::engine
