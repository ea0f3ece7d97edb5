// Makes the printer that a configuration names. One connection or open file per job, so that a printer that was
// switched off in between is no special case.
#pragma once

#include <memory>
#include <string>

#include "core/base/result.h"
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
// print() fails with PrinterFault and "accepted=N" in the detail: how many bytes the printer's side took. Only
// after accepted=0 may the same job be sent again without asking whether paper came out. A spooler may take none
// back once it has begun, so then it is all of them.
Result<std::unique_ptr<ports::Printer>> createPrinter(const std::string& uri);

}  // namespace loket::adapters::printer
