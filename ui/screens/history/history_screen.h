// Every payment ever taken: found by name, number, product or reference, with its paper and its story.
#pragma once

#include <QTimer>
#include <vector>

#include "ui/screens/page.h"

class QLineEdit;

namespace loket::ui::models {
class PaymentList;
}
namespace loket::ui::widgets {
class Card;
class Chip;
class RowList;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class PaymentDetailPanel;

class HistoryScreen final : public Page {
  Q_OBJECT

 public:
  explicit HistoryScreen(const Counter& counter, QWidget* parent = nullptr);

  [[nodiscard]] QList<widgets::KeyHint> hints() const override;
  void enter() override;
  // Only payments whose paper somebody must see to.
  void showUnprinted() { showOnly(Filter::Unprinted); }
  // Only payments that somebody complains of.
  void showComplaints() { showOnly(Filter::Complaints); }
  // From outside: this one stays open whatever the list begins with, and whatever was searched for before.
  void showPayment(const PaymentRef& ref);
  [[nodiscard]] QLineEdit* searchField() const { return m_search; }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  enum class Filter { All, Done, Open, Failed, Today, Unprinted, Complaints };

  QWidget* makeHead(QWidget* card);
  [[nodiscard]] api::PaymentFilter query() const;
  void fitHead();
  void choose(Filter filter);
  // Whatever was searched for before.
  void showOnly(Filter filter);
  // Around the payment that is open, which another one's news does not push aside.
  void bringAgain();
  // A complaint has the whole page.
  void fitSides();
  void complain();
  void countComplaints(int open);
  void openDetails(const PaymentRef& ref);
  void bring();
  void more(qint64 beforeSequence);

  const Counter& m_counter;
  Filter m_filter = Filter::All;
  QTimer m_debounce;
  int m_round = 0;  // answers to an older question are dropped
  widgets::Card* m_card;
  PaymentRef m_wanted;  // until the list is there to mark it
  QLineEdit* m_search;
  std::vector<widgets::Chip*> m_chips;
  models::PaymentList* m_model;
  widgets::RowList* m_list;
  PaymentDetailPanel* m_detail;
};

}  // namespace loket::ui::screens
