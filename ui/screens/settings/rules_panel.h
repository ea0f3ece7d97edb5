// Every price rule in one list: a product's own, everything else, kinds of goods, and the choice among
// suppliers; beside it what the chosen one says and does.
#pragma once

#include <QWidget>

#include "ui/screens/page.h"
#include "ui/screens/settings/price_desk.h"

class QStackedLayout;

namespace loket::ui::models {
class RuleList;
}
namespace loket::ui::widgets {
class Card;
class RowList;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class RoutingForm;
class RuleForm;

class RulesPanel final : public QWidget {
  Q_OBJECT

 public:
  RulesPanel(const Counter& counter, PriceDesk& desk, QWidget* parent = nullptr);

  // At this product's margin, in its first field; with an empty id at the list.
  void open(const std::string& product);
  // The draft or the products have changed elsewhere.
  void refresh();
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 signals:
  void changed();
  void left();        // Esc in the list
  void saveWanted();  // F8
  void hintsChanged();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  [[nodiscard]] std::vector<RuleChange> lines() const;
  void showLine();
  void takeBack();
  void enterForm();
  void leaveForm();
  [[nodiscard]] bool isInForm() const;

  const Counter& m_counter;
  PriceDesk& m_desk;
  std::string m_product;
  models::RuleList* m_model;
  widgets::RowList* m_list;
  widgets::TextLabel* m_count;
  widgets::Card* m_card;
  QStackedLayout* m_forms;
  RuleForm* m_rule;
  RoutingForm* m_routing;
};

}  // namespace loket::ui::screens
