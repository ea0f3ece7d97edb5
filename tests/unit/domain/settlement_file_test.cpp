// Settlement files as upstreams write them, and every way in which they go wrong.
#include "core/domain/reconcile/settlement_file.h"

#include <QTest>
#include <string>
#include <vector>

using namespace loket;
using namespace loket::reconcile;

namespace {

const std::string kTitles = "ref_id|sn|product|customer_no|price|status|time\n";

struct Reading {
  SettlementParser parser;
  SettlementParser::Found found;
};

Reading readIn(const std::string& text, std::size_t chunk) {
  Reading reading;
  for (std::size_t at = 0; at < text.size(); at += chunk)
    reading.parser.feed(std::string_view(text).substr(at, chunk), reading.found);
  reading.parser.finish(reading.found);
  return reading;
}

Reading readText(const std::string& text) {
  return readIn(text, 1U << 20U);
}

std::string problemOf(const Reading& reading) {
  const auto verdict = reading.parser.verdict();
  return verdict ? std::string(wordOf(verdict->problem)) : std::string();
}

std::string faultsOf(const Reading& reading) {
  std::string out;
  for (const BadLine& bad : reading.found.bad)
    out += std::to_string(bad.no) + ":" + std::string(wordOf(bad.fault)) + " ";
  return out;
}

// One line with the given fields, in a file that is right about it.
std::string around(const std::string& line, const std::string& total = "0") {
  return kTitles + line + "\nT|1|" + total + "\n";
}

std::string text(const std::optional<Money>& money) {
  return money ? std::to_string(money->amount()) : "nothing";
}
std::string text(const std::optional<FileTime>& time) {
  return !time ? "nothing" : time->at ? toRfc3339(*time->at) : toIso(time->date);
}

}  // namespace

class SettlementFileTest : public QObject {
  Q_OBJECT

 private slots:
  void a_whole_file_is_read_data();
  void a_whole_file_is_read();
  void every_chunk_size_reads_the_same();
  void titles_in_both_languages();
  void the_sum_that_counts();
  void a_file_without_status_lists_what_was_settled();
  void a_header_record_tells_date_and_sender();
  void the_trailer_is_believed_only_when_it_agrees_data();
  void the_trailer_is_believed_only_when_it_agrees();
  void bad_lines_are_told_with_their_number_data();
  void bad_lines_are_told_with_their_number();
  void a_bad_line_counts_as_a_line();
  void files_that_are_no_settlement_files_data();
  void files_that_are_no_settlement_files();
  void a_line_without_end_needs_no_memory();
  void sums_that_money_cannot_hold_are_refused();
  void a_trailer_tag_inside_a_line_is_no_trailer();
  void amounts_data();
  void amounts();
  void times_data();
  void times();
};

void SettlementFileTest::a_whole_file_is_read_data() {
  QTest::addColumn<QString>("file");
  const QString bars = QStringLiteral(
      "ref_id|sn|product|customer_no|price|status|time\n"
      "A1|S1|xld10|087800001230|10.500|Sukses|2026-12-07 10:00:00\n"
      "A2|S2|pln20|14300000001|20500|Gagal|2026-12-07 10:01:00\n"
      "T|2|31000\n");
  QTest::newRow("bars") << bars;
  QTest::newRow("semicolons") << QString(bars).replace(u'|', u';');
  QTest::newRow("CRLF") << QString(bars).replace(QStringLiteral("\n"), QStringLiteral("\r\n"));
  QTest::newRow("byte order mark") << QString(bars).prepend(QChar(0xFEFF));
  QTest::newRow("blank lines") << QString(bars).replace(QStringLiteral("\n"), QStringLiteral("\n\n  \r\n"));
  QTest::newRow("no last line break") << bars.chopped(1);
  QTest::newRow("quoted") << QString(bars)
                                 .replace(QStringLiteral("S1"), QStringLiteral("\"S1\""))
                                 .replace(QStringLiteral("A2"), QStringLiteral(" \"A2\" "));
  QTest::newRow("a separator at the end")
      << QString(bars).replace(QStringLiteral("00\nA2"), QStringLiteral("00|\nA2"));
  QTest::newRow("decimals") << QString(bars)
                                   .replace(QStringLiteral("20500"), QStringLiteral("20.500,00"))
                                   .replace(QStringLiteral("31000"), QStringLiteral("31000,00"));
}

