// Tells a customer what became of a payment: an address, then a code that opens the message on the shop's
// telephone, or the word of the mail server. Or the receipt itself: a picture to paste into a message, a PDF,
// a page of A4.
#pragma once

#include <QThreadPool>
#include <QUrl>
#include <QWidget>
#include <functional>

#include "ui/screens/page.h"

class QLineEdit;

namespace loket::ui::widgets {
class ActionButton;
class Chip;
class InlineMessage;
class QrCode;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class ConfirmPanel final : public QWidget {
  Q_OBJECT

 public:
  explicit ConfirmPanel(const Counter& counter, QWidget* parent = nullptr);

  // Takes the keyboard. The last address is proposed, else the number itself when it is a telephone's.
  void open(const PaymentRef& ref);
  [[nodiscard]] QLineEdit* addressField() const { return m_address; }
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 signals:
  void left();  // Esc
  void hintsChanged();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void propose(const api::PaymentDetail& detail);
  void choose(confirmation::Channel channel);
  void fitToAddress();
  void send();
  void show(const Result<api::ConfirmationView>& answer);
  void clearAnswer();
  void openLink();
  // The receipt as it stands now, then what is done with it.
  void withReceipt(std::function<void(const api::ReceiptView&)> then);
  void copyPicture();
  void savePdf();
  void printPage();
  void tell(theme::Tone tone, const QString& words);

  const Counter& m_counter;
  PaymentRef m_ref;
  confirmation::Channel m_channel = confirmation::Channel::WhatsApp;  // of a telephone
  bool m_asking = false;
  QUrl m_link;
  QThreadPool m_spooling;  // what it runs is waited for when the panel goes
  widgets::TextLabel* m_what;
  QLineEdit* m_address;
  widgets::Chip* m_whatsApp;
  widgets::Chip* m_sms;
  widgets::ActionButton* m_send;
  widgets::QrCode* m_code;
  widgets::InlineMessage* m_message;
  widgets::ActionButton* m_openHere;
  QWidget* m_byHand;  // the receipt itself
};

}  // namespace loket::ui::screens
