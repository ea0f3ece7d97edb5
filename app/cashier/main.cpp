// loket: the counter window. Opens the home on a thread of its own, so that the window is there at once, and
// leaves everything that pays to the core.
#include <QApplication>
#include <QCommandLineParser>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <thread>

#include "app/cashier/counter_window.h"
#include "app/cashier/preferences.h"
#include "app/cashier/shots/shots.h"
#include "app/wiring/agent_host.h"
#include "app/wiring/owner_link.h"
#include "core/adapters/system/clock.h"
#include "core/adapters/system/process.h"
#include "ui/text/errors.h"
#include "ui/theme/theme.h"

namespace loket::app {
namespace {

constexpr QSize kFirstSize{1366, 768};
constexpr QSize kSmallest{1024, 600};

struct Options {
  HostOptions host;
  UserName user;
  QString home;
  Preferences preferences;
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
  options.home = parser.isSet(home) ? parser.value(home) : QString::fromStdString(adapters::defaultHome());
  options.host.home = options.home.toStdString();
  options.host.clockUrl = parser.value(clock).toStdString();
  options.host.kind = HostKind::Window;
  options.user = UserName(parser.value(user).toStdString());
  options.shots = parser.value(shots);
  options.preferences = readPreferences(options.home);
  if (parser.isSet(language))
    options.preferences.language = ui::text::languageFrom(parser.value(language));
  const auto mode = modeFrom(parser.value(look));
  if (mode)
    options.preferences.mode = *mode;
  options.shotChoice.scenes = parser.value(pictured).split(QLatin1Char(','), Qt::SkipEmptyParts);
  options.shotChoice.mode = mode;
  if (parser.isSet(language))
    options.shotChoice.language = options.preferences.language;
  return options;
}

// Owns the core's host and the window in the order in which they may go: the window first, then the host,
// which finishes and writes down what is under way.
class Cashier final : public QObject {
 public:
  Cashier(const Options& options, QApplication& application) : m_options(options) {
    // Before anything is drawn: from now on a second start finds this window, and a PIN that is known already
    // is worked on while the fonts are read.
    serveLink();
    if (const char* pin = std::getenv("LOKET_PIN"); pin != nullptr)
      unlock(SecretBytes(std::string_view(pin)));
    ui::text::install(options.preferences.language, application);
    m_theme = std::make_unique<ui::theme::Theme>(options.preferences.mode);
    m_theme->apply(application);
    makeWindow();
  }

  ~Cashier() override {
    m_link.reset();
    if (m_opening.joinable())
      m_opening.join();
    m_window.reset();
  }

  void show() {
    m_window->showLogin({}, [this](SecretBytes pin) { unlock(std::move(pin)); });
    m_window->show();
  }

 private:
  void serveLink() {
    m_link = WindowLink::serve(m_options.host.home, [this] {
      QMetaObject::invokeMethod(
          this,
          [this] {
            m_window->toFront();
            if (qEnvironmentVariableIsSet("LOKET_ANNOUNCE_FRAME"))
              std::fputs("raised\n", stderr);
          },
          Qt::QueuedConnection);
    });
  }

  void makeWindow() {
    m_window = std::make_unique<CounterWindow>(*m_theme, [this] { return m_clock.now(); });
    m_window->setMinimumSize(kSmallest);
    m_window->resize(kFirstSize);
    connect(m_window.get(), &CounterWindow::languageChosen, this, [this](ui::text::Language language) {
      m_options.preferences.language = language;
      writePreferences(m_options.home, m_options.preferences);
      ui::text::install(language, *qApp);
      if (m_host)
        m_window->showCounter(m_host->client(), language);
    });
    connect(m_window.get(), &CounterWindow::modeChosen, this, [this](ui::theme::Mode mode) {
      m_options.preferences.mode = mode;
      writePreferences(m_options.home, m_options.preferences);
      m_theme->setMode(mode);
    });
    if (qEnvironmentVariableIsSet("LOKET_ANNOUNCE_FRAME")) {
      connect(m_window.get(), &CounterWindow::firstFrame, this, [] { std::fputs("first-frame\n", stderr); });
      connect(m_window.get(), &CounterWindow::counterFilled, this,
              [] { std::fputs("counter-filled\n", stderr); });
    }
    connect(m_window.get(), &CounterWindow::firstFrame, this, [this] { m_theme->warmUp(); });
  }

  // Opening derives a key from the PIN, which takes its time: never on the window's thread.
  void unlock(SecretBytes pin) {
    if (m_opening.joinable())
      m_opening.join();  // it has delivered its answer already
    m_opening = std::thread([this, pin = std::move(pin)] {
      auto opened = AgentHost::open(m_options.host, m_options.user, pin);
      auto result = std::make_shared<decltype(opened)>(std::move(opened));
      QMetaObject::invokeMethod(
          this, [this, result] { finishUnlock(*result); }, Qt::QueuedConnection);
    });
  }

  void finishUnlock(Result<std::unique_ptr<AgentHost>>& host) {
    if (host) {
      m_host = std::move(*host);
      m_window->showCounter(m_host->client(), m_options.preferences.language);
      return;
    }
    if (m_window->login() != nullptr)
      m_window->login()->showError(host.error());
  }

  Options m_options;
  adapters::SystemClock m_clock;
  std::unique_ptr<ui::theme::Theme> m_theme;
  std::thread m_opening;
  std::unique_ptr<AgentHost> m_host;
  std::unique_ptr<CounterWindow> m_window;
  std::unique_ptr<WindowLink> m_link;
};

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
  if (app::WindowLink::raise(options.host.home))
    return 0;
  app::Cashier cashier(options, application);
  cashier.show();
  return QApplication::exec();
}
