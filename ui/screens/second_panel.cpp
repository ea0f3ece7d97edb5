#include "ui/screens/second_panel.h"

namespace loket::ui::screens {

SecondPanel::SecondPanel(const Counter& counter, QWidget* parent)
    : SecondForm(counter.theme, parent), m_counter(counter) {
  connect(this, &SecondForm::typed, this, &SecondPanel::prove);
}

void SecondPanel::open(const QString& title, const QString& summary) {
  rest();
  const bridge::Person& here = m_counter.staff.atTheCounter();
  SecondOffer offer{m_counter.staff.others(), OwnersCode::No};
  std::erase_if(offer.people, [&here](const bridge::Person& one) { return !mayDecide(here.role, one.role); });
  if (!here.isOwner())
    offer.code = OwnersCode::Told;
  // The own one is for where nobody else is.
  else if (offer.people.empty())
    offer.code = OwnersCode::Own;
  const bool isOwn = offer.code == OwnersCode::Own;
  ask(std::move(offer), isOwn ? tr("Nobody else is here: your one-time code") : title, summary);
  if (isOwn)
    lookForCode();
}

// Digits that nothing could judge are not asked for.
void SecondPanel::lookForCode() {
  m_counter.bridge.ownerCode(this, [this, round = m_round](const Result<std::optional<api::CodeView>>& code) {
    if (round == m_round && code && !code->has_value())
      emit failed(Error{ErrorCode::ApprovalMissing, {}});
  });
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
