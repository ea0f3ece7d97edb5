#include "ui/theme/loket_style.h"

#include "ui/theme/theme.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QScrollBar>
#include <QStyleFactory>
#include <QStyleOption>

#include <algorithm>

namespace loket::ui::theme {
namespace {

struct PainterState {
  explicit PainterState(QPainter* saved) : painter(saved) {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
  }
  ~PainterState() { painter->restore(); }
  PainterState(const PainterState&) = delete;
  PainterState& operator=(const PainterState&) = delete;

  QPainter* painter;
};

void roundedFrame(QPainter* painter, const QRectF& rect, double radius, const QBrush& fill, const QColor& line,
                  double width) {
  const PainterState state(painter);
  const double half = width / 2;
  painter->setPen(QPen(line, width));
  painter->setBrush(fill);
  painter->drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius);
}

bool has(const QStyleOption* option, QStyle::StateFlag flag) { return option->state.testFlag(flag); }

}  // namespace

LoketStyle::LoketStyle(const Theme& theme) : QProxyStyle(QStringLiteral("Fusion")), m_theme(theme) {}

int LoketStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
  switch (metric) {
    case PM_LayoutLeftMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutBottomMargin: return m_theme.space(4);
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing: return m_theme.space(3);
    case PM_ScrollBarExtent: return m_theme.px(metric::kScrollBar);
    case PM_ScrollBarSliderMin: return m_theme.px(metric::kScrollHandleMinimum);
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight: return m_theme.space(4.5);
    case PM_ButtonMargin: return m_theme.space(4);
    case PM_ButtonIconSize:
    case PM_SmallIconSize: return m_theme.px(metric::kIcon);
    case PM_TextCursorWidth: return m_theme.px(metric::kFocusLine);
    case PM_FocusFrameHMargin:
    case PM_FocusFrameVMargin: return m_theme.space(0.5);
    default: return QProxyStyle::pixelMetric(metric, option, widget);
  }
}

int LoketStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                          QStyleHintReturn* returnData) const {
  switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText: return 0;
    case SH_ScrollView_FrameOnlyAroundContents: return 0;
    case SH_ItemView_ShowDecorationSelected: return 1;
    case SH_UnderlineShortcut: return 0;
    case SH_Widget_Animate:
    case SH_Widget_Animation_Duration: return m_theme.motion() ? QProxyStyle::styleHint(hint, option, widget, returnData) : 0;
    default: return QProxyStyle::styleHint(hint, option, widget, returnData);
  }
}

QSize LoketStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                                   const QWidget* widget) const {
  QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
  switch (type) {
    case CT_PushButton:
      result.setWidth(std::max(result.width(), size.width() + 2 * m_theme.space(4)));
      result.setHeight(std::max(result.height(), m_theme.px(metric::kFieldHeight)));
      break;
    case CT_ComboBox: result.rwidth() += m_theme.space(3); [[fallthrough]];
    case CT_LineEdit:
    case CT_SpinBox: result.setHeight(std::max(result.height(), m_theme.px(metric::kFieldHeight))); break;
    case CT_MenuItem:
    case CT_ItemViewItem: result.rheight() += m_theme.space(1.5); break;
    default: break;
  }
  return result;
}

QRect LoketStyle::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const {
  QRect rect = QProxyStyle::subElementRect(element, option, widget);
  if (element == SE_LineEditContents && qobject_cast<const QLineEdit*>(widget) != nullptr) {
    const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
    if (frame != nullptr && frame->lineWidth > 0) {
      rect.adjust(m_theme.space(1.5), 0, -m_theme.space(1.5), 0);
    }
  }
  return rect;
}

