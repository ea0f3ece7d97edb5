#include "app/wiring/console.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>

#include "app/wiring/ask.h"
#include "app/wiring/config_file.h"
#include "app/wiring/console_audit.h"
#include "app/wiring/console_backup.h"
#include "app/wiring/console_complaints.h"
#include "app/wiring/console_customers.h"
#include "app/wiring/console_finger.h"
#include "app/wiring/console_groups.h"
#include "app/wiring/console_json.h"
#include "app/wiring/console_paper.h"
#include "app/wiring/console_till.h"
#include "app/wiring/console_vault.h"
#include "app/wiring/console_reconcile.h"
#include "app/wiring/console_step_up.h"
#include "app/wiring/console_words.h"
#include "app/wiring/exit_status.h"
#include "app/wiring/permitted_client.h"
#include "core/base/text.h"
#include "core/domain/approval/owner_code.h"
#include "core/domain/confirmation/confirmation.h"
#include "core/domain/identity/people.h"
#include "core/domain/receipt/escp.h"

namespace loket::app {
namespace {

std::string noticeWord(api::NoticeOutcome outcome) {
  switch (outcome) {
    case api::NoticeOutcome::Recorded:
      return "recorded";
    case api::NoticeOutcome::Known:
      return "known";
    case api::NoticeOutcome::Doubtful:
      return "doubtful";
    case api::NoticeOutcome::Test:
      return "test";
  }
  return {};
}

class Console {
 public:
  Console(const Words& words, const Invocation& invocation, const ports::VaultUser& caller, People& people,
          api::AgentClient& client, Output& output)
      : m_(words), m_invocation(invocation), m_caller(caller), m_people(people), m_client(client), m_out(output) {}

  int run(const std::string& command) {
    static const std::map<std::string, int (Console::*)()> kCommands = {
        {"config import", &Console::configImport},
        {"config log", &Console::configLog},
        {"config show", &Console::configShow},
        {"catalogue sync", &Console::catalogueSync},
        {"catalogue list", &Console::catalogueList},
        {"catalogue show", &Console::catalogueShow},
        {"prices log", &Console::pricesLog},
        {"inquire", &Console::inquire},
        {"sell", &Console::sell},
        {"payments list", &Console::paymentsList},
        {"payments show", &Console::paymentsShow},
        {"payments senders", &Console::paymentsSenders},
        {"sync", &Console::sync},
        {"batches list", &Console::batchesList},
        {"batches show", &Console::batchesShow},
        {"cancel", &Console::cancel},
        {"refund", &Console::refund},
        {"receipt", &Console::receipt},
        {"ledger balances", &Console::trial},
        {"ledger trial", &Console::trial},
        {"ledger account", &Console::account},
        {"confirm", &Console::confirm},
        {"confirmations list", &Console::confirmationsList},
        {"confirmations send", &Console::confirmationsSend},
        {"review", &Console::review},
        {"webhook", &Console::webhook},
        {"user add", &Console::userAdd},
        {"user list", &Console::userList},
        {"user log", &Console::userLog},
        {"owner-code enroll", &Console::ownerCodeEnroll},
        {"owner-code off", &Console::ownerCodeOff},
        {"owner-code status", &Console::ownerCodeStatus},
        {"doctor", &Console::doctor}};
    if (isTillCommand(command))
      return runTillCommand(command, m_.till, m_.json, m_invocation.otherPin, [this] { return second(); }, m_client, m_out);
    const auto at = kCommands.find(command);
    if (at == kCommands.end())
      return failed(Error{ErrorCode::Usage, command});
    return (this->*at->second)();
  }

 private:
  int failed(const Error& error) {
    return reportFailure(m_out, m_.json, error);
  }

  void print(const Json& json, const std::string& text) { m_out.line(m_.json ? lineOf(json) : text); }

  std::string fileAt(const std::string& path) const {
    return std::filesystem::path(path).is_absolute() ? path
                                                     : (std::filesystem::path(m_invocation.folder) / path).string();
  }

  Result<std::optional<Money>> money(const std::string& text, const char* what) const {
    if (text.empty())
      return std::optional<Money>();
    const auto parsed = Money::parse(text);
    if (!parsed || !parsed->isPositive())
      return fail(ErrorCode::AmountInvalid, std::string(what) + " " + text);
    return parsed;
  }

  static std::string summary(const Payment& p) {
    std::string text = fmt::format("{}  {:<10} {:<24} {:<16} {:>12}", p.ref.str(), wordOf(p.state), p.productName,
                                   p.number, p.total().text());
    if (!p.inquiryFields.taxYear.empty())
      text += "  tax year " + p.inquiryFields.taxYear;
    if (!p.inquiryFields.months.empty())
      text += "  " + p.inquiryFields.months + " months";
    if (!p.customerName.empty())
      text += "  " + p.customerName;
    if (!p.token.empty())
      text += "  token " + p.token;
    else if (!p.serial.empty())
      text += "  sn " + p.serial;
    if (const auto topUp = topUpOf(p.bon))
      text += "  top-up of " + topUp->upstream.str() + ", ticket " + topUp->ticket.str();
    else if (p.onBon())
      text += "  bon " + p.bon.str();
    if (p.state == PaymentState::Accepted)
      text += "  claim code " + p.claimCode.str();
    if (!p.reason.empty())
      text += "  (" + p.reason + (p.reasonText.empty() ? "" : " " + p.reasonText) + ")";
    return text;
  }

