// Receipts: composed from the payment, counted before the first byte leaves, printed on a thread of their own.
// A print never causes a payment and a payment never waits for a print.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/api/agent_client.h"
#include "core/api/paper.h"
#include "core/domain/receipt/shift_sheet.h"
#include "core/engine/books.h"
#include "core/engine/printer_profiles.h"
#include "core/engine/worker.h"
#include "core/ports/printer.h"

namespace loket::engine {

using PrinterFinder = std::function<std::vector<ports::FoundPrinter>()>;
using PrinterFactory = std::function<Result<std::unique_ptr<ports::Printer>>(const std::string& uri)>;

class PrintRoom {
 public:
  struct Parts {
    Books& books;
    ports::Store& store;
    ports::Clock& clock;
    PrinterFactory factory;
    PrinterFinder finder;  // nothing: none is found
    // Runs a job on the engine's thread; false when the engine is closed.
    std::function<bool(std::function<void()>)> toEngine;
  };
  explicit PrintRoom(Parts parts) : m_(std::move(parts)) {}

  void configure(const Outlet& outlet, const api::PrinterSettings& printer);
  bool hasPrinter() const { return !m_printer.uri.empty(); }
  // A paper whose end is not on disk yet.
  bool isPrinting() const { return !m_underWay.empty(); }
  const Outlet& outlet() const { return m_outlet; }

  void receipt(const PaymentRef& ref, api::Copy copy, api::Reply<api::ReceiptView> reply);
  void print(const PaymentRef& ref, api::Reply<api::PrintView> reply);
  // Every paper of a payment and what is known of it, kind by kind.
  Result<std::vector<api::PrintedPaper>> papers(const PaymentRef& ref) const;
  // The result sheet of a sync; it promises nobody anything, so no copy of it says that it is one.
  api::ReceiptView sheet(const ports::Batch& batch) const;
  // A code to scan, and what a customer takes home with his cash: neither says which copy it is.
  void printCollection(const Collection& collection, api::Reply<api::PrintView> reply);
  void printCashOut(const receipt::CashOutSlip& slip, api::Reply<api::PrintView> reply);
  void printBatch(const ports::Batch& batch, api::Reply<api::PrintView> reply);
  // The report of a closed shift; there is one original of it, as of a receipt.
  void shift(const receipt::ShiftSheet& sheet, api::Copy copy, api::Reply<api::ReceiptView> reply);
  void printShift(const receipt::ShiftSheet& sheet, api::Reply<api::PrintView> reply);

  // Before anything is printed: which papers of before want a look.
  Status open();
  // Payments whose newest paper wants one, the newest paper first; none that is a week old.
  std::vector<PaymentRef> unprinted(int limit) const;
  int unprintedCount() const;
  // What a person says about the newest paper of a payment. StateForbids: that one wants no look.
  void settle(const PaymentRef& ref, api::PaperWord word, const UserName& by,
              api::Reply<api::PrintView> reply);

  // How the configured printer is, asked on its thread with nothing printed. While a paper is being printed it is not asked.
  void look(std::function<void(const ports::PrinterCondition&)> tell);
  // As a line of the doctor's; nothing: it was not asked.
  api::HealthItem health(const std::optional<ports::PrinterCondition>& told) const;
  // What could print here, looked for on the printer's thread.
  void find(api::Reply<std::vector<api::FoundPrinter>> reply);
  // Whether paper can look like this and come out there: ConfigInvalid and which part of it cannot.
  Status mayUse(const api::PaperSettings& settings) const;
  // Shown, or printed there: it counts for nothing, and no drawer opens.
  Result<api::ReceiptView> sample(const api::PaperSettings& settings) const;
  void tryOut(const api::PaperSettings& settings, api::Reply<api::PrintView> reply);

  std::function<void(const PaymentRef&, const api::PrintView&)> onPrint;
  std::function<void()> onUnprinted;  // there are more or fewer of them

 private:
  api::ReceiptView render(const receipt::Receipt& receipt) const;
  receipt::Receipt batchSheet(const ports::Batch& batch) const;
  // What will be printed next, and as which copy.
  struct Next {
    receipt::Receipt receipt;
    ports::PrintJob job;
    bool tellsCopies = true;  // the paper itself does
    std::optional<api::PrintView> last = {};
    bool opensDrawer = false;
  };
  Result<Next> next(const PaymentRef& ref);
  // Of the newest entry that the journal has of it; empty: it has none.
  receipt::Seal sealOf(const PaymentRef& ref);
  Result<Next> next(const receipt::ShiftSheet& sheet);
  // Of a paper that does not say which copy it is.
  Result<Next> next(const PaymentRef& ref, const std::string& kind, receipt::Receipt receipt);
  // Cash is changing hands now, and this is the first paper of it.
  Result<bool> isCashNow(const Payment& payment, const ports::PrintJob& job) const;
  Result<std::vector<ports::PrintJob>> jobs(const PaymentRef& ref, const std::string& kind) const;
  void issue(Result<Next> made, api::Copy copy, api::Reply<api::ReceiptView> reply);
  void tell(const PaymentRef& ref, const api::PrintView& view, const api::Reply<api::PrintView>& reply) const;
  void run(const PaymentRef& ref, Result<Next> made, api::Reply<api::PrintView> reply);
  void finished(const ports::PrintJob& job, const ports::PrintReport& report);
  void noteState(const ports::PrintJob& job);
  bool isOld(Instant paper) const;
  // False: the printer's thread is closed.
  bool onPrinterThread(std::function<void()> work);
  void begin(const ports::PrintJob& job);
  void end(const ports::PrintJob& job);

  Parts m_;
  Outlet m_outlet;
  api::PrinterSettings m_printer;
  PrinterProfile m_profile;
  // Numbers of the jobs, by payment and kind, whose end is not on disk yet: the journal does not know them, or not how they
  // ended.
  std::map<std::pair<std::string, std::string>, std::vector<int>> m_underWay;
  std::map<PaymentRef, Instant> m_unprinted;  // and since when
  std::unique_ptr<Worker> m_worker;  // from the first print on
};

}  // namespace loket::engine
