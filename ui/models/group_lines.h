// A group's bills as rows: who it is for, what was asked, what it costs and what became of it.
#pragma once

#include <QAbstractListModel>
#include <optional>
#include <vector>

#include "core/api/customers.h"
#include "core/api/views.h"

namespace loket::ui::models {

struct GroupLine {
  customer::GroupMember member;
  Family family = Family::Other;
  QString product;                  // its name; empty: not sold any more
  bool wanted = true;               // among those that are paid now
  std::optional<api::Quote> quote;  // what it would cost; or
  std::optional<Error> error;       // why not, of the question or of the sale
  std::optional<Payment> payment;   // once it is sold
  bool sent = false;                // its cash was taken: it was to be sold

  // It can be paid.
  [[nodiscard]] bool isPayable() const { return quote.has_value() && !payment; }
  // The disk failed while it was to be kept: nobody knows, and its cash is not given back before somebody does.
  [[nodiscard]] bool isUnsure() const { return sent && error && error->code == ErrorCode::CommitUnsure; }
};

// Who it is for.
[[nodiscard]] QString titleOf(const GroupLine& line);

class GroupLines final : public QAbstractListModel {
  Q_OBJECT

 public:
  using QAbstractListModel::QAbstractListModel;

  // Where nothing but the lines' standing has changed, the current row stays.
  void replace(std::vector<GroupLine> lines);
  [[nodiscard]] const GroupLine& at(int row) const { return m_lines[static_cast<std::size_t>(row)]; }
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

 private:
  std::vector<GroupLine> m_lines;
};

// The groups themselves.
class GroupList final : public QAbstractListModel {
  Q_OBJECT

 public:
  using QAbstractListModel::QAbstractListModel;

  void replace(std::vector<customer::Group> groups);
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

 private:
  std::vector<customer::Group> m_groups;
};

}  // namespace loket::ui::models