  Result<api::Second> second() { return secondOf(m_.second, m_invocation, m_caller, m_people); }

  int configImport() {
    const auto config = readConfigFile(fileAt(m_.file));
    if (!config)
      return failed(config.error());
    const auto agreed = second();
    if (!agreed)
      return failed(agreed.error());
    const auto done = ask<int>([&](api::Reply<int> reply) { m_client.importConfig(*config, *agreed, std::move(reply)); });
    if (!done)
      return failed(done.error());
    // The goods may come with the next price list: no error, but seldom meant.
    const auto known = products({});
    const std::vector<std::string> unused =
        known ? rulesForNothing(config->pricing, *known) : std::vector<std::string>();
    Json json{{"upstreams", *done}};
    if (!unused.empty())
      json["unused"] = unused;
    print(json, fmt::format("Configuration taken: {} upstream(s).", *done));
    for (const std::string& place : unused)
      m_out.note("loketctl: " + place + ": nothing in the price lists has that name");
    return kExitDone;
  }

  int configShow() {
    const auto config = ask<api::Config>([&](api::Reply<api::Config> reply) { m_client.config(std::move(reply)); });
    if (!config)
      return failed(config.error());
    m_out.line(showConfig(*config));
    return kExitDone;
  }

  int catalogueSync() {
    const auto done = ask<int>([&](api::Reply<int> reply) { m_client.syncCatalogue(std::move(reply)); });
    if (!done)
      return failed(done.error());
    print(Json{{"products", *done}}, fmt::format("{} products.", *done));
    return kExitDone;
  }

  Result<std::vector<Product>> products(const std::string& text) {
    return ask<std::vector<Product>>(
        [&](api::Reply<std::vector<Product>> reply) { m_client.catalogue(text, std::move(reply)); });
  }

  // The counter's clock, as the core sees it, is not needed to the second here.
  Instant now() {
    const auto health = ask<std::vector<api::HealthItem>>(
        [&](api::Reply<std::vector<api::HealthItem>> reply) { m_client.health(api::Look::AsKnown, std::move(reply)); });
    if (health)
      for (const api::HealthItem& item : *health)
        if (item.name == "clock")
          return parseRfc3339(item.detail).value_or(Instant{});
    return {};
  }

  void printProduct(const Product& p, Instant at) {
    std::string offers;
    for (const Offer& offer : p.offers)
      offers += fmt::format(" {}:{}", offer.upstream.str(), offer.sku.str());
    print(toJson(p, at), fmt::format("{:<28} {:<30} {:>12} {:<6}{}", p.id.str(), p.name,
                                     p.kind == ProductKind::Bill ? std::string("bill") : (p.price + p.serviceFee).text(),
                                     p.isOpen(at) ? "open" : "closed", offers));
  }

  int catalogueList() {
    const auto found = products(m_.text);
    if (!found)
      return failed(found.error());
    const Instant at = now();
    for (const Product& product : *found)
      printProduct(product, at);
    return kExitDone;
  }

  int catalogueShow() {
    const auto found = products({});
    if (!found)
      return failed(found.error());
    for (const Product& product : *found) {
      bool match = product.id.str() == m_.product;
      for (const Offer& offer : product.offers)
        match = match || offer.sku.str() == m_.product || offer.upstream.str() + ":" + offer.sku.str() == m_.product;
      if (match) {
        printProduct(product, now());
        return kExitDone;
      }
    }
    return failed(Error{ErrorCode::ProductUnknown, m_.product});
  }

  int configLog() { return settingsLog({}); }

  int pricesLog() { return settingsLog({"pricing.", "routing."}); }

  // `of`: only lines that begin like one of these; empty: all.
  int settingsLog(const std::vector<std::string>& of) {
    constexpr int kAll = 1'000;
    const auto savings = ask<std::vector<api::SettingsChange>>(
        [&](api::Reply<std::vector<api::SettingsChange>> reply) { m_client.settingsChanges(kAll, std::move(reply)); });
    if (!savings)
      return failed(savings.error());
    for (const api::SettingsChange& one : *savings) {
      std::vector<std::string> lines;
      for (const std::string& line : one.lines)
        if (of.empty() || std::any_of(of.begin(), of.end(), [&line](const std::string& head) { return line.compare(0, head.size(), head) == 0; }))
          lines.push_back(line);
      if (lines.empty())
        continue;
      std::string text = toRfc3339(one.at) + "  " + one.by.str() + consentText(one.consent);
      for (const std::string& line : lines) text += "\n  " + line;
      Json json{{"at", toRfc3339(one.at)}, {"by", one.by.str()}, {"lines", lines}};
      putConsent(json, one.consent);
      print(json, text);
    }
    return kExitDone;
  }

