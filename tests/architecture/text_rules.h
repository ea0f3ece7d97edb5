// Rules about the text of a file: its length, its names, and words that may not stand where they stand.
#pragma once

#include "tests/architecture/source_tree.h"

namespace loket::architecture {

constexpr int kMaxLines = 1000;

// Files over kMaxLines that are not on the list of exceptions.
QList<Violation> lengthViolations(const QList<SourceFile>& files, const QStringList& exceptions);

// Files and types called Manager, Helper, Util, Data or Info: the thing inside has a better name.
QList<Violation> nameViolations(const QList<SourceFile>& files);

// Words that break a promise of the design at the place they stand in: see the table in text_rules.cpp.
QList<Violation> wordViolations(const QList<SourceFile>& files);

// Two files of one library that give something in their own namespace the same name: they cannot be compiled together,
// as the shipped build does. Functions with other parameters are others.
QList<Violation> sharedNameViolations(const QList<SourceFile>& files);

}  // namespace loket::architecture
