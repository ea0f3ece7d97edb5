// The people who work here: who stands at the counter, and how another one proves who he is.
#pragma once

#include <QObject>
#include <QThreadPool>
#include <functional>
#include <memory>
#include <vector>

#include "core/base/result.h"
#include "core/base/secret_bytes.h"
#include "core/domain/identity/ids.h"

namespace loket::ui::bridge {

struct Person {
  UserName name;
  bool isOwner = false;
};

// What the window is given of them.
struct StaffRoom {
  // Quick; somebody may have been added meanwhile.
  std::function<std::vector<Person>()> everybody;
  Person atTheCounter;
  // Derives a key from the PIN, which takes its time: called on a thread of its own, one at a time. PinWrong, KeySlot...
  std::function<Result<Person>(const UserName& who, const SecretBytes& pin)> prove;
  // From now on everything is done in this person's name.
  std::function<void(const UserName& who)> handOver;
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
  // All but who stands at the counter.
  [[nodiscard]] std::vector<Person> others() const;

  // The answer comes later, on the thread of the window, and only while `context` lives.
  void prove(const UserName& who, SecretBytes pin, QObject* context, std::function<void(const Result<Person>&)> then);
  // `who` has proved it.
  void handOver(const Person& who);

 signals:
  void handedOver();

 private:
  StaffRoom m_room;
  QThreadPool m_pool;
};

}  // namespace loket::ui::bridge
