// The books' own rules, in SQL, on what is really written: that every posting sums to zero, and that the
// accounts say what the payments, tickets and customers say.
#pragma once

#include <memory>
#include <vector>

#include "core/adapters/store/connection.h"
#include "core/ports/store.h"

namespace loket::adapters {

int ledgerRuleCount();
// All of them over the whole ledger; a few places per broken rule. The caller gives the moment (a
// transaction).
Result<std::vector<ports::BrokenRule>> brokenLedgerRules(Connection& connection);

// Looks at what one transaction is about to commit. In what is shipped it looks only at what costs nothing:
// that each new posting sums to zero.
class CommitCheck {
 public:
  // Right after BEGIN.
  static Result<CommitCheck> begin(Connection& connection);
  // Right before COMMIT: Internal, with the rule's name and the place, when the books would not be right.
  Status check();

 private:
  CommitCheck(Connection& connection, std::int64_t lastPosting)
      : m_connection(connection), m_lastPosting(lastPosting) {}
  Connection& m_connection;
  std::int64_t m_lastPosting;  // before this transaction
};

}  // namespace loket::adapters
