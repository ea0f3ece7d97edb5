// A process that is killed in the moment in which a key begins to be derived from a PIN. Whoever links this wraps crypto_pwhash.
#pragma once

#include <functional>

namespace loket::tests {

// Does `work` in a process of its own, which dies by SIGKILL where Argon2id would begin. False when it got to its end, or ended
// in any other way: no PIN was looked at.
bool killedDeriving(const std::function<void()>& work);

}  // namespace loket::tests
