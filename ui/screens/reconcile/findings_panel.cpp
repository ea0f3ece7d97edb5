#include "ui/screens/reconcile/findings_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/models/finding_list.h"
#include "ui/screens/caption_value.h"
#include "ui/text/amounts.h"
#include "ui/text/families.h"
#include "ui/text/reconcile.h"
#include "ui/text/times.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/surface.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using reconcile::Class;
using reconcile::RunState;
using theme::ColourRole;
using theme::TextSize;
using theme::Tone;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

namespace {

QString figure(const reconcile::Figure& figure) {
  return text::rupiah(figure.sum) + QStringLiteral(" · ") + text::grouped(static_cast<int>(figure.count));
}

}  // namespace

FindingsPanel::FindingsPanel(const Counter& counter, ReconcileFlow& flow, QWidget* parent)
    : QWidget(parent), m_counter(counter), m_flow(flow) {
  const theme::Theme& look = counter.theme;
  m_card = new widgets::Card(look, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(m_card);
  m_title = new TextLabel(look, {}, TextSize::Lead, Weight::SemiBold, ColourRole::Ink, m_card);
  m_title->setOverflow(Overflow::Elide);
  m_state = new TextLabel(look, {}, TextSize::Body, Weight::SemiBold, ColourRole::Ink, m_card);
  m_state->setObjectName(QStringLiteral("reconcile-state"));
  m_ours = new CaptionValue(look, TextSize::Lead, Weight::SemiBold, m_card);
  m_theirs = new CaptionValue(look, TextSize::Lead, Weight::SemiBold, m_card);
  auto* head = new QHBoxLayout;
  head->addWidget(m_title, 1);
  head->addWidget(m_state);
  auto* figures = new QHBoxLayout;
  figures->setSpacing(look.space(8));
  figures->addWidget(m_ours, 1);
  figures->addWidget(m_theirs, 1);
  m_chipRow = new QHBoxLayout;
  m_chipRow->setSpacing(look.space(2));
  m_chipRow->addStretch();
  auto* sums = new TextLabel(look, tr("ours / theirs"), TextSize::Small, Weight::Regular, ColourRole::Muted, m_card);
  sums->setOverflow(Overflow::Elide);
  m_chipRow->addWidget(sums);
  m_model = new models::FindingList(this);
  m_list = new widgets::RowList(look, m_card);
  m_list->setObjectName(QStringLiteral("findings"));
  m_list->setColumns(widgets::RowColumns(widgets::RowColumn::Tile) | widgets::RowColumn::Status);
  m_list->setModel(m_model);
  m_list->setAccessibleName(tr("What does not agree"));
  m_list->installEventFilter(this);
  m_message = new widgets::InlineMessage(look, m_card);
  m_foot = new QWidget(m_card);
  m_reason = new QLineEdit(m_foot);
  m_reason->setObjectName(QStringLiteral("reconcile-reason"));
  m_reason->setAccessibleName(tr("Why it is booked"));
  m_reason->setPlaceholderText(tr("Why it is booked"));
  m_reason->setMaxLength(120);
  m_reason->setMinimumHeight(look.px(theme::metric::kFieldHeight));
  m_reason->installEventFilter(this);
  m_book = new widgets::ActionButton(look, {}, widgets::ActionKind::Primary, m_foot);
  m_book->setObjectName(QStringLiteral("reconcile-book"));
  m_book->setActionSize(widgets::ActionSize::Small);
  m_book->setKeyCap(QStringLiteral("F8"));
  m_book->setFocusPolicy(Qt::NoFocus);
  auto* foot = new QHBoxLayout(m_foot);
  foot->setContentsMargins({});
  foot->setSpacing(look.space(3));
  foot->addWidget(m_reason, 1);
  foot->addWidget(m_book);

  auto* column = new QVBoxLayout(m_card);
  column->setContentsMargins(look.space(5), look.space(4), look.space(5), look.space(3));
  column->setSpacing(look.space(2));
  column->addLayout(head);
  column->addLayout(figures);
  column->addLayout(m_chipRow);
  column->addWidget(new widgets::Divider(look, Qt::Horizontal, m_card));
  column->addWidget(m_list, 1);
  column->addWidget(m_message);
  column->addWidget(m_foot);
  setFocusProxy(m_list);
  connect(m_list, &widgets::RowList::rowActivated, this, [this](const QModelIndex& index) {
    m_model->toggle(index.row());
    refresh();
  });
  connect(m_book, &QAbstractButton::clicked, this, &FindingsPanel::askReason);
  connect(m_reason, &QLineEdit::textEdited, this, &FindingsPanel::refresh);
  connect(&flow, &ReconcileFlow::findingsChanged, this, &FindingsPanel::fill);
}

void FindingsPanel::enter() {
  fill();
  m_list->setFocus();
}

void FindingsPanel::fill() {
  const int row = std::max(0, m_list->currentIndex().row());
  m_model->replace(m_flow.findings());
  makeChips();
  if (m_model->rowCount() > 0)
    m_list->setCurrentIndex(m_model->index(std::min(row, m_model->rowCount() - 1)));
  refresh();
}

// A chip for every class that there is something of.
void FindingsPanel::makeChips() {
  for (widgets::Chip* old : m_chips) {
    m_chipRow->removeWidget(old);
    old->hide();
    old->deleteLater();
  }
  m_chips.clear();
  m_classes.clear();
  const auto add = [this](std::optional<Class> cls, const QString& words) {
    const std::size_t no = m_chips.size();
    auto* chip = new widgets::Chip(m_counter.theme, words, m_card);
    chip->setFocusPolicy(Qt::NoFocus);
    connect(chip, &QAbstractButton::clicked, this, [this, no] { choose(no); });
    m_chipRow->insertWidget(static_cast<int>(no), chip);
    m_chips.push_back(chip);
    m_classes.push_back(cls);
  };
  const std::vector<reconcile::Finding>& all = m_flow.findings();
  add(std::nullopt, tr("All %1").arg(text::grouped(static_cast<int>(all.size()))));
  for (std::size_t i = 0; i < reconcile::kClassCount; ++i) {
    const auto cls = static_cast<Class>(i);
    const auto count =
        std::count_if(all.begin(), all.end(), [cls](const reconcile::Finding& one) { return one.cls == cls; });
    if (count > 0)
      add(cls, text::classWord(cls) + QLatin1Char(' ') + text::grouped(static_cast<int>(count)));
  }
  m_chips.front()->setChecked(true);
}

void FindingsPanel::choose(std::size_t chip) {
  for (std::size_t i = 0; i < m_chips.size(); ++i) m_chips[i]->setChecked(i == chip);
  m_model->show(m_classes[chip]);
  if (m_model->rowCount() > 0)
    m_list->setCurrentIndex(m_model->index(0));
  m_list->setFocus();
}

void FindingsPanel::refresh() {
  if (!m_flow.run())
    return;
  const reconcile::Run& run = *m_flow.run();
  m_title->setText(QString::fromStdString(run.file) + QStringLiteral(" · ") + text::supplierName(run.upstream) +
                   (run.from == Instant{} ? QString() : QStringLiteral(" · ") + text::date(run.from)));
  m_state->setText(text::runWord(run));
  m_state->setColour(run.state != RunState::Final ? ColourRole::Danger : run.open == 0 ? ColourRole::Success : ColourRole::Waiting);
  m_ours->setTexts(tr("By these books"), figure(run.ours));
  m_theirs->setTexts(tr("By their list"), figure(run.theirs));
  const bool isFinal = run.state == RunState::Final;
  m_ours->setVisible(isFinal);
  m_theirs->setVisible(isFinal);
  m_list->setEmptyText(isFinal ? tr("Nothing to look at") : tr("Nothing in it is final"),
                       isFinal ? tr("Their list and these books say the same.")
                               : tr("Get the whole file from the supplier, and read it again."));
  const auto marked = static_cast<int>(m_model->marked().size());
  m_foot->setVisible(isFinal && marked > 0);
  m_book->setText(tr("Book %1").arg(text::grouped(marked)));
  m_book->setEnabled(!m_flow.isBooking());
  m_reason->setReadOnly(m_flow.isBooking());
  if (run.problem)
    m_message->setMessage(Tone::Danger, text::problemSentence(*run.problem));
  else if (m_flow.error())
    m_message->setMessage(Tone::Danger, text::reconcileSentence(*m_flow.error()));
  else if (m_flow.isBooking())
    m_message->setMessage(Tone::Waiting, tr("Booking…"));
  else if (m_flow.booked() > 0)
    m_message->setMessage(Tone::Success, tr("In the books: %1").arg(text::grouped(m_flow.booked())));
  else if (m_flow.findings().size() >= static_cast<std::size_t>(ReconcileFlow::kFindingsMax))
    m_message->setMessage(Tone::Neutral,
                          tr("The first %1 are shown; loketctl shows all.").arg(text::grouped(ReconcileFlow::kFindingsMax)));
  else
    m_message->clear();
  emit hintsChanged();
}

void FindingsPanel::askReason() {
  if (!m_foot->isVisible() || m_flow.isBooking())
    return;
  if (m_reason->text().trimmed().isEmpty())
    m_reason->setFocus();
  else
    book();
}

void FindingsPanel::book() {
  if (m_reason->text().trimmed().isEmpty())
    return;
  m_flow.book(m_model->marked(), m_reason->text().trimmed().toStdString());
  m_reason->clear();
  m_list->setFocus();
}

bool FindingsPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  auto* key = static_cast<QKeyEvent*>(event);
  if (watched == m_reason) {
    if ((key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) && !key->isAutoRepeat()) {
      book();
      return true;
    }
    if (key->key() == Qt::Key_Escape) {
      m_list->setFocus();
      return true;
    }
    return QWidget::eventFilter(watched, event);
  }
  if (key->key() == Qt::Key_Space && m_list->currentIndex().isValid()) {
    m_model->toggle(m_list->currentIndex().row());
    refresh();
    return true;
  }
  if (key->key() == Qt::Key_Left || key->key() == Qt::Key_Right) {
    int now = 0;
    for (std::size_t i = 0; i < m_chips.size(); ++i)
      if (m_chips[i]->isChecked())
        now = static_cast<int>(i);
    const int next = now + (key->key() == Qt::Key_Left ? -1 : 1);
    if (next >= 0 && next < static_cast<int>(m_chips.size()))
      choose(static_cast<std::size_t>(next));
    return true;
  }
  return QWidget::eventFilter(watched, event);
}

QList<widgets::KeyHint> FindingsPanel::hints() const {
  QList<widgets::KeyHint> hints{{QStringLiteral("↑ ↓"), tr("look")}, {QStringLiteral("← →"), tr("which ones")}};
  if (m_flow.run() && m_flow.run()->state == RunState::Final)
    hints << widgets::KeyHint{tr("Space"), tr("mark what is to be booked")};
  if (!m_model->marked().empty())
    hints << widgets::KeyHint{QStringLiteral("F8"), tr("book")};
  return hints << widgets::KeyHint{QStringLiteral("Esc"), tr("back")};
}

}  // namespace loket::ui::screens
