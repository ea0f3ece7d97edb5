#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <thread>

#include "core/adapters/printer/conversation.h"
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
  DevicePrinter(std::string uri, std::string path, Device device, SerialLine line, const Patience& patience)
      : m_uri(std::move(uri)), m_path(std::move(path)), m_device(device), m_line(line), m_patience(patience) {}

  ports::PrintReport print(const ports::PrintOrder& order) override {
    const bool isSerial = m_device == Device::Serial || m_device == Device::Bluetooth;
    // A device that is not there must not become a file of its name.
    const int create = m_device != Device::File || m_path.starts_with("/dev/") ? 0 : O_CREAT;
    const int way = isSerial ? O_RDWR : O_WRONLY | O_APPEND;
    const Descriptor file(::open(m_path.c_str(), way | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | create, S_IRUSR | S_IWUSR));
    if (!file.isOpen())
      return broken(m_uri, 0, std::strerror(errno));
    const int fd = file.get();
    struct stat info {};
    if (::fstat(fd, &info) != 0)
      return broken(m_uri, 0, std::strerror(errno));
    if (m_device != Device::File && !S_ISCHR(info.st_mode))
      return broken(m_uri, 0, "not a device");
    const bool isLine = S_ISCHR(info.st_mode) && ::isatty(fd) == 1;
    if (isSerial) {
      if (!isLine)
        return broken(m_uri, 0, "not a serial line");
      if (!setUp(fd))
        return broken(m_uri, 0, std::strerror(errno));
    }
    ports::PrintOrder asked = order;
    if (!isSerial)
      asked.proof = ports::PrintOrder::Proof::None;
    Conversation talk(asked, {[this, fd](std::string_view bytes) { return said(fd, bytes); },
                              [fd](Duration patience) { return heard(fd, patience); }},
                      m_patience);
    if (const std::string trouble = talk.before(); !trouble.empty())
      return given(fd, isLine, 0, trouble);
    const std::string bytes = order.bytes + talk.question();
    const std::size_t chunk = S_ISREG(info.st_mode) ? bytes.size() : kDeviceChunk;
    Pace pace(S_ISREG(info.st_mode) ? 0 : order.bytesPerSecond);
    std::size_t taken = 0;
    while (taken < bytes.size()) {
      pace.wait();
      const ssize_t n = ::write(fd, bytes.data() + taken, std::min(chunk, pace.next(bytes.size() - taken)));
      if (n > 0) {
        taken += static_cast<std::size_t>(n);
        pace.sent(static_cast<std::size_t>(n));
        continue;
      }
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK)
        return given(fd, isLine, taken, std::strerror(errno));
      if (!waitFor(fd, POLLOUT, m_patience.stall))
        return given(fd, isLine, taken, "timeout");
    }
    if (isLine && !drained(fd))
      return given(fd, isLine, taken, "timeout");
    ports::PrintReport report = talk.after();
    if (report.end == ports::PrintReport::End::Unknown)
      return given(fd, isLine, taken, report.detail);
    // The link must outlive the paper: when it ends the printer throws away what it still holds.
    if (m_device == Device::Bluetooth && report.end != ports::PrintReport::End::Confirmed)
      std::this_thread::sleep_for(std::chrono::milliseconds(
          static_cast<std::int64_t>(bytes.size()) * 1'000 / kAirBytesPerSecond + kAirGoodbye.ms));
    return report;
  }

  ports::PrinterCondition look(ports::PrintOrder::Proof proof) override {
    const bool isSerial = m_device == Device::Serial || m_device == Device::Bluetooth;
    const int way = isSerial ? O_RDWR : O_WRONLY | O_APPEND;
    const Descriptor file(::open(m_path.c_str(), way | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (!file.isOpen())
      return errno == ENOENT && m_device == Device::File && !m_path.starts_with("/dev/") ? wouldBeMade() : unreached(errno);
    const int fd = file.get();
    struct stat info {};
    if (::fstat(fd, &info) != 0)
      return unreached(errno);
    if (m_device != Device::File && !S_ISCHR(info.st_mode))
      return {ports::PrinterTrouble::NotADevice, false, "not a device"};
    if (!isSerial)
      return paperOf(fd, info);
    if (::isatty(fd) != 1)
      return {ports::PrinterTrouble::NotADevice, false, "not a serial line"};
    if (!setUp(fd))
      return unreached(errno);
    const ports::PrintOrder nothing{{}, proof};
    ports::PrinterCondition told =
        Conversation(nothing, {[this, fd](std::string_view bytes) { return said(fd, bytes); },
                               [fd](Duration patience) { return heard(fd, patience); }},
                     m_patience)
            .condition();
    // A question that is still held up must not reach whoever is switched on later, and closing would wait for it.
    static_cast<void>(::tcflush(fd, TCOFLUSH));
    return told;
  }

 private:
  // A file that is not there yet is made by the first paper, where that may be done.
  ports::PrinterCondition wouldBeMade() const {
    const std::string folder = m_path.substr(0, std::max<std::size_t>(m_path.rfind('/'), 1));
    if (::access(folder.c_str(), W_OK | X_OK) != 0)
      return unreached(errno);
    return {ports::PrinterTrouble::None, false, "a file, not there yet"};
  }

  // The port itself tells of the paper where there is one: the line of the old parallel plug, which USB has kept.
  static ports::PrinterCondition paperOf(int fd, const struct stat& info) {
    if (S_ISREG(info.st_mode))
      return {ports::PrinterTrouble::None, false, "a file"};
    constexpr unsigned long kGetStatus = 0x060B;  // LPGETSTATUS of linux/lp.h
    constexpr int kNoPaper = 0x20;
    constexpr int kNothing = 0xFF;  // what those say that do not know the question
    int status = 0;
    if (::ioctl(fd, kGetStatus, &status) == 0 && (status & kNothing) != kNothing && (status & kNoPaper) != 0)
      return {ports::PrinterTrouble::PaperOut, true, "paper out"};
    return {ports::PrinterTrouble::None, false, "there"};
  }

  // A line that is held up takes no question, or holds it back; both are silence.
  bool said(int fd, std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t n = ::write(fd, bytes.data(), bytes.size());
      if (n > 0)
        bytes.remove_prefix(static_cast<std::size_t>(n));
      else if (n < 0 && errno != EINTR && errno != EAGAIN)
        return false;
      else if (!waitFor(fd, POLLOUT, m_patience.answer))
        return true;
    }
    return true;
  }

  static Conversation::Heard heard(int fd, Duration patience) {
    if (!waitFor(fd, POLLIN, patience))
      return {};
    std::array<char, 256> some{};
    const ssize_t n = ::read(fd, some.data(), some.size());
    if (n > 0)
      return {false, std::string(some.data(), static_cast<std::size_t>(n))};
    return {n == 0 || (errno != EINTR && errno != EAGAIN), {}};
  }

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
    // What the printer said to somebody else is no answer to us.
    return ::tcsetattr(fd, TCSANOW, &settings) == 0 && ::tcflush(fd, TCIFLUSH) == 0;
  }

  static std::size_t waiting(int fd) {
    int count = 0;
    return ::ioctl(fd, TIOCOUTQ, &count) == 0 && count > 0 ? static_cast<std::size_t>(count) : 0;
  }

  // Serial lines are slow; closing one drops what it still holds. False: it takes no more.
  bool drained(int fd) const {
    std::size_t left = waiting(fd);
    auto progress = std::chrono::steady_clock::now();
    while (left > 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      const std::size_t now = waiting(fd);
      if (now < left)
        progress = std::chrono::steady_clock::now();
      left = now;
      if (std::chrono::steady_clock::now() - progress > std::chrono::milliseconds(m_patience.stall.ms))
        return false;
    }
    return true;
  }

  // Gives the job up. What a line still holds is thrown away: it must not come out when the paper is back, and closing
  // would wait for it. It counts as taken all the same: adapters say "held" of what is already on the wire.
  ports::PrintReport given(int fd, bool isLine, std::size_t taken, std::string_view reason) const {
    if (isLine)
      static_cast<void>(::tcflush(fd, TCOFLUSH));
    return broken(m_uri, taken, reason);
  }

  std::string m_uri;
  std::string m_path;
  Device m_device;
  SerialLine m_line;
  Patience m_patience;
};

}  // namespace

bool isBaud(int baud) { return speedOf(baud).has_value(); }

std::unique_ptr<ports::Printer> makeDevicePrinter(std::string uri, std::string path, Device device, SerialLine line,
                                                  const Patience& patience) {
  return std::make_unique<DevicePrinter>(std::move(uri), std::move(path), device, line, patience);
}

}  // namespace loket::adapters::printer
