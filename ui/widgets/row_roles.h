// What FeedList and RowList ask a model for. Screens write models that answer these roles; the lists paint.
#pragma once

#include "ui/theme/tokens.h"

#include <Qt>

namespace loket::ui::widgets {

// Give Qt::AccessibleTextRole too: one sentence for the whole row.
enum RowRole : int {
  TitleRole = Qt::UserRole + 100,  // QString, bold
  DetailRole,                      // QString, muted, after the title and a middle dot
  SubtitleRole,                    // QString, second line
  AmountRole,                      // QString, formatted
  AgeRole,                         // QString ("7 mnt")
  StatusRole,                      // QString, the pill
  ToneRole,                        // int of theme::Tone: the pill, and the tile when FamilyRole is absent
  IconRole,                        // QString, icon name
  FamilyRole,                      // int of theme::Family: the tile's tint
  ActionsRole,                     // QStringList: small buttons at the right
};

}  // namespace loket::ui::widgets
