#include "ui/screens/settings/suppliers_panel.h"

#include <QKeyEvent>
#include <QStackedLayout>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/models/setting_list.h"
#include "ui/screens/settings/supplier_sheet.h"
#include "ui/text/counter.h"
#include "ui/text/errors.h"
#include "ui/text/families.h"
#include "ui/text/suppliers.h"
#include "ui/widgets/card.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Tone;
using theme::Weight;
using widgets::TextLabel;

SuppliersPanel::SuppliersPanel(const Counter& counter, QWidget* parent) : QWidget(parent), m_counter(counter) {
  const theme::Theme& look = counter.theme;
  m_stack = new QStackedLayout(this);
  m_stack->setContentsMargins({});
  m_page = new widgets::Card(look, this);
  auto* title = new TextLabel(look, tr("Suppliers"), TextSize::Lead, Weight::SemiBold, ColourRole::Ink, m_page);
  m_message = new widgets::InlineMessage(look, m_page);
  m_message->setObjectName(QStringLiteral("suppliers-message"));
  m_message->clear();
  m_model = new models::SettingList(this);
  m_list = new widgets::RowList(look, m_page);
  m_list->setObjectName(QStringLiteral("suppliers"));
  m_list->setColumns(widgets::RowColumn::Tile);
  m_list->setModel(m_model);
  m_list->setAccessibleName(tr("Suppliers"));
  m_list->installEventFilter(this);
  auto* column = new QVBoxLayout(m_page);
  column->setContentsMargins(look.space(4), look.space(4), look.space(4), look.space(2));
  column->setSpacing(look.space(2));
  column->addWidget(title);
  column->addWidget(m_message);
  column->addWidget(m_list, 1);
  m_stack->addWidget(m_page);
  setFocusProxy(m_list);
  connect(m_list, &widgets::RowList::rowActivated, this, [this](const QModelIndex& index) { openRow(index.row()); });
}

SupplierSheet& SuppliersPanel::sheet() {
  if (m_sheet != nullptr)
    return *m_sheet;
  m_sheet = new SupplierSheet(m_counter, this);
  m_stack->addWidget(m_sheet);
  connect(m_sheet, &SheetPanel::left, this, &SuppliersPanel::toList);
  connect(m_sheet, &SheetPanel::hintsChanged, this, &SuppliersPanel::hintsChanged);
  connect(m_sheet, &SupplierSheet::saved, this, [this](const QString& words, const auto& from, const auto& to) {
    note(from, to);
    toList();
    // Whether it answers is asked at once.
    bring(api::Look::AskNow);
    m_message->setMessage(Tone::Success, words);
  });
  return *m_sheet;
}

bool SuppliersPanel::isAtSheet() const {
  return m_sheet != nullptr && m_stack->currentWidget() == m_sheet;
}

void SuppliersPanel::enter() {
  if (isAtSheet())
    return m_sheet->setFocus();
  toList();
  if (const QString lost = std::exchange(m_lost, {}); !lost.isEmpty())
    m_message->setMessage(Tone::Waiting, lost);
}

// Whoever is led back by the lock to where the keyboard was does not enter.
void SuppliersPanel::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (!event->spontaneous())
    bring(api::Look::AsKnown);
}

void SuppliersPanel::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  // A window that is put away by the desktop is hidden once more when it is locked.
  if (!event->spontaneous())
    forget();
}

void SuppliersPanel::forget() {
  ++m_round;
  m_isAsking = false;
  m_row = std::max(m_list->currentIndex().row(), 0);
  for (UpstreamSettings& one : m_suppliers) overwrite(one);
  m_suppliers.clear();
  m_model->replace({});
  if (m_sheet == nullptr)
    return;
  const bool wasAtSheet = isAtSheet();
  if (const auto unfinished = m_sheet->forget(); wasAtSheet && unfinished != SupplierSheet::Unfinished::Nothing)
    m_lost = unfinished == SupplierSheet::Unfinished::Typed
                 ? tr("What was typed and not saved is gone: keys are here only while somebody looks.")
                 : tr("A change was being saved when this page was left. Look whether it stands as you want it.");
  m_stack->setCurrentWidget(m_page);
  // Its fields keep how they were typed in as long as they live.
  std::exchange(m_sheet, nullptr)->deleteLater();
}

