#include "ui/screens/groups/group_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "core/domain/catalogue/number_rules.h"
#include "ui/models/suggestion_rows.h"
#include "ui/screens/caption_value.h"
#include "ui/text/amounts.h"
#include "ui/text/families.h"
#include "ui/text/groups.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/money_edit.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/search_box.h"
#include "ui/widgets/suggestion_list.h"
#include "ui/widgets/surface.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {
namespace {

constexpr int kMembersSuggested = 4;
constexpr int kMemberDebounceMs = 60;

std::string& partOf(InquiryFields& fields, InquiryField field) {
  switch (field) {
    case InquiryField::TaxYear:
      return fields.taxYear;
    case InquiryField::Months:
      return fields.months;
    case InquiryField::OwnerId:
      break;
  }
  return fields.ownerId;
}

}  // namespace

using theme::ColourRole;
using theme::TextSize;
using theme::Tone;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

GroupPanel::GroupPanel(const Counter& counter, GroupFlow& flow, QWidget* parent)
    : QWidget(parent), m_counter(counter), m_flow(flow) {
  const theme::Theme& look = counter.theme;
  m_card = new widgets::Card(look, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(m_card);
  m_title = new TextLabel(look, {}, TextSize::Heading, Weight::SemiBold, ColourRole::Ink, m_card);
  m_title->setObjectName(QStringLiteral("group-title"));
  m_title->setOverflow(Overflow::Elide);
  m_count = new TextLabel(look, {}, TextSize::Small, Weight::Regular, ColourRole::Muted, m_card);
  m_count->setObjectName(QStringLiteral("group-count"));
  m_box = new widgets::SearchBox(look, m_card);
  m_box->field()->setObjectName(QStringLiteral("group-box"));
  m_box->field()->installEventFilter(this);
  m_suggestions = new widgets::SuggestionList(look, m_card);
  m_suggestions->setAccessibleName(tr("What is meant"));
  m_suggestions->setFocusPolicy(Qt::NoFocus);
  m_message = new widgets::InlineMessage(look, m_card);
  m_progress = new widgets::ProgressLine(look, m_card);
  m_model = new models::GroupLines(this);
  m_list = new widgets::RowList(look, m_card);
  m_list->setObjectName(QStringLiteral("group-lines"));
  m_list->setModel(m_model);
  m_list->setAccessibleName(tr("The bills of the group"));
  m_blank = new QWidget(m_card);
  m_foot = makeFoot();

  auto* head = new QHBoxLayout;
  head->addWidget(m_title, 1);
  head->addWidget(m_count);
  m_column = new QVBoxLayout(m_card);
  m_column->addLayout(head);
  m_column->addWidget(m_box);
  m_column->addWidget(m_suggestions);
  m_column->addWidget(m_progress);
  m_column->addWidget(m_list, 1);
  m_column->addWidget(m_blank, 1);
  m_column->addWidget(m_message);
  m_column->addWidget(new widgets::Divider(look, Qt::Horizontal, m_card));
  m_column->addWidget(m_foot);

  setFocusPolicy(Qt::StrongFocus);

  m_debounce.setSingleShot(true);
  m_debounce.setInterval(kMemberDebounceMs);
  connect(&m_debounce, &QTimer::timeout, this, &GroupPanel::ask);
  connect(m_box, &widgets::SearchBox::cancelled, this, &GroupPanel::takeBack);
  connect(m_box, &widgets::SearchBox::edited, this, &GroupPanel::edited);
  connect(m_box, &widgets::SearchBox::accepted, this, &GroupPanel::accept);
  connect(m_suggestions, &widgets::SuggestionList::rowActivated, this, &GroupPanel::choose);
  connect(m_list, &widgets::RowList::rowActivated, this, [this](const QModelIndex& index) {
    if (m_flow.step() == GroupStep::Bills)
      m_flow.toggle(index.row());
    else
      accept();
  });
  connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &GroupPanel::hintsChanged);
  connect(&flow, &GroupFlow::linesChanged, this, &GroupPanel::showLines);
}

