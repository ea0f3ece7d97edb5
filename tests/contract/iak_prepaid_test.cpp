// The second aggregator's prepaid side, seen by a client: signatures, order of checks, the process that comes
// before every outcome, serials, refusals, price list.
#include <QElapsedTimer>
#include <QMap>
#include <QRegularExpression>
#include <QSet>
#include <QtTest>
#include <thread>
#include <vector>

#include "tests/contract/clients.h"
#include "tests/contract/iak_client.h"
#include "tests/contract/signing.h"
#include "tests/contract/tests.h"

namespace loket::contract_tests {

class IakPrepaidTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    m_sandbox.writeKnownCredentials();
    QVERIFY(m_sandbox.start());
    m_iak = std::make_unique<IakClient>(m_sandbox);
  }
  void init() {
    m_sandbox.reset();
    m_sandbox.setClock("2026-08-22T10:00:00+07:00");
  }

  void publishedSignaturesAreAccepted() {
    QCOMPARE(md5Hex("081234567890iak-dev-keyorder001"), QByteArray("d7ec5d675adb19617c2de28695eb8163"));
    // the signatures as they are published, instead of the client's own
    const auto sent = [&](const QString& endpoint, const char* sign, QJsonObject fields = {}) {
      fields["username"] = "081234567890";
      fields["sign"] = sign;
      return m_iak->prepaid(endpoint, "", fields);
    };
    const WebAnswer balance = sent("check-balance", "071abd1cb56edb05a678be2caa4f5a27");
    QCOMPARE(balance.code, CURLE_OK);
    QCOMPARE(balance.status, 200);
    QCOMPARE(dataOf(balance), (QJsonObject{{"balance", 1000000}, {"message", "SUCCESS"}, {"rc", "00"}}));
    QCOMPARE(rcOf(sent("pricelist", "0f5ad9b4c3401086ac22e6231a217f95")), "00");
    QCOMPARE(
        dataOf(sent("check-operator", "ff0fb2b20b72ff925ea4f73b5c89838f", {{"customer_id", "0817777215"}})),
        (QJsonObject{{"operator", "XL"}, {"message", "SUCCESS"}, {"rc", "00"}}));
    const char* order = "d7ec5d675adb19617c2de28695eb8163";
    QCOMPARE(
        rcOf(sent("top-up", order,
                  {{"ref_id", "order001"}, {"customer_id", "0817777215"}, {"product_code", "xld25000"}})),
        "39");
    QCOMPARE(rcOf(sent("check-status", order, {{"ref_id", "order001"}})), "39");
    // the same signature for another text is none
    QCOMPARE(rcOf(sent("check-balance", "0f5ad9b4c3401086ac22e6231a217f95")), "204");
  }

  void checksComeInTheDocumentedOrder() {
    const auto topUp = [&](const QJsonObject& spoil, const QString& ref = "r1") {
      QJsonObject fields{{"ref_id", ref}, {"product_code", "nosuch"}, {"customer_id", "0812"}};
      for (auto it = spoil.begin(); it != spoil.end(); ++it) {
        fields[it.key()] = it.value();
      }
      return rcOf(m_iak->prepaid("top-up", ref.toUtf8(), fields));
    };
    QCOMPARE(rcOf(m_iak->rawPrepaid("api/top-up", "{not json")), "107");
    QCOMPARE(rcOf(m_iak->rawPrepaid("api/top-up", "[]")), "107");
    QCOMPARE(topUp({{"username", "x"}, {"commands", "x"}}), "204");
    QCOMPARE(topUp({{"sign", "x"}, {"commands", "x"}}), "204");
    QCOMPARE(topUp({{"commands", "x"}, {"product_code", ""}}), "205");
    QCOMPARE(topUp({{"commands", "topup"}, {"product_code", ""}}), "107");
    QCOMPARE(topUp({{"customer_id", ""}}), "107");
    QCOMPARE(topUp({}, ""), "107");
    QCOMPARE(topUp({}), "20");
    // 106 before the number, the number before 202, 202 before 17
    QCOMPARE(rcOf(m_iak->topUp("r1", "smartdata10", "0812")), "106");
    QCOMPARE(rcOf(m_iak->topUp("r1", "threedata3", "0812")), "14");
    QCOMPARE(rcOf(m_iak->topUp("r1", "threedata3", "0895123450")), "39");
    m_sandbox.admin("POST", "/catalogue", R"({"upstream":"iak","sku":"threedata3","price":100000000})");
    QCOMPARE(rcOf(m_iak->topUp("r2", "threedata3", "0895123450")), "202");
    QCOMPARE(rcOf(m_iak->topUp("r2", "threedata3", "0895123451")), "17");
    // what was refused left its ref_id free; a known one comes before all rules of the goods
    QCOMPARE(rcOf(m_iak->topUp("r2", "htelkomsel10000", "081234567890")), "39");
    QCOMPARE(rcOf(m_iak->topUp("r2", "nosuch", "x")), "39");
    QCOMPARE(m_sandbox.iakDeposit(), 1000000 - 15750 - 10290);
    for (const char* endpoint :
         {"check-balance", "pricelist", "check-operator", "inquiry-pln", "check-status"}) {
      QCOMPARE(rcOf(m_iak->rawPrepaid(QString("api/") + endpoint, "{")), "107");
      QCOMPARE(rcOf(m_iak->prepaid(endpoint, "bad", {{"customer_id", "1"}})), "204");
    }
  }

  void refusalsEchoWhatWasAsked() {
    const WebAnswer refused = m_iak->topUp("r1", "nosuch", "081234567890");
    QCOMPARE(refused.status, 200);
    QCOMPARE(dataOf(refused), (QJsonObject{{"ref_id", "r1"},
                                           {"status", 2},
                                           {"product_code", "nosuch"},
                                           {"customer_id", "081234567890"},
                                           {"message", "CODE NOT FOUND"},
                                           {"rc", "20"}}));
  }

  void pagesThatAreNotThere() {
    for (const char* path : {"api/nothing", "top-up", "api/", "api/v1/bill/check"}) {
      const WebAnswer answer = m_iak->rawPrepaid(path, "{}");
      QCOMPARE(answer.status, 404);
      QCOMPARE(rcOf(answer), "117");
    }
  }

  void topUpSampleIsExact() {
    QJsonObject expected{{"ref_id", "order001"},        {"status", 0},    {"product_code", "xld25000"},
                         {"customer_id", "0817777215"}, {"price", 25000}, {"message", "PROCESS"},
                         {"balance", 975000},           {"tr_id", 3482},  {"rc", "39"}};
    const WebAnswer first = m_iak->topUp("order001", "xld25000", "0817777215");
    QCOMPARE(first.status, 200);
    QCOMPARE(first.json().keys(), QStringList{"data"});
    QCOMPARE(dataOf(first), expected);
    QCOMPARE(dataOf(m_iak->checkStatus("order001")), expected);
    QCOMPARE(m_sandbox.ledger().size(), 0);
    m_sandbox.advance("PT20S");
    expected["status"] = 1;
    expected["message"] = "SUCCESS";
    expected["sn"] = "123456789";
    expected["rc"] = "00";
    QCOMPARE(dataOf(m_iak->checkStatus("order001")), expected);
    const QJsonArray ledger = m_sandbox.ledger();
    QCOMPARE(ledger.size(), 1);
    const QJsonObject effect = ledger[0].toObject();
    QCOMPARE(effect["upstream"].toString(), "iak");
    QCOMPARE(effect["ref"].toString(), "order001");
    QCOMPARE(effect["product"].toString(), "xld25000");
    QCOMPARE(effect["number"].toString(), "0817777215");
    QCOMPARE(effect["amount"].toInteger(), 25000);
    QCOMPARE(effect["price"].toInteger(), 25000);
    QCOMPARE(effect["times"].toInt(), 1);
    QCOMPARE(dataOf(m_iak->topUp("order002", "xld25000", "0817777215"))["tr_id"].toInteger(), 3483);
  }

  void fatesByLastDigit_data() {
    QTest::addColumn<QString>("number");
    QTest::addColumn<QString>("soon");  // after the process
    QTest::addColumn<QString>("end");   // after 90 s
    for (const char digit : QByteArray("0156789")) {
      QTest::addRow("%c", digit) << QStringLiteral("08123456700") + digit << "00"
                                 << "00";
    }
    QTest::addRow("2") << "081234567002"
                       << "07"
                       << "07";
    QTest::addRow("3") << "081234567003"
                       << "39"
                       << "00";
    QTest::addRow("4") << "081234567004"
                       << "39"
                       << "07";
  }
  void fatesByLastDigit() {
    QFETCH(QString, number);
    QFETCH(QString, soon);
    QFETCH(QString, end);
    const qint64 charged = 1000000 - 10290;
    const WebAnswer first = m_iak->topUp("r1", "htelkomsel10000", number);
    QCOMPARE(rcOf(first), "39");  // always
    QCOMPARE(dataOf(first)["status"].toInt(), 0);
    QVERIFY(!dataOf(first).contains("sn"));
    QCOMPARE(m_sandbox.iakDeposit(), charged);
    m_sandbox.advance("PT20S");
    QCOMPARE(rcOf(m_iak->checkStatus("r1")), soon);
    m_sandbox.advance("PT60S");
    QCOMPARE(rcOf(m_iak->checkStatus("r1")), soon);
    m_sandbox.advance("PT10S");
    const QJsonObject last = dataOf(m_iak->checkStatus("r1"));
    QCOMPARE(last["rc"].toString(), end);
    const bool executed = end == "00";
    QCOMPARE(last["status"].toInt(), executed ? 1 : 2);
    QCOMPARE(last["message"].toString(), executed ? "SUCCESS" : "FAILED");
    QCOMPARE(last.contains("sn"), executed);
    QCOMPARE(last["balance"].toInteger(), executed ? charged : 1000000);
    QCOMPARE(m_sandbox.iakDeposit(), executed ? charged : 1000000);
    QCOMPARE(m_sandbox.ledger().size(), executed ? 1 : 0);
    QCOMPARE(m_iak->topUp("r1", "htelkomsel10000", number).body, m_iak->checkStatus("r1").body);
  }

  void processTakesAsLongAsIsSaid() {
    QCOMPARE(rcOf(m_iak->topUp("r1", "htelkomsel10000", "081234567890")), "39");
    m_sandbox.advance("PT15S");
    QCOMPARE(rcOf(m_iak->checkStatus("r1")), "39");
    m_sandbox.advance("PT5S");
    QCOMPARE(rcOf(m_iak->checkStatus("r1")), "00");
    SandboxProcess usual;  // three seconds
    QVERIFY(usual.start());
    const IakClient iak(usual);
    QElapsedTimer real;
    real.start();
    QCOMPARE(rcOf(iak.topUp("r1", "htelkomsel10000", "081234567890")), "39");
    usual.advance("PT2S");
    const QString soon = rcOf(iak.checkStatus("r1"));
    if (real.elapsed() < 1000) {  // a busy machine adds its own time
      QCOMPARE(soon, "39");
    }
    usual.advance("PT1S");
    QCOMPARE(rcOf(iak.checkStatus("r1")), "00");
  }

  void sameRefBecomesAStatusQuery() {
    const WebAnswer first = m_iak->topUp("r1", "htelkomsel10000", "081234567890");
    QCOMPARE(m_iak->topUp("r1", "htelkomsel10000", "081234567890").body, first.body);
    m_sandbox.advance("PT20S");
    QCOMPARE(rcOf(m_iak->topUp("r1", "htelkomsel10000", "081234567890")), "00");
    // other content is not executed either; only the echo shows whose order it is
    const QJsonObject other = dataOf(m_iak->topUp("r1", "xld25000", "0817777215"));
    QCOMPARE(other["rc"].toString(), "00");
    QCOMPARE(other["product_code"].toString(), "htelkomsel10000");
    QCOMPARE(other["customer_id"].toString(), "081234567890");
    m_sandbox.advance("P100D");  // for good
    QCOMPARE(rcOf(m_iak->topUp("r1", "htelkomsel10000", "081234567890")), "00");
    QCOMPARE(m_sandbox.ledger().size(), 1);
    QCOMPARE(m_sandbox.ledger()[0].toObject()["times"].toInt(), 1);
    QCOMPARE(m_sandbox.iakDeposit(), 1000000 - 10290);
    const QJsonArray requests = m_sandbox.admin("GET", "/requests").array();
    QCOMPARE(requests[0]["operation"].toString(), "transaction");
    QCOMPARE(requests[0]["name"].toString(), "top-up");
    QCOMPARE(requests[0]["upstream"].toString(), "iak");
    QCOMPARE(requests[1]["operation"].toString(), "status");
  }

  void concurrentRepeatsAreOneOrder() {
    constexpr int kAtOnce = 12;
    std::vector<WebAnswer> answers(kAtOnce);
    std::vector<std::thread> threads;
    for (int i = 0; i < kAtOnce; ++i) {
      threads.emplace_back([&, i] {
        answers[static_cast<std::size_t>(i)] = m_iak->topUp("r1", "htelkomsel10000", "081234567890");
      });
    }
    for (std::thread& thread : threads) {
      thread.join();
    }
    for (const WebAnswer& answer : answers) {
      QCOMPARE(answer.code, CURLE_OK);
      QCOMPARE(dataOf(answer)["tr_id"].toInteger(), 3482);
    }
    m_sandbox.advance("PT20S");
    QCOMPARE(m_sandbox.ledger().size(), 1);
    QCOMPARE(m_sandbox.ledger()[0].toObject()["times"].toInt(), 1);
  }

  void unknownOrderIsDeniedWithoutEffect() {
    const WebAnswer unknown = m_iak->checkStatus("r1");
    QCOMPARE(unknown.status, 200);
    QCOMPARE(
        dataOf(unknown),
        (QJsonObject{{"ref_id", "r1"}, {"status", 2}, {"message", "TRANSACTION NOT FOUND"}, {"rc", "06"}}));
    m_sandbox.advance("PT60S");
    QCOMPARE(rcOf(m_iak->checkStatus("r1")), "06");
    QCOMPARE(m_sandbox.ledger().size(), 0);
    QCOMPARE(m_sandbox.iakDeposit(), 1000000);
    QCOMPARE(rcOf(m_iak->topUp("r1", "htelkomsel10000", "081234567890")), "39");
    // a bill's ref_id is another server's
    m_iak->inquire("b1", "PGAS", "0110014601");
    QCOMPARE(rcOf(m_iak->checkStatus("b1")), "06");
  }

  void numbersAreChecked_data() {
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("number");
    QTest::addColumn<QString>("rc");
    const auto row = [](const char* code, const char* number, const char* rc) {
      QTest::addRow("%s %s", code, number) << code << number << rc;
    };
    row("htelkomsel10000", "081234567890", "39");
    row("htelkomsel10000", "0812345678901", "39");
    row("htelkomsel10000", "08123456789012", "203");
    row("htelkomsel10000", "081234567", "14");
    row("htelkomsel10000", "181234567890", "14");
    row("htelkomsel10000", "08123456789x", "14");
    row("htelkomsel10000", "081734567890", "16");
    row("xld25000", "081234567890", "16");
    row("xldata4", "081734567890", "39");
    row("xldata4", "089534567890", "16");
    row("hthree5000", "089534567890", "39");
    row("hindosat5000", "085634567890", "39");
    row("haxis5000", "083734567890", "39");
    row("hsmart5000", "088134567890", "39");
    row("hsmart5000", "080034567890", "16");
    row("hbyu5000", "085155667890", "39");
    row("hbyu5000", "085255667890", "16");
    row("htelkomsel5000", "085155667890", "39");  // its 0851 is Telkomsel's too
    row("hpln20000", "12345678901", "39");
    row("hpln20000", "123456789012", "14");
    row("hpln20000", "1234567890", "14");
    row("hpln20000", "00012345678", "14");
    row("dana20000", "081734567890", "39");  // any operator
    row("dana20000", "0817", "14");
    row("etoll20000", "6032984012345670", "39");
    row("etoll20000", "603298401234567", "14");
    row("etoll20000", "60329840123456701", "203");
    row("ml86", "12345670|2001", "39");
    row("ml86", "1234567890123456789012345678901", "203");
    row("alfamart50", "081234567890", "39");
  }
  void numbersAreChecked() {
    QFETCH(QString, code);
    QFETCH(QString, number);
    QFETCH(QString, rc);
    const WebAnswer answer = m_iak->topUp("r1", code, number);
    QCOMPARE(rcOf(answer), rc);
    const bool taken = rc == "39";
    QCOMPARE(dataOf(answer)["status"].toInt(), taken ? 0 : 2);
    m_sandbox.advance("PT20S");
    QCOMPARE(rcOf(m_iak->checkStatus("r1")), taken ? "00" : "06");
    QCOMPARE(m_sandbox.ledger().size(), taken ? 1 : 0);
    QCOMPARE(m_sandbox.iakDeposit() == 1000000, !taken);
  }

  void someGoodsOnceADay() {
    QCOMPARE(rcOf(m_iak->topUp("r1", "linkaja10000", "081234567892")), "39");
    QCOMPARE(rcOf(m_iak->topUp("r2", "linkaja10000", "081234567892")), "202");
    QCOMPARE(rcOf(m_iak->topUp("r3", "linkaja20000", "081234567892")), "39");
    m_sandbox.advance("PT20S");  // the first one has failed: it does not count
    QCOMPARE(rcOf(m_iak->topUp("r2", "linkaja10000", "081234567892")), "39");
    QCOMPARE(rcOf(m_iak->topUp("r4", "linkaja10000", "081234567890")), "39");
    QCOMPARE(rcOf(m_iak->topUp("r5", "linkaja10000", "081234567890")), "202");
    m_sandbox.setClock("2026-08-23T00:00:01+07:00");
    QCOMPARE(rcOf(m_iak->topUp("r5", "linkaja10000", "081234567890")), "39");
    QCOMPARE(rcOf(m_iak->topUp("r6", "htelkomsel10000", "081234567890")), "39");
    QCOMPARE(rcOf(m_iak->topUp("r7", "htelkomsel10000", "081234567890")), "39");
  }

  void depositAndAvailability() {
    m_sandbox.admin("POST", "/deposit", R"({"amount":-990000,"upstream":"iak"})");
    QCOMPARE(rcOf(m_iak->topUp("r1", "htelkomsel10000", "081234567890")), "17");
    m_sandbox.admin("POST", "/deposit", R"({"amount":290,"upstream":"iak"})");
    QCOMPARE(rcOf(m_iak->topUp("r1", "htelkomsel10000", "081234567890")), "39");
    QCOMPARE(m_sandbox.iakDeposit(), 0);
    QCOMPARE(m_sandbox.deposit(), 10000000);
    m_sandbox.admin("POST", "/catalogue",
                    R"({"upstream":"iak","sku":"xld25000","seller_product_status":false})");
    QCOMPARE(rcOf(m_iak->topUp("r2", "xld25000", "0817777215")), "106");
    m_sandbox.admin("POST", "/catalogue",
                    R"({"upstream":"iak","sku":"xld25000","seller_product_status":true})");
    QCOMPARE(rcOf(m_iak->topUp("r2", "xld25000", "0817777215")), "17");
  }

  void plnInquiry() {
    const auto ask = [&](const QString& number) {
      return m_iak->prepaid("inquiry-pln", number.toUtf8(), {{"customer_id", number}});
    };
    QCOMPARE(dataOf(ask("12345678901")), (QJsonObject{{"status", "1"},
                                                      {"customer_id", "12345678901"},
                                                      {"meter_no", "548933889287"},
                                                      {"subscriber_id", "12345678901"},
                                                      {"name", "Sintya Oktaviani"},
                                                      {"segment_power", "R1 /000001300"},
                                                      {"message", "SUCCESS"},
                                                      {"rc", "00"}}));
    for (const char* wrong : {"1234567890", "123456789012", "00012345678", "1234567890x"}) {
      QCOMPARE(dataOf(ask(wrong)), (QJsonObject{{"status", "2"},
                                                {"customer_id", wrong},
                                                {"message", "INCORRECT DESTINATION NUMBER"},
                                                {"rc", "14"}}));
    }
    // other meters are somebody, the same one as at the first aggregator
    const QJsonObject other = dataOf(ask("14300000001"));
    const DigiClient digi(m_sandbox);
    const QJsonObject same =
        dataOf(digi.call("inquiry-pln", "14300000001", {{"customer_no", "14300000001"}}));
    QCOMPARE(other["rc"].toString(), "00");
    QCOMPARE(other["name"], same["name"]);
    QCOMPARE(other["segment_power"].toString().simplified(), same["segment_power"].toString().simplified());
    m_sandbox.setClock("2026-08-22T23:00:00+07:00");
    QCOMPARE(rcOf(ask("12345678901")), "106");
  }

  void plnIsClosedAtNight() {
    m_sandbox.setClock("2026-08-22T22:59:30+07:00");
    QCOMPARE(rcOf(m_iak->topUp("r1", "hpln20000", "12345678901")), "39");
    m_sandbox.setClock("2026-08-22T23:00:00+07:00");
    QCOMPARE(rcOf(m_iak->topUp("r2", "hpln20000", "12345678901")), "106");
    QCOMPARE(rcOf(m_iak->topUp("r3", "htelkomsel10000", "081234567890")), "39");
    QCOMPARE(rcOf(m_iak->checkStatus("r1")), "00");
    m_sandbox.setClock("2026-08-23T00:59:30+07:00");
    QCOMPARE(rcOf(m_iak->topUp("r2", "hpln20000", "12345678901")), "106");
    m_sandbox.setClock("2026-08-23T01:00:00+07:00");
    QCOMPARE(rcOf(m_iak->topUp("r2", "hpln20000", "12345678901")), "39");
  }

  void operators_data() {
    QTest::addColumn<QString>("brand");
    QTest::addColumn<QStringList>("prefixes");
    const auto row = [](const char* brand, const char* prefixes) {
      QTest::newRow(brand) << brand << QString(prefixes).split(' ');
    };
    row("TELKOMSEL", "0811 0812 0813 0821 0822 0823 0851 0852 0853 085155");
    row("INDOSAT", "0814 0815 0816 0855 0856 0857 0858");
    row("XL", "0817 0818 0819 0859 0877 0878");
    row("AXIS", "0831 0832 0833 0837 0838");
    row("TRI", "0895 0896 0897 0898 0899");
    row("SMARTFREN", "0881 0882 0883 0884 0885 0886 0887 0888 0889");
    row("", "0800 0810 0899x 12 0 8123");
  }
  void operators() {
    QFETCH(QString, brand);
    QFETCH(QStringList, prefixes);
    for (const QString& prefix : prefixes) {
      const QString number = prefix.size() < 4 || prefix == "8123" ? prefix : prefix + "4567890";
      const QJsonObject answer = dataOf(m_iak->prepaid("check-operator", "op", {{"customer_id", number}}));
      QCOMPARE(answer["operator"].toString(), brand);
      QCOMPARE(answer["rc"].toString(), brand.isEmpty() ? "14" : "00");
    }
  }

  void serialsByKindOfGoods_data() {
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("number");
    QTest::addColumn<QString>("form");
    QTest::addColumn<qint64>("amount");
    const auto row = [](const char* code, const char* number, const char* form, qint64 amount) {
      QTest::newRow(code) << code << number << form << amount;
    };
    row("htelkomsel10000", "081234567890", R"(^\d+$)", 10000);
    row("tseldata3", "081234567890", R"(^\d+$)", 23700);
    row("hpln20000", "12345678901",
        R"(^\d{4}-\d{4}-\d{4}-\d{4}-\d{4}/SINTYA OKTAVIANI/R1 /000001300/\d+\.\d$)", 20000);
    row("hpln1000000", "14300000001", R"(^\d{4}-\d{4}-\d{4}-\d{4}-\d{4}/[A-Z ]+/R[12][M ] ?/\d{9}/\d+\.\d$)",
        1000000);
    row("dana20000", "081234567890", R"(^[A-Z ]+ 081234567890$)", 20000);
    row("etoll50000", "6032984012345670", R"(^[A-Z ]+ 6032984012345670$)", 50000);
    row("ml86", "12345670|2001", R"(^\d+$)", 21300);
    row("hsteam12000", "081234567890", R"(^[0-9A-F]{4}(-[0-9A-F]{4}){3}$)", 16500);
    row("alfamart100", "081234567890", R"(^[0-9A-F]{4}(-[0-9A-F]{4}){3} / \d{4}-\d\d-\d\d$)", 100000);
  }
  void serialsByKindOfGoods() {
    QFETCH(QString, code);
    QFETCH(QString, number);
    QFETCH(QString, form);
    QFETCH(qint64, amount);
    m_sandbox.admin("POST", "/deposit", R"({"amount":2000000,"upstream":"iak"})");
    QCOMPARE(rcOf(m_iak->topUp("r1", code, number)), "39");
    m_sandbox.advance("PT20S");
    const QJsonObject done = dataOf(m_iak->checkStatus("r1"));
    const QString sn = done["sn"].toString();
    QVERIFY2(QRegularExpression(form).match(sn).hasMatch(), qPrintable(sn));
    QCOMPARE(done.contains("pin"), code == "hsteam12000");
    if (code.startsWith("hpln")) {
      QCOMPARE(sn.split('/').size(), 5);  // the segment has a slash of its own
    }
    QCOMPARE(dataOf(m_iak->checkStatus("r1"))["sn"].toString(), sn);
    QCOMPARE(m_sandbox.ledger()[0].toObject()["amount"].toInteger(), amount);
    QCOMPARE(m_sandbox.iakDeposit(), 3000000 - m_sandbox.ledger()[0].toObject()["price"].toInteger());
    // another order of the same customer has another serial
    QCOMPARE(rcOf(m_iak->topUp("r2", code, number)), "39");
    m_sandbox.advance("PT20S");
    const QString next = dataOf(m_iak->checkStatus("r2"))["sn"].toString();
    QCOMPARE(next == sn, code.startsWith("dana") || code.startsWith("etoll"));
  }

  void priceList() {
    const WebAnswer answer = m_iak->prepaid("pricelist", "pl", {{"status", "all"}});
    QCOMPARE(rcOf(answer), "00");
    const QJsonArray all = dataOf(answer)["pricelist"].toArray();
    QVERIFY(all.size() >= 90);
    QMap<QString, QSet<QString>> codesByType;
    QSet<QString> brands;
    for (const QJsonValue& one : all) {
      QCOMPARE(
          one.toObject().keys(),
          (QStringList{"active_period", "icon_url", "product_category", "product_code", "product_description",
                       "product_details", "product_nominal", "product_price", "product_type", "status"}));
      QVERIFY(one["product_price"].toInteger() > 0);
      codesByType[one["product_type"].toString()].insert(one["product_code"].toString());
      brands.insert(one["product_description"].toString());
    }
    QCOMPARE(codesByType.keys(), (QStringList{"data", "etoll", "game", "pln", "pulsa", "voucher"}));
    qsizetype codes = 0;
    for (const QSet<QString>& some : std::as_const(codesByType)) {
      codes += some.size();
    }
    QCOMPARE(codes, all.size());  // no code comes twice
    for (const char* brand : {"TELKOMSEL", "INDOSAT", "XL", "AXIS", "TRI", "SMARTFREN", "by.U", "PLN", "DANA",
                              "OVO", "GO PAY", "LINKAJA", "SHOPEE PAY"}) {
      QVERIFY2(brands.contains(brand), brand);
    }
    for (const char* token :
         {"hpln20000", "hpln50000", "hpln100000", "hpln200000", "hpln500000", "hpln1000000"}) {
      QVERIFY2(codesByType["pln"].contains(token), token);
    }
    QCOMPARE(codesByType["pulsa"].size(), 49);
  }

  void priceListFilters_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("status");
    QTest::addColumn<QStringList>("codes");
    QTest::newRow("type") << "pricelist/pln"
                          << "all" << QStringList{"hpln20000",  "hpln50000",  "hpln100000",
                                                  "hpln200000", "hpln500000", "hpln1000000"};
    QTest::newRow("operator") << "pricelist/voucher/alfamart_voucher"
                              << "" << QStringList{"alfamart50", "alfamart100"};
    QTest::newRow("not active") << "pricelist"
                                << "non active" << QStringList{"smartdata10"};
    QTest::newRow("active only") << "pricelist/data/smartfren_paket_internet"
                                 << "active" << QStringList{};
    QTest::newRow("not sold") << "pricelist/singapore"
                              << "all" << QStringList{};
  }
  void priceListFilters() {
    QFETCH(QString, path);
    QFETCH(QString, status);
    QFETCH(QStringList, codes);
    const WebAnswer answer =
        m_iak->prepaid(path, "pl", status.isEmpty() ? QJsonObject{} : QJsonObject{{"status", status}});
    QCOMPARE(rcOf(answer), "00");
    QStringList listed;
    for (const QJsonValue& one : dataOf(answer)["pricelist"].toArray()) {
      listed.append(one["product_code"].toString());
    }
    QCOMPARE(listed, codes);
  }

  // A router has something to choose: of what both sell, each is the cheaper one for some.
  void bothAggregatorsAreCheaperForSomething() {
    QMap<QString, qint64> digiPrices;
    const DigiClient digi(m_sandbox);
    for (const QJsonValue& one :
         digi.call("price-list", "pricelist", {{"cmd", "prepaid"}}).json()["data"].toArray()) {
      digiPrices[one["product_name"].toString()] = one["price"].toInteger();
    }
    const QMap<QString, QString> pairs{{"htelkomsel10000", "Telkomsel 10.000"},
                                       {"htelkomsel5000", "Telkomsel 5.000"},
                                       {"xld25000", "Xl 25.000"},
                                       {"hpln20000", "PLN 20.000"},
                                       {"hpln100000", "PLN 100.000"},
                                       {"dana10000", "DANA 10.000"},
                                       {"ovo10000", "OVO 10.000"}};
    int cheaper = 0;
    int dearer = 0;
    int equal = 0;
    for (const QJsonValue& one : dataOf(m_iak->prepaid("pricelist", "pl"))["pricelist"].toArray()) {
      const QString name = pairs.value(one["product_code"].toString(), one["product_nominal"].toString());
      if (digiPrices.contains(name)) {
        const qint64 difference = one["product_price"].toInteger() - digiPrices[name];
        (difference < 0 ? cheaper : difference > 0 ? dearer : equal) += 1;
      }
    }
    QVERIFY2(cheaper >= 8 && dearer >= 8 && equal == 1,
             qPrintable(QStringLiteral("%1 %2 %3").arg(cheaper).arg(dearer).arg(equal)));
  }

 private:
  // Longer in process than usual, so that a busy machine does not end it before a test has looked.
  SandboxProcess m_sandbox{{"--iak-deposit", "1000000", "--iak-process-seconds", "20"}};
  std::unique_ptr<IakClient> m_iak;
};

std::unique_ptr<QObject> makeIakPrepaidTest() {
  return std::make_unique<IakPrepaidTest>();
}

}  // namespace loket::contract_tests

#include "iak_prepaid_test.moc"
