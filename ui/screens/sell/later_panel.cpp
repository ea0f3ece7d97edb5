#include "ui/screens/sell/later_panel.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>
#include <algorithm>

#include "core/domain/till/till.h"
#include "ui/models/customer_list.h"
#include "ui/text/amounts.h"
#include "ui/text/errors.h"
#include "ui/text/families.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {
namespace {

constexpr int kFoundMost = 20;
constexpr int kNameTypingPauseMs = 60;

}  // namespace

using theme::ColourRole;
using theme::TextSize;
using theme::Tone;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

LaterPanel::LaterPanel(const Counter& counter, SellFlow& flow, QWidget* parent)
    : QWidget(parent), m_counter(counter), m_flow(flow) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins({});
  outer->addWidget(card);

  auto* title = new TextLabel(look, tr("Pays later"), TextSize::Lead, Weight::SemiBold, ColourRole::Ink, card);
  m_sum = new TextLabel(look, {}, TextSize::Figure, Weight::Bold, ColourRole::Ink, card);
  m_sum->setOverflow(Overflow::Shrink);
  auto* caption = new TextLabel(look, tr("On whose bon?"), TextSize::Small, Weight::Regular, ColourRole::Muted, card);
  m_name = new QLineEdit(card);
  m_name->setObjectName(QStringLiteral("later-name"));
  m_name->setAccessibleName(caption->text());
  m_name->setFont(look.font(TextSize::Body, Weight::Medium));
  m_name->setMinimumHeight(look.px(theme::metric::kFieldHeight));
  m_name->installEventFilter(this);
  m_found = new models::CustomerList(this);
  m_list = new widgets::RowList(look, card);
  m_list->setModel(m_found);
  m_list->setColumns({});
  m_list->setAccessibleName(tr("Customers of that name"));
  m_list->setEmptyText(tr("Nobody of that name yet"), tr("Enter opens a bon under it."));
  m_list->setFocusPolicy(Qt::NoFocus);
  m_owes = new TextLabel(look, {}, TextSize::Small, Weight::Medium, ColourRole::Ink, card);
  m_owes->setObjectName(QStringLiteral("later-owes"));
  m_owes->setOverflow(Overflow::Wrap);
  m_message = new widgets::InlineMessage(look, card);
  m_message->clear();
  m_write = new widgets::ActionButton(look, tr("Write it on the bon"), widgets::ActionKind::Primary, card);
  m_write->setObjectName(QStringLiteral("later-write"));
  m_write->setActionSize(widgets::ActionSize::Small);
  m_write->setKeyCap(QStringLiteral("Enter"));
  m_write->setFocusPolicy(Qt::NoFocus);

  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(look.space(4.5), look.space(4.5), look.space(4.5), look.space(4.5));
  column->setSpacing(look.space(2));
  column->addWidget(title);
  column->addWidget(m_sum);
  column->addWidget(caption);
  column->addWidget(m_name);
  column->addWidget(m_list, 1);
  column->addWidget(m_owes);
  column->addWidget(m_message);
  column->addWidget(m_write);
  setFocusProxy(m_name);

  m_debounce.setSingleShot(true);
  m_debounce.setInterval(kNameTypingPauseMs);
  connect(&m_debounce, &QTimer::timeout, this, [this] { bring(Look::ByName); });
  connect(m_name, &QLineEdit::textEdited, this, [this] {
    m_message->clear();
    m_debounce.start();
    refresh();
  });
  connect(m_list, &widgets::RowList::rowActivated, this, [this](const QModelIndex& index) {
    takeRow(index.row());
    m_name->setFocus();
  });
  connect(m_write, &QAbstractButton::clicked, this, &LaterPanel::write);
}

void LaterPanel::open(api::Repeat repeat) {
  m_repeat = repeat;
  m_message->clear();
  m_sum->setText(text::rupiah(m_flow.quote().total));
  m_name->clear();
  m_found->replace({}, false);
  refresh();
  m_name->setFocus();
  bring(Look::ByNumber);
}

void LaterPanel::bring(Look look) {
  m_debounce.stop();
  api::CustomerFilter filter;
  filter.text = look == Look::ByNumber ? m_flow.quote().number : m_name->text().trimmed().toStdString();
  filter.limit = kFoundMost;
  m_counter.bridge.customers(filter, this, [this, look, round = ++m_round](const Result<api::CustomerPage>& page) {
    if (round != m_round)
      return;
    if (!page) {
      m_message->setMessage(Tone::Danger, text::sentence(page.error()));
      return;
    }
    m_found->replace(page->rows, false);
    // Whose number it is, else the name that the supplier told; somebody who types already knows better.
    if (look == Look::ByNumber && m_name->text().isEmpty()) {
      m_name->setText(page->rows.empty() ? text::spokenName(m_flow.quote().customerName)
                                         : QString::fromStdString(page->rows.front().customer.name));
      m_name->selectAll();
      if (page->rows.empty())
        bring(Look::ByName);
    }
    refresh();
  });
}

std::optional<Money> LaterPanel::owed() const {
  const auto typed = bonName(m_name->text().toStdString());
  if (!typed)
    return std::nullopt;
  for (int row = 0; row < m_found->rowCount(); ++row) {
    const api::CustomerView& one = m_found->at(row);
    if (const auto known = bonName(one.customer.name); known && *known == *typed)
      return one.owed;
  }
  return std::nullopt;
}

void LaterPanel::refresh() {
  const auto typed = bonName(m_name->text().toStdString());
  const Money total = m_flow.quote().total;
  m_write->setEnabled(typed.has_value());
  if (!typed) {
    m_owes->setText({});
    return;
  }
  const auto before = owed();
  m_owes->setText(!before             ? tr("A new name on the bon list.")
                  : before->isZero() ? tr("Owes nothing yet, %1 after this.").arg(text::rupiah(total))
                                     : tr("Owes %1, and %2 after this.").arg(text::rupiah(*before), text::rupiah(*before + total)));
}

void LaterPanel::takeRow(int row) {
  if (row < 0 || row >= m_found->rowCount())
    return;
  m_name->setText(QString::fromStdString(m_found->at(row).customer.name));
  refresh();
}

// Enter right behind the last letter is a scanner's and no hand's: it writes nobody down.
void LaterPanel::write() {
  if (m_write->isEnabled() && !m_debounce.isActive())
    m_flow.payLater(m_name->text().trimmed().toStdString(), m_repeat);
}

bool LaterPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  const auto* key = static_cast<QKeyEvent*>(event);
  switch (key->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down: {
      const int last = m_found->rowCount() - 1;
      const int now = m_list->currentIndex().isValid() ? m_list->currentIndex().row() : -1;
      const int next = std::clamp(now + (key->key() == Qt::Key_Down ? 1 : -1), 0, std::max(0, last));
      if (last >= 0)
        m_list->setCurrentIndex(m_found->index(next));
      takeRow(next);
      return true;
    }
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (!key->isAutoRepeat())
        write();
      return true;
    case Qt::Key_Escape:
      emit left();
      return true;
    default:
      return QWidget::eventFilter(watched, event);
  }
}

QList<widgets::KeyHint> LaterPanel::hints() const {
  return {{tr("letters"), tr("the name")},
          {QStringLiteral("↑ ↓"), tr("choose")},
          {QStringLiteral("Enter"), tr("write it on the bon")},
          {QStringLiteral("Esc"), tr("back to cash")}};
}

}  // namespace loket::ui::screens
