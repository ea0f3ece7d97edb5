// The foot bar that names the keys that work now, and the single key cap it is made of.
#pragma once

#include "ui/widgets/themed.h"

#include <QList>
#include <QString>

namespace loket::ui::widgets {

class KeyCap final : public Themed<QWidget> {
  Q_OBJECT

public:
  explicit KeyCap(const theme::Theme& theme, const QString& key, QWidget* parent = nullptr);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  QString m_key;
};

struct KeyHint {
  QString key;   // "Enter", "F5–F8", "↑ ↓"
  QString what;  // "pilih"
};

// Hints that do not fit are left out from the end, whole.
class KeyBar final : public Themed<QWidget> {
  Q_OBJECT

public:
  explicit KeyBar(const theme::Theme& theme, QWidget* parent = nullptr);

  void setHints(const QList<KeyHint>& hints);
  [[nodiscard]] const QList<KeyHint>& hints() const { return m_hints; }
  // Muted text on the right, such as the version or the sandbox's name.
  void setNote(const QString& note);
  [[nodiscard]] QSize sizeHint() const override;

protected:
  void paintEvent(QPaintEvent* event) override;
  void restyle() override;

private:
  QList<KeyHint> m_hints;
  QString m_note;
};

}  // namespace loket::ui::widgets
