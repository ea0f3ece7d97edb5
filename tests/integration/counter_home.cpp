#include "tests/integration/counter_home.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTime>

namespace loket::integration_tests {

QProcessEnvironment environmentWithPin(const QString& pin) {
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert(QStringLiteral("LOKET_PIN"), pin);
  environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
  return environment;
}

QString CounterHome::writeConfig(const QJsonObject& changes) const {
  QJsonObject config = m_sandbox.config();
  QJsonArray upstreams;
  for (const QJsonValue& value : config.value(QStringLiteral("upstreams")).toArray()) {
    QJsonObject upstream = value.toObject();
    for (const char* key : {"caFile", "privateKeyFile"}) {
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

bool CounterHome::open(const QJsonObject& changes) {
  const QString config = writeConfig(changes);
  // A morning, far from every closed hour, whatever the time is here. Each home comes six minutes after the one
  // before: price lists are given out every five minutes.
  static int homes = 0;
  const QTime morning = QTime(9, 0).addSecs(6 * 60 * homes++);
  m_sandbox.setClock("2026-12-07T" + morning.toString(QStringLiteral("HH:mm:ss")).toLatin1() + "+07:00");
  return run({QStringLiteral("init"), QStringLiteral("--outlet"), QStringLiteral("Warung Uji"),
              QStringLiteral("--owner"), QStringLiteral("Sri")})
                 .status == 0 &&
         run({QStringLiteral("config"), QStringLiteral("import"), config}).status == 0 &&
         run({QStringLiteral("catalogue"), QStringLiteral("sync")}).status == 0;
}

QStringList CounterHome::withHome(const QStringList& arguments) const {
  QStringList all{QStringLiteral("--home"), path(), QStringLiteral("--json")};
  if (m_steered)
    all += {QStringLiteral("--clock"), m_sandbox.adminUrl()};
  return all + arguments;
}

QStringList CounterHome::windowArguments() const {
  return {QStringLiteral("--home"), path(), QStringLiteral("--clock"), m_sandbox.adminUrl()};
}

Run CounterHome::run(const QStringList& arguments, const QProcessEnvironment& environment) const {
  QProcess process;
  process.setProcessEnvironment(environment);
  process.setWorkingDirectory(m_folder.path());
  process.start(QStringLiteral(LOKETCTL_BIN), withHome(arguments));
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
  return run({QStringLiteral("payments"), QStringLiteral("list"), QStringLiteral("--limit"), QStringLiteral("100000")})
      .lines;
}

}  // namespace loket::integration_tests
