// The shop's price list: what a product is sold for, and of every supplier what it takes and what is left.
// From here margins and the choice among suppliers are changed: a draft that the owner saves.
#pragma once

#include <QWidget>
#include <optional>

#include "ui/screens/page.h"
#include "ui/screens/settings/price_desk.h"

class QLineEdit;
class QStackedLayout;
class QVBoxLayout;

namespace loket::ui::models {
class PriceList;
}
namespace loket::ui::widgets {
class ActionButton;
class Card;
class InlineMessage;
class RowList;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class RulesPanel;
class SavePricesPanel;

class PricesPanel final : public QWidget {
  Q_OBJECT

 public:
  explicit PricesPanel(const Counter& counter, QWidget* parent = nullptr);

  void enter();
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 signals:
  void left();  // Esc in an empty box, and nothing unsaved
  void hintsChanged();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  struct Saving {
    PriceRules before;
    PriceRules now;
  };
  QWidget* makeList();
  QWidget* makeDetails();
  void bring();
  void bringRules();
  void askSuppliers();
  void narrow(const QString& typed);
  void showProducts();
  void showDetails();
  void showDraft();
  void pressFunction(int number);  // F5 to F8
  void openRules(const std::string& product);
  void openSaving();
  void undo();
  void goToList();
  void leave();
  void wasSaved(const PriceRules& before, const PriceRules& now);
  [[nodiscard]] const Product* chosen() const;

  const Counter& m_counter;
  PriceDesk m_desk;
  bool m_hasRules = false;
  bool m_asksToLeave = false;
  bool m_isUndoing = false;
  bool m_isStale = false;  // something was saved while this was hidden
  std::optional<Saving> m_last;  // what Ctrl+Z takes back
  models::PriceList* m_model;
  QStackedLayout* m_stack;
  QWidget* m_page;
  RulesPanel* m_rules;
  SavePricesPanel* m_saving;
  QLineEdit* m_search;
  widgets::TextLabel* m_count;
  widgets::ActionButton* m_update;
  widgets::InlineMessage* m_message;
  widgets::InlineMessage* m_draft;
  widgets::RowList* m_list;
  widgets::Card* m_card;
  widgets::TextLabel* m_name;
  widgets::TextLabel* m_kind;
  widgets::TextLabel* m_price;
  widgets::TextLabel* m_rule;
  QVBoxLayout* m_offers;
};

}  // namespace loket::ui::screens
