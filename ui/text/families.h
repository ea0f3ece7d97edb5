// What product families, their numbers and their suppliers are called at the counter.
#pragma once

#include <QList>
#include <QString>

#include "core/api/views.h"

namespace loket::ui::text {

[[nodiscard]] QString familyName(Family family);   // "Token PLN"
[[nodiscard]] QString numberLabel(Family family);  // "Nomor meter"
// What this family is usually asked for: "ketik nomor meter".
[[nodiscard]] QString numberHint(Family family);
// "0812 3456 7890", "1430 0000 001": digits in groups that people read aloud. Text with letters stays.
[[nodiscard]] QString groupedNumber(Family family, const std::string& number);
// "PLN 1430 0000 001": with the short word for what it is a number of.
[[nodiscard]] QString numberWithBrand(Family family, const std::string& brand, const std::string& number);
[[nodiscard]] QString supplierName(const UpstreamId& upstream);  // "Digiflazz"
// "SUPARDI JAYA" -> "Supardi Jaya"
[[nodiscard]] QString spokenName(const std::string& name);

struct Fact {
  QString label;
  QString value;
};
// What the inquiry told beside name and number, most important first: tariff, period, bills, address.
[[nodiscard]] QList<Fact> facts(const api::Quote& quote);
// Who brought the money of a transfer, where the shop has written that down; of the document's number as much as can be
// compared with it.
[[nodiscard]] QList<Fact> facts(const Sender& sender);
[[nodiscard]] QList<Fact> facts(const Details& details);

}  // namespace loket::ui::text
