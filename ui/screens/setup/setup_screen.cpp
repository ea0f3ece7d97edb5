#include "ui/screens/setup/setup_screen.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <utility>

#include "ui/text/errors.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/pin_pad.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/qr_code.h"
#include "ui/widgets/rail_button.h"
#include "ui/widgets/surface.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Tone;
using theme::Weight;
using widgets::ActionButton;
using widgets::ActionKind;
using widgets::TextLabel;

namespace {

constexpr int kCardWidth = 150;  // steps of the grid
constexpr int kNameBytesMax = 40;
constexpr int kCodeLength = 40;  // with whatever stands between its groups

// What stands after the last hyphen: enough to show that the code lies on paper.
QString lastGroup(const QString& code) { return code.section(QLatin1Char('-'), -1); }

QVBoxLayout* columnOf(QWidget* panel, int spacing) {
  auto* column = new QVBoxLayout(panel);
  column->setContentsMargins({});
  column->setSpacing(spacing);
  return column;
}

bool isEnter(const QKeyEvent& event) {
  return (event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter) && !event.isAutoRepeat();
}

}  // namespace

SetupScreen::SetupScreen(const theme::Theme& theme, text::Language language, SetupTasks tasks, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_tasks(std::move(tasks)) {
  auto* canvas = new widgets::Surface(theme, ColourRole::Canvas, {}, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(canvas);
  auto* card = new widgets::Card(theme, canvas);
  card->setFixedWidth(theme.space(kCardWidth));
  // Not by alignment: the words wrap within the card's width, and with it go their heights.
  auto* middle = new QHBoxLayout;
  middle->addStretch();
  middle->addWidget(card);
  middle->addStretch();
  auto* centre = new QVBoxLayout(canvas);
  centre->addStretch();
  centre->addLayout(middle);
  centre->addStretch();

  m_count = new TextLabel(theme, {}, TextSize::Small, Weight::Medium, ColourRole::Muted, card);
  m_title = new TextLabel(theme, {}, TextSize::Entry, Weight::SemiBold, ColourRole::Ink, card);
  m_title->setOverflow(widgets::Overflow::Shrink);
  m_why = new TextLabel(theme, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  m_why->setOverflow(widgets::Overflow::Wrap);
  m_message = new widgets::InlineMessage(theme, card);
  m_message->setObjectName(QStringLiteral("message"));
  m_message->clear();
  m_progress = new widgets::ProgressLine(theme, card);
  m_progress->hide();
  m_stack = new QStackedWidget(card);
  for (QWidget* panel : {makeNames(language), makePin(), makeCode(), makeSuppliers(), makeBackup()}) m_stack->addWidget(panel);

  auto* head = new QHBoxLayout;
  head->setSpacing(theme.space(4));
  head->addWidget(new widgets::Mark(theme, card), 0, Qt::AlignTop);
  auto* words = new QVBoxLayout;
  words->setSpacing(theme.space(1));
  words->addWidget(m_count);
  words->addWidget(m_title);
  head->addLayout(words, 1);
  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(theme.space(9), theme.space(7), theme.space(9), theme.space(7));
  column->setSpacing(theme.space(3));
  column->addLayout(head);
  column->addWidget(m_why);
  column->addSpacing(theme.space(1));
  column->addWidget(m_stack);
  column->addWidget(m_progress);
  column->addWidget(m_message);
}

void SetupScreen::begin() { open(SetupStep::Names); }

QLineEdit* SetupScreen::makeField(const char* name, const QString& caption, QWidget* parent, QVBoxLayout* column) {
  auto* label = new TextLabel(m_theme, caption, TextSize::Small, Weight::Regular, ColourRole::Muted, parent);
  auto* edit = new QLineEdit(parent);
  edit->setObjectName(QString::fromLatin1(name));
  edit->setAccessibleName(caption);
  edit->setFont(m_theme.font(TextSize::Lead, Weight::Medium));
  edit->setMinimumHeight(m_theme.px(theme::metric::kButtonHeightSmall));
  edit->setMaxLength(kNameBytesMax);
  edit->installEventFilter(this);
  connect(edit, &QLineEdit::textEdited, this, [this] { m_message->clear(); });
  column->addWidget(label);
  column->addWidget(edit);
  return edit;
}

QWidget* SetupScreen::makeNames(text::Language language) {
  auto* panel = new QWidget;
  auto* column = columnOf(panel, m_theme.space(2));
  auto* languages = new QHBoxLayout;
  languages->setSpacing(m_theme.space(2));
  for (const text::Language one : {text::Language::Indonesian, text::Language::English}) {
    auto* chip = new widgets::Chip(
        m_theme, one == text::Language::Indonesian ? QStringLiteral("Indonesia") : QStringLiteral("English"), panel);
    chip->setChecked(one == language);
    connect(chip, &QAbstractButton::clicked, this, [this, chip, one, language] {
      chip->setChecked(true);
      if (one != language)
        emit languageChosen(one);
    });
    languages->addWidget(chip);
  }
  languages->addStretch();
  column->addLayout(languages);
  column->addSpacing(m_theme.space(2));
  m_outlet = makeField("outlet", tr("Name of the shop, as it stands on receipts"), panel, column);
  column->addSpacing(m_theme.space(1));
  m_owner = makeField("owner", tr("Your name: you are the owner"), panel, column);
  column->addSpacing(m_theme.space(2));
  auto* next = new ActionButton(m_theme, tr("Go on"), ActionKind::Primary, panel);
  next->setKeyCap(QStringLiteral("Enter"));
  next->setFocusPolicy(Qt::NoFocus);
  connect(next, &QAbstractButton::clicked, this, &SetupScreen::takeNames);
  auto* restore = new ActionButton(m_theme, tr("Restore from a backup…"), ActionKind::Secondary, panel);
  restore->setObjectName(QStringLiteral("restore"));
  restore->setKeyCap(QStringLiteral("F5"));
  connect(restore, &QAbstractButton::clicked, this, &SetupScreen::chooseBackup);
  auto* actions = new QHBoxLayout;
  actions->addWidget(restore);
  actions->addStretch();
  actions->addWidget(next);
  column->addLayout(actions);
  return panel;
}

QWidget* SetupScreen::makeBackup() {
  auto* panel = new QWidget;
  auto* column = columnOf(panel, m_theme.space(2));
  m_backupCode = makeField("backup-code", tr("The recovery code, from the paper"), panel, column);
  m_backupCode->setFont(m_theme.mono(TextSize::Lead, Weight::Medium));
  m_backupCode->setMaxLength(kCodeLength);
  column->addSpacing(m_theme.space(2));
  auto* next = new ActionButton(m_theme, tr("Go on"), ActionKind::Primary, panel);
  next->setKeyCap(QStringLiteral("Enter"));
  next->setFocusPolicy(Qt::NoFocus);
  connect(next, &QAbstractButton::clicked, this, &SetupScreen::takeBackupCode);
  column->addWidget(next, 0, Qt::AlignRight);
  return panel;
}

void SetupScreen::chooseBackup() {
  if (m_step == SetupStep::Names)
    startRestore(m_tasks.chooseBackup());
}

void SetupScreen::startRestore(const QString& file) {
  m_backup = file;
  if (isRestoring())
    open(SetupStep::BackupCode);
}

void SetupScreen::takeBackupCode() {
  if (m_backupCode->text().trimmed().isEmpty()) {
    m_message->setMessage(Tone::Danger, tr("Without the code nobody can open a backup, not even you."));
    m_backupCode->setFocus();
    return;
  }
  open(SetupStep::Pin);
}

void SetupScreen::showShare(double share) {
  if (m_step == SetupStep::Making)
    m_progress->setProgress(share, tr("Reading the backup…"));
}

QWidget* SetupScreen::makePin() {
  auto* panel = new QWidget;
  auto* column = columnOf(panel, m_theme.space(2));
  m_pad = new widgets::PinPad(m_theme, panel);
  m_pad->setAccessibleName(tr("PIN"));
  column->addWidget(m_pad, 0, Qt::AlignHCenter);
  connect(m_pad, &widgets::PinPad::pinEntered, this,
          [this](const widgets::PinBuffer& pin) { takePin(SecretBytes(pin.digits())); });
  connect(m_pad, &widgets::PinPad::cancelled, this,
          [this] {
            open(m_step == SetupStep::PinAgain ? SetupStep::Pin
                 : isRestoring()               ? SetupStep::BackupCode
                                               : SetupStep::Names);
          });
  return panel;
}

QWidget* SetupScreen::makeCode() {
  auto* panel = new QWidget;
  auto* row = new QHBoxLayout(panel);
  row->setContentsMargins({});
  row->setSpacing(m_theme.space(7));
  auto* left = new QWidget(panel);
  auto* column = columnOf(left, m_theme.space(2));
  for (TextLabel*& line : m_codeLines) {
    line = new TextLabel(m_theme, {}, TextSize::Figure, Weight::Bold, ColourRole::Ink, left);
    line->setMono(true);
    column->addWidget(line);
  }
  column->addSpacing(m_theme.space(2));
  m_proof = makeField("proof", tr("Type the last six characters from your paper"), left, column);
  m_proof->setFont(m_theme.mono(TextSize::Lead, Weight::Medium));
  column->addStretch();
  auto* next = new ActionButton(m_theme, tr("It is on paper"), ActionKind::Primary, left);
  next->setKeyCap(QStringLiteral("Enter"));
  next->setFocusPolicy(Qt::NoFocus);
  connect(next, &QAbstractButton::clicked, this, &SetupScreen::takeProof);
  column->addWidget(next, 0, Qt::AlignLeft);
  m_codePicture = new widgets::QrCode(m_theme, panel);
  row->addWidget(left, 1);
  row->addWidget(m_codePicture, 0, Qt::AlignTop);
  return panel;
}

QWidget* SetupScreen::makeSuppliers() {
  auto* panel = new QWidget;
  auto* row = new QHBoxLayout(panel);
  row->setContentsMargins({});
  row->setSpacing(m_theme.space(3));
  m_file = new ActionButton(m_theme, tr("Choose the file"), ActionKind::Primary, panel);
  m_file->setKeyCap(QStringLiteral("Enter"));
  m_file->setFocusPolicy(Qt::NoFocus);
  m_later = new ActionButton(m_theme, tr("Later"), ActionKind::Secondary, panel);
  m_later->setKeyCap(QStringLiteral("Esc"));
  m_later->setFocusPolicy(Qt::NoFocus);
  connect(m_file, &QAbstractButton::clicked, this, &SetupScreen::import);
  connect(m_later, &QAbstractButton::clicked, this, &SetupScreen::finished);
  row->addStretch();
  row->addWidget(m_later);
  row->addWidget(m_file);
  return panel;
}

void SetupScreen::open(SetupStep step) {
  m_step = step;
  m_busy = false;
  m_message->clear();
  m_progress->hide();
  const auto say = [this](int number, const QString& title, const QString& why) {
    m_count->setText(isRestoring() ? tr("From a backup") : tr("Step %1 of 4").arg(number));
    m_title->setText(title);
    m_why->setText(why);
  };
  switch (step) {
    case SetupStep::Names:
      m_backup.clear();
      m_backupCode->clear();
      say(1, tr("A new shop"), tr("Everything you sell is kept on this computer, encrypted."));
      m_stack->setCurrentIndex(0);
      (m_outlet->text().isEmpty() ? m_outlet : m_owner)->setFocus();
      break;
    case SetupStep::Pin:
      m_pin = SecretBytes();
      say(2, isRestoring() ? tr("Choose a new PIN") : tr("Choose a PIN"),
          tr("Six digits that only you know. They open the shop every day."));
      m_stack->setCurrentIndex(1);
      m_pad->setEnabled(true);
      m_pad->clear();
      m_pad->showHint({});
      m_pad->setFocus();
      break;
    case SetupStep::PinAgain:
      say(2, tr("The PIN once more"), tr("So that no finger slipped."));
      m_pad->clear();
      m_pad->showHint({});
      m_pad->setFocus();
      break;
    case SetupStep::Making:
      m_pad->setEnabled(false);
      m_progress->setBusy(isRestoring() ? tr("Reading the backup…") : tr("Making the encrypted shop…"));
      m_progress->show();
      break;
    case SetupStep::Code:
      say(3, tr("Write this code down"),
          tr("It opens the shop when the PIN is forgotten. It is shown this once: put the paper where nobody "
             "else finds it."));
      m_stack->setCurrentIndex(2);
      m_proof->setFocus();
      break;
    case SetupStep::Suppliers:
      say(4, tr("Who delivers?"),
          tr("Your bank or aggregator gives you a configuration file, with your keys in it. They are sealed into the "
             "database: delete the file afterwards. Without it you can look around, but not sell."));
      m_stack->setCurrentIndex(3);
      setFocus();
      break;
    case SetupStep::BackupCode:
      say(1, tr("The shop as it was"),
          tr("Everything up to the backup comes back. What was sold since is not in it, and what was open then waits for people: the "
             "shop before may have sent it already."));
      m_stack->setCurrentIndex(4);
      m_backupCode->setFocus();
      break;
  }
  // The place of a panel that is gone is not kept.
  for (int i = 0; i < m_stack->count(); ++i)
    m_stack->widget(i)->setSizePolicy(QSizePolicy::Preferred, i == m_stack->currentIndex() ? QSizePolicy::Preferred
                                                                                             : QSizePolicy::Ignored);
  m_stack->adjustSize();
}

SetupNames SetupScreen::names() const { return {m_outlet->text().trimmed(), m_owner->text().trimmed()}; }

void SetupScreen::setNames(const SetupNames& names) {
  m_outlet->setText(names.outlet);
  m_owner->setText(names.owner);
}

void SetupScreen::takeNames() {
  for (QLineEdit* edit : {m_outlet, m_owner})
    if (edit->text().trimmed().isEmpty()) {
      m_message->setMessage(Tone::Danger,
                            edit == m_outlet ? tr("The shop needs a name.") : tr("The owner needs a name."));
      edit->setFocus();
      return;
    }
  open(SetupStep::Pin);
}

void SetupScreen::takePin(SecretBytes pin) {
  if (m_step == SetupStep::Pin) {
    m_pin = std::move(pin);
    open(SetupStep::PinAgain);
    return;
  }
  if (m_step != SetupStep::PinAgain)
    return;
  if (pin.view() != m_pin.view()) {
    open(SetupStep::Pin);
    m_pad->showError(tr("The two are not the same. Choose again."));
    return;
  }
  open(SetupStep::Making);
  if (isRestoring())
    m_tasks.restore({m_backup, SecretBytes(std::string_view(m_backupCode->text().toStdString()))},
                    std::exchange(m_pin, SecretBytes()));
  else
    m_tasks.create(names(), std::exchange(m_pin, SecretBytes()));
}

void SetupScreen::showCode(const QString& code) {
  m_code = code;
  showCodeLines(code);
  m_codePicture->setText(code.toStdString(), tr("The recovery code, for a telephone that you keep safe"));
  open(SetupStep::Code);
}

// Two groups a line.
void SetupScreen::showCodeLines(const QString& code) {
  for (int line = 0; line < static_cast<int>(m_codeLines.size()); ++line)
    m_codeLines[static_cast<std::size_t>(line)]->setText(
        code.section(QLatin1Char('-'), 2 * line, 2 * line + 1).replace(QLatin1Char('-'), QLatin1String(" - ")));
}

void SetupScreen::takeProof() {
  if (m_proof->text().trimmed().toUpper() != lastGroup(m_code)) {
    m_message->setMessage(Tone::Danger, tr("That is not how the code ends. Look at your paper."));
    m_proof->selectAll();
    m_proof->setFocus();
    return;
  }
  // Shown once.
  m_code.clear();
  showCodeLines({});
  m_codePicture->clear();
  m_proof->clear();
  open(SetupStep::Suppliers);
}

void SetupScreen::import() {
  if (m_busy)
    return;
  const QString file = m_tasks.chooseFile();
  if (file.isEmpty())
    return;
  m_busy = true;
  m_message->clear();
  m_progress->setBusy(tr("Reading the file and asking for prices…"));
  m_progress->show();
  m_tasks.importConfig(file);
}

void SetupScreen::showImported(int upstreams) {
  m_busy = false;
  m_progress->hide();
  if (upstreams > 0) {
    emit finished();
    return;
  }
  m_message->setMessage(Tone::Danger, tr("Nobody who delivers is named in this file."));
}

void SetupScreen::showError(const Error& error) {
  const SetupStep where = m_step;
  if (where == SetupStep::Making)
    open(isRestoring() ? SetupStep::BackupCode : SetupStep::Pin);
  m_busy = false;
  m_progress->hide();
  if (error.code == ErrorCode::PinWrong && isRestoring()) {
    m_message->setMessage(Tone::Danger, tr("That is not the code of this backup. Look at the paper."));
    return;
  }
  // The owner himself reads this: he cannot be told to ask the owner.
  m_message->setMessage(Tone::Danger, error.code == ErrorCode::ConfigInvalid
                                          ? tr("There is a mistake in this file (%1). Ask whoever gave it to you.")
                                                .arg(QString::fromStdString(error.detail))
                                          : text::sentence(error));
}

bool SetupScreen::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  const auto& key = static_cast<const QKeyEvent&>(*event);
  if (watched == m_backupCode && key.key() == Qt::Key_Escape) {
    open(SetupStep::Names);
    return true;
  }
  if (!isEnter(key))
    return QWidget::eventFilter(watched, event);
  if (watched == m_proof)
    takeProof();
  else if (watched == m_backupCode)
    takeBackupCode();
  else if (watched == m_outlet && m_owner->text().isEmpty() && !m_outlet->text().trimmed().isEmpty())
    m_owner->setFocus();
  else
    takeNames();
  return true;
}

void SetupScreen::keyPressEvent(QKeyEvent* event) {
  if (m_step == SetupStep::Suppliers && isEnter(*event))
    import();
  else if (m_step == SetupStep::Names && event->key() == Qt::Key_F5)
    chooseBackup();
  else if (m_step == SetupStep::Suppliers && event->key() == Qt::Key_Escape && !m_busy)
    emit finished();
  else
    QWidget::keyPressEvent(event);
}

}  // namespace loket::ui::screens
