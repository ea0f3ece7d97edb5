// The rows of the books that have a leaf of their own, read beside the leaves in their order: what each of those leaves is about.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/adapters/store/connection.h"
#include "core/base/time.h"
#include "core/domain/identity/access.h"
#include "core/domain/ledger/ledger.h"
#include "core/domain/till/till.h"

namespace loket::adapters {

// What the leaf of a posting, of a row of the till and of what happened at the door commits to.
std::string postingParticulars(const Posting& posting);
// A name is never a leaf's subject: who pays a debt stands among the particulars.
std::string tillParticulars(std::string_view subject, std::string_view who, std::int64_t amount, std::string_view reason);
std::string accessParticulars(const AccessEvent& event);
std::string_view tillSubject(TillKind kind, std::string_view subject);

class JournalBeside {
 public:
  struct Row {
    const char* what = "";  // as a fault names it: "event", "posting", "till", "access", "print", "complaint"
    std::string kind;
    std::string subject;
    Instant at;
    std::string particulars;
  };
  explicit JournalBeside(Connection& connection);

  // That of this leaf; those of earlier ones, which no leaf asked for, are told first and passed over. Leaves in their order only.
  Result<std::optional<Row>> rowOf(std::uint64_t leaf, const std::function<void(std::uint64_t leaf)>& stray);
  // Behind the last leaf nothing may be left.
  Status end(const std::function<void(std::uint64_t leaf)>& stray);

 private:
  enum Table : std::uint8_t { Events, Postings, Till, Access, Prints, Complaints, kTables };
  struct Rows {
    Query query;
    bool hasRow = false;
    std::uint64_t leaf = 0;
  };
  static void next(Rows& rows);
  Result<Row> rowIn(Table table);

  Connection& m_connection;
  std::array<Rows, kTables> m_tables;
};

}  // namespace loket::adapters
