#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstring>
#include <thread>

#include "core/adapters/printer/descriptor_linux.h"
#include "core/adapters/printer/printers.h"

namespace loket::adapters::printer {
namespace {

// Cheap printers lose bytes when more comes at once than they can hold.
constexpr std::size_t kDeviceChunk = 512;

class DevicePrinter final : public ports::Printer {
 public:
  DevicePrinter(std::string uri, std::string path) : m_uri(std::move(uri)), m_path(std::move(path)) {}

  Status print(const std::string& bytes) override {
    // A device that is not there must not become a file of its name.
    const int create = m_path.starts_with("/dev/") ? 0 : O_CREAT;
    const Descriptor file(
        ::open(m_path.c_str(), O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | create, S_IRUSR | S_IWUSR));
    if (!file.isOpen())
      return printerFault(m_uri, 0, std::strerror(errno));
    struct stat info {};
    if (::fstat(file.get(), &info) != 0)
      return printerFault(m_uri, 0, std::strerror(errno));
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
        return printerFault(m_uri, taken, std::strerror(errno));
      if (!waitFor(file.get(), POLLOUT, kStallTimeout))
        return printerFault(m_uri, taken, "timeout");
    }
    return S_ISCHR(info.st_mode) && ::isatty(file.get()) == 1 ? drained(file.get(), taken) : Status{};
  }

 private:
  // Serial lines are slow; closing one drops what it still holds.
  Status drained(int fd, std::size_t taken) const {
    int waiting = 0;
    int before = 0;
    auto progress = std::chrono::steady_clock::now();
    while (::ioctl(fd, TIOCOUTQ, &waiting) == 0 && waiting > 0) {
      if (waiting != before)
        progress = std::chrono::steady_clock::now();
      before = waiting;
      if (std::chrono::steady_clock::now() - progress > std::chrono::milliseconds(kStallTimeout.ms))
        return printerFault(m_uri, taken - std::min(taken, static_cast<std::size_t>(waiting)), "timeout");
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return {};
  }

  std::string m_uri;
  std::string m_path;
};

}  // namespace

std::unique_ptr<ports::Printer> makeDevicePrinter(std::string uri, std::string path) {
  return std::make_unique<DevicePrinter>(std::move(uri), std::move(path));
}

}  // namespace loket::adapters::printer
