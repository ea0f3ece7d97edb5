#include "ui/theme/theme.h"

#include "ui/theme/loket_style.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QImage>
#include <QPainter>
#include <QScreen>
#include <QSvgRenderer>
#include <QToolTip>

#include <algorithm>
#include <cmath>

// Outside any namespace, as Q_INIT_RESOURCE demands.
static void initResources() { Q_INIT_RESOURCE(loket); }

namespace loket::ui::theme {
namespace {

constexpr double kMinimumScale = 0.75;
constexpr double kMaximumScale = 2.0;
constexpr double kPointsPerInch = 72.0;
constexpr qsizetype kIconCacheLimit = 1024;

QString loadFamily(const QStringList& files) {
  QString family;
  for (const QString& file : files) {
    const int id = QFontDatabase::addApplicationFont(QStringLiteral(":/fonts/") + file);
    const QStringList families = QFontDatabase::applicationFontFamilies(id);
    if (family.isEmpty() && !families.isEmpty()) {
      family = families.front();
    }
  }
  return family;
}

double designSize(TextSize size) {
  switch (size) {
    case TextSize::Caption: return 12;
    case TextSize::Small: return 13.5;
    case TextSize::Body: return 15;
    case TextSize::Lead: return 17;
    case TextSize::Heading: return 20;
    case TextSize::Entry: return 26;
    case TextSize::Figure: return 29;
    case TextSize::Token: return 40;
    case TextSize::Name: return 42;
    case TextSize::Total: return 60;
    case TextSize::Change: return 112;
  }
  return 15;
}

QFont::Weight fontWeight(Weight weight) {
  switch (weight) {
    case Weight::Regular: return QFont::Normal;
    case Weight::Medium: return QFont::Medium;
    case Weight::SemiBold: return QFont::DemiBold;
    case Weight::Bold: return QFont::Bold;
  }
  return QFont::Normal;
}

// Inter is spaced for small sizes and wants to be set tighter as it grows: em by px.
// Source: Inter's own "dynamic metrics" (rsms.me/inter/dynmetrics).
double tracking(double size) { return -0.0223 + 0.185 * std::exp(-0.1745 * size); }

// QFont keeps only whole pixels, but fractions of a point: 13.5 px needs the way round.
void setSize(QFont& font, double pixels) {
  const QScreen* screen = QGuiApplication::primaryScreen();
  const double dpi = screen != nullptr ? screen->logicalDotsPerInchY() : 96.0;
  font.setPointSizeF(pixels * kPointsPerInch / dpi);
}

}  // namespace

Theme::Theme(Mode mode, double scale, QObject* parent)
    : QObject(parent), m_mode(mode), m_scale(std::clamp(scale, kMinimumScale, kMaximumScale)) {
  initResources();
  m_family = loadFamily({QStringLiteral("InterTabular-Regular.otf"), QStringLiteral("InterTabular-Medium.otf"),
                         QStringLiteral("InterTabular-SemiBold.otf"), QStringLiteral("InterTabular-Bold.otf")});
  m_monoFamily = loadFamily({QStringLiteral("LoketMono-Regular.ttf"), QStringLiteral("LoketMono-Bold.ttf")});
}

void Theme::apply(QApplication& application) {
  m_application = &application;
  QApplication::setStyle(new LoketStyle(*this));
  refresh();
}

void Theme::setMode(Mode mode) {
  if (mode != m_mode) {
    m_mode = mode;
    refresh();
  }
}

void Theme::setScale(double scale) {
  const double wanted = std::clamp(scale, kMinimumScale, kMaximumScale);
  if (!qFuzzyCompare(wanted, m_scale)) {
    m_scale = wanted;
    refresh();
  }
}

void Theme::setMotion(bool on) {
  if (on != m_motion) {
    m_motion = on;
    emit changed();
  }
}

void Theme::refresh() {
  if (m_application != nullptr) {
    QApplication::setPalette(palette());
    QApplication::setFont(font(TextSize::Body));
    QToolTip::setPalette(palette());
    QToolTip::setFont(font(TextSize::Small));
  }
  emit changed();
}

QPalette Theme::palette() const {
  const Tokens& t = tokens();
  QPalette p;
  p.setColor(QPalette::Window, t.canvas);
  p.setColor(QPalette::WindowText, t.ink);
  p.setColor(QPalette::Base, t.card);
  p.setColor(QPalette::AlternateBase, t.canvas);
  p.setColor(QPalette::ToolTipBase, t.rail);
  p.setColor(QPalette::ToolTipText, t.railSelectedInk);
  p.setColor(QPalette::PlaceholderText, t.muted);
  p.setColor(QPalette::Text, t.ink);
  p.setColor(QPalette::Button, t.card);
  p.setColor(QPalette::ButtonText, t.ink);
  p.setColor(QPalette::BrightText, t.danger.ink);
  p.setColor(QPalette::Link, t.primary.ink);
  p.setColor(QPalette::LinkVisited, t.primary.ink);
  p.setColor(QPalette::Highlight, t.primary.ink);
  p.setColor(QPalette::HighlightedText, t.onPrimary);
  p.setColor(QPalette::Light, t.card);
  p.setColor(QPalette::Midlight, t.neutralSoft);
  p.setColor(QPalette::Mid, t.line);
  p.setColor(QPalette::Dark, t.fieldBorder);
  p.setColor(QPalette::Shadow, t.shadow);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
    p.setColor(QPalette::Disabled, role, t.muted);
  }
  p.setColor(QPalette::Disabled, QPalette::Base, t.neutralSoft);
  p.setColor(QPalette::Disabled, QPalette::Button, t.neutralSoft);
  return p;
}

