// loket: the counter window.
#include <QApplication>
#include <QCommandLineParser>
#include <algorithm>
#include <string_view>

#include "app/cashier/cashier.h"
#include "app/cashier/shots/shots.h"
#include "app/wiring/owner_link.h"
#include "core/adapters/system/process.h"

namespace loket::app {
namespace {

struct Options {
  CashierOptions cashier;
  QString shots;
  ShotChoice shotChoice;
};

Options optionsFrom(const QApplication& application) {
  QCommandLineParser parser;
  const QCommandLineOption home(QStringLiteral("home"), QStringLiteral("The shop's folder."),
                                QStringLiteral("DIR"));
  const QCommandLineOption user(QStringLiteral("user"),
                                QStringLiteral("Whose PIN it is; the owner's unless told."),
                                QStringLiteral("NAME"));
  const QCommandLineOption language(QStringLiteral("lang"), QStringLiteral("id or en."),
                                    QStringLiteral("CODE"));
  const QCommandLineOption look(QStringLiteral("theme"), QStringLiteral("light or dark."),
                                QStringLiteral("MODE"));
  const QCommandLineOption clock(
      QStringLiteral("clock"), QStringLiteral("Take the time from there (training)."), QStringLiteral("URL"));
  const QCommandLineOption shots(QStringLiteral("shots"),
                                 QStringLiteral("Draw every screen into DIR and leave."),
                                 QStringLiteral("DIR"));
  const QCommandLineOption pictured(
      QStringLiteral("scenes"),
      QStringLiteral("With --shots: only these (a,b,c); --lang and --theme choose too."),
      QStringLiteral("NAMES"));
  parser.addOptions({home, user, language, look, clock, shots, pictured});
  parser.addHelpOption();
  parser.process(application);

  Options options;
  options.cashier.home = parser.isSet(home) ? parser.value(home) : QString::fromStdString(adapters::defaultHome());
  options.cashier.host.home = options.cashier.home.toStdString();
  options.cashier.host.clockUrl = parser.value(clock).toStdString();
  options.cashier.host.kind = HostKind::Window;
  options.cashier.user = UserName(parser.value(user).toStdString());
  options.shots = parser.value(shots);
  options.cashier.preferences = readPreferences(options.cashier.home);
  if (parser.isSet(language))
    options.cashier.preferences.language = ui::text::languageFrom(parser.value(language));
  const auto mode = modeFrom(parser.value(look));
  if (mode)
    options.cashier.preferences.mode = *mode;
  options.shotChoice.scenes = parser.value(pictured).split(QLatin1Char(','), Qt::SkipEmptyParts);
  options.shotChoice.mode = mode;
  if (parser.isSet(language))
    options.shotChoice.language = options.cashier.preferences.language;
  return options;
}

}  // namespace
}  // namespace loket::app

int main(int argc, char** argv) {
  using namespace loket;
  adapters::hardenProcess();
  // Pictures need no screen; the platform is chosen before the application is made.
  const bool pictures =
      std::any_of(argv, argv + argc, [](const char* word) { return std::string_view(word) == "--shots"; });
  if (pictures && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
    qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  QApplication::setApplicationName(QStringLiteral("loket"));
  QApplication::setApplicationDisplayName(QStringLiteral("Loket"));
  const app::Options options = app::optionsFrom(application);
  if (!options.shots.isEmpty())
    return app::drawShots(application, options.shots, options.shotChoice);

  // Somebody sells in this home already: bring that window to the front instead.
  if (app::WindowLink::raise(options.cashier.host.home))
    return 0;
  app::Cashier cashier(options.cashier, application);
  cashier.show();
  return QApplication::exec();
}
