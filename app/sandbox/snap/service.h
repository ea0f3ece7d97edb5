// The SNAP bank: admits a call, leads it to the part that serves it and puts the answer into the standard's
// form. Source: the SNAP standard 1.0.2, https://apidevportal.aspi-indonesia.or.id
#pragma once

#include <functional>
#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "app/sandbox/snap/answer.h"
#include "app/sandbox/snap/cashouts.h"
#include "app/sandbox/snap/gatekeeper.h"
#include "app/sandbox/snap/qr_codes.h"
#include "app/sandbox/snap/transfers.h"
#include "app/sandbox/snap/virtual_accounts.h"
#include "app/sandbox/snap/wallets.h"
#include "app/sandbox/upstream.h"
#include "app/sandbox/world.h"

namespace loket::sandbox::snap {

class Service : public Upstream {
 public:
  Service(World& world, const Credentials& credentials, const std::string& clientPublicKey);

  std::string name() const override { return "bank"; }
  bool owns(const std::string& target) const override;
  Operation classify(const Request& request, UnixMs now) const override;
  Reply handle(const Request& request, const Fault* fault, UnixMs now) override;
  void settle(UnixMs now) override;
  void forget() override;

 private:
  Answer serve(const std::string& service, const Request& request, const Fault* fault, UnixMs now);
  Answer token(const Request& request, UnixMs now);
  Answer balance(const Call& call) const;

  World& m_world;
  Credentials m_credentials;
  Gatekeeper m_gatekeeper;
  Transfers m_transfers;
  VirtualAccounts m_virtualAccounts;
  QrCodes m_qrCodes;
  Cashouts m_cashouts;
  Wallets m_wallets;
  std::map<std::string, std::function<Answer(const Call&)>> m_handlers;  // by service code
};

}  // namespace loket::sandbox::snap
