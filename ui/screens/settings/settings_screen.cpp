#include "ui/screens/settings/settings_screen.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QScrollBar>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/screens/caption_value.h"
#include "ui/screens/settings/about_panel.h"
#include "ui/screens/settings/audit_panel.h"
#include "ui/screens/settings/backup_panel.h"
#include "ui/screens/settings/limits_panel.h"
#include "ui/screens/settings/paper_panel.h"
#include "ui/screens/settings/people_panel.h"
#include "ui/screens/settings/prices_panel.h"
#include "ui/screens/settings/suppliers_panel.h"
#include "ui/text/amounts.h"
#include "ui/text/counter.h"
#include "ui/text/errors.h"
#include "ui/text/limits.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/scroll_box.h"
#include "ui/widgets/status_pill.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {
namespace {

using theme::ColourRole;
using theme::TextSize;
using theme::Tone;
using theme::Weight;
using widgets::TextLabel;

void empty(QVBoxLayout* rows) {
  while (QLayoutItem* item = rows->takeAt(0)) {
    delete item->widget();
    delete item;
  }
}

QVBoxLayout* section(const theme::Theme& look, const QString& title, widgets::Card* card) {
  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(look.space(6), look.space(5), look.space(6), look.space(5));
  column->setSpacing(look.space(2.5));
  column->addWidget(new TextLabel(look, title, TextSize::Lead, Weight::SemiBold, ColourRole::Ink, card));
  return column;
}

QVBoxLayout* rowsIn(const theme::Theme& look, QVBoxLayout* column) {
  auto* rows = new QVBoxLayout;
  rows->setSpacing(look.space(2));
  column->addLayout(rows);
  column->addStretch();
  return rows;
}

}  // namespace

SettingsScreen::SettingsScreen(const Counter& counter, text::Language language, QWidget* parent)
    : Page(parent), m_counter(counter), m_language(language) {
  const theme::Theme& look = counter.theme;
  m_stack = new QStackedWidget(this);
  m_stack->setMinimumSize(1, 1);
  m_overview = new QWidget;
  m_overview->setFocusPolicy(Qt::StrongFocus);
  m_stack->addWidget(m_overview);
  auto* shop = new widgets::Card(look, m_overview);
  m_shopRows = rowsIn(look, section(look, tr("This shop"), shop));
  auto* health = new widgets::Card(look, m_overview);
  // With every supplier, witness and printer there are more rows than a small screen has room for.
  m_health = new widgets::ScrollBox(health);
  m_health->setObjectName(QStringLiteral("health"));
  section(look, tr("Health"), health)->addWidget(m_health, 1);
  auto* list = new QWidget;
  auto* listColumn = new QVBoxLayout(list);
  listColumn->setContentsMargins(0, 0, look.space(2), 0);
  m_healthRows = rowsIn(look, listColumn);
  m_health->setBody(list);
  m_message = new widgets::InlineMessage(look, m_overview);
  m_message->clear();
  m_warning = new widgets::InlineMessage(look, m_overview);
  m_warning->clear();

  auto* columns = new QHBoxLayout;
  columns->setSpacing(look.px(theme::metric::kColumnGap));
  columns->addWidget(shop, 1);
  columns->addWidget(health, 1);
  auto* column = new QVBoxLayout(m_overview);
  column->setContentsMargins({});
  column->setSpacing(look.px(theme::metric::kColumnGap));
  column->addWidget(makeChoices(m_overview));
  column->addWidget(m_message);
  column->addWidget(m_warning);
  column->addLayout(columns, 1);
  auto* outer = new QVBoxLayout(this);
  const int side = look.px(theme::metric::kPageMargin);
  const int top = look.px(theme::metric::kPageTop);
  outer->setContentsMargins(side, top, side, top);
  outer->addWidget(m_stack);
  setFocusPolicy(Qt::StrongFocus);
}

template <typename Panel>
void SettingsScreen::open(Panel*& panel) {
  if (panel == nullptr) {
    panel = new Panel(m_counter);
    m_stack->addWidget(panel);
    if constexpr (requires { &Panel::hintsChanged; })
      connect(panel, &Panel::hintsChanged, this, &SettingsScreen::hintsChanged);
    connect(panel, &Panel::left, this, [this] {
      m_stack->setCurrentWidget(m_overview);
      bring();
      setFocus();
      emit hintsChanged();
    });
  }
  m_stack->setCurrentWidget(panel);
  panel->enter();
  emit hintsChanged();
}

template <typename Use>
bool SettingsScreen::withOpen(Use use) const {
  const QWidget* front = m_stack->currentWidget();
  const auto tried = [&](auto* panel) {
    if (panel == nullptr || front != panel)
      return false;
    use(*panel);
    return true;
  };
  return tried(m_prices) || tried(m_paper) || tried(m_limits) || tried(m_suppliers) ||
         tried(m_people) || tried(m_audit) || tried(m_backup) || tried(m_about);
}

