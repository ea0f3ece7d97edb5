#include "tests/support/first_schema.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/adapters/store/connection.h"
#include "tests/support/samples.h"

namespace loket::tests {

void takeBackToFirstSchema(const std::string& path) {
  const std::string before = path + ".before";
  {
    std::ifstream sql(LOKET_FIRST_MIGRATION);
    const std::string schema{std::istreambuf_iterator<char>(sql), std::istreambuf_iterator<char>()};
    const auto old = must(adapters::Connection::open(before, dataKey(), adapters::OpenMode::Create));
    const auto run = [&old](const std::string& text) { must(old->execute(text).map([] { return true; })); };
    run(schema + "; PRAGMA user_version = 1;");
    run("ATTACH DATABASE '" + path + "' AS upgraded");
    for (const char* table : {"settings", "payments", "attempts", "events", "postings", "legs", "outbox", "products"}) {
      std::string columns;
      const std::string asking = std::string("SELECT name FROM pragma_table_info('") + table + "')";
      for (auto row = old->query(asking.c_str()); row.step();) columns += (columns.empty() ? "" : ", ") + row.text(0);
      run("INSERT INTO main." + std::string(table) + " (" + columns + ") SELECT " + columns + " FROM upgraded." + table);
    }
  }
  for (const char* tail : {"", "-wal", "-shm"}) std::filesystem::remove(path + tail);
  std::filesystem::rename(before, path);
}

}  // namespace loket::tests
