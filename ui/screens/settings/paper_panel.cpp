#include "ui/screens/settings/paper_panel.h"

#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QImageReader>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/domain/identity/logo.h"
#include "ui/screens/receipt_file.h"
#include "ui/text/errors.h"
#include "ui/text/paper.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/choice_grid.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/receipt_paper.h"
#include "ui/widgets/scroll_box.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {
namespace {

constexpr int kPreviewDelayMs = 150;
constexpr int kPictureSideMax = 6'000;  // pixels; a photograph of a telephone has four thousand
constexpr std::array<int, 3> kDrawerPins{0, 2, 5};

// What people type: an address in the shop's network is enough.
std::string uriOf(const QString& typed) {
  const QString address = typed.trimmed();
  if (address.isEmpty() || address.contains(QStringLiteral("://")) || address.startsWith(u'/'))
    return address.toStdString();
  return (QStringLiteral("tcp://") + address + (address.contains(u':') ? QString() : QStringLiteral(":9100")))
      .toStdString();
}

// What was changed from `was` to `mine`, on top of what another one has kept meanwhile.
api::PaperSettings onTopOf(api::PaperSettings now, const api::PaperSettings& was,
                           const api::PaperSettings& mine) {
  const auto put = [&](auto part) {
    if (part(mine) != part(was))
      part(now) = part(mine);
  };
  put([](auto& paper) -> auto& { return paper.printer.uri; });
  put([](auto& paper) -> auto& { return paper.printer.profile; });
  put([](auto& paper) -> auto& { return paper.printer.drawer; });
  put([](auto& paper) -> auto& { return paper.printer.sealCode; });
  put([](auto& paper) -> auto& { return paper.header; });
  put([](auto& paper) -> auto& { return paper.footer; });
  put([](auto& paper) -> auto& { return paper.logo; });
  return now;
}

// On `paper`, as large as the paper has room for and not larger than it is.
std::optional<Logo> logoOf(QImage image, const QColor& paper) {
  if (image.isNull())
    return std::nullopt;
  if (image.width() > kLogoWidthMax || image.height() > kLogoHeightMax)
    image = image.scaled(kLogoWidthMax, kLogoHeightMax, Qt::KeepAspectRatio, Qt::SmoothTransformation);
  QImage onPaper(image.size(), QImage::Format_RGB32);
  onPaper.fill(paper);
  QPainter painter(&onPaper);
  painter.drawImage(0, 0, image);
  painter.end();
  std::vector<std::uint8_t> grey;
  grey.reserve(static_cast<std::size_t>(onPaper.width()) * static_cast<std::size_t>(onPaper.height()));
  for (int y = 0; y < onPaper.height(); ++y)
    for (int x = 0; x < onPaper.width(); ++x)
      grey.push_back(static_cast<std::uint8_t>(qGray(onPaper.pixel(x, y))));
  return ditheredLogo(grey, onPaper.width(), onPaper.height());
}

}  // namespace

using theme::ColourRole;
using theme::TextSize;
using theme::Tone;
using theme::Weight;
using widgets::Overflow;
using widgets::TextLabel;

