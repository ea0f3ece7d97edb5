#include "ui/models/credit_list.h"

#include "ui/text/amounts.h"
#include "ui/text/families.h"
#include "ui/text/times.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/row_roles.h"

namespace loket::ui::models {

bool isDue(const api::CreditView& view) {
  return !view.used && view.collection.empty();
}

void CreditList::replace(std::vector<api::CreditView> credits, Instant now) {
  beginResetModel();
  m_rows = std::move(credits);
  m_now = now;
  endResetModel();
}

int CreditList::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant CreditList::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount())
    return {};
  const api::CreditView& view = at(index.row());
  const Credit& credit = view.credit;
  const QString status = view.used                  ? tr("Cash given")
                         : !view.collection.empty() ? tr("Code or password")
                                                    : tr("Arrived");
  const QString from = credit.from.empty() ? tr("Sender not named") : text::spokenName(credit.from);
  switch (role) {
    case Qt::DisplayRole:
    case widgets::TitleRole:
      return from;
    case widgets::SubtitleRole: {
      QStringList parts{text::shortTime(credit.at, m_now)};
      if (!isDue(view))
        parts.prepend(status);
      for (const std::string& part : {credit.account, credit.remark})
        if (!part.empty())
          parts << QString::fromStdString(part);
      return parts.join(QStringLiteral(" · "));
    }
    case widgets::AmountRole:
      return text::rupiah(credit.amount);
    case widgets::StatusRole:
      return status;
    case widgets::ToneRole:
      return static_cast<int>(isDue(view) ? theme::Tone::Success : theme::Tone::Neutral);
    case widgets::IconRole:
      return isDue(view) ? QStringLiteral("cash") : QStringLiteral("check");
    case Qt::AccessibleTextRole:
      return QStringList{from, text::rupiah(credit.amount), status}.join(QStringLiteral(", "));
    default:
      return {};
  }
}

}  // namespace loket::ui::models
