#include "core/domain/confirmation/confirmation.h"

#include "core/base/text.h"
#include "core/domain/catalogue/number_rules.h"
#include "core/domain/receipt/writer.h"

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

void addField(std::string& out, std::string_view label, const std::string& value) {
  if (!value.empty())
    out += std::string(label) + ": " + value + "\n";
}

// The first words, without which a message is not sent.
std::optional<std::string> headlineOf(PaymentState state) {
  switch (state) {
    case PaymentState::Succeeded:
      return "LUNAS";
    case PaymentState::Sending:
    case PaymentState::Pending:
    case PaymentState::Suspect:
      return "SEDANG DIPROSES, JANGAN DIULANG. Ini bukan bukti bayar.";
    case PaymentState::Refunded:
      return "TRANSAKSI TIDAK TERJADI. Uang sudah dikembalikan.";
    case PaymentState::Reversed:
      return "DIBATALKAN PENYEDIA. Pembayaran ini tidak jadi.";
    // A deposit slip is paper with a claim code; people decide a review; what is due is told at the counter.
    case PaymentState::Accepted:
    case PaymentState::Review:
    case PaymentState::Failed:
    case PaymentState::Cancelled:
    case PaymentState::RefundDue:
      break;
  }
  return std::nullopt;
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

std::optional<std::string> composeText(const Payment& payment, const Outlet& outlet) {
  const std::optional<std::string> headline = headlineOf(payment.state);
  if (!headline)
    return std::nullopt;
  const bool paid = payment.state == PaymentState::Succeeded;
  std::string text = toUpper(receipt::shown(outlet.name)) + "\n" + *headline + "\n";
  addField(text, "Produk", receipt::shown(payment.productName));
  addField(text, "Nomor", receipt::shown(payment.number));
  addField(text, "Nama", receipt::shown(payment.customerName));
  if (paid && !payment.token.empty())
    addField(text, "Token", receipt::inFours(payment.token));
  else if (paid)
    addField(text, "SN", receipt::shown(payment.serial));
  if (payment.state == PaymentState::Reversed)
    addField(text, "Uang", payment.leftover.isZero() ? "sudah dikembalikan"
                                                     : payment.leftover.text() + ", dapat diambil di tempat membayar");
  else
    addField(text, paid ? "Total" : "Uang", (paid ? payment.total() : payment.held).text());
  addField(text, "Ref", payment.ref.str());
  addField(text, "Tanggal", receipt::stampOf(receipt::momentOf(payment)) + " WIB");
  return text;
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
