// The look that is handed to every widget: colours, sizes, fonts and icons of the chosen mode and scale. One
// object made at the start and passed down as `const Theme&`; widgets listen to changed().
#pragma once

#include "ui/theme/metrics.h"
#include "ui/theme/tokens.h"

#include <QFont>
#include <QHash>
#include <QIcon>
#include <QObject>
#include <QPalette>
#include <QPixmap>
#include <QRectF>
#include <QString>

class QApplication;
class QPainter;

namespace loket::ui::theme {

// The type scale, in px at scale 1.0: 12, 13.5, 15, 17, 20, 26, 29, 40, 42, 60, 112.
enum class TextSize : std::uint8_t { Caption, Small, Body, Lead, Heading, Entry, Figure, Token, Name, Total, Change };
enum class Weight : std::uint8_t { Regular, Medium, SemiBold, Bold };
enum class Radius : std::uint8_t { Small, Medium, Large };

class Theme : public QObject {
  Q_OBJECT

public:
  // Loads the fonts. `scale` is the user's size setting, 0.75 to 2.
  explicit Theme(Mode mode = Mode::Light, double scale = 1.0, QObject* parent = nullptr);

  // Gives the application this style, palette and font, now and after every change. Call once.
  void apply(QApplication& application);

  void setMode(Mode mode);
  void setScale(double scale);
  // Off for pictures and for those who want a still screen: nothing moves by itself then.
  void setMotion(bool on);

  [[nodiscard]] Mode mode() const { return m_mode; }
  [[nodiscard]] double scale() const { return m_scale; }
  [[nodiscard]] bool motion() const { return m_motion; }
  [[nodiscard]] const Tokens& tokens() const { return Tokens::of(m_mode); }
  [[nodiscard]] QColor colour(ColourRole role) const { return tokens().colour(role); }
  [[nodiscard]] Tint tint(Tone tone) const { return tokens().tint(tone); }
  [[nodiscard]] Tint tint(Family family) const { return tokens().tint(family); }
  [[nodiscard]] QPalette palette() const;

  // A length of metrics.h in device-independent pixels, never less than 1 for a length above 0.
  [[nodiscard]] int px(double length) const;
  // `steps` times 4 px.
  [[nodiscard]] int space(double steps) const { return px(steps * metric::kStep); }
  [[nodiscard]] double radius(Radius radius) const;

  // Text in Inter with figures that line up.
  [[nodiscard]] QFont font(TextSize size, Weight weight = Weight::Regular) const;
  // Tokens, references and paper. Regular and Bold exist; heavier than Medium gives Bold.
  [[nodiscard]] QFont mono(TextSize size, Weight weight = Weight::Regular) const;

  // Reads the faces and their letters for the sizes that a counter is written in, a few milliseconds once, so that
  // the first screen after the PIN has not to wait for them. For a moment in which nothing else is to do.
  void warmUp() const;

  // A tinted icon by its file name in resources/icons without the suffix; empty when there is no such icon.
  [[nodiscard]] QPixmap pixmap(const QString& name, const QColor& colour, int size, double devicePixelRatio) const;
  [[nodiscard]] QIcon icon(const QString& name, ColourRole role, int size) const;
  // Paints the icon centred in `rect`, `size` pixels wide.
  void drawIcon(QPainter& painter, const QRectF& rect, const QString& name, const QColor& colour, int size) const;

signals:
  // Colours or sizes are different now: paint and lay out again.
  void changed();

private:
  void refresh();

  Mode m_mode;
  double m_scale;
  bool m_motion = true;
  QApplication* m_application = nullptr;
  QString m_family;
  QString m_monoFamily;
  mutable QHash<QString, QPixmap> m_icons;
};

}  // namespace loket::ui::theme
