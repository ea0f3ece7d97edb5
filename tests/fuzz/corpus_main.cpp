// corpus_main FOLDER: every file of FOLDER/TARGET through the judge of TARGET, for all targets. Also a few
// bytes that no corpus needs to hold: none, and one of each.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/fuzz/target.h"

namespace {

namespace fs = std::filesystem;

std::string contents(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// The kept files, in the same order everywhere.
std::vector<fs::path> filesIn(const fs::path& folder) {
  std::vector<fs::path> files;
  if (fs::is_directory(folder))
    for (const fs::directory_entry& entry : fs::directory_iterator(folder))
      if (entry.is_regular_file())
        files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s CORPUS\n", argv[0]);
    return 2;
  }
  int failed = 0;
  for (const loket::fuzz::Target* target = loket::fuzz::Target::first(); target != nullptr;
       target = target->next) {
    const std::string name(target->name);
    const std::vector<fs::path> files = filesIn(fs::path(argv[1]) / name);
    if (files.empty()) {
      std::printf("FAIL!  : %s has no corpus\n", name.c_str());
      ++failed;
    }
    for (const fs::path& file : files) {
      // Said first: a judge that finds something stops the process.
      std::printf("%s/%s\n", name.c_str(), file.filename().c_str());
      std::fflush(stdout);
      target->judge(contents(file));
    }
    target->judge({});
    for (int byte = 0; byte < 256; ++byte) target->judge(std::string(1, static_cast<char>(byte)));
    std::printf("PASS   : %s, %zu files\n", name.c_str(), files.size());
  }
  return failed == 0 ? 0 : 1;
}
