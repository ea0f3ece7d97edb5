#include "ui/models/import_list.h"

#include "ui/text/customers.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/row_roles.h"

namespace loket::ui::models {
namespace {

using customer::ImportFate;

theme::Tone toneOf(ImportFate fate) {
  switch (fate) {
    case ImportFate::New:
    case ImportFate::MoreNumbers:
      return theme::Tone::Success;
    case ImportFate::Known:
      return theme::Tone::Neutral;
    case ImportFate::Unusable:
      return theme::Tone::Waiting;
  }
  return theme::Tone::Neutral;
}

}  // namespace

void ImportList::replace(std::shared_ptr<const api::ContactsPreview> preview) {
  beginResetModel();
  m_preview = std::move(preview);
  m_fate.reset();
  fill();
  endResetModel();
}

void ImportList::show(std::optional<ImportFate> fate) {
  beginResetModel();
  m_fate = fate;
  fill();
  endResetModel();
}

void ImportList::fill() {
  m_rows.clear();
  if (!m_preview)
    return;
  for (std::size_t i = 0; i < m_preview->plan.lines.size(); ++i) {
    const ImportFate fate = m_preview->plan.lines[i].fate;
    if (!m_fate || fate == *m_fate || (*m_fate == ImportFate::New && fate == ImportFate::MoreNumbers))
      m_rows.push_back(i);
  }
}

const customer::ImportLine& ImportList::at(int row) const {
  return m_preview->plan.lines[m_rows[static_cast<std::size_t>(row)]];
}

int ImportList::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant ImportList::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount())
    return {};
  const customer::ImportLine& line = at(index.row());
  QStringList words;
  for (const std::string& word : {line.name, line.what})
    if (!word.empty())
      words << QString::fromStdString(word);
  const QString name = words.join(QStringLiteral(" · "));
  QString about = line.why ? text::problemSentence(*line.why) : text::numbersLine(line.numbers);
  if (!line.who.empty())
    about += QStringLiteral(" · ") + tr("in the name of %1").arg(QString::fromStdString(line.who));
  switch (role) {
    case Qt::DisplayRole:
    case widgets::TitleRole:
      return name;
    case widgets::SubtitleRole:
      return about;
    case widgets::AgeRole:
      return tr("line %1").arg(line.line);
    case widgets::StatusRole:
      return text::fateWord(line.fate);
    case widgets::ToneRole:
      return static_cast<int>(toneOf(line.fate));
    case Qt::AccessibleTextRole:
      return QStringList{text::fateWord(line.fate), name, about}.join(QStringLiteral(", "));
    default:
      return {};
  }
}

}  // namespace loket::ui::models
