#include "core/base/check.h"

#include <cstdio>
#include <cstdlib>

#include "core/base/error.h"

namespace loket {

void checkFailed(const char* expression, const char* file, int line) {
  std::fprintf(stderr, "loket: check failed: %s (%s:%d)\n", expression, file, line);
  std::abort();
}

std::string_view wordOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::Usage: return "usage";
    case ErrorCode::ConfigInvalid: return "config-invalid";
    case ErrorCode::NumberInvalid: return "number-invalid";
    case ErrorCode::AmountInvalid: return "amount-invalid";
    case ErrorCode::ProductUnknown: return "product-unknown";
    case ErrorCode::ProductClosed: return "product-closed";
    case ErrorCode::CutOff: return "cut-off";
    case ErrorCode::DepositLow: return "deposit-low";
    case ErrorCode::CashShort: return "cash-short";
    case ErrorCode::DuplicateOpen: return "duplicate-open";
    case ErrorCode::DuplicateToday: return "duplicate-today";
    case ErrorCode::OfflineForbidden: return "offline-forbidden";
    case ErrorCode::OfflineLimitAmount: return "offline-limit-amount";
    case ErrorCode::OfflineLimitExposure: return "offline-limit-exposure";
    case ErrorCode::OfflineLimitCount: return "offline-limit-count";
    case ErrorCode::OfflineLimitAge: return "offline-limit-age";
    case ErrorCode::NeedsInquiry: return "needs-inquiry";
    case ErrorCode::FeeAboveCap:
      return "fee-above-cap";
    case ErrorCode::SenderMissing:
      return "sender-missing";
    case ErrorCode::SenderInvalid:
      return "sender-invalid";
    case ErrorCode::TransferLimit:
      return "transfer-limit";
    case ErrorCode::StateForbids: return "state-forbids";
    case ErrorCode::NotFound: return "not-found";
    case ErrorCode::PinWrong: return "pin-wrong";
    case ErrorCode::PinLocked: return "pin-locked";
    case ErrorCode::ClientRefReused: return "client-ref-reused";
    case ErrorCode::PriceChanged: return "price-changed";
    case ErrorCode::ReasonMissing: return "reason-missing";
    case ErrorCode::ApprovalMissing: return "approval-missing";
    case ErrorCode::RoleForbids: return "role-forbids";
    case ErrorCode::NameInvalid: return "name-invalid";
    case ErrorCode::DrawerShort: return "drawer-short";
    case ErrorCode::BonTooMuch: return "bon-too-much";
    case ErrorCode::CreditUsed: return "credit-used";
    case ErrorCode::ShiftOpen: return "shift-open";
    case ErrorCode::ShiftMissing: return "shift-missing";
    case ErrorCode::CodeWrong: return "code-wrong";
    case ErrorCode::CodeLocked: return "code-locked";
    case ErrorCode::StepUpMissing: return "step-up-missing";
    case ErrorCode::FingerRefused: return "finger-refused";
    case ErrorCode::FileExists: return "file-exists";
    case ErrorCode::NotABackup: return "not-a-backup";
    case ErrorCode::BackupForeign: return "backup-foreign";
    case ErrorCode::SignatureWrong: return "signature-wrong";
    case ErrorCode::Offline: return "offline";
    case ErrorCode::UpstreamRefused: return "upstream-refused";
    case ErrorCode::UpstreamUnreadable: return "upstream-unreadable";
    case ErrorCode::UpstreamConfig: return "upstream-config";
    case ErrorCode::RateLimited: return "rate-limited";
    case ErrorCode::PricesLimited:
      return "prices-limited";
    case ErrorCode::NothingDue: return "nothing-due";
    case ErrorCode::HomeMissing: return "home-missing";
    case ErrorCode::HomeExists: return "home-exists";
    case ErrorCode::HomeBusy: return "home-busy";
    case ErrorCode::KeySlotMissing: return "key-slot-missing";
    case ErrorCode::KeySlotUnreadable: return "key-slot-unreadable";
    case ErrorCode::DatabaseUnreadable: return "database-unreadable";
    case ErrorCode::DatabaseVersion: return "database-version";
    case ErrorCode::BackupVersion: return "backup-version";
    case ErrorCode::BackupDamaged: return "backup-damaged";
    case ErrorCode::HomeUnfinished: return "home-unfinished";
    case ErrorCode::DiskFull: return "disk-full";
    case ErrorCode::DiskFault: return "disk-fault";
    case ErrorCode::CommitUnsure: return "commit-unsure";
    case ErrorCode::PrinterFault: return "printer-fault";
    case ErrorCode::ClockFault: return "clock-fault";
    case ErrorCode::Closed: return "closed";
    case ErrorCode::Internal: return "internal";
  }
  return "internal";
}

}  // namespace loket
