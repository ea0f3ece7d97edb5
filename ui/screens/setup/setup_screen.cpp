#include "ui/screens/setup/setup_screen.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>
#include <utility>

#include "ui/screens/new_pin_panel.h"
#include "ui/screens/paper_code_panel.h"
#include "ui/text/errors.h"
#include "ui/text/people.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/qr_code.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Weight;
using widgets::ActionButton;
using widgets::ActionKind;
using widgets::TextLabel;

namespace {

// What stands after the last hyphen: enough to show that the code lies on paper.
QString lastGroup(const QString& code) { return code.section(QLatin1Char('-'), -1); }

}  // namespace

SetupScreen::SetupScreen(const theme::Theme& theme, text::Language language, SetupTasks tasks, QWidget* parent)
    : QuestionCard(theme, parent),
      m_tasks(std::move(tasks)),
      m_names(makeNames(language)),
      m_newPin(new NewPinPanel(theme)),
      m_paper(makeCode()),
      m_suppliers(makeSuppliers()),
      m_backupCode(new PaperCodePanel(theme)) {
  for (QWidget* panel :
       {m_names, static_cast<QWidget*>(m_newPin), m_paper, m_suppliers, static_cast<QWidget*>(m_backupCode)})
    addPanel(panel);
  connect(m_newPin, &NewPinPanel::again, this, [this] { open(SetupStep::PinAgain); });
  connect(m_newPin, &NewPinPanel::anew, this, [this] { open(SetupStep::Pin); });
  connect(m_newPin, &NewPinPanel::left, this,
          [this] { open(isRestoring() ? SetupStep::BackupCode : SetupStep::Names); });
  connect(m_newPin, &NewPinPanel::chosen, this, &SetupScreen::takePin);
  connect(m_backupCode, &PaperCodePanel::typed, this, &SetupScreen::takeBackupCode);
  connect(m_backupCode, &PaperCodePanel::edited, this, [this] { forgive(); });
  connect(m_backupCode, &PaperCodePanel::left, this, [this] { open(SetupStep::Names); });
}

void SetupScreen::begin() { open(SetupStep::Names); }

QLineEdit* SetupScreen::makeLine(const char* name, const QString& caption, QVBoxLayout* column) {
  auto* edit = makeField(m_theme, name, caption, column);
  edit->installEventFilter(this);
  connect(edit, &QLineEdit::textEdited, this, [this] { forgive(); });
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
  m_outlet = makeLine("outlet", tr("Name of the shop, as it stands on receipts"), column);
  column->addSpacing(m_theme.space(1));
  m_owner = makeLine("owner", tr("Your name: you are the owner"), column);
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
  if (!m_backupCode->code().empty())
    return open(SetupStep::Pin);
  complain(tr("Without the code nobody can open a backup, not even you."));
  m_backupCode->begin();
}

void SetupScreen::showShare(double share) {
  if (m_step == SetupStep::Making)
    setProgress(share, tr("Reading the backup…"));
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
  m_proof = makeLine("proof", tr("Type the last six characters from your paper"), column);
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
  auto* file = new ActionButton(m_theme, tr("Choose the file"), ActionKind::Primary, panel);
  file->setKeyCap(QStringLiteral("Enter"));
  file->setFocusPolicy(Qt::NoFocus);
  auto* later = new ActionButton(m_theme, tr("Later"), ActionKind::Secondary, panel);
  later->setKeyCap(QStringLiteral("Esc"));
  later->setFocusPolicy(Qt::NoFocus);
  connect(file, &QAbstractButton::clicked, this, &SetupScreen::import);
  connect(later, &QAbstractButton::clicked, this, &SetupScreen::finished);
  row->addStretch();
  row->addWidget(later);
  row->addWidget(file);
  return panel;
}

