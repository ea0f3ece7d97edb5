#include "ui/screens/settings/backup_panel.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>

#include "ui/screens/caption_value.h"
#include "ui/text/amounts.h"
#include "ui/text/errors.h"
#include "ui/text/times.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/progress_line.h"
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

QString counted(std::int64_t payments) { return text::grouped(static_cast<int>(payments)); }

}  // namespace

BackupPanel::BackupPanel(const Counter& counter, QWidget* parent) : QWidget(parent), m_counter(counter) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
  auto* why = new TextLabel(look,
                            tr("The whole shop in one encrypted file, for the day on which this computer is gone. Keep it somewhere "
                               "else: the recovery code on your paper opens it on any computer."),
                            TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  why->setOverflow(widgets::Overflow::Wrap);
  m_when = new CaptionRow(look, tr("Last backup"), card);
  m_where = new CaptionRow(look, tr("Kept in"), card);
  m_where->value()->setOverflow(widgets::Overflow::Elide);
  const auto message = [&](const char* name) {
    auto* made = new widgets::InlineMessage(look, card);
    made->setObjectName(QLatin1String(name));
    made->clear();
    return made;
  };
  m_warning = message("backup-warning");
  m_message = message("backup-message");
  m_copy = message("backup-restored");
  m_progress = new widgets::ProgressLine(look, card);
  m_progress->hide();
  const auto button = [&](const QString& words, ActionKind kind, const char* name, const char* cap) {
    auto* made = new ActionButton(look, words, kind, card);
    made->setObjectName(QLatin1String(name));
    made->setActionSize(widgets::ActionSize::Small);
    made->setKeyCap(QLatin1String(cap));
    return made;
  };
  m_make = button(tr("Back up now…"), ActionKind::Primary, "backup-make", "F5");
  m_check = button(tr("Check a backup…"), ActionKind::Secondary, "backup-check", "F6");
  m_know = button(tr("I know"), ActionKind::Secondary, "backup-know", "F8");
  auto* actions = new QHBoxLayout;
  actions->setSpacing(look.space(2));
  for (ActionButton* one : {m_make, m_check}) actions->addWidget(one);
  actions->addStretch();

  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(look.space(6), look.space(5), look.space(6), look.space(5));
  column->setSpacing(look.space(3));
  column->addWidget(new TextLabel(look, tr("Backup"), TextSize::Heading, Weight::SemiBold, ColourRole::Ink, card));
  column->addWidget(why);
  column->addWidget(m_copy);
  column->addWidget(m_know, 0, Qt::AlignLeft);
  column->addSpacing(look.space(1));
  column->addWidget(m_when);
  column->addWidget(m_where);
  column->addWidget(m_warning);
  column->addLayout(actions);
  column->addWidget(m_progress);
  column->addWidget(m_message);
  column->addStretch();
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(card);
  setFocusPolicy(Qt::StrongFocus);

  connect(m_make, &QAbstractButton::clicked, this, &BackupPanel::askWhere);
  connect(m_check, &QAbstractButton::clicked, this, &BackupPanel::askWhich);
  connect(m_know, &QAbstractButton::clicked, this, &BackupPanel::acknowledge);
  connect(&counter.bridge, &bridge::CoreBridge::statusChanged, this, &BackupPanel::setStatus);
  connect(&counter.staff, &bridge::Staff::handedOver, this, &BackupPanel::refresh);
  refresh();
}

void BackupPanel::enter() {
  m_counter.bridge.status(this, [this](const Result<api::CounterStatus>& status) {
    if (status)
      setStatus(*status);
  });
  setFocus();
}

void BackupPanel::setStatus(const api::CounterStatus& status) {
  m_last = status.lastBackup;
  m_restored = status.restored;
  refresh();
}

void BackupPanel::refresh() {
  const bool never = m_last.path.empty();
  const Duration since = m_counter.clock.now() - m_last.at;
  m_when->setValue(never ? tr("none yet") : tr("%1, %2").arg(text::dateTime(m_last.at), text::ago(since)));
  m_where->setVisible(!never);
  m_where->setValue(QDir::toNativeSeparators(QString::fromStdString(m_last.path)));
  if (never)
    m_warning->setMessage(Tone::Waiting, tr("Without a backup the shop's books are gone when this computer is."));
  else if (since >= kBackupAge)
    m_warning->setMessage(Tone::Waiting, tr("The last one is older than a week. What was sold since is not in it."));
  else
    m_warning->clear();
  const bool tells = m_restored && !m_restored->isKnown;
  if (tells)
    m_copy->setMessage(Tone::Waiting,
                       tr("This shop was restored from a backup of %1. Payments made since then are not in it. What was open then (%2) "
                          "waits in Queue, because the shop before may have sent it already. Cash that was to be given back may "
                          "have been given.")
                           .arg(text::dateTime(m_restored->backupAt), text::grouped(m_restored->reviews)));
  else
    m_copy->clear();
  // The owner's to say.
  const bool asked = !m_know->isHidden();
  m_know->setVisible(tells && m_counter.staff.atTheCounter().isOwner());
  if (asked == m_know->isHidden())
    emit hintsChanged();
  for (ActionButton* one : {m_make, m_check, m_know}) one->setEnabled(!m_busy);
  m_make->setEnabled(!m_busy && mayMake());
  m_make->setToolTip(mayMake() ? QString() : tr("Only the owner makes backups."));
}

