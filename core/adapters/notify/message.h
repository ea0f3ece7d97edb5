// A mail as the bytes of RFC 5322: nothing in its values can end a header or a line too early.
#pragma once

#include <string>

#include "core/ports/notifier.h"

namespace loket::adapters::notify {

// `from` is a mailbox. Lines end with CRLF; the body is quoted-printable UTF-8. Dots are not stuffed.
std::string messageOf(const ports::Mail& mail, const std::string& from);

}  // namespace loket::adapters::notify
