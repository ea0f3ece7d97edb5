#include "tests/architecture/text_rules.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>
#include <algorithm>

namespace loket::architecture {

namespace {

const QSet<QString>& emptyNames() {
  static const QSet<QString> names = {
      QStringLiteral("manager"), QStringLiteral("managers"), QStringLiteral("helper"),
      QStringLiteral("helpers"), QStringLiteral("util"),     QStringLiteral("utils"),
      QStringLiteral("utility"), QStringLiteral("data"),     QStringLiteral("info")};
  return names;
}

// PaymentInfo -> payment, info; HTTPData -> http, data.
QStringList camelWords(const QString& name) {
  static const QRegularExpression word(QStringLiteral("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+"));
  QStringList words;
  QRegularExpressionMatchIterator matches = word.globalMatch(name);
  while (matches.hasNext()) {
    words.append(matches.next().captured(0).toLower());
  }
  return words;
}

QString emptyNameIn(const QStringList& words) {
  for (const QString& word : words) {
    if (emptyNames().contains(word)) {
      return word;
    }
  }
  return {};
}

enum class Look { kCode, kCodeAndStrings };

struct ForbiddenWord {
  QString what;
  QString pattern;
  Look look = Look::kCode;
  QStringList in;     // folders the rule holds in
  QStringList notIn;  // folders or files it does not
};

QStringList folders(const char* names) {
  return QString::fromLatin1(names).split(u' ', Qt::SkipEmptyParts);
}

const QList<ForbiddenWord>& forbiddenWords() {
  static const QList<ForbiddenWord> words = {
      {QStringLiteral("no floating point near money"),
       QStringLiteral(R"(\b(double|float)\b)"),
       Look::kCode,
       folders("core/domain/money core/domain/ledger core/domain/payment"),
       {}},
      {QStringLiteral("colours live in ui/theme"),
       QStringLiteral(R"re("#([0-9A-Fa-f]{8}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")re"), Look::kCodeAndStrings,
       folders("ui app/cashier"), folders("ui/theme")},
      {QStringLiteral("colours live in ui/theme"), QStringLiteral(R"(#[0-9A-Fa-f]{6}\b)"),
       Look::kCodeAndStrings, folders("ui app/cashier"), folders("ui/theme")},
      {QStringLiteral("colours live in ui/theme"),
       QStringLiteral(
           R"(\bQColor(\s+\w+)?\s*[({]\s*(\d|0x)|\bqRgba?\s*\(|\bQt::(black|white|red|green|blue|cyan|magenta|yellow|gray|lightGray|)"
           R"(darkGray|darkRed|darkGreen|darkBlue|darkCyan|darkMagenta|darkYellow)\b)"),
       Look::kCode, folders("ui app/cashier"), folders("ui/theme")},
      {QStringLiteral("only core/adapters/system reads a clock"),
       QStringLiteral(
           R"(\b(system_clock|high_resolution_clock|utc_clock)\s*::\s*now\b|\bclock_gettime\b|\bgettimeofday\b|)"
           R"(\btime\s*\(\s*(nullptr|NULL|0)\s*\)|)"
           R"(\bcurrent(DateTime|DateTimeUtc|MSecsSinceEpoch|SecsSinceEpoch|Date|Time)\s*\()"),
       Look::kCode, folders("core app/wiring ui"), folders("core/adapters/system")},
      // A printer's device is never simulated in virtual time: its poll() deadlines may run on the steady
      // clock.
      {QStringLiteral("only core/adapters/system reads a clock"),
       QStringLiteral(R"(\bsteady_clock\s*::\s*now\b)"), Look::kCode, folders("core app/wiring ui"),
       folders("core/adapters/system core/adapters/printer")},
      {QStringLiteral("chance comes through the entropy port"),
       QStringLiteral(
           R"(\brandom_device\b|\bmt19937(_64)?\b|\bQRandomGenerator\b|\bgetrandom\b|\brand\s*\(\s*\))"),
       Look::kCode, folders("core ui"), folders("core/adapters/system core/adapters/vault")},
      {QStringLiteral("this network stack resends by itself"),
       QStringLiteral(R"(\bQNetworkAccessManager\b)"),
       Look::kCode,
       folders("core ui app"),
       {}},
      {QStringLiteral("no nested event loop"),
       QStringLiteral(
           R"(\bQEventLoop\b|\bprocessEvents\s*\(|\bQMessageBox\s*::\s*(question|information|warning|critical|about)\b)"),
       Look::kCode,
       folders("ui app/cashier"),
       {}},
      {QStringLiteral("the window never waits for the core"),
       QStringLiteral(R"(\bBlockingQueuedConnection\b)"),
       Look::kCode,
       folders("ui app"),
       {}},
      {QStringLiteral("platforms are told apart by file, not by #if"),
       QStringLiteral(R"(^\s*#\s*(if|ifdef|ifndef|elif)\b.*\b(_WIN32|_WIN64|__linux__|__unix__|Q_OS_\w+)\b)"),
       Look::kCode,
       folders("core ui app"),
       {}},
      {QStringLiteral("the core makes no sentences"),
       QStringLiteral(R"re(\b(QObject::)?tr\s*\(\s*")re"),
       Look::kCodeAndStrings,
       folders("core"),
       {}}};
  return words;
}

bool isUnderAny(const QString& path, const QStringList& folders) {
  for (const QString& folder : folders) {
    if (path == folder || path.startsWith(folder + u'/')) {
      return true;
    }
  }
  return false;
}

int lineOf(const QString& text, qsizetype position) {
  return static_cast<int>(QStringView(text).left(position).count(u'\n')) + 1;
}

}  // namespace

QList<Violation> lengthViolations(const QList<SourceFile>& files, const QStringList& exceptions) {
  QList<Violation> violations;
  for (const SourceFile& file : files) {
    const qsizetype lines = file.text.count(u'\n');
    if (lines > kMaxLines && !exceptions.contains(file.path)) {
      violations.append({.path = file.path,
                         .line = 0,
                         .what = QStringLiteral("%1 lines; at most %2").arg(lines).arg(kMaxLines)});
    }
  }
  return violations;
}

QList<Violation> nameViolations(const QList<SourceFile>& files) {
  static const QRegularExpression type(QStringLiteral(
      R"(\b(?:class|struct|enum\s+class|enum\s+struct|enum|union)\s+(?:\[\[\w+\]\]\s+)?([A-Z]\w*)\s*(?:final\s*)?[:{])"));
  QList<Violation> violations;
  for (const SourceFile& file : files) {
    const QString stem = file.path.section(u'/', -1).section(u'.', 0, 0);
    const QString inPath = emptyNameIn(file.path.section(u'/', 0, -2).split(u'/') + stem.split(u'_'));
    if (!inPath.isEmpty()) {
      violations.append({.path = file.path,
                         .line = 0,
                         .what = QStringLiteral("'%1' says nothing in a file's name").arg(inPath)});
    }
    QRegularExpressionMatchIterator matches = type.globalMatch(file.codeOnly);
    while (matches.hasNext()) {
      const QRegularExpressionMatch match = matches.next();
      const QString word = emptyNameIn(camelWords(match.captured(1)));
      if (!word.isEmpty()) {
        violations.append(
            {.path = file.path,
             .line = lineOf(file.text, match.capturedStart()),
             .what = QStringLiteral("'%1' says nothing in the name %2").arg(word, match.captured(1))});
      }
    }
  }
  return violations;
}

QList<Violation> wordViolations(const QList<SourceFile>& files) {
  QList<Violation> violations;
  for (const ForbiddenWord& word : forbiddenWords()) {
    const QRegularExpression pattern(word.pattern, QRegularExpression::MultilineOption);
    for (const SourceFile& file : files) {
      if (!isUnderAny(file.path, word.in) || isUnderAny(file.path, word.notIn)) {
        continue;
      }
      const QString& text = word.look == Look::kCode ? file.codeOnly : file.code;
      QRegularExpressionMatchIterator matches = pattern.globalMatch(text);
      while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        violations.append({.path = file.path,
                           .line = lineOf(text, match.capturedStart()),
                           .what = QStringLiteral("%1: %2").arg(word.what, match.captured(0).trimmed())});
      }
    }
  }
  return violations;
}

namespace {

// The library that a file is compiled into; empty for those that are compiled one by one.
QString libraryOf(const QString& path) {
  if (!path.endsWith(QStringLiteral(".cpp")) || path.startsWith(QStringLiteral("ui/text/")))
    return {};
  const QStringList parts = path.split(u'/');
  if (parts.size() < 3 || (parts[0] != QStringLiteral("core") && parts[0] != QStringLiteral("ui") &&
                           (parts[0] != QStringLiteral("app") || parts[1] != QStringLiteral("wiring"))))
    return {};
  qsizetype depth = 2;
  if (parts[1] == QStringLiteral("adapters"))
    depth = parts[2] == QStringLiteral("upstream") ? 4 : 3;
  return parts.mid(0, std::min(depth, parts.size() - 1)).join(u'/');
}

struct OwnName {
  QString what;  // the name with what it stands in, and with the parameters of a function
  int line = 0;
};

// What is declared in the file's namespace without a name.
QList<OwnName> ownNames(const SourceFile& file) {
  static const QRegularExpression type(QStringLiteral(R"(^(?:struct|class|enum class|enum)\s+(\w+))"));
  static const QRegularExpression function(QStringLiteral(R"(^[A-Za-z][\w:<>,*& ]*[ *&](\w+)(\([^{;]*))"));
  static const QRegularExpression constant(QStringLiteral(R"(^[A-Za-z][\w:<>,*& ]*[ *&](\w+)(?:\[[^\]]*\])*\s*(?:=|\{|;))"));
  static const QRegularExpression outer(QStringLiteral(R"(^namespace ([\w:]+) \{)"), QRegularExpression::MultilineOption);
  const QString around = outer.match(file.codeOnly).captured(1);
  QList<OwnName> names;
  const QStringList lines = file.codeOnly.split(u'\n');
  bool isInside = false;
  for (qsizetype i = 0; i < lines.size(); ++i) {
    const QString line = lines[i];
    if (line.startsWith(QStringLiteral("namespace {"))) {
      isInside = true;
    } else if (isInside && line.trimmed() == QStringLiteral("}") && line.startsWith(u'}')) {
      // A function ends like that too; the namespace's end says so in its comment.
      isInside = !file.text.split(u'\n')[i].contains(QStringLiteral("namespace"));
    } else if (isInside && !line.startsWith(QStringLiteral("using "))) {
      for (const QRegularExpression& rule : {type, function, constant}) {
        const QRegularExpressionMatch match = rule.match(line);
        if (!match.hasMatch())
          continue;
        names.append({around + u' ' + match.captured(1) + match.captured(2).trimmed(), static_cast<int>(i) + 1});
        break;
      }
    }
  }
  return names;
}

}  // namespace

QList<Violation> sharedNameViolations(const QList<SourceFile>& files) {
  QList<Violation> violations;
  QHash<QString, QString> holders;  // library and name, to the file that has it
  for (const SourceFile& file : files) {
    const QString library = libraryOf(file.path);
    if (library.isEmpty())
      continue;
    for (const OwnName& name : ownNames(file)) {
      const QString key = library + u' ' + name.what;
      const QString holder = holders.value(key);
      if (holder.isEmpty())
        holders.insert(key, file.path);
      else if (holder != file.path)
        violations.append({file.path, name.line, QStringLiteral("%1 is a name in %2 too").arg(name.what.section(u' ', 1), holder)});
    }
  }
  return violations;
}

}  // namespace loket::architecture
