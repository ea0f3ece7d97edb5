// A small model with any rows, and a large one that makes its rows up: what the list widgets are tried with.
#pragma once

#include "ui/widgets/row_roles.h"

#include <QAbstractListModel>
#include <QList>
#include <QStringList>

#include <optional>

namespace loket::tests {

struct SampleRow {
  QString title;
  QString detail;
  QString subtitle;
  QString amount;
  QString age;
  QString status;
  ui::theme::Tone tone = ui::theme::Tone::Neutral;
  QString icon;
  std::optional<ui::theme::Family> family;
  QStringList actions;
};

class SampleRows : public QAbstractListModel {
public:
  explicit SampleRows(QList<SampleRow> rows, QObject* parent = nullptr)
      : QAbstractListModel(parent), m_rows(std::move(rows)) {}

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
  }

  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override {
    return index.isValid() ? answer(m_rows[index.row()], role) : QVariant();
  }

protected:
  [[nodiscard]] static QVariant answer(const SampleRow& row, int role) {
    using namespace ui::widgets;
    switch (role) {
      case Qt::DisplayRole:
      case TitleRole: return row.title;
      case DetailRole: return row.detail;
      case SubtitleRole: return row.subtitle;
      case AmountRole: return row.amount;
      case AgeRole: return row.age;
      case StatusRole: return row.status;
      case ToneRole: return static_cast<int>(row.tone);
      case IconRole: return row.icon;
      case FamilyRole: return row.family.has_value() ? QVariant(static_cast<int>(*row.family)) : QVariant();
      case ActionsRole: return row.actions;
      case Qt::AccessibleTextRole:
        return QStringList{row.title, row.detail, row.subtitle, row.amount, row.status}.join(QStringLiteral(", "));
      default: return {};
    }
  }

private:
  QList<SampleRow> m_rows;
};

// `count` rows that exist only while they are asked for; counts how often that happens.
class EndlessRows final : public QAbstractListModel {
public:
  explicit EndlessRows(int count, QObject* parent = nullptr) : QAbstractListModel(parent), m_count(count) {}

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : m_count; }

  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override {
    ++asked;
    switch (role) {
      case Qt::DisplayRole:
      case ui::widgets::TitleRole: return QStringLiteral("Token PLN %1").arg(index.row());
      case ui::widgets::AmountRole: return QStringLiteral("Rp52.500");
      default: return {};
    }
  }

  mutable qint64 asked = 0;

private:
  int m_count;
};

}  // namespace loket::tests
