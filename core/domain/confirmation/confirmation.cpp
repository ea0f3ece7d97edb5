#include "core/domain/confirmation/confirmation.h"

#include "core/base/text.h"
#include "core/domain/catalogue/number_rules.h"

namespace loket::confirmation {
namespace {

bool isAlnum(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool isMailLocalPart(std::string_view local) {
  if (local.empty() || local.size() > 64)
    return false;
  for (const std::string& atom : split(local, '.')) {
    if (atom.empty())
      return false;
    for (const char c : atom)
      if (!isAlnum(c) && std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) == std::string_view::npos)
        return false;
  }
  return true;
}

bool isMailDomain(std::string_view domain) {
  if (domain.size() > 253 || domain.find('.') == std::string_view::npos)
    return false;
  for (const std::string& label : split(domain, '.')) {
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-')
      return false;
    for (const char c : label)
      if (!isAlnum(c) && c != '-')
        return false;
  }
  return true;
}

bool isMailbox(std::string_view text) {
  const std::size_t at = text.find('@');
  return at != std::string_view::npos && isMailLocalPart(text.substr(0, at)) &&
         isMailDomain(text.substr(at + 1));
}

std::string encoded(std::string_view text, std::string_view lineEnd) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += lineEnd;
    } else if (isAlnum(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      out.push_back(c);
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out.push_back('%');
      out.push_back(kHex[byte >> 4U]);
      out.push_back(kHex[byte & 15U]);
    }
  }
  return out;
}

}  // namespace

std::string_view wordOf(Channel channel) {
  switch (channel) {
    case Channel::WhatsApp:
      return "whatsapp";
    case Channel::Sms:
      return "sms";
    case Channel::Email:
      return "email";
  }
  return "";
}

std::optional<Channel> channelFromWord(std::string_view word) {
  for (const Channel channel : {Channel::WhatsApp, Channel::Sms, Channel::Email})
    if (wordOf(channel) == word)
      return channel;
  return std::nullopt;
}

Result<Address> addressFor(std::string_view typed, std::optional<Channel> by) {
  const Channel guessed = typed.find('@') == std::string_view::npos ? Channel::WhatsApp : Channel::Email;
  const Channel channel = by.value_or(guessed);
  if (channel == Channel::Email) {
    const std::string mailbox = trimmed(typed);
    if (!isMailbox(mailbox))
      return fail(ErrorCode::NumberInvalid, "email");
    return Address{channel, mailbox};
  }
  const std::optional<std::string> mobile = normalizeMobile(typed);
  if (!mobile)
    return fail(ErrorCode::NumberInvalid, "mobile");
  return Address{channel, "62" + mobile->substr(1)};
}

std::string linkFor(const Address& address, const std::string& text) {
  switch (address.channel) {
    case Channel::WhatsApp:
      return "https://wa.me/" + address.text + "?text=" + encoded(text, "%0A");
    case Channel::Sms:
      return "sms:+" + address.text + "?body=" + encoded(text, "%0A");
    case Channel::Email: {
      const std::size_t at = address.text.find('@');
      return "mailto:" + encoded(address.text.substr(0, at), {}) + "@" + address.text.substr(at + 1) +
             "?subject=" + encoded(text.substr(0, text.find('\n')), {}) + "&body=" + encoded(text, "%0D%0A");
    }
  }
  return {};
}

}  // namespace loket::confirmation
