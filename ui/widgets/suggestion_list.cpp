#include "ui/widgets/suggestion_list.h"

#include "ui/widgets/paint.h"

#include <QAbstractListModel>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

namespace loket::ui::widgets {

using theme::ColourRole;
using theme::Radius;
using theme::TextSize;
using theme::Theme;
using theme::Weight;
namespace metric = theme::metric;

namespace {

QString priceOf(const Suggestion& suggestion) {
  if (suggestion.prices.isEmpty()) {
    return {};
  }
  const qsizetype wanted = suggestion.prices.size() == 1 ? 0 : suggestion.chosen;
  return wanted >= 0 && wanted < suggestion.prices.size() ? suggestion.prices[wanted] : QString();
}

}  // namespace

class SuggestionList::Model final : public QAbstractListModel {
public:
  using QAbstractListModel::QAbstractListModel;

  void replace(const QList<Suggestion>& suggestions) {
    beginResetModel();
    m_rows = suggestions;
    for (Suggestion& row : m_rows) {
      row.chosen = std::clamp(row.chosen, row.choices.isEmpty() ? -1 : 0, static_cast<int>(row.choices.size()) - 1);
    }
    endResetModel();
  }

  [[nodiscard]] const QList<Suggestion>& rows() const { return m_rows; }

  void choose(int row, int choice) {
    m_rows[row].chosen = choice;
    emit dataChanged(index(row), index(row));
  }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
  }

  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override {
    if (!index.isValid()) {
      return {};
    }
    const Suggestion& row = m_rows[index.row()];
    if (role == Qt::DisplayRole) {
      return row.title;
    }
    if (role == Qt::AccessibleTextRole) {
      QStringList words{QString::number(index.row() + 1), row.title, row.detail, row.subtitle};
      if (row.chosen >= 0) {
        words << row.choices[row.chosen];
      }
      words << priceOf(row);
      words.removeAll(QString());
      return words.join(QStringLiteral(", "));
    }
    return {};
  }

private:
  QList<Suggestion> m_rows;
};

class SuggestionList::Delegate final : public QStyledItemDelegate {
public:
  Delegate(const Theme& theme, const Model& model, QObject* parent)
      : QStyledItemDelegate(parent), m_theme(theme), m_model(model) {}

  // The price column is as wide as the widest price beside chips, so that the chips of all rows end in one line.
  void measure() {
    m_priceWidth = m_theme.px(metric::kPriceMinimum);
    for (const Suggestion& row : m_model.rows()) {
      if (row.choices.isEmpty()) {
        continue;
      }
      for (const QString& price : row.prices) {
        m_priceWidth = std::max(m_priceWidth, paint::textWidth(priceFont(), price));
      }
    }
  }

  // One for each choice. In a narrow row the name matters more: then only the chosen chip has a place and the
  // others are empty.
  [[nodiscard]] QList<QRect> chipRects(const QRect& row, const Suggestion& suggestion) const {
    const int end = row.right() + 1 - m_theme.space(3) - m_priceWidth - m_theme.space(4);
    const QList<QRect> all = chipsEndingAt(end, row, suggestion, -1);
    const int titleLeft = row.left() + m_theme.px(metric::kSuggestionCap) + m_theme.px(metric::kTile) + m_theme.space(3);
    const bool narrow = !all.isEmpty() && all.front().left() - titleLeft < m_theme.px(metric::kSuggestionTitleMinimum);
    return narrow ? chipsEndingAt(end, row, suggestion, suggestion.chosen) : all;
  }

