#include "ui/screens/settings/people_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QStackedLayout>
#include <QVBoxLayout>
#include <array>

#include "ui/models/setting_list.h"
#include "ui/screens/caption_value.h"
#include "ui/screens/settings/finger_pages.h"
#include "ui/text/errors.h"
#include "ui/text/families.h"
#include "ui/text/fingers.h"
#include "ui/text/people.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/choice_grid.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/pin_pad.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/qr_code.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {
namespace {

// In the order in which they are offered.
constexpr std::array<Role, 3> kRolesToGive{Role::Cashier, Role::Supervisor, Role::Auditor};

constexpr int kSecretGroup = 4;

// As somebody types it off the screen.
QString inGroups(const std::string& secret) {
  QString shown;
  for (std::size_t i = 0; i < secret.size(); ++i) {
    if (i > 0 && i % kSecretGroup == 0)
      shown += QLatin1Char(' ');
    shown += QLatin1Char(secret[i]);
  }
  return shown;
}

// By whoever stands there: nothing went wrong.
bool isStopped(const Error& error) {
  return error.code == ErrorCode::FingerRefused && error.detail == wordOf(FingerFailure::Cancelled);
}

}  // namespace

using theme::ColourRole;
using theme::TextSize;
using theme::Tone;
using theme::Weight;
using widgets::ActionButton;
using widgets::ActionKind;
using widgets::TextLabel;

PeoplePanel::PeoplePanel(const Counter& counter, QWidget* parent) : QWidget(parent), m_counter(counter), m_flow(counter) {
  const theme::Theme& look = counter.theme;
  auto* page = new widgets::Card(look, this);
  m_said = new widgets::InlineMessage(look, page);
  m_said->setObjectName(QStringLiteral("people-message"));
  m_said->clear();
  m_model = new models::SettingList(this);
  m_list = new widgets::RowList(look, page);
  m_list->setObjectName(QStringLiteral("people"));
  m_list->setColumns(widgets::RowColumn::Tile);
  m_list->setModel(m_model);
  m_list->setAccessibleName(tr("People"));
  m_list->installEventFilter(this);
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(look.space(4), look.space(4), look.space(4), look.space(2));
  column->setSpacing(look.space(2));
  column->addWidget(new TextLabel(look, tr("People"), TextSize::Lead, Weight::SemiBold, ColourRole::Ink, page));
  column->addWidget(m_said);
  column->addWidget(m_list, 1);

  auto* right = new widgets::Card(look, this);
  m_stack = new QStackedLayout(right);
  m_stack->setContentsMargins({});
  m_card = makeCard();
  m_newcomer = makeNewcomer();
  m_sure = makeSure();
  m_pinPage = makePin();
  m_codePage = makeCode();
  m_fingerChoice = new FingerChoice(look);
  m_fingerReading = new FingerReading(look);
  m_fingerReading->installEventFilter(this);
  // What they would like is no wider column for everybody.
  for (QWidget* one : std::initializer_list<QWidget*>{m_fingerChoice, m_fingerReading}) one->setMinimumSize(1, 1);
  for (QWidget* one : std::initializer_list<QWidget*>{m_card, m_newcomer, m_sure, m_fingerChoice, m_pinPage,
                                                      m_fingerReading, m_codePage})
    m_stack->addWidget(one);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins({});
  row->setSpacing(look.px(theme::metric::kColumnGap));
  row->addWidget(page, 1);
  row->addWidget(right, 1);

  setFocusPolicy(Qt::StrongFocus);
  connect(m_fingerChoice, &FingerChoice::chosen, &m_flow, &PeopleFlow::chooseFinger);
  connect(m_fingerChoice, &FingerChoice::left, &m_flow, &PeopleFlow::back);
  connect(&m_flow, &PeopleFlow::peopleChanged, this, &PeoplePanel::showRows);
  connect(&m_flow, &PeopleFlow::stepChanged, this, &PeoplePanel::showStep);
  connect(&m_flow, &PeopleFlow::changed, this, &PeoplePanel::refreshStep);
  connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
    showCard();
    emit hintsChanged();
  });
  connect(m_list, &widgets::RowList::rowActivated, this, [this] {
    if (isAt(Below::Add))
      press(PeopleAct::Add);
  });
}

