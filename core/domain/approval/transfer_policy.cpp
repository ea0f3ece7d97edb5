#include "core/domain/approval/transfer_policy.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "core/base/text.h"

namespace loket {
namespace {

using Field = std::pair<const char*, const std::string*>;

constexpr std::size_t kFieldMax = 120;
constexpr std::array<std::string_view, 4> kIdTypes = {"ktp", "sim", "passport", "kitas"};

bool hasControls(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < ' ' || c == 0x7f; });
}

bool isPhone(const std::string& text) {
  const std::string digits = !text.empty() && text.front() == '+' ? text.substr(1) : text;
  return isDigits(digits) && digits.size() >= 8 && digits.size() <= 15;
}

bool isIdNumber(const std::string& type, const std::string& number) {
  // The NIK on the identity card has sixteen digits; the others differ.
  if (type == "ktp")
    return isDigits(number) && number.size() == 16;
  return number.size() >= 5 && number.size() <= 20 && std::all_of(number.begin(), number.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
         });
}

}  // namespace

Result<Sender> readSender(const Sender& typed) {
  Sender sender;
  sender.name = trimmed(typed.name);
  sender.idType = toLower(trimmed(typed.idType));
  sender.idNumber = withoutGaps(typed.idNumber);
  sender.phone = withoutGaps(typed.phone);
  sender.address = trimmed(typed.address);
  sender.purpose = trimmed(typed.purpose);
  const std::array<Field, 3> texts{
      {{"name", &sender.name}, {"address", &sender.address}, {"purpose", &sender.purpose}}};
  for (const auto& [word, text] : texts)
    if (text->size() > kFieldMax || hasControls(*text))
      return fail(ErrorCode::SenderInvalid, word);
  if (!sender.idType.empty() && std::find(kIdTypes.begin(), kIdTypes.end(), sender.idType) == kIdTypes.end())
    return fail(ErrorCode::SenderInvalid, "id-type");
  if (!sender.idNumber.empty() && !isIdNumber(sender.idType, sender.idNumber))
    return fail(ErrorCode::SenderInvalid, "id");
  if (!sender.phone.empty() && !isPhone(sender.phone))
    return fail(ErrorCode::SenderInvalid, "phone");
  return sender;
}

bool wantsSender(const TransferLimits& limits, const TransfersToday& today, Money amount) {
  return today.toBeneficiary + amount >= limits.senderFrom;
}

Status senderIsWhole(const Sender& sender) {
  const std::array<Field, 6> fields{{{"name", &sender.name},
                                     {"id-type", &sender.idType},
                                     {"id", &sender.idNumber},
                                     {"phone", &sender.phone},
                                     {"address", &sender.address},
                                     {"purpose", &sender.purpose}}};
  for (const auto& [word, text] : fields)
    if (text->empty())
      return fail(ErrorCode::SenderMissing, word);
  return {};
}

Status mayTransfer(const TransferLimits& limits, const TransfersToday& today, const Sender& sender,
                   Money amount) {
  if (today.toBeneficiary + amount > limits.perDayBeneficiary)
    return fail(ErrorCode::TransferLimit, "beneficiary");
  if (today.fromSender + amount > limits.perDaySender)
    return fail(ErrorCode::TransferLimit, "sender");
  return wantsSender(limits, today, amount) ? senderIsWhole(sender) : Status{};
}

}  // namespace loket
