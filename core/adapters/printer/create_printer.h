// Makes the printer that a configuration names. One connection or open file per job, so that a printer that was
// switched off in between is no special case.
#pragma once

#include <memory>
#include <string>

#include "core/base/result.h"
#include "core/ports/printer.h"

namespace loket::adapters::printer {

// "tcp://host:port" (raw port, usually 9100; an IPv6 host in brackets) or "file:///path" (appended to; a device
// such as /dev/usb/lp0 too). Nothing is opened yet. ConfigInvalid, naming the uri, for anything else.
//
// print() fails with PrinterFault and "accepted=N" in the detail: how many bytes the printer's side took. Only
// after accepted=0 may the same job be sent again without asking whether paper came out.
Result<std::unique_ptr<ports::Printer>> createPrinter(const std::string& uri);

}  // namespace loket::adapters::printer
