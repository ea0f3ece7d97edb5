// The answer to cek-saldo: what the deposit is.
#include "tests/fuzz/digiflazz_oracle.h"
#include "tests/fuzz/target.h"

LOKET_FUZZ(digiflazz_balance) {
  using namespace loket;
  using namespace loket::fuzz;
  const DigiflazzAnswer answer(bytes);
  const ports::BalanceReply reply = adapters::digiflazz::readBalance(std::string(bytes));
  holdsOfVerdict(reply.verdict);
  if (reply.verdict.kind != VerdictKind::Succeeded) {
    LOKET_HOLDS(reply.balance.isZero());
    return;
  }
  LOKET_HOLDS(isAbsent(answer.data, "rc") || answer.rc == "00");
  const nlohmann::json& deposit = member(answer.data, "deposit");
  LOKET_HOLDS(deposit.is_number() || deposit.is_string());
  if (deposit.is_number_integer())
    LOKET_HOLDS(reply.balance.amount() == deposit.get<std::int64_t>());
}
