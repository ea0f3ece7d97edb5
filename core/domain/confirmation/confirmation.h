// What a customer is told about a payment besides the receipt: to whom, in which words, and the link that
// opens the message on the cashier's machine. Whether it arrived is nothing that the counter can know.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/domain/identity/outlet.h"
#include "core/domain/payment/payment.h"

namespace loket::confirmation {

enum class Channel { WhatsApp, Sms, Email };
std::string_view wordOf(Channel channel);  // "whatsapp", "sms", "email"
std::optional<Channel> channelFromWord(std::string_view word);

// Made by `addressFor` only, so that it cannot carry more than one address.
struct Address {
  Channel channel = Channel::WhatsApp;
  std::string text;  // a telephone as digits with its country ("6281234567890"), or a mailbox
};

// As typed. Without a channel an "@" means e-mail and everything else WhatsApp. NumberInvalid with the rule's
// word in the detail: "mobile" or "email". A mailbox is plain ASCII (RFC 5321 dot-atom at a domain with a
// dot): nothing in it can end a header or begin a second address.
Result<Address> addressFor(std::string_view typed, std::optional<Channel> by = std::nullopt);

// In Indonesian, lines ended by '\n'. For what the upstream or the drawer has settled or taken back, and for
// what is being worked on, which is said to be no proof; nothing for every other state. Only success is ever
// called LUNAS.
std::optional<std::string> composeText(const Payment& payment, const Outlet& outlet);

// "https://wa.me/62...?text=", "sms:+62...?body=" (RFC 5724) or "mailto:...?subject=&body=" (RFC 6068).
// Everything but unreserved characters is percent-encoded, so that no text can add a parameter.
std::string linkFor(const Address& address, const std::string& text);

}  // namespace loket::confirmation
