// Payments as rows: a snapshot that changes by whole payments and grows by pages from the newest to the
// oldest.
#pragma once

#include <QAbstractListModel>
#include <optional>
#include <vector>

#include "core/api/views.h"

namespace loket::ui::models {

// What the rows are for: they say different things in the second line and have different actions.
enum class ListUse { Feed, Queue, History };

// The actions of a queue row, in the order of RowRole::ActionsRole.
enum class RowAction { Details, Cancel, GiveBack };

class PaymentList final : public QAbstractListModel {
  Q_OBJECT

 public:
  explicit PaymentList(ListUse use, QObject* parent = nullptr);

  void replace(std::vector<api::PaymentView> rows, bool hasMore);
  void append(const std::vector<api::PaymentView>& rows, bool hasMore);
  // Changes the row with that reference, or adds it at the top when `addWhenNew`.
  void put(const api::PaymentView& view, bool addWhenNew);
  void remove(const PaymentRef& ref);
  // Ages and due times are told relative to this.
  void setNow(Instant now);

  [[nodiscard]] const api::PaymentView& at(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
  [[nodiscard]] int rowOf(const PaymentRef& ref) const;  // -1 when it is not here
  [[nodiscard]] const std::vector<api::PaymentView>& rows() const { return m_rows; }
  [[nodiscard]] static std::vector<RowAction> actionsOf(const Payment& payment);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override;
  void fetchMore(const QModelIndex& parent) override;

 signals:
  // The end of the rows was reached: bring those before this one, with append().
  void moreWanted(qint64 beforeSequence);

 private:
  [[nodiscard]] QString subtitle(const api::PaymentView& view) const;

  ListUse m_use;
  std::vector<api::PaymentView> m_rows;
  Instant m_now;
  bool m_hasMore = false;
  bool m_fetching = false;
};

}  // namespace loket::ui::models
