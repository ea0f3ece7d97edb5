// Beside a window at which the owner stands somebody else gives commands with a PIN of his own: whatever is written down of them
// is in his name, in every journal, on paper, and under the journal's leaves.
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <atomic>
#include <fstream>
#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "app/wiring/agent_host.h"
#include "app/wiring/ask.h"
#include "app/wiring/owner_link.h"
#include "app/wiring/permitted_client.h"
#include "core/adapters/otp/oath_codes.h"
#include "core/adapters/store/connection.h"
#include "core/adapters/system/clock.h"
#include "core/adapters/system/entropy.h"
#include "core/adapters/system/files.h"
#include "core/engine/agent.h"
#include "core/engine/config_record.h"
#include "tests/support/samples.h"
#include "tests/support/scripted_upstream.h"
#include "tests/support/virtual_world.h"
#include "tests/support/waiting_transport.h"

using namespace loket;
using namespace loket::app;
using namespace loket::tests;
using Words = std::vector<std::string>;

namespace {

constexpr const char* kSris = "123456";
constexpr const char* kBudis = "246810";
const UpstreamId kDigi("digi");
const UpstreamId kBank("bank");
const TicketId kTicket("T261123ABCDE");

SecretBytes pin(std::string_view text) { return SecretBytes(text); }

class Lines final : public Output {
 public:
  void line(const std::string& text) override { out.push_back(text); }
  void note(const std::string& text) override { notes += text + "\n"; }
  void progress(int, int) override {}
  std::vector<std::string> out;
  std::string notes;
};

Product transferToBca() {
  Product product = transferProduct();
  product.id = ProductId("transfer-bca");
  product.brand = "BCA";
  product.offers.front().upstream = kBank;
  product.offers.front().sku = Sku("interbank-014");
  return product;
}

}  // namespace

class ForwardedTest : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void cleanup();
  void everything_is_written_down_in_his_name();
  void a_second_proof_is_his_and_so_is_a_wrong_one();
  void nobody_in_the_process_names_another_one();
  void one_proof_is_good_for_one_command();
  void what_a_start_has_found_is_told_here_too();

 private:
  // The core that the window holds, with Sri at it.
  void start();
  void prepare();
  nlohmann::json run(const Words& words, const char* other = "", int status = 0);
  std::string id(const Words& words, const char* key, const char* other = "", int status = 0) {
    return run(words, other, status).value(key, std::string());
  }
  std::set<std::string> named();
  std::map<std::string, std::string> m_rows;  // settings that are there at the start
  std::string m_notes;                        // of the last command

  std::unique_ptr<QTemporaryDir> m_folder;
  std::string m_home;
  adapters::SystemClock m_clock;
  adapters::SystemEntropy m_entropy;
  adapters::SystemFiles m_files;
  adapters::OathCodes m_codes;
  SilentLog m_log;
  RecordingProbe m_probe;
  WaitingTransport m_transport;
  Script m_digi, m_bankScript;
  std::atomic<bool> m_isScanned{false};
  std::unique_ptr<StoreHome> m_store;
  std::unique_ptr<adapters::SqlcipherStore> m_books;
  std::unique_ptr<People> m_people;
  std::unique_ptr<engine::Agent> m_agent;
  std::unique_ptr<OwnerLink> m_link;
  api::Config m_config;
  PaymentRef m_review;
  std::int64_t m_before = 0;  // the last leaf of what was there
};

void ForwardedTest::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  m_home = m_folder->filePath("home").toStdString();
  QVERIFY(createHome(m_home, "Warung Uji", UserName("Sri"), pin(kSris)));
  m_people = std::make_unique<People>(m_home);
  QVERIFY(m_people->add(UserName("Sri"), pin(kSris), UserName("Budi"), pin(kBudis)));
  m_isScanned = false;
  m_rows.clear();
  m_config = {};
  m_config.outlet.id = "W1";
  m_config.outlet.name = "Warung Uji";
  m_config.printer.uri = "file:///nowhere";
  for (const UpstreamId& id : {kDigi, kBank}) {
    UpstreamSettings upstream;
    upstream.id = id;
    upstream.protocol = "scripted";
    m_config.upstreams.push_back(upstream);
  }
}

