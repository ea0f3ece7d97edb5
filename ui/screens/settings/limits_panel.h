// How far the shop may go by itself: what it takes without a network, the most it asks for beside the goods, and
// from when on a transfer needs its sender.
#pragma once

#include <optional>

#include "core/domain/approval/limits.h"
#include "ui/screens/settings/sheet_panel.h"

namespace loket::ui::screens {

class SecondAsk;

class LimitsPanel final : public SheetPanel {
  Q_OBJECT

 public:
  explicit LimitsPanel(const Counter& counter, QWidget* parent = nullptr);

  // Takes the keyboard; what was changed and not saved is still there.
  void enter();
  [[nodiscard]] QList<widgets::KeyHint> hints() const override;

 protected:
  [[nodiscard]] std::vector<Setting> settings() const override;
  QString set(int row, const QString& typed) override;
  void takeBack(int row) override;
  void dropAll() override { m_draft = m_saved; }
  [[nodiscard]] bool isChanged() const override { return m_draft != m_saved; }
  [[nodiscard]] QString gateWords() const override;
  void save(const bridge::Person& owner, std::function<void(const QString& why)> then) override;
  [[nodiscard]] bool takesOwnerCode() const override;
  void saveWithCode(const std::string& ownerCode, std::function<void(const QString& why)> then) override;
  [[nodiscard]] QString savedWords() const override;
  bool undo() override;

 private:
  void bring(const QString& words = {});
  void rebase(const Limits& saved);
  void saved(const api::SaveLimits& command, const Status& now,
             const std::function<void(const QString& why)>& then);

  bool m_isKnown = false;
  bool m_hasOwnerCode = false;
  Limits m_saved;
  SecondAsk* m_second;
  Limits m_draft;
  std::optional<Limits> m_before;  // what Ctrl+Z goes back to
};

}  // namespace loket::ui::screens
