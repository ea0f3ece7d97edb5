// Asks for what a bill is known by beside its number: the year of land tax, the owner of a vehicle; and for how many
// months BPJS is paid.
#pragma once

#include <QWidget>

#include "ui/screens/page.h"
#include "ui/screens/sell/sell_flow.h"

class QLineEdit;

namespace loket::ui::widgets {
class ActionButton;
class IconTile;
class InlineMessage;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class FieldPanel final : public QWidget {
  Q_OBJECT

 public:
  FieldPanel(const Counter& counter, SellFlow& flow, QWidget* parent = nullptr);

  void enter();
  [[nodiscard]] QList<widgets::KeyHint> hints() const;
  [[nodiscard]] QLineEdit* edit() const { return m_edit; }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void accept();

  const Counter& m_counter;
  SellFlow& m_flow;
  widgets::IconTile* m_tile;
  widgets::TextLabel* m_title;
  widgets::TextLabel* m_number;
  widgets::TextLabel* m_question;
  QLineEdit* m_edit;
  widgets::TextLabel* m_why;
  widgets::InlineMessage* m_message;
  widgets::ActionButton* m_next;
};

}  // namespace loket::ui::screens
