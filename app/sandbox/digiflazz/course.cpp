#include "app/sandbox/digiflazz/course.h"

#include "app/sandbox/crypto.h"
#include "app/sandbox/digiflazz/response_codes.h"
#include "app/sandbox/effects.h"
#include "app/sandbox/people.h"

namespace loket::sandbox::digiflazz {
namespace {

constexpr std::int64_t kPendingMs = 90 * kSecondMs;

Course late(const char* end, std::int64_t afterMs) {
  return {"03", end, afterMs, false, 0};
}

// True when the fault decides the course, whatever the number says.
bool decidedByFault(const Fault* fault, Course& course) {
  if (fault == nullptr) {
    return false;
  }
  switch (fault->kind) {
    case FaultKind::LateSuccess:
      course = late("00", fault->afterMs.value_or(kPendingMs));
      return true;
    case FaultKind::LateFailure:
      course = late("02", fault->afterMs.value_or(kPendingMs));
      return true;
    case FaultKind::FailedButPaid:
      course = {"02", fault->afterMs ? "00" : "", fault->afterMs.value_or(0), true, 0};
      return true;
    case FaultKind::RefundAfterSuccess:
      course = {"00", "74", fault->afterMs.value_or(kDayMs), false, 0};
      return true;
    case FaultKind::NotFoundThenSuccess:
      course = {"00", "", 0, false, 1};
      return true;
    default:
      return false;
  }
}

std::string serialOf(const Transaction& t) {
  if (t.command == "bill") {
    return t.number == "530000000001" ? "S1234554321N"
                                      : upperCase(sha256Hex(t.ref + "/" + t.number).substr(0, 32));
  }
  if (t.sku.rfind("pln", 0) == 0) {
    return plnTokenSerial(t.ref, t.number, t.amount);
  }
  for (const char* wallet : {"dana", "ovo", "gopay", "linkaja"}) {
    if (t.sku.rfind(wallet, 0) == 0) {
      std::string name = upperCase(personName(t.number));
      name.erase(name.find(' '), 1);
      return name + "/" + stableDigits("wallet" + t.ref, 20);
    }
  }
  return airtimeSerial(t.ref, t.number);
}

nlohmann::json effectOf(const Transaction& t, UnixMs at) {
  return toJson(Effect{"digi", t.ref, t.sku, t.number, t.amount, t.price, at, 1, false});
}

}  // namespace

Course courseOf(PrepaidFate fate, const Fault* fault) {
  Course course;
  if (decidedByFault(fault, course)) {
    return course;
  }
  switch (fate) {
    case PrepaidFate::Success:
      break;
    case PrepaidFate::Failure:
      course.rc = "02";
      break;
    case PrepaidFate::LateSuccess:
      return late("00", kPendingMs);
    case PrepaidFate::LateFailure:
      return late("02", kPendingMs);
  }
  return course;
}

Course courseOf(BillFate fate, const Fault* fault) {
  Course course;
  if (decidedByFault(fault, course)) {
    return course;
  }
  switch (fate) {
    case BillFate::Success:
      break;
    case BillFate::InquiryFails:
      course.rc = "60";
      break;
    case BillFate::PaymentFails:
      course.rc = "02";
      break;
    case BillFate::LateSuccess:
      return late("00", kPendingMs);
    case BillFate::LateFailure:
      return late("02", kPendingMs);
  }
  return course;
}

nlohmann::json executionEvent(Transaction t, const Course& course, std::int64_t deposit, UnixMs now) {
  t.rc = course.rc;
  t.nextRc = course.nextRc;
  t.nextAt = course.nextRc.empty() ? 0 : now + course.afterMs;
  t.hiddenAnswers = course.hiddenAnswers;
  t.executed = course.rc == "00" || course.paidAnyway;
  t.held = statusOf(course.rc) != "Gagal" || course.paidAnyway;
  t.sn = t.executed ? serialOf(t) : "";
  const std::int64_t take = t.held ? t.price : 0;
  t.balanceAfter = deposit - take;
  nlohmann::json event{{"kind", "digi"}, {"take", take}, {"transaction", toJson(t)}};
  if (t.executed) {
    event["effect"] = effectOf(t, now);
  }
  return event;
}

nlohmann::json settlementEvent(Transaction t, std::int64_t deposit) {
  const UnixMs at = t.nextAt;
  t.rc = t.nextRc;
  t.nextRc.clear();
  t.nextAt = 0;
  nlohmann::json event{{"kind", "digi"}};
  std::int64_t take = 0;
  if (t.rc == "00") {
    if (!t.executed) {
      t.executed = true;
      t.sn = serialOf(t);
      event["effect"] = effectOf(t, at);
    }
  } else if (t.held) {
    take = -t.price;
    t.held = false;
    if (t.executed) {
      event["refunded"] = t.ref;
    }
  }
  t.balanceAfter = deposit - take;
  event["take"] = take;
  event["transaction"] = toJson(t);
  return event;
}

}  // namespace loket::sandbox::digiflazz
