// The deposit page: the panel of the flow's step at the left, the tickets at the right.
#pragma once

#include "ui/screens/deposit/deposit_flow.h"
#include "ui/screens/page.h"

class QStackedWidget;

namespace loket::ui::models {
class TicketList;
}
namespace loket::ui::widgets {
class FeedList;
}

namespace loket::ui::screens {

class AskTicketPanel;
class PayTicketPanel;
class TicketPanel;

class DepositScreen final : public Page {
  Q_OBJECT

 public:
  explicit DepositScreen(const Counter& counter, QWidget* parent = nullptr);

  [[nodiscard]] QList<widgets::KeyHint> hints() const override;
  void enter() override;
  [[nodiscard]] DepositFlow& flow() { return m_flow; }

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void showStep();
  void refreshStep();
  void refreshList();
  void ticketKey(QKeyEvent* event);

  const Counter& m_counter;
  DepositFlow m_flow;
  models::TicketList* m_list;
  QStackedWidget* m_left;
  AskTicketPanel* m_ask;
  TicketPanel* m_ticket;
  PayTicketPanel* m_pay;
  widgets::FeedList* m_feed;
};

}  // namespace loket::ui::screens
