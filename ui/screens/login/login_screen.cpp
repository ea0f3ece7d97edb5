#include "ui/screens/login/login_screen.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>

#include "core/base/text.h"
#include "core/domain/identity/people.h"
#include "ui/text/errors.h"
#include "ui/text/families.h"
#include "ui/widgets/card.h"
#include "ui/widgets/choice_grid.h"
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

LoginScreen::LoginScreen(const theme::Theme& theme, const QString& outlet, Use use,
                         const std::vector<bridge::Person>& people, const UserName& who, Unlock unlock,
                         QWidget* parent)
    : QWidget(parent), m_use(use), m_people(people), m_unlock(std::move(unlock)) {
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
  auto* what = new TextLabel(theme,
                             use == Use::Open ? tr("Type your PIN to open the counter")
                                              : tr("Locked. Whoever comes types the PIN"),
                             TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  what->setAlignment(Qt::AlignCenter);
  what->setOverflow(widgets::Overflow::Shrink);
  m_names = new widgets::ChoiceGrid(theme, 0, card);
  QStringList names;
  int proposed = 0;
  for (const bridge::Person& one : people) {
    if (samePerson(one.name, who))
      proposed = static_cast<int>(names.size());
    names << text::spokenName(one.name.str());
  }
  m_names->setWords(names);
  m_names->choose(proposed);
  m_names->setVisible(people.size() > 1);
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
  column->addWidget(m_names);
  column->addSpacing(theme.space(2));
  column->addWidget(m_pad, 0, Qt::AlignHCenter);
  column->addWidget(m_progress);
  column->addWidget(m_message);
  m_progress->hide();
  m_message->clear();
  setFocusProxy(m_pad);

  connect(m_pad, &widgets::PinPad::pinEntered, this, [this](const widgets::PinBuffer& pin) {
    m_message->clear();
    m_progress->setBusy(m_use == Use::Open ? tr("Opening the encrypted shop…") : tr("Looking at the PIN…"));
    m_progress->show();
    m_pad->setEnabled(false);
    m_names->setEnabled(false);
    m_unlock(chosen(), SecretBytes(pin.digits()));
  });
  connect(m_names, &widgets::ChoiceGrid::clicked, this, &LoginScreen::choose);
}

UserName LoginScreen::chosen() const {
  const auto at = static_cast<std::size_t>(m_names->chosen());
  return at < m_people.size() ? m_people[at].name : UserName();
}

// Digits that were typed are another person's.
void LoginScreen::choose(int index) {
  m_names->choose(index);
  m_pad->clear();
  m_pad->setFocus();
}

// The pad takes the digits; what it leaves comes here.
void LoginScreen::keyPressEvent(QKeyEvent* event) {
  const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
  if (step == 0 || !m_pad->isEnabled() || m_people.size() < 2)
    return QWidget::keyPressEvent(event);
  const auto people = static_cast<int>(m_people.size());
  choose((m_names->chosen() + step + people) % people);
}

void LoginScreen::showError(const Error& error) {
  m_progress->hide();
  m_pad->setEnabled(true);
  m_names->setEnabled(true);
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
