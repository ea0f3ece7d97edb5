#include "core/engine/owner_code.h"

#include <cctype>
#include <cstdlib>

#include <fmt/format.h>

#include "core/domain/identity/people.h"

namespace loket::engine {
namespace {

// RFC 4226 4 wants 128 bits at least and recommends 160.
constexpr std::size_t kSecretBytes = 20;
constexpr const char* kPrefix = "ownerCode.";
constexpr const char* kOwner = "ownerCode.owner";
constexpr const char* kSecret = "ownerCode.secret";
constexpr const char* kLastStep = "ownerCode.lastStep";
constexpr const char* kWrong = "ownerCode.wrong";
constexpr const char* kLockedUntil = "ownerCode.lockedUntil";

std::int64_t numberAt(const OwnerCode::Rows& rows, const char* key, std::int64_t otherwise) {
  const auto row = rows.find(key);
  return row == rows.end() || row->second.empty() ? otherwise
                                                  : std::strtoll(row->second.c_str(), nullptr, 10);
}

OwnerCode::Rows rowsOf(const CodeUse& use) {
  return {{kLastStep, std::to_string(use.lastStep)},
          {kWrong, std::to_string(use.wrong)},
          {kLockedUntil, std::to_string(use.lockedUntil.ms)}};
}

std::string percentEncoded(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 && (std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_' || c == '~'))
      out.push_back(c);
    else
      out += fmt::format("%{:02X}", byte);
  }
  return out;
}

}  // namespace

void OwnerCode::restore(const Rows& rows) {
  // Most homes have none.
  const auto first = rows.lower_bound(kPrefix);
  if (first == rows.end() || first->first.rfind(kPrefix, 0) != 0) {
    m_owner = UserName();
    m_secret = SecretBytes();
    m_use = CodeUse();
    return;
  }
  const auto owner = rows.find(kOwner);
  const auto secret = rows.find(kSecret);
  m_owner = owner == rows.end() ? UserName() : UserName(owner->second);
  m_secret = secret == rows.end() ? SecretBytes() : SecretBytes(std::string_view(secret->second));
  m_use.lastStep = numberAt(rows, kLastStep, -1);
  m_use.wrong = static_cast<int>(numberAt(rows, kWrong, 0));
  m_use.lockedUntil = Instant{numberAt(rows, kLockedUntil, 0)};
}

Status OwnerCode::mayStandInFor(const UserName& by) const {
  if (m_codes == nullptr || m_secret.empty())
    return fail(ErrorCode::ApprovalMissing, "no owner code is set up");
  if (samePerson(by, m_owner))
    return fail(ErrorCode::ApprovalMissing, "the code is " + m_owner.str() + "'s own");
  return {};
}

Result<OwnerCode::Enrolment> OwnerCode::enrol(const UserName& owner, const std::string& outlet) {
  if (m_codes == nullptr || !m_secret.empty())
    return fail(ErrorCode::StateForbids, "owner-code");
  std::vector<std::uint8_t> bytes(kSecretBytes);
  m_entropy.fill(bytes.data(), bytes.size());
  LOKET_ASSIGN(const SecretBytes text, m_codes->textOf(SecretBytes(std::move(bytes))));
  Enrolment made;
  made.rows = rowsOf(CodeUse{});
  made.rows[kOwner] = owner.str();
  made.rows[kSecret] = std::string(text.view());
  made.uri = fmt::format("otpauth://totp/Loket:{}?secret={}&issuer=Loket&algorithm=SHA1&digits=6&period=30",
                         percentEncoded(outlet), text.view());
  return made;
}

Result<OwnerCode::Rows> OwnerCode::forget() const {
  if (m_secret.empty())
    return fail(ErrorCode::NotFound, "owner-code");
  return forgotten();
}

OwnerCode::Rows OwnerCode::forgotten() {
  Rows rows = rowsOf(CodeUse{});
  rows[kOwner] = {};
  rows[kSecret] = {};
  return rows;
}

Result<OwnerCode::Checked> OwnerCode::check(const std::string& typed, Instant now) {
  std::array<StepCode, 3> around;
  const auto steps = codeStepsAround(now);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    around[i].step = steps[i];
    LOKET_ASSIGN(around[i].code, m_codes->codeAt(m_secret, Instant{steps[i] * kCodeStep.ms}));
  }
  const JudgedCode judged = judgeCode(m_use, around, typed, now);
  m_use = judged.after;
  Checked checked{{}, rowsOf(judged.after)};
  switch (judged.verdict) {
    case CodeVerdict::Right:
      break;
    case CodeVerdict::Wrong:
      checked.verdict = fail(ErrorCode::CodeWrong);
      break;
    case CodeVerdict::Locked:
      checked.verdict = fail(ErrorCode::CodeLocked, toRfc3339(judged.after.lockedUntil));
      break;
  }
  return checked;
}

}  // namespace loket::engine