QWidget* GroupPanel::makeFoot() {
  const theme::Theme& look = m_counter.theme;
  auto* foot = new QWidget(m_card);
  m_total = new CaptionRow(look, tr("Together"), foot);
  m_total->value()->setObjectName(QStringLiteral("group-total"));
  m_total->value()->setTextSize(TextSize::Lead);
  m_cashPart = new QWidget(foot);
  m_cash = new widgets::MoneyEdit(look, m_cashPart);
  m_cash->setObjectName(QStringLiteral("group-cash"));
  m_cash->setAccessibleName(tr("Cash received"));
  m_cash->setPlaceholderText(tr("cash: exact, or type it (500 = 500.000)"));
  m_cash->setMinimumHeight(look.px(theme::metric::kFieldHeight));
  m_cash->installEventFilter(this);
  m_change = new CaptionRow(look, tr("Change"), m_cashPart);
  m_change->value()->setObjectName(QStringLiteral("group-change"));
  auto* cashRow = new QHBoxLayout(m_cashPart);
  cashRow->setContentsMargins({});
  cashRow->setSpacing(look.space(4));
  cashRow->addWidget(m_cash, 3);
  cashRow->addWidget(m_change, 2);
  m_go = new widgets::ActionButton(look, {}, widgets::ActionKind::Primary, foot);
  m_go->setObjectName(QStringLiteral("group-go"));
  m_go->setKeyCap(QStringLiteral("Enter"));
  m_go->setActionSize(widgets::ActionSize::Small);
  m_go->setFocusPolicy(Qt::NoFocus);
  auto* column = new QVBoxLayout(foot);
  column->setContentsMargins({});
  column->setSpacing(look.space(2));
  column->addWidget(m_total);
  column->addWidget(m_cashPart);
  column->addWidget(m_go, 0, Qt::AlignRight);
  connect(m_cash, &widgets::MoneyEdit::valueEdited, this, [this](qint64 typed) {
    m_flow.setCash(typed == 0 ? m_flow.total() : text::cashMeant(typed, m_flow.total()));
  });
  connect(m_go, &QAbstractButton::clicked, this, [this] {
    switch (m_flow.step()) {
      case GroupStep::List:
        m_flow.askBills();
        break;
      case GroupStep::Bills:
        m_flow.sell();
        break;
      case GroupStep::Done:
        m_flow.printAll();
        break;
      case GroupStep::Asking:
      case GroupStep::Selling:
      case GroupStep::Proof:
        break;
    }
  });
  return foot;
}

void GroupPanel::enter() {
  m_cash->setValue(0);
  refresh();
  switch (m_flow.step()) {
    case GroupStep::List:
      if (m_box->isHidden())
        setFocus();
      else
        m_box->setFocus();
      break;
    case GroupStep::Bills:
      m_cash->setFocus();
      break;
    case GroupStep::Asking:
    case GroupStep::Selling:
    case GroupStep::Proof:
    case GroupStep::Done:
      m_list->setFocus();
      break;
  }
}

void GroupPanel::showLines() {
  const int row = std::max(0, m_list->currentIndex().row());
  m_model->replace(m_flow.lines());
  if (m_model->rowCount() > 0)
    m_list->setCurrentIndex(m_model->index(std::min(row, m_model->rowCount() - 1)));
  refresh();
}

