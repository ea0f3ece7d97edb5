#include "ui/screens/customers/import_panel.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>

#include "ui/models/import_list.h"
#include "ui/text/customers.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/surface.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using customer::ImportFate;
using theme::ColourRole;
using theme::TextSize;
using theme::Tone;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

ImportPanel::ImportPanel(const Counter& counter, QWidget* parent) : QWidget(parent), m_counter(counter) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(card);
  m_title = new TextLabel(look, {}, TextSize::Heading, Weight::SemiBold, ColourRole::Ink, card);
  m_title->setOverflow(Overflow::Elide);
  m_plan = new TextLabel(look, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  m_plan->setObjectName(QStringLiteral("import-plan"));
  m_plan->setOverflow(Overflow::Elide);
  m_progress = new widgets::ProgressLine(look, card);
  auto* words = new QVBoxLayout;
  words->setSpacing(look.space(0.5));
  words->addWidget(m_title);
  words->addWidget(m_plan);
  words->addWidget(m_progress);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(look.space(5), look.space(4), look.space(5), look.space(3));
  head->setSpacing(look.space(2));
  head->addLayout(words, 1);
  for (const QString& name : {tr("All"), tr("New"), tr("Already there"), tr("Not usable")}) {
    const auto filter = static_cast<Filter>(m_chips.size());
    auto* chip = new widgets::Chip(look, name, card);
    chip->setFocusPolicy(Qt::NoFocus);
    connect(chip, &QAbstractButton::clicked, this, [this, filter] { choose(filter); });
    head->addWidget(chip, 0, Qt::AlignTop);
    m_chips.push_back(chip);
  }
  m_model = new models::ImportList(this);
  m_list = new widgets::RowList(look, card);
  m_list->setObjectName(QStringLiteral("import-rows"));
  m_list->setAccessibleName(tr("What the import would do"));
  m_list->setColumns(widgets::RowColumns(widgets::RowColumn::Status) | widgets::RowColumn::Age);
  m_list->setModel(m_model);
  m_list->installEventFilter(this);
  m_message = new widgets::InlineMessage(look, card);
  m_cancel = new widgets::ActionButton(look, tr("Cancel"), widgets::ActionKind::Secondary, card);
  m_cancel->setKeyCap(QStringLiteral("Esc"));
  m_keep = new widgets::ActionButton(look, tr("Keep the new ones"), widgets::ActionKind::Primary, card);
  m_keep->setObjectName(QStringLiteral("import-keep"));
  m_keep->setKeyCap(QStringLiteral("Enter"));
  for (widgets::ActionButton* button : {m_cancel, m_keep}) {
    button->setActionSize(widgets::ActionSize::Small);
    button->setFocusPolicy(Qt::NoFocus);
  }
  auto* note = new TextLabel(look, tr("Nothing is kept before you say so; all of it can be taken back."),
                             TextSize::Small, Weight::Regular, ColourRole::Muted, card);
  note->setOverflow(Overflow::Wrap);
  auto* foot = new QHBoxLayout;
  foot->setContentsMargins(look.space(5), look.space(2), look.space(5), look.space(2));
  foot->setSpacing(look.space(3));
  foot->addWidget(note, 1);
  foot->addWidget(m_cancel);
  foot->addWidget(m_keep);
  m_notice = new QWidget(card);
  auto* notice = new QVBoxLayout(m_notice);
  notice->setContentsMargins(look.space(5), look.space(3), look.space(5), look.space(3));
  notice->addWidget(m_message);
  quiet();
  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(look.space(0.25), 0, look.space(0.25), look.space(2));
  column->setSpacing(0);
  column->addLayout(head);
  column->addWidget(new widgets::Divider(look, Qt::Horizontal, card));
  column->addWidget(m_notice);
  column->addWidget(m_list, 1);
  column->addWidget(new widgets::Divider(look, Qt::Horizontal, card));
  column->addLayout(foot);
  setFocusProxy(m_list);
  connect(m_keep, &QAbstractButton::clicked, this, &ImportPanel::keep);
  connect(m_cancel, &QAbstractButton::clicked, this, [this] { takeKey(Qt::Key_Escape, false); });
}

