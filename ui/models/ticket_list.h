// Top-up tickets as rows: what is still on its way first, then the newest.
#pragma once

#include <QAbstractListModel>
#include <vector>

#include "core/api/till.h"
#include "ui/theme/tokens.h"

namespace loket::ui::models {

[[nodiscard]] theme::Tone toneOf(const api::TicketView& view);

class TicketList final : public QAbstractListModel {
  Q_OBJECT

 public:
  using QAbstractListModel::QAbstractListModel;

  void replace(std::vector<api::TicketView> tickets, Instant now);
  [[nodiscard]] const api::TicketView& at(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
  // Neither come in nor over.
  [[nodiscard]] int unfinished() const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

 private:
  std::vector<api::TicketView> m_rows;
  Instant m_now;
};

}  // namespace loket::ui::models