void GroupPanel::refresh() {
  const GroupStep step = m_flow.step();
  const customer::Group* group = m_flow.group();
  m_title->setText(m_naming == Naming::New ? tr("New group") : group == nullptr ? tr("Groups") : QString::fromStdString(group->name));
  m_count->setText(group == nullptr || isNaming() ? QString() : text::groupSize(group->members.size()));
  const bool isList = step == GroupStep::List;
  // It keeps the keyboard while the first group is being kept.
  m_box->setVisible(isList && (isNaming() || group != nullptr || m_flow.isBusy()));
  m_box->field()->setReadOnly(m_flow.isBusy());
  if (isNaming()) {
    m_box->setPlaceholder(tr("the group's name: RT 05, Arisan Melati…"));
    m_box->setHint({});
  } else if (m_field) {
    m_box->setPlaceholder(text::groupFieldHint(*m_field));
    m_box->setHint({});
  } else if (m_pending) {
    m_box->setPlaceholder(text::numberLabel(m_pendingFamily));
    m_box->setHint(text::numberHint(m_pendingFamily));
  } else {
    m_box->setPlaceholder(tr("write one more down: name, number or product"));
    m_box->setHint({});
  }
  m_box->field()->setAccessibleName(isNaming() ? tr("Name of the group")
                                    : m_field  ? text::groupFieldName(*m_field)
                                               : tr("One more on the list"));
  const bool hasSuggestions = isList && !isNaming() && !m_pending && !m_found.empty();
  m_suggestions->setVisible(hasSuggestions);
  m_box->setNavigationTarget(hasSuggestions ? static_cast<QWidget*>(m_suggestions) : m_list);
  m_list->setVisible(!isNaming());
  m_blank->setVisible(isNaming());
  const widgets::RowColumns tile(widgets::RowColumn::Tile);
  m_list->setColumns(isList || step == GroupStep::Asking ? tile : tile | widgets::RowColumn::Status);
  if (group == nullptr)
    m_list->setEmptyText(tr("No group yet"), tr("Press F5 to begin one: a street, an arisan, a boarding house."));
  else
    m_list->setEmptyText(tr("Nobody on the list yet"), tr("Type a number, a customer's name or a product above."));

  m_progress->setVisible(step == GroupStep::Asking || step == GroupStep::Selling);
  const auto all = static_cast<int>(m_flow.lines().size());
  if (step == GroupStep::Asking)
    m_progress->setProgress(all == 0 ? 0 : static_cast<double>(m_flow.asked()) / all,
                            tr("Asking for the bills: %1 of %2").arg(m_flow.asked()).arg(all));
  else if (step == GroupStep::Selling)
    m_progress->setBusy(tr("Recording %1 payments…", nullptr, m_flow.count()).arg(m_flow.count()));

  m_foot->setVisible(!isNaming() && group != nullptr);
  m_total->setVisible(step == GroupStep::Bills || step == GroupStep::Selling || step == GroupStep::Done);
  m_total->setValue(tr("%1 · %2 bills", nullptr, m_flow.count()).arg(text::rupiah(m_flow.total())).arg(m_flow.count()), ColourRole::Ink, Weight::Bold);
  m_cashPart->setVisible(step == GroupStep::Bills || step == GroupStep::Done);
  m_cash->setVisible(step == GroupStep::Bills);
  // It has to be counted out while the papers come.
  m_change->value()->setTextSize(step == GroupStep::Done ? TextSize::Figure : TextSize::Body);
  const Money rest = m_flow.cash() - m_flow.total();
  m_change->setValue(rest.isNegative() ? tr("%1 short").arg(text::rupiah(-rest)) : text::rupiah(rest),
                     rest.isNegative() ? ColourRole::Danger : ColourRole::Ink, Weight::SemiBold);
  m_go->setVisible(isList || step == GroupStep::Bills || step == GroupStep::Done);
  switch (step) {
    case GroupStep::List:
    case GroupStep::Asking:
    case GroupStep::Selling:
    case GroupStep::Proof:
      m_go->setText(tr("Ask for the bills"));
      m_go->setKeyCap(QStringLiteral("Enter"));
      m_go->setEnabled(m_flow.canAsk() && m_box->text().isEmpty() && !m_pending);
      break;
    case GroupStep::Bills:
      m_go->setText(tr("Pay %1").arg(text::rupiah(m_flow.total())));
      m_go->setKeyCap(QStringLiteral("Enter"));
      m_go->setEnabled(m_flow.canSell());
      break;
    case GroupStep::Done:
      m_go->setText(tr("Print %1 papers", nullptr, m_flow.papers()).arg(m_flow.papers()));
      m_go->setKeyCap(QStringLiteral("F6"));
      m_go->setEnabled(!m_flow.isPrinting() && m_flow.papers() > 0);
      break;
  }
  sayStanding();
}

