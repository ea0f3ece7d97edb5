// Who works here, and what is done about one of them, without a widget: whatever it is, whoever stands there proves it with the
// PIN first, and what cannot be undone is asked once more in words.
#pragma once

#include <QObject>
#include <optional>
#include <string>
#include <vector>

#include "core/base/secret_bytes.h"
#include "ui/screens/page.h"

namespace loket::ui::screens {

enum class PeopleAct {
  Add,
  ChangePin,
  TakeOut,
  SetUpCode,
  GiveUpCode,
  SetUpOwnerCode,  // the one that an absent owner reads out
  GiveUpOwnerCode,
};

enum class PeopleStep {
  List,
  Newcomer,  // the name and the role of one more
  Sure,      // once more in words
  OwnPin,    // of whoever stands there
  NewPin,
  NewPinAgain,
  Working,
  Code,  // for the telephone, shown this once
};

struct KnownPerson {
  bridge::Person who;
  bool isHere = false;                // stands at the counter
  std::optional<api::CodeView> code;  // nothing: none is set up
  bool hasFinger = false;
};

class PeopleFlow final : public QObject {
  Q_OBJECT

 public:
  explicit PeopleFlow(const Counter& counter, QObject* parent = nullptr);

  [[nodiscard]] PeopleStep step() const { return m_step; }
  [[nodiscard]] PeopleAct act() const { return m_act; }           // but at List
  [[nodiscard]] const UserName& person() const { return m_who; }  // whom it is about
  [[nodiscard]] Role role() const { return m_role; }              // Add
  // Everybody for the owner; others see themselves.
  [[nodiscard]] const std::vector<KnownPerson>& people() const { return m_people; }
  [[nodiscard]] bool isOwner() const;
  [[nodiscard]] bool may(PeopleAct act, const KnownPerson* about) const;
  // Otherwise the PINs that were typed for a new one were not the same.
  [[nodiscard]] bool isProving() const { return m_proving; }
  [[nodiscard]] bool hasSlipped() const { return m_slipped; }
  [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
  // At List: what was done last.
  [[nodiscard]] const std::optional<PeopleAct>& done() const { return m_done; }
  [[nodiscard]] const std::string& uri() const { return m_uri; }  // Code
  [[nodiscard]] std::string secret() const;                       // of it

  void refresh();
  // `about`: of people(); null where it is about nobody who is there.
  void begin(PeopleAct act, const KnownPerson* about);
  void name(const std::string& name, Role role);  // Newcomer
  void agree();                                   // Sure
  void takePin(SecretBytes pin);                  // OwnPin, NewPin, NewPinAgain
  void codeSeen();                                // Code
  // One step back; not while something is being done.
  void back();
  // Nobody is there any more: what was typed and what is shown goes.
  void standBack();

 signals:
  void stepChanged();
  void changed();  // in the same step
  void peopleChanged();

 private:
  void go(PeopleStep step);
  void forget();
  void proved();
  void work();
  void finish(const Status& done);
  void takeUri(const Result<std::string>& uri);

  const Counter& m_counter;
  PeopleStep m_step = PeopleStep::List;
  PeopleAct m_act = PeopleAct::Add;
  UserName m_who;
  Role m_role = Role::Cashier;
  std::vector<KnownPerson> m_people;
  SecretBytes m_ownPin;
  SecretBytes m_newPin;
  std::string m_uri;
  bool m_proving = false;
  bool m_slipped = false;
  std::optional<Error> m_error;
  std::optional<PeopleAct> m_done;
  int m_round = 0;  // answers for what is no longer wanted are ignored
};

}  // namespace loket::ui::screens
