// E-mail through the shop's own mail account. Says honestly whether the server can have taken the message.
#pragma once

#include <memory>

#include "core/base/result.h"
#include "core/ports/notifier.h"

namespace loket::adapters::notify {

struct SmtpOptions {
  std::string url;   // smtps://HOST[:PORT], or smtp://HOST[:PORT], which then must offer STARTTLS
  std::string user;  // empty: no login
  std::string password;
  std::string from;
  std::string caPem;  // only this authority is trusted; empty: the system's
  int timeoutMs = 30'000;
};

// ConfigInvalid with the option's name in the detail.
Result<std::unique_ptr<ports::Notifier>> createSmtpNotifier(SmtpOptions options);

}  // namespace loket::adapters::notify
