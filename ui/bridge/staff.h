// The people who work here: who stands at the counter, and how another one proves who he is.
#pragma once

#include <QObject>
#include <QThreadPool>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/secret_bytes.h"
#include "core/domain/identity/ids.h"
#include "core/domain/identity/permissions.h"

namespace loket::ui::bridge {

struct Person {
  UserName name;
  Role role = Role::None;

  [[nodiscard]] bool isOwner() const { return role == Role::Owner; }
  [[nodiscard]] bool may(Permission permission) const { return loket::may(role, permission); }
};

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

  // Who works here from now on, each with the PIN of who does it; called as `prove` is. Absent: it cannot be done from here.
  // One more person, by the owner. StateForbids: there is somebody of that name, or no room; Usage: no name.
  std::function<Status(const Person& who, const UserName& owner, const SecretBytes& ownerPin, const SecretBytes& pin)> add{};
  // One's own, or by the owner somebody's. NotFound, RoleForbids.
  std::function<Status(const UserName& who, const UserName& by, const SecretBytes& byPin, const SecretBytes& pin)> setPin{};
  // With their fingers. NotFound; StateForbids for the owner.
  std::function<Status(const UserName& who, const UserName& owner, const SecretBytes& ownerPin)> takeOut{};
  // Whose fingers this computer's reader knows; none where there is no reader. Asks it: on a thread of its own.
  std::function<std::vector<UserName>()> withFingers{};
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
  void add(const Person& who, const UserName& owner, SecretBytes ownerPin, SecretBytes pin, QObject* context,
           std::function<void(const Status&)> then);
  void setPin(const UserName& who, const UserName& by, SecretBytes byPin, SecretBytes pin, QObject* context,
              std::function<void(const Status&)> then);
  void takeOut(const UserName& who, const UserName& owner, SecretBytes ownerPin, QObject* context,
               std::function<void(const Status&)> then);
  void withFingers(QObject* context, std::function<void(const std::vector<UserName>&)> then);
  void lock(const std::string& reason) const;
  // `who` has proved it.
  void handOver(const Person& who);

 signals:
  void handedOver();

 private:
  // On `pool`; what it answers is brought to the window's thread.
  template <typename Answer>
  void run(QThreadPool& pool, QObject* context, std::function<Answer()> work, std::function<void(const Answer&)> then);

  StaffRoom m_room;
  QThreadPool m_pool;
  QThreadPool m_readers;  // who asks a reader keeps nobody from the counter
};

}  // namespace loket::ui::bridge
