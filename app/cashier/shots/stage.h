// One window over the made-up shop with a hand on its keyboard: what a picture or a test of a screen starts
// from.
#pragma once

#include <QStringList>
#include <QTimer>
#include <functional>
#include <memory>
#include <vector>

#include "app/cashier/counter_window.h"
#include "app/cashier/shots/fixture_client.h"
#include "ui/screens/sell/sell_screen.h"

namespace loket::app {

struct Stage {
  fixture::FixtureClient client;
  Duration sinceBoot = Duration::hours(1);  // moved by hand
  std::unique_ptr<CounterWindow> window;

  void makeWindow(ui::theme::Theme& theme, QSize size);
  // With the shop's people.
  void showCounter(ui::text::Language language);
  [[nodiscard]] ui::screens::SellFlow& flow() { return window->sell()->flow(); }
  // To the widget that has the keyboard.
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const;
  void type(const QString& text) const;
  // A choice as a suggestion or a door would make it.
  void choose(const std::string& product, const std::string& number, Family family, ProductKind kind);
};

// True when it is done; asked again in the next turn of the event loop otherwise.
using Step = std::function<bool(Stage&)>;

struct Scene {
  QString name;
  std::function<void(Stage&)> before;  // before the window is built; may be empty
  std::vector<Step> steps;
  bool display = false;  // the window that faces the customer
  bool login = false;
  bool setup = false;
  bool recovery = false;
};

[[nodiscard]] std::vector<Scene> scenes();
// Shows what stands there before any counter does; false where the scene is of a counter.
bool showDoor(const Scene& scene, Stage& stage, ui::text::Language language);

}  // namespace loket::app
