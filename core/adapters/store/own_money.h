// In SQL, which payments are the shop's own top-ups and nobody's purchase.
#pragma once

// `of` is the payments table's alias with its point, or "". The reference that each of them bears is looked
// at first, so that no body of a sale is read for it; the account it is paid from is the proof.
#define LOKET_IS_TOP_UP(of) \
  "(" of "client_ref GLOB 'ticket:*' AND coalesce(json_extract(" of "body, '$.bon'), '') GLOB 'ticket:*')"
