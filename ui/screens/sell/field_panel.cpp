#include "ui/screens/sell/field_panel.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>

#include "ui/models/payment_look.h"
#include "ui/text/errors.h"
#include "ui/text/families.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/icon_tile.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

namespace {

InquiryField asked(Family family) {
  return inquiryFieldOf(family).value_or(InquiryField::OwnerId);
}

std::string& placeOf(InquiryFields& fields, Family family) {
  switch (asked(family)) {
    case InquiryField::TaxYear:
      return fields.taxYear;
    case InquiryField::Months:
      return fields.months;
    case InquiryField::OwnerId:
      break;
  }
  return fields.ownerId;
}

}  // namespace

FieldPanel::FieldPanel(const Counter& counter, SellFlow& flow, QWidget* parent)
    : QWidget(parent), m_counter(counter), m_flow(flow) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(card);

  m_tile = new widgets::IconTile(look, QStringLiteral("receipt"), theme::Family::Other, widgets::TileSize::Large, card);
  m_title = new TextLabel(look, {}, TextSize::Heading, Weight::SemiBold, ColourRole::Ink, card);
  m_title->setOverflow(Overflow::Elide);
  m_number = new TextLabel(look, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  m_number->setOverflow(Overflow::Elide);
  m_question = new TextLabel(look, {}, TextSize::Small, Weight::Regular, ColourRole::Muted, card);
  m_edit = new QLineEdit(card);
  m_edit->setFont(look.font(TextSize::Name, Weight::Bold));
  m_edit->setMinimumHeight(look.px(theme::metric::kSearchHeight));
  m_edit->installEventFilter(this);
  m_why = new TextLabel(look, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  m_why->setOverflow(Overflow::Wrap);
  m_message = new widgets::InlineMessage(look, card);
  m_next = new widgets::ActionButton(look, tr("Check"), widgets::ActionKind::Primary, card);
  m_next->setKeyCap(QStringLiteral("Enter"));
  m_next->setTrailingIcon(QStringLiteral("arrow-right"));
  m_next->setFocusPolicy(Qt::NoFocus);

  auto* head = new QGridLayout;
  head->setHorizontalSpacing(look.space(3.5));
  head->setVerticalSpacing(0);
  head->addWidget(m_tile, 0, 0, 2, 1);
  head->addWidget(m_title, 0, 1);
  head->addWidget(m_number, 1, 1);
  head->setColumnStretch(1, 1);
  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(look.space(8.5), look.space(7), look.space(8.5), look.space(7));
  column->setSpacing(look.space(2));
  column->addLayout(head);
  column->addSpacing(look.space(4));
  column->addWidget(m_question);
  column->addWidget(m_edit);
  column->addWidget(m_why);
  column->addWidget(m_message);
  column->addStretch();
  column->addWidget(m_next, 0, Qt::AlignRight);

  setFocusProxy(m_edit);
  connect(m_edit, &QLineEdit::textEdited, m_message, &widgets::InlineMessage::clear);
  connect(m_next, &QAbstractButton::clicked, this, &FieldPanel::accept);
}

void FieldPanel::enter() {
  const Choice& choice = m_flow.choice();
  m_tile->setIcon(models::familyIcon(choice.family), models::tintOf(choice.family));
  m_title->setText(choice.productName.isEmpty() ? text::familyName(choice.family) : choice.productName);
  m_number->setText(text::numberLabel(choice.family) + QLatin1Char(' ') +
                    text::groupedNumber(choice.family, choice.number));
  QString label;
  QString why;
  QString usual;
  switch (asked(choice.family)) {
    case InquiryField::TaxYear:
      label = tr("Tax year");
      why = tr("This year, unless the customer pays an older one.");
      usual = QString::number(businessDateOf(m_counter.clock.now()).year);
      break;
    case InquiryField::OwnerId:
      label = tr("Identity number (NIK) of the vehicle's owner");
      why = tr("16 digits, from the owner's identity card. It goes to the tax office and is kept locked.");
      break;
    case InquiryField::Months:
      label = tr("How many months");
      why = tr("From 1 to 12, all paid at once.");
      usual = QStringLiteral("1");
      break;
  }
  m_question->setText(label);
  m_edit->setAccessibleName(label);
  m_why->setText(why);
  InquiryFields given = choice.fields;
  const std::string& typed = placeOf(given, choice.family);
  m_edit->setText(typed.empty() ? usual : QString::fromStdString(typed));
  m_edit->selectAll();
  m_edit->setFocus();
  m_message->clear();
  if (m_flow.error())
    m_message->setMessage(theme::Tone::Danger, text::sentence(*m_flow.error()));
}

void FieldPanel::accept() {
  InquiryFields fields;
  placeOf(fields, m_flow.choice().family) = m_edit->text().trimmed().toStdString();
  m_flow.setFields(fields);
}

bool FieldPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress) {
    auto* key = static_cast<QKeyEvent*>(event);
    if ((key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) && !key->isAutoRepeat()) {
      accept();
      return true;
    }
    if (key->key() == Qt::Key_Escape) {
      m_flow.back();
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

QList<widgets::KeyHint> FieldPanel::hints() const {
  return {{QStringLiteral("Enter"), tr("check")}, {QStringLiteral("Esc"), tr("back")}};
}

}  // namespace loket::ui::screens
