#include "app/sandbox/iak/course.h"

#include <algorithm>
#include <optional>

#include "app/sandbox/crypto.h"
#include "app/sandbox/effects.h"
#include "app/sandbox/iak/bills.h"
#include "app/sandbox/iak/response_codes.h"
#include "app/sandbox/people.h"

namespace loket::sandbox::iak {
namespace {

constexpr std::int64_t kPendingMs = 90 * kSecondMs;
constexpr const char* kFailed = "07";         // prepaid
constexpr const char* kPaymentFailed = "37";  // bills

Turn success(std::int64_t afterMs) {
  return {"00", afterMs, true};
}

Turn failure(const char* rc, std::int64_t afterMs) {
  return {rc, afterMs, false};
}

// The turns that a fault orders in place of the number's own; the process of a prepaid order comes before.
std::optional<Course> courseByFault(const Fault* fault, const char* failed, std::int64_t processMs) {
  if (fault == nullptr) {
    return std::nullopt;
  }
  const auto after = [&](std::int64_t usual) { return std::max(fault->afterMs.value_or(usual), processMs); };
  switch (fault->kind) {
    case FaultKind::LateSuccess:
      return Course{{{"39", 0, false}, success(after(kPendingMs))}, 0};
    case FaultKind::LateFailure:
      return Course{{{"39", 0, false}, failure(failed, after(kPendingMs))}, 0};
    case FaultKind::FailedButPaid: {
      Course course{{{failed, processMs, true}}, 0};
      if (fault->afterMs) {
        course.turns.push_back(success(after(0)));
      }
      return course;
    }
    case FaultKind::RefundAfterSuccess:
      return Course{{success(processMs), failure(failed, after(kDayMs))}, 0};
    case FaultKind::NotFoundThenSuccess:
      return Course{{success(processMs)}, 1};
    default:
      return std::nullopt;
  }
}

nlohmann::json effectOf(const Order& order, UnixMs at) {
  return toJson(Effect{"iak", order.ref, order.code, order.number, order.amount, order.price, at, 1, false});
}

void handOver(Order& order, const Book& book, UnixMs at) {
  order.executed = true;
  if (order.side == Side::Bill) {
    order.sn = referenceOf(order.code, order.number, order.ref);
    return;
  }
  const Delivery delivery = deliver(*book.catalogue.prepaid(order.code), order.ref, order.number, at);
  order.sn = delivery.sn;
  order.pin = delivery.pin;
}

// Applies one turn; what it takes from the deposit (negative: gives back) goes into the event.
nlohmann::json takeTurn(Order& order, const Turn& turn, const Book& book, UnixMs at) {
  nlohmann::json event{{"kind", "iak"}};
  order.rc = turn.rc;
  const bool keeps = turn.delivers || !isFailure(turn.rc);
  std::int64_t take = 0;
  if (keeps && !order.held) {
    take = order.price;
  } else if (!keeps && order.held) {
    take = -order.price;
    if (order.executed) {
      event["refunded"] = order.ref;
    }
  }
  order.held = keeps;
  if (turn.delivers && !order.executed) {
    handOver(order, book, at);
    event["effect"] = effectOf(order, at);
  }
  order.balanceAfter = book.deposit() - take;
  event["take"] = take;
  event["order"] = toJson(order);
  return event;
}

}  // namespace

Course courseOf(PrepaidFate fate, std::int64_t processMs, const Fault* fault) {
  Course course;
  if (auto byFault = courseByFault(fault, kFailed, processMs)) {
    course = *std::move(byFault);
  } else {
    switch (fate) {
      case PrepaidFate::Success:
        course.turns = {success(processMs)};
        break;
      case PrepaidFate::Failure:
        course.turns = {failure(kFailed, processMs)};
        break;
      case PrepaidFate::LateSuccess:
        course.turns = {success(kPendingMs)};
        break;
      case PrepaidFate::LateFailure:
        course.turns = {failure(kFailed, kPendingMs)};
        break;
    }
  }
  if (course.turns.front().rc != "39") {
    course.turns.insert(course.turns.begin(), {"39", 0, false});
  }
  return course;
}

Course courseOf(BillFate fate, const Fault* fault) {
  if (auto byFault = courseByFault(fault, kPaymentFailed, 0)) {
    return *std::move(byFault);
  }
  switch (fate) {
    case BillFate::PaymentFails:
      return {{failure(kPaymentFailed, 0)}, 0};
    case BillFate::BillerError:
      return {{failure("105", 0)}, 0};
    case BillFate::LateSuccess:
      return {{{"39", 0, false}, success(kPendingMs)}, 0};
    default:  // the others end at the inquiry already
      return {{success(0)}, 0};
  }
}

nlohmann::json executionEvent(Order order, const Course& course, const Book& book, UnixMs now) {
  order.hiddenAnswers = course.hiddenAnswers;
  order.turns.assign(course.turns.begin() + 1, course.turns.end());
  for (Turn& turn : order.turns) {
    turn.at += now;
  }
  return takeTurn(order, course.turns.front(), book, now);
}

nlohmann::json settlementEvent(Order order, const Book& book) {
  const Turn turn = order.turns.front();
  order.turns.erase(order.turns.begin());
  return takeTurn(order, turn, book, turn.at);
}

}  // namespace loket::sandbox::iak
