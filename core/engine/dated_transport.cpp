#include "core/engine/dated_transport.h"

#include <optional>
#include <utility>

namespace loket::engine {
namespace {

constexpr Duration kWayMax = Duration::seconds(10);
// The header counts whole seconds: on the average half of one has passed.
constexpr Duration kHalfSecond = Duration::millis(500);

std::optional<Instant> dateOf(const ports::HttpReply& reply) {
  for (const auto& [name, value] : reply.headers)
    if (name == "date")
      return parseHttpDate(value);
  return std::nullopt;
}

class Dated final : public ports::Transport {
 public:
  Dated(ports::Transport& transport, ports::Clock& clock, std::function<void(Duration)> heard)
      : m_transport(transport), m_clock(clock), m_heard(std::move(heard)) {}

  void send(ports::HttpRequest request, std::function<void(ports::HttpReply)> done) override {
    m_transport.send(std::move(request),
                     [this, sentAt = m_clock.now(), begun = m_clock.monotonic(),
                      done = std::move(done)](ports::HttpReply reply) {
                       note(reply, sentAt, m_clock.monotonic() - begun);
                       done(std::move(reply));
                     });
  }
  void poll(Duration timeout) override { m_transport.poll(timeout); }
  void wake() override { m_transport.wake(); }
  int inFlight() const override { return m_transport.inFlight(); }
  void abandonAll() override { m_transport.abandonAll(); }

 private:
  void note(const ports::HttpReply& reply, Instant sentAt, Duration way) {
    if (reply.kind != ports::HttpReply::Kind::Answered || way > kWayMax)
      return;
    // When our own clock was set meanwhile, the two figures are of two clocks.
    const Duration apart = m_clock.now() - sentAt - way;
    if (apart > kHalfSecond || Duration{} - apart > kHalfSecond)
      return;
    if (const std::optional<Instant> theirs = dateOf(reply))
      m_heard(*theirs + kHalfSecond - (sentAt + Duration::millis(way.ms / 2)));
  }

  ports::Transport& m_transport;
  ports::Clock& m_clock;
  std::function<void(Duration)> m_heard;
};

}  // namespace

std::unique_ptr<ports::Transport> dated(ports::Transport& transport, ports::Clock& clock,
                                        std::function<void(Duration ahead)> heard) {
  return std::make_unique<Dated>(transport, clock, std::move(heard));
}

}  // namespace loket::engine
