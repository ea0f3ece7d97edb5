#include "core/adapters/upstream/snap/response_codes.h"

namespace loket::adapters::snap {

const ResponseCase* findResponseCase(int http, std::string_view number) {
  for (const ResponseCase& row : kResponseCases)
    if (row.http == http && row.number == number)
      return &row;
  return nullptr;
}

const TransactionStatus* findTransactionStatus(std::string_view code) {
  for (const TransactionStatus& row : kTransactionStatuses)
    if (row.code == code)
      return &row;
  return nullptr;
}

}  // namespace loket::adapters::snap
