// The shop's price list: what a product is sold for, and of every supplier what it takes and what is left.
#pragma once

#include <QWidget>

#include "ui/screens/page.h"

class QLineEdit;
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

class PricesPanel final : public QWidget {
  Q_OBJECT

 public:
  explicit PricesPanel(const Counter& counter, QWidget* parent = nullptr);

  void enter();
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 signals:
  void left();  // Esc in an empty box

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void bring();
  void askSuppliers();
  void narrow(const QString& typed);
  void showDetails();

  const Counter& m_counter;
  models::PriceList* m_model;
  QLineEdit* m_search;
  widgets::TextLabel* m_count;
  widgets::ActionButton* m_update;
  widgets::InlineMessage* m_message;
  widgets::RowList* m_list;
  widgets::Card* m_card;
  widgets::TextLabel* m_name;
  widgets::TextLabel* m_kind;
  widgets::TextLabel* m_price;
  QVBoxLayout* m_offers;
};

}  // namespace loket::ui::screens