void SettingsScreen::keyPressEvent(QKeyEvent* event) {
  const bool isAtOverview = m_stack->currentWidget() == m_overview;
  switch (isAtOverview ? event->key() : 0) {
    case Qt::Key_F1:
      // F1 alone sells.
      return event->modifiers() == Qt::ShiftModifier ? openAbout() : Page::keyPressEvent(event);
    case Qt::Key_F5:
      return openPrices();
    case Qt::Key_F6:
      return openPaper();
    case Qt::Key_F7:
      return openBackup();
    case Qt::Key_F8:
      return event->modifiers() == Qt::ShiftModifier ? openPeople() : openLimits();
    case Qt::Key_F10:
      return event->modifiers() == Qt::ShiftModifier ? openAudit() : openSuppliers();
    case Qt::Key_Up:
    case Qt::Key_Down:
      return m_health->verticalScrollBar()->triggerAction(event->key() == Qt::Key_Up ? QScrollBar::SliderSingleStepSub
                                                                                     : QScrollBar::SliderSingleStepAdd);
    default:
      return Page::keyPressEvent(event);
  }
}

void SettingsScreen::openPaper() {
  m_message->clear();
  if (const Status may = m_counter.staff.allowed(Permission::Printer); !may)
    return m_message->setMessage(Tone::Waiting, text::sentence(may.error()));
  open(m_paper);
}

QWidget* SettingsScreen::makeChoices(QWidget* parent) {
  const theme::Theme& look = m_counter.theme;
  auto* card = new widgets::Card(look, parent);
  auto* rows = new QVBoxLayout(card);
  rows->setContentsMargins(look.space(6), look.space(4), look.space(6), look.space(4));
  rows->setSpacing(look.space(3));
  auto* row = new QHBoxLayout;
  row->setSpacing(look.space(2));
  rows->addLayout(row);
  const auto caption = [&](const QString& words) {
    row->addWidget(new TextLabel(look, words, TextSize::Body, Weight::Regular, ColourRole::Muted, card));
  };
  caption(tr("Language"));
  for (const text::Language language : {text::Language::Indonesian, text::Language::English}) {
    const QString name =
        language == text::Language::Indonesian ? QStringLiteral("Indonesia") : QStringLiteral("English");
    auto* chip = new widgets::Chip(look, name, card);
    chip->setChecked(language == m_language);
    connect(chip, &QAbstractButton::clicked, this, [this, chip, language] {
      chip->setChecked(true);
      if (language != m_language)
        emit languageChosen(language);
    });
    row->addWidget(chip);
  }
  row->addSpacing(look.space(3));
  caption(tr("Look"));
  QList<widgets::Chip*> modes;
  for (const theme::Mode mode : {theme::Mode::Light, theme::Mode::Dark}) {
    auto* chip = new widgets::Chip(look, mode == theme::Mode::Light ? tr("Light") : tr("Dark"), card);
    chip->setChecked(mode == look.mode());
    chip->setAutoExclusive(false);
    connect(chip, &QAbstractButton::clicked, this, [this, mode] { emit modeChosen(mode); });
    connect(&look, &theme::Theme::changed, chip,
            [chip, mode, &look] { chip->setChecked(look.mode() == mode); });
    row->addWidget(chip);
  }
  row->addSpacing(look.space(3));
  m_display = new widgets::Chip(look, tr("Screen for the customer"), card);
  m_display->setObjectName(QStringLiteral("customer-display"));
  connect(m_display, &QAbstractButton::clicked, this, [this] { emit displayChosen(m_display->isChecked()); });
  row->addWidget(m_display);
  row->addStretch();
  // In two rows: a small screen has no room for one.
  auto* places = new QGridLayout;
  places->setSpacing(look.space(2));
  constexpr int kPlacesInRow = 4;
  const auto place = [&](const QString& words, const char* key, void (SettingsScreen::*opener)()) {
    auto* button = new widgets::ActionButton(look, words, widgets::ActionKind::Secondary, card);
    button->setActionSize(widgets::ActionSize::Small);
    button->setKeyCap(QString::fromLatin1(key));
    connect(button, &QAbstractButton::clicked, this, opener);
    button->setSpread(true);
    places->addWidget(button, places->count() / kPlacesInRow, places->count() % kPlacesInRow);
  };
  place(tr("Price list"), "F5", &SettingsScreen::openPrices);
  place(tr("Printer and paper"), "F6", &SettingsScreen::openPaper);
  place(tr("Backup"), "F7", &SettingsScreen::openBackup);
  place(tr("Limits"), "F8", &SettingsScreen::openLimits);
  place(tr("People"), "Shift+F8", &SettingsScreen::openPeople);
  place(tr("Suppliers"), "F10", &SettingsScreen::openSuppliers);
  place(tr("Journal"), "Shift+F10", &SettingsScreen::openAudit);
  place(tr("About Loket"), "Shift+F1", &SettingsScreen::openAbout);
  for (int column = 0; column < kPlacesInRow; ++column) places->setColumnStretch(column, 1);
  rows->addLayout(places);
  return card;
}