QWidget* PeoplePanel::makeCard() {
  const theme::Theme& look = m_counter.theme;
  auto* card = new QWidget;
  m_name = new TextLabel(look, {}, TextSize::Heading, Weight::SemiBold, ColourRole::Ink, card);
  m_name->setObjectName(QStringLiteral("person-name"));
  m_name->setOverflow(widgets::Overflow::Elide);
  m_words = new TextLabel(look, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, card);
  m_words->setOverflow(widgets::Overflow::Wrap);
  m_role = new CaptionRow(look, tr("Role"), card);
  m_pinRow = new CaptionRow(look, tr("PIN"), card);
  m_code = new CaptionRow(look, tr("One-time codes"), card);
  m_code->value()->setObjectName(QStringLiteral("person-code"));
  m_finger = new CaptionRow(look, tr("Finger at this computer's reader"), card);
  m_finger->value()->setObjectName(QStringLiteral("person-fingers"));
  const auto button = [&](const char* name, const char* cap, ActionKind kind, const auto& act) {
    auto* made = new ActionButton(look, {}, kind, card);
    made->setObjectName(QLatin1String(name));
    made->setActionSize(widgets::ActionSize::Small);
    made->setSpread(true);
    made->setKeyCap(QLatin1String(cap));
    made->setFocusPolicy(Qt::NoFocus);
    connect(made, &QAbstractButton::clicked, this, [this, act] { press(act()); });
    return made;
  };
  m_add = button("person-add", "Enter", ActionKind::Primary, [] { return PeopleAct::Add; });
  m_add->setText(tr("Take somebody on"));
  m_changePin = button("person-pin", "F5", ActionKind::Secondary, [] { return PeopleAct::ChangePin; });
  m_changePin->setText(tr("New PIN"));
  m_newCode = button("person-new-recovery-code", "F6", ActionKind::Primary, [] { return PeopleAct::NewRecoveryCode; });
  m_newCode->setText(tr("Make a new recovery code"));
  m_setUp = button("person-set-up", "F6", ActionKind::Secondary, [this] { return setUpAct(); });
  m_setUp->setText(tr("Set up one-time codes"));
  m_giveUp = button("person-give-up", "F7", ActionKind::Secondary, [this] { return giveUpAct(); });
  m_giveUp->setText(tr("Give up the codes"));
  m_enrolFinger = button("person-finger", "F8", ActionKind::Secondary, [] { return PeopleAct::EnrolFinger; });
  m_enrolFinger->setText(tr("Make a finger known"));
  m_forgetFingers =
      button("person-forget-fingers", "F10", ActionKind::Secondary, [] { return PeopleAct::ForgetFingers; });
  m_forgetFingers->setText(tr("Have the fingers forgotten"));
  m_takeOut = button("person-take-out", "Del", ActionKind::Secondary, [] { return PeopleAct::TakeOut; });
  m_takeOut->setText(tr("Take out"));
  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(look.space(6), look.space(5), look.space(6), look.space(5));
  column->setSpacing(look.space(2.5));
  column->addWidget(m_name);
  column->addWidget(m_words);
  column->addSpacing(look.space(2));
  for (CaptionRow* one : {m_role, m_pinRow, m_code, m_finger}) column->addWidget(one);
  column->addSpacing(look.space(2));
  column->addStretch();
  for (ActionButton* one : {m_add, m_newCode, m_changePin, m_setUp, m_giveUp, m_enrolFinger, m_forgetFingers, m_takeOut})
    column->addWidget(one);
  return card;
}

