// What is longer than its place: it scrolls up and down, and what it lies on shines through.
#pragma once

#include <QScrollArea>

namespace loket::ui::widgets {

// The keyboard never stands in here: whoever has it scrolls.
class ScrollBox : public QScrollArea {
  Q_OBJECT

public:
  explicit ScrollBox(QWidget* parent = nullptr);

  // Takes it over, instead of the one before.
  void setBody(QWidget* body);
};

}  // namespace loket::ui::widgets
