// The choice among suppliers: who is preferred, what that may cost, and how reliable one must be; each with a
// product whose supplier changes.
#pragma once

#include <QWidget>

#include "ui/screens/page.h"
#include "ui/screens/settings/price_desk.h"

class QLineEdit;

namespace loket::ui::models {
class RuleList;
}
namespace loket::ui::widgets {
class InlineMessage;
class MoneyEdit;
class RowList;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class RoutingForm final : public QWidget {
  Q_OBJECT

 public:
  RoutingForm(const Counter& counter, PriceDesk& desk, QWidget* parent = nullptr);

  // One of Order, Worth and Reliable.
  void open(RuleChange::Kind kind);
  void takeKeyboard();
  void refresh();

 signals:
  void changed();
  void left();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  // Those that are preferred, in order, then the others.
  [[nodiscard]] std::vector<UpstreamId> inOrder() const;
  void move(int by);
  void takeWorth();
  void takePercent();
  void keep(RoutingRules routing);
  [[nodiscard]] QString example() const;

  const Counter& m_counter;
  PriceDesk& m_desk;
  RuleChange::Kind m_kind = RuleChange::Kind::Order;
  widgets::TextLabel* m_title;
  widgets::TextLabel* m_words;
  models::RuleList* m_order;
  widgets::RowList* m_list;
  widgets::MoneyEdit* m_worth;
  QLineEdit* m_percent;
  widgets::InlineMessage* m_message;
  widgets::TextLabel* m_exampleTitle;
  widgets::TextLabel* m_example;
};

}  // namespace loket::ui::screens