QWidget* PeoplePanel::makeNewcomer() {
  const theme::Theme& look = m_counter.theme;
  auto* form = new QWidget;
  const auto caption = [&](const QString& words) {
    return new TextLabel(look, words, TextSize::Small, Weight::Regular, ColourRole::Muted, form);
  };
  m_typed = new QLineEdit(form);
  m_typed->setObjectName(QStringLiteral("newcomer-name"));
  m_typed->setAccessibleName(tr("Name"));
  m_typed->setFont(look.font(TextSize::Lead, Weight::SemiBold));
  m_typed->setMinimumHeight(look.px(theme::metric::kFieldHeight));
  m_typed->setMaxLength(40);
  m_typed->installEventFilter(this);
  m_roles = new widgets::ChoiceGrid(look, static_cast<int>(kRolesToGive.size()), form);
  QStringList names;
  for (const Role role : kRolesToGive) names << text::roleName(role);
  m_roles->setWords(names);
  m_roleWords = new TextLabel(look, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, form);
  m_roleWords->setOverflow(widgets::Overflow::Wrap);
  m_newcomerMessage = new widgets::InlineMessage(look, form);
  m_newcomerMessage->setObjectName(QStringLiteral("newcomer-message"));
  auto* next = new ActionButton(look, tr("Go on"), ActionKind::Primary, form);
  next->setActionSize(widgets::ActionSize::Small);
  next->setKeyCap(QStringLiteral("Enter"));
  next->setFocusPolicy(Qt::NoFocus);
  auto* column = new QVBoxLayout(form);
  column->setContentsMargins(look.space(6), look.space(5), look.space(6), look.space(5));
  column->setSpacing(look.space(2.5));
  column->addWidget(new TextLabel(look, tr("Somebody new"), TextSize::Heading, Weight::SemiBold, ColourRole::Ink, form));
  column->addSpacing(look.space(2));
  column->addWidget(caption(tr("Name, as it stands on receipts and in the journal")));
  column->addWidget(m_typed);
  column->addSpacing(look.space(2));
  column->addWidget(caption(tr("Role; another one later only by taking the person out and on again")));
  column->addWidget(m_roles);
  column->addWidget(m_roleWords);
  column->addWidget(m_newcomerMessage);
  column->addStretch();
  column->addWidget(next, 0, Qt::AlignRight);
  connect(m_typed, &QLineEdit::textEdited, m_newcomerMessage, &widgets::InlineMessage::clear);
  connect(m_roles, &widgets::ChoiceGrid::clicked, this, &PeoplePanel::chooseRole);
  connect(next, &QAbstractButton::clicked, this, &PeoplePanel::nameTyped);
  return form;
}

QWidget* PeoplePanel::makeSure() {
  const theme::Theme& look = m_counter.theme;
  auto* page = new QWidget;
  page->setFocusPolicy(Qt::StrongFocus);
  page->installEventFilter(this);
  m_sureTitle = new TextLabel(look, {}, TextSize::Heading, Weight::SemiBold, ColourRole::Ink, page);
  m_sureTitle->setOverflow(widgets::Overflow::Wrap);
  m_sureWords = new TextLabel(look, {}, TextSize::Lead, Weight::Regular, ColourRole::Ink, page);
  m_sureWords->setObjectName(QStringLiteral("people-sure"));
  m_sureWords->setOverflow(widgets::Overflow::Wrap);
  auto* yes = new ActionButton(look, tr("Yes, with my PIN"), ActionKind::Primary, page);
  yes->setActionSize(widgets::ActionSize::Small);
  yes->setKeyCap(QStringLiteral("Enter"));
  yes->setFocusPolicy(Qt::NoFocus);
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(look.space(6), look.space(5), look.space(6), look.space(5));
  column->setSpacing(look.space(3));
  column->addWidget(m_sureTitle);
  column->addWidget(m_sureWords);
  column->addStretch();
  column->addWidget(yes, 0, Qt::AlignRight);
  connect(yes, &QAbstractButton::clicked, &m_flow, &PeopleFlow::agree);
  return page;
}

QWidget* PeoplePanel::makePin() {
  const theme::Theme& look = m_counter.theme;
  auto* page = new QWidget;
  m_pinTitle = new TextLabel(look, {}, TextSize::Lead, Weight::SemiBold, ColourRole::Ink, page);
  m_pinTitle->setObjectName(QStringLiteral("people-pin-title"));
  m_pinTitle->setOverflow(widgets::Overflow::Wrap);
  m_pinWords = new TextLabel(look, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, page);
  m_pinWords->setOverflow(widgets::Overflow::Wrap);
  m_pinMessage = new widgets::InlineMessage(look, page);
  m_pinMessage->setObjectName(QStringLiteral("people-pin-message"));
  m_pad = new widgets::PinPad(look, page);
  m_pad->setObjectName(QStringLiteral("people-pin"));
  m_progress = new widgets::ProgressLine(look, page);
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(look.space(4.5), look.space(4), look.space(4.5), look.space(3));
  column->setSpacing(look.space(2));
  column->addWidget(m_pinTitle);
  column->addWidget(m_pinWords);
  column->addWidget(m_pinMessage);
  column->addStretch(1);
  column->addWidget(m_pad, 0, Qt::AlignHCenter);
  column->addWidget(m_progress);
  column->addStretch(1);
  connect(m_pad, &widgets::PinPad::pinEntered, this,
          [this](const widgets::PinBuffer& pin) { m_flow.takePin(SecretBytes(pin.digits())); });
  connect(m_pad, &widgets::PinPad::cancelled, &m_flow, &PeopleFlow::back);
  return page;
}

