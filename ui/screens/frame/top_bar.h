// The bar over every page: whose counter this is, and the few things that must always be true at a glance.
#pragma once

#include "ui/screens/page.h"
#include "ui/widgets/surface.h"

namespace loket::ui::widgets {
class Pill;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class TopBar final : public QWidget {
  Q_OBJECT

 public:
  explicit TopBar(const Counter& counter, QWidget* parent = nullptr);

  void setStatus(const api::CounterStatus& status);

 signals:
  void queueWanted();
  void papersWanted();  // that somebody must see to
  void lockWanted();  // by the mouse on who stands here

 private:
  void refresh();

  const Counter& m_counter;
  api::CounterStatus m_status;
  widgets::TextLabel* m_outlet;
  widgets::TextLabel* m_where;
  widgets::Pill* m_training;
  widgets::Pill* m_network;
  widgets::Pill* m_queue;
  widgets::Pill* m_papers;
  widgets::Pill* m_deposit;
  widgets::Pill* m_clock;
  widgets::Pill* m_user;
};

}  // namespace loket::ui::screens
