// A page of two columns: the panel of the step that a flow is at, and beside it the list of what it is about.
#pragma once

#include <initializer_list>

#include "ui/screens/page.h"

class QAbstractItemModel;
class QStackedWidget;

namespace loket::ui::widgets {
class FeedList;
}

namespace loket::ui::screens {

class FeedPage : public Page {
  Q_OBJECT

 public:
  explicit FeedPage(const Counter& counter, QWidget* parent = nullptr);

 protected:
  // The page owns the panels from then on.
  void furnish(std::initializer_list<QWidget*> panels, QAbstractItemModel* list);
  void bring(QWidget* panel);
  [[nodiscard]] widgets::FeedList* feed() const { return m_feed; }
  // How the columns share a page of this width.
  virtual void share(int width);
  void resizeEvent(QResizeEvent* event) override;

  const Counter& m_counter;

 private:
  QStackedWidget* m_panels;
  widgets::FeedList* m_feed;
};

}  // namespace loket::ui::screens
