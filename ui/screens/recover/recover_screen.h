// Nobody knows the owner's PIN any more: the recovery code, a new PIN, and whatever else is wanted before it
// is one. What it opens is not this screen's business; it asks for one thing after the other, and keeps what
// was typed until it is right.
#pragma once

#include <functional>
#include <string>

#include "core/base/error.h"
#include "core/base/secret_bytes.h"
#include "core/domain/identity/ids.h"
#include "ui/screens/question_card.h"
#include "ui/screens/second_form.h"

namespace loket::ui::screens {

class NewPinPanel;
class PaperCodePanel;

struct OwnerRecovery {
  SecretBytes code;
  SecretBytes pin;  // the owner's from now on
  // Who agrees: a person by the PIN, or the owner's one-time code.
  UserName second{};
  SecretBytes secondPin{};
  std::string ownerCode{};
  // This computer's secret cannot be had, and another one is made.
  bool givesUpSecret = false;
};

// Must return at once and work elsewhere. When it is done this screen is taken away; else the answer is
// `refuseCode`, `askSecond` or `showError`.
using Recover = std::function<void(OwnerRecovery order)>;

enum class RecoverStep { Code, Pin, PinAgain, Second, GiveUp, Working };

class RecoverScreen final : public QuestionCard {
  Q_OBJECT

 public:
  RecoverScreen(const theme::Theme& theme, Recover recover, QWidget* parent = nullptr);

  // Takes the keyboard.
  void begin();
  // It is not the one of this shop.
  void refuseCode();
  // It takes two, and these could be the second.
  void askSecond(SecondOffer offer);
  // In the step where it happened; where this computer's secret is out of reach, whether to give it up.
  void showError(const Error& error);
  [[nodiscard]] RecoverStep step() const { return m_step; }

 signals:
  // Connect it queued: what follows from it takes this screen away.
  void left();

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QWidget* makeGiveUp();
  void open(RecoverStep step);
  void takeCode();
  void work();

  Recover m_recover;
  RecoverStep m_step = RecoverStep::Code;
  RecoverStep m_from = RecoverStep::Code;  // while it works
  OwnerRecovery m_order;                   // but for the code
  PaperCodePanel* m_code;
  NewPinPanel* m_pin;
  SecondForm* m_second;
  QWidget* m_giveUp;
};

}  // namespace loket::ui::screens
