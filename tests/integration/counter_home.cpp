#include "tests/integration/counter_home.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QMap>
#include <QProcess>
#include <QTime>

namespace loket::integration_tests {

namespace {

QString textIn(const QJsonObject& json, const char* key) { return json.value(QLatin1String(key)).toString(); }

}  // namespace

QString numberFor(const QJsonObject& product, int n) {
  const QString family = textIn(product, "family");
  const QString brand = textIn(product, "brand").toUpper();
  const QString tail = QStringLiteral("%1").arg(n * 10 + 1, 6, 10, QLatin1Char('0'));
  if (family == QStringLiteral("pulsa") || family == QStringLiteral("data")) {
    static const QMap<QString, QString> kPrefixes{
        {QStringLiteral("TELKOMSEL"), QStringLiteral("081277")}, {QStringLiteral("INDOSAT"), QStringLiteral("085677")},
        {QStringLiteral("XL"), QStringLiteral("087877")},        {QStringLiteral("AXIS"), QStringLiteral("083877")},
        {QStringLiteral("TRI"), QStringLiteral("089577")},       {QStringLiteral("SMARTFREN"), QStringLiteral("088177")},
        {QStringLiteral("BY.U"), QStringLiteral("085155")}};
    return kPrefixes.value(brand, QStringLiteral("081277")) + tail;
  }
  if (family == QStringLiteral("emoney"))
    return brand == QStringLiteral("E-MONEY") ? QStringLiteral("8102051011300001") : QStringLiteral("081288") + tail;
  if (family == QStringLiteral("virtual-account"))
    return QStringLiteral("88608110") + tail;
  if (family == QStringLiteral("pln-token"))
    return QStringLiteral("14300") + tail;
  if (family == QStringLiteral("pln-bill"))
    return QStringLiteral("530000000001");
  if (family == QStringLiteral("health"))
    return QStringLiteral("8801234560001");
  if (family == QStringLiteral("transfer"))
    return QStringLiteral("888801000157508");
  if (family == QStringLiteral("vehicle-tax"))
    return QStringLiteral("B%1XY").arg(n * 10 + 1, 4, 10, QLatin1Char('1'));
  if (family == QStringLiteral("gas"))
    return QStringLiteral("0110014601");
  static const QMap<QString, QString> kBills{{QStringLiteral("pdam"), QStringLiteral("1013226")},
                                             {QStringLiteral("internet"), QStringLiteral("6391601001")},
                                             {QStringLiteral("multifinance"), QStringLiteral("6391601201")},
                                             {QStringLiteral("tv"), QStringLiteral("127246500101")},
                                             {QStringLiteral("plnnontaglis"), QStringLiteral("8102051011290001")}};
  const QString sku = product.value(QStringLiteral("offers")).toArray().at(0).toObject().value(QStringLiteral("sku")).toString();
  return kBills.value(sku, QStringLiteral("51000") + tail);
}

QStringList fieldsFor(const QJsonObject& product) {
  if (textIn(product, "family") == QStringLiteral("vehicle-tax"))
    return {QStringLiteral("--owner-id"), QStringLiteral("3273010101900001")};
  return {};
}

QProcessEnvironment environmentWithPin(const QString& pin) {
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert(QStringLiteral("LOKET_PIN"), pin);
  environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
  return environment;
}

QString CounterHome::writeConfig(const QJsonObject& changes) const {
  QJsonObject config = m_sandbox.config(m_upstreams == Upstreams::All ? QStringLiteral("client-config-all.json")
                                                                      : QStringLiteral("client-config.json"));
  QJsonArray upstreams;
  for (const QJsonValue& value : config.value(QStringLiteral("upstreams")).toArray()) {
    QJsonObject upstream = value.toObject();
    for (const char* key : {"caFile", "privateKeyFile", "profileFile"}) {
      const QString name = QString::fromLatin1(key);
      if (upstream.contains(name))
        upstream[name] = m_sandbox.folder() + QLatin1Char('/') + upstream.value(name).toString();
    }
    if (changes.contains(QStringLiteral("timeoutMs")))
      upstream[QStringLiteral("timeoutMs")] = changes.value(QStringLiteral("timeoutMs"));
    upstreams.append(upstream);
  }
  config[QStringLiteral("upstreams")] = upstreams;
  for (auto at = changes.begin(); at != changes.end(); ++at)
    if (at.key() != QStringLiteral("timeoutMs"))
      config[at.key()] = at.value();
  const QString path = m_folder.filePath(QStringLiteral("config.json"));
  QFile file(path);
  if (file.open(QIODevice::WriteOnly))
    file.write(QJsonDocument(config).toJson());
  return path;
}

QJsonArray CounterHome::writtenUpstreams() const {
  QFile file(m_folder.filePath(QStringLiteral("config.json")));
  return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object().value(QStringLiteral("upstreams")).toArray()
                                        : QJsonArray();
}

bool CounterHome::open(const QJsonObject& changes) {
  const QString config = writeConfig(changes);
  // A morning, far from every closed hour, whatever the time is here. Each home comes six minutes after the one
  // before: price lists are given out every five minutes.
  static int homes = 0;
  const QTime morning = QTime(9, 0).addSecs(6 * 60 * homes++);
  m_sandbox.setClock("2026-12-07T" + morning.toString(QStringLiteral("HH:mm:ss")).toLatin1() + "+07:00");
  const Run made = run({QStringLiteral("init"), QStringLiteral("--outlet"), QStringLiteral("Warung Uji"),
                        QStringLiteral("--owner"), QStringLiteral("Sri")});
  m_recoveryCode = textIn(made.last(), "recoveryCode");
  return made.status == 0 &&
         run({QStringLiteral("config"), QStringLiteral("import"), config}).status == 0 &&
         run({QStringLiteral("catalogue"), QStringLiteral("sync")}).status == 0;
}

QStringList CounterHome::withHomeAt(const QString& home, const QStringList& arguments) const {
  QStringList all{QStringLiteral("--home"), home, QStringLiteral("--json")};
  if (m_steered)
    all += {QStringLiteral("--clock"), m_sandbox.adminUrl()};
  return all + arguments;
}

bool copyFolder(const QString& from, const QString& to) {
  QDir(to).removeRecursively();
  if (!QDir().mkpath(to))
    return false;
  for (const QFileInfo& file : QDir(from).entryInfoList(QDir::Files | QDir::Hidden | QDir::System))
    if (file.isFile() && !QFile::copy(file.filePath(), to + QLatin1Char('/') + file.fileName()))
      return false;
  return true;
}

QStringList CounterHome::windowArguments() const {
  return {QStringLiteral("--home"), path(), QStringLiteral("--clock"), m_sandbox.adminUrl()};
}

QStringList leaksIn(const QString& folder, const QStringList& canaries, const QStringList& besides) {
  QStringList leaks;
  QDirIterator files(folder, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
  while (files.hasNext()) {
    QFile file(files.next());
    if (besides.contains(files.fileName()) || !file.open(QIODevice::ReadOnly))
      continue;
    const QByteArray bytes = file.readAll();
    for (const QString& canary : canaries)
      if (bytes.contains(canary.toUtf8()))
        leaks.append(files.fileName() + QStringLiteral(": ") + canary);
  }
  return leaks;
}

QStringList CounterHome::credentials() const {
  QFile file(m_folder.filePath(QStringLiteral("config.json")));
  QStringList out;
  if (!file.open(QIODevice::ReadOnly))
    return out;
  const QJsonObject config = QJsonDocument::fromJson(file.readAll()).object();
  for (const QJsonValue& value : config.value(QStringLiteral("upstreams")).toArray()) {
    for (const char* key : {"apiKey", "clientSecret", "webhookSecret"})
      if (const QString secret = textIn(value.toObject(), key); secret.size() >= 8)
        out.append(secret);
    QFile key(textIn(value.toObject(), "privateKeyFile"));
    // A line from the middle of the key.
    if (!key.fileName().isEmpty() && key.open(QIODevice::ReadOnly))
      if (const QList<QByteArray> lines = key.readAll().split('\n'); lines.size() > 4)
        out.append(QString::fromLatin1(lines.at(2)));
  }
  return out;
}

CounterHome::~CounterHome() {
  const QStringList leaks = leaksIn(path(), credentials() + m_sold);
  if (!leaks.isEmpty())
    qFatal("in clear in the home: %s", qPrintable(leaks.join(QStringLiteral(", "))));
}

QJsonObject Run::named(const char* name) const {
  for (const QJsonObject& line : lines)
    if (line.value(QLatin1String("name")).toString() == QLatin1String(name))
      return line;
  return {};
}

bool CounterHome::sells(int n) const {
  return run({QStringLiteral("sell"), QStringLiteral("pln-token-20000"),
              QStringLiteral("14300%1").arg(n * 10 + 1, 6, 10, QLatin1Char('0')), QStringLiteral("--client-ref"),
              QStringLiteral("order-%1").arg(n), QStringLiteral("--wait"), QStringLiteral("10")})
             .status == 0;
}

Run CounterHome::run(const QStringList& arguments, const QProcessEnvironment& environment) const {
  // Short ones come up by chance in what is encrypted.
  constexpr int kNumberMin = 10;
  if (arguments.size() > 2 && arguments.first() == QStringLiteral("sell") &&
      arguments.at(2).size() >= kNumberMin && m_sold.size() < 100)
    m_sold.append(arguments.at(2));
  return runAt(path(), arguments, environment);
}

Run CounterHome::runAt(const QString& home, const QStringList& arguments, const QProcessEnvironment& environment) const {
  QProcess process;
  process.setProcessEnvironment(environment);
  process.setWorkingDirectory(m_folder.path());
  process.start(QStringLiteral(LOKETCTL_BIN), withHomeAt(home, arguments));
  Run run;
  if (!process.waitForFinished(180'000)) {
    process.kill();
    process.waitForFinished();
    run.errors = QStringLiteral("did not end in time");
    return run;
  }
  if (process.exitStatus() == QProcess::NormalExit)
    run.status = process.exitCode();
  for (const QByteArray& line : process.readAllStandardOutput().split('\n'))
    if (!line.isEmpty())
      run.lines.append(QJsonDocument::fromJson(line).object());
  run.errors = QString::fromUtf8(process.readAllStandardError());
  return run;
}

QList<QJsonObject> CounterHome::payments() const {
  const Run list =
      run({QStringLiteral("payments"), QStringLiteral("list"), QStringLiteral("--limit"), QStringLiteral("100000")});
  // An error is a line too.
  return list.status == 0 ? list.lines : QList<QJsonObject>();
}

}  // namespace loket::integration_tests
