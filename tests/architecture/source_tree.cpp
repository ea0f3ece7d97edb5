#include "tests/architecture/source_tree.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>

namespace loket::architecture {

namespace {

enum class Strings { kKeep, kBlank };

// Position behind the raw string literal whose quote stands at `quote`, and where its contents lie.
struct RawString {
  qsizetype contentBegin = 0;
  qsizetype contentEnd = 0;
  qsizetype end = 0;
};

RawString readRawString(const QString& text, qsizetype quote) {
  const qsizetype open = text.indexOf(u'(', quote);
  if (open < 0) {
    return {.contentBegin = quote + 1, .contentEnd = text.size(), .end = text.size()};
  }
  const QString closing = QStringLiteral(")%1\"").arg(text.mid(quote + 1, open - quote - 1));
  const qsizetype close = text.indexOf(closing, open);
  if (close < 0) {
    return {.contentBegin = open + 1, .contentEnd = text.size(), .end = text.size()};
  }
  return {.contentBegin = open + 1, .contentEnd = close, .end = close + closing.size()};
}

void blank(QString& text, qsizetype begin, qsizetype end) {
  for (qsizetype i = begin; i < end && i < text.size(); ++i) {
    if (text[i] != u'\n') {
      text[i] = u' ';
    }
  }
}

// Blanks comments, and the contents of strings when asked to; line breaks stay where they are.
QString blanked(const QString& text, Strings strings) {
  QString result = text;
  qsizetype i = 0;
  while (i < text.size()) {
    const QChar c = text[i];
    const QChar next = i + 1 < text.size() ? text[i + 1] : QChar();
    if (c == u'/' && next == u'/') {
      qsizetype end = text.indexOf(u'\n', i);
      end = end < 0 ? text.size() : end;
      blank(result, i, end);
      i = end;
    } else if (c == u'/' && next == u'*') {
      qsizetype end = text.indexOf(u"*/", i + 2);
      end = end < 0 ? text.size() : end + 2;
      blank(result, i, end);
      i = end;
    } else if (c == u'R' && next == u'"' &&
               (i == 0 || !text[i - 1].isLetterOrNumber() || text[i - 1] == u'u')) {
      const RawString raw = readRawString(text, i + 1);
      if (strings == Strings::kBlank) {
        blank(result, raw.contentBegin, raw.contentEnd);
      }
      i = raw.end;
    } else if (c == u'"' || (c == u'\'' && (i == 0 || !text[i - 1].isLetterOrNumber()))) {
      // An apostrophe after a digit is a digit separator, not the start of a character.
      qsizetype end = i + 1;
      while (end < text.size() && text[end] != c && text[end] != u'\n') {
        end += text[end] == u'\\' ? 2 : 1;
      }
      if (strings == Strings::kBlank) {
        blank(result, i + 1, end);
      }
      i = end + 1;
    } else {
      ++i;
    }
  }
  return result;
}

}  // namespace

SourceFile parseSource(const QString& path, const QString& text) {
  SourceFile file{.path = path,
                  .text = text,
                  .code = blanked(text, Strings::kKeep),
                  .codeOnly = blanked(text, Strings::kBlank),
                  .includes = {}};
  static const QRegularExpression includeLine(QStringLiteral(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])"));
  const QStringList lines = file.code.split(u'\n');
  for (qsizetype i = 0; i < lines.size(); ++i) {
    const QRegularExpressionMatch match = includeLine.match(lines[i]);
    if (match.hasMatch()) {
      file.includes.append({.target = match.captured(2),
                            .quoted = match.captured(1) == u"\"",
                            .line = static_cast<int>(i) + 1});
    }
  }
  return file;
}

QList<SourceFile> readSources(const QString& root, const QStringList& folders) {
  const QDir base(root);
  QStringList paths;
  for (const QString& folder : folders) {
    QDirIterator entries(base.filePath(folder), {QStringLiteral("*.h"), QStringLiteral("*.cpp")}, QDir::Files,
                         QDirIterator::Subdirectories);
    while (entries.hasNext()) {
      paths.append(base.relativeFilePath(entries.next()));
    }
  }
  paths.sort();
  QList<SourceFile> files;
  for (const QString& path : paths) {
    QFile file(base.filePath(path));
    if (file.open(QIODevice::ReadOnly)) {
      files.append(parseSource(path, QString::fromUtf8(file.readAll())));
    }
  }
  return files;
}

QString describe(const QList<Violation>& violations) {
  QString lines = QStringLiteral("\n");
  for (const Violation& violation : violations) {
    lines += violation.line > 0
                 ? QStringLiteral("  %1:%2: %3\n").arg(violation.path).arg(violation.line).arg(violation.what)
                 : QStringLiteral("  %1: %2\n").arg(violation.path, violation.what);
  }
  return lines;
}

}  // namespace loket::architecture
