#include "core/engine/print_room.h"

#include <algorithm>

#include "core/engine/printer_profiles.h"

namespace loket::engine {
namespace {

std::string jobKind(receipt::ReceiptKind kind) {
  switch (kind) {
    case receipt::ReceiptKind::Paid: return "receipt";
    case receipt::ReceiptKind::DepositSlip: return "deposit-slip";
    case receipt::ReceiptKind::Pending: return "pending-slip";
    case receipt::ReceiptKind::Refund: return "refund-slip";
  }
  return "receipt";
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

Result<PrintRoom::Next> PrintRoom::next(const PaymentRef& ref) {
  LOKET_ASSIGN(const Payment payment, m_.books.load(ref));
  // A receipt is a customer's.
  if (payment.isTopUp())
    return fail(ErrorCode::StateForbids, "top-up");
  const std::string kind = jobKind(receipt::kindFor(payment));
  LOKET_ASSIGN(const int copies, copiesOf(ref, kind));
  const Instant now = m_.clock.now();
  Next out;
  out.receipt = receipt::composeReceipt(payment, m_outlet, copies, now);
  out.job = {ref, kind, copies, "issued", {}, now};
  return out;
}

Result<PrintRoom::Next> PrintRoom::next(const receipt::ShiftSheet& sheet) {
  const PaymentRef ref(sheet.shift.id.str());
  const std::string kind = "shift-report";
  LOKET_ASSIGN(const int copies, copiesOf(ref, kind));
  const Instant now = m_.clock.now();
  Next out;
  out.receipt = receipt::composeShiftSheet(sheet, m_outlet, copies, now);
  out.job = {ref, kind, copies, "issued", {}, now};
  return out;
}

Result<int> PrintRoom::copiesOf(const PaymentRef& ref, const std::string& kind) const {
  LOKET_ASSIGN(const auto earlier, m_.store.prints(ref));
  return static_cast<int>(std::count_if(earlier.begin(), earlier.end(), [&kind](const ports::PrintJob& job) {
    return job.kind == kind && job.state == "issued";
  }));
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
  const api::ReceiptView view = render(made->receipt);
  if (copy == api::Copy::Preview) {
    reply(view);
    return;
  }
  ports::UnitOfWork work;
  work.prints.push_back(made->job);
  m_.books.stageWork(std::move(work), "print", [view, reply = std::move(reply)](const Status& status) {
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
  auto made = next(ref);
  if (!made) {
    reply(fail(made.error()));
    return;
  }
  run(ref, made->job, bytesOf(made->receipt), std::move(reply));
}

void PrintRoom::printShift(const receipt::ShiftSheet& sheet, api::Reply<api::PrintView> reply) {
  const PaymentRef ref(sheet.shift.id.str());
  if (!hasPrinter()) {
    tell(ref, {}, reply);
    return;
  }
  auto made = next(sheet);
  if (!made) {
    reply(fail(made.error()));
    return;
  }
  run(ref, made->job, bytesOf(made->receipt), std::move(reply));
}

api::ReceiptView PrintRoom::sheet(const ports::Batch& batch) const { return render(batchSheet(batch)); }

receipt::Receipt PrintRoom::batchSheet(const ports::Batch& batch) const {
  std::vector<receipt::BatchSheetItem> items;
  for (const ports::BatchItem& item : batch.items)
    items.push_back({item.productName, item.number, item.total, item.after});
  return receipt::composeBatchSheet(batch.id.str(), batch.startedAt, items, m_outlet);
}

void PrintRoom::printBatch(const ports::Batch& batch, api::Reply<api::PrintView> reply) {
  if (!hasPrinter()) {
    tell(PaymentRef(batch.id.str()), {}, reply);
    return;
  }
  run(PaymentRef(batch.id.str()), {PaymentRef(batch.id.str()), "result-sheet", 0, "issued", {}, m_.clock.now()},
      bytesOf(batchSheet(batch)), std::move(reply));
}

void PrintRoom::printCollection(const Collection& collection, api::Reply<api::PrintView> reply) {
  const PaymentRef ref(collection.id.str());
  if (!hasPrinter()) {
    tell(ref, {}, reply);
    return;
  }
  run(ref, {ref, "qris-code", 0, "issued", {}, m_.clock.now()},
      bytesOf(receipt::composeCollectionCode(collection, m_outlet, m_.clock.now())), std::move(reply));
}

void PrintRoom::printCashOut(const receipt::CashOutSlip& slip, api::Reply<api::PrintView> reply) {
  const PaymentRef ref(slip.subject);
  if (!hasPrinter()) {
    tell(ref, {}, reply);
    return;
  }
  run(ref, {ref, "cash-out-slip", 0, "issued", {}, m_.clock.now()}, bytesOf(receipt::composeCashOutSlip(slip, m_outlet)),
      std::move(reply));
}

void PrintRoom::run(const PaymentRef& ref, ports::PrintJob job, std::string bytes, api::Reply<api::PrintView> reply) {
  ports::UnitOfWork work;
  work.prints.push_back(job);
  m_.books.stageWork(
      std::move(work), "print",
      [this, ref, job, bytes = std::move(bytes), uri = m_printer.uri, reply = std::move(reply)](const Status& status) {
        if (!status) {
          reply(fail(status.error()));
          return;
        }
        if (!m_worker)
          m_worker = std::make_unique<Worker>();
        const bool taken = m_worker->post([this, ref, job, bytes, uri, reply] {
          auto printer = m_.factory(uri);
          const Status printed = printer ? (*printer)->print(bytes) : Status(fail(printer.error()));
          m_.toEngine([this, ref, job, printed, reply] {
            const api::PrintView view{printed ? api::PrintOutcome::Sent : api::PrintOutcome::Failed, job.copyNo,
                                      printed ? std::string() : printed.error().detail};
            ports::UnitOfWork result;
            result.prints.push_back({ref, job.kind, job.copyNo, printed ? "sent" : "failed", view.detail, m_.clock.now()});
            m_.books.stageWork(std::move(result), "print-result", {});
            tell(ref, view, reply);
          });
        });
        if (!taken)
          reply(fail(ErrorCode::Closed, "printer"));
        else if (onPrint)
          onPrint(ref, {api::PrintOutcome::Queued, job.copyNo, {}});
      });
}

void PrintRoom::tell(const PaymentRef& ref, const api::PrintView& view, const api::Reply<api::PrintView>& reply) const {
  if (onPrint)
    onPrint(ref, view);
  reply(view);
}

}  // namespace loket::engine
