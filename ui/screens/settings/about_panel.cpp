#include "ui/screens/settings/about_panel.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QFile>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QScreen>
#include <QScrollBar>
#include <QSysInfo>
#include <QVBoxLayout>

#include "ui/models/setting_list.h"
#include "ui/screens/caption_value.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Tone;
using theme::Weight;
using widgets::TextLabel;

namespace {

struct Part {
  const char* name;
  const char* does;
  const char* licence;
  const char* text;  // where its licence's text is: among the resources, or with the system's package
};

constexpr Part kParts[] = {
    {"Loket", QT_TRANSLATE_NOOP("loket::ui::screens::AboutPanel", "this program"), "GPL 3", ":/licences/loket.txt"},
    {"Inter Tabular", QT_TRANSLATE_NOOP("loket::ui::screens::AboutPanel", "letters on the screen"), "OFL 1.1", ":/licences/inter.txt"},
    {"Loket Mono", QT_TRANSLATE_NOOP("loket::ui::screens::AboutPanel", "numbers and references"), "OFL 1.1", ":/licences/jetbrains-mono.txt"},
    {"Tabler Icons", QT_TRANSLATE_NOOP("loket::ui::screens::AboutPanel", "pictures on the buttons"), "MIT", ":/licences/tabler.txt"},
    {"Qt", QT_TRANSLATE_NOOP("loket::ui::screens::AboutPanel", "windows and printing"), "LGPL 3", "/usr/share/doc/libqt6core6/copyright"},
    {"SQLCipher", QT_TRANSLATE_NOOP("loket::ui::screens::AboutPanel", "the encrypted book"), "BSD", ":/licences/sqlcipher.txt"},
    {"libcurl", QT_TRANSLATE_NOOP("loket::ui::screens::AboutPanel", "talks to suppliers"), "curl", "/usr/share/doc/libcurl4/copyright"},
    {"OpenSSL", QT_TRANSLATE_NOOP("loket::ui::screens::AboutPanel", "closed lines, signatures"), "Apache 2.0", "/usr/share/doc/libssl3/copyright"},
    {"libsodium", QT_TRANSLATE_NOOP("loket::ui::screens::AboutPanel", "PINs and keys"), "ISC", "/usr/share/doc/libsodium23/copyright"},
    {"liboath", QT_TRANSLATE_NOOP("loket::ui::screens::AboutPanel", "one-time codes"), "LGPL 2.1", "/usr/share/doc/liboath0/copyright"},
    {"qrcodegen", QT_TRANSLATE_NOOP("loket::ui::screens::AboutPanel", "QR codes"), "MIT", "/usr/share/doc/libqrcodegencpp1/copyright"},
    {"CUPS", QT_TRANSLATE_NOOP("loket::ui::screens::AboutPanel", "the system's printers"), "Apache 2.0", "/usr/share/doc/libcups2/copyright"},
    {"libsystemd", QT_TRANSLATE_NOOP("loket::ui::screens::AboutPanel", "the fingerprint reader"), "LGPL 2.1", "/usr/share/doc/libsystemd0/copyright"},
    {"nlohmann-json", QT_TRANSLATE_NOOP("loket::ui::screens::AboutPanel", "reads and writes JSON"), "MIT", "/usr/share/doc/nlohmann-json3-dev/copyright"},
    {"fmt", QT_TRANSLATE_NOOP("loket::ui::screens::AboutPanel", "composes text"), "MIT", "/usr/share/doc/libfmt9/copyright"},
    {"spdlog", QT_TRANSLATE_NOOP("loket::ui::screens::AboutPanel", "the program's log"), "MIT", "/usr/share/doc/libspdlog1.10/copyright"},
    {"CLI11", QT_TRANSLATE_NOOP("loket::ui::screens::AboutPanel", "the command line"), "BSD", "/usr/share/doc/libcli11-dev/copyright"},
    {"tl::expected", QT_TRANSLATE_NOOP("loket::ui::screens::AboutPanel", "results and errors"), "CC0", "/usr/share/doc/libexpected-dev/copyright"},
};

// A file that is not there, or cannot be read, is an empty text.
QString textOf(const char* path) {
  QFile file(QString::fromLatin1(path));
  constexpr qint64 kAtMost = 1 << 20;
  return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.read(kAtMost)) : QString();
}

}  // namespace