  int inquire() {
    const auto amount = money(m_.amount, "--amount");
    if (!amount)
      return failed(amount.error());
    const auto quote = ask<api::Quote>([&](api::Reply<api::Quote> reply) {
      m_client.inquire({m_.product, m_.number, *amount, api::Connectivity::WhenOnline, m_.fields}, std::move(reply));
    });
    if (!quote)
      return failed(quote.error());
    const api::Quote& q = *quote;
    print(toJson(q), fmt::format("{} {} {}  amount {} + admin {} + service {} = {}  (cost {}, profit {}){}",
                                 q.productName, q.number, q.customerName, q.amount.text(), q.adminFee.text(),
                                 q.serviceFee.text(), q.total.text(), q.cost.text(), q.profit.text(),
                                 (q.offline ? "  OFFLINE: would be a deposit" : "") +
                                     (q.stepUp == StepUpReason::None
                                          ? std::string()
                                          : fmt::format("  A second proof will be wanted ({})", wordOf(q.stepUp)))));
    return kExitDone;
  }

  int sell() {
    const auto amount = money(m_.amount, "--amount");
    if (!amount)
      return failed(amount.error());
    const auto cash = money(m_.cash, "--cash");
    if (!cash)
      return failed(cash.error());
    const auto confirmTo = address();
    if (!confirmTo)
      return failed(confirmTo.error());
    api::SellRequest request;
    request.confirmTo = *confirmTo;
    request.product = m_.product;
    request.number = m_.number;
    request.amount = *amount;
    request.cash = *cash;
    request.bon = m_.bon;
    request.sender = m_.sender;
    request.fields = m_.fields;
    request.clientRef = ClientRef(m_.clientRef);
    request.connectivity = m_.offline ? api::Connectivity::Never : api::Connectivity::WhenOnline;
    request.repeat = m_.again ? api::Repeat::Allow : api::Repeat::Forbid;
    request.proof = proofOf(m_.proof);
    if (m_.proof.finger)
      m_out.note("loketctl: a finger, please, if one is wanted");
    if (m_.tender == "qris")
      return sellByCode(std::move(request));
    const auto view = ask<api::PaymentView>(
        [&](api::Reply<api::PaymentView> reply) { m_client.sell(std::move(request), std::move(reply)); });
    if (!view)
      return failed(view.error());
    return follow(*view, *confirmTo);
  }

  Duration wait() const { return Duration::seconds(m_.wait.value_or(20)); }

  // Until it has an outcome.
  int follow(Result<api::PaymentView> view, const std::optional<confirmation::Address>& confirmTo) {
    const PaymentState state = view->payment.state;
    if (!m_.offline && (state == PaymentState::Accepted || state == PaymentState::Sending ||
                        state == PaymentState::Pending || state == PaymentState::Suspect)) {
      auto later = ask<api::PaymentView>([&](api::Reply<api::PaymentView> reply) {
        m_client.await(view->payment.ref, wait(), std::move(reply));
      });
      if (!later)
        return failed(later.error());
      view = std::move(later);
    }
    print(toJson(view->payment), summary(view->payment));
    if (const std::string drift = driftText(view->payment.stepUp.driftSteps * kCodeStep.ms / 1000); !drift.empty())
      m_out.note("loketctl: " + drift);
    const int status = exitStatusOf(view->payment.state);
    // The payment is what this command is about: its own end stands, whatever becomes of the message.
    if (confirmTo && confirmation::tellingOf(view->payment) == confirmation::Telling::Now)
      static_cast<void>(tell(view->payment.ref.str(), *confirmTo));
    return status;
  }

  // The bank that makes the code: the one that was named, or the only one that can.
  Result<UpstreamId> codeBank() {
    if (!m_.till.via.empty())
      return UpstreamId(m_.till.via);
    const auto status =
        ask<api::CounterStatus>([&](api::Reply<api::CounterStatus> reply) { m_client.status(std::move(reply)); });
    if (!status)
      return fail(status.error());
    std::vector<UpstreamId> banks;
    for (const api::DepositView& one : status->deposits)
      if (std::find(one.collects.begin(), one.collects.end(), CollectionKind::Qris) != one.collects.end())
        banks.push_back(one.upstream);
    if (banks.empty())
      return fail(ErrorCode::NotFound, "a bank that makes QRIS codes");
    if (banks.size() > 1)
      return fail(ErrorCode::Usage, "--via: several banks make QRIS codes");
    return banks.front();
  }

