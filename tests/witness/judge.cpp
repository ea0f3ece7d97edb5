#include "tests/witness/judge.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

namespace loket::witness_tests {
namespace {

constexpr int kVerifierMs = 120'000;

}  // namespace

void Judge::ask(const std::string& note, const std::string& keyText, bool isGood) {
  const QJsonObject question{{QStringLiteral("kind"), QStringLiteral("note")},
                             {QStringLiteral("note"), QString::fromLatin1(QByteArray::fromStdString(note).toHex())},
                             {QStringLiteral("key"), QString::fromStdString(keyText)}};
  m_questions += QJsonDocument(question).toJson(QJsonDocument::Compact) + '\n';
  m_expected += isGood ? "1\n" : "0\n";
}

void Judge::hear(const journal::SignedNote& note, const std::string& lines, const std::string& keyText) {
  ask(journal::textOf(note) + lines, keyText, true);
  journal::SignedNote touched = note;
  touched.body += "and more\n";
  ask(journal::textOf(touched) + lines, keyText, false);
  ++m_heard;
}

int Judge::verdict() {
  const QTemporaryDir folder;
  QFile file(folder.filePath(QStringLiteral("cases.jsonl")));
  if (!file.open(QIODevice::WriteOnly) || file.write(m_questions) != m_questions.size())
    return -1;
  file.close();
  QProcess verifier;
  verifier.start(QStringLiteral("/usr/bin/python3"), {QStringLiteral(LOKET_VERIFIER), QStringLiteral("cases"), file.fileName()});
  if (!verifier.waitForFinished(kVerifierMs))
    return -1;
  const QByteArray said = verifier.readAllStandardOutput();
  if (said == m_expected)
    return m_heard;
  const QList<QByteArray> lines = said.split('\n');
  const QList<QByteArray> wanted = m_expected.split('\n');
  const QList<QByteArray> questions = m_questions.split('\n');
  for (qsizetype i = 0; i < wanted.size(); ++i)
    if (i >= lines.size() || lines[i] != wanted[i])
      qWarning("the verifier does not say %s: %s", wanted[i].constData(), questions.value(i).constData());
  qWarning("%s", verifier.readAllStandardError().constData());
  return -1;
}

}  // namespace loket::witness_tests
