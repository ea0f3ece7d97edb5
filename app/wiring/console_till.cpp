#include "app/wiring/console_till.h"

#include <functional>
#include <map>

#include <fmt/format.h>

#include "app/wiring/ask.h"
#include "app/wiring/console_json.h"
#include "app/wiring/exit_status.h"

namespace loket::app {
namespace {

Json toJson(const Ticket& ticket) {
  return Json{{"ticket", ticket.id.str()},
              {"upstream", ticket.upstream.str()},
              {"wanted", ticket.wanted.amount()},
              {"amount", ticket.amount.amount()},
              {"state", wordOf(ticket.state)},
              {"bank", ticket.payee.bank},
              {"account", ticket.payee.account},
              {"method", ticket.payee.method},
              {"note", ticket.payee.note},
              {"openedAt", timeOrNull(ticket.openedAt)},
              {"movedAt", timeOrNull(ticket.movedAt)}};
}

std::string textOf(const Ticket& ticket) {
  return fmt::format("{}  {:<12} {:<10} {:>16}  wanted {}", ticket.id.str(), wordOf(ticket.state),
                     ticket.upstream.str(), ticket.amount.text(), ticket.wanted.text()) +
         (ticket.payee.account.empty() ? std::string()
                                       : fmt::format("\n  send exactly {} to {} {}{}", ticket.amount.text(),
                                                     ticket.payee.bank, ticket.payee.account,
                                                     ticket.payee.note.empty() ? "" : ", remark " + ticket.payee.note));
}

class TillConsole {
 public:
  TillConsole(const TillWords& words, bool json, const SecretBytes& password, AskSecond askSecond, api::AgentClient& client,
              Output& output)
      : m_(words), m_json(json), m_password(password), m_askSecond(std::move(askSecond)), m_client(client), m_out(output) {}

  using Command = int (TillConsole::*)();
  static const std::map<std::string, Command>& commands() {
    static const std::map<std::string, Command> kCommands = {
        {"shift open", &TillConsole::shiftOpen},
        {"shift close", &TillConsole::shiftClose},
        {"shift report", &TillConsole::shiftReport},
        {"goods sell", &TillConsole::goodsSell},
        {"goods return", &TillConsole::goodsReturn},
        {"drawer pay-in", &TillConsole::payIn},
        {"drawer pay-out", &TillConsole::payOut},
        {"ticket open", &TillConsole::ticketOpen},
        {"ticket list", &TillConsole::ticketList},
        {"ticket transferred", &TillConsole::ticketTransferred},
        {"ticket credited", &TillConsole::ticketCredited},
        {"ticket pay", &TillConsole::ticketPay},
        {"bon list", &TillConsole::bonList},
        {"bon pay", &TillConsole::bonPay},
        {"cashout qris", &TillConsole::qris},
        {"cashout otp", &TillConsole::otp},
        {"cashout ask", &TillConsole::collectionAsk},
        {"cashout collections", &TillConsole::collectionList},
        {"cashout print", &TillConsole::collectionPrint},
        {"cashout sell", &TillConsole::collectionSell},
        {"cashout give-up", &TillConsole::collectionGiveUp},
        {"cashout list", &TillConsole::cashOutList},
        {"cashout pay", &TillConsole::cashOutPay}};
    return kCommands;
  }

 private:
  int failed(const Error& error) { return reportFailure(m_out, m_json, error); }
  void print(const Json& json, const std::string& text) { m_out.line(m_json ? lineOf(json) : text); }

  // Zero is for counts; the core decides what is too much.
  Result<Money> money() const {
    const auto parsed = Money::parse(m_.amount);
    if (!parsed)
      return fail(ErrorCode::AmountInvalid, m_.amount);
    return *parsed;
  }

  template <typename Say>
  int run(Result<Money> amount, const std::function<api::TillCommand(Money)>& command, Say say) {
    if (!amount)
      return failed(amount.error());
    const auto done = ask<api::TillView>(
        [&](api::Reply<api::TillView> reply) { m_client.till(command(*amount), std::move(reply)); });
    if (!done)
      return failed(done.error());
    say(*done);
    return kExitDone;
  }

