#include "ui/screens/caption_value.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

CaptionValue::CaptionValue(const theme::Theme& theme, TextSize size, Weight weight, QWidget* parent)
    : QWidget(parent),
      m_caption(new TextLabel(theme, {}, TextSize::Small, Weight::Regular, ColourRole::Muted, this)),
      m_value(new TextLabel(theme, {}, size, weight, ColourRole::Ink, this)) {
  m_caption->setOverflow(Overflow::Elide);
  m_value->setOverflow(Overflow::Shrink);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins({});
  column->setSpacing(0);
  column->addWidget(m_caption);
  column->addWidget(m_value);
}

void CaptionValue::setTexts(const QString& caption, const QString& value) {
  m_caption->setText(caption);
  m_value->setText(value);
}

CaptionRow::CaptionRow(const theme::Theme& theme, const QString& caption, QWidget* parent)
    : QWidget(parent),
      m_value(new TextLabel(theme, {}, TextSize::Body, Weight::Regular, ColourRole::Ink, this)) {
  auto* words = new TextLabel(theme, caption, TextSize::Body, Weight::Regular, ColourRole::Muted, this);
  words->setOverflow(Overflow::Elide);
  m_value->setOverflow(Overflow::Shrink);
  m_value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins({});
  row->setSpacing(theme.space(3));
  row->addWidget(words);
  row->addStretch();
  row->addWidget(m_value);
}

void CaptionRow::setValue(const QString& value, ColourRole colour, Weight weight) {
  m_value->setText(value);
  m_value->setColour(colour);
  m_value->setWeight(weight);
}

}  // namespace loket::ui::screens
