#include "app/sandbox/snap/course.h"

#include "app/sandbox/effects.h"
#include "app/sandbox/snap/book_json.h"
#include "app/sandbox/snap/response_codes.h"

namespace loket::sandbox::snap {
namespace {

using nlohmann::json;

constexpr std::int64_t kPendingMs = kMinuteMs;

std::string productOf(const Transfer& t) {
  if (t.service == "18") {
    return "transfer-interbank";
  }
  if (t.service == "25") {
    return "transfer-va";
  }
  if (t.service == "38") {
    return "emoney-topup";
  }
  return t.service == "44" ? "otc-cashout" : "transfer-intrabank";
}

json effectOf(const Transfer& t, UnixMs at) {
  Effect effect{"bank", t.partnerRef, productOf(t), t.beneficiary, t.amount, t.incoming ? 0 : t.amount, at,
                1,      false};
  effect.bankCode = t.bankCode;
  return toJson(effect);
}

// What leaves the partner's account for it.
std::int64_t outflow(const Transfer& t) {
  return t.incoming ? -t.amount : t.amount;
}

// Puts a new status and everything that follows from it into an event.
json changeEvent(Transfer t, UnixMs at) {
  json event{{"kind", "bank"}, {"at", at}};
  std::int64_t take = 0;
  if (t.status == "00") {
    if (!t.executed) {
      t.executed = true;
      event["effect"] = effectOf(t, at);
    }
    if (!t.held) {  // an incoming one pays when it is executed
      take = outflow(t);
      t.held = true;
    }
  } else if (!isPending(t.status) && t.held) {
    take = -outflow(t);
    t.held = false;
    if (t.executed) {
      event["refunded"] = t.partnerRef;
    }
  }
  event["take"] = take;
  event["transfer"] = toJson(t);
  return event;
}

}  // namespace

TransferFate withFault(TransferFate fate, const Fault* fault) {
  if (fault == nullptr) {
    return fate;
  }
  switch (fault->kind) {
    case FaultKind::LateSuccess:
      return {"20200", "03", "00", fault->afterMs.value_or(kPendingMs), true};
    case FaultKind::LateFailure:
      return {"20200", "03", "06", fault->afterMs.value_or(kPendingMs), true};
    case FaultKind::FailedButPaid:
      return {"40305", "06", fault->afterMs ? "00" : "", fault->afterMs.value_or(0), true};
    case FaultKind::RefundAfterSuccess:
      return {"20000", "00", "04", fault->afterMs.value_or(kDayMs), true};
    case FaultKind::NotFoundThenSuccess:
      return {"50400", "00", "", 0, true};
    default:
      return fate;
  }
}

json executionEvent(Transfer t, const TransferFate& fate, bool paidAnyway, UnixMs now) {
  t.answerCode = fate.answerCode;
  t.status = fate.status;
  t.nextStatus = fate.nextStatus;
  t.nextAt = fate.nextStatus.empty() ? 0 : now + fate.afterMs;
  t.executed = fate.status == "00" || paidAnyway;
  t.held = t.executed || (!t.incoming && isPending(fate.status));
  json event{{"kind", "bank"}, {"at", now}, {"take", t.held ? outflow(t) : 0}, {"transfer", toJson(t)}};
  if (t.executed) {
    event["effect"] = effectOf(t, now);
  }
  return event;
}

json settlementEvent(Transfer t) {
  const UnixMs at = t.nextAt;
  t.status = t.nextStatus;
  // 01 initiated and 02 paying are steps on the way: they go on by themselves.
  t.nextStatus = t.status == "02" ? "00" : "";
  t.nextAt = t.nextStatus.empty() ? 0 : at + kPendingMs;
  return changeEvent(std::move(t), at);
}

json reversalEvent(Transfer t, const std::string& status, UnixMs now) {
  t.status = status;
  t.nextStatus.clear();
  t.nextAt = 0;
  return changeEvent(std::move(t), now);
}

}  // namespace loket::sandbox::snap