void GroupPanel::sayStanding() {
  if (m_wrong) {
    m_message->setMessage(Tone::Danger, text::groupSentence(*m_wrong));
    return;
  }
  if (m_flow.error()) {
    m_message->setMessage(Tone::Danger, text::groupSentence(*m_flow.error()));
    return;
  }
  const auto& lines = m_flow.lines();
  const bool isDone = m_flow.step() == GroupStep::Done;
  const auto refused =
      static_cast<int>(std::count_if(lines.begin(), lines.end(), [isDone](const models::GroupLine& line) {
        return line.error.has_value() && (line.sent || !isDone);
      }));
  const auto wantsProof = [](const models::GroupLine& line) {
    return line.isPayable() && line.wanted && line.quote->stepUp != StepUpReason::None;
  };
  if (m_flow.step() == GroupStep::Bills && m_flow.count() == 0)
    m_message->setMessage(Tone::Neutral, tr("None of these can be paid now. The list stays as it is."));
  else if (m_flow.step() == GroupStep::Bills && refused > 0)
    m_message->setMessage(Tone::Waiting, tr("%1 cannot be paid now and stay out: take no cash for them.", nullptr, refused).arg(refused));
  else if (const auto dear = static_cast<int>(std::count_if(lines.begin(), lines.end(), wantsProof)); m_flow.step() == GroupStep::Bills && dear > 0)
    m_message->setMessage(Tone::Neutral, tr("%1 want a second proof. It is asked for one after the other when the rest is paid.", nullptr, dear).arg(dear));
  else if (isDone && m_flow.isPrinting())
    m_message->setMessage(Tone::Waiting, tr("Printing %1 of %2…").arg(m_flow.printed() + 1).arg(m_flow.papers()));
  else if (isDone && m_flow.printed() > 0)
    m_message->setMessage(Tone::Success, tr("%1 papers were sent to the printer.", nullptr, m_flow.printed()).arg(m_flow.printed()));
  else if (isDone && refused > 0)
    m_message->setMessage(Tone::Danger, tr("%1 were not taken. Their cash is in the change, give it back.", nullptr, refused).arg(refused));
  else if (m_flow.step() == GroupStep::List && m_flow.removed())
    m_message->setMessage(Tone::Primary, tr("Taken off the list. Ctrl+Z brings it back."));
  else
    m_message->clear();
}

void GroupPanel::askName(Naming naming) {
  if (m_flow.step() != GroupStep::List || m_flow.isBusy() || (naming == Naming::Other && m_flow.group() == nullptr))
    return;
  m_naming = naming;
  forgetPending();
  m_found.clear();
  m_box->clear();
  if (naming == Naming::Other) {
    m_box->setText(QString::fromStdString(m_flow.group()->name));
    m_box->field()->selectAll();
  }
  refresh();
  m_box->setFocus();
  emit hintsChanged();
}

bool GroupPanel::takeBack() {
  if (!isNaming() && !m_pending && m_box->text().isEmpty())
    return false;
  m_naming = Naming::None;
  forgetPending();
  m_found.clear();
  ++m_asked;
  m_debounce.stop();
  m_box->clear();
  refresh();
  emit hintsChanged();
  return true;
}

void GroupPanel::removeCurrent() {
  if (m_box->text().isEmpty() && !isNaming() && !m_pending && m_list->currentIndex().isValid())
    m_flow.removeMember(m_list->currentIndex().row());
}

std::optional<InquiryField> GroupPanel::currentField() const {
  const int row = m_list->currentIndex().row();
  const bool isLine = m_flow.step() == GroupStep::List && row >= 0 && row < static_cast<int>(m_flow.lines().size());
  return isLine ? m_flow.fieldOf(m_flow.lines()[static_cast<std::size_t>(row)].member) : std::nullopt;
}

void GroupPanel::changeCurrent() {
  if (m_flow.step() != GroupStep::List || m_flow.isBusy() || isNaming() || m_pending || !m_box->text().isEmpty())
    return;
  const auto field = currentField();
  if (!field) {
    if (m_list->currentIndex().isValid())
      m_message->setMessage(Tone::Neutral, tr("This bill is asked for by its number alone."));
    return;
  }
  const int row = m_list->currentIndex().row();
  const models::GroupLine& line = m_flow.lines()[static_cast<std::size_t>(row)];
  m_pending = line.member;
  m_pendingFamily = line.family;
  askField(*field, row);
}

