// The shop as its receipts and its upstreams know it.
#pragma once

#include <string>

namespace loket {

struct Outlet {
  std::string id;
  std::string name;
  std::string address;
  std::string zone = "Asia/Jakarta";
};

}  // namespace loket
