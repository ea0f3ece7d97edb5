// The one box of the sell screen that always has the focus: name, number or product. The arrow keys of the
// list below work from here, so that the hands never leave the keys.
#pragma once

#include "ui/widgets/themed.h"

class QLineEdit;

namespace loket::ui::widgets {

class SearchBox final : public Themed<QWidget> {
  Q_OBJECT

public:
  explicit SearchBox(const theme::Theme& theme, QWidget* parent = nullptr);

  [[nodiscard]] QString text() const;
  void setText(const QString& text);
  void clear();
  // Shown inside while the box is empty.
  void setPlaceholder(const QString& placeholder);
  // Muted words at the right edge that say what may be typed.
  void setHint(const QString& hint);
  // Up, Down, PageUp, PageDown, Left and Right without modifiers go to this widget; Ctrl or Shift with an
  // arrow still edits the text.
  void setNavigationTarget(QWidget* target);
  // The field itself, for validators, completers and tests.
  [[nodiscard]] QLineEdit* field() const { return m_field; }
  [[nodiscard]] QSize sizeHint() const override;

signals:
  // The user changed the text (not setText()).
  void edited(const QString& text);
  // Enter on either part of the keyboard.
  void accepted();
  // Escape; the owner decides whether it clears or steps back.
  void cancelled();

protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;
  void restyle() override;

private:
  void layOut();

  QLineEdit* m_field;
  QWidget* m_target = nullptr;
  QString m_hint;
};

}  // namespace loket::ui::widgets
