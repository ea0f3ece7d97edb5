// The bank outside: what it was asked to collect, what customers paid it, what its statement lists, and the settlement file of
// a day. It remembers all of it, whatever becomes of the shop.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/domain/till/cash_out.h"
#include "core/domain/till/collection.h"
#include "core/ports/files.h"

namespace loket::simulator {

// The shop's own, into which everything comes.
inline constexpr const char* kOurAccount = "888801000157610";

class Bank {
 public:
  // The statement has the money as soon as it is there, or when somebody says so.
  enum class Line { AtOnce, Later };
  struct Code {
    Money amount;
    Instant expiresAt;
    std::optional<Instant> paidAt;
    std::string reference;  // what the bank calls it
  std::string line;       // what the statement calls its money
    bool isListed = false;
  };

  CollectionTold collect(const Collection& collection);
  CollectionTold tell(const CollectionId& id, Instant now) const;
  // A customer pays. Some banks name the code in their statement, some only its sum.
  enum class Names { TheCode, OnlyTheSum };
  void scan(const CollectionId& id, Instant now, Line line, Names names);
  // What had come is in the statement from now on.
  void listAll();
  // Somebody transfers money.
  Credit transfer(const UpstreamId& bank, Instant now, Money amount);
  const std::map<CollectionId, Code>& codes() const { return m_codes; }
  // Newest first.
  const std::vector<Credit>& statement() const { return m_statement; }

 private:
  std::map<CollectionId, Code> m_codes;
  std::vector<Credit> m_statement;
  std::vector<std::pair<CollectionId, Credit>> m_unlisted;
};

// As a bank or a supplier sends it.
struct SettlementRow {
  std::string reference;
  std::string number;
  Money charged;
};
std::string settlementFile(const UpstreamId& upstream, Instant day, const std::vector<SettlementRow>& rows);
std::unique_ptr<ports::PagedFile> pagesOf(std::string bytes);

}  // namespace loket::simulator
