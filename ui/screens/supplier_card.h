// Whom to ask about a payment, and all that they will want to know: what they know it by, large; their
// contact; ready words, as a code for the shop's telephone and for the clipboard.
#pragma once

#include <QUrl>
#include <QWidget>

#include "ui/screens/page.h"

namespace loket::ui::widgets {
class ActionButton;
class InlineMessage;
class QrCode;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class CaptionRow;

class SupplierCard final : public QWidget {
  Q_OBJECT

 public:
  explicit SupplierCard(const Counter& counter, QWidget* parent = nullptr);

  void ask(const Payment& payment, const complaint::SupplierQuestion& question);
  // Whether its keys do what they say now.
  void showKeys(bool isOn);
  void copyMessage();
  // On this computer; nothing where there is no link.
  void openLink();
  [[nodiscard]] bool hasLink() const { return m_link.isValid() && !m_link.isEmpty(); }

 private:
  const Counter& m_counter;
  QString m_text;
  QUrl m_link;
  widgets::TextLabel* m_title;
  widgets::TextLabel* m_reference;
  CaptionRow* m_product;
  CaptionRow* m_number;
  CaptionRow* m_time;
  CaptionRow* m_serial;
  widgets::TextLabel* m_contact;
  widgets::InlineMessage* m_message;
  widgets::ActionButton* m_copy;
  widgets::ActionButton* m_openHere;
  widgets::QrCode* m_code;
  widgets::TextLabel* m_scan;
  QWidget* m_codeSide;
};

}  // namespace loket::ui::screens
