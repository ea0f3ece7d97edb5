// Memory for secrets by libsodium: between pages that nobody may touch, never swapped out, in no dump, wiped when it goes. Where the
// system locks no more memory for this user it is only guarded and wiped.
#pragma once

namespace loket::adapters {

// Every secret from now on lies there. First thing in a program's main.
void guardSecrets();

}  // namespace loket::adapters
