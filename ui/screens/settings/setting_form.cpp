#include "ui/screens/settings/setting_form.h"

#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>

#include "ui/widgets/action_button.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/money_edit.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {

using theme::ColourRole;
using theme::TextSize;
using theme::Tone;
using theme::Weight;
using widgets::TextLabel;

namespace {

constexpr qint64 kFileBytesMax = 1 << 20;  // a certificate is some kilobytes
constexpr int kLettersMax = 2'000;

}  // namespace

SettingForm::SettingForm(const Counter& counter, QWidget* parent) : QWidget(parent), m_counter(counter) {
  const theme::Theme& look = counter.theme;
  const auto words = [&](const char* name, TextSize size, Weight weight, ColourRole ink) {
    auto* label = new TextLabel(look, {}, size, weight, ink, this);
    label->setObjectName(QString::fromLatin1(name));
    label->setOverflow(widgets::Overflow::Wrap);
    return label;
  };
  const auto field = [&](QLineEdit* edit, const char* name) {
    edit->setObjectName(QString::fromLatin1(name));
    edit->setFont(look.font(TextSize::Body, Weight::SemiBold));
    edit->setMinimumHeight(look.px(theme::metric::kFieldHeight));
    edit->installEventFilter(this);
  };
  m_title = words("setting-title", TextSize::Lead, Weight::SemiBold, ColourRole::Ink);
  m_words = words("setting-words", TextSize::Small, Weight::Regular, ColourRole::Muted);
  m_was = words("setting-was", TextSize::Small, Weight::Medium, ColourRole::Waiting);
  m_money = new widgets::MoneyEdit(look, this);
  field(m_money, "setting-money");
  m_text = new QLineEdit(this);
  m_text->setMaxLength(kLettersMax);
  field(m_text, "setting-text");
  m_choose = new widgets::ActionButton(look, tr("Choose the file"), widgets::ActionKind::Secondary, this);
  m_choose->setActionSize(widgets::ActionSize::Small);
  m_choose->setKeyCap(QStringLiteral("F6"));
  m_choose->setFocusPolicy(Qt::NoFocus);
  m_message = new widgets::InlineMessage(look, this);
  m_message->setObjectName(QStringLiteral("setting-message"));
  m_message->clear();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(look.space(5), look.space(4), look.space(5), look.space(4));
  column->setSpacing(look.space(2.5));
  for (QWidget* widget : std::initializer_list<QWidget*>{m_title, m_words, m_money, m_text, m_choose, m_was, m_message})
    column->addWidget(widget);
  column->addStretch(1);
  connect(m_money, &widgets::MoneyEdit::valueEdited, this, [this](qint64 rupiah) {
    const bool isNone = m_kind == SettingKind::OptionalMoney && m_money->text().isEmpty();
    emit typed(isNone ? QString() : QString::number(rupiah));
  });
  connect(m_text, &QLineEdit::textEdited, this, [this](const QString& text) {
    if (m_kind != SettingKind::File)
      emit typed(text);
  });
  connect(m_choose, &QAbstractButton::clicked, this, &SettingForm::chooseFile);
}

void SettingForm::open(const QString& title, const QString& words, SettingKind kind, const QString& typed,
                       const QString& was) {
  m_kind = kind;
  m_title->setText(title);
  m_words->setText(words);
  m_words->setVisible(!words.isEmpty());
  m_money->setVisible(isMoney());
  m_text->setVisible(!isMoney());
  m_choose->setVisible(kind == SettingKind::File);
  m_money->setAccessibleName(title);
  m_text->setAccessibleName(title);
  m_money->setPlaceholderText(kind == SettingKind::OptionalMoney ? tr("no limit") : QStringLiteral("0"));
  m_text->setEchoMode(kind == SettingKind::Secret ? QLineEdit::Password : QLineEdit::Normal);
  m_text->setPlaceholderText(kind == SettingKind::Secret ? tr("a new one; empty keeps the old one")
                             : kind == SettingKind::File ? tr("the file's path")
                                                         : QString());
  m_text->setText(isMoney() ? QString() : typed);
  m_money->setValue(isMoney() ? typed.toLongLong() : 0);
  clearMessage();
  setWas(was);
}

void SettingForm::setWas(const QString& was) {
  m_was->setText(was.isEmpty() ? QString() : tr("Until it is saved: %1").arg(was));
  m_was->setVisible(!was.isEmpty());
}

void SettingForm::takeKeyboard() {
  QLineEdit* field = isMoney() ? static_cast<QLineEdit*>(m_money) : m_text;
  field->selectAll();
  field->setFocus();
}

void SettingForm::type(const QString& text) {
  takeKeyboard();
  if (!isMoney()) {
    m_text->setText(text);
    emit m_text->textEdited(text);
  } else if (text.at(0).isDigit()) {
    m_money->setValue(text.toLongLong());
    m_money->end(false);
    emit m_money->valueEdited(text.toLongLong());
  }
}

bool SettingForm::refuse(const QString& why) {
  m_message->setMessage(Tone::Danger, why);
  m_isRefused = true;
  return false;
}

void SettingForm::clearMessage() {
  m_message->clear();
  m_isRefused = false;
}

void SettingForm::chooseFile() {
  auto* dialog = new QFileDialog(this, m_title->text(), QDir::homePath());
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this, &SettingForm::takeFile);
  dialog->open();
}

bool SettingForm::takeFile(const QString& path) {
  m_text->setText(path);
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly))
    return refuse(tr("This file cannot be read: %1").arg(file.errorString()));
  if (file.size() > kFileBytesMax)
    return refuse(tr("This file is too large to be that."));
  const QByteArray content = file.read(kFileBytesMax);
  if (content.isEmpty())
    return refuse(tr("This file is empty."));
  clearMessage();
  emit typed(QString::fromUtf8(content));
  return !m_isRefused;
}

bool SettingForm::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (m_kind == SettingKind::File && !m_text->text().isEmpty())
        takeFile(m_text->text());
      // What was not taken is not left behind unseen.
      if (m_isRefused)
        return true;
      emit done();
      return true;
    case Qt::Key_F6:
      if (m_kind != SettingKind::File)
        break;
      chooseFile();
      return true;
    case Qt::Key_Escape:
      emit left();
      return true;
    default:
      break;
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace loket::ui::screens
