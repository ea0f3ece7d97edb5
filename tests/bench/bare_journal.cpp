#include "tests/bench/bare_journal.h"

#include <sqlite3.h>

#include <QtGlobal>

#include "core/base/text.h"

namespace loket::bench {
namespace {

// Those of core/adapters/store/connection.cpp: a floor with other promises would be another floor.
constexpr const char* kSettings[] = {
    "PRAGMA journal_mode=WAL",    "PRAGMA synchronous=FULL", "PRAGMA locking_mode=NORMAL",
    "PRAGMA mmap_size=0",         "PRAGMA temp_store=MEMORY", "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",  "PRAGMA cell_size_check=ON", "PRAGMA secure_delete=ON",
    "PRAGMA recursive_triggers=ON",
};

void bind(sqlite3_stmt* statement, const std::vector<Cell>& cells) {
  int position = 0;
  for (const Cell& cell : cells) {
    ++position;
    if (const auto* number = std::get_if<std::int64_t>(&cell))
      sqlite3_bind_int64(statement, position, *number);
    else if (const auto* text = std::get_if<std::string>(&cell))
      sqlite3_bind_text(statement, position, text->data(), static_cast<int>(text->size()), nullptr);  // static
    else
      sqlite3_bind_null(statement, position);
  }
}

Cell cellOf(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER: return sqlite3_column_int64(statement, column);
    case SQLITE_NULL: return std::monostate{};
    default: break;
  }
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
  return std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
}

}  // namespace

BareJournal::BareJournal(const std::string& path, const SecretBytes& key) {
  if (sqlite3_open_v2(path.c_str(), &m_handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr) != SQLITE_OK)
    qFatal("%s", path.c_str());
  const std::string rawKey = "x'" + toHex(key.data(), key.size()) + "'";
  sqlite3_key(m_handle, rawKey.data(), static_cast<int>(rawKey.size()));
  for (const char* setting : kSettings)
    if (sqlite3_exec(m_handle, setting, nullptr, nullptr, nullptr) != SQLITE_OK)
      qFatal("%s: %s", setting, sqlite3_errmsg(m_handle));
}

BareJournal::~BareJournal() {
  for (auto& [sql, statement] : m_statements)
    sqlite3_finalize(statement);
  sqlite3_close_v2(m_handle);
}

sqlite3_stmt* BareJournal::prepared(const std::string& sql) {
  const auto known = m_statements.find(sql);
  if (known != m_statements.end())
    return known->second;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(m_handle, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
    qFatal("%s: %s", sql.c_str(), sqlite3_errmsg(m_handle));
  m_statements.emplace(sql, statement);
  return statement;
}

std::vector<std::vector<Cell>> BareJournal::select(const std::string& sql, const std::vector<Cell>& bound) {
  sqlite3_stmt* statement = prepared(sql);
  bind(statement, bound);
  std::vector<std::vector<Cell>> rows;
  while (sqlite3_step(statement) == SQLITE_ROW) {
    std::vector<Cell>& row = rows.emplace_back();
    for (int column = 0; column < sqlite3_column_count(statement); ++column)
      row.push_back(cellOf(statement, column));
  }
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  return rows;
}

std::vector<SaleRows> BareJournal::newestSales(int count) {
  std::vector<SaleRows> sales;
  const auto payments = select("SELECT * FROM (SELECT * FROM payments ORDER BY seq DESC LIMIT ?) ORDER BY seq",
                               {std::int64_t{count}});
  for (const std::vector<Cell>& payment : payments) {
    SaleRows& sale = sales.emplace_back();
    sale.push_back({"payments", payment});
    const Cell& ref = payment.at(1);
    const auto add = [&](const char* table, const std::string& where, const std::vector<Cell>& bound) {
      for (std::vector<Cell>& row : select(std::string("SELECT * FROM ") + table + " WHERE " + where, bound))
        sale.push_back({table, std::move(row)});
    };
    add("events", "payment = ? ORDER BY seq", {ref});
    for (const std::vector<Cell>& posting : select("SELECT * FROM postings WHERE payment = ? ORDER BY id", {ref})) {
      sale.push_back({"postings", posting});
      add("legs", "posting = ? ORDER BY no", {posting.front()});
    }
    add("outbox", "payment = ?", {ref});
    add("customers", "number = ?", {payment.at(5)});
  }
  return sales;
}

void BareJournal::run(sqlite3_stmt* statement) {
  if (sqlite3_step(statement) != SQLITE_DONE)
    qFatal("%s", sqlite3_errmsg(m_handle));
  sqlite3_reset(statement);
}

void BareJournal::commit(const SaleRows& sale) {
  // Found once by table: the loop compiles nothing and puts no text together.
  for (const JournalRow& row : sale)
    if (sqlite3_stmt*& insert = m_inserts[row.table]; insert == nullptr) {
      std::string places = "?";
      for (std::size_t i = 1; i < row.cells.size(); ++i)
        places += ", ?";
      insert = prepared("INSERT INTO " + row.table + " VALUES (" + places + ")");
    }
  run(prepared("BEGIN IMMEDIATE"));
  for (const JournalRow& row : sale) {
    sqlite3_stmt* insert = m_inserts.find(row.table)->second;
    bind(insert, row.cells);
    run(insert);
  }
  run(prepared("COMMIT"));
}

}  // namespace loket::bench
