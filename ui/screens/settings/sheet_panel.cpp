#include "ui/screens/settings/sheet_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QStackedLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/models/setting_list.h"
#include "ui/screens/settings/owner_gate.h"
#include "ui/text/amounts.h"
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

SheetPanel::SheetPanel(const Counter& counter, QWidget* parent) : QWidget(parent), m_counter(counter) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
  m_title = new TextLabel(look, {}, TextSize::Lead, Weight::SemiBold, ColourRole::Ink, card);
  m_title->setOverflow(widgets::Overflow::Elide);
  m_count = new TextLabel(look, {}, TextSize::Small, Weight::Regular, ColourRole::Waiting, card);
  m_count->setObjectName(QStringLiteral("sheet-count"));
  m_message = new widgets::InlineMessage(look, card);
  m_message->setObjectName(QStringLiteral("sheet-message"));
  m_message->clear();
  m_model = new models::SettingList(this);
  m_list = new widgets::RowList(look, card);
  m_list->setObjectName(QStringLiteral("sheet"));
  m_list->setColumns(widgets::RowColumn::Tile);
  m_list->setModel(m_model);
  m_list->installEventFilter(this);
  auto* head = new QHBoxLayout;
  head->addWidget(m_title, 1);
  head->addWidget(m_count);
  auto* left = new QVBoxLayout(card);
  left->setContentsMargins(look.space(4), look.space(4), look.space(4), look.space(2));
  left->setSpacing(look.space(2));
  left->addLayout(head);
  left->addWidget(m_message);
  left->addWidget(m_list, 1);

  m_card = new widgets::Card(look, this);
  m_stack = new QStackedLayout(m_card);
  m_stack->setContentsMargins({});
  m_form = new SettingForm(counter, m_card);
  m_gate = new OwnerGate(counter, m_card);
  m_stack->addWidget(m_form);
  m_stack->addWidget(m_gate);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins({});
  row->setSpacing(look.px(theme::metric::kColumnGap));
  row->addWidget(card, 1);
  row->addWidget(m_card);
  setFocusProxy(m_list);

  connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &SheetPanel::showCurrent);
  connect(m_list, &widgets::RowList::rowActivated, this, &SheetPanel::enterForm);
  for (QWidget* part : m_form->findChildren<QWidget*>()) part->installEventFilter(this);
  connect(m_form, &SettingForm::typed, this, &SheetPanel::take);
  connect(m_form, &SettingForm::done, this, [this] {
    const int next = std::min(current() + 1, m_model->rowCount() - 1);
    leaveForm();
    m_list->setCurrentIndex(m_model->index(next));
  });
  connect(m_form, &SettingForm::left, this, &SheetPanel::leaveForm);
  connect(m_gate, &OwnerGate::proved, this, &SheetPanel::proved);
  connect(m_gate, &OwnerGate::told, this, &SheetPanel::told);
  connect(m_gate, &OwnerGate::hintsChanged, this, &SheetPanel::hintsChanged);
  connect(m_gate, &OwnerGate::left, this, &SheetPanel::gateLeft);
}

void SheetPanel::setTitle(const QString& title) {
  m_title->setText(title);
  m_list->setAccessibleName(title);
}

int SheetPanel::current() const {
  return m_list->currentIndex().row();
}

bool SheetPanel::isAtGate() const {
  return m_stack->currentWidget() == m_gate;
}

bool SheetPanel::isTyping() const {
  return m_form->isAncestorOf(focusWidget());
}

bool SheetPanel::isBusy() const {
  return m_gate->isBusy();
}

void SheetPanel::say(Tone tone, const QString& words) {
  m_message->setMessage(tone, words);
}

void SheetPanel::refresh() {
  int changed = 0;
  std::vector<models::SettingRow> rows;
  for (const Setting& setting : settings()) {
    models::SettingRow row;
    row.title = setting.title;
    row.value = setting.shown;
    row.icon = setting.icon;
    if (setting.isChanged) {
      ++changed;
      row.remark = tr("not saved");
      row.tone = Tone::Waiting;
    } else if (setting.isMissing) {
      row.remark = tr("missing");
      row.tone = Tone::Danger;
    }
    rows.push_back(std::move(row));
  }
  const int at = std::max(0, current());
  m_model->replace(std::move(rows));
  if (current() < 0 && m_model->rowCount() > 0)
    m_list->setCurrentIndex(m_model->index(std::min(at, m_model->rowCount() - 1)));
  m_count->setText(changed == 0 ? QString() : tr("%1 not saved").arg(text::grouped(changed)));
}

void SheetPanel::begin(bool first) {
  m_asksToLeave = false;
  refresh();
  if (first && m_model->rowCount() > 0)
    m_list->setCurrentIndex(m_model->index(0));
  m_stack->setCurrentWidget(m_form);
  showCurrent();
  // An answer that comes late takes no keyboard from another page.
  if (isVisible())
    m_list->setFocus();
  emit hintsChanged();
}

