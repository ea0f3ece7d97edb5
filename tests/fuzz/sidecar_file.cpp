// The sidecar's file. The bytes are a script: which records are written, and what then happens to the file.
// What is read of it was written so, in its place; nothing that was altered, moved or put in opens.
//
//   number of records in the base, number of records in all; each: length, text;
//   then edits until the end: kind, place (two bytes), operand
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/adapters/store/sidecar.h"
#include "core/adapters/store/sidecar_format.h"
#include "tests/fuzz/target.h"

namespace loket::fuzz {
namespace {

using namespace loket::adapters;

const char* const kPath = "sidecar";

class MemoryFile final : public JournalFile {
 public:
  explicit MemoryFile(std::string& bytes) : m_bytes(bytes) {}
  Status reserve(std::size_t) override { return {}; }
  Status append(std::string_view bytes) override {
    m_bytes.append(bytes);
    return {};
  }
  Status sync() override { return {}; }

 private:
  std::string& m_bytes;
};

class MemoryDisk final : public JournalDisk {
 public:
  std::string& at(const std::string& path) { return m_files[path]; }

  Result<std::optional<std::uint64_t>> sizeOf(const std::string& path) override {
    const auto found = m_files.find(path);
    return found == m_files.end() ? std::optional<std::uint64_t>()
                                  : std::optional<std::uint64_t>(found->second.size());
  }
  Result<std::string> read(const std::string& path, std::uint64_t offset, std::size_t size) override {
    const std::string& bytes = m_files[path];
    return offset < bytes.size() ? bytes.substr(offset, size) : std::string();
  }
  Result<std::unique_ptr<JournalFile>> create(const std::string& path) override {
    m_files[path].clear();
    return std::unique_ptr<JournalFile>(std::make_unique<MemoryFile>(m_files[path]));
  }
  Result<std::unique_ptr<JournalFile>> openToAppend(const std::string& path) override {
    return std::unique_ptr<JournalFile>(std::make_unique<MemoryFile>(m_files[path]));
  }
  Status writeAgain(const std::string&, std::uint64_t, std::string_view) override { return {}; }
  Status rename(const std::string& from, const std::string& to) override {
    // The same file under another name: who has it open goes on with it.
    m_files.erase(to);
    auto file = m_files.extract(from);
    file.key() = to;
    m_files.insert(std::move(file));
    return {};
  }
  Status remove(const std::string& path) override {
    m_files.erase(path);
    return {};
  }

 private:
  std::map<std::string, std::string> m_files;
};

class Script {
 public:
  explicit Script(std::string_view bytes) : m_rest(bytes) {}
  bool ended() const { return m_rest.empty(); }
  std::size_t number() {
    if (m_rest.empty())
      return 0;
    const auto byte = static_cast<unsigned char>(m_rest.front());
    m_rest.remove_prefix(1);
    return byte;
  }
  std::string text(std::size_t size) {
    const std::string text(m_rest.substr(0, size));
    m_rest.remove_prefix(text.size());
    return text;
  }

