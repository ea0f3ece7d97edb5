// What one settlement file and the books say: the figures of both, the lines that do not agree, and the reason for what is
// booked.
#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "ui/screens/page.h"
#include "ui/screens/reconcile/reconcile_flow.h"

class QHBoxLayout;
class QLineEdit;

namespace loket::ui::models {
class FindingList;
}
namespace loket::ui::widgets {
class ActionButton;
class Card;
class Chip;
class InlineMessage;
class RowList;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class CaptionValue;

class FindingsPanel final : public QWidget {
  Q_OBJECT

 public:
  FindingsPanel(const Counter& counter, ReconcileFlow& flow, QWidget* parent = nullptr);

  void enter();
  void refresh();
  // Nothing is booked without one: the field takes the keyboard, or its words are taken.
  void askReason();
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 signals:
  void hintsChanged();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void fill();
  void makeChips();
  void choose(std::size_t chip);
  void book();

  const Counter& m_counter;
  ReconcileFlow& m_flow;
  widgets::Card* m_card;
  widgets::TextLabel* m_title;
  widgets::TextLabel* m_state;
  CaptionValue* m_ours;
  CaptionValue* m_theirs;
  QHBoxLayout* m_chipRow;
  std::vector<std::optional<reconcile::Class>> m_classes;  // of the chips
  std::vector<widgets::Chip*> m_chips;
  models::FindingList* m_model;
  widgets::RowList* m_list;
  widgets::InlineMessage* m_message;
  QWidget* m_foot;
  QLineEdit* m_reason;
  widgets::ActionButton* m_book;
};

}  // namespace loket::ui::screens
