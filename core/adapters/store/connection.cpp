#include "core/adapters/store/connection.h"

#include <sodium.h>
#include <sqlite3.h>

#include <array>
#include <string_view>
#include <utility>

#include "core/base/check.h"
#include "core/base/text.h"

namespace loket::adapters {
namespace {

// 3.51.3 is the first release without the WAL-reset bug (3.7.0 to 3.51.2 can lose commits).
constexpr int kSqliteMin = 3'051'003;

struct Setting {
  const char* name;
  const char* set;
  const char* expect;
};

// SQLCipher keeps the salt in the first sector of the file and nowhere else. A power cut may garble a sector that is
// being written, and then every page would be lost, also those in the write-ahead log. So it follows from the key.
std::string saltFor(const SecretBytes& key) {
  constexpr std::string_view kPurpose = "loket database salt";
  std::array<unsigned char, 16> salt{};
  LOKET_CHECK(crypto_generichash(salt.data(), salt.size(), reinterpret_cast<const unsigned char*>(kPurpose.data()),
                                 kPurpose.size(), key.data(), key.size()) == 0);
  return toHex(salt.data(), salt.size());
}

}  // namespace

Query::Query(Query&& other) noexcept
    : m_connection(other.m_connection),
      m_statement(std::exchange(other.m_statement, nullptr)),
      m_bound(other.m_bound),
      m_result(other.m_result) {}

Query::~Query() {
  if (m_statement != nullptr) {
    sqlite3_reset(m_statement);
    sqlite3_clear_bindings(m_statement);
  }
}

Query& Query::bind(std::int64_t value) {
  if (m_statement != nullptr)
    sqlite3_bind_int64(m_statement, ++m_bound, value);
  return *this;
}

Query& Query::bind(std::string_view value) {
  // Transient: the caller's text may be gone before the statement is stepped. The macro is an old-style cast.
  if (m_statement != nullptr)
    sqlite3_bind_text(m_statement, ++m_bound, value.data() != nullptr ? value.data() : "",
                      static_cast<int>(value.size()),
                      reinterpret_cast<sqlite3_destructor_type>(static_cast<std::intptr_t>(-1)));
  return *this;
}

Query& Query::bindBytes(std::string_view value) {
  if (m_statement != nullptr)
    sqlite3_bind_blob(m_statement, ++m_bound, value.data() != nullptr ? value.data() : "",
                      static_cast<int>(value.size()),
                      reinterpret_cast<sqlite3_destructor_type>(static_cast<std::intptr_t>(-1)));
  return *this;
}

Query& Query::bindNull() {
  if (m_statement != nullptr)
    sqlite3_bind_null(m_statement, ++m_bound);
  return *this;
}

bool Query::step() {
  if (m_statement == nullptr)
    return false;
  m_result = sqlite3_step(m_statement);
  return m_result == SQLITE_ROW;
}

Status Query::run() {
  step();
  return status();
}

Status Query::status() const {
  if (m_result == SQLITE_ROW || m_result == SQLITE_DONE || m_result == SQLITE_OK)
    return {};
  return fail(m_connection->errorOf(m_result));
}

std::int64_t Query::number(int column) const { return sqlite3_column_int64(m_statement, column); }

std::string Query::text(int column) const {
  const unsigned char* value = sqlite3_column_text(m_statement, column);
  const int size = sqlite3_column_bytes(m_statement, column);
  if (value == nullptr)
    return {};
  return {reinterpret_cast<const char*>(value), static_cast<std::size_t>(size)};
}

std::string Query::bytes(int column) const {
  return std::string(view(column));
}

std::string_view Query::view(int column) const {
  const void* value = sqlite3_column_blob(m_statement, column);
  if (value == nullptr)
    return {};
  return {static_cast<const char*>(value), static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column))};
}

bool Query::isNull(int column) const { return sqlite3_column_type(m_statement, column) == SQLITE_NULL; }

Error Connection::errorOf(int code) {
  Error error = meaningOf(code);
  const bool passes = error.code == ErrorCode::DiskFull || error.code == ErrorCode::HomeBusy;
  // A statement that a rule of the schema refused says nothing about the handle.
  if (!passes && (code & 0xFF) != SQLITE_CONSTRAINT && !m_fault)
    m_fault = error;
  return error;
}

