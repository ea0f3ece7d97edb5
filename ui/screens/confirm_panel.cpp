#include "ui/screens/confirm_panel.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>

#include "core/domain/catalogue/number_rules.h"
#include "ui/screens/receipt_file.h"
#include "ui/text/errors.h"
#include "ui/text/messages.h"
#include "ui/text/payments.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/qr_code.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using confirmation::Channel;
using confirmation::DeliveryState;
using theme::ColourRole;
using theme::TextSize;
using theme::Tone;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

namespace {

Tone toneOf(DeliveryState state) {
  switch (state) {
    case DeliveryState::Sent:
      return Tone::Success;
    case DeliveryState::Shown:
      return Tone::Primary;
    case DeliveryState::Waiting:
    case DeliveryState::Sending:
    case DeliveryState::Unsure:
      return Tone::Waiting;
    case DeliveryState::Refused:
    case DeliveryState::GivenUp:
    case DeliveryState::Void:
      return Tone::Danger;
  }
  return Tone::Neutral;
}

}  // namespace

ConfirmPanel::ConfirmPanel(const Counter& counter, QWidget* parent) : QWidget(parent), m_counter(counter) {
  const theme::Theme& look = counter.theme;
  m_spooling.setMaxThreadCount(1);
  auto* card = new widgets::Card(look, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(card);

  auto* title =
      new TextLabel(look, tr("Tell the customer"), TextSize::Lead, Weight::SemiBold, ColourRole::Ink, card);
  title->setOverflow(Overflow::Elide);
  m_what = new TextLabel(look, {}, TextSize::Small, Weight::Regular, ColourRole::Muted, card);
  m_what->setOverflow(Overflow::Wrap);
  auto* caption = new TextLabel(look, tr("Mobile number or e-mail address"), TextSize::Small, Weight::Regular,
                                ColourRole::Muted, card);
  caption->setOverflow(Overflow::Elide);
  m_address = new QLineEdit(card);
  m_address->setObjectName(QStringLiteral("address"));
  m_address->setAccessibleName(caption->text());
  m_address->setFont(look.font(TextSize::Body, Weight::Medium));
  m_address->setMinimumHeight(look.px(theme::metric::kFieldHeight));
  m_address->installEventFilter(this);
  m_whatsApp = new widgets::Chip(look, text::channelWord(Channel::WhatsApp), card);
  m_sms = new widgets::Chip(look, text::channelWord(Channel::Sms), card);
  auto* ways = new QHBoxLayout;
  ways->setSpacing(look.space(2));
  for (widgets::Chip* chip : {m_whatsApp, m_sms}) {
    chip->setFocusPolicy(Qt::NoFocus);
    ways->addWidget(chip);
  }
  ways->addStretch();
  m_send = new widgets::ActionButton(look, {}, widgets::ActionKind::Primary, card);
  m_send->setObjectName(QStringLiteral("send"));
  m_send->setKeyCap(QStringLiteral("Enter"));
  m_code = new widgets::QrCode(look, card);
  m_message = new widgets::InlineMessage(look, card);
  m_openHere = new widgets::ActionButton(look, tr("Open on this computer"), widgets::ActionKind::Secondary, card);
  m_openHere->setObjectName(QStringLiteral("openHere"));
  m_openHere->setKeyCap(QStringLiteral("F5"));
  for (widgets::ActionButton* button : {m_send, m_openHere}) {
    button->setActionSize(widgets::ActionSize::Small);
    button->setFocusPolicy(Qt::NoFocus);
  }

  m_byHand = new QWidget(card);
  auto* byHand = new QVBoxLayout(m_byHand);
  byHand->setContentsMargins({});
  byHand->setSpacing(look.space(2));
  auto* itself = new TextLabel(look, tr("Or the receipt itself"), TextSize::Small, Weight::Regular,
                               ColourRole::Muted, m_byHand);
  itself->setOverflow(Overflow::Elide);
  byHand->addWidget(itself);
  const auto way = [&](const QString& words, const char* icon, const QString& key,
                       void (ConfirmPanel::*act)()) {
    auto* button = new widgets::ActionButton(look, words, widgets::ActionKind::Secondary, m_byHand);
    button->setActionSize(widgets::ActionSize::Small);
    button->setLeadingIcon(QLatin1String(icon));
    button->setKeyCap(key);
    button->setFocusPolicy(Qt::NoFocus);
    connect(button, &QAbstractButton::clicked, this, act);
    byHand->addWidget(button);
  };
  way(tr("Copy as a picture"), "copy", QStringLiteral("F6"), &ConfirmPanel::copyPicture);
  way(tr("Save as a PDF"), "download", QStringLiteral("F7"), &ConfirmPanel::savePdf);
  way(tr("Print on A4"), "printer", QStringLiteral("Ctrl+P"), &ConfirmPanel::printPage);

  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(look.space(4.5), look.space(4), look.space(4.5), look.space(4));
  column->setSpacing(look.space(2));
  column->addWidget(title);
  column->addWidget(m_what);
  column->addSpacing(look.space(2));
  column->addWidget(caption);
  column->addWidget(m_address);
  column->addLayout(ways);
  column->addWidget(m_send);
  column->addWidget(m_message);
  column->addWidget(m_code, 10, Qt::AlignHCenter);
  column->addStretch(1);
  column->addWidget(m_byHand);
  column->addWidget(m_openHere);
  setFocusProxy(m_address);

  connect(m_address, &QLineEdit::textEdited, this, [this] {
    clearAnswer();
    fitToAddress();
  });
  connect(m_whatsApp, &QAbstractButton::clicked, this, [this] { choose(Channel::WhatsApp); });
  connect(m_sms, &QAbstractButton::clicked, this, [this] { choose(Channel::Sms); });
  connect(m_send, &QAbstractButton::clicked, this, &ConfirmPanel::send);
  connect(m_openHere, &QAbstractButton::clicked, this, &ConfirmPanel::openLink);
  clearAnswer();
  fitToAddress();
}

void ConfirmPanel::open(const PaymentRef& ref) {
  m_ref = ref;
  m_asking = false;
  m_what->setText({});
  m_address->clear();
  clearAnswer();
  fitToAddress();
  m_address->setFocus();
  m_counter.bridge.payment(ref.str(), this, [this, ref](const Result<api::PaymentDetail>& detail) {
    if (ref == m_ref && detail)
      propose(*detail);
  });
}

void ConfirmPanel::propose(const api::PaymentDetail& detail) {
  m_what->setText(text::title(detail.payment) + QStringLiteral(" · ") + text::whose(detail.payment));
  if (!m_address->text().isEmpty())
    return;  // somebody types already
  if (!detail.confirmations.empty()) {
    const confirmation::Address& last = detail.confirmations.back().to;
    if (last.channel != Channel::Email)
      m_channel = last.channel;
    m_address->setText(text::addressWord(last));
  } else if (const auto mobile = normalizeMobile(detail.payment.number)) {
    m_address->setText(QString::fromStdString(*mobile));
  }
  m_address->selectAll();
  fitToAddress();
}

void ConfirmPanel::choose(Channel channel) {
  m_channel = channel;
  clearAnswer();
  fitToAddress();
}

void ConfirmPanel::fitToAddress() {
  const bool mail = m_address->text().contains(QLatin1Char('@'));
  m_whatsApp->setChecked(!mail && m_channel == Channel::WhatsApp);
  m_sms->setChecked(!mail && m_channel == Channel::Sms);
  m_whatsApp->setEnabled(!mail);
  m_sms->setEnabled(!mail);
  m_send->setText(mail ? tr("Send by e-mail") : tr("Show the code"));
  m_send->setEnabled(!m_asking && !m_address->text().trimmed().isEmpty());
}

void ConfirmPanel::clearAnswer() {
  const bool hadAnswer = m_byHand->isHidden();
  m_link.clear();
  m_code->clear();
  m_code->hide();
  m_openHere->hide();
  m_byHand->show();
  m_message->clear();
  if (hadAnswer)
    emit hintsChanged();
}

void ConfirmPanel::withReceipt(std::function<void(const api::ReceiptView&)> then) {
  if (m_asking || m_ref.empty() || m_byHand->isHidden())
    return;
  m_counter.bridge.receipt(m_ref.str(), api::Copy::Preview, this,
                           [this, ref = m_ref, then = std::move(then)](const Result<api::ReceiptView>& view) {
                             if (ref != m_ref)
                               return;
                             if (view)
                               then(*view);
                             else
                               tell(Tone::Danger, text::sentence(view.error()));
                           });
}

void ConfirmPanel::tell(Tone tone, const QString& words) {
  m_message->setMessage(tone, words);
}

void ConfirmPanel::copyPicture() {
  withReceipt([this](const api::ReceiptView& view) {
    QGuiApplication::clipboard()->setImage(receiptPicture(m_counter.theme, view));
    tell(Tone::Success, tr("Picture copied, paste it into a message"));
  });
}

void ConfirmPanel::savePdf() {
  withReceipt([this](const api::ReceiptView& view) {
    const QString folder = receiptFolder();
    const QString file =
        folder + QStringLiteral("/struk-%1.pdf").arg(QString::fromStdString(view.receipt.ref.str()));
    if (!folder.isEmpty() && writeReceiptPdf(m_counter.theme, view, file))
      tell(Tone::Success, tr("Saved: %1").arg(QDir::toNativeSeparators(file)));
    else
      tell(Tone::Danger, tr("Could not be saved in %1")
                             .arg(QDir::toNativeSeparators(folder.isEmpty() ? QDir::homePath() : folder)));
  });
}

void ConfirmPanel::printPage() {
  withReceipt([this](const api::ReceiptView& view) {
    tell(Tone::Neutral, tr("Looking for the office printer…"));
    printReceiptPage(m_counter.theme, view, m_spooling, this, [this, ref = m_ref](const QString& printer) {
      if (ref != m_ref)
        return;
      if (printer.isEmpty())
        tell(Tone::Danger, tr("No printer for A4 is set up on this computer. Save a PDF instead."));
      else
        tell(Tone::Success, tr("Sent to %1").arg(printer));
    });
  });
}

void ConfirmPanel::send() {
  if (m_asking || m_ref.empty() || m_address->text().trimmed().isEmpty())
    return;
  const std::string typed = m_address->text().trimmed().toStdString();
  const bool mail = typed.find('@') != std::string::npos;
  auto to = confirmation::addressFor(typed, mail ? Channel::Email : m_channel);
  clearAnswer();
  if (!to) {
    show(fail(to.error()));
    return;
  }
  m_asking = true;
  fitToAddress();
  m_counter.bridge.confirm(m_ref.str(), std::move(*to), this,
                           [this, ref = m_ref](const Result<api::ConfirmationView>& answer) {
                             if (ref != m_ref)
                               return;
                             m_asking = false;
                             fitToAddress();
                             show(answer);
                           });
}

void ConfirmPanel::show(const Result<api::ConfirmationView>& answer) {
  if (!answer) {
    m_message->setMessage(Tone::Danger, answer.error().code == ErrorCode::StateForbids
                                            ? tr("There is nothing to tell yet: the payment has not ended.")
                                            : text::sentence(answer.error()));
    return;
  }
  const confirmation::Delivery& delivery = answer->delivery;
  m_message->setMessage(toneOf(delivery.state), text::deliverySentence(delivery));
  m_byHand->hide();
  emit hintsChanged();
  if (answer->link.empty())
    return;
  m_link = QUrl(QString::fromStdString(answer->link), QUrl::StrictMode);
  m_code->setVisible(m_code->setText(answer->link, tr("Code that opens the message to %1")
                                                       .arg(text::addressWord(delivery.to))));
  m_openHere->show();
  emit hintsChanged();
}

void ConfirmPanel::openLink() {
  if (m_link.isValid())
    QDesktopServices::openUrl(m_link);
}

bool ConfirmPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  auto* key = static_cast<QKeyEvent*>(event);
  switch (key->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (!key->isAutoRepeat())
        send();
      return true;
    case Qt::Key_Escape:
      m_ref = {};
      emit left();
      return true;
    case Qt::Key_F5:
      openLink();
      return true;
    case Qt::Key_F6:
      copyPicture();
      return true;
    case Qt::Key_F7:
      savePdf();
      return true;
    case Qt::Key_P:
      if (key->modifiers() != Qt::ControlModifier)
        return QWidget::eventFilter(watched, event);
      printPage();
      return true;
    default:
      return QWidget::eventFilter(watched, event);
  }
}

QList<widgets::KeyHint> ConfirmPanel::hints() const {
  QList<widgets::KeyHint> hints{{QStringLiteral("Enter"), tr("tell")}};
  if (m_link.isValid())
    hints << widgets::KeyHint{QStringLiteral("F5"), tr("open here")};
  else if (!m_byHand->isHidden())
    hints << widgets::KeyHint{QStringLiteral("F6"), tr("picture")}
          << widgets::KeyHint{QStringLiteral("F7"), tr("PDF")};
  return hints << widgets::KeyHint{QStringLiteral("Esc"), tr("back")};
}

}  // namespace loket::ui::screens
