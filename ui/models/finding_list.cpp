#include "ui/models/finding_list.h"

#include "ui/text/amounts.h"
#include "ui/text/reconcile.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/row_roles.h"

namespace loket::ui::models {
namespace {

using reconcile::Class;
using reconcile::Finding;

QString sums(const Finding& finding) {
  const auto one = [](const std::optional<Money>& money) { return money ? text::rupiah(*money) : QStringLiteral("–"); };
  if (finding.ourAmount == finding.theirAmount)
    return one(finding.ourAmount);
  return one(finding.ourAmount) + QStringLiteral(" / ") + one(finding.theirAmount);
}

}  // namespace

bool FindingList::canMark(const Finding& finding) {
  return finding.isOpen() && reconcile::isPosting(finding.proposal);
}

void FindingList::replace(std::vector<Finding> findings) {
  beginResetModel();
  m_all = std::move(findings);
  m_marked.clear();
  endResetModel();
  show(std::nullopt);
}

void FindingList::show(std::optional<Class> cls) {
  beginResetModel();
  m_class = cls;
  m_shown.clear();
  for (std::size_t i = 0; i < m_all.size(); ++i)
    if (!cls || m_all[i].cls == *cls)
      m_shown.push_back(i);
  endResetModel();
}

void FindingList::toggle(int row) {
  const Finding& finding = at(row);
  if (!canMark(finding))
    return;
  if (m_marked.erase(finding.no) == 0)
    m_marked.insert(finding.no);
  emit dataChanged(index(row), index(row));
}

int FindingList::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant FindingList::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount())
    return {};
  const Finding& finding = at(index.row());
  const bool isMarked = m_marked.count(finding.no) > 0;
  switch (role) {
    case Qt::DisplayRole:
    case widgets::TitleRole: {
      const std::string& what = !finding.number.empty() ? finding.number : !finding.reference.empty() ? finding.reference : finding.detail;
      return what.empty() ? tr("Line %1").arg(finding.line) : QString::fromStdString(what);
    }
    case widgets::SubtitleRole:
      return text::proposalSentence(finding);
    case widgets::AmountRole:
      return sums(finding);
    case widgets::StatusRole:
      return finding.isOpen() ? text::classWord(finding.cls) : tr("Booked");
    case widgets::ToneRole:
      return static_cast<int>(!finding.isOpen()                        ? theme::Tone::Success
                              : isMarked                               ? theme::Tone::Primary
                              : finding.cls == Class::StatusDiffers    ? theme::Tone::Danger
                                                                       : theme::Tone::Waiting);
    case widgets::IconRole:
      return !finding.isOpen() || isMarked ? QStringLiteral("check") : canMark(finding) ? QStringLiteral("plus") : QStringLiteral("eye");
    case Qt::AccessibleTextRole:
      return QStringList{data(index, widgets::TitleRole).toString(), data(index, widgets::StatusRole).toString(), sums(finding),
                         isMarked ? tr("marked") : QString()}
          .join(QStringLiteral(", "));
    default:
      return {};
  }
}

}  // namespace loket::ui::models
