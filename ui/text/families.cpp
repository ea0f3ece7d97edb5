#include "ui/text/families.h"

#include <QCoreApplication>
#include <array>

#include "ui/text/amounts.h"

namespace loket::ui::text {
namespace {

struct Say {
  Q_DECLARE_TR_FUNCTIONS(FamilyText)
};

QString value(const Details& details, const char* name) {
  const auto at = details.find(name);
  return at == details.end() ? QString() : QString::fromStdString(at->second);
}

QString power(const QString& raw) {
  bool isNumber = false;
  const int watts = raw.toInt(&isNumber);
  return isNumber ? grouped(watts) + QStringLiteral(" VA") : raw;
}

void add(QList<Fact>& facts, const QString& label, const QString& value) {
  if (!value.isEmpty())
    facts.append({label, value});
}

}  // namespace

QString familyName(Family family) {
  switch (family) {
    case Family::Pulsa:
      return Say::tr("Mobile credit");
    case Family::Data:
      return Say::tr("Data package");
    case Family::PlnToken:
      return Say::tr("PLN token");
    case Family::PlnBill:
      return Say::tr("PLN bill");
    case Family::EMoney:
      return Say::tr("E-money");
    case Family::Game:
      return Say::tr("Game voucher");
    case Family::Water:
      return Say::tr("Water bill");
    case Family::Internet:
      return Say::tr("Internet");
    case Family::Health:
      return Say::tr("BPJS Health");
    case Family::Gas:
      return Say::tr("Gas");
    case Family::Television:
      return Say::tr("Television");
    case Family::Finance:
      return Say::tr("Instalment");
    case Family::Tax:
      return Say::tr("Tax");
    case Family::VehicleTax:
      return Say::tr("Vehicle tax");
    case Family::Transfer:
      return Say::tr("Transfer");
    case Family::VirtualAccount:
      return Say::tr("Virtual account");
    case Family::Other:
      return Say::tr("Other product");
  }
  return {};
}

QString numberLabel(Family family) {
  switch (family) {
    case Family::Pulsa:
    case Family::Data:
    case Family::EMoney:
      return Say::tr("Phone number");
    case Family::PlnToken:
      return Say::tr("Meter number");
    case Family::PlnBill:
      return Say::tr("PLN customer ID");
    case Family::Game:
      return Say::tr("Player ID");
    case Family::Health:
      return Say::tr("BPJS number");
    case Family::Transfer:
      return Say::tr("Account number");
    case Family::VirtualAccount:
      return Say::tr("Virtual account number");
    case Family::Tax:
      return Say::tr("Tax object number");
    case Family::VehicleTax:
      return Say::tr("Plate number");
    case Family::Finance:
      return Say::tr("Contract number");
    case Family::Water:
    case Family::Internet:
    case Family::Gas:
    case Family::Television:
    case Family::Other:
      return Say::tr("Customer number");
  }
  return {};
}

QString numberHint(Family family) {
  switch (family) {
    case Family::PlnToken:
    case Family::PlnBill:
      return Say::tr("11 or 12 digits");
    case Family::Pulsa:
    case Family::Data:
    case Family::EMoney:
      return Say::tr("08..., 10 to 13 digits");
    case Family::Health:
      return Say::tr("13 or 16 digits");
    case Family::Transfer:
      return Say::tr("8 to 19 digits");
    case Family::VirtualAccount:
      return Say::tr("8 to 28 digits, as on the bill or in the shop's message");
    case Family::Game:
      return Say::tr("as the game shows it");
    case Family::VehicleTax:
      return Say::tr("as on the plate: B 1234 XYZ");
    case Family::Water:
    case Family::Internet:
    case Family::Gas:
    case Family::Television:
    case Family::Finance:
    case Family::Tax:
    case Family::Other:
      return Say::tr("as on the customer's bill");
  }
  return {};
}

QString groupedNumber(Family family, const std::string& number) {
  Q_UNUSED(family);
  const QString text = QString::fromStdString(number);
  QString out;
  for (qsizetype i = 0; i < text.size(); ++i) {
    if (!text.at(i).isDigit())
      return text;
    if (i > 0 && i % 4 == 0)
      out += QLatin1Char(' ');
    out += text.at(i);
  }
  return out;
}

QString numberWithBrand(Family family, const std::string& brand, const std::string& number) {
  const QString digits = groupedNumber(family, number);
  switch (family) {
    case Family::Pulsa:
    case Family::Data:
      return digits;  // the prefix says whose it is
    case Family::PlnToken:
    case Family::PlnBill:
      return QStringLiteral("PLN ") + digits;
    case Family::EMoney:
    case Family::Game:
    case Family::Water:
    case Family::Internet:
    case Family::Health:
    case Family::Gas:
    case Family::Television:
    case Family::Finance:
    case Family::Tax:
    case Family::VehicleTax:
    case Family::Transfer:
    case Family::VirtualAccount:
    case Family::Other:
      break;
  }
  return brand.empty() ? digits : QString::fromStdString(brand) + QLatin1Char(' ') + digits;
}

QString supplierName(const UpstreamId& upstream) {
  static constexpr std::array<std::pair<std::string_view, const char*>, 4> kNames = {
      {{"digi", "Digiflazz"}, {"digiflazz", "Digiflazz"}, {"iak", "IAK"}, {"bank", "Bank"}}};
  for (const auto& [id, name] : kNames)
    if (upstream.view() == id)
      return QString::fromLatin1(name);
  QString name = QString::fromStdString(upstream.str());
  if (!name.isEmpty())
    name[0] = name.at(0).toUpper();
  return name;
}

QString spokenName(const std::string& name) {
  QString out = QString::fromStdString(name).toLower();
  bool start = true;
  for (QChar& c : out) {
    if (start)
      c = c.toUpper();
    start = !c.isLetterOrNumber() && c != QLatin1Char('\'');
  }
  return out;
}

QList<Fact> facts(const Details& details) {
  QList<Fact> out;
  const QString tariff = value(details, "tariff");
  const QString watts = power(value(details, "power"));
  if (!tariff.isEmpty() || !watts.isEmpty())
    add(out, Say::tr("Tariff / power"),
        tariff.isEmpty() || watts.isEmpty() ? tariff + watts : tariff + QStringLiteral(" / ") + watts);
  add(out, Say::tr("Bank"), value(details, "bank"));
  add(out, Say::tr("Tax year"), value(details, "taxYear"));
  if (value(details, "taxYear").isEmpty())
    add(out, Say::tr("Period"), value(details, "period"));
  add(out, Say::tr("Vehicle"), QStringLiteral("%1 %2").arg(value(details, "make"), value(details, "model")).simplified());
  add(out, Say::tr("Bills"), value(details, "billCount"));
  add(out, Say::tr("Participants"), value(details, "participants"));
  const QString from = value(details, "meterFrom");
  if (!from.isEmpty())
    add(out, Say::tr("Meter reading"), from + QStringLiteral(" – ") + value(details, "meterTo"));
  add(out, Say::tr("Penalty"), value(details, "penalty"));
  add(out, Say::tr("Still owed"), value(details, "remaining"));
  add(out, Say::tr("Address"), value(details, "address"));
  add(out, QStringLiteral("kWh"), value(details, "kwh"));
  add(out, Say::tr("Reference"), value(details, "reference"));
  return out;
}

QList<Fact> facts(const Sender& sender) {
  QList<Fact> out;
  add(out, Say::tr("Brought by"), QString::fromStdString(sender.name));
  if (!sender.idNumber.empty())
    add(out, Say::tr("Document"),
        QStringLiteral("%1 %2").arg(QString::fromStdString(sender.idType).toUpper(),
                                    QString::fromStdString(maskedOwnerId(sender.idNumber))));
  add(out, Say::tr("Purpose"), QString::fromStdString(sender.purpose));
  return out;
}

QList<Fact> facts(const api::Quote& quote) {
  QList<Fact> out = facts(quote.details);
  // Of a bill that nobody has seen yet; the owner's number only as far as it can be compared with his card.
  if (!quote.fields.taxYear.empty() && value(quote.details, "taxYear").isEmpty())
    out.prepend({Say::tr("Tax year"), QString::fromStdString(quote.fields.taxYear)});
  if (!quote.fields.ownerId.empty())
    out.prepend({Say::tr("Owner's NIK"), QString::fromStdString(maskedOwnerId(quote.fields.ownerId))});
  if (!quote.fields.months.empty())
    out.prepend({Say::tr("Months paid"), QString::fromStdString(quote.fields.months)});
  if (out.isEmpty() && !quote.brand.empty() &&
      (quote.family == Family::Pulsa || quote.family == Family::Data || quote.family == Family::EMoney))
    add(out, Say::tr("Operator"), spokenName(quote.brand));
  return out;
}

}  // namespace loket::ui::text
