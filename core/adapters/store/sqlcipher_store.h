// The store on SQLCipher: one writing connection, one transaction per unit of work.
#pragma once

#include <memory>
#include <string>

#include "core/adapters/store/sqlcipher_reader.h"
#include "core/base/secret_bytes.h"
#include "core/ports/store.h"

namespace loket::adapters {

class SqlcipherStore final : public ports::Store, public SqlcipherReader {
 public:
  // A new database; the path must not exist (HomeExists).
  static Result<std::unique_ptr<SqlcipherStore>> create(const std::string& path, const SecretBytes& key);
  // An existing one; brought up to this program's schema. DatabaseVersion when it is newer than we know,
  // DatabaseUnreadable when the key does not fit or the file is damaged, HomeMissing when there is none.
  static Result<std::unique_ptr<SqlcipherStore>> open(const std::string& path, const SecretBytes& key);

  Status commit(const ports::UnitOfWork& work) override;
  Result<std::vector<OpenPayment>> openPayments() override;
  Status canAccept() override;

  std::string version() { return connection().version(); }

 private:
  SqlcipherStore(std::unique_ptr<Connection> connection, std::string path)
      : SqlcipherReader(std::move(connection)), m_path(std::move(path)) {}
  Status migrate();
  Status write(const ports::UnitOfWork& work);
  Status writeChange(const ports::PaymentChange& change);
  Status writePosting(const Posting& posting);

  std::string m_path;
  // After a fault of disk or database nothing more is accepted on this handle.
  std::optional<Error> m_broken;
};

}  // namespace loket::adapters
