#include "ui/screens/new_pin_panel.h"

#include <QVBoxLayout>
#include <utility>

#include "ui/widgets/pin_pad.h"

namespace loket::ui::screens {

NewPinPanel::NewPinPanel(const theme::Theme& theme, QWidget* parent)
    : QWidget(parent), m_pad(new widgets::PinPad(theme, this)) {
  m_pad->setAccessibleName(tr("PIN"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins({});
  column->addWidget(m_pad, 0, Qt::AlignHCenter);
  connect(m_pad, &widgets::PinPad::pinEntered, this,
          [this](const widgets::PinBuffer& pin) { take(SecretBytes(pin.digits())); });
  connect(m_pad, &widgets::PinPad::cancelled, this, [this] {
    if (m_isAgain)
      emit anew();
    else
      emit left();
  });
}

void NewPinPanel::begin() {
  m_first = SecretBytes();
  m_isAgain = false;
  m_pad->setEnabled(true);
  ask();
}

void NewPinPanel::ask() {
  m_pad->clear();
  m_pad->showHint({});
  m_pad->setFocus();
}

void NewPinPanel::take(SecretBytes pin) {
  if (!m_pad->isEnabled())
    return;
  if (!m_isAgain) {
    m_first = std::move(pin);
    m_isAgain = true;
    ask();
    emit again();
  } else if (pin.view() != m_first.view()) {
    emit anew();
    m_pad->showError(tr("The two are not the same. Choose again."));
  } else {
    m_pad->setEnabled(false);
    emit chosen(std::exchange(m_first, SecretBytes()));
  }
}

}  // namespace loket::ui::screens
