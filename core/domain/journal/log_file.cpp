#include "core/domain/journal/log_file.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <utility>

#include "core/base/base64.h"

namespace loket::journal {
namespace {

constexpr std::string_view kFormat = "loket-log/1";
constexpr std::string_view kKey = "key ";
constexpr std::string_view kFrom = "from ";
constexpr std::string_view kBefore = "before ";
constexpr std::string_view kSalt = "salt ";
constexpr std::string_view kParticulars = "particulars ";
constexpr std::string_view kEntry = "loket/1";
constexpr int kEntryLines = 5;

tl::unexpected<Error> noLog(const char* what) {
  return fail(ErrorCode::UpstreamUnreadable, std::string("log: ") + what);
}

bool begins(std::string_view text, std::string_view with) {
  return text.substr(0, with.size()) == with;
}

}  // namespace

std::string logHeadText(const std::string& key, std::uint64_t from, const std::vector<Hash>& before) {
  std::string text = std::string(kFormat) + "\n" + std::string(kKey) + key + "\n" + std::string(kFrom) + std::to_string(from) + "\n";
  for (const Hash& hash : before) text += std::string(kBefore) + toBase64(bytesOf(hash)) + "\n";
  return text + "\n";
}

std::string textOf(const LogEntry& entry) {
  std::string text = entry.entry;
  if (!entry.salt.empty())
    text += std::string(kSalt) + toBase64(entry.salt) + "\n" + std::string(kParticulars) + toBase64(entry.particulars) + "\n";
  return text;
}

std::string logEndText(const SignedNote& checkpoint) {
  return "\n" + textOf(checkpoint);
}

LogReader::LogReader(const Crypto& crypto, Verifier log) : m_crypto(crypto), m_log(std::move(log)) {}

Status LogReader::take(std::string_view bytes) {
  while (!bytes.empty() && m_at != At::Note) {
    const auto feed = bytes.find('\n');
    m_line += bytes.substr(0, feed);
    if (m_line.size() > kLogLineMax)
      return noLog("a line without an end");
    if (feed == std::string_view::npos)
      return {};
    bytes.remove_prefix(feed + 1);
    const std::string whole = std::exchange(m_line, {});
    LOKET_TRY(line(whole));
  }
  m_line += bytes;
  return m_line.size() > kLogLineMax ? Status(noLog("a note without an end")) : Status();
}

Status LogReader::line(std::string_view text) {
  switch (m_at) {
    case At::Format:
      m_at = At::Key;
      return text == kFormat ? Status() : Status(noLog("not of the form loket-log/1"));
    case At::Key:
      m_at = At::From;
      return begins(text, kKey) && text.substr(kKey.size()) == keyTextOf(m_crypto, m_log) ? Status() : Status(noLog("of another key"));
    case At::From:
      return from(text);
    case At::Before:
      return before(text);
    case At::Entries:
      return between(text);
    case At::Entry: {
      m_entry.append(text).push_back('\n');
      if (--m_linesLeft > 0)
        return {};
      LOKET_ASSIGN(const Entry entry, entryFrom(m_entry));
      m_frontier.append(m_crypto, leafHash(m_crypto, m_entry));
      m_commitment = entry.commitment;
      ++m_facts.entries;
      m_mayBeShown = true;
      m_at = At::Entries;
      return {};
    }
    case At::Particulars:
      return particulars(text);
    case At::Note:
      break;
  }
  return noLog("lines behind the end");
}

Status LogReader::from(std::string_view text) {
  const std::string_view number = begins(text, kFrom) ? text.substr(kFrom.size()) : std::string_view();
  const auto read = std::from_chars(number.data(), number.data() + number.size(), m_facts.from);
  if (number.empty() || read.ec != std::errc() || read.ptr != number.data() + number.size() || (number.size() > 1 && number.front() == '0'))
    return noLog("where it begins");
  m_at = At::Before;
  return {};
}

Status LogReader::before(std::string_view text) {
  if (!text.empty()) {
    const auto bytes = begins(text, kBefore) ? fromBase64(text.substr(kBefore.size())) : std::nullopt;
    Hash hash{};
    if (!bytes || bytes->size() != hash.size() || m_before.size() == static_cast<std::size_t>(std::popcount(m_facts.from)))
      return noLog("the hashes of what was before");
    std::copy(bytes->begin(), bytes->end(), reinterpret_cast<char*>(hash.data()));
    m_before.push_back(hash);
    return {};
  }
  auto frontier = Frontier::of(m_facts.from, std::exchange(m_before, {}));
  if (!frontier)
    return noLog("the hashes of what was before");
  m_frontier = std::move(*frontier);
  m_at = At::Entries;
  return {};
}

Status LogReader::between(std::string_view text) {
  if (text.empty()) {
    m_at = At::Note;
    return {};
  }
  if (text == kEntry) {
    m_entry = std::string(text) + "\n";
    m_linesLeft = kEntryLines - 1;
    m_at = At::Entry;
    return {};
  }
  const auto salt = m_mayBeShown && begins(text, kSalt) ? fromBase64(text.substr(kSalt.size())) : std::nullopt;
  if (!salt || salt->empty())
    return noLog("neither an entry nor its end");
  m_salt = *salt;
  m_mayBeShown = false;
  m_at = At::Particulars;
  return {};
}

Status LogReader::particulars(std::string_view text) {
  const auto bytes = begins(text, kParticulars) ? fromBase64(text.substr(kParticulars.size())) : std::nullopt;
  if (!bytes)
    return noLog("a salt without particulars");
  if (commitmentOf(m_crypto, m_salt, *bytes) != m_commitment)
    return fail(ErrorCode::StateForbids, "log: entry " + std::to_string(m_facts.from + m_facts.entries - 1) + " is not about that");
  ++m_facts.shown;
  m_at = At::Entries;
  return {};
}

Result<LogFacts> LogReader::end() {
  if (m_at != At::Note)
    return noLog("it is cut off");
  LOKET_ASSIGN(m_facts.note, noteFrom(m_line));
  LOKET_ASSIGN(m_facts.checkpoint, checkpointIn(m_facts.note.body));
  if (m_facts.checkpoint.origin != m_log.name)
    return noLog("of another log");
  if (!sealedBy(m_crypto, m_facts.note, m_log))
    return fail(ErrorCode::SignatureWrong, "log");
  if (m_facts.checkpoint.size != m_frontier.size() || m_facts.checkpoint.root != m_frontier.root(m_crypto))
    return fail(ErrorCode::StateForbids, "log: its entries are not those that were signed");
  return m_facts;
}

}  // namespace loket::journal
