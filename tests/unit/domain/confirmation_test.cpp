// What a customer is told about a payment: by state, to which addresses, and in which link.
#include "core/domain/confirmation/confirmation.h"

#include <QTest>

#include "tests/unit/domain/sample_sale.h"

using namespace loket;
using namespace loket::confirmation;

namespace {

const Outlet kOutlet{"WRG-001", "Warung Uji", "Jl. Contoh 1", "Asia/Jakarta"};

std::string textIn(PaymentState state) {
  return composeText(test::saleIn(state), kOutlet).value_or("nothing");
}

}  // namespace

class ConfirmationTest : public QObject {
  Q_OBJECT

 private slots:
  void a_success_says_everything() {
    QCOMPARE(QString::fromStdString(textIn(PaymentState::Succeeded)),
             QString("WARUNG UJI\nLUNAS\nProduk: PLN 50.000\nNomor: 14300000001\nNama: SUPARDI\n"
                     "Token: 1111 2222 3333 4444 5555\nTotal: Rp52.500\nRef: W1K7Q2M9X4T8B3N6ZC5R\n"
                     "Tanggal: 23/11/2026 14:05:11 WIB\n"));
    Payment pulsa = test::saleIn(PaymentState::Succeeded);
    pulsa.token.clear();
    QVERIFY(composeText(pulsa, kOutlet)->find("\nSN: S1\n") != std::string::npos);
  }
  void only_what_is_paid_is_called_paid() {
    for (const PaymentState state : test::kAllStates) {
      const std::string text = textIn(state);
      QCOMPARE(text.find("LUNAS") != std::string::npos, state == PaymentState::Succeeded);
      QCOMPARE(text.find("1111 2222") != std::string::npos, state == PaymentState::Succeeded);
    }
  }
  void who_waits_is_told_not_to_repeat() {
    for (const PaymentState state : {PaymentState::Sending, PaymentState::Pending, PaymentState::Suspect}) {
      QVERIFY(textIn(state).find("SEDANG DIPROSES, JANGAN DIULANG. Ini bukan bukti bayar.") !=
              std::string::npos);
      QVERIFY(textIn(state).find("\nUang: Rp52.500\n") != std::string::npos);
    }
    QVERIFY(textIn(PaymentState::Refunded).find("Uang sudah dikembalikan") != std::string::npos);
  }
  void what_is_open_or_owed_has_no_message() {
    for (const PaymentState state :
         {PaymentState::Accepted, PaymentState::Review, PaymentState::Failed, PaymentState::Cancelled,
          PaymentState::RefundDue})
      QCOMPARE(textIn(state), std::string("nothing"));
  }
  void what_was_taken_back_says_where_the_money_is() {
    Payment sale = test::saleIn(PaymentState::Reversed);
    sale.leftover = Money::rupiah(52'500);
    QVERIFY(composeText(sale, kOutlet)->find("DIBATALKAN PENYEDIA") != std::string::npos);
    QVERIFY(composeText(sale, kOutlet)->find("\nUang: Rp52.500, dapat diambil") != std::string::npos);
    sale.leftover = Money{};
    QVERIFY(composeText(sale, kOutlet)->find("\nUang: sudah dikembalikan\n") != std::string::npos);
  }
  void names_cannot_add_lines() {
    Payment sale = test::saleIn(PaymentState::Pending);
    sale.customerName = "BUDI\r\nLUNAS\nToken: 1";
    const std::string text = *composeText(sale, kOutlet);
    QVERIFY(text.find("\nLUNAS") == std::string::npos);
    QVERIFY(text.find("\nToken") == std::string::npos);
    QVERIFY(text.find('\r') == std::string::npos);
  }

  void addresses_data() {
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("by");
    QTest::addColumn<QString>("wanted");  // channel and address, or the rule that says no
    const auto row = [](const char* typed, const char* by, const char* wanted) {
      QTest::addRow("%s %s", typed, by) << QString(typed) << QString(by) << QString(wanted);
    };
    row("0812 3400-0001", "", "whatsapp 6281234000001");
    row("+62 812 3400 0001", "", "whatsapp 6281234000001");
    row("6281234000001", "sms", "sms 6281234000001");
    row("81234000001", "whatsapp", "whatsapp 6281234000001");
    row("0215550001", "", "mobile");
    row("", "", "mobile");
    row("081234000001?text=x", "", "mobile");
    row("budi@contoh.example", "sms", "mobile");
    row(" budi.s+bukti@contoh.example ", "", "email budi.s+bukti@contoh.example");
    row("081234000001", "email", "email");
    row("budi@contoh", "", "email");
    row("budi@@contoh.example", "", "email");
    row("@contoh.example", "", "email");
    row("a..b@contoh.example", "", "email");
    row("budi@-contoh.example", "", "email");
    row("budi@contoh..example", "", "email");
    row("budi@contoh.example\r\nBcc: lain@contoh.example", "", "email");
    row("budi@contoh.example,lain@contoh.example", "", "email");
    row("Budi <budi@contoh.example>", "", "email");
    row("b\xC3\xBC@contoh.example", "", "email");
  }
  void addresses() {
    QFETCH(QString, typed);
    QFETCH(QString, by);
    QFETCH(QString, wanted);
    const auto address = addressFor(typed.toStdString(), channelFromWord(by.toStdString()));
    const std::string got =
        address ? std::string(wordOf(address->channel)) + " " + address->text : address.error().detail;
    QCOMPARE(got, wanted.toStdString());
    if (!address)
      QVERIFY(address.error().code == ErrorCode::NumberInvalid);
  }

  void links() {
    const std::string text = "TOKO & CO\nRp 1?+%\n";
    QCOMPARE(linkFor({Channel::WhatsApp, "6281234000001"}, text),
             std::string("https://wa.me/6281234000001?text=TOKO%20%26%20CO%0ARp%201%3F%2B%25%0A"));
    QCOMPARE(linkFor({Channel::Sms, "6281234000001"}, text),
             std::string("sms:+6281234000001?body=TOKO%20%26%20CO%0ARp%201%3F%2B%25%0A"));
    QCOMPARE(linkFor({Channel::Email, "b+x?cc=y@contoh.example"}, text),
             std::string("mailto:b%2Bx%3Fcc%3Dy@contoh.example?subject=TOKO%20%26%20CO"
                         "&body=TOKO%20%26%20CO%0D%0ARp%201%3F%2B%25%0D%0A"));
    QCOMPARE(linkFor({Channel::Sms, "6281234000001"}, "\xC3\xA9"),
             std::string("sms:+6281234000001?body=%C3%A9"));
  }
};

QTEST_APPLESS_MAIN(ConfirmationTest)
#include "confirmation_test.moc"