void SettlementFileTest::a_whole_file_is_read() {
  QFETCH(QString, file);
  const Reading reading = readText(file.toStdString());
  QCOMPARE(problemOf(reading), std::string());
  QCOMPARE(faultsOf(reading), std::string());
  QCOMPARE(reading.found.lines.size(), std::size_t{2});
  const SettlementLine& first = reading.found.lines[0];
  QCOMPARE(first.reference, AttemptRef("A1"));
  QCOMPARE(first.trxId, std::string("S1"));
  QCOMPARE(first.product, std::string("xld10"));
  QCOMPARE(first.number, std::string("087800001230"));
  QCOMPARE(first.amount, Money::rupiah(10'500));
  QVERIFY(first.status == TheirStatus::Succeeded);
  QCOMPARE(toRfc3339(*first.at), std::string("2026-12-07T10:00:00+07:00"));
  const SettlementLine& second = reading.found.lines[1];
  QCOMPARE(second.reference, AttemptRef("A2"));
  QVERIFY(second.status == TheirStatus::Failed);
  QCOMPARE(reading.parser.total(), Money::rupiah(31'000));
  QCOMPARE(reading.parser.lineCount(), std::int64_t{2});
}

void SettlementFileTest::every_chunk_size_reads_the_same() {
  const std::string file =
      "\xEF\xBB\xBFH;20261207;digi\r\nreferensi;jumlah\r\n\"A\"\"1\";1.000\r\n\r\nA2;x\r\nA3;2."
      "000\r\nTRAILER;3;3.000\r\n";
  const Reading whole = readText(file);
  QCOMPARE(problemOf(whole), std::string());
  QCOMPARE(faultsOf(whole), std::string("5:amount "));
  QCOMPARE(whole.found.lines[0].reference, AttemptRef("A\"1"));
  for (std::size_t chunk = 1; chunk < file.size(); ++chunk) {
    const Reading parts = readIn(file, chunk);
    QCOMPARE(problemOf(parts), std::string());
    QCOMPARE(faultsOf(parts), faultsOf(whole));
    QCOMPARE(parts.found.lines.size(), std::size_t{2});
    QCOMPARE(parts.found.lines[1].no, std::int64_t{6});
    QCOMPARE(parts.parser.total(), Money::rupiah(3'000));
  }
}

void SettlementFileTest::titles_in_both_languages() {
  for (const char* titles :
       {"Nomor Referensi;SN;Kode Produk;No Pelanggan;Terpotong;Status Transaksi;Tanggal;Jam",
        "Partner Reference No;Serial-Number;SKU;customer_no;Deducted;Transaction Status;date;clock"}) {
    const Reading reading =
        readText(std::string(titles) + "\nA1;S;P;0812;1.000;berhasil;07/12/2026;10:00\nTOTAL;1;1000\n");
    QCOMPARE(problemOf(reading), std::string());
    QCOMPARE(reading.found.lines.size(), std::size_t{1});
    QCOMPARE(toRfc3339(*reading.found.lines[0].at), std::string("2026-12-07T10:00:00+07:00"));
    QCOMPARE(reading.found.lines[0].number, std::string("0812"));
  }
}

void SettlementFileTest::the_sum_that_counts() {
  // What was taken from the deposit, before any other sum; a face value only where nothing else stands.
  const Reading charged = readText("ref|nominal|total|deducted\nA|10000|12000|10250\nT|1|10250\n");
  QCOMPARE(problemOf(charged), std::string());
  QVERIFY(charged.parser.head()->basis == AmountBasis::Charged);
  QCOMPARE(charged.found.lines[0].amount, Money::rupiah(10'250));
  const Reading face = readText("ref|nominal\nA|10000\nT|1|10000\n");
  QVERIFY(face.parser.head()->basis == AmountBasis::Face);
}

void SettlementFileTest::a_file_without_status_lists_what_was_settled() {
  const Reading reading = readText("ref|amount\nA|1\nT|1|1\n");
  QVERIFY(!reading.parser.head()->listsStatus);
  QVERIFY(!reading.parser.head()->listsTime);
  QVERIFY(reading.found.lines[0].status == TheirStatus::Succeeded);
}

void SettlementFileTest::a_header_record_tells_date_and_sender() {
  const Reading reading = readText("HDR;tanggal=20261206;2026-12-07;mitra: digi\nref;amount\nT;0;0\n");
  QCOMPARE(problemOf(reading), std::string());
  QCOMPARE(reading.parser.head()->dates.size(), std::size_t{2});
  QCOMPARE(toIso(reading.parser.head()->dates[0]), std::string("2026-12-06"));
  QCOMPARE(reading.parser.head()->names, std::vector<std::string>{"digi"});
}

void SettlementFileTest::the_trailer_is_believed_only_when_it_agrees_data() {
  QTest::addColumn<QByteArray>("trailer");
  QTest::addColumn<QByteArray>("problem");
  QTest::addColumn<qint64>("told");
  QTest::addColumn<qint64>("found");
  const auto row = [](const char* trailer, const char* problem, qint64 told = 0, qint64 found = 2) {
    QTest::newRow(trailer) << QByteArray(trailer) << QByteArray(problem) << told << found;
  };
  row("T|2|3000\n", "", 0, 0);
  row("FTR|2|3.000,00", "", 0, 0);
  row("trailer|jumlah=2|total:3000", "", 0, 0);
  row("T|20261207|2|3000", "", 0, 0);
  row("", "no-trailer");
  row("T|3|3000\n", "count-differs", 3, 2);
  row("T|2|3001\n", "total-differs", 3001, 3000);
  // Cut off in the middle of the trailer.
  row("T|2|30", "total-differs", 30, 3000);
  row("T|2|", "bad-trailer");
  row("T|2", "bad-trailer");
  row("T", "bad-trailer");
  row("T|two|3000\n", "bad-trailer");
  row("T|2|3000|9\n", "bad-trailer");
  row("T|2|3000\nA3|S|P|1|5|ok|\n", "bad-trailer");
  row("T|2|3000\nT|2|3000\n", "bad-trailer");
}

void SettlementFileTest::the_trailer_is_believed_only_when_it_agrees() {
  QFETCH(QByteArray, trailer);
  QFETCH(QByteArray, problem);
  QFETCH(qint64, told);
  QFETCH(qint64, found);
  const Reading reading =
      readText(kTitles + "A1|S|P|1|1000|ok|\nA2|S|P|1|2000|ok|\n" + trailer.toStdString());
  QCOMPARE(problemOf(reading), problem.toStdString());
  if (const auto verdict = reading.parser.verdict()) {
    QCOMPARE(verdict->told, std::int64_t{told});
    QCOMPARE(verdict->found, std::int64_t{found});
  }
}

void SettlementFileTest::bad_lines_are_told_with_their_number_data() {
  QTest::addColumn<QByteArray>("line");
  QTest::addColumn<QByteArray>("fault");
  const auto row = [](const char* name, const char* line, const char* fault) {
    QTest::newRow(name) << QByteArray(line) << QByteArray(fault);
  };
  row("too few fields", "A1|S|P|1|1000|ok", "columns");
  row("too many fields", "A1|S|P|1|1000|ok||more", "columns");
  row("cut off", "A1|S|P", "columns");
  row("no reference", "|S|P|1|1000|ok|", "reference");
  row("a reference without end",
      "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA|S|P|1|1000|ok|", "reference");
  row("no amount", "A1|S|P|1||ok|", "amount");
  row("cents", "A1|S|P|1|1000,50|ok|", "amount");
  row("negative", "A1|S|P|1|-1000|ok|", "amount");
  row("letters", "A1|S|P|1|1O00|ok|", "amount");
  row("unknown status", "A1|S|P|1|1000|maybe|", "status");
  row("no status", "A1|S|P|1|1000||", "status");
  row("no such day", "A1|S|P|1|1000|ok|2026-02-30", "time");
  row("no such hour", "A1|S|P|1|1000|ok|2026-02-03 25:00", "time");
  row("a quote that is not closed", "A1|\"S|P|1|1000|ok|", "quote");
  row("text behind a quote", "A1|\"S\"x|P|1|1000|ok|", "quote");
  row("escape sequence as UTF-8", "A1|S|\xC2\x9B" "2J|1|1000|ok|", "control-character");
  row("escape sequence", "A1|S|\x1b[2J|1|1000|ok|", "control-character");
}

void SettlementFileTest::bad_lines_are_told_with_their_number() {
  QFETCH(QByteArray, line);
  QFETCH(QByteArray, fault);
  const Reading reading = readText(around(line.toStdString()));
  QCOMPARE(faultsOf(reading), "2:" + fault.toStdString() + " ");
  QVERIFY(reading.found.lines.empty());
}

void SettlementFileTest::a_bad_line_counts_as_a_line() {
  const Reading reading = readText(kTitles + "A1|S|P|1|1000|ok|\nbroken\nA2|S|P|1|500|ok|\nT|3|1500\n");
  QCOMPARE(problemOf(reading), std::string());
  QCOMPARE(faultsOf(reading), std::string("3:columns "));
  QCOMPARE(reading.parser.lineCount(), std::int64_t{3});
}

void SettlementFileTest::files_that_are_no_settlement_files_data() {
  QTest::addColumn<QByteArray>("file");
  QTest::addColumn<QByteArray>("problem");
  QTest::newRow("empty") << QByteArray() << QByteArray("empty");
  QTest::newRow("blank") << QByteArray("\n\r\n \n") << QByteArray("empty");
  QTest::newRow("no titles") << QByteArray("A1|1000\nT|1|1000\n") << QByteArray("no-columns");
  QTest::newRow("commas") << QByteArray("ref,amount\nA,1\nT,1,1\n") << QByteArray("no-columns");
  QTest::newRow("no amount") << QByteArray("ref|status\nA|ok\n") << QByteArray("no-columns");
  QTest::newRow("no reference") << QByteArray("sn|amount\nA|1\n") << QByteArray("no-columns");
  QTest::newRow("header record only") << QByteArray("H|20261207|digi\n") << QByteArray("no-columns");
  QTest::newRow("two header records")
      << QByteArray("H|20261207\nH|20261207\nref|amount\n") << QByteArray("no-columns");
  QTest::newRow("UTF-16") << QByteArray("\xFF\xFEr\0e\0f\0", 8) << QByteArray("encoding");
  QTest::newRow("a picture") << QByteArray("\x89PNG\r\n\0\0", 8) << QByteArray("no-columns");
}

void SettlementFileTest::files_that_are_no_settlement_files() {
  QFETCH(QByteArray, file);
  QFETCH(QByteArray, problem);
  QCOMPARE(problemOf(readText(file.toStdString())), problem.toStdString());
  QCOMPARE(problemOf(readIn(file.toStdString(), 1)), problem.toStdString());
}

void SettlementFileTest::a_line_without_end_needs_no_memory() {
  Reading reading;
  reading.parser.feed(kTitles, reading.found);
  const std::string part(1U << 16U, 'x');
  for (int i = 0; i < 1000; ++i) reading.parser.feed(part, reading.found);
  reading.parser.feed("\nA1|S|P|1|1000|ok|\nT|2|1000\n", reading.found);
  reading.parser.finish(reading.found);
  QCOMPARE(problemOf(reading), std::string());
  QCOMPARE(faultsOf(reading), std::string("2:too-long "));
  QCOMPARE(reading.found.lines.size(), std::size_t{1});
}

void SettlementFileTest::sums_that_money_cannot_hold_are_refused() {
  std::string file = "ref|amount\n";
  for (int i = 0; i < 1001; ++i) file += "A" + std::to_string(i) + "|1000000000000\n";
  const Reading reading = readText(file + "T|1001|1001000000000000\n");
  QCOMPARE(faultsOf(reading), std::string("1002:amount "));
  QCOMPARE(reading.parser.total(), Money::rupiah(Money::kMaxRupiah));
  QCOMPARE(problemOf(reading), std::string("bad-trailer"));
}

void SettlementFileTest::a_trailer_tag_inside_a_line_is_no_trailer() {
  // The first column says T for a transfer; the trailer is told by its emptiness.
  const Reading reading = readText("kind|ref|amount\nT|A1|1000\nF|A2|500\nT|2|1500\n");
  QCOMPARE(faultsOf(reading), std::string());
  QCOMPARE(problemOf(reading), std::string("no-trailer"));
  const Reading told = readText("kind|ref|amount|x\nT|A1|1000|\nF|A2|500|\nT|2|1500\n");
  QCOMPARE(problemOf(told), std::string());
  QCOMPARE(told.found.lines.size(), std::size_t{2});
}

void SettlementFileTest::amounts_data() {
  QTest::addColumn<QByteArray>("written");
  QTest::addColumn<QByteArray>("amount");
  for (const auto& [written, amount] :
       std::vector<std::pair<const char*, const char*>>{{"1000", "1000"},
                                                        {"1.000", "1000"},
                                                        {"1,000", "1000"},
                                                        {"1000,00", "1000"},
                                                        {"1000.00", "1000"},
                                                        {"1.000,00", "1000"},
                                                        {"1,000.00", "1000"},
                                                        {"1.234.567,00", "1234567"},
                                                        {"Rp1.000", "1000"},
                                                        {"Rp. 1.000,00", "1000"},
                                                        {"IDR 1,000.00", "1000"},
                                                        {" 0 ", "0"},
                                                        {"000123", "123"},
                                                        {"1000000000000", "1000000000000"},
                                                        {"1000000000001", "nothing"},
                                                        {"1.000.00", "nothing"},
                                                        {"1,000,00", "nothing"},
                                                        {"1000,50", "nothing"},
                                                        {"1,5", "nothing"},
                                                        {"1.00.000", "nothing"},
                                                        {".100", "nothing"},
                                                        {"1.000.", "nothing"},
                                                        {"1.", "nothing"},
                                                        {"-1000", "nothing"},
                                                        {"+1000", "nothing"},
                                                        {"1e6", "nothing"},
                                                        {"", "nothing"},
                                                        {"Rp", "nothing"},
                                                        {",00", "nothing"},
                                                        {"1.000,0", "nothing"},
                                                        {"99999999999999999999", "nothing"},
                                                        {"1 000", "nothing"}})
    QTest::newRow(written) << QByteArray(written) << QByteArray(amount);
}

void SettlementFileTest::amounts() {
  QFETCH(QByteArray, written);
  QFETCH(QByteArray, amount);
  QCOMPARE(text(settlementAmount(written.toStdString())), amount.toStdString());
}

void SettlementFileTest::times_data() {
  QTest::addColumn<QByteArray>("written");
  QTest::addColumn<QByteArray>("time");
  for (const auto& [written, time] : std::vector<std::pair<const char*, const char*>>{
           {"2026-12-07T10:20:30+07:00", "2026-12-07T10:20:30+07:00"},
           {"2026-12-07T03:20:30Z", "2026-12-07T10:20:30+07:00"},
           {"2026-12-07 10:20:30", "2026-12-07T10:20:30+07:00"},
           {"2026-12-07 10:20", "2026-12-07T10:20:00+07:00"},
           {"2026-12-07T10:20:30.123", "2026-12-07T10:20:30+07:00"},
           {"20261207102030", "2026-12-07T10:20:30+07:00"},
           {"07/12/2026 10.20", "2026-12-07T10:20:00+07:00"},
           {"07-12-2026", "2026-12-07"},
           {"20261207", "2026-12-07"},
           {"2026-12-07", "2026-12-07"},
           {"2026-13-07", "nothing"},
           {"31/02/2026", "nothing"},
           {"2026-12-07 24:00:00", "nothing"},
           {"2026-12-07 10:60", "nothing"},
           {"2026-12-07 10", "nothing"},
           {"2026-12-07 10:20:30 WIB", "nothing"},
           {"7/12/2026", "nothing"},
           {"10:20:30", "nothing"},
           {"", "nothing"}})
    QTest::newRow(written) << QByteArray(written) << QByteArray(time);
}

void SettlementFileTest::times() {
  QFETCH(QByteArray, written);
  QFETCH(QByteArray, time);
  QCOMPARE(text(settlementTime(written.toStdString())), time.toStdString());
}

QTEST_APPLESS_MAIN(SettlementFileTest)
#include "settlement_file_test.moc"
