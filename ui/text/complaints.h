// Complaints in the words of the counter: how one stands, what was said when and by whom, and whom to ask.
#pragma once

#include <QString>

#include "core/domain/complaint/complaint.h"
#include "core/domain/complaint/supplier_question.h"

namespace loket::ui::text {

[[nodiscard]] QString outcomeWord(complaint::Outcome outcome);  // "Beres", on a button
[[nodiscard]] QString complaintWord(
    const complaint::Complaint& complaint);  // "terbuka", "selesai: uang kembali"
// Over what was said: "14.05 · Sri"; of the last word how it ended, too.
[[nodiscard]] QString entryHead(const complaint::Entry& entry, Instant now);
// Every way to reach the supplier's people, each on a line; empty where none is set.
[[nodiscard]] QString contactLines(const SupplierContact& contact);
// What is wrong with what was typed, or what came in between.
[[nodiscard]] QString complaintSentence(const Error& error);

}  // namespace loket::ui::text
