#include "ui/text/suppliers.h"

#include <QCoreApplication>
#include <algorithm>

#include "core/base/text.h"
#include "ui/text/amounts.h"
#include "ui/text/errors.h"

namespace loket::ui::text {
namespace {

struct Say {
  Q_DECLARE_TR_FUNCTIONS(SupplierText)
};

struct FieldText {
  std::string_view key;
  const char* title;
  const char* words;
};

constexpr FieldText kTexts[] = {
    {"id", QT_TRANSLATE_NOOP("SupplierText", "Short name"),
     QT_TRANSLATE_NOOP("SupplierText", "Small letters, digits and dashes. It stands in the books and stays as it is.")},
    {"url", QT_TRANSLATE_NOOP("SupplierText", "Address"),
     QT_TRANSLATE_NOOP("SupplierText", "As the supplier gives it, beginning with https://")},
    {"prepaidUrl", QT_TRANSLATE_NOOP("SupplierText", "Address for prepaid goods"),
     QT_TRANSLATE_NOOP("SupplierText", "As the supplier gives it, beginning with https://")},
    {"postpaidUrl", QT_TRANSLATE_NOOP("SupplierText", "Address for bills"),
     QT_TRANSLATE_NOOP("SupplierText", "As the supplier gives it, beginning with https://")},
    {"username", QT_TRANSLATE_NOOP("SupplierText", "User name"),
     QT_TRANSLATE_NOOP("SupplierText", "Of the shop at this supplier.")},
    {"apiKey", QT_TRANSLATE_NOOP("SupplierText", "API key"),
     QT_TRANSLATE_NOOP("SupplierText", "Kept encrypted and never shown again.")},
    {"webhookSecret", QT_TRANSLATE_NOOP("SupplierText", "Secret of their messages"),
     QT_TRANSLATE_NOOP("SupplierText", "Only where a gateway hands their messages on.")},
    {"clientId", QT_TRANSLATE_NOOP("SupplierText", "Client ID"), QT_TRANSLATE_NOOP("SupplierText", "From the bank's portal.")},
    {"clientSecret", QT_TRANSLATE_NOOP("SupplierText", "Client secret"),
     QT_TRANSLATE_NOOP("SupplierText", "Kept encrypted and never shown again.")},
    {"privateKeyFile", QT_TRANSLATE_NOOP("SupplierText", "Private key"),
     QT_TRANSLATE_NOOP("SupplierText", "The file (PEM) whose public half the bank has. The file may be deleted afterwards.")},
    {"partnerId", QT_TRANSLATE_NOOP("SupplierText", "Partner ID"), QT_TRANSLATE_NOOP("SupplierText", "From the bank's portal.")},
    {"channelId", QT_TRANSLATE_NOOP("SupplierText", "Channel ID"), QT_TRANSLATE_NOOP("SupplierText", "From the bank's portal.")},
    {"sourceAccount", QT_TRANSLATE_NOOP("SupplierText", "Account that pays"),
     QT_TRANSLATE_NOOP("SupplierText", "The shop's account at this bank.")},
    {"bankName", QT_TRANSLATE_NOOP("SupplierText", "Name of the bank"),
     QT_TRANSLATE_NOOP("SupplierText", "As it stands on receipts.")},
    {"merchantId", QT_TRANSLATE_NOOP("SupplierText", "Merchant ID"), QT_TRANSLATE_NOOP("SupplierText", "For QRIS.")},
    {"profile", QT_TRANSLATE_NOOP("SupplierText", "Bank's profile"), "generic, bri, bca, mandiri"},
    {"profileFile", QT_TRANSLATE_NOOP("SupplierText", "Own profile"),
     QT_TRANSLATE_NOOP("SupplierText", "A file (JSON) for a bank that departs from all of them.")},
    {"fee", QT_TRANSLATE_NOOP("SupplierText", "Fee within the bank"),
     QT_TRANSLATE_NOOP("SupplierText", "What the bank takes, as agreed on paper.")},
    {"interbankFee", QT_TRANSLATE_NOOP("SupplierText", "Fee to other banks"),
     QT_TRANSLATE_NOOP("SupplierText", "What the bank takes, as agreed on paper.")},
    {"topupFee", QT_TRANSLATE_NOOP("SupplierText", "Fee of a wallet top-up"),
     QT_TRANSLATE_NOOP("SupplierText", "What the bank takes, as agreed on paper.")},
    {"vaFee", QT_TRANSLATE_NOOP("SupplierText", "Fee of a virtual account"),
     QT_TRANSLATE_NOOP("SupplierText", "What the bank takes, as agreed on paper.")},
    {"contact.name", QT_TRANSLATE_NOOP("SupplierText", "Whom to ask"),
     QT_TRANSLATE_NOOP("SupplierText", "When a customer complains: the person or the desk.")},
    {"contact.whatsapp", QT_TRANSLATE_NOOP("SupplierText", "Their WhatsApp"),
     QT_TRANSLATE_NOOP("SupplierText", "A complaint is written to it with one key.")},
    {"contact.phone", QT_TRANSLATE_NOOP("SupplierText", "Their telephone"), ""},
    {"contact.email", QT_TRANSLATE_NOOP("SupplierText", "Their e-mail"), ""},
    {"contact.hours", QT_TRANSLATE_NOOP("SupplierText", "Their hours"),
     QT_TRANSLATE_NOOP("SupplierText", "When somebody answers.")},
    {"closedHours", QT_TRANSLATE_NOOP("SupplierText", "Closed hours"),
     QT_TRANSLATE_NOOP("SupplierText", "Every day, such as 23:45-00:15 (WIB). What is taken meanwhile waits.")},
    {"timeoutMs", QT_TRANSLATE_NOOP("SupplierText", "How long to wait"),
     QT_TRANSLATE_NOOP("SupplierText", "For one answer, in milliseconds. Usually 30000.")},
    {"caFile", QT_TRANSLATE_NOOP("SupplierText", "Its authority"),
     QT_TRANSLATE_NOOP("SupplierText", "A file (PEM). Empty: the authorities that this computer trusts.")},
    {"pins", QT_TRANSLATE_NOOP("SupplierText", "Its public keys"),
     QT_TRANSLATE_NOOP("SupplierText", "sha256//…, with semicolons between. Empty: any that its authority vouches for.")},
    {"clientCertFile", QT_TRANSLATE_NOOP("SupplierText", "Our certificate"),
     QT_TRANSLATE_NOOP("SupplierText", "A file (PEM), where the supplier wants to know this computer by one.")},
    {"clientKeyFile", QT_TRANSLATE_NOOP("SupplierText", "Our certificate's key"), QT_TRANSLATE_NOOP("SupplierText", "A file (PEM).")},
    {"proxy", QT_TRANSLATE_NOOP("SupplierText", "Proxy"),
     QT_TRANSLATE_NOOP("SupplierText", "http://HOST:PORT, where there is no other way to it.")},
    {"proxyCaFile", QT_TRANSLATE_NOOP("SupplierText", "The proxy's authority"),
     QT_TRANSLATE_NOOP("SupplierText", "A file (PEM), for a proxy with https.")},
    {"signedByTerminal", QT_TRANSLATE_NOOP("SupplierText", "Signed by this till"),
     QT_TRANSLATE_NOOP("SupplierText", "yes, where the supplier knows this till by its key: a copy of it is refused there.")},
};

const FieldText* textOf(std::string_view key) {
  const auto* at = std::find_if(std::begin(kTexts), std::end(kTexts), [key](const FieldText& one) { return one.key == key; });
  return at == std::end(kTexts) ? nullptr : at;
}

QString translated(const char* text) {
  return *text == '\0' ? QString() : QCoreApplication::translate("SupplierText", text);
}

}  // namespace

QString protocolName(std::string_view protocol) {
  if (protocol == "digiflazz")
    return QStringLiteral("Digiflazz");
  if (protocol == "iak")
    return QStringLiteral("IAK");
  return Say::tr("Bank (SNAP)");
}

QString fieldTitle(std::string_view key) {
  const FieldText* text = textOf(key);
  return text == nullptr ? QString::fromUtf8(key.data(), static_cast<qsizetype>(key.size())) : translated(text->title);
}

QString fieldWords(std::string_view key) {
  const FieldText* text = textOf(key);
  return text == nullptr ? QString() : translated(text->words);
}

QString fieldIcon(FieldKind kind) {
  switch (kind) {
    case FieldKind::Url:
    case FieldKind::Proxy:
      return QStringLiteral("world");
    case FieldKind::Secret:
    case FieldKind::PrivateKey:
      return QStringLiteral("key");
    case FieldKind::Certificate:
    case FieldKind::Pins:
    case FieldKind::Switch:
      return QStringLiteral("shield-lock");
    case FieldKind::Rupiah:
      return QStringLiteral("report-money");
    case FieldKind::Millis:
    case FieldKind::Hours:
      return QStringLiteral("clock");
    case FieldKind::Document:
      return QStringLiteral("database");
    case FieldKind::Mobile:
      return QStringLiteral("brand-whatsapp");
    case FieldKind::Telephone:
      return QStringLiteral("device-mobile");
    case FieldKind::Mailbox:
    case FieldKind::Words:
    case FieldKind::Text:
      return QStringLiteral("user");
  }
  return {};
}

QString fieldValue(const UpstreamField& field, const std::string& value) {
  if (value.empty())
    return Say::tr("not set");
  switch (field.kind) {
    case FieldKind::Secret:
    case FieldKind::PrivateKey:
      return Say::tr("kept, not shown");
    case FieldKind::Certificate:
    case FieldKind::Document:
      return Say::tr("a file of %1 bytes").arg(grouped(static_cast<int>(value.size())));
    case FieldKind::Pins:
      return Say::tr("%n key(s)", nullptr, static_cast<int>(split(value, ';').size()));
    case FieldKind::Proxy:
      return QString::fromStdString(withoutProxyUser(value));
    case FieldKind::Rupiah:
      return rupiah(Money::from(QString::fromStdString(value).toLongLong()).value_or(Money{}));
    case FieldKind::Switch:
      return Say::tr("yes");
    case FieldKind::Millis:
      return Say::tr("%1 s").arg(QString::number(QString::fromStdString(value).toInt() / 1000.0));
    default:
      return QString::fromStdString(value);
  }
}

QString fieldRule(FieldKind kind) {
  switch (kind) {
    case FieldKind::Url:
      return Say::tr("It must begin with https:// and a host.");
    case FieldKind::Rupiah:
      return Say::tr("Whole rupiah.");
    case FieldKind::Switch:
      return Say::tr("yes or no");
    case FieldKind::Millis:
      return Say::tr("From %1 to %2 milliseconds.").arg(grouped(kTimeoutMsMin), grouped(kTimeoutMsMax));
    case FieldKind::Certificate:
      return Say::tr("This is no certificate (PEM).");
    case FieldKind::PrivateKey:
      return Say::tr("This is no private key (PEM).");
    case FieldKind::Pins:
      return Say::tr("sha256// and 44 characters each, with semicolons between.");
    case FieldKind::Proxy:
      return Say::tr("http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, so https:// and socks5h://");
    case FieldKind::Mobile:
      return Say::tr("A mobile number such as 081234567890.");
    case FieldKind::Telephone:
      return Say::tr("Digits, with blanks, dashes, brackets and a plus between them.");
    case FieldKind::Mailbox:
      return Say::tr("A mailbox such as cs@example.id");
    case FieldKind::Hours:
      return Say::tr("Two times of the day such as 23:45-00:15.");
    case FieldKind::Words:
    case FieldKind::Text:
    case FieldKind::Secret:
    case FieldKind::Document:
      return Say::tr("Letters on one line, and not too many.");
  }
  return {};
}

bool isSupplierInUse(const Error& error) {
  return error.code == ErrorCode::StateForbids && error.detail.rfind("in-use", 0) == 0;
}

QString supplierSentence(const Error& error) {
  if (isSupplierInUse(error)) {
    // "in-use: ID: NAME, NAME, +2"
    const QStringList parts = QString::fromStdString(error.detail).split(QStringLiteral(": "));
    if (parts.size() < 3)
      return Say::tr("Payments at this supplier are not at their end yet. It can go when they are.");
    return Say::tr("%1 still has payments that are not at their end (%2). It can go when they are.").arg(parts[1], parts[2]);
  }
  if (error.code == ErrorCode::StateForbids)
    return Say::tr("Somebody else has changed the suppliers meanwhile. Look at this one again.");
  if (error.code == ErrorCode::ConfigInvalid) {
    const std::string key = error.detail.substr(0, error.detail.find(':'));
    if (textOf(key) != nullptr)
      return Say::tr("%1 is not right or is missing.").arg(fieldTitle(key));
  }
  return sentence(error);
}

}  // namespace loket::ui::text