  void sayDrawer(const api::TillView& view) {
    const TillEvent& e = view.event;
    print(Json{{"event", wordOf(e.kind)},
               {"amount", e.amount.amount()},
               {"reason", e.reason},
               {"by", e.by.str()},
               {"at", timeOrNull(e.at)}},
          e.reason.empty() ? fmt::format("{}: {}", wordOf(e.kind), e.amount.text())
                           : fmt::format("{}: {} ({})", wordOf(e.kind), e.amount.text(), e.reason));
  }
  int goodsSell() {
    return run(
        money(),
        [this](Money amount) {
          return api::GoodsSale{amount, m_.goodsName};
        },
        [this](const api::TillView& view) { sayDrawer(view); });
  }
  int goodsReturn() {
    const auto second = m_askSecond();
    if (!second)
      return failed(second.error());
    return run(
        money(),
        [this, &second](Money amount) {
          return api::GoodsReturn{amount, m_.goodsName, *second};
        },
        [this](const api::TillView& view) { sayDrawer(view); });
  }
  int payIn() {
    return run(
        money(),
        [this](Money amount) {
          return api::PayIn{amount, m_.reason};
        },
        [this](const api::TillView& view) { sayDrawer(view); });
  }
  int payOut() {
    return run(
        money(),
        [this](Money amount) {
          return api::PayOut{amount, m_.owner ? PaidTo::Owner : PaidTo::Expense, m_.reason, proofOf(m_.proof)};
        },
        [this](const api::TillView& view) { sayDrawer(view); });
  }

  void sayTicket(const api::TillView& view) { print(toJson(*view.ticket), textOf(*view.ticket)); }
  int ticketOpen() {
    return run(
        money(),
        [this](Money amount) {
          return api::TicketOpening{UpstreamId(m_.upstream), amount, m_.bank, m_.ownerName};
        },
        [this](const api::TillView& view) { sayTicket(view); });
  }
  int ticketTransferred() {
    return run(
        Money{},
        [this](Money) {
          return api::TicketTransfer{TicketId(m_.ticket), m_.fromDrawer ? PaidFrom::Drawer : PaidFrom::Owner};
        },
        [this](const api::TillView& view) { sayTicket(view); });
  }
  int ticketCredited() {
    return run(
        Money{}, [this](Money) { return api::TicketCredit{TicketId(m_.ticket)}; },
        [this](const api::TillView& view) { sayTicket(view); });
  }
  // Without --yes only whose account it is and what it takes.
  int ticketPay() {
    const api::TicketPayment command{TicketId(m_.ticket), UpstreamId(m_.via), proofOf(m_.proof)};
    if (!m_.yes) {
      const auto quote = ask<api::Quote>(
          [&](api::Reply<api::Quote> reply) { m_client.quoteTicket(command, std::move(reply)); });
      if (!quote)
        return failed(quote.error());
      print(Json{{"ticket", m_.ticket},
                 {"via", quote->upstream.str()},
                 {"productName", quote->productName},
                 {"account", quote->number},
                 {"customerName", quote->customerName},
                 {"amount", quote->amount.amount()},
                 {"fee", quote->adminFee.amount()},
                 {"total", quote->total.amount()}},
            fmt::format("{} {} {}: {} + {} = {} from {}. Nothing was sent; with --yes it is.",
                        quote->productName, quote->number, quote->customerName, quote->amount.text(),
                        quote->adminFee.text(), quote->total.text(), quote->upstream.str()));
      return kExitDone;
    }
    constexpr Duration kUsualWait = Duration::seconds(20);
    const auto patience = m_.wait.empty() ? Result<Duration>(kUsualWait) : wait();
    if (!patience)
      return failed(patience.error());
    auto view = ask<api::PaymentView>([&](api::Reply<api::PaymentView> reply) {
      m_client.payTicket(command, std::nullopt, std::move(reply));
    });
    if (view && isUnsettled(view->payment.state) && view->payment.state != PaymentState::Review)
      view = ask<api::PaymentView>([&](api::Reply<api::PaymentView> reply) {
        m_client.await(view->payment.ref, *patience, std::move(reply));
      });
    if (!view)
      return failed(view.error());
    const Payment& p = view->payment;
    print(app::toJson(p),
          fmt::format("{}  {}  {} {} {}: {}{}", p.ref.str(), wordOf(p.state), p.productName, p.number,
                      p.customerName, p.total().text(), p.reason.empty() ? "" : " (" + p.reason + ")"));
    // What waits for its first try has not been paid, as it is with a sale that is kept for later.
    return p.state == PaymentState::Accepted ? kExitOpen : exitStatusOf(p.state);
  }
  int ticketList() {
    const auto tickets = ask<std::vector<api::TicketView>>(
        [&](api::Reply<std::vector<api::TicketView>> reply) { m_client.tickets(std::move(reply)); });
    if (!tickets)
      return failed(tickets.error());
    for (const auto& [ticket, payment] : *tickets) {
      Json json = toJson(ticket);
      json["payment"] = payment ? Json(payment->str()) : Json(nullptr);
      print(json, textOf(ticket) + (payment ? "\n  transfer " + payment->str() : std::string()));
    }
    return kExitDone;
  }

