// Address books and tables of customers as telephones, spreadsheets and people write them, and what an import of them
// would do.
#include "core/domain/customer/contacts.h"

#include <QTest>
#include <string>

#include "core/domain/customer/import_plan.h"

using namespace loket;
using namespace loket::customer;

namespace {

// "1 Bu Sri 081234567890:pulsa 14300000001:pln-token | !3 no-number Pak Budi"
std::string told(const Contacts& sheet) {
  if (sheet.problem)
    return "problem " + std::string(wordOf(*sheet.problem));
  std::string out;
  const auto add = [&out](const std::string& part) { out += (out.empty() ? "" : " | ") + part; };
  for (const Contact& contact : sheet.contacts) {
    std::string part = std::to_string(contact.line) + " " + contact.name;
    for (const Number& number : contact.numbers) part += " " + number.number + ":" + std::string(wordOf(number.family));
    add(part);
  }
  for (const BadLine& bad : sheet.unusable)
    add("!" + std::to_string(bad.line) + " " + std::string(wordOf(bad.why)) + " " + bad.what);
  return out;
}

std::string utf16(const std::string& ascii, bool isBigEnd) {
  std::string out = isBigEnd ? "\xfe\xff" : "\xff\xfe";
  for (char c : ascii) out += isBigEnd ? std::string{'\0', c} : std::string{c, '\0'};
  return out;
}

}  // namespace

class ContactsTest : public QObject {
  Q_OBJECT

