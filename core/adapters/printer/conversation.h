// What an ESC/POS printer says of itself, and what may be believed of it.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/adapters/printer/create_printer.h"

namespace loket::adapters::printer {

// A printer's answers have no frame: which command a byte answers stands in some of its bits. Bytes that answer nothing
// are dropped (flow control, reports that were not asked for, garbage).
class Replies {
 public:
  struct Reply {
    enum class Kind {
      RealTime,   // DLE EOT: at once, also while it prints or cannot
      InOrder,    // GS r: when everything before it has been worked through
      ProcessId,  // GS ( H: when everything before it is on paper
    };
    Kind kind = Kind::RealTime;
    unsigned char bits = 0;
    std::string mark = {};
  };
  void take(std::string_view bytes) { m_pending.append(bytes); }
  std::optional<Reply> next();

 private:
  std::string m_pending;
};

// Asks before a job and after it. A printer that does not answer is not asked again and is believed to have taken what it
// took: silence is neither a yes nor a no.
class Conversation {
 public:
  struct Heard {
    bool gone = false;  // hung up: nothing will come
    std::string bytes = {};
  };
  struct Line {
    std::function<bool(std::string_view bytes)> say;  // false: not taken
    std::function<Heard(Duration patience)> hear;
  };
  Conversation(const ports::PrintOrder& order, Line line, const Patience& patience)
      : m_order(order), m_line(std::move(line)), m_patience(patience) {}

  // What keeps the printer from printing, so that nothing need be sent; empty when it is ready or says nothing.
  std::string before();
  // What it says of itself, asked as before a job; for `look` of ports::Printer.
  ports::PrinterCondition condition();
  // What has to follow the job's last byte.
  std::string question() const;
  // Once the printer's side has everything: sent, confirmed, or unknown with the reason in `detail`.
  ports::PrintReport after();

 private:
  // The answer to what followed the job.
  bool isProof(const Replies::Reply& reply) const;
  std::optional<unsigned char> ask(char about);
  // What is wrong with it; empty: nothing. None when it does not answer.
  std::optional<std::string> trouble();
  std::optional<Replies::Reply> hear(Duration patience);

  const ports::PrintOrder& m_order;
  Line m_line;
  Patience m_patience;
  Replies m_replies;
  std::deque<Replies::Reply> m_early;  // answers to the other question, which came while one was open
  bool m_answers = false;
  bool m_gone = false;
};

}  // namespace loket::adapters::printer