  [[nodiscard]] int choiceAt(const QRect& row, const Suggestion& suggestion, const QPoint& point) const {
    const QList<QRect> rects = chipRects(row, suggestion);
    for (qsizetype i = 0; i < rects.size(); ++i) {
      if (rects[i].contains(point)) {
        return static_cast<int>(i);
      }
    }
    return -1;
  }

  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& /*index*/) const override {
    return {m_theme.space(100), m_theme.px(metric::kSuggestionHeight)};
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const Suggestion& suggestion = m_model.rows()[index.row()];
    const QRect row = option.rect;
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QColor ink = m_theme.colour(ColourRole::Ink);
    const QColor muted = m_theme.colour(ColourRole::Muted);
    if (selected || option.state.testFlag(QStyle::State_MouseOver)) {
      QColor fill = m_theme.colour(selected ? ColourRole::PrimarySoft : ColourRole::NeutralSoft);
      if (!selected) {
        fill.setAlphaF(0.6F);
      }
      paint::box(*painter, row, m_theme.radius(Radius::Medium), fill);
    }
    if (option.state.testFlag(QStyle::State_HasFocus)) {
      paint::focusRing(*painter, m_theme, row, m_theme.radius(Radius::Medium));
    }

    const QString number = QString::number(index.row() + 1);
    const QSize cap = paint::keyCapSize(m_theme, number);
    const int capColumn = m_theme.px(metric::kSuggestionCap);
    paint::keyCap(*painter, m_theme,
                  QRect(QPoint(row.left() + (capColumn - cap.width()) / 2 + m_theme.space(0.25),
                               row.top() + (row.height() - cap.height()) / 2),
                        cap),
                  number);

    const int tile = m_theme.px(metric::kTile);
    const QRect tileRect(row.left() + capColumn, row.top() + (row.height() - tile) / 2, tile, tile);
    paint::iconTile(*painter, m_theme, tileRect, suggestion.icon, m_theme.tint(suggestion.family),
                    m_theme.px(metric::kTileIcon));

    const int priceRight = row.right() + 1 - m_theme.space(3);
    const QString price = priceOf(suggestion);
    const int priceWidth = paint::textWidth(priceFont(), price);
    paint::text(*painter, QRect(priceRight - priceWidth, row.top(), priceWidth, row.height()), price, priceFont(), ink);

    int right = priceRight - (price.isEmpty() ? 0 : priceWidth + m_theme.space(4));
    const QList<QRect> chips = chipRects(row, suggestion);
    int chipsLeft = right;
    for (qsizetype i = 0; i < chips.size(); ++i) {
      if (chips[i].isEmpty()) {
        continue;
      }
      chipsLeft = std::min(chipsLeft, chips[i].left() - m_theme.space(4));
      paint::chip(*painter, m_theme, chips[i], suggestion.choices[i],
                  i == suggestion.chosen && selected ? paint::ChipState::Chosen : paint::ChipState::Plain);
    }
    right = chipsLeft;

    const int left = tileRect.right() + 1 + m_theme.space(3);
    const QFont title = m_theme.font(TextSize::Lead, Weight::SemiBold);
    const QFont detail = m_theme.font(TextSize::Lead);
    const QFont subtitle = m_theme.font(TextSize::Small);
    const int titleHeight = QFontMetrics(title).height();
    const int subtitleHeight = QFontMetrics(subtitle).height();
    const int top = row.top() + (row.height() - titleHeight - subtitleHeight) / 2;
    const int used = paint::text(*painter, QRect(left, top, right - left, titleHeight), suggestion.title, title, ink);
    if (!suggestion.detail.isEmpty()) {
      paint::text(*painter, QRect(left + used, top, right - left - used, titleHeight),
                  QStringLiteral(" · ") + suggestion.detail, detail, muted);
    }
    paint::text(*painter, QRect(left, top + titleHeight, right - left, subtitleHeight), suggestion.subtitle, subtitle,
                muted);
  }

