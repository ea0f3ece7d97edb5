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
  NewRecoveryCode,
  EnrolFinger,
  ForgetFingers,
};

enum class PeopleStep {
  List,
  Newcomer,  // the name and the role of one more
  Sure,      // once more in words
  Finger,    // which of ten
  OwnPin,    // of whoever stands there
  NewPin,
  NewPinAgain,
  Working,
  Reading,  // a finger, several times
  Code,     // for the telephone or for the paper, shown this once
};

struct KnownPerson {
  bridge::Person who;
  bool isHere = false;                // stands at the counter
  std::optional<api::CodeView> code;  // nothing: none is set up
  std::vector<std::string> fingers;   // of kFingerNames, those that the reader knows
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
  [[nodiscard]] bool isProving() const { return m_proving; }
  // The PINs that were typed for a new one were not the same.
  [[nodiscard]] bool hasSlipped() const { return m_slipped; }
  [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
  // At List: what was done last.
  [[nodiscard]] const std::optional<PeopleAct>& done() const { return m_done; }
  [[nodiscard]] const std::string& picture() const { return m_picture; }  // Code: what the QR code says
  [[nodiscard]] std::string byHand() const;                               // of it, what is typed or written down
  // The absent owner's code; nothing while that is not known, and in it nothing where none is set up.
  [[nodiscard]] const std::optional<std::optional<api::CodeView>>& ownerCode() const { return m_ownerCode; }
  // Why the reader tells nothing of anybody's fingers; nothing: it does, or has not yet.
  [[nodiscard]] const std::optional<Error>& readerTrouble() const { return m_readerTrouble; }
  [[nodiscard]] const std::string& finger() const { return m_finger; }   // EnrolFinger
  [[nodiscard]] const FingerStep& reading() const { return m_reading; }  // Reading: the newest
  [[nodiscard]] bool isCancelling() const { return m_cancelling; }       // Reading: it ends soon

  void refresh();
  // `about`: of people(); null where it is about nobody who is there.
  void begin(PeopleAct act, const KnownPerson* about);
  void name(const std::string& name, Role role);  // Newcomer
  void agree();                                   // Sure
  void chooseFinger(const std::string& finger);   // Finger
  void takePin(SecretBytes pin);                  // OwnPin, NewPin, NewPinAgain
  void codeSeen();                                // Code
  // One step back; not while something is being done, and out of Reading only when the reader has let go.
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
  void showCode(const Result<std::string>& picture);
  void bringCodes();
  void bringFingers();
  void readFinger();

  const Counter& m_counter;
  PeopleStep m_step = PeopleStep::List;
  PeopleAct m_act = PeopleAct::Add;
  UserName m_who;
  Role m_role = Role::Cashier;
  std::vector<KnownPerson> m_people;
  SecretBytes m_ownPin;
  SecretBytes m_newPin;
  std::string m_picture;
  std::optional<std::optional<api::CodeView>> m_ownerCode;
  std::optional<Error> m_readerTrouble;
  std::string m_finger;
  FingerStep m_reading;
  bool m_cancelling = false;
  bool m_proving = false;
  bool m_slipped = false;
  std::optional<Error> m_error;
  std::optional<PeopleAct> m_done;
  int m_round = 0;  // answers for what is no longer wanted are ignored
};

}  // namespace loket::ui::screens
