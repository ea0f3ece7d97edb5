// What built files really need from the outside, read with nm and readelf.
#pragma once

#include <QString>
#include <QStringList>

namespace loket::architecture {

struct ToolOutput {
  QStringList lines;
  QString problem;  // empty when the tool ran and said something
};

// Demangled undefined symbols of an archive, each once.
ToolOutput undefinedSymbols(const QString& archive);

// Names of the shared libraries a program is linked with, directly.
ToolOutput neededLibraries(const QString& program);

// Those of `symbols` a pure library may not need: everything outside the language, containers, text and
// arithmetic.
QStringList impureSymbols(const QStringList& symbols);

}  // namespace loket::architecture
