#include "ui/widgets/scroll_box.h"

namespace loket::ui::widgets {

ScrollBox::ScrollBox(QWidget* parent) : QScrollArea(parent) {
  setFrameShape(QFrame::NoFrame);
  setWidgetResizable(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFocusPolicy(Qt::NoFocus);
  viewport()->setAutoFillBackground(false);
}

void ScrollBox::setBody(QWidget* body) {
  setWidget(body);
  // Qt has just made it opaque.
  body->setAutoFillBackground(false);
}

}  // namespace loket::ui::widgets
