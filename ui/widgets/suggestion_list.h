// The suggestions under the search box: number keys, who, what they bought last with the nominal already
// chosen, and the price. At most eight rows, so the list owns its content.
#pragma once

#include "ui/widgets/row_view.h"

#include <QList>
#include <QStringList>

namespace loket::ui::widgets {

struct Suggestion {
  QString icon;
  theme::Family family = theme::Family::Other;
  QString title;         // "Supardi"
  QString detail;        // "PLN 1430 0000 001"
  QString subtitle;      // "Token terakhir 50.000, 3 minggu lalu"
  QStringList choices;   // "20rb", "50rb", "100rb"; may be empty
  int chosen = -1;       // index into choices
  QStringList prices;    // one for each choice, or a single one for all
  QString id;            // the owner's key; not shown
};

class SuggestionList final : public RowView {
  Q_OBJECT

public:
  explicit SuggestionList(const theme::Theme& theme, QWidget* parent = nullptr);
  ~SuggestionList() override;

  // Replaces everything and selects the first row.
  void setSuggestions(const QList<Suggestion>& suggestions);
  [[nodiscard]] int count() const;
  // Row must exist.
  [[nodiscard]] const Suggestion& suggestion(int row) const;
  // -1 when there is none.
  [[nodiscard]] int currentRow() const;
  void setCurrentRow(int row);
  // Out of range is clamped; nothing happens in a row without choices.
  void choose(int row, int choice);
  // As Enter on that row; for the owner's number keys. False when there is no such row.
  bool activateRow(int row);
  // Tall enough for all rows, so that nothing scrolls.
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

signals:
  void currentRowChanged(int row);
  void choiceChanged(int row, int choice);
  // Enter, a double click or activateRow(); `choice` is -1 without choices.
  void rowActivated(int row, int choice);

protected:
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
  void restyle() override;

private:
  class Model;
  class Delegate;

  Model* m_model;
  Delegate* m_delegate;
};

}  // namespace loket::ui::widgets
