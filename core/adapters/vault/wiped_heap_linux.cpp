// Of a program that closes a home and goes on: what is given back to the heap is wiped first, whoever gives it. Keys lie in
// guarded memory, but on the way to and from the disk some are text in ordinary memory for a moment (settings, units of
// work, pages of the database, what libcurl sends), and the heap keeps what is in memory that nobody has. A file of the
// program's own and in no library, because it is for all of the program.
#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

// The C library's own, under the names that it keeps for those who stand in front of it.
extern "C" void* __libc_malloc(std::size_t size);
extern "C" void __libc_free(void* memory);

extern "C" void free(void* memory) noexcept {
  if (memory == nullptr)
    return;
  ::explicit_bzero(memory, ::malloc_usable_size(memory));
  __libc_free(memory);
}

// What moves leaves nothing behind; what fits stays where it is.
extern "C" void* realloc(void* memory, std::size_t size) noexcept {
  if (memory == nullptr)
    return __libc_malloc(size);
  if (size == 0) {
    free(memory);
    return nullptr;
  }
  const std::size_t has = ::malloc_usable_size(memory);
  if (size <= has && size >= has / 2)
    return memory;
  void* moved = __libc_malloc(size);
  if (moved == nullptr)
    return nullptr;
  std::memcpy(moved, memory, std::min(has, size));
  free(memory);
  return moved;
}
