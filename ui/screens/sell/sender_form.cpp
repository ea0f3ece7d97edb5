#include "ui/screens/sell/sender_form.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLineEdit>

#include "ui/text/errors.h"
#include "ui/widgets/text_label.h"

namespace loket::ui::screens {
namespace {

struct Field {
  const char* word;
  std::string Sender::*value;
};
constexpr std::array<Field, 6> kSenderFields{{{"name", &Sender::name},
                                              {"id-type", &Sender::idType},
                                              {"id", &Sender::idNumber},
                                              {"phone", &Sender::phone},
                                              {"address", &Sender::address},
                                              {"purpose", &Sender::purpose}}};

QString withCapital(QString text) {
  if (!text.isEmpty())
    text[0] = text[0].toUpper();
  return text;
}

}  // namespace

SenderForm::SenderForm(const theme::Theme& look, QWidget* parent) : QWidget(parent) {
  constexpr int kColumns = 3;
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins({});
  grid->setHorizontalSpacing(look.space(4));
  grid->setVerticalSpacing(look.space(1));
  auto* heading = new widgets::TextLabel(look, tr("Who brings the money"), theme::TextSize::Body,
                                         theme::Weight::SemiBold, theme::ColourRole::Ink, this);
  grid->addWidget(heading, 0, 0, 1, kColumns);
  for (std::size_t i = 0; i < kFields; ++i) {
    const QString caption = withCapital(text::senderField(kSenderFields[i].word));
    auto* label = new widgets::TextLabel(look, caption, theme::TextSize::Small, theme::Weight::Regular,
                                         theme::ColourRole::Muted, this);
    auto* edit = new QLineEdit(this);
    edit->setObjectName(QStringLiteral("sender-") + QString::fromLatin1(kSenderFields[i].word));
    edit->setAccessibleName(caption);
    edit->setFont(look.font(theme::TextSize::Body, theme::Weight::Medium));
    edit->installEventFilter(this);
    connect(edit, &QLineEdit::textEdited, this, &SenderForm::edited);
    const int row = 1 + 2 * (static_cast<int>(i) / kColumns);
    const int column = static_cast<int>(i) % kColumns;
    grid->addWidget(label, row, column);
    grid->addWidget(edit, row + 1, column);
    m_edits[i] = edit;
  }
  setFocusProxy(m_edits.front());
}

void SenderForm::setSender(const Sender& sender) {
  for (std::size_t i = 0; i < kFields; ++i)
    m_edits[i]->setText(QString::fromStdString(sender.*kSenderFields[i].value));
  if (sender.idType.empty())
    field("id-type")->setText(QStringLiteral("KTP"));
}

Sender SenderForm::sender() const {
  Sender sender;
  for (std::size_t i = 0; i < kFields; ++i)
    sender.*kSenderFields[i].value = m_edits[i]->text().trimmed().toStdString();
  return sender;
}

QLineEdit* SenderForm::field(const std::string& word) const {
  for (std::size_t i = 0; i < kFields; ++i)
    if (word == kSenderFields[i].word)
      return m_edits[i];
  return m_edits.front();
}

void SenderForm::focusField(const std::string& word) {
  field(word)->setFocus();
  field(word)->selectAll();
}

bool SenderForm::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  auto* key = static_cast<QKeyEvent*>(event);
  if ((key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) && !key->isAutoRepeat()) {
    for (std::size_t i = 0; i + 1 < kFields; ++i)
      if (watched == m_edits[i]) {
        m_edits[i + 1]->setFocus();
        m_edits[i + 1]->selectAll();
        return true;
      }
    emit finished();
    return true;
  }
  if (key->key() == Qt::Key_Escape) {
    emit left();
    return true;
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace loket::ui::screens
