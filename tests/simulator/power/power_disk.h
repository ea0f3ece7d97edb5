// A disk that loses its power. It keeps what programs see and what would be there after a power cut apart:
// what was written and not synced may be kept, lost, torn or garbled, sector by sector, in any mixture. Names
// are a journal: a file that was made or removed may still be missing or back until it was synced.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace loket::simulator {

enum class Io { Open, Read, Write, Truncate, Sync, Delete, Rename, SyncFolder, Reserve, Size, Access, Map };
inline constexpr int kIos = 12;
const char* nameOf(Io io);

// What happens at one call of a program's life.
enum class DiskEvent {
  None,
  CutBefore,     // the power goes before the call; nothing that was not synced is left
  CutAfter,      // it goes after the call; everything is left
  CutMixed,      // it goes after the call; of what was not synced anything is left
  CutTorn,       // it goes during the call, whose sectors are old, new or garbled; the rest as above
  ErrorOnce,     // this call fails; a sync that fails forgets what it should have kept
  ErrorForEver,  // this call and all after it fail, until the disk is mended
  Full,          // from this call on there is no more room, until some is made
};
inline constexpr int kDiskEvents = 8;
const char* nameOf(DiskEvent event);
constexpr bool isCut(DiskEvent event) {
  return event == DiskEvent::CutBefore || event == DiskEvent::CutAfter || event == DiskEvent::CutMixed ||
         event == DiskEvent::CutTorn;
}

// A disk that breaks its promises, to see that the oracles notice.
enum class DiskLie {
  None,
  SyncIsNothing,   // says synced and is not
  RotsAfterwards,  // a byte of what was kept is another one after the power came back
};

// What is in a file. Copies share their pages until one of them is written: a day has some ten copies of a
// home, and changes a few pages of each.
class PagedBytes {
 public:
  std::size_t size() const { return m_size; }
  bool empty() const { return m_size == 0; }
  // `at + size` is within.
  void read(std::size_t at, std::uint8_t* to, std::size_t size) const;
  void write(std::size_t at, const std::uint8_t* bytes, std::size_t size);
  // What is new is zero.
  void resize(std::size_t size);
  void flip(std::size_t at, std::uint8_t bits);

 private:
  static constexpr std::size_t kPage = 4096;
  using Page = std::array<std::uint8_t, kPage>;
  enum class Rest { Needed, WrittenOver };
  Page& own(std::size_t page, Rest rest);

  std::vector<std::shared_ptr<Page>> m_pages;  // null: zeros; behind the end too
  std::size_t m_size = 0;
};

class PowerDisk {
 public:
  using Bytes = std::vector<std::uint8_t>;
  using Image = std::map<std::string, PagedBytes>;

  struct Change {
    bool isTruncate = false;
    std::size_t at = 0;  // where the bytes go, or the new size
    Bytes bytes;
  };
  // Shared memory beside a file: of all who have it open, and gone with the last.
  struct Shared {
    static constexpr int kLocks = 8;
    std::vector<std::unique_ptr<std::uint8_t[]>> regions;
    std::array<int, kLocks> readers{};
    std::array<const void*, kLocks> writer{};
    int users = 0;
  };
  struct Inode {
    PagedBytes seen;
    PagedBytes kept;
    std::vector<Change> unsynced;
    std::size_t reserved = 0;  // room that it has although it is not written yet
    Shared shared;
    std::map<const void*, int> locks;  // of the main database: level by holder
  };
  using File = std::shared_ptr<Inode>;

  explicit PowerDisk(std::uint64_t seed) : m_rng(seed) {}

  // Everything as it lies there after a good shutdown.
  void load(const Image& image);
  Image keptImage() const;

  // The event comes at the `call`-th call from now on, 1 is the next. Cuts count only calls that change
  // something.
  void plan(DiskEvent event, std::uint64_t call);
  // The power goes now, between two calls.
  void cut(DiskEvent how);
  // Nothing works any more until `powerOn`.
  bool isOff() const { return m_off; }
  // The plan has come true, at a call of this kind; told once.
  std::optional<std::pair<DiskEvent, Io>> takeStruck() { return std::exchange(m_struck, std::nullopt); }
  // Calls that failed although there was power.
  std::uint64_t errors() const { return m_errors; }
  // After a cut: what is left is what there is. Also makes room and mends what was broken when `mended`.
  enum class Care { AsItIs, Mended };
  void powerOn(Care care);

  std::uint64_t calls() const { return m_calls; }
  std::uint64_t changes() const { return m_changes; }
  bool isFull() const { return m_full; }
  bool isBroken() const { return m_broken; }
  // Errors at the files of a commit that a program must not overlook: failed writes, and syncs that lost
  // something.
  std::uint64_t logErrors() const { return m_logErrors; }
  void lie(DiskLie lie) { m_lie = lie; }
  std::array<std::uint64_t, kIos> coverage{};  // of calls, by kind

  // ---- what programs call
  enum class Answer { Done, Failed, NoRoom };
  Answer open(const std::string& name, bool create, File& file);
  Answer read(const File& file);
  Answer write(const std::string& name, const File& file, std::size_t at, const std::uint8_t* bytes,
               std::size_t size);
  Answer truncate(const File& file, std::size_t size);
  Answer sync(const std::string& name, const File& file);
  Answer remove(const std::string& name, bool syncFolder);
  // Not durable until the folder is synced.
  Answer rename(const std::string& from, const std::string& to);
  Answer syncFolder();
  // Room up to this size.
  Answer reserve(const File& file, std::size_t size);
  Answer size(const File& file);
  Answer access(const std::string& name, bool& there);
  Answer map(const File& file, bool extends);
  bool exists(const std::string& name) const { return m_names.count(name) > 0; }
  std::size_t sizeOf(const std::string& name) const;

 private:
  enum class Way { Do, Fail, DoThenCut, CutFirst, TearThenCut };
  Way enter(Io io, bool changes);
  void leave(Way way);
  void goOff(DiskEvent how);
  static void apply(PagedBytes& bytes, const Change& change);
  void tear(PagedBytes& bytes, const Change& change);
  void keepNames(std::size_t count);

  struct Naming {
    std::string name;
    File file;        // null: removed
    std::string was;  // renamed: the name it had
  };
  std::map<std::string, File> m_names;
  std::map<std::string, File> m_keptNames;
  std::vector<Naming> m_unsyncedNames;

  std::mt19937_64 m_rng;
  DiskLie m_lie = DiskLie::None;
  DiskEvent m_plan = DiskEvent::None;
  std::uint64_t m_planAt = 0;
  std::uint64_t m_calls = 0;
  std::uint64_t m_changes = 0;
  std::uint64_t m_logErrors = 0;
  std::uint64_t m_errors = 0;
  std::optional<std::pair<DiskEvent, Io>> m_struck;
  bool m_happened = false;
  bool m_off = false;
  bool m_broken = false;
  bool m_full = false;
};

}  // namespace loket::simulator
