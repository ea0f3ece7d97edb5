// What happens in the shop.
#include "core/engine/collective.h"
#include "tests/simulator/power/power_gate.h"
#include "tests/simulator/power/power_shop.h"
#include "tests/simulator/power/premises.h"

namespace loket::simulator {
namespace {

constexpr std::int64_t kCashOut = 200'000;
constexpr const char* kOnTick = "Bu Tini";
// How long a shop waits for a sync before it does something else.
constexpr Duration kPatience = Duration::minutes(8);

}  // namespace

api::SellRequest PowerShop::requestFor(const char* product, std::string number, int n) {
  api::SellRequest request;
  request.product = product;
  request.number = std::move(number);
  request.clientRef = ClientRef("order-" + std::to_string(n));
  return request;
}

void PowerShop::take(Step step) {
  switch (step) {
    case Step::SellOnline:
      return sell(kPulsa, Fate::Succeeds, api::Connectivity::WhenOnline);
    case Step::SellAnswerLost:
      return sell(kPulsa, Fate::AnswerLost, api::Connectivity::WhenOnline);
    case Step::SellRequestLost:
      return sell(kPulsa, Fate::RequestLost, api::Connectivity::WhenOnline);
    case Step::SellRefused:
      return sell(kPulsa, Fate::Refused, api::Connectivity::WhenOnline);
    case Step::SellElsewhere:
      return sell(kVoucher, Fate::RefusedHere, api::Connectivity::WhenOnline);
    case Step::SellElsewhereLost:
      return sell(kVoucher, Fate::RefusedHereThenLost, api::Connectivity::WhenOnline);
    case Step::SellNoWay:
      return sell(kPulsa, Fate::NoWay, api::Connectivity::WhenOnline);
    case Step::SellOffline:
      return sell(kPulsa, Fate::Succeeds, api::Connectivity::Never);
    case Step::SellBill:
      return sell(kBill, Fate::Succeeds, api::Connectivity::WhenOnline);
    case Step::SellBillOffline:
      return sell(kBill, Fate::Succeeds, api::Connectivity::Never);
    case Step::Sync:
      return sync(api::SyncRequest::Until::OnePass, kPatience);
    case Step::SyncUntilIdle:
      return sync(api::SyncRequest::Until::Idle, kPatience);
    case Step::Refund:
      return giveBack();
    case Step::Print:
      return print();
    case Step::Receipt:
      return receipt();
    case Step::Restart:
      if (!mustBoot())
        end();
      return;
    case Step::CashOut:
      return cashOut();
    case Step::SellOnBon:
      return sell(kPulsa, Fate::Succeeds, api::Connectivity::WhenOnline, kOnTick);
    case Step::PayBon:
      atTheTill(api::BonPayment{kOnTick, Money::rupiah(5'000)});
      return;
    case Step::Drawer:
      if (atTheTill(api::PayIn{Money::rupiah(50'000), "modal"}))
        atTheTill(api::PayOut{Money::rupiah(20'000), PaidTo::Expense, "kantong plastik", {}});
      return;
    case Step::Goods:
      atTheTill(api::GoodsSale{Money::rupiah(5'000), "kopi"});
      return;
    case Step::TopUp:
      return topUp();
    case Step::OpenShift:
      atTheTill(api::ShiftOpening{Money::rupiah(100'000), {}});
      return;
    case Step::CloseShift:
      atTheTill(api::ShiftClosing{Money::rupiah(90'000), "salah kembali"});
      return;
    case Step::Decide:
      return decide();
    case Step::SellGroup:
      return sellGroup();
    case Step::CollectCash:
      return collectCash();
    case Step::SellByCode:
      return sellByCode();
    case Step::GiveUpCode:
      return giveUpCode();
    case Step::ExpireCode:
      return expireCode();
    case Step::Reconcile:
      return reconcile();
  }
}

void PowerShop::sell(const char* product, Fate fate, api::Connectivity connectivity, const char* bon) {
  const int n = ++m_sales;
  const bool bill = product == kBill;
  api::SellRequest request =
      requestFor(product, bill ? std::to_string(77'001'000 + n) : "08123400" + std::to_string(1000 + n), n);
  request.connectivity = connectivity;
  request.bon = bon;
  if (bill && connectivity == api::Connectivity::Never)
    request.amount = Money::rupiah(100'000);
  m_fates[request.number] = fate;
  // A cashier whose program died asks again with the same order.
  for (int tries = 0; tries < 4 && ok(); ++tries) {
    if (mustBoot())
      boot();
    if (mustBoot())
      return;
    const auto sold = std::make_shared<PaymentRef>();
    const auto answered = std::make_shared<bool>(false);
    m_engine->sell(request, [this, sold, answered](const Result<api::PaymentView>& view) {
      *answered = true;
      // What a dead program says reaches nobody.
      if (view && !isDead()) {
        *sold = view->payment.ref;
        m_acknowledged.insert(view->payment.ref);
      } else if (!view && !isDead()) {
        note("refused: " + std::string(wordOf(view.error().code)));
      }
    });
    turnUntil([answered] { return *answered; }, 200);
    if (!sold->empty()) {
      note("sold " + request.clientRef.str() + " as " + sold->str());
      m_last = *sold;
      if (connectivity != api::Connectivity::Never)
        await(*sold);
      return;
    }
    if (!mustBoot())
      return;
  }
}

// A list of bills at once, each a sale of its own. Whoever's program died asks again for all of them.
void PowerShop::sellGroup() {
  std::vector<api::SellRequest> requests;
  for (const Fate fate : {Fate::Succeeds, Fate::AnswerLost, Fate::Succeeds}) {
    const int n = ++m_sales;
    requests.push_back(requestFor(kBill, std::to_string(77'001'000 + n), n));
    m_fates[requests.back().number] = fate;
  }
  using Lines = std::vector<api::SaleLine>;
  for (int tries = 0; tries < 4 && ok(); ++tries) {
    if (mustBoot())
      boot();
    if (mustBoot())
      return;
    const auto sold = std::make_shared<std::optional<Lines>>();
    engine::sellAll(
        requests, [this](const api::SellRequest& one, api::Reply<api::PaymentView> reply) { m_engine->sell(one, std::move(reply)); },
        [this, sold](const Result<Lines>& lines) {
          if (lines && !isDead())
            sold->emplace(*lines);
        });
    turnUntil([sold] { return sold->has_value(); }, 200);
    if (!*sold)
      continue;
    std::vector<PaymentRef> taken;
    for (const api::SaleLine& line : **sold) {
      if (line.sold)
        taken.push_back(line.sold->payment.ref);
      else
        note("refused: " + std::string(wordOf(line.error->code)));
    }
    m_acknowledged.insert(taken.begin(), taken.end());
    for (const PaymentRef& ref : taken) await(ref);
    if (taken.size() == requests.size() || !mustBoot())
      return;
  }
}

void PowerShop::cashOut() {
  const Credit credit = m_bank.transfer(UpstreamId("one"), m_clock.now(), Money::rupiah(kCashOut));
  const api::CashOut command{credit.upstream, credit.id, credit.amount, Money::rupiah(2'500)};
  // Enough for both of them: it is not an empty drawer that says no to the second.
  if (!atTheTill(api::PayIn{credit.amount + credit.amount, "modal"}))
    return;
  // And somebody else at the counter, who has the same money on his list.
  for (int cashier = 0; cashier < 2 && ok(); ++cashier)
    if (atTheTill(command))
      ++m_handedOut[subjectOf(credit)];
}

void PowerShop::topUp() {
  const auto opened = atTheTill(api::TicketOpening{UpstreamId("one"), Money::rupiah(1'000'000), {}, {}});
  if (!opened || !opened->ticket)
    return;
  const TicketId id = opened->ticket->id;
  if (atTheTill(api::TicketTransfer{id, PaidFrom::Owner}))
    atTheTill(api::TicketCredit{id});
}

// By what the upstream really did, which two people have asked it on the telephone.
void PowerShop::decide() {
  if (mustBoot())
    return;
  const auto everything = m_real->openPayments();
  if (!everything)
    return;
  for (const auto& open : *everything) {
    if (open.payment.state != PaymentState::Review || mustBoot())
      continue;
    api::Decision decision;
    decision.outcome = m_effects.count(open.payment.number) > 0 ? ManualOutcome::Succeeded : ManualOutcome::Failed;
    decision.approval = {UserName("sri"), UserName("budi"), false, "kata pemasok di telepon"};
    const auto done = std::make_shared<bool>(false);
    m_engine->decide(open.payment.ref, decision, [done](const Result<api::PaymentView>&) { *done = true; });
    turnUntil([done] { return *done; }, 100);
  }
}

std::optional<api::TillView> PowerShop::atTheTill(const api::TillCommand& command) {
  return asked<api::TillView>(200, [&](api::Reply<api::TillView> reply) { m_engine->till(command, std::move(reply)); });
}

void PowerShop::await(const PaymentRef& ref) {
  if (mustBoot())
    return;
  const auto done = std::make_shared<bool>(false);
  m_engine->await(ref, Duration::seconds(100), [done](const Result<api::PaymentView>&) { *done = true; });
  turnUntil([done] { return *done; }, 400);
}

void PowerShop::sync(api::SyncRequest::Until until, Duration limit) {
  if (mustBoot())
    return;
  m_clock.moveBy(Duration::minutes(11));
  const auto done = std::make_shared<bool>(false);
  m_engine->sync({until, limit}, {}, [done](const Result<api::BatchView>&) { *done = true; });
  turnUntil([done] { return *done; }, 2'000);
}

void PowerShop::giveBack() {
  if (mustBoot())
    return;
  const auto everything = m_real->openPayments();
  if (!everything)
    return;
  for (const auto& open : *everything) {
    if (open.payment.state != PaymentState::RefundDue || mustBoot())
      continue;
    const auto done = std::make_shared<bool>(false);
    m_engine->refund(open.payment.ref, kNobodyElse, [done](const Result<api::PaymentView>&) { *done = true; });
    turnUntil([done] { return *done; }, 100);
  }
}

void PowerShop::print() {
  if (mustBoot() || m_last.empty())
    return;
  const auto done = std::make_shared<bool>(false);
  m_queuedPrint = false;
  const int rings = m_wire.rings();
  m_engine->print(m_last.str(), [done](const Result<api::PrintView>&) { *done = true; });
  turnUntil([this, done] { return *done || m_queuedPrint; }, 20);
  // The printer has a thread of its own; nothing else happens until it is through.
  if (m_queuedPrint && !*done)
    m_wire.waitForRing(rings);
  turnUntil([done] { return *done; }, 20);
}

void PowerShop::receipt() {
  if (mustBoot() || m_last.empty())
    return;
  const auto done = std::make_shared<bool>(false);
  m_engine->receipt(m_last.str(), api::Copy::Issue, [this, done](const Result<api::ReceiptView>& view) {
    *done = true;
    if (view && !isDead())
      ++m_papers[m_last];
  });
  // Also when the answer came too early: what it promises is committed in the turn after it.
  bool turned = false;
  turnUntil([&turned, done] { return std::exchange(turned, true) && *done; }, 20);
}

}  // namespace loket::simulator
