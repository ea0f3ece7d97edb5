#include "ui/screens/customers/customer_form.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>
#include <array>

#include "ui/text/customers.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/scroll_box.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {
namespace {

// What a counter keeps numbers of, the usual ones first.
constexpr std::array<Family, 12> kKinds{Family::Pulsa,      Family::PlnToken, Family::PlnBill, Family::Water,
                                        Family::Health,     Family::Internet, Family::EMoney,  Family::Gas,
                                        Family::Television, Family::Transfer, Family::Game,    Family::Other};

}  // namespace

using theme::ColourRole;
using theme::TextSize;
using theme::Tone;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

CustomerForm::CustomerForm(const Counter& counter, QWidget* parent) : QWidget(parent), m_counter(counter) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(card);
  const auto caption = [&](const QString& words, QWidget* in) {
    auto* label = new TextLabel(look, words, TextSize::Small, Weight::Regular, ColourRole::Muted, in);
    label->setOverflow(Overflow::Elide);
    return label;
  };
  const auto field = [&](const QString& name, int most) {
    auto* line = new QLineEdit(card);
    line->setAccessibleName(name);
    line->setFont(look.font(TextSize::Body));
    line->setMinimumHeight(look.px(theme::metric::kFieldHeight));
    line->setMaxLength(most);
    line->installEventFilter(this);
    connect(line, &QLineEdit::textEdited, this, &CustomerForm::refresh);
    return line;
  };
  m_title = new TextLabel(look, {}, TextSize::Heading, Weight::SemiBold, ColourRole::Ink, card);
  m_title->setOverflow(Overflow::Elide);
  m_name = field(tr("Name, as it is called at the counter"), static_cast<int>(customer::kNameBytesMax));
  m_name->setObjectName(QStringLiteral("customer-edit-name"));
  m_note = field(tr("Note"), static_cast<int>(customer::kNoteBytesMax));
  m_note->setObjectName(QStringLiteral("customer-edit-note"));
  m_note->setPlaceholderText(tr("the blue house, pays on Fridays"));

  m_body = new QWidget;
  m_rowColumn = new QVBoxLayout(m_body);
  m_rowColumn->setContentsMargins({});
  m_rowColumn->setSpacing(look.space(1.5));
  m_rowColumn->addStretch();
  m_scroll = new widgets::ScrollBox(card);
  m_scroll->setBody(m_body);
  m_message = new widgets::InlineMessage(look, card);
  m_message->clear();
  m_keep = new widgets::ActionButton(look, tr("Keep"), widgets::ActionKind::Primary, card);
  m_keep->setObjectName(QStringLiteral("customer-keep"));
  m_keep->setActionSize(widgets::ActionSize::Small);
  m_keep->setKeyCap(QStringLiteral("Ctrl+Enter"));
  m_keep->setFocusPolicy(Qt::NoFocus);
  m_keep->setSpread(true);

  m_column = new QVBoxLayout(card);
  m_column->addWidget(m_title);
  m_column->addWidget(caption(m_name->accessibleName(), card));
  m_column->addWidget(m_name);
  m_column->addWidget(caption(m_note->accessibleName(), card));
  m_column->addWidget(m_note);
  m_column->addWidget(caption(tr("Numbers: phone, meter, PDAM, BPJS"), card));
  m_column->addWidget(m_scroll, 1);
  m_column->addWidget(m_message);
  m_column->addWidget(m_keep);
  connect(m_keep, &QAbstractButton::clicked, this, &CustomerForm::keep);
}

void CustomerForm::open(const customer::Customer& before) {
  m_id = before.id;
  m_keeping = false;
  m_message->clear();
  m_title->setText(m_id.empty() ? tr("New customer") : tr("Change the customer"));
  m_name->setText(QString::fromStdString(before.name));
  m_note->setText(QString::fromStdString(before.note));
  for (const Row& row : m_rows) delete row.whole;
  m_rows.clear();
  for (const customer::Number& number : before.numbers) addRow(number);
  addRow({});
  refresh();
  m_name->setFocus();
  m_name->selectAll();
}

void CustomerForm::goToNewNumber() {
  m_rows.back().number->setFocus();
}

void CustomerForm::addRow(const customer::Number& number) {
  const theme::Theme& look = m_counter.theme;
  Row row{new QWidget(m_body), nullptr, nullptr, {}};
  row.number = new QLineEdit(row.whole);
  row.number->setText(QString::fromStdString(number.number));
  row.number->setObjectName(QStringLiteral("customer-edit-number"));
  row.number->setAccessibleName(tr("Number %1").arg(m_rows.size() + 1));
  row.number->setFont(look.font(TextSize::Body));
  row.number->setMinimumHeight(look.px(theme::metric::kFieldHeight));
  row.number->setMaxLength(40);
  row.number->setPlaceholderText(tr("one more number"));
  row.number->installEventFilter(this);
  row.kind = new widgets::Chip(look, {}, row.whole);
  row.kind->setCheckable(false);
  if (!number.number.empty())
    row.family = number.family;
  auto* line = new QHBoxLayout(row.whole);
  line->setContentsMargins({});
  line->setSpacing(look.space(2));
  line->addWidget(row.number, 1);
  line->addWidget(row.kind);
  m_rowColumn->insertWidget(m_rowColumn->count() - 1, row.whole);
  connect(row.number, &QLineEdit::textEdited, this, [this, edit = row.number] {
    for (Row& one : m_rows)
      if (one.number == edit) {
        // Another number has another shape.
        one.family.reset();
        showKind(one);
      }
    if (!m_rows.back().number->text().isEmpty() && m_rows.size() < customer::kNumbersMax)
      addRow({});
    refresh();
  });
  connect(row.kind, &QAbstractButton::clicked, this, [this, edit = row.number] { nextKind(edit); });
  m_rows.push_back(row);
  showKind(m_rows.back());
  row.whole->show();
}

