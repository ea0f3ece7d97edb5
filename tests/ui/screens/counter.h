// A counter over the made-up shop, ready to be typed at, for the tests of the screens.
#pragma once

#include <QApplication>
#include <QtTest>

#include "app/cashier/shots/stage.h"
#include "ui/screens/frame/frame.h"
#include "ui/theme/theme.h"

namespace loket::test {

struct Counter {
  explicit Counter(ui::theme::Theme& theme, QSize size = QSize(1366, 768),
                   ui::text::Language chosen = ui::text::Language::Indonesian)
      : language(chosen) {
    stage.makeWindow(theme, size);
  }

  // After the world has been prepared.
  void open() {
    ui::text::install(language, *qApp);
    stage.showCounter(language);
    stage.window->show();
    stage.window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(stage.window.get()));
  }

  [[nodiscard]] ui::screens::SellFlow& flow() { return stage.flow(); }
  [[nodiscard]] QWidget* focus() const { return stage.window->focusWidget(); }
  void type(const char* text) const { QTest::keyClicks(focus(), QString::fromLatin1(text)); }
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const {
    QTest::keyClick(focus(), key, modifiers);
  }

  ui::text::Language language;
  app::Stage stage;
};

}  // namespace loket::test
