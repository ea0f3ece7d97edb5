#include "app/wiring/console_words.h"

#include <sstream>

#include "app/wiring/exit_status.h"

namespace loket::app {

std::unique_ptr<CLI::App> makeParser(Words& w) {
  auto app = std::make_unique<CLI::App>("loketctl: the payment counter's core without a window", "loketctl");
  app->set_version_flag("--version", "loketctl " LOKET_VERSION);
  app->fallthrough();
  app->require_subcommand(1);
  app->add_option("--home", w.home, "the home: database, key slots, lock");
  app->add_option("--user", w.user, "whose PIN it is; the owner's unless told");
  app->add_option("--pin-fd", w.pinDescriptor, "read the PIN from this descriptor (or set LOKET_PIN)");
  app->add_option("--clock", w.clockUrl, "take the time from a sandbox's admin port");
  app->add_flag("--json", w.json, "one JSON object per line on stdout");

  auto* init = app->add_subcommand("init", "make a new home");
  init->add_option("--outlet", w.outlet, "the shop's name")->required();
  init->add_option("--owner", w.owner, "the owner's name")->required();
  init->add_flag("--qr", w.qr, "the recovery code as a QR code too");
  init->add_option("--device-secret", w.deviceSecret, "where this computer's secret is kept; the best place there is unless told");

  auto* recover = app->add_subcommand("recover", "a new PIN for the owner, by the recovery code; it takes two where others work here");
  recover->add_option("--recovery-fd", w.pinDescriptor, "read the code from this descriptor (or set LOKET_RECOVERY_CODE)");
  recover->add_option("--new-pin-fd", w.newPinDescriptor, "read the PIN from this descriptor (or set LOKET_NEW_PIN)");
  recover->add_option("--device-secret", w.deviceSecret,
                      "give up a secret of this computer that cannot be had, and keep a new one there; others are added again");
  addSecond(*recover, w.second);
  app->add_subcommand("rebuild", "put a database that cannot be read aside, and make a new one from the sidecar journal");

  auto* config = app->add_subcommand("config", "the configuration");
  config->require_subcommand(1);
  auto* import = config->add_subcommand("import", "take a configuration file; other limits take two people");
  import->add_option("FILE", w.file)->required();
  addSecond(*import, w.second);
  config->add_subcommand("show", "show it, secrets masked");
  config->add_subcommand("log", "who changed it, when, and what; the newest first");

  auto* catalogue = app->add_subcommand("catalogue", "what can be sold");
  catalogue->require_subcommand(1);
  catalogue->add_subcommand("sync", "fetch the price lists of all upstreams");
  catalogue->add_subcommand("list", "list products")->add_option("TEXT", w.text);
  catalogue->add_subcommand("show", "one product")->add_option("SKU", w.product)->required();

  auto* prices = app->add_subcommand("prices", "margins and routing");
  prices->require_subcommand(1);
  prices->add_subcommand("log", "who changed them, when, and what; the newest first");

  auto* inquire = app->add_subcommand("inquire", "name, bills, fees and total, without any effect");
  inquire->add_option("PRODUCT", w.product)->required();
  inquire->add_option("NUMBER", w.number)->required();
  inquire->add_option("--amount", w.amount);
  addInquiryFields(*inquire, w.fields);

  auto* sell = app->add_subcommand("sell", "one payment");
  sell->add_option("PRODUCT", w.product)->required();
  sell->add_option("NUMBER", w.number)->required();
  sell->add_option("--amount", w.amount, "transfers: the sum; bills taken offline: the most it may cost");
  sell->add_option("--cash", w.cash, "handed over by the customer; exact unless told");
  auto* bon = sell->add_option("--bon", w.bon, "the customer who pays later");
  sell->get_option("--cash")->excludes(bon);
  auto* tender = sell->add_option("--tender", w.tender, "cash, or qris: sold once the money of a code has arrived")
                     ->check(CLI::IsMember({"cash", "qris"}));
  sell->add_option("--via", w.till.via, "qris: the bank; the only one that has codes unless told")->needs(tender);
  sell->add_flag("--print", w.till.print, "qris: the code on paper too")->needs(tender);
  sell->add_option("--client-ref", w.clientRef, "the same one again is the same payment");
  sell->add_option("--wait", w.wait, "seconds to wait for an outcome; qris: first for the money, 180 unless told")
      ->check(CLI::Range(0, 3600));
  sell->add_flag("--offline", w.offline, "make no call even when online: take a deposit");
  sell->add_option("--sender-name", w.sender.name, "who brings the money of a transfer");
  sell->add_option("--sender-id-type", w.sender.idType, "ktp, sim, passport or kitas");
  sell->add_option("--sender-id", w.sender.idNumber, "the document's number");
  sell->add_option("--sender-phone", w.sender.phone);
  sell->add_option("--sender-address", w.sender.address);
  sell->add_option("--purpose", w.sender.purpose, "what the transfer is for");
  sell->add_option("--notify", w.address, "tell the customer at this mobile number or e-mail address how it ended");
  sell->add_option("--notify-by", w.channel, "e-mail for an address with @, else WhatsApp, unless told")
      ->check(CLI::IsMember({"whatsapp", "sms", "email"}));
  addInquiryFields(*sell, w.fields);
  addProof(*sell, w.proof);
  sell->add_flag("--again", w.again, "the same product and number was bought today already, and is wanted again");

  auto* payments = app->add_subcommand("payments", "payments and their states");
  payments->require_subcommand(1);
  auto* list = payments->add_subcommand("list", "the newest first");
  list->add_option("--text", w.text, "in name, number, reference, serial");
  list->add_option("--state", w.state, "one or more states, separated by commas");
  list->add_option("--from", w.from, "business date");
  list->add_option("--to", w.to, "business date");
  list->add_option("--limit", w.limit)->check(CLI::Range(1, 1'000'000));
  auto* senders =
      payments->add_subcommand("senders", "transfers with who brought the money, for the bank; owner only");
  senders->add_option("--from", w.from, "business date");
  senders->add_option("--to", w.to, "business date");
  payments->add_subcommand("show", "one payment with attempts and history")->add_option("REF", w.ref)->required();

  auto* sync = app->add_subcommand("sync", "one batch: drain the queue, ask about what is open");
  sync->add_flag("--until-idle", w.untilIdle, "go on until nothing more is due before the timeout");
  sync->add_option("--timeout", w.timeout, "seconds")->check(CLI::Range(0, 1'000'000'000));

  auto* batches = app->add_subcommand("batches", "past syncs with their control totals");
  batches->require_subcommand(1);
  batches->add_subcommand("list", "the newest first");
  batches->add_subcommand("show", "one, with its items")->add_option("ID", w.ref)->required();

  auto* cancel = app->add_subcommand("cancel", "withdraw a payment that was never sent");
  cancel->add_option("REF", w.ref)->required();
  cancel->add_option("--reason", w.reason);
  addSecond(*cancel, w.second);
  auto* refund = app->add_subcommand("refund", "cash was handed back");
  refund->add_option("REF", w.ref)->required();
  addSecond(*refund, w.second);

  auto* review = app->add_subcommand("review", "two people settle what no upstream settles");
  review->add_option("REF", w.ref)->required();
  review->add_option("--outcome", w.outcome, "what really happened; acknowledged: a success stays one")
      ->required()
      ->check(CLI::IsMember({"succeeded", "failed", "acknowledged"}));
  review->add_option("--reason", w.reason, "in words: how you know");
  review->add_option("--serial", w.serial, "of a success, as the upstream told it");
  addSecond(*review, w.second);

  auto* webhook = app->add_subcommand(
      "webhook", "what an upstream posted to your gateway; answer it with 200 after exit status 0 only");
  webhook->add_option("UPSTREAM", w.upstream)->required();
  webhook->add_option("FILE", w.bodyFile, "the exact bytes of the body; - or nothing: the standard input");
  webhook->add_option("--signature", w.signature, "the header X-Hub-Signature, as it came");
  webhook->add_option("--event", w.event, "the header X-Digiflazz-Event, as it came");

  auto* user = app->add_subcommand("user", "who may open this home");
  user->require_subcommand(1);
  auto* add = user->add_subcommand("add", "one more person; for the owner only");
  add->add_option("NAME", w.name)->required();
  add->add_option("--role", w.role,
                  "supervisor: a cashier who may be the second of two; cashier, unless told; auditor: looks and changes nothing")
      ->check(CLI::IsMember({"supervisor", "cashier", "auditor"}));
  add->add_option("--new-pin-fd", w.newPinDescriptor, "read their PIN from this descriptor (or set LOKET_NEW_PIN)");
  user->add_subcommand("list", "names and roles");
  user->add_subcommand("log", "who came in, who was refused, who was let in for good; the newest first")
      ->add_option("--limit", w.limit)
      ->check(CLI::Range(1, 1'000'000));

  auto* ownerCode =
      app->add_subcommand("owner-code", "one-time codes that stand in for the absent owner; for the owner only");
  ownerCode->require_subcommand(1);
  ownerCode->add_subcommand("enroll", "make a secret for the owner's telephone; shown this once");
  ownerCode->add_subcommand("off", "no code is good any more");
  ownerCode->add_subcommand("status", "whether there is one, and whether it is locked; for everybody");

  auto* receipt = app->add_subcommand("receipt", "the receipt or deposit slip; copies are marked");
  receipt->add_option("REF", w.ref, "reference, client reference, claim code, or the id of a sync batch or shift")->required();
  receipt->add_option("--format", w.format)->check(CLI::IsMember({"text", "escpos", "escp"}));
  receipt->add_option("--output", w.output, "write it to this file");
  receipt->add_flag("--print", w.print, "send it to the configured printer");

  auto* confirm = app->add_subcommand(
      "confirm",
      "tell the customer what became of a payment: by the shop's mail account, or a link that opens the message");
  confirm->add_option("REF", w.ref, "reference, client reference or claim code")->required();
  confirm->add_option("--to", w.address, "the customer's mobile number or e-mail address; else whom it was asked for");
  confirm->add_option("--by", w.channel, "e-mail for an address with @, else WhatsApp, unless told")
      ->check(CLI::IsMember({"whatsapp", "sms", "email"}));

  auto* confirmations = app->add_subcommand("confirmations", "messages to customers, and what became of them");
  confirmations->require_subcommand(1);
  confirmations->add_subcommand("list", "the newest first")->add_option("--limit", w.limit)->check(CLI::Range(1, 1'000'000));
  confirmations->add_subcommand("send", "the mails that are due, each once");

  auto* ledger = app->add_subcommand("ledger", "double entry");
  ledger->require_subcommand(1);
  ledger->add_subcommand("balances", "every account");
  ledger->add_subcommand("trial", "every account, the sum, which is zero, and every rule of the books that is broken");
  ledger->add_subcommand("account", "the entries of one account")->add_option("NAME", w.account)->required();

  addTillCommands(*app, w.till, w.second);
  addStepUp(*app, *user, w.stepUp, w.second, w.qr);
  addReconcile(*app, w.reconcile);
  addCustomers(*app, w.customers);
  addGroups(*app, w.groups);
  addPaper(*app, w.paper);
  addComplaints(*app, w.complaints);
  addAudit(*app, w.audit);
  addFinger(*app, w.finger);
  addVault(*app, *user, w.vault, w.qr, w.newPinDescriptor);
  addBackup(*app, w.backup, w.recoveryDescriptor, w.newPinDescriptor);

  app->add_subcommand("doctor", "look at clock, disk, keys, database, upstreams, printer and fingerprint reader");
  return app;
}

// CLI11 wants the arguments from the last to the first.
int parseInto(CLI::App& app, const std::vector<std::string>& arguments, std::string& message) {
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app.parse(reversed);
    return -1;
  } catch (const CLI::ParseError& error) {
    std::ostringstream out;
    std::ostringstream err;
    const int code = app.exit(error, out, err);
    message = out.str() + err.str();
    while (!message.empty() && message.back() == '\n')
      message.pop_back();
    return code == 0 ? kExitDone : kExitUsage;
  }
}

std::string commandOf(const CLI::App& app) {
  std::string path;
  for (const CLI::App* at = &app; !at->get_subcommands().empty();) {
    at = at->get_subcommands().front();
    path += (path.empty() ? "" : " ") + at->get_name();
  }
  return path;
}

}  // namespace loket::app
