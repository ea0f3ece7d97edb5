#include "core/domain/journal/entry.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "core/base/text.h"

namespace loket::journal {
namespace {

constexpr std::string_view kVersion = "loket/1";
constexpr std::string_view kSaltUse = "loket salt";

std::string bigEndian(std::uint64_t number) {
  std::string bytes(8, '\0');
  for (std::size_t i = 8; i > 0; --i, number >>= 8U) bytes[i - 1] = static_cast<char>(number & 0xFFU);
  return bytes;
}

tl::unexpected<Error> none() {
  return fail(ErrorCode::UpstreamUnreadable, "journal entry");
}

bool isKind(std::string_view kind) {
  return !kind.empty() && kind.size() <= kKindMax && std::all_of(kind.begin(), kind.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-';
  });
}

int digitOf(char c) {
  return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

}  // namespace

Hash commitmentOf(const Hasher& hasher, std::string_view salt, std::string_view particulars) {
  return hasher.sha256({salt, particulars});
}

std::string saltOf(const Hasher& hasher, std::string_view seed, std::uint64_t number) {
  const Hash hash = hasher.sha256({kSaltUse, seed, bigEndian(number)});
  return std::string(bytesOf(hash).substr(0, kSaltBytes));
}

std::string textOf(const Entry& entry) {
  std::string text;
  text.reserve(kVersion.size() + entry.kind.size() + entry.subject.size() + 96);
  text += kVersion;
  text += '\n';
  text += entry.kind;
  text += '\n';
  text += entry.subject;
  std::replace(text.end() - static_cast<std::ptrdiff_t>(entry.subject.size()), text.end(), '\n', ' ');
  text += '\n';
  text += std::to_string(entry.at.ms);
  text += '\n';
  appendHex(text, entry.commitment.data(), entry.commitment.size());
  text += '\n';
  return text;
}

Result<Entry> entryFrom(std::string_view text) {
  const std::vector<std::string> lines = split(std::string(text), '\n');
  if (lines.size() != 6 || lines[0] != kVersion || !lines[5].empty() || !isKind(lines[1]) ||
      lines[2].size() > kSubjectMax || lines[4].size() != 64)
    return none();
  Entry entry;
  entry.kind = lines[1];
  entry.subject = lines[2];
  const std::string& ms = lines[3];
  const auto read = std::from_chars(ms.data(), ms.data() + ms.size(), entry.at.ms);
  if (read.ec != std::errc() || read.ptr != ms.data() + ms.size())
    return none();
  for (std::size_t i = 0; i < entry.commitment.size(); ++i) {
    const int high = digitOf(lines[4][2 * i]);
    const int low = digitOf(lines[4][2 * i + 1]);
    if (high < 0 || low < 0)
      return none();
    entry.commitment[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  // One text for one entry: "007" is not 7.
  if (textOf(entry) != text)
    return none();
  return entry;
}

}  // namespace loket::journal
