#include "app/wiring/exit_status.h"

namespace loket::app {

int exitStatusOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::Usage:
    case ErrorCode::ConfigInvalid:
      return kExitUsage;
    case ErrorCode::NumberInvalid:
    case ErrorCode::AmountInvalid:
    case ErrorCode::ProductUnknown:
    case ErrorCode::ProductClosed:
    case ErrorCode::CutOff:
    case ErrorCode::DepositLow:
    case ErrorCode::CashShort:
    case ErrorCode::DuplicateOpen:
    case ErrorCode::DuplicateToday:
    case ErrorCode::OfflineForbidden:
    case ErrorCode::FeeAboveCap:
    case ErrorCode::SenderMissing:
    case ErrorCode::SenderInvalid:
    case ErrorCode::TransferLimit:
    case ErrorCode::OfflineLimitAmount:
    case ErrorCode::OfflineLimitExposure:
    case ErrorCode::OfflineLimitCount:
    case ErrorCode::OfflineLimitAge:
    case ErrorCode::NeedsInquiry:
    case ErrorCode::StateForbids:
    case ErrorCode::NotFound:
    case ErrorCode::PinWrong:
    case ErrorCode::PinLocked:
    case ErrorCode::ClientRefReused:
    case ErrorCode::PriceChanged:
    case ErrorCode::ReasonMissing:
    case ErrorCode::ApprovalMissing:
    case ErrorCode::RoleForbids:
    case ErrorCode::NameInvalid:
    case ErrorCode::DrawerShort:
    case ErrorCode::BonTooMuch:
    case ErrorCode::CreditUsed:
    case ErrorCode::ShiftOpen:
    case ErrorCode::ShiftMissing:
    case ErrorCode::CodeWrong:
    case ErrorCode::CodeLocked:
    case ErrorCode::StepUpMissing:
    case ErrorCode::FingerRefused:
    case ErrorCode::FileExists:
    case ErrorCode::NotABackup:
    case ErrorCode::BackupForeign:
    case ErrorCode::SignatureWrong:
    case ErrorCode::RateLimited:
    case ErrorCode::PricesLimited:
    case ErrorCode::NothingDue:
      return kExitRefused;
    case ErrorCode::Offline:
    case ErrorCode::UpstreamRefused:
    case ErrorCode::UpstreamUnreadable:
    case ErrorCode::UpstreamConfig:
      return kExitFailed;
    case ErrorCode::HomeMissing:
    case ErrorCode::HomeExists:
    case ErrorCode::HomeBusy:
    case ErrorCode::KeySlotMissing:
    case ErrorCode::KeySlotUnreadable:
    case ErrorCode::DatabaseUnreadable:
    case ErrorCode::DatabaseVersion:
    case ErrorCode::BackupVersion:
    case ErrorCode::BackupDamaged:
    case ErrorCode::HomeUnfinished:
    case ErrorCode::DiskFull:
    case ErrorCode::DiskFault:
    case ErrorCode::CommitUnsure:
    case ErrorCode::PrinterFault:
    case ErrorCode::ClockFault:
    case ErrorCode::Closed:
    case ErrorCode::Internal:
      return kExitLocal;
  }
  return kExitLocal;
}

int exitStatusOf(api::NoticeOutcome outcome) {
  switch (outcome) {
    case api::NoticeOutcome::Recorded:
    case api::NoticeOutcome::Known:
    case api::NoticeOutcome::Test:
      return kExitDone;
    case api::NoticeOutcome::Doubtful:
      return kExitOpen;
  }
  return kExitLocal;
}

int exitStatusOf(PaymentState state) {
  switch (state) {
    case PaymentState::Succeeded:
    case PaymentState::Accepted:
      return kExitDone;
    case PaymentState::Sending:
    case PaymentState::Pending:
    case PaymentState::Suspect:
    case PaymentState::Review:
      return kExitOpen;
    case PaymentState::Failed:
    case PaymentState::Cancelled:
    case PaymentState::RefundDue:
    case PaymentState::Refunded:
    case PaymentState::Reversed:
      return kExitFailed;
  }
  return kExitLocal;
}

}  // namespace loket::app
