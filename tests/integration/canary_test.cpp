// No log tells who bought what, and none tells a secret: recognisable ones are planted in everything that a
// person or a supplier can say, over sales, refusals, faults, decisions and syncs, and then looked for in
// every file of the home and in everything that the program wrote to its standard error.
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>
#include <algorithm>

#include "tests/integration/counter_home.h"

using namespace loket::integration_tests;

namespace {

const QString kPin = QStringLiteral("90417358");
const QString kWrongPin = QStringLiteral("73910284");
const QString kSecondPin = QStringLiteral("61840927");

QString text(const QJsonObject& json, const char* key) {
  return json.value(QLatin1String(key)).toString();
}

// Every row of the database and every record of the sidecar.
QString openedHome(const QString& home, const QString& pin) {
  QProcess tool;
  tool.setProcessEnvironment(environmentWithPin(pin));
  tool.start(QStringLiteral(OPENED_HOME_BIN), {home, QStringLiteral("Sri")});
  if (!tool.waitForFinished(60'000) || tool.exitCode() != 0)
    qFatal("opened-home: %s", tool.readAllStandardError().constData());
  return QString::fromLatin1(tool.readAllStandardOutput());
}

// How many of these lines have the word, not within a longer one: six digits come up by chance in times and references.
int linesWith(const QString& all, const QString& word, const char* place) {
  const QRegularExpression whole(QStringLiteral("(?<![0-9A-Za-z])%1(?![0-9A-Za-z])").arg(QRegularExpression::escape(word)));
  const QStringList lines = all.split(QLatin1Char('\n'));
  return static_cast<int>(std::count_if(
      lines.begin(), lines.end(), [&](const QString& line) { return line.startsWith(QLatin1String(place)) && line.contains(whole); }));
}

}  // namespace

class CanaryTest : public QObject {
  Q_OBJECT

 private slots:
  void theHelperFindsWhatLiesInClear();
  void noFileAndNoErrorTellsOfPeopleOrSecrets();

 private:
  Run run(const QStringList& arguments, const QString& pin = kPin) {
    QProcessEnvironment environment = environmentWithPin(pin);
    environment.insert(QStringLiteral("LOKET_NEW_PIN"), kSecondPin);
    environment.insert(QStringLiteral("LOKET_SECOND_PIN"), kSecondPin);
    environment.insert(QStringLiteral("LOKET_OTP"), m_password);
    const Run run = m_home->run(arguments, environment);
    m_errors += run.errors;
    return run;
  }
  void plant(const QString& canary) {
    if (canary.size() >= 6 && !m_canaries.contains(canary))
      m_canaries.append(canary);
  }
  // What a supplier says of the customer is as personal as what the customer says.
  void plantAnswer(const Run& run) {
    for (const char* key : {"customerName", "token", "serial"}) plant(text(run.last(), key));
  }

  std::unique_ptr<CounterHome> m_home;
  QStringList m_canaries;
  QString m_errors;
  QString m_password = QStringLiteral("000000");  // the customer's, for `cashout otp`
  QStringList m_passwords;                        // all of them
};

// The control: without it an empty search would prove everything.
void CanaryTest::theHelperFindsWhatLiesInClear() {
  QTemporaryDir folder;
  QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("deep/er")));
  QFile file(folder.filePath(QStringLiteral("deep/er/.hidden.log")));
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(QByteArray("\0\1 sold to 081299887766 \n", 27));
  file.close();
  QCOMPARE(leaksIn(folder.path(), {QStringLiteral("081299887766"), QStringLiteral("nobody")}),
           QStringList{QStringLiteral(".hidden.log: 081299887766")});
}

