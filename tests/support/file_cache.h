// What the system keeps of files in memory.
#pragma once

#include <string>

namespace loket::tests {

// As after a start of the machine: the next reading of this file comes from the disk. Written and synced pages only.
void forgetFile(const std::string& path);

}  // namespace loket::tests
