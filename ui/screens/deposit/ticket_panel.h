// One ticket: the sum that is to be sent, to the rupiah, where it goes, and how far it is.
#pragma once

#include <QWidget>
#include <optional>

#include "ui/screens/deposit/deposit_flow.h"
#include "ui/screens/page.h"

class QVBoxLayout;

namespace loket::ui::widgets {
class ActionButton;
class IconTile;
class InlineMessage;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class CaptionRow;

class TicketPanel final : public QWidget {
  Q_OBJECT

 public:
  TicketPanel(const Counter& counter, DepositFlow& flow, QWidget* parent = nullptr);

  void enter();
  void refresh();
  // What is recorded cannot be taken back: the same key a second time does it.
  enum class Step { Pay, FromOwner, FromDrawer, ComeIn };
  void press(Step step);
  // True when a first key was taken back by it.
  bool takeBack();
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  [[nodiscard]] bool isPossible(Step step) const;
  [[nodiscard]] QString question(Step step) const;

  const Counter& m_counter;
  DepositFlow& m_flow;
  std::optional<Step> m_asked;
  QVBoxLayout* m_column;
  widgets::IconTile* m_tile;
  widgets::TextLabel* m_title;
  widgets::TextLabel* m_state;
  widgets::TextLabel* m_caption;
  widgets::TextLabel* m_amount;
  widgets::TextLabel* m_words;
  CaptionRow* m_account;
  CaptionRow* m_note;
  CaptionRow* m_until;
  widgets::TextLabel* m_sentence;
  widgets::InlineMessage* m_message;
  widgets::ActionButton* m_pay;
  widgets::ActionButton* m_fromOwner;
  widgets::ActionButton* m_fromDrawer;
  widgets::ActionButton* m_comeIn;
  widgets::TextLabel* m_id;
};

}  // namespace loket::ui::screens
