// A clock that a sandbox or a test steers over its admin port: the machine's time plus the steered offset.
// Plain HTTP to loopback only; never used where real money is.
#pragma once

#include <memory>
#include <string>

#include "core/base/result.h"
#include "core/ports/clock.h"

namespace loket::adapters::http {

class RemoteClock final : public ports::Clock {
 public:
  // `machine` outlives it. ConfigInvalid when the URL is not http://127.0.0.1, ::1 or localhost, ClockFault
  // when nobody answers there.
  static Result<std::unique_ptr<RemoteClock>> connect(const std::string& url, ports::Clock& machine);

  Instant now() override;
  Duration monotonic() override;
  bool idleUntil(Instant due) override;

 private:
  RemoteClock(std::string url, ports::Clock& machine) : m_url(std::move(url)), m_machine(machine) {}
  Status refresh();

  std::string m_url;
  ports::Clock& m_machine;
  Duration m_offset;
  Duration m_firstOffset;
  Duration m_passed;  // the latest that `monotonic` has said
  Duration m_readAt;
};

bool isLoopbackUrl(const std::string& url);

}  // namespace loket::adapters::http
