#include "ui/models/suggestion_rows.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/models/payment_look.h"
#include "ui/text/amounts.h"
#include "ui/text/counter.h"

namespace loket::ui::models {
namespace {

struct Say {
  Q_DECLARE_TR_FUNCTIONS(SuggestionRows)
};

QString priceOf(const api::Suggestion& suggestion, std::size_t i) {
  const Money price = i < suggestion.prices.size() ? suggestion.prices[i] : Money{};
  if (suggestion.family == Family::Transfer)
    return price.isZero() ? Say::tr("Type the amount") : Say::tr("%1 fee").arg(text::rupiah(price));
  if (suggestion.family == Family::EMoney && price.isZero())
    return Say::tr("Type the amount");
  return price.isZero() ? Say::tr("Check bill") : text::rupiah(price);
}

widgets::Suggestion rowOf(const api::Suggestion& suggestion, Instant now) {
  widgets::Suggestion row;
  row.icon = familyIcon(suggestion.family);
  row.family = tintOf(suggestion.family);
  const QString number = text::numberWithBrand(suggestion.family, suggestion.brand, suggestion.number);
  row.title = QString::fromStdString(suggestion.name);
  if (row.title.isEmpty())
    row.title = suggestion.number.empty() ? QString::fromStdString(suggestion.productName) : number;
  else if (!suggestion.number.empty())
    row.detail = number;
  if (row.title.isEmpty())
    row.title = text::familyName(suggestion.family);
  row.subtitle = text::suggestionLine(suggestion, now);

  const std::size_t count = suggestion.products.size();
  const bool nominals = count > 1 || (count == 1 && !suggestion.denominations.empty() &&
                                      suggestion.denominations.front().isPositive());
  if (!nominals) {
    row.prices = {priceOf(suggestion, 0)};
    return row;
  }
  const ChoiceWindow shown = choiceWindow(suggestion);
  const auto last = static_cast<std::size_t>(shown.first + shown.count);
  for (auto i = static_cast<std::size_t>(shown.first); i < last; ++i) {
    const Money denomination = i < suggestion.denominations.size() ? suggestion.denominations[i] : Money{};
    row.choices << (denomination.isPositive() ? text::nominal(denomination) : QString::number(i + 1));
    row.prices << priceOf(suggestion, i);
  }
  row.chosen = suggestion.preselected - shown.first;
  return row;
}

}  // namespace

ChoiceWindow choiceWindow(const api::Suggestion& suggestion) {
  constexpr int kBesideName = 3;
  constexpr int kBesideNumber = 5;
  const int all = static_cast<int>(suggestion.products.size());
  const int shown = std::min(all, suggestion.name.empty() ? kBesideNumber : kBesideName);
  return {std::clamp(suggestion.preselected - shown / 2, 0, all - shown), shown};
}

QList<widgets::Suggestion> suggestionRows(const std::vector<api::Suggestion>& suggestions, Instant now) {
  QList<widgets::Suggestion> rows;
  for (const api::Suggestion& suggestion : suggestions) rows.append(rowOf(suggestion, now));
  return rows;
}

}  // namespace loket::ui::models
