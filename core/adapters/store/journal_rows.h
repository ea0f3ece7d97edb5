// The journal's tree as rows: reading and checking on any connection, growing inside the store's transaction.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/adapters/store/connection.h"
#include "core/ports/journal.h"

namespace loket::adapters {

// What a new database goes on from when the leaves themselves are lost.
struct JournalBase {
  struct Node {
    int level = 0;
    std::uint64_t index = 0;
    journal::Hash hash{};
  };
  std::uint64_t size = 0;
  std::vector<journal::Hash> roots;
  // Beside the roots, what proves that the tree grew from those that somebody has seen last.
  std::vector<Node> nodes;
};

// How far the database is: units of work in it, and the sidecar's mark behind the last of them.
struct CommitPosition {
  std::uint64_t commits = 0;
  std::string_view mark;
};

class JournalRows final : public ports::JournalReader {
 public:
  explicit JournalRows(Connection& connection) : m_connection(connection) {}

  Result<ports::JournalHead> head() override;
  Result<journal::Hash> node(int level, std::uint64_t index) override;
  Result<std::vector<ports::JournalLeaf>> leavesOf(const PaymentRef& ref) override;
  Result<std::optional<std::uint64_t>> newestLeafOf(const PaymentRef& ref) override;
  Status isSound() override;
  Result<std::vector<journal::Hash>> rootsOf(std::uint64_t size) override;
  Status read(std::uint64_t to, ports::JournalWords words, const std::function<Status(const ports::JournalLeaf&)>& take) override;
  Result<ports::JournalCheck> check(const std::function<bool(std::uint64_t done, std::uint64_t of)>& progress) override;

  // ---- the writing side: inside an open transaction
  // Reads how far it is. Once, before anything grows, and again after a transaction that failed.
  Status load();
  // The entries of one unit of work get salts made of this seed; without one nothing is written down.
  void begin(std::string_view seed);
  // Its leaf, as the row that it is about keeps it: nothing where nothing is written down.
  Result<std::optional<std::int64_t>> add(std::string_view kind, std::string_view subject, Instant at,
                                          std::string_view particulars);
  // What was written of a customer or group before the entry `last`, which says that they are gone, cannot be told from anything else
  // any more: the tree stays as it is.
  Status forget(std::string_view person, const std::optional<std::int64_t>& last);
  // Behind the last one: where the tree is now, and how far the database is, which is the same row.
  Status end(const CommitPosition& position);
  // `seen`: the sizes that somebody outside has seen last.
  Result<JournalBase> base(const std::set<std::uint64_t>& seen);
  // Of a database that has nothing yet; end() writes it down.
  Status restore(const JournalBase& base);

 private:
  // Where something is not as it was written.
  using Broken = std::function<void(std::uint64_t index, const char* what)>;
  // Whether a payment is what its steps make of it: all screens show is read off that row. Nothing: its steps are not all here.
  Result<std::optional<bool>> isFoldOfItsSteps(const Query& row);
  Status checkPayments(ports::JournalCheck& result, const Broken& broken, const std::function<bool(std::uint64_t done)>& progress);
  Result<std::optional<journal::Hash>> stored(int level, std::uint64_t index);
  Status writeNode(int level, std::uint64_t index, const journal::Hash& hash);

  Connection& m_connection;
  journal::Frontier m_frontier;
  std::uint64_t m_from = 0;
  std::string m_seed;
  std::uint64_t m_number = 0;  // of the next entry in its unit of work
};

}  // namespace loket::adapters
