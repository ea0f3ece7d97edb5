#include "core/adapters/printer/conversation.h"

#include <algorithm>
#include <chrono>

namespace loket::adapters::printer {
namespace {

using End = ports::PrintReport::End;
using Proof = ports::PrintOrder::Proof;
using Clock = std::chrono::steady_clock;

// No answer of a kind that is skipped is longer.
constexpr std::size_t kLongestBlock = 80;
// "7", a quotation mark, four characters, NUL.
constexpr std::size_t kProcessIdSize = 7;

// What it tells of itself, as it is kept with the paper.
constexpr const char* kCoverOpen = "cover open";
constexpr const char* kPaperOut = "paper out";
constexpr const char* kFault = "printer error";
constexpr const char* kOffline = "offline";
constexpr const char* kHungUp = "hung up";

bool has(unsigned char bits, unsigned char bit) { return (bits & bit) != 0; }

}  // namespace

std::optional<Replies::Reply> Replies::next() {
  using Kind = Reply::Kind;
  while (!m_pending.empty()) {
    const auto first = static_cast<unsigned char>(m_pending.front());
    if ((first & 0x93) == 0x12) {
      m_pending.erase(0, 1);
      return Reply{Kind::RealTime, first, {}};
    }
    // A report of four bytes by itself (ASB).
    if ((first & 0x93) == 0x10) {
      if (m_pending.size() < 4)
        return std::nullopt;
      m_pending.erase(0, 4);
      continue;
    }
    if (first == 0x37 || first == 0x35 || first == 0x3B || first == 0x3D || first == 0x5F) {
      const std::size_t end = m_pending.find('\0');
      if (end == std::string::npos && m_pending.size() < kLongestBlock)
        return std::nullopt;
      if (end == std::string::npos || end >= kLongestBlock) {
        m_pending.erase(0, 1);
        continue;
      }
      const std::string block = m_pending.substr(0, end + 1);
      m_pending.erase(0, end + 1);
      if (block.size() == kProcessIdSize && block.starts_with("7\""))
        return Reply{Kind::ProcessId, 0, block.substr(2, 4)};
      continue;
    }
    m_pending.erase(0, 1);
    if ((first & 0x90) == 0)
      return Reply{Kind::InOrder, first, {}};
  }
  return std::nullopt;
}

std::optional<Replies::Reply> Conversation::hear(Duration patience) {
  const auto deadline = Clock::now() + std::chrono::milliseconds(patience.ms);
  while (true) {
    if (auto reply = m_replies.next())
      return reply;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (m_gone || left <= 0)
      return std::nullopt;
    const Heard heard = m_line.hear(Duration::millis(left));
    m_gone = heard.gone;
    m_replies.take(heard.bytes);
  }
}

bool Conversation::isProof(const Replies::Reply& reply) const {
  using Kind = Replies::Reply::Kind;
  return m_order.proof == Proof::ProcessId ? reply.kind == Kind::ProcessId && reply.mark == m_order.mark
                                           : reply.kind == Kind::InOrder;
}

// The answer does not say what it answers, so only one question is ever open.
std::optional<unsigned char> Conversation::ask(char about) {
  if (!m_line.say(std::string("\x10\x04") + about)) {
    m_gone = true;
    return std::nullopt;
  }
  const auto deadline = Clock::now() + std::chrono::milliseconds(m_patience.answer.ms);
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    const auto reply = hear(Duration::millis(std::max<std::int64_t>(left, 0)));
    if (!reply)
      return std::nullopt;
    if (reply->kind == Replies::Reply::Kind::RealTime)
      return reply->bits;
    if (isProof(*reply))
      m_early.push_back(*reply);
  }
}

std::optional<std::string> Conversation::trouble() {
  const auto online = ask('\x01');
  const auto cause = online ? ask('\x02') : std::nullopt;
  const auto paper = cause ? ask('\x04') : std::nullopt;
  if (!paper)
    return std::nullopt;
  if (has(*cause, 0x04))
    return kCoverOpen;
  if (has(*cause, 0x20) || has(*paper, 0x60))
    return kPaperOut;
  if (has(*cause, 0x40))
    return kFault;
  if (has(*online, 0x08))
    return kOffline;
  return std::string();
}

std::string Conversation::before() {
  if (m_order.proof == Proof::None)
    return {};
  const auto wrong = trouble();
  m_early.clear();
  if (!wrong && m_gone)
    return kHungUp;
  m_answers = wrong.has_value();
  return wrong.value_or(std::string());
}

ports::PrinterCondition Conversation::condition() {
  using Trouble = ports::PrinterTrouble;
  if (m_order.proof == Proof::None)
    return {Trouble::None, false, "there; by its profile it tells nothing of itself"};
  const std::string told = before();
  if (m_answers && told.empty())
    return {Trouble::None, true, "ready"};
  if (told == kPaperOut)
    return {Trouble::PaperOut, true, told};
  if (told == kCoverOpen)
    return {Trouble::CoverOpen, true, told};
  if (told == kFault)
    return {Trouble::Fault, true, told};
  if (told == kOffline)
    return {Trouble::Offline, true, told};
  if (told == kHungUp)
    return {Trouble::HungUp, false, told};
  return {Trouble::Silent, false, "no answer"};
}

std::string Conversation::question() const {
  if (!m_answers)
    return {};
  if (m_order.proof == Proof::ProcessId)
    return std::string("\x1D(H\x06\0\x30\x30", 7) + m_order.mark;
  return "\x1Dr\x01";
}

ports::PrintReport Conversation::after() {
  const std::size_t all = m_order.bytes.size();
  if (!m_answers)
    return {End::Sent, all, {}};
  const auto deadline = Clock::now() + std::chrono::milliseconds(m_patience.confirm.ms);
  bool asks = true;
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    const auto wait = asks ? std::min<std::int64_t>(left, m_patience.askAgain.ms) : left;
    std::optional<Replies::Reply> reply;
    if (m_early.empty()) {
      reply = hear(Duration::millis(std::max<std::int64_t>(wait, 0)));
    } else {
      reply = m_early.front();
      m_early.pop_front();
    }
    if (reply && isProof(*reply) && m_order.proof == Proof::ProcessId)
      return {End::Confirmed, all, "process id"};
    if (reply && isProof(*reply)) {
      // It has worked everything through; whether on paper is in its state.
      const auto wrong = has(reply->bits, 0x0C) ? std::optional<std::string>(kPaperOut)
                         : asks                 ? trouble()
                                                : std::nullopt;
      if (wrong && wrong->empty())
        return {End::Confirmed, all, "status"};
      return {End::Unknown, all, wrong ? *wrong : m_gone ? kHungUp : "no answer"};
    }
    if (reply)
      continue;
    if (m_gone)
      return {End::Unknown, all, kHungUp};
    // Out of paper it works nothing through and answers to neither question: then it is asked what keeps it.
    if (asks) {
      const auto wrong = trouble();
      if (wrong && !wrong->empty())
        return {End::Unknown, all, *wrong};
      asks = wrong.has_value();
    }
    if (left > 0 || !m_early.empty())
      continue;
    // It took everything and is fine, but does not know the question.
    return {asks ? End::Sent : End::Unknown, all, "no answer"};
  }
}

}  // namespace loket::adapters::printer
