// Who works here: on the left everybody (others than the owner see themselves), on the right what is known of the one that is
// chosen and what can be done, with the PIN of whoever stands there.
#pragma once

#include <QWidget>

#include "ui/screens/page.h"
#include "ui/screens/settings/people_flow.h"

class QLineEdit;
class QStackedLayout;

namespace loket::ui::models {
class SettingList;
}
namespace loket::ui::widgets {
class ActionButton;
class ChoiceGrid;
class InlineMessage;
class PinPad;
class ProgressLine;
class QrCode;
class RowList;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class CaptionRow;
class FingerChoice;
class FingerReading;

class PeoplePanel final : public QWidget {
  Q_OBJECT

 public:
  explicit PeoplePanel(const Counter& counter, QWidget* parent = nullptr);

  void enter();
  [[nodiscard]] QList<widgets::KeyHint> hints() const;
  [[nodiscard]] PeopleFlow& flow() { return m_flow; }
  [[nodiscard]] const PeopleFlow& flow() const { return m_flow; }

 signals:
  void left();  // Esc in the list
  void hintsChanged();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  QWidget* makeCard();
  QWidget* makeNewcomer();
  QWidget* makeSure();
  QWidget* makePin();
  QWidget* makeCode();
  void showRows();
  void showCard();
  void showStep();
  void refreshStep();
  void askPin();
  void askSure();
  void sayCode();
  void sayDone();
  void press(PeopleAct act);
  bool pressKey(int key);
  void chooseRole(int index);
  void nameTyped();
  // Of the chosen row; null below the people.
  [[nodiscard]] const KnownPerson* current() const;
  // Of what stands below the people, for the owner.
  enum class Below { RecoveryCode, OwnerCode, Add };
  [[nodiscard]] bool isAt(Below row) const;
  [[nodiscard]] QString whom() const;
  // As it goes to the flow: what F6 and F7 set up and give up at the chosen row.
  [[nodiscard]] PeopleAct setUpAct() const { return isAt(Below::OwnerCode) ? PeopleAct::SetUpOwnerCode : PeopleAct::SetUpCode; }
  [[nodiscard]] PeopleAct giveUpAct() const { return isAt(Below::OwnerCode) ? PeopleAct::GiveUpOwnerCode : PeopleAct::GiveUpCode; }
  [[nodiscard]] bool can(PeopleAct act) const;

  const Counter& m_counter;
  PeopleFlow m_flow;
  widgets::InlineMessage* m_said;
  models::SettingList* m_model;
  widgets::RowList* m_list;
  QStackedLayout* m_stack;

  QWidget* m_card;
  widgets::TextLabel* m_name;
  widgets::TextLabel* m_words;
  CaptionRow* m_role;
  CaptionRow* m_pinRow;
  CaptionRow* m_code;
  CaptionRow* m_finger;
  widgets::ActionButton* m_add;
  widgets::ActionButton* m_changePin;
  widgets::ActionButton* m_newCode;
  widgets::ActionButton* m_setUp;
  widgets::ActionButton* m_giveUp;
  widgets::ActionButton* m_enrolFinger;
  widgets::ActionButton* m_forgetFingers;
  widgets::ActionButton* m_takeOut;

  QWidget* m_newcomer;
  QLineEdit* m_typed;
  widgets::ChoiceGrid* m_roles;
  widgets::TextLabel* m_roleWords;
  widgets::InlineMessage* m_newcomerMessage;

  QWidget* m_sure;
  widgets::TextLabel* m_sureTitle;
  widgets::TextLabel* m_sureWords;

  QWidget* m_pinPage;
  widgets::TextLabel* m_pinTitle;
  widgets::TextLabel* m_pinWords;
  widgets::InlineMessage* m_pinMessage;
  widgets::PinPad* m_pad;
  widgets::ProgressLine* m_progress;

  FingerChoice* m_fingerChoice;
  FingerReading* m_fingerReading;

  QWidget* m_codePage;
  widgets::TextLabel* m_codeTitle;
  widgets::TextLabel* m_codeWords;
  widgets::TextLabel* m_byHand;
  widgets::TextLabel* m_secret;
  widgets::QrCode* m_picture;
  widgets::ActionButton* m_seen;
};

}  // namespace loket::ui::screens
