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

// What keeps a printer from printing, as far as that can be known without printing.
enum class PrinterTrouble {
  None,
  NotSet,        // the shop has none
  Address,       // nothing can be reached by it
  NoDevice,      // unplugged, or another name
  NoPermission,  // this user may not write to it
  NotADevice,    // something else has that name
  Busy,          // another program has it, or a paper is being printed
  Refused,       // the machine is there, and nothing on it takes what is to be printed
  Unreachable,   // nobody answers at that address
  UnknownHost,   // no machine of that name
  HungUp,
  Silent,  // by its profile it answers, and does not
  PaperOut,
  CoverOpen,
  Fault,    // it tells of an error: a cutter that is stuck, a head that is too hot
  Offline,  // it tells that it does not print now
  NoService,  // the print service does not answer
  NoQueue,
  QueueStopped,
  Other,
};

struct PrinterCondition {
  PrinterTrouble trouble = PrinterTrouble::None;
  bool answered = false;     // it said itself how it is
  std::string detail = {};  // of the system or of the printer, for support
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
  // Whether it could: opened and asked, as far as that goes without a byte that might be printed. Where `proof` says that it
  // answers nothing it is not asked. Takes some seconds at most; on the printer's thread too.
  virtual PrinterCondition look(PrintOrder::Proof /*proof*/) { return {}; }
};

}  // namespace loket::ports
