// The IAK-style aggregator: two servers of one company behind one account and one deposit. It finds the side
// a request is for and puts that side's answer into its envelope.
#pragma once

#include <string>

#include "app/sandbox/home.h"
#include "app/sandbox/iak/postpaid.h"
#include "app/sandbox/iak/prepaid.h"
#include "app/sandbox/upstream.h"
#include "app/sandbox/world.h"

namespace loket::sandbox::iak {

class Service : public Upstream {
 public:
  Service(World& world, const Credentials& credentials, std::int64_t processMs);

  std::string name() const override { return "iak"; }
  bool owns(const std::string& target) const override;
  Operation classify(const Request& request, UnixMs now) const override;
  Reply handle(const Request& request, const Fault* fault, UnixMs now) override;
  void settle(UnixMs now) override;
  void forget() override {}  // nothing is remembered outside the event log

 private:
  World& m_world;
  Credentials m_credentials;
  Prepaid m_prepaid;
  Postpaid m_postpaid;
};

}  // namespace loket::sandbox::iak
