#include "core/adapters/notify/message.h"

#include <algorithm>
#include <string_view>

namespace loket::adapters::notify {
namespace {

constexpr std::size_t kLineMax = 75;  // RFC 2045 allows 76 with the '=' of a soft break

std::string hexOf(char c) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  return {'=', kHex[byte >> 4U], kHex[byte & 15U]};
}

bool isPrintable(char c) {
  return c >= ' ' && c <= '~';
}
bool continuesCharacter(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// As it is when it is printable ASCII that fits a line; else as RFC 2047 words, none of which splits a
// character.
std::string headerText(const std::string& text) {
  if (text.size() <= 60 && text.find("=?") == std::string::npos &&
      std::all_of(text.begin(), text.end(), isPrintable))
    return text;
  constexpr std::size_t kWordBytes = 18;
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = std::min(at + kWordBytes, text.size());
    while (end < text.size() && end > at + 1 && continuesCharacter(text[end])) --end;
    out += out.empty() ? "=?UTF-8?Q?" : "\r\n =?UTF-8?Q?";
    for (; at < end; ++at) out += hexOf(text[at]);
    out += "?=";
  }
  return out;
}

std::string quotedPrintable(const std::string& text) {
  std::string out;
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') {
      out += "\r\n";
      width = 0;
      continue;
    }
    const bool endsLine = i + 1 == text.size() || text[i + 1] == '\n';
    const bool plain = isPrintable(text[i]) && text[i] != '=' && !(text[i] == ' ' && endsLine);
    const std::string piece = plain ? std::string(1, text[i]) : hexOf(text[i]);
    if (width + piece.size() > kLineMax) {
      out += "=\r\n";
      width = 0;
    }
    out += piece;
    width += piece.size();
  }
  return out;
}

std::string idOf(const std::string& id) {
  std::string clean;
  for (const char c : id)
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-')
      clean.push_back(c);
  return clean;
}

std::string twoDigits(int n) {
  return n < 10 ? "0" + std::to_string(n) : std::to_string(n);
}

std::string dateOf(Instant t) {
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const CivilTime c = civilAt(t);
  return std::to_string(c.date.day) + " " + kMonths[c.date.month - 1] + " " + std::to_string(c.date.year) +
         " " + twoDigits(c.hour) + ":" + twoDigits(c.minute) + ":" + twoDigits(c.second) + " +0700";
}

}  // namespace

std::string messageOf(const ports::Mail& mail, const std::string& from) {
  return "Date: " + dateOf(mail.writtenAt) + "\r\nFrom: <" + from + ">\r\nTo: <" + mail.to +
         ">\r\nMessage-ID: <" + idOf(mail.id) + "@" + from.substr(from.find('@') + 1) +
         ">\r\nSubject: " + headerText(mail.subject) +
         "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n"
         "Content-Transfer-Encoding: quoted-printable\r\nAuto-Submitted: auto-generated\r\n\r\n" +
         quotedPrintable(mail.text);
}

}  // namespace loket::adapters::notify
