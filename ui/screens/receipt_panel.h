// The paper of one payment with how sure we are that it came out, as every screen that shows paper needs it.
#pragma once

#include <QWidget>
#include <string>

#include "ui/screens/page.h"

namespace loket::ui::widgets {
class Pill;
class ReceiptPaper;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

// Beside a sale the paper scrolls by itself; inside a page that scrolls it is shown in full.
enum class PaperScroll { Own, OfThePage };

class ReceiptPanel final : public QWidget {
  Q_OBJECT

 public:
  ReceiptPanel(const Counter& counter, PaperScroll scrolling, QWidget* parent = nullptr);

  // Brings the paper of this payment; the one shown before stays until it is here.
  void showReceipt(const PaymentRef& ref);
  // Sends it to the printer and tells what became of it.
  void print();
  // The text of the receipt goes to the clipboard, to be pasted into a message.
  void copyText();
  void clear();

 signals:
  // As it is said above the paper, for a screen that has no room for that.
  void printTold(const loket::api::PrintView& print);

 private:
  void showState(const api::PrintView& print);
  void setPrint(const api::PrintView& print);

  const Counter& m_counter;
  PaymentRef m_ref;
  std::string m_text;
  widgets::Pill* m_state;
  widgets::ReceiptPaper* m_paper;
};

}  // namespace loket::ui::screens
