// One group: who is on it and one box to write more down; then what their bills cost and the cash for all of them; then
// what became of each.
#pragma once

#include <QTimer>
#include <QWidget>
#include <optional>
#include <vector>

#include "ui/screens/groups/group_flow.h"
#include "ui/screens/page.h"

class QLineEdit;
class QVBoxLayout;

namespace loket::ui::widgets {
class ActionButton;
class Card;
class InlineMessage;
class MoneyEdit;
class MoneyLabel;
class ProgressLine;
class RowList;
class SearchBox;
class SuggestionList;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class CaptionRow;

class GroupPanel final : public QWidget {
  Q_OBJECT

 public:
  GroupPanel(const Counter& counter, GroupFlow& flow, QWidget* parent = nullptr);

  void enter();
  void refresh();
  // The name of a new group is asked for, or another one for this one.
  enum class Naming { None, New, Other };
  void askName(Naming naming);
  void removeCurrent();
  // The year or the months of the current line.
  void changeCurrent();
  // Out of what was begun in the box; false when there is nothing.
  bool takeBack();
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 signals:
  void hintsChanged();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  QWidget* makeFoot();
  [[nodiscard]] bool isNaming() const { return m_naming != Naming::None; }
  void showLines();
  void edited(const QString& text);
  void ask();
  void takeSuggestions(const std::vector<api::Suggestion>& found);
  void choose(int row, int choice);
  void accept();
  void addNumber(const std::string& number);
  void complete(customer::GroupMember member);
  void askField(InquiryField field, int row);
  void takeField(const QString& typed);
  void forgetPending();
  [[nodiscard]] std::optional<InquiryField> currentField() const;
  void sayStanding();

  const Counter& m_counter;
  GroupFlow& m_flow;
  widgets::Card* m_card;
  QVBoxLayout* m_column;
  widgets::TextLabel* m_title;
  widgets::TextLabel* m_count;
  widgets::SearchBox* m_box;
  widgets::SuggestionList* m_suggestions;
  widgets::InlineMessage* m_message;
  widgets::ProgressLine* m_progress;
  models::GroupLines* m_model;
  widgets::RowList* m_list;
  QWidget* m_blank;  // where the list is not
  QWidget* m_foot;
  CaptionRow* m_total;
  QWidget* m_cashPart;
  widgets::MoneyEdit* m_cash;
  CaptionRow* m_change;
  widgets::ActionButton* m_go;
  QTimer m_debounce;
  std::vector<api::Suggestion> m_found;
  std::optional<customer::GroupMember> m_pending;  // whose number, or what its bill is asked by, is still to be typed
  Family m_pendingFamily = Family::Other;
  std::optional<InquiryField> m_field;  // what is asked for now
  int m_changing = -1;                  // of this line; none: of one that is being written down
  std::optional<Error> m_wrong;         // what was typed
  Naming m_naming = Naming::None;
  bool m_enterWaits = false;
  int m_asked = 0;
};

}  // namespace loket::ui::screens
