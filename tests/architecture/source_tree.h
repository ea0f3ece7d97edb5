// The project's sources as the rules see them: paths from the root, text, and the includes found in it.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace loket::architecture {

struct Include {
  QString target;       // what stands between the quotes or brackets
  bool quoted = false;  // "..." rather than <...>
  int line = 0;         // from 1
};

struct SourceFile {
  QString path;      // from the root, with '/': core/base/time.h
  QString text;      // as written
  QString code;      // comments blanked, strings kept; same line breaks as text
  QString codeOnly;  // comments and the contents of strings blanked
  QList<Include> includes;
};

struct Violation {
  QString path;
  int line = 0;  // 0: the file as a whole
  QString what;
};

// Makes one file out of its text; used for the real files and for planted offences alike.
SourceFile parseSource(const QString& path, const QString& text);

// Every .h and .cpp file under these folders of `root`, in order of their paths.
QList<SourceFile> readSources(const QString& root, const QStringList& folders);

// One line per violation, for a test's failure message.
QString describe(const QList<Violation>& violations);

}  // namespace loket::architecture
