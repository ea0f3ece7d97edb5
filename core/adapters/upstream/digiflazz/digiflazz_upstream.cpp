#include "core/adapters/upstream/digiflazz/digiflazz_upstream.h"

#include <utility>

#include "core/adapters/upstream/digiflazz/codec.h"
#include "core/adapters/upstream/digiflazz/response_codes.h"
#include "core/adapters/upstream/digiflazz/webhook.h"
#include "core/adapters/upstream/requests.h"

namespace loket::adapters::digiflazz {
namespace {

using ports::HttpReply;
using ports::RequestKind;
using upstream::isAnswer;
using upstream::isCarriable;
using upstream::verdictOf;

constexpr std::string_view kTransactionPath = "/transaction";

Subject subjectOf(const Sku& sku, const std::string& number, const AttemptRef& ref) {
  return {ref.str(), sku.str(), number};
}

// Only an e-money "bill" is of an amount that the customer chooses.
template <typename Order>
BillExtras extrasOf(const Order& order) {
  return {order.family == Family::EMoney ? order.amount : Money(), order.fields};
}

// What stands in a body is what the counter's rules let through; nothing else is sent. For months there is no
// field: asked without, it would tell the bill of one.
bool isCarriable(const InquiryFields& fields) {
  return fields.months.empty() && (fields.taxYear.empty() || isCarriable(fields.taxYear)) &&
         (fields.ownerId.empty() || isCarriable(fields.ownerId));
}

// The attempt's frozen body, when it is about the attempt it is stored with.
std::optional<SentBody> bodyOf(const Attempt& attempt) {
  std::optional<SentBody> sent = readSentBody(attempt.body);
  if (!sent || sent->subject.refId != attempt.attemptRef.str() || sent->subject.sku != attempt.sku.str() ||
      attempt.path != kTransactionPath)
    return std::nullopt;
  return sent;
}

Asked questionAbout(const SentBody& sent) {
  return sent.isBill ? Asked::BillStatus : Asked::RepeatOfAttempt;
}

}  // namespace

struct DigiflazzUpstream::Channel {
  UpstreamSettings settings;
  Credentials credentials;
  ports::Transport& transport;

  void call(RequestKind kind, std::string_view path, std::string body,
            std::function<void(HttpReply)> done) const {
    ports::HttpRequest request = upstream::requestTo(settings, settings.url + std::string(path), std::move(body));
    request.kind = kind;
    request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
    transport.send(std::move(request), std::move(done));
  }

  void transact(RequestKind kind, std::string body, SentBody sent, Asked asked,
                std::function<void(Verdict)> done) const {
    call(kind, kTransactionPath, std::move(body),
         [sent = std::move(sent), asked, done = std::move(done)](const HttpReply& reply) {
           Verdict verdict;
           done(isAnswer(reply, verdict) ? readTransaction(reply.body, sent, asked) : verdict);
         });
  }

