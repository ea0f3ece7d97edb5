// Printers and their paper in words.
#pragma once

#include <QString>
#include <vector>

#include "core/api/views.h"

namespace loket::ui::text {

struct PaperKind {
  QString profile;  // a name in resources/printers
  QString words;
};
// All of them, the usual ones first.
std::vector<PaperKind> paperKinds();

// What came of a trial.
QString trialSentence(const api::PrintView& print);
// What is wrong with paper that the core refuses ("outlet.header").
QString paperSentence(const Error& error);

}  // namespace loket::ui::text
