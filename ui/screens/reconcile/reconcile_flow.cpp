#include "ui/screens/reconcile/reconcile_flow.h"

#include <QFileInfo>
#include <algorithm>
#include <utility>

namespace loket::ui::screens {
namespace {

constexpr int kFindingsAtOnce = 1'000;
constexpr int kRunsShown = 50;

}  // namespace

ReconcileFlow::ReconcileFlow(bridge::CoreBridge& bridge, QObject* parent) : QObject(parent), m_bridge(bridge) {
  connect(&bridge, &bridge::CoreBridge::wentOn, this, &ReconcileFlow::refresh);
}

void ReconcileFlow::setStatus(const api::CounterStatus& status) {
  std::vector<UpstreamId> suppliers;
  for (const api::DepositView& one : status.deposits) suppliers.push_back(one.upstream);
  // Those whose deposits are filled list what they took; banks come after them.
  std::stable_partition(suppliers.begin(), suppliers.end(), [&status](const UpstreamId& id) {
    return std::any_of(status.deposits.begin(), status.deposits.end(),
                       [&id](const api::DepositView& one) { return one.upstream == id && one.isFilled; });
  });
  if (suppliers == m_suppliers)
    return;
  m_suppliers = std::move(suppliers);
  m_supplier = 0;
  emit suppliersChanged();
}

void ReconcileFlow::chooseSupplier(int index) {
  if (m_step != ReconcileStep::Choose || index < 0 || index >= static_cast<int>(m_suppliers.size()))
    return;
  m_supplier = index;
  m_error.reset();
  emit suppliersChanged();
}

void ReconcileFlow::read(const QString& path) {
  if (m_step != ReconcileStep::Choose || m_suppliers.empty())
    return;
  m_file = QFileInfo(path).fileName();
  m_share = 0;
  m_error.reset();
  const int round = ++m_round;
  m_bridge.reconcile(
      {m_suppliers[static_cast<std::size_t>(m_supplier)], path.toStdString(), {}, {}}, this,
      [this, round](api::ReconcileProgress at) {
        if (round != m_round || at.total == 0)
          return;
        m_share = static_cast<double>(at.done) / static_cast<double>(at.total);
        emit changed();
      },
      [this, round](const Result<reconcile::Run>& run) {
        if (round == m_round)
          take(run);
      });
  go(ReconcileStep::Reading);
}

void ReconcileFlow::take(const Result<reconcile::Run>& run) {
  if (!run) {
    m_error = run.error();
    go(ReconcileStep::Choose);
    return;
  }
  open(*run);
  refresh();
}

void ReconcileFlow::open(const reconcile::Run& run) {
  ++m_round;
  m_error.reset();
  m_booked = 0;
  m_run = run;
  m_file = QString::fromStdString(run.file);
  m_findings.clear();
  go(ReconcileStep::Result);
  bring(0);
}

void ReconcileFlow::bring(std::int64_t after) {
  const int round = m_round;
  m_bridge.findings(m_run->id, after, kFindingsAtOnce, this, [this, round, after](const Result<std::vector<reconcile::Finding>>& page) {
    if (round != m_round)
      return;
    if (!page) {
      m_error = page.error();
      emit changed();
      return;
    }
    if (after == 0)
      m_findings.clear();
    m_findings.insert(m_findings.end(), page->begin(), page->end());
    emit findingsChanged();
    if (page->size() == static_cast<std::size_t>(kFindingsAtOnce) && m_findings.size() < static_cast<std::size_t>(kFindingsMax))
      bring(page->back().no);
  });
}

void ReconcileFlow::book(std::vector<std::int64_t> numbers, const std::string& reason) {
  if (m_step != ReconcileStep::Result || m_booking || numbers.empty())
    return;
  m_booking = true;
  m_error.reset();
  m_booked = 0;
  emit changed();
  const int round = m_round;
  m_bridge.applyProposals(m_run->id, std::move(numbers), reason, this,
                          [this, round](const Result<std::vector<reconcile::Applied>>& applied) {
                            m_booking = false;
                            if (round != m_round)
                              return;
                            if (applied)
                              m_booked = static_cast<int>(applied->size());
                            else
                              m_error = applied.error();
                            emit changed();
                            bring(0);
                            refresh();
                          });
}

void ReconcileFlow::leave() {
  if (m_booking)
    return;
  ++m_round;
  m_run.reset();
  m_findings.clear();
  m_error.reset();
  go(ReconcileStep::Choose);
}

void ReconcileFlow::refresh() {
  m_bridge.reconciliations(kRunsShown, this, [this](const Result<std::vector<reconcile::Run>>& runs) {
    if (!runs)
      return;
    m_runs = *runs;
    for (const reconcile::Run& one : m_runs)
      if (m_run && one.id == m_run->id)
        m_run = one;
    emit runsChanged();
    emit changed();
  });
}

void ReconcileFlow::go(ReconcileStep step) {
  m_step = step;
  emit stepChanged();
}

}  // namespace loket::ui::screens
