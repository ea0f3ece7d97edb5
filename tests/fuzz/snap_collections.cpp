// QRIS codes and passwords: the answers to the requests and to the questions about them, each with an eye of its own.
#include <algorithm>
#include <string>

#include "core/domain/till/qris.h"
#include "tests/fuzz/snap_oracle.h"
#include "tests/fuzz/target.h"

namespace {

// The sum that a customer's telephone would show, read without the product: tag 54 of the whole text.
std::string sumIn(const std::string& text) {
  for (std::size_t at = 0; at + 4 <= text.size();) {
    const auto size = static_cast<std::size_t>((text[at + 2] - '0') * 10 + (text[at + 3] - '0'));
    if (text.compare(at, 2, "54") == 0) {
      const std::string sum = text.substr(at + 4, size);
      const std::string whole = sum.substr(0, sum.find('.'));
      return whole.substr(std::min(whole.find_first_not_of('0'), whole.size()));
    }
    at += 4 + size;
  }
  return {};
}

}  // namespace

LOKET_FUZZ(snap_collections) {
  using namespace loket;
  using namespace loket::fuzz;
  const SnapAnswer answer(bytes);
  Collection asked;
  asked.id = CollectionId("C260822ABCDEFGHJK");
  asked.amount = Money::rupiah(1000);
  asked.customer = "6281234567890";

  const CollectionTold code = adapters::snap::readQr(answer.wire.status, answer.wire.body, asked);
  holdsOfVerdict(code.verdict);
  if (code.verdict.kind == VerdictKind::Succeeded) {
    LOKET_HOLDS(answer.hasCode("47", 200, "00") && says(answer.json, "qrContent", code.code));
    LOKET_HOLDS(sumIn(code.code) == "1000");
    LOKET_HOLDS(isShowable(code.code) && isShowable(code.bankRef));
  }
  const CollectionTold password = adapters::snap::readOtc(answer.wire.status, answer.wire.body, asked);
  holdsOfVerdict(password.verdict);
  if (password.verdict.kind == VerdictKind::Succeeded)
    LOKET_HOLDS(answer.hasCode("44", 200, "00") && !password.bankRef.empty() && isShowable(password.bankRef) &&
                (isAbsent(answer.json, "partnerReferenceNo") || repeats(answer.json, "partnerReferenceNo", asked.id.view())));

  for (const char* service : {"51", "45"}) {
    const bool isCode = std::string_view(service) == "51";
    const CollectionTold told = isCode ? adapters::snap::readQrQuery(answer.wire.status, answer.wire.body, asked)
                                       : adapters::snap::readOtcStatus(answer.wire.status, answer.wire.body, asked);
    holdsOfVerdict(told.verdict);
    LOKET_HOLDS(!told.bankFee.isNegative() && told.bankFee < asked.amount);
    if (told.verdict.kind == VerdictKind::Succeeded)
      LOKET_HOLDS(answer.hasCode(service, 200, "00") && repeats(answer.json, "latestTransactionStatus", "00"));
    if (told.verdict.kind == VerdictKind::Failed)
      LOKET_HOLDS(answer.hasCode(service, 200, "00"));
    if (told.verdict.kind == VerdictKind::NotFound)
      LOKET_HOLDS(answer.hasCode(service, 404, "01") || repeats(answer.json, "latestTransactionStatus", "07"));
  }

  // Any text at all as a code.
  if (const auto qris = readQris(bytes)) {
    LOKET_HOLDS(bytes.size() >= 12 && bytes.size() <= 512 && bytes.substr(0, 6) == "000201");
    LOKET_HOLDS(!qris->amount || !qris->amount->isNegative());
  }
}
