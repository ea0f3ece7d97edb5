// Makes the printer that a configuration names. One connection or open file per job, so that a printer that was
// switched off in between is no special case.
#pragma once

#include <memory>
#include <string>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/ports/printer.h"

namespace loket::adapters::printer {

// Nothing is opened yet. ConfigInvalid, naming the uri, for anything but
//   tcp://HOST:PORT              raw port, usually 9100; an IPv6 host in brackets
//   file:///PATH                 appended to
//   usb:///dev/usb/lp0           or the device's path alone
//   serial:///dev/ttyUSB0        ?baud=9600&flow=hardware (or software, none): those are the defaults
//   bluetooth:///dev/rfcomm0     a link that the system has bound
//   cups://QUEUE                 or cups://HOST:PORT/QUEUE; the bytes pass through as they are
//
// What goes wrong is reported as "URI accepted=N REASON": how many bytes the printer's side may have, at most. Only after
// accepted=0 may the same job be sent again without asking whether paper came out. A spooler may take none back once it
// has begun, so then it is all of them.
Result<std::unique_ptr<ports::Printer>> createPrinter(const std::string& uri);

// How long a printer is waited for, by the clock on the wall.
struct Patience {
  Duration connect = Duration::seconds(3);
  // Without any byte taken for so long, paper is out or the cover is open.
  Duration stall = Duration::seconds(10);
  // How long a printer may take to close after it has everything; many never do.
  Duration goodbye = Duration::millis(500);
  // How long a spooler may take from having all to having handed it on. After that it is told to forget the job.
  Duration spool = Duration::seconds(20);
  // A question about its state, which a printer answers at once or never.
  Duration answer = Duration::seconds(1);
  // From the last byte to the word that it is on paper, and how often it is asked meanwhile what keeps it.
  Duration confirm = Duration::seconds(10);
  Duration askAgain = Duration::seconds(2);
};
Result<std::unique_ptr<ports::Printer>> createPrinterWith(const std::string& uri, const Patience& patience);

}  // namespace loket::adapters::printer
