// Settlement files in the words of the counter: what agrees, what does not, and what would settle it.
#pragma once

#include <QString>

#include "core/base/error.h"
#include "core/domain/reconcile/run.h"

namespace loket::ui::text {

// As on a pill: "Hanya di kami", "Jumlah beda".
[[nodiscard]] QString classWord(reconcile::Class cls);
// What would settle it; empty where nothing has to be.
[[nodiscard]] QString proposalSentence(const reconcile::Finding& finding);
// Why a whole file says nothing.
[[nodiscard]] QString problemSentence(const reconcile::FileVerdict& verdict);
// "3 dari 1.240 baris perlu dilihat", "Semua cocok", "Berkas ini bertentangan".
[[nodiscard]] QString runWord(const reconcile::Run& run);
// As `sentence`, where a settlement file knows better what it means.
[[nodiscard]] QString reconcileSentence(const Error& error);

}  // namespace loket::ui::text
