// What this program is: its version, what it runs on, what it is made of, and under which licences, each to be read here.
#pragma once

#include <QWidget>

#include "ui/screens/page.h"

class QPlainTextEdit;

namespace loket::ui::models {
class SettingList;
}
namespace loket::ui::widgets {
class ActionButton;
class InlineMessage;
class RowList;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class AboutPanel final : public QWidget {
  Q_OBJECT

 public:
  explicit AboutPanel(const Counter& counter, QWidget* parent = nullptr);

  void enter();
  [[nodiscard]] QList<widgets::KeyHint> hints() const;
  // For somebody who helps from afar: version, Qt, system, screen. Nothing of the shop or of a person.
  [[nodiscard]] QString facts() const;

 signals:
  void left();  // Esc
  void hintsChanged();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void showLicence(int row);
  void copyFacts();

  const Counter& m_counter;
  models::SettingList* m_model;
  widgets::RowList* m_parts;
  widgets::InlineMessage* m_message;
  widgets::TextLabel* m_licenceTitle;
  QPlainTextEdit* m_licence;
};

}  // namespace loket::ui::screens