void SettingsScreen::setCustomerDisplay(bool isOn) {
  m_display->setChecked(isOn);
}

void SettingsScreen::enter() {
  bring();
  if (!withOpen([](auto& panel) { panel.enter(); }))
    setFocus();
}

void SettingsScreen::bring() {
  m_counter.bridge.config(this, [this](const Result<api::Config>& config) {
    if (config)
      showConfig(*config);
    else
      m_message->setMessage(Tone::Danger, text::sentence(config.error()));
  });
  const auto take = [this](const Result<std::vector<api::HealthItem>>& items) {
    if (items)
      showHealth(*items);
  };
  // What is known at once; how the printer is when it has answered, or has not.
  m_counter.bridge.health(api::Look::AsKnown, this, take);
  m_counter.bridge.health(api::Look::AskPrinter, this, take);
}

void SettingsScreen::showConfig(const api::Config& config) {
  const theme::Theme& look = m_counter.theme;
  const QString warning =
      text::limitWarning(text::LimitName::LockAfter, QString::number(config.access.lockAfterMinutes));
  if (!warning.isEmpty())
    m_warning->setMessage(Tone::Waiting, warning);
  else
    m_warning->clear();
  empty(m_shopRows);
  const auto add = [&](const QString& caption, const QString& value) {
    auto* row = new CaptionRow(look, caption, m_shopRows->parentWidget());
    row->setValue(value);
    m_shopRows->addWidget(row);
  };
  add(tr("Outlet"), QStringLiteral("%1 · %2").arg(QString::fromStdString(config.outlet.name),
                                                  QString::fromStdString(config.outlet.id)));
  add(tr("Address"), QString::fromStdString(config.outlet.address));
  add(tr("Printer"), config.printer.uri.empty() ? tr("none") : QString::fromStdString(config.printer.uri));
  for (const UpstreamSettings& upstream : config.upstreams)
    add(text::supplierName(upstream.id), QString::fromStdString(upstream.url));
  add(tr("Margin / rounding"), text::rupiah(config.pricing.standard.margin) + QStringLiteral(" / ") +
                                   text::rupiah(config.pricing.standard.roundTo));
  add(tr("Deposits without network"),
      tr("up to %1, %2 in all")
          .arg(text::rupiah(config.offline.maxAmount), text::rupiah(config.offline.maxExposure)));
}

void SettingsScreen::showHealth(const std::vector<api::HealthItem>& items) {
  const theme::Theme& look = m_counter.theme;
  empty(m_healthRows);
  // What wants to be looked at is seen without looking for it.
  std::vector<api::HealthItem> ordered = items;
  std::stable_partition(ordered.begin(), ordered.end(), [](const api::HealthItem& item) { return !item.ok; });
  for (const api::HealthItem& item : ordered) {
    auto* line = new QWidget(m_healthRows->parentWidget());
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins({});
    row->setSpacing(look.space(3));
    row->addWidget(new TextLabel(look, text::healthName(item.name), TextSize::Body, Weight::Medium,
                                 ColourRole::Ink, line));
    auto* detail = new TextLabel(look, text::healthDetail(item), TextSize::Small, Weight::Regular,
                                 ColourRole::Muted, line);
    // What is to be done is read to its end.
    detail->setOverflow(item.word.empty() ? widgets::Overflow::Elide : widgets::Overflow::Wrap);
    detail->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    row->addWidget(detail, 1);
    row->addWidget(new widgets::StatusPill(look, item.ok ? tr("Good") : tr("Look at this"),
                                           item.ok                        ? Tone::Success
                                           : item.word == "unwitnessed" || item.word == "unstamped" ? Tone::Waiting
                                                                        : Tone::Danger,
                                           line));
    m_healthRows->addWidget(line);
  }
}

QList<widgets::KeyHint> SettingsScreen::hints() const {
  QList<widgets::KeyHint> hints;
  if (withOpen([&hints](const auto& panel) { hints = panel.hints(); }))
    return hints;
  hints = {{QStringLiteral("Tab"), tr("move")},
          {QStringLiteral("F5"), tr("price list")},
          {QStringLiteral("F6"), tr("printer and paper")},
          {QStringLiteral("F7"), tr("backup")},
          {QStringLiteral("F8"), tr("limits")},
          {QStringLiteral("Shift+F8"), tr("people")},
          {QStringLiteral("F10"), tr("suppliers")},
          {QStringLiteral("Shift+F10"), tr("journal")},
          {QStringLiteral("Shift+F1"), tr("about")}};
  if (m_counter.staff.may(Permission::Sell))
    hints << widgets::KeyHint{QStringLiteral("F1"), tr("sell")};
  return hints;
}

}  // namespace loket::ui::screens
