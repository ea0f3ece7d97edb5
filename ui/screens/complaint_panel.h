// A customer comes back about a payment: whom to ask and with which words, what was said so far, and how it
// ended.
#pragma once

#include <QWidget>
#include <vector>

#include "ui/screens/page.h"

class QLineEdit;
class QStackedLayout;
class QVBoxLayout;

namespace loket::ui::widgets {
class ActionButton;
class ChoiceGrid;
class InlineMessage;
class ScrollBox;
class StatusPill;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class SupplierCard;

class ComplaintPanel final : public QWidget {
  Q_OBJECT

 public:
  explicit ComplaintPanel(const Counter& counter, QWidget* parent = nullptr);

  // Takes the keyboard.
  void open(const api::PaymentDetail& detail);
  // The same payment as it is now; what is being typed stays.
  void follow(const api::PaymentDetail& detail);
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 signals:
  void left();  // Esc
  void hintsChanged();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QWidget* makeTalk();
  QWidget* makeEnd();
  [[nodiscard]] QLineEdit* makeField(const char* name, const QString& caption, int most, QWidget* page);
  [[nodiscard]] const complaint::Complaint* openOne() const;
  [[nodiscard]] bool isEnding() const;
  void showNotes();
  void refresh();
  void writeDown();
  void forget(const QString& words);
  void askHowItEnded();
  void choose(int index);
  void end();
  void goBack();
  void answered(const Result<api::ComplaintView>& view);

  const Counter& m_counter;
  PaymentRef m_ref;
  std::vector<complaint::Complaint> m_complaints;
  bool m_working = false;
  int m_round = 0;  // an answer that comes when another payment is open is not about that
  SupplierCard* m_supplier;
  QStackedLayout* m_steps;
  widgets::StatusPill* m_standing;
  widgets::TextLabel* m_reachable;
  widgets::ScrollBox* m_scroll;
  QWidget* m_notes = nullptr;
  widgets::TextLabel* m_caption;
  QLineEdit* m_note;
  QLineEdit* m_reach;
  widgets::InlineMessage* m_message;
  widgets::ActionButton* m_write;
  widgets::ActionButton* m_toEnd;
  widgets::ChoiceGrid* m_outcomes;
  QLineEdit* m_lastWord;
  QString m_carried;  // of the note, into the last word
  widgets::InlineMessage* m_endMessage;
  widgets::ActionButton* m_end;
};

}  // namespace loket::ui::screens