void ImportPanel::open(const QString& path) {
  const int round = ++m_round;
  m_preview.reset();
  m_busy = true;
  m_keeping = false;
  m_file = QFileInfo(path).fileName();
  m_model->replace(nullptr);
  quiet();
  choose(Filter::All);
  m_list->setFocus();
  m_counter.bridge.readContacts(
      {path.toStdString()}, this, [this, round](const Result<api::ContactsPreview>& found) {
        if (round != m_round)
          return;
        m_busy = false;
        if (!found) {
          refuse(found.error().code == ErrorCode::NotFound ? tr("This file cannot be read.")
                                                           : text::customerSentence(found.error()));
        } else if (found->contacts->problem) {
          refuse(text::problemSentence(*found->contacts->problem));
        } else {
          m_preview = std::make_shared<const api::ContactsPreview>(*found);
          m_model->replace(m_preview);
          if (m_model->rowCount() > 0)
            m_list->setCurrentIndex(m_model->index(0));
        }
        refresh();
      });
  refresh();
}

void ImportPanel::refuse(const QString& words) {
  m_message->setMessage(Tone::Danger, words);
  m_notice->show();
}

void ImportPanel::quiet() {
  m_message->clear();
  m_notice->hide();
}

bool ImportPanel::canKeep() const {
  return m_preview != nullptr && !m_busy && m_preview->plan.fresh + m_preview->plan.more > 0;
}

void ImportPanel::keep() {
  if (!canKeep())
    return;
  m_busy = true;
  m_keeping = true;
  quiet();
  refresh();
  m_counter.bridge.importCustomers(m_preview->contacts, this, [this](const Result<api::ImportView>& done) {
    m_busy = false;
    m_keeping = false;
    if (!done) {
      refuse(text::customerSentence(done.error()));
      refresh();
      return;
    }
    refresh();
    emit kept(*done);
  });
}

void ImportPanel::choose(Filter filter) {
  for (std::size_t i = 0; i < m_chips.size(); ++i) m_chips[i]->setChecked(static_cast<Filter>(i) == filter);
  switch (filter) {
    case Filter::All:
      m_model->show(std::nullopt);
      break;
    case Filter::New:
      m_model->show(ImportFate::New);
      break;
    case Filter::Known:
      m_model->show(ImportFate::Known);
      break;
    case Filter::Unusable:
      m_model->show(ImportFate::Unusable);
      break;
  }
  if (m_model->rowCount() > 0)
    m_list->setCurrentIndex(m_model->index(0));
}

void ImportPanel::refresh() {
  m_title->setText(tr("Import from %1").arg(m_file));
  m_plan->setText(m_preview ? text::planLine(m_preview->plan) : QString());
  m_plan->setVisible(m_preview != nullptr && !m_busy);
  m_progress->setVisible(m_busy);
  if (m_busy)
    m_progress->setBusy(m_keeping ? tr("Keeping…") : tr("Reading the file…"));
  for (widgets::Chip* chip : m_chips) chip->setVisible(m_preview != nullptr);
  m_list->setEmptyText(m_preview ? tr("Nothing of this kind") : QString(), {});
  m_keep->setEnabled(canKeep());
  m_cancel->setEnabled(!m_keeping);
  emit hintsChanged();
}

bool ImportPanel::takeKey(int key, bool isRepeat) {
  switch (key) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (!isRepeat)
        keep();
      return true;
    case Qt::Key_Escape:
      // What is being kept is answered before anything else.
      if (!m_keeping) {
        ++m_round;
        m_busy = false;
        emit left();
      }
      return true;
    case Qt::Key_Left:
    case Qt::Key_Right: {
      int now = 0;
      for (std::size_t i = 0; i < m_chips.size(); ++i)
        if (m_chips[i]->isChecked())
          now = static_cast<int>(i);
      const int next = now + (key == Qt::Key_Left ? -1 : 1);
      if (next >= 0 && next < static_cast<int>(m_chips.size()))
        choose(static_cast<Filter>(next));
      return true;
    }
    default:
      return false;
  }
}

void ImportPanel::keyPressEvent(QKeyEvent* event) {
  if (!takeKey(event->key(), event->isAutoRepeat()))
    QWidget::keyPressEvent(event);
}

bool ImportPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress) {
    const auto* key = static_cast<QKeyEvent*>(event);
    if (takeKey(key->key(), key->isAutoRepeat()))
      return true;
  }
  return QWidget::eventFilter(watched, event);
}

QList<widgets::KeyHint> ImportPanel::hints() const {
  QList<widgets::KeyHint> hints;
  if (m_preview)
    hints << widgets::KeyHint{QStringLiteral("↑ ↓"), tr("look")}
          << widgets::KeyHint{QStringLiteral("← →"), tr("which ones")};
  if (canKeep())
    hints << widgets::KeyHint{QStringLiteral("Enter"), tr("keep the new ones")};
  return hints << widgets::KeyHint{QStringLiteral("Esc"), tr("cancel")};
}

}  // namespace loket::ui::screens
