// What the shop is set to and how it feels: language, light or dark, printer, suppliers, and the health list.
#pragma once

#include "ui/screens/page.h"
#include "ui/text/language.h"

class QStackedWidget;
class QVBoxLayout;

namespace loket::ui::widgets {
class Card;
class Chip;
class InlineMessage;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class PaperPanel;
class PricesPanel;

class SettingsScreen final : public Page {
  Q_OBJECT

 public:
  SettingsScreen(const Counter& counter, text::Language language, QWidget* parent = nullptr);

  [[nodiscard]] QList<widgets::KeyHint> hints() const override;
  void enter() override;
  void setCustomerDisplay(bool isOn);

 signals:
  void languageChosen(loket::ui::text::Language language);
  void modeChosen(loket::ui::theme::Mode mode);
  void displayChosen(bool wanted);

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QWidget* makeChoices(QWidget* parent);
  void openPrices();
  void openPaper();
  [[nodiscard]] bool isAtPaper() const;
  [[nodiscard]] bool isAtPrices() const;
  void bring();
  void showConfig(const api::Config& config);
  void showHealth(const std::vector<api::HealthItem>& items);

  const Counter& m_counter;
  text::Language m_language;
  QStackedWidget* m_stack;
  QWidget* m_overview;
  PaperPanel* m_paper = nullptr;    // made when it is first wanted, like the other one
  PricesPanel* m_prices = nullptr;  // made when it is first wanted
  widgets::InlineMessage* m_message;
  widgets::Chip* m_display = nullptr;
  QVBoxLayout* m_shopRows;
  QVBoxLayout* m_healthRows;
};

}  // namespace loket::ui::screens
