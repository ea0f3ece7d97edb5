#include "app/cashier/shots/scene_steps.h"
#include "ui/screens/settings/people_panel.h"

namespace loket::app {

using ui::screens::PeopleStep;

namespace {

const QString kSris = QString::fromLatin1(fixture::kOwnersPin);

Step peopleStep(PeopleStep step) {
  return [step](Stage& stage) {
    auto* panel = stage.window->findChild<ui::screens::PeoplePanel*>();
    return panel != nullptr && panel->flow().step() == step;
  };
}

std::vector<Step> peopleOpen() { return {page(9), settled(), key(Qt::Key_F8, Qt::ShiftModifier), settled()}; }

void provedByMore(Stage& stage) {
  static_cast<void>(stage.client.people.enrol(UserName("sri")));
  stage.client.people.codes.back().driftSteps = -1;
  stage.client.people.makeKnown(UserName("budi"), "right-index-finger");
}

// The second reading was good, the third was not, and the reader waits.
void readsSlowly(Stage& stage) {
  stage.client.people.makeKnown(UserName("sri"), "left-thumb");
  stage.client.people.plugIn(
      {{},
       [](const std::function<void(const FingerStep&)>& steps, const std::atomic<bool>& cancelled) -> Status {
         steps({FingerStep::Kind::Wanted, 0, 5});
         steps({FingerStep::Kind::Stage, 2, 5});
         steps({FingerStep::Kind::Retry, 0, 5, FingerRetry::NotCentred});
         cancelled.wait(false);
         return fail(ErrorCode::FingerRefused, "cancelled");
       }});
}

void hasLockedOwnerCode(Stage& stage) {
  static_cast<void>(stage.client.people.enrolOwner(UserName("sri")));
  stage.client.people.ownerCode->wrong = 5;
  stage.client.people.ownerCode->lockedUntil = stage.client.now() + Duration::minutes(12);
}

void hasNoReader(Stage& stage) {
  stage.client.people.plugIn({Error{ErrorCode::FingerRefused, "no-reader"}, {}});
}

}  // namespace

std::vector<Scene> peopleScenes() {
  const std::vector<Step> newcomer = then(peopleOpen(), {key(Qt::Key_End), key(Qt::Key_Enter), typed(QStringLiteral("Ningsih")),
                                                         key(Qt::Key_F6)});
  const std::vector<Step> ownPin = then(newcomer, {key(Qt::Key_Enter), peopleStep(PeopleStep::OwnPin)});
  const std::vector<Step> atRecoveryCode = then(peopleOpen(), {key(Qt::Key_Down), key(Qt::Key_Down)});
  const auto takesTwo = [](Stage& stage) {
    atTheCounter(Role::Cashier)(stage);
    stage.client.takesTwo = true;
  };
  const std::vector<Step> limitTyped{
      page(9),         settled(), key(Qt::Key_F8), settled(), typed(QStringLiteral("750000")),
      key(Qt::Key_F8), settled()};
  const auto readsOut = [](Stage& stage) {
    atTheCounter(Role::Cashier)(stage);
    static_cast<void>(stage.client.people.enrolOwner(UserName("sri")));
  };
  const auto limitsTakeTwo = [](Stage& stage) {
    stage.client.shopSettings.error = Error{ErrorCode::ApprovalMissing, {}};
  };
  return {
      {QStringLiteral("settings-limits-owner-code"), readsOut,
       then(limitTyped, {key(Qt::Key_Right), typed(QStringLiteral("000000")), settled()})},
      {QStringLiteral("settings-limits-second"), limitsTakeTwo,
       then(limitTyped, {typed(kSris),
                         [](Stage& stage) {
                           const auto* has = stage.window->focusWidget();
                           return has != nullptr && has->objectName() == QStringLiteral("second-pin");
                         }})},
      {QStringLiteral("queue-cancel-second"),
       takesTwo,
       {page(1), settled(), key(Qt::Key_Down), key(Qt::Key_Down), key(Qt::Key_Down), key(Qt::Key_Down),
        key(Qt::Key_Delete), settled(), key(Qt::Key_Enter), settled(), settled()}},
      {QStringLiteral("settings-people"), provedByMore, peopleOpen()},
      {QStringLiteral("settings-people-helper"), provedByMore, then(peopleOpen(), {key(Qt::Key_Down)})},
      {QStringLiteral("settings-people-owner-code"),
       {},
       then(peopleOpen(), {key(Qt::Key_Down), key(Qt::Key_Down), key(Qt::Key_Down)})},
      {QStringLiteral("settings-people-owner-code-locked"), hasLockedOwnerCode,
       then(peopleOpen(), {key(Qt::Key_Down), key(Qt::Key_Down), key(Qt::Key_Down)})},
      {QStringLiteral("settings-people-recovery-code"), {}, atRecoveryCode},
      {QStringLiteral("settings-people-recovery-code-sure"),
       {},
       then(atRecoveryCode, {key(Qt::Key_F6), peopleStep(PeopleStep::Sure)})},
      {QStringLiteral("settings-people-recovery-code-new"),
       {},
       then(atRecoveryCode, {key(Qt::Key_F6), key(Qt::Key_Enter), peopleStep(PeopleStep::OwnPin), typed(kSris),
                             peopleStep(PeopleStep::Code), settled()})},
      {QStringLiteral("settings-people-cashier"), atTheCounter(Role::Cashier), peopleOpen()},
      {QStringLiteral("settings-people-new"), {}, newcomer},
      {QStringLiteral("settings-people-pin"), {}, ownPin},
      {QStringLiteral("settings-people-wrong-pin"),
       {},
       then(ownPin, {typed(QStringLiteral("000000")), settled(), settled(), settled()})},
      {QStringLiteral("settings-people-new-pin"),
       {},
       then(ownPin, {typed(kSris), peopleStep(PeopleStep::NewPin)})},
      {QStringLiteral("settings-people-sure"),
       {},
       then(peopleOpen(), {key(Qt::Key_Down), key(Qt::Key_Delete)})},
      {QStringLiteral("settings-people-gone"),
       {},
       then(peopleOpen(), {key(Qt::Key_Down), key(Qt::Key_Delete), key(Qt::Key_Enter), typed(kSris),
                           [](Stage& stage) { return stage.client.people.keySlots().size() == 1; },
                           peopleStep(PeopleStep::List), settled()})},
      {QStringLiteral("settings-people-no-reader"), hasNoReader, then(peopleOpen(), {settled()})},
      {QStringLiteral("settings-people-finger"), readsSlowly,
       then(peopleOpen(), {key(Qt::Key_F8), peopleStep(PeopleStep::Finger)})},
      {QStringLiteral("settings-people-finger-reading"), readsSlowly,
       then(peopleOpen(), {key(Qt::Key_F8), key(Qt::Key_Enter), peopleStep(PeopleStep::OwnPin), typed(kSris),
                           [](Stage& stage) {
                             const auto* panel = stage.window->findChild<ui::screens::PeoplePanel*>();
                             return panel->flow().step() == PeopleStep::Reading &&
                                    panel->flow().reading().kind == FingerStep::Kind::Retry;
                           }})},
      {QStringLiteral("settings-people-code"),
       {},
       then(peopleOpen(), {key(Qt::Key_F6), typed(kSris), peopleStep(PeopleStep::Code)})},
  };
}

}  // namespace loket::app
