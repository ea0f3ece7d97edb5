// One question after the other on a card in the middle of the window, where there is no counter: what is
// asked, why, what is wrong with the answer, and what is going on. The questions are whoever's who has them.
#pragma once

#include <QString>
#include <QWidget>

#include "ui/theme/theme.h"
#include "ui/theme/tokens.h"

class QKeyEvent;
class QLineEdit;
class QStackedWidget;
class QVBoxLayout;

namespace loket::ui::widgets {
class InlineMessage;
class ProgressLine;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

struct Question {
  QString where;  // of all: "Step 2 of 4"
  QString title;
  QString why;
};

class QuestionCard : public QWidget {
  Q_OBJECT

 public:
  // A field with its words above it.
  static QLineEdit* makeField(const theme::Theme& theme, const char* name, const QString& caption,
                              QVBoxLayout* column);
  static QVBoxLayout* columnOf(QWidget* panel, int spacing);
  static bool isEnter(const QKeyEvent& event);

 protected:
  explicit QuestionCard(const theme::Theme& theme, QWidget* parent = nullptr);

  // Before it is asked for.
  void addPanel(QWidget* panel);
  // Nothing is complained of and nothing is going on any more.
  void ask(QWidget* panel, const Question& question);
  // The same, with the panel and the words that stand there.
  void settle();
  void say(theme::Tone tone, const QString& words);
  void complain(const QString& words) { say(theme::Tone::Danger, words); }
  void forgive();
  // No question is answered meanwhile.
  void setBusy(const QString& words);
  void setProgress(double share, const QString& words);

  const theme::Theme& m_theme;

 private:
  widgets::TextLabel* m_where;
  widgets::TextLabel* m_title;
  widgets::TextLabel* m_why;
  widgets::InlineMessage* m_message;
  widgets::ProgressLine* m_progress;
  QStackedWidget* m_stack;
};

}  // namespace loket::ui::screens