int Theme::px(double length) const {
  if (length <= 0) {
    return 0;
  }
  return std::max(1, static_cast<int>(std::lround(length * m_scale)));
}

double Theme::radius(Radius radius) const {
  switch (radius) {
    case Radius::Small: return metric::kRadiusSmall * m_scale;
    case Radius::Medium: return metric::kRadiusMedium * m_scale;
    case Radius::Large: return metric::kRadiusLarge * m_scale;
  }
  return 0;
}

QFont Theme::font(TextSize size, Weight weight) const {
  QFont font(m_family);
  setSize(font, designSize(size) * m_scale);
  font.setWeight(fontWeight(weight));
  font.setHintingPreference(QFont::PreferNoHinting);
  font.setLetterSpacing(QFont::AbsoluteSpacing, tracking(designSize(size)) * designSize(size) * m_scale);
  return font;
}

QFont Theme::mono(TextSize size, Weight weight) const {
  QFont font(m_monoFamily);
  setSize(font, designSize(size) * m_scale);
  font.setWeight(weight > Weight::Medium ? QFont::Bold : QFont::Normal);
  font.setStyleHint(QFont::Monospace);
  font.setHintingPreference(QFont::PreferNoHinting);
  return font;
}

void Theme::warmUp() const {
  const QString letters =
      QStringLiteral("0123456789 .,:-+()abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPRSTUVW");
  QImage scrap(1, 1, QImage::Format_ARGB32_Premultiplied);
  QPainter painter(&scrap);
  for (const TextSize size : {TextSize::Caption, TextSize::Small, TextSize::Body, TextSize::Lead, TextSize::Heading})
    for (const Weight weight : {Weight::Regular, Weight::Medium, Weight::SemiBold, Weight::Bold}) {
      painter.setFont(font(size, weight));
      painter.drawText(QPointF(), letters);
    }
}

QPixmap Theme::pixmap(const QString& name, const QColor& colour, int size, double devicePixelRatio) const {
  const QString key = name + u'|' + QString::number(colour.rgba(), 16) + u'|' + QString::number(size) + u'|' +
                      QString::number(devicePixelRatio);
  const auto known = m_icons.constFind(key);
  if (known != m_icons.cend()) {
    return *known;
  }
  const QString file = QStringLiteral(":/icons/") + name + QStringLiteral(".svg");
  if (!QFile::exists(file)) {
    return {};
  }
  const int pixels = static_cast<int>(std::ceil(size * devicePixelRatio));
  QImage image(pixels, pixels, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::transparent);
  {
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    QSvgRenderer(file).render(&painter, QRectF(0, 0, pixels, pixels));
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(image.rect(), colour);
  }
  QPixmap result = QPixmap::fromImage(image);
  result.setDevicePixelRatio(devicePixelRatio);
  if (m_icons.size() >= kIconCacheLimit) {
    m_icons.clear();
  }
  m_icons.insert(key, result);
  return result;
}

QIcon Theme::icon(const QString& name, ColourRole role, int size) const {
  QIcon icon;
  for (const double ratio : {1.0, 2.0}) {
    icon.addPixmap(pixmap(name, colour(role), size, ratio));
    icon.addPixmap(pixmap(name, colour(ColourRole::Muted), size, ratio), QIcon::Disabled);
  }
  return icon;
}

void Theme::drawIcon(QPainter& painter, const QRectF& rect, const QString& name, const QColor& colour,
                     int size) const {
  const QPixmap picture = pixmap(name, colour, size, painter.device()->devicePixelRatioF());
  const QPointF corner(std::round(rect.center().x() - size / 2.0), std::round(rect.center().y() - size / 2.0));
  painter.drawPixmap(corner, picture);
}

}  // namespace loket::ui::theme
