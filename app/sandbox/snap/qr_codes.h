// QRIS codes that the merchant shows and customers pay: making one and asking what became of it.
#pragma once

#include "app/sandbox/snap/answer.h"
#include "app/sandbox/world.h"

namespace loket::sandbox::snap {

class QrCodes {
 public:
  explicit QrCodes(World& world) : m_world(world) {}

  Answer generate(const Call& call);  // 47
  Answer query(const Call& call);     // 51

 private:
  World& m_world;
};

}  // namespace loket::sandbox::snap
