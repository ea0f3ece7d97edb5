#include "app/cashier/shots/fixture_till.h"

#include <algorithm>
#include <utility>

namespace loket::app::fixture {
namespace {

const UserName kCashier{"sri"};

}  // namespace

void FixtureTill::openEarlier(Instant now) {
  drawer = Money::rupiah(300'000);
  Shift opened;
  opened.id = ShiftId("S261123K7Q2M");
  opened.openedBy = kCashier;
  opened.openedAt = now - Duration::minutes(7 * 60 + 2);
  opened.floatCounted = opened.floatExpected = drawer;
  shift = opened;
  m_shifts = 1;
  m_in = m_out = Money{};
  const auto sold = [this](Family family, int count, std::int64_t sum) {
    sales.push_back({family, count, Money::rupiah(sum)});
    drawer += Money::rupiah(sum);
    m_in += Money::rupiah(sum);
  };
  sold(Family::PlnToken, 18, 1'218'500);
  sold(Family::Pulsa, 14, 342'000);
  sold(Family::PlnBill, 6, 1'027'250);
  sold(Family::Health, 4, 290'000);
  sold(Family::Water, 3, 258'900);
  sold(Family::Transfer, 2, 1'181'600);
  deposits = {
      {UpstreamId("digi"), Money::rupiah(3'482'150), Money::rupiah(3'482'150), now - Duration::minutes(1)},
      {UpstreamId("bank"), Money::rupiah(12'450'000), Money::rupiah(12'447'500), now - Duration::minutes(9)}};
}

void FixtureTill::sell(Family family, Money total) {
  const auto row = std::find_if(sales.begin(), sales.end(),
                                [family](const api::FamilySalesView& one) { return one.family == family; });
  if (row == sales.end()) {
    sales.push_back({family, 1, total});
  } else {
    ++row->count;
    row->sum += total;
  }
  drawer += total;
  m_in += total;
}

void FixtureTill::keep(const TillChange& change) {
  moves.push_back(change.event);
  switch (change.event.kind) {
    case TillKind::PaidIn:
      drawer += change.event.amount;
      m_in += change.event.amount;
      break;
    case TillKind::PaidOut:
    case TillKind::TakenOut:
      drawer -= change.event.amount;
      m_out += change.event.amount;
      break;
    case TillKind::GoodsSold:
      drawer += change.event.amount;
      m_in += change.event.amount;
      ++goods.count;
      goods.sum += change.event.amount;
      break;
    case TillKind::GoodsReturned:
      drawer -= change.event.amount;
      m_out += change.event.amount;
      --goods.count;
      goods.sum -= change.event.amount;
      break;
    default:  // a count: the books have what was counted from now on
      drawer = change.event.amount;
      if (change.event.kind == TillKind::ShiftOpened) {
        m_in = m_out = Money{};
        sales.clear();
        goods = {};
      }
      break;
  }
  if (change.shift)
    shift = change.shift;
}

Result<api::TillView> FixtureTill::decide(const api::TillCommand& command, Instant now) {
  if (error)
    return fail(*std::exchange(error, std::nullopt));
  const Hand hand{kCashier, now};
  const std::optional<Shift> open = shift && shift->isOpen() ? shift : std::nullopt;
  Result<TillChange> change = fail(ErrorCode::StateForbids);
  if (const auto* in = std::get_if<api::PayIn>(&command))
    change = decidePayIn(drawer, in->amount, in->reason, hand);
  else if (const auto* out = std::get_if<api::PayOut>(&command))
    change = decidePayOut(drawer, out->amount, out->to, out->reason, hand);
  else if (const auto* sold = std::get_if<api::GoodsSale>(&command))
    change = decideGoodsSale(drawer, sold->amount, sold->name, hand);
  else if (const auto* back = std::get_if<api::GoodsReturn>(&command))
    change = decideGoodsReturn(drawer, back->amount, back->name, hand);
  else if (const auto* opening = std::get_if<api::ShiftOpening>(&command))
    change = decideShiftOpen(open, shift ? ShiftBefore::Closed : ShiftBefore::None,
                             ShiftId("S261123FIX" + std::to_string(++m_shifts)), drawer, opening->counted,
                             opening->reason, hand);
  else if (const auto* closing = std::get_if<api::ShiftClosing>(&command))
    change = decideShiftClose(open, drawer, closing->counted, closing->reason, hand);
  if (!change)
    return fail(change.error());
  keep(*change);
  api::TillView view;
  view.event = change->event;
  view.shift = change->shift;
  return view;
}

bool FixtureTill::run(const api::TillCommand& command, Instant now, const Reply& reply) {
  const bool isMine = std::holds_alternative<api::PayIn>(command) ||
                      std::holds_alternative<api::PayOut>(command) ||
                      std::holds_alternative<api::GoodsSale>(command) ||
                      std::holds_alternative<api::GoodsReturn>(command) ||
                      std::holds_alternative<api::ShiftOpening>(command) ||
                      std::holds_alternative<api::ShiftClosing>(command);
  if (!isMine)
    return false;
  const auto answered = [this, command, now, reply] { reply(decide(command, now)); };
  if (holdAnswers)
    m_held.push_back(answered);
  else
    answered();
  return true;
}

void FixtureTill::release() {
  holdAnswers = false;
  for (const auto& held : std::exchange(m_held, {})) held();
}

Result<api::ShiftReport> FixtureTill::report() const {
  if (readError)
    return fail(*readError);
  if (!shift)
    return fail(ErrorCode::ShiftMissing);
  api::ShiftReport report;
  report.shift = *shift;
  report.sales = sales;
  for (const api::FamilySalesView& row : sales) {
    report.count += row.count;
    report.sum += row.sum;
  }
  report.goods = goods;
  report.deposits = deposits;
  if (!shift->isOpen())
    report.drawer =
        api::ShiftReport::Drawer{m_in, m_out, shift->expected, shift->counted, shift->difference()};
  return report;
}

std::optional<receipt::Receipt> FixtureTill::paper(const std::string& id, const Outlet& outlet,
                                                   Instant now) const {
  const auto found = report();
  if (!found || !found->drawer || found->shift.id.str() != id)
    return std::nullopt;
  receipt::ShiftSheet sheet;
  sheet.shift = found->shift;
  for (const api::FamilySalesView& row : found->sales)
    sheet.sales.push_back({row.family, row.count, row.sum});
  sheet.goods = found->goods;
  sheet.cashIn = found->drawer->cashIn;
  sheet.cashOut = found->drawer->cashOut;
  for (const api::ShiftDepositView& row : found->deposits)
    sheet.deposits.push_back({row.upstream, row.balance, row.told, row.toldAt});
  return receipt::composeShiftSheet(sheet, outlet, printed, now);
}

}  // namespace loket::app::fixture
