#include "core/adapters/system/file_log.h"

#include <spdlog/sinks/null_sink.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/spdlog.h>

#include "core/base/utf8.h"

namespace loket::adapters {
namespace {

class FileLog final : public ports::Log {
 public:
  explicit FileLog(std::shared_ptr<spdlog::logger> logger) : m_logger(std::move(logger)) {}
  void write(ports::LogLevel level, std::string_view topic, std::string_view text) override {
    m_logger->log(levelOf(level), "{} {}", shownText(topic, Lines::One), shownText(text, Lines::One));
  }

 private:
  static spdlog::level::level_enum levelOf(ports::LogLevel level) {
    switch (level) {
      case ports::LogLevel::Debug: return spdlog::level::debug;
      case ports::LogLevel::Info: return spdlog::level::info;
      case ports::LogLevel::Warning: return spdlog::level::warn;
      case ports::LogLevel::Error: return spdlog::level::err;
    }
    return spdlog::level::info;
  }
  std::shared_ptr<spdlog::logger> m_logger;
};

}  // namespace

std::unique_ptr<ports::Log> openFileLog(const std::string& path) {
  std::shared_ptr<spdlog::logger> logger;
  try {
    auto sink = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(path, 1U << 20U, 3);
    logger = std::make_shared<spdlog::logger>("loket", std::move(sink));
    logger->flush_on(spdlog::level::warn);
  } catch (const spdlog::spdlog_ex&) {
    // A log that cannot be opened (full disk) must not keep the counter from starting.
    logger = std::make_shared<spdlog::logger>("loket", std::make_shared<spdlog::sinks::null_sink_mt>());
  }
  return std::make_unique<FileLog>(std::move(logger));
}

}  // namespace loket::adapters
