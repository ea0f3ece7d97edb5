// Wrong PINs are counted, and after five of them the next try waits: one minute, then 5, 15, and 60 for every
// further one. The count is on disk before a PIN is looked at, so that pulling the plug gives no try back;
// the wait goes by the machine's uptime, so that setting the clock does not end it; after a restart it is
// counted from the start of the machine. (PCI DSS 8.3.4 asks for a lock after ten.)
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "core/base/result.h"
#include "core/ports/files.h"
#include "core/ports/uptime.h"

namespace loket::adapters {

inline constexpr int kPinTriesFree = 5;

// From any thread; only in the process that owns the home.
class PinTries {
 public:
  PinTries(std::string path, ports::Files& files, ports::Uptime& uptime);

  // A try counts as wrong until `passed` says otherwise. PinLocked, with the seconds that are still to wait;
  // another error when it cannot be written down: then no PIN is looked at. On a full disk it is written in
  // room that was kept for that; should somebody else have taken it, it is counted in memory, so that a home can be read.
  Status begin(const std::string& who);
  void passed(const std::string& who);
  // Nobody has looked at the PIN after all: there was no memory for it.
  void withdraw(const std::string& who);
  // Counted and not passed, with the one that is being looked at.
  int wrong(const std::string& who);
  // How many are left before somebody has to wait.
  int left(const std::string& who);

 private:
  struct Count {
    int wrong = 0;
    std::string boot;  // of the machine when the wait began
    Duration since{};  // its uptime then
  };
  void load();
  Status save();
  Duration waits(Count& count);

  std::string m_path;
  std::string m_reserve;  // room on the disk: given up when there is no other
  ports::Files& m_files;
  ports::Uptime& m_uptime;
  std::mutex m_mutex;
  bool m_isUnsaved = false;  // what is in memory is more than what is on the full disk
  std::map<std::string, Count> m_counts;
};

}  // namespace loket::adapters
