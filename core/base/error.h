// One closed list of the ways core can say no. Sentences are made from these codes by the user interface;
// `detail` names the place (a key, a file, a number) and is never shown alone.
#pragma once

#include <string>
#include <string_view>

namespace loket {

enum class ErrorCode {
  // The caller asked for something that makes no sense (exit status 2).
  Usage,
  ConfigInvalid,
  // A rule says no; nothing was taken, nothing was sent (exit status 3).
  NumberInvalid,
  AmountInvalid,
  ProductUnknown,
  ProductClosed,
  CutOff,
  DepositLow,
  CashShort,
  DuplicateOpen,
  DuplicateToday,
  OfflineForbidden,
  OfflineLimitAmount,
  OfflineLimitExposure,
  OfflineLimitCount,
  OfflineLimitAge,
  NeedsInquiry,
  FeeAboveCap,    // admin fee and service fee together; the detail is the cap
  SenderMissing,  // of a transfer; the detail is the field
  SenderInvalid,  // the same
  TransferLimit,  // too much in one day; the detail is "beneficiary" or "sender"
  StateForbids,
  NotFound,
  PinWrong,
  PinLocked,
  ClientRefReused,
  PriceChanged,
  ReasonMissing,    // a decision needs words that explain it
  ApprovalMissing,  // ... and two people, or one and the owner's code
  RoleForbids,      // the detail: "sell, as auditor", both words of core/domain/identity/permissions.h
  NameInvalid,
  DrawerShort,   // less cash in the drawer than is to leave it
  BonTooMuch,    // more than the customer owes
  CreditUsed,    // cash was handed out for this incoming money before
  ShiftOpen,     // one is open already
  ShiftMissing,  // none is open
  CodeWrong,     // a one-time code: not of now, or used already; the detail is "used", "clock -150" (seconds), or empty
  CodeLocked,    // too many wrong ones; the detail is until when (RFC 3339)
  StepUpMissing,  // a second proof is wanted; the detail is why: "amount", "product", "new-number", "often"
  FingerRefused,  // ... and the finger was none; the detail is the reader's word, "not-recognised"
  FileExists,    // a file lies there that is not ours to replace
  NotABackup,    // a file that never was one
  BackupForeign,   // a backup of another home
  SignatureWrong,  // of a notice that came from outside: it is not the upstream's, or it was changed on the way
  // The upstream or the way to it said no before anything happened.
  Offline,
  UpstreamRefused,
  UpstreamUnreadable,
  UpstreamConfig,
  RateLimited,
  PricesLimited,  // price lists: not sooner than the detail says (RFC 3339); the old ones stay
  NothingDue,
  // This machine is at fault (exit status 6).
  HomeMissing,
  HomeExists,
  HomeBusy,
  KeySlotMissing,
  KeySlotUnreadable,
  DatabaseUnreadable,
  DatabaseVersion,
  BackupVersion,   // written by a newer program
  BackupDamaged,   // some of it is missing or was changed
  HomeUnfinished,  // a restore into it was begun and never ended
  DiskFull,
  DiskFault,
  CommitUnsure,  // the disk failed while it was told to keep something: it may have been kept
  PrinterFault,
  ClockFault,
  Closed,
  Internal,
};

struct Error {
  ErrorCode code = ErrorCode::Internal;
  std::string detail;
};

// The stable lower-kebab-case word for a code, as scripts and logs see it ("home-busy").
std::string_view wordOf(ErrorCode code);

}  // namespace loket
