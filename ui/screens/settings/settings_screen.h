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
class ScrollBox;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class AboutPanel;
class AuditPanel;
class BackupPanel;
class LimitsPanel;
class PaperPanel;
class PeoplePanel;
class PricesPanel;
class SuppliersPanel;

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
  // Made when it is first wanted.
  template <typename Panel>
  void open(Panel*& panel);
  void openPrices() { open(m_prices); }
  void openPaper();
  void openBackup() { open(m_backup); }
  void openLimits() { open(m_limits); }
  void openPeople() { open(m_people); }
  void openSuppliers() { open(m_suppliers); }
  void openAudit() { open(m_audit); }
  void openAbout() { open(m_about); }
  // What is open calls this; false when the overview is.
  template <typename Use>
  bool withOpen(Use use) const;
  void bring();
  void showConfig(const api::Config& config);
  void showHealth(const std::vector<api::HealthItem>& items);

  const Counter& m_counter;
  text::Language m_language;
  QStackedWidget* m_stack;
  QWidget* m_overview;
  AboutPanel* m_about = nullptr;
  AuditPanel* m_audit = nullptr;
  BackupPanel* m_backup = nullptr;
  LimitsPanel* m_limits = nullptr;
  PaperPanel* m_paper = nullptr;
  PeoplePanel* m_people = nullptr;
  PricesPanel* m_prices = nullptr;
  SuppliersPanel* m_suppliers = nullptr;
  widgets::InlineMessage* m_message;
  widgets::InlineMessage* m_warning;  // stays while it is true
  widgets::Chip* m_display = nullptr;
  QVBoxLayout* m_shopRows;
  widgets::ScrollBox* m_health;
  QVBoxLayout* m_healthRows;
};

}  // namespace loket::ui::screens
