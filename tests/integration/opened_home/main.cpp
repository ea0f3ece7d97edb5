// Everything that stands in a home, for a test that looks for what must not: each row of each table of the database, and each record of
// the sidecar, opened with the PIN in LOKET_PIN. opened-home HOME PERSON
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <fmt/core.h>

#include "app/wiring/device_places.h"
#include "core/adapters/store/connection.h"
#include "core/adapters/store/home_store.h"
#include "core/adapters/store/journal_disk.h"
#include "core/adapters/store/sidecar.h"
#include "core/adapters/system/entropy.h"
#include "core/adapters/system/files.h"
#include "core/adapters/system/uptime.h"
#include "core/adapters/vault/slot_vault.h"

namespace {

using namespace loket;

[[noreturn]] void stop(const Error& error) {
  fmt::print(stderr, "opened-home: {}: {}\n", wordOf(error.code), error.detail);
  std::exit(1);
}

template <typename T>
T must(Result<T> result) {
  if (!result)
    stop(result.error());
  return std::move(*result);
}

void print(const std::string& bytes) {
  std::fwrite(bytes.data(), 1, bytes.size(), stdout);
}

void tellTables(adapters::Connection& database) {
  std::vector<std::pair<std::string, int>> tables;
  {
    adapters::Query names = database.query(
        "SELECT s.name, (SELECT count(*) FROM pragma_table_info(s.name)) FROM sqlite_schema AS s WHERE s.type = 'table' ORDER BY s.name");
    while (names.step()) tables.emplace_back(names.text(0), static_cast<int>(names.number(1)));
    if (const Status read = names.status(); !read)
      stop(read.error());
  }
  for (const auto& [table, columns] : tables) {
    const std::string sql = "SELECT * FROM \"" + table + "\"";
    adapters::Query rows = database.query(sql.c_str());
    while (rows.step()) {
      print("table " + table);
      for (int column = 0; column < columns; ++column) print(" | " + rows.bytes(column));
      print("\n");
    }
    if (const Status read = rows.status(); !read)
      stop(read.error());
  }
}

void tellSidecar(const std::string& path, const SecretBytes& key) {
  adapters::JournalDisk& disk = adapters::systemJournalDisk();
  const auto contents = must(adapters::readSidecar(disk, path, key));
  if (!contents || contents->state != adapters::SidecarContents::State::Whole)
    stop({ErrorCode::DatabaseUnreadable, path});
  for (const adapters::SidecarEntry& entry : contents->entries)
    print("sidecar " + std::to_string(entry.number) + " | " + must(adapters::openEntry(disk, path, key, entry)) + "\n");
}

}  // namespace

int main(int argc, char** argv) {
  const char* pin = std::getenv("LOKET_PIN");
  if (argc != 3 || pin == nullptr)
    return 2;
  const std::string home = argv[1];
  adapters::SystemFiles files;
  adapters::SystemEntropy entropy;
  adapters::SystemUptime uptime;
  adapters::SlotVault vault(home, files, entropy, uptime, app::devicePlaces(home, files));
  const auto opened = must(vault.open(UserName(argv[2]), SecretBytes(pin)));
  tellTables(*must(adapters::Connection::open(adapters::databaseIn(home), opened.key, adapters::OpenMode::ReadOnly)));
  tellSidecar(adapters::sidecarIn(home), adapters::sidecarKey(opened.key));
  return 0;
}
