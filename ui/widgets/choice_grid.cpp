#include "ui/widgets/choice_grid.h"

#include <QKeyEvent>
#include <QPainter>
#include <algorithm>

#include "ui/widgets/action_button.h"
#include "ui/widgets/paint.h"

namespace loket::ui::widgets {
namespace {

constexpr int kFirstKey = 5;

}  // namespace

ChoiceGrid::ChoiceGrid(const theme::Theme& theme, int keys, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_keys(keys), m_grid(new QGridLayout(this)) {
  m_grid->setContentsMargins({});
  m_grid->setSpacing(theme.space(2));
}

void ChoiceGrid::setWords(const QStringList& words) {
  if (words == m_words)
    return;
  m_words = words;
  for (ActionButton* old : m_buttons) {
    m_grid->removeWidget(old);
    old->hide();
    old->deleteLater();
  }
  m_buttons.clear();
  for (int i = 0; i < words.size(); ++i) {
    auto* button = new ActionButton(m_theme, words[i], ActionKind::Secondary, this);
    button->setActionSize(ActionSize::Small);
    button->setSpread(true);
    button->setCheckable(true);
    if (i < m_keys)
      button->setKeyCap(QStringLiteral("F%1").arg(kFirstKey + i));
    button->setFocusPolicy(Qt::NoFocus);
    connect(button, &QAbstractButton::clicked, this, [this, i] { emit clicked(i); });
    m_grid->addWidget(button, i / m_inARow, i % m_inARow);
    m_buttons.push_back(button);
  }
}

void ChoiceGrid::choose(int index) {
  m_chosen = index;
  for (std::size_t i = 0; i < m_buttons.size(); ++i) {
    m_buttons[i]->setChecked(static_cast<int>(i) == index);
    m_buttons[i]->update();
  }
}

void ChoiceGrid::takeKeys(const QString& accessibleName) {
  setAccessibleName(accessibleName);
  setFocusPolicy(Qt::StrongFocus);
  // Room for the ring around it.
  const int room = m_theme.space(1);
  m_grid->setContentsMargins(room, room, room, room);
}

void ChoiceGrid::keyPressEvent(QKeyEvent* event) {
  const int step = event->key() == Qt::Key_Right  ? 1
                   : event->key() == Qt::Key_Left ? -1
                   : event->key() == Qt::Key_Down ? m_inARow
                   : event->key() == Qt::Key_Up   ? -m_inARow
                                                  : 0;
  const int wanted = m_chosen + step;
  if (step == 0 || focusPolicy() == Qt::NoFocus) {
    QWidget::keyPressEvent(event);
  } else if (wanted >= 0 && wanted < count()) {
    emit clicked(wanted);
  }
}

void ChoiceGrid::paintEvent(QPaintEvent* /*event*/) {
  if (!hasFocus()) {
    return;
  }
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  paint::focusRing(painter, m_theme, rect(), m_theme.radius(theme::Radius::Medium));
}

int ChoiceGrid::keys() const { return std::min(count(), m_keys); }

}  // namespace loket::ui::widgets