PaperPanel::PaperPanel(const Counter& counter, QWidget* parent) : QWidget(parent), m_counter(counter) {
  const theme::Theme& look = counter.theme;
  m_debounce.setSingleShot(true);
  m_debounce.setInterval(kPreviewDelayMs);
  connect(&m_debounce, &QTimer::timeout, this, &PaperPanel::preview);

  auto* card = new widgets::Card(look, this);
  auto* scroll = new widgets::ScrollBox(card);
  scroll->setBody(makeForm(nullptr));
  m_message = new widgets::InlineMessage(look, card);
  m_message->setObjectName(QStringLiteral("paper-message"));
  m_message->clear();
  m_try = new widgets::ActionButton(look, tr("Try it"), widgets::ActionKind::Secondary, card);
  m_try->setObjectName(QStringLiteral("paper-try"));
  m_try->setLeadingIcon(QStringLiteral("printer"));
  m_try->setKeyCap(QStringLiteral("F6"));
  m_keep = new widgets::ActionButton(look, tr("Keep"), widgets::ActionKind::Primary, card);
  m_keep->setObjectName(QStringLiteral("paper-keep"));
  m_keep->setKeyCap(QStringLiteral("Ctrl+Enter"));
  auto* foot = new QHBoxLayout;
  foot->setSpacing(look.space(2));
  for (widgets::ActionButton* button : {m_try, m_keep}) {
    button->setActionSize(widgets::ActionSize::Small);
    button->setFocusPolicy(Qt::NoFocus);
    button->setSpread(true);
    foot->addWidget(button, 1);
  }
  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(look.space(5), look.space(4), look.space(3), look.space(4));
  column->setSpacing(look.space(2));
  column->addWidget(new TextLabel(look, tr("Printer and paper"), TextSize::Heading, Weight::SemiBold,
                                  ColourRole::Ink, card));
  column->addWidget(scroll, 1);
  column->addWidget(m_message);
  column->addLayout(foot);

  auto* paperScroll = new widgets::ScrollBox(this);
  // Of a wide form too.
  paperScroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
  auto* holder = new QWidget;
  m_paper = new widgets::ReceiptPaper(look);
  m_paper->hide();
  auto* centre = new QVBoxLayout(holder);
  centre->setContentsMargins({});
  centre->addWidget(m_paper, 0, Qt::AlignHCenter);
  centre->addStretch();
  paperScroll->setBody(holder);
  m_side = paperScroll;

  auto* row = new QHBoxLayout(this);
  row->setContentsMargins({});
  row->setSpacing(look.px(theme::metric::kColumnGap));
  row->addWidget(card, 1);
  row->addWidget(m_side);
  setFocusProxy(m_address);
  connect(m_try, &QAbstractButton::clicked, this, &PaperPanel::tryOut);
  connect(m_keep, &QAbstractButton::clicked, this, &PaperPanel::keep);
}

QLineEdit* PaperPanel::makeField(const QString& name, QWidget* parent) {
  const theme::Theme& look = m_counter.theme;
  auto* field = new QLineEdit(parent);
  field->setAccessibleName(name);
  field->setFont(look.font(TextSize::Body));
  field->setMinimumHeight(look.px(theme::metric::kFieldHeight));
  field->installEventFilter(this);
  connect(field, &QLineEdit::textEdited, this, &PaperPanel::changed);
  return field;
}

QWidget* PaperPanel::makeForm(QWidget* parent) {
  const theme::Theme& look = m_counter.theme;
  auto* form = new QWidget(parent);
  auto* column = new QVBoxLayout(form);
  column->setContentsMargins(0, 0, look.space(2), 0);
  column->setSpacing(look.space(1.5));
  const auto caption = [&](const QString& words) {
    auto* label = new TextLabel(look, words, TextSize::Small, Weight::Regular, ColourRole::Muted, form);
    label->setOverflow(Overflow::Wrap);
    column->addWidget(label);
    return label;
  };
  const auto grid = [&](const QString& name, const char* object, int inARow) {
    auto* choices = new widgets::ChoiceGrid(look, 0, form);
    choices->setObjectName(QLatin1String(object));
    choices->setInARow(inARow);
    choices->takeKeys(name);
    choices->installEventFilter(this);
    connect(choices, &widgets::ChoiceGrid::clicked, this, [this, choices](int index) {
      choices->choose(index);
      changed();
    });
    column->addWidget(choices);
    return choices;
  };
  m_foundWords = caption({});
  m_printers = new widgets::ChoiceGrid(look, 0, form);
  m_printers->setObjectName(QStringLiteral("paper-printers"));
  m_printers->setInARow(2);
  m_printers->takeKeys(tr("Printers at this computer"));
  m_printers->installEventFilter(this);
  column->addWidget(m_printers);
  connect(m_printers, &widgets::ChoiceGrid::clicked, this, [this](int index) {
    m_printers->choose(index);
    const auto& one = m_found.at(static_cast<std::size_t>(index));
    m_address->setText(QString::fromStdString(one.uri));
    const auto kinds = text::paperKinds();
    for (std::size_t i = 0; i < kinds.size(); ++i)
      if (kinds[i].profile.toStdString() == one.profile)
        m_profiles->choose(static_cast<int>(i));
    changed();
  });
  caption(tr("Address of the printer: empty prints nothing"));
  m_address = makeField(tr("Address of the printer"), form);
  m_address->setObjectName(QStringLiteral("paper-address"));
  m_address->setPlaceholderText(QStringLiteral("192.168.1.50"));
  column->addWidget(m_address);
  caption(tr("Paper"));
  m_profiles = grid(tr("Paper"), "paper-profiles", 3);
  QStringList words;
  for (const text::PaperKind& kind : text::paperKinds()) words << kind.words;
  m_profiles->setWords(words);
  caption(tr("Cash drawer at the printer"));
  m_drawers = grid(tr("Cash drawer at the printer"), "paper-drawers", 3);
  m_drawers->setWords({tr("None"), tr("Yes"), tr("Yes, the other pin")});
  caption(tr("Seal on a receipt: what it is checked by"));
  m_seals = grid(tr("Seal on a receipt"), "paper-seals", 3);
  m_seals->setWords({tr("Letters and code"), tr("Letters alone")});
  column->addSpacing(look.space(2));
  const auto lines = [&](const QString& name, Lines& into) {
    caption(name);
    into.name = name;
    into.column = new QVBoxLayout;
    into.column->setSpacing(look.space(1.5));
    column->addLayout(into.column);
  };
  lines(tr("Under the shop's name"), m_header);
  lines(tr("At the very end"), m_footer);
  caption(tr("The shop's mark, over its name"));
  auto* logo = new QHBoxLayout;
  logo->setSpacing(look.space(2));
  m_chooseLogo =
      new widgets::ActionButton(look, tr("Choose a picture…"), widgets::ActionKind::Secondary, form);
  m_chooseLogo->setKeyCap(QStringLiteral("Ctrl+O"));
  m_dropLogo = new widgets::ActionButton(look, tr("Without"), widgets::ActionKind::Secondary, form);
  m_dropLogo->setObjectName(QStringLiteral("paper-no-logo"));
  for (widgets::ActionButton* button : {m_chooseLogo, m_dropLogo}) {
    button->setActionSize(widgets::ActionSize::Small);
    logo->addWidget(button);
  }
  m_chooseLogo->setFocusPolicy(Qt::NoFocus);
  m_dropLogo->installEventFilter(this);
  logo->addStretch();
  column->addLayout(logo);
  column->addStretch();
  connect(m_chooseLogo, &QAbstractButton::clicked, this, &PaperPanel::askLogo);
  connect(m_dropLogo, &QAbstractButton::clicked, this, &PaperPanel::dropLogo);
  return form;
}

