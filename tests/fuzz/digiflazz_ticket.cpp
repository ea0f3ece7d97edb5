// The answer to a deposit ticket: how much of the shop's money goes where, and by which words it is known there.
#include "tests/fuzz/digiflazz_oracle.h"
#include "tests/fuzz/target.h"

LOKET_FUZZ(digiflazz_ticket) {
  using namespace loket;
  using namespace loket::fuzz;
  const DigiflazzAnswer answer(bytes);
  const Money wanted = Money::rupiah(500'000);
  const ports::TicketReply reply = adapters::digiflazz::readTicket(std::string(bytes), wanted);
  holdsOfVerdict(reply.verdict);
  if (reply.verdict.kind != VerdictKind::Succeeded) {
    // Nobody is told to send money by an answer that was not believed.
    LOKET_HOLDS(reply.amount.isZero());
    return;
  }
  LOKET_HOLDS(answer.rc == "00");
  LOKET_HOLDS(reply.amount >= wanted && reply.amount <= wanted + Money::rupiah(999));
  LOKET_HOLDS(!reply.account.empty());
  for (const std::string& text : {reply.account, reply.bank, reply.method, reply.note}) LOKET_HOLDS(isShowable(text));
  const nlohmann::json& amount = member(answer.data, "amount");
  LOKET_HOLDS(amount.is_number() || amount.is_string());
  if (amount.is_number_integer())
    LOKET_HOLDS(reply.amount.amount() == amount.get<std::int64_t>());
}
