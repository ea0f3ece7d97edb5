// The sidecar journal: every unit of work once more, in a file of its own beside the database, sealed and
// chained, so that the database can be lost and no payment with it. Append-only; when it has grown it is
// replaced by a new one that begins with a base: what a new database needs to go on from here.
//
// The file: magic, 16 random bytes, records. A record: length of the box (u32, little-endian), kind, number
// of the unit of work (u64), nonce, box (XChaCha20-Poly1305). What is in clear, and the tag of the record
// before, are authenticated with the box: a record that was altered, taken out, put in or moved does not
// open.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/adapters/store/journal_disk.h"
#include "core/base/secret_bytes.h"

namespace loket::adapters {

enum class SidecarKind : std::uint8_t {
  BasePart = 'b',  // a unit of work that a new database begins with
  BaseEnd = 'e',   // balances and mark, behind all parts; the base is whole
  Commit = 'c',
};

// What a record's box is bound to beside its own head: the file's head, then the tag of the record before.
using SidecarLink = std::string;

struct SidecarEntry {
  SidecarKind kind = SidecarKind::Commit;
  std::uint64_t number = 0;
  std::uint64_t offset = 0;  // of the record
  std::uint32_t boxBytes = 0;
  SidecarLink link;
  // What its own tag is as text: the mark of a unit of work.
  std::string mark;
};

// What a reading of the whole file found.
struct SidecarContents {
  enum class State {
    Whole,
    BadEnd,   // nothing behind `goodBytes` is readable: an append that a crash tore, or damage
    Damaged,  // unreadable in the middle, or within its base
  };
  State state = State::Whole;
  // In the order of the file; where it is Damaged, also those behind the damage.
  std::vector<SidecarEntry> entries;
  std::uint64_t goodBytes = 0;
  std::uint64_t baseBytes = 0;
  SidecarLink lastLink;

  // The number of the last unit of work that is in it.
  std::uint64_t last() const { return entries.empty() ? 0 : entries.back().number; }
  // The number of the last one that the base holds; nothing when the base is not whole.
  std::optional<std::uint64_t> base() const;
  // Whether it has every unit of work behind `from`, one by one.
  bool has(std::uint64_t from) const;
};

// The key of a home's sidecar, made from its data key.
SecretBytes sidecarKey(const SecretBytes& dataKey);

// Nothing when there is no file. Every record is opened; what cannot be is told by the state, not by an
// error.
Result<std::optional<SidecarContents>> readSidecar(JournalDisk& disk, const std::string& path,
                                                   const SecretBytes& key);
Result<std::string> openEntry(JournalDisk& disk, const std::string& path, const SecretBytes& key,
                              const SidecarEntry& entry);

// The writing end.
class Sidecar {
 public:
  // Goes on behind the last good record of a file that was read.
  static Result<std::unique_ptr<Sidecar>> open(JournalDisk& disk, const std::string& path, SecretBytes key,
                                               const SidecarContents& contents);
  // A new one whose base stands for all units of work up to `number`, under another name until it is
  // published.
  static Result<std::unique_ptr<Sidecar>> begin(JournalDisk& disk, const std::string& path, SecretBytes key,
                                                std::uint64_t number);
  Status addToBase(std::string_view text);
  // Ends the base and takes the place of what is there; that is kept under the name `aside` when there is
  // one.
  Status publish(std::string_view text, const std::string& aside);

  // Makes the next record, which is written by `append`, or replaced by the next `prepare`. Its mark.
  std::string prepare(std::string_view text);
  // Room for it.
  Status reserve();
  // Durable when it answers; after an error this object is not used again.
  Status append();

  std::uint64_t number() const { return m_number; }
  std::uint64_t bytes() const { return m_bytes; }
  std::uint64_t baseBytes() const { return m_baseBytes; }

 private:
  Sidecar(JournalDisk& disk, std::string path, SecretBytes key)
      : m_disk(disk), m_path(std::move(path)), m_key(std::move(key)) {}
  void seal(SidecarKind kind, std::uint64_t number, std::string_view text);
  Status write();

  JournalDisk& m_disk;
  std::string m_path;
  SecretBytes m_key;
  std::unique_ptr<JournalFile> m_file;
  // Where the last record begins that the process before this one has written: an append whose sync failed
  // ended it, and some file systems go on showing what never reached the disk. It is written once more before
  // anything follows.
  std::optional<std::uint64_t> m_unsure;
  SidecarLink m_link;
  std::uint64_t m_number = 0;
  std::uint64_t m_bytes = 0;
  std::uint64_t m_baseBytes = 0;
  // Made and not yet written, and its tag.
  std::string m_record;
  SidecarLink m_next;
};

}  // namespace loket::adapters
