// loket: the counter window.
#include <QApplication>
#include <QCommandLineParser>

#include "app/cashier/cashier.h"
#include "app/wiring/owner_link.h"
#include "core/adapters/system/process.h"
#include "core/adapters/vault/guarded_memory.h"

namespace loket::app {
namespace {

CashierOptions optionsFrom(const QApplication& application) {
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
  parser.addOptions({home, user, language, look, clock});
  parser.addHelpOption();
  parser.addVersionOption();
  parser.process(application);

  CashierOptions options;
  options.home = parser.isSet(home) ? parser.value(home) : QString::fromStdString(adapters::defaultHome());
  options.host.home = options.home.toStdString();
  options.host.clockUrl = parser.value(clock).toStdString();
  options.host.kind = HostKind::Window;
  options.user = UserName(parser.value(user).toStdString());
  options.preferences = readPreferences(options.home);
  if (parser.isSet(language))
    options.preferences.language = ui::text::languageFrom(parser.value(language));
  const auto mode = modeFrom(parser.value(look));
  if (mode)
    options.preferences.mode = *mode;
  return options;
}

}  // namespace
}  // namespace loket::app

int main(int argc, char** argv) {
  using namespace loket;
  adapters::hardenProcess();
  adapters::guardSecrets();
  QApplication application(argc, argv);
  QApplication::setApplicationName(QStringLiteral("loket"));
  QApplication::setApplicationDisplayName(QStringLiteral("Loket"));
  QApplication::setApplicationVersion(QStringLiteral(LOKET_VERSION));
  const app::CashierOptions options = app::optionsFrom(application);

  // Somebody sells in this home already: bring that window to the front instead.
  if (app::WindowLink::raise(options.host.home))
    return 0;
  app::Cashier cashier(options, application);
  cashier.show();
  return QApplication::exec();
}
