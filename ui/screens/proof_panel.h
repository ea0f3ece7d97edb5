// Asks for the second proof that a payment or cash wants: a one-time code of whoever stands there, the absent owner's, or a
// finger. What is done with it, and what comes of it, is the screen's.
#pragma once

#include <QWidget>

#include "ui/screens/page.h"
#include "ui/screens/proof_ask.h"

class QLineEdit;

namespace loket::ui::widgets {
class ActionButton;
class InlineMessage;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class ProofPanel final : public QWidget {
  Q_OBJECT

 public:
  explicit ProofPanel(const Counter& counter, QWidget* parent = nullptr);

  // For what, and for how much. With the refusal of what was given last, where something was.
  void ask(const QString& what, Money sum, StepUpReason why, const std::optional<Error>& refusal);
  void ask(const QString& what, Money sum, const ProofAsk& asked) { ask(what, sum, asked.why(), asked.refusal()); }
  // The answer to what was given is not there yet: no key means anything.
  void setWaiting(bool isWaiting);
  // What Esc leaves, where it is not simply one step back.
  void setBackWords(const QString& words) { m_backWords = words; }
  [[nodiscard]] QList<widgets::KeyHint> hints() const;
  [[nodiscard]] QLineEdit* edit() const { return m_edit; }

 signals:
  void given(const loket::Proof& proof);
  void back();
  void hintsChanged();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void askFor(ProofKind kind);
  void accept();
  void give(const Proof& proof);

  ProofKind m_kind = ProofKind::OwnCode;  // of the field
  ProofKind m_given = ProofKind::None;   // of what was given last
  bool m_waiting = false;
  QString m_backWords;
  widgets::TextLabel* m_title;
  widgets::TextLabel* m_sum;
  widgets::TextLabel* m_why;
  widgets::TextLabel* m_question;
  QLineEdit* m_edit;
  widgets::InlineMessage* m_message;
  widgets::ActionButton* m_next;
};

}  // namespace loket::ui::screens
