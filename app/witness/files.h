// The folder of a witness: its key, the logs it knows, what it has cosigned last of each, and the proofs that one of them has
// said two things. Whatever is there and cannot be read stops whoever needs it: a witness that forgets would sign anything.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/adapters/system/home_lock.h"
#include "core/adapters/vault/sodium_crypto.h"
#include "core/base/result.h"
#include "core/domain/journal/note.h"
#include "core/ports/entropy.h"
#include "core/ports/files.h"

namespace loket::witness {

// Who this witness is.
struct Identity {
  journal::Verifier verifier;  // of kind Cosignature
  adapters::SigningKey key;
};

class WitnessFiles {
 public:
  WitnessFiles(std::string folder, ports::Files& files) : m_folder(std::move(folder)), m_files(files) {}

  // Makes the folder where there is none and holds it against other processes, before anything is written. HomeBusy; DiskFull,
  // DiskFault.
  Status hold();
  bool hasKey() { return m_files.exists(path("key")); }

  // The key of the folder, made for `name` where the folder is new. Usage: a new one needs a name, `name` is none or not the
  // key's. KeySlotMissing: there is no key, but what one has signed. KeySlotUnreadable: others than its owner may read it, or it
  // is damaged. It is never written over.
  Result<Identity> identity(const std::string& name, ports::Entropy& entropy);

  // One key a line, each of a log (C2SP vkey); of one name may be several. Usage: what is none, with its line.
  Result<std::vector<journal::Verifier>> logs(const journal::Crypto& crypto);
  // Begins to remember a log, unless something is remembered already, and lists its key. Usage: it is no log's key.
  // DatabaseUnreadable: what is remembered of it is not to be trusted.
  Status addLog(const journal::Crypto& crypto, const Identity& identity, const std::string& keyText, std::uint64_t now);

  // The note that was cosigned last. DatabaseUnreadable: absent, unreadable, or not as this witness has written it.
  Result<journal::SignedNote> remembered(const journal::Crypto& crypto, const journal::Verifier& self,
                                         const std::string& origin);
  // On disk, all or nothing, when it returns without an error.
  Status remember(const std::string& origin, const journal::SignedNote& cosigned);

  // Keeps both notes in a file of their own; its path. The first of each size stays, and no log gets more than kForksMost: a log
  // that says more is not better proven, and fills no disk.
  Result<std::string> keepFork(const journal::Checkpoint& at, const journal::SignedNote& cosigned,
                               const journal::SignedNote& other);
  static constexpr int kForksMost = 16;
  // The server's certificate and key, made where there are none; `ca.pem` is what clients trust it by.
  Status makeCertificate();

  std::string path(std::string_view name) const { return m_folder + "/" + std::string(name); }

 private:
  std::string placeOf(const std::string& origin) const;
  Result<Identity> makeIdentity(const std::string& name, ports::Entropy& entropy);

  std::string m_folder;
  ports::Files& m_files;
  std::unique_ptr<adapters::HomeLock> m_lock;
  adapters::SodiumCrypto m_crypto;
};

}  // namespace loket::witness