QWidget* PeoplePanel::makeCode() {
  const theme::Theme& look = m_counter.theme;
  auto* page = new QWidget;
  page->setFocusPolicy(Qt::StrongFocus);
  page->installEventFilter(this);
  m_codeTitle = new TextLabel(look, {}, TextSize::Lead, Weight::SemiBold, ColourRole::Ink, page);
  m_codeTitle->setOverflow(widgets::Overflow::Wrap);
  m_codeWords = new TextLabel(look, {}, TextSize::Body, Weight::Regular, ColourRole::Muted, page);
  m_codeWords->setOverflow(widgets::Overflow::Wrap);
  m_picture = new widgets::QrCode(look, page);
  m_secret = new TextLabel(look, {}, TextSize::Lead, Weight::Bold, ColourRole::Ink, page);
  m_secret->setObjectName(QStringLiteral("people-secret"));
  m_secret->setMono(true);
  m_secret->setOverflow(widgets::Overflow::Wrap);
  m_byHand = new TextLabel(look, tr("or typed by hand:"), TextSize::Small, Weight::Regular, ColourRole::Muted, page);
  m_seen = new ActionButton(look, {}, ActionKind::Primary, page);
  m_seen->setActionSize(widgets::ActionSize::Small);
  m_seen->setKeyCap(QStringLiteral("Enter"));
  m_seen->setFocusPolicy(Qt::NoFocus);
  auto* beside = new QVBoxLayout;
  beside->setSpacing(look.space(2));
  beside->addWidget(m_codeWords);
  beside->addWidget(m_byHand);
  beside->addWidget(m_secret);
  beside->addStretch();
  auto* row = new QHBoxLayout;
  row->setSpacing(look.space(4));
  row->addWidget(m_picture, 0, Qt::AlignTop);
  row->addLayout(beside, 1);
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(look.space(4.5), look.space(4), look.space(4.5), look.space(3));
  column->setSpacing(look.space(3));
  column->addWidget(m_codeTitle);
  column->addLayout(row, 1);
  column->addWidget(m_seen, 0, Qt::AlignRight);
  connect(m_seen, &QAbstractButton::clicked, &m_flow, &PeopleFlow::codeSeen);
  return page;
}

const KnownPerson* PeoplePanel::current() const {
  const int row = m_list->currentIndex().row();
  const auto& people = m_flow.people();
  return row >= 0 && row < static_cast<int>(people.size()) ? &people[static_cast<std::size_t>(row)] : nullptr;
}

bool PeoplePanel::isAt(Below row) const {
  return m_flow.isOwner() &&
         m_list->currentIndex().row() == static_cast<int>(m_flow.people().size()) + static_cast<int>(row);
}

bool PeoplePanel::can(PeopleAct act) const {
  if (act == PeopleAct::Add)
    return isAt(Below::Add) && m_flow.may(act, nullptr);
  if (act == PeopleAct::NewRecoveryCode)
    return isAt(Below::RecoveryCode) && m_flow.may(act, nullptr);
  if (act == PeopleAct::SetUpOwnerCode || act == PeopleAct::GiveUpOwnerCode)
    return isAt(Below::OwnerCode) && m_flow.may(act, nullptr);
  return m_flow.may(act, current());
}

QString PeoplePanel::whom() const { return text::spokenName(m_flow.person().str()); }

void PeoplePanel::enter() {
  if (m_flow.step() == PeopleStep::List) {
    m_said->clear();
    m_flow.refresh();
  }
  showStep();
}