  // The code is said as soon as it is there, and then how it ended.
  int sellByCode(api::SellRequest request) {
    constexpr int kCodeWait = 180;
    const auto bank = codeBank();
    if (!bank)
      return failed(bank.error());
    const auto confirmTo = request.confirmTo;
    api::CollectionOpening opening;
    opening.upstream = *bank;
    opening.sale = std::make_shared<const api::SellRequest>(std::move(request));
    auto view = ask<api::TillView>([&](api::Reply<api::TillView> reply) { m_client.till(opening, std::move(reply)); });
    if (!view)
      return failed(view.error());
    if (const Collection& one = *view->collection;
        one.state == CollectionState::Waiting || one.state == CollectionState::Asked) {
      print(toJson(one), collectionText(one));
      if (m_.till.print && one.state == CollectionState::Waiting) {
        const auto paper = ask<api::PrintView>(
            [&](api::Reply<api::PrintView> reply) { m_client.printCollection(one.id, std::move(reply)); });
        if (!paper || paper->outcome == api::PrintOutcome::Failed)
          m_out.note("loketctl: the code was not printed");
        else if (paper->outcome == api::PrintOutcome::Unknown)
          m_out.note("loketctl: " + perhapsPrinted(*paper));
      }
    }
    if (const CollectionState state = view->collection->state; state != CollectionState::Sold && state != CollectionState::Ended)
      view = ask<api::TillView>([&](api::Reply<api::TillView> reply) {
        m_client.till(api::CollectionQuestion{view->collection->id, Duration::seconds(m_.wait.value_or(kCodeWait))},
                      std::move(reply));
      });
    if (!view)
      return failed(view.error());
    const Collection& one = *view->collection;
    switch (one.state) {
      case CollectionState::Sold: {
        const auto sold = ask<api::PaymentDetail>([&](api::Reply<api::PaymentDetail> reply) {
          m_client.payment(one.sale->payment.ref.str(), std::move(reply));
        });
        return sold ? follow(api::PaymentView{0, sold->payment, {}}, confirmTo) : failed(sold.error());
      }
      case CollectionState::Ended:
      case CollectionState::HandedOut:
        print(toJson(one), collectionText(one));
        m_out.note("loketctl: nothing was sold");
        return kExitFailed;
      case CollectionState::Asked:
      case CollectionState::Waiting:
      case CollectionState::Paid:
        break;
    }
    print(toJson(one), collectionText(one));
    m_out.note(one.state == CollectionState::Paid
                   ? "loketctl: paid, and not sold: `cashout sell` or `cashout pay` its collection"
                   : "loketctl: not paid yet; the same --client-ref again goes on waiting");
    return kExitOpen;
  }

  // Nothing when none was given.
  Result<std::optional<confirmation::Address>> address() const {
    if (m_.address.empty())
      return std::optional<confirmation::Address>();
    LOKET_ASSIGN(auto made, confirmation::addressFor(m_.address, confirmation::channelFromWord(m_.channel)));
    return std::optional<confirmation::Address>(std::move(made));
  }

  int paymentsList() {
    api::PaymentFilter filter;
    filter.text = m_.text;
    std::stringstream words(m_.state);
    for (std::string word; std::getline(words, word, ',');) {
      const auto state = stateFromWord(word);
      if (!state)
        return failed(Error{ErrorCode::Usage, "--state " + word});
      filter.states.push_back(*state);
    }
    if (const Status read = dates(filter); !read)
      return failed(read.error());
    int left = m_.limit;
    while (left > 0) {
      filter.limit = std::min(left, 500);
      const auto page = ask<std::vector<api::PaymentView>>(
          [&](api::Reply<std::vector<api::PaymentView>> reply) { m_client.payments(filter, std::move(reply)); });
      if (!page)
        return failed(page.error());
      for (const api::PaymentView& view : *page)
        print(toJson(view.payment), summary(view.payment));
      left -= static_cast<int>(page->size());
      if (static_cast<int>(page->size()) < filter.limit)
        break;
      filter.beforeSequence = page->back().sequence;
    }
    return kExitDone;
  }

  Status dates(api::PaymentFilter& filter) const {
    for (const auto& [text, date] : {std::pair{&m_.from, &filter.from}, std::pair{&m_.to, &filter.to}}) {
      if (text->empty())
        continue;
      *date = parseIsoDate(*text);
      if (!*date)
        return fail(ErrorCode::Usage, "a date is YYYY-MM-DD: " + *text);
    }
    return {};
  }

  // Lines of JSON whether asked for or not: a file for the bank.
  int paymentsSenders() {
    if (const Status may = allowed(Permission::Senders); !may)
      return failed(may.error());
    api::PaymentFilter filter;
    if (const Status read = dates(filter); !read)
      return failed(read.error());
    filter.limit = 500;
    while (true) {
      const auto page =
          ask<std::vector<api::PaymentView>>([&](api::Reply<std::vector<api::PaymentView>> reply) {
            m_client.payments(filter, std::move(reply));
          });
      if (!page)
        return failed(page.error());
      for (const api::PaymentView& view : *page)
        if (!view.payment.sender.empty())
          m_out.line(lineOf(senderLine(view.payment)));
      if (static_cast<int>(page->size()) < filter.limit)
        return kExitDone;
      filter.beforeSequence = page->back().sequence;
    }
  }

  int paymentsShow() {
    const auto detail = ask<api::PaymentDetail>(
        [&](api::Reply<api::PaymentDetail> reply) { m_client.payment(m_.ref, std::move(reply)); });
    if (!detail)
      return failed(detail.error());
    if (m_.json) {
      m_out.line(lineOf(toJson(*detail)));
      return kExitDone;
    }
    m_out.line(summary(detail->payment));
    if (const Sender& s = detail->payment.sender; !s.empty())
      m_out.line(fmt::format("  brought by {}, {} {}, {}, {}: {}", s.name, s.idType,
                             maskedOwnerId(s.idNumber), s.phone, s.address, s.purpose));
    for (const Attempt& attempt : detail->payment.attempts)
      m_out.line(fmt::format("  attempt {} at {} as {}: {} {} {}", attempt.no, attempt.upstream.str(),
                             attempt.attemptRef.str(), wordOf(attempt.outcome), attempt.code, attempt.message));
    for (const PaymentEvent& event : detail->history)
      m_out.line(fmt::format("  {}  {}{}", toRfc3339(event.at), wordOf(kindOf(event.body)), whoAndWhy(event.body)));
    for (const confirmation::Delivery& one : detail->confirmations) m_out.line("  " + summary(one));
    for (const complaint::Complaint& one : detail->complaints)
      m_out.line("  complaint " + complaintText(one) + "  " + one.entries.front().note);
    return kExitDone;
  }

