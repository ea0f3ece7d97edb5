// One margin's rule: margin, rounding and service fee, and what comes of it while it is typed.
#pragma once

#include <QWidget>
#include <array>

#include "ui/screens/page.h"
#include "ui/screens/settings/price_desk.h"

class QGridLayout;

namespace loket::ui::widgets {
class ActionButton;
class InlineMessage;
class MoneyEdit;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class RuleForm final : public QWidget {
  Q_OBJECT

 public:
  RuleForm(const Counter& counter, PriceDesk& desk, QWidget* parent = nullptr);

  void open(const RuleChange& line);
  void takeKeyboard();
  // Of a category or a product: a rule of its own, or none any more.
  void toggleOwn();
  // The draft has changed elsewhere.
  void refresh();

 signals:
  void changed();
  void left();  // Enter or Esc: what was typed stays in the draft

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  struct Field {
    QWidget* box;
    widgets::MoneyEdit* edit;
  };
  Field makeField(const char* name, const QString& caption);
  void takeTyped();
  void showPreview();
  void showOffers(const Product& product);
  void showProducts(const std::vector<const Product*>& products);
  void addRow(const std::array<QString, 4>& words, bool isChanged, bool isLoss);
  [[nodiscard]] int rowsThatFit() const;

  const Counter& m_counter;
  PriceDesk& m_desk;
  RuleChange m_line;
  bool m_isFilling = false;
  widgets::TextLabel* m_title;
  widgets::TextLabel* m_words;
  Field m_margin;
  Field m_roundTo;
  Field m_fee;
  widgets::ActionButton* m_own;
  widgets::InlineMessage* m_message;
  QGridLayout* m_preview;
  int m_rows = 0;
  widgets::TextLabel* m_more;
};

}  // namespace loket::ui::screens