void PeoplePanel::showRows() {
  std::vector<models::SettingRow> rows;
  for (const KnownPerson& one : m_flow.people()) {
    models::SettingRow row;
    row.title = text::spokenName(one.who.name.str());
    QStringList proofs{tr("PIN")};
    if (one.code)
      proofs << tr("one-time codes");
    if (!one.fingers.empty())
      proofs << tr("finger");
    row.value = text::roleName(one.who.role) + QStringLiteral(" · ") + proofs.join(QStringLiteral(", "));
    row.remark = one.isHere ? tr("stands here") : QString();
    row.icon = QStringLiteral("user");
    row.tone = one.who.role == Role::None ? Tone::Danger : one.isHere ? Tone::Primary : Tone::Neutral;
    rows.push_back(std::move(row));
  }
  if (m_flow.isOwner()) {
    models::SettingRow recovery;
    recovery.title = tr("Recovery code");
    recovery.value = tr("on the owner's paper");
    recovery.icon = QStringLiteral("key");
    rows.push_back(std::move(recovery));
    models::SettingRow code;
    code.title = tr("The absent owner's code");
    code.value =
        m_flow.ownerCode() ? text::codeStanding(*m_flow.ownerCode(), m_counter.clock.now()) : QString();
    code.icon = QStringLiteral("device-mobile");
    rows.push_back(std::move(code));
    models::SettingRow add;
    add.title = tr("Take somebody on");
    add.value = tr("a name, a role and a PIN of their own");
    add.icon = QStringLiteral("plus");
    rows.push_back(std::move(add));
  }
  m_model->replace(std::move(rows));
  if (m_list->currentIndex().row() < 0 && m_model->rowCount() > 0)
    m_list->setCurrentIndex(m_model->index(0));
  showCard();
  emit hintsChanged();
}

void PeoplePanel::showCard() {
  const KnownPerson* one = current();
  for (CaptionRow* row : {m_role, m_pinRow, m_finger}) row->setVisible(one != nullptr);
  m_code->setVisible(one != nullptr || (isAt(Below::OwnerCode) && m_flow.ownerCode()));
  if (one != nullptr) {
    m_name->setText(text::spokenName(one->who.name.str()));
    m_words->setText(text::roleWords(one->who.role));
    m_role->setValue(text::roleName(one->who.role));
    m_pinRow->setValue(tr("opens Loket at this computer"));
    m_code->setValue(text::codeStanding(one->code, m_counter.clock.now()));
    m_finger->setValue(m_flow.readerTrouble() ? text::readerStanding(*m_flow.readerTrouble())
                       : one->fingers.empty() ? tr("none known")
                                              : text::fingerNames(one->fingers));
  } else if (isAt(Below::RecoveryCode)) {
    m_name->setText(tr("Recovery code"));
    m_words->setText(tr("With it the owner opens the shop when the PIN is forgotten, and a backup when this computer is lost. "
                        "It was shown once, for the owner's paper. If the paper is lost, or somebody else has seen it, make a new one. "
                        "Where somebody may have copied this shop's files too, only loketctl vault rekey keeps them out."));
  } else if (isAt(Below::OwnerCode)) {
    m_name->setText(tr("The absent owner's code"));
    m_words->setText(tr("Where it takes two, or the owner wants a second proof, whoever stands here can ask for six digits from the "
                        "owner's telephone. It is another code than the owner's own one."));
    if (m_flow.ownerCode())
      m_code->setValue(text::codeStanding(*m_flow.ownerCode(), m_counter.clock.now()));
  } else {
    m_name->setText(tr("Take somebody on"));
    m_words->setText(tr("They open Loket here with a PIN that only they know, and what they sell stands in their name."));
  }
  for (const auto& [button, act] :
       std::initializer_list<std::pair<ActionButton*, PeopleAct>>{{m_add, PeopleAct::Add},
                                                                  {m_newCode, PeopleAct::NewRecoveryCode},
                                                                  {m_changePin, PeopleAct::ChangePin},
                                                                  {m_setUp, setUpAct()},
                                                                  {m_giveUp, giveUpAct()},
                                                                  {m_enrolFinger, PeopleAct::EnrolFinger},
                                                                  {m_forgetFingers, PeopleAct::ForgetFingers},
                                                                  {m_takeOut, PeopleAct::TakeOut}})
    button->setVisible(can(act));
}

void PeoplePanel::showStep() {
  const bool isHere = isVisible();
  const auto bring = [this, isHere](QWidget* page, QWidget* keyboard) {
    m_stack->setCurrentWidget(page);
    if (isHere)
      keyboard->setFocus();
  };
  if (m_flow.step() != PeopleStep::Code) {
    m_picture->clear();
    m_secret->setText({});
  }
  m_list->setEnabled(m_flow.step() == PeopleStep::List);
  switch (m_flow.step()) {
    case PeopleStep::List:
      showCard();
      bring(m_card, m_list);
      break;
    case PeopleStep::Newcomer:
      m_typed->clear();
      m_newcomerMessage->clear();
      chooseRole(0);
      bring(m_newcomer, m_typed);
      break;
    case PeopleStep::Sure:
      askSure();
      bring(m_sure, m_sure);
      break;
    case PeopleStep::OwnPin:
    case PeopleStep::NewPin:
    case PeopleStep::NewPinAgain:
    case PeopleStep::Working:
      m_pad->setEnabled(true);  // or it would not take the keyboard
      bring(m_pinPage, m_pad);
      askPin();
      break;
    case PeopleStep::Finger: {
      const KnownPerson* one = current();
      m_fingerChoice->open(whom(), one == nullptr ? std::vector<std::string>() : one->fingers);
      bring(m_fingerChoice, m_fingerChoice);
      break;
    }
    case PeopleStep::Reading:
      m_fingerReading->open(
          tr("%1 of %2", "a finger, and whose").arg(text::fingerName(m_flow.finger()), whom()));
      bring(m_fingerReading, m_fingerReading);
      break;
    case PeopleStep::Code:
      sayCode();
      bring(m_codePage, m_codePage);
      break;
  }
  refreshStep();
  emit hintsChanged();
}

