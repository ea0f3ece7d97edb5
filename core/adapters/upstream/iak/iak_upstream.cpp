#include "core/adapters/upstream/iak/iak_upstream.h"

#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

#include "core/adapters/upstream/iak/codec.h"
#include "core/adapters/upstream/iak/price_list.h"
#include "core/adapters/upstream/iak/response_codes.h"
#include "core/adapters/upstream/requests.h"

namespace loket::adapters::iak {
namespace {

using ports::HttpReply;
using ports::RequestKind;
using upstream::isAnswer;
using upstream::isCarriable;
using upstream::verdictOf;

// The prepaid API's paths, and the one of the other API; no path belongs to both.
constexpr std::string_view kTopUpPath = "/api/top-up";
constexpr std::string_view kBillPath = "/api/v1/bill/check";

// "alphanumeric only" (postpaid response code 03); the prepaid API says nothing, and it costs nothing.
bool isReference(const std::string& text) {
  return isCarriable(text) && text.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") ==
                                  std::string::npos;
}

// "2" to "12", as they are kept.
std::optional<int> monthsOf(const std::string& kept) {
  if (kept.empty())
    return 1;
  int months = 0;
  const auto read = std::from_chars(kept.data(), kept.data() + kept.size(), months);
  if (read.ec != std::errc{} || read.ptr != kept.data() + kept.size() || months < 1 || months > kMonthsMax)
    return std::nullopt;
  return months;
}

// Nothing where the order has what the protocol has no field for.
std::optional<BillWish> wishOf(const ports::InquiryOrder& order) {
  BillWish wish;
  InquiryFields others = order.fields;
  if (order.kind == ProductKind::Bill && order.family == Family::Health) {
    const std::optional<int> months = monthsOf(others.months);
    if (!months)
      return std::nullopt;
    wish.months = *months;
    others.months.clear();
  }
  if (order.kind == ProductKind::Bill && order.family == Family::Tax) {
    // Always there: the counter fills this year in where none was typed.
    if (!isCarriable(others.taxYear))
      return std::nullopt;
    wish.taxYear = std::exchange(others.taxYear, {});
  }
  if (!others.empty())
    return std::nullopt;
  if (order.family == Family::EMoney)
    wish.amount = order.amount;
  return wish;
}

// The attempt's frozen body, when it is about the attempt it is stored with.
std::optional<Subject> topUpOf(const Attempt& attempt) {
  std::optional<Subject> sent = readTopUpBody(attempt.body);
  if (attempt.path != kTopUpPath || !sent || sent->refId != attempt.attemptRef.str() || sent->code != attempt.sku.str())
    return std::nullopt;
  return sent;
}

std::optional<BillSubject> billOf(const Attempt& attempt) {
  const std::optional<std::string> trId = readBillPaymentBody(attempt.body);
  if (attempt.path != kBillPath || !trId)
    return std::nullopt;
  return BillSubject{*trId, attempt.attemptRef.str(), attempt.sku.str()};
}

template <typename Table>
void addRefusals(const Table& table, std::vector<std::string>& refusals) {
  for (const ResponseCode& code : table)
    if (code.kind == VerdictKind::Failed || code.kind == VerdictKind::RefusedForNow ||
        code.kind == VerdictKind::RefusedByConfig)
      refusals.emplace_back(code.rc);
}

}  // namespace

struct IakUpstream::Channel {
  UpstreamSettings settings;
  Credentials credentials;
  std::string postpaidUrl;
  ports::Transport& transport;

  void call(RequestKind kind, std::string_view path, std::string body, std::function<void(HttpReply)> done) const {
    const std::string& base = path == kBillPath ? postpaidUrl : settings.url;
    ports::HttpRequest request = upstream::requestTo(settings, base + std::string(path), std::move(body));
    request.kind = kind;
    request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
    transport.send(std::move(request), std::move(done));
  }

  // Sends and reads: `read` makes the reply of an answer, and what it means when none came is the verdict's.
  template <typename Reply>
  void question(std::string_view path, std::string body, std::function<Reply(const std::string&)> read,
                std::function<void(Reply)> done) const {
    call(RequestKind::Question, path, std::move(body),
         [read = std::move(read), done = std::move(done)](const HttpReply& reply) {
           Reply made;
           if (isAnswer(reply, made.verdict))
             made = read(reply.body);
           done(std::move(made));
         });
  }