void PaperPanel::addField(Lines& lines, const QString& text) {
  QLineEdit* field = makeField(QStringLiteral("%1, %2").arg(lines.name).arg(lines.fields.size() + 1),
                               lines.column->parentWidget());
  field->setObjectName(&lines == &m_header ? QStringLiteral("paper-header") : QStringLiteral("paper-footer"));
  field->setMaxLength(static_cast<int>(kShopLineMax));
  field->setPlaceholderText(tr("one more line"));
  field->setText(text);
  lines.fields.push_back(field);
  lines.column->addWidget(field);
  orderTabs();
  connect(field, &QLineEdit::textEdited, this, [this, &lines, field] {
    if (field == lines.fields.back() && !field->text().isEmpty() && lines.fields.size() < kShopLinesMax)
      addField(lines, {});
  });
}

// Tab goes down the form as the eye does, also over lines that came later than what stands under them.
void PaperPanel::orderTabs() {
  QWidget* last = m_seals;
  for (const Lines* lines : {&m_header, &m_footer})
    for (QLineEdit* field : lines->fields) {
      QWidget::setTabOrder(last, field);
      last = field;
    }
  QWidget::setTabOrder(last, m_dropLogo);
}

void PaperPanel::fillLines(Lines& lines, const std::vector<std::string>& texts) {
  // Who writes there goes on writing there.
  if (!lines.fields.empty() && textsOf(lines) == texts)
    return;
  qDeleteAll(lines.fields);
  lines.fields.clear();
  for (const std::string& text : texts) addField(lines, QString::fromStdString(text));
  if (lines.fields.size() < kShopLinesMax)
    addField(lines, {});
}

std::vector<std::string> PaperPanel::textsOf(const Lines& lines) {
  std::vector<std::string> texts;
  for (const QLineEdit* field : lines.fields)
    if (const QString text = field->text().trimmed(); !text.isEmpty())
      texts.push_back(text.toStdString());
  return texts;
}

void PaperPanel::take(const api::PaperSettings& settings) {
  m_kept = settings;
  m_known = true;
  fill(settings);
}

