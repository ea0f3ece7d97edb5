// The two pages among the people that are about a finger: which of ten, and how far it is read.
#pragma once

#include <QWidget>
#include <string>
#include <vector>

#include "core/domain/identity/fingers.h"
#include "ui/theme/theme.h"

namespace loket::ui::widgets {
class ChoiceGrid;
class ProgressLine;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class FingerChoice final : public QWidget {
  Q_OBJECT

 public:
  explicit FingerChoice(const theme::Theme& theme, QWidget* parent = nullptr);

  // Whose, and which of them the reader knows already.
  void open(const QString& whose, const std::vector<std::string>& known);

 signals:
  void chosen(const std::string& finger);  // of kFingerNames
  void left();                             // Esc

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void choose(int index);
  void accept();

  std::vector<std::string> m_known;
  widgets::TextLabel* m_title;
  widgets::TextLabel* m_words;
  widgets::ChoiceGrid* m_fingers;
};

class FingerReading final : public QWidget {
  Q_OBJECT

 public:
  explicit FingerReading(const theme::Theme& theme, QWidget* parent = nullptr);

  void open(const QString& title);
  void follow(const FingerStep& step, bool isCancelling);
  [[nodiscard]] QString advice() const;

 private:
  widgets::TextLabel* m_title;
  widgets::TextLabel* m_advice;
  widgets::ProgressLine* m_progress;
};

}  // namespace loket::ui::screens
