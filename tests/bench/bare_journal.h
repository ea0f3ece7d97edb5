// The floor of a durable acceptance: SQLCipher's own interface with the same key, the same settings and the same
// schema, prepared statements, and values that are already there.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "core/base/secret_bytes.h"

struct sqlite3;
struct sqlite3_stmt;

namespace loket::bench {

using Cell = std::variant<std::monostate, std::int64_t, std::string>;

struct JournalRow {
  std::string table;
  std::vector<Cell> cells;
};

// Every row that one acceptance wrote, in the order of writing.
using SaleRows = std::vector<JournalRow>;

class BareJournal {
 public:
  // An existing database; the program ends when it cannot be opened with exactly these settings.
  BareJournal(const std::string& path, const SecretBytes& key);
  ~BareJournal();
  BareJournal(const BareJournal&) = delete;
  BareJournal& operator=(const BareJournal&) = delete;

  // What the `count` newest acceptances wrote, oldest first.
  std::vector<SaleRows> newestSales(int count);
  // One transaction. Ends the program when it fails.
  void commit(const SaleRows& sale);

 private:
  sqlite3_stmt* prepared(const std::string& sql);
  std::vector<std::vector<Cell>> select(const std::string& sql, const std::vector<Cell>& bound);
  void run(sqlite3_stmt* statement);

  sqlite3* m_handle = nullptr;
  std::map<std::string, sqlite3_stmt*> m_statements;
  std::map<std::string, sqlite3_stmt*> m_inserts;
};

}  // namespace loket::bench