  int cashOutList() {
    const auto credits = ask<std::vector<api::CreditView>>([&](api::Reply<std::vector<api::CreditView>> reply) {
      m_client.credits(UpstreamId(m_.upstream), std::move(reply));
    });
    if (!credits)
      return failed(credits.error());
    for (const api::CreditView& view : *credits) {
      const Credit& credit = view.credit;
      print(Json{{"upstream", credit.upstream.str()},
                 {"credit", credit.id},
                 {"at", timeOrNull(credit.at)},
                 {"amount", credit.amount.amount()},
                 {"from", credit.from},
                 {"account", credit.account},
                 {"remark", credit.remark},
                 {"collection", view.collection.str()},
                 {"paidOut", view.used}},
            fmt::format("{}  {}  {:>14}  {:<24} {}{}{}", credit.id, toRfc3339(credit.at), credit.amount.text(), credit.from,
                        credit.remark, view.collection.empty() ? "" : "  of " + view.collection.str(),
                        view.used ? "  PAID OUT" : ""));
    }
    return kExitDone;
  }
  // Zero unless told; a number of seconds.
  Result<Duration> wait() const {
    constexpr std::int64_t kLongest = 24 * 60 * 60;
    if (m_.wait.empty())
      return Duration{};
    const auto seconds = Money::parse(m_.wait);
    if (!seconds || seconds->isNegative() || seconds->amount() > kLongest)
      return fail(ErrorCode::Usage, "--wait " + m_.wait);
    return Duration::seconds(seconds->amount());
  }
  int sayCollection(Result<Money> amount, const std::function<api::TillCommand(Money)>& command, bool mustBePaid) {
    if (!amount)
      return failed(amount.error());
    const auto done = ask<api::TillView>(
        [&](api::Reply<api::TillView> reply) { m_client.till(command(*amount), std::move(reply)); });
    if (!done)
      return failed(done.error());
    const Collection& one = *done->collection;
    print(app::toJson(one), collectionText(one));
    if (m_.print && one.state == CollectionState::Waiting)
      if (const int status = printCode(one.id); status != kExitDone)
        return status;
    switch (one.state) {
      case CollectionState::Paid:
      case CollectionState::HandedOut:
      case CollectionState::Sold:
        return kExitDone;
      case CollectionState::Ended:
        return kExitFailed;
      case CollectionState::Waiting:
        return mustBePaid ? kExitOpen : kExitDone;
      case CollectionState::Asked:
        break;
    }
    return kExitOpen;
  }
  int qris() {
    const auto until = wait();
    if (!until)
      return failed(until.error());
    return sayCollection(
        money(),
        [this, &until](Money amount) {
          return api::CollectionOpening{UpstreamId(m_.upstream), CollectionKind::Qris, amount, {}, {}, *until};
        },
        until->ms > 0);
  }
  int otp() {
    const auto until = wait();
    if (!until)
      return failed(until.error());
    return sayCollection(
        money(),
        [this, &until](Money amount) {
          return api::CollectionOpening{UpstreamId(m_.upstream),
                                        CollectionKind::Password,
                                        amount,
                                        m_.customer,
                                        std::make_shared<const SecretBytes>(m_password.clone()),
                                        *until};
        },
        true);
  }
  int collectionAsk() {
    const auto until = wait();
    if (!until)
      return failed(until.error());
    return sayCollection(
        Money{}, [this, &until](Money) { return api::CollectionQuestion{CollectionId(m_.collection), *until}; }, true);
  }
  int collectionList() {
    const auto all = ask<std::vector<Collection>>(
        [&](api::Reply<std::vector<Collection>> reply) { m_client.collections(std::move(reply)); });
    if (!all)
      return failed(all.error());
    for (const Collection& one : *all) print(app::toJson(one), collectionText(one));
    return kExitDone;
  }
  int collectionSell() {
    return sayCollection(Money{}, [this](Money) { return api::CollectionSale{CollectionId(m_.collection)}; }, true);
  }
  int collectionGiveUp() {
    return sayCollection(
        Money{}, [this](Money) { return api::CollectionGiveUp{CollectionId(m_.collection), m_.reason}; }, false);
  }
  int collectionPrint() { return printCode(CollectionId(m_.collection)); }
  int printCode(const CollectionId& id) {
    return printed([&](api::Reply<api::PrintView> reply) { m_client.printCollection(id, std::move(reply)); });
  }
  int printed(const std::function<void(api::Reply<api::PrintView>)>& send) {
    const auto paper = ask<api::PrintView>(send);
    if (!paper)
      return failed(paper.error());
    switch (paper->outcome) {
      case api::PrintOutcome::Confirmed:
      case api::PrintOutcome::Sent:
      case api::PrintOutcome::Queued:
      case api::PrintOutcome::Seen:
        return kExitDone;
      case api::PrintOutcome::Unknown:
        m_out.note("loketctl: " + perhapsPrinted(*paper));
        return kExitOpen;
      case api::PrintOutcome::NoPrinter:
        m_out.note("loketctl: no printer is configured");
        return kExitDone;
      case api::PrintOutcome::Failed:
      case api::PrintOutcome::Dropped:
        break;
    }
    m_out.note("loketctl: not printed: " + paper->detail);
    return kExitLocal;
  }
  int cashOutPay() {
    const auto fee = m_.fee.empty() ? std::optional<Money>(Money{}) : Money::parse(m_.fee);
    if (!fee)
      return failed(Error{ErrorCode::AmountInvalid, m_.fee});
    if (m_.collection.empty() && (m_.upstream.empty() || m_.amount.empty()))
      return failed(Error{ErrorCode::Usage, "--credit needs --upstream and --amount"});
    auto second = m_askSecond();
    if (!second)
      return failed(second.error());
    // The second person's place or the second proof's: the core looks which of them is wanted.
    second->ownerCode = m_.proof.ownerCode;
    std::string subject;
    const int status = run(
        m_.collection.empty() ? money() : Money{},
        [this, &fee, &second](Money amount) -> api::TillCommand {
          if (!m_.collection.empty())
            return api::CollectionPayOut{CollectionId(m_.collection), *fee, proofOf(m_.proof), *second};
          return api::CashOut{UpstreamId(m_.upstream), m_.credit, amount, *fee, proofOf(m_.proof)};
        },
        [this, &subject](const api::TillView& view) {
          const TillEvent& e = view.event;
          subject = e.subject;
          print(Json{{"event", wordOf(e.kind)},
                     {"credit", e.subject},
                     {"cash", e.amount.amount()},
                     {"from", e.reason},
                     {"by", e.by.str()},
                     {"at", timeOrNull(e.at)}},
                fmt::format("Hand out {} for {} from {}", e.amount.text(), e.subject, e.reason));
        });
    if (status != kExitDone || !m_.print)
      return status;
    return printed([&](api::Reply<api::PrintView> reply) {
      m_client.print(subject, [reply = std::move(reply)](const Result<api::PrintView>& paper) {
        // The window prints every slip by itself, and once.
        const bool byTheWindow = !paper && paper.error().code == ErrorCode::NotFound;
        reply(byTheWindow ? Result<api::PrintView>(api::PrintView{api::PrintOutcome::Queued, 0, {}}) : paper);
      });
    });
  }

