// What changes in the books as the shop goes on: settings, messages, customers, groups, batches, tickets,
// collections. Its newest leaf says how it stands.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "core/adapters/store/connection.h"
#include "core/ports/journal.h"

namespace loket::adapters {

class JournalStanding {
 public:
  using Broken = std::function<void(std::uint64_t index, const char* what)>;
  explicit JournalStanding(const journal::Hasher& hasher) : m_hasher(hasher) {}

  // In their order. Messages and customers of before their leaves had a time are not compared: those leaves do not say which
  // message they are of, and not every change of a customer had one.
  void take(const ports::JournalLeaf& leaf);
  // Behind the last leaf; how many were compared.
  Result<std::uint64_t> compare(Connection& connection, const Broken& broken);

 private:
  struct Newest {
    std::uint64_t index = 0;
    std::string salt;
    journal::Hash commitment{};
  };
  using Leaves = std::map<std::string, Newest>;
  // Whether the person may ask that it is forgotten.
  enum class Personal { No, Yes };
  void compareOne(Leaves& leaves, const std::string& subject, std::string_view particulars, const char* what);
  void tellMissing(const Leaves& leaves, Personal personal, const std::function<std::string(const std::string&)>& removed = nullptr);
  bool isOf(const Newest& leaf, std::string_view particulars) const;
  Status compareSettings(Connection& connection);
  Status compareMessages(Connection& connection);
  Status comparePeople(Connection& connection);
  Status compareBatches(Connection& connection);
  Status compareTickets(Connection& connection);
  Status compareCollections(Connection& connection);

  const journal::Hasher& m_hasher;
  Broken m_broken;
  std::uint64_t m_compared = 0;
  Leaves m_settings;
  Leaves m_messages;
  Leaves m_customers;
  Leaves m_groups;
  Leaves m_batches;
  Leaves m_tickets;
  Leaves m_collections;
};

// A message's leaves are about the payment, and tell its messages from each other.
std::string messageSubject(std::string_view payment, std::string_view message);

}  // namespace loket::adapters
