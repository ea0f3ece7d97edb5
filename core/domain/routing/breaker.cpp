#include "core/domain/routing/breaker.h"

#include <algorithm>
#include <bitset>

namespace loket {
namespace {

constexpr int kEndsKept = 32;
constexpr int kEndsNeeded = 8;
constexpr int kPermille = 1000;

}  // namespace

void Breaker::note(Health health, Instant now) {
  switch (health) {
    case Health::Honest:
      m_silent = 0;
      m_rest = kRestMin;
      return;
    case Health::Silent:
      break;
  }
  if (m_silent < kSilentMax)
    ++m_silent;
  else
    m_rest = std::min(m_rest + m_rest, kRestMax);
  if (m_silent == kSilentMax)
    m_restsUntil = now + m_rest;
}

void Breaker::sent(Instant now) {
  if (isOpen())
    m_restsUntil = now + m_rest;
}

void Breaker::shift(Duration by) {
  if (isOpen())
    m_restsUntil = m_restsUntil + by;
}

int Breaker::successPermille() const {
  if (m_endCount < kEndsNeeded)
    return kPermille;
  return static_cast<int>(std::bitset<kEndsKept>(m_ends).count()) * kPermille / m_endCount;
}

void Breaker::ended(bool well) {
  m_ends = (m_ends << 1U) | (well ? 1U : 0U);
  m_endCount = std::min(m_endCount + 1, kEndsKept);
}

}  // namespace loket
