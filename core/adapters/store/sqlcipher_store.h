// The store on SQLCipher: one writing connection, one transaction per unit of work, and, in a home, the same unit of
// work in the sidecar before it counts as done.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "core/adapters/store/sidecar.h"
#include "core/adapters/store/sqlcipher_reader.h"
#include "core/adapters/store/work_json.h"
#include "core/base/secret_bytes.h"
#include "core/ports/probe.h"
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

  // How many units of work are in the database.
  std::uint64_t commits() const { return m_commits; }
  // Whether every page is as it was written and every table in order.
  Status verify();
  // And every index against its table, which takes its time.
  Status verifyAll();
  // Of the last one: the same under one number in the sidecar, or the two are of different histories.
  const std::string& mark() const { return m_mark; }
  // Nothing was ever committed here.
  bool isFresh() const { return m_commits == 0; }

  // Where the sidecar lies, and how it is dealt with. `compactBytes`: beyond it, and beyond four times its base, it
  // is written anew.
  struct SidecarPlace {
    JournalDisk& disk;
    std::string path;
    SecretBytes key;
    std::uint64_t compactBytes;
    ports::Probe* probe;
  };
  // What the sidecar has and the database has not, in one transaction. A fresh database begins with the base.
  Status replay(const SidecarPlace& place, const SidecarContents& contents);
  // From now on a unit of work is done when it is in the sidecar too. `contents` is whole and has the same number.
  Status follow(SidecarPlace place, const SidecarContents& contents);
  // The same with a new sidecar; the old one is kept under the name `aside` when there is one.
  Status followAnew(SidecarPlace place, const std::string& aside);
  const Sidecar* sidecar() const { return m_sidecar.get(); }

 private:
  SqlcipherStore(std::unique_ptr<Connection> connection, std::string path)
      : SqlcipherReader(std::move(connection)), m_path(std::move(path)) {}
  Status usable();
  Status runChecks(std::initializer_list<const char*> checks);
  Status bringLogIn();
  Status migrate();
  Status writeChecked(const ports::UnitOfWork& work, const std::vector<ChangeTexts>& texts);
  Status write(const ports::UnitOfWork& work, const std::vector<ChangeTexts>& texts, TillLeaves tillLeaves);
  Status writePeople(const ports::PeopleChange& change, Instant at);
  Status writeChange(const ports::PaymentChange& change, const ChangeTexts& texts);
  Status writeAttempts(const Payment& payment);
  Status writeTill(const TillChange& change, TillLeaves leaves);
  // `tillEntry` is the till's row that it belongs to, if any.
  Status writePosting(const Posting& posting, std::optional<std::int64_t> tillEntry = std::nullopt);
  Result<std::int64_t> lastRow();
  // Inside a transaction that writes: HomeBusy when another writer has written since this store was opened.
  Status isLatest();
  Result<std::string> replayInto(const SidecarPlace& place, const SidecarContents& contents);
  Status bringForward(const std::vector<ports::AccountBalance>& balances);
  Result<std::unique_ptr<Sidecar>> newSidecar(const std::string& aside);
  Status addPaymentsToBase(Sidecar& sidecar);
  Status addTillToBase(Sidecar& sidecar);
  Status addPeopleToBase(Sidecar& sidecar);
  Status addComplaintsToBase(Sidecar& sidecar);
  Result<std::vector<Posting>> postingsOf(const PaymentRef& ref);
  void compactWhenGrown();

  std::string m_path;
  std::uint64_t m_commits = 0;
  bool m_logIsIn = false;  // what the last process left in the log is in the database
  std::string m_mark;
  std::optional<SidecarPlace> m_place;
  std::unique_ptr<Sidecar> m_sidecar;
  std::uint64_t m_compactTried = 0;  // the sidecar's size when the last new one could not be written
  // After a fault of disk or database nothing more is accepted on this handle.
  std::optional<Error> m_broken;
};

}  // namespace loket::adapters