void CanaryTest::noFileAndNoErrorTellsOfPeopleOrSecrets() {
  SandboxProcess sandbox({QStringLiteral("--deposit"), QStringLiteral("90000000")});
  QVERIFY(sandbox.start());
  m_home = std::make_unique<CounterHome>(sandbox);
  const QString config = m_home->writeConfig({{QStringLiteral("timeoutMs"), 1500}});
  sandbox.setClock("2026-12-07T09:00:00+07:00");
  QCOMPARE(run({QStringLiteral("init"), QStringLiteral("--outlet"), QStringLiteral("Warung Uji"),
                QStringLiteral("--owner"), QStringLiteral("Sri")})
               .status,
           0);
  QCOMPARE(run({QStringLiteral("config"), QStringLiteral("import"), config}).status, 0);
  QCOMPARE(run({QStringLiteral("catalogue"), QStringLiteral("sync")}).status, 0);
  for (const QString& secret : m_home->credentials() + QStringList{kPin, kWrongPin, kSecondPin})
    plant(secret);
  QVERIFY(m_canaries.size() >= 6);

  // People and their codes.
  QCOMPARE(run({QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("Budi")}).status, 0);
  QCOMPARE(run({QStringLiteral("payments"), QStringLiteral("list")}, kWrongPin).status, 3);
  const Run enrolled = run({QStringLiteral("owner-code"), QStringLiteral("enroll")});
  QCOMPARE(enrolled.status, 0);
  const QJsonObject shownOnce = enrolled.last();
  for (const QJsonValue value : shownOnce)
    for (const QString& part : value.toString().split(QLatin1Char('&')))
      if (part.contains(QStringLiteral("secret=")))
        plant(part.mid(part.indexOf(QStringLiteral("secret=")) + 7));

  // Sales that succeed.
  const auto sell = [this](const QString& product, const QString& number, const QStringList& more = {}) {
    plant(number);
    const Run sold = run(
        QStringList{QStringLiteral("sell"), product, number, QStringLiteral("--wait"), QStringLiteral("3")} +
        more);
    plantAnswer(sold);
    return sold;
  };
  QCOMPARE(sell(QStringLiteral("pln-token-20000"), QStringLiteral("14300777011"),
                {QStringLiteral("--client-ref"), QStringLiteral("canary-order")})
               .status,
           0);
  // What its customer comes back with.
  const QStringList complaint{QStringLiteral("token kenari 5513"), QStringLiteral("081299005513"), QStringLiteral("foto kenari 7724")};
  for (const QString& words : complaint) plant(words);
  const Run complained = run({QStringLiteral("complaint"), QStringLiteral("open"), QStringLiteral("canary-order"),
                              QStringLiteral("--note"), complaint.at(0), QStringLiteral("--reach"), complaint.at(1)});
  QCOMPARE(complained.status, 0);
  QCOMPARE(run({QStringLiteral("complaint"), QStringLiteral("note"), text(complained.last(), "complaint"), complaint.at(2)}).status, 0);
  QCOMPARE(run({QStringLiteral("complaint"), QStringLiteral("note"), QStringLiteral("K0"), complaint.at(2)}).status, 3);
  QCOMPARE(sell(QStringLiteral("digi:pln"), QStringLiteral("530000000001")).status, 0);
  QCOMPARE(sell(QStringLiteral("digi:tsel10"), QStringLiteral("081277700101"),
                {QStringLiteral("--bon"), QStringLiteral("Ibu Canaria")})
               .status,
           0);
  plant(QStringLiteral("Ibu Canaria"));
  const QString owner = QStringLiteral("3273019902660001");
  plant(owner);
  QCOMPARE(sell(QStringLiteral("digi:samsat"), QStringLiteral("B7731KNR"), {QStringLiteral("--owner-id"), owner}).status, 0);
  QCOMPARE(sell(QStringLiteral("digi:samsat"), QStringLiteral("B7741KNR"), {QStringLiteral("--owner-id"), owner + QLatin1Char('1')}).status, 3);
  const QStringList sender{QStringLiteral("--sender-name"),    QStringLiteral("Kanarina Uji"),
                           QStringLiteral("--sender-id-type"), QStringLiteral("ktp"),
                           QStringLiteral("--sender-id"),      QStringLiteral("3273019901770001"),
                           QStringLiteral("--sender-phone"),   QStringLiteral("081299001177"),
                           QStringLiteral("--sender-address"), QStringLiteral("Jl. Kenari 77"),
                           QStringLiteral("--purpose"),        QStringLiteral("bayar kenari")};
  for (int i = 1; i < sender.size(); i += 2) plant(sender.at(i));
  const QString account = QStringLiteral("888801000157508");
  QCOMPARE(sell(QStringLiteral("setor-tunai-bank"), account,
                QStringList{QStringLiteral("--amount"), QStringLiteral("6000000")} + sender)
               .status,
           0);

  // Refusals, by the counter and by the supplier.
  QCOMPARE(sell(QStringLiteral("setor-tunai-bank"), account,
                {QStringLiteral("--amount"), QStringLiteral("6000000"), QStringLiteral("--again")})
               .status,
           3);
  QCOMPARE(
      sell(QStringLiteral("setor-tunai-bank"), account,
           QStringList{QStringLiteral("--amount"), QStringLiteral("6000000"), QStringLiteral("--again")} +
               sender + QStringList{QStringLiteral("--cash"), QStringLiteral("1000")})
          .status,
      3);
  QCOMPARE(sell(QStringLiteral("pln-token-20000"), QStringLiteral("1430077701")).status, 3);
  QCOMPARE(sell(QStringLiteral("pln-token-20000"), QStringLiteral("00012345671")).status, 4);
  QCOMPARE(sell(QStringLiteral("setor-tunai-bank"), QStringLiteral("8888010001A7508"),
                {QStringLiteral("--amount"), QStringLiteral("50000")})
               .status,
           3);
  QCOMPARE(run({QStringLiteral("sell"), QStringLiteral("setor-tunai-bank"), account, QStringLiteral("--amount"),
                QStringLiteral("6000000"), QStringLiteral("--again"), QStringLiteral("--sender-id"),
                QStringLiteral("327301990177000X")})
               .status,
           3);
  plant(QStringLiteral("327301990177000X"));

  // Everything that can be wrong on the way.
  int n = 200;
  for (const char* kind :
       {"html-200", "truncated-json", "missing-rc", "wrong-echo", "reset-after-commit",
        "http-500-before-commit", "late-success", "late-failure", "refuse-connect", "hang-after-commit"}) {
    const QByteArray fault =
        QByteArray(R"({"upstream":"digi","on":"transaction","kind":")") + kind + R"(","count":1})";
    QVERIFY2(sandbox.fault(fault).isEmpty(), kind);
    sell(QStringLiteral("digi:tsel10"), QStringLiteral("081277700%1").arg(++n));
  }
  for (const char* kind : {"html-200", "http-500-after-commit", "wrong-echo"}) {
    const QByteArray fault =
        QByteArray(R"({"upstream":"bank","on":"transaction","kind":")") + kind + R"(","count":1})";
    QVERIFY2(sandbox.fault(fault).isEmpty(), kind);
    sell(QStringLiteral("setor-tunai-bank"), QStringLiteral("8888010778%1").arg(++n),
         {QStringLiteral("--amount"), QStringLiteral("60000")});
  }
  QVERIFY(sandbox.fault(R"({"upstream":"digi","on":"any","kind":"html-200","count":3})").isEmpty());
  run({QStringLiteral("doctor")});
  run({QStringLiteral("sync"), QStringLiteral("--until-idle"), QStringLiteral("--timeout"),
       QStringLiteral("600")});

  // A customer's one-time password, right and wrong, answered and not.
  const QString wallet = QStringLiteral("6281277700999");
  const auto cashOut = [&](const char* fault) {
    const QByteArray body = QByteArray(R"({"customer":")") + wallet.toLatin1() + R"("})";
    m_password = text(sandbox.admin("POST", QStringLiteral("/bank/otp"), body).json(), "otp");
    plant(m_password);
    m_passwords.append(m_password);
    if (fault != nullptr)
      sandbox.fault(QByteArray(R"({"upstream":"bank","on":"transaction","kind":")") + fault + R"(","count":1})");
    return run({QStringLiteral("cashout"), QStringLiteral("otp"), QStringLiteral("--upstream"), QStringLiteral("bank"), wallet,
                QStringLiteral("70000")})
        .status;
  };
  plant(wallet);
  QCOMPARE(cashOut(nullptr), 0);
  QCOMPARE(cashOut("reset-after-commit"), 5);
  m_password = QStringLiteral("918274");
  plant(m_password);
  m_passwords.append(m_password);
  QCOMPARE(run({QStringLiteral("cashout"), QStringLiteral("otp"), QStringLiteral("--upstream"), QStringLiteral("bank"), wallet,
                QStringLiteral("70000")})
               .status,
           4);

  // What people decide and look at.
  const Run list = run({QStringLiteral("payments"), QStringLiteral("list")});
  QVERIFY(list.lines.size() >= 10);
  for (const QJsonObject& payment : list.lines) {
    for (const char* key : {"customerName", "token", "serial"}) plant(text(payment, key));
    const QString ref = text(payment, "ref");
    run({QStringLiteral("payments"), QStringLiteral("show"), ref});
    run({QStringLiteral("receipt"), ref});
    run({QStringLiteral("review"), ref, QStringLiteral("--outcome"), QStringLiteral("failed"),
         QStringLiteral("--reason"), QStringLiteral("kata pelanggan"), QStringLiteral("--owner-code"),
         QStringLiteral("918273")});
  }
  plant(QStringLiteral("918273"));
  run({QStringLiteral("payments"), QStringLiteral("senders")});
  run({QStringLiteral("inquire"), QStringLiteral("pln-token-20000"), QStringLiteral("14300777011")});
  run({QStringLiteral("cashout"), QStringLiteral("list"), QStringLiteral("--upstream"),
       QStringLiteral("bank")});
  run({QStringLiteral("config"), QStringLiteral("show")});
  run({QStringLiteral("ledger"), QStringLiteral("trial")});

  // A proxy with a password that lets nobody through, and a file that is wrong and full of secrets.
  QJsonObject whole = QJsonDocument::fromJson([&] {
                        QFile file(config);
                        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
                      }())
                          .object();
  QJsonArray upstreams = whole.value(QStringLiteral("upstreams")).toArray();
  QJsonObject first = upstreams.at(0).toObject();
  first[QStringLiteral("proxy")] = QStringLiteral("http://kasir:kenari-rahasia@127.0.0.1:1");
  upstreams[0] = first;
  const auto import = [&](const QString& name) {
    whole[QStringLiteral("upstreams")] = upstreams;
    QFile file(m_home->folder() + QLatin1Char('/') + name);
    if (file.open(QIODevice::WriteOnly))
      file.write(QJsonDocument(whole).toJson());
    file.close();
    return run({QStringLiteral("config"), QStringLiteral("import"), file.fileName()});
  };
  plant(QStringLiteral("kenari-rahasia"));
  QCOMPARE(import(QStringLiteral("proxy.json")).status, 0);
  const auto doctorTells = [&] {
    const Run doctor = run({QStringLiteral("doctor")});
    return std::any_of(doctor.lines.begin(), doctor.lines.end(), [](const QJsonObject& row) {
      return text(row, "name") == QStringLiteral("upstream:digi") &&
             text(row, "word") == QStringLiteral("proxy");
    });
  };
  QVERIFY2(doctorTells(), "the doctor does not say that the proxy refuses");
  for (const char* scheme : {"https", "socks5h"}) {
    first[QStringLiteral("proxy")] =
        QString::fromLatin1(scheme) + QStringLiteral("://kasir:kenari-rahasia@127.0.0.1:1");
    upstreams[0] = first;
    QCOMPARE(import(QString::fromLatin1(scheme) + QStringLiteral(".json")).status, 0);
    QVERIFY2(doctorTells(), scheme);
  }
  first[QStringLiteral("proxy")] = QStringLiteral("http://kasir:kenari-rahasia@127.0.0.1");
  upstreams[0] = first;
  QCOMPARE(import(QStringLiteral("wrong.json")).status, 2);

  QVERIFY2(m_canaries.size() > 30, "too little was planted");
  QCOMPARE(leaksIn(m_home->path(), m_canaries), QStringList());
  QVERIFY(QFile::exists(m_home->path() + QStringLiteral("/loket.log")));
  QStringList said;
  for (const QString& canary : std::as_const(m_canaries))
    if (m_errors.contains(canary))
      said.append(canary);
  QCOMPARE(said, QStringList());

  // Encrypted files tell nothing to a search like that. Opened with the key, they have the customer's number, and no password that
  // was entered, neither his nor a person's of the shop.
  const QString all = openedHome(m_home->path(), kPin);
  for (const char* place : {"table ", "sidecar "}) QVERIFY2(linesWith(all, wallet, place) > 0, place);
  QCOMPARE(m_passwords.size(), 3);
  for (const QString& password : m_passwords + QStringList{kPin, kWrongPin, kSecondPin, QStringLiteral("918273")})
    for (const char* place : {"table ", "sidecar "})
      QVERIFY2(linesWith(all, password, place) == 0, qPrintable(QLatin1String(place) + password));
}

QTEST_GUILESS_MAIN(CanaryTest)
#include "canary_test.moc"
