#include "core/adapters/upstream/iak/response_codes.h"

#include <algorithm>

namespace loket::adapters::iak {
namespace {

template <typename Table>
const ResponseCode* findIn(const Table& table, std::string_view rc) {
  const auto found = std::find_if(table.begin(), table.end(), [rc](const ResponseCode& code) { return code.rc == rc; });
  return found == table.end() ? nullptr : &*found;
}

}  // namespace

const ResponseCode* findPrepaidCode(std::string_view rc) { return findIn(kPrepaidCodes, rc); }

const ResponseCode* findBillCode(std::string_view rc) { return findIn(kBillCodes, rc); }

bool isRefusalAtTheDoor(std::string_view rc) {
  constexpr std::array<std::string_view, 9> kDoor = {"100", "101", "102", "107", "110", "117", "118", "204", "205"};
  return std::find(kDoor.begin(), kDoor.end(), rc) != kDoor.end();
}

}  // namespace loket::adapters::iak
