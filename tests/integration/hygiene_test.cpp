// No program that holds a secret leaves it in a file when it is brought down: none of them may dump its memory, and none but the system's
// owner may look into it. Asked of the running programs, as somebody who is not the system's owner.
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

namespace {

constexpr int kPatienceMs = 30'000;
constexpr uid_t kNobody = 65'534;

// As the kernel tells of a program: everything of one that dumps nothing belongs to the system's owner.
bool isClosed(qint64 pid) {
  struct stat info {};
  return ::stat(QStringLiteral("/proc/%1/mem").arg(pid).toLatin1().constData(), &info) == 0 && info.st_uid == 0;
}

bool hasNoCore(qint64 pid) {
  QFile limits(QStringLiteral("/proc/%1/limits").arg(pid));
  if (!limits.open(QIODevice::ReadOnly))
    return false;
  static const QRegularExpression kNone(QStringLiteral("\\nMax core file size +0 +0 +bytes"));
  return QString::fromLatin1(limits.readAll()).contains(kNone);
}

}  // namespace

class HygieneTest : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void cleanup();
  void theControl();
  void noProgramLeavesItsMemory_data();
  void noProgramLeavesItsMemory();

 private:
  // Where others may go too, with what is to be run.
  QString copyOf(const QString& program) const;
  void start(const QString& program, const QStringList& arguments);

  std::unique_ptr<QTemporaryDir> m_folder;
  std::unique_ptr<QProcess> m_process;
};

void HygieneTest::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  QVERIFY(m_folder->isValid());
  QVERIFY(::chmod(m_folder->path().toLocal8Bit().constData(), 0777) == 0);
}

void HygieneTest::cleanup() {
  if (m_process) {
    m_process->kill();
    m_process->waitForFinished(kPatienceMs);
  }
  m_process.reset();
}

QString HygieneTest::copyOf(const QString& program) const {
  const QString copy = m_folder->filePath(QFileInfo(program).fileName());
  if (!QFile::copy(program, copy) || !QFile::setPermissions(copy, QFile::Permissions(0x7755)))
    qFatal("%s is not copied", qPrintable(program));
  return copy;
}

void HygieneTest::start(const QString& program, const QStringList& arguments) {
  m_process = std::make_unique<QProcess>();
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  for (const char* name : {"HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "TMPDIR"})
    environment.insert(QLatin1String(name), m_folder->path());
  environment.remove(QStringLiteral("LOKET_PIN"));
  environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
  environment.insert(QStringLiteral("LOKET_KEYCHAIN"), QStringLiteral("none"));
  environment.insert(QStringLiteral("LOKET_TPM"), QStringLiteral("none"));
  m_process->setProcessEnvironment(environment);
  m_process->setWorkingDirectory(m_folder->path());
  m_process->setChildProcessModifier([] {
    // The system's owner is let look into everything, so that nothing would be seen.
    if (::geteuid() == 0 && (::setresgid(kNobody, kNobody, kNobody) != 0 || ::setresuid(kNobody, kNobody, kNobody) != 0))
      ::_exit(127);
  });
  m_process->start(program, arguments);
  QVERIFY(m_process->waitForStarted(kPatienceMs));
}

// Without it whatever is asked would be answered with yes.
void HygieneTest::theControl() {
  start(QStringLiteral("/bin/cat"), {});
  QVERIFY(!isClosed(m_process->processId()));
}

void HygieneTest::noProgramLeavesItsMemory_data() {
  QTest::addColumn<QString>("program");
  QTest::addColumn<QStringList>("arguments");
  const QString home = QStringLiteral("home");
  // Each of them waits: for its first shop, for a PIN, for a checkpoint.
  QTest::newRow("loket") << QStringLiteral(LOKET_BIN) << QStringList{QStringLiteral("--home"), home};
  QTest::newRow("loketctl") << QStringLiteral(LOKETCTL_BIN)
                            << QStringList{QStringLiteral("--home"), home, QStringLiteral("--pin-fd"), QStringLiteral("0"),
                                           QStringLiteral("doctor")};
  QTest::newRow("loket-witness") << QStringLiteral(LOKET_WITNESS_BIN)
                                 << QStringList{QStringLiteral("--dir"), QStringLiteral("witness"), QStringLiteral("--name"),
                                                QStringLiteral("witness.example/w1")};
}

void HygieneTest::noProgramLeavesItsMemory() {
  QFETCH(const QString, program);
  QFETCH(const QStringList, arguments);
  QVERIFY2(!program.isEmpty(), "it is not built");
  start(copyOf(program), arguments);
  const qint64 pid = m_process->processId();
  QTRY_VERIFY2_WITH_TIMEOUT(isClosed(pid), m_process->readAllStandardError().constData(), kPatienceMs);
  QVERIFY(hasNoCore(pid));
  QCOMPARE(m_process->state(), QProcess::Running);
}

QTEST_GUILESS_MAIN(HygieneTest)
#include "hygiene_test.moc"