void ForwardedTest::cleanup() {
  m_link.reset();
  if (m_people)
    m_people->setBook({});
  m_agent.reset();
  m_books.reset();
  m_people.reset();
}

void ForwardedTest::prepare() {
  for (Script* script : {&m_digi, &m_bankScript}) {
    *script = {};
    script->later = [this](Duration, std::function<void()> call) { m_transport.later(std::move(call)); };
  }
  m_digi.onCollect = [](const Collection&, const std::string&) {
    CollectionTold told;
    told.verdict = verdictOf(VerdictKind::Succeeded, "00");
    told.code = "the code";
    return told;
  };
  m_digi.onAskCollection = [this](const Collection&) {
    CollectionTold told;
    told.verdict = verdictOf(m_isScanned ? VerdictKind::Succeeded : VerdictKind::Pending, "00");
    return told;
  };
  m_bankScript.onStatement = [this] {
    ports::StatementReply reply;
    reply.verdict = verdictOf(VerdictKind::Succeeded, "00");
    reply.credits.push_back({kBank, "CR-1", m_clock.now(), Money::rupiah(50'000), "ANI", "1", "", "888"});
    return reply;
  };
  m_store = std::make_unique<StoreHome>(StoreHome::Place::Memory);
  m_books = m_store->create();
  ports::UnitOfWork work;
  work.settings = engine::rowsOf(m_config);
  work.settings.insert(m_rows.begin(), m_rows.end());
  work.catalogue = std::vector<Product>{pulsaProduct(), tokenProduct(), billProduct(), transferToBca()};
  const Hand sri{UserName("Sri"), m_clock.now()};
  work.till.push_back(must(decideTicketGiven({}, kTicket, kDigi, Money::rupiah(500'000),
                                             {Money::rupiah(500'123), {"BCA", "0123456789", "Bank Transfer", "A6R5UPV"}}, sri)));
  QVERIFY(m_books->commit(work));
  // One that waits for people.
  const auto keep = [this](ports::PaymentChange change) {
    must(m_books->commit(workOf(change)).map([] { return true; }));
    return change.after;
  };
  const Payment accepted = keep(acceptedChange(proposedSale(900)));
  const Payment armed = keep(changeOf(accepted, must(decideArm(accepted, attemptFor(accepted), accepted.cost, accepted.acceptedAt))));
  const Payment suspect = keep(changeOf(armed, decideRecovery(armed, accepted.acceptedAt)));
  keep(changeOf(suspect, must(decideReview(suspect, "two answers", accepted.acceptedAt))));
  m_review = accepted.ref;
}

void ForwardedTest::start() {
  prepare();
  engine::World world{*m_books, m_transport, m_clock, m_entropy, m_log, m_probe,
                      [this](const UpstreamSettings& settings,
                             const ports::UpstreamWorld&) -> Result<std::unique_ptr<ports::Upstream>> {
                        return std::make_unique<ScriptedUpstream>(settings.id, settings.id == kBank ? m_bankScript : m_digi, m_clock);
                      },
                      [](const std::string&) -> Result<std::unique_ptr<ports::Printer>> { return fail(ErrorCode::PrinterFault); },
                      [this]() -> Result<std::unique_ptr<ports::StoreReader>> {
                        return std::unique_ptr<ports::StoreReader>(must(adapters::SqlcipherReader::open(m_store->path(), dataKey())));
                      },
                      nullptr};
  world.openFile = [this](const std::string& path) { return m_files.openToRead(path); };
  world.oneTimeCodes = &m_codes;
  engine::Options options;
  options.user = UserName("Sri");
  {
    const auto connection = must(adapters::Connection::open(m_store->path(), dataKey(), adapters::OpenMode::ReadOnly));
    auto last = connection->query("SELECT coalesce(max(seq), 0) FROM journal_leaves");
    QVERIFY(last.step());
    m_before = last.number(0);
  }
  m_agent = must(engine::Agent::start(std::move(world), options));
  m_people->setBook([this](AccessEvent event) { m_agent->noteAccess(std::move(event)); });
  m_link = must(OwnerLink::serve(m_home, *m_agent, *m_people));
}

// Of Budi, through the window's socket; the last line of what it says.
nlohmann::json ForwardedTest::run(const Words& words, const char* other, int status) {
  Invocation invocation{words, m_folder->path().toStdString(), "Budi", true, pin(kBudis), pin(other)};
  invocation.arguments.insert(invocation.arguments.begin(), "--json");
  Lines said;
  const auto sent = OwnerLink::forward(m_home, invocation, said);
  m_notes = said.notes;
  if (sent.kind != OwnerLink::Forwarded::Kind::Done || sent.status != status)
    QTest::qFail((words.front() + (words.size() > 1 ? " " + words[1] : "") + ": " + std::to_string(sent.status) + "\n" + said.notes).c_str(),
                 __FILE__, __LINE__);
  return said.out.empty() ? nlohmann::json::object() : nlohmann::json::parse(said.out.back(), nullptr, false);
}

// Every name that was written down since the start, with what it stands beside: "till paidIn Budi".
std::set<std::string> ForwardedTest::named() {
  const auto connection = must(adapters::Connection::open(m_store->path(), dataKey(), adapters::OpenMode::ReadOnly));
  std::set<std::string> out;
  const std::string since = std::to_string(m_before);
  for (const std::string& sql : {
           "SELECT 'till ' || kind, who FROM till WHERE leaf > " + since,
           std::string("SELECT 'shift opened', opened_by FROM shifts UNION ALL SELECT 'shift closed', closed_by FROM shifts"),
           "SELECT 'ticket ' || state, who FROM tickets WHERE id <> '" + kTicket.str() + "'",
           std::string("SELECT 'collection', who FROM collections"),
           std::string("SELECT 'message', who FROM confirmations"),
           std::string("SELECT 'complaint ' || step, who FROM complaints"),
           std::string("SELECT 'reconciliation', json_extract(body, '$.by') FROM reconciliations"),
           std::string("SELECT 'applied', user FROM reconcile_applied"),
           std::string("SELECT 'paper ' || state, detail FROM prints WHERE state IN ('seen', 'dropped')"),
           "SELECT 'event ' || kind, coalesce(json_extract(body, '$.by'), json_extract(body, '$.user'), json_extract(body, "
           "'$.payment.user')) FROM events WHERE leaf > " + since,
           std::string("SELECT 'door ' || kind || ' ' || rtrim(substr(reason, 1, 15)), who FROM access")}) {
    auto rows = connection->query(sql.c_str());
    while (rows.step())
      if (!rows.isNull(1))
        out.insert(rows.text(0) + " " + rows.text(1));
    if (!rows.status())
      qFatal("%s", sql.c_str());
  }
  return out;
}

void ForwardedTest::everything_is_written_down_in_his_name() {
  start();
  const std::string number = "081234567801", other = "081234567802", third = "081234567803";
  const std::string pulsa = "pulsa-telkomsel-10000", token = "pln-token-50000";
  // The drawer and the shelf.
  run({"shift", "open", "--float", "1000000"});
  run({"drawer", "pay-in", "100000", "--reason", "modal"});
  run({"drawer", "pay-out", "1000", "--reason", "es batu"});
  run({"drawer", "pay-out", "1000", "--owner", "--reason", "setor"});
  run({"goods", "sell", "5000", "--name", "kopi"});
  run({"goods", "return", "5000", "--name", "kopi", "--second", "Sri"}, kSris);
  // Sales, one by one and as a list, and what follows them.
  const std::string sold = id({"sell", pulsa, number, "--notify", "081234567809", "--client-ref", "one"}, "ref");
  run({"receipt", sold, "--print"}, "", 6);
  run({"paper", "settle", sold, "--not-needed"});
  const auto slip = run({"receipt", sold});
  QVERIFY2(slip.value("text", std::string()).find("Budi") != std::string::npos, slip.dump().c_str());
  QVERIFY(slip.value("text", std::string()).find("Sri") == std::string::npos);
  run({"confirm", sold, "--to", "081234567808"});
  run({"sell", pulsa, other, "--bon", "Bu Tini", "--client-ref", "two"});
  run({"bon", "pay", "Bu Tini", "1000"});
  run({"groups", "new", "Arisan"});
  run({"groups", "add", "Arisan", pulsa, third});
  run({"groups", "pay", "Arisan", "--yes"});
  const std::string kept = id({"sell", token, "14300000001", "--offline", "--client-ref", "three"}, "ref");
  run({"cancel", kept, "--reason", "batal", "--second", "Sri"}, kSris);
  run({"refund", kept});
  run({"review", m_review.str(), "--outcome", "failed", "--reason", "tidak ada di laporan", "--second", "Sri"}, kSris);
  // Complaints.
  const std::string complaint = id({"complaint", "open", sold, "--note", "belum masuk"}, "complaint");
  run({"complaint", "note", complaint, "sudah ditanya"});
  run({"complaint", "close", complaint, "--outcome", "nothing", "ternyata masuk"});
  // Deposits and money from customers.
  const std::string ticket = id({"ticket", "open", "--upstream", "digi", "--amount", "100000"}, "ticket");
  run({"ticket", "transferred", ticket});
  run({"ticket", "credited", ticket});
  run({"ticket", "pay", kTicket.str(), "--via", "bank", "--yes", "--wait", "10"});
  run({"cashout", "pay", "--upstream", "bank", "--credit", "CR-1", "--amount", "50000"});
  const auto code = [&](const char* to, const char* reference) {
    m_isScanned = false;
    const auto shown = run({"sell", pulsa, to, "--tender", "qris", "--wait", "0", "--client-ref", reference}, "", 5);
    const std::string asked = shown.value("collection", std::string());
    run({"cashout", "give-up", asked, "--reason", "pergi"});
    m_isScanned = true;
    run({"cashout", "ask", asked, "--wait", "10"});
    return asked;
  };
  run({"cashout", "sell", code("081234567804", "four")});
  run({"cashout", "pay", "--collection", code("081234567805", "five"), "--second", "Sri"}, kSris);
  m_isScanned = true;
  run({"sell", pulsa, "081234567806", "--tender", "qris", "--wait", "10", "--client-ref", "six"});
  // A settlement file.
  {
    std::ofstream file(m_folder->filePath("file").toStdString());
    const std::string day = toIso(businessDateOf(m_clock.now()));
    file << "H|" << day.substr(0, 4) << day.substr(5, 2) << day.substr(8, 2)
         << "|digi\nref_id|nomor|harga|status\nSTRANGER|0812|1000|sukses\nT|1|1000\n";
  }
  const auto read = run({"reconcile", "--upstream", "digi", "--file", "file"}, "", 5);
  const std::string book = read.value("reconciliation", read.value("id", std::string()));
  run({"reconcile", "apply", book, "1", "--reason", "surat"});
  // At the door.
  run({"user", "code", "enrol"});
  run({"user", "code", "forget"});
  run({"shift", "close", "--counted", "1000000"});

  m_link.reset();
  m_agent.reset();
  const auto check = must(m_books->journal()->check(nullptr));
  QVERIFY2(check.faults.empty(), check.faults.empty() ? "" : check.faults.front().what.c_str());
  const std::set<std::string> all = named();
  for (const std::string& one : all) QVERIFY2(one.find("Sri") == std::string::npos, one.c_str());
  for (const char* kind :
       {"till paidIn", "till paidOut", "till takenOut", "till goodsSold", "till goodsReturned", "till bonPaid", "till shiftOpened",
        "till shiftClosed", "till ticketOpened", "till ticketTransferred", "till ticketCredited", "till cashedOut",
        "till collectionAsked", "till paidSale", "till saleGivenUp", "shift opened", "shift closed", "ticket credited", "collection",
        "message", "complaint opened", "complaint noted", "complaint closed", "reconciliation", "applied", "paper dropped",
        "event accepted", "event cancelled", "event refunded", "event decided", "door pin code-set-up", "door pin code-forgotten",
        "door login command"})
    QVERIFY2(all.count(std::string(kind) + " Budi") == 1, kind);
}

void ForwardedTest::a_second_proof_is_his_and_so_is_a_wrong_one() {
  m_config.stepUp.from = Money::rupiah(10'000);
  start();
  const auto secretIn = [](const std::string& uri) {
    const auto at = uri.find("secret=") + 7;
    return SecretBytes(uri.substr(at, uri.find('&', at) - at));
  };
  const auto shown = [this](const SecretBytes& secret, int steps = 0) {
    return must(m_codes.codeAt(secret, m_clock.now() + Duration::seconds(30 * steps)));
  };
  const SecretBytes sris = secretIn(must(ask<std::string>(
      [this](api::Reply<std::string> reply) { m_agent->enrolCode(UserName("Sri"), std::move(reply)); })));
  const SecretBytes budis = secretIn(id({"user", "code", "enrol"}, "uri"));
  const Words sell{"sell", "pulsa-telkomsel-10000", "081234567801", "--client-ref", "one"};
  const auto by = [&sell](const std::string& code) {
    Words words = sell;
    words.insert(words.end(), {"--code", code});
    return words;
  };
  QCOMPARE(run(sell, "", 3).value("error", std::string()), std::string("step-up-missing"));
  QCOMPARE(run(by(shown(sris)), "", 3).value("error", std::string()), std::string("code-wrong"));
  const auto codes = must(ask<std::vector<api::CodeView>>(
      [this](api::Reply<std::vector<api::CodeView>> reply) { m_agent->codes(std::move(reply)); }));
  QCOMPARE(codes.size(), std::size_t{2});
  for (const api::CodeView& one : codes) QCOMPARE(one.wrong, one.person == UserName("Budi") ? 1 : 0);
  run(by(shown(budis)));
  run({"shift", "open", "--float", "100000"});
  run({"drawer", "pay-out", "20000", "--reason", "es batu", "--code", shown(budis, 1)});
  m_link.reset();
  m_agent.reset();
  QVERIFY(named().count("door login step-up amount Budi") == 1);
}

void ForwardedTest::nobody_in_the_process_names_another_one() {
  start();
  PermittedClient door(*m_agent, {UserName("Budi"), Role::Supervisor}, *m_people);
  const UserName budi("Budi"), sri("Sri");
  api::SellRequest request;
  request.product = "pulsa-telkomsel-10000";
  request.number = "081234567801";
  request.by = sri;
  const auto sold = ask<api::PaymentView>([&](api::Reply<api::PaymentView> reply) { door.sell(request, std::move(reply)); });
  QVERIFY(sold && sold->payment.user == budi);
  request.number = "081234567802";
  const auto all = ask<std::vector<api::SaleLine>>(
      [&](api::Reply<std::vector<api::SaleLine>> reply) { door.sellAll({request}, std::move(reply)); });
  QVERIFY(all && all->front().sold && all->front().sold->payment.user == budi);
  const auto paid = ask<api::TillView>(
      [&](api::Reply<api::TillView> reply) { door.till(api::PayIn{Money::rupiah(1'000), "modal", sri}, std::move(reply)); });
  QVERIFY(paid && paid->event.by == budi);
  const auto complaint = ask<api::ComplaintView>([&](api::Reply<api::ComplaintView> reply) {
    door.openComplaint({sold->payment.ref.str(), "belum masuk", {}, sri}, std::move(reply));
  });
  QVERIFY(complaint && complaint->complaint.entries.front().by == budi);
  // Nor does one person become two by it.
  QVERIFY(m_people->prove(budi, pin(kBudis)));
  api::Decision decision;
  decision.approval = {sri, budi, false, "tidak ada di laporan"};
  const auto decided = ask<api::PaymentView>(
      [&](api::Reply<api::PaymentView> reply) { door.decide(m_review, decision, std::move(reply)); });
  QVERIFY(!decided);
  QCOMPARE(decided.error().code, ErrorCode::ApprovalMissing);
}

void ForwardedTest::one_proof_is_good_for_one_command() {
  start();
  PermittedClient door(*m_agent, {UserName("Budi"), Role::Cashier}, *m_people);
  const UserName sri("Sri");
  const auto till = [&door](const api::TillCommand& command) {
    const auto view = ask<api::TillView>([&](api::Reply<api::TillView> reply) { door.till(command, std::move(reply)); });
    return view ? std::string("done") : std::string(wordOf(view.error().code));
  };
  const auto back = [&](std::int64_t amount) {
    return till(api::GoodsReturn{Money::rupiah(amount), "kopi", {UserName("SRI"), {}, {}, false}});
  };
  for (int i = 0; i < 2; ++i) QCOMPARE(till(api::GoodsSale{Money::rupiah(5'000), "kopi"}), std::string("done"));
  QCOMPARE(back(5'000), std::string("role-forbids"));
  QVERIFY(m_people->prove(sri, pin(kSris)));
  // What came to nothing has not used it up.
  QCOMPARE(back(900'000), std::string("drawer-short"));
  QCOMPARE(back(5'000), std::string("done"));
  QCOMPARE(back(5'000), std::string("role-forbids"));

  const auto saved = [&](const PriceRules& from) {
    api::SavePrices command{from, from, UserName("sri")};
    command.to.pricing.standard.margin = Money::rupiah(2'345);
    const auto rules = ask<PriceRules>([&](api::Reply<PriceRules> reply) { door.savePrices(command, std::move(reply)); });
    return rules ? std::string("done") : std::string(wordOf(rules.error().code));
  };
  const auto rules = [&door] {
    return must(ask<api::Config>([&](api::Reply<api::Config> reply) { door.config(std::move(reply)); })).priceRules();
  };
  PriceRules old = rules();
  old.pricing.standard.margin = Money::rupiah(1);
  QCOMPARE(saved(rules()), std::string("role-forbids"));
  QVERIFY(m_people->prove(sri, pin(kSris)));
  QCOMPARE(saved(old), std::string("state-forbids"));
  QCOMPARE(saved(rules()), std::string("done"));
  QCOMPARE(saved(rules()), std::string("role-forbids"));
  const auto changes = must(ask<std::vector<api::SettingsChange>>(
      [&](api::Reply<std::vector<api::SettingsChange>> reply) { door.settingsChanges(1, std::move(reply)); }));
  QVERIFY(changes.front().by == sri);
}

// Whoever gives a command is not the one who sees the window.
void ForwardedTest::what_a_start_has_found_is_told_here_too() {
  start();
  run({"owner-code", "status"});
  QCOMPARE(m_notes, std::string());
  cleanup();
  init();
  m_rows = {{"recovery.alone", toRfc3339(m_clock.now())}, {"vault.older", toRfc3339(m_clock.now()) + " (3 in place of 4)"}};
  start();
  run({"owner-code", "status"});
  QCOMPARE(std::count(m_notes.begin(), m_notes.end(), '\n'), 2);
  QVERIFY2(m_notes.find("older key slots") < m_notes.find("recovery code alone"), m_notes.c_str());
  QVERIFY(m_notes.find("recovery code alone") != std::string::npos);
}

QTEST_GUILESS_MAIN(ForwardedTest)
#include "forwarded_test.moc"
