#include "ui/screens/settings/save_prices_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/models/rule_list.h"
#include "ui/text/amounts.h"
#include "ui/text/families.h"
#include "ui/text/prices.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/pin_pad.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Tone;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

SavePricesPanel::SavePricesPanel(const Counter& counter, PriceDesk& desk, QWidget* parent)
    : QWidget(parent), m_counter(counter), m_desk(desk) {
  const theme::Theme& look = counter.theme;
  auto* card = new widgets::Card(look, this);
  m_title = new TextLabel(look, {}, TextSize::Lead, Weight::SemiBold, ColourRole::Ink, card);
  m_title->setOverflow(Overflow::Elide);
  m_model = new models::RuleList(this);
  m_list = new widgets::RowList(look, card);
  m_list->setObjectName(QStringLiteral("price-changes"));
  m_list->setColumns({});
  m_list->setModel(m_model);
  m_list->setAccessibleName(tr("What will change"));
  m_list->installEventFilter(this);
  m_effect = new TextLabel(look, {}, TextSize::Body, Weight::Medium, ColourRole::Ink, card);
  m_effect->setObjectName(QStringLiteral("price-effect"));
  m_effect->setOverflow(Overflow::Wrap);
  m_message = new widgets::InlineMessage(look, card);
  m_message->clear();
  auto* left = new QVBoxLayout(card);
  left->setContentsMargins(look.space(4), look.space(4), look.space(4), look.space(4));
  left->setSpacing(look.space(2.5));
  left->addWidget(m_title);
  left->addWidget(m_list, 1);
  left->addWidget(m_effect);
  left->addWidget(m_message);

  m_card = new widgets::Card(look, this);
  m_who = new TextLabel(look, {}, TextSize::Lead, Weight::SemiBold, ColourRole::Ink, m_card);
  m_who->setObjectName(QStringLiteral("price-who"));
  m_who->setOverflow(Overflow::Wrap);
  m_agree = new widgets::ActionButton(look, tr("Sell below cost all the same"), widgets::ActionKind::Danger,
                                      m_card);
  m_agree->setObjectName(QStringLiteral("price-agree"));
  m_agree->setActionSize(widgets::ActionSize::Small);
  m_agree->setKeyCap(QStringLiteral("F7"));
  m_agree->setFocusPolicy(Qt::NoFocus);
  m_pad = new widgets::PinPad(look, m_card);
  m_pad->setObjectName(QStringLiteral("price-pin"));
  m_pad->installEventFilter(this);
  m_progress = new widgets::ProgressLine(look, m_card);
  m_progress->hide();
  auto* right = new QVBoxLayout(m_card);
  right->setContentsMargins(look.space(4.5), look.space(4), look.space(4.5), look.space(3));
  right->setSpacing(look.space(2));
  right->addWidget(m_who);
  right->addWidget(m_agree);
  right->addStretch(1);
  right->addWidget(m_pad, 0, Qt::AlignHCenter);
  right->addWidget(m_progress);
  right->addStretch(1);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins({});
  row->setSpacing(look.px(theme::metric::kColumnGap));
  row->addWidget(card, 1);
  row->addWidget(m_card);
  setFocusProxy(m_pad);

  connect(m_agree, &QAbstractButton::clicked, this, &SavePricesPanel::agree);
  connect(m_pad, &widgets::PinPad::pinEntered, this,
          [this](const widgets::PinBuffer& pin) { prove(SecretBytes(pin.digits())); });
  connect(m_pad, &widgets::PinPad::cancelled, this, &SavePricesPanel::left);
}

std::optional<bridge::Person> SavePricesPanel::owner() const {
  if (m_counter.staff.atTheCounter().isOwner())
    return m_counter.staff.atTheCounter();
  for (const bridge::Person& one : m_counter.staff.everybody())
    if (one.isOwner())
      return one;
  return std::nullopt;
}

