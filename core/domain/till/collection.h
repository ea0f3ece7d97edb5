// Money that the shop asks its bank to collect from a customer, who then gets cash for it or what he buys with it: by a QRIS
// code that he scans, or out of his wallet by a one-time password that his telephone shows. Asked for durably before the
// bank hears of it, followed until the bank says how it ended, and used once.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/domain/identity/ids.h"
#include "core/domain/money/money.h"
#include "core/domain/payment/verdict.h"
#include "core/domain/till/cash_out.h"
#include "core/domain/till/till.h"

namespace loket {

std::string_view wordOf(CollectionKind kind);
std::optional<CollectionKind> collectionKindFromWord(std::string_view word);
std::string_view wordOf(CollectionState state);
std::optional<CollectionState> collectionStateFromWord(std::string_view word);

// No QRIS code is for more (ppob-domain 4.1).
inline constexpr Money kQrisMax = Money::rupiah(10'000'000);
// What the standard gives a code that nobody says otherwise for is 4 hours; a customer at a counter needs minutes.
inline constexpr Duration kQrisLife = Duration::minutes(30);
// A code is asked about for so much longer: what was scanned in the last moment is on its way.
inline constexpr Duration kCollectionEcho = Duration::minutes(5);

// Of a sale: prices and bills change, and the customer stands there. A code is good for so long,
inline constexpr Duration kSaleCodeLife = Duration::minutes(10);
// and its money becomes the sale by itself for so long. What comes later waits for people.
inline constexpr Duration kSaleLife = kSaleCodeLife + kCollectionEcho;

// What the bank said.
struct CollectionTold {
  Verdict verdict;
  std::string code;     // QRIS: its text
  std::string bankRef;  // its own name for it
  Money bankFee;        // kept by the bank (MDR)
  Instant expiresAt;    // zero: as asked
  Instant paidAt;       // zero: not told
};

// AmountInvalid: not positive, or above what the kind allows. NumberInvalid: a password needs the customer's number.
Result<TillChange> decideCollectionAsk(const CollectionId& id, const UpstreamId& upstream, CollectionKind kind, Money amount,
                                       const std::string& customer, const Hand& hand);
// A code of exactly what a sale costs; the sale is kept with it.
Result<TillChange> decideSaleAsk(const CollectionId& id, const UpstreamId& bank, SaleOrder order, const Hand& hand);
// The answer to the request itself. Nothing changes while it is not known what became of it.
std::optional<TillChange> decideCollectionAnswer(const Collection& collection, const CollectionTold& told, const Hand& hand);
// The answer to a question about it. A bank that does not (or no longer) know it has not collected, when enough time has
// passed; what it says later counts all the same.
// `age`: how long ago it was asked for, whatever the wall clock was set to since.
std::optional<TillChange> decideCollectionStatus(const Collection& collection, const CollectionTold& told, const Hand& hand,
                                                 Duration age);

// When it should be asked about next; nothing when nobody waits for an answer. `askedAt` is zero before the first time.
std::optional<Instant> nextQuestion(const Collection& collection, Instant askedAt);

// Whose money each line of the statement is, as an index into `collections`; -1 for somebody's transfer. The same money must
// not be paid out as both. A collection's line is the one that it was handed out under (`cashOuts`, as the till's journal
// has them), or that names it, or else the nearest of its sum. One line for one collection, except that one which was handed
// out under another's keeps its own too.
std::vector<int> ownersOf(const std::vector<Credit>& credits, const std::vector<Collection>& collections,
                          const std::vector<TillEvent>& cashOuts);

// Its money, once it is there, is for the sale that it was asked for and nobody has given up.
bool mayBecomeSale(const Collection& collection, Instant now);
// And it is there.
bool sellsByItself(const Collection& collection, Instant now);
// No sale any more: money that comes all the same is a credit. StateForbids: there is no sale, or it has happened.
Result<TillChange> decideSaleGiveUp(const Collection& collection, const std::string& reason, const Hand& hand);
// `payment` is accepted with its money in the same transaction; the change has it as it is to be accepted. PriceChanged:
// it costs something else by now. StateForbids and CreditUsed as with cash for it.
Result<TillChange> decideCollectionSale(const Collection& collection, Payment payment, const std::optional<Credit>& line,
                                        CreditInBooks books, const std::vector<std::string>& used, const Hand& hand);

// Cash for it. `line` is its credit, where the statement has it. StateForbids unless it is paid, and
// while it is about to become a sale; CreditUsed when it was handed out or has paid a sale; AmountInvalid (the fee), DrawerShort as with any credit.
Result<TillChange> decideCollectionPayOut(const Collection& collection, const std::optional<Credit>& line, CreditInBooks books,
                                          Money fee, const std::vector<std::string>& used, Money drawer, const Hand& hand);

}  // namespace loket
