// A person at the counter's window: presses keys, one turn of the event loop for each, and looks until it
// shows what it should.
#pragma once

#include <Qt>
#include <functional>

#include "app/cashier/counter_window.h"
#include "tests/ui/real/turn_watch.h"

namespace loket::test {

class CounterKeys {
 public:
  explicit CounterKeys(WatchedApplication& application) : m_application(application) {}

  void sitAt(app::CounterWindow& window) { m_window = &window; }

  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
  void type(const QString& text);
  // Lets the window work until it is so. False when that takes unreasonably long: then it says `what` was
  // waited for and what stands on the screen instead.
  bool await(const char* what, const std::function<bool()>& seen);
  // The same for what need not come by itself: silent, and not for long.
  bool within(int milliseconds, const std::function<bool()>& seen);
  // Every word that can be read there now, one a line.
  [[nodiscard]] QString onTheScreen() const;

 private:
  QWidget* focus() const;
  void turn();

  WatchedApplication& m_application;
  app::CounterWindow* m_window = nullptr;
};

}  // namespace loket::test
