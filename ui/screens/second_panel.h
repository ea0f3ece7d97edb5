// Who else agrees, where it takes two at this counter: another person's PIN, or the absent owner's one-time
// code; of an owner who is alone, the own one.
#pragma once

#include "core/api/second.h"
#include "ui/screens/page.h"
#include "ui/screens/second_form.h"

namespace loket::ui::screens {

class SecondPanel final : public SecondForm {
  Q_OBJECT

 public:
  explicit SecondPanel(const Counter& counter, QWidget* parent = nullptr);

  // Takes the keyboard. Where nobody could be the second of two and no code is set up, `failed` follows.
  void open(const QString& title, const QString& summary);
  // Nothing is asked any more; a proof that comes yet is of nothing.
  void rest();

 signals:
  // Proved, or a code that is yet to be judged: busy until `refuse` or `rest`.
  void agreed(const loket::api::Second& second);
  void failed(const loket::Error& error);  // not about the digits: nothing was agreed to

 private:
  void lookForCode();
  void prove(const UserName& who, const SecretBytes& secret);

  const Counter& m_counter;
  int m_round = 0;  // a proof that comes when something else is asked settles nothing
};

}  // namespace loket::ui::screens
