#include "app/cashier/shots/fixture_client.h"

#include <algorithm>

#include "app/cashier/shots/fixture_shop.h"
#include "core/base/text.h"

namespace loket::app::fixture {
namespace {

class Listening final : public api::Subscription {
 public:
  explicit Listening(std::function<void()> stop) : m_stop(std::move(stop)) {}
  ~Listening() override { m_stop(); }

 private:
  std::function<void()> m_stop;
};

bool matches(const Payment& payment, const std::string& text) {
  return text.empty() || containsNoCase(payment.customerName, text) || containsNoCase(payment.number, text) ||
         containsNoCase(payment.productName, text) || containsNoCase(payment.ref.str(), text) ||
         containsNoCase(payment.claimCode.str(), text);
}

}  // namespace

FixtureClient::FixtureClient()
    : m_now(openingMoment()), m_products(products()), m_payments(fixture::payments(m_now)) {
  rules = priceRules();
  bank.credits = creditsAt(m_now);
  bank.onCollection = [this](const Collection& collection) { tell(api::CollectionChanged{collection}); };
  bank.orderOf = [this](const api::SellRequest& request) { return orderOf(request); };
  bank.onSold = [this](const Payment& payment) {
    sold.push_back(payment.clientRef);
    accept(payment, [](const Result<api::PaymentView>&) {});
  };
}

void FixtureClient::clearPayments() {
  m_payments.clear();
}

const Product* FixtureClient::productOf(const std::string& id) const {
  const auto at = std::find_if(m_products.begin(), m_products.end(),
                               [&id](const Product& p) { return p.id.str() == id; });
  return at == m_products.end() ? nullptr : &*at;
}

api::Quote FixtureClient::quoteOf(const api::InquiryRequest& request, const Product& product) const {
  api::Quote quote;
  quote.product = product.id;
  quote.productName = product.name;
  quote.family = product.family;
  quote.kind = product.kind;
  quote.brand = product.brand;
  quote.upstream = product.offers.front().upstream;
  quote.sku = product.offers.front().sku;
  quote.number = request.number;
  quote.offline = !online;
  for (const Offer& offer : product.offers)
    quote.offers.push_back({offer.upstream, offer.sku, offer.cost,
                            quote.offers.empty() ? OfferStanding::Chosen : OfferStanding::Dearer});
  for (const Customer& customer : fixture::customers())
    if (customer.number == request.number && customer.family != Family::Pulsa)
      quote.customerName = toUpper(customer.name);
  switch (product.kind) {
    case ProductKind::Prepaid:
      quote.amount = product.denomination.isZero() ? product.price : product.denomination;
      quote.adminFee = product.price - quote.amount;
      quote.cost = product.offers.front().cost;
      break;
    case ProductKind::Bill:
      quote.amount = online ? Money::rupiah(300'000) : request.amount.value_or(Money{});
      quote.amountIsCeiling = !online;
      quote.adminFee = online ? Money::rupiah(2'750) : Money{};
      quote.cost = quote.amount + Money::rupiah(online ? 1'550 : 0);
      quote.details["period"] = "SEP26, OKT26";
      quote.details["billCount"] = "2";
      break;
    case ProductKind::Transfer:
      quote.amount = request.amount.value_or(Money{});
      quote.adminFee = product.price;
      quote.cost = quote.amount + product.offers.front().cost;
      quote.customerName = "YORIES YOLANDA";
      quote.details["bank"] = product.brand;
      break;
  }
  if (product.family == Family::PlnToken) {
    quote.details["tariff"] = "R1";
    quote.details["power"] = "1300";
  }
  if (!online)
    quote.customerName.clear();
  quote.total = quote.amount + quote.adminFee;
  quote.profit = quote.total - quote.cost;
  quote.depositAfter = depositTotal - quote.cost;
  quote.prefixMismatch = prefixMismatch;
  quote.earlierToday = earlierToday;
  quote.madeAt = m_now;
  return quote;
}

void FixtureClient::inquire(api::InquiryRequest request, api::Reply<api::Quote> reply) {
  lastFields = request.fields;
  askedBy[request.number] = request.fields;
  auto answer = [this, request, reply = std::move(reply)] {
    if (inquiryError)
      return reply(fail(*inquiryError));
    const Product* product = productOf(request.product);
    if (product == nullptr)
      return reply(fail(ErrorCode::ProductUnknown, request.product));
    if (!online && product->kind == ProductKind::Bill && !request.amount)
      return reply(fail(ErrorCode::NeedsInquiry));
    api::InquiryRequest normal = request;
    const auto number = normalizeNumber(product->family, request.number);
    if (!number)
      return reply(fail(number.error()));
    normal.number = *number;
    api::Quote quote = quoteOf(normal, *product);
    quote.fields = readInquiryFields(product->family, request.fields, businessDateOf(m_now).year).value_or(request.fields);
    quote.stepUp = provenNumbers.empty() || provenNumbers.count(normal.number) > 0 ? stepUp : StepUpReason::None;
    reply(quote);
  };
  if (holdInquiries)
    m_held.push_back(answer);
  else
    answer();
}

void FixtureClient::inquireAll(std::vector<api::InquiryRequest> requests, std::function<void(int)> progress,
                               api::Reply<std::vector<api::QuoteLine>> reply) {
  const auto lines = std::make_shared<std::vector<api::QuoteLine>>(requests.size());
  const auto done = std::make_shared<std::size_t>(0);
  for (std::size_t no = 0; no < requests.size(); ++no) {
    const auto take = [lines, done, no, progress, reply](const Result<api::Quote>& quote) {
      if (quote)
        (*lines)[no].quote = *quote;
      else
        (*lines)[no].error = quote.error();
      progress(static_cast<int>(++*done));
      if (*done == lines->size())
        reply(*lines);
    };
    if (const auto at = inquiryErrors.find(requests[no].number); at != inquiryErrors.end())
      take(fail(at->second));
    else
      inquire(requests[no], take);
  }
}

void FixtureClient::sellAll(std::vector<api::SellRequest> requests, api::Reply<std::vector<api::SaleLine>> reply) {
  std::vector<api::SaleLine> lines(requests.size());
  for (std::size_t no = 0; no < requests.size(); ++no)
    sell(requests[no], [&lines, no](const Result<api::PaymentView>& done) {
      if (done)
        lines[no].sold = *done;
      else
        lines[no].error = done.error();
    });
  reply(lines);
}

void FixtureClient::releaseInquiries() {
  for (const auto& answer : std::exchange(m_held, {})) answer();
}

void FixtureClient::sell(api::SellRequest request, api::Reply<api::PaymentView> reply) {
  ++sellCalls;
  lastSender = request.sender;
  soldBy[request.number] = request.fields;
  const auto same = std::find_if(
      m_payments.begin(), m_payments.end(),
      [&request](const api::PaymentView& view) { return view.payment.clientRef == request.clientRef; });
  if (same != m_payments.end())
    return reply(*same);
  if (sellError)
    return reply(fail(*sellError));
  const Product* product = productOf(request.product);
  if (product == nullptr || !request.quote)
    return reply(fail(ErrorCode::ProductUnknown, request.product));
  if (request.quote->earlierToday && request.repeat == api::Repeat::Forbid)
    return reply(fail(isUnsettled(request.quote->earlierToday->state) ? ErrorCode::DuplicateOpen
                                                                      : ErrorCode::DuplicateToday));
  if (const Status proven = request.quote->stepUp == StepUpReason::None ? Status() : takeProof(request.proof); !proven)
    return reply(fail(proven.error()));
  Payment payment = orderOf(request);
  payment.cash = request.cash.value_or(payment.onBon() ? Money{} : request.quote->total);
  sold.push_back(request.clientRef);
  accept(payment, reply);
}

Status FixtureClient::takeProof(const Proof& proof) {
  lastProof = proof;
  if (stepUp == StepUpReason::None)
    return {};
  if (proof.kind == ProofKind::None)
    return fail(ErrorCode::StepUpMissing, std::string(wordOf(stepUp)));
  ++proofsGiven;
  if (proofError)
    return fail(*std::exchange(proofError, std::nullopt));
  if (proof.kind == ProofKind::Finger)
    return {};
  return proof.code == kOwnersCode ? Status() : fail(ErrorCode::CodeWrong);
}

Payment FixtureClient::orderOf(const api::SellRequest& request) {
  const api::Quote& quote = *request.quote;
  const int n = static_cast<int>(m_payments.size()) + 1;
  Payment payment = quote.payment();
  payment.ref = PaymentRef("WRG1123" + std::to_string(200000 + n) + "KQ");
  payment.clientRef = request.clientRef;
  payment.held = quote.total;
  payment.user = UserName(user);
  if (const auto name = bonName(request.bon))
    payment.bon = *name;
  payment.acceptedAt = m_now;
  payment.businessDate = businessDateOf(m_now);
  if (payment.offline)
    payment.claimCode = ClaimCode("A7K2QX");
  return payment;
}

void FixtureClient::accept(const Payment& payment, const api::Reply<api::PaymentView>& reply) {
  api::PaymentView view;
  view.sequence = m_payments.empty() ? 1 : m_payments.front().sequence + 1;
  view.payment = payment;
  m_payments.insert(m_payments.begin(), view);
  reply(view);
  changed(m_payments.front());
  if (payment.offline)
    return;
  move(m_payments.front(), PaymentState::Sending);
  switch (fate) {
    case Fate::StaySending:
      return;
    case Fate::Succeed:
      return move(m_payments.front(), PaymentState::Succeeded);
    case Fate::Pending:
      return move(m_payments.front(), PaymentState::Pending);
    case Fate::Suspect:
      return move(m_payments.front(), PaymentState::Suspect);
    case Fate::Fail:
      return move(m_payments.front(), PaymentState::RefundDue);
  }
}

void FixtureClient::move(api::PaymentView& view, PaymentState state) {
  Payment& payment = view.payment;
  payment.state = state;
  if (payment.attempts.empty() && state != PaymentState::Cancelled) {
    Attempt attempt;
    attempt.upstream = payment.upstream;
    attempt.attemptRef = AttemptRef("A" + payment.ref.str());
    attempt.sentAt = m_now;
    payment.attempts.push_back(attempt);
  }
  switch (state) {
    case PaymentState::Succeeded:
      payment.settledAt = m_now + Duration::millis(1300);
      payment.serial = "0A7F9C21E4B84D10";
      payment.details["reference"] = "0A7F9C21E4B84D10";
      if (payment.family == Family::PlnToken) {
        payment.token = "11112222333344445555";
        payment.details["kwh"] = "31,4";
      }
      break;
    case PaymentState::Pending:
    case PaymentState::Suspect:
      payment.reason = state == PaymentState::Pending ? "03" : "timeout";
      view.nextDueAt = m_now + Duration::minutes(3);
      break;
    case PaymentState::RefundDue:
      payment.reason = "54";
      break;
    case PaymentState::Accepted:
    case PaymentState::Sending:
    case PaymentState::Failed:
    case PaymentState::Cancelled:
    case PaymentState::Refunded:
    case PaymentState::Reversed:
    case PaymentState::Review:
      break;
  }
  changed(view);
}

void FixtureClient::changed(const api::PaymentView& view) {
  topUps.follow(view.payment, m_now);
  api::PaymentView told = view;
  told.sequence = 0;  // as the engine tells it
  tell(api::PaymentChanged{told});
  tell(api::StatusChanged{counterStatus()});
  const Payment& payment = view.payment;
  const bool prints =
      payment.state == PaymentState::Succeeded ||
      (payment.state == PaymentState::Accepted && payment.offline && payment.attempts.empty());
  if (!prints)
    return;
  printed += hasPrinter ? 1 : 0;
  tell(api::PrintChanged{payment.ref,
                         {hasPrinter ? api::PrintOutcome::Sent : api::PrintOutcome::NoPrinter, 0, {}}});
}

void FixtureClient::settle(const ClientRef& clientRef, PaymentState state) {
  for (api::PaymentView& view : m_payments)
    if (view.payment.clientRef == clientRef)
      return move(view, state);
}

void FixtureClient::setOnline(bool isOnline) {
  online = isOnline;
  tell(api::StatusChanged{counterStatus()});
}

void FixtureClient::handOver(const std::string& to) {
  user = to;
  tell(api::StatusChanged{counterStatus()});
}

void FixtureClient::tell(const api::Event& event) {
  for (const auto& [id, listener] : m_listeners) listener(event);
}

api::PaymentView* FixtureClient::find(const std::string& anyRef) {
  for (api::PaymentView& view : m_payments)
    if (view.payment.ref.str() == anyRef || view.payment.clientRef.str() == anyRef ||
        view.payment.claimCode.str() == anyRef)
      return &view;
  return nullptr;
}

void FixtureClient::await(PaymentRef ref, Duration, api::Reply<api::PaymentView> reply) {
  const api::PaymentView* view = find(ref.str());
  if (view == nullptr)
    return reply(fail(ErrorCode::NotFound, ref.str()));
  reply(*view);
}

void FixtureClient::sync(api::SyncRequest, std::function<void(api::SyncProgress)> progress,
                         api::Reply<api::BatchView> reply) {
  api::BatchView batch;
  batch.id = BatchId("B-20261123-03");
  batch.startedAt = m_now;
  batch.endedAt = m_now + Duration::seconds(4);
  std::vector<api::PaymentView*> open;
  for (api::PaymentView& view : m_payments)
    if (isUnsettled(view.payment.state) && view.payment.state != PaymentState::Review)
      open.push_back(&view);
  int done = 0;
  for (api::PaymentView* view : open) {
    const std::string before(wordOf(view->payment.state));
    if (view->payment.state != PaymentState::Suspect)
      move(*view, PaymentState::Succeeded);
    else
      ++batch.stillOpen;
    batch.items.push_back({view->payment.ref, view->payment.productName, view->payment.number,
                           view->payment.total(), before, std::string(wordOf(view->payment.state)),
                           view->payment.reason});
    batch.sum += view->payment.total();
    progress({++done, static_cast<int>(open.size())});
  }
  batch.count = static_cast<int>(open.size());
  batch.nextDueAt = batch.stillOpen > 0 ? m_now + Duration::minutes(1) : Instant{};
  reply(batch);
}

void FixtureClient::cancel(PaymentRef ref, std::string, api::Second second, api::Reply<api::PaymentView> reply) {
  if (const auto why = missing(second)) return reply(fail(*why));
  api::PaymentView* view = find(ref.str());
  if (view == nullptr)
    return reply(fail(ErrorCode::NotFound, ref.str()));
  if (view->payment.state != PaymentState::Accepted)
    return reply(fail(ErrorCode::StateForbids));
  move(*view, PaymentState::RefundDue);
  reply(*view);
}

void FixtureClient::refund(PaymentRef ref, api::Second second, api::Reply<api::PaymentView> reply) {
  if (const auto why = missing(second)) return reply(fail(*why));
  api::PaymentView* view = find(ref.str());
  if (view == nullptr || view->payment.state != PaymentState::RefundDue)
    return reply(fail(ErrorCode::StateForbids));
  move(*view, PaymentState::Refunded);
  reply(*view);
}

void FixtureClient::decide(PaymentRef ref, api::Decision decision, api::Reply<api::PaymentView> reply) {
  api::PaymentView* view = find(ref.str());
  if (view == nullptr)
    return reply(fail(ErrorCode::NotFound, ref.str()));
  Approval approval = decision.approval;
  approval.ownerCode = !decision.ownerCode.empty();
  const auto events = decideManually(view->payment, decision.outcome, approval, decision.serial, m_now);
  if (!events)
    return reply(fail(events.error()));
  if (approval.ownerCode && decision.ownerCode != kOwnersCode)
    return reply(fail(ErrorCode::CodeWrong, "4"));
  decided = decision;
  move(*view, decision.outcome == ManualOutcome::Failed ? PaymentState::RefundDue : PaymentState::Succeeded);
  reply(*view);
}

void FixtureClient::takeNotice(UpstreamId, Notice, api::Reply<api::NoticeView> reply) {
  reply(fail(ErrorCode::NotFound));
}

void FixtureClient::enrolOwnerCode(UserName owner, api::Reply<std::string> reply) { reply(people.enrolOwner(owner)); }

void FixtureClient::forgetOwnerCode(UserName /*by*/, api::Reply<bool> reply) { reply(people.forgetOwner()); }

// The owner's, who proved it; or whoever's, with the owner's code.
void FixtureClient::saveLimits(api::SaveLimits command, api::Reply<Limits> reply) {
  const std::string& code = command.second.ownerCode;
  if (!code.empty() && code != kOwnersCode)
    return reply(fail(ErrorCode::CodeWrong));
  if (code.empty() && command.by != UserName("sri"))
    return reply(fail(ErrorCode::RoleForbids, "limits"));
  shopSettings.save(command, reply);
}

void FixtureClient::ownerCode(api::Reply<std::optional<api::CodeView>> reply) {
  reply(people.ownerCode);
}

void FixtureClient::enrolCode(UserName person, api::Reply<std::string> reply) { reply(people.enrol(person)); }

void FixtureClient::forgetCode(api::ForgetCode command, api::Reply<bool> reply) { reply(people.forget(command.person)); }

void FixtureClient::codes(api::Reply<std::vector<api::CodeView>> reply) { reply(people.codes); }

api::CounterStatus FixtureClient::counterStatus() const {
  api::CounterStatus status;
  status.now = m_now;
  status.outlet = outlet();
  status.outlet.training = training;
  status.lastBackup = backup.last;
  status.restored = backup.restored;
  status.witness = witnessAlarm;
  status.alarms = homeAlarms;
  status.user = user;
  status.accessLimits = shopSettings.limits.access;
  status.online = online;
  status.onlineSince = m_now - Duration::minutes(12);
  status.nextTryAt = online ? Instant{} : m_now + Duration::seconds(8);
  api::DepositView bankView;
  bankView.upstream = UpstreamId("bank");
  bankView.reachable = online && !bankAway;
  bankView.reachableSince = m_now - Duration::minutes(12);
  bankView.hasStatement = bank.hasStatement;
  bankView.collects = bank.collects;
  status.deposits.push_back(bankView);
  api::DepositView supplier;
  supplier.upstream = UpstreamId("digi");
  supplier.reachable = online;
  supplier.balance = depositTotal;
  supplier.reserved = Money::rupiah(124'300);
  supplier.asOf = m_now - Duration::minutes(online ? 1 : 12);
  supplier.isFilled = true;
  supplier.takesMonths = takesMonths;
  supplier.ticketBanks = topUps.banks;
  status.deposits.push_back(supplier);
  status.depositTotal = depositTotal;
  status.depositAsOf = m_now - Duration::minutes(online ? 1 : 12);
  for (const api::PaymentView& view : m_payments) {
    const Payment& payment = view.payment;
    if (!isTerminal(payment.state)) {
      ++status.queueCount;
      status.queueSum += payment.held;
    }
    if (payment.state == PaymentState::Accepted) {
      ++status.offlineCount;
      status.offlineSum += payment.held;
    }
    if (payment.businessDate == businessDateOf(m_now) && payment.state == PaymentState::Succeeded) {
      ++status.todayCount;
      status.todayProfit += payment.total() - payment.cost;
    }
  }
  status.unprintedCount = static_cast<int>(shopPaper.missing.size());
  status.openComplaints = complained.openCount();
  status.catalogueSize = static_cast<int>(m_products.size());
  return status;
}

void FixtureClient::status(api::Reply<api::CounterStatus> reply) {
  reply(counterStatus());
}

void FixtureClient::payments(api::PaymentFilter filter, api::Reply<std::vector<api::PaymentView>> reply) {
  std::vector<api::PaymentView> found;
  for (const api::PaymentView& view : m_payments) {
    const Payment& payment = view.payment;
    const bool wanted = matches(payment, filter.text) &&
                        (filter.states.empty() || std::find(filter.states.begin(), filter.states.end(),
                                                            payment.state) != filter.states.end()) &&
                        (filter.complained == api::PaymentFilter::Complained::Either || complained.isOpen(payment.ref)) &&
                        (!filter.from || payment.businessDate >= *filter.from) &&
                        (!filter.to || payment.businessDate <= *filter.to) &&
                        (!filter.beforeSequence || view.sequence < *filter.beforeSequence);
    if (filter.papers == api::PaymentFilter::Papers::Unprinted) {
      if (shopPaper.missing.count(payment.ref.str()) > 0)
        found.push_back(view);
      continue;
    }
    if (wanted && static_cast<int>(found.size()) < filter.limit)
      found.push_back(view);
  }
  reply(found);
}

void FixtureClient::payment(std::string anyRef, api::Reply<api::PaymentDetail> reply) {
  const api::PaymentView* view = find(anyRef);
  if (view == nullptr)
    return reply(fail(ErrorCode::NotFound, anyRef));
  api::PaymentDetail detail;
  detail.payment = view->payment;
  detail.nextDueAt = view->nextDueAt;
  detail.printed = papersOfEach;
  if (const auto missing = shopPaper.missing.find(view->payment.ref.str());
      missing != shopPaper.missing.end())
    detail.papers.push_back(missing->second);
  detail.complaints = complained.of(view->payment.ref);
  detail.question = complained.questionAbout(view->payment);
  const Payment& payment = view->payment;
  detail.history.push_back({payment.ref, payment.acceptedAt, AcceptedEvent{payment}});
  for (const Attempt& attempt : payment.attempts)
    detail.history.push_back({payment.ref, attempt.sentAt, ArmedEvent{attempt, payment.cost}});
  if (payment.state == PaymentState::Succeeded)
    detail.history.push_back({payment.ref, payment.settledAt, SucceededEvent{}});
  if (payment.state == PaymentState::Suspect)
    detail.history.push_back(
        {payment.ref, payment.acceptedAt + Duration::seconds(30), SuspectEvent{1, "timeout"}});
  if (payment.state == PaymentState::RefundDue || payment.state == PaymentState::Refunded)
    detail.history.push_back(
        {payment.ref, payment.acceptedAt + Duration::seconds(3), FailedEvent{1, payment.reason, {}}});
  reply(detail);
}

void FixtureClient::catalogue(std::string text, api::Reply<std::vector<Product>> reply) {
  std::vector<Product> found;
  std::copy_if(m_products.begin(), m_products.end(), std::back_inserter(found),
               [&text](const Product& product) { return containsNoCase(product.name, text); });
  reply(found);
}

void FixtureClient::syncCatalogue(api::Reply<int> reply) {
  reply(static_cast<int>(m_products.size()));
}

void FixtureClient::suggest(std::string typed, int limit, api::Reply<std::vector<api::Suggestion>> reply) {
  std::vector<api::Suggestion> found;
  const std::string word = toLower(trimmed(typed));
  const auto offer = [this](api::Suggestion& suggestion, Money wanted) {
    for (const Product& product : m_products) {
      if (product.family != suggestion.family ||
          (!suggestion.brand.empty() && product.brand != suggestion.brand))
        continue;
      if (product.kind == ProductKind::Prepaid && product.denomination == wanted)
        suggestion.preselected = static_cast<int>(suggestion.products.size());
      suggestion.products.push_back(product.id);
      suggestion.denominations.push_back(product.denomination);
      suggestion.prices.push_back(product.price);
      suggestion.productName = product.name;
    }
  };
  for (const Customer& customer : fixture::customers()) {
    const bool byName = containsNoCase(customer.name, word);
    const bool byNumber = isDigits(word) && customer.number.rfind(word, 0) == 0;
    if (word.empty() || (!byName && !byNumber))
      continue;
    api::Suggestion suggestion;
    suggestion.kind = api::Suggestion::Kind::Customer;
    suggestion.name = customer.name;
    suggestion.number = customer.number;
    suggestion.family = customer.family;
    suggestion.brand = customer.brand;
    suggestion.lastAt = m_now - customer.lastAgo;
    offer(suggestion, customer.lastNominal);
    found.push_back(suggestion);
  }
  if (found.empty() && isDigits(word) && word.size() >= 9) {
    api::Suggestion suggestion;
    suggestion.kind = api::Suggestion::Kind::Number;
    suggestion.number = word;
    const std::string_view brand = operatorOf(word);
    const bool isBill = shapeOf(word) == NumberShape::PlnSubscriber;
    suggestion.family = !brand.empty() ? Family::Pulsa : isBill ? Family::PlnBill : Family::PlnToken;
    suggestion.brand = brand.empty() ? "PLN" : std::string(brand);
    offer(suggestion, Money::rupiah(50'000));
    found.push_back(suggestion);
  }
  if (found.empty() && word.size() >= 4 && !isDigits(word))
    for (const Product& product : m_products) {
      if (!containsNoCase(product.name, word))
        continue;
      api::Suggestion& suggestion = found.emplace_back();
      suggestion.family = product.family;
      suggestion.brand = product.brand;
      suggestion.products = {product.id};
      suggestion.denominations = {product.denomination};
      suggestion.prices = {product.price};
      suggestion.productName = product.name;
    }
  if (static_cast<int>(found.size()) > limit)
    found.resize(static_cast<std::size_t>(limit));
  reply(found);
}

void FixtureClient::batches(int, api::Reply<std::vector<api::BatchView>> reply) {
  reply(std::vector<api::BatchView>());
}

void FixtureClient::batch(BatchId id, api::Reply<api::BatchView> reply) {
  reply(fail(ErrorCode::NotFound, id.str()));
}

void FixtureClient::receipt(std::string anyRef, api::Copy, api::Reply<api::ReceiptView> reply) {
  receipt::PaperProfile profile;
  api::ReceiptView made;
  if (const api::PaymentView* view = find(anyRef))
    made.receipt = receipt::composeReceipt(
        view->payment, outlet(), 0, m_now,
        {"3F7K-9Q2M-XW4T", "LOKET1/" + view->payment.ref.str() + "/1203/3F7K9Q2MXW4T7558KKBPY0A5HW9079ZPCVKGXM526HGC5XFM0EG"});
  else if (const auto paper = shopTill.paper(anyRef, outlet(), m_now))
    made.receipt = *paper;
  else
    return reply(fail(ErrorCode::NotFound, anyRef));
  made.rows = receipt::layOut(made.receipt, profile);
  made.columns = profile.columns;
  made.text = receipt::toText(made.rows, profile);
  made.last = lastPaper;
  reply(made);
}

void FixtureClient::print(std::string anyRef, api::Reply<api::PrintView> reply) {
  if (shopTill.paper(anyRef, outlet(), m_now)) {
    const int copyNo = hasPrinter ? shopTill.printed++ : 0;
    return reply(
        api::PrintView{hasPrinter ? api::PrintOutcome::Sent : api::PrintOutcome::NoPrinter, copyNo, {}});
  }
  if (find(anyRef) == nullptr)
    return reply(fail(ErrorCode::NotFound, anyRef));
  ++printed;
  reply(api::PrintView{hasPrinter ? api::PrintOutcome::Sent : api::PrintOutcome::NoPrinter, 1, {}});
}

void FixtureClient::printBatch(BatchId, api::Reply<api::PrintView> reply) {
  reply(api::PrintView{hasPrinter ? api::PrintOutcome::Sent : api::PrintOutcome::NoPrinter, 0, {}});
}

std::unique_ptr<api::Subscription> FixtureClient::listen(std::function<void(const api::Event&)> listener) {
  const int id = m_nextListener++;
  m_listeners.emplace(id, std::move(listener));
  return std::make_unique<Listening>([this, id] { m_listeners.erase(id); });
}

}  // namespace loket::app::fixture
