// Asks for the second proof that a payment wants: a one-time code of whoever stands there, the absent owner's, or a finger.
#pragma once

#include <QWidget>

#include "ui/screens/page.h"
#include "ui/screens/sell/sell_flow.h"

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
  ProofPanel(const Counter& counter, SellFlow& flow, QWidget* parent = nullptr);

  void enter();
  [[nodiscard]] QList<widgets::KeyHint> hints() const;
  [[nodiscard]] QLineEdit* edit() const { return m_edit; }

 signals:
  void hintsChanged();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void ask(ProofKind kind);
  void accept();

  SellFlow& m_flow;
  ProofKind m_kind = ProofKind::OwnCode;
  widgets::TextLabel* m_title;
  widgets::TextLabel* m_sum;
  widgets::TextLabel* m_why;
  widgets::TextLabel* m_question;
  QLineEdit* m_edit;
  widgets::InlineMessage* m_message;
  widgets::ActionButton* m_next;
};

}  // namespace loket::ui::screens