void CustomerForm::showKind(Row& row) {
  const auto known = customer::numberOf(row.number->text().toStdString(), row.family);
  const QString word = row.family ? text::kindName(*row.family)
                       : known    ? text::kindName(known->family)
                                  : tr("which kind?");
  row.kind->setText(word);
  row.kind->setAccessibleName(tr("Kind of number %1: %2").arg(row.number->accessibleName(), word));
  row.kind->setToolTip(tr("Another kind (F6 in the field)"));
  row.kind->setVisible(!row.number->text().isEmpty());
  row.kind->updateGeometry();
}

void CustomerForm::nextKind(QLineEdit* number) {
  for (Row& row : m_rows) {
    if (row.number != number || row.number->text().isEmpty())
      continue;
    const auto known = customer::numberOf(row.number->text().toStdString(), row.family);
    const Family now = row.family ? *row.family : known ? known->family : Family::Other;
    const auto at = std::find(kKinds.begin(), kKinds.end(), now);
    // Only what the number can be.
    for (std::size_t step = 1; step <= kKinds.size(); ++step) {
      const std::size_t from = at == kKinds.end() ? 0 : static_cast<std::size_t>(at - kKinds.begin());
      const Family next = kKinds[(from + step) % kKinds.size()];
      if (customer::numberOf(row.number->text().toStdString(), next)) {
        row.family = next;
        break;
      }
    }
    showKind(row);
  }
}

void CustomerForm::refresh() {
  m_keep->setEnabled(!m_keeping && !m_name->text().trimmed().isEmpty());
  for (QLineEdit* line : {m_name, m_note}) line->setReadOnly(m_keeping);
  for (const Row& row : m_rows) row.number->setReadOnly(m_keeping);
}

void CustomerForm::keep() {
  if (m_keeping)
    return;
  if (m_name->text().trimmed().isEmpty()) {
    m_message->setMessage(Tone::Danger, text::customerSentence({ErrorCode::NameInvalid, {}}));
    m_name->setFocus();
    return;
  }
  api::SaveCustomer command{m_id, m_name->text().toStdString(), m_note->text().toStdString(), {}};
  for (const Row& row : m_rows) {
    const std::string number = row.number->text().trimmed().toStdString();
    if (number.empty())
      continue;
    if (const auto known = customer::numberOf(number, row.family); !known) {
      m_message->setMessage(Tone::Danger, text::customerSentence(known.error()));
      row.number->setFocus();
      row.number->selectAll();
      return;
    }
    command.numbers.push_back({number, row.family});
  }
  m_keeping = true;
  m_message->setMessage(Tone::Waiting, tr("Keeping…"));
  refresh();
  m_counter.bridge.saveCustomer(std::move(command), this, [this](const Result<api::CustomerView>& saved) {
    m_keeping = false;
    refresh();
    if (saved) {
      m_message->clear();
      emit kept(*saved);
      return;
    }
    m_message->setMessage(Tone::Danger, text::customerSentence(saved.error()));
    if (saved.error().code == ErrorCode::NameInvalid || saved.error().code == ErrorCode::StateForbids)
      m_name->setFocus();
  });
}

void CustomerForm::goOn(QLineEdit* from, int step) {
  std::vector<QLineEdit*> fields{m_name, m_note};
  for (const Row& row : m_rows) fields.push_back(row.number);
  const auto at = std::find(fields.begin(), fields.end(), from) - fields.begin();
  const auto next = at + step;
  if (next < 0)
    return;
  if (next >= static_cast<std::ptrdiff_t>(fields.size())) {
    if (from->text().isEmpty() || m_rows.size() >= customer::kNumbersMax)
      keep();
    return;
  }
  QLineEdit* field = fields[static_cast<std::size_t>(next)];
  field->setFocus();
  m_scroll->ensureWidgetVisible(field, 0, m_counter.theme.space(2));
}

bool CustomerForm::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  auto* key = static_cast<QKeyEvent*>(event);
  auto* field = qobject_cast<QLineEdit*>(watched);
  switch (key->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter: {
      if (key->isAutoRepeat())
        return true;
      const bool isLast = !m_rows.empty() && field == m_rows.back().number && field->text().isEmpty();
      if ((key->modifiers() & Qt::ControlModifier) != 0 || isLast)
        keep();
      else
        goOn(field, 1);
      return true;
    }
    case Qt::Key_Down:
      goOn(field, field == m_rows.back().number ? 0 : 1);
      return true;
    case Qt::Key_Up:
      goOn(field, -1);
      return true;
    case Qt::Key_F6:
      nextKind(field);
      return true;
    case Qt::Key_Escape:
      if (!m_keeping)
        emit left();
      return true;
    default:
      return QWidget::eventFilter(watched, event);
  }
}

void CustomerForm::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const theme::Theme& look = m_counter.theme;
  const bool tight = height() < look.space(125);
  const int side = look.space(tight ? 4 : 5);
  m_column->setContentsMargins(side, look.space(tight ? 3 : 5), side, look.space(tight ? 3 : 5));
  m_column->setSpacing(look.space(tight ? 1 : 2));
}

QList<widgets::KeyHint> CustomerForm::hints() const {
  return {{QStringLiteral("Enter"), tr("next, then keep")},
          {QStringLiteral("Ctrl+Enter"), tr("keep")},
          {QStringLiteral("F6"), tr("another kind of number")},
          {QStringLiteral("Esc"), tr("cancel")}};
}

}  // namespace loket::ui::screens