Error Connection::meaningOf(int code) const {
  const int extended = sqlite3_extended_errcode(m_handle);
  std::string detail = std::string(sqlite3_errmsg(m_handle)) + " (" + std::to_string(extended) + ")";
  // Without room even the shared memory beside the database cannot be made.
  if (extended == SQLITE_IOERR_SHMSIZE)
    return {ErrorCode::DiskFull, std::move(detail)};
  switch (code & 0xFF) {
    case SQLITE_FULL: return {ErrorCode::DiskFull, std::move(detail)};
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT: return {ErrorCode::DatabaseUnreadable, std::move(detail)};
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM: return {ErrorCode::DiskFault, std::move(detail)};
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return {ErrorCode::HomeBusy, std::move(detail)};
    default: return {ErrorCode::Internal, std::move(detail)};
  }
}

Result<std::unique_ptr<Connection>> Connection::open(const std::string& path, const SecretBytes& key, OpenMode mode) {
  LOKET_CHECK(key.size() == 32);
  auto connection = openSalted(path, key, saltFor(key), mode);
  // The first homes have a salt by chance, which only the file knows; if its sector was garbled, the first try has put
  // the page there again, because whoever closes the database last empties the log into it.
  if (!connection && connection.error().code == ErrorCode::DatabaseUnreadable && mode != OpenMode::Create)
    return openSalted(path, key, {}, mode);
  return connection;
}

Result<std::unique_ptr<Connection>> Connection::openSalted(const std::string& path, const SecretBytes& key,
                                                           const std::string& salt, OpenMode mode) {
  if (sqlite3_libversion_number() < kSqliteMin)
    return fail(ErrorCode::DatabaseVersion, std::string("SQLite ") + sqlite3_libversion());
  // A system's library may be new enough and lack what finds payments by their words.
  if (sqlite3_compileoption_used("ENABLE_FTS5") == 0)
    return fail(ErrorCode::DatabaseVersion, std::string("SQLite ") + sqlite3_libversion() + " without FTS5");
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  switch (mode) {
    case OpenMode::Create: flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE; break;
    case OpenMode::ReadWrite: flags |= SQLITE_OPEN_READWRITE; break;
    case OpenMode::ReadOnly: flags |= SQLITE_OPEN_READONLY; break;
  }
  sqlite3* handle = nullptr;
  const int opened = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  std::unique_ptr<Connection> connection(new Connection(handle));
  if (opened != SQLITE_OK)
    return fail(mode == OpenMode::Create ? ErrorCode::DiskFault : ErrorCode::DatabaseUnreadable,
                path + ": " + sqlite3_errstr(opened));
  sqlite3_busy_timeout(handle, 5000);
  // What is bound is not looked at when a plan is made. It would be for a LIMIT alone, and then the statement be compiled anew for
  // each number bound to it.
  if (sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_QPSG, 1, nullptr) != SQLITE_OK)
    return fail(ErrorCode::DatabaseVersion, std::string("SQLite ") + sqlite3_libversion() + " without stable plans");
  // A raw key: the random data key itself, no passphrase stretching at every open.
  // In one piece: what a string grows out of stays behind in memory.
  std::string letters = toHex(key.data(), key.size());
  std::string rawKey;
  rawKey.reserve(letters.size() + salt.size() + 3);
  rawKey.append("x'").append(letters).append(salt).append("'");
  wipe(letters.data(), letters.size());
  const int keyed = sqlite3_key(handle, rawKey.data(), static_cast<int>(rawKey.size()));
  wipe(rawKey.data(), rawKey.size());
  if (keyed != SQLITE_OK)
    return fail(ErrorCode::DatabaseUnreadable, path);
  LOKET_TRY(connection->applySettings(mode));
  return connection;
}

Connection::~Connection() {
  for (auto& [sql, statement] : m_statements)
    sqlite3_finalize(statement);
  sqlite3_close_v2(m_handle);
}

