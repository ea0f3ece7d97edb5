// What stands there before any counter does: the door, the first day, and a PIN that is forgotten.
#include "app/cashier/shots/fixture_staff.h"
#include "app/cashier/shots/scene_steps.h"

namespace loket::app {
namespace {

const QString kAtTheStick = QStringLiteral("/media/sri/STICK/loket-backup.loket");
const Error kLockedKey{ErrorCode::KeySlotUnreadable, "secret-locked: the keychain"};

}  // namespace

std::vector<Scene> doorScenes() {
  std::vector<Scene> all;
  Scene login{QStringLiteral("login"), {}, {}};
  login.login = true;
  all.push_back(login);
  login.name = QStringLiteral("login-wrong");
  login.steps = {act([](Stage& stage) { stage.window->login()->showError({ErrorCode::PinWrong, "3"}); })};
  all.push_back(login);
  login.name = QStringLiteral("login-key-locked");
  login.steps = {act([](Stage& stage) { stage.window->login()->showError(kLockedKey); })};
  all.push_back(login);
  const auto recovery = [&all](const char* name, std::vector<Step> steps) {
    Scene scene{QString::fromLatin1(name), {}, std::move(steps)};
    scene.recovery = true;
    all.push_back(scene);
  };
  const std::vector<Step> coded{typed(QStringLiteral("K7QHWD-3MRVXA-9TBNEF-ZC6GPU"))};
  const std::vector<Step> worked =
      then(coded, {key(Qt::Key_Enter), typed(QStringLiteral("271828")), typed(QStringLiteral("271828"))});
  recovery("recover", coded);
  recovery("recover-pin", then(coded, {key(Qt::Key_Enter), typed(QStringLiteral("271"))}));
  recovery("recover-working", worked);
  recovery("recover-wrong",
           then(worked, {act([](Stage& stage) { stage.window->recovery()->refuseCode(); })}));
  recovery("recover-second",
           then(worked, {act([](Stage& stage) {
                  stage.window->recovery()->askSecond(
                      {{{UserName("budi"), Role::Supervisor}, {UserName("ningsih"), Role::Cashier}}, ui::screens::OwnersCode::Told});
                })}));
  recovery("recover-give-up",
           then(worked, {act([](Stage& stage) { stage.window->recovery()->showError(kLockedKey); })}));
  const auto first = [&all](const char* name, std::vector<Step> steps) {
    Scene setup{QString::fromLatin1(name), {}, std::move(steps)};
    setup.setup = true;
    all.push_back(setup);
  };
  const Step names = typed(QStringLiteral("Warung Bu Sri"));
  const Step code = act(
      [](Stage& stage) { stage.window->setup()->showCode(QStringLiteral("K7QHWD-3MRVXA-9TBNEF-ZC6GPU")); });
  first("setup", {names});
  first("setup-pin", {names, key(Qt::Key_Enter), typed(QStringLiteral("Sri")), key(Qt::Key_Enter),
                      typed(QStringLiteral("271"))});
  first("setup-code", {code});
  first("setup-suppliers", {code, typed(QStringLiteral("zc6gpu")), key(Qt::Key_Enter)});
  first("setup-wrong-file",
        {code, typed(QStringLiteral("zc6gpu")), key(Qt::Key_Enter), act([](Stage& stage) {
           stage.window->setup()->showError({ErrorCode::ConfigInvalid, "upstreams[1].apiKey: missing"});
         })});
  const Step fromBackup = act([](Stage& stage) { stage.window->setup()->startRestore(kAtTheStick); });
  first("setup-restore", {fromBackup, typed(QStringLiteral("k7qhwd-3mrvxa"))});
  first("setup-restore-wrong", {fromBackup, typed(QStringLiteral("k7qhwd-3mrvxa")), act([](Stage& stage) {
                                  stage.window->setup()->showError({ErrorCode::PinWrong, "recovery code"});
                                })});
  first("setup-restore-unfinished", {act([](Stage& stage) {
          stage.window->setup()->showError({ErrorCode::HomeUnfinished, "/home/sri/.local/share/loket"});
        })});
  return all;
}

bool showDoor(const Scene& scene, Stage& stage, ui::text::Language language) {
  if (scene.setup)
    stage.window->showSetup(language, {});
  else if (scene.recovery)
    stage.window->showRecovery([](const ui::screens::OwnerRecovery&) {});
  else if (scene.login)
    stage.window->showLogin(QStringLiteral("Warung Bu Sri"), fixture::staffOf(stage.client).everybody(), {},
                            [](const UserName&, const SecretBytes&) {});
  return scene.setup || scene.recovery || scene.login;
}

}  // namespace loket::app