  int bonPay() {
    return run(
        money(),
        [this](Money amount) {
          return api::BonPayment{m_.customer, amount};
        },
        [this](const api::TillView& view) {
          const Money left = view.owed.value_or(Money{});
          print(Json{{"bon", view.event.subject},
                     {"paid", view.event.amount.amount()},
                     {"owed", left.amount()},
                     {"by", view.event.by.str()},
                     {"at", timeOrNull(view.event.at)}},
                fmt::format("{} paid {}, still owes {}", view.event.subject, view.event.amount.text(),
                            left.text()));
        });
  }
  int bonList() {
    const auto bons = ask<std::vector<api::BonView>>(
        [&](api::Reply<std::vector<api::BonView>> reply) { m_client.bons(std::move(reply)); });
    if (!bons)
      return failed(bons.error());
    for (const api::BonView& bon : *bons)
      print(Json{{"bon", bon.customer.str()}, {"owed", bon.owed.amount()}},
            fmt::format("{:<40} {:>16}", bon.customer.str(), bon.owed.text()));
    return kExitDone;
  }

  int shiftOpen() {
    return run(
        money(),
        [this](Money amount) {
          return api::ShiftOpening{amount, m_.reason};
        },
        [this](const api::TillView& view) {
          const Shift& shift = *view.shift;
          const Money difference = shift.floatCounted - shift.floatExpected;
          print(Json{{"shift", shift.id.str()},
                     {"openedAt", timeOrNull(shift.openedAt)},
                     {"openedBy", shift.openedBy.str()},
                     {"float", shift.floatCounted.amount()},
                     {"expected", shift.floatExpected.amount()},
                     {"difference", difference.amount()}},
                fmt::format("Shift {} open: counted {}, expected {}, difference {}", shift.id.str(),
                            shift.floatCounted.text(), shift.floatExpected.text(), difference.text()));
        });
  }
  int shiftClose() {
    return run(
        money(),
        [this](Money amount) {
          return api::ShiftClosing{amount, m_.reason};
        },
        [this](const api::TillView& view) {
          const Shift& shift = *view.shift;
          print(Json{{"shift", shift.id.str()},
                     {"closedAt", timeOrNull(shift.closedAt)},
                     {"closedBy", shift.closedBy.str()},
                     {"counted", shift.counted.amount()},
                     {"expected", shift.expected.amount()},
                     {"difference", shift.difference().amount()}},
                fmt::format("Shift {} closed: counted {}, expected {}, difference {}", shift.id.str(),
                            shift.counted.text(), shift.expected.text(), shift.difference().text()));
        });
  }
  int shiftReport() {
    const auto found = ask<api::ShiftReport>(
        [&](api::Reply<api::ShiftReport> reply) { m_client.shiftReport(std::move(reply)); });
    if (!found)
      return failed(found.error());
    const api::ShiftReport& report = *found;
    const Shift& shift = report.shift;
    Json json{{"shift", shift.id.str()},
              {"open", shift.isOpen()},
              {"openedAt", timeOrNull(shift.openedAt)},
              {"openedBy", shift.openedBy.str()},
              {"closedAt", timeOrNull(shift.closedAt)},
              {"closedBy", shift.closedBy.str()},
              {"float", shift.floatCounted.amount()},
              {"count", report.count},
              {"sum", report.sum.amount()},
              {"sales", Json::array()},
              {"goods", Json{{"count", report.goods.count}, {"sum", report.goods.sum.amount()}}},
              {"cashIn", nullptr},
              {"cashOut", nullptr},
              {"expected", nullptr},
              {"counted", nullptr},
              {"difference", nullptr},
              {"reason", shift.reason},
              {"deposits", Json::array()}};
    std::string text =
        fmt::format("Shift {} ({}), opened {} with {}\n", shift.id.str(), shift.isOpen() ? "open" : "closed",
                    toRfc3339(shift.openedAt), shift.floatCounted.text());
    for (const api::FamilySalesView& row : report.sales) {
      json["sales"].push_back(
          Json{{"family", wordOf(row.family)}, {"count", row.count}, {"sum", row.sum.amount()}});
      text += fmt::format("  {:<12} {:>5} {:>16}\n", wordOf(row.family), row.count, row.sum.text());
    }
    text += fmt::format("  {:<12} {:>5} {:>16}\n", "all", report.count, report.sum.text());
    if (report.goods.count != 0 || !report.goods.sum.isZero())
      text += fmt::format("  {:<12} {:>5} {:>16}\n", "goods", report.goods.count, report.goods.sum.text());
    if (const auto& drawer = report.drawer) {
      json["cashIn"] = drawer->cashIn.amount();
      json["cashOut"] = drawer->cashOut.amount();
      json["expected"] = drawer->expected.amount();
      json["counted"] = drawer->counted.amount();
      json["difference"] = drawer->difference.amount();
      text += fmt::format("  cash in {}, out {}; expected {}, counted {}, difference {}\n",
                          drawer->cashIn.text(), drawer->cashOut.text(), drawer->expected.text(),
                          drawer->counted.text(), drawer->difference.text());
    }
    for (const api::ShiftDepositView& row : report.deposits) {
      json["deposits"].push_back(Json{{"upstream", row.upstream.str()},
                                      {"balance", row.balance.amount()},
                                      {"told", row.told ? Json(row.told->amount()) : Json(nullptr)},
                                      {"toldAt", timeOrNull(row.toldAt)}});
      text += fmt::format("  deposit {:<10} {:>16}, the upstream says {}\n", row.upstream.str(),
                          row.balance.text(), row.told ? row.told->text() : "nothing");
    }
    text.pop_back();
    print(json, text);
    return m_.print ? printed([&](api::Reply<api::PrintView> reply) { m_client.print(shift.id.str(), std::move(reply)); })
                    : kExitDone;
  }