bool BackupPanel::mayMake() const { return m_counter.staff.may(Permission::Backups); }

void BackupPanel::begin(const QString& words) {
  m_busy = true;
  m_message->clear();
  m_progress->setProgress(0, words);
  m_progress->show();
  refresh();
}

void BackupPanel::end() {
  m_busy = false;
  m_progress->hide();
  refresh();
  setFocus();
}

void BackupPanel::refuse(const Error& error, const QString& path) {
  const QString place = QDir::toNativeSeparators(path);
  switch (error.code) {
    case ErrorCode::DiskFull:
      m_message->setMessage(Tone::Danger, tr("There is not enough room for it. Nothing was written to %1.").arg(place));
      return;
    case ErrorCode::DiskFault:
      m_message->setMessage(Tone::Danger, tr("%1 cannot be written or read. Is the stick still in?").arg(place));
      return;
    default:
      m_message->setMessage(Tone::Danger, text::sentence(error));
  }
}

void BackupPanel::makeAt(const QString& path) {
  if (m_busy || path.isEmpty())
    return;
  const QString words = tr("Backing up; you can go on selling");
  begin(words);
  m_counter.bridge.backUp(
      path.toStdString(), this, [this, words](double share) { m_progress->setProgress(share, words); },
      [this, path](const Result<api::BackupView>& made) {
        end();
        if (made)
          m_message->setMessage(Tone::Success, tr("Backed up. Payments in it: %1. Take the stick out and keep it somewhere else.")
                                                   .arg(counted(made->facts.payments)));
        else
          refuse(made.error(), path);
      });
}

void BackupPanel::checkAt(const QString& path) {
  if (m_busy || path.isEmpty())
    return;
  const QString words = tr("Reading all of it");
  begin(words);
  m_counter.bridge.verifyBackup(
      path.toStdString(), this, [this, words](double share) { m_progress->setProgress(share, words); },
      [this, path](const Result<api::BackupView>& read) {
        end();
        if (read)
          m_message->setMessage(Tone::Success, tr("Whole. %1, made %2: %3 payments, %4 of them open.")
                                                   .arg(QString::fromStdString(read->facts.outlet),
                                                        text::dateTime(read->facts.madeAt), counted(read->facts.payments),
                                                        counted(read->facts.open)));
        else
          refuse(read.error(), path);
      });
}

void BackupPanel::acknowledge() {
  if (m_busy || m_know->isHidden() || !m_counter.staff.atTheCounter().isOwner())
    return;
  m_counter.bridge.acknowledgeRestore(this, [this](const Result<RestoredFrom>& known) {
    if (!known)
      return refuse(known.error(), {});
    m_restored = *known;
    refresh();
    setFocus();
    emit hintsChanged();
  });
}

void BackupPanel::askWhere() {
  if (m_busy)
    return;
  if (!mayMake())
    return m_message->setMessage(Tone::Waiting, tr("Only the owner makes backups."));
  const QString last = QString::fromStdString(m_last.path);
  auto* dialog = new QFileDialog(this, tr("Where the backup goes"), last.isEmpty() ? QDir::homePath() : QFileInfo(last).path());
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->selectFile(last.isEmpty() ? QStringLiteral("loket-backup.loket") : QFileInfo(last).fileName());
  connect(dialog, &QFileDialog::fileSelected, this, &BackupPanel::makeAt);
  dialog->open();
}

void BackupPanel::askWhich() {
  if (m_busy)
    return;
  const QString last = QString::fromStdString(m_last.path);
  auto* dialog = new QFileDialog(this, tr("The backup to check"), last.isEmpty() ? QDir::homePath() : QFileInfo(last).path());
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this, &BackupPanel::checkAt);
  dialog->open();
}

void BackupPanel::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_F5:
      return askWhere();
    case Qt::Key_F6:
      return askWhich();
    case Qt::Key_F8:
      return acknowledge();
    case Qt::Key_Escape:
      emit left();
      return;
    default:
      QWidget::keyPressEvent(event);
  }
}

QList<widgets::KeyHint> BackupPanel::hints() const {
  QList<widgets::KeyHint> hints{{QStringLiteral("F5"), tr("back up now")}, {QStringLiteral("F6"), tr("check a backup")}};
  if (!m_know->isHidden())
    hints << widgets::KeyHint{QStringLiteral("F8"), tr("I know")};
  return hints << widgets::KeyHint{QStringLiteral("Esc"), tr("back")};
}

}  // namespace loket::ui::screens
