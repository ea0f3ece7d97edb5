// What is posted to a gateway: nothing forged or changed is ever taken, and what is signed is told by its reference or
// refused. The first line of the bytes is the signature, the second the event, the rest the body.
#include <algorithm>

#include "core/adapters/upstream/digiflazz/webhook.h"
#include "tests/fuzz/digiflazz_oracle.h"
#include "tests/fuzz/target.h"

namespace loket::fuzz {
namespace {

using adapters::digiflazz::hookSignatureOf;
using adapters::digiflazz::readHook;

constexpr std::string_view kSecret = "somesecretvalue";

std::string lineOf(std::string_view& bytes) {
  const std::size_t end = std::min(bytes.find('\n'), bytes.size());
  std::string line(bytes.substr(0, end));
  bytes.remove_prefix(std::min(end + 1, bytes.size()));
  return line;
}

// Of a notice that is well signed.
void judgeSigned(const Notice& notice) {
  const auto read = readHook(notice, kSecret);
  if (!read) {
    LOKET_HOLDS(read.error().code == ErrorCode::UpstreamUnreadable && !read.error().detail.empty());
    return;
  }
  const DigiflazzAnswer answer(notice.body);
  const nlohmann::json hook = answerIn(notice.body);
  LOKET_HOLDS(notice.body.size() <= kNoticeBytesMax);
  if (read->empty()) {
    // A transaction never passes for a test call.
    LOKET_HOLDS(isAbsent(hook, "data") && !isAbsent(hook, "hook_id"));
    LOKET_HOLDS(notice.event.empty() || notice.event == "ping");
    return;
  }
  LOKET_HOLDS(notice.event.empty() || notice.event == "create" || notice.event == "update");
  LOKET_HOLDS(says(answer.data, "ref_id", read->str()) && isShowable(read->str()) && read->str().size() <= 64);
}

}  // namespace
}  // namespace loket::fuzz

LOKET_FUZZ(digiflazz_webhook) {
  using namespace loket;
  using namespace loket::fuzz;
  Notice notice;
  notice.signature = lineOf(bytes);
  notice.event = lineOf(bytes);
  notice.body = std::string(bytes);
  const std::string right = hookSignatureOf(kSecret, notice.body);
  if (const auto read = readHook(notice, kSecret); notice.signature != right) {
    LOKET_HOLDS(!read);
    LOKET_HOLDS(read.error().code ==
                (notice.body.size() > kNoticeBytesMax ? ErrorCode::UpstreamUnreadable : ErrorCode::SignatureWrong));
  }
  notice.signature = right;
  judgeSigned(notice);
  // One bit of it, or a byte more.
  for (const std::size_t at : {std::size_t{0}, notice.body.size() / 2}) {
    Notice changed = notice;
    if (at < changed.body.size())
      changed.body[at] = static_cast<char>(changed.body[at] ^ 1);
    else
      changed.body.push_back(' ');
    LOKET_HOLDS(!readHook(changed, kSecret));
  }
}
