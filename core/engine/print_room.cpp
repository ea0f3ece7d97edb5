#include "core/engine/print_room.h"

#include <algorithm>
#include <cstdint>
#include <set>

#include "core/domain/receipt/drawer.h"
#include "core/engine/print_jobs.h"
#include "core/engine/printer_profiles.h"

namespace loket::engine {
namespace {

// How long after the cash was taken or given back its paper still opens the drawer: later nobody may stand at it.
constexpr Duration kCashInHand = Duration::seconds(120);

std::string jobKind(receipt::ReceiptKind kind) {
  switch (kind) {
    case receipt::ReceiptKind::Paid: return "receipt";
    case receipt::ReceiptKind::DepositSlip: return "deposit-slip";
    case receipt::ReceiptKind::Pending: return "pending-slip";
    case receipt::ReceiptKind::Refund: return "refund-slip";
  }
  return "receipt";
}

std::string_view wordOf(ports::PrintReport::End end) {
  switch (end) {
    case ports::PrintReport::End::Failed: return print_state::kFailed;
    case ports::PrintReport::End::Unknown: return print_state::kUnknown;
    case ports::PrintReport::End::Sent: return print_state::kSent;
    case ports::PrintReport::End::Confirmed: return print_state::kConfirmed;
  }
  return print_state::kUnknown;
}

// Nothing for what was given out as text.
std::optional<api::PrintOutcome> outcomeOf(std::string_view state) {
  if (state == print_state::kIssued)
    return std::nullopt;
  if (state == print_state::kQueued)
    return api::PrintOutcome::Queued;
  if (state == print_state::kSent)
    return api::PrintOutcome::Sent;
  if (state == print_state::kConfirmed)
    return api::PrintOutcome::Confirmed;
  return state == print_state::kFailed ? api::PrintOutcome::Failed : api::PrintOutcome::Unknown;
}

// Four printable characters out of which paper it is (FNV-1a): the same however often it is tried.
std::string markOf(const ports::PrintJob& job) {
  std::uint32_t hash = 2'166'136'261U;
  for (const char c : job.ref.str() + "/" + job.kind + "/" + std::to_string(job.copyNo))
    hash = (hash ^ static_cast<unsigned char>(c)) * 16'777'619U;
  std::string mark;
  for (int i = 0; i < 4; ++i, hash /= 94) mark.push_back(static_cast<char>('!' + hash % 94));
  return mark;
}

}  // namespace

void PrintRoom::configure(const Outlet& outlet, const api::PrinterSettings& printer) {
  m_outlet = outlet;
  m_printer = printer;
  m_profile = printerProfile(printer.profile);
}

api::ReceiptView PrintRoom::render(const receipt::Receipt& receipt) const {
  api::ReceiptView view;
  view.receipt = receipt;
  const receipt::PaperProfile& paper = m_profile.paper;
  view.rows = receipt::layOut(receipt, paper);
  view.columns = paper.columns;
  view.text = receipt::toText(view.rows, paper);
  view.escpos = receipt::toEscPos(view.rows, paper);
  return view;
}

std::string PrintRoom::bytesOf(const receipt::Receipt& receipt) const {
  if (m_profile.form)
    return receipt::toEscP(receipt, *m_profile.form);
  return receipt::toEscPos(receipt::layOut(receipt, m_profile.paper), m_profile.paper);
}

Result<std::vector<ports::PrintJob>> PrintRoom::jobs(const PaymentRef& ref, const std::string& kind) const {
  LOKET_ASSIGN(const auto rows, m_.store.prints(ref));
  const auto underWay = m_underWay.find({ref.str(), kind});
  return jobsIn(rows, kind, underWay == m_underWay.end() ? std::vector<int>() : underWay->second);
}

Result<std::vector<api::PrintedPaper>> PrintRoom::papers(const PaymentRef& ref) const {
  LOKET_ASSIGN(const auto rows, m_.store.prints(ref));
  std::set<std::string> kinds;
  for (const ports::PrintJob& row : rows) kinds.insert(row.kind);
  std::vector<api::PrintedPaper> out;
  for (const std::string& kind : kinds) {
    LOKET_ASSIGN(const auto found, jobs(ref, kind));
    for (const ports::PrintJob& job : found) out.push_back({job.kind, job.copyNo, job.state, job.detail, job.at});
  }
  return out;
}

namespace {

std::optional<api::PrintView> lastOf(const std::vector<ports::PrintJob>& jobs) {
  const auto outcome = jobs.empty() ? std::nullopt : outcomeOf(jobs.back().state);
  if (!outcome)
    return std::nullopt;
  return api::PrintView{*outcome, jobs.back().copyNo, jobs.back().detail};
}

}  // namespace

Result<PrintRoom::Next> PrintRoom::next(const PaymentRef& ref) {
  LOKET_ASSIGN(const Payment payment, m_.books.load(ref));
  // A receipt is a customer's.
  if (payment.isTopUp())
    return fail(ErrorCode::StateForbids, "top-up");
  const std::string kind = jobKind(receipt::kindFor(payment));
  LOKET_ASSIGN(const auto earlier, jobs(ref, kind));
  const Instant now = m_.clock.now();
  Next out;
  out.job = {ref, kind, nextNumber(earlier), {}, {}, now};
  out.receipt = receipt::composeReceipt(payment, m_outlet, out.job.copyNo, now);
  out.last = lastOf(earlier);
  LOKET_ASSIGN(out.opensDrawer, isCashNow(payment, out.job));
  return out;
}

Result<bool> PrintRoom::isCashNow(const Payment& payment, const ports::PrintJob& job) const {
  const bool isRefund = payment.state == PaymentState::Refunded;
  const bool isCash = isRefund ? !payment.onBon() : !payment.onBon() && !payment.byCode();
  if (job.copyNo != 0 || !isCash || job.at - (isRefund ? payment.settledAt : payment.acceptedAt) > kCashInHand)
    return false;
  if (isRefund)
    return true;
  LOKET_ASSIGN(const auto all, papers(payment.ref));
  return std::all_of(all.begin(), all.end(), [](const auto& paper) { return paper.state == print_state::kFailed; });
}

Result<PrintRoom::Next> PrintRoom::next(const receipt::ShiftSheet& sheet) {
  const PaymentRef ref(sheet.shift.id.str());
  const std::string kind = "shift-report";
  LOKET_ASSIGN(const auto earlier, jobs(ref, kind));
  const Instant now = m_.clock.now();
  Next out;
  out.job = {ref, kind, nextNumber(earlier), {}, {}, now};
  out.receipt = receipt::composeShiftSheet(sheet, m_outlet, out.job.copyNo, now);
  out.last = lastOf(earlier);
  return out;
}

Result<PrintRoom::Next> PrintRoom::next(const PaymentRef& ref, const std::string& kind, receipt::Receipt receipt) {
  LOKET_ASSIGN(const auto earlier, jobs(ref, kind));
  return Next{std::move(receipt), {ref, kind, nextNumber(earlier), {}, {}, m_.clock.now()}, false, {}};
}

void PrintRoom::receipt(const PaymentRef& ref, api::Copy copy, api::Reply<api::ReceiptView> reply) {
  issue(next(ref), copy, std::move(reply));
}

void PrintRoom::shift(const receipt::ShiftSheet& sheet, api::Copy copy, api::Reply<api::ReceiptView> reply) {
  issue(next(sheet), copy, std::move(reply));
}

void PrintRoom::issue(Result<Next> made, api::Copy copy, api::Reply<api::ReceiptView> reply) {
  if (!made) {
    reply(fail(made.error()));
    return;
  }
  api::ReceiptView view = render(made->receipt);
  view.last = made->last;
  if (copy == api::Copy::Preview) {
    reply(view);
    return;
  }
  ports::PrintJob job = made->job;
  job.state = print_state::kIssued;
  ports::UnitOfWork work;
  work.prints.push_back(job);
  begin(job);
  m_.books.stageWork(std::move(work), "print", [this, job, view, reply = std::move(reply)](const Status& status) {
    end(job);
    if (status)
      reply(view);
    else
      reply(fail(status.error()));
  });
}

void PrintRoom::print(const PaymentRef& ref, api::Reply<api::PrintView> reply) {
  if (!hasPrinter()) {
    tell(ref, {}, reply);
    return;
  }
  run(ref, next(ref), std::move(reply));
}

void PrintRoom::printShift(const receipt::ShiftSheet& sheet, api::Reply<api::PrintView> reply) {
  const PaymentRef ref(sheet.shift.id.str());
  if (!hasPrinter()) {
    tell(ref, {}, reply);
    return;
  }
  run(ref, next(sheet), std::move(reply));
}

api::ReceiptView PrintRoom::sheet(const ports::Batch& batch) const { return render(batchSheet(batch)); }

receipt::Receipt PrintRoom::batchSheet(const ports::Batch& batch) const {
  std::vector<receipt::BatchSheetItem> items;
  for (const ports::BatchItem& item : batch.items)
    items.push_back({item.productName, item.number, item.total, item.after});
  return receipt::composeBatchSheet(batch.id.str(), batch.startedAt, items, m_outlet);
}

void PrintRoom::printBatch(const ports::Batch& batch, api::Reply<api::PrintView> reply) {
  const PaymentRef ref(batch.id.str());
  if (!hasPrinter()) {
    tell(ref, {}, reply);
    return;
  }
  run(ref, next(ref, "result-sheet", batchSheet(batch)), std::move(reply));
}

void PrintRoom::printCollection(const Collection& collection, api::Reply<api::PrintView> reply) {
  const PaymentRef ref(collection.id.str());
  if (!hasPrinter()) {
    tell(ref, {}, reply);
    return;
  }
  run(ref, next(ref, "qris-code", receipt::composeCollectionCode(collection, m_outlet, m_.clock.now())),
      std::move(reply));
}

void PrintRoom::printCashOut(const receipt::CashOutSlip& slip, api::Reply<api::PrintView> reply) {
  const PaymentRef ref(slip.subject);
  if (!hasPrinter()) {
    tell(ref, {}, reply);
    return;
  }
  auto made = next(ref, "cash-out-slip", receipt::composeCashOutSlip(slip, m_outlet));
  if (made)
    made->opensDrawer = made->job.copyNo == 0;
  run(ref, std::move(made), std::move(reply));
}

void PrintRoom::run(const PaymentRef& ref, Result<Next> made, api::Reply<api::PrintView> reply) {
  if (!made) {
    reply(fail(made.error()));
    return;
  }
  ports::PrintJob job = std::move(made->job);
  job.state = print_state::kQueued;
  const int copyNo = made->tellsCopies ? job.copyNo : 0;
  std::string bytes = bytesOf(made->receipt);
  // Forms come out of a dot-matrix printer, and no drawer hangs on one.
  if (made->opensDrawer && m_printer.drawer != 0 && !m_profile.form)
    bytes = receipt::drawerPulse(m_printer.drawer) + bytes;
  ports::UnitOfWork work;
  work.prints.push_back(job);
  begin(job);
  m_.books.stageWork(
      std::move(work), "print",
      [this, ref, job, copyNo,
       order = ports::PrintOrder{std::move(bytes), m_profile.proof, markOf(job), m_profile.bytesPerSecond},
       uri = m_printer.uri, reply = std::move(reply)](const Status& status) {
        if (!status) {
          end(job);
          reply(fail(status.error()));
          return;
        }
        if (!m_worker)
          m_worker = std::make_unique<Worker>();
        const bool taken = m_worker->post([this, ref, job, copyNo, order, uri, reply] {
          auto printer = m_.factory(uri);
          const ports::PrintReport report =
              printer ? (*printer)->print(order) : ports::PrintReport::broken(0, printer.error().detail);
          m_.toEngine([this, ref, job, copyNo, report, reply] {
            const api::PrintView view{outcomeOf(wordOf(report.end)).value_or(api::PrintOutcome::Unknown), copyNo,
                                      report.detail};
            finished(job, report);
            tell(ref, view, reply);
          });
        });
        if (!taken)
          reply(fail(ErrorCode::Closed, "printer"));
        else if (onPrint)
          onPrint(ref, {api::PrintOutcome::Queued, copyNo, {}});
      });
}

// Nothing is tried again by itself: after a byte was taken a second paper could come out, and before that somebody has to
// see to the printer anyway.
void PrintRoom::finished(const ports::PrintJob& job, const ports::PrintReport& report) {
  ports::PrintJob ended = job;
  ended.state = wordOf(report.end);
  ended.detail = report.detail;
  ended.at = m_.clock.now();
  ports::UnitOfWork result;
  result.prints.push_back(std::move(ended));
  // When this cannot be written the job stays queued on disk, which is read as unknown.
  m_.books.stageWork(std::move(result), "print-result", [this, job](const Status&) { end(job); });
}

void PrintRoom::begin(const ports::PrintJob& job) { m_underWay[{job.ref.str(), job.kind}].push_back(job.copyNo); }

void PrintRoom::end(const ports::PrintJob& job) {
  const auto at = m_underWay.find({job.ref.str(), job.kind});
  if (at == m_underWay.end())
    return;
  std::erase(at->second, job.copyNo);
  if (at->second.empty())
    m_underWay.erase(at);
}

void PrintRoom::tell(const PaymentRef& ref, const api::PrintView& view, const api::Reply<api::PrintView>& reply) const {
  if (onPrint)
    onPrint(ref, view);
  reply(view);
}

}  // namespace loket::engine
