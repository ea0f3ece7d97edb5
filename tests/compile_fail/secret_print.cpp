// Nothing prints a secret.
#include <iostream>

#include "core/base/secret_bytes.h"

void show(const loket::SecretBytes& pin) {
#ifdef LOKET_BAD
  std::cout << pin;
#else
  std::cout << pin.size();
#endif
}
