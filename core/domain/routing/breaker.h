// A circuit breaker: an upstream that keeps answering nothing to new attempts is left in peace for a while,
// so that not every customer's payment becomes a question. It holds back new attempts only; questions about
// old ones go on, and nothing becomes failed by it.
#pragma once

#include <cstdint>

#include "core/base/time.h"

namespace loket {

// What an attempt showed about the upstream's health.
enum class Health {
  Honest,  // an answer, whatever it said
  Silent,  // sent, and no honest answer
};

class Breaker {
 public:
  // Attempts without an honest answer, one after the other, until it opens.
  static constexpr int kSilentMax = 3;
  static constexpr Duration kRestMin = Duration::seconds(30);
  static constexpr Duration kRestMax = Duration::minutes(8);

  // A word about an attempt, or about an open question.
  void note(Health health, Instant now);
  // Whether one new attempt may go out. After the rest one at a time may try; its word decides.
  bool admits(Instant now) const { return m_silent < kSilentMax || now >= m_restsUntil; }
  // One goes out: while it rests, nobody else follows before its word is known or the rest is over again.
  void sent(Instant now);
  bool isOpen() const { return m_silent >= kSilentMax; }
  // While open; otherwise zero.
  Instant restsUntil() const { return isOpen() ? m_restsUntil : Instant{}; }
  // The wall clock was set.
  void shift(Duration by);

  // Of the last attempts, how many in a thousand succeeded; 1000 while there were too few to tell.
  int successPermille() const;
  // How an attempt ended for good: as wanted, or by a fault of the upstream's.
  void ended(bool well);

 private:
  int m_silent = 0;
  Duration m_rest = kRestMin;
  Instant m_restsUntil;
  std::uint32_t m_ends = 0;  // the last ones, a bit each: 1 for well
  int m_endCount = 0;
};

}  // namespace loket
