// A place where receipt bytes go. "Sent" is not "printed": most cheap printers cannot tell.
#pragma once

#include <cstddef>
#include <string>
#include <utility>

namespace loket::ports {

struct PrintOrder {
  std::string bytes;
  // How this printer can be asked whether the paper came out.
  enum class Proof {
    None,
    Status,     // DLE EOT before and after, GS r behind the last byte
    ProcessId,  // GS ( H behind the last byte: answered when what stands before it is on paper
  };
  Proof proof = Proof::None;
  // Four printable characters, other ones for every job: what GS ( H answers with.
  std::string mark = {};
  int bytesPerSecond = 0;  // it loses what comes faster; 0: as fast as it takes them
};

// How sure it is that paper came out.
struct PrintReport {
  enum class End {
    Failed,     // not one byte was taken: it did not
    Unknown,    // some or all may have: somebody must look
    Sent,       // everything was taken by a printer that cannot tell more
    Confirmed,  // the printer says so
  };
  End end = End::Failed;
  std::size_t accepted = 0;  // bytes that the printer's side may have, at most
  std::string detail = {};   // what is wrong, or what confirmed it

  // Given up: failed only when nothing at all was taken.
  static PrintReport broken(std::size_t accepted, std::string detail) {
    return {accepted == 0 ? End::Failed : End::Unknown, accepted, std::move(detail)};
  }
};

// Something at this computer that may print.
struct FoundPrinter {
  std::string uri;   // as a printer is made by
  std::string name;  // as it tells itself, or as the system calls it
};

class Printer {
 public:
  virtual ~Printer() = default;
  // Blocks until it is known how it ended. Called on the printer's thread, never on the engine's.
  virtual PrintReport print(const PrintOrder& order) = 0;
};

}  // namespace loket::ports
