#include "ui/screens/settings/audit_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>
#include <utility>

#include "ui/screens/caption_value.h"
#include "ui/text/amounts.h"
#include "ui/text/audit.h"
#include "ui/text/times.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/qr_code.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Tone;
using theme::Weight;
using widgets::TextLabel;

namespace {

constexpr std::size_t kFaultsShown = 6;

}  // namespace

AuditPanel::AuditPanel(const Counter& counter, QWidget* parent) : QWidget(parent), m_counter(counter) {
  const theme::Theme& look = counter.theme;
  const auto words = [&look](QWidget* on, TextSize size, Weight weight, ColourRole ink) {
    auto* label = new TextLabel(look, {}, size, weight, ink, on);
    label->setOverflow(widgets::Overflow::Wrap);
    return label;
  };
  auto* card = new widgets::Card(look, this);
  auto* title = words(card, TextSize::Lead, Weight::SemiBold, ColourRole::Ink);
  title->setText(tr("Journal"));
  auto* what = words(card, TextSize::Body, Weight::Regular, ColourRole::Muted);
  what->setText(tr("Every step of a payment, every posting and everything that is set is sealed into the journal, one on top of "
                   "the other. What is changed afterwards shows."));
  m_verify = new widgets::ActionButton(look, tr("Look at all of it"), widgets::ActionKind::Primary, card);
  m_verify->setObjectName(QStringLiteral("audit-verify"));
  m_verify->setKeyCap(QStringLiteral("F5"));
  m_sign = new widgets::ActionButton(look, tr("Sign it now"), widgets::ActionKind::Secondary, card);
  m_sign->setKeyCap(QStringLiteral("F6"));
  for (auto* button : {m_verify, m_sign}) {
    button->setActionSize(widgets::ActionSize::Small);
    button->setFocusPolicy(Qt::NoFocus);
  }
  m_message = new widgets::InlineMessage(look, card);
  m_message->setObjectName(QStringLiteral("audit-message"));
  m_message->clear();
  m_words = words(card, TextSize::Body, Weight::Regular, ColourRole::Ink);
  m_words->setObjectName(QStringLiteral("audit-words"));
  m_faults = words(card, TextSize::Body, Weight::Medium, ColourRole::Ink);
  m_faults->setObjectName(QStringLiteral("audit-faults"));
  m_witnessed = words(card, TextSize::Body, Weight::Regular, ColourRole::Ink);
  m_witnessed->setObjectName(QStringLiteral("audit-witnessed"));
  m_stamped = words(card, TextSize::Body, Weight::Regular, ColourRole::Ink);
  m_stamped->setObjectName(QStringLiteral("audit-stamped"));
  m_progress = new widgets::ProgressLine(look, card);
  m_progress->hide();
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(look.space(2));
  buttons->addWidget(m_verify);
  buttons->addWidget(m_sign);
  buttons->addStretch();
  auto* left = new QVBoxLayout(card);
  left->setContentsMargins(look.space(6), look.space(5), look.space(6), look.space(5));
  left->setSpacing(look.space(3));
  left->addWidget(title);
  left->addWidget(what);
  left->addLayout(buttons);
  left->addWidget(m_progress);
  left->addWidget(m_message);
  left->addWidget(m_words);
  left->addWidget(m_faults);
  left->addWidget(m_witnessed);
  left->addWidget(m_stamped);
  left->addStretch();

  auto* side = new widgets::Card(look, this);
  m_side = side;
  auto* signedTitle = words(side, TextSize::Lead, Weight::SemiBold, ColourRole::Ink);
  signedTitle->setText(tr("What was signed"));
  m_sideWords = words(side, TextSize::Small, Weight::Regular, ColourRole::Muted);
  m_sideWords->setText(tr("F6 signs how the journal stands. Keep the code outside the shop: it tells how large the journal was, and its seal."));
  m_size = new CaptionRow(look, tr("Entries"), side);
  m_at = new CaptionRow(look, tr("Signed"), side);
  m_root = new CaptionRow(look, tr("Seal"), side);
  m_code = new widgets::QrCode(look, side);
  m_code->setObjectName(QStringLiteral("audit-code"));
  auto* right = new QVBoxLayout(side);
  right->setContentsMargins(look.space(5), look.space(5), look.space(5), look.space(5));
  right->setSpacing(look.space(2.5));
  right->addWidget(signedTitle);
  right->addWidget(m_sideWords);
  for (CaptionRow* row : {m_size, m_at, m_root}) {
    row->hide();
    right->addWidget(row);
  }
  right->addWidget(m_code, 1);
  right->addStretch();
  m_code->hide();
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins({});
  row->setSpacing(look.px(theme::metric::kColumnGap));
  row->addWidget(card, 1);
  row->addWidget(side);
  setFocusPolicy(Qt::StrongFocus);
  connect(m_verify, &QAbstractButton::clicked, this, &AuditPanel::verify);
  connect(m_sign, &QAbstractButton::clicked, this, &AuditPanel::sign);
}