  const TillWords& m_;
  bool m_json;
  const SecretBytes& m_password;
  AskSecond m_askSecond;
  api::AgentClient& m_client;
  Output& m_out;
};

}  // namespace

void addTillCommands(CLI::App& app, TillWords& w, SecondWords& second) {
  auto* shift =
      app.add_subcommand("shift", "from counting the drawer in the morning to counting it at night");
  shift->require_subcommand(1);
  auto* open = shift->add_subcommand("open", "begin with what was counted");
  open->add_option("--float", w.amount, "what was counted in the drawer")->required();
  open->add_option("--reason", w.reason, "why it differs from what the books have");
  auto* close =
      shift->add_subcommand("close", "end with what was counted; only then the expected sum is told");
  close->add_option("--counted", w.amount, "what was counted in the drawer")->required();
  close->add_option("--reason", w.reason, "why it differs, if it is known");
  shift->add_subcommand("report", "sales, cash and deposits of the newest shift")
      ->add_flag("--print", w.print, "on paper too, once the shift is closed; copies are marked");

  auto* goods = app.add_subcommand("goods", "ordinary goods, for cash: one amount and perhaps a name");
  goods->require_subcommand(1);
  for (auto* one : {goods->add_subcommand("sell", "sold"), goods->add_subcommand("return", "brought back, the cash handed out")}) {
    one->add_option("AMOUNT", w.amount)->required();
    one->add_option("--name", w.goodsName, "what it was");
  }
  addSecond(*goods->get_subcommand("return"), second);

  auto* drawer = app.add_subcommand("drawer", "cash that is not a sale's");
  drawer->require_subcommand(1);
  auto* in = drawer->add_subcommand("pay-in", "the owner puts cash into the drawer");
  in->add_option("AMOUNT", w.amount)->required();
  in->add_option("--reason", w.reason)->required();
  auto* out = drawer->add_subcommand("pay-out", "the drawer pays for something");
  out->add_option("AMOUNT", w.amount)->required();
  out->add_option("--reason", w.reason)->required();
  out->add_flag("--owner", w.owner, "not an expense: the owner takes it");
  addProof(*out, w.proof);

  auto* ticket = app.add_subcommand("ticket", "deposit top-ups, each known by its amount");
  ticket->require_subcommand(1);
  auto* ask = ticket->add_subcommand("open", "an amount to send that no other ticket has");
  ask->add_option("--upstream", w.upstream)->required();
  ask->add_option("--amount", w.amount, "whole thousands; 1 to 999 rupiah are added")->required();
  auto* bank = ask->add_option("--bank", w.bank,
                               "ask the upstream, which says what to send where: BCA, MANDIRI, BRI, BNI; Flip, ShopeePay");
  ask->add_option("--owner-name", w.ownerName, "of the account that the money will come from")->needs(bank);
  bank->needs(ask->get_option("--owner-name"));
  ticket->add_subcommand("list", "the newest first");
  auto* sent = ticket->add_subcommand("transferred", "the money was sent");
  sent->add_option("ID", w.ticket)->required();
  sent->add_flag("--from-drawer", w.fromDrawer, "it was the drawer's cash; the owner's unless told");
  auto* payTicket = ticket->add_subcommand(
      "pay", "send its money through a bank of ours; without --yes only what that would be");
  payTicket->add_option("ID", w.ticket)->required();
  payTicket->add_option("--via", w.via, "the bank")->required();
  payTicket->add_flag("--yes", w.yes, "the name is right: send it");
  payTicket->add_option("--wait", w.wait, "seconds to wait for an outcome");
  addProof(*payTicket, w.proof);
  ticket->add_subcommand("credited", "the upstream shows it")->add_option("ID", w.ticket)->required();

  auto* cashOut = app.add_subcommand("cashout", "cash for money that a customer has sent to the shop's account");
  cashOut->require_subcommand(1);
  cashOut->add_subcommand("list", "what has come in, by the bank's own statement")
      ->add_option("--upstream", w.upstream)
      ->required();
  auto* handOut = cashOut->add_subcommand("pay", "hand out the cash, once for one transfer");
  handOut->add_option("--upstream", w.upstream);
  auto* which = handOut->add_option_group("what came in");
  which->add_option("--credit", w.credit, "the transfer's id in the list");
  which->add_option("--collection", w.collection, "what was collected by a code or a password");
  which->require_option(1);
  handOut->add_option("--amount", w.amount, "what came in, as the list has it");
  handOut->add_option("--fee", w.fee, "what the shop keeps of it");
  handOut->add_flag("--print", w.print, "the customer's slip on paper");
  addProof(*handOut, w.proof);
  // Of what was collected for a sale.
  addSecondPerson(*handOut, second);

  const auto waiting = [&w](CLI::App* command) {
    command->add_option("--wait", w.wait, "seconds to wait until it is paid");
    return command;
  };
  auto* code = waiting(cashOut->add_subcommand("qris", "a code that the customer scans"));
  code->add_option("AMOUNT", w.amount)->required();
  code->add_option("--upstream", w.upstream)->required();
  code->add_flag("--print", w.print, "on paper too");
  auto* password = waiting(cashOut->add_subcommand("otp", "out of the customer's wallet, by the one-time password on his telephone"));
  password->add_option("NUMBER", w.customer, "the customer's")->required();
  password->add_option("AMOUNT", w.amount)->required();
  password->add_option("--upstream", w.upstream)->required();
  password->add_option("--otp-fd", w.passwordDescriptor, "read the password from this descriptor (or set LOKET_OTP)");
  waiting(cashOut->add_subcommand("ask", "how it stands, by the bank's word now"))
      ->add_option("ID", w.collection)
      ->required();
  cashOut->add_subcommand("collections", "what the bank was asked to collect, the newest first");
  cashOut->add_subcommand("print", "the code on paper")->add_option("ID", w.collection)->required();
  cashOut->add_subcommand("sell", "the sale that a paid code was asked for, with its money; it must still cost the same")
      ->add_option("ID", w.collection)
      ->required();
  auto* giveUp = cashOut->add_subcommand("give-up", "the sale that a code was asked for will not happen; money that comes is a credit");
  giveUp->add_option("ID", w.collection)->required();
  giveUp->add_option("--reason", w.reason);

  auto* bon = app.add_subcommand("bon", "customers who pay later");
  bon->require_subcommand(1);
  bon->add_subcommand("list", "who owes how much");
  auto* pay = bon->add_subcommand("pay", "a customer pays what he owes, or part of it");
  pay->add_option("NAME", w.customer)->required();
  pay->add_option("AMOUNT", w.amount)->required();
}

bool isTillCommand(const std::string& command) {
  return TillConsole::commands().count(command) > 0;
}

int runTillCommand(const std::string& command, const TillWords& words, bool json, const SecretBytes& password,
                   AskSecond askSecond, api::AgentClient& client, Output& output) {
  TillConsole console(words, json, password, std::move(askSecond), client, output);
  return (console.*TillConsole::commands().at(command))();
}

}  // namespace loket::app