Status Connection::applySettings(OpenMode mode) {
  // SQLCipher writes to stderr by itself otherwise; its errors come back as results.
  LOKET_TRY(execute("PRAGMA cipher_log_level = NONE"));
  {
    Query version = query("PRAGMA cipher_version");
    if (!version.step() || version.text(0).empty())
      return fail(ErrorCode::DatabaseVersion, "this SQLite has no SQLCipher");
  }
  {
    // The first read proves the key.
    Query probe = query("SELECT count(*) FROM sqlite_master");
    if (!probe.step())
      return probe.status();
  }
  static constexpr Setting kWriter[] = {
      {"journal_mode", "PRAGMA journal_mode=WAL", "wal"},
      {"synchronous", "PRAGMA synchronous=FULL", "2"},
      {"locking_mode", "PRAGMA locking_mode=NORMAL", "normal"},
      {"mmap_size", "PRAGMA mmap_size=0", "0"},
      {"temp_store", "PRAGMA temp_store=MEMORY", "2"},
      {"foreign_keys", "PRAGMA foreign_keys=ON", "1"},
      {"trusted_schema", "PRAGMA trusted_schema=OFF", "0"},
      {"cell_size_check", "PRAGMA cell_size_check=ON", "1"},
      {"secure_delete", "PRAGMA secure_delete=ON", "1"},
      {"recursive_triggers", "PRAGMA recursive_triggers=ON", "1"},
  };
  static constexpr Setting kReader[] = {
      {"query_only", "PRAGMA query_only=ON", "1"},
      {"mmap_size", "PRAGMA mmap_size=0", "0"},
      {"temp_store", "PRAGMA temp_store=MEMORY", "2"},
      {"trusted_schema", "PRAGMA trusted_schema=OFF", "0"},
  };
  const auto apply = [this](const Setting& setting) -> Status {
    LOKET_TRY(execute(setting.set));
    const std::string ask = std::string("PRAGMA ") + setting.name;
    Query readBack = query(ask.c_str());
    const std::string value = readBack.step() ? readBack.text(0) : std::string();
    // Without memory mapping in the build, mmap_size answers nothing, which is zero too.
    const bool absent = value.empty() && std::string_view(setting.expect) == "0";
    if (value != setting.expect && !absent)
      return fail(ErrorCode::DatabaseVersion, std::string(setting.name) + "=" + value);
    return {};
  };
  if (mode == OpenMode::ReadOnly) {
    for (const Setting& setting : kReader)
      LOKET_TRY(apply(setting));
    return {};
  }
  for (const Setting& setting : kWriter)
    LOKET_TRY(apply(setting));
  return {};
}

Query Connection::query(const char* sql) {
  const auto known = m_statements.find(std::string_view(sql));
  if (known != m_statements.end())
    return Query(*this, known->second, SQLITE_OK);
  sqlite3_stmt* statement = nullptr;
  // The schema is read here, so a wrong key or a damaged file may show before the first step.
  const int prepared = sqlite3_prepare_v3(m_handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (prepared != SQLITE_OK)
    return Query(*this, nullptr, prepared);
  m_statements.emplace(sql, statement);
  return Query(*this, statement, SQLITE_OK);
}

int Connection::compiledAgain() const {
  int times = 0;
  for (const auto& [sql, statement] : m_statements) times += sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_REPREPARE, 0);
  return times;
}

std::vector<std::string> Connection::statements() const {
  std::vector<std::string> all;
  for (const auto& [sql, statement] : m_statements) all.push_back(sql);
  return all;
}

Status Connection::execute(const std::string& sql) {
  const int code = sqlite3_exec(m_handle, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK)
    return fail(errorOf(code));
  return {};
}

Status Connection::copyTo(const std::string& path, const SecretBytes& key, const BackupGoOn& goOn) {
  constexpr int kPiecePages = 256;
  LOKET_ASSIGN(const auto target, open(path, key, OpenMode::Create));
  // What is half of a copy is never used.
  LOKET_TRY(target->execute("PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF"));
  // One moment of the database: without this every commit would begin the copy anew.
  LOKET_TRY(execute("BEGIN"));
  Query moment = query("SELECT count(*) FROM sqlite_master");
  Status done = moment.step() ? Status() : moment.status();
  if (done) {
    sqlite3_backup* copy = sqlite3_backup_init(target->m_handle, "main", m_handle, "main");
    int code = copy == nullptr ? sqlite3_errcode(target->m_handle) : SQLITE_OK;
    while (copy != nullptr && code == SQLITE_OK) {
      code = sqlite3_backup_step(copy, kPiecePages);
      const auto total = static_cast<std::uint64_t>(sqlite3_backup_pagecount(copy));
      if (!goOn(total - static_cast<std::uint64_t>(sqlite3_backup_remaining(copy)), total) && code == SQLITE_OK)
        code = SQLITE_INTERRUPT;
    }
    sqlite3_backup_finish(copy);
    if (code == SQLITE_INTERRUPT)
      done = fail(ErrorCode::Closed, path);
    else if (code != SQLITE_DONE)
      done = fail(code == SQLITE_FULL ? ErrorCode::DiskFull : ErrorCode::DiskFault,
                  path + ": " + sqlite3_errmsg(target->m_handle));
  }
  rollBack();
  return done;
}

void Connection::rollBack() {
  if (sqlite3_get_autocommit(m_handle) == 0)
    static_cast<void>(execute("ROLLBACK"));
}

std::string Connection::version() {
  Query cipher = query("PRAGMA cipher_version");
  const std::string name = cipher.step() ? cipher.text(0) : std::string("?");
  return name + " / SQLite " + sqlite3_libversion();
}

}  // namespace loket::adapters
