// A few ways, of which one is chosen: buttons in rows of three unless told otherwise, the first ones with a key.
#pragma once

#include <QGridLayout>
#include <QStringList>
#include <QWidget>
#include <vector>

#include "ui/theme/theme.h"

namespace loket::ui::widgets {

class ActionButton;

class ChoiceGrid final : public QWidget {
  Q_OBJECT

 public:
  // The first `keys` ones show F5 and what follows; pressing them is for whoever gets the page's keys.
  ChoiceGrid(const theme::Theme& theme, int keys, QWidget* parent = nullptr);

  // Before the words: where there is less room.
  void setInARow(int count) { m_inARow = count; }
  void setWords(const QStringList& words);
  void choose(int index);
  // It takes the keyboard itself: the arrows click the one beside the one that is chosen.
  void takeKeys(const QString& accessibleName);
  // -1 while nothing is.
  [[nodiscard]] int chosen() const { return m_chosen; }
  [[nodiscard]] int count() const { return static_cast<int>(m_buttons.size()); }
  // How many of them have a key.
  [[nodiscard]] int keys() const;

 signals:
  // By the mouse; nothing is chosen before choose() says so.
  void clicked(int index);

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  const theme::Theme& m_theme;
  int m_keys;
  int m_inARow = 3;
  int m_chosen = -1;
  QStringList m_words;
  QGridLayout* m_grid;
  std::vector<ActionButton*> m_buttons;
};

}  // namespace loket::ui::widgets
