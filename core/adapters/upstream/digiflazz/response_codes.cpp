#include "core/adapters/upstream/digiflazz/response_codes.h"

namespace loket::adapters::digiflazz {

const ResponseCode* findResponseCode(std::string_view rc) {
  for (const ResponseCode& code : kResponseCodes)
    if (code.rc == rc)
      return &code;
  return nullptr;
}

std::string_view statusOf(const ResponseCode& code) {
  if (code.kind == VerdictKind::Succeeded)
    return "Sukses";
  return code.kind == VerdictKind::Pending ? "Pending" : "Gagal";
}

}  // namespace loket::adapters::digiflazz