QRect LoketStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                                 const QWidget* widget) const {
  if (control == CC_ScrollBar) {
    const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (bar != nullptr) {  // no arrows: the whole bar is the groove
      const bool flat = bar->orientation == Qt::Horizontal;
      const int length = flat ? bar->rect.width() : bar->rect.height();
      const auto range = static_cast<qint64>(bar->maximum) - bar->minimum;
      int handle = length;
      if (range > 0) {
        const qint64 share = static_cast<qint64>(bar->pageStep) * length / (range + bar->pageStep);
        handle = std::clamp(static_cast<int>(share), std::min(length, m_theme.px(metric::kScrollHandleMinimum)), length);
      }
      const int start = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, length - handle,
                                                bar->upsideDown);
      const auto along = [&](int from, int size) {
        return flat ? QRect(bar->rect.x() + from, bar->rect.y(), size, bar->rect.height())
                    : QRect(bar->rect.x(), bar->rect.y() + from, bar->rect.width(), size);
      };
      switch (part) {
        case SC_ScrollBarGroove: return bar->rect;
        case SC_ScrollBarSlider: return along(start, handle);
        case SC_ScrollBarSubPage: return along(0, start);
        case SC_ScrollBarAddPage: return along(start + handle, length - start - handle);
        default: return {};
      }
    }
  }
  QRect rect = QProxyStyle::subControlRect(control, option, part, widget);
  if (control == CC_ComboBox && part == SC_ComboBoxEditField) {
    rect.adjust(m_theme.space(2), 0, 0, 0);
  }
  return rect;
}

void LoketStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                               const QWidget* widget) const {
  const bool enabled = has(option, State_Enabled);
  const bool focused = enabled && has(option, State_HasFocus);
  const QColor fieldLine = focused ? m_theme.colour(ColourRole::Primary) : m_theme.colour(ColourRole::FieldBorder);
  const double fieldWidth = focused ? m_theme.px(metric::kFocusLine) : m_theme.px(metric::kHairline);
  switch (element) {
    case PE_PanelLineEdit: {
      const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
      if (frame != nullptr && frame->lineWidth > 0) {
        roundedFrame(painter, option->rect, m_theme.radius(Radius::Medium), option->palette.base(), fieldLine, fieldWidth);
      }
      return;
    }
    case PE_FrameLineEdit: return;
    case PE_FrameFocusRect: {
      const double width = m_theme.px(metric::kFocusLine);
      roundedFrame(painter, option->rect, m_theme.radius(Radius::Small), Qt::NoBrush,
                   m_theme.colour(ColourRole::Primary), width);
      return;
    }
    case PE_IndicatorCheckBox:
    case PE_IndicatorRadioButton: {
      const bool on = has(option, State_On);
      const bool round = element == PE_IndicatorRadioButton;
      const QColor primary = enabled ? m_theme.colour(ColourRole::Primary) : m_theme.colour(ColourRole::Muted);
      const double corner = round ? option->rect.height() / 2.0 : m_theme.radius(Radius::Small) * 0.75;
      roundedFrame(painter, option->rect, corner, on ? QBrush(primary) : option->palette.base(), on ? primary : fieldLine,
                   m_theme.px(metric::kHairline));
      if (on && round) {
        const PainterState state(painter);
        painter->setPen(Qt::NoPen);
        painter->setBrush(m_theme.colour(ColourRole::OnPrimary));
        const double inset = option->rect.height() * 0.3;
        painter->drawEllipse(QRectF(option->rect).adjusted(inset, inset, -inset, -inset));
      } else if (on) {
        m_theme.drawIcon(*painter, option->rect, QStringLiteral("check"), m_theme.colour(ColourRole::OnPrimary),
                         option->rect.height() - m_theme.space(1));
      }
      return;
    }
    case PE_FrameMenu:
    case PE_FrameTabWidget:
    case PE_FrameGroupBox:
      roundedFrame(painter, option->rect, element == PE_FrameMenu ? 0 : m_theme.radius(Radius::Medium), Qt::NoBrush,
                   m_theme.colour(ColourRole::Line), m_theme.px(metric::kHairline));
      return;
    default: QProxyStyle::drawPrimitive(element, option, painter, widget);
  }
}

void LoketStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                             const QWidget* widget) const {
  if (element == CE_PushButtonBevel) {
    const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
    if (button != nullptr) {
      const bool main = button->features.testFlag(QStyleOptionButton::DefaultButton) && has(option, State_Enabled);
      QColor fill = main ? m_theme.colour(ColourRole::Primary) : option->palette.color(QPalette::Button);
      if (has(option, State_Sunken)) {
        fill = main ? fill.darker(110) : m_theme.colour(ColourRole::PrimarySoft);
      } else if (has(option, State_MouseOver) && has(option, State_Enabled)) {
        fill = main ? fill.darker(104) : m_theme.colour(ColourRole::NeutralSoft);
      }
      roundedFrame(painter, option->rect, m_theme.radius(Radius::Medium), fill,
                   main ? fill : m_theme.colour(ColourRole::Line), m_theme.px(metric::kHairline));
      return;
    }
  }
  if (element == CE_PushButtonLabel) {
    const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
    if (button != nullptr && button->features.testFlag(QStyleOptionButton::DefaultButton) &&
        has(option, State_Enabled)) {
      QStyleOptionButton copy(*button);
      copy.palette.setColor(QPalette::ButtonText, m_theme.colour(ColourRole::OnPrimary));
      QProxyStyle::drawControl(element, &copy, painter, widget);
      return;
    }
  }
  QProxyStyle::drawControl(element, option, painter, widget);
}

void LoketStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                                    const QWidget* widget) const {
  if (control == CC_ScrollBar) {
    const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (bar != nullptr) {
      if (bar->maximum > bar->minimum) {
        const PainterState state(painter);
        const bool active = has(option, State_MouseOver) || has(option, State_Sunken);
        QRectF handle = subControlRect(control, option, SC_ScrollBarSlider, widget);
        const double inset = m_theme.scale() * 2;
        handle.adjust(inset, inset, -inset, -inset);
        painter->setPen(Qt::NoPen);
        painter->setBrush(m_theme.colour(active ? ColourRole::Muted : ColourRole::FieldBorder));
        painter->setOpacity(active ? 0.9 : 0.5);
        const double corner = std::min(handle.width(), handle.height()) / 2;
        painter->drawRoundedRect(handle, corner, corner);
      }
      return;
    }
  }
  if (control == CC_ComboBox) {
    const auto* box = qstyleoption_cast<const QStyleOptionComboBox*>(option);
    if (box != nullptr) {
      const bool focused = has(option, State_HasFocus) && has(option, State_Enabled);
      const double width = focused ? m_theme.px(metric::kFocusLine) : m_theme.px(metric::kHairline);
      roundedFrame(painter, box->rect, m_theme.radius(Radius::Medium), box->palette.base(),
                   m_theme.colour(focused ? ColourRole::Primary : ColourRole::FieldBorder), width);
      const int size = m_theme.px(metric::kIcon);
      const QRect arrow(box->rect.right() - size - m_theme.space(2.5), box->rect.top(), size, box->rect.height());
      m_theme.drawIcon(*painter, arrow, QStringLiteral("chevron-down"), m_theme.colour(ColourRole::Muted), size);
      return;
    }
  }
  QProxyStyle::drawComplexControl(control, option, painter, widget);
}

void LoketStyle::polish(QWidget* widget) {
  QProxyStyle::polish(widget);
  if (qobject_cast<QScrollBar*>(widget) != nullptr) {
    widget->setAttribute(Qt::WA_Hover);
    widget->setAttribute(Qt::WA_OpaquePaintEvent, false);
  }
  const auto* field = qobject_cast<const QLineEdit*>(widget);
  const bool framed = field != nullptr && field->hasFrame() && qobject_cast<QAbstractSpinBox*>(widget->parent()) == nullptr &&
                      qobject_cast<QComboBox*>(widget->parent()) == nullptr;
  if (framed || qobject_cast<QComboBox*>(widget) != nullptr || qobject_cast<QAbstractSpinBox*>(widget) != nullptr) {
    // A line edit's own minimum does not ask the style, and a full form would squeeze it.
    const auto grow = [widget, this] { widget->setMinimumHeight(m_theme.px(metric::kFieldHeight)); };
    grow();
    connect(&m_theme, &Theme::changed, widget, grow);
  }
}

}  // namespace loket::ui::theme
