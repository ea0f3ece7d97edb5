#include "ui/models/run_list.h"

#include "ui/text/amounts.h"
#include "ui/text/families.h"
#include "ui/text/reconcile.h"
#include "ui/text/times.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/row_roles.h"

namespace loket::ui::models {

using reconcile::RunState;

void RunList::replace(std::vector<reconcile::Run> runs, Instant now) {
  beginResetModel();
  m_rows = std::move(runs);
  m_now = now;
  endResetModel();
}

int RunList::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant RunList::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount())
    return {};
  const reconcile::Run& run = at(index.row());
  switch (role) {
    case Qt::DisplayRole:
    case widgets::TitleRole:
      return QString::fromStdString(run.file);
    case widgets::SubtitleRole:
      return text::supplierName(run.upstream) + QStringLiteral(" · ") + text::shortTime(run.startedAt, m_now) +
             QStringLiteral(" · ") + text::runWord(run);
    case widgets::AmountRole:
      return text::rupiah(run.theirs.sum);
    case widgets::StatusRole:
      return run.state != RunState::Final ? tr("Not usable") : run.open == 0 ? tr("Agrees") : tr("To look at");
    case widgets::ToneRole:
      return static_cast<int>(run.state != RunState::Final ? theme::Tone::Danger
                              : run.open == 0              ? theme::Tone::Success
                                                           : theme::Tone::Waiting);
    case Qt::AccessibleTextRole:
      return QStringList{QString::fromStdString(run.file), text::supplierName(run.upstream), text::runWord(run)}.join(
          QStringLiteral(", "));
    default:
      return {};
  }
}

}  // namespace loket::ui::models
