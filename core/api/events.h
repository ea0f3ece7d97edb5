// What the core tells without being asked. Events carry values; a user interface turns them into queued signals.
#pragma once

#include <string>
#include <variant>

#include "core/api/views.h"

namespace loket::api {

struct PaymentChanged {
  PaymentView view;
};
struct StatusChanged {
  CounterStatus status;
};
struct CatalogueChanged {
  int products = 0;
};
struct PrintChanged {
  PaymentRef ref;
  PrintView print;
};
struct ConfirmationChanged {
  confirmation::Delivery delivery;
};
// It was opened, something was said of it, or it was closed; durably.
struct ComplaintChanged {
  complaint::Complaint complaint;
};
// What the bank was asked to collect has moved on, durably: asked, payable, paid, ended, handed out.
struct CollectionChanged {
  Collection collection;
};
// The store met a fault: nothing more is accepted until the program is started again.
struct CoreStopped {
  Error error;
};

using Event = std::variant<PaymentChanged, StatusChanged, CatalogueChanged, PrintChanged, CollectionChanged,
                           ConfirmationChanged, ComplaintChanged, CoreStopped>;

}  // namespace loket::api
