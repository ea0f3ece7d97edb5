// The bytes of SNAP BI as an agent bank's partner needs them: bodies in the standard's order of keys, strings
// to sign, and answers read without giving them the benefit of the doubt. Pure: no network, no clock.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/adapters/upstream/snap/profile.h"
#include "core/base/time.h"
#include "core/domain/payment/verdict.h"
#include "core/ports/upstream.h"

namespace loket::adapters::snap {

// A service of the standard: its two-digit code and its path below the bank's url.
struct Service {
  std::string_view code;
  std::string_view path;
};
inline constexpr Service kTokenService = {"73", "/v1.0/access-token/b2b"};
inline constexpr Service kBalanceService = {"11", "/v1.0/balance-inquiry"};
inline constexpr Service kStatementService = {"14", "/v1.0/bank-statement"};
inline constexpr Service kAccountService = {"15", "/v1.0/account-inquiry-internal"};
inline constexpr Service kForeignAccountService = {"16", "/v1.0/account-inquiry-external"};
inline constexpr Service kTransferService = {"17", "/v1.0/transfer-intrabank"};
inline constexpr Service kInterbankService = {"18", "/v1.0/transfer-interbank"};
inline constexpr Service kVaInquiryService = {"24", "/v1.0/transfer-va/inquiry"};
inline constexpr Service kVaPaymentService = {"25", "/v1.0/transfer-va/payment"};
inline constexpr Service kVaStatusService = {"26", "/v1.0/transfer-va/status"};
inline constexpr Service kStatusService = {"36", "/v1.0/transfer/status"};
inline constexpr Service kOtcService = {"44", "/v1.0/emoney/otc-cashout"};
inline constexpr Service kOtcStatusService = {"45", "/v1.0/emoney/otc-status"};
inline constexpr Service kQrService = {"47", "/v1.0/qr/qr-mpm-generate"};
inline constexpr Service kQrQueryService = {"51", "/v1.0/qr/qr-mpm-query"};
inline constexpr Service kWalletInquiryService = {"37", "/v1.0/emoney/account-inquiry"};
inline constexpr Service kTopUpService = {"38", "/v1.0/emoney/topup"};
inline constexpr Service kTopUpStatusService = {"39", "/v1.0/emoney/topup-status"};

// Jakarta time to the second, as the profile writes it.
std::string timestampOf(Instant t, const Profile& profile);
// `endpoint` is the path with query as the server sees it, without host; `body` exactly as it is sent.
std::string stringToSign(std::string_view method, std::string_view endpoint, std::string_view token,
                         std::string_view body, std::string_view timestamp);
// The same for the partner's key: without a token.
std::string stringToSignWithKey(std::string_view method, std::string_view endpoint, std::string_view body,
                                std::string_view timestamp);
// 13 digits of milliseconds, digits made of the bytes in `random`, 4 of a call counter: `digits` (18 to 36)
// in all. The counter alone keeps two calls of one millisecond apart.
std::string externalIdOf(Instant t, std::string_view random, unsigned sequence, int digits);
// "100000.00".
std::string amountText(Money amount);
// The reverse; whole rupiah only. Nothing for anything but digits and two zeros after a point.
std::optional<Money> readAmount(std::string_view text);

std::string tokenBody();
std::string balanceBody(const std::string& reference, const std::string& account);
// An account at the bank itself, or at the one with `bankCode`.
std::string accountBody(const std::string& reference, const std::string& account, const std::string& bankCode = {});

// A name as some servers' re-encoding leaves it alone: printable ASCII without '/', '\\' and quotes, single spaces, at
// most 100 characters.
std::string plainName(std::string_view name);

// Of a customer's deposit; and the most that a remark of its own may have [S].
inline constexpr std::string_view kUsualRemark = "setor tunai";
inline constexpr std::size_t kRemarkMax = 50;

// What a transfer moves; its answers must name the same.
struct Transfer {
  std::string reference;
  Money amount;
  std::string beneficiary;
  std::string source;
  std::string date;  // as it stands in the body
  // Of another bank's account; all empty inside the own bank.
  std::string bankCode;
  std::string bankName;
  std::string beneficiaryName;
  // What the beneficiary reads on his statement.
  std::string remark = std::string(kUsualRemark);

  // Which service moves it.
  const Service& service() const { return bankCode.empty() ? kTransferService : kInterbankService; }
  const Service& statusService() const { return kStatusService; }

  friend bool operator==(const Transfer&, const Transfer&) = default;
};
std::string transferBody(const Transfer& transfer);
// What a body made by `transferBody` says. Nothing when it is not one.
std::optional<Transfer> readTransferBody(const std::string& body);
std::string statusBody(const Transfer& transfer);

struct Token {
  std::string value;
  Duration life;
};
// The token, or `verdict` says why there is none.
struct TokenReply {
  Verdict verdict;
  Token token;
};
TokenReply readToken(int httpStatus, const std::string& answer);
// 401xx01 of this service: the token is not (or no longer) known, and nothing was executed.
bool isInvalidToken(int httpStatus, const std::string& answer, const Service& service);

Verdict readTransfer(int httpStatus, const std::string& answer, const Transfer& sent);
Verdict readStatus(int httpStatus, const std::string& answer, const Transfer& sent);
ports::InquiryReply readAccount(int httpStatus, const std::string& answer, const std::string& account,
                                const std::string& bankCode = {});
// A page of a statement: what came in, and what was taken back again; `last` is where the next page goes on.
struct StatementPage {
  Verdict verdict;
  std::vector<Credit> credits;
  std::vector<std::string> debits;  // transaction ids
  bool hasMore = false;
  Instant last;
};
std::string statementBody(const std::string& reference, const std::string& account, Instant from, Instant to);
// One line that cannot be read makes the page Unknown: it might be the one that takes another back.
StatementPage readStatement(int httpStatus, const std::string& answer, const UpstreamId& upstream);
// QRIS: the code to show, valid until `expiresAt`.
std::string qrBody(const Collection& collection, const std::string& merchantId);
// A code that is not whole, or for another sum, is Unknown: nobody may be shown it.
CollectionTold readQr(int httpStatus, const std::string& answer, const Collection& asked);
std::string qrQueryBody(const Collection& collection, const std::string& merchantId);
CollectionTold readQrQuery(int httpStatus, const std::string& answer, const Collection& asked);
// Out of the customer's wallet, by the one-time password that his telephone shows.
std::string otcBody(const Collection& collection, std::string_view password);
CollectionTold readOtc(int httpStatus, const std::string& answer, const Collection& asked);
std::string otcStatusBody(const Collection& collection);
CollectionTold readOtcStatus(int httpStatus, const std::string& answer, const Collection& asked);
ports::BalanceReply readBalance(int httpStatus, const std::string& answer, const std::string& account);

}  // namespace loket::adapters::snap
