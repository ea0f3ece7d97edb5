// Asks who the second one of two is, where it takes two: one of these people by the PIN, or the absent owner
// by the one-time code. What that proves is somebody else's business.
#pragma once

#include <QWidget>
#include <vector>

#include "core/base/error.h"
#include "core/base/secret_bytes.h"
#include "ui/bridge/staff.h"
#include "ui/theme/theme.h"
#include "ui/widgets/key_bar.h"

class QVBoxLayout;

namespace loket::ui::widgets {
class ChoiceGrid;
class PinPad;
class ProgressLine;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

enum class OwnersCode {
  No,
  Told,  // by the absent owner
  Own,   // of who stands here, and is alone
};

struct SecondOffer {
  std::vector<bridge::Person> people;
  OwnersCode code = OwnersCode::No;  // behind them
};

class SecondForm : public QWidget {
  Q_OBJECT

 public:
  explicit SecondForm(const theme::Theme& look, QWidget* parent = nullptr);

  // Where it has a whole page: not at its upper edge.
  void setInTheMiddle();
  // Where it is wide and not high: the people beside the digits, and nothing around it.
  void setBeside();
  // Takes the keyboard. No words where what it stands in says them.
  void ask(SecondOffer offer, const QString& title, const QString& summary);
  // It was not so. True when the digits were wrong: it is said beside them, and they can be typed again.
  bool refuse(const Error& error);
  // Nothing is asked any more.
  void rest();
  [[nodiscard]] bool isBusy() const { return m_busy; }
  // None while it is busy: no key does anything then.
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 signals:
  // Busy from now on, until `refuse` or `rest`. Nobody's: it is the owner's code.
  void typed(const loket::UserName& who, const loket::SecretBytes& secret);
  void left();  // Esc
  void hintsChanged();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  bool focusNextPrevChild(bool next) override;

 private:
  void setBusy(bool isBusy);
  void choose(int index);
  void take(const SecretBytes& secret);

  std::vector<bridge::Person> m_people;
  OwnersCode m_code = OwnersCode::No;
  bool m_busy = false;
  QVBoxLayout* m_column;
  widgets::TextLabel* m_title;
  widgets::TextLabel* m_summary;
  widgets::ChoiceGrid* m_who;
  widgets::PinPad* m_pad;
  widgets::ProgressLine* m_progress;
};

}  // namespace loket::ui::screens
