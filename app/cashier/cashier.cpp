#include "app/cashier/cashier.h"

#include <QApplication>
#include <QDir>
#include <QFileDialog>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <iterator>
#include <utility>

#include "app/cashier/staff_room.h"
#include "app/wiring/backups.h"
#include "app/wiring/config_file.h"
#include "app/wiring/owner_link.h"
#include "core/adapters/system/process.h"

namespace loket::app {
namespace {

constexpr QSize kFirstSize{1366, 768};
constexpr QSize kSmallest{1024, 600};

}  // namespace

Cashier::Cashier(CashierOptions options, QApplication& application)
    : m_options(std::move(options)), m_application(application) {
  // Before anything is drawn: from now on a second start finds this window, and a PIN that is known already
  // is worked on while the fonts are read.
  serveLink();
  if (SecretBytes pin = adapters::takeFromEnvironment("LOKET_PIN"); !pin.empty())
    unlock(m_options.user, std::move(pin));
  ui::text::install(m_options.preferences.language, application);
  m_theme = std::make_unique<ui::theme::Theme>(m_options.preferences.mode);
  m_theme->apply(application);
  makeWindow();
}

Cashier::~Cashier() {
  m_link.reset();
  if (m_opening.joinable())
    m_opening.join();
  m_window.reset();
}

void Cashier::show() {
  if (isNewHome(m_options.host.home))
    showSetup();
  else
    showLogin();
  m_window->show();
}

void Cashier::serveLink() {
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

void Cashier::makeWindow() {
  m_window = std::make_unique<CounterWindow>(*m_theme, [this] { return m_clock.now(); },
                                             [this] { return m_uptime.sinceBoot(); });
  m_window->setMinimumSize(kSmallest);
  m_window->resize(kFirstSize);
  connect(m_window.get(), &CounterWindow::languageChosen, this, [this](ui::text::Language language) {
    m_options.preferences.language = language;
    writePreferences(m_options.home, m_options.preferences);
    ui::text::install(language, m_application);
    if (m_window->setup() != nullptr)
      showSetup();
    else if (m_host)
      showCounter();
  });
  m_window->setCustomerDisplay(m_options.preferences.customerDisplay);
  connect(m_window.get(), &CounterWindow::displayChosen, this, [this](bool wanted) {
    m_options.preferences.customerDisplay = wanted;
    writePreferences(m_options.home, m_options.preferences);
  });
  connect(m_window.get(), &CounterWindow::recoveryWanted, this, [this] { showRecovery(); });
  connect(m_window.get(), &CounterWindow::recoveryLeft, this, [this] { showLogin(); });
  connect(m_window.get(), &CounterWindow::setupFinished, this, [this] { endSetup(); });
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
  connect(m_window.get(), &CounterWindow::firstFrame, this, [this] {
    m_window->prepareCounter(m_options.preferences.language);
    QTimer::singleShot(0, this, [this] { m_theme->warmUp(); });
  });
}

void Cashier::showLogin() {
  // Who they are stands in the clear beside the key slots; that a PIN is wrong is said when one is typed.
  const auto people = People(m_options.host.home).all().value_or(std::vector<ports::VaultUser>());
  m_window->showLogin({}, personsOf(people), m_options.user,
                      [this](const UserName& who, SecretBytes pin) { unlock(who, std::move(pin)); });
}

void Cashier::showCounter() { m_window->showCounter(m_host->client(), m_options.preferences.language); }

void Cashier::takeHost(std::unique_ptr<AgentHost> host) {
  m_host = std::move(host);
  m_host->setOnQuiet([this] { QMetaObject::invokeMethod(this, [this] { closeHome(); }, Qt::QueuedConnection); });
  m_window->setStaff(staffRoomOf(*m_host));
}

void Cashier::closeHome() {
  // Somebody may be in already.
  if (!m_window->rest())
    return;
  m_host->closeHome([this](bool isClosed) {
    if (!isClosed)
      QMetaObject::invokeMethod(this, [this] { m_window->goOn(); }, Qt::QueuedConnection);
  });
}

void Cashier::showSetup() {
  ui::screens::SetupTasks tasks;
  tasks.create = [this](const ui::screens::SetupNames& names, SecretBytes pin) { makeHome(names, std::move(pin)); };
  tasks.importConfig = [this](const QString& file) { importConfig(file); };
  tasks.chooseFile = [this] {
    if (m_options.chooseFile)
      return m_options.chooseFile();
    return QFileDialog::getOpenFileName(m_window.get(), m_window->fileQuestion(), QDir::homePath(),
                                        QStringLiteral("*.json"));
  };
  tasks.restore = [this](ui::screens::SetupBackup backup, SecretBytes pin) { restore(std::move(backup), std::move(pin)); };
  tasks.chooseBackup = [this] {
    return m_options.chooseFile
               ? m_options.chooseFile()
               : QFileDialog::getOpenFileName(m_window.get(), m_window->backupQuestion(), QDir::homePath());
  };
  m_window->showSetup(m_options.preferences.language, std::move(tasks));
  if (const Status finished = homeIsFinished(m_options.host.home); !finished)
    m_window->setup()->showError(finished.error());
}

template <typename Prepare>
void Cashier::openAfter(Prepare prepare, const UserName& who, SecretBytes pin,
                        std::function<void(const Status&, Opened&)> then) {
  if (m_opening.joinable())
    m_opening.join();  // it has delivered its answer already
  m_opening = std::thread([this, prepare = std::move(prepare), who, pin = std::move(pin), then = std::move(then)]() mutable {
    const Status ready = prepare(pin);
    auto opened = std::make_shared<Opened>(ready ? AgentHost::open(m_options.host, who, pin) : Opened(fail(ready.error())));
    QMetaObject::invokeMethod(this, [ready, opened, then] { then(ready, *opened); }, Qt::QueuedConnection);
  });
}

void Cashier::makeHome(const ui::screens::SetupNames& names, SecretBytes pin) {
  auto code = std::make_shared<QString>();
  openAfter(
      [this, names, code](const SecretBytes& chosen) -> Status {
        LOKET_ASSIGN(const NewHome made, createHome(m_options.host.home, names.outlet.toStdString(),
                                                    UserName(names.owner.toStdString()), chosen));
        *code = QString::fromStdString(made.recoveryCode);
        return {};
      },
      {}, std::move(pin), [this, code](const Status& /*made*/, Opened& host) { finishHome(*code, host); });
}

void Cashier::finishHome(const QString& code, Opened& host) {
  if (!host && code.isEmpty()) {
    m_window->setup()->showError(host.error());
    return;
  }
  // Whatever comes now, the code is shown: it is not to be had again.
  writePreferences(m_options.home, m_options.preferences);
  serveLink();
  m_window->setup()->showCode(code);
  if (host)
    takeHost(std::move(*host));
  else
    m_window->setup()->showError(host.error());
}

void Cashier::restore(ui::screens::SetupBackup backup, SecretBytes pin) {
  const BackupGoOn tell = [this, told = 0.0](std::uint64_t done, std::uint64_t total) mutable {
    constexpr double kStep = 0.01;
    const double share = total == 0 ? 0 : static_cast<double>(done) / static_cast<double>(total);
    if (share < told + kStep)
      return true;
    told = share;
    QMetaObject::invokeMethod(
        this,
        [this, share] {
          if (m_window->setup() != nullptr)
            m_window->setup()->showShare(share);
        },
        Qt::QueuedConnection);
    return true;
  };
  openAfter(
      [this, backup = std::move(backup), tell](const SecretBytes& chosen) -> Status {
        LOKET_TRY(restoreHome(backup.file.toStdString(), m_options.host.home, backup.code, chosen, tell));
        return {};
      },
      {}, std::move(pin), [this](const Status& /*made*/, Opened& host) { finishRestore(host); });
}

void Cashier::finishRestore(Opened& host) {
  if (!host) {
    m_window->setup()->showError(host.error());
    return;
  }
  writePreferences(m_options.home, m_options.preferences);
  serveLink();
  takeHost(std::move(*host));
  m_window->setup()->showRestored();
}

void Cashier::showRecovery() {
  m_window->showRecovery([this](ui::screens::OwnerRecovery order) { recover(std::move(order)); });
}

void Cashier::recover(ui::screens::OwnerRecovery order) {
  SecretBytes pin = std::exchange(order.pin, SecretBytes());
  openAfter(
      [this, asked = std::move(order)](const SecretBytes& chosen) -> Status {
        RecoveryOrder wanted{asked.code, chosen};
        wanted.givesUpSecret = asked.givesUpSecret;
        wanted.second = asked.second;
        wanted.secondPin = &asked.secondPin;
        wanted.ownerCode = asked.ownerCode;
        LOKET_TRY(recoverHome(m_options.host.home, wanted));
        return {};
      },
      {}, std::move(pin), [this](const Status& recovered, Opened& host) { finishRecovery(recovered, host); });
}

void Cashier::finishRecovery(const Status& recovered, Opened& host) {
  if (host) {
    takeHost(std::move(*host));
    return showCounter();
  }
  if (recovered) {
    // The PIN is the new one, whatever keeps the shop closed.
    showLogin();
    return m_window->login()->showError(host.error());
  }
  ui::screens::RecoverScreen* screen = m_window->recovery();
  const Error& error = recovered.error();
  if (screen == nullptr)
    return;
  if (error.code == ErrorCode::PinWrong && error.detail == kRecoveryCode)
    screen->refuseCode();
  else if (error.code == ErrorCode::ApprovalMissing)
    screen->askSecond(seconds(error.detail));
  else
    screen->showError(error);
}

ui::screens::SecondOffer Cashier::seconds(const std::string& who) const {
  ui::screens::SecondOffer offer;
  offer.code = who != kSecondIsAPerson ? ui::screens::OwnersCode::Told : ui::screens::OwnersCode::No;
  if (who == kSecondIsTheCode)
    return offer;
  offer.people = personsOf(People(m_options.host.home).all().value_or(std::vector<ports::VaultUser>()));
  std::erase_if(offer.people, [](const ui::bridge::Person& one) { return one.isOwner() || !one.may(Permission::Settle); });
  return offer;
}

void Cashier::importConfig(const QString& file) {
  const auto config = readConfigFile(file.toStdString());
  if (!m_host || !config) {
    m_window->setup()->showError(config ? Error{ErrorCode::HomeMissing, m_options.host.home} : config.error());
    return;
  }
  m_host->client().importConfig(*config, {}, [this](Result<int> done) {
    QMetaObject::invokeMethod(
        this,
        [this, done = std::move(done)] {
          if (m_window->setup() == nullptr)
            return;
          if (done)
            m_window->setup()->showImported(*done);
          else
            m_window->setup()->showError(done.error());
        },
        Qt::QueuedConnection);
  });
}

void Cashier::endSetup() {
  if (m_host)
    showCounter();
  else
    showLogin();
}

void Cashier::unlock(const UserName& who, SecretBytes pin) {
  openAfter([](const SecretBytes& /*pin*/) { return Status(); }, who, std::move(pin),
            [this](const Status& /*ready*/, Opened& host) { finishUnlock(host); });
}

void Cashier::finishUnlock(Opened& host) {
  if (host) {
    takeHost(std::move(*host));
    showCounter();
    return;
  }
  if (m_window->login() != nullptr)
    m_window->login()->showError(host.error());
}

}  // namespace loket::app
