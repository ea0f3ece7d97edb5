// The kinds of printer behind createPrinter; each is implemented per platform.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "core/adapters/printer/create_printer.h"
#include "core/ports/printer.h"

namespace loket::adapters::printer {

enum class Device {
  File,       // appended to, and made when it is not there; a device too
  Usb,        // a device and nothing else: a printer that is unplugged must not become a file of its name
  Serial,     // a serial line
  Bluetooth,  // a serial line over the air (SPP), whose printer forgets what it has not printed when the link ends
};

struct SerialLine {
  enum class Flow { None, Hardware, Software };
  int baud = 9600;
  Flow flow = Flow::Hardware;
};

// Holds a job back to what its printer can take: some have a small memory and no way to say that it is full.
class Pace {
 public:
  explicit Pace(int bytesPerSecond) : m_bytesPerSecond(bytesPerSecond) {}
  // How much of `rest` may go now: a few lines at a time, so that the head does not stop between two.
  std::size_t next(std::size_t rest) const {
    constexpr std::size_t kPortions = 20;
    if (m_bytesPerSecond <= 0)
      return rest;
    return std::min(rest, std::max<std::size_t>(static_cast<std::size_t>(m_bytesPerSecond) / kPortions, 32));
  }
  // Before the next portion.
  void wait() const { std::this_thread::sleep_until(m_due); }
  // What was late is not made up for: that would be more at once.
  void sent(std::size_t bytes) {
    if (m_bytesPerSecond > 0)
      m_due = std::chrono::steady_clock::now() +
              std::chrono::microseconds(static_cast<std::int64_t>(bytes) * 1'000'000 / m_bytesPerSecond);
  }

 private:
  int m_bytesPerSecond;
  std::chrono::steady_clock::time_point m_due;
};

// False for a speed that no serial line has.
bool isBaud(int baud);

std::unique_ptr<ports::Printer> makeTcpPrinter(std::string uri, std::string host, std::string port,
                                               const Patience& patience);
std::unique_ptr<ports::Printer> makeDevicePrinter(std::string uri, std::string path, Device device, SerialLine line,
                                                  const Patience& patience);
// `server` is HOST:PORT; empty is the machine's own spooler.
std::unique_ptr<ports::Printer> makeCupsPrinter(std::string uri, std::string server, std::string queue,
                                                const Patience& patience);

// What an errno of opening or connecting means to a shop.
ports::PrinterTrouble troubleOf(int error);
ports::PrinterCondition unreached(int error);

// "<uri> accepted=<n> <reason>".
inline ports::PrintReport broken(const std::string& uri, std::size_t accepted, std::string_view reason) {
  return ports::PrintReport::broken(accepted,
                                    uri + " accepted=" + std::to_string(accepted) + " " + std::string(reason));
}
// The queues of the system's print service; none where there is no service.
std::vector<ports::FoundPrinter> cupsQueues();

}  // namespace loket::adapters::printer
