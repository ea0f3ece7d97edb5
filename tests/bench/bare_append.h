// The floor of a sidecar: a file that is appended to, and fsynced.
#pragma once

#include <string>
#include <string_view>

namespace loket::bench {

class BareAppend {
 public:
  // The program ends when the file cannot be made.
  explicit BareAppend(const std::string& path);
  ~BareAppend();
  BareAppend(const BareAppend&) = delete;
  BareAppend& operator=(const BareAppend&) = delete;

  // Durable when it returns. Ends the program when it fails.
  void append(std::string_view bytes);

 private:
  int m_fd;
};

}  // namespace loket::bench
