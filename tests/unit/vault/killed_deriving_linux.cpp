#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstddef>

#include "tests/unit/vault/killed_deriving.h"

// The linker puts this in the place of libsodium's own: between the count of a try and Argon2id nothing else is called.
extern "C" {
int __real_crypto_pwhash(unsigned char* out, unsigned long long outBytes, const char* pin, unsigned long long pinBytes,
                         const unsigned char* salt, unsigned long long passes, std::size_t memory, int algorithm);
int __wrap_crypto_pwhash(unsigned char* out, unsigned long long outBytes, const char* pin, unsigned long long pinBytes,
                         const unsigned char* salt, unsigned long long passes, std::size_t memory, int algorithm);
}
namespace {
bool g_diesDeriving = false;
}
int __wrap_crypto_pwhash(unsigned char* out, unsigned long long outBytes, const char* pin, unsigned long long pinBytes,
                         const unsigned char* salt, unsigned long long passes, std::size_t memory, int algorithm) {
  if (g_diesDeriving)
    ::kill(::getpid(), SIGKILL);
  return __real_crypto_pwhash(out, outBytes, pin, pinBytes, salt, passes, memory, algorithm);
}

namespace loket::tests {

bool killedDeriving(const std::function<void()>& work) {
  const pid_t child = ::fork();
  if (child < 0)
    return false;
  if (child == 0) {
    g_diesDeriving = true;
    work();
    ::_exit(0);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0)
    if (errno != EINTR)
      return false;
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

}  // namespace loket::tests
