// Ordinary goods beside the payments: one amount and perhaps a name, so that the one drawer agrees with its books.
#pragma once

#include <QWidget>
#include <functional>
#include <optional>

#include "ui/screens/page.h"

class QLineEdit;
class QVBoxLayout;

namespace loket::ui::widgets {
class ActionButton;
class InlineMessage;
class MoneyEdit;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class SecondAsk;

class GoodsPanel final : public QWidget {
  Q_OBJECT

 public:
  explicit GoodsPanel(const Counter& counter, QWidget* parent = nullptr);

  void enter();
  // The last line was a slip: its cash is out of the drawer again.
  void takeBack();
  void ended(const Status& how);
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 signals:
  void left();  // Esc
  void hintsChanged();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void refresh();
  void record();
  void run(api::TillCommand command, std::function<void(const Status&)> done);

  const Counter& m_counter;
  QVBoxLayout* m_column;
  widgets::MoneyEdit* m_amount;
  widgets::TextLabel* m_words;
  QLineEdit* m_name;
  widgets::InlineMessage* m_message;
  SecondAsk* m_second;
  widgets::ActionButton* m_back;
  widgets::ActionButton* m_go;
  std::optional<TillEvent> m_last;  // sold here, and not taken back
  std::optional<Error> m_error;
  bool m_wasBack = false;  // what the message tells was taken back
  bool m_busy = false;
  bool m_unsure = false;  // it may be in the books already: nothing more is recorded before a restart
};

}  // namespace loket::ui::screens