  int sync() {
    api::SyncRequest request;
    request.until = m_.untilIdle ? api::SyncRequest::Until::Idle : api::SyncRequest::Until::OnePass;
    if (m_.timeout >= 0)
      request.timeout = Duration::seconds(m_.timeout);
    const auto batch = ask<api::BatchView>([&](api::Reply<api::BatchView> reply) {
      m_client.sync(request, [this](api::SyncProgress p) { m_out.progress(p.done, p.total); }, std::move(reply));
    });
    if (!batch)
      return failed(batch.error());
    for (const api::BatchView::Item& item : batch->items)
      print(toJson(item), fmt::format("{}  {:<24} {:<16} {:>12}  {} -> {} {}", item.ref.str(), item.productName,
                                      item.number, item.total.text(), item.before, item.after, item.reason));
    // What the batch has settled is what customers wait to hear.
    static_cast<void>(ask<int>([&](api::Reply<int> reply) { m_client.sendConfirmations(std::move(reply)); }));
    Json last = toJson(*batch);
    last["open"] = batch->stillOpen;
    last["nextDueAt"] = batch->nextDueAt.ms == 0 ? Json(nullptr) : Json(toRfc3339(batch->nextDueAt));
    print(last, fmt::format("Batch {}: {} payment(s), {}; {} still open{}", batch->id.str(), batch->count,
                            batch->sum.text(), batch->stillOpen,
                            batch->nextDueAt.ms == 0 ? "" : ", next at " + toRfc3339(batch->nextDueAt)));
    return batch->stillOpen == 0 ? kExitDone : kExitOpen;
  }

  int batchesList() {
    const auto batches = ask<std::vector<api::BatchView>>(
        [&](api::Reply<std::vector<api::BatchView>> reply) { m_client.batches(m_.limit, std::move(reply)); });
    if (!batches)
      return failed(batches.error());
    for (const api::BatchView& batch : *batches)
      print(toJson(batch), fmt::format("{}  {}  {} payment(s)  {}", batch.id.str(), toRfc3339(batch.startedAt),
                                       batch.count, batch.sum.text()));
    return kExitDone;
  }

  int batchesShow() {
    const auto batch = ask<api::BatchView>(
        [&](api::Reply<api::BatchView> reply) { m_client.batch(BatchId(m_.ref), std::move(reply)); });
    if (!batch)
      return failed(batch.error());
    Json json = toJson(*batch);
    json["items"] = Json::array();
    for (const api::BatchView::Item& item : batch->items)
      json["items"].push_back(toJson(item));
    if (m_.json) {
      m_out.line(lineOf(json));
      return kExitDone;
    }
    m_out.line(fmt::format("{}  {}  {} payment(s)  {}", batch->id.str(), toRfc3339(batch->startedAt), batch->count,
                           batch->sum.text()));
    for (const api::BatchView::Item& item : batch->items)
      m_out.line(fmt::format("  {}  {:<24} {:<16} {:>12}  {} -> {} {}", item.ref.str(), item.productName, item.number,
                             item.total.text(), item.before, item.after, item.reason));
    return kExitDone;
  }

  template <typename Call>
  int decide(Call call) {
    const auto detail = ask<api::PaymentDetail>(
        [&](api::Reply<api::PaymentDetail> reply) { m_client.payment(m_.ref, std::move(reply)); });
    if (!detail)
      return failed(detail.error());
    const auto view = ask<api::PaymentView>(
        [&](api::Reply<api::PaymentView> reply) { call(detail->payment.ref, std::move(reply)); });
    if (!view)
      return failed(view.error());
    print(toJson(view->payment), summary(view->payment));
    return kExitDone;
  }

  int cancel() {
    const auto agreed = second();
    if (!agreed)
      return failed(agreed.error());
    return decide([this, &agreed](const PaymentRef& ref, api::Reply<api::PaymentView> reply) {
      m_client.cancel(ref, m_.reason, *agreed, std::move(reply));
    });
  }

  int refund() {
    const auto agreed = second();
    if (!agreed)
      return failed(agreed.error());
    return decide([this, &agreed](const PaymentRef& ref, api::Reply<api::PaymentView> reply) {
      m_client.refund(ref, *agreed, std::move(reply));
    });
  }

  int review() {
    const auto agreed = second();
    if (!agreed)
      return failed(agreed.error());
    api::Decision decision;
    decision.outcome = manualOutcomeFromWord(m_.outcome).value_or(ManualOutcome::Failed);
    decision.approval.reason = m_.reason;
    decision.serial = m_.serial;
    decision.ownerCode = agreed->ownerCode;
    decision.approval.with = agreed->with;
    return decide([this, &decision](const PaymentRef& ref, api::Reply<api::PaymentView> reply) {
      m_client.decide(ref, std::move(decision), std::move(reply));
    });
  }

