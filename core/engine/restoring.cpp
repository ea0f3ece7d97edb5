#include "core/engine/restoring.h"

#include <algorithm>
#include <cstdlib>

#include "core/domain/payment/decide.h"
#include "core/domain/till/collection.h"
#include "core/engine/auditor.h"
#include "core/engine/key_slots.h"
#include "core/engine/one_time_code.h"

namespace loket::engine {
namespace {

constexpr const char* kLastPath = "backup.path";
constexpr const char* kLastAt = "backup.at";
constexpr const char* kBackupAt = "restore.backupAt";
constexpr const char* kRestoredAt = "restore.at";
constexpr const char* kReviews = "restore.reviews";
constexpr const char* kIsKnown = "restore.known";

std::int64_t restoreNumber(const Rows& rows, const char* key) {
  const auto row = rows.find(key);
  return row == rows.end() ? 0 : std::strtoll(row->second.c_str(), nullptr, 10);
}

}  // namespace

Rows backupRows(const LastBackup& last) { return {{kLastPath, last.path}, {kLastAt, std::to_string(last.at.ms)}}; }

LastBackup lastBackupIn(const Rows& rows) {
  const auto path = rows.find(kLastPath);
  return path == rows.end() ? LastBackup{} : LastBackup{path->second, Instant{restoreNumber(rows, kLastAt)}};
}

Rows restoreRows(const RestoredFrom& restored) {
  return {{kBackupAt, std::to_string(restored.backupAt.ms)},
          {kRestoredAt, std::to_string(restored.restoredAt.ms)},
          {kReviews, std::to_string(restored.reviews)},
          {kIsKnown, restored.isKnown ? "1" : "0"}};
}

std::optional<RestoredFrom> restoredFrom(const Rows& rows) {
  if (rows.count(kRestoredAt) == 0)
    return std::nullopt;
  return RestoredFrom{Instant{restoreNumber(rows, kBackupAt)}, Instant{restoreNumber(rows, kRestoredAt)},
                      static_cast<int>(restoreNumber(rows, kReviews)), restoreNumber(rows, kIsKnown) != 0};
}

Result<ports::UnitOfWork> restoredWork(ports::Store& store, Instant backupAt, Instant now) {
  ports::UnitOfWork work;
  // A new machine's clock may be behind.
  now = std::max(now, backupAt);
  RestoredFrom restored{backupAt, now};
  LOKET_ASSIGN(auto open, store.openPayments());
  for (auto& [payment, task] : open) {
    ports::PaymentChange change;
    change.events = decideRestored(payment, now);
    if (change.events.empty())
      continue;
    change.after = std::move(payment);
    for (const PaymentEvent& event : change.events) {
      for (Posting& posting : postingsFor(change.after, event)) change.postings.push_back(std::move(posting));
      apply(change.after, event);
    }
    if (change.after.state == PaymentState::Review)
      ++restored.reviews;
    // Without a task: the engine has nothing to do about it by itself.
    work.payments.push_back(std::move(change));
  }
  LOKET_ASSIGN(const auto messages, store.openConfirmations());
  for (const confirmation::Delivery& message : messages) {
    confirmation::Delivery given = confirmation::voided(message, now);
    given.reason = kRestored;
    work.confirmations.push_back(std::move(given));
  }
  LOKET_ASSIGN(const ports::TillState till, store.till());
  for (const Collection& collection : till.collections)
    if (mayBecomeSale(collection, collection.openedAt)) {
      const Hand hand{collection.by, now};
      LOKET_ASSIGN(TillChange off, decideSaleGiveUp(collection, std::string(kRestored), hand));
      work.till.push_back(std::move(off));
    }
  work.settings = restoreRows(restored);
  work.settings.merge(backupRows(LastBackup{}));
  // Telephones show codes for the shop that this is a copy of.
  LOKET_ASSIGN(const auto settings, store.settings());
  work.settings.merge(PersonCodes::allForgotten(settings));
  work.settings.merge(slotsForgotten());
  // Two terminals with one key would sign two histories.
  work.settings.merge(Auditor::forgotten());
  work.at = now;
  return work;
}

}  // namespace loket::engine
