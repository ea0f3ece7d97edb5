#include "tests/simulator/power/power_vfs.h"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <new>

#include <sqlite3.h>

#include "core/base/check.h"

namespace loket::simulator {
namespace {

thread_local PowerDisk* t_disk = nullptr;
thread_local sqlite3* t_connection = nullptr;
thread_local std::uint64_t t_chance = 0;

constexpr int kSectorBytes = 4096;  // what the unix VFS says
constexpr sqlite3_int64 kNoon = 212'717'491'200'000;

struct Handle {
  sqlite3_file base;  // first: SQLite knows this part
  PowerDisk* disk;
  PowerDisk::File file;
  std::string name;
  bool deletes;
  bool mapped;
};

Handle* of(sqlite3_file* file) {
  return reinterpret_cast<Handle*>(file);
}

int codeOf(PowerDisk::Answer answer, int failed) {
  switch (answer) {
    case PowerDisk::Answer::Done:
      return SQLITE_OK;
    case PowerDisk::Answer::NoRoom:
      return SQLITE_FULL;
    case PowerDisk::Answer::Failed:
      return failed;
  }
  return failed;
}

int unmap(sqlite3_file* base, int) {
  Handle* handle = of(base);
  if (!std::exchange(handle->mapped, false))
    return SQLITE_OK;
  PowerDisk::Shared& shared = handle->file->shared;
  for (auto& writer : shared.writer)
    if (writer == handle)
      writer = nullptr;
  if (--shared.users == 0)
    shared = {};
  return SQLITE_OK;
}

int close(sqlite3_file* base) {
  Handle* handle = of(base);
  unmap(base, 0);
  handle->file->locks.erase(handle);
  if (handle->deletes)
    handle->disk->remove(handle->name, false);
  handle->~Handle();
  return SQLITE_OK;
}

int read(sqlite3_file* base, void* to, int amount, sqlite3_int64 offset) {
  Handle* handle = of(base);
  if (handle->disk->read(handle->file) != PowerDisk::Answer::Done)
    return SQLITE_IOERR_READ;
  const PagedBytes& bytes = handle->file->seen;
  const auto from = std::min(static_cast<std::size_t>(offset), bytes.size());
  const auto wanted = static_cast<std::size_t>(amount);
  const std::size_t there = std::min(wanted, bytes.size() - from);
  bytes.read(from, static_cast<std::uint8_t*>(to), there);
  if (there == wanted)
    return SQLITE_OK;
  std::memset(static_cast<char*>(to) + there, 0, wanted - there);
  return SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* base, const void* bytes, int amount, sqlite3_int64 offset) {
  Handle* handle = of(base);
  return codeOf(
      handle->disk->write(handle->name, handle->file, static_cast<std::size_t>(offset),
                          static_cast<const std::uint8_t*>(bytes), static_cast<std::size_t>(amount)),
      SQLITE_IOERR_WRITE);
}

int truncate(sqlite3_file* base, sqlite3_int64 size) {
  return codeOf(of(base)->disk->truncate(of(base)->file, static_cast<std::size_t>(size)),
                SQLITE_IOERR_TRUNCATE);
}

int sync(sqlite3_file* base, int) {
  return codeOf(of(base)->disk->sync(of(base)->name, of(base)->file), SQLITE_IOERR_FSYNC);
}

int fileSize(sqlite3_file* base, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(of(base)->file->seen.size());
  return codeOf(of(base)->disk->size(of(base)->file), SQLITE_IOERR_FSTAT);
}

int lock(sqlite3_file* base, int level) {
  Handle* handle = of(base);
  for (const auto& [holder, held] : handle->file->locks)
    if (holder != handle && (level == SQLITE_LOCK_SHARED      ? held >= SQLITE_LOCK_PENDING
                             : level == SQLITE_LOCK_EXCLUSIVE ? held >= SQLITE_LOCK_SHARED
                                                              : held >= SQLITE_LOCK_RESERVED))
      return SQLITE_BUSY;
  int& mine = handle->file->locks[handle];
  mine = std::max(mine, level);
  return SQLITE_OK;
}

int unlock(sqlite3_file* base, int level) {
  int& mine = of(base)->file->locks[of(base)];
  mine = std::min(mine, level);
  return SQLITE_OK;
}

int checkReservedLock(sqlite3_file* base, int* reserved) {
  const auto& locks = of(base)->file->locks;
  *reserved = std::any_of(locks.begin(), locks.end(),
                          [](const auto& one) { return one.second >= SQLITE_LOCK_RESERVED; });
  return SQLITE_OK;
}

int fileControl(sqlite3_file*, int, void*) {
  return SQLITE_NOTFOUND;
}
int sectorSize(sqlite3_file*) {
  return kSectorBytes;
}
// A write leaves the bytes beside it alone: what the unix VFS says too.
int characteristics(sqlite3_file*) {
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE | SQLITE_IOCAP_SUBPAGE_READ;
}

int shmMap(sqlite3_file* base, int region, int size, int extend, void volatile** out) {
  Handle* handle = of(base);
  PowerDisk::Shared& shared = handle->file->shared;
  *out = nullptr;
  if (!std::exchange(handle->mapped, true))
    ++shared.users;
  const auto index = static_cast<std::size_t>(region);
  const bool extends = index >= shared.regions.size();
  switch (handle->disk->map(handle->file, extends && extend != 0)) {
    case PowerDisk::Answer::Done:
      break;
    case PowerDisk::Answer::NoRoom:
      return SQLITE_IOERR_SHMSIZE;
    case PowerDisk::Answer::Failed:
      return SQLITE_IOERR_SHMMAP;
  }
  if (extends && extend == 0)
    return SQLITE_OK;
  while (shared.regions.size() <= index)
    shared.regions.push_back(std::make_unique<std::uint8_t[]>(static_cast<std::size_t>(size)));
  *out = shared.regions[index].get();
  return SQLITE_OK;
}

int shmLock(sqlite3_file* base, int offset, int count, int flags) {
  Handle* handle = of(base);
  PowerDisk::Shared& shared = handle->file->shared;
  const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  const auto first = static_cast<std::size_t>(offset);
  const auto end = first + static_cast<std::size_t>(count);
  if ((flags & SQLITE_SHM_UNLOCK) != 0) {
    for (std::size_t i = first; i < end; ++i) {
      if (exclusive)
        shared.writer[i] = nullptr;
      else
        --shared.readers[i];
    }
    return SQLITE_OK;
  }
  for (std::size_t i = first; i < end; ++i)
    if (shared.writer[i] != nullptr || (exclusive && shared.readers[i] > 0))
      return SQLITE_BUSY;
  for (std::size_t i = first; i < end; ++i) {
    if (exclusive)
      shared.writer[i] = handle;
    else
      ++shared.readers[i];
  }
  return SQLITE_OK;
}

void shmBarrier(sqlite3_file*) {}

const sqlite3_io_methods kMethods = {
    2,
    close,
    read,
    write,
    truncate,
    sync,
    fileSize,
    lock,
    unlock,
    checkReservedLock,
    fileControl,
    sectorSize,
    characteristics,
    shmMap,
    shmLock,
    shmBarrier,
    unmap,
    nullptr,
    nullptr,
};

int open(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* base, int flags, int* outFlags) {
  base->pMethods = nullptr;
  LOKET_CHECK(t_disk != nullptr);
  auto* handle = new (base) Handle{{nullptr},
                                   t_disk,
                                   nullptr,
                                   name == nullptr ? "nameless" : name,
                                   (flags & SQLITE_OPEN_DELETEONCLOSE) != 0,
                                   false};
  if (t_disk->open(handle->name, (flags & SQLITE_OPEN_CREATE) != 0, handle->file) !=
      PowerDisk::Answer::Done) {
    handle->~Handle();
    base->pMethods = nullptr;
    return SQLITE_CANTOPEN;
  }
  base->pMethods = &kMethods;
  if (outFlags != nullptr)
    *outFlags = flags;
  return SQLITE_OK;
}

int remove(sqlite3_vfs*, const char* name, int syncFolder) {
  if (!t_disk->exists(name))
    return SQLITE_IOERR_DELETE_NOENT;
  return codeOf(t_disk->remove(name, syncFolder != 0), SQLITE_IOERR_DELETE);
}

int access(sqlite3_vfs*, const char* name, int, int* result) {
  bool there = false;
  const int code = codeOf(t_disk->access(name, there), SQLITE_IOERR_ACCESS);
  *result = there ? 1 : 0;
  return code;
}

int fullPathname(sqlite3_vfs*, const char* name, int size, char* out) {
  const std::size_t length = std::strlen(name) + 1;
  if (length > static_cast<std::size_t>(size))
    return SQLITE_CANTOPEN;
  std::memcpy(out, name, length);
  return SQLITE_OK;
}

int randomness(sqlite3_vfs*, int size, char* out) {
  for (int i = 0; i < size; ++i) {
    t_chance = t_chance * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
    out[i] = static_cast<char>(t_chance >> 56U);
  }
  return size;
}

int sleep(sqlite3_vfs*, int microseconds) {
  return microseconds;
}
int currentTime(sqlite3_vfs*, double* days) {
  *days = static_cast<double>(kNoon) / 86'400'000.0;
  return SQLITE_OK;
}
int lastError(sqlite3_vfs*, int, char*) {
  return 0;
}
int currentTimeInt64(sqlite3_vfs*, sqlite3_int64* ms) {
  *ms = kNoon;
  return SQLITE_OK;
}

// Called by SQLite for every connection that is opened.
int remember(sqlite3* connection, char**, const sqlite3_api_routines*) {
  t_connection = connection;
  return SQLITE_OK;
}

}  // namespace

void installPowerVfs() {
  static std::once_flag once;
  std::call_once(once, [] {
    // Counting memory is a lock that all threads would share.
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static sqlite3_vfs vfs = {};
    vfs.iVersion = 2;
    vfs.szOsFile = sizeof(Handle);
    vfs.mxPathname = 512;
    vfs.zName = "power";
    vfs.xOpen = open;
    vfs.xDelete = remove;
    vfs.xAccess = access;
    vfs.xFullPathname = fullPathname;
    vfs.xRandomness = randomness;
    vfs.xSleep = sleep;
    vfs.xCurrentTime = currentTime;
    vfs.xGetLastError = lastError;
    vfs.xCurrentTimeInt64 = currentTimeInt64;
    LOKET_CHECK(sqlite3_vfs_register(&vfs, 1) == SQLITE_OK);
    LOKET_CHECK(sqlite3_auto_extension(reinterpret_cast<void (*)()>(remember)) == SQLITE_OK);
  });
}

void putIn(PowerDisk* disk) {
  t_disk = disk;
  t_connection = nullptr;
  t_chance = 0;
}

sqlite3* lastConnection() {
  return t_connection;
}

}  // namespace loket::simulator
