#include "ui/screens/reconcile/choose_file_panel.h"

#include <QDir>
#include <QFileDialog>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/models/run_list.h"
#include "ui/text/families.h"
#include "ui/text/reconcile.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/choice_grid.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/surface.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {
namespace {

constexpr int kSupplierKeys = 3;  // F5 to F7

}  // namespace

using theme::ColourRole;
using theme::TextSize;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

ChooseFilePanel::ChooseFilePanel(const Counter& counter, ReconcileFlow& flow, QWidget* parent)
    : QWidget(parent), m_counter(counter), m_flow(flow) {
  const theme::Theme& look = counter.theme;
  m_card = new widgets::Card(look, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(m_card);
  auto* why = new TextLabel(look,
                            tr("The supplier's own list of a day against these books: what agrees, what does not, and what would "
                               "settle it. Reading changes nothing."),
                            TextSize::Body, Weight::Regular, ColourRole::Muted, m_card);
  why->setOverflow(Overflow::Wrap);
  m_doors = new widgets::ChoiceGrid(look, kSupplierKeys, m_card);
  m_file = new widgets::ActionButton(look, tr("Choose the file…"), widgets::ActionKind::Primary, m_card);
  m_file->setObjectName(QStringLiteral("reconcile-file"));
  m_file->setKeyCap(QStringLiteral("Ctrl+O"));
  m_file->setFocusPolicy(Qt::NoFocus);
  m_message = new widgets::InlineMessage(look, m_card);
  m_model = new models::RunList(this);
  m_list = new widgets::RowList(look, m_card);
  m_list->setColumns(widgets::RowColumn::Status);
  m_list->setModel(m_model);
  m_list->setAccessibleName(tr("Files that were read"));
  m_list->setEmptyText(tr("No file was read yet"), tr("What was found stays here, also after a restart."));
  m_column = new QVBoxLayout(m_card);
  m_column->addWidget(new TextLabel(look, tr("Reconcile"), TextSize::Heading, Weight::SemiBold, ColourRole::Ink, m_card));
  m_column->addWidget(why);
  m_column->addWidget(m_doors);
  m_column->addWidget(m_file, 0, Qt::AlignLeft);
  m_column->addWidget(m_message);
  m_column->addWidget(new widgets::Divider(look, Qt::Horizontal, m_card));
  m_column->addWidget(m_list, 1);
  setFocusProxy(m_list);
  connect(m_file, &QAbstractButton::clicked, this, &ChooseFilePanel::askFile);
  connect(m_list, &widgets::RowList::rowActivated, this,
          [this](const QModelIndex& index) { m_flow.open(reconcile::Run(m_model->at(index.row()))); });
  connect(m_doors, &widgets::ChoiceGrid::clicked, &flow, &ReconcileFlow::chooseSupplier);
  connect(&flow, &ReconcileFlow::suppliersChanged, this, &ChooseFilePanel::showSuppliers);
  connect(&flow, &ReconcileFlow::runsChanged, this, &ChooseFilePanel::showRuns);
  showSuppliers();
}

void ChooseFilePanel::showSuppliers() {
  QStringList names;
  for (const UpstreamId& one : m_flow.suppliers()) names << text::supplierName(one);
  m_doors->setWords(names);
  m_doors->choose(m_flow.supplierIndex());
  refresh();
}

void ChooseFilePanel::showRuns() {
  const int row = std::max(0, m_list->currentIndex().row());
  m_model->replace(m_flow.runs(), m_counter.clock.now());
  if (m_model->rowCount() > 0)
    m_list->setCurrentIndex(m_model->index(std::min(row, m_model->rowCount() - 1)));
}

void ChooseFilePanel::enter() {
  refresh();
  m_list->setFocus();
}

void ChooseFilePanel::refresh() {
  m_file->setEnabled(!m_flow.suppliers().empty());
  if (m_flow.error())
    m_message->setMessage(theme::Tone::Danger, text::reconcileSentence(*m_flow.error()));
  else
    m_message->clear();
}

void ChooseFilePanel::askFile() {
  if (!m_file->isEnabled())
    return;
  // In front of the page, which goes on meanwhile.
  auto* dialog = new QFileDialog(this, tr("The supplier's settlement file"), QDir::homePath(),
                                 tr("Settlement files (*.txt *.csv);;All files (*)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, &m_flow, &ReconcileFlow::read);
  dialog->open();
}

void ChooseFilePanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const theme::Theme& look = m_counter.theme;
  const bool tight = height() < look.space(125);
  const int side = look.space(tight ? 4 : 7);
  m_column->setContentsMargins(side, look.space(tight ? 3 : 6), side, look.space(tight ? 2 : 4));
  m_column->setSpacing(look.space(tight ? 2 : 3));
  m_file->setActionSize(tight ? widgets::ActionSize::Small : widgets::ActionSize::Large);
}

QList<widgets::KeyHint> ChooseFilePanel::hints() const {
  QList<widgets::KeyHint> hints;
  if (m_doors->count() > 1)
    hints << widgets::KeyHint{QStringLiteral("F5–F%1").arg(4 + m_doors->keys()), tr("supplier")};
  if (m_doors->count() > 0)
    hints << widgets::KeyHint{QStringLiteral("Ctrl+O"), tr("choose the file")};
  return hints << widgets::KeyHint{QStringLiteral("Enter"), tr("look at a file that was read")};
}

}  // namespace loket::ui::screens
