// Money that comes in, seen by the agent who has to prove it: statement, virtual accounts, QR payments.
#include <QSet>
#include <QtTest>

#include "tests/contract/clients.h"
#include "tests/contract/tests.h"

namespace loket::contract_tests {

class SnapIncomingTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    m_sandbox.writeKnownCredentials();
    QVERIFY(m_sandbox.start());
    m_bank = std::make_unique<SnapClient>(m_sandbox);
  }
  void init() {
    m_sandbox.reset();
    m_sandbox.setClock("2026-08-22T10:00:00+07:00");
    QVERIFY(m_bank->login());
  }

  void creditsShowInBalanceStatementAndTruth() {
    const QJsonObject credit =
        post("/bank/credit",
             R"({"amount":150000,"fromName":"SITI RAHAYU","fromAccount":"9988776655","remark":"TT-0001"})");
    QVERIFY(!credit["id"].toString().isEmpty());
    QCOMPARE(m_sandbox.bankBalance(), 50150000);
    m_sandbox.advance("PT1M");
    QCOMPARE(codeOf(m_bank->transfer("P1", "1234567890", "20000.00")), "2001700");
    const QJsonArray truth = m_sandbox.admin("GET", "/credits").array();
    QCOMPARE(truth.size(), 1);
    QCOMPARE(truth[0].toObject()["id"], credit["id"]);
    QCOMPARE(truth[0].toObject()["kind"].toString(), "transfer");
    QCOMPARE(truth[0].toObject()["amount"].toInteger(), 150000);
    QCOMPARE(truth[0].toObject()["remark"].toString(), "TT-0001");

    const QJsonObject asked = statement("2026-08-22T09:00:00+07:00", "2026-08-22T11:00:00+07:00").json();
    QCOMPARE(asked["responseCode"].toString(), "2001400");
    const QJsonArray lines = asked["detailData"].toArray();
    QCOMPARE(lines.size(), 2);
    const QJsonObject newest = lines[0].toObject();  // descending
    QCOMPARE(newest["type"].toString(), "DEBIT");
    QCOMPARE(newest["amount"].toObject(), rupiah(20000));
    QCOMPARE(newest["transactionDate"].toString().left(17), "2026-08-22T10:01:");
    QVERIFY(newest["transactionDate"].toString().endsWith("+07:00"));
    QCOMPARE(newest["transactionId"], m_bank->status("P1").json()["originalReferenceNo"]);
    const QJsonObject oldest = lines[1].toObject();
    QCOMPARE(oldest["type"].toString(), "CREDIT");
    QCOMPARE(oldest["amount"].toObject(), rupiah(150000));
    QCOMPARE(oldest["transactionId"], credit["id"]);
    QCOMPARE(oldest["remark"].toString(), "TT-0001");
    QCOMPARE(oldest["detailInfo"].toObject()["counterpartName"].toString(), "SITI RAHAYU");
    QCOMPARE(oldest["detailBalance"]["startAmount"][0]["amount"].toObject(), rupiah(50000000));
    QCOMPARE(oldest["detailBalance"]["endAmount"][0]["amount"].toObject(), rupiah(50150000));
    const QJsonObject balance = asked["balance"][0].toObject();
    QCOMPARE(balance["startingBalance"]["value"].toString(), "50000000.00");
    QCOMPARE(balance["endingBalance"]["value"].toString(), "50130000.00");
    QCOMPARE(asked["totalCreditEntries"].toObject(),
             (QJsonObject{{"numberOfEntries", "1"}, {"amount", rupiah(150000)}}));
    QCOMPARE(asked["totalDebitEntries"]["amount"].toObject(), rupiah(20000));
    QCOMPARE(asked["hasMore"].toString(), "N");

    m_sandbox.kill();
    QVERIFY(m_sandbox.start());
    QVERIFY(m_bank->login());
    QCOMPARE(
        statement("2026-08-22T09:00:00+07:00", "2026-08-22T11:00:00+07:00").json()["detailData"].toArray(),
        lines);
    QCOMPARE(m_sandbox.admin("GET", "/credits").array(), truth);
  }

  void statementEndsWhereItIsToldTo() {
    credit(1000);
    m_sandbox.advance("PT1H");
    credit(2000);
    m_sandbox.advance("PT1H");
    credit(4000);
    QVERIFY(m_bank->login());
    const auto sum = [&](const char* from, const char* to) {
      const QJsonObject answer = statement(from, to).json();
      qint64 all = 0;
      for (const QJsonValue& line : answer["detailData"].toArray()) {
        all += line["amount"]["value"].toString().chopped(3).toLongLong();
      }
      return std::make_pair(all, answer["balance"][0]["endingBalance"]["value"].toString());
    };
    QCOMPARE(sum("2026-08-22T09:59:00+07:00", "2026-08-22T12:10:00+07:00"),
             std::make_pair(qint64{7000}, QString("50007000.00")));
    QCOMPARE(sum("2026-08-22T10:59:00+07:00", "2026-08-22T11:10:00+07:00"),
             std::make_pair(qint64{2000}, QString("50003000.00")));
    QCOMPARE(sum("2026-08-22T03:59:00Z", "2026-08-22T05:10:00Z"),
             std::make_pair(qint64{6000}, QString("50007000.00")));
    QCOMPARE(sum("2026-08-22T08:00:00+07:00", "2026-08-22T09:00:00+07:00"),
             std::make_pair(qint64{0}, QString("50000000.00")));
    QCOMPARE(m_bank->call("bank-statement", QJsonObject{{"accountNo", QString(m_bank->source())}})
                 .json()["detailData"]
                 .toArray()
                 .size(),
             3);
  }

  // Whoever follows hasMore with toDateTime = lastRecordDateTime sees every entry, even where many share a
  // second, and comes to an end.
  void statementHasPages_data() {
    QTest::addColumn<int>("credits");
    QTest::addColumn<int>("advanceAfter");  // a second passes after so many
    QTest::newRow("one a second") << 45 << 1;
    QTest::newRow("thirty in one second") << 70 << 30;
    QTest::newRow("exactly a page") << 20 << 1;
  }
  void statementHasPages() {
    QFETCH(int, credits);
    QFETCH(int, advanceAfter);
    m_sandbox.setClock("2026-08-22T10:00:00.100+07:00");
    for (int i = 0; i < credits; ++i) {
      if (i % advanceAfter == 0) {
        m_sandbox.setClock("2026-08-22T10:00:" + QByteArray::number(10 + i / advanceAfter) + ".000+07:00");
      }
      credit(1000 + i);
    }
    QSet<QString> seen;
    QString to = "2026-08-22T11:00:00+07:00";
    int pages = 0;
    for (bool more = true; more;) {
      const QJsonObject page = statement("2026-08-22T09:00:00+07:00", to.toLatin1()).json();
      QCOMPARE(page["responseCode"].toString(), "2001400");
      QVERIFY(++pages < 10);
      for (const QJsonValue& line : page["detailData"].toArray()) {
        seen.insert(line["transactionId"].toString());
      }
      to = page["lastRecordDateTime"].toString();
      more = page["hasMore"].toString() == "Y";
    }
    QCOMPARE(seen.size(), credits);
    QCOMPARE(pages > 1, credits > 20);
  }

  void statementFields() {
    const auto code = [&](const QJsonObject& body) { return codeOf(m_bank->call("bank-statement", body)); };
    const QString own = m_bank->source();
    QCOMPARE(code({}), "4001402");
    QCOMPARE(code({{"accountNo", "888801000157508"}}), "4041411");
    QCOMPARE(code({{"accountNo", own}, {"fromDateTime", "yesterday"}}), "4001401");
    QCOMPARE(code({{"accountNo", own},
                   {"fromDateTime", "2026-08-22T10:00:01+07:00"},
                   {"toDateTime", "2026-08-22T10:00:00+07:00"}}),
             "4001401");
    // one month at most, one year back at most
    QCOMPARE(code({{"accountNo", own},
                   {"fromDateTime", "2026-07-20T10:00:00+07:00"},
                   {"toDateTime", "2026-08-22T10:00:00+07:00"}}),
             "4001401");
    QCOMPARE(code({{"accountNo", own},
                   {"fromDateTime", "2025-08-01T10:00:00+07:00"},
                   {"toDateTime", "2025-08-02T10:00:00+07:00"}}),
             "4001401");
    for (const char* wrong : {R"({"amount":0})", R"({"amount":"5"})", R"({})", "x"}) {
      QCOMPARE(m_sandbox.admin("POST", "/bank/credit", wrong).status, 400);
    }
    QCOMPARE(m_sandbox.bankBalance(), 50000000);
  }

  void virtualAccountIsFollowedUntilItIsPaid() {
    const WebAnswer made = createVa({{"totalAmount", rupiah(250000)}});
    QCOMPARE(codeOf(made), "2002700");
    const QJsonObject va = made.json()["virtualAccountData"].toObject();
    const QString service = va["partnerServiceId"].toString();
    const QString number = va["virtualAccountNo"].toString();
    QCOMPARE(service, "       1");  // X-PARTNER-ID is PARTNER1
    QCOMPARE(number, service + va["customerNo"].toString());
    QVERIFY(number.size() <= 28);
    QCOMPARE(va["trxId"].toString(), "TT-1");
    QCOMPARE(va["totalAmount"].toObject(), rupiah(250000));
    QCOMPARE(va["virtualAccountTrxType"].toString(), "C");
    QCOMPARE(va["expiredDate"].toString().left(16), "2026-08-23T10:00");
    QCOMPARE(createVa({{"totalAmount", rupiah(250000)}}).body, made.body);  // the same again
    QCOMPARE(codeOf(createVa({{"totalAmount", rupiah(250001)}})), "4042718");

    const QJsonObject unpaid = vaStatus(va).json()["virtualAccountData"].toObject();
    QVERIFY(!unpaid.contains("paymentFlagStatus") && !unpaid.contains("paidAmount"));
    QCOMPARE(unpaid["virtualAccountNo"].toString(), number);
    QCOMPARE(dataIn(inquireVa(va))["totalAmount"].toObject(), rupiah(250000));

    const QByteArray pay = SnapClient::compact({{"virtualAccountNo", number}});
    QByteArray wrong = pay;
    wrong.insert(1, R"("amount":249999,)");
    QCOMPARE(m_sandbox.admin("POST", "/bank/va-pay", wrong).status, 400);
    QCOMPARE(m_sandbox.admin("POST", "/bank/va-pay", R"({"virtualAccountNo":"1"})").status, 400);
    QCOMPARE(m_sandbox.bankBalance(), 50000000);
    const WebAnswer credit = m_sandbox.admin("POST", "/bank/va-pay", pay);
    QCOMPARE(credit.status, 200);
    QCOMPARE(m_sandbox.bankBalance(), 50250000);
    QCOMPARE(m_sandbox.admin("POST", "/bank/va-pay", pay).status, 400);  // it is paid once
    QCOMPARE(m_sandbox.bankBalance(), 50250000);
    const QJsonObject truth = m_sandbox.admin("GET", "/credits").array()[0].toObject();
    QCOMPARE(truth["kind"].toString(), "virtual-account");
    QCOMPARE(truth["ref"].toString(), "TT-1");

    m_sandbox.kill();
    QVERIFY(m_sandbox.start());
    QVERIFY(m_bank->login());
    const QJsonObject paid = vaStatus(va).json()["virtualAccountData"].toObject();
    QCOMPARE(paid["paymentFlagStatus"].toString(), "00");
    QCOMPARE(paid["paidAmount"].toObject(), rupiah(250000));
    QCOMPARE(paid["paymentRequestId"], truth["id"]);
    QCOMPARE(codeOf(inquireVa(va)), "4042414");
    const QJsonObject line = statement("2026-08-22T09:00:00+07:00", "2026-08-22T11:00:00+07:00")
                                 .json()["detailData"]
                                 .toArray()[0]
                                 .toObject();
    QCOMPARE(line["transactionId"], truth["id"]);
    QVERIFY(line["remark"].toString().contains(number.trimmed()));
    m_sandbox.advance("P2D");
    QVERIFY(m_bank->login());
    QCOMPARE(codeOf(vaStatus(va)), "2002600");  // what is paid does not expire
  }

  void virtualAccountRules() {
    const auto code = [&](const QJsonObject& extra) { return codeOf(createVa(extra)); };
    QCOMPARE(code({}), "4002702");  // a closed one needs its amount
    QCOMPARE(code({{"totalAmount", rupiah(0)}}), "4042713");
    QCOMPARE(code({{"totalAmount", "5000.00"}}), "4002701");
    QCOMPARE(code({{"totalAmount", rupiah(5000)}, {"virtualAccountTrxType", "Z"}}), "4002701");
    QCOMPARE(code({{"totalAmount", rupiah(5000)}, {"virtualAccountTrxType", "I"}}), "4032701");
    QCOMPARE(code({{"totalAmount", rupiah(5000)}, {"expiredDate", "2026-08-22T09:59:00+07:00"}}), "4002701");
    QCOMPARE(code({{"totalAmount", rupiah(5000)}, {"partnerServiceId", "1"}}), "4002701");  // not padded
    QCOMPARE(code({{"totalAmount", rupiah(5000)}, {"partnerServiceId", "   12345"}}), "4042716");
    QCOMPARE(code({{"totalAmount", rupiah(5000)}, {"trxId", ""}}), "4002702");
    QCOMPARE(code({{"totalAmount", rupiah(5000)}, {"customerNo", "77"}, {"virtualAccountNo", "178"}}),
             "4002701");
    QCOMPARE(code({{"totalAmount", rupiah(5000)},
                   {"partnerServiceId", "       1"},
                   {"customerNo", "77"},
                   {"virtualAccountNo", "       177"},
                   {"expiredDate", "2026-08-22T10:30:00+07:00"}}),
             "2002700");
    QCOMPARE(code({{"totalAmount", rupiah(5000)}, {"trxId", "TT-2"}, {"customerNo", "77"}}), "4042712");
    const QJsonObject va{
        {"partnerServiceId", "       1"}, {"customerNo", "77"}, {"virtualAccountNo", "       177"}};
    QCOMPARE(codeOf(vaStatus(va)), "2002600");
    QCOMPARE(
        codeOf(vaStatus(
            {{"partnerServiceId", "       1"}, {"customerNo", "78"}, {"virtualAccountNo", "       178"}})),
        "4042612");
    QCOMPARE(codeOf(vaStatus({{"partnerServiceId", "1"}, {"customerNo", "77"}, {"virtualAccountNo", "177"}})),
             "4002601");
    // nobody proves a customer's money by paying himself
    QCOMPARE(codeOf(payVa(va, "V1", 5000)), "4032515");
    m_sandbox.advance("PT31M");
    QVERIFY(m_bank->login());
    QCOMPARE(codeOf(vaStatus(va)), "4042619");
    QCOMPARE(codeOf(inquireVa(va)), "4042419");
    QCOMPARE(m_sandbox.admin("POST", "/bank/va-pay", R"({"virtualAccountNo":"       177"})").status, 400);
    QCOMPARE(code({{"totalAmount", rupiah(5000)}, {"trxId", "TT-2"}, {"customerNo", "77"}}), "2002700");
    QCOMPARE(m_sandbox.bankBalance(), 50000000);
  }

  void openVirtualAccountIsPaidMoreThanOnce() {
    const QJsonObject va = createVa({{"virtualAccountTrxType", "O"}}).json()["virtualAccountData"].toObject();
    for (const char* amount : {"10000", "5000"}) {
      QCOMPARE(m_sandbox
                   .admin("POST", "/bank/va-pay",
                          R"({"virtualAccountNo":")" + va["virtualAccountNo"].toString().toLatin1() +
                              R"(","amount":)" + amount + "}")
                   .status,
               200);
    }
    QCOMPARE(m_sandbox.admin("GET", "/credits").array().size(), 2);
    QCOMPARE(dataIn(vaStatus(va))["paidAmount"].toObject(), rupiah(15000));
    QCOMPARE(m_sandbox.bankBalance(), 50015000);
  }

  void othersVirtualAccountIsPaidOnce() {
    const QJsonObject va{{"partnerServiceId", "   88899"},
                         {"customerNo", "1234567890"},
                         {"virtualAccountNo", "   888991234567890"}};
    const QJsonObject bill = inquireVa(va).json()["virtualAccountData"].toObject();
    QCOMPARE(bill["inquiryStatus"].toString(), "00");
    QCOMPARE(bill["partnerServiceId"].toString(), "   88899");
    QVERIFY(!bill["virtualAccountName"].toString().isEmpty());
    const qint64 amount = bill["totalAmount"]["value"].toString().chopped(3).toLongLong();
    QVERIFY(amount > 0);
    QCOMPARE(codeOf(payVa(va, "V1", amount + 1)), "4042513");
    QCOMPARE(m_sandbox.ledger().size(), 0);
    const WebAnswer paid = payVa(va, "V1", amount);
    QCOMPARE(codeOf(paid), "2002500");
    QCOMPARE(dataIn(paid)["paymentFlagStatus"].toString(), "00");
    const QJsonObject effect = m_sandbox.ledger()[0].toObject();
    QCOMPARE(effect["product"].toString(), "transfer-va");
    QCOMPARE(effect["number"].toString(), "888991234567890");
    QCOMPARE(effect["ref"].toString(), "V1");
    QCOMPARE(codeOf(payVa(va, "V1", amount)), "4092501");
    QCOMPARE(codeOf(payVa(va, "V1", amount, {{"flagAdvise", "Y"}})), "2002500");
    QCOMPARE(codeOf(payVa(va, "V1", amount + 1)), "4042518");
    QCOMPARE(codeOf(payVa(va, "V2", amount)), "4042514");  // the bill is paid
    QCOMPARE(codeOf(inquireVa(va)), "4042414");
    QCOMPARE(m_sandbox.ledger().size(), 1);
    QCOMPARE(m_sandbox.bankBalance(), 50000000 - amount);
    QJsonObject asked = va;
    asked["paymentRequestId"] = "V1";
    QCOMPARE(dataIn(vaStatus(asked))["paymentFlagStatus"].toString(), "00");
    asked["paymentRequestId"] = "V9";
    QCOMPARE(codeOf(vaStatus(asked)), "4042601");
  }

  void bothIdsOfAVirtualAccountPaymentTheSame() {
    const QJsonObject va{{"partnerServiceId", "   88899"},
                         {"customerNo", "1234567890"},
                         {"virtualAccountNo", "   888991234567890"}};
    const qint64 amount = amountIn(inquireVa(va));
    const SnapClient::Headers fixed{{"X-EXTERNAL-ID", "4711"}};
    QCOMPARE(codeOf(payVa(va, "V1", amount, {}, fixed)), "2002500");
    QCOMPARE(codeOf(payVa(va, "V1", amount, {}, fixed)), "4042518");
    QCOMPARE(codeOf(payVa(va, "V2", amount, {}, fixed)), "4092500");
    QCOMPARE(m_sandbox.ledger().size(), 1);
  }

  void othersVirtualAccountsChooseTheOutcome() {
    const auto account = [](const QString& customer) {
      return QJsonObject{{"partnerServiceId", "   88899"},
                         {"customerNo", customer},
                         {"virtualAccountNo", "   88899" + customer}};
    };
    QCOMPARE(codeOf(inquireVa(account("12340412"))), "4042412");
    QCOMPARE(codeOf(inquireVa(account("12340414"))), "4042414");
    QCOMPARE(codeOf(payVa(account("12340419"), "V1", 5000)), "4042519");
    const QJsonObject slow = account("12340202");
    const qint64 amount = amountIn(inquireVa(slow));
    QCOMPARE(codeOf(payVa(slow, "V2", amount)), "2022500");
    QJsonObject asked = slow;
    asked["paymentRequestId"] = "V2";
    const auto flag = [&] { return dataIn(vaStatus(asked))["paymentFlagStatus"].toString(); };
    QCOMPARE(flag(), "02");
    QCOMPARE(m_sandbox.ledger().size(), 0);
    m_sandbox.advance("PT61S");
    QCOMPARE(flag(), "00");
    QCOMPARE(m_sandbox.ledger().size(), 1);
  }

  void othersOpenVirtualAccountTakesAnySum() {
    const QJsonObject va{{"partnerServiceId", "   88899"},
                         {"customerNo", "91234567"},
                         {"virtualAccountNo", "   8889991234567"}};
    const QJsonObject asked = dataIn(inquireVa(va));
    QCOMPARE(asked["virtualAccountTrxType"].toString(), "O");
    QCOMPARE(asked["totalAmount"].toObject(), rupiah(0));
    QCOMPARE(asked["inquiryRequestId"].toString(), "I1");
    QVERIFY(!asked["virtualAccountName"].toString().isEmpty());
    QCOMPARE(codeOf(payVa(va, "V1", 0)), "4042513");
    QCOMPARE(codeOf(payVa(va, "V1", 12345)), "2002500");
    QCOMPARE(codeOf(payVa(va, "V2", 67890)), "2002500");  // and again
    QCOMPARE(m_sandbox.bankBalance(), 50000000 - 12345 - 67890);
    QCOMPARE(m_sandbox.ledger().size(), 2);
    const QJsonObject closed{{"partnerServiceId", "   88899"},
                             {"customerNo", "1234567890"},
                             {"virtualAccountNo", "   888991234567890"}};
    QCOMPARE(dataIn(inquireVa(closed))["virtualAccountTrxType"].toString(), "C");
    // What the number decides goes for both.
    const QJsonObject gone{{"partnerServiceId", "   88899"},
                           {"customerNo", "91230419"},
                           {"virtualAccountNo", "   8889991230419"}};
    QCOMPARE(codeOf(inquireVa(gone)), "4042419");
  }

  // A whole sale as the counter makes it: one name for the question and the payment, and the outcome asked
  // for.
  void othersVirtualAccountIsSoldUnderOneName() {
    const QByteArray number =
        R"("partnerServiceId":"   88608","customerNo":"1234567890","virtualAccountNo":"   886081234567890")";
    const WebAnswer bill =
        m_bank->call("transfer-va/inquiry", "{" + number +
                                                R"(,"trxDateInit":"2026-08-22T10:00:00+07:00",)"
                                                R"("inquiryRequestId":"INQ1"})");
    QCOMPARE(codeOf(bill), "2002400");
    const QByteArray total = SnapClient::compact(dataIn(bill)["totalAmount"].toObject());
    const QByteArray body =
        "{" + number + R"(,"virtualAccountName":"X","paymentRequestId":"INQ1","paidAmount":)" + total +
        R"(,"totalAmount":)" + total + R"(,"trxDateTime":"2026-08-22T10:00:05+07:00","flagAdvise":"N"})";
    const WebAnswer paid = m_bank->call("transfer-va/payment", body);
    QCOMPARE(codeOf(paid), "2002500");
    QCOMPARE(dataIn(paid)["paidAmount"].toObject(), dataIn(bill)["totalAmount"].toObject());
    QVERIFY(!dataIn(paid)["referenceNo"].toString().isEmpty());
    QCOMPARE(codeOf(m_bank->call("transfer-va/payment", body)), "4092501");  // the same bytes again
    const WebAnswer status =
        m_bank->call("transfer-va/status", "{" + number +
                                               R"(,"inquiryRequestId":"INQ1","paymentRequestId":"INQ1",)"
                                               R"("additionalInfo":{}})");
    QCOMPARE(codeOf(status), "2002600");
    QCOMPARE(dataIn(status)["paymentRequestId"].toString(), "INQ1");
    QCOMPARE(dataIn(status)["paymentFlagStatus"].toString(), "00");
    QCOMPARE(m_sandbox.ledger().size(), 1);
  }

  void crcVector() {
    QCOMPARE(crc16("123456789"), QByteArray("29B1"));
    const QByteArray published =
        "00020101021226640018ID.CO.ASTRAPAY.WWW011893600822321989939702092198993200303UMI51400014ID.CO.QRIS."
        "WWW0211ID2198993970303UMI5204549953033605404100055020256031005802ID5912Toko Asepso56007JAKARTA6105"
        "1015062210110BJI33Z8Z0H0703A016304";
    QCOMPARE(crc16(published), QByteArray("E8D4"));
  }

  void qrisIsPaidOnceAndFollowed() {
    const WebAnswer made = generateQr({{"terminalId", "T1"}});
    QCOMPARE(codeOf(made), "2004700");
    const QByteArray content = made.json()["qrContent"].toString().toLatin1();
    const QMap<QString, QString> tags = tlv(content);
    QCOMPARE(content.right(4), crc16(content.chopped(4)));
    QCOMPARE(tags["00"], "01");
    QCOMPARE(tags["01"], "12");
    QCOMPARE(tags["53"], "360");
    QCOMPARE(tags["54"], "75000");
    QCOMPARE(tags["58"], "ID");
    QVERIFY(tags["52"].size() == 4 && !tags["59"].isEmpty() && tags["59"].size() <= 25);
    QVERIFY(!tags["60"].isEmpty() && tags["60"].size() <= 15);
    const QMap<QString, QString> acquirer = tlv(tags["26"].toLatin1());
    QVERIFY(acquirer["01"].startsWith("9360") && acquirer["01"].size() <= 19);
    QCOMPARE(acquirer["03"], "UMI");
    QCOMPARE(tlv(tags["51"].toLatin1())["00"], "ID.CO.QRIS.WWW");
    QVERIFY(tlv(tags["51"].toLatin1())["02"].startsWith("ID"));
    const QString referenceNo = made.json()["referenceNo"].toString();
    QVERIFY(referenceNo.endsWith(tlv(tags["62"].toLatin1())["05"]));
    QCOMPARE(tlv(tags["62"].toLatin1())["07"], "T1");
    QCOMPARE(generateQr({{"terminalId", "T1"}}).body, made.body);
    QCOMPARE(codeOf(generateQr({{"terminalId", "T2"}})), "4044718");

    QCOMPARE(qrStatus(), "01");
    const QByteArray pay = SnapClient::compact({{"referenceNo", referenceNo}});
    QCOMPARE(m_sandbox.admin("POST", "/bank/qris-pay", pay).status, 200);
    QCOMPARE(m_sandbox.admin("POST", "/bank/qris-pay", pay).status, 400);
    QCOMPARE(m_sandbox.bankBalance(), 50075000);
    const QJsonObject truth = m_sandbox.admin("GET", "/credits").array()[0].toObject();
    QCOMPARE(truth["kind"].toString(), "qris");
    QCOMPARE(truth["ref"].toString(), "Q1");
    m_sandbox.kill();
    QVERIFY(m_sandbox.start());
    QVERIFY(m_bank->login());
    const QJsonObject paid = m_bank
                                 ->call("qr/qr-mpm-query", QJsonObject{{"originalReferenceNo", referenceNo},
                                                                       {"serviceCode", "47"}})
                                 .json();
    QCOMPARE(paid["latestTransactionStatus"].toString(), "00");
    QCOMPARE(paid["paidTime"].toString().left(13), "2026-08-22T10");
    QCOMPARE(paid["amount"].toObject(), rupiah(75000));
    QCOMPARE(paid["terminalId"].toString(), "T1");
    QCOMPARE(statement("2026-08-22T09:00:00+07:00", "2026-08-22T11:00:00+07:00")
                 .json()["detailData"]
                 .toArray()[0]
                 .toObject()["transactionId"],
             truth["id"]);
  }

  void qrisRules() {
    QCOMPARE(codeOf(generateQr({{"merchantId", "1"}})), "4044708");
    QCOMPARE(codeOf(generateQr({{"amount", rupiah(0)}})), "4044713");
    QCOMPARE(codeOf(generateQr({{"amount", rupiah(10000001)}})), "4034702");
    QCOMPARE(codeOf(generateQr({{"validityPeriod", "2026-08-22T09:00:00+07:00"}})), "4004701");
    QCOMPARE(codeOf(generateQr({{"validityPeriod", "2026-08-23T10:30:00+07:00"}})), "4004701");
    QCOMPARE(codeOf(generateQr({{"partnerReferenceNo", ""}})), "4004702");
    QCOMPARE(codeOf(m_bank->call("qr/qr-mpm-query",
                                 QJsonObject{{"originalPartnerReferenceNo", "Q1"}, {"serviceCode", "47"}})),
             "4045101");
    QCOMPARE(codeOf(m_bank->call("qr/qr-mpm-query",
                                 QJsonObject{{"originalPartnerReferenceNo", "Q1"}, {"serviceCode", "17"}})),
             "4005101");
    QCOMPARE(codeOf(m_bank->call("qr/qr-mpm-query", QJsonObject{{"serviceCode", "47"}})), "4005102");
    const QJsonObject made =
        generateQr({{"merchantId", "00007100010926"}, {"validityPeriod", "2026-08-22T10:05:00+07:00"}})
            .json();
    QCOMPARE(made["responseCode"].toString(), "2004700");
    m_sandbox.advance("PT5M");
    QCOMPARE(qrStatus(), "05");
    QCOMPARE(
        m_sandbox.admin("POST", "/bank/qris-pay", SnapClient::compact({{"qrContent", made["qrContent"]}}))
            .status,
        400);
    QCOMPARE(m_sandbox.bankBalance(), 50000000);
  }

  // Codes and accounts are made without moving money, so a fault on transactions passes them by.
  void faultsReachTheNewServices() {
    m_sandbox.fault(R"({"upstream":"bank","on":"transaction","kind":"late-success"})");
    QCOMPARE(codeOf(createVa({{"totalAmount", rupiah(250000)}})), "2002700");
    m_sandbox.fault(R"({"upstream":"bank","on":"inquiry","kind":"closed-for-eod","count":2})");
    QCOMPARE(codeOf(generateQr({})), "4034706");
    QCOMPARE(codeOf(createVa({{"totalAmount", rupiah(1000)}, {"trxId", "TT-2"}})), "4032706");
    m_sandbox.fault(R"({"upstream":"bank","on":"inquiry","kind":"reset-after-commit"})");
    QVERIFY(generateQr({}).code != CURLE_OK);
    QCOMPARE(qrStatus(), "01");
    m_sandbox.fault(R"({"upstream":"bank","on":"inquiry","kind":"wrong-echo"})");
    const QJsonObject made =
        createVa({{"totalAmount", rupiah(1000)}, {"trxId", "TT-3"}}).json()["virtualAccountData"].toObject();
    QVERIFY(made["trxId"].toString() != "TT-3");
    m_sandbox.fault(R"({"upstream":"bank","on":"status","kind":"not-found-then-success"})");
    QCOMPARE(codeOf(m_bank->call("qr/qr-mpm-query",
                                 QJsonObject{{"originalPartnerReferenceNo", "Q1"}, {"serviceCode", "47"}})),
             "4045101");
    QCOMPARE(qrStatus(), "01");
  }

  void refundIsALineOfItsOwn() {
    QCOMPARE(codeOf(m_bank->transfer("P1", "123456780904", "30000.00")), "2001700");
    m_sandbox.advance("PT61S");
    const QJsonArray lines =
        statement("2026-08-22T09:00:00+07:00", "2026-08-22T11:00:00+07:00").json()["detailData"].toArray();
    QCOMPARE(lines.size(), 2);
    QCOMPARE(lines[0]["type"].toString(), "CREDIT");
    QVERIFY(lines[0]["transactionId"] != lines[1]["transactionId"]);
    QCOMPARE(m_sandbox.admin("GET", "/credits").array().size(), 0);  // nobody else's money
  }

 private:
  QJsonObject post(const char* path, const QByteArray& body) {
    return m_sandbox.admin("POST", path, body).json();
  }
  void credit(int amount) { post("/bank/credit", R"({"amount":)" + QByteArray::number(amount) + "}"); }
  WebAnswer statement(const QByteArray& from, const QByteArray& to) {
    return m_bank->call("bank-statement", QJsonObject{{"accountNo", QString(m_bank->source())},
                                                      {"fromDateTime", QString(from)},
                                                      {"toDateTime", QString(to)}});
  }

  WebAnswer createVa(const QJsonObject& extra) {
    QJsonObject body{{"virtualAccountName", "SITI RAHAYU"}, {"trxId", "TT-1"}};
    for (auto it = extra.begin(); it != extra.end(); ++it) {
      body[it.key()] = it.value();
    }
    return m_bank->call("transfer-va/create-va", body);
  }
  static QJsonObject dataIn(const WebAnswer& answer) {
    return answer.json()["virtualAccountData"].toObject();
  }
  static qint64 amountIn(const WebAnswer& answer) {
    const QJsonObject data = dataIn(answer);
    return data["totalAmount"]["value"].toString().chopped(3).toLongLong();
  }
  static QJsonObject numberOf(const QJsonObject& va) {
    return {{"partnerServiceId", va["partnerServiceId"]},
            {"customerNo", va["customerNo"]},
            {"virtualAccountNo", va["virtualAccountNo"]}};
  }
  WebAnswer vaStatus(const QJsonObject& va) {
    QJsonObject body = numberOf(va);
    if (va.contains("paymentRequestId")) {
      body["paymentRequestId"] = va["paymentRequestId"];
    }
    return m_bank->call("transfer-va/status", body);
  }
  WebAnswer inquireVa(const QJsonObject& va) {
    QJsonObject body = numberOf(va);
    body["inquiryRequestId"] = "I1";
    return m_bank->call("transfer-va/inquiry", body);
  }
  WebAnswer payVa(const QJsonObject& va, const QString& id, qint64 amount, const QJsonObject& extra = {},
                  const SnapClient::Headers& spoil = {}) {
    QJsonObject body = numberOf(va);
    body["paymentRequestId"] = id;
    body["paidAmount"] = rupiah(amount);
    for (auto it = extra.begin(); it != extra.end(); ++it) {
      body[it.key()] = it.value();
    }
    return m_bank->call("transfer-va/payment", SnapClient::compact(body), spoil);
  }
  WebAnswer generateQr(const QJsonObject& extra) {
    QJsonObject body{{"partnerReferenceNo", "Q1"}, {"amount", rupiah(75000)}};
    for (auto it = extra.begin(); it != extra.end(); ++it) {
      body[it.key()] = it.value();
    }
    return m_bank->call("qr/qr-mpm-generate", body);
  }
  QString qrStatus() {
    return m_bank
        ->call("qr/qr-mpm-query", QJsonObject{{"originalPartnerReferenceNo", "Q1"}, {"serviceCode", "47"}})
        .json()["latestTransactionStatus"]
        .toString();
  }
  // Two digits of tag, two of length, the value; tags have to ascend.
  static QMap<QString, QString> tlv(const QByteArray& text) {
    QMap<QString, QString> tags;
    int last = -1;
    for (qsizetype at = 0; at < text.size();) {
      const int size = text.mid(at + 2, 2).toInt();
      const int tag = text.mid(at, 2).toInt();
      if (tag <= last || at + 4 + size > text.size()) {
        return {};
      }
      last = tag;
      tags[text.mid(at, 2)] = text.mid(at + 4, size);
      at += 4 + size;
    }
    return tags;
  }
  static QByteArray crc16(const QByteArray& bytes) {
    quint16 crc = 0xFFFF;
    for (const char c : bytes) {
      for (int bit = 7; bit >= 0; --bit) {
        const bool in = ((static_cast<unsigned char>(c) >> bit) & 1) != 0;
        const bool out = (crc & 0x8000) != 0;
        crc = static_cast<quint16>(crc << 1);
        if (in != out) {
          crc ^= 0x1021;
        }
      }
    }
    return QByteArray::number(crc, 16).toUpper().rightJustified(4, '0');
  }

  SandboxProcess m_sandbox;
  std::unique_ptr<SnapClient> m_bank;
};

std::unique_ptr<QObject> makeSnapIncomingTest() {
  return std::make_unique<SnapIncomingTest>();
}

}  // namespace loket::contract_tests

#include "snap_incoming_test.moc"
