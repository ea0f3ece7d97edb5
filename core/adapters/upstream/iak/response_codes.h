// Every response code of IAK's two APIs and what it proves in answer to the attempt itself. Source: the response-code
// pages of the IAK API reference (iak-id/iak-api-reference-docs), prepaid and postpaid. What a code means in answer to
// a question is `codec`'s.
#pragma once

#include <array>
#include <string_view>

#include "core/domain/payment/verdict.h"

namespace loket::adapters::iak {

struct ResponseCode {
  std::string_view rc;
  std::string_view message;
  VerdictKind kind;
  Elsewhere elsewhere = Elsewhere::No;
};

inline constexpr std::array kPrepaidCodes = {
    ResponseCode{"00", "SUCCESS", VerdictKind::Succeeded},
    ResponseCode{"06", "TRANSACTION NOT FOUND", VerdictKind::NotFound},
    ResponseCode{"07", "FAILED", VerdictKind::Failed},
    ResponseCode{"10", "REACH TOP UP LIMIT USING SAME DESTINATION NUMBER IN 1 DAY", VerdictKind::Failed, Elsewhere::MayBeTried},
    ResponseCode{"12", "BALANCE MAXIMUM LIMIT EXCEEDED", VerdictKind::Failed},
    ResponseCode{"13", "CUSTOMER NUMBER BLOCKED", VerdictKind::Failed},
    ResponseCode{"14", "INCORRECT DESTINATION NUMBER", VerdictKind::Failed},
    ResponseCode{"16", "NUMBER NOT MATCH WITH OPERATOR", VerdictKind::Failed},
    ResponseCode{"17", "INSUFFICIENT DEPOSIT", VerdictKind::RefusedForNow},
    ResponseCode{"20", "CODE NOT FOUND", VerdictKind::Failed, Elsewhere::MayBeTried},
    ResponseCode{"39", "PROCESS", VerdictKind::Pending},
    ResponseCode{"102", "INVALID IP ADDRESS", VerdictKind::RefusedByConfig},
    ResponseCode{"106", "PRODUCT IS TEMPORARILY OUT OF SERVICE", VerdictKind::Failed, Elsewhere::MayBeTried},
    ResponseCode{"107", "ERROR IN XML FORMAT", VerdictKind::RefusedByConfig},
    ResponseCode{"110", "SYSTEM UNDER MAINTENANCE", VerdictKind::RefusedForNow},
    ResponseCode{"117", "PAGE NOT FOUND", VerdictKind::RefusedByConfig},
    ResponseCode{"118", "ACCOUNT SUSPENDED", VerdictKind::RefusedByConfig},
    ResponseCode{"121", "MONTHLY TOP UP LIMIT EXCEEDED", VerdictKind::Failed},
    ResponseCode{"131", "TOP UP REGION BLOCKED FOR PLAYER", VerdictKind::Failed},
    ResponseCode{"141", "INVALID USER ID / ZONE ID / SERVER ID / ROLENAME", VerdictKind::Failed},
    ResponseCode{"142", "INVALID USER ID", VerdictKind::Failed},
    ResponseCode{"143", "INQUIRY NOT NEEDED", VerdictKind::Failed},
    ResponseCode{"201", "UNDEFINED RESPONSE CODE", VerdictKind::Pending},
    ResponseCode{"202", "MAXIMUM 1 NUMBER 1 TIME IN 1 DAY", VerdictKind::Failed, Elsewhere::MayBeTried},
    ResponseCode{"203", "NUMBER IS TOO LONG", VerdictKind::Failed},
    ResponseCode{"204", "WRONG AUTHENTICATION", VerdictKind::RefusedByConfig},
    ResponseCode{"205", "WRONG COMMAND", VerdictKind::RefusedByConfig},
    ResponseCode{"206", "THIS DESTINATION NUMBER HAS BEEN BLOCKED", VerdictKind::Failed},
    ResponseCode{"207", "MAXIMUM 1 NUMBER WITH ANY CODE 1 TIME IN 1 DAY", VerdictKind::Failed, Elsewhere::MayBeTried},
};

inline constexpr std::array kBillCodes = {
    ResponseCode{"00", "PAYMENT / INQUIRY SUCCESS", VerdictKind::Succeeded},
    // Paid, by whom nobody says: perhaps by this very attempt. So 34 and 40.
    ResponseCode{"01", "INVOICE HAS BEEN PAID", VerdictKind::Unknown},
    ResponseCode{"02", "BILL UNPAID", VerdictKind::NotFound},
    ResponseCode{"03", "INVALID REF ID", VerdictKind::RefusedByConfig},
    ResponseCode{"04", "BILLING ID EXPIRED", VerdictKind::Failed},
    ResponseCode{"05", "UNDEFINED ERROR", VerdictKind::Pending},
    ResponseCode{"06", "INQUIRY ID NOT FOUND", VerdictKind::Failed},
    ResponseCode{"07", "TRANSACTION FAILED", VerdictKind::Failed},
    ResponseCode{"08", "BILLING ID BLOCKED", VerdictKind::Failed},
    ResponseCode{"09", "INQUIRY FAILED", VerdictKind::Failed},
    ResponseCode{"10", "BILL IS NOT AVAILABLE", VerdictKind::Failed},
    ResponseCode{"11", "DUPLICATE REF ID", VerdictKind::Unknown},
    ResponseCode{"13", "CUSTOMER NUMBER BLOCKED", VerdictKind::Failed},
    ResponseCode{"14", "INCORRECT DESTINATION NUMBER", VerdictKind::Failed},
    ResponseCode{"15", "NUMBER THAT YOU ENTERED IS NOT SUPPORTED", VerdictKind::Failed},
    ResponseCode{"16", "NUMBER DOESN'T MATCH THE OPERATOR", VerdictKind::Failed},
    ResponseCode{"17", "BALANCE NOT ENOUGH", VerdictKind::RefusedForNow},
    ResponseCode{"20", "PRODUCT UNREGISTERED", VerdictKind::Failed, Elsewhere::MayBeTried},
    ResponseCode{"30", "PAYMENT HAVE TO BE DONE VIA COUNTER / PDAM", VerdictKind::Failed},
    ResponseCode{"31", "EXCEEDING MAXIMAL TOTAL BILL ALLOWED", VerdictKind::Failed},
    ResponseCode{"32", "PLEASE PAY BILL OF ALL PERIOD", VerdictKind::Failed},
    ResponseCode{"33", "TRANSACTION CAN'T BE PROCESS, PLEASE TRY AGAIN LATER", VerdictKind::RefusedForNow},
    ResponseCode{"34", "BILL HAS BEEN PAID", VerdictKind::Unknown},
    ResponseCode{"35", "REJECTED DUE TO ANOTHER UNPAID ARREAR", VerdictKind::Failed},
    ResponseCode{"36", "EXCEEDING DUE DATE, PLEASE PAY IN THE COUNTER / PDAM", VerdictKind::Failed},
    ResponseCode{"37", "PAYMENT FAILED", VerdictKind::Failed},
    ResponseCode{"38", "PAYMENT FAILED, PLEASE DO ANOTHER REQUEST", VerdictKind::Failed},
    ResponseCode{"39", "PENDING / TRANSACTION IN PROCESS", VerdictKind::Pending},
    ResponseCode{"40", "ALL OR ONE OF THE ARREAR/INVOICE HAS BEEN PAID", VerdictKind::Unknown},
    ResponseCode{"41", "CAN'T BE PAID IN COUNTER", VerdictKind::Failed},
    ResponseCode{"42", "PAYMENT REQUEST HAVEN'T BEEN RECEIEVED", VerdictKind::NotFound},
    // Trouble on the way to the biller: called failed, and it may have been paid. checkstatus decides.
    ResponseCode{"91", "DATABASE CONNECTION ERROR", VerdictKind::Unknown},
    ResponseCode{"92", "GENERAL ERROR", VerdictKind::Unknown},
    ResponseCode{"93", "INVALID AMOUNT", VerdictKind::Failed},
    ResponseCode{"94", "SERVICE HAS EXPIRED", VerdictKind::Failed, Elsewhere::MayBeTried},
    ResponseCode{"100", "INVALID SIGNATURE", VerdictKind::RefusedByConfig},
    ResponseCode{"101", "INVALID COMMAND", VerdictKind::RefusedByConfig},
    ResponseCode{"102", "INVALID IP ADDRESS", VerdictKind::RefusedByConfig},
    ResponseCode{"103", "TIMEOUT", VerdictKind::Unknown},
    ResponseCode{"105", "MISC ERROR / BILLER SYSTEM ERROR", VerdictKind::Unknown},
    ResponseCode{"106", "PRODUCT IS TEMPORARILY OUT OF SERVICE", VerdictKind::Failed, Elsewhere::MayBeTried},
    ResponseCode{"107", "XML FORMAT ERROR", VerdictKind::RefusedByConfig},
    ResponseCode{"108", "YOUR ID CAN'T BE USED FOR THIS PRODUCT TRANSACTION", VerdictKind::Failed},
    // PLN is closed from 23:00 to 01:00.
    ResponseCode{"109", "SYSTEM CUT OFF", VerdictKind::RefusedForNow},
    ResponseCode{"110", "SYSTEM UNDER MAINTENANCE", VerdictKind::RefusedForNow},
    ResponseCode{"117", "PAGE NOT FOUND", VerdictKind::RefusedByConfig},
    ResponseCode{"118", "ACCOUNT SUSPENDED", VerdictKind::RefusedByConfig},
    ResponseCode{"201", "UNDEFINED RESPONSE CODE", VerdictKind::Pending},
};

// Null for a code the table does not have: such an answer proves nothing.
const ResponseCode* findPrepaidCode(std::string_view rc);
const ResponseCode* findBillCode(std::string_view rc);
// Refused before the request was looked at: it says nothing about any transaction.
bool isRefusalAtTheDoor(std::string_view rc);

}  // namespace loket::adapters::iak
