// The JSON that scripts read: one object per line, money as integer rupiah, times as RFC 3339.
#pragma once

#include <nlohmann/json.hpp>

#include "core/api/views.h"

namespace loket::app {

using Json = nlohmann::ordered_json;

Json toJson(const Payment& payment);
Json toJson(const Collection& one);
std::string collectionText(const Collection& one);
Json toJson(const PaymentEvent& event);
// With the sender, which the lines of lists and sales do not tell.
Json toJson(const api::PaymentDetail& detail);
// One line of the export for the bank.
Json senderLine(const Payment& payment);
Json toJson(const confirmation::Delivery& delivery);
Json toJson(const complaint::Complaint& complaint);
// "K261129ABCDE  LK261123...  closed, solved".
std::string complaintText(const complaint::Complaint& complaint);
Json toJson(const complaint::SupplierQuestion& question);
Json toJson(const api::Quote& quote);
Json toJson(const Product& product, Instant now);
Json toJson(const api::BatchView& batch);
Json toJson(const api::BatchView::Item& item);
// "second": "person", "owner-code", "alone", and "with": their name; both null where nobody else was asked.
void putConsent(Json& json, const Consent& consent);
// " with Budi", " with the owner's code", " alone"; empty.
std::string consentText(const Consent& consent);
// Of what people did, for people: " by Sri and Budi: their words". Empty for everything that happens by itself.
std::string whoAndWhy(const EventBody& body);
// null for a time that has not come.
Json timeOrNull(Instant t);
std::string lineOf(const Json& json);
// What a printer took in part, or did not answer for.
std::string perhapsPrinted(const api::PrintView& print);

}  // namespace loket::app