void SavePricesPanel::open(Why why) {
  ++m_round;
  m_why = why;
  m_lossesAgreed.clear();
  m_message->clear();
  m_title->setText(why == Why::Undone ? tr("Back to the former prices") : tr("What will change"));
  stop();
  refresh();
  if (m_model->rowCount() > 0)
    m_list->setCurrentIndex(m_model->index(0));
}

bool SavePricesPanel::mustAgree() const {
  const auto losses = m_desk.effect().newlyBelowCost;
  return !std::includes(m_lossesAgreed.begin(), m_lossesAgreed.end(), losses.begin(), losses.end());
}

void SavePricesPanel::refresh(bool byOthers) {
  const PriceRules& saved = m_desk.draft.saved();
  const PriceRules& rules = m_desk.draft.rules();
  std::vector<models::RuleRow> rows;
  for (const RuleChange& line : m_desk.draft.changes()) {
    const Product* product = m_desk.productOf(line);
    models::RuleRow row;
    row.line = line;
    row.title = text::changeTitle(line, product);
    row.subtitle = text::changeText(line, saved, rules, product);
    rows.push_back(std::move(row));
  }
  const int at = m_list->currentIndex().row();
  m_model->replace(std::move(rows));
  if (m_model->rowCount() > 0 && m_list->currentIndex().row() < 0)
    m_list->setCurrentIndex(m_model->index(std::clamp(at, 0, m_model->rowCount() - 1)));
  const PriceEffect effect = m_desk.effect();
  m_effect->setText(text::effectText(effect));
  // What he agreed to and what went away since then is not agreed to when it comes back.
  const std::vector<ProductId>& losses = effect.newlyBelowCost;
  std::erase_if(m_lossesAgreed, [&](const ProductId& one) {
    return byOthers || !std::binary_search(losses.begin(), losses.end(), one);
  });
  const bool saidLosses = std::exchange(m_saysLosses, !byOthers && !losses.empty());
  if (byOthers) {
    m_message->setMessage(
        Tone::Waiting,
        tr("Somebody else has changed the prices meanwhile. This list is on top of that: look again."));
  } else if (!losses.empty()) {
    const auto count = static_cast<int>(losses.size());
    m_message->setMessage(Tone::Danger,
                          tr("%1 products would cost the shop more than the customer pays.", nullptr, count)
                              .arg(text::grouped(count)));
  } else if (saidLosses) {
    m_message->clear();
  }
  const bool askedBefore = !m_agree->isHidden();
  readyPad();
  if (askedBefore != mustAgree())
    emit changed();
}

void SavePricesPanel::readyPad() {
  const auto who = owner();
  const bool mustAgreeNow = mustAgree();
  m_agree->setVisible(mustAgreeNow);
  m_who->setText(!who ? tr("Nobody here is the owner: prices cannot be saved.")
                      : tr("Prices are the owner's: PIN of %1").arg(text::spokenName(who->name.str())));
  m_pad->setEnabled(who && !mustAgreeNow && !m_working);
  if (m_working)
    return;
  if (m_pad->isEnabled()) {
    const QString whose = tr("PIN of %1").arg(text::spokenName(who->name.str()));
    m_pad->setAccessibleName(whose);
    m_pad->setFocus();
  } else {
    m_list->setFocus();
  }
}

void SavePricesPanel::agree() {
  if (!mustAgree())
    return;
  m_lossesAgreed = m_desk.effect().newlyBelowCost;
  readyPad();
  emit changed();
}

void SavePricesPanel::step(int by) {
  if (m_model->rowCount() == 0)
    return;
  m_list->setCurrentIndex(
      m_model->index(std::clamp(m_list->currentIndex().row() + by, 0, m_model->rowCount() - 1)));
}

