// The cash-out page: the panel of the flow's step at the left, what the bank was asked to collect at the
// right.
#pragma once

#include "ui/screens/cash/cash_out_flow.h"
#include "ui/screens/feed_page.h"

namespace loket::ui::models {
class CollectionList;
}

namespace loket::ui::screens {

class AskPanel;
class CollectionPanel;
class HandOverPanel;
class ProofPanel;

class CashOutScreen final : public FeedPage {
  Q_OBJECT

 public:
  explicit CashOutScreen(const Counter& counter, QWidget* parent = nullptr);

  [[nodiscard]] QList<widgets::KeyHint> hints() const override;
  void enter() override;
  [[nodiscard]] CashOutFlow& flow() { return m_flow; }

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void share(int width) override;

 private:
  void showStep();
  void refreshStep();
  void refreshList();

  CashOutFlow m_flow;
  models::CollectionList* m_list;
  AskPanel* m_ask;
  CollectionPanel* m_collection;
  HandOverPanel* m_handOver;
  ProofPanel* m_proof;
};

}  // namespace loket::ui::screens
