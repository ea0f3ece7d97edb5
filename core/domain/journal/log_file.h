// The whole log as one text file, for somebody who trusts neither the shop nor us: every entry as the tree hashes it, where it was
// asked for what it is about, and at the end the signed checkpoint with its cosignatures. Written and read piece by piece.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/domain/journal/entry.h"
#include "core/domain/journal/merkle.h"
#include "core/domain/journal/note.h"

namespace loket::journal {

// Lines, each with its line feed:
//   loket-log/1
//   key NAME+HEX+BASE64        of the terminal; whoever checks knows it from elsewhere
//   from N                     entries before are known by their hashes only
//   before BASE64              of each whole subtree of those, the largest first
//   (empty)
//   the five lines of an entry
//   salt BASE64                these two where it is shown what the entry is about
//   particulars BASE64
//   (empty)
//   the checkpoint's note
std::string logHeadText(const std::string& key, std::uint64_t from, const std::vector<Hash>& before);
struct LogEntry {
  std::string entry;  // as textOf says it
  std::string salt;   // empty: what it is about is not shown
  std::string particulars;
};
std::string textOf(const LogEntry& entry);
std::string logEndText(const SignedNote& checkpoint);

struct LogFacts {
  Checkpoint checkpoint;
  SignedNote note;
  std::uint64_t from = 0;
  std::uint64_t entries = 0;
  std::uint64_t shown = 0;  // with what they are about
};

// One file as it comes, in pieces of any size. UpstreamUnreadable: it is none, or of another log. StateForbids: the entries are not
// those that were signed, or are not about that. SignatureWrong: this log has not signed it. Memory is used for one line.
class LogReader {
 public:
  LogReader(const Crypto& crypto, Verifier log);

  Status take(std::string_view bytes);
  // There is no more: what all of it proves.
  Result<LogFacts> end();

 private:
  enum class At : std::uint8_t { Format, Key, From, Before, Entries, Entry, Particulars, Note };
  Status line(std::string_view text);
  Status from(std::string_view text);
  Status before(std::string_view text);
  Status between(std::string_view text);
  Status particulars(std::string_view text);

  const Crypto& m_crypto;
  Verifier m_log;
  At m_at = At::Format;
  std::string m_line;  // what came of it so far; behind the entries all that came
  std::vector<Hash> m_before;
  Frontier m_frontier;
  std::string m_entry;
  int m_linesLeft = 0;
  Hash m_commitment{};
  bool m_mayBeShown = false;  // the newest entry, by what comes next
  std::string m_salt;
  LogFacts m_facts;
};

inline constexpr std::size_t kLogLineMax = 8'000'000;

}  // namespace loket::journal
