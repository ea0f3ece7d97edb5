// Who may include whom: the table of layers, the platform's headers, and no cycles.
#pragma once

#include "tests/architecture/source_tree.h"

namespace loket::architecture {

// Project and library headers outside the layer's row in the table.
QList<Violation> layerViolations(const QList<SourceFile>& files);

// POSIX and Windows headers outside *_linux.cpp and *_windows.cpp (or .h, which only such files may include).
QList<Violation> platformViolations(const QList<SourceFile>& files);

// Files that include each other in a circle.
QList<Violation> fileCycles(const QList<SourceFile>& files);

// Folders that include each other in a circle.
QList<Violation> folderCycles(const QList<SourceFile>& files);

}  // namespace loket::architecture
