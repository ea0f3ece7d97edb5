#include "ui/screens/second_panel.h"

namespace loket::ui::screens {

SecondPanel::SecondPanel(const Counter& counter, QWidget* parent)
    : SecondForm(counter.theme, parent), m_counter(counter) {
  connect(this, &SecondForm::typed, this, &SecondPanel::prove);
}

bool SecondPanel::open(const QString& title, const QString& summary) {
  rest();
  const bridge::Person& here = m_counter.staff.atTheCounter();
  // His code is for where he is not at the counter himself.
  SecondOffer offer{m_counter.staff.others(), !here.isOwner()};
  std::erase_if(offer.people, [&here](const bridge::Person& one) { return !mayDecide(here.role, one.role); });
  if (offer.people.empty() && !offer.ownersCode)
    return false;
  ask(std::move(offer), title, summary);
  return true;
}

void SecondPanel::prove(const UserName& who, const SecretBytes& secret) {
  if (who.empty()) {
    api::Second second;
    second.ownerCode = std::string(secret.view());
    emit agreed(second);
    return;
  }
  m_counter.staff.prove(who, secret.clone(), this,
                        [this, round = m_round](const Result<bridge::Person>& person) {
                          if (round != m_round)
                            return;
                          if (!person) {
                            if (!refuse(person.error()))
                              emit failed(person.error());
                            return;
                          }
                          api::Second second;
                          second.with = person->name;
                          emit agreed(second);
                        });
}

void SecondPanel::rest() {
  ++m_round;
  SecondForm::rest();
}

}  // namespace loket::ui::screens
