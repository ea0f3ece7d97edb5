#include "ui/text/messages.h"

#include <QCoreApplication>

#include "ui/text/families.h"
#include "ui/text/times.h"

namespace loket::ui::text {
namespace {

using confirmation::Channel;
using confirmation::DeliveryState;

struct Say {
  Q_DECLARE_TR_FUNCTIONS(MessageText)
};

}  // namespace

QString channelWord(Channel channel) {
  switch (channel) {
    case Channel::WhatsApp:
      return QStringLiteral("WhatsApp");
    case Channel::Sms:
      return QStringLiteral("SMS");
    case Channel::Email:
      return Say::tr("E-mail");
  }
  return {};
}

QString addressWord(const confirmation::Address& address) {
  if (address.channel == Channel::Email)
    return QString::fromStdString(address.text);
  return groupedNumber(Family::Pulsa, "0" + address.text.substr(2));
}

QString deliveryWord(const confirmation::Delivery& delivery) {
  switch (delivery.state) {
    case DeliveryState::Waiting:
      return delivery.to.channel == Channel::Email && delivery.tries > 0
                 ? Say::tr("next try %1").arg(clockTime(delivery.dueAt))
                 : Say::tr("waiting");
    case DeliveryState::Sending:
      return Say::tr("being sent");
    case DeliveryState::Sent:
      return Say::tr("sent");
    case DeliveryState::Shown:
      return Say::tr("shown");
    case DeliveryState::Unsure:
      return Say::tr("perhaps sent");
    case DeliveryState::Refused:
      return Say::tr("refused");
    case DeliveryState::GivenUp:
      return Say::tr("not sent");
    case DeliveryState::Void:
      return Say::tr("nothing to tell");
  }
  return {};
}

QString deliverySentence(const confirmation::Delivery& delivery) {
  const QString to = addressWord(delivery.to);
  switch (delivery.state) {
    case DeliveryState::Waiting:
      return delivery.tries > 0
                 ? Say::tr("The mail server cannot be reached. It is tried again at %1.").arg(clockTime(delivery.dueAt))
                 : Say::tr("Kept. It is sent to %1 as soon as the payment has ended.").arg(to);
    case DeliveryState::Sending:
      return Say::tr("Being sent to %1.").arg(to);
    case DeliveryState::Sent:
      return Say::tr("Sent to %1.").arg(to);
    case DeliveryState::Shown:
      return Say::tr("Scan the code with the shop's telephone: it opens the message to %1. Press send there.").arg(to);
    case DeliveryState::Unsure:
      return Say::tr("Perhaps it arrived at %1, perhaps not. Ask the customer before you send it again.").arg(to);
    case DeliveryState::Refused:
      return Say::tr("The mail server does not take a message to %1. Check the address.").arg(to);
    case DeliveryState::GivenUp:
      return Say::tr("It could not be sent to %1 for a day.").arg(to);
    case DeliveryState::Void:
      return Say::tr("The payment ended with nothing to tell.");
  }
  return {};
}

}  // namespace loket::ui::text