void SheetPanel::showCurrent() {
  const std::vector<Setting> all = settings();
  const int row = current();
  m_form->setEnabled(row >= 0 && row < static_cast<int>(all.size()));
  if (!m_form->isEnabled())
    return m_form->open({}, {}, SettingKind::Text, {}, {});
  const Setting& one = all[static_cast<std::size_t>(row)];
  m_form->open(one.title, one.words, one.kind, one.typed, one.was);
}

void SheetPanel::enterForm() {
  m_asksToLeave = false;
  m_form->takeKeyboard();
  emit hintsChanged();
}

void SheetPanel::leaveForm() {
  m_list->setFocus();
  showCurrent();
  emit hintsChanged();
}

void SheetPanel::take(const QString& typed) {
  const int row = current();
  if (const QString why = set(row, typed); !why.isEmpty()) {
    m_form->refuse(why);
    return;
  }
  m_form->clearMessage();
  m_message->clear();
  refresh();
  m_form->setWas(settings()[static_cast<std::size_t>(row)].was);
}

void SheetPanel::openGate() {
  m_gate->open(gateWords(), takesOwnerCode() ? OwnerGate::Code::MayStandIn : OwnerGate::Code::No);
  m_stack->setCurrentWidget(m_gate);
  m_gate->setFocus();
  emit hintsChanged();
}

void SheetPanel::closeGate() {
  m_stack->setCurrentWidget(m_form);
  begin(false);
}

void SheetPanel::forgetTyped() {
  m_model->replace({});
  m_form->open({}, {}, SettingKind::Text, {}, {});
}

void SheetPanel::proved(const bridge::Person& owner) {
  m_gate->setBusy(tr("Saving…"));
  save(owner, [this](const QString& why) { ended(why); });
}

void SheetPanel::told(const std::string& ownerCode) {
  m_gate->setBusy(tr("Saving…"));
  saveWithCode(ownerCode, [this](const QString& why) { ended(why); });
}

void SheetPanel::ended(const QString& why) {
  if (!why.isEmpty()) {
    m_gate->refuse(why);
    refresh();
    return;
  }
  m_stack->setCurrentWidget(m_form);
  begin(false);
  say(Tone::Success, savedWords());
}

void SheetPanel::leave() {
  if (!isChanged() || m_asksToLeave) {
    dropAll();
    m_asksToLeave = false;
    m_message->clear();
    emit left();
    return;
  }
  m_asksToLeave = true;
  say(Tone::Waiting, tr("Something is not saved. F8 saves it, Esc once more drops it."));
}

bool SheetPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  const auto* key = static_cast<QKeyEvent*>(event);
  if (key->key() == Qt::Key_F8) {
    if (key->isAutoRepeat())
      return true;
    if (!isChanged())
      say(Tone::Neutral, tr("Nothing has changed."));
    else if (const QString why = whyNotYet(); !why.isEmpty())
      say(Tone::Danger, why);
    else
      openGate();
    return true;
  }
  if (watched != m_list)
    return QWidget::eventFilter(watched, event);
  if (key->matches(QKeySequence::Undo)) {
    if (undo()) {
      refresh();
      showCurrent();
      say(Tone::Waiting, tr("As it was before. F8 saves it."));
    }
    return true;
  }
  switch (key->key()) {
    case Qt::Key_Delete:
      if (current() >= 0) {
        takeBack(current());
        refresh();
        showCurrent();
      }
      return true;
    case Qt::Key_Escape:
      leave();
      return true;
    default:
      break;
  }
  // Whoever just types means the setting that is chosen.
  if (!key->text().isEmpty() && key->text().at(0).isLetterOrNumber() && m_form->isEnabled() &&
      (key->modifiers() & ~Qt::ShiftModifier) == Qt::NoModifier) {
    enterForm();
    m_form->type(key->text());
    return true;
  }
  return QWidget::eventFilter(watched, event);
}

void SheetPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  m_card->setFixedWidth(std::min(m_counter.theme.px(theme::metric::kFeedWidth) + m_counter.theme.space(10), width() * 44 / 100));
}

QList<widgets::KeyHint> SheetPanel::hints() const {
  if (isAtGate())
    return m_gate->hints();
  if (!m_list->hasFocus())
    return {{QStringLiteral("Enter"), tr("next")}, {QStringLiteral("F8"), tr("save")}, {QStringLiteral("Esc"), tr("done")}};
  return {{QStringLiteral("↑ ↓"), tr("move")},
          {QStringLiteral("Enter"), tr("change")},
          {QStringLiteral("Del"), tr("as it was")},
          {QStringLiteral("F8"), tr("save")},
          {QStringLiteral("Esc"), tr("back")}};
}

}  // namespace loket::ui::screens
