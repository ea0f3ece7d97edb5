// What will change in the prices, line by line, and the owner's PIN that makes it so.
#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "core/base/secret_bytes.h"
#include "ui/screens/page.h"
#include "ui/screens/settings/price_desk.h"

namespace loket::ui::models {
class RuleList;
}
namespace loket::ui::widgets {
class ActionButton;
class Card;
class InlineMessage;
class PinPad;
class ProgressLine;
class RowList;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class SavePricesPanel final : public QWidget {
  Q_OBJECT

 public:
  enum class Why { Changed, Undone };

  SavePricesPanel(const Counter& counter, PriceDesk& desk, QWidget* parent = nullptr);

  void open(Why why);
  // The draft or the products have changed elsewhere; `byOthers`: somebody saved meanwhile.
  void refresh(bool byOthers = false);
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 signals:
  void changed();  // a line was taken back
  void saved(const loket::PriceRules& before, const loket::PriceRules& now);
  void stale();  // somebody else has saved meanwhile: the rules are to be brought again
  void left();   // Esc, or nothing is left to save

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  [[nodiscard]] std::optional<bridge::Person> owner() const;
  [[nodiscard]] bool mustAgree() const;
  void agree();
  void readyPad();
  void step(int by);
  void takeBack();
  void prove(SecretBytes pin);
  void save(const bridge::Person& by, int round);
  void refuse(const Error& error);
  void stop();

  const Counter& m_counter;
  PriceDesk& m_desk;
  Why m_why = Why::Changed;
  std::vector<ProductId> m_lossesAgreed;  // what the owner has agreed to sell below cost; by id
  bool m_saysLosses = false;  // the message tells how many there are
  bool m_working = false;
  int m_round = 0;
  models::RuleList* m_model;
  widgets::RowList* m_list;
  widgets::TextLabel* m_title;
  widgets::TextLabel* m_effect;
  widgets::InlineMessage* m_message;
  widgets::Card* m_card;
  widgets::TextLabel* m_who;
  widgets::ActionButton* m_agree;
  widgets::PinPad* m_pad;
  widgets::ProgressLine* m_progress;
};

}  // namespace loket::ui::screens