void PeoplePanel::sayCode() {
  const bool isRecovery = m_flow.act() == PeopleAct::NewRecoveryCode;
  m_codeTitle->setText(isRecovery                                    ? tr("The new recovery code, for the owner's paper")
                       : m_flow.act() == PeopleAct::SetUpOwnerCode ? tr("For the absent owner's telephone")
                                                                   : tr("For the telephone of %1").arg(whom()));
  m_codeWords->setText(isRecovery ? tr("Write it down now: it is shown this once. The old one is good until you say that this one is on paper.")
                                  : tr("Scan it with an authenticator app. It is shown this once."));
  m_byHand->setVisible(!isRecovery);
  m_secret->setTextSize(isRecovery ? TextSize::Heading : TextSize::Lead);
  m_secret->setText(isRecovery ? text::recoveryCodeLines(QString::fromStdString(m_flow.byHand())).join(QLatin1Char('\n'))
                               : inGroups(m_flow.byHand()));
  m_picture->setText(m_flow.picture(), isRecovery ? tr("The recovery code, for a telephone that you keep safe")
                                                  : tr("Code for the authenticator app"));
  m_seen->setText(isRecovery ? tr("It is on paper") : tr("It is in the telephone"));
}

void PeoplePanel::askSure() {
  switch (m_flow.act()) {
    case PeopleAct::TakeOut:
      m_sureTitle->setText(tr("Take %1 out?").arg(whom()));
      m_sureWords->setText(
          tr("The PIN opens nothing any more, and codes and fingers prove nothing. What was sold in this "
             "name stays."));
      break;
    case PeopleAct::GiveUpOwnerCode:
      m_sureTitle->setText(tr("Give up the absent owner's code?"));
      m_sureWords->setText(
          tr("No six digits that are read out over the telephone are good any more, until another one is set "
             "up."));
      break;
    case PeopleAct::NewRecoveryCode:
      m_sureTitle->setText(tr("Make a new recovery code?"));
      m_sureWords->setText(
          tr("Have paper and pen at hand, and nobody beside you. The code you have now opens this shop no more, but backups that were "
             "made with it still want it: keep the old paper, locked away, as long as you keep those."));
      break;
    case PeopleAct::ForgetFingers:
      m_sureTitle->setText(tr("Have the fingers of %1 forgotten?").arg(whom()));
      m_sureWords->setText(
          tr("This computer's reader knows none of them any more. PIN and codes stay as they are."));
      break;
    default:
      m_sureTitle->setText(tr("Give up the one-time codes of %1?").arg(whom()));
      m_sureWords->setText(
          tr("No code of that telephone is good any more. Another one is set up by %1 only.").arg(whom()));
      break;
  }
}

void PeoplePanel::askPin() {
  const bool isOwn = m_flow.person() == m_counter.staff.atTheCounter().name;
  m_pad->clear();
  m_pinWords->setText({});
  switch (m_flow.step()) {
    case PeopleStep::OwnPin:
      m_pinTitle->setText(tr("PIN of %1").arg(text::spokenName(m_counter.staff.atTheCounter().name.str())));
      m_pinWords->setText(m_flow.act() == PeopleAct::ChangePin && isOwn ? tr("The one that you have now.")
                                                                        : tr("So that nobody does it at a counter that was left open."));
      break;
    case PeopleStep::NewPin:
      m_pinTitle->setText(isOwn ? tr("Your new PIN") : tr("New PIN of %1").arg(whom()));
      m_pinWords->setText(isOwn ? tr("Six digits that only you know.") : tr("Six digits that %1 types and nobody else sees.").arg(whom()));
      break;
    case PeopleStep::NewPinAgain:
      m_pinTitle->setText(tr("The same once more"));
      m_pinWords->setText(tr("So that no finger slipped."));
      break;
    default:
      break;
  }
  m_pad->setAccessibleName(m_pinTitle->text());
}

