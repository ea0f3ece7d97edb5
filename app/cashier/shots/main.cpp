// loket-shots: pictures of the counter with a made-up shop. Needs no screen and touches no home.
#include <QApplication>
#include <QCommandLineParser>

#include "app/cashier/preferences.h"
#include "app/cashier/shots/shots.h"

int main(int argc, char** argv) {
  using namespace loket;
  // Chosen before the application is made.
  if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
    qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  QApplication::setApplicationName(QStringLiteral("loket"));
  QApplication::setApplicationDisplayName(QStringLiteral("Loket"));
  QApplication::setApplicationVersion(QStringLiteral(LOKET_VERSION));

  QCommandLineParser parser;
  parser.setApplicationDescription(QStringLiteral("Draws every screen of the counter into a folder."));
  const QCommandLineOption scenes(QStringLiteral("scenes"), QStringLiteral("Only these (a,b,c)."),
                                  QStringLiteral("NAMES"));
  const QCommandLineOption language(QStringLiteral("lang"), QStringLiteral("Only id or en."),
                                    QStringLiteral("CODE"));
  const QCommandLineOption look(QStringLiteral("theme"), QStringLiteral("Only light or dark."),
                                QStringLiteral("MODE"));
  parser.addOptions({scenes, language, look});
  parser.addPositionalArgument(QStringLiteral("DIR"), QStringLiteral("Where the pictures go."));
  parser.addHelpOption();
  parser.process(application);
  if (parser.positionalArguments().size() != 1)
    parser.showHelp(2);

  app::ShotChoice choice;
  choice.scenes = parser.value(scenes).split(QLatin1Char(','), Qt::SkipEmptyParts);
  choice.mode = app::modeFrom(parser.value(look));
  if (parser.isSet(language))
    choice.language = ui::text::languageFrom(parser.value(language));
  return app::drawShots(application, parser.positionalArguments().first(), choice);
}