void GroupPanel::askField(InquiryField field, int row) {
  m_field = field;
  m_changing = row;
  m_wrong.reset();
  m_box->setText(QString::fromStdString(partOf(m_pending->fields, field)));
  m_box->field()->selectAll();
  refresh();
  m_box->setFocus();
  emit hintsChanged();
}

void GroupPanel::takeField(const QString& typed) {
  InquiryFields fields;
  partOf(fields, *m_field) = typed.toStdString();
  const auto read = readKeptFields(m_pendingFamily, fields, businessDateOf(m_counter.clock.now()).year);
  if (!read) {
    m_wrong = read.error();
    sayStanding();
    m_box->field()->selectAll();
    return;
  }
  customer::GroupMember member = *m_pending;
  const int row = m_changing;
  forgetPending();
  m_box->clear();
  member.fields = *read;
  if (row < 0)
    m_flow.add(member);
  else
    m_flow.setFields(row, *read);
  refresh();
  emit hintsChanged();
}

void GroupPanel::forgetPending() {
  m_pending.reset();
  m_field.reset();
  m_changing = -1;
  m_wrong.reset();
}

void GroupPanel::edited(const QString& text) {
  m_enterWaits = false;
  ++m_asked;
  if (std::exchange(m_wrong, std::nullopt))
    sayStanding();
  if (isNaming() || m_pending)
    return;
  m_go->setEnabled(m_flow.canAsk() && text.isEmpty());
  if (text.trimmed().isEmpty()) {
    m_debounce.stop();
    m_found.clear();
    refresh();
    return;
  }
  m_debounce.start();
}

void GroupPanel::ask() {
  const int asked = ++m_asked;
  m_counter.bridge.suggest(m_box->text().toStdString(), kMembersSuggested, this,
                           [this, asked](const Result<std::vector<api::Suggestion>>& found) {
                             if (asked == m_asked)
                               takeSuggestions(found.value_or(std::vector<api::Suggestion>()));
                           });
}

void GroupPanel::takeSuggestions(const std::vector<api::Suggestion>& found) {
  m_found = found;
  m_suggestions->setSuggestions(models::suggestionRows(m_found, m_counter.clock.now()));
  refresh();
  if (m_found.empty())
    m_message->setMessage(Tone::Neutral, tr("Nothing fits “%1”.").arg(m_box->text()));
  else if (std::exchange(m_enterWaits, false))
    m_suggestions->activateRow(0);
}

void GroupPanel::choose(int row, int choice) {
  if (row < 0 || row >= static_cast<int>(m_found.size()))
    return;
  const api::Suggestion found = m_found[static_cast<std::size_t>(row)];
  if (found.products.empty())
    return;
  const auto window = models::choiceWindow(found);
  const auto place = static_cast<std::size_t>(choice < 0 ? found.preselected : window.first + choice);
  customer::GroupMember member{found.name, found.products[std::min(place, found.products.size() - 1)], found.number};
  m_found.clear();
  ++m_asked;
  m_box->clear();
  m_pendingFamily = found.family;
  if (member.number.empty()) {
    m_pending = std::move(member);
    refresh();
    return;
  }
  complete(std::move(member));
}

void GroupPanel::addNumber(const std::string& number) {
  customer::GroupMember member = *m_pending;
  member.number = number;
  m_pending.reset();
  m_box->clear();
  complete(std::move(member));
}

// A number that cannot be one is refused by the core; nobody is asked for more of it.
void GroupPanel::complete(customer::GroupMember member) {
  const auto field = normalizeNumber(m_pendingFamily, member.number) ? m_flow.fieldOf(member) : std::nullopt;
  if (!field) {
    m_flow.add(member);
    return;
  }
  m_pending = std::move(member);
  askField(*field, -1);
}

