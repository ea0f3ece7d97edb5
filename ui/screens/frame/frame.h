// What stays on the screen whatever is done: rail, top bar, strip, and the foot bar with the keys of the page
// in front. It knows pages only as pages.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "ui/screens/page.h"

class QStackedWidget;
class QVBoxLayout;

namespace loket::ui::widgets {
class RailButton;
class Strip;
class Toast;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class TopBar;

class Frame final : public QWidget {
  Q_OBJECT

 public:
  explicit Frame(const Counter& counter, QWidget* parent = nullptr);

  // Pages appear in the rail in this order; `key` brings one to the front. A page is made when it is first
  // wanted, and belongs to the frame from then on: the counter stands before screens that nobody looks at.
  // Whoever may not do `needs` does not see it, and its key does nothing.
  void addPage(std::function<Page*()> make, const QString& icon, const QString& title, QKeyCombination key,
               Permission needs = Permission::Look);
  // For whoever stands at the counter now: what may not be seen leaves the rail, and the front.
  void fitToPerson();
  // `index` must be one of them.
  Page* page(int index);
  // In front, but without the keyboard: for a frame that nobody sees yet.
  void layPage(int index);
  // Another one, where this may not be seen.
  void openPage(int index);
  [[nodiscard]] Page* currentPage() const;
  // Its name; empty until the core has told it.
  [[nodiscard]] QString outlet() const { return QString::fromStdString(m_status.outlet.name); }
  // The page whose rail button carries the number of waiting payments, and that the queue pill opens.
  void setQueuePage(int index) { m_queuePage = index; }
  // The page whose rail button carries the number of open complaints.
  void setComplaintsPage(int index) { m_complaintsPage = index; }
  // The page whose rail button carries the number of customers who have paid and wait for their cash.
  void setCashPage(int index);

 signals:
  // Somebody leaves, or another one comes.
  void papersWanted();  // the papers that somebody must see to
  void lockWanted();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  // Small windows keep every page in the rail, without words.
  void fitRail();
  [[nodiscard]] bool maySee(int index) const;
  void setStatus(const api::CounterStatus& status);
  void countDue();
  void refreshStrip();
  void refreshHints();

  const Counter& m_counter;
  api::CounterStatus m_status;
  std::optional<Error> m_stopped;
  struct Place {
    std::function<Page*()> make;
    Page* page = nullptr;
    widgets::RailButton* button = nullptr;
    Permission needs = Permission::Look;
  };
  std::vector<Place> m_places;
  int m_queuePage = -1;
  int m_cashPage = -1;
  int m_complaintsPage = -1;
  QVBoxLayout* m_rail;
  TopBar* m_topBar;
  widgets::Strip* m_strip;
  QStackedWidget* m_stack;
  widgets::KeyBar* m_keys;
};

}  // namespace loket::ui::screens