 private slots:
  void tables_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* name, const std::string& bytes, const char* expected) {
      QTest::newRow(name) << QByteArray::fromStdString(bytes) << QByteArray(expected);
    };
    row("plain", "nama,nomor\nBu Sri,081234567890\n", "2 Bu Sri 081234567890:pulsa");
    row("semicolon and mark", "\xef\xbb\xbfNama;Nomor HP\r\nBu Sri;081234567890\r\n", "2 Bu Sri 081234567890:pulsa");
    row("tab", "Nama\tNo. HP\nBu Sri\t081234567890", "2 Bu Sri 081234567890:pulsa");
    row("separator said", "sep=;\nnama;nomor\nBu Sri, RT 3;081234567890\n", "3 Bu Sri, RT 3 081234567890:pulsa");
    row("separator of two bytes", "sep=\xc3\x92\nnama,nomor\n\xc3\x92mar,081234567890\n",
        "3 \xc3\x92mar 081234567890:pulsa");
    row("separator that is a letter", "sep=a\nnama,nomor\nBu Ana,081234567890\n", "3 Bu Ana 081234567890:pulsa");
    row("no head", "Bu Sri,081234567890\nPak Budi,14300000001\n",
        "1 Bu Sri 081234567890:pulsa | 2 Pak Budi 14300000001:pln-token");
    row("no head, number first", "081234567890,Bu Sri\n", "1 Bu Sri 081234567890:pulsa");
    row("old Macintosh", "nama,nomor\rBu Sri,081234567890\rPak Budi,14300000001",
        "2 Bu Sri 081234567890:pulsa | 3 Pak Budi 14300000001:pln-token");
    row("number first, with head", "no hp;nama\n081234567890;Bu Sri\n", "2 Bu Sri 081234567890:pulsa");
    row("rows counted", "no;nama;nomor meter\n1;Bu Sri;14300000001\n", "2 Bu Sri 14300000001:pln-token");
    row("every way to write +62",
        "nama,nomor\nA,+62 812-3456-7890\nB,6281234567891\nC,81234567892\nD,0062 812 3456 7893\nE,(0812) 3456.7894\n",
        "2 A 081234567890:pulsa | 3 B 081234567891:pulsa | 4 C 081234567892:pulsa | 5 D 081234567893:pulsa | "
        "6 E 081234567894:pulsa");
    row("a landline abroad-style", "nama,nomor\nKantor,+62 22 4567890\n", "2 Kantor 0224567890:other");
    row("apostrophe and formula", "nama,nomor\nA,'081234567890\nB,\"=\"\"081234567891\"\"\"\nC,=\"081234567892\"\n",
        "2 A 081234567890:pulsa | 3 B 081234567891:pulsa | 4 C 081234567892:pulsa");
    row("a telephone's hidden marks", "nama,nomor\nA,\xe2\x80\xaa+62 812\xe2\x80\x91" "3456\xc2\xa0" "7890\xe2\x80\xac\n",
        "2 A 081234567890:pulsa");
    row("quoted", "nama,nomor\n\"Bu Sri, \"\"RT\"\" 3\",\"081234567890\"\n", "2 Bu Sri, \"RT\" 3 081234567890:pulsa");
    row("line break in a cell", "nama,nomor\n\"Bu\nSri\",081234567890\nPak,081234567891\n",
        "2 Bu Sri 081234567890:pulsa | 4 Pak 081234567891:pulsa");
    row("a quotation mark that nothing closes costs its line",
        "nama,nomor\nA,081234567890\n\"Bu Sri,081234567891\nB,081234567892\n",
        "2 A 081234567890:pulsa | 4 B 081234567892:pulsa | !3 quote-open \"Bu Sri,081234567891");
    row("several in a cell", "nama,nomor\nA,0812 3456 7890 / 081234567891\nB,081234567892 ::: 081234567893\n",
        "2 A 081234567890:pulsa 081234567891:pulsa | 3 B 081234567892:pulsa 081234567893:pulsa");
    row("one name on two lines", "nama,nomor\nBu Sri,081234567890\nbu  sri,14300000001\nBU SRI,081234567890\n",
        "2 Bu Sri 081234567890:pulsa 14300000001:pln-token");
    row("kinds by their shape",
        "nama,nomor\nA,14300000001\nB,530000000001\nC,0001234567890\nD,1013226\nE,86012345678\n",
        "2 A 14300000001:pln-token | 3 B 530000000001:pln-bill | 4 C 8888801234567890:health | 5 D 1013226:other | "
        "6 E 86012345678:pln-token");
    row("kinds by their word", "nama,nomor,jenis\nA,1013226,PDAM\nB,081234567890,PDAM\nC,122334,indihome\nD,1234567,?\n",
        "2 A 1013226:water | 3 B 081234567890:water | 4 C 122334:internet | 5 D 1234567:other");
    row("an address book in the cloud",
        "First Name,Last Name,Labels,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Value\n"
        "Sri,Wahyuni,* myContacts,s@x.example,Mobile,0812 3456 7890,081311112222\n",
        "2 Sri Wahyuni 081234567890:pulsa 081311112222:pulsa");
    row("not usable",
        "nama,nomor\n,081234567890\nA,\nB,8.12346E+10\nC,\"8,12346E+10\"\nD,+1 555 010 9999\nE,bukan nomor\nF,*123#\nG,12\n",
        "!2 no-name 081234567890 | !3 no-number A | !4 number-rounded 8.12346E+10 | !5 number-rounded 8,12346E+10 | "
        "!6 number-foreign +1 555 010 9999 | !7 number-invalid bukan nomor | !8 number-invalid *123# | "
        "!9 number-invalid 12");
    row("one bad number leaves the good one", "nama,nomor\nA,081234567890 / 12\n",
        "2 A 081234567890:pulsa | !2 number-invalid 12");
    row("blank lines", "\n\nnama,nomor\n\nA,081234567890\n,,,\n", "5 A 081234567890:pulsa");
    row("another encoding", "nama,nomor\nJos\xe9,081234567890\n", "2 Jos\xc3\xa9 081234567890:pulsa");
    row("unicode text", utf16("nama\tnomor\r\nBu Sri\t081234567890\r\n", false), "2 Bu Sri 081234567890:pulsa");
    row("unicode text, other end", utf16("nama\tnomor\nBu Sri\t081234567890\n", true), "2 Bu Sri 081234567890:pulsa");
    row("nothing", "", "problem empty");
    row("only a head", "nama,nomor\n", "problem empty");
    row("blanks", " \n\n ", "problem empty");
    row("a picture", std::string("\x89PNG\r\n\x1a\n\0\0\0", 11), "problem not-text");
    row("a paper", "%PDF-1.7\n", "problem not-text");
  }
  void tables() {
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, expected);
    const Contacts sheet = readContacts(bytes.toStdString());
    QCOMPARE(QByteArray::fromStdString(told(sheet)), expected);
    QCOMPARE(sheet.format, ContactFormat::Csv);
  }

  void cards_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* name, const std::string& inside, const char* expected) {
      QTest::newRow(name) << QByteArray::fromStdString("BEGIN:VCARD\r\n" + inside + "END:VCARD\r\n")
                          << QByteArray(expected);
    };
    row("3.0", "VERSION:3.0\r\nFN:Bu Sri\r\nTEL;TYPE=CELL:0812-3456-7890\r\n", "1 Bu Sri 081234567890:pulsa");
    row("escapes", "VERSION:3.0\r\nFN:Pak Joko\\, RT 3\\; blok \\\\A\r\nTEL:081234567890\r\n",
        "1 Pak Joko, RT 3; blok \\A 081234567890:pulsa");
    row("folded", "VERSION:3.0\r\nFN:Bu Sri Wah\r\n yuni\r\nTEL:0812345\r\n\t67890\r\n",
        "1 Bu Sri Wahyuni 081234567890:pulsa");
    row("several numbers, a fax among them",
        "VERSION:3.0\nFN:A\nTEL;CELL:081234567890\nTEL;TYPE=FAX:0215551234\nitem1.TEL:14300000001\n",
        "1 A 081234567890:pulsa 14300000001:pln-token");
    row("name in parts", "VERSION:3.0\nN:Wahyuni;Sri;Ayu;Bu;S.Pd.\nTEL:081234567890\n",
        "1 Bu Sri Ayu Wahyuni S.Pd. 081234567890:pulsa");
    row("only a firm", "VERSION:3.0\nFN:\nORG:Toko Maju;Gudang\nTEL:081234567890\n", "1 Toko Maju 081234567890:pulsa");
    row("2.1 quoted-printable",
        "VERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:;=4A=6F=73=C3=A9 =\r\nBudi;;;\r\nTEL;CELL:081234567890\r\n",
        "1 Jos\xc3\xa9 Budi 081234567890:pulsa");
    row("2.1 bare parameter", "VERSION:2.1\nFN;QUOTED-PRINTABLE:Bu=20Sri\nTEL;CELL;VOICE:+6281234567890\n",
        "1 Bu Sri 081234567890:pulsa");
    row("2.1 in another encoding", "VERSION:2.1\nFN;ENCODING=QUOTED-PRINTABLE:Jos=E9\nTEL:081234567890\n",
        "1 Jos\xc3\xa9 081234567890:pulsa");
    row("4.0 address of a telephone",
        "VERSION:4.0\nFN:A\nTEL;VALUE=uri;TYPE=\"voice,cell:x\":tel:+62-812-3456-7890;ext=5\n", "1 A 081234567890:pulsa");
    row("a photograph", "VERSION:3.0\nFN:A\nPHOTO;ENCODING=b:AAAA\n BBBB\n CC==\nTEL:081234567890\n",
        "1 A 081234567890:pulsa");
    row("a photograph of 2.1", "VERSION:2.1\nFN:A\nPHOTO;ENCODING=BASE64;JPEG:\n AAAA\n BBBB\n\nTEL:081234567890\n",
        "1 A 081234567890:pulsa");
    row("small letters", "version:3.0\nfn:A\ntel;type=cell:081234567890\n", "1 A 081234567890:pulsa");
    row("no number", "VERSION:3.0\nFN:Bu Sri\n", "!1 no-number Bu Sri");
    row("no name", "VERSION:3.0\nTEL:081234567890\n", "!1 no-name 081234567890");
    row("service numbers", "VERSION:3.0\nFN:Cek kuota\nTEL:*123#\n", "!1 number-invalid *123#");
    row("nothing in it", "VERSION:3.0\n", "problem empty");
  }
  void cards() {
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, expected);
    const Contacts sheet = readContacts(bytes.toStdString());
    QCOMPARE(QByteArray::fromStdString(told(sheet)), expected);
    QCOMPARE(sheet.format, ContactFormat::VCard);
  }

  void manyCards() {
    const std::string one = "BEGIN:VCARD\nFN:Bu Sri\nTEL:081234567890\nEND:VCARD\n";
    const std::string two = "BEGIN:VCARD\nFN:Pak Budi\nTEL:08";
    // Cut off in the middle of a number, which is then too short to be one.
    QCOMPARE(QByteArray::fromStdString(told(readContacts(one + two))),
             QByteArray("1 Bu Sri 081234567890:pulsa | !5 number-invalid 08"));
    // Without its end, and the next one begins.
    QCOMPARE(QByteArray::fromStdString(told(readContacts(two + "1234567891\n" + one))),
             QByteArray("1 Pak Budi 081234567891:pulsa | 4 Bu Sri 081234567890:pulsa"));
  }

  void bounds() {
    std::string many = "nama,nomor\n";
    for (std::size_t i = 0; i < kContactsMax; ++i)
      many += "N" + std::to_string(i) + "," + std::to_string(14'300'000'000 + i) + "\n";
    const Contacts all = readContacts(many);
    QVERIFY(!all.problem);
    QCOMPARE(all.contacts.size(), kContactsMax);
    QCOMPARE(told(readContacts(many + "One more,081234567890\n")), std::string("problem too-many"));
    QCOMPARE(told(readContacts(std::string(kContactsBytesMax + 1, ' '))), std::string("problem too-long"));
    // A name that no receipt could hold, and more numbers than anybody has.
    const std::string longName(kNameBytesMax + 1, 'x');
    QCOMPARE(readContacts("nama,nomor\n" + longName + ",081234567890\n").unusable.at(0).why, ContactProblem::NameInvalid);
    std::string numbers;
    for (std::size_t i = 0; i <= kNumbersMax; ++i) numbers += "A,0812345678" + std::to_string(10 + i) + "\n";
    const Contacts crowd = readContacts("nama,nomor\n" + numbers);
    QCOMPARE(crowd.contacts.at(0).numbers.size(), kNumbersMax);
    QCOMPARE(crowd.unusable.at(0).why, ContactProblem::TooManyNumbers);
    QCOMPARE(crowd.unusable.at(0).line, kNumbersMax + 2);
    // What is shown of a line is cut between characters.
    std::string accents = "nama,nomor\nA,";
    for (int i = 0; i < 100; ++i) accents += "\xc3\xa9";
    const std::string what = readContacts(accents).unusable.at(0).what;
    QVERIFY(what.size() <= 64 && QString::fromStdString(what).toStdString() == what);
  }

  // A mark that nothing closes is looked for to the end of the file once, however many there are.
  void manyOpenMarksAreReadOnce() {
    std::string text = "nama,nomor\n\"open,081234567890\n";
    for (int i = 0; i < 10'000; ++i) text += "A" + std::to_string(i) + "," + std::to_string(14'300'000'000 + i) + "\n";
    const Contacts sheet = readContacts(text);
    QCOMPARE(sheet.unusable.size(), std::size_t{1});
    QCOMPARE(sheet.unusable.at(0).line, std::size_t{2});
    QCOMPARE(sheet.contacts.size(), std::size_t{10'000});
  }

  void whatAnImportWouldDo() {
    Known known;
    known.names.emplace("bu sri", CustomerId("P1"));
    known.numbers.emplace("081234567890", "Bu Sri");
    known.numbers.emplace("14300000001", "Pak Lama");
    const Contacts sheet = readContacts(
        "nama,nomor\nbu sri,081234567890\nBu Sri,14300000009\nPak Baru,14300000001\nPak Baru,081299990000\n"
        "Siti,081299990000\nRahmat,1013226\nX,zzz\n");
    const ImportPlan plan = planImport(sheet, known);
    std::string out;
    for (const ImportLine& line : plan.lines) {
      out += std::to_string(line.line) + " " + std::string(wordOf(line.fate)) + " " + line.name;
      for (const Number& number : line.numbers) out += " " + number.number;
      out += line.who.empty() ? "; " : " <" + line.who + ">; ";
    }
    QCOMPARE(QByteArray::fromStdString(out),
             QByteArray("2 more-numbers bu sri 14300000009; 4 new Pak Baru 081299990000 <Pak Lama>; "
                        "6 known Siti 081299990000 <Pak Baru>; 7 new Rahmat 1013226; 8 unusable X; "));
    QCOMPARE(plan.fresh, std::size_t{2});
    QCOMPARE(plan.more, std::size_t{1});
    QCOMPARE(plan.known, std::size_t{1});
    QCOMPARE(plan.unusable, std::size_t{1});
    QCOMPARE(plan.numbers, std::size_t{3});
  }

  void namesAndTheirKeys() {
    QCOMPARE(customerName("  Bu \t Sri\xc2\xa0 ").value(), std::string("Bu Sri"));
    QVERIFY(!customerName(" "));
    QVERIFY(!customerName("a\x01" "b"));
    QVERIFY(!customerName("a\xc2\x85" "b"));
    QVERIFY(!customerName("Jos\xe9"));
    QCOMPARE(keyOf(" BU  Sri "), std::string("bu sri"));
    QVERIFY(wordsOf("bu sri bu") == (std::vector<std::string>{"bu", "sri"}));
  }
};

QTEST_APPLESS_MAIN(ContactsTest)
#include "contacts_test.moc"