  void transact(RequestKind kind, std::string_view path, std::string body, std::function<Verdict(const std::string&)> read,
                std::function<void(Verdict)> done) const {
    call(kind, path, std::move(body), [read = std::move(read), done = std::move(done)](const HttpReply& reply) {
      Verdict verdict;
      done(isAnswer(reply, verdict) ? read(reply.body) : verdict);
    });
  }
};

IakUpstream::IakUpstream(std::shared_ptr<const Channel> channel) : m_channel(std::move(channel)) {}

Result<std::unique_ptr<ports::Upstream>> IakUpstream::create(const UpstreamSettings& settings,
                                                             const ports::UpstreamWorld& world) {
  for (const char* key : {"username", "apiKey"})
    if (settings.value(key).empty())
      return fail(ErrorCode::ConfigInvalid, settings.id.str() + "." + key);
  const std::string postpaidUrl = settings.value("postpaidUrl");
  if (settings.url.rfind("https://", 0) != 0)
    return fail(ErrorCode::ConfigInvalid, settings.id.str() + ".prepaidUrl");
  if (postpaidUrl.rfind("https://", 0) != 0)
    return fail(ErrorCode::ConfigInvalid, settings.id.str() + ".postpaidUrl");
  auto channel = std::make_shared<const Channel>(
      Channel{settings, Credentials{settings.value("username"), settings.value("apiKey")}, postpaidUrl, world.transport});
  return std::unique_ptr<ports::Upstream>(new IakUpstream(std::move(channel)));
}

const UpstreamId& IakUpstream::id() const { return m_channel->settings.id; }

Capabilities IakUpstream::capabilities(ProductKind kind) const {
  Capabilities promises;
  promises.signedOff = "IAK API reference, 2023-11";
  promises.status = StatusMeaning::ReadOnly;
  // An inquiry is paid once, and the same ref_id is a question; no end of either is told anywhere.
  promises.sameEffect = {kind == ProductKind::Bill ? "tr_id" : "ref_id", KeptFor::Ever, {}};
  if (kind == ProductKind::Bill) {
    promises.askEvery = Duration::seconds(60);
    promises.askAfter = {Duration::seconds(60), Duration::seconds(60), Duration::minutes(2), Duration::minutes(5),
                         Duration::minutes(10), Duration::minutes(30), Duration::minutes(60)};
    // An inquiry is paid once: the identical payment of one that was never paid may go out again.
    promises.resendWhenNotFoundAfter = Duration::minutes(10);
    addRefusals(kBillCodes, promises.refusals);
    // Final in the mouth of checkstatus, with its status "failed"; in answer to the payment they are Unknown.
    for (const char* code : {"01", "11", "34", "40", "91", "92", "103", "105"}) promises.refusals.emplace_back(code);
  } else {
    // The first answer is always "in process"; the outcome is there after 1 to 30 seconds.
    promises.askEvery = Duration::seconds(2);
    promises.askAfter = {Duration::seconds(2),  Duration::seconds(5), Duration::seconds(10), Duration::seconds(20),
                         Duration::seconds(60), Duration::minutes(2), Duration::minutes(5),  Duration::minutes(10),
                         Duration::minutes(30), Duration::minutes(60)};
    // The same ref_id again "will not proceed the transaction but become check status".
    promises.resendWhenNotFoundAfter = Duration::minutes(2);
    addRefusals(kPrepaidCodes, promises.refusals);
  }
  promises.hurryEvery = std::max(promises.askEvery, Duration::seconds(10));
  promises.inquirySameDay = true;
  return promises;
}

bool IakUpstream::canInquire(ProductKind kind, Family family) const {
  return kind == ProductKind::Bill || (kind == ProductKind::Prepaid && family == Family::PlnToken);
}

bool IakUpstream::takesMonths(ProductKind kind, Family family) const {
  return kind == ProductKind::Bill && family == Family::Health;
}

void IakUpstream::inquire(const ports::InquiryOrder& order, std::function<void(ports::InquiryReply)> done) {
  const bool isBill = order.kind == ProductKind::Bill;
  // It has no field for an owner: asked without, it would tell another bill.
  const std::optional<BillWish> wish = wishOf(order);
  if (!canInquire(order.kind, order.family) || !isCarriable(order.number) || !wish ||
      (isBill && (!isCarriable(order.sku.str()) || !isReference(order.attemptRef.str())))) {
    ports::InquiryReply reply;
    reply.verdict = verdictOf(VerdictKind::Failed, "input");
    done(std::move(reply));
    return;
  }
  using Read = std::function<ports::InquiryReply(const std::string&)>;
  if (!isBill) {
    m_channel->question("/api/inquiry-pln", plnInquiryBody(m_channel->credentials, order.number),
                        Read([number = order.number](const std::string& answer) { return readPlnInquiry(answer, number); }),
                        std::move(done));
    return;
  }
  const Subject subject{order.attemptRef.str(), order.sku.str(), order.number};
  m_channel->question(kBillPath, billInquiryBody(m_channel->credentials, subject, *wish),
                      Read([subject, year = wish->taxYear](const std::string& answer) {
                        return readBillInquiry(answer, subject, year);
                      }),
                      std::move(done));
}

Result<ports::PreparedAttempt> IakUpstream::prepare(const ports::PaymentOrder& order) const {
  if (order.kind == ProductKind::Transfer)
    return fail(ErrorCode::Usage, "transfer");
  if (!isCarriable(order.number))
    return fail(ErrorCode::NumberInvalid, "customer_id");
  if (!isCarriable(order.sku.str()))
    return fail(ErrorCode::ProductUnknown, "product_code");
  if (!isReference(order.attemptRef.str()))
    return fail(ErrorCode::Usage, "ref_id");
  ports::PreparedAttempt prepared;
  if (order.kind == ProductKind::Bill) {
    if (!isCarriable(order.inquiryId))
      return fail(ErrorCode::NeedsInquiry, "tr_id");
    prepared.path = kBillPath;
    prepared.body = billPaymentBody(m_channel->credentials, order.inquiryId);
  } else {
    prepared.path = kTopUpPath;
    prepared.body =
        topUpBody(m_channel->credentials, {order.attemptRef.str(), order.sku.str(), order.number});
  }
  return prepared;
}

void IakUpstream::pay(const Attempt& attempt, std::function<void(Verdict)> done) {
  if (const std::optional<Subject> sent = topUpOf(attempt)) {
    m_channel->transact(RequestKind::Money, kTopUpPath, attempt.body,
                        [sent = *sent](const std::string& answer) { return readTopUp(answer, sent, Asked::Attempt); },
                        std::move(done));
    return;
  }
  if (const std::optional<BillSubject> sent = billOf(attempt)) {
    m_channel->transact(
        RequestKind::Money, kBillPath, attempt.body,
        [sent = *sent](const std::string& answer) { return readBillPayment(answer, sent, Asked::Attempt); },
        std::move(done));
    return;
  }
  done(verdictOf(VerdictKind::NotSent, kAttemptUnreadable));
}

void IakUpstream::ask(const Attempt& attempt, std::function<void(Verdict)> done) {
  if (const std::optional<Subject> sent = topUpOf(attempt)) {
    m_channel->transact(RequestKind::Question, "/api/check-status",
                        checkStatusBody(m_channel->credentials, sent->refId),
                        [sent = *sent](const std::string& answer) { return readTopUp(answer, sent, Asked::Status); },
                        std::move(done));
    return;
  }
  if (const std::optional<BillSubject> sent = billOf(attempt)) {
    m_channel->transact(
        RequestKind::Question, kBillPath, billStatusBody(m_channel->credentials, sent->refId),
        [sent = *sent](const std::string& answer) { return readBillPayment(answer, sent, Asked::Status); },
        std::move(done));
    return;
  }
  done(verdictOf(VerdictKind::Unknown, kAttemptUnreadable));
}

void IakUpstream::balance(std::function<void(ports::BalanceReply)> done) {
  m_channel->question("/api/check-balance", balanceBody(m_channel->credentials),
                      std::function<ports::BalanceReply(const std::string&)>(readBalance), std::move(done));
}

void IakUpstream::priceList(std::function<void(ports::PriceListReply)> done) {
  using Read = std::function<ports::PriceListReply(const std::string&)>;
  // One after the other: a list without its half would take goods off the shelf.
  m_channel->question(
      "/api/pricelist", priceListBody(m_channel->credentials),
      Read([id = id()](const std::string& answer) { return readPrepaidList(answer, id); }),
      std::function<void(ports::PriceListReply)>([channel = m_channel, done = std::move(done)](ports::PriceListReply goods) {
        if (goods.verdict.kind != VerdictKind::Succeeded) {
          done(std::move(goods));
          return;
        }
        channel->question(
            kBillPath, billListBody(channel->credentials),
            Read([id = channel->settings.id](const std::string& answer) { return readBillList(answer, id); }),
            std::function<void(ports::PriceListReply)>(
                [goods = std::move(goods), done](ports::PriceListReply bills) mutable {
                  if (bills.verdict.kind == VerdictKind::Succeeded)
                    bills.entries.insert(bills.entries.begin(), std::make_move_iterator(goods.entries.begin()),
                                         std::make_move_iterator(goods.entries.end()));
                  done(std::move(bills));
                }));
      }));
}

}  // namespace loket::adapters::iak