AboutPanel::AboutPanel(const Counter& counter, QWidget* parent) : QWidget(parent), m_counter(counter) {
  const theme::Theme& look = counter.theme;
  const auto words = [&look](QWidget* on, const QString& text, TextSize size, Weight weight, ColourRole ink) {
    auto* label = new TextLabel(look, text, size, weight, ink, on);
    label->setOverflow(widgets::Overflow::Wrap);
    return label;
  };
  auto* card = new widgets::Card(look, this);
  auto* name = words(card, QStringLiteral("Loket"), TextSize::Name, Weight::Bold, ColourRole::Ink);
  auto* what = words(card, tr("The payment counter that loses no payment and makes none twice."), TextSize::Body,
                     Weight::Regular, ColourRole::Muted);
  auto* copy = new widgets::ActionButton(look, tr("Copy for whoever helps"), widgets::ActionKind::Secondary, card);
  copy->setObjectName(QStringLiteral("about-copy"));
  copy->setActionSize(widgets::ActionSize::Small);
  copy->setLeadingIcon(QStringLiteral("copy"));
  copy->setKeyCap(QStringLiteral("F6"));
  copy->setFocusPolicy(Qt::NoFocus);
  m_message = new widgets::InlineMessage(look, card);
  m_message->setObjectName(QStringLiteral("about-message"));
  m_message->clear();
  m_model = new models::SettingList(this);
  std::vector<models::SettingRow> rows;
  for (const Part& part : kParts)
    rows.push_back({QString::fromLatin1(part.name), tr(part.does), QString::fromLatin1(part.licence), {}, Tone::Neutral});
  m_model->replace(std::move(rows));
  m_parts = new widgets::RowList(look, card);
  m_parts->setObjectName(QStringLiteral("about-parts"));
  m_parts->setColumns({});
  m_parts->setModel(m_model);
  m_parts->setAccessibleName(tr("What it is made of"));
  m_parts->installEventFilter(this);

  auto* left = new QVBoxLayout(card);
  left->setContentsMargins(look.space(6), look.space(5), look.space(6), look.space(4));
  left->setSpacing(look.space(2));
  left->addWidget(name);
  left->addWidget(what);
  left->addSpacing(look.space(1));
  const auto fact = [&](const QString& caption, const QString& value) {
    auto* row = new CaptionRow(look, caption, card);
    row->setValue(value);
    left->addWidget(row);
    return row;
  };
  fact(tr("Version"), QCoreApplication::applicationVersion())->value()->setObjectName(QStringLiteral("about-version"));
  fact(tr("Runs on"), QSysInfo::prettyProductName() + QStringLiteral(", Qt ") + QString::fromLatin1(qVersion()));
  fact(tr("Licence"), tr("GPL 3, without any warranty"));
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(copy);
  buttons->addStretch();
  left->addLayout(buttons);
  left->addWidget(m_message);
  left->addWidget(words(card, tr("What it is made of"), TextSize::Body, Weight::SemiBold, ColourRole::Ink));
  left->addWidget(m_parts, 1);

  auto* side = new widgets::Card(look, this);
  m_licenceTitle = words(side, {}, TextSize::Lead, Weight::SemiBold, ColourRole::Ink);
  m_licenceTitle->setObjectName(QStringLiteral("about-licence-title"));
  m_licence = new QPlainTextEdit(side);
  m_licence->setObjectName(QStringLiteral("about-licence"));
  m_licence->setReadOnly(true);
  m_licence->setFrameShape(QFrame::NoFrame);
  m_licence->setFont(look.font(TextSize::Small));
  m_licence->document()->setDocumentMargin(0);
  m_licence->setAccessibleName(tr("Text of the licence"));
  m_licence->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_licence->installEventFilter(this);
  connect(&look, &theme::Theme::changed, m_licence, [this] { m_licence->setFont(m_counter.theme.font(TextSize::Small)); });
  auto* right = new QVBoxLayout(side);
  right->setContentsMargins(look.space(5), look.space(5), look.space(3), look.space(4));
  right->setSpacing(look.space(2.5));
  right->addWidget(m_licenceTitle);
  right->addWidget(m_licence, 1);

  auto* row = new QHBoxLayout(this);
  row->setContentsMargins({});
  row->setSpacing(look.px(theme::metric::kColumnGap));
  row->addWidget(card, 1);
  row->addWidget(side, 1);
  setFocusProxy(m_parts);
  connect(copy, &QAbstractButton::clicked, this, &AboutPanel::copyFacts);
  connect(m_parts->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          [this](const QModelIndex& current) { showLicence(current.row()); });
  connect(m_parts, &widgets::RowList::rowActivated, this, [this] {
    m_licence->setFocus();
    emit hintsChanged();
  });
  m_parts->setCurrentIndex(m_model->index(0));
}

