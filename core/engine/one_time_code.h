// One-time codes of people: whose a telephone is, its secret, and what has been tried; the absent owner's, and everybody's
// own. All of it lies among the settings, which are encrypted; nothing is answered before it is written.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/views.h"
#include "core/base/secret_bytes.h"
#include "core/domain/approval/owner_code.h"
#include "core/domain/identity/ids.h"
#include "core/ports/entropy.h"
#include "core/ports/one_time_codes.h"
#include "core/ports/uptime.h"

namespace loket::engine {

class Books;

// Of one telephone.
class OneTimeCode {
 public:
  using Rows = std::map<std::string, std::string>;

  // Without `codes` there are none: every one is refused. `prefix`: what its rows begin with, "ownerCode."; empty where there are
  // none yet: made up at the enrolment. Without `uptime` a lock goes by the clock on the wall.
  OneTimeCode(ports::OneTimeCodes* codes, ports::Entropy& entropy, std::string prefix, ports::Uptime* uptime)
      : m_codes(codes), m_entropy(&entropy), m_prefix(std::move(prefix)), m_uptime(uptime) {}

  void restore(const Rows& rows);
  bool isSetUp() const { return m_codes != nullptr && !m_secret.empty(); }
  const UserName& owner() const { return m_owner; }
  const CodeUse& use() const { return m_use; }
  // Nothing while none is set up.
  std::optional<api::CodeView> view() const;
  // ApprovalMissing when no code is set up, or when `by` is who it belongs to and not alone: where others are, nobody is two people.
  Status mayStandInFor(const UserName& by, bool isAlone = false) const;

  struct Enrolment {
    Rows rows;        // to be committed, then `restore`d
    std::string uri;  // otpauth://..., for the telephone; shown once
  };
  // StateForbids while there is one. `label`: what the telephone shows it as.
  Result<Enrolment> enrol(const UserName& owner, const std::string& label);
  // NotFound when there is none.
  Result<Rows> forget() const;
  // What a home without this code has.
  Rows forgotten() const;

  struct Checked {
    Status verdict;  // CodeWrong, CodeLocked (until when, RFC 3339)
    Rows rows;       // to be committed with, or before, what the verdict allows
  };
  // Counts at once in memory too: two codes within one commit are two tries, and one code is good once.
  Result<Checked> check(const std::string& typed, Instant now);

 private:
  Result<Error> wrongCode(const CodeUse& before, const std::string& typed, Instant now) const;
  Rows rowsOfUse(const CodeUse& use) const;
  // As it is now, the lock by what nobody can set where the system tells that; after a start of the machine it is counted from there.
  CodeUse useAt(Instant now) const;
  void take(const CodeUse& after);

  ports::OneTimeCodes* m_codes;
  ports::Entropy* m_entropy;
  std::string m_prefix;
  UserName m_owner;
  SecretBytes m_secret;  // as text
  CodeUse m_use;
  ports::Uptime* m_uptime;
  // When the lock began: the machine's start before that, and how long it had been on. Empty: not known, or not locked.
  std::string m_lockBoot;
  Duration m_lockSince;
};

// Judges it. One that is right is staged as used under that path word, and `then` runs in the same turn: what it stages is in the same
// commit. Every other verdict comes when it is written.
void useUp(OneTimeCode& code, const std::string& typed, Instant now, Books& books, std::string_view path,
           std::function<void(const Status&)> then);

inline constexpr const char* kOwnerCodeRows = "ownerCode.";

// Everybody's own, by name.
class PersonCodes {
 public:
  using Rows = OneTimeCode::Rows;
  PersonCodes(ports::OneTimeCodes* codes, ports::Entropy& entropy, ports::Uptime* uptime)
      : m_codes(codes), m_entropy(entropy), m_uptime(uptime) {}

  // All that there are among these rows.
  void restore(const Rows& rows);
  // Made where there is none: not set up.
  OneTimeCode& of(const UserName& person);
  std::vector<api::CodeView> views() const;
  // What takes back all that stand in these rows, and the owner's.
  static Rows allForgotten(const Rows& rows);

 private:
  ports::OneTimeCodes* m_codes;
  ports::Entropy& m_entropy;
  ports::Uptime* m_uptime;
  std::map<std::string, OneTimeCode> m_byName;  // in small letters
};

}  // namespace loket::engine
