// Memory for loket-sim, and for SQLite in it: a schedule makes and drops some thousand small strings, and the
// general allocator took a third of its time; of a power cut's, with a database opened and its schema parsed,
// a tenth. Freed pieces go on lists of their size, one set a thread, and are never given back. Linked into
// the campaign only: the tests run on the allocator that the sanitizers watch.
#include <array>
#include <bit>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>

#include <sqlite3.h>

namespace {

constexpr std::size_t kHeader = 16;  // keeps the alignment; holds the piece's list
constexpr std::size_t kFine = 32;
constexpr std::size_t kFineMax = 1024;
constexpr std::size_t kCoarse = 512;
constexpr std::size_t kCoarseMax = 16'384;
constexpr std::size_t kFineLists = kFineMax / kFine + 1;  // the first for pieces of nothing
// A connection's own pool and its first pages; by the power of two, and each from the general allocator.
constexpr std::size_t kBigMax = 262'144;
constexpr std::size_t kBigFirst = kFineLists + kCoarseMax / kCoarse;
constexpr std::size_t kLists = kBigFirst + static_cast<std::size_t>(std::countr_zero(kBigMax / kCoarseMax));
constexpr std::size_t kLarge = kLists;  // no list: the general allocator's
constexpr std::size_t kSlab = 1U << 20U;

struct Piece {
  Piece* next;
};
struct Pool {
  std::array<Piece*, kLists + 1> free;  // the last is always empty
  char* at;
  std::size_t left;
};
thread_local constinit Pool t_pool{};

std::size_t listFor(std::size_t size) {
  if (size <= kFineMax)
    return (size + kFine - 1) / kFine;
  if (size <= kCoarseMax)
    return kFineLists + (size + kCoarse - 1) / kCoarse - 1;
  return kBigFirst + static_cast<std::size_t>(std::bit_width((size - 1) / kCoarseMax)) - 1;
}
std::size_t sizeOf(std::size_t list) {
  if (list >= kBigFirst)
    return kCoarseMax << (list - kBigFirst + 1);
  if (list >= kFineLists)
    return (list - kFineLists + 1) * kCoarse;
  return list == 0 ? kFine : list * kFine;
}

void* mark(void* memory, std::size_t list) {
  if (memory == nullptr)
    std::abort();
  *static_cast<std::size_t*>(memory) = list;
  return static_cast<char*>(memory) + kHeader;
}

void* takeAnew(std::size_t size, std::size_t list) {
  if (list == kLarge)
    return mark(std::malloc(size + kHeader), kLarge);
  Pool& pool = t_pool;
  const std::size_t whole = kHeader + sizeOf(list);
  if (list >= kBigFirst)
    return mark(std::malloc(whole), list);
  if (pool.left < whole) {
    pool.at = static_cast<char*>(std::malloc(kSlab));
    pool.left = kSlab;
  }
  char* memory = pool.at;
  pool.at += whole;
  pool.left -= whole;
  return mark(memory, list);
}

// Nearly always there is a piece that was given back.
inline void* take(std::size_t size) {
  const std::size_t list = size <= kBigMax ? listFor(size) : kLarge;
  Piece*& first = t_pool.free[list];
  if (first == nullptr)
    return takeAnew(size, list);
  Piece* piece = first;
  first = piece->next;
  return piece;
}

inline void give(void* memory) {
  if (memory == nullptr)
    return;
  void* begin = static_cast<char*>(memory) - kHeader;
  const std::size_t list = *static_cast<std::size_t*>(begin);
  if (list == kLarge) {
    std::free(begin);
    return;
  }
  auto* piece = static_cast<Piece*>(memory);
  piece->next = t_pool.free[list];
  t_pool.free[list] = piece;
}

// SQLite asks how large a piece is; with what is above the lists the general allocator keeps that, and here
// the first word of it.
int sizeForSqlite(void* memory) {
  const void* begin = static_cast<char*>(memory) - kHeader;
  const std::size_t list = *static_cast<const std::size_t*>(begin);
  const std::size_t size = list == kLarge ? *(static_cast<const std::size_t*>(begin) + 1) : sizeOf(list);
  return static_cast<int>(size);
}
void* takeForSqlite(int size) {
  void* memory = take(static_cast<std::size_t>(size));
  if (static_cast<std::size_t>(size) > kBigMax)
    *(static_cast<std::size_t*>(memory) - 1) = static_cast<std::size_t>(size);
  return memory;
}
void* takeAgainForSqlite(void* memory, int size) {
  const int had = sizeForSqlite(memory);
  if (size <= had && size > had / 2)
    return memory;
  void* fresh = takeForSqlite(size);
  std::memcpy(fresh, memory, static_cast<std::size_t>(had < size ? had : size));
  give(memory);
  return fresh;
}
int roundedForSqlite(int size) {
  const auto asked = static_cast<std::size_t>(size);
  return asked > kBigMax ? (size + 7) & ~7 : static_cast<int>(sizeOf(listFor(asked)));
}

// Before the first database is opened.
const int kTold = [] {
  static const sqlite3_mem_methods methods = {takeForSqlite,      give,
                                              takeAgainForSqlite, sizeForSqlite,
                                              roundedForSqlite,   [](void*) { return SQLITE_OK; },
                                              [](void*) {},       nullptr};
  return sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
}();

}  // namespace

void* operator new(std::size_t size) {
  return take(size);
}
void* operator new[](std::size_t size) {
  return take(size);
}
void operator delete(void* memory) noexcept {
  give(memory);
}
void operator delete[](void* memory) noexcept {
  give(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  give(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  give(memory);
}
