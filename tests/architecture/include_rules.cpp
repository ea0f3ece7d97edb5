#include "tests/architecture/include_rules.h"

#include <QHash>
#include <QMap>
#include <QSet>
#include <functional>

namespace loket::architecture {

namespace {

// ------------------------------------------------------------------------------------- libraries

const QSet<QString>& standardHeaders() {
  static const QSet<QString> headers = [] {
    const QString names = QStringLiteral(
        "algorithm any array atomic barrier bit bitset cassert cctype cerrno cfenv cfloat charconv chrono "
        "cinttypes "
        "climits clocale cmath codecvt compare complex concepts condition_variable coroutine csetjmp csignal "
        "cstdarg "
        "cstddef cstdint cstdio cstdlib cstring ctime cuchar cwchar cwctype deque exception execution "
        "filesystem "
        "format forward_list fstream functional future initializer_list iomanip ios iosfwd iostream istream "
        "iterator "
        "latch limits list locale map memory memory_resource mutex new numbers numeric optional ostream "
        "queue random "
        "ranges ratio regex scoped_allocator semaphore set shared_mutex source_location span sstream stack "
        "stdexcept "
        "stop_token streambuf string string_view strstream syncstream system_error thread tuple type_traits "
        "typeindex "
        "typeinfo unordered_map unordered_set utility valarray variant vector version");
    const QStringList list = names.split(u' ');
    return QSet<QString>(list.begin(), list.end());
  }();
  return headers;
}

// Standard headers that bring the outside world in: threads, files, streams, chance, the wall clock.
const QSet<QString>& worldlyHeaders() {
  static const QSet<QString> headers = [] {
    const QStringList list =
        QStringLiteral(
            "barrier condition_variable csignal cstdio ctime execution filesystem fstream future "
            "iostream istream latch locale mutex ostream random semaphore shared_mutex stop_token "
            "syncstream thread")
            .split(u' ');
    return QSet<QString>(list.begin(), list.end());
  }();
  return headers;
}

bool startsWithAny(const QString& text, const QStringList& prefixes) {
  for (const QString& prefix : prefixes) {
    if (text.startsWith(prefix)) {
      return true;
    }
  }
  return false;
}

bool isQtHeader(const QString& header) {
  return header.size() > 1 && header[0] == u'Q' && (header[1].isUpper() || header.startsWith(u"Qt"));
}

bool isWindowsHeader(const QString& header) {
  static const QSet<QString> headers = {
      QStringLiteral("windows.h"),  QStringLiteral("winsock2.h"), QStringLiteral("ws2tcpip.h"),
      QStringLiteral("bcrypt.h"),   QStringLiteral("wincrypt.h"), QStringLiteral("winspool.h"),
      QStringLiteral("setupapi.h"), QStringLiteral("shlobj.h"),   QStringLiteral("shellapi.h"),
      QStringLiteral("io.h"),       QStringLiteral("direct.h"),   QStringLiteral("process.h"),
      QStringLiteral("aclapi.h"),   QStringLiteral("sddl.h"),     QStringLiteral("dpapi.h")};
  return headers.contains(header.toLower());
}

bool isPosixHeader(const QString& header) {
  static const QSet<QString> headers = {
      QStringLiteral("unistd.h"),  QStringLiteral("fcntl.h"),   QStringLiteral("poll.h"),
      QStringLiteral("signal.h"),  QStringLiteral("pthread.h"), QStringLiteral("netdb.h"),
      QStringLiteral("termios.h"), QStringLiteral("dlfcn.h"),   QStringLiteral("pwd.h"),
      QStringLiteral("grp.h"),     QStringLiteral("dirent.h"),  QStringLiteral("syslog.h"),
      QStringLiteral("malloc.h"),
      QStringLiteral("spawn.h"),   QStringLiteral("sched.h"),   QStringLiteral("semaphore.h"),
      QStringLiteral("glob.h"),    QStringLiteral("ftw.h"),     QStringLiteral("mntent.h"),
      QStringLiteral("ifaddrs.h"), QStringLiteral("strings.h"), QStringLiteral("time.h")};
  return headers.contains(header) ||
         startsWithAny(header, {QStringLiteral("sys/"), QStringLiteral("netinet/"), QStringLiteral("arpa/"),
                                QStringLiteral("net/"), QStringLiteral("linux/"), QStringLiteral("asm/")});
}

// The library a header belongs to, or nothing when it is not known to the table.
QString libraryOf(const QString& header) {
  if (standardHeaders().contains(header)) {
    return QStringLiteral("std");
  }
  if (isQtHeader(header)) {
    return QStringLiteral("qt");
  }
  if (isWindowsHeader(header) || isPosixHeader(header)) {
    return QStringLiteral("platform");
  }
  static const QList<std::pair<QString, QString>> byPrefix = {
      {QStringLiteral("tl/"), QStringLiteral("expected")},
      {QStringLiteral("fmt/"), QStringLiteral("fmt")},
      {QStringLiteral("nlohmann/"), QStringLiteral("json")},
      {QStringLiteral("sqlite3"), QStringLiteral("sqlite3")},
      {QStringLiteral("curl/"), QStringLiteral("curl")},
      {QStringLiteral("openssl/"), QStringLiteral("openssl")},
      {QStringLiteral("sodium"), QStringLiteral("sodium")},
      {QStringLiteral("spdlog/"), QStringLiteral("spdlog")},
      {QStringLiteral("CLI/"), QStringLiteral("cli11")},
      {QStringLiteral("httplib.h"), QStringLiteral("httplib")},
      {QStringLiteral("qrcodegen"), QStringLiteral("qrcodegen")},
      {QStringLiteral("liboath/"), QStringLiteral("oath")},
      {QStringLiteral("libsecret/"), QStringLiteral("secret")},
      {QStringLiteral("tss2/"), QStringLiteral("tss2")},
      {QStringLiteral("systemd/"), QStringLiteral("systemd")},
      {QStringLiteral("cups/"), QStringLiteral("cups")},
      {QStringLiteral("xgboost/"), QStringLiteral("xgboost")},
      {QStringLiteral("sanitizer/"), QStringLiteral("sanitizer")}};
  for (const auto& [prefix, library] : byPrefix) {
    if (header.startsWith(prefix)) {
      return library;
    }
  }
  return {};
}

// ------------------------------------------------------------------------------------- the table

struct Layer {
  QString folder;       // the row is for files under it; the longest matching folder counts
  QStringList project;  // folders whose headers it may include, besides its own
  QStringList libraries;
};

const QList<Layer>& layers() {
  const auto words = [](const char* text) {
    return QString::fromLatin1(text).split(u' ', Qt::SkipEmptyParts);
  };
  static const QList<Layer> table = {
      // core: no Qt at all, and each C library behind one adapter
      {QStringLiteral("core/base"), {}, words("std expected")},
      {QStringLiteral("core/domain"), words("core/base"), words("pure-std expected")},
      {QStringLiteral("core/ports"), words("core/domain core/base"), words("std expected")},
      {QStringLiteral("core/api"), words("core/domain core/base"), words("std expected")},
      {QStringLiteral("core/engine"), words("core/ports core/api core/domain core/base"),
       words("std expected fmt json")},
      {QStringLiteral("core/adapters/store"), words("core/ports core/domain core/base"),
       words("std expected fmt json platform sqlite3 openssl sodium")},
      {QStringLiteral("core/adapters/http"), words("core/ports core/domain core/base"),
       words("std expected fmt platform curl openssl")},
      {QStringLiteral("core/adapters/notify"), words("core/ports core/domain core/base"), words("std expected curl")},
      {QStringLiteral("core/adapters/timestamp"), words("core/ports core/domain core/base"), words("std expected openssl")},
      {QStringLiteral("core/adapters/witness"), words("core/ports core/domain core/base"), words("std expected")},
      {QStringLiteral("core/adapters/upstream"), words("core/ports core/domain core/base"),
       words("std expected fmt json openssl sodium")},
      {QStringLiteral("core/adapters/printer"), words("core/ports core/domain core/base"),
       words("std expected fmt platform cups qrcodegen")},
      {QStringLiteral("core/adapters/vault"), words("core/ports core/domain core/base"),
       words("std expected fmt json platform sodium openssl secret")},
      {QStringLiteral("core/adapters/keychain"), words("core/ports core/domain core/base"), words("std expected platform systemd")},
      {QStringLiteral("core/adapters/tpm"), words("core/ports core/domain core/base"), words("std expected json platform tss2")},
      {QStringLiteral("core/adapters/otp"), words("core/ports core/domain core/base"), words("std expected oath")},
      {QStringLiteral("core/adapters/biometrics"), words("core/ports core/domain core/base"),
       words("std expected fmt platform systemd")},
      {QStringLiteral("core/adapters/system"), words("core/ports core/domain core/base"),
       words("std expected fmt platform spdlog sodium openssl")},

      // ui: knows core/api and domain values, nothing deeper
      {QStringLiteral("ui"), words("ui core/api core/domain core/base"), words("std expected qt qrcodegen")},

      // app: the composition roots; the sandbox shares nothing with the product, and how it is served nothing with what is
      {QStringLiteral("app/serve"), {}, words("std platform openssl httplib")},
      {QStringLiteral("app/sandbox"), words("app/serve"), words("std expected fmt json platform openssl httplib cli11")},
      {QStringLiteral("app/witness"), words("app/serve core"), words("std expected fmt json platform cli11")},
      {QStringLiteral("app/wiring"), words("core"),
       words("std expected fmt json platform cli11 curl openssl sodium spdlog sqlite3")},
      {QStringLiteral("app/headless"), words("app/wiring core"),
       words("std expected fmt json platform cli11 spdlog curl openssl sodium")},
      {QStringLiteral("app/cashier"), words("app/wiring core ui"),
       words("std expected fmt json platform cli11 spdlog curl openssl sodium qt")}};
  return table;
}

bool isUnder(const QString& path, const QString& folder) {
  return path == folder || path.startsWith(folder + u'/');
}

const Layer* layerOf(const QString& path) {
  const Layer* best = nullptr;
  for (const Layer& layer : layers()) {
    if (isUnder(path, layer.folder) && (best == nullptr || layer.folder.size() > best->folder.size())) {
      best = &layer;
    }
  }
  return best;
}

// core/adapters/upstream/digiflazz/codec.h with depth 4: core/adapters/upstream/digiflazz
QString folderAt(const QString& path, int depth) {
  return path.section(u'/', 0, depth - 1);
}

// Siblings that may not know each other: protocols of one adapter, screens of one window.
QString siblingViolation(const QString& from, const QString& to) {
  struct Siblings {
    QString parent;
    int depth;
    QString what;
  };
  static const QList<Siblings> siblings = {
      {QStringLiteral("core/adapters/upstream"), 4,
       QStringLiteral("one upstream's protocol may not use another's")},
      {QStringLiteral("ui/screens"), 3, QStringLiteral("one screen may not use another")}};
  for (const Siblings& family : siblings) {
    const QString a = folderAt(from, family.depth);
    const QString b = folderAt(to, family.depth);
    const bool bothInFolders = from.count(u'/') >= family.depth && to.count(u'/') >= family.depth;
    if (isUnder(from, family.parent) && isUnder(to, family.parent) && bothInFolders && a != b) {
      return family.what;
    }
  }
  // What screens are made of must not know the screens.
  if (isUnder(to, QStringLiteral("ui/screens")) && isUnder(from, QStringLiteral("ui")) &&
      !isUnder(from, QStringLiteral("ui/screens"))) {
    return QStringLiteral("nothing else in ui may use a screen");
  }
  return {};
}

QString projectViolation(const SourceFile& file, const Layer& layer, const Include& include) {
  if (!startsWithAny(include.target,
                     {QStringLiteral("core/"), QStringLiteral("ui/"), QStringLiteral("app/")})) {
    const bool generated = include.target.endsWith(u".inc") || include.target.endsWith(u".moc") ||
                           include.target.startsWith(u"moc_");
    return generated ? QString() : QStringLiteral("\"%1\" is not written from the root").arg(include.target);
  }
  bool allowed = isUnder(include.target, layer.folder);
  for (const QString& folder : layer.project) {
    allowed = allowed || isUnder(include.target, folder);
  }
  if (!allowed) {
    return QStringLiteral("%1 may not include %2").arg(layer.folder, include.target);
  }
  const QString sibling = siblingViolation(file.path, include.target);
  return sibling.isEmpty() ? QString() : QStringLiteral("%1: %2").arg(sibling, include.target);
}

QString libraryViolation(const Layer& layer, const Include& include) {
  const QString library = libraryOf(include.target);
  if (library.isEmpty()) {
    return QStringLiteral("<%1> belongs to no library the table knows").arg(include.target);
  }
  if (library == u"std" && layer.libraries.contains(QStringLiteral("pure-std"))) {
    return worldlyHeaders().contains(include.target)
               ? QStringLiteral("%1 is pure and may not include <%2>").arg(layer.folder, include.target)
               : QString();
  }
  return layer.libraries.contains(library)
             ? QString()
             : QStringLiteral("%1 may not use %2: <%3>").arg(layer.folder, library, include.target);
}

// ------------------------------------------------------------------------------------- cycles

using Graph = QMap<QString, QSet<QString>>;

// One circle per strongly tied group is enough to act upon: depth-first, reporting the path that closes.
QList<Violation> cyclesOf(const Graph& graph) {
  enum class Mark { kNew, kOpen, kDone };
  QHash<QString, Mark> marks;
  QStringList path;
  QList<Violation> violations;
  const std::function<void(const QString&)> visit = [&](const QString& node) {
    marks[node] = Mark::kOpen;
    path.append(node);
    QStringList targets(graph.value(node).begin(), graph.value(node).end());
    targets.sort();
    for (const QString& target : targets) {
      switch (marks.value(target, Mark::kNew)) {
        case Mark::kNew:
          visit(target);
          break;
        case Mark::kOpen:
          violations.append(
              {.path = target,
               .line = 0,
               .what = QStringLiteral("circle: ") +
                       (path.mid(path.indexOf(target)) << target).join(QStringLiteral(" -> "))});
          break;
        case Mark::kDone:
          break;
      }
    }
    path.removeLast();
    marks[node] = Mark::kDone;
  };
  for (const QString& node : graph.keys()) {
    if (marks.value(node, Mark::kNew) == Mark::kNew) {
      visit(node);
    }
  }
  return violations;
}

// The folder that stands for a file in the graph of folders. Domain and adapter folders are modules of their
// own.
QString moduleOf(const QString& path) {
  const bool deeper = startsWithAny(path, {QStringLiteral("core/domain/"), QStringLiteral("core/adapters/"),
                                           QStringLiteral("ui/screens/")});
  const int depth = deeper ? 3 : 2;
  return folderAt(path, std::min(depth, static_cast<int>(path.count(u'/'))));
}

Graph graphOf(const QList<SourceFile>& files, const std::function<QString(const QString&)>& nodeOf) {
  Graph graph;
  for (const SourceFile& file : files) {
    for (const Include& include : file.includes) {
      const bool ofProject = startsWithAny(
          include.target, {QStringLiteral("core/"), QStringLiteral("ui/"), QStringLiteral("app/")});
      const QString from = nodeOf(file.path);
      const QString to = nodeOf(include.target);
      if (include.quoted && ofProject && (from != to || file.path == include.target)) {
        graph[from].insert(to);
      }
    }
  }
  return graph;
}

}  // namespace

QList<Violation> layerViolations(const QList<SourceFile>& files) {
  QList<Violation> violations;
  for (const SourceFile& file : files) {
    const Layer* layer = layerOf(file.path);
    if (layer == nullptr) {
      violations.append(
          {.path = file.path, .line = 0, .what = QStringLiteral("its folder has no row in the table")});
      continue;
    }
    for (const Include& include : file.includes) {
      const QString what =
          include.quoted ? projectViolation(file, *layer, include) : libraryViolation(*layer, include);
      if (!what.isEmpty()) {
        violations.append({.path = file.path, .line = include.line, .what = what});
      }
    }
  }
  return violations;
}

QList<Violation> platformViolations(const QList<SourceFile>& files) {
  QList<Violation> violations;
  for (const SourceFile& file : files) {
    const QString stem = file.path.section(u'.', 0, 0);
    const bool onLinux = stem.endsWith(u"_linux");
    const bool onWindows = stem.endsWith(u"_windows");
    for (const Include& include : file.includes) {
      const QString target = include.target.section(u'.', 0, 0);
      const bool ofBoth =
          include.target == u"fcntl.h" || include.target.startsWith(u"sys/");  // Windows has some of these
      const bool forLinux = (isPosixHeader(include.target) && !(ofBoth && onWindows)) ||
                            (include.quoted && target.endsWith(u"_linux"));
      const bool forWindows =
          isWindowsHeader(include.target) || (include.quoted && target.endsWith(u"_windows"));
      if ((forLinux && !onLinux) || (forWindows && !onWindows)) {
        violations.append(
            {.path = file.path,
             .line = include.line,
             .what = QStringLiteral("%1 belongs in a file called *_linux or *_windows").arg(include.target)});
      }
    }
  }
  return violations;
}

QList<Violation> fileCycles(const QList<SourceFile>& files) {
  return cyclesOf(graphOf(files, [](const QString& path) { return path; }));
}

QList<Violation> folderCycles(const QList<SourceFile>& files) {
  return cyclesOf(graphOf(files, moduleOf));
}

}  // namespace loket::architecture
