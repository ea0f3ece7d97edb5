#include "ui/screens/settings/rule_form.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QStringList>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/text/amounts.h"
#include "ui/text/families.h"
#include "ui/text/prices.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/money_edit.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;
using Kind = RuleChange::Kind;

RuleForm::RuleForm(const Counter& counter, PriceDesk& desk, QWidget* parent)
    : QWidget(parent), m_counter(counter), m_desk(desk) {
  const theme::Theme& look = counter.theme;
  m_title = new TextLabel(look, {}, TextSize::Lead, Weight::SemiBold, ColourRole::Ink, this);
  m_title->setObjectName(QStringLiteral("rule-title"));
  m_title->setOverflow(Overflow::Elide);
  m_words = new TextLabel(look, {}, TextSize::Small, Weight::Regular, ColourRole::Muted, this);
  m_words->setObjectName(QStringLiteral("rule-words"));
  m_words->setOverflow(Overflow::Wrap);
  m_margin = makeField("rule-margin", tr("Margin"));
  m_roundTo = makeField("rule-round", tr("Rounded up to"));
  m_fee = makeField("rule-fee", tr("Service fee"));
  m_own = new widgets::ActionButton(look, {}, widgets::ActionKind::Secondary, this);
  m_own->setObjectName(QStringLiteral("rule-own"));
  m_own->setActionSize(widgets::ActionSize::Small);
  m_own->setKeyCap(QStringLiteral("F7"));
  m_own->setFocusPolicy(Qt::NoFocus);
  m_message = new widgets::InlineMessage(look, this);
  m_message->clear();
  m_preview = new QGridLayout;
  m_preview->setHorizontalSpacing(look.space(3));
  m_preview->setVerticalSpacing(look.space(1.5));
  m_preview->setColumnStretch(0, 1);
  m_more = new TextLabel(look, {}, TextSize::Small, Weight::Regular, ColourRole::Muted, this);
  m_more->setObjectName(QStringLiteral("rule-more"));
  m_more->setOverflow(Overflow::Wrap);
  auto* fields = new QHBoxLayout;
  fields->setSpacing(look.space(2.5));
  for (const Field& field : {m_margin, m_roundTo, m_fee}) fields->addWidget(field.box, 1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(look.space(5), look.space(4), look.space(5), look.space(4));
  column->setSpacing(look.space(2.5));
  column->addWidget(m_title);
  column->addWidget(m_words);
  column->addLayout(fields);
  column->addWidget(m_message);
  column->addLayout(m_preview);
  column->addWidget(m_more);
  column->addStretch(1);
  column->addWidget(m_own);
  connect(m_own, &QAbstractButton::clicked, this, &RuleForm::toggleOwn);
}

RuleForm::Field RuleForm::makeField(const char* name, const QString& caption) {
  const theme::Theme& look = m_counter.theme;
  auto* box = new QWidget(this);
  auto* label = new TextLabel(look, caption, TextSize::Small, Weight::Regular, ColourRole::Muted, box);
  label->setOverflow(Overflow::Elide);
  auto* edit = new widgets::MoneyEdit(look, box);
  edit->setObjectName(QString::fromLatin1(name));
  edit->setAccessibleName(caption);
  edit->setFont(look.font(TextSize::Body, Weight::SemiBold));
  edit->setMinimumHeight(look.px(theme::metric::kFieldHeight));
  edit->setPlaceholderText(QStringLiteral("0"));
  edit->installEventFilter(this);
  connect(edit, &widgets::MoneyEdit::valueEdited, this, &RuleForm::takeTyped);
  auto* column = new QVBoxLayout(box);
  column->setContentsMargins({});
  column->setSpacing(look.space(1));
  column->addWidget(label);
  column->addWidget(edit);
  return {box, edit};
}

void RuleForm::open(const RuleChange& line) {
  m_line = line;
  m_message->clear();
  refresh();
}

void RuleForm::refresh() {
  const Product* product = m_desk.productOf(m_line);
  const PricingRule rule = m_desk.ruleOf(m_line);
  const bool hasOwn = m_desk.hasOwn(m_line);
  m_isFilling = true;
  // What is being typed is not set anew: the cursor stays.
  const auto fill = [](const Field& field, Money value) {
    if (field.edit->value() != value.amount())
      field.edit->setValue(value.amount());
  };
  fill(m_margin, rule.margin);
  fill(m_roundTo, rule.roundTo);
  fill(m_fee, rule.serviceFee);
  m_isFilling = false;
  const std::vector<const Product*> priced = m_desk.pricedBy(m_line);
  const bool isOnlyBills =
      !priced.empty() && std::all_of(priced.begin(), priced.end(),
                                     [](const Product* one) { return one->kind == ProductKind::Bill; });
  m_margin.box->setVisible(!isOnlyBills);
  m_roundTo.box->setVisible(!isOnlyBills);
  m_title->setText(text::changeTitle(m_line, product));
  QString words;
  switch (m_line.kind) {
    case Kind::Category:
      words = hasOwn
                  ? tr("This kind of goods has margins of its own.")
                  : tr("Follows the margin of everything else. What you type here makes margins of its own.");
      break;
    case Kind::Product:
      words = hasOwn ? tr("This product has a margin of its own.")
                     : tr("Follows the margin of %1. What you type here makes a margin of its own.")
                           .arg(product == nullptr ? tr("everything else")
                                                   : QString::fromStdString(product->category));
      break;
    case Kind::Standard:
    case Kind::Order:
    case Kind::Worth:
    case Kind::Reliable:
      words = tr(
          "Counts for all goods without margins of their own. Selling price: cost plus margin, rounded up.");
  }
  if (isOnlyBills)
    words +=
        QStringLiteral(" ") + tr("Of bills only the service fee is added; the admin fee is the supplier's.");
  m_words->setText(words);
  const bool mayFollow = m_line.kind == Kind::Category || m_line.kind == Kind::Product;
  m_own->setVisible(mayFollow && hasOwn);
  m_own->setText(m_line.kind == Kind::Product ? tr("No margin of its own") : tr("No margins of its own"));
  showPreview();
}

void RuleForm::takeKeyboard() {
  widgets::MoneyEdit* first = m_margin.box->isVisibleTo(this) ? m_margin.edit : m_fee.edit;
  first->selectAll();
  first->setFocus();
}

void RuleForm::takeTyped() {
  if (m_isFilling)
    return;
  const auto sum = [](const Field& field) { return Money::from(field.edit->value()).value_or(Money{}); };
  const PricingRule rule{sum(m_margin), sum(m_fee), sum(m_roundTo)};
  PriceRules tried;
  tried.pricing.standard = rule;
  if (!rule.roundTo.isPositive() || rule.roundTo > kRoundToMax) {
    m_message->setMessage(
        theme::Tone::Danger,
        tr("Rounding is between Rp1 and %1. Rp1 rounds nothing.").arg(text::rupiah(kRoundToMax)));
    return;
  }
  if (!checkPriceRules(tried, {})) {
    m_message->setMessage(theme::Tone::Danger, tr("That is more than a margin can be."));
    return;
  }
  m_message->clear();
  m_desk.setRule(m_line, rule);
  refresh();
  emit changed();
}

void RuleForm::toggleOwn() {
  if (!m_desk.hasOwn(m_line))
    return;
  m_message->clear();
  m_desk.setRule(m_line, std::nullopt);
  refresh();
  emit changed();
}

int RuleForm::rowsThatFit() const {
  const int row = m_counter.theme.space(6);
  return std::clamp((height() - m_counter.theme.space(66)) / row, 2, 7);
}

void RuleForm::showPreview() {
  while (QLayoutItem* item = m_preview->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  m_rows = 0;
  m_more->setText({});
  if (m_desk.products.empty()) {
    m_more->setText(tr("There is no price list yet. F6 in the price list asks the suppliers."));
    return;
  }
  if (const Product* product = m_desk.productOf(m_line))
    return showOffers(*product);
  showProducts(m_desk.pricedBy(m_line));
}

void RuleForm::showOffers(const Product& product) {
  const auto priced = [&product](const PriceRules& rules) {
    return std::move(repriced({product}, rules.pricing).front());
  };
  const Product before = priced(m_desk.draft.saved());
  const Product after = priced(m_desk.draft.rules());
  const bool isBill = product.kind == ProductKind::Bill;
  const QString takes = isBill ? tr("Takes above the bill") : tr("Takes");
  // Where there is little room, who and what he takes stand on a line of their own.
  const bool isNarrow = width() < m_counter.theme.space(140);
  const auto add = [&](const QString& who, const QString& cost, const QString& price, const QString& profit,
                       bool isChanged, bool isLoss) {
    if (!isNarrow)
      return addRow({who, cost, price, profit}, isChanged, isLoss);
    addRow({who + QStringLiteral(" · ") + cost, QString(), QString(), QString()}, false, false);
    addRow({QString(), QString(), price, profit}, isChanged, isLoss);
  };
  if (isNarrow)
    addRow({isBill ? tr("Supplier") : tr("Supplier") + QStringLiteral(" · ") + takes, QString(),
            isBill ? tr("Added") : tr("Price"), tr("Left")},
           false, false);
  else
    addRow({tr("Supplier"), takes, isBill ? tr("Added") : tr("Price"), tr("Left")}, false, false);
  int rows = isNarrow ? std::max(2, rowsThatFit() / 2) : rowsThatFit();
  for (std::size_t i = 0; i < product.offers.size() && rows > 0; ++i, --rows) {
    const auto price = [&](const Product& one) {
      return isBill ? one.offers[i].admin + one.serviceFee : one.priceOf(one.offers[i]) + one.serviceFee;
    };
    const auto was = profitOf(before, before.offers[i]);
    const auto is = profitOf(after, after.offers[i]);
    add(text::supplierName(after.offers[i].upstream), text::rupiah(after.offers[i].cost),
        text::moneyStep(price(before), price(after)), text::moneyStep(was, is),
        price(before) != price(after) || was != is, is && is->isNegative());
  }
}

void RuleForm::showProducts(const std::vector<const Product*>& products) {
  std::vector<std::pair<const Product*, PriceStep>> rows;
  for (const Product* product : products)
    rows.emplace_back(product, stepOf(*product, m_desk.draft.saved(), m_desk.draft.rules()));
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.second.isChanged() > b.second.isChanged(); });
  const auto shown = std::min(rows.size(), static_cast<std::size_t>(rowsThatFit()));
  if (shown > 0)
    addRow({tr("For example"), QString(), tr("Price"), tr("Left")}, false, false);
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& [product, step] = rows[i];
    addRow({QString::fromStdString(product->name),
            {},
            text::moneyStep(step.priceBefore, step.priceAfter),
            text::moneyStep(step.profitBefore, step.profitAfter)},
           step.isChanged(), step.profitAfter && step.profitAfter->isNegative());
  }
  QStringList more;
  if (products.empty())
    more << tr("No product has this rule now.");
  else if (products.size() > shown)
    more << tr("and %1 more products", nullptr, static_cast<int>(products.size() - shown))
                .arg(text::grouped(static_cast<int>(products.size() - shown)));
  if (m_desk.draft.isChanged())
    more << text::effectText(m_desk.effect());
  m_more->setText(more.join(QStringLiteral(" · ")));
}

