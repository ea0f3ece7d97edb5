#include "ui/screens/login/login_screen.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>

#include "core/base/text.h"
#include "core/domain/identity/people.h"
#include "ui/text/errors.h"
#include "ui/text/families.h"
#include "ui/widgets/action_button.h"
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

namespace {

constexpr int kRoomy = 175;  // steps of the grid

}  // namespace

LoginScreen::LoginScreen(const theme::Theme& theme, const QString& outlet, Use use,
                         const std::vector<bridge::Person>& people, const UserName& who, Unlock unlock,
                         QWidget* parent)
    : QWidget(parent), m_theme(theme), m_use(use), m_people(people), m_unlock(std::move(unlock)) {
  auto* canvas = new widgets::Surface(theme, ColourRole::Canvas, {}, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(canvas);

  auto* card = new widgets::Card(theme, canvas);
  card->setFixedWidth(theme.space(105));
  // Not by alignment: the words wrap within the card's width, and with it go their heights.
  auto* middle = new QHBoxLayout;
  middle->addStretch();
  middle->addWidget(card);
  middle->addStretch();
  auto* centre = new QVBoxLayout;
  centre->addStretch();
  centre->addLayout(middle);
  centre->addStretch();

  auto* name = new TextLabel(theme, outlet.isEmpty() ? QStringLiteral("Loket") : outlet, TextSize::Entry,
                             Weight::SemiBold, ColourRole::Ink, card);
  name->setAlignment(Qt::AlignCenter);
  name->setOverflow(widgets::Overflow::Shrink);
  m_what = new TextLabel(theme,
                             use == Use::Open ? tr("Type your PIN to open the counter")
                                              : tr("Locked. Whoever comes types the PIN"),
                             TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  m_what->setAlignment(Qt::AlignCenter);
  m_what->setOverflow(widgets::Overflow::Shrink);
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
  m_recovery = new widgets::ActionButton(theme, tr("Recovery code"), widgets::ActionKind::Secondary, canvas);
  m_recovery->setObjectName(QStringLiteral("recovery"));
  m_recovery->setActionSize(widgets::ActionSize::Small);
  m_recovery->setKeyCap(QStringLiteral("F5"));
  m_recovery->setFocusPolicy(Qt::NoFocus);
  m_recovery->setVisible(use == Use::Open);
  m_progress = new widgets::ProgressLine(theme, card);
  m_message = new widgets::InlineMessage(theme, card);
  // As high as its words are in so narrow a card.
  QSizePolicy wraps = m_message->sizePolicy();
  wraps.setVerticalPolicy(QSizePolicy::Minimum);
  m_message->setSizePolicy(wraps);

  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(theme.space(7), theme.space(6), theme.space(7), theme.space(6));
  column->setSpacing(theme.space(2));
  m_mark = new widgets::Mark(theme, card);
  column->addWidget(m_mark, 0, Qt::AlignHCenter);
  column->addWidget(name);
  column->addWidget(m_what);
  column->addWidget(m_names);
  column->addSpacing(theme.space(2));
  column->addWidget(m_pad, 0, Qt::AlignHCenter);
  column->addWidget(m_progress);
  column->addWidget(m_message);
  // Beside the card, which is as high as the lowest window.
  auto* corner = new QHBoxLayout;
  corner->setContentsMargins(0, 0, theme.space(4), theme.space(4));
  corner->addWidget(m_recovery);
  auto* places = new QGridLayout(canvas);
  places->setContentsMargins({});
  places->addLayout(centre, 0, 0);
  places->addLayout(corner, 0, 0, Qt::AlignRight | Qt::AlignBottom);
  m_progress->hide();
  m_message->clear();
  setFocusProxy(m_pad);

  connect(m_pad, &widgets::PinPad::pinEntered, this, [this](const widgets::PinBuffer& pin) {
    m_message->clear();
    makeRoom(false);
    m_progress->setBusy(m_use == Use::Open ? tr("Opening the encrypted shop…") : tr("Looking at the PIN…"));
    setBusy(true);
    m_unlock(chosen(), SecretBytes(pin.digits()));
  });
  connect(m_names, &widgets::ChoiceGrid::clicked, this, &LoginScreen::choose);
  connect(m_recovery, &QAbstractButton::clicked, this, &LoginScreen::recoveryWanted);
}

void LoginScreen::setBusy(bool isBusy) {
  m_progress->setVisible(isBusy);
  for (QWidget* one : {static_cast<QWidget*>(m_pad), static_cast<QWidget*>(m_names), static_cast<QWidget*>(m_recovery)})
    one->setEnabled(!isBusy);
}

void LoginScreen::makeRoom(bool isComplaining) {
  const bool isTight = isComplaining && height() < m_theme.space(kRoomy);
  m_mark->setVisible(!isTight);
  m_what->setVisible(!isTight);
}

void LoginScreen::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  makeRoom(!m_message->isHidden());
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
  if (event->key() == Qt::Key_F5 && !event->isAutoRepeat() && m_recovery->isVisible() && m_recovery->isEnabled())
    return emit recoveryWanted();
  const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
  if (step == 0 || !m_pad->isEnabled() || m_people.size() < 2)
    return QWidget::keyPressEvent(event);
  const auto people = static_cast<int>(m_people.size());
  choose((m_names->chosen() + step + people) % people);
}

void LoginScreen::showError(const Error& error) {
  setBusy(false);
  if (error.code == ErrorCode::PinWrong) {
    const bool counted = isDigits(error.detail) && error.detail.size() < 3;
    m_pad->showError(counted ? text::pinWrong(std::stoi(error.detail)) : text::sentence(error));
  } else {
    m_pad->clear();
    makeRoom(true);
    m_message->setMessage(theme::Tone::Danger, text::sentence(error));
  }
  m_pad->setFocus();
}

}  // namespace loket::ui::screens