void PaperPanel::fill(const api::PaperSettings& settings) {
  m_address->setText(QString::fromStdString(settings.printer.uri));
  const auto kinds = text::paperKinds();
  int profile = -1;
  for (std::size_t i = 0; i < kinds.size(); ++i)
    if (kinds[i].profile.toStdString() == settings.printer.profile)
      profile = static_cast<int>(i);
  m_profiles->choose(profile);
  const auto pin = std::find(kDrawerPins.begin(), kDrawerPins.end(), settings.printer.drawer);
  m_seals->choose(settings.printer.sealCode ? 0 : 1);
  m_drawers->choose(pin == kDrawerPins.end() ? 0 : static_cast<int>(pin - kDrawerPins.begin()));
  fillLines(m_header, settings.header);
  fillLines(m_footer, settings.footer);
  m_logo = settings.logo;
  showFound();
  changed();
}

api::PaperSettings PaperPanel::draft() const {
  api::PaperSettings settings = m_kept;
  settings.printer.uri = uriOf(m_address->text());
  if (m_profiles->chosen() >= 0)
    settings.printer.profile =
        text::paperKinds().at(static_cast<std::size_t>(m_profiles->chosen())).profile.toStdString();
  settings.printer.sealCode = m_seals->chosen() != 1;
  settings.printer.drawer = kDrawerPins.at(static_cast<std::size_t>(std::max(0, m_drawers->chosen())));
  settings.header = textsOf(m_header);
  settings.footer = textsOf(m_footer);
  settings.logo = m_logo;
  return settings;
}

bool PaperPanel::isChanged() const {
  return m_known && !api::isSamePaper(draft(), m_kept);
}

void PaperPanel::enter() {
  m_leaving = false;
  lookForPrinters();
  m_address->setFocus();
  if (isChanged())
    return;
  m_message->clear();
  bring();
}

void PaperPanel::bring() {
  m_counter.bridge.config(this, [this](const Result<api::Config>& config) {
    m_unread = !config;
    if (!config)
      m_message->setMessage(Tone::Danger, text::sentence(config.error()) + u' ' + tr("F5 tries again."));
    else if (!isChanged())
      take(api::paperOf(*config));
  });
}

// Somebody else has kept something: it is what the draft is a change of now.
void PaperPanel::bringUnder() {
  m_counter.bridge.config(this, [this, was = m_kept](const Result<api::Config>& config) {
    if (!config || !api::isSamePaper(was, m_kept))
      return;
    const api::PaperSettings mine = draft();
    m_kept = api::paperOf(*config);
    fill(onTopOf(m_kept, was, mine));
    if (focusWidget() == nullptr)
      m_address->setFocus();
    m_message->setMessage(Tone::Waiting, tr("Somebody else has changed printer or paper meanwhile. What you "
                                            "changed is on top of that: look again, then keep it."));
  });
}

void PaperPanel::lookForPrinters() {
  m_foundWords->setText(tr("Looking for printers…"));
  m_counter.bridge.printers(this, [this](const Result<std::vector<api::FoundPrinter>>& found) {
    m_found = found.value_or(std::vector<api::FoundPrinter>());
    showFound();
  });
}

void PaperPanel::showFound() {
  QStringList names;
  int chosen = -1;
  for (const api::FoundPrinter& one : m_found) {
    if (one.uri == uriOf(m_address->text()))
      chosen = static_cast<int>(names.size());
    names << QString::fromStdString(one.name);
  }
  m_printers->setWords(names);
  m_printers->choose(chosen);
  m_printers->setVisible(!names.isEmpty());
  m_foundWords->setText(names.isEmpty()
                            ? tr("No printer was found here. Plug it in and press F5, or type its address.")
                            : tr("Found at this computer (F5 looks again)"));
}

void PaperPanel::changed() {
  m_leaving = false;
  m_dropLogo->setEnabled(!m_logo.empty());
  m_keep->setEnabled(!m_busy && isChanged());
  // What was said was about what stood here before.
  if (!m_busy)
    m_message->clear();
  ++m_round;
  m_debounce.start();
}

void PaperPanel::preview() {
  m_counter.bridge.samplePaper(draft(), this, [this, round = m_round](const Result<api::ReceiptView>& view) {
    if (round != m_round)
      return;
    if (!view) {
      m_message->setMessage(Tone::Danger, text::paperSentence(view.error()));
      return;
    }
    m_paper->setColumns(view->columns);
    m_paper->setLines(paperLines(*view));
    m_paper->show();
  });
}

