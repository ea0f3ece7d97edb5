// One settlement file from its choice to what was booked for it, without a widget. The core reads and compares; nothing is
// booked that nobody has marked, with a reason.
#pragma once

#include <QObject>
#include <QString>
#include <optional>
#include <vector>

#include "ui/bridge/core_bridge.h"

namespace loket::ui::screens {

enum class ReconcileStep { Choose, Reading, Result };

class ReconcileFlow final : public QObject {
  Q_OBJECT

 public:
  // More than anybody looks through on a screen; loketctl shows all.
  static constexpr int kFindingsMax = 5'000;

  explicit ReconcileFlow(bridge::CoreBridge& bridge, QObject* parent = nullptr);

  [[nodiscard]] ReconcileStep step() const { return m_step; }
  [[nodiscard]] const std::vector<UpstreamId>& suppliers() const { return m_suppliers; }
  [[nodiscard]] int supplierIndex() const { return m_supplier; }
  [[nodiscard]] const std::vector<reconcile::Run>& runs() const { return m_runs; }  // the newest first
  [[nodiscard]] const QString& file() const { return m_file; }
  [[nodiscard]] double share() const { return m_share; }  // Reading: from 0 to 1
  [[nodiscard]] const std::optional<reconcile::Run>& run() const { return m_run; }
  [[nodiscard]] const std::vector<reconcile::Finding>& findings() const { return m_findings; }
  [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
  [[nodiscard]] bool isBooking() const { return m_booking; }
  [[nodiscard]] int booked() const { return m_booked; }  // by the last command

  void setStatus(const api::CounterStatus& status);
  void chooseSupplier(int index);
  void read(const QString& path);
  void open(const reconcile::Run& run);
  void book(std::vector<std::int64_t> numbers, const std::string& reason);
  void leave();
  void refresh();

 signals:
  void stepChanged();
  void changed();
  void suppliersChanged();
  void runsChanged();
  void findingsChanged();

 private:
  void go(ReconcileStep step);
  void bring(std::int64_t after);
  void take(const Result<reconcile::Run>& run);

  bridge::CoreBridge& m_bridge;
  ReconcileStep m_step = ReconcileStep::Choose;
  std::vector<UpstreamId> m_suppliers;
  int m_supplier = 0;
  std::vector<reconcile::Run> m_runs;
  QString m_file;
  double m_share = 0;
  std::optional<reconcile::Run> m_run;
  std::vector<reconcile::Finding> m_findings;
  std::optional<Error> m_error;
  bool m_booking = false;
  int m_booked = 0;
  int m_round = 0;  // answers for what is no longer on the screen are ignored
};

}  // namespace loket::ui::screens
