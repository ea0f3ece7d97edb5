// The deposit page: the panel of the flow's step at the left, the tickets at the right.
#pragma once

#include "ui/screens/deposit/deposit_flow.h"
#include "ui/screens/feed_page.h"

namespace loket::ui::models {
class TicketList;
}

namespace loket::ui::screens {

class AskTicketPanel;
class PayTicketPanel;
class ProofPanel;
class TicketPanel;

class DepositScreen final : public FeedPage {
  Q_OBJECT

 public:
  explicit DepositScreen(const Counter& counter, QWidget* parent = nullptr);

  [[nodiscard]] QList<widgets::KeyHint> hints() const override;
  void enter() override;
  [[nodiscard]] DepositFlow& flow() { return m_flow; }

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void showStep();
  void refreshStep();
  void refreshList();
  void ticketKey(QKeyEvent* event);

  DepositFlow m_flow;
  models::TicketList* m_list;
  AskTicketPanel* m_ask;
  TicketPanel* m_ticket;
  PayTicketPanel* m_pay;
  ProofPanel* m_proof;
};

}  // namespace loket::ui::screens