void SavePricesPanel::takeBack() {
  const int row = m_list->currentIndex().row();
  if (m_working || row < 0 || row >= m_model->rowCount())
    return;
  m_desk.draft.takeBack(m_model->at(row).line);
  m_lossesAgreed.clear();
  m_message->clear();
  emit changed();
  if (!m_desk.draft.isChanged())
    emit left();
  else
    refresh();
}

void SavePricesPanel::prove(SecretBytes pin) {
  const auto who = owner();
  if (m_working || !who || mustAgree() || !m_desk.draft.isChanged())
    return;
  m_working = true;
  m_pad->setEnabled(false);
  m_list->setFocus();
  m_progress->setBusy(tr("Looking at the PIN…"));
  m_progress->show();
  m_counter.staff.prove(who->name, std::move(pin), this,
                        [this, round = m_round, from = m_desk.draft.saved(),
                         to = m_desk.draft.rules()](const Result<bridge::Person>& person) {
                          if (round != m_round)
                            return;
                          if (!person)
                            return refuse(person.error());
                          if (!person->isOwner())
                            return refuse({ErrorCode::PinWrong, person->name.str()});
                          // The PIN was for what stood here when it was typed, and for its losses.
                          if (from != m_desk.draft.saved() || to != m_desk.draft.rules() || mustAgree()) {
                            stop();
                            readyPad();
                            return;
                          }
                          save(*person, round);
                        });
}

void SavePricesPanel::save(const bridge::Person& by, int round) {
  m_progress->setBusy(tr("Saving…"));
  api::SavePrices command;
  command.from = m_desk.draft.saved();
  command.to = m_desk.draft.rules();
  command.by = by.name;
  // No more than he agreed to, or the PIN would not have been asked for.
  command.belowCost = m_desk.effect().newlyBelowCost;
  m_counter.bridge.savePrices(command, this,
                              [this, round, before = command.from](const Result<PriceRules>& now) {
                                // Saved is saved, whatever is looked at by now.
                                if (now) {
                                  if (round == m_round)
                                    stop();
                                  emit saved(before, *now);
                                  return;
                                }
                                if (round == m_round)
                                  refuse(now.error());
                              });
}

void SavePricesPanel::refuse(const Error& error) {
  stop();
  readyPad();
  if (error.code == ErrorCode::PinWrong) {
    m_pad->showError(tr("That is not the owner's PIN. Nothing was saved, the list is kept."));
    return;
  }
  m_message->setMessage(Tone::Danger, text::pricesSentence(error));
  m_saysLosses = false;
  if (error.code == ErrorCode::StateForbids) {
    m_lossesAgreed.clear();
    emit stale();
  }
}

void SavePricesPanel::stop() {
  m_working = false;
  m_pad->clear();
  m_progress->hide();
}

void SavePricesPanel::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  m_pad->clear();
}

void SavePricesPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  m_card->setFixedWidth(std::min(m_counter.theme.px(theme::metric::kFeedWidth), width() * 40 / 100));
}

bool SavePricesPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Up:
      step(-1);
      return true;
    case Qt::Key_Down:
      step(1);
      return true;
    case Qt::Key_Delete:
      takeBack();
      return true;
    case Qt::Key_F7:
      agree();
      return true;
    case Qt::Key_Escape:
      if (m_working)
        return true;
      if (watched == m_pad)
        return QWidget::eventFilter(watched, event);
      emit left();
      return true;
    default:
      return QWidget::eventFilter(watched, event);
  }
}

QList<widgets::KeyHint> SavePricesPanel::hints() const {
  QList<widgets::KeyHint> hints = {{QStringLiteral("↑ ↓"), tr("move")},
                                   {QStringLiteral("Del"), tr("take this line back")}};
  if (mustAgree())
    hints << widgets::KeyHint{QStringLiteral("F7"), tr("below cost all the same")};
  else
    hints << widgets::KeyHint{tr("digits"), tr("PIN")};
  hints << widgets::KeyHint{QStringLiteral("Esc"), tr("back")};
  return hints;
}

}  // namespace loket::ui::screens
