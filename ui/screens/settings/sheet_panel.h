// A sheet of settings: on the left how each stands, on the right a field for the one that is chosen, and before
// anything is kept the owner's PIN. What is on the sheet, a panel of its own kind says.
#pragma once

#include <QWidget>
#include <functional>
#include <vector>

#include "ui/screens/page.h"
#include "ui/screens/settings/setting_form.h"
#include "ui/theme/tokens.h"

class QStackedLayout;

namespace loket::ui::models {
class SettingList;
}
namespace loket::ui::widgets {
class Card;
class InlineMessage;
class RowList;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class OwnerGate;

class SheetPanel : public QWidget {
  Q_OBJECT

 public:
  [[nodiscard]] virtual QList<widgets::KeyHint> hints() const;
  // A file for the chosen setting.
  void takeFile(const QString& path) { m_form->takeFile(path); }

 signals:
  void left();  // Esc, and nothing is unsaved
  void hintsChanged();

 protected:
  struct Setting {
    QString title;
    QString words;  // what it means
    QString icon;
    SettingKind kind = SettingKind::Text;
    QString typed;  // what stands in its field
    QString shown;  // as people read it
    QString was;    // of a changed one, what counts until it is saved
    bool isChanged = false;
    bool isMissing = false;
  };

  SheetPanel(const Counter& counter, QWidget* parent);

  // What is on it now, always in the same order.
  [[nodiscard]] virtual std::vector<Setting> settings() const = 0;
  // Takes what was typed; otherwise says why not, and nothing is changed.
  virtual QString set(int row, const QString& typed) = 0;
  virtual void takeBack(int row) = 0;
  virtual void dropAll() = 0;
  [[nodiscard]] virtual bool isChanged() const = 0;
  // Why it cannot be saved as it is; empty: it can.
  [[nodiscard]] virtual QString whyNotYet() const { return {}; }
  // What will happen with the PIN.
  [[nodiscard]] virtual QString gateWords() const = 0;
  // In the owner's name. `then` gets an empty text, or why nothing was saved.
  virtual void save(const bridge::Person& owner, std::function<void(const QString& why)> then) = 0;
  // Whether the absent owner's one-time code may stand for the owner's PIN; then `saveWithCode` is asked,
  // with a code for this one saving.
  [[nodiscard]] virtual bool takesOwnerCode() const { return false; }
  virtual void saveWithCode(const std::string& /*ownerCode*/,
                            std::function<void(const QString& why)> /*then*/) {}
  // It is saved: what is said of it.
  [[nodiscard]] virtual QString savedWords() const = 0;
  // Ctrl+Z: the draft is as it was before the last saving; false: there was none.
  virtual bool undo() { return false; }

  // Esc at the PIN.
  virtual void gateLeft() { closeGate(); }

  void setTitle(const QString& title);
  // Draws everything anew.
  void refresh();
  // The list takes the keyboard, at its first row when `first`.
  void begin(bool first);
  void say(theme::Tone tone, const QString& words);
  void openGate();
  void closeGate();
  // Neither list nor field shows anything any more, until it is begun again.
  void forgetTyped();
  [[nodiscard]] bool isBusy() const;
  // The field has the keyboard.
  [[nodiscard]] bool isTyping() const;
  [[nodiscard]] const Counter& counter() const { return m_counter; }

  bool eventFilter(QObject* watched, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  [[nodiscard]] int current() const;
  [[nodiscard]] bool isAtGate() const;
  void showCurrent();
  void take(const QString& typed);
  void enterForm();
  void leaveForm();
  void proved(const bridge::Person& owner);
  void told(const std::string& ownerCode);
  void ended(const QString& why);
  void leave();

  const Counter& m_counter;
  bool m_asksToLeave = false;  // Esc was pressed with something unsaved
  widgets::TextLabel* m_title;
  widgets::TextLabel* m_count;
  widgets::InlineMessage* m_message;
  models::SettingList* m_model;
  widgets::RowList* m_list;
  widgets::Card* m_card;
  QStackedLayout* m_stack;
  SettingForm* m_form;
  OwnerGate* m_gate;
};

}  // namespace loket::ui::screens