  int webhook() {
    const auto view = ask<api::NoticeView>([this](api::Reply<api::NoticeView> reply) {
      m_client.takeNotice(UpstreamId(m_.upstream), Notice{m_invocation.input, m_.signature, m_.event}, std::move(reply));
    });
    if (!view)
      return failed(view.error());
    const std::string word = noticeWord(view->outcome);
    print(Json{{"notice", word}, {"code", view->code}, {"payment", view->payment ? toJson(*view->payment) : Json(nullptr)}},
          word + (view->payment ? "  " + summary(*view->payment) : std::string()));
    return exitStatusOf(view->outcome);
  }

  // What no command of the core would ask about.
  Status allowed(Permission permission) const { return allow(roleFromWord(m_caller.role), permission); }

  int userAdd() {
    if (const Status may = allowed(Permission::People); !may)
      return failed(may.error());
    const Status added = m_people.add(m_caller.name, m_invocation.pin, UserName(m_.name), m_invocation.otherPin,
                                      roleFromWord(m_.role));
    if (!added)
      return failed(added.error());
    const std::string name = trimmed(m_.name);
    print(Json{{"user", name}, {"role", m_.role}}, fmt::format("{} can open this home now, as {}.", name, m_.role));
    return kExitDone;
  }

  int userList() {
    const auto users = m_people.all();
    if (!users)
      return failed(users.error());
    for (const ports::VaultUser& one : *users)
      print(Json{{"user", one.name.str()}, {"role", one.role}}, fmt::format("{:<24} {}", one.name.str(), one.role));
    return kExitDone;
  }

  int userLog() {
    const auto events = ask<std::vector<AccessEvent>>(
        [&](api::Reply<std::vector<AccessEvent>> reply) { m_client.accessLog(m_.limit, std::move(reply)); });
    if (!events)
      return failed(events.error());
    for (const AccessEvent& one : *events) {
      std::string text = fmt::format("{}  {:<10} {}", toRfc3339(one.at), wordOf(one.kind),
                                     one.who.empty() && one.by.empty() ? std::string("the owner") : one.who.str());
      if (!one.role.empty())
        text += ", " + one.role;
      if (!one.by.empty())
        text += ", by " + one.by.str();
      if (!one.reason.empty())
        text += " (" + one.reason + ")";
      if (one.tries > 0)
        text += fmt::format(", after {} wrong PIN(s)", one.tries);
      print(Json{{"at", toRfc3339(one.at)}, {"what", wordOf(one.kind)}, {"user", one.who.str()}, {"role", one.role},
                 {"by", one.by.str()}, {"reason", one.reason}, {"wrongBefore", one.tries}},
            text);
    }
    return kExitDone;
  }

  int ownerCodeEnroll() {
    const auto uri = ask<std::string>(
        [&](api::Reply<std::string> reply) { m_client.enrolOwnerCode(m_caller.name, std::move(reply)); });
    if (!uri)
      return failed(uri.error());
    print(Json{{"ownerCode", "on"}, {"uri", *uri}},
          "Shown this once; the owner's authenticator app takes it:\n\n    " + *uri + "\n");
    return kExitDone;
  }

  int ownerCodeOff() {
    const auto done = ask<bool>([&](api::Reply<bool> reply) { m_client.forgetOwnerCode(m_caller.name, std::move(reply)); });
    if (!done)
      return failed(done.error());
    print(Json{{"ownerCode", "off"}}, "No one-time code is good any more.");
    return kExitDone;
  }

  int ownerCodeStatus() {
    const auto code = ask<std::optional<api::CodeView>>(
        [&](api::Reply<std::optional<api::CodeView>> reply) { m_client.ownerCode(std::move(reply)); });
    if (!code)
      return failed(code.error());
    if (!*code)
      print(Json{{"ownerCode", "off"}}, "No one-time code of an absent owner is set up.");
    else
      print(codeJson({{"ownerCode", "on"}}, **code),
            "The absent owner's one-time codes are good" + codeText(**code));
    return kExitDone;
  }

  int receipt() {
    if (m_.print) {
      const auto printed = ask<api::PrintView>(
          [&](api::Reply<api::PrintView> reply) { m_client.print(m_.ref, std::move(reply)); });
      if (!printed)
        return failed(printed.error());
      if (printed->outcome == api::PrintOutcome::NoPrinter)
        return failed(Error{ErrorCode::PrinterFault, "no printer is configured"});
      if (printed->outcome == api::PrintOutcome::Failed)
        return failed(Error{ErrorCode::PrinterFault, printed->detail});
      const std::string copy = printed->copyNo == 0 ? "" : fmt::format(", copy {}", printed->copyNo);
      const bool sure = printed->outcome == api::PrintOutcome::Confirmed;
      if (printed->outcome == api::PrintOutcome::Unknown) {
        print(Json{{"printed", m_.ref}, {"copy", printed->copyNo}, {"state", "unknown"}, {"detail", printed->detail}},
              perhapsPrinted(*printed));
        return kExitOpen;
      }
      print(Json{{"printed", m_.ref}, {"copy", printed->copyNo}, {"state", sure ? "confirmed" : "sent"}},
            fmt::format("{}{}.", sure ? "Printed" : "Sent to the printer", copy));
      return kExitDone;
    }
    const auto view = ask<api::ReceiptView>([&](api::Reply<api::ReceiptView> reply) {
      m_client.receipt(m_.ref, api::Copy::Issue, std::move(reply));
    });
    if (!view)
      return failed(view.error());
    // For a dot-matrix printer on half-letter forms, whatever printer is configured.
    const std::string bytes = m_.format == "escp"     ? receipt::toEscP(view->receipt, receipt::Form{})
                              : m_.format == "escpos" ? view->escpos
                                                      : view->text;
    if (!m_.output.empty()) {
      std::ofstream file(fileAt(m_.output), std::ios::binary | std::ios::trunc);
      file << bytes;
      file.close();
      if (!file)
        return failed(Error{ErrorCode::DiskFault, m_.output});
      print(Json{{"ref", view->receipt.ref.str()}, {"copy", view->receipt.copyNo}, {"file", m_.output}},
            "Written to " + m_.output);
      return kExitDone;
    }
    if (m_.json)
      m_out.line(lineOf(Json{{"ref", view->receipt.ref.str()}, {"copy", view->receipt.copyNo}, {"text", view->text}}));
    else
      m_out.line(bytes);
    return kExitDone;
  }

