#include "ui/screens/supplier_card.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/screens/caption_value.h"
#include "ui/text/complaints.h"
#include "ui/text/families.h"
#include "ui/text/payments.h"
#include "ui/text/times.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/qr_code.h"
#include "ui/widgets/surface.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Tone;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

SupplierCard::SupplierCard(const Counter& counter, QWidget* parent) : QWidget(parent), m_counter(counter) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(card);
  const auto label = [&](const QString& words, TextSize size, Weight weight, ColourRole ink,
                         Overflow overflow) {
    auto* one = new TextLabel(look, words, size, weight, ink, card);
    one->setOverflow(overflow);
    return one;
  };
  m_title = label({}, TextSize::Lead, Weight::SemiBold, ColourRole::Ink, Overflow::Elide);
  auto* knownAs =
      label(tr("Their reference"), TextSize::Small, Weight::Regular, ColourRole::Muted, Overflow::Elide);
  m_reference = label({}, TextSize::Entry, Weight::Bold, ColourRole::Ink, Overflow::Shrink);
  m_reference->setObjectName(QStringLiteral("complaint-reference"));
  m_reference->setMono(true);
  const auto fact = [&](const QString& caption, bool mono) {
    auto* row = new CaptionRow(look, caption, card);
    row->value()->setMono(mono);
    return row;
  };
  m_product = fact(tr("Product"), false);
  m_number = fact(tr("Number"), true);
  m_time = fact(tr("Time"), false);
  m_serial = fact(tr("Serial"), true);
  m_contact = label({}, TextSize::Small, Weight::Medium, ColourRole::Ink, Overflow::Wrap);
  m_contact->setObjectName(QStringLiteral("complaint-contact"));
  m_message = new widgets::InlineMessage(look, card);
  m_message->setObjectName(QStringLiteral("complaint-no-contact"));
  m_message->clear();
  const auto button = [&](const QString& words, const char* icon, const char* key) {
    auto* one = new widgets::ActionButton(look, words, widgets::ActionKind::Secondary, card);
    one->setLeadingIcon(QString::fromLatin1(icon));
    one->setKeyCap(QString::fromLatin1(key));
    one->setActionSize(widgets::ActionSize::Small);
    one->setSpread(true);
    one->setFocusPolicy(Qt::NoFocus);
    return one;
  };
  m_copy = button(tr("Copy message"), "copy", "F6");
  m_copy->setObjectName(QStringLiteral("complaint-copy"));
  m_openHere = button(tr("Open here"), "send", "F7");
  m_openHere->setObjectName(QStringLiteral("complaint-open-here"));

  m_codeSide = new QWidget(card);
  m_code = new widgets::QrCode(look, m_codeSide);
  m_scan = new TextLabel(look, tr("Scan with the shop's telephone"),
                         TextSize::Small, Weight::Regular, ColourRole::Muted, m_codeSide);
  m_scan->setOverflow(Overflow::Wrap);
  m_scan->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
  auto* codeColumn = new QVBoxLayout(m_codeSide);
  codeColumn->setContentsMargins({});
  codeColumn->setSpacing(look.space(1));
  codeColumn->addWidget(m_code, 10);
  codeColumn->addWidget(m_scan);

  auto* words = new QVBoxLayout;
  words->setSpacing(look.space(1.5));
  for (QWidget* widget :
       std::initializer_list<QWidget*>{m_title, knownAs, m_reference, m_product, m_number, m_time, m_serial})
    words->addWidget(widget);
  words->addWidget(new widgets::Divider(look, Qt::Horizontal, card));
  words->addWidget(m_contact);
  words->addWidget(m_message);
  words->addStretch(1);
  words->addWidget(m_copy);
  words->addWidget(m_openHere);
  auto* row = new QHBoxLayout(card);
  row->setContentsMargins(look.space(4.5), look.space(4), look.space(4.5), look.space(4));
  row->setSpacing(look.space(3));
  row->addLayout(words, 1);
  row->addWidget(m_codeSide, 1);

  connect(m_copy, &QAbstractButton::clicked, this, &SupplierCard::copyMessage);
  connect(m_openHere, &QAbstractButton::clicked, this, &SupplierCard::openLink);
}

void SupplierCard::ask(const Payment& payment, const complaint::SupplierQuestion& question) {
  const QString supplier = text::supplierName(question.upstream);
  m_title->setText(tr("Ask %1").arg(supplier));
  m_reference->setText(QString::fromStdString(question.reference));
  m_product->setValue(text::title(payment));
  m_number->setValue(QString::fromStdString(payment.number));
  m_time->setValue(text::dateTime(payment.acceptedAt));
  m_serial->setValue(payment.serial.empty() ? tr("none told") : QString::fromStdString(payment.serial));
  m_contact->setText(text::contactLines(question.contact));
  m_contact->setVisible(!question.contact.empty());
  if (question.contact.empty())
    m_message->setMessage(
        Tone::Neutral,
        tr("Whom to ask at %1 is not set. Write \"contact\" to it in the configuration file and import it.")
            .arg(supplier));
  else
    m_message->clear();
  m_text = QString::fromStdString(question.text);
  m_link = question.link.empty() ? QUrl() : QUrl(QString::fromStdString(question.link), QUrl::StrictMode);
  m_codeSide->setVisible(
      hasLink() && m_code->setText(question.link, tr("Code that opens the message to %1").arg(supplier)));
  m_openHere->setVisible(hasLink());
  m_copy->setText(tr("Copy message"));
}

void SupplierCard::showKeys(bool isOn) {
  m_copy->setKeyCap(isOn ? QStringLiteral("F6") : QString());
  m_openHere->setKeyCap(isOn ? QStringLiteral("F7") : QString());
}

void SupplierCard::copyMessage() {
  if (m_text.isEmpty())
    return;
  QGuiApplication::clipboard()->setText(m_text);
  m_copy->setText(tr("Copied"));
}

void SupplierCard::openLink() {
  if (hasLink())
    QDesktopServices::openUrl(m_link);
}

}  // namespace loket::ui::screens
