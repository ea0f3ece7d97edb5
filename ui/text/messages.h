// Messages to customers in the words of the counter: to whom, and what became of each.
#pragma once

#include <QString>

#include "core/domain/confirmation/delivery.h"

namespace loket::ui::text {

[[nodiscard]] QString channelWord(confirmation::Channel channel);        // "WhatsApp"
[[nodiscard]] QString addressWord(const confirmation::Address& address);  // "0812-3456-7890", "budi@contoh.example"
[[nodiscard]] QString deliveryWord(const confirmation::Delivery& delivery);  // "terkirim"
// What it means for whoever stands there, and what to do; one sentence.
[[nodiscard]] QString deliverySentence(const confirmation::Delivery& delivery);

}  // namespace loket::ui::text