private:
  // All chips, or just `only` when it is not -1.
  [[nodiscard]] QList<QRect> chipsEndingAt(int right, const QRect& row, const Suggestion& suggestion, int only) const {
    QList<QRect> rects(suggestion.choices.size());
    for (qsizetype i = rects.size() - 1; i >= 0; --i) {
      if (only < 0 || i == only) {
        const QSize size = paint::chipSize(m_theme, suggestion.choices[i]);
        rects[i] = QRect(QPoint(right - size.width(), row.top() + (row.height() - size.height()) / 2), size);
        right -= size.width() + m_theme.space(1.5);
      }
    }
    return rects;
  }

  [[nodiscard]] QFont priceFont() const { return m_theme.font(TextSize::Lead, Weight::SemiBold); }

  const Theme& m_theme;
  const Model& m_model;
  int m_priceWidth = 0;
};

SuggestionList::SuggestionList(const Theme& theme, QWidget* parent)
    : RowView(theme, metric::kSuggestionHeight, parent),
      m_model(new Model(this)),
      m_delegate(new Delegate(theme, *m_model, this)) {
  setModel(m_model);
  setItemDelegate(m_delegate);
  setFocusPolicy(Qt::NoFocus);  // the search box keeps the keyboard and hands the arrows down
  setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  connect(this, &QAbstractItemView::doubleClicked, this, [this](const QModelIndex& index) { activateRow(index.row()); });
}

SuggestionList::~SuggestionList() = default;

void SuggestionList::restyle() {
  RowView::restyle();
  m_delegate->measure();
}

void SuggestionList::setSuggestions(const QList<Suggestion>& suggestions) {
  m_model->replace(suggestions);
  m_delegate->measure();
  if (!suggestions.isEmpty()) {
    setCurrentRow(0);
  }
  updateGeometry();
}

int SuggestionList::count() const { return m_model->rowCount(); }

const Suggestion& SuggestionList::suggestion(int row) const { return m_model->rows()[row]; }

int SuggestionList::currentRow() const { return currentIndex().isValid() ? currentIndex().row() : -1; }

void SuggestionList::setCurrentRow(int row) {
  if (row >= 0 && row < count()) {
    setCurrentIndex(m_model->index(row));
  }
}

void SuggestionList::choose(int row, int choice) {
  if (row < 0 || row >= count() || suggestion(row).choices.isEmpty()) {
    return;
  }
  const int wanted = std::clamp(choice, 0, static_cast<int>(suggestion(row).choices.size()) - 1);
  if (wanted != suggestion(row).chosen) {
    m_model->choose(row, wanted);
    emit choiceChanged(row, wanted);
  }
}

bool SuggestionList::activateRow(int row) {
  if (row < 0 || row >= count()) {
    return false;
  }
  setCurrentRow(row);
  emit rowActivated(row, suggestion(row).chosen);
  return true;
}

QSize SuggestionList::sizeHint() const { return {theme().space(100), count() * rowHeight()}; }

QSize SuggestionList::minimumSizeHint() const { return {theme().space(80), std::min(count(), 2) * rowHeight()}; }

void SuggestionList::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
      if (currentRow() >= 0) {
        choose(currentRow(), suggestion(currentRow()).chosen + (event->key() == Qt::Key_Left ? -1 : 1));
      }
      return;
    case Qt::Key_Return:
    case Qt::Key_Enter: activateRow(currentRow()); return;
    default: RowView::keyPressEvent(event);
  }
}

void SuggestionList::mousePressEvent(QMouseEvent* event) {
  const QModelIndex index = indexAt(event->position().toPoint());
  RowView::mousePressEvent(event);
  if (index.isValid()) {
    setCurrentIndex(index);
  }
}

void SuggestionList::mouseReleaseEvent(QMouseEvent* event) {
  const QPoint point = event->position().toPoint();
  const QModelIndex index = indexAt(point);
  RowView::mouseReleaseEvent(event);
  if (index.isValid() && event->button() == Qt::LeftButton) {
    const int choice = m_delegate->choiceAt(visualRect(index), suggestion(index.row()), point);
    if (choice >= 0) {
      choose(index.row(), choice);
    }
  }
}

void SuggestionList::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
  RowView::currentChanged(current, previous);
  if (current.isValid()) {
    emit currentRowChanged(current.row());
  }
}

}  // namespace loket::ui::widgets