void PeoplePanel::refreshStep() {
  const bool isWorking = m_flow.step() == PeopleStep::Working || m_flow.isProving();
  if (isWorking && m_pad->hasFocus())
    setFocus();
  m_pad->setEnabled(!isWorking);
  m_progress->setVisible(isWorking);
  m_progress->setBusy(m_flow.isProving() ? tr("Looking at the PIN…") : tr("Being kept…"));
  const auto& error = m_flow.error();
  const auto tell = [](widgets::InlineMessage* message, const QString& words) {
    if (words.isEmpty())
      message->clear();
    else
      message->setMessage(Tone::Danger, words);
  };
  tell(m_pinMessage, m_flow.hasSlipped() ? tr("The two were not the same. Type the new one again.")
                     : !error            ? QString()
                     : error->code == ErrorCode::PinWrong ? tr("That is not this PIN. Nothing was done.")
                                                          : text::peopleSentence(*error));
  // Where there is little room the words give way to what went wrong.
  m_pinWords->setVisible(m_pinMessage->isHidden());
  tell(m_newcomerMessage, error ? text::peopleSentence(*error) : QString());
  if (error && m_flow.step() == PeopleStep::OwnPin && !isWorking) {
    m_pad->clear();
    if (isVisible())
      m_pad->setFocus();
  }
  if (m_flow.step() == PeopleStep::Reading) {
    m_fingerReading->follow(m_flow.reading(), m_flow.isCancelling());
    emit hintsChanged();
  }
  if (m_flow.step() != PeopleStep::List)
    return;
  if (error)
    m_said->setMessage(isStopped(*error) ? Tone::Neutral : Tone::Danger, text::peopleSentence(*error));
  else if (m_flow.done())
    sayDone();
}

void PeoplePanel::sayDone() {
  QString words;
  switch (*m_flow.done()) {
    case PeopleAct::Add:
      words = tr("%1 can open Loket here now.").arg(whom());
      break;
    case PeopleAct::ChangePin:
      words = tr("%1 has a new PIN. The old one opens nothing any more.").arg(whom());
      break;
    case PeopleAct::TakeOut:
      words = tr("%1 opens nothing here any more.").arg(whom());
      break;
    case PeopleAct::SetUpCode:
    case PeopleAct::SetUpOwnerCode:
      words = tr("Set up. Its codes are good from now on.");
      break;
    case PeopleAct::GiveUpCode:
    case PeopleAct::GiveUpOwnerCode:
      words = tr("Given up. None of its codes is good any more.");
      break;
    case PeopleAct::NewRecoveryCode:
      words = tr("The new recovery code is good. The old one opens nothing here any more.");
      break;
    case PeopleAct::EnrolFinger:
      words = tr("The %1 of %2 is known now.", "a finger, and whose")
                  .arg(text::fingerName(m_flow.finger()), whom());
      break;
    case PeopleAct::ForgetFingers:
      words = tr("The reader knows no finger of %1 any more.").arg(whom());
      break;
  }
  m_said->setMessage(Tone::Success, words);
}

void PeoplePanel::press(PeopleAct act) {
  if (!can(act))
    return;
  m_said->clear();
  m_flow.begin(act, current());
}

void PeoplePanel::chooseRole(int index) {
  m_roles->choose(index);
  m_roleWords->setText(text::roleWords(kRolesToGive[static_cast<std::size_t>(index)]));
}

void PeoplePanel::nameTyped() {
  m_flow.name(m_typed->text().toStdString(), kRolesToGive[static_cast<std::size_t>(m_roles->chosen())]);
}

bool PeoplePanel::pressKey(int key) {
  switch (key) {
    case Qt::Key_F5:
      press(PeopleAct::ChangePin);
      return true;
    case Qt::Key_F6:
      press(isAt(Below::RecoveryCode) ? PeopleAct::NewRecoveryCode : setUpAct());
      return true;
    case Qt::Key_F7:
      press(giveUpAct());
      return true;
    case Qt::Key_F8:
      press(PeopleAct::EnrolFinger);
      return true;
    case Qt::Key_F10:
      press(PeopleAct::ForgetFingers);
      return true;
    case Qt::Key_Delete:
      press(PeopleAct::TakeOut);
      return true;
    case Qt::Key_Escape:
      emit left();
      return true;
    default:
      return false;
  }
}

