// The left side while nothing is offered yet: the one box, suggestions, product doors, and the choice of a
// product when the sale starts with it.
#pragma once

#include <QTimer>
#include <QWidget>
#include <optional>
#include <vector>

#include "ui/screens/page.h"
#include "ui/screens/sell/sell_flow.h"

namespace loket::ui::models {
class ProductList;
}
namespace loket::ui::widgets {
class Card;
class DoorButton;
class IconTile;
class InlineMessage;
class RowList;
class SearchBox;
class SuggestionList;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class SearchPanel final : public QWidget {
  Q_OBJECT

 public:
  SearchPanel(const Counter& counter, SellFlow& flow, QWidget* parent = nullptr);

  // Shows the flow's step (Search or Number) and takes the keyboard.
  void enter();
  // Starts with this text, as if it had been typed.
  void type(const QString& text);
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 signals:
  void hintsChanged();
  // What stands in the box is the claim code or reference of a slip: show the payment.
  void slipWanted(const loket::PaymentRef& ref);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  enum class Mode { Doors, Suggestions, Products, Number };

  void show(Mode mode);
  void edited(const QString& text);
  void ask();
  void takeSuggestions(const std::vector<api::Suggestion>& suggestions);
  // Nothing is called so: it may be what a customer brings on paper.
  void lookForSlip();
  void accept();
  void escape();
  void slideChoices(int row, int choice);
  void chooseSuggestion(int row, int choice);
  void chooseProduct(int row);
  void openDoor(int door);
  void makeDoors();
  void fitDoors();
  [[nodiscard]] bool isCodePerhaps() const;
  [[nodiscard]] bool digitPicks(int key) const;

  const Counter& m_counter;
  SellFlow& m_flow;
  Mode m_mode = Mode::Doors;
  QTimer m_debounce;
  int m_asked = 0;            // the newest question
  bool m_enterWaits = false;  // Enter came before the answer
  std::vector<api::Suggestion> m_found;
  std::optional<PaymentRef> m_slip;

  widgets::SearchBox* m_box;
  widgets::InlineMessage* m_message;
  widgets::Card* m_suggestionCard;
  widgets::SuggestionList* m_suggestions;
  widgets::Card* m_productCard;
  widgets::TextLabel* m_productTitle;
  widgets::RowList* m_products;
  models::ProductList* m_productModel;
  widgets::Card* m_chosenCard;
  widgets::IconTile* m_chosenTile;
  widgets::TextLabel* m_chosenName;
  widgets::TextLabel* m_chosenWhat;
  QWidget* m_doorArea;
  std::vector<widgets::DoorButton*> m_doors;
};

}  // namespace loket::ui::screens