void GroupPanel::accept() {
  if (m_flow.step() != GroupStep::List || m_flow.isBusy())
    return;
  const QString typed = m_box->text().trimmed();
  if (isNaming()) {
    if (typed.isEmpty())
      return;
    const Naming naming = std::exchange(m_naming, Naming::None);
    m_box->clear();
    if (naming == Naming::New)
      m_flow.create(typed);
    else
      m_flow.rename(typed);
  } else if (m_field) {
    takeField(typed);
  } else if (m_pending) {
    if (!typed.isEmpty())
      addNumber(typed.toStdString());
  } else if (typed.isEmpty()) {
    m_flow.askBills();
  } else if (m_debounce.isActive()) {
    m_debounce.stop();
    m_enterWaits = true;
    ask();
  } else if (!m_found.empty()) {
    m_suggestions->activateRow(m_suggestions->currentRow());
  }
}

// Over the cash the arrows move in the list, and the space bar leaves a line out or takes it in.
bool GroupPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  auto* key = static_cast<QKeyEvent*>(event);
  if (watched == m_box->field()) {
    if (!m_box->text().isEmpty())
      return QWidget::eventFilter(watched, event);
    if (key->key() == Qt::Key_Delete) {
      removeCurrent();
      return true;
    }
    if (key->key() == Qt::Key_Z && (key->modifiers() & Qt::ControlModifier) != 0 && !m_pending) {
      m_flow.takeBack();
      return true;
    }
    return QWidget::eventFilter(watched, event);
  }
  const int row = m_list->currentIndex().row();
  switch (key->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down: {
      const int next = row + (key->key() == Qt::Key_Up ? -1 : 1);
      if (next >= 0 && next < m_model->rowCount())
        m_list->setCurrentIndex(m_model->index(next));
      return true;
    }
    case Qt::Key_Space:
      m_flow.toggle(row);
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (!key->isAutoRepeat())
        m_flow.sell();
      return true;
    default:
      return QWidget::eventFilter(watched, event);
  }
}

void GroupPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const theme::Theme& look = m_counter.theme;
  const bool tight = height() < look.space(125);
  const int side = look.space(tight ? 4 : 5);
  m_column->setContentsMargins(side, look.space(tight ? 3 : 4), side, look.space(tight ? 3 : 4));
  m_column->setSpacing(look.space(tight ? 1.5 : 2.5));
}

QList<widgets::KeyHint> GroupPanel::hints() const {
  switch (m_flow.step()) {
    case GroupStep::List:
      if (isNaming())
        return {{QStringLiteral("Enter"), m_naming == Naming::New ? tr("begin the group") : tr("call it so")}, {QStringLiteral("Esc"), tr("cancel")}};
      if (m_field)
        return {{QStringLiteral("Enter"), tr("keep it so")}, {QStringLiteral("Esc"), tr("cancel")}};
      if (m_flow.group() == nullptr)
        return {{QStringLiteral("F5"), tr("new group")}};
      if (const auto field = currentField())
        return {{QStringLiteral("Enter"), tr("ask for the bills")},
                {QStringLiteral("Del"), tr("off the list")},
                {QStringLiteral("F6"), text::groupFieldWord(*field)},
                {QStringLiteral("F5"), tr("new group")},
                {QStringLiteral("F8"), tr("another name")},
                {QStringLiteral("F7"), tr("remove the group")},
                {QStringLiteral("Tab"), tr("groups")}};
      return {{QStringLiteral("Enter"), tr("ask for the bills")},
              {QStringLiteral("Del"), tr("off the list")},
              {QStringLiteral("F5"), tr("new group")},
              {QStringLiteral("F8"), tr("another name")},
              {QStringLiteral("F7"), tr("remove the group")},
              {QStringLiteral("Tab"), tr("groups")}};
    case GroupStep::Bills:
      return {{tr("digits"), tr("cash")},
              {QStringLiteral("↑ ↓"), tr("move")},
              {tr("Space"), tr("leave out, take in")},
              {QStringLiteral("Enter"), tr("pay all")},
              {QStringLiteral("Esc"), tr("back")}};
    case GroupStep::Asking:
      return {{QStringLiteral("Esc"), tr("back")}};
    case GroupStep::Selling:
    case GroupStep::Proof:
      return {};
    case GroupStep::Done:
      return {{QStringLiteral("F6"), tr("print all")}, {QStringLiteral("Esc"), tr("back to the list")}};
  }
  return {};
}

}  // namespace loket::ui::screens
