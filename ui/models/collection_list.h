// What the bank was asked to collect, as rows: what somebody still has to look after first, then the newest.
#pragma once

#include <QAbstractListModel>
#include <vector>

#include "core/api/till.h"
#include "ui/theme/tokens.h"

namespace loket::ui::models {

[[nodiscard]] theme::Tone toneOf(const Collection& collection, Instant now);
// The customer may still pay, or his cash is due to him.
[[nodiscard]] bool isUnfinished(const Collection& collection, Instant now);

class CollectionList final : public QAbstractListModel {
  Q_OBJECT

 public:
  using QAbstractListModel::QAbstractListModel;

  void replace(const std::vector<Collection>& collections);
  // A code runs out by the clock alone.
  void setNow(Instant now);
  [[nodiscard]] const Collection& at(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
  [[nodiscard]] int unfinished() const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

 private:
  std::vector<Collection> m_rows;
  Instant m_now;
};

}  // namespace loket::ui::models
