#include "core/adapters/store/till_rows.h"

#include <memory>
#include <utility>

#include "core/adapters/store/payment_json.h"
#include "core/domain/till/collection.h"

namespace loket::adapters {
namespace {

Result<Money> moneyOf(const Query& row, int column) {
  const auto amount = Money::from(row.number(column));
  return amount ? Result<Money>(*amount) : fail(ErrorCode::DatabaseUnreadable, "amount of " + row.text(0));
}

}  // namespace

Result<Ticket> ticketFrom(const Query& row) {
  const auto state = ticketStateFromWord(row.text(4));
  if (!state)
    return fail(ErrorCode::DatabaseUnreadable, "ticket " + row.text(0));
  Ticket ticket;
  ticket.id = TicketId(row.text(0));
  ticket.upstream = UpstreamId(row.text(1));
  LOKET_ASSIGN(ticket.wanted, moneyOf(row, 2));
  LOKET_ASSIGN(ticket.amount, moneyOf(row, 3));
  ticket.state = *state;
  ticket.by = UserName(row.text(5));
  ticket.openedAt = Instant{row.number(6)};
  ticket.movedAt = Instant{row.number(7)};
  ticket.payee = {row.text(8), row.text(9), row.text(10), row.text(11)};
  return ticket;
}

Result<Collection> collectionFrom(const Query& row) {
  const auto kind = collectionKindFromWord(row.text(2));
  const auto state = collectionStateFromWord(row.text(3));
  if (!kind || !state)
    return fail(ErrorCode::DatabaseUnreadable, "collection " + row.text(0));
  LOKET_ASSIGN(const Money amount, moneyOf(row, 4));
  LOKET_ASSIGN(const Money bankFee, moneyOf(row, 5));
  Collection one{CollectionId(row.text(0)),
                 UpstreamId(row.text(1)),
                 *kind,
                 *state,
                 amount,
                 bankFee,
                 row.text(6),
                 row.text(7),
                 row.text(8),
                 row.text(9),
                 UserName(row.text(10)),
                 Instant{row.number(11)},
                 Instant{row.number(12)},
                 Instant{row.number(13)},
                 Instant{row.number(14)}};
  if (const std::string sale = row.text(kSaleColumn); !sale.empty()) {
    SaleOrder order;
    LOKET_ASSIGN(order.payment, decodePayment(sale));
    order.isOff = row.number(16) != 0;
    if (const auto channel = confirmation::channelFromWord(row.text(17)))
      order.tell = confirmation::Address{*channel, row.text(18)};
    one.sale = std::make_shared<const SaleOrder>(std::move(order));
  }
  return one;
}

}  // namespace loket::adapters