void RuleForm::addRow(const std::array<QString, 4>& words, bool isChanged, bool isLoss) {
  const theme::Theme& look = m_counter.theme;
  const int row = m_rows++;
  const bool isHead = row == 0;
  for (int column = 0; column < 4; ++column) {
    const QString& word = words[static_cast<std::size_t>(column)];
    if (word.isEmpty())
      continue;
    const ColourRole colour = isHead || column == 1   ? ColourRole::Muted
                              : isLoss && column == 3 ? ColourRole::Danger
                                                      : ColourRole::Ink;
    auto* label = new TextLabel(look, word, TextSize::Small,
                                isChanged && column > 1 ? Weight::SemiBold : Weight::Regular, colour, this);
    label->setOverflow(column == 0 ? Overflow::Elide : Overflow::Grow);
    label->setAlignment((column == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (column == 0 && words[1].isEmpty())
      m_preview->addWidget(label, row, 0, 1, words[2].isEmpty() ? 4 : 2);
    else
      m_preview->addWidget(label, row, column);
    label->show();
  }
}

void RuleForm::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  showPreview();
}

bool RuleForm::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Escape:
      refresh();  // an unfinished rounding goes back to what it was
      m_message->clear();
      emit left();
      return true;
    case Qt::Key_F7:
      toggleOwn();
      return true;
    default:
      return QWidget::eventFilter(watched, event);
  }
}

}  // namespace loket::ui::screens
