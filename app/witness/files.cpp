#include "app/witness/files.h"

#include <exception>
#include <utility>

#include "app/serve/certificates.h"
#include "app/witness/key_file.h"
#include "core/base/base64.h"
#include "core/base/text.h"
#include "core/base/utf8.h"
#include "core/domain/journal/merkle.h"

namespace loket::witness {
namespace {

// As Go's note package writes a signer's key.
constexpr std::string_view kPrivate = "PRIVATE+KEY+";
constexpr std::string_view kStates = "state";
constexpr std::string_view kForks = "forks";

std::string hexOf(const journal::Hash& hash, std::size_t bytes) {
  return toHex(hash.data(), bytes);
}

bool isWellNamed(const journal::Crypto& crypto, const journal::Verifier& verifier) {
  for (const char c : verifier.name)
    if (c == 0x7f)
      return false;
  return isUtf8(verifier.name) && journal::verifierFrom(crypto, journal::keyTextOf(crypto, verifier)).has_value();
}

journal::Verifier verifierOf(const std::string& name, const adapters::SigningKey& key) {
  return {name, journal::KeyKind::Cosignature, key.publicKey()};
}

// NAME+NUMBER as in the public text, then the kind and the seed.
std::string privateTextOf(const journal::Crypto& crypto, const journal::Verifier& verifier, const SecretBytes& seed) {
  const std::string shown = journal::keyTextOf(crypto, verifier);
  std::string secret(1, static_cast<char>(verifier.kind));
  secret += seed.view();
  // The name has no plus sign, what follows its number may.
  const auto end = shown.find('+', shown.find('+') + 1) + 1;
  return std::string(kPrivate) + shown.substr(0, end) + toBase64(secret) + "\n";
}

tl::unexpected<Error> damaged(const std::string& path) {
  return fail(ErrorCode::KeySlotUnreadable, path + ": is damaged");
}

// By this witness over exactly this, at a time it says itself.
journal::SignedNote sealedAt(const journal::Crypto& crypto, const Identity& identity, std::uint64_t time, journal::SignedNote note) {
  note.signatures.push_back(
      journal::cosignatureOf(crypto, identity.verifier, time, identity.key.sign(journal::cosignedText(time, note.body))));
  return note;
}

}  // namespace

Status WitnessFiles::hold() {
  LOKET_TRY(m_files.makeFolder(m_folder));
  LOKET_ASSIGN(m_lock, adapters::HomeLock::take(m_folder));
  LOKET_TRY(m_files.makeFolder(path(kForks)));
  return {};
}

Result<Identity> WitnessFiles::identity(const std::string& name, ports::Entropy& entropy) {
  const std::string file = path("key");
  LOKET_ASSIGN(const std::optional<std::string> kept, readPrivate(file));
  if (!kept)
    return makeIdentity(name, entropy);
  const auto first = kPrivate.size();
  const auto second = kept->find('+', first);
  const auto third = second == std::string::npos ? second : kept->find('+', second + 1);
  if (kept->substr(0, first) != kPrivate || third == std::string::npos || kept->back() != '\n')
    return damaged(file);
  const auto secret = fromBase64(std::string_view(*kept).substr(third + 1, kept->size() - third - 2));
  if (!secret || secret->size() != adapters::SigningKey::kSeedBytes + 1)
    return damaged(file);
  const SecretBytes seed(std::string_view(*secret).substr(1));
  adapters::SigningKey key(seed);
  journal::Verifier verifier = verifierOf(kept->substr(first, second - first), key);
  // The number is the public key's: a seed that has changed is not taken for another one.
  if (!isWellNamed(m_crypto, verifier) || privateTextOf(m_crypto, verifier, seed) != *kept)
    return damaged(file);
  if (!name.empty() && name != verifier.name)
    return fail(ErrorCode::Usage, "this witness is " + verifier.name + ", for ever");
  return Identity{std::move(verifier), std::move(key)};
}

Result<Identity> WitnessFiles::makeIdentity(const std::string& name, ports::Entropy& entropy) {
  if (m_files.exists(path("logs")) || m_files.exists(path(kStates)))
    return fail(ErrorCode::KeySlotMissing, path("key") + ": is gone, and another would sign what this one has not seen");
  if (name.empty())
    return fail(ErrorCode::Usage, "a new witness needs a --name, as witness.example/w1");
  std::vector<std::uint8_t> bytes(adapters::SigningKey::kSeedBytes);
  entropy.fill(bytes.data(), bytes.size());
  const SecretBytes seed(std::move(bytes));
  adapters::SigningKey key(seed);
  journal::Verifier verifier = verifierOf(name, key);
  if (!isWellNamed(m_crypto, verifier))
    return fail(ErrorCode::Usage, "a name has neither blanks nor a plus sign");
  LOKET_TRY(createPrivate(path("key"), privateTextOf(m_crypto, verifier, seed)));
  return Identity{std::move(verifier), std::move(key)};
}

Result<std::vector<journal::Verifier>> WitnessFiles::logs(const journal::Crypto& crypto) {
  LOKET_ASSIGN(const std::optional<std::string> text, m_files.read(path("logs")));
  std::vector<journal::Verifier> keys;
  if (!text)
    return keys;
  for (const std::string& line : split(*text, '\n')) {
    if (line.empty())
      continue;
    auto key = journal::verifierFrom(crypto, line);
    if (!key || key->kind != journal::KeyKind::Note)
      return fail(ErrorCode::Usage, path("logs") + ": no key of a log: " + line);
    keys.push_back(std::move(*key));
  }
  return keys;
}

Status WitnessFiles::addLog(const journal::Crypto& crypto, const Identity& identity, const std::string& keyText,
                            std::uint64_t now) {
  const auto key = journal::verifierFrom(crypto, keyText);
  if (!key || key->kind != journal::KeyKind::Note || !isWellNamed(crypto, *key))
    return fail(ErrorCode::Usage, "no key of a log: " + keyText);
  LOKET_ASSIGN(const std::vector<journal::Verifier> known, logs(crypto));
  bool isListed = false;
  bool isNamed = false;
  std::string text;
  for (const journal::Verifier& one : known) {
    isNamed = isNamed || one.name == key->name;
    isListed = isListed || journal::keyTextOf(crypto, one) == keyText;
    text += journal::keyTextOf(crypto, one) + "\n";
  }
  // A log that is listed and of which nothing is remembered was not forgotten by us: it does not begin anew.
  if (isNamed || m_files.exists(placeOf(key->name))) {
    const auto last = remembered(crypto, identity.verifier, key->name);
    if (!last)
      return tl::unexpected<Error>(last.error());
  } else {
    LOKET_TRY(m_files.makeFolder(path(kStates)));
    const journal::Checkpoint nothing{key->name, 0, journal::emptyRoot(crypto)};
    LOKET_TRY(remember(key->name, sealedAt(crypto, identity, now, {journal::textOf(nothing), {}})));
  }
  return isListed ? Status() : m_files.writeDurably(path("logs"), text + keyText + "\n");
}

std::string WitnessFiles::placeOf(const std::string& origin) const {
  constexpr std::size_t kBytes = 16;
  return path(kStates) + "/" + hexOf(m_crypto.sha256({origin}), kBytes);
}

Result<journal::SignedNote> WitnessFiles::remembered(const journal::Crypto& crypto, const journal::Verifier& self,
                                                     const std::string& origin) {
  const std::string file = placeOf(origin);
  const auto text = m_files.read(file);
  if (!text || !*text)
    return fail(ErrorCode::DatabaseUnreadable, file + ": what is remembered of " + origin + " cannot be read");
  auto note = journal::noteFrom(**text);
  const auto checkpoint = note ? journal::checkpointIn(note->body) : tl::unexpected<Error>(note.error());
  if (!checkpoint || checkpoint->origin != origin || !journal::sealedBy(crypto, *note, self) || journal::textOf(*note) != **text)
    return fail(ErrorCode::DatabaseUnreadable, file + ": what is remembered of " + origin + " is damaged");
  return std::move(*note);
}

Status WitnessFiles::remember(const std::string& origin, const journal::SignedNote& cosigned) {
  return m_files.writeDurably(placeOf(origin), journal::textOf(cosigned));
}

Result<std::string> WitnessFiles::keepFork(const journal::Checkpoint& at, const journal::SignedNote& cosigned,
                                           const journal::SignedNote& other) {
  constexpr std::size_t kBytes = 8;
  const std::string start = path(kForks) + "/" + hexOf(m_crypto.sha256({at.origin}), kBytes) + "-";
  for (int i = 1; i <= kForksMost; ++i) {
    const std::string file = start + std::to_string(i);
    LOKET_ASSIGN(const std::optional<std::string> kept, m_files.read(file));
    if (!kept) {
      LOKET_TRY(m_files.writeDurably(file, "==== cosigned by this witness\n" + journal::textOf(cosigned) +
                                               "==== and signed by the same log\n" + journal::textOf(other)));
      return file;
    }
    if (kept->find("\n" + at.origin + "\n" + std::to_string(at.size) + "\n") != std::string::npos)
      return file;
  }
  return start + std::to_string(kForksMost);
}

Status WitnessFiles::makeCertificate() {
  if (m_files.exists(path("ca.pem")))
    return {};
  try {
    // The authority's comes last: what a crash leaves does not look complete.
    const serve::ServerIdentity made = serve::makeServerIdentity("Loket witness");
    LOKET_TRY(m_files.writeDurably(path("server-key.pem"), made.keyPem));
    LOKET_TRY(m_files.writeDurably(path("server.pem"), made.certificatePem));
    return m_files.writeDurably(path("ca.pem"), made.caPem);
  } catch (const std::exception& problem) {
    return fail(ErrorCode::Internal, problem.what());
  }
}

}  // namespace loket::witness