void AboutPanel::enter() {
  m_message->clear();
  m_parts->setFocus();
}

void AboutPanel::showLicence(int row) {
  if (row < 0)
    return;
  const Part& part = kParts[row];
  m_licenceTitle->setText(QString::fromLatin1(part.name) + QStringLiteral(" · ") + QString::fromLatin1(part.licence));
  const QString text = textOf(part.text);
  m_licence->setPlainText(!text.isEmpty() ? text
                                          : tr("Its text came with the system's package of that name: %1")
                                                .arg(QString::fromLatin1(part.text)));
}

QString AboutPanel::facts() const {
  const QScreen* screen = this->screen();
  return QStringLiteral("Loket %1\nQt %2 (%3)\n%4, %5 %6, %7\n%8 x %9, %10\n")
      .arg(QCoreApplication::applicationVersion(), QString::fromLatin1(qVersion()), QGuiApplication::platformName(),
           QSysInfo::prettyProductName(), QSysInfo::kernelType(), QSysInfo::kernelVersion(),
           QSysInfo::currentCpuArchitecture())
      .arg(screen->size().width())
      .arg(screen->size().height())
      .arg(screen->devicePixelRatio());
}

void AboutPanel::copyFacts() {
  QGuiApplication::clipboard()->setText(facts());
  m_message->setMessage(Tone::Success, tr("Copied: version and system, nothing of the shop. Paste it into the message to whoever helps."));
}

bool AboutPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  const int key = static_cast<QKeyEvent*>(event)->key();
  if (key == Qt::Key_F6) {
    copyFacts();
    return true;
  }
  if (key == Qt::Key_Escape) {
    if (watched == m_licence) {
      m_parts->setFocus();
      emit hintsChanged();
    } else {
      emit left();
    }
    return true;
  }
  // A text that is only read has no cursor to move: the arrows move the page.
  if (watched == m_licence && (key == Qt::Key_Up || key == Qt::Key_Down)) {
    QScrollBar* bar = m_licence->verticalScrollBar();
    bar->setValue(bar->value() + (key == Qt::Key_Up ? -1 : 1));
    return true;
  }
  return QWidget::eventFilter(watched, event);
}

QList<widgets::KeyHint> AboutPanel::hints() const {
  if (m_licence->hasFocus())
    return {{QStringLiteral("↑ ↓"), tr("move")}, {QStringLiteral("Esc"), tr("back")}};
  return {{QStringLiteral("↑ ↓"), tr("move")},
          {QStringLiteral("Enter"), tr("read")},
          {QStringLiteral("F6"), tr("copy for whoever helps")},
          {QStringLiteral("Esc"), tr("back")}};
}

}  // namespace loket::ui::screens