void AuditPanel::enter() {
  setFocus();
  // What is known of those outside stands there at once: nobody is asked for it. Why it could not be told, F5 and F6 say too.
  m_counter.bridge.stamps(this, [this](const Result<api::StampList>& list) {
    if (list)
      showOutside(list->witnessed, list->stamped);
  });
}

void AuditPanel::verify() {
  if (m_isBusy)
    return;
  m_isBusy = true;
  m_isOpposed = false;
  m_message->clear();
  m_words->setText({});
  m_faults->setText({});
  m_progress->setBusy(tr("Looking at the journal…"));
  m_progress->show();
  m_counter.bridge.audit(
      this,
      [this](api::AuditProgress at) {
        if (at.of > 0)
          m_progress->setProgress(static_cast<double>(at.done) / static_cast<double>(at.of), tr("Looking at the journal…"));
      },
      [this](const Result<api::AuditReport>& report) {
        m_isBusy = false;
        m_progress->hide();
        if (report)
          showReport(*report);
        else
          say(Tone::Danger, text::auditSentence(report.error()));
      });
}

void AuditPanel::say(Tone tone, const QString& words) {
  m_isOpposed = false;
  m_message->setMessage(tone, words);
}

void AuditPanel::showReport(const api::AuditReport& report) {
  say(report.isSound() ? Tone::Success : Tone::Danger,
      report.isSound() ? (report.from > 0 ? tr("From entry %1 on the journal is as it was written.")
                                                .arg(text::grouped(Money::rupiah(static_cast<std::int64_t>(report.from))))
                                          : tr("The journal is as it was written."))
                       : tr("The journal is not as it was written. Keep the computer as it is, and call for help."));
  m_words->setText(text::auditText(report));
  QStringList lines;
  for (std::size_t i = 0; i < report.faults.size() && i < kFaultsShown; ++i) lines << text::auditFaultText(report.faults[i]);
  if (report.faults.size() > kFaultsShown)
    lines << tr("and %1 more").arg(text::grouped(static_cast<int>(report.faults.size() - kFaultsShown)));
  m_faults->setText(lines.join(QLatin1Char('\n')));
  showOutside(report.witnessed, report.stamped);
}

void AuditPanel::showOutside(const api::Witnessed& seen, const api::Stamped& stamped) {
  m_stamped->setText(text::stampedText(stamped));
  m_witnessed->setText(text::witnessedText(seen));
  // Once nobody says so any more it goes; what else is said stays.
  const bool wasOpposed = std::exchange(m_isOpposed, text::isAgainstThisHome(seen));
  if (!m_isOpposed && wasOpposed)
    m_message->clear();
  else if (m_isOpposed)
    m_message->setMessage(Tone::Danger, tr("A witness has seen more of this terminal's journal, or another one. If an older copy of this shop was "
                                           "put back, or two copies are in use, stop one of them and call for help."));
}

void AuditPanel::sign() {
  if (m_isBusy)
    return;
  m_isBusy = true;
  m_counter.bridge.checkpoint(this, [this](const Result<api::CheckpointView>& view) {
    m_isBusy = false;
    if (view)
      showSigned(*view);
    else
      say(Tone::Danger, text::auditSentence(view.error()));
  });
}

void AuditPanel::showSigned(const api::CheckpointView& view) {
  m_size->setValue(text::grouped(Money::rupiah(static_cast<std::int64_t>(view.size))));
  m_at->setValue(text::dateTime(view.at));
  // The beginning is enough to compare by eye.
  constexpr qsizetype kShown = 12;
  m_root->setValue(QString::fromStdString(view.root).left(kShown) + QStringLiteral("…"));
  const bool fits = m_code->setText(view.note + "\n" + view.key, tr("What this terminal has signed of its journal"));
  for (QWidget* row : std::initializer_list<QWidget*>{m_size, m_at, m_root}) row->show();
  m_code->setVisible(fits);
  showOutside(view.witnessed, view.stamped);
}

void AuditPanel::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_F5:
      return verify();
    case Qt::Key_F6:
      return sign();
    case Qt::Key_Escape:
      emit left();
      return;
    default:
      QWidget::keyPressEvent(event);
  }
}

void AuditPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  m_side->setFixedWidth(std::min(m_counter.theme.px(theme::metric::kFeedWidth), width() * 42 / 100));
}

QList<widgets::KeyHint> AuditPanel::hints() const {
  return {{QStringLiteral("F5"), tr("look at all of it")}, {QStringLiteral("F6"), tr("sign it now")}, {QStringLiteral("Esc"), tr("back")}};
}

}  // namespace loket::ui::screens
