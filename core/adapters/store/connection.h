// One SQLCipher connection with the settings that keep an acknowledged payment through a power cut, each read
// back after it was set (reliability 4.1). Errors are sticky: after an I/O fault nothing more is done on it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/secret_bytes.h"
#include "core/domain/identity/backup.h"

struct sqlite3;
struct sqlite3_stmt;

namespace loket::adapters {

// Rows of one reading, however many are asked for.
inline constexpr int kPageMax = 1000;

enum class OpenMode { Create, ReadWrite, ReadOnly };

class Connection;

// A prepared statement in use; resets itself when it goes.
class Query {
 public:
  Query(Query&& other) noexcept;
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  Query& operator=(Query&&) = delete;
  ~Query();

  Query& bind(std::int64_t value);
  Query& bind(std::string_view value);
  Query& bindBytes(std::string_view value);
  Query& bindNull();
  // Null where there is nothing.
  Query& bind(const std::optional<std::int64_t>& value) { return value ? bind(*value) : bindNull(); }
  // True while there is a row. Errors go to the connection and end the rows.
  bool step();
  // For statements without rows.
  Status run();
  std::int64_t number(int column) const;
  std::string text(int column) const;
  std::string bytes(int column) const;
  // The same, until the next step.
  std::string_view view(int column) const;
  bool isNull(int column) const;
  // What stopped the rows, if anything did.
  Status status() const;

 private:
  friend class Connection;
  // `prepared` is what compiling the statement said.
  Query(Connection& connection, sqlite3_stmt* statement, int prepared)
      : m_connection(&connection), m_statement(statement), m_result(prepared) {}
  Connection* m_connection;
  sqlite3_stmt* m_statement;
  int m_bound = 0;
  int m_result;
};

class Connection {
 public:
  static Result<std::unique_ptr<Connection>> open(const std::string& path, const SecretBytes& key, OpenMode mode);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Query query(const char* sql);
  Status execute(const std::string& sql);
  // Ends the transaction that is open, if any: after some errors, a full disk among them, SQLite has done it itself.
  void rollBack();
  // The database as it is now, and as no later commit changes it, into a new one at `path` with the same key, in pieces:
  // whoever writes meanwhile waits for none of them. Closed when `goOn` says no; the rest is removed by whoever asked.
  Status copyTo(const std::string& path, const SecretBytes& key, const BackupGoOn& goOn);
  // Every statement that was compiled so far.
  std::vector<std::string> statements() const;
  // How often one was once more: after a change of the schema, and never for what was bound to it.
  int compiledAgain() const;
  // "4.14.0 community / SQLite 3.51.3".
  std::string version();
  // The first fault of disk, cipher or memory that a read or a write met on it.
  const std::optional<Error>& fault() const { return m_fault; }

 private:
  friend class Query;
  explicit Connection(sqlite3* handle) : m_handle(handle) {}
  // An empty salt: the one in the file.
  static Result<std::unique_ptr<Connection>> openSalted(const std::string& path, const SecretBytes& key,
                                                        const std::string& salt, OpenMode mode);
  Status applySettings(OpenMode mode);
  Error errorOf(int code);
  Error meaningOf(int code) const;

  sqlite3* m_handle;
  std::optional<Error> m_fault;
  // Statements are compiled once; the key is the literal's address and text.
  std::map<std::string, sqlite3_stmt*, std::less<>> m_statements;
};

}  // namespace loket::adapters