bool PeoplePanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  const auto* pressed = static_cast<QKeyEvent*>(event);
  const int key = pressed->key();
  const bool isEnter = (key == Qt::Key_Return || key == Qt::Key_Enter) && !pressed->isAutoRepeat();
  if (watched == m_list)
    return pressKey(key) || QWidget::eventFilter(watched, event);
  if (watched == m_typed) {
    if (isEnter)
      nameTyped();
    else if (key == Qt::Key_Escape)
      m_flow.back();
    else if (key >= Qt::Key_F5 && key < Qt::Key_F5 + static_cast<int>(kRolesToGive.size()))
      chooseRole(key - Qt::Key_F5);
    else
      return QWidget::eventFilter(watched, event);
    return true;
  }
  if (watched == m_sure && (isEnter || key == Qt::Key_Escape)) {
    if (isEnter)
      m_flow.agree();
    else
      m_flow.back();
    return true;
  }
  if (watched == m_fingerReading && key == Qt::Key_Escape) {
    m_flow.back();
    return true;
  }
  if (watched == m_codePage && (isEnter || key == Qt::Key_Escape)) {
    // Esc would lose what is not to be had again.
    if (isEnter)
      m_flow.codeSeen();
    return true;
  }
  return QWidget::eventFilter(watched, event);
}

// Nobody leaves by it while something is being done.
void PeoplePanel::keyPressEvent(QKeyEvent* event) {
  if (event->key() != Qt::Key_Escape)
    QWidget::keyPressEvent(event);
}

// What was typed is not there for the next one who opens this; a code that nobody can have again stays,
// but for a counter that is locked: another one is made then.
void PeoplePanel::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  if (m_flow.step() != PeopleStep::Code && m_flow.step() != PeopleStep::Working)
    m_flow.standBack();
}

QList<widgets::KeyHint> PeoplePanel::hints() const {
  const widgets::KeyHint back{QStringLiteral("Esc"), tr("back")};
  switch (m_flow.step()) {
    case PeopleStep::List:
      break;
    case PeopleStep::Newcomer:
      return {{QStringLiteral("F5–F7"), tr("role")}, {QStringLiteral("Enter"), tr("go on")}, back};
    case PeopleStep::Sure:
      return {{QStringLiteral("Enter"), tr("yes, with my PIN")}, {QStringLiteral("Esc"), tr("no")}};
    case PeopleStep::OwnPin:
    case PeopleStep::NewPin:
    case PeopleStep::NewPinAgain:
      return {{tr("digits"), tr("PIN")}, {QStringLiteral("Esc"), tr("cancel")}};
    case PeopleStep::Finger:
      return {{QStringLiteral("← ↑ ↓ →"), tr("which one")}, {QStringLiteral("Enter"), tr("go on")}, back};
    case PeopleStep::Reading:
      return m_flow.isCancelling() ? QList<widgets::KeyHint>{}
                                   : QList<widgets::KeyHint>{{QStringLiteral("Esc"), tr("stop")}};
    case PeopleStep::Working:
      return {};
    case PeopleStep::Code:
      return {{QStringLiteral("Enter"), m_flow.act() == PeopleAct::NewRecoveryCode ? tr("it is on paper")
                                                                                   : tr("it is in the telephone")}};
  }
  QList<widgets::KeyHint> hints{{QStringLiteral("↑ ↓"), tr("move")}};
  const auto offer = [&](PeopleAct act, const char* key, const QString& words) {
    if (can(act))
      hints << widgets::KeyHint{QString::fromLatin1(key), words};
  };
  offer(PeopleAct::Add, "Enter", tr("take somebody on"));
  offer(PeopleAct::NewRecoveryCode, "F6", tr("new recovery code"));
  offer(PeopleAct::ChangePin, "F5", tr("new PIN"));
  offer(setUpAct(), "F6", tr("set up codes"));
  offer(giveUpAct(), "F7", tr("give up codes"));
  offer(PeopleAct::EnrolFinger, "F8", tr("make a finger known"));
  offer(PeopleAct::ForgetFingers, "F10", tr("forget the fingers"));
  offer(PeopleAct::TakeOut, "Del", tr("take out"));
  return hints << back;
}

}  // namespace loket::ui::screens
