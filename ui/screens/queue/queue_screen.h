// What waits: every payment that is not settled, why, and when something happens next; sending them all at
// once.
#pragma once

#include <vector>

#include "ui/models/payment_list.h"
#include "ui/screens/page.h"

class QStackedWidget;

namespace loket::ui::widgets {
class ActionButton;
class Card;
class Chip;
class InlineMessage;
class ProgressLine;
class RowList;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class BatchSheet;
class PaymentDetailPanel;
class SecondAsk;

class QueueScreen final : public Page {
  Q_OBJECT

 public:
  explicit QueueScreen(const Counter& counter, QWidget* parent = nullptr);

  [[nodiscard]] QList<widgets::KeyHint> hints() const override;
  void enter() override;
  void openDetails(const PaymentRef& ref);
  // Sends what waits and asks about what is open; the result opens beside the list.
  void sync();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  enum class Filter { All, Deposits, Checked, Refunds, Decisions };

  QWidget* makeHead(QWidget* card);
  void bring();
  void show(Filter filter);
  void refreshHead();
  void askCancel(int row);
  void decide();
  void cancelConfirmed();
  // Its cash goes back: perhaps two agree to that first.
  [[nodiscard]] QString whatGoesBack(const Payment& payment) const;
  void act(int row, models::RowAction action);
  void openSide(QWidget* panel);
  void closeSide();
  // A complaint has the whole page.
  void fitSide();
  void complain();
  // Something is being written beside the list, or instead of it.
  [[nodiscard]] bool isAsking() const;
  [[nodiscard]] static bool belongs(const Payment& payment, Filter filter);

  const Counter& m_counter;
  std::vector<api::PaymentView> m_all;
  Filter m_filter = Filter::All;
  PaymentRef m_cancelling;  // asked about, not yet confirmed
  bool m_syncing = false;
  bool m_sheetWaits = false;  // until what is being written is done
  widgets::Card* m_card;
  widgets::TextLabel* m_safe;
  models::PaymentList* m_model;
  widgets::TextLabel* m_sum;
  std::vector<widgets::Chip*> m_chips;
  widgets::ActionButton* m_sync;
  widgets::ProgressLine* m_progress;
  widgets::InlineMessage* m_question;
  widgets::RowList* m_list;
  QStackedWidget* m_side;
  PaymentDetailPanel* m_detail;
  SecondAsk* m_second;
  BatchSheet* m_sheet;
};

}  // namespace loket::ui::screens
