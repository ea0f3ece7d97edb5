// The absent owner's one-time code: whose it is, its secret, and what has been tried. All of it lies among
// the settings, which are encrypted; nothing is answered before it is written.
#pragma once

#include <map>
#include <string>

#include "core/base/secret_bytes.h"
#include "core/domain/approval/owner_code.h"
#include "core/domain/identity/ids.h"
#include "core/ports/entropy.h"
#include "core/ports/one_time_codes.h"

namespace loket::engine {

class OwnerCode {
 public:
  using Rows = std::map<std::string, std::string>;

  // Without `codes` there are none: every one is refused.
  OwnerCode(ports::OneTimeCodes* codes, ports::Entropy& entropy) : m_codes(codes), m_entropy(entropy) {}

  void restore(const Rows& rows);
  // ApprovalMissing when no code is set up, or when `by` is who it belongs to: nobody is two people.
  Status mayStandInFor(const UserName& by) const;

  struct Enrolment {
    Rows rows;        // to be committed, then `restore`d
    std::string uri;  // otpauth://..., for the telephone; shown once
  };
  // StateForbids while there is one.
  Result<Enrolment> enrol(const UserName& owner, const std::string& outlet);
  // NotFound when there is none.
  Result<Rows> forget() const;
  // What a home without a code has.
  static Rows forgotten();

  struct Checked {
    Status verdict;  // CodeWrong, CodeLocked (until when, RFC 3339)
    Rows rows;       // to be committed with, or before, what the verdict allows
  };
  // Counts at once in memory too: two codes within one commit are two tries, and one code is good once.
  Result<Checked> check(const std::string& typed, Instant now);

 private:
  ports::OneTimeCodes* m_codes;
  ports::Entropy& m_entropy;
  UserName m_owner;
  SecretBytes m_secret;  // as text
  CodeUse m_use;
};

}  // namespace loket::engine
