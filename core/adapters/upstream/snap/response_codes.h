// Every responseCode case of SNAP BI and what it proves about a money request, and the states of
// latestTransactionStatus. Source: the standard's response codes, apidevportal.aspi-indonesia.or.id.
#pragma once

#include <array>
#include <string_view>

#include "core/domain/payment/verdict.h"

namespace loket::adapters::snap {

struct ResponseCase {
  int http;
  std::string_view number;
  std::string_view message;
  // In answer to the request itself. A status question's answer is read by `readStatus` of the codec.
  VerdictKind kind;
};

inline constexpr std::array kResponseCases = {
    ResponseCase{200, "00", "Successful", VerdictKind::Succeeded},
    ResponseCase{202, "00", "Request In Progress", VerdictKind::Pending},
    ResponseCase{400, "00", "Bad Request", VerdictKind::RefusedByConfig},
    ResponseCase{400, "01", "Invalid Field Format", VerdictKind::RefusedByConfig},
    ResponseCase{400, "02", "Invalid Mandatory Field", VerdictKind::RefusedByConfig},
    ResponseCase{401, "00", "Unauthorized", VerdictKind::RefusedByConfig},
    ResponseCase{401, "01", "Invalid Token (B2B)", VerdictKind::RefusedByConfig},
    ResponseCase{401, "02", "Invalid Customer Token", VerdictKind::RefusedByConfig},
    ResponseCase{401, "03", "Token Not Found (B2B)", VerdictKind::RefusedByConfig},
    ResponseCase{401, "04", "Customer Token Not Found", VerdictKind::RefusedByConfig},
    ResponseCase{403, "00", "Transaction Expired", VerdictKind::Failed},
    ResponseCase{403, "01", "Feature Not Allowed", VerdictKind::RefusedByConfig},
    ResponseCase{403, "02", "Exceeds Transaction Amount Limit", VerdictKind::Failed},
    ResponseCase{403, "03", "Suspected Fraud", VerdictKind::Failed},
    ResponseCase{403, "04", "Activity Count Limit Exceeded", VerdictKind::Failed},
    ResponseCase{403, "05", "Do Not Honor", VerdictKind::Failed},
    ResponseCase{403, "06", "Feature Not Allowed At This Time", VerdictKind::RefusedForNow},
    ResponseCase{403, "07", "Card Blocked", VerdictKind::Failed},
    ResponseCase{403, "08", "Card Expired", VerdictKind::Failed},
    ResponseCase{403, "09", "Dormant Account", VerdictKind::Failed},
    ResponseCase{403, "10", "Need To Set Token Limit", VerdictKind::Failed},
    ResponseCase{403, "11", "OTP Blocked", VerdictKind::Failed},
    ResponseCase{403, "12", "OTP Lifetime Expired", VerdictKind::Failed},
    ResponseCase{403, "13", "OTP Sent To Cardholer", VerdictKind::Failed},
    ResponseCase{403, "14", "Insufficient Funds", VerdictKind::Failed},
    ResponseCase{403, "15", "Transaction Not Permitted", VerdictKind::Failed},
    // Under investigation at the bank: it may still go through.
    ResponseCase{403, "16", "Suspend Transaction", VerdictKind::Unknown},
    ResponseCase{403, "17", "Token Limit Exceeded", VerdictKind::Failed},
    ResponseCase{403, "18", "Inactive Card/Account/Customer", VerdictKind::Failed},
    ResponseCase{403, "19", "Merchant Blacklisted", VerdictKind::Failed},
    ResponseCase{403, "20", "Merchant Limit Exceed", VerdictKind::Failed},
    ResponseCase{403, "21", "Set Limit Not Allowed", VerdictKind::Failed},
    ResponseCase{403, "22", "Token Limit Invalid", VerdictKind::Failed},
    ResponseCase{403, "23", "Account Limit Exceed", VerdictKind::Failed},
    ResponseCase{404, "00", "Invalid Transaction Status", VerdictKind::Failed},
    ResponseCase{404, "01", "Transaction Not Found", VerdictKind::Failed},
    ResponseCase{404, "02", "Invalid Routing", VerdictKind::Failed},
    ResponseCase{404, "03", "Bank Not Supported By Switch", VerdictKind::Failed},
    ResponseCase{404, "04", "Transaction Cancelled", VerdictKind::Failed},
    ResponseCase{404, "05", "Merchant Is Not Registered For Card Registration Services", VerdictKind::Failed},
    ResponseCase{404, "06", "Need To Request OTP", VerdictKind::Failed},
    ResponseCase{404, "07", "Journey Not Found", VerdictKind::Failed},
    ResponseCase{404, "08", "Invalid Merchant", VerdictKind::Failed},
    ResponseCase{404, "09", "No Issuer", VerdictKind::Failed},
    ResponseCase{404, "10", "Invalid API Transition", VerdictKind::Failed},
    ResponseCase{404, "11", "Invalid Card/Account/Customer/Virtual Account", VerdictKind::Failed},
    ResponseCase{404, "12", "Invalid Bill/Virtual Account", VerdictKind::Failed},
    ResponseCase{404, "13", "Invalid Amount", VerdictKind::Failed},
    // Paid, by whom nobody says: perhaps by this very attempt, whose answer was lost.
    ResponseCase{404, "14", "Paid Bill", VerdictKind::Unknown},
    ResponseCase{404, "15", "Invalid OTP", VerdictKind::Failed},
    ResponseCase{404, "16", "Partner Not Found", VerdictKind::RefusedByConfig},
    ResponseCase{404, "17", "Invalid Terminal", VerdictKind::Failed},
    // The same partnerReferenceNo with other content: the first one counts as done.
    ResponseCase{404, "18", "Inconsistent Request", VerdictKind::Unknown},
    ResponseCase{404, "19", "Invalid Bill/Virtual Account (expired)", VerdictKind::Failed},
    ResponseCase{405, "00", "Requested Function Is Not Supported", VerdictKind::RefusedByConfig},
    ResponseCase{405, "01", "Requested Opearation Is Not Allowed", VerdictKind::RefusedByConfig},
    // Of this X-EXTERNAL-ID something is known already, and it may be our own request.
    ResponseCase{409, "00", "Conflict", VerdictKind::Unknown},
    // "Already processed successfully": evidence of our own earlier request, to be asked about.
    ResponseCase{409, "01", "Duplicate partnerReferenceNo", VerdictKind::Unknown},
    ResponseCase{429, "00", "Too Many Requests", VerdictKind::RefusedForNow},
    ResponseCase{500, "00", "General Error", VerdictKind::Unknown},
    // Its text says "please retry the process again"; doing so under a new reference would pay twice.
    ResponseCase{500, "01", "Internal Server Error", VerdictKind::Unknown},
    ResponseCase{500, "02", "External Server Error", VerdictKind::Unknown},
    ResponseCase{504, "00", "Timeout", VerdictKind::Unknown},
};

struct TransactionStatus {
  std::string_view code;
  std::string_view meaning;
  VerdictKind kind;
};

inline constexpr std::array kTransactionStatuses = {
    TransactionStatus{"00", "Success", VerdictKind::Succeeded},
    TransactionStatus{"01", "Initiated", VerdictKind::Pending},
    TransactionStatus{"02", "Paying", VerdictKind::Pending},
    TransactionStatus{"03", "Pending", VerdictKind::Pending},
    TransactionStatus{"04", "Refunded", VerdictKind::Failed},
    TransactionStatus{"05", "Canceled", VerdictKind::Failed},
    TransactionStatus{"06", "Failed", VerdictKind::Failed},
    // Shortly after sending this proves nothing: the request may still be on its way.
    TransactionStatus{"07", "Not found", VerdictKind::NotFound},
};

// Null for what the tables do not have: such an answer proves nothing.
const ResponseCase* findResponseCase(int http, std::string_view number);
const TransactionStatus* findTransactionStatus(std::string_view code);

}  // namespace loket::adapters::snap
