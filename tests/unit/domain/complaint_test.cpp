// Complaints: in which order which steps may follow, and what a supplier is asked: all that he needs, and
// nothing of who the customer is.
#include "core/domain/complaint/complaint.h"

#include <QTest>

#include "core/domain/complaint/supplier_question.h"
#include "tests/unit/domain/sample_sale.h"

using namespace loket;
using namespace loket::complaint;

namespace {

const Outlet kShop{"WRG-001", "Warung Uji", "Jl. Contoh 1", "Asia/Jakarta"};
const PaymentRef kRef("LK261123AAAAABBBBB");

Done by(const char* who, int minute = 0) {
  return {UserName(who), test::kSaleAt + Duration::minutes(minute)};
}

template <typename T>
std::string refusal(const Result<T>& result) {
  return result ? "none" : std::string(wordOf(result.error().code)) + " " + result.error().detail;
}

Complaint opened() {
  std::vector<Complaint> all;
  append(all, *decideOpening({}, ComplaintId("K1"), kRef, "  token   belum masuk ", "0812-1", by("budi")));
  return all.front();
}

Payment withAttempts(std::vector<AttemptOutcome> outcomes) {
  Payment sale = test::acceptedSale();
  for (const AttemptOutcome outcome : outcomes) {
    Attempt attempt = test::attemptFor(sale);
    attempt.upstream = UpstreamId("up" + std::to_string(sale.attempts.size() + 1));
    attempt.outcome = outcome;
    attempt.sentAt = test::kSaleAt + Duration::seconds(2);
    sale.attempts.push_back(attempt);
  }
  return sale;
}

}  // namespace

class ComplaintTest : public QObject {
  Q_OBJECT

 private slots:
  void it_is_opened_noted_and_closed() {
    std::vector<Complaint> all{opened()};
    QVERIFY(all[0].isOpen());
    QCOMPARE(all[0].entries.front().note, std::string("token belum masuk"));
    QCOMPARE(all[0].reach(), std::string("0812-1"));
    append(all, *decideNote(all[0], "CS minta foto", by("sri", 5)));
    QVERIFY(all[0].isOpen());
    append(all, *decideClosing(all[0], Outcome::PaidBack, "uang kembali", by("sri", 9)));
    QCOMPARE(all.size(), std::size_t{1});
    QVERIFY(!all[0].isOpen());
    QVERIFY(all[0].outcome() == Outcome::PaidBack);
    QCOMPARE(all[0].entries.at(1).by, UserName("sri"));
    QVERIFY(all[0].entries.at(1).ref == kRef);
    // Another one may come after it.
    append(all, *decideOpening(all, ComplaintId("K2"), kRef, "masih gelap", {}, by("budi", 20)));
    QCOMPARE(all.size(), std::size_t{2});
    QVERIFY(all[1].isOpen());
  }

  void what_may_not_follow_is_refused() {
    const Complaint open = opened();
    QCOMPARE(refusal(decideOpening({open}, ComplaintId("K2"), kRef, "lagi", {}, by("sri"))),
             std::string("state-forbids K1"));
    std::vector<Complaint> all{open};
    append(all, *decideClosing(open, Outcome::Nothing, "salah meteran", by("sri")));
    QCOMPARE(refusal(decideNote(all[0], "lagi", by("sri"))), std::string("state-forbids closed"));
    QCOMPARE(refusal(decideClosing(all[0], Outcome::Solved, "lagi", by("sri"))),
             std::string("state-forbids closed"));
  }

