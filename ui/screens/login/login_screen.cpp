#include "ui/screens/login/login_screen.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "core/base/text.h"
#include "ui/text/errors.h"
#include "ui/widgets/card.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/pin_pad.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/rail_button.h"
#include "ui/widgets/surface.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Weight;
using widgets::TextLabel;

LoginScreen::LoginScreen(const theme::Theme& theme, const QString& outlet, Unlock unlock, QWidget* parent)
    : QWidget(parent), m_unlock(std::move(unlock)) {
  auto* canvas = new widgets::Surface(theme, ColourRole::Canvas, {}, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(canvas);

  auto* card = new widgets::Card(theme, canvas);
  card->setFixedWidth(theme.space(105));
  auto* centre = new QVBoxLayout(canvas);
  centre->addStretch();
  centre->addWidget(card, 0, Qt::AlignHCenter);
  centre->addStretch();

  auto* name = new TextLabel(theme, outlet.isEmpty() ? QStringLiteral("Loket") : outlet, TextSize::Entry,
                             Weight::SemiBold, ColourRole::Ink, card);
  name->setAlignment(Qt::AlignCenter);
  name->setOverflow(widgets::Overflow::Shrink);
  auto* what = new TextLabel(theme, tr("Type your PIN to open the counter"), TextSize::Body, Weight::Regular,
                             ColourRole::Muted, card);
  what->setAlignment(Qt::AlignCenter);
  m_pad = new widgets::PinPad(theme, card);
  m_pad->setAccessibleName(tr("PIN"));
  m_progress = new widgets::ProgressLine(theme, card);
  m_message = new widgets::InlineMessage(theme, card);

  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(theme.space(7), theme.space(6), theme.space(7), theme.space(6));
  column->setSpacing(theme.space(2));
  column->addWidget(new widgets::Mark(theme, card), 0, Qt::AlignHCenter);
  column->addWidget(name);
  column->addWidget(what);
  column->addSpacing(theme.space(2));
  column->addWidget(m_pad, 0, Qt::AlignHCenter);
  column->addWidget(m_progress);
  column->addWidget(m_message);
  m_progress->hide();
  m_message->clear();
  setFocusProxy(m_pad);

  connect(m_pad, &widgets::PinPad::pinEntered, this, [this](const widgets::PinBuffer& pin) {
    m_message->clear();
    m_progress->setBusy(tr("Opening the encrypted shop…"));
    m_progress->show();
    m_pad->setEnabled(false);
    m_unlock(SecretBytes(pin.digits()));
  });
}

void LoginScreen::showError(const Error& error) {
  m_progress->hide();
  m_pad->setEnabled(true);
  if (error.code == ErrorCode::PinWrong) {
    const bool counted = isDigits(error.detail) && error.detail.size() < 3;
    m_pad->showError(counted ? text::pinWrong(std::stoi(error.detail)) : text::sentence(error));
  } else {
    m_pad->clear();
    m_message->setMessage(theme::Tone::Danger, text::sentence(error));
  }
  m_pad->setFocus();
}

}  // namespace loket::ui::screens
