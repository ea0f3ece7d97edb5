// The window that faces the customer: what he buys, for whom, for how much, the code to pay by, and his change. It only
// shows; nothing can be done in it, and it never takes the keyboard.
#pragma once

#include <QString>
#include <QWidget>
#include <string>

#include "ui/text/language.h"
#include "ui/theme/theme.h"

namespace loket::ui::screens {
class CashOutFlow;
class SellFlow;
}  // namespace loket::ui::screens
namespace loket::ui::widgets {
class QrCode;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::app {

class CustomerDisplay final : public QWidget {
  Q_OBJECT

 public:
  // The flows must outlive it.
  CustomerDisplay(const ui::theme::Theme& theme, const QString& outlet, ui::screens::SellFlow& sell,
                  ui::screens::CashOutFlow& cashOut, QWidget* parent = nullptr);

  // On a screen of its own where the computer has one, else as a window.
  void open(const QWidget& counter);
  void setOutlet(const QString& name);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  // What is to be seen; everything empty: nobody is served.
  struct View {
    QString what;
    QString name;
    QString number;
    QString caption;
    QString amount;
    QString sentence;
    std::string code;
    [[nodiscard]] bool isIdle() const { return what.isEmpty() && amount.isEmpty() && sentence.isEmpty(); }
  };
  [[nodiscard]] View viewOf(const ui::screens::SellFlow& flow) const;
  [[nodiscard]] View viewOf(const ui::screens::CashOutFlow& flow) const;
  void refresh();
  void lay(const View& view);
  void fit();

  const ui::theme::Theme& m_theme;
  ui::screens::SellFlow& m_sell;
  ui::screens::CashOutFlow& m_cashOut;
  ui::widgets::TextLabel* m_outlet;
  ui::widgets::TextLabel* m_what;
  ui::widgets::TextLabel* m_name;
  ui::widgets::TextLabel* m_number;
  ui::widgets::TextLabel* m_caption;
  ui::widgets::TextLabel* m_amount;
  ui::widgets::TextLabel* m_sentence;
  ui::widgets::QrCode* m_code;
  std::string m_shown;  // the code that stands there
};

}  // namespace loket::app
