// The sell page: puts the panel of the flow's step to the left, and what belongs beside it to the right.
#pragma once

#include <QStackedWidget>

#include "ui/screens/page.h"
#include "ui/screens/sell/sell_flow.h"

namespace loket::ui::models {
class PaymentList;
}
namespace loket::ui::widgets {
class FeedList;
}

namespace loket::ui::screens {

class AmountPanel;
class CashPanel;
class CodePanel;
class ConfirmPanel;
class FieldPanel;
class GoodsPanel;
class LaterPanel;
class OutcomePanel;
class ProofPanel;
class ReadBackPanel;
class ReceiptPanel;
class SearchPanel;
class WaitPanel;

class SellScreen final : public Page {
  Q_OBJECT

 public:
  explicit SellScreen(const Counter& counter, QWidget* parent = nullptr);

  [[nodiscard]] QList<widgets::KeyHint> hints() const override;
  void enter() override;
  // A sale that begins with this number, as if it had been typed. One that is being saved or sent stays in front.
  void sellTo(const QString& number);
  [[nodiscard]] SellFlow& flow() { return m_flow; }

 signals:
  // Today's sales stand in the feed: for whoever waits for a counter that is ready.
  void filled();
  // A payment of today's list was chosen: show what there is to know about it.
  void detailsWanted(const loket::PaymentRef& ref);

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  // What stands behind the search: made once that can be typed into, or when a sale needs it.
  void makeSalePanels();
  void showStep();
  void refreshStep();
  void refreshToday();
  void nextSale(const QString& typed);
  void openGoods();
  [[nodiscard]] bool isAtGoods() const;
  [[nodiscard]] bool isTelling() const;
  void openLater(api::Repeat repeat);
  [[nodiscard]] bool isAtLater() const;

  const Counter& m_counter;
  SellFlow m_flow;
  models::PaymentList* m_today;
  BusinessDate m_todayIs;  // whose sales the feed has
  QStackedWidget* m_left;
  QStackedWidget* m_right;
  SearchPanel* m_search;
  GoodsPanel* m_goods = nullptr;  // made when it is first wanted
  FieldPanel* m_field = nullptr;
  AmountPanel* m_amount = nullptr;
  WaitPanel* m_wait = nullptr;
  CodePanel* m_code = nullptr;
  ReadBackPanel* m_readBack = nullptr;
  ProofPanel* m_proof = nullptr;
  OutcomePanel* m_outcome = nullptr;
  widgets::FeedList* m_feed;
  CashPanel* m_cash = nullptr;
  LaterPanel* m_later = nullptr;
  ReceiptPanel* m_receipt = nullptr;
  ConfirmPanel* m_confirm = nullptr;
};

}  // namespace loket::ui::screens
