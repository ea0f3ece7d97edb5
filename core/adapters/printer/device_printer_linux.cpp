#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <thread>

#include "core/adapters/printer/descriptor_linux.h"
#include "core/adapters/printer/printers.h"

namespace loket::adapters::printer {
namespace {

// Cheap printers lose bytes when more comes at once than they can hold.
constexpr std::size_t kDeviceChunk = 512;
// What a Bluetooth printer prints in a second, taken low, and what it may need after the last letter.
constexpr std::int64_t kAirBytesPerSecond = 4'000;
constexpr Duration kAirGoodbye = Duration::millis(500);

std::optional<speed_t> speedOf(int baud) {
  switch (baud) {
    case 1200: return B1200;
    case 2400: return B2400;
    case 4800: return B4800;
    case 9600: return B9600;
    case 19200: return B19200;
    case 38400: return B38400;
    case 57600: return B57600;
    case 115200: return B115200;
    case 230400: return B230400;
    default: return std::nullopt;
  }
}

class DevicePrinter final : public ports::Printer {
 public:
  DevicePrinter(std::string uri, std::string path, Device device, SerialLine line)
      : m_uri(std::move(uri)), m_path(std::move(path)), m_device(device), m_line(line) {}

  Status print(const std::string& bytes) override {
    // A device that is not there must not become a file of its name.
    const int create = m_device != Device::File || m_path.starts_with("/dev/") ? 0 : O_CREAT;
    const Descriptor file(
        ::open(m_path.c_str(), O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | create, S_IRUSR | S_IWUSR));
    if (!file.isOpen())
      return printerFault(m_uri, 0, std::strerror(errno));
    struct stat info {};
    if (::fstat(file.get(), &info) != 0)
      return printerFault(m_uri, 0, std::strerror(errno));
    if (m_device != Device::File && !S_ISCHR(info.st_mode))
      return printerFault(m_uri, 0, "not a device");
    const bool isLine = S_ISCHR(info.st_mode) && ::isatty(file.get()) == 1;
    if (m_device == Device::Serial || m_device == Device::Bluetooth) {
      if (!isLine)
        return printerFault(m_uri, 0, "not a serial line");
      if (!setUp(file.get()))
        return printerFault(m_uri, 0, std::strerror(errno));
    }
    const std::size_t chunk = S_ISREG(info.st_mode) ? bytes.size() : kDeviceChunk;
    std::size_t taken = 0;
    while (taken < bytes.size()) {
      const ssize_t n = ::write(file.get(), bytes.data() + taken, std::min(chunk, bytes.size() - taken));
      if (n > 0) {
        taken += static_cast<std::size_t>(n);
        continue;
      }
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK)
        return given(file.get(), isLine, taken, std::strerror(errno));
      if (!waitFor(file.get(), POLLOUT, kStallTimeout))
        return given(file.get(), isLine, taken, "timeout");
    }
    if (isLine)
      LOKET_TRY(drained(file.get(), taken));
    // The link must outlive the paper: when it ends the printer throws away what it still holds.
    if (m_device == Device::Bluetooth)
      std::this_thread::sleep_for(std::chrono::milliseconds(
          static_cast<std::int64_t>(bytes.size()) * 1'000 / kAirBytesPerSecond + kAirGoodbye.ms));
    return {};
  }

 private:
  // Eight bits, no parity, and every byte as it is; a line that was used for something else may be set to anything.
  bool setUp(int fd) const {
    termios settings{};
    if (::tcgetattr(fd, &settings) != 0)
      return false;
    ::cfmakeraw(&settings);
    settings.c_cflag |= CLOCAL | CREAD;
    settings.c_cflag &= ~static_cast<tcflag_t>(CRTSCTS | CSTOPB);
    settings.c_iflag &= ~static_cast<tcflag_t>(IXON | IXOFF | IXANY);
    // Over the air there is neither a speed nor a wire to hold up; the link does both.
    if (m_device == Device::Serial) {
      if (m_line.flow == SerialLine::Flow::Hardware)
        settings.c_cflag |= CRTSCTS;
      if (m_line.flow == SerialLine::Flow::Software)
        settings.c_iflag |= IXON;
      const speed_t speed = speedOf(m_line.baud).value_or(B9600);
      if (::cfsetispeed(&settings, speed) != 0 || ::cfsetospeed(&settings, speed) != 0)
        return false;
    }
    return ::tcsetattr(fd, TCSANOW, &settings) == 0;
  }

  static std::size_t waiting(int fd) {
    int count = 0;
    return ::ioctl(fd, TIOCOUTQ, &count) == 0 && count > 0 ? static_cast<std::size_t>(count) : 0;
  }

  // Serial lines are slow; closing one drops what it still holds.
  Status drained(int fd, std::size_t taken) const {
    std::size_t left = waiting(fd);
    auto progress = std::chrono::steady_clock::now();
    while (left > 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      const std::size_t now = waiting(fd);
      if (now < left)
        progress = std::chrono::steady_clock::now();
      left = now;
      if (std::chrono::steady_clock::now() - progress > std::chrono::milliseconds(kStallTimeout.ms))
        return given(fd, true, taken, "timeout");
    }
    return {};
  }

  // Gives the job up. What a line still holds is thrown away: it must not come out when the paper is back, and
  // closing would wait for it.
  Status given(int fd, bool isLine, std::size_t taken, std::string_view reason) const {
    const std::size_t held = isLine ? waiting(fd) : 0;
    if (isLine)
      static_cast<void>(::tcflush(fd, TCOFLUSH));
    return printerFault(m_uri, taken - std::min(taken, held), reason);
  }

  std::string m_uri;
  std::string m_path;
  Device m_device;
  SerialLine m_line;
};

}  // namespace

bool isBaud(int baud) { return speedOf(baud).has_value(); }

std::unique_ptr<ports::Printer> makeDevicePrinter(std::string uri, std::string path, Device device, SerialLine line) {
  return std::make_unique<DevicePrinter>(std::move(uri), std::move(path), device, line);
}

}  // namespace loket::adapters::printer