 private:
  std::string_view m_rest;
};

struct Written {
  SidecarKind kind;
  std::uint64_t number;
  std::string text;
};

// As the store does it: a base, its end, then a record for each unit of work. A second object goes on behind
// the base, as after a start.
std::vector<Written> write(Script& script, MemoryDisk& disk, const SecretBytes& key) {
  constexpr std::uint64_t kFrom = 41;
  std::vector<Written> written;
  const std::size_t inBase = script.number() % 4;
  const std::size_t inAll = script.number() % 6;
  auto sidecar = Sidecar::begin(disk, kPath, key.clone(), kFrom);
  LOKET_HOLDS(sidecar.has_value());
  for (std::size_t i = 0; i < inBase; ++i) {
    written.push_back({SidecarKind::BasePart, kFrom, script.text(script.number() % 64)});
    LOKET_HOLDS((*sidecar)->addToBase(written.back().text).has_value());
  }
  written.push_back({SidecarKind::BaseEnd, kFrom, "end"});
  LOKET_HOLDS((*sidecar)->publish("end", "").has_value());
  auto contents = readSidecar(disk, kPath, key);
  LOKET_HOLDS(contents.has_value() && contents->has_value());
  LOKET_HOLDS((*contents)->state == SidecarContents::State::Whole && (*contents)->base() == kFrom);
  sidecar = Sidecar::open(disk, kPath, key.clone(), **contents);
  LOKET_HOLDS(sidecar.has_value());
  for (std::size_t i = 0; i < inAll; ++i) {
    written.push_back({SidecarKind::Commit, kFrom + 1 + i, script.text(script.number() % 64)});
    (*sidecar)->prepare(written.back().text);
    LOKET_HOLDS((*sidecar)->reserve().has_value() && (*sidecar)->append().has_value());
  }
  return written;
}

// Whether the file is another one afterwards.
void edit(Script& script, std::string& file) {
  const std::size_t kind = script.number() % 5;
  const std::size_t place = script.number() * 256 + script.number();
  const std::size_t operand = script.number();
  const std::size_t at = file.empty() ? 0 : place % file.size();
  switch (kind) {
    case 0:
      if (!file.empty())
        file[at] = static_cast<char>(static_cast<unsigned char>(file[at]) ^ operand);
      break;
    case 1:
      file.resize(at);
      break;
    case 2:
      file.insert(at, script.text(operand % 32));
      break;
    case 3:
      file.insert(file.size(), file.substr(at, operand));
      break;
    default:
      file.erase(at, operand);
      break;
  }
}

bool isSame(const SidecarEntry& entry, const Written& written, const std::string& text) {
  return entry.kind == written.kind && entry.number == written.number && text == written.text;
}

void judge(MemoryDisk& disk, const SecretBytes& key, const std::string& original,
           const std::vector<Written>& written) {
  const std::string file = disk.at(kPath);
  const auto read = readSidecar(disk, kPath, key);
  LOKET_HOLDS(read.has_value() && read->has_value());
  const SidecarContents& contents = **read;
  const bool damaged = contents.state == SidecarContents::State::Damaged;
  LOKET_HOLDS(contents.goodBytes <= file.size());
  // Byte for byte what was written, as far as it is called good.
  LOKET_HOLDS(damaged || file.compare(0, contents.goodBytes, original, 0, contents.goodBytes) == 0);
  LOKET_HOLDS(damaged || contents.entries.size() <= written.size());
  if (contents.state == SidecarContents::State::Whole)
    LOKET_HOLDS(contents.goodBytes == file.size());
  if (file == original)
    LOKET_HOLDS(contents.state == SidecarContents::State::Whole && contents.entries.size() == written.size());
  std::uint64_t before = 0;
  for (std::size_t i = 0; i < contents.entries.size(); ++i) {
    const SidecarEntry& entry = contents.entries[i];
    const auto text = openEntry(disk, kPath, key, entry);
    LOKET_HOLDS(text.has_value());
    LOKET_HOLDS(entry.number >= before);
    before = entry.number;
    if (!damaged)
      LOKET_HOLDS(isSame(entry, written[i], *text));
    // Also behind damage: nothing that was never written.
    bool known = false;
    for (const Written& one : written) known = known || isSame(entry, one, *text);
    LOKET_HOLDS(known);
  }
}

}  // namespace
}  // namespace loket::fuzz

LOKET_FUZZ(sidecar_file) {
  using namespace loket::fuzz;
  static const loket::SecretBytes key =
      loket::adapters::sidecarKey(loket::SecretBytes(std::string("0123456789abcdef0123456789abcdef")));
  Script script(bytes);
  MemoryDisk disk;
  const std::vector<Written> written = write(script, disk, key);
  const std::string original = disk.at(kPath);
  judge(disk, key, original, written);
  for (int edits = 0; edits < 8 && !script.ended(); ++edits) edit(script, disk.at(kPath));
  judge(disk, key, original, written);
}
