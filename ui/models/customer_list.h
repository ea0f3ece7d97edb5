// The customer book as rows that come by pages, and the numbers of one customer.
#pragma once

#include <QAbstractListModel>
#include <vector>

#include "core/api/customers.h"

namespace loket::ui::models {

class CustomerList final : public QAbstractListModel {
  Q_OBJECT

 public:
  using QAbstractListModel::QAbstractListModel;

  void replace(std::vector<api::CustomerView> rows, bool hasMore);
  void append(const std::vector<api::CustomerView>& rows, bool hasMore);
  // The row of the same id, in its place.
  void put(const api::CustomerView& view);
  void remove(const customer::CustomerId& id);
  [[nodiscard]] const api::CustomerView& at(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
  [[nodiscard]] int rowOf(const customer::CustomerId& id) const;  // -1 when it is not here

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override;
  void fetchMore(const QModelIndex& parent) override;

 signals:
  // The end of the rows was reached: bring those after the last one, with append().
  void moreWanted();

 private:
  std::vector<api::CustomerView> m_rows;
  bool m_hasMore = false;
  bool m_fetching = false;
};

// Each with what was bought for it last.
class NumberList final : public QAbstractListModel {
  Q_OBJECT

 public:
  using QAbstractListModel::QAbstractListModel;

  void replace(const api::CustomerView& view, Instant now);
  [[nodiscard]] const customer::Number& at(int row) const { return m_rows[static_cast<std::size_t>(row)].number; }
  // The one that something was bought for last; the first when nothing was.
  [[nodiscard]] int latest() const { return m_latest; }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

 private:
  struct Row {
    customer::Number number;
    QString bought;
  };
  std::vector<Row> m_rows;
  int m_latest = 0;
};

}  // namespace loket::ui::models
