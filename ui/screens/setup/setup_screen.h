// The first day of a shop: its name and owner, a PIN, the recovery code that is shown once, and who delivers. What
// makes the home is not its business; it asks for one thing after the other, and shows what came of it.
#pragma once

#include <array>
#include <functional>

#include "core/base/error.h"
#include "core/base/secret_bytes.h"
#include "ui/screens/question_card.h"
#include "ui/text/language.h"

namespace loket::ui::widgets {
class QrCode;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class NewPinPanel;
class PaperCodePanel;

// Each must return at once and work elsewhere; the answers are `showCode`, `showImported` and `showError`.
struct SetupNames {
  QString outlet;
  QString owner;
};

// A shop that is not new: the file it comes from, and the code that opens it.
struct SetupBackup {
  QString file;
  SecretBytes code;
};

struct SetupTasks {
  std::function<void(const SetupNames& names, SecretBytes pin)> create;
  std::function<void(const QString& file)> importConfig;
  // A file that the person chooses; empty when none. May show a dialog.
  std::function<QString()> chooseFile;
  // Ends with `showRestored`, after any number of `showShare`.
  std::function<void(SetupBackup backup, SecretBytes pin)> restore = nullptr;
  std::function<QString()> chooseBackup = nullptr;
};

enum class SetupStep { Names, Pin, PinAgain, Making, Code, Suppliers, BackupCode };

class SetupScreen final : public QuestionCard {
  Q_OBJECT

 public:
  SetupScreen(const theme::Theme& theme, text::Language language, SetupTasks tasks, QWidget* parent = nullptr);

  // Takes the keyboard.
  void begin();
  // The home is made: the code that opens it when everybody has forgotten his PIN.
  void showCode(const QString& code);
  void showImported(int upstreams);
  // As if this file had been chosen.
  void startRestore(const QString& file);
  // How much of the backup is read, from 0 to 1.
  void showShare(double share);
  void showRestored() { emit finished(); }
  // What is on the screen to write down; empty before and after.
  [[nodiscard]] const QString& code() const { return m_code; }
  // In the step where it happened.
  void showError(const Error& error);
  [[nodiscard]] SetupStep step() const { return m_step; }
  [[nodiscard]] SetupNames names() const;
  void setNames(const SetupNames& names);

 signals:
  // Connect these two queued: what follows from them takes this screen away.
  void languageChosen(loket::ui::text::Language language);
  void finished();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QWidget* makeNames(text::Language language);
  QWidget* makeCode();
  QWidget* makeSuppliers();
  void chooseBackup();
  void takeBackupCode();
  [[nodiscard]] bool isRestoring() const { return !m_backup.isEmpty(); }
  QLineEdit* makeLine(const char* name, const QString& caption, QVBoxLayout* column);
  void open(SetupStep step);
  void takeNames();
  void takePin(const SecretBytes& pin);
  void showCodeLines(const QString& code);
  void takeProof();
  void import();

  SetupTasks m_tasks;
  SetupStep m_step = SetupStep::Names;
  QString m_code;
  QString m_backup;  // the file that the shop is made of; empty: a new one
  bool m_busy = false;

  QLineEdit* m_outlet = nullptr;
  QLineEdit* m_owner = nullptr;
  std::array<widgets::TextLabel*, 2> m_codeLines{};
  widgets::QrCode* m_codePicture = nullptr;
  QLineEdit* m_proof = nullptr;
  QWidget* m_names;
  NewPinPanel* m_newPin;
  QWidget* m_paper;
  QWidget* m_suppliers;
  PaperCodePanel* m_backupCode;
};

}  // namespace loket::ui::screens
