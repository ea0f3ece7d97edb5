#include "ui/models/collection_list.h"

#include <algorithm>

#include "ui/text/amounts.h"
#include "ui/text/cash_out.h"
#include "ui/text/families.h"
#include "ui/text/times.h"
#include "ui/widgets/row_roles.h"

namespace loket::ui::models {
namespace {

constexpr std::size_t kShown = 50;

}  // namespace

theme::Tone toneOf(const Collection& collection, Instant now) {
  switch (collection.state) {
    case CollectionState::Asked:
      return theme::Tone::Waiting;
    case CollectionState::Waiting:
      return text::isExpired(collection, now) ? theme::Tone::Danger : theme::Tone::Waiting;
    case CollectionState::Paid:
      return theme::Tone::Success;
    case CollectionState::Ended:
      return theme::Tone::Danger;
    case CollectionState::HandedOut:
    case CollectionState::Sold:
      return theme::Tone::Neutral;
  }
  return theme::Tone::Neutral;
}

bool isUnfinished(const Collection& collection, Instant now) {
  return !text::isForgotten(collection, now) && collection.state != CollectionState::Ended &&
         collection.state != CollectionState::HandedOut && collection.state != CollectionState::Sold;
}

void CollectionList::replace(const std::vector<Collection>& collections) {
  beginResetModel();
  m_rows = collections;
  const auto urgency = [this](const Collection& one) {
    return one.state == CollectionState::Paid ? 0 : isUnfinished(one, m_now) ? 1 : 2;
  };
  std::stable_sort(m_rows.begin(), m_rows.end(), [&urgency](const Collection& a, const Collection& b) {
    return urgency(a) != urgency(b) ? urgency(a) < urgency(b) : b.openedAt < a.openedAt;
  });
  const auto due = static_cast<std::size_t>(unfinished());
  m_rows.resize(std::min(m_rows.size(), std::max(kShown, due)));
  endResetModel();
}

void CollectionList::setNow(Instant now) {
  m_now = now;
  if (!m_rows.empty())
    emit dataChanged(index(0), index(rowCount() - 1), {widgets::StatusRole, widgets::ToneRole});
}

int CollectionList::unfinished() const {
  return static_cast<int>(std::count_if(m_rows.begin(), m_rows.end(),
                                        [this](const Collection& one) { return isUnfinished(one, m_now); }));
}

int CollectionList::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant CollectionList::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount())
    return {};
  const Collection& one = at(index.row());
  switch (role) {
    case Qt::DisplayRole:
    case widgets::TitleRole:
      return one.kind == CollectionKind::Qris ? QStringLiteral("QRIS") : QStringLiteral("OTP");
    case widgets::SubtitleRole:  // whose number it is must be seen in a narrow list too
      return (one.kind == CollectionKind::Qris ? text::supplierName(one.upstream)
                                               : text::groupedNumber(Family::EMoney, one.customer)) +
             QStringLiteral(" · ") + text::shortTime(one.openedAt, m_now);
    case widgets::AmountRole:
      return text::rupiah(one.amount);
    case widgets::StatusRole:
      return text::collectionWord(one, m_now);
    case widgets::ToneRole:
      return static_cast<int>(toneOf(one, m_now));
    case Qt::AccessibleTextRole:
      return QStringList{text::collectionTitle(one), text::rupiah(one.amount),
                         text::collectionWord(one, m_now)}
          .join(QStringLiteral(", "));
    default:
      return {};
  }
}

}  // namespace loket::ui::models
