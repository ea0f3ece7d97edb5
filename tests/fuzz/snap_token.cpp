// The answer to access-token/b2b, and whether an answer means that the token has ended.
#include <algorithm>

#include "tests/fuzz/snap_oracle.h"
#include "tests/fuzz/target.h"

LOKET_FUZZ(snap_token) {
  using namespace loket;
  using namespace loket::fuzz;
  const SnapAnswer answer(bytes);
  const adapters::snap::TokenReply reply = adapters::snap::readToken(answer.wire.status, answer.wire.body);
  holdsOfVerdict(reply.verdict);
  if (!answer.hasCode("73"))
    LOKET_HOLDS(reply.verdict.kind == VerdictKind::Unknown);
  if (reply.verdict.kind == VerdictKind::Succeeded) {
    LOKET_HOLDS(answer.hasCode("73", 200, "00") && says(answer.json, "accessToken", reply.token.value));
    // It goes into a header of every request after this one.
    LOKET_HOLDS(!reply.token.value.empty() && std::all_of(reply.token.value.begin(), reply.token.value.end(),
                                                          [](char c) { return c > 0x20 && c < 0x7F; }));
    LOKET_HOLDS(reply.token.life.ms > 0 && reply.token.life.ms <= 86'400'000);
  } else {
    LOKET_HOLDS(reply.token.value.empty());
  }
  LOKET_HOLDS(adapters::snap::isInvalidToken(answer.wire.status, answer.wire.body,
                                             adapters::snap::kTransferService) ==
              answer.hasCode("17", 401, "01"));
}