  // `code` of one product; empty for all.
  void list(ProductKind kind, const std::string& code, std::function<void(ports::PriceListReply)> done) const {
    call(RequestKind::Question, "/price-list",
         priceListBody(credentials, kind == ProductKind::Bill ? "pasca" : "prepaid", code),
         [kind, id = settings.id, done = std::move(done)](const HttpReply& reply) {
           ports::PriceListReply read;
           if (isAnswer(reply, read.verdict))
             read = readPriceList(reply.body, kind, id);
           done(std::move(read));
         });
  }
};

DigiflazzUpstream::DigiflazzUpstream(std::shared_ptr<const Channel> channel)
    : m_channel(std::move(channel)) {}

Result<std::unique_ptr<ports::Upstream>> DigiflazzUpstream::create(const UpstreamSettings& settings,
                                                                   const ports::UpstreamWorld& world) {
  for (const char* key : {"username", "apiKey"})
    if (settings.value(key).empty())
      return fail(ErrorCode::ConfigInvalid, settings.id.str() + "." + key);
  if (settings.url.rfind("https://", 0) != 0)
    return fail(ErrorCode::ConfigInvalid, settings.id.str() + ".url");
  auto channel = std::make_shared<const Channel>(
      Channel{settings, Credentials{settings.value("username"), settings.value("apiKey")}, world.transport});
  return std::unique_ptr<ports::Upstream>(new DigiflazzUpstream(std::move(channel)));
}

const UpstreamId& DigiflazzUpstream::id() const {
  return m_channel->settings.id;
}

Capabilities DigiflazzUpstream::capabilities(ProductKind kind) const {
  Capabilities promises;
  promises.signedOff = "developer.digiflazz.com/api/buyer, 2026-08";
  promises.status = kind == ProductKind::Bill ? StatusMeaning::ReadOnly : StatusMeaning::RepeatsAttempt;
  promises.askEvery = Duration::seconds(60);
  promises.sameEffect = {"ref_id", KeptFor::Time, Duration::days(90)};
  // A ref_id is forgotten after 90 days, and the "status question" then buys again. Ten days of margin.
  promises.askUntil = Duration::days(80);
  promises.askAfter = {Duration::seconds(60), Duration::seconds(60), Duration::minutes(2), Duration::minutes(5),
                       Duration::minutes(10), Duration::minutes(30), Duration::minutes(60)};
  promises.hurryEvery = promises.askEvery;
  promises.inquirySameDay = true;
  for (const ResponseCode& code : kResponseCodes)
    if (code.kind == VerdictKind::Failed || code.kind == VerdictKind::RefusedForNow ||
        code.kind == VerdictKind::RefusedByConfig)
      promises.refusals.emplace_back(code.rc);
  // A bill is paid once per ref_id: the identical pay-pasca of a payment that never arrived may go out again, and
  // after midnight it is refused for good.
  if (kind == ProductKind::Bill)
    promises.resendWhenNotFoundAfter = Duration::minutes(10);
  return promises;
}

bool DigiflazzUpstream::canInquire(ProductKind kind, Family family) const {
  return kind == ProductKind::Bill || (kind == ProductKind::Prepaid && family == Family::PlnToken);
}

void DigiflazzUpstream::inquire(const ports::InquiryOrder& order,
                                std::function<void(ports::InquiryReply)> done) {
  const bool isBill = order.kind == ProductKind::Bill;
  if (!canInquire(order.kind, order.family) || !isCarriable(order.number) ||
      (isBill && (!isCarriable(order.sku.str()) || !isCarriable(order.attemptRef.str()) ||
                  !isCarriable(order.fields)))) {
    ports::InquiryReply reply;
    reply.verdict = verdictOf(VerdictKind::Failed, "input");
    done(std::move(reply));
    return;
  }
  const Subject subject = subjectOf(order.sku, order.number, order.attemptRef);
  const Credentials& credentials = m_channel->credentials;
  std::string body = isBill ? billBody(credentials, "inq-pasca", subject, extrasOf(order))
                            : plnInquiryBody(credentials, order.number);
  m_channel->call(RequestKind::Question, isBill ? kTransactionPath : "/inquiry-pln", std::move(body),
                  [isBill, subject, year = order.fields.taxYear, done = std::move(done)](const HttpReply& reply) {
                    ports::InquiryReply read;
                    if (isAnswer(reply, read.verdict))
                      read = isBill ? readBillInquiry(reply.body, subject, year)
                                    : readPlnInquiry(reply.body, subject.number);
                    done(std::move(read));
                  });
}

Result<ports::PreparedAttempt> DigiflazzUpstream::prepare(const ports::PaymentOrder& order) const {
  if (order.kind == ProductKind::Transfer)
    return fail(ErrorCode::Usage, "transfer");
  if (!isCarriable(order.number))
    return fail(ErrorCode::NumberInvalid, "customer_no");
  if (!isCarriable(order.sku.str()))
    return fail(ErrorCode::ProductUnknown, "buyer_sku_code");
  if (!isCarriable(order.attemptRef.str()))
    return fail(ErrorCode::Usage, "ref_id");
  if (!isCarriable(order.fields))
    return fail(ErrorCode::NumberInvalid, "id_pelanggan2");
  const Subject subject = subjectOf(order.sku, order.number, order.attemptRef);
  const Credentials& credentials = m_channel->credentials;
  ports::PreparedAttempt prepared;
  prepared.path = kTransactionPath;
  prepared.body =
      order.kind == ProductKind::Bill
          ? billBody(credentials, "pay-pasca", subject, extrasOf(order))
          : topUpBody(credentials, subject, order.cost);
  return prepared;
}

void DigiflazzUpstream::pay(const Attempt& attempt, std::function<void(Verdict)> done) {
  const std::optional<SentBody> sent = bodyOf(attempt);
  if (!sent) {
    done(verdictOf(VerdictKind::NotSent, kAttemptUnreadable));
    return;
  }
  m_channel->transact(RequestKind::Money, attempt.body, *sent, Asked::Attempt, std::move(done));
}

void DigiflazzUpstream::ask(const Attempt& attempt, std::function<void(Verdict)> done) {
  const std::optional<SentBody> sent = bodyOf(attempt);
  if (!sent) {
    done(verdictOf(VerdictKind::Unknown, kAttemptUnreadable));
    return;
  }
  if (sent->isBill) {
    m_channel->transact(RequestKind::Question,
                        billBody(m_channel->credentials, "status-pasca", sent->subject, {}), *sent,
                        questionAbout(*sent), std::move(done));
    return;
  }
  // The identical bytes again. It pays if the first never arrived, so it travels as money.
  m_channel->transact(RequestKind::Money, attempt.body, *sent, questionAbout(*sent), std::move(done));
}

void DigiflazzUpstream::balance(std::function<void(ports::BalanceReply)> done) {
  m_channel->call(RequestKind::Question, "/cek-saldo", balanceBody(m_channel->credentials),
                  [done = std::move(done)](const HttpReply& reply) {
                    ports::BalanceReply read;
                    if (isAnswer(reply, read.verdict))
                      read = readBalance(reply.body);
                    done(std::move(read));
                  });
}

void DigiflazzUpstream::askTicket(const ports::TicketOrder& order, std::function<void(ports::TicketReply)> done) {
  if (!isCarriable(order.bank) || !isCarriable(order.ownerName) || !order.amount.isPositive()) {
    ports::TicketReply reply;
    reply.verdict = verdictOf(VerdictKind::Failed, "input");
    done(std::move(reply));
    return;
  }
  // A question sent twice would make two tickets: it travels like money, once.
  m_channel->call(RequestKind::Money, "/deposit", ticketBody(m_channel->credentials, order),
                  [wanted = order.amount, done = std::move(done)](const HttpReply& reply) {
                    ports::TicketReply read;
                    if (isAnswer(reply, read.verdict))
                      read = readTicket(reply.body, wanted);
                    done(std::move(read));
                  });
}

Result<ports::NoticeReading> DigiflazzUpstream::readNotice(const Notice& notice) const {
  const std::string secret = m_channel->settings.value("webhookSecret");
  if (secret.empty())
    return fail(ErrorCode::ConfigInvalid, id().str() + ".webhookSecret: missing");
  LOKET_ASSIGN(AttemptRef about, readHook(notice, secret));
  if (about.empty())
    return ports::NoticeReading{};
  // Its body has the fields of an answer, and proves as much as one to a question.
  return ports::NoticeReading{std::move(about), [body = notice.body](const Attempt& attempt) {
                                const std::optional<SentBody> sent = bodyOf(attempt);
                                if (!sent)
                                  return verdictOf(VerdictKind::Unknown, kAttemptUnreadable);
                                return readTransaction(body, *sent, questionAbout(*sent));
                              }};
}

void DigiflazzUpstream::priceList(std::function<void(ports::PriceListReply)> done) {
  // One after the other: when the first is refused, the second's allowance is kept for the next try.
  m_channel->list(
      ProductKind::Prepaid, {}, [channel = m_channel, done = std::move(done)](ports::PriceListReply prepaid) {
        if (prepaid.verdict.kind != VerdictKind::Succeeded) {
          done(std::move(prepaid));
          return;
        }
        channel->list(
            ProductKind::Bill, {}, [prepaid = std::move(prepaid), done](ports::PriceListReply bills) mutable {
              if (bills.verdict.kind == VerdictKind::Succeeded)
                bills.entries.insert(bills.entries.begin(), std::make_move_iterator(prepaid.entries.begin()),
                                     std::make_move_iterator(prepaid.entries.end()));
              done(std::move(bills));
            });
      });
}

ports::PriceLimits DigiflazzUpstream::priceLimits() const {
  // One code may be asked for once a second, and is told as it was up to 15 minutes ago.
  return {Duration::minutes(5), Duration::seconds(1), Duration::minutes(15)};
}

void DigiflazzUpstream::price(const Sku& sku, ProductKind kind, std::function<void(ports::PriceListReply)> done) {
  if (kind == ProductKind::Transfer || !isCarriable(sku.str())) {
    ports::PriceListReply reply;
    reply.verdict = verdictOf(VerdictKind::Failed, "input");
    done(std::move(reply));
    return;
  }
  m_channel->list(kind, sku.str(), [sku, done = std::move(done)](ports::PriceListReply reply) {
    const bool asked = reply.entries.empty() || (reply.entries.size() == 1 && reply.entries.front().offer.sku == sku);
    if (!asked) {
      reply = {};
      reply.verdict = verdictOf(VerdictKind::Unknown, "wrong-echo");
    }
    done(std::move(reply));
  });
}

}  // namespace loket::adapters::digiflazz
