// What a supplier is asked about a payment that a customer complains of: ready words with what the supplier
// will want to know, and the link that opens them. Nothing in them says who the customer is.
#pragma once

#include <string>

#include "core/domain/identity/outlet.h"
#include "core/domain/payment/payment.h"
#include "core/domain/routing/upstream_settings.h"

namespace loket::complaint {

struct SupplierQuestion {
  UpstreamId upstream;      // who delivered it, or was asked for it last
  std::string reference;    // by which the upstream knows it
  SupplierContact contact;  // as configured; may be empty
  std::string text;         // in Indonesian, lines ended by '\n'
  std::string link;  // opens the text to the contact, by WhatsApp or else by mail; empty: neither is known
};

// Whose word counts about this payment.
UpstreamId supplierOf(const Payment& payment);

// `contact` is that supplier's. A serial ends at its first '/': behind it stand names (a PLN token's).
SupplierQuestion questionAbout(const Payment& payment, const Outlet& outlet, const SupplierContact& contact);

}  // namespace loket::complaint
