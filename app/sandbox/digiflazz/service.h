// The Digiflazz-style aggregator: checks a request in the documented order, executes it against the book
// and words the answer. Source: https://developer.digiflazz.com/api/buyer/
#pragma once

#include <map>
#include <set>
#include <string>

#include <nlohmann/json.hpp>

#include "app/sandbox/home.h"
#include "app/sandbox/upstream.h"
#include "app/sandbox/webhooks.h"
#include "app/sandbox/world.h"

namespace loket::sandbox::digiflazz {

class Service : public Upstream {
 public:
  Service(World& world, const Credentials& credentials, Webhooks& webhooks)
      : m_world(world), m_credentials(credentials), m_webhooks(webhooks) {}

  std::string name() const override { return "digi"; }
  bool owns(const std::string& target) const override;
  Operation classify(const Request& request, UnixMs now) const override;
  Reply handle(const Request& request, const Fault* fault, UnixMs now) override;
  void settle(UnixMs now) override;
  void forget() override;

 private:
  struct Answer {
    nlohmann::json data;
    Wire wire = Wire::Answer;
  };

  // "" or the rc of the first check that refuses: JSON 40, username 42, signature 41.
  std::string refusal(const nlohmann::json& body, const std::string& signedText) const;

  Answer checkDeposit(const nlohmann::json& body) const;
  Answer openTicket(const nlohmann::json& body, const Fault* fault, UnixMs now);
  Answer listPrices(const nlohmann::json& body, UnixMs now);
  Answer inquirePln(const nlohmann::json& body, const Fault* fault) const;
  Answer transact(const nlohmann::json& body, const Fault* fault, UnixMs now);

  Answer topup(const nlohmann::json& body, const Fault* fault, UnixMs now);
  Answer buy(Transaction wanted, const nlohmann::json& body, const Fault* fault, UnixMs now);
  Answer repeatTopup(const Transaction& stored, const Fault* fault, UnixMs now);
  Answer inquireBill(const nlohmann::json& body, const Fault* fault, UnixMs now);
  Answer payBill(const nlohmann::json& body, const Fault* fault, UnixMs now);
  Answer billStatus(const nlohmann::json& body, const Fault* fault, UnixMs now);

  // Commits what happens to a transaction and tells the buyer's server: "create" or "update".
  void commit(const nlohmann::json& event, const std::string& what);
  Reply ping(const std::string& hookId);

  bool tooSoon(const std::string& ref, UnixMs now) const;
  // Takes one of the answers that still deny the transaction; false when there is none left.
  bool denyOnce(const Transaction& stored);
  void commitFailure(Transaction transaction, const std::string& rc, const std::string& message = {});

  World& m_world;
  Credentials m_credentials;
  Webhooks& m_webhooks;
  std::set<std::string> m_toldTwice;           // refs
  std::map<std::string, UnixMs> m_lastCall;    // by ref_id
  std::map<std::string, UnixMs> m_lastListed;  // by "cmd" or "cmd/code"
};

}  // namespace loket::sandbox::digiflazz
