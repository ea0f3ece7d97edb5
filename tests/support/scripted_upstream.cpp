#include "tests/support/scripted_upstream.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace loket::tests {

Verdict verdictOf(VerdictKind kind, std::string code) {
  Verdict verdict;
  verdict.kind = kind;
  verdict.code = std::move(code);
  return verdict;
}

Verdict successOf(std::string serial, Money cost) {
  Verdict verdict = verdictOf(VerdictKind::Succeeded, "00");
  verdict.serial = std::move(serial);
  verdict.cost = cost;
  return verdict;
}

Capabilities wellBehaved() {
  Capabilities promises;
  promises.signedOff = "the test";
  promises.status = StatusMeaning::ReadOnly;
  promises.askUntil = Duration::days(80);
  promises.askAfter = {Duration::seconds(60), Duration::seconds(60), Duration::minutes(2), Duration::minutes(5),
                       Duration::minutes(10), Duration::minutes(30), Duration::minutes(60)};
  promises.hurryEvery = Duration::minutes(10);
  promises.sameEffect = {"ref", KeptFor::Ever, {}};
  // Every code is proof.
  constexpr std::size_t kCodeMax = 40;
  for (std::size_t size = 0; size <= kCodeMax; ++size)
    promises.refusals.emplace_back(size, '?');
  return promises;
}

Script::Script() {
  capabilities = wellBehaved();
  onPay = [](const Attempt& attempt) { return successOf("SN" + attempt.attemptRef.str()); };
  onAsk = onPay;
  onInquire = [](const ports::InquiryOrder&) {
    ports::InquiryReply reply;
    reply.verdict = verdictOf(VerdictKind::Succeeded, "00");
    reply.customerName = "BUDI SANTOSO";
    reply.amount = Money::rupiah(80'000);
    reply.adminFee = Money::rupiah(2'500);
    reply.cost = Money::rupiah(81'500);
    return reply;
  };
  onBalance = [] { return ports::BalanceReply{verdictOf(VerdictKind::Succeeded, "00"), Money::rupiah(5'000'000)}; };
  onPrepare = [](const ports::PaymentOrder& order) -> Result<ports::PreparedAttempt> {
    return ports::PreparedAttempt{"/pay", "{\"ref\":\"" + order.attemptRef.str() + "\",\"number\":\"" + order.number +
                                              "\",\"amount\":" + std::to_string(order.amount.amount()) + "}"};
  };
  onPriceList = [](const UpstreamId&) { return ports::PriceListReply{verdictOf(VerdictKind::Succeeded, "00"), {}}; };
}

std::vector<Script::Call> Script::callsOf(const std::string& what) const {
  std::vector<Call> out;
  std::copy_if(calls.begin(), calls.end(), std::back_inserter(out),
               [&what](const Call& call) { return call.what == what; });
  return out;
}

Verdict ScriptedUpstream::notSent() { return verdictOf(VerdictKind::NotSent, "connect"); }

void ScriptedUpstream::note(const std::string& what, const Attempt& attempt) {
  m_script.calls.push_back({what, attempt, m_clock.now()});
}

void ScriptedUpstream::inquire(const ports::InquiryOrder& order, std::function<void(ports::InquiryReply)> done) {
  note("inquire", {});
  m_script.later(m_script.latency, [this, order, done = std::move(done)] {
    done(isAway() ? ports::InquiryReply{notSent(), {}, {}, {}, {}, {}} : m_script.onInquire(order));
  });
}

Result<ports::PreparedAttempt> ScriptedUpstream::prepare(const ports::PaymentOrder& order) const {
  return m_script.onPrepare(order);
}

void ScriptedUpstream::pay(const Attempt& attempt, std::function<void(Verdict)> done) {
  note("pay", attempt);
  m_script.payingMost = std::max(m_script.payingMost, ++m_script.paying);
  if (m_script.whenPaying)
    m_script.whenPaying(attempt);
  m_script.later(m_script.latency, [this, attempt, done = std::move(done)] {
    --m_script.paying;
    done(isAway() ? notSent() : m_script.onPay(attempt));
  });
}

void ScriptedUpstream::ask(const Attempt& attempt, std::function<void(Verdict)> done) {
  note("ask", attempt);
  m_script.later(m_script.latency, [this, attempt, done = std::move(done)] { done(isAway() ? notSent() : m_script.onAsk(attempt)); });
}

void ScriptedUpstream::balance(std::function<void(ports::BalanceReply)> done) {
  note("balance", {});
  m_script.later(m_script.latency, [this, done = std::move(done)] {
    done(isAway() ? ports::BalanceReply{notSent(), {}} : m_script.onBalance());
  });
}

void ScriptedUpstream::priceList(std::function<void(ports::PriceListReply)> done) {
  m_script.later(m_script.latency, [this, done = std::move(done)] {
    done(isAway() ? ports::PriceListReply{notSent(), {}} : m_script.onPriceList(m_id));
  });
}

void ScriptedUpstream::price(const Sku& sku, ProductKind /*kind*/,
                             std::function<void(ports::PriceListReply)> done) {
  m_script.later(m_script.latency, [this, sku, done = std::move(done)] {
    done(isAway() ? ports::PriceListReply{notSent(), {}} : m_script.onPrice(sku));
  });
}

void ScriptedUpstream::statement(const ports::StatementOrder& /*order*/,
                                 std::function<void(ports::StatementReply)> done) {
  m_script.later(m_script.latency, [this, done = std::move(done)] {
    done(isAway() ? ports::StatementReply{notSent(), {}} : m_script.onStatement());
  });
}

void ScriptedUpstream::collect(const Collection& collection, std::string_view password,
                               std::function<void(CollectionTold)> done) {
  note("collect", {});
  m_script.later(m_script.latency, [this, collection, text = std::string(password), done = std::move(done)] {
    CollectionTold told;
    told.verdict = notSent();
    done(isAway() ? told : m_script.onCollect(collection, text));
  });
}

void ScriptedUpstream::askCollection(const Collection& collection, std::function<void(CollectionTold)> done) {
  note("ask-collection", {});
  m_script.later(m_script.latency, [this, collection, done = std::move(done)] {
    CollectionTold told;
    told.verdict = notSent();
    done(isAway() ? told : m_script.onAskCollection(collection));
  });
}

Result<ports::NoticeReading> ScriptedUpstream::readNotice(const Notice& notice) const {
  if (!m_script.onNotice)
    return ports::Upstream::readNotice(notice);
  if (notice.signature != "signed")
    return fail(ErrorCode::SignatureWrong);
  return ports::NoticeReading{AttemptRef(notice.body), m_script.onNotice};
}

}  // namespace loket::tests
