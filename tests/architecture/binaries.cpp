#include "tests/architecture/binaries.h"

#include <QProcess>
#include <QRegularExpression>
#include <QSet>

namespace loket::architecture {

namespace {

ToolOutput run(const QString& tool, const QStringList& arguments) {
  QProcess process;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C"));
  process.setProcessEnvironment(environment);
  process.start(tool, arguments, QIODevice::ReadOnly);
  if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit ||
      process.exitCode() != 0) {
    return {
        .lines = {},
        .problem = QStringLiteral("%1 %2: %3")
                       .arg(tool, arguments.join(u' '), QString::fromUtf8(process.readAllStandardError()))};
  }
  const QString output = QString::fromUtf8(process.readAllStandardOutput());
  return {.lines = output.split(u'\n', Qt::SkipEmptyParts), .problem = {}};
}

// C functions that only compute on memory they are given, and what the compiler calls by itself.
const QSet<QString>& pureFunctions() {
  static const QSet<QString> names = [] {
    const QStringList list =
        QStringLiteral(
            "memchr memcmp memcpy memmove memset bcmp strlen strnlen strcmp strncmp strchr strrchr strstr "
            "strtol strtoll strtoul strtoull isdigit isalpha isalnum isspace isupper islower isxdigit "
            "isprint toupper "
            "tolower abs llabs div lldiv floor ceil round trunc fmod pow exp log log2 log10 sqrt lround "
            "llround "
            "abort snprintf __snprintf_chk explicit_bzero __stack_chk_fail __memcpy_chk __memset_chk "
            "__memmove_chk __strcpy_chk "
            "__gxx_personality_v0 __dso_handle _Unwind_Resume __dynamic_cast _GLOBAL_OFFSET_TABLE_ "
            "__tls_get_addr "
            "__gmp_expr __popcountdi2 __udivti3 __umodti3 __divti3 __modti3 __muloti4 __mulodi4 atexit "
            "__libc_single_threaded")  // whether a shared object is counted with atomics; asks nothing of the world
            .split(u' ', Qt::SkipEmptyParts);
    return QSet<QString>(list.begin(), list.end());
  }();
  return names;
}

// Parts of the standard library that reach for the world.
const QRegularExpression& worldlyStandard() {
  static const QRegularExpression pattern(QStringLiteral(
      R"(std::(__cxx11::)?(chrono::_V2::|chrono::(system|steady|high_resolution)_clock::now|thread\b|this_thread|jthread|mutex|)"
      R"(recursive_mutex|timed_mutex|shared_mutex|condition_variable|future|promise|async|random_device|filesystem|)"
      R"(basic_(i|o)?fstream|basic_filebuf|cout|cerr|clog|cin|wcout|ios_base::Init|__basic_file|locale::global))"));
  return pattern;
}

bool isPure(const QString& symbol) {
  static const QRegularExpression ownOrLanguage(QStringLiteral(
      R"(^((non-virtual |virtual )?(thunk to|vtable for|typeinfo for|typeinfo name for|VTT for|construction vtable for|)"
      R"(guard variable for|operator new|operator delete|loket::)|__cxa_|__(asan|ubsan|tsan|sanitizer|gcov|llvm)_))"));
  static const QRegularExpression standard(QStringLiteral(R"(\b(std|__gnu_cxx|__cxxabiv1|tl|fmt)::)"));
  if (worldlyStandard().match(symbol).hasMatch()) {
    return false;
  }
  return pureFunctions().contains(symbol) || ownOrLanguage.match(symbol).hasMatch() ||
         standard.match(symbol).hasMatch();
}

}  // namespace

ToolOutput undefinedSymbols(const QString& archive) {
  ToolOutput output = run(QStringLiteral("nm"), {QStringLiteral("-uC"), archive});
  QSet<QString> symbols;
  static const QRegularExpression line(QStringLiteral(R"(^\s+[Uwv] (.+)$)"));
  for (const QString& text : output.lines) {
    const QRegularExpressionMatch match = line.match(text);
    if (match.hasMatch()) {
      symbols.insert(match.captured(1));
    }
  }
  output.lines = QStringList(symbols.begin(), symbols.end());
  output.lines.sort();
  if (output.problem.isEmpty() && output.lines.isEmpty()) {
    output.problem = QStringLiteral("nm saw no symbols in %1").arg(archive);
  }
  return output;
}

ToolOutput neededLibraries(const QString& program) {
  ToolOutput output = run(QStringLiteral("readelf"), {QStringLiteral("-dW"), program});
  QStringList libraries;
  static const QRegularExpression line(QStringLiteral(R"(\(NEEDED\).*\[(.+)\])"));
  for (const QString& text : output.lines) {
    const QRegularExpressionMatch match = line.match(text);
    if (match.hasMatch()) {
      libraries.append(match.captured(1));
    }
  }
  output.lines = libraries;
  if (output.problem.isEmpty() && libraries.isEmpty()) {
    output.problem = QStringLiteral("readelf saw no libraries in %1").arg(program);
  }
  return output;
}

QStringList impureSymbols(const QStringList& symbols) {
  QStringList impure;
  for (const QString& symbol : symbols) {
    if (!isPure(symbol)) {
      impure.append(symbol);
    }
  }
  return impure;
}

}  // namespace loket::architecture