  static std::string summary(const confirmation::Delivery& one) {
    return fmt::format("message {} by {} to {}: {}{}{}", one.id.str(), confirmation::wordOf(one.to.channel), one.to.text,
                       confirmation::wordOf(one.state), one.reason.empty() ? "" : " (" + one.reason + ")",
                       one.state == confirmation::DeliveryState::Waiting ? ", due " + toRfc3339(one.dueAt) : "");
  }

  int confirm() {
    const auto to = address();
    return to ? tell(m_.ref, *to) : failed(to.error());
  }

  int tell(const std::string& ref, const std::optional<confirmation::Address>& to) {
    const auto view = ask<api::ConfirmationView>(
        [&](api::Reply<api::ConfirmationView> reply) { m_client.confirm({ref, to}, std::move(reply)); });
    if (!view)
      return failed(view.error());
    Json json = toJson(view->delivery);
    json["text"] = view->text;
    json["link"] = view->link;
    print(json, view->link.empty() ? summary(view->delivery) : view->text + "\n" + view->link);
    switch (view->delivery.state) {
      case confirmation::DeliveryState::Sent:
      case confirmation::DeliveryState::Shown:
        return kExitDone;
      case confirmation::DeliveryState::Waiting:
      case confirmation::DeliveryState::Sending:
      case confirmation::DeliveryState::Unsure:
        return kExitOpen;
      case confirmation::DeliveryState::Refused:
      case confirmation::DeliveryState::GivenUp:
      case confirmation::DeliveryState::Void:
        return kExitRefused;
    }
    return kExitLocal;
  }

  int confirmationsList() {
    const auto all = ask<std::vector<confirmation::Delivery>>([&](api::Reply<std::vector<confirmation::Delivery>> reply) {
      m_client.confirmations(m_.limit, std::move(reply));
    });
    if (!all)
      return failed(all.error());
    for (const confirmation::Delivery& one : *all) print(toJson(one), one.ref.str() + "  " + summary(one));
    return kExitDone;
  }

  int confirmationsSend() {
    const auto sent =
        ask<int>([&](api::Reply<int> reply) { m_client.sendConfirmations(std::move(reply)); });
    if (!sent)
      return failed(sent.error());
    print(Json{{"sent", *sent}}, fmt::format("{} message(s) sent.", *sent));
    return kExitDone;
  }

  int trial() {
    const auto trial = ask<api::TrialBalance>(
        [&](api::Reply<api::TrialBalance> reply) { m_client.trial(std::move(reply)); });
    if (!trial)
      return failed(trial.error());
    for (const api::AccountView& account : trial->accounts)
      print(Json{{"account", account.name}, {"balance", account.balance.amount()}},
            fmt::format("{:<20} {:>16}", account.name, account.balance.text()));
    for (const api::TrialBalance::BrokenRule& one : trial->broken)
      print(Json{{"rule", one.rule}, {"broken", one.what}}, fmt::format("BROKEN {}: {}", one.rule, one.what));
    print(Json{{"sum", trial->sum.amount()}, {"rules", trial->rules}, {"broken", trial->broken.size()}},
          fmt::format("{:<20} {:>16}  ({} rules, {} broken)", "sum", trial->sum.text(), trial->rules,
                      trial->broken.size()));
    return trial->sum.isZero() && trial->broken.empty() ? kExitDone : kExitLocal;
  }

  int account() {
    const auto lines = ask<std::vector<api::LedgerEntryView>>([&](api::Reply<std::vector<api::LedgerEntryView>> reply) {
      m_client.account(m_.account, m_.limit, std::move(reply));
    });
    if (!lines)
      return failed(lines.error());
    for (const api::LedgerEntryView& line : *lines)
      print(Json{{"at", toRfc3339(line.at)},
                 {"ref", line.ref.str()},
                 {"why", line.why},
                 {"amount", line.amount.amount()}},
            fmt::format("{}  {:<20} {:<12} {:>16}", toRfc3339(line.at), line.ref.str(), line.why, line.amount.text()));
    return kExitDone;
  }

