#include "core/engine/one_time_code.h"

#include <array>
#include <cctype>
#include <cstdlib>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/domain/identity/people.h"
#include "core/engine/books.h"

namespace loket::engine {
namespace {

// RFC 4226 4 wants 128 bits at least and recommends 160.
constexpr std::size_t kSecretBytes = 20;
// And then a tag by which nobody is known: a row's key is told by the journal's entry of it, and its value is not.
constexpr const char* kPersonRows = "userCode.";
constexpr std::size_t kTagBytes = 8;
constexpr const char* kOwner = "owner";
constexpr const char* kSecret = "secret";
constexpr const char* kLastStep = "lastStep";
constexpr const char* kWrong = "wrong";
constexpr const char* kLockedUntil = "lockedUntil";
constexpr const char* kLockBoot = "lockBoot";
constexpr const char* kLockSince = "lockSince";
constexpr const char* kDrift = "driftSteps";

std::int64_t codeNumberAt(const OneTimeCode::Rows& rows, const std::string& key, std::int64_t otherwise) {
  const auto row = rows.find(key);
  return row == rows.end() || row->second.empty() ? otherwise
                                                  : std::strtoll(row->second.c_str(), nullptr, 10);
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

// One person is one name, however it is written.
std::string codeNameOf(const UserName& person) { return toLower(trimmed(person.view())); }

// Whose code this row says that it is; empty where it says something else.
UserName ownerInRow(std::string_view key, const std::string& value) {
  const std::string_view tail = kOwner;
  const bool isOwner = key.size() > tail.size() && key.substr(key.size() - tail.size()) == tail && key[key.size() - tail.size() - 1] == '.';
  return isOwner ? UserName(value) : UserName();
}

}  // namespace

void OneTimeCode::restore(const Rows& rows) {
  // Most homes have none.
  const auto first = rows.lower_bound(m_prefix);
  if (m_prefix.empty() || first == rows.end() || first->first.rfind(m_prefix, 0) != 0) {
    m_owner = UserName();
    m_secret = SecretBytes();
    m_use = CodeUse();
    m_lockBoot.clear();
    return;
  }
  const auto owner = rows.find(m_prefix + kOwner);
  const auto secret = rows.find(m_prefix + kSecret);
  m_owner = owner == rows.end() ? UserName() : UserName(owner->second);
  m_secret = secret == rows.end() ? SecretBytes() : SecretBytes(std::string_view(secret->second));
  m_use.lastStep = codeNumberAt(rows, m_prefix + kLastStep, -1);
  m_use.wrong = static_cast<int>(codeNumberAt(rows, m_prefix + kWrong, 0));
  m_use.lockedUntil = Instant{codeNumberAt(rows, m_prefix + kLockedUntil, 0)};
  m_use.driftSteps = codeNumberAt(rows, m_prefix + kDrift, 0);
  const auto boot = rows.find(m_prefix + kLockBoot);
  m_lockBoot = boot == rows.end() ? std::string() : boot->second;
  m_lockSince = Duration::millis(codeNumberAt(rows, m_prefix + kLockSince, 0));
}

OneTimeCode::Rows OneTimeCode::rowsOfUse(const CodeUse& use) const {
  if (m_prefix.empty())
    return {};
  return {{m_prefix + kLastStep, std::to_string(use.lastStep)},
          {m_prefix + kWrong, std::to_string(use.wrong)},
          {m_prefix + kLockedUntil, std::to_string(use.lockedUntil.ms)},
          {m_prefix + kDrift, std::to_string(use.driftSteps)},
          {m_prefix + kLockBoot, use.lockedUntil.ms == 0 ? std::string() : m_lockBoot},
          {m_prefix + kLockSince, std::to_string(use.lockedUntil.ms == 0 ? 0 : m_lockSince.ms)}};
}

CodeUse OneTimeCode::useAt(Instant now) const {
  CodeUse use = m_use;
  const std::string boot = m_uptime != nullptr ? m_uptime->boot() : std::string();
  if (use.lockedUntil.ms == 0 || boot.empty() || m_lockBoot.empty())
    return use;
  const Duration on = m_uptime->sinceBoot();
  const Duration passed = boot == m_lockBoot ? on - m_lockSince : on;
  use.lockedUntil = passed < kCodeLock ? now + (kCodeLock - passed) : Instant{};
  return use;
}

void OneTimeCode::take(const CodeUse& after) {
  if (after.lockedUntil.ms == 0) {
    m_lockBoot.clear();
  } else if (m_use.lockedUntil.ms == 0 && m_uptime != nullptr) {
    m_lockBoot = m_uptime->boot();
    m_lockSince = m_uptime->sinceBoot();
  }
  m_use = after;
}

std::optional<api::CodeView> OneTimeCode::view() const {
  if (!isSetUp())
    return std::nullopt;
  return api::CodeView{m_owner, m_use.driftSteps, m_use.wrong, m_use.lockedUntil};
}

Status OneTimeCode::mayStandInFor(const UserName& by, bool isAlone) const {
  if (!isSetUp())
    return fail(ErrorCode::ApprovalMissing, "no owner code is set up");
  if (!isAlone && samePerson(by, m_owner))
    return fail(ErrorCode::ApprovalMissing, "the code is " + m_owner.str() + "'s own");
  return {};
}

Result<OneTimeCode::Enrolment> OneTimeCode::enrol(const UserName& owner, const std::string& label) {
  if (m_codes == nullptr || !m_secret.empty())
    return fail(ErrorCode::StateForbids, "one-time-code");
  std::vector<std::uint8_t> bytes(kSecretBytes);
  m_entropy->fill(bytes.data(), bytes.size());
  if (m_prefix.empty()) {
    std::array<std::uint8_t, kTagBytes> tag{};
    m_entropy->fill(tag.data(), tag.size());
    m_prefix = kPersonRows + toHex(tag.data(), tag.size()) + ".";
  }
  LOKET_ASSIGN(const SecretBytes text, m_codes->textOf(SecretBytes(std::move(bytes))));
  Enrolment made;
  made.rows = rowsOfUse(CodeUse{});
  made.rows[m_prefix + kOwner] = owner.str();
  made.rows[m_prefix + kSecret] = std::string(text.view());
  // Not by fmt, which writes on the stack first: there the secret would stay.
  made.uri = "otpauth://totp/Loket:" + percentEncoded(label) + "?secret=";
  made.uri.append(text.view());
  made.uri += "&issuer=Loket&algorithm=SHA1&digits=6&period=30";
  return made;
}

Result<OneTimeCode::Rows> OneTimeCode::forget() const {
  if (m_secret.empty())
    return fail(ErrorCode::NotFound, "one-time-code");
  return forgotten();
}

OneTimeCode::Rows OneTimeCode::forgotten() const {
  Rows rows = rowsOfUse(CodeUse{});
  if (rows.empty())
    return rows;
  rows[m_prefix + kOwner] = {};
  rows[m_prefix + kSecret] = {};
  return rows;
}

// Looked for far beyond what would have been good, so that whoever stands there knows what to set right.
Result<Error> OneTimeCode::wrongCode(const CodeUse& before, const std::string& typed, Instant now) const {
  std::vector<StepCode> around;
  for (std::int64_t step = codeStepAt(now) - kCodeFarSteps; step <= codeStepAt(now) + kCodeFarSteps; ++step) {
    LOKET_ASSIGN(std::string code, m_codes->codeAt(m_secret, Instant{step * kCodeStep.ms}));
    around.push_back({step, std::move(code)});
  }
  const CodeFault fault = faultOf(before, around, typed, now);
  switch (fault.why) {
    case WrongCode::Used:
      return Error{ErrorCode::CodeWrong, "used"};
    case WrongCode::ClockOff:
      return Error{ErrorCode::CodeWrong, fmt::format("clock {}", fault.driftSteps * kCodeStep.ms / 1000)};
    case WrongCode::Unknown:
      break;
  }
  return Error{ErrorCode::CodeWrong, {}};
}

Result<OneTimeCode::Checked> OneTimeCode::check(const std::string& typed, Instant now) {
  std::array<StepCode, 3> around;
  const auto steps = codeStepsAround(now);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    around[i].step = steps[i];
    LOKET_ASSIGN(around[i].code, m_codes->codeAt(m_secret, Instant{steps[i] * kCodeStep.ms}));
  }
  const CodeUse before = useAt(now);
  // One that has ended is none that goes on.
  if (before.lockedUntil <= now)
    m_use.lockedUntil = {};
  const JudgedCode judged = judgeCode(before, around, typed, now);
  take(judged.after);
  Checked checked{{}, rowsOfUse(judged.after)};
  switch (judged.verdict) {
    case CodeVerdict::Right:
      break;
    case CodeVerdict::Wrong: {
      const auto why = wrongCode(before, typed, now);
      checked.verdict = fail(why ? *why : Error{ErrorCode::CodeWrong, {}});
      break;
    }
    case CodeVerdict::Locked:
      checked.verdict = fail(ErrorCode::CodeLocked, toRfc3339(judged.after.lockedUntil));
      break;
  }
  return checked;
}

void PersonCodes::restore(const Rows& rows) {
  m_byName.clear();
  for (auto at = rows.lower_bound(kPersonRows); at != rows.end() && at->first.rfind(kPersonRows, 0) == 0; ++at)
    if (const UserName person = ownerInRow(at->first, at->second); !person.empty()) {
      OneTimeCode code(m_codes, m_entropy, at->first.substr(0, at->first.size() - std::string_view(kOwner).size()), m_uptime);
      code.restore(rows);
      m_byName.insert_or_assign(codeNameOf(person), std::move(code));
    }
}

OneTimeCode& PersonCodes::of(const UserName& person) {
  return m_byName.try_emplace(codeNameOf(person), m_codes, m_entropy, std::string(), m_uptime).first->second;
}

std::vector<api::CodeView> PersonCodes::views() const {
  std::vector<api::CodeView> views;
  for (const auto& [name, code] : m_byName)
    if (const auto view = code.view())
      views.push_back(*view);
  return views;
}

PersonCodes::Rows PersonCodes::allForgotten(const Rows& rows) {
  Rows gone = {{std::string(kOwnerCodeRows) + kOwner, {}}, {std::string(kOwnerCodeRows) + kSecret, {}}};
  for (auto at = rows.lower_bound(kPersonRows); at != rows.end() && at->first.rfind(kPersonRows, 0) == 0; ++at)
    gone[at->first] = {};
  return gone;
}

void useUp(OneTimeCode& code, const std::string& typed, Instant now, Books& books, std::string_view path,
           std::function<void(const Status&)> then) {
  auto checked = code.check(typed, now);
  if (!checked) {
    then(fail(checked.error()));
    return;
  }
  ports::UnitOfWork work;
  work.settings = std::move(checked->rows);
  if (!checked->verdict) {
    books.stageWork(std::move(work), path, [verdict = checked->verdict, then = std::move(then)](const Status& status) {
      then(fail(status ? verdict.error() : status.error()));
    });
    return;
  }
  books.stageWork(std::move(work), path, nullptr);
  then({});
}

}  // namespace loket::engine
