// Memory for loket-sim: a schedule makes and drops some thousand small strings, and the general allocator
// took a third of its time. Freed pieces go on lists of their size, one set a thread, and are never given
// back. Linked into the campaign only: the tests run on the allocator that the sanitizers watch.
#include <array>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

constexpr std::size_t kHeader = 16;  // keeps the alignment; holds the piece's list
constexpr std::size_t kFine = 32;
constexpr std::size_t kFineMax = 1024;
constexpr std::size_t kCoarse = 512;
constexpr std::size_t kCoarseMax = 16'384;
constexpr std::size_t kFineLists = kFineMax / kFine;
constexpr std::size_t kLists = kFineLists + kCoarseMax / kCoarse;
constexpr std::size_t kLarge = kLists;  // no list: the general allocator's
constexpr std::size_t kSlab = 1U << 20U;

struct Piece {
  Piece* next;
};
struct Pool {
  std::array<Piece*, kLists> free;
  char* at;
  std::size_t left;
};
thread_local constinit Pool t_pool{};

std::size_t listFor(std::size_t size) {
  return size <= kFineMax ? (size + kFine - 1) / kFine - (size > 0 ? 1 : 0)
                          : kFineLists + (size + kCoarse - 1) / kCoarse - 1;
}
std::size_t sizeOf(std::size_t list) {
  return list < kFineLists ? (list + 1) * kFine : (list - kFineLists + 1) * kCoarse;
}

void* mark(void* memory, std::size_t list) {
  if (memory == nullptr)
    std::abort();
  *static_cast<std::size_t*>(memory) = list;
  return static_cast<char*>(memory) + kHeader;
}

void* take(std::size_t size) {
  if (size > kCoarseMax)
    return mark(std::malloc(size + kHeader), kLarge);
  const std::size_t list = listFor(size);
  Pool& pool = t_pool;
  if (Piece* piece = pool.free[list]; piece != nullptr) {
    pool.free[list] = piece->next;
    return piece;
  }
  const std::size_t whole = kHeader + sizeOf(list);
  if (pool.left < whole) {
    pool.at = static_cast<char*>(std::malloc(kSlab));
    pool.left = kSlab;
  }
  char* memory = pool.at;
  pool.at += whole;
  pool.left -= whole;
  return mark(memory, list);
}

void give(void* memory) {
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
