// One supplier: where it is, by what it knows the shop, and whom to ask there. Keys are in it as long as it has not forgotten.
#pragma once

#include <optional>
#include <set>

#include "core/domain/routing/upstream_fields.h"
#include "ui/screens/settings/sheet_panel.h"

namespace loket::ui::screens {

// Its keys, where they lie. It is empty then.
void overwrite(UpstreamSettings& supplier);

class SupplierSheet final : public SheetPanel {
  Q_OBJECT

 public:
  explicit SupplierSheet(const Counter& counter, QWidget* parent = nullptr);

  void openKept(const UpstreamSettings& supplier);
  // `taken`: short names that others have.
  void openNew(std::string_view protocol, const std::set<UpstreamId>& taken);
  // It goes, with the owner's PIN.
  void openRemoval(const UpstreamSettings& supplier);
  enum class Unfinished { Nothing, Typed, BeingSaved };
  // Overwrites what it was told and what was typed, and tells what came to nothing by that. It is good for nothing then but to go.
  Unfinished forget();

 signals:
  // What it was (nothing: a new one) and is now (nothing: it went).
  void saved(const QString& words, const std::optional<UpstreamSettings>& from, const std::optional<UpstreamSettings>& to);

 protected:
  [[nodiscard]] std::vector<Setting> settings() const override;
  QString set(int row, const QString& typed) override;
  void takeBack(int row) override;
  void dropAll() override { m_draft = m_saved.value_or(UpstreamSettings{}); }
  [[nodiscard]] bool isChanged() const override { return !m_saved || m_draft != *m_saved; }
  [[nodiscard]] QString whyNotYet() const override;
  [[nodiscard]] QString gateWords() const override;
  void save(const bridge::Person& owner, std::function<void(const QString& why)> then) override;
  [[nodiscard]] QString savedWords() const override;
  void gateLeft() override;

 private:
  // The row of the short name, which only a new one has.
  [[nodiscard]] int idRows() const { return m_saved ? 0 : 1; }
  [[nodiscard]] const UpstreamField& fieldAt(int row) const;
  void restore(const UpstreamField& field);

  std::vector<UpstreamField> m_fields;
  std::set<UpstreamId> m_taken;
  std::optional<UpstreamSettings> m_saved;  // nothing: it is a new one
  UpstreamSettings m_draft;
  UpstreamSettings m_begun;  // a new one before anything was typed
  bool m_isRemoval = false;
  bool m_isForgotten = false;
};

}  // namespace loket::ui::screens
