// What a settlement file and the books say differently, as rows; what is to be booked can be marked.
#pragma once

#include <QAbstractListModel>
#include <optional>
#include <set>
#include <vector>

#include "core/domain/reconcile/run.h"

namespace loket::ui::models {

class FindingList final : public QAbstractListModel {
  Q_OBJECT

 public:
  using QAbstractListModel::QAbstractListModel;

  void replace(std::vector<reconcile::Finding> findings);
  // Those of one class; nothing: all.
  void show(std::optional<reconcile::Class> cls);
  [[nodiscard]] const reconcile::Finding& at(int row) const { return m_all[m_shown[static_cast<std::size_t>(row)]]; }
  // Only what this counter can book by itself, and has not.
  [[nodiscard]] static bool canMark(const reconcile::Finding& finding);
  void toggle(int row);
  [[nodiscard]] std::vector<std::int64_t> marked() const { return {m_marked.begin(), m_marked.end()}; }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

 private:
  std::vector<reconcile::Finding> m_all;
  std::vector<std::size_t> m_shown;
  std::set<std::int64_t> m_marked;
  std::optional<reconcile::Class> m_class;
};

}  // namespace loket::ui::models
