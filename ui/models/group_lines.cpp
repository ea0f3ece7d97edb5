#include "ui/models/group_lines.h"

#include "ui/models/payment_look.h"
#include "ui/text/amounts.h"
#include "ui/text/families.h"
#include "ui/text/groups.h"
#include "ui/text/payments.h"
#include "ui/widgets/row_roles.h"

namespace loket::ui::models {
namespace {

theme::Tone lineTone(const GroupLine& line) {
  if (line.payment)
    return toneOf(line.payment->state);
  if (line.error)
    return theme::Tone::Danger;
  return line.quote && line.wanted ? theme::Tone::Primary : theme::Tone::Neutral;
}

QString statusOf(const GroupLine& line) {
  if (line.payment)
    return text::pillWord(*line.payment);
  if (line.error)
    return text::groupLineWord(text::GroupLineStanding::NotPossible);
  if (!line.quote)
    return {};
  return text::groupLineWord(line.wanted ? text::GroupLineStanding::Payable : text::GroupLineStanding::LeftOut);
}

QString subtitleOf(const GroupLine& line) {
  if (line.error)
    return text::groupLineReason(*line.error);
  const QString product = line.product.isEmpty() ? QString::fromStdString(line.member.product.str()) : line.product;
  const bool isPaidToday = line.quote && line.quote->earlierToday && !line.payment;
  QStringList parts{product, isPaidToday ? text::groupLineWord(text::GroupLineStanding::PaidToday)
                                         : text::groupedNumber(line.family, line.member.number)};
  // Once it was asked for, what it was asked by: a line without a year is one of this year's by then.
  if (const QString by = text::groupFields(line.quote ? line.quote->fields : line.member.fields); !by.isEmpty())
    parts << by;
  return parts.join(QStringLiteral(" · "));
}

}  // namespace

QString titleOf(const GroupLine& line) {
  if (!line.member.name.empty())
    return QString::fromStdString(line.member.name);
  const std::string& told = line.payment ? line.payment->customerName : line.quote ? line.quote->customerName : std::string();
  return told.empty() ? text::groupedNumber(line.family, line.member.number) : text::spokenName(told);
}

void GroupLines::replace(std::vector<GroupLine> lines) {
  if (lines.size() == m_lines.size() && !lines.empty()) {
    m_lines = std::move(lines);
    emit dataChanged(index(0), index(rowCount() - 1));
    return;
  }
  beginResetModel();
  m_lines = std::move(lines);
  endResetModel();
}

int GroupLines::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

QVariant GroupLines::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount())
    return {};
  const GroupLine& line = at(index.row());
  const QString amount = line.payment ? text::rupiah(line.payment->total())
                         : line.quote ? text::rupiah(line.quote->total)
                                      : QString();
  switch (role) {
    case Qt::DisplayRole:
    case widgets::TitleRole:
      return titleOf(line);
    case widgets::SubtitleRole:
      return subtitleOf(line);
    case widgets::AmountRole:
      return amount;
    case widgets::StatusRole:
      return statusOf(line);
    case widgets::ToneRole:
      return static_cast<int>(lineTone(line));
    case widgets::IconRole:
      return familyIcon(line.family);
    case widgets::FamilyRole:
      return static_cast<int>(tintOf(line.family));
    case Qt::AccessibleTextRole:
      return QStringList{titleOf(line), subtitleOf(line), amount, statusOf(line)}.join(QStringLiteral(", "));
    default:
      return {};
  }
}

void GroupList::replace(std::vector<customer::Group> groups) {
  beginResetModel();
  m_groups = std::move(groups);
  endResetModel();
}

int GroupList::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_groups.size());
}

QVariant GroupList::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount())
    return {};
  const customer::Group& group = m_groups[static_cast<std::size_t>(index.row())];
  switch (role) {
    case Qt::DisplayRole:
    case widgets::TitleRole:
      return QString::fromStdString(group.name);
    case widgets::SubtitleRole:
      return text::groupSize(group.members.size());
    case widgets::ToneRole:
      return static_cast<int>(theme::Tone::Neutral);
    case Qt::AccessibleTextRole:
      return QStringList{QString::fromStdString(group.name), text::groupSize(group.members.size())}.join(
          QStringLiteral(", "));
    default:
      return {};
  }
}

}  // namespace loket::ui::models
