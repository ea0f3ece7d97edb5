// The texts that the sidecar and the database keep: what is read can be written again, and then reads the
// same.
#include "core/adapters/store/payment_json.h"
#include "core/adapters/store/work_json.h"
#include "tests/fuzz/target.h"

LOKET_FUZZ(sidecar_work) {
  using namespace loket;
  using namespace loket::adapters;
  const std::string text(bytes);
  if (const auto recorded = decodeWork(text)) {
    const std::string once = encodeWork(recorded->work);
    const auto again = decodeWork(once);
    LOKET_HOLDS(again.has_value());
    LOKET_HOLDS(encodeWork(again->work) == once);
    LOKET_HOLDS(again->work.payments.size() == recorded->work.payments.size());
  }
  if (const auto end = decodeBaseEnd(text)) {
    const std::string once = encodeBaseEnd(*end);
    const auto again = decodeBaseEnd(once);
    LOKET_HOLDS(again && encodeBaseEnd(*again) == once);
  }
  if (const auto payment = decodePayment(text)) {
    const std::string once = encodePayment(*payment);
    const auto again = decodePayment(once);
    LOKET_HOLDS(again && encodePayment(*again) == once);
  }
  if (const auto product = decodeProduct(text)) {
    const std::string once = encodeProduct(*product);
    const auto again = decodeProduct(once);
    LOKET_HOLDS(again && encodeProduct(*again) == once);
  }
  if (const auto items = decodeBatchItems(text)) {
    const std::string once = encodeBatchItems(*items);
    const auto again = decodeBatchItems(once);
    LOKET_HOLDS(again && encodeBatchItems(*again) == once);
  }
}
