// The words: amounts, times, numbers, a sentence for everything, and complete catalogues.
#include <QApplication>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QtTest>

#include "core/domain/identity/key_trouble.h"
#include "ui/text/amounts.h"
#include "ui/text/audit.h"
#include "ui/text/cash_out.h"
#include "ui/text/counter.h"
#include "ui/text/errors.h"
#include "ui/text/families.h"
#include "ui/text/language.h"
#include "ui/text/payments.h"
#include "ui/text/people.h"
#include "ui/text/prices.h"
#include "ui/text/reasons.h"
#include "ui/text/times.h"

namespace loket::test {

using namespace ui::text;

class TextTest final : public QObject {
  Q_OBJECT

 private slots:
  void init() { QVERIFY(install(Language::Indonesian, *qApp)); }

  void amounts() {
    QCOMPARE(rupiah(Money::rupiah(52'500)), QStringLiteral("Rp52.500"));
    QCOMPARE(nominal(Money::rupiah(50'000)), QStringLiteral("50rb"));
    QCOMPARE(nominal(Money::rupiah(1'500'000)), QStringLiteral("1,5jt"));
    QCOMPARE(nominal(Money::rupiah(12'345)), QStringLiteral("12.345"));
  }

  void amountsStayIndonesianInEnglish() {
    QVERIFY(install(Language::English, *qApp));
    QCOMPARE(rupiah(Money::rupiah(1'000'000)), QStringLiteral("Rp1.000.000"));
  }

  void cashShorthand_data() {
    QTest::addColumn<qint64>("typed");
    QTest::addColumn<qint64>("total");
    QTest::addColumn<qint64>("meant");
    QTest::newRow("thousands") << qint64{100} << qint64{52'500} << qint64{100'000};
    QTest::newRow("in full") << qint64{100'000} << qint64{52'500} << qint64{100'000};
    QTest::newRow("exact") << qint64{52'500} << qint64{52'500} << qint64{52'500};
    QTest::newRow("too little stays too little") << qint64{20} << qint64{52'500} << qint64{20'000};
    QTest::newRow("not a shorthand") << qint64{12'000} << qint64{52'500} << qint64{12'000};
    QTest::newRow("nothing") << qint64{0} << qint64{52'500} << qint64{0};
  }

  void cashShorthand() {
    QFETCH(qint64, typed);
    QFETCH(qint64, total);
    QFETCH(qint64, meant);
    QCOMPARE(cashMeant(typed, Money::rupiah(total)), Money::rupiah(meant));
  }

  void likelyNotes() {
    QCOMPARE(likelyCash(Money::rupiah(52'500), 2),
             (QList<Money>{Money::rupiah(60'000), Money::rupiah(100'000)}));
    QCOMPARE(likelyCash(Money::rupiah(100'000), 1).front(), Money::rupiah(500'000));
  }

  void timesAreFixed() {
    const Instant t = instantOf({{2026, 11, 23}, 14, 5, 0, 0});
    QCOMPARE(dateTime(t), QStringLiteral("23/11/2026 14.05"));
    QCOMPARE(age(Duration::minutes(7)), QStringLiteral("7 mnt"));
    QCOMPARE(age(Duration::minutes(61)), QStringLiteral("1 j"));
    QCOMPARE(ago(Duration::days(21)), QStringLiteral("3 minggu lalu"));
    QCOMPARE(seconds(Duration::millis(1300)), QStringLiteral("1,3 detik"));
  }

  void numbersInFours() {
    QCOMPARE(groupedNumber(Family::Pulsa, "081234567890"), QStringLiteral("0812 3456 7890"));
    QCOMPARE(groupedNumber(Family::PlnToken, "14300000001"), QStringLiteral("1430 0000 001"));
    QCOMPARE(groupedNumber(Family::Game, "AB12"), QStringLiteral("AB12"));
  }

  void readAloudIsWhatTheCashierSays() {
    api::Quote quote;
    quote.family = Family::PlnToken;
    quote.customerName = "SUPARDI";
    quote.amount = Money::rupiah(50'000);
    quote.total = Money::rupiah(52'500);
    QCOMPARE(readAloud(quote),
             QStringLiteral("“Atas nama Supardi, token lima puluh ribu, bayar lima puluh dua ribu "
                            "lima ratus, betul?”"));
  }

  void walletsAndVirtualAccountsHaveWords() {
    QVERIFY(install(Language::Indonesian, *qApp));
    QCOMPARE(numberLabel(Family::VirtualAccount), QStringLiteral("Nomor virtual account"));
    QCOMPARE(sentence({ErrorCode::NumberInvalid, "va-8-to-28"}),
             QStringLiteral("Nomor virtual account 8 sampai 28 angka. Hitung lagi."));
    api::Quote quote;
    quote.kind = ProductKind::Bill;
    quote.family = Family::VirtualAccount;
    quote.customerName = "BUDI CONTOH";
    quote.brand = "BRI";
    quote.amount = Money::rupiah(75'000);
    quote.total = Money::rupiah(77'500);
    QCOMPARE(readAloud(quote),
             QStringLiteral("“Atas nama Budi Contoh, virtual account tujuh puluh lima ribu, bayar tujuh "
                            "puluh tujuh ribu lima ratus, betul?”"));
    quote.family = Family::EMoney;
    quote.brand = "DANA";
    QVERIFY(readAloud(quote).contains(QStringLiteral("isi saldo Dana tujuh puluh lima ribu")));
  }

  void taxesHaveWordsAndNobodysNumberIsShown() {
    QVERIFY(install(Language::Indonesian, *qApp));
    QCOMPARE(numberLabel(Family::VehicleTax), QStringLiteral("Nomor polisi"));
    const QString other = sentence({ErrorCode::NumberInvalid, "something"});
    for (const char* rule : {"plate", "tax-year", "nik-16", "nik-missing", "months", "months-one"})
      QVERIFY2(sentence({ErrorCode::NumberInvalid, rule}) != other, rule);
    const QString until = sentence({ErrorCode::PricesLimited, "2026-11-27T14:35:00+07:00"});
    QVERIFY2(until.contains(QStringLiteral("14.35")) || until.contains(QStringLiteral("14:35")), qPrintable(until));
    api::Quote quote;
    quote.family = Family::Tax;
    quote.fields.taxYear = "2025";
    QList<Fact> shown = facts(quote);
    QCOMPARE(shown.size(), 1);
    QCOMPARE(shown.first().value, QStringLiteral("2025"));
    // The supplier's own word for it stands there once.
    quote.details = {{"taxYear", "2025"}, {"period", "2025"}};
    QCOMPARE(facts(quote).size(), 1);
    const QList<Fact> brought =
        facts(Sender{"Siti Aminah", "ktp", "3273010101900001", "0812", "Jl. Kenanga 7", "uang sekolah"});
    QCOMPARE(brought.size(), 3);
    QCOMPARE(brought.at(0).value, QStringLiteral("Siti Aminah"));
    QCOMPARE(brought.at(1).value, QStringLiteral("KTP 3273********0001"));
    QCOMPARE(brought.at(2).value, QStringLiteral("uang sekolah"));
    QVERIFY(facts(Sender{}).isEmpty());
    quote.details = {{"period", "03"}};
    quote.family = Family::Health;
    quote.fields = {{}, {}, "3"};
    shown = facts(quote);
    QCOMPARE(shown.first().label, QStringLiteral("Dibayar (bulan)"));
    QCOMPARE(shown.first().value, QStringLiteral("3"));
    quote.family = Family::VehicleTax;
    quote.fields = {{}, "3273010101900001"};
    quote.details = {{"make", "HONDA"}, {"model", "SEPEDA MOTOR"}};
    shown = facts(quote);
    QCOMPARE(shown.size(), 2);
    QCOMPARE(shown.at(0).value, QStringLiteral("3273********0001"));
    QCOMPARE(shown.at(1).value, QStringLiteral("HONDA SEPEDA MOTOR"));
  }

  void whatWitnessesHaveToSayIsSaidInWords() {
    const Instant since{1'795'399'509'000};
    QStringList said;
    for (const char* word : {"ahead", "lies", "unwitnessed", "away"}) {
      said << witnessStrip({word, "saksi.example/1", since});
      const QString detail = healthDetail({"witness", false, "technical", word});
      QVERIFY2(!detail.isEmpty() && detail != QStringLiteral("technical"), word);
    }
    QCOMPARE(said.removeDuplicates(), 0);
    QVERIFY(said.at(1).contains(QStringLiteral("saksi.example/1")));
    // No word of the network, and none of ours, is shown as it is.
    api::Witnessed seen;
    QVERIFY(witnessedText(seen).isEmpty());
    for (const char* word : {"ahead", "fork", "signature", "key", "size", "time", "unknown-terminal", "no-proof", "refused", "local",
                             "server-error", "unreadable", "connect", "timeout", "certificate-unknown"}) {
      seen.witnesses = {{"saksi.example/1", "https://saksi.example", 0, {}, word, since}};
      const QString line = witnessedText(seen).split(QLatin1Char('\n')).last();
      QVERIFY2(line.startsWith(QStringLiteral("saksi.example/1: ")) && line.size() > 25, word);
      QVERIFY2(!line.endsWith(QStringLiteral(": ") + QLatin1String(word)), word);
    }
    QVERIFY(!isAgainstThisHome(seen));
    seen.witnesses.push_back({"bank.example/2", "https://bank.example", 7, since, "fork", since});
    QVERIFY(isAgainstThisHome(seen));
  }

  void whatIsStampedIsSaidOnOneLine() {
    const Instant at{1'795'399'509'000};
    api::Stamped seen;
    const QString notSet = stampedText(seen);
    seen.url = "https://stamps.example";
    const QString none = stampedText(seen);
    QVERIFY(!notSet.isEmpty() && none != notSet);
    seen.last = api::StampView{{2026, 11, 23}, 1'180, at, at + Duration::minutes(1), "CN=Cap Waktu", {}, {}};
    const QString stamped = stampedText(seen);
    QVERIFY2(stamped.contains(QStringLiteral("1.180")), qPrintable(stamped));
    seen.last->keptAt = at + Duration::hours(25);
    QVERIFY(stampedText(seen).startsWith(stamped) && stampedText(seen) != stamped);
    seen.last->keptAt = at;
    // No word of the network, and none of ours, is shown as it is.
    seen.since = at;
    for (const char* word : {"not-granted", "unreadable", "other-question", "signature", "local", "server-error", "refused", "connect",
                             "timeout", "certificate-unknown"}) {
      seen.trouble = word;
      const QString line = stampedText(seen);
      QVERIFY2(line.startsWith(stamped) && line.size() > stamped.size() + 25 && !line.contains(QLatin1Char('\n')), word);
      QVERIFY2(!line.contains(QLatin1String(word)), word);
    }
    for (const char* word : {"unstamped", "clock-apart"}) {
      const QString detail = healthDetail({"timestamp", false, "technical", word});
      QVERIFY2(!detail.isEmpty() && detail != QStringLiteral("technical"), word);
    }
    QVERIFY(healthName("timestamp") != QStringLiteral("timestamp"));
  }

  void everyErrorHasItsOwnSentence() {
    for (const Language language : {Language::Indonesian, Language::English}) {
      QVERIFY(install(language, *qApp));
      QSet<QString> seen;
      for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code) {
        const QString words = sentence({static_cast<ErrorCode>(code), {}});
        QVERIFY2(!words.isEmpty(), qPrintable(QString::number(code)));
        QVERIFY2(words.endsWith(QLatin1Char('.')), qPrintable(words));
        seen.insert(words);
      }
      QCOMPARE(seen.size(), static_cast<qsizetype>(ErrorCode::Internal) + 1);
    }
  }

  // Each is mended in another way, and only where the code opens the shop it is spoken of.
  void everyTroubleWithTheKeyHasItsOwnSentence() {
    for (const Language language : {Language::Indonesian, Language::English}) {
      QVERIFY(install(language, *qApp));
      const QString code = language == Language::Indonesian ? QStringLiteral("kode pemulihan") : QStringLiteral("recovery code");
      QSet<QString> seen{sentence({ErrorCode::KeySlotMissing, {}}), sentence({ErrorCode::KeySlotUnreadable, "of no kind: that is known"})};
      for (int one = 0; one <= static_cast<int>(KeyTrouble::SecretAway); ++one) {
        const auto trouble = static_cast<KeyTrouble>(one);
        const Error error = failKey(trouble, "/home/sri/loket: detail").value();
        QCOMPARE(keyTroubleOf(error), std::optional(trouble));
        const QString words = sentence(error);
        QVERIFY2(words.endsWith(QLatin1Char('.')) && !words.contains(QStringLiteral("/home")), qPrintable(words));
        const bool isOfTheFiles = trouble == KeyTrouble::SlotsGone || trouble == KeyTrouble::SlotsDamaged;
        QVERIFY2(words.contains(code, Qt::CaseInsensitive) != isOfTheFiles, qPrintable(words));
        QVERIFY2(!canBeGivenUp(trouble) || words.contains(code), qPrintable(words));
        seen.insert(words);
      }
      QCOMPARE(seen.size(), qsizetype{10});
    }
  }

  void everyStateHasAWord() {
    QSet<QString> seen;
    for (int state = 0; state <= static_cast<int>(PaymentState::Review); ++state)
      seen.insert(stateWord(static_cast<PaymentState>(state)));
    QCOMPARE(seen.size(), static_cast<qsizetype>(PaymentState::Review) + 1);
    QVERIFY(!seen.contains(QString()));
  }

  void whatASupplierTookBackGoesBackToTheCustomer() {
    QVERIFY(install(Language::English, *qApp));
    api::PaymentView view;
    view.payment.state = PaymentState::Reversed;
    view.payment.upstream = UpstreamId("digi");
    view.payment.reason = "74";
    const QString done = reasonSentence(view, {});
    QVERIFY2(!done.contains(QStringLiteral("Give")), qPrintable(done));
    view.payment.leftover = Money::rupiah(12'000);
    const QString owed = reasonSentence(view, {});
    QVERIFY2(owed.contains(QStringLiteral("Give Rp12.000 back to the customer")), qPrintable(owed));
  }

  // Whoever reads that a bill is paid already gives the cash back, and it may be this payment that paid it.
  void aBillThatIsSaidToBePaidIsNobodysWordForTheEnd() {
    QVERIFY(install(Language::English, *qApp));
    Payment payment;
    for (const auto& [upstream, code] : {std::pair("bank", "4042514"), std::pair("iak", "01")}) {
      payment.upstream = UpstreamId(upstream);
      payment.reason = code;
      payment.state = PaymentState::Failed;
      const QString over = reasonOf(payment);
      QVERIFY(!over.isEmpty());
      for (const PaymentState open : {PaymentState::Pending, PaymentState::Suspect, PaymentState::Review}) {
        payment.state = open;
        const QString words = reasonOf(payment);
        QVERIFY2(words != over && words.contains(QStringLiteral("perhaps by this payment")), qPrintable(words));
      }
    }
  }

  void theShopsOwnMoneyIsCalledWhatItIs() {
    Payment payment;
    payment.productName = "Transfer BCA";
    payment.state = PaymentState::Refunded;
    payment.held = Money::rupiah(502'623);
    payment.user = UserName("sri");
    payment.bon = purseOf({TicketId("T261123ABCDE"), UpstreamId("digi")});
    QCOMPARE(title(payment),
             QStringLiteral("Isi deposit %1, tiket T261123ABCDE").arg(supplierName(UpstreamId("digi"))));
    QCOMPARE(reason("too-late", {}, UpstreamId("bank")), QStringLiteral("Tidak terkirim tepat waktu"));
    QVERIFY(install(Language::English, *qApp));
    QCOMPARE(title(payment),
             QStringLiteral("Top-up of %1, ticket T261123ABCDE").arg(supplierName(UpstreamId("digi"))));
    QCOMPARE(pillWord(payment), stateWord(PaymentState::Failed));
    for (const EventBody& body : {EventBody(AcceptedEvent{payment}), EventBody(RefundDueEvent{}),
                                  EventBody(RefundedEvent{payment.user, payment.held}),
                                  EventBody(LeftoverPaidEvent{payment.user, payment.held})}) {
      const QString line = eventLine({payment.ref, {}, body}, payment);
      for (const char* word : {"ustomer", "ash", "bon", "ticket:"})
        QVERIFY2(!line.contains(QLatin1String(word)), qPrintable(line));
    }
    // Of a sale on bon everything is as it was.
    payment.bon = BonName("bu tini");
    QCOMPARE(title(payment), QStringLiteral("Transfer BCA"));
    QVERIFY(eventLine({payment.ref, {}, RefundedEvent{payment.user, payment.held}}, payment)
                .contains(QStringLiteral("bon")));
  }

  void indonesianIsReallyInstalled() {
    QCOMPARE(stateWord(PaymentState::Suspect), QStringLiteral("Sedang dicek"));
    QVERIFY(install(Language::English, *qApp));
    QCOMPARE(stateWord(PaymentState::Suspect), QStringLiteral("Being checked"));
    QCOMPARE(ago(Duration::hours(1)), QStringLiteral("1 hour ago"));
    QCOMPARE(ago(Duration::hours(3)), QStringLiteral("3 hours ago"));
  }

  void reasons() {
    const UpstreamId digi("digi");
    QCOMPARE(reason("54", {}, digi), QStringLiteral("Nomor salah"));
    QCOMPARE(reason("4031714", {}, UpstreamId("bank")),
             QStringLiteral("Deposit tidak cukup, menunggu diisi"));
    QCOMPARE(reason("109", {}, UpstreamId("iak")), QStringLiteral("Penyedia sedang tutup"));
    QCOMPARE(reason("attempt-unreadable", {}, digi),
             QStringLiteral("Yang dikirim tidak terbaca lagi di sini: tanyakan ke penyedia lewat telepon"));
    QCOMPARE(reason("late-success", {}, digi),
             QStringLiteral("Sukses di penyedia setelah tercatat gagal"));
    QCOMPARE(reason("98", QStringLiteral("Gangguan pusat"), digi),
             QStringLiteral("Kata penyedia: Gangguan pusat"));
    QCOMPARE(reason({}, {}, digi), QString());
  }

  // The transport's and the readers' words: what is wrong, in words that nobody takes for another trouble.
  void everyTroubleOnTheWayHasItsOwnSentence() {
    for (const Language language : {Language::Indonesian, Language::English}) {
      QVERIFY(install(language, *qApp));
      QSet<QString> seen;
      const std::vector<const char*> troubles{"too-big",
                                              "timeout",
                                              "content-type",
                                              "html",
                                              "server-error",
                                              "unreadable",
                                              "reset",
                                              "proxy",
                                              "proxy-certificate",
                                              "connect",
                                              "certificate-expired",
                                              "certificate-clock",
                                              "certificate-name",
                                              "certificate-pin",
                                              "certificate-unknown",
                                              "certificate",
                                              "terminal-unknown",
                                              "terminal-behind",
                                              "terminal-fork",
                                              "terminal-unsigned",
                                              "terminal-refused"};
      for (const char* word : troubles) {
        const QString words = reason(word, {}, {});
        QVERIFY2(!words.isEmpty() && !words.endsWith(QLatin1String(word)), word);
        seen.insert(words);
        const api::HealthItem row{"upstream:bank", false, "never heard", word};
        QCOMPARE(healthDetail(row), words);
        api::CounterStatus status;
        status.online = true;
        api::DepositView view;
        view.upstream = UpstreamId("bank");
        view.why = word;
        for (const bool reachable : {false, true}) {
          view.reachable = reachable;
          status.deposits = {view};
          QVERIFY2(awayStrip(status).contains(words), qPrintable(awayStrip(status)));
        }
        // With nobody reachable too: what is in the way is named, and "no network" is said only of the
        // network.
        status.online = false;
        status.deposits.front().reachable = false;
        status.onlineSince = Instant{1'795'417'509'000};
        const bool network = std::string_view(word) == "connect" || std::string_view(word) == "timeout";
        QCOMPARE(offlineStrip(status).contains(words), !network);
        QCOMPARE(offlineStrip(status).startsWith(language == Language::English ? QStringLiteral("No network")
                                                                               : QStringLiteral("Jaringan")),
                 network);
        status.onlineSince = {};
        QCOMPARE(offlineStrip(status).startsWith(words), !network);
      }
      QCOMPARE(seen.size(), static_cast<qsizetype>(troubles.size()));
    }
    QCOMPARE(healthDetail({"disk", true, "12 GB free", {}}), QStringLiteral("12 GB free"));
  }

  // Where all is well too: the core's own English is for support.
  void howItIsWhereAllIsWellIsSaidInWords() {
    const Instant at{1'795'399'509'000};
    const std::string core = "1190 entries witnessed at 2026-11-23T10:25:09+07:00 by saksi.example/1";
    struct Told {
      const char* name;
      std::int64_t count;
      Instant at;
      QString figure;
      const char* word = "";
    };
    const std::vector<Told> all{{"witness", 1'190, at, QStringLiteral("1.190")},
                                {"witness", 0, {}, {}},
                                {"journal", 1'204, at, QStringLiteral("1.204")},
                                {"journal", 0, {}, {}},
                                {"timestamp", 1'180, at, QStringLiteral("1.180")},
                                {"timestamp", 0, {}, {}},
                                {"key-slots", 3, {}, QStringLiteral("3")},
                                {"key-slots", 3, {}, QStringLiteral("3"), "slots-remark"},
                                {"sidecar", 1'025, {}, QStringLiteral("2 MB")},
                                {"sidecar", 1'025, {}, {}, "put-aside"},
                                {"disk", 900, {}, QStringLiteral("900 MB")},
                                {"disk", 61 * 1'024, {}, QStringLiteral("61 GB")},
                                {"catalogue", 212, {}, QStringLiteral("212")},
                                {"catalogue", 0, {}, QStringLiteral("F5")},
                                {"upstream:digi", 2'450'000, at, QStringLiteral("Rp2.450.000")},
                                {"upstream:digi", 0, {}, {}},
                                {"clock:digi", 65, {}, QStringLiteral("65")},
                                {"clock:digi", -66, {}, QStringLiteral("66")},
                                {"clock:digi", 0, {}, {}},
                                {"mail", 2, {}, QStringLiteral("2")},
                                {"mail", 0, {}, {}}};
    QSet<QString> seen;
    for (const Language language : {Language::Indonesian, Language::English}) {
      QVERIFY(install(language, *qApp));
      for (const Told& one : all) {
        const QString said = healthDetail({one.name, true, core, one.word, one.count, one.at});
        QVERIFY2(!said.isEmpty() && !said.contains(QStringLiteral("entries witnessed at")), one.name);
        QVERIFY2(said.contains(one.figure), qPrintable(said));
        QCOMPARE(said.contains(dateTime(at)), one.at == at);
        seen.insert(said);
      }
      QCOMPARE(healthDetail({"clock", true, core, {}, 0, at}), dateTime(at));
      QVERIFY(healthDetail({"mail", false, core, {}, 2}) != healthDetail({"mail", true, core, {}, 2}));
      QVERIFY(healthDetail({"sqlcipher", true, "SQLCipher 4; WAL, read back at start"}).startsWith(QStringLiteral("SQLCipher 4, ")));
      for (const char* name : {"catalogue", "sidecar"}) QVERIFY2(healthName(name) != QLatin1String(name), name);
    }
    // Each has its own words in each language, but for a deposit, which is called that in both.
    QCOMPARE(seen.size(), 2 * static_cast<qsizetype>(all.size()) - 1);
  }

  // What keeps the printer from printing, and what to do.
  void everyTroubleOfThePrinterHasItsOwnSentence() {
    for (const Language language : {Language::Indonesian, Language::English}) {
      QVERIFY(install(language, *qApp));
      QSet<QString> seen;
      const std::vector<const char*> words{"not-set", "address",   "no-device", "no-permission", "not-a-device",
                                           "busy",    "refused",   "unreachable", "unknown-host", "hung-up",
                                           "silent",  "paper-out", "cover-open", "fault",       "offline",
                                           "no-service", "no-queue", "queue-stopped", "other"};
      for (const char* word : words) {
        const QString said = healthDetail({"printer", false, "tcp://127.0.0.1:9100; x", word});
        QVERIFY2(said.endsWith(QLatin1Char('.')) || said.endsWith(QLatin1Char('?')), qPrintable(said));
        QVERIFY2(!said.contains(QLatin1String("tcp:")), qPrintable(said));
        seen.insert(said);
      }
      QCOMPARE(seen.size(), static_cast<qsizetype>(words.size()));
    }
    QCOMPARE(healthDetail({"printer", true, "tcp://127.0.0.1:9100; ready", {}}),
             QStringLiteral("tcp://127.0.0.1:9100; ready"));
  }

  // Where this computer's key is, and what that means for a thief, in words of people.
  void howFarTheClocksAreApart() {
    QCOMPARE(sentence({ErrorCode::CodeWrong, "clock -300"}),
             QStringLiteral("Jam telepon dan jam komputer ini berbeda 300 detik. Betulkan yang salah, lalu baca kode baru."));
    QCOMPARE(clocksDifferBy({ErrorCode::CodeWrong, "clock 90"}), 90);
    for (const char* detail : {"", "clock", "clock ", "used", "clock x"})
      QCOMPARE(sentence({ErrorCode::CodeWrong, detail}), sentence({ErrorCode::CodeWrong, {}}));
    QCOMPARE(clocksDifferBy({ErrorCode::PinWrong, "clock 90"}), 0);
    const auto standing = [](std::int64_t steps) { return codeStanding(api::CodeView{UserName("sri"), steps, 0, {}}, Instant{}); };
    QCOMPARE(standing(0), QStringLiteral("terpasang; kode berlaku 30 dtk (±30)"));
    QCOMPARE(standing(2), QStringLiteral("terpasang; berlaku 30 dtk (±30); jam HP cepat 60 dtk"));
    QCOMPARE(standing(-2), QStringLiteral("terpasang; berlaku 30 dtk (±30); jam HP lambat 60 dtk"));
    QVERIFY(install(Language::English, *qApp));
    QCOMPARE(standing(0), QStringLiteral("set up; a code is good for 30 s (±30 s)"));
    QCOMPARE(standing(2), QStringLiteral("set up; good for 30 s (±30 s); telephone 60 s ahead"));
    QCOMPARE(standing(-2), QStringLiteral("set up; good for 30 s (±30 s); telephone 60 s behind"));
    QVERIFY(install(Language::Indonesian, *qApp));
  }

  void whereTheKeyOfTheComputerIs() {
    QSet<QString> seen;
    for (const Language language : {Language::Indonesian, Language::English}) {
      QVERIFY(install(language, *qApp));
      for (const char* place : {"file", "keychain", "tpm"})
        seen.insert(healthDetail({"device-secret", true, "detail", place}));
      seen.insert(healthName("device-secret"));
      seen.insert(healthDetail({"recovery", false, "detail", "recovered-alone"}));
      seen.insert(healthName("recovery"));
      seen.insert(healthDetail({"key-slots", false, "detail", "slots-older"}));
      seen.insert(healthName("owner-code"));
      for (const char* word : {"owner-code-none", "owner-code-set"}) seen.insert(healthDetail({"owner-code", true, "detail", word}));
    }
    QCOMPARE(seen.size(), 20);
    for (const char* word : {"detail", "device-secret", "recovery", "owner-code"}) QVERIFY(!seen.contains(QLatin1String(word)));
  }

  // One is one in English, and the figure stands where it stood.
  void oneIsCalledOne() {
    QVERIFY(install(Language::English, *qApp));
    PriceEffect effect;
    effect.cheaper = 1;
    effect.belowCost = 1;
    QCOMPARE(effectText(effect), QStringLiteral("Of the products: 1 becomes cheaper, 1 is sold below cost."));
    effect.cheaper = 1'200;
    effect.belowCost = 2;
    QCOMPARE(effectText(effect), QStringLiteral("Of the products: 1.200 become cheaper, 2 are sold below cost."));
    api::CounterStatus status;
    status.todayCount = 1;
    QVERIFY2(todayLine(status).contains(QStringLiteral("1 sale ")), qPrintable(todayLine(status)));
    status.todayCount = 2;
    QVERIFY(todayLine(status).contains(QStringLiteral("2 sales ")));
    QVERIFY(install(Language::Indonesian, *qApp));
    effect.cheaper = 1;
    QVERIFY(effectText(effect).contains(QStringLiteral("1 ")));
    QVERIFY(!effectText(effect).contains(QStringLiteral("become")));
  }

  // Whatever counts things has a form for one of them; in Indonesian they are all the same.
  void whatIsCountedHasAFormForOne() {
    static const QRegularExpression message(QStringLiteral("<message( numerus=\"yes\")?>\\s*<source>(.*?)</source>(.*?)</message>"),
                                            QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression counted(
        QStringLiteral("%[12n] (more )?(products|changes|payments|papers|bills|lines|sales|customers|months|were|are|become|leave)\\b"));
    for (const auto& [file, forms] : {std::pair("loket_en.ts", 2), std::pair("loket_id.ts", 1)}) {
      QFile catalogue(QStringLiteral(LOKET_TRANSLATIONS "/") + QLatin1String(file));
      QVERIFY(catalogue.open(QIODevice::ReadOnly));
      const QString all = QString::fromUtf8(catalogue.readAll());
      int plural = 0;
      for (auto it = message.globalMatch(all); it.hasNext();) {
        const auto one = it.next();
        const QString source = one.captured(2);
        if (one.captured(1).isEmpty()) {
          // A word for one of its own stands beside it; and a cap is never one.
          const bool isOwnWord = source == QLatin1String("%1 customers") || source.startsWith(QLatin1String("The first %1"));
          QVERIFY2(isOwnWord || !source.contains(counted), qPrintable(source));
          continue;
        }
        QVERIFY2(one.captured(3).count(QStringLiteral("<numerusform>")) == forms, qPrintable(source));
        ++plural;
      }
      QVERIFY(plural > 20);
    }
  }

  // Whatever stands on the screen while money is not there says that no cash is given.
  void everyStateOfACollectionSaysWhatToDo() {
    Collection one;
    one.openedAt = instantOf({{2026, 11, 23}, 14, 5, 0, 0});
    one.expiresAt = one.openedAt + Duration::minutes(30);
    one.customer = "081234567890";
    QCOMPARE(countdown(one.expiresAt - one.openedAt), QStringLiteral("30:00"));
    QCOMPARE(countdown(one.openedAt - one.expiresAt), QStringLiteral("0:00"));
    for (const Language language : {Language::Indonesian, Language::English}) {
      QVERIFY(install(language, *qApp));
      const QString noCash =
          language == Language::Indonesian ? QStringLiteral("jangan beri") : QStringLiteral("no cash");
      for (const auto kind : {CollectionKind::Qris, CollectionKind::Password}) {
        one.kind = kind;
        QSet<QString> seen;
        for (int state = 0; state <= static_cast<int>(CollectionState::Sold); ++state) {
          one.state = static_cast<CollectionState>(state);
          seen.insert(collectionWord(one, one.openedAt));
          const QString sentence = collectionSentence(one, one.openedAt);
          const bool isThere = one.state == CollectionState::Paid;
          const bool wasGiven = one.state == CollectionState::HandedOut;
          QVERIFY2(wasGiven || sentence.contains(noCash, Qt::CaseInsensitive) != isThere,
                   qPrintable(sentence));
        }
        QCOMPARE(seen.size(), qsizetype{6});
      }
      one.kind = CollectionKind::Qris;
      one.state = CollectionState::Waiting;
      QVERIFY(!isExpired(one, one.expiresAt - Duration::millis(1)) && isExpired(one, one.expiresAt));
      QVERIFY(collectionWord(one, one.expiresAt) != collectionWord(one, one.openedAt));
      const Instant forgotten = one.expiresAt + kCollectionEcho + Duration::seconds(1);
      QVERIFY(!isForgotten(one, one.expiresAt + kCollectionEcho) && isForgotten(one, forgotten));
      QSet<QString> sentences;
      for (const Instant at : {one.openedAt, one.expiresAt, forgotten}) {
        sentences.insert(collectionSentence(one, at));
        QVERIFY(collectionSentence(one, at).contains(noCash, Qt::CaseInsensitive));
      }
      QCOMPARE(sentences.size(), qsizetype{3});
      // The bank's code and its words are one line in the journal.
      one.state = CollectionState::Ended;
      one.reason = "5014499 the bank's own words";
      QVERIFY(collectionSentence(one, one.openedAt).contains(QStringLiteral("the bank's own words")));
      // Of the customer, not of the shop.
      QSet<QString> whys;
      for (const char* code : {"4044415", "4034412", "4034411", "4044406", "4034414"}) {
        one.reason = code;
        const QString sentence = collectionSentence(one, one.openedAt);
        QVERIFY2(!sentence.startsWith(reason(code, {}, UpstreamId("bank"))), qPrintable(sentence));
        whys.insert(sentence);
      }
      QCOMPARE(whys.size(), qsizetype{5});
      one.reason.clear();
    }
    QVERIFY(install(Language::Indonesian, *qApp));
    QCOMPARE(collectionTitle(one), QStringLiteral("QRIS"));
    one.kind = CollectionKind::Password;
    QCOMPARE(collectionTitle(one), QStringLiteral("OTP · 0812 3456 7890"));
    QVERIFY(cashOutSentence({ErrorCode::Offline, {}}).contains(QStringLiteral("angan beri uang")));
  }

  void everyFieldOfASenderHasItsName() {
    QSet<QString> seen;
    for (const char* field : {"name", "id-type", "id", "phone", "address", "purpose"}) {
      const QString name = senderField(field);
      QVERIFY(sentence({ErrorCode::SenderMissing, field}).contains(name));
      QVERIFY(sentence({ErrorCode::SenderInvalid, field}).contains(name));
      seen.insert(name);
    }
    QCOMPARE(seen.size(), qsizetype{6});
    QVERIFY(sentence({ErrorCode::TransferLimit, "sender"}) !=
            sentence({ErrorCode::TransferLimit, "beneficiary"}));
  }

  void cataloguesAreComplete_data() {
    QTest::addColumn<QString>("file");
    QTest::newRow("id") << QStringLiteral("loket_id.ts");
    QTest::newRow("en") << QStringLiteral("loket_en.ts");
  }

  void cataloguesAreComplete() {
    QFETCH(QString, file);
    QFile catalogue(QStringLiteral(LOKET_TRANSLATIONS "/") + file);
    QVERIFY(catalogue.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(catalogue.readAll());
    QVERIFY(text.count(QStringLiteral("<source>")) > 300);
    QVERIFY(!text.contains(QStringLiteral("unfinished")));
    QVERIFY(!text.contains(QRegularExpression(QStringLiteral("<translation>\\s*</translation>"))));
    QVERIFY(!text.contains(QStringLiteral("type=\"vanished\"")));
  }

  // A translation with other places than its source would show "%2" to a customer.
  void placesAreTheSame() {
    QFile catalogue(QStringLiteral(LOKET_TRANSLATIONS "/loket_id.ts"));
    QVERIFY(catalogue.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(catalogue.readAll());
    static const QRegularExpression message(
        QStringLiteral("<source>(.*?)</source>.*?<translation>(.*?)</translation>"),
        QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression place(QStringLiteral("%[1-9n]"));
    auto messages = message.globalMatch(text);
    int count = 0;
    while (messages.hasNext()) {
      const auto one = messages.next();
      QSet<QString> wanted;
      QSet<QString> got;
      for (auto it = place.globalMatch(one.captured(1)); it.hasNext();) wanted.insert(it.next().captured());
      for (auto it = place.globalMatch(one.captured(2)); it.hasNext();) got.insert(it.next().captured());
      QVERIFY2(wanted == got, qPrintable(one.captured(1)));
      ++count;
    }
    QVERIFY(count > 300);
  }
};

}  // namespace loket::test

QTEST_MAIN(loket::test::TextTest)
#include "text_test.moc"