void PaperPanel::tryOut() {
  if (m_busy || !m_known)
    return;
  m_leaving = false;
  m_busy = true;
  m_keep->setEnabled(false);
  m_message->setMessage(Tone::Neutral, tr("Sending it to the printer…"), QStringLiteral("printer"));
  m_counter.bridge.tryPaper(draft(), this, [this](const Result<api::PrintView>& print) {
    m_busy = false;
    m_keep->setEnabled(isChanged());
    if (!print)
      m_message->setMessage(Tone::Danger, text::paperSentence(print.error()));
    else
      m_message->setMessage(api::needsALook(print->outcome)                  ? Tone::Danger
                            : print->outcome == api::PrintOutcome::NoPrinter ? Tone::Neutral
                                                                             : Tone::Success,
                            text::trialSentence(*print));
  });
}

void PaperPanel::keep() {
  if (m_busy || !isChanged())
    return;
  m_busy = true;
  m_keep->setEnabled(false);
  m_counter.bridge.savePaper({m_kept, draft()}, this, [this](const Result<api::PaperSettings>& kept) {
    m_busy = false;
    if (!kept) {
      m_keep->setEnabled(isChanged());
      m_message->setMessage(Tone::Danger, text::paperSentence(kept.error()));
      if (kept.error().code == ErrorCode::StateForbids)
        bringUnder();
      return;
    }
    m_kept = *kept;
    m_keep->setEnabled(isChanged());
    m_message->setMessage(Tone::Success, tr("Kept. From now on all paper looks like this."));
  });
}

void PaperPanel::askLogo() {
  auto* dialog = new QFileDialog(this, tr("The shop's mark"), QDir::homePath(),
                                 tr("Pictures (*.png *.jpg *.jpeg *.svg *.bmp);;All files (*)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this, &PaperPanel::takeLogo);
  dialog->open();
}

void PaperPanel::takeLogo(const QString& file) {
  QImageReader reader(file);
  reader.setAutoTransform(true);
  const QSize size = reader.size();
  if (size.width() > kPictureSideMax || size.height() > kPictureSideMax) {
    m_message->setMessage(Tone::Danger,
                          tr("This picture is too large: at most %1 pixels a side.").arg(kPictureSideMax));
    return;
  }
  const auto logo = logoOf(reader.read(), m_counter.theme.colour(ColourRole::Code));
  if (!logo) {
    m_message->setMessage(Tone::Danger, tr("That is no picture, or nothing on it is dark."));
    return;
  }
  m_message->clear();
  m_logo = textOf(*logo);
  changed();
}

void PaperPanel::dropLogo() {
  m_logo.clear();
  changed();
  m_address->setFocus();
}

void PaperPanel::leave() {
  if (!isChanged() || m_leaving) {
    m_leaving = false;
    if (m_known)
      take(m_kept);
    m_message->clear();
    emit left();
    return;
  }
  m_leaving = true;
  m_message->setMessage(Tone::Waiting, tr("Not kept yet. Ctrl+Enter keeps it, Esc once more lets it go."));
}

bool PaperPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  auto* key = static_cast<QKeyEvent*>(event);
  const bool isControl = key->modifiers() == Qt::ControlModifier ||
                         key->modifiers() == (Qt::ControlModifier | Qt::KeypadModifier);
  switch (key->key()) {
    case Qt::Key_Escape:
      leave();
      return true;
    case Qt::Key_F5:
      lookForPrinters();
      if (m_unread)
        bring();
      return true;
    case Qt::Key_F6:
      tryOut();
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (isControl && !key->isAutoRepeat())
        keep();
      return true;
    case Qt::Key_O:
      if (!isControl)
        break;
      askLogo();
      return true;
    default:
      break;
  }
  return QWidget::eventFilter(watched, event);
}

void PaperPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const int wanted = m_counter.theme.px(theme::metric::kFeedWidth) + m_counter.theme.space(10);
  m_side->setFixedWidth(std::min(wanted, event->size().width() * 42 / 100));
}

QList<widgets::KeyHint> PaperPanel::hints() const {
  return {{QStringLiteral("Tab"), tr("move")},
          {QStringLiteral("← →"), tr("choose")},
          {QStringLiteral("F5"), tr("look for printers")},
          {QStringLiteral("F6"), tr("try it")},
          {QStringLiteral("Ctrl+Enter"), tr("keep")},
          {QStringLiteral("Esc"), tr("back")}};
}

}  // namespace loket::ui::screens
