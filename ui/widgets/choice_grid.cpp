#include "ui/widgets/choice_grid.h"

#include <algorithm>

#include "ui/widgets/action_button.h"

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

int ChoiceGrid::keys() const { return std::min(count(), m_keys); }

}  // namespace loket::ui::widgets
