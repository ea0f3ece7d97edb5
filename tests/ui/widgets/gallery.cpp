// Paints the gallery screens to PNG files, to look at the widgets without running the product:
//     widget_gallery DIRECTORY [WIDTHxHEIGHT] [SCALE]
#include "tests/ui/widgets/gallery_screens.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QPixmap>
#include <QTextStream>

#include <functional>

using namespace loket;

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  const QStringList arguments = QApplication::arguments();
  if (arguments.size() < 2) {
    QTextStream(stderr) << "widget_gallery DIRECTORY [WIDTHxHEIGHT] [SCALE]\n";
    return 2;
  }
  const QDir target(arguments[1]);
  if (!target.mkpath(QStringLiteral("."))) {
    return 1;
  }
  const QStringList size = arguments.value(2, QStringLiteral("1366x768")).split(u'x');
  const QSize window(size.value(0).toInt(), size.value(1).toInt());
  ui::theme::Theme theme(ui::theme::Mode::Light, arguments.value(3, QStringLiteral("1")).toDouble());
  theme.setMotion(false);
  theme.apply(application);
  QApplication::setCursorFlashTime(0);

  using Maker = std::function<std::unique_ptr<QWidget>(const ui::theme::Theme&)>;
  const QList<QPair<QString, Maker>> screens = {{QStringLiteral("sell"), tests::sellScreen},
                                                {QStringLiteral("read-back"), tests::readBackScreen},
                                                {QStringLiteral("done"), tests::doneScreen},
                                                {QStringLiteral("queue-offline"), tests::queueScreen},
                                                {QStringLiteral("parts"), tests::partsScreen}};
  for (const auto mode : {ui::theme::Mode::Light, ui::theme::Mode::Dark}) {
    theme.setMode(mode);
    const QString suffix = mode == ui::theme::Mode::Light ? QStringLiteral(".png") : QStringLiteral("-dark.png");
    for (const auto& [name, make] : screens) {
      const std::unique_ptr<QWidget> screen = make(theme);
      screen->resize(window);
      screen->show();
      screen->activateWindow();
      if (name != QStringLiteral("sell")) {  // no focus ring on whatever comes first
        screen->setFocus();
      }
      QApplication::processEvents();
      if (!screen->grab().save(target.filePath(name + suffix))) {
        return 1;
      }
    }
  }
  return 0;
}
