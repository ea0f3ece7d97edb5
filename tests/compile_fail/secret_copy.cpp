// A secret is moved or cloned on purpose, never copied in passing.
#include "core/base/secret_bytes.h"

loket::SecretBytes pass(loket::SecretBytes& pin) {
#ifdef LOKET_BAD
  loket::SecretBytes other = pin;
#else
  loket::SecretBytes other = pin.clone();
#endif
  return other;
}