  int doctor() {
    auto health = ask<std::vector<api::HealthItem>>([&](api::Reply<std::vector<api::HealthItem>> reply) {
      m_client.health(api::Look::AskNow, std::move(reply));
    });
    if (!health)
      return failed(health.error());
    // Asked for here: its service may have to be started, which the engine does not wait for.
    health->push_back(readerHealth(m_people));
    bool well = true;
    for (const api::HealthItem& item : *health) {
      // A counter whose printer or fingerprint reader does not work sells all the same; it is only said.
      well = well && (item.ok || item.name == "printer" || item.name == "fingerprint");
      std::string text = fmt::format("{:<5} {:<16} {}", item.ok ? "ok" : "LOOK", item.name, item.detail);
      if (const auto advice = item.name == "printer" ? printerAdvice(item.word) : std::string_view(); !advice.empty())
        text += fmt::format("\n{:<22} {}", "", advice);
      print(Json{{"name", item.name},
                 {"ok", item.ok},
                 {"detail", item.detail},
                 {"word", item.word},
                 {"count", item.count},
                 {"at", item.at == Instant{} ? Json(nullptr) : Json(toRfc3339(item.at))}},
            text);
    }
    return well ? kExitDone : kExitLocal;
  }

  const Words& m_;
  const Invocation& m_invocation;
  const ports::VaultUser& m_caller;
  People& m_people;
  api::AgentClient& m_client;
  Output& m_out;
};

}  // namespace

CommandLine parseCommandLine(const std::vector<std::string>& arguments) {
  Words words;
  const auto parser = makeParser(words);
  CommandLine line;
  line.exitStatus = parseInto(*parser, arguments, line.message);
  line.home = words.home;
  line.user = words.user;
  line.clockUrl = words.clockUrl;
  line.pinDescriptor = words.pinDescriptor;
  line.secondPinDescriptor = words.second.pinDescriptor;
  line.newPinDescriptor = words.newPinDescriptor;
  line.recoveryDescriptor = words.recoveryDescriptor;
  line.backupFile = words.backup.file;
  line.passwordDescriptor = words.till.passwordDescriptor;
  line.second = words.second.name;
  line.ownerCode = words.second.ownerCode;
  line.bodyFile = words.bodyFile;
  line.json = words.json;
  line.print = words.print || words.till.print;
  line.qr = words.qr;
  line.deviceSecret = words.deviceSecret;
  line.outletName = words.outlet;
  line.ownerName = words.owner;
  line.clientRef = words.clientRef;
  if (line.exitStatus < 0)
    line.command = commandOf(*parser);
  return line;
}

int reportFailure(Output& output, bool json, const Error& error) {
  const std::string word(wordOf(error.code));
  output.refused(word, error.detail);
  if (json)
    output.line(lineOf(Json{{"error", word}, {"detail", error.detail}}));
  std::string detail = error.detail;
  if (error.code == ErrorCode::CodeWrong && detail.substr(0, 6) == "clock ")
    detail = driftText(std::strtoll(detail.c_str() + 6, nullptr, 10));
  output.note("loketctl: " + word + (detail.empty() ? "" : ": " + detail));
  return exitStatusOf(error.code);
}

int runCommand(const Invocation& invocation, const ports::VaultUser& caller, People& people, api::AgentClient& core,
               Output& output) {
  PermittedClient client(core, {caller.name, roleFromWord(caller.role)}, people);
  Words words;
  const auto parser = makeParser(words);
  std::string message;
  if (const int status = parseInto(*parser, invocation.arguments, message); status >= 0) {
    output.note(message);
    return status;
  }
  const std::string command = commandOf(*parser);
  if (command.substr(0, command.find(' ')) == "reconcile")
    return ReconcileConsole(words.reconcile, invocation.folder, words.json, client, output).run(command);
  if (command.substr(0, command.find(' ')) == "groups")
    return GroupConsole(words.groups, words.json, client, output).run(command);
  if (const std::string first = command.substr(0, command.find(' ')); first == "printer" || first == "paper")
    return PaperConsole(words.paper, words.json, client, output).run(command);
  if (command.substr(0, command.find(' ')) == "audit")
    return AuditConsole(words.audit, invocation.folder, words.json, client, output).run(command);
  if (command.substr(0, command.find(' ')) == "finger")
    return FingerConsole(words.finger, words.json, caller, people, output).run(command);
  if (isStepUpCommand(command))
    return StepUpConsole(words.stepUp, words.qr, words.json, caller,
                         [&] { return secondOf(words.second, invocation, caller, people); }, client, output).run(command);
  if (isVaultCommand(command)) {
    const int status = VaultConsole(words.vault, words.qr, invocation, words.json, caller, people, output).run(command);
    // Whoever has that name one day is somebody else.
    if (command == "user remove" && status == kExitDone)
      static_cast<void>(ask<bool>([&](api::Reply<bool> reply) {
        client.forgetCode({UserName(trimmed(words.vault.person))}, std::move(reply));
      }));
    return status;
  }
  if (command.substr(0, command.find(' ')) == "complaint")
    return ComplaintConsole(words.complaints, words.json, client, output).run(command);
  if (command.substr(0, command.find(' ')) == "backup")
    return BackupConsole(words.backup, invocation, caller, words.json, client, output).run(command);
  if (command.substr(0, command.find(' ')) == "customers")
    return CustomerConsole(words.customers, invocation.folder, words.json, client, output).run(command);
  return Console(words, invocation, caller, people, client, output).run(command);
}

}  // namespace loket::app
