// A button that says what it does and which key does it too.
#pragma once

#include "ui/widgets/themed.h"

#include <QAbstractButton>

namespace loket::ui::widgets {

enum class ActionKind : std::uint8_t { Primary, Secondary, Danger };
enum class ActionSize : std::uint8_t { Large, Small };

class ActionButton final : public Themed<QAbstractButton> {
  Q_OBJECT

public:
  ActionButton(const theme::Theme& theme, const QString& text, ActionKind kind = ActionKind::Secondary,
               QWidget* parent = nullptr);

  // The key cap at the right, only drawn: the owner installs the shortcut.
  void setKeyCap(const QString& key);
  void setLeadingIcon(const QString& icon);
  void setTrailingIcon(const QString& icon);
  void setActionSize(ActionSize size);
  void setKind(ActionKind kind);
  // Text at the left and key cap at the right edge, for buttons that are as wide as their column.
  void setSpread(bool spread);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  [[nodiscard]] QFont textFont() const;
  [[nodiscard]] int contentWidth() const;
  [[nodiscard]] int iconSize() const;

  ActionKind m_kind;
  ActionSize m_size = ActionSize::Large;
  QString m_key;
  QString m_leading;
  QString m_trailing;
  bool m_spread = false;
};

}  // namespace loket::ui::widgets