void SetupScreen::open(SetupStep step) {
  m_step = step;
  m_busy = false;
  const auto show = [this](QWidget* panel, int number, const QString& title, const QString& why) {
    ask(panel, {isRestoring() ? tr("From a backup") : tr("Step %1 of 4").arg(number), title, why});
  };
  switch (step) {
    case SetupStep::Names:
      m_backup.clear();
      m_backupCode->clear();
      show(m_names, 1, tr("A new shop"), tr("Everything you sell is kept on this computer, encrypted."));
      (m_outlet->text().isEmpty() ? m_outlet : m_owner)->setFocus();
      break;
    case SetupStep::Pin:
      show(m_newPin, 2, isRestoring() ? tr("Choose a new PIN") : tr("Choose a PIN"),
           tr("Six digits that only you know. They open the shop every day."));
      m_newPin->begin();
      break;
    case SetupStep::PinAgain:
      show(m_newPin, 2, tr("The PIN once more"), tr("So that no finger slipped."));
      break;
    case SetupStep::Making:
      settle();
      setBusy(isRestoring() ? tr("Reading the backup…") : tr("Making the encrypted shop…"));
      break;
    case SetupStep::Code:
      show(m_paper, 3, tr("Write this code down"),
           tr("It opens the shop when the PIN is forgotten. It is shown this once: put the paper where nobody "
              "else finds it."));
      m_proof->setFocus();
      break;
    case SetupStep::Suppliers:
      show(m_suppliers, 4, tr("Who delivers?"),
           tr("Your bank or aggregator gives you a configuration file, with your keys in it. They are sealed into the "
              "database: delete the file afterwards. Without it you can look around, but not sell."));
      setFocus();
      break;
    case SetupStep::BackupCode:
      show(m_backupCode, 1, tr("The shop as it was"),
           tr("Everything up to the backup comes back. What was sold since is not in it, and what was open then waits for people: the "
              "shop before may have sent it already."));
      m_backupCode->begin();
      break;
  }
}

SetupNames SetupScreen::names() const { return {m_outlet->text().trimmed(), m_owner->text().trimmed()}; }

void SetupScreen::setNames(const SetupNames& names) {
  m_outlet->setText(names.outlet);
  m_owner->setText(names.owner);
}

void SetupScreen::takeNames() {
  for (QLineEdit* edit : {m_outlet, m_owner})
    if (edit->text().trimmed().isEmpty()) {
      complain(edit == m_outlet ? tr("The shop needs a name.") : tr("The owner needs a name."));
      edit->setFocus();
      return;
    }
  open(SetupStep::Pin);
}

void SetupScreen::takePin(const SecretBytes& pin) {
  open(SetupStep::Making);
  if (isRestoring())
    m_tasks.restore({m_backup, m_backupCode->code()}, pin.clone());
  else
    m_tasks.create(names(), pin.clone());
}

void SetupScreen::showCode(const QString& code) {
  m_code = code;
  showCodeLines(code);
  m_codePicture->setText(code.toStdString(), tr("The recovery code, for a telephone that you keep safe"));
  open(SetupStep::Code);
}

void SetupScreen::showCodeLines(const QString& code) {
  const QStringList lines = text::recoveryCodeLines(code);
  for (std::size_t line = 0; line < m_codeLines.size(); ++line)
    m_codeLines[line]->setText(lines.value(static_cast<qsizetype>(line)));
}

void SetupScreen::takeProof() {
  if (m_proof->text().trimmed().toUpper() != lastGroup(m_code)) {
    complain(tr("That is not how the code ends. Look at your paper."));
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
  settle();
  setBusy(tr("Reading the file and asking for prices…"));
  m_tasks.importConfig(file);
}

void SetupScreen::showImported(int upstreams) {
  m_busy = false;
  settle();
  if (upstreams > 0) {
    emit finished();
    return;
  }
  complain(tr("Nobody who delivers is named in this file."));
}

void SetupScreen::showError(const Error& error) {
  if (m_step == SetupStep::Making)
    open(isRestoring() ? SetupStep::BackupCode : SetupStep::Pin);
  m_busy = false;
  settle();
  if (error.code == ErrorCode::PinWrong && isRestoring())
    return complain(tr("That is not the code of this backup. Look at the paper."));
  // The owner himself reads this: he cannot be told to ask the owner.
  complain(error.code == ErrorCode::ConfigInvalid ? tr("There is a mistake in this file (%1). Ask whoever gave it to you.")
                                                        .arg(QString::fromStdString(error.detail))
                                                  : text::sentence(error));
}

bool SetupScreen::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  const auto& key = static_cast<const QKeyEvent&>(*event);
  if (!isEnter(key))
    return QWidget::eventFilter(watched, event);
  if (watched == m_proof)
    takeProof();
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
