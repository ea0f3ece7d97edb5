// How the sale ended, with the one thing to hand over or say in large figures: change, refund, or "do not
// repeat".
#pragma once

#include <QWidget>

#include "ui/screens/page.h"
#include "ui/screens/sell/sell_flow.h"

class QVBoxLayout;

namespace loket::ui::widgets {
class ActionButton;
class Card;
class GroupedDigits;
class IconTile;
class InlineMessage;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class SecondAsk;

class OutcomePanel final : public QWidget {
  Q_OBJECT

 public:
  OutcomePanel(const Counter& counter, SellFlow& flow, QWidget* parent = nullptr);

  void enter();
  void refresh();
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 signals:
  // A letter or digit starts the next customer's sale with it; empty when Enter or the button did.
  void nextSale(const QString& typed);
  void copyWanted();  // print one more
  void tellWanted();  // the customer wants a message
  void textWanted();  // the receipt as text to the clipboard
  void hintsChanged();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  struct Words {
    theme::Tone tone = theme::Tone::Neutral;
    QString icon;
    QString title;
    QString caption;  // over the large text
    QString large;
    bool largeIsWords = false;  // a sentence, not an amount: smaller
    QString below;
    QString boxCaption;
    std::string box;  // token, serial number or claim code
  };
  [[nodiscard]] Words wordsFor(const api::PaymentView& view) const;
  [[nodiscard]] bool owesCash() const;
  [[nodiscard]] bool canTell() const;
  void goOn();

  const Counter& m_counter;
  SellFlow& m_flow;
  QVBoxLayout* m_column;
  widgets::IconTile* m_tile;
  widgets::TextLabel* m_title;
  widgets::TextLabel* m_what;
  widgets::TextLabel* m_caption;
  widgets::TextLabel* m_large;
  widgets::TextLabel* m_below;
  widgets::Card* m_box;
  widgets::TextLabel* m_boxCaption;
  widgets::GroupedDigits* m_boxDigits;
  widgets::InlineMessage* m_message;
  SecondAsk* m_second;
  widgets::ActionButton* m_copy;
  widgets::ActionButton* m_tell;
  widgets::ActionButton* m_next;
};

}  // namespace loket::ui::screens
