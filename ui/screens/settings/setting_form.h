// One setting: what it means, and a field for it.
#pragma once

#include <QWidget>

#include "ui/screens/page.h"

class QLineEdit;

namespace loket::ui::widgets {
class ActionButton;
class InlineMessage;
class MoneyEdit;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

// How a setting is typed. Of a file its path is typed or chosen, and its content is what is set.
enum class SettingKind : std::uint8_t { Money, OptionalMoney, Number, Text, Secret, File };

class SettingForm final : public QWidget {
  Q_OBJECT

 public:
  explicit SettingForm(const Counter& counter, QWidget* parent = nullptr);

  // `typed`: what stands in the field; of a secret and a file nothing does. `was`: what counts until it is saved, empty
  // where that is the same.
  void open(const QString& title, const QString& words, SettingKind kind, const QString& typed, const QString& was);
  // What counts has changed; the field keeps what is being typed.
  void setWas(const QString& was);
  void takeKeyboard();
  void type(const QString& text);  // the first letter came while the list had the keyboard
  bool refuse(const QString& why);  // always false
  void clearMessage();
  // A file was chosen: its content is set, or it is told why not and false.
  bool takeFile(const QString& path);

 signals:
  void typed(const QString& text);  // of an amount and a number its digits, of a file its content
  void done();                      // Enter
  void left();                      // Esc

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  [[nodiscard]] bool isMoney() const { return m_kind == SettingKind::Money || m_kind == SettingKind::OptionalMoney; }
  void chooseFile();

  const Counter& m_counter;
  SettingKind m_kind = SettingKind::Text;
  bool m_isRefused = false;  // what stands in the field was not taken
  widgets::TextLabel* m_title;
  widgets::TextLabel* m_words;
  widgets::TextLabel* m_was;
  widgets::MoneyEdit* m_money;
  QLineEdit* m_text;
  widgets::ActionButton* m_choose;
  widgets::InlineMessage* m_message;
};

}  // namespace loket::ui::screens