  void words_are_needed_and_are_plain() {
    const Complaint open = opened();
    QCOMPARE(refusal(decideOpening({}, ComplaintId("K"), kRef, " \t", {}, by("sri"))),
             std::string("reason-missing note"));
    QCOMPARE(refusal(decideNote(open, "", by("sri"))), std::string("reason-missing note"));
    QCOMPARE(refusal(decideClosing(open, Outcome::Solved, " ", by("sri"))),
             std::string("reason-missing note"));
    QCOMPARE(refusal(decideNote(open, "a\x07", by("sri"))), std::string("name-invalid note"));
    QCOMPARE(refusal(decideNote(open, std::string(241, 'x'), by("sri"))), std::string("name-invalid note"));
    QVERIFY(decideNote(open, std::string(240, 'x'), by("sri")).has_value());
    QCOMPARE(refusal(decideOpening({}, ComplaintId("K"), kRef, "x", std::string(61, 'x'), by("sri"))),
             std::string("name-invalid reach"));
  }

  void the_supplier_hears_what_he_needs() {
    Payment sale = withAttempts({AttemptOutcome::Succeeded});
    sale.state = PaymentState::Succeeded;
    sale.serial = "1111-2222-3333-4444-5555/SUPARDI/R1/1300VA/31,4";
    SupplierContact contact;
    contact.whatsapp = "081200000001";
    contact.email = "cs@contoh.example";
    const SupplierQuestion question = questionAbout(sale, kShop, contact);
    QCOMPARE(question.upstream, UpstreamId("up1"));
    QCOMPARE(question.reference, sale.attempts[0].attemptRef.str());
    QCOMPARE(
        QString::fromStdString(question.text),
        QString(
            "Mohon dicek, pelanggan komplain. Warung Uji\nRef: W1K7Q2M9X4T8B3N6ZC5R-1\nProduk: PLN 50.000\n"
            "Nomor: 14300000001\nWaktu: 23/11/2026 14:05:11 WIB\nSN: 1111-2222-3333-4444-5555\n"
            "Status di kami: sukses\n"));
    QCOMPARE(question.link.substr(0, 40), std::string("https://wa.me/6281200000001?text=Mohon%2"));
    // The bank's customer, the sender, the vehicle's owner: none of it.
    sale.sender.name = "SITI AMINAH";
    sale.sender.idNumber = "3273010101900001";
    sale.inquiryFields.ownerId = "3273019902660001";
    const SupplierQuestion again = questionAbout(sale, kShop, contact);
    for (const char* secret : {"SUPARDI", "SITI", "3273"})
      QVERIFY(again.text.find(secret) == std::string::npos);
  }

  void it_goes_where_it_can() {
    const Payment sale = withAttempts({AttemptOutcome::Succeeded});
    SupplierContact contact;
    QVERIFY(questionAbout(sale, kShop, contact).link.empty());
    contact.phone = "1500 123";
    QVERIFY(questionAbout(sale, kShop, contact).link.empty());
    contact.email = "cs@contoh.example";
    QCOMPARE(questionAbout(sale, kShop, contact).link.substr(0, 24), std::string("mailto:cs@contoh.example"));
  }

  // The one that took the money is asked, whatever was tried before or after it.
  void whose_word_counts_is_asked() {
    QCOMPARE(supplierOf(withAttempts({})), UpstreamId("digi"));
    QCOMPARE(supplierOf(withAttempts({AttemptOutcome::NotSent, AttemptOutcome::Suspect})), UpstreamId("up2"));
    QCOMPARE(supplierOf(withAttempts({AttemptOutcome::Succeeded, AttemptOutcome::Failed})),
             UpstreamId("up1"));
    const SupplierQuestion unsent = questionAbout(withAttempts({}), kShop, {});
    QCOMPARE(unsent.reference, withAttempts({}).ref.str());
    QVERIFY(unsent.text.find("Status di kami: belum pasti") != std::string::npos);
    for (const PaymentState state : test::kAllStates) {
      Payment sale = withAttempts({AttemptOutcome::Pending});
      sale.state = state;
      QCOMPARE(questionAbout(sale, kShop, {}).text.find(": sukses") != std::string::npos,
               state == PaymentState::Succeeded);
    }
  }
};

QTEST_GUILESS_MAIN(ComplaintTest)
#include "complaint_test.moc"
