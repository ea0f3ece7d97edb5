#include "core/engine/print_room.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <set>
#include <utility>

#include "core/domain/identity/logo.h"
#include "core/domain/receipt/drawer.h"
#include "core/engine/print_jobs.h"
#include "core/domain/journal/seal.h"
#include "core/engine/printer_profiles.h"

namespace loket::engine {
namespace {

// Paper of before that is nobody's business any more.
constexpr Duration kPaperLife = Duration::hours(24 * 7);
// How long after the cash was taken or given back its paper still opens the drawer: later nobody may stand at it.
constexpr Duration kCashInHand = Duration::seconds(120);

std::string jobKind(receipt::ReceiptKind kind) {
  switch (kind) {
    case receipt::ReceiptKind::Paid:
      return std::string(paper_kind::kReceipt);
    case receipt::ReceiptKind::DepositSlip:
      return std::string(paper_kind::kDepositSlip);
    case receipt::ReceiptKind::Pending:
      return std::string(paper_kind::kPendingSlip);
    case receipt::ReceiptKind::Refund:
      return std::string(paper_kind::kRefundSlip);
  }
  return std::string(paper_kind::kReceipt);
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
  if (state == print_state::kIssued || state == print_state::kDropped)
    return std::nullopt;
  if (state == print_state::kQueued)
    return api::PrintOutcome::Queued;
  if (state == print_state::kSent)
    return api::PrintOutcome::Sent;
  if (state == print_state::kSeen)
    return api::PrintOutcome::Seen;
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

namespace {

api::ReceiptView rendered(const receipt::Receipt& receipt, const receipt::PaperProfile& paper) {
  api::ReceiptView view;
  view.receipt = receipt;
  view.rows = receipt::layOut(receipt, paper);
  view.columns = paper.columns;
  view.text = receipt::toText(view.rows, paper);
  view.escpos = receipt::toEscPos(view.rows, paper);
  return view;
}

std::string bytesFor(const PrinterProfile& printer, const receipt::Receipt& receipt) {
  if (printer.form)
    return receipt::toEscP(receipt, *printer.form);
  return receipt::toEscPos(receipt::layOut(receipt, printer.paper), printer.paper);
}

}  // namespace

api::ReceiptView PrintRoom::render(const receipt::Receipt& receipt) const {
  return rendered(receipt, m_profile.paper);
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

receipt::Seal PrintRoom::sealOf(const PaymentRef& ref) {
  ports::JournalReader* tree = m_.store.journal();
  if (tree == nullptr)
    return {};
  // Paper speaks of what is on disk.
  m_.books.flush();
  const auto newest = tree->newestLeafOf(ref);
  // Older than the tree, or an entry that is not there any more: the customer gets paper all the same.
  if (!newest || !*newest)
    return {};
  const auto leaf = tree->node(0, **newest);
  if (!leaf)
    return {};
  return {journal::sealOf(*leaf), m_printer.sealCode ? journal::sealCode(ref.view(), **newest, *leaf) : std::string()};
}

Result<PrintRoom::Next> PrintRoom::next(const PaymentRef& ref) {
  const receipt::Seal seal = sealOf(ref);
  LOKET_ASSIGN(const Payment payment, m_.books.load(ref));
  // A receipt is a customer's.
  if (payment.isTopUp())
    return fail(ErrorCode::StateForbids, "top-up");
  const std::string kind = jobKind(receipt::kindFor(payment));
  LOKET_ASSIGN(const auto earlier, jobs(ref, kind));
  const Instant now = m_.clock.now();
  Next out;
  out.job = {ref, kind, nextNumber(earlier), {}, {}, now};
  out.receipt = receipt::composeReceipt(payment, m_outlet, out.job.copyNo, now, seal);
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
  return std::all_of(all.begin(), all.end(), [](const auto& paper) { return cameToNothing(paper.state); });
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
    if (!status) {
      reply(fail(status.error()));
      return;
    }
    noteState(job);
    reply(view);
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
  std::string bytes = bytesFor(m_profile, made->receipt);
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
        const bool taken = onPrinterThread([this, ref, job, copyNo, order, uri, reply] {
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
  noteState(ended);
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

bool PrintRoom::onPrinterThread(std::function<void()> work) {
  if (!m_worker)
    m_worker = std::make_unique<Worker>();
  return m_worker->post(std::move(work));
}

Status PrintRoom::open() {
  // A day of a busy counter has a few hundred; what is older than these was somebody's business long ago.
  constexpr int kRowsMax = 4'000;
  LOKET_ASSIGN(const auto rows, m_.store.newestPrints(kRowsMax));
  m_unprinted.clear();
  for (const ports::PrintJob& job : unprintedIn(rows))
    if (!isOld(job.at))
      m_unprinted.emplace(job.ref, job.at);
  return {};
}

bool PrintRoom::isOld(Instant paper) const {
  return m_.clock.now() - paper >= kPaperLife;
}

std::vector<PaymentRef> PrintRoom::unprinted(int limit) const {
  std::vector<std::pair<Instant, PaymentRef>> papers;
  for (const auto& [ref, at] : m_unprinted)
    if (!isOld(at))
      papers.emplace_back(at, ref);
  std::sort(papers.begin(), papers.end(), std::greater<>());
  papers.resize(std::min(papers.size(), static_cast<std::size_t>(std::max(0, limit))));
  std::vector<PaymentRef> refs;
  for (auto& [at, ref] : papers) refs.push_back(std::move(ref));
  return refs;
}

// Counted anew every time: a program that runs for weeks sees them grow old.
int PrintRoom::unprintedCount() const {
  return static_cast<int>(std::count_if(m_unprinted.begin(), m_unprinted.end(),
                                        [this](const auto& paper) { return !isOld(paper.second); }));
}

// The newest word about the newest paper of a payment.
void PrintRoom::noteState(const ports::PrintJob& job) {
  if (!isOfPayment(job.kind))
    return;
  std::erase_if(m_unprinted, [this](const auto& paper) { return isOld(paper.second); });
  const std::size_t before = m_unprinted.size();
  if (wantsALook(job.state))
    m_unprinted[job.ref] = job.at;
  else if (job.state != print_state::kQueued)
    m_unprinted.erase(job.ref);
  if (before != m_unprinted.size() && onUnprinted)
    onUnprinted();
}

void PrintRoom::settle(const PaymentRef& ref, api::PaperWord word, const UserName& by,
                       api::Reply<api::PrintView> reply) {
  const auto rows = m_.store.prints(ref);
  if (!rows) {
    reply(fail(rows.error()));
    return;
  }
  if (rows->empty()) {
    reply(fail(ErrorCode::StateForbids, "no paper"));
    return;
  }
  const auto known = jobs(ref, rows->back().kind);
  if (!known) {
    reply(fail(known.error()));
    return;
  }
  const auto at = std::find_if(known->begin(), known->end(),
                               [&](const auto& job) { return job.copyNo == rows->back().copyNo; });
  if (at == known->end() || !wantsALook(at->state)) {
    reply(fail(ErrorCode::StateForbids, at == known->end() ? "no paper" : at->state));
    return;
  }
  ports::PrintJob job = *at;
  job.ref = ref;
  job.state = word == api::PaperWord::CameOut ? print_state::kSeen : print_state::kDropped;
  job.detail = by.str();
  job.at = m_.clock.now();
  ports::UnitOfWork work;
  work.prints.push_back(job);
  m_.books.stageWork(std::move(work), "print-word",
                     [this, ref, job, reply = std::move(reply)](const Status& status) {
                       if (!status) {
                         reply(fail(status.error()));
                         return;
                       }
                       noteState(job);
                       const api::PrintView view{outcomeOf(job.state).value_or(api::PrintOutcome::Dropped),
                                                 job.copyNo, job.detail};
                       tell(ref, view, reply);
                     });
}

namespace {

std::string_view wordOf(ports::PrinterTrouble trouble) {
  using Trouble = ports::PrinterTrouble;
  switch (trouble) {
    case Trouble::None: return "";
    case Trouble::NotSet: return "not-set";
    case Trouble::Address: return "address";
    case Trouble::NoDevice: return "no-device";
    case Trouble::NoPermission: return "no-permission";
    case Trouble::NotADevice: return "not-a-device";
    case Trouble::Busy: return "busy";
    case Trouble::Refused: return "refused";
    case Trouble::Unreachable: return "unreachable";
    case Trouble::UnknownHost: return "unknown-host";
    case Trouble::HungUp: return "hung-up";
    case Trouble::Silent: return "silent";
    case Trouble::PaperOut: return "paper-out";
    case Trouble::CoverOpen: return "cover-open";
    case Trouble::Fault: return "fault";
    case Trouble::Offline: return "offline";
    case Trouble::NoService: return "no-service";
    case Trouble::NoQueue: return "no-queue";
    case Trouble::QueueStopped: return "queue-stopped";
    case Trouble::Other: return "other";
  }
  return "other";
}

}  // namespace

void PrintRoom::look(std::function<void(const ports::PrinterCondition&)> tell) {
  using Trouble = ports::PrinterTrouble;
  if (!hasPrinter()) {
    tell({Trouble::NotSet, false, {}});
    return;
  }
  // Whoever asks waits for no paper, and most printers take one connection at a time.
  if (!m_underWay.empty()) {
    tell({Trouble::Busy, false, "a paper is being printed"});
    return;
  }
  const bool taken = onPrinterThread([this, uri = m_printer.uri, proof = m_profile.proof, tell] {
    auto printer = m_.factory(uri);
    const ports::PrinterCondition told =
        printer ? (*printer)->look(proof) : ports::PrinterCondition{Trouble::Address, false, printer.error().detail};
    m_.toEngine([tell, told] { tell(told); });
  });
  if (!taken)
    tell({Trouble::Other, false, "closed"});
}

api::HealthItem PrintRoom::health(const std::optional<ports::PrinterCondition>& told) const {
  if (!hasPrinter())
    return {"printer", false, "none", std::string(wordOf(ports::PrinterTrouble::NotSet))};
  api::HealthItem item{"printer", true, m_printer.uri};
  if (!told)
    return item;
  item.ok = told->trouble == ports::PrinterTrouble::None;
  item.word = wordOf(told->trouble);
  if (!told->detail.empty())
    item.detail += "; " + told->detail;
  return item;
}

void PrintRoom::find(api::Reply<std::vector<api::FoundPrinter>> reply) {
  const bool taken = onPrinterThread([this, reply] {
    std::vector<api::FoundPrinter> found;
    if (m_.finder)
      for (ports::FoundPrinter& one : m_.finder()) {
        std::string profile = printerProfileFor(one.name);
        found.push_back({std::move(one.uri), std::move(one.name), std::move(profile)});
      }
    m_.toEngine([reply, found = std::move(found)] { reply(found); });
  });
  if (!taken)
    reply(fail(ErrorCode::Closed, "printer"));
}

Status PrintRoom::mayUse(const api::PaperSettings& settings) const {
  const api::PrinterSettings& printer = settings.printer;
  if (!printer.uri.empty() && m_.factory)
    if (const auto made = m_.factory(printer.uri); !made)
      return fail(ErrorCode::ConfigInvalid, "printer.uri");
  const auto names = printerProfileNames();
  if (std::find(names.begin(), names.end(), printer.profile) == names.end())
    return fail(ErrorCode::ConfigInvalid, "printer.profile");
  if (printer.drawer != 0 && printer.drawer != 2 && printer.drawer != 5)
    return fail(ErrorCode::ConfigInvalid, "printer.drawer");
  const auto fit = [](const std::vector<std::string>& lines) {
    return lines.size() <= kShopLinesMax &&
           std::all_of(lines.begin(), lines.end(), [](const auto& line) { return isShopLine(line); });
  };
  if (!fit(settings.header))
    return fail(ErrorCode::ConfigInvalid, "outlet.header");
  if (!fit(settings.footer))
    return fail(ErrorCode::ConfigInvalid, "outlet.footer");
  if (!settings.logo.empty() && !logoFrom(settings.logo))
    return fail(ErrorCode::ConfigInvalid, "outlet.logo");
  return {};
}

namespace {

receipt::Receipt sampleOf(Outlet outlet, const api::PaperSettings& settings, Instant at) {
  outlet.header = settings.header;
  outlet.footer = settings.footer;
  outlet.logo = settings.logo;
  return receipt::composeSample(outlet, at, settings.printer.sealCode);
}

}  // namespace

Result<api::ReceiptView> PrintRoom::sample(const api::PaperSettings& settings) const {
  LOKET_TRY(mayUse(settings));
  return rendered(sampleOf(m_outlet, settings, m_.clock.now()),
                  printerProfile(settings.printer.profile).paper);
}

void PrintRoom::tryOut(const api::PaperSettings& settings, api::Reply<api::PrintView> reply) {
  if (const Status usable = mayUse(settings); !usable) {
    reply(fail(usable.error()));
    return;
  }
  if (settings.printer.uri.empty()) {
    reply(api::PrintView{});
    return;
  }
  const PrinterProfile profile = printerProfile(settings.printer.profile);
  const Instant now = m_.clock.now();
  ports::PrintJob job;
  job.kind = "sample";
  job.copyNo = static_cast<int>(now.ms % 1'000'000);
  const ports::PrintOrder order{bytesFor(profile, sampleOf(m_outlet, settings, now)), profile.proof,
                                markOf(job), profile.bytesPerSecond};
  const bool taken = onPrinterThread([this, order, uri = settings.printer.uri, reply] {
    auto printer = m_.factory(uri);
    const ports::PrintReport report =
        printer ? (*printer)->print(order) : ports::PrintReport::broken(0, printer.error().detail);
    m_.toEngine([reply, report] {
      reply(api::PrintView{outcomeOf(wordOf(report.end)).value_or(api::PrintOutcome::Unknown), 0,
                           report.detail});
    });
  });
  if (!taken)
    reply(fail(ErrorCode::Closed, "printer"));
}

void PrintRoom::tell(const PaymentRef& ref, const api::PrintView& view, const api::Reply<api::PrintView>& reply) const {
  if (onPrint)
    onPrint(ref, view);
  reply(view);
}

}  // namespace loket::engine