void SuppliersPanel::toList() {
  m_stack->setCurrentWidget(m_page);
  m_message->clear();
  bring(api::Look::AsKnown);
  m_list->setFocus();
  emit hintsChanged();
}

void SuppliersPanel::bring(api::Look look) {
  // What is under way brings the same.
  if (!isVisible() || (m_isAsking && look == api::Look::AsKnown))
    return;
  m_isAsking = true;
  m_counter.bridge.config(this, [this, look, round = m_round](const Result<api::Config>& config) {
    if (round != m_round)
      return;
    m_isAsking = false;
    if (!config)
      return m_message->setMessage(Tone::Danger, text::sentence(config.error()));
    m_suppliers = config->upstreams;
    showRows();
    // Asking them takes its time: what is set is there before.
    m_counter.bridge.health(look, this, [this, round](const Result<std::vector<api::HealthItem>>& items) {
      if (!items)
        return;
      m_health = *items;
      if (round == m_round)
        showRows();
    });
  });
}

void SuppliersPanel::note(const std::optional<UpstreamSettings>& from, const std::optional<UpstreamSettings>& to) {
  const auto at = from ? std::find(m_suppliers.begin(), m_suppliers.end(), *from) : m_suppliers.end();
  if (at != m_suppliers.end() && to)
    *at = *to;
  else if (at != m_suppliers.end())
    m_suppliers.erase(at);
  else if (to)
    m_suppliers.push_back(*to);
  showRows();
}

void SuppliersPanel::showRows() {
  std::vector<models::SettingRow> rows;
  for (const UpstreamSettings& one : m_suppliers) {
    models::SettingRow row;
    row.title = text::supplierName(one.id);
    row.value = QString::fromStdString(one.url);
    row.icon = one.protocol == "snap" ? QStringLiteral("building-bank") : QStringLiteral("router");
    for (const api::HealthItem& item : m_health)
      if (item.name == "upstream:" + one.id.str()) {
        row.remark = item.ok ? tr("answers") : text::healthDetail(item);
        row.tone = item.ok ? Tone::Success : Tone::Danger;
      }
    rows.push_back(std::move(row));
  }
  for (const std::string_view protocol : supplierProtocols()) {
    models::SettingRow row;
    row.title = tr("Add %1").arg(text::protocolName(protocol));
    row.value = tr("with what it has given the shop");
    row.icon = QStringLiteral("plus");
    rows.push_back(std::move(row));
  }
  m_model->replace(std::move(rows));
  if (m_list->currentIndex().row() < 0)
    m_list->setCurrentIndex(m_model->index(std::min(m_row, m_model->rowCount() - 1)));
}

void SuppliersPanel::openRow(int row) {
  if (row < 0 || row >= m_model->rowCount())
    return;
  const auto at = static_cast<std::size_t>(row);
  m_stack->setCurrentWidget(&sheet());
  if (at < m_suppliers.size())
    return m_sheet->openKept(m_suppliers[at]);
  std::set<UpstreamId> taken;
  for (const UpstreamSettings& one : m_suppliers) taken.insert(one.id);
  m_sheet->openNew(supplierProtocols()[at - m_suppliers.size()], taken);
}

void SuppliersPanel::removeRow(int row) {
  if (row < 0 || static_cast<std::size_t>(row) >= m_suppliers.size())
    return;
  m_stack->setCurrentWidget(&sheet());
  m_sheet->openRemoval(m_suppliers[static_cast<std::size_t>(row)]);
}

bool SuppliersPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Delete:
      removeRow(m_list->currentIndex().row());
      return true;
    case Qt::Key_F5:
      bring(api::Look::AskNow);
      return true;
    case Qt::Key_Escape:
      emit left();
      return true;
    default:
      return QWidget::eventFilter(watched, event);
  }
}

QList<widgets::KeyHint> SuppliersPanel::hints() const {
  if (isAtSheet())
    return m_sheet->hints();
  return {{QStringLiteral("↑ ↓"), tr("move")},
          {QStringLiteral("Enter"), tr("open")},
          {QStringLiteral("Del"), tr("take away")},
          {QStringLiteral("F5"), tr("ask again")},
          {QStringLiteral("Esc"), tr("back")}};
}

}  // namespace loket::ui::screens
