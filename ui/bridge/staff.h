// The people who work here: who stands at the counter, and how another one proves who he is.
#pragma once

#include <QObject>
#include <QThreadPool>
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/secret_bytes.h"
#include "core/domain/identity/fingers.h"
#include "core/domain/identity/ids.h"
#include "core/domain/identity/permissions.h"

namespace loket::ui::bridge {

struct Person {
  UserName name;
  Role role = Role::None;

  [[nodiscard]] bool isOwner() const { return role == Role::Owner; }
  [[nodiscard]] bool may(Permission permission) const { return loket::may(role, permission); }
};

struct FingersOf {
  UserName person;
  std::vector<std::string> fingers;  // of kFingerNames
};

struct FingerOrder {
  UserName who;
  std::string finger;  // of kFingerNames
};

using FingerSteps = std::function<void(const FingerStep&)>;

// What the window is given of them.
struct StaffRoom {
  // Quick; somebody may have been added meanwhile.
  std::function<std::vector<Person>()> everybody;
  Person atTheCounter;
  // Derives a key from the PIN, which takes its time: called on a thread of its own, one at a time. PinWrong, KeySlot...
  std::function<Result<Person>(const UserName& who, const SecretBytes& pin)> prove;
  // From now on everything is done in this person's name.
  std::function<void(const Person& who)> handOver;
  // Nobody stands there any more: "asked", "idle". May be absent.
  std::function<void(const Person& was, const std::string& reason)> locked{};
  // As `prove`, of whoever comes to a counter that is locked: opens the home where that was closed. HomeBusy, KeySlot..., Database...
  // Absent: `prove` does.
  std::function<Result<Person>(const UserName& who, const SecretBytes& pin)> unlock{};

  // Who works here from now on, each with the PIN of who does it; called as `prove` is. Absent: it cannot be done from here.
  // One more person, by the owner. StateForbids: there is somebody of that name, or no room; Usage: no name.
  std::function<Status(const Person& who, const UserName& owner, const SecretBytes& ownerPin, const SecretBytes& pin)> add{};
  // One's own, or by the owner somebody's. NotFound, RoleForbids.
  std::function<Status(const UserName& who, const UserName& by, const SecretBytes& byPin, const SecretBytes& pin)> setPin{};
  // With their fingers. NotFound; StateForbids for the owner.
  std::function<Status(const UserName& who, const UserName& owner, const SecretBytes& ownerPin)> takeOut{};
  // Another recovery code, to be written down. RoleForbids. Both are good until it is on paper.
  std::function<Result<std::string>(const UserName& owner, const SecretBytes& ownerPin)> addRecoveryCode{};
  std::function<Status()> dropOldRecoveryCode{};
  // At this computer's reader, which is asked: each on a thread of its own. FingerRefused with the reader's
  // word, or DiskFault... Of everybody who works here. Absent: nothing is known of fingers.
  std::function<Result<std::vector<FingersOf>>()> fingers{};
  // One's own, with one's own PIN, until `cancelled`; `steps` as it happens. PinWrong, ApprovalMissing.
  std::function<Status(const UserName& by, const FingerOrder& order, const SecretBytes& pin,
                       const FingerSteps& steps, const std::atomic<bool>& cancelled)>
      enrolFinger{};
  // All of one's own.
  std::function<Status(const UserName& by, const UserName& who, const SecretBytes& pin,
                       const std::atomic<bool>& cancelled)>
      forgetFingers{};
};

class Staff final : public QObject {
  Q_OBJECT

 public:
  explicit Staff(QObject* parent = nullptr);
  ~Staff() override;

  // Once, before anything is asked.
  void attach(StaffRoom room);
  [[nodiscard]] std::vector<Person> everybody() const;
  [[nodiscard]] const Person& atTheCounter() const { return m_room.atTheCounter; }
  // Of whoever stands there; everything where nobody was told to stand there.
  [[nodiscard]] bool may(Permission permission) const;
  // RoleForbids, to be said.
  [[nodiscard]] Status allowed(Permission permission) const;
  // All but who stands at the counter.
  [[nodiscard]] std::vector<Person> others() const;

  // The answer comes later, on the thread of the window, and only while `context` lives.
  void prove(const UserName& who, SecretBytes pin, QObject* context, std::function<void(const Result<Person>&)> then);
  // At a counter that is locked.
  void unlock(const UserName& who, SecretBytes pin, QObject* context, std::function<void(const Result<Person>&)> then);
  void add(const Person& who, const UserName& owner, SecretBytes ownerPin, SecretBytes pin, QObject* context,
           std::function<void(const Status&)> then);
  void setPin(const UserName& who, const UserName& by, SecretBytes byPin, SecretBytes pin, QObject* context,
              std::function<void(const Status&)> then);
  void takeOut(const UserName& who, const UserName& owner, SecretBytes ownerPin, QObject* context,
               std::function<void(const Status&)> then);
  void addRecoveryCode(const UserName& owner, SecretBytes ownerPin, QObject* context,
                       std::function<void(const Result<std::string>&)> then);
  void dropOldRecoveryCode(QObject* context, std::function<void(const Status&)> then);
  void fingers(QObject* context, std::function<void(const Result<std::vector<FingersOf>>&)> then);
  // By whoever stands at the counter.
  void enrolFinger(const FingerOrder& order, SecretBytes pin, QObject* context, FingerSteps steps,
                   std::function<void(const Status&)> then);
  // What the reader is asked ends soon, with its answer.
  void cancelFinger() const {
    *m_noFinger = true;
    m_noFinger->notify_all();
  }
  void forgetFingers(const UserName& who, SecretBytes pin, QObject* context,
                     std::function<void(const Status&)> then);
  void lock(const std::string& reason);
  // `who` has proved it.
  void handOver(const Person& who);

 signals:
  void locked();
  void handedOver();

 private:
  // On `pool`; what it answers is brought to the window's thread.
  template <typename Answer>
  void run(QThreadPool& pool, QObject* context, std::function<Answer()> work, std::function<void(const Answer&)> then);

  void proveBy(const std::function<Result<Person>(const UserName&, const SecretBytes&)>& way, const UserName& who, SecretBytes pin,
               QObject* context, std::function<void(const Result<Person>&)> then);

  StaffRoom m_room;
  QThreadPool m_pool;
  QThreadPool m_readers;  // who asks a reader keeps nobody from the counter
  std::shared_ptr<std::atomic<bool>> m_noFinger =
      std::make_shared<std::atomic<bool>>(false);  // of what the reader was asked last
};

}  // namespace loket::ui::bridge
