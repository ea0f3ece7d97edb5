// The time-stamp authority that is asked once a day when what the terminal has signed was there: one question under way, off
// nobody's way, again with longer and longer pauses. Its answers are kept among the settings ("audit.stamp.DAY").
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/api/audit.h"
#include "core/api/views.h"
#include "core/engine/books.h"
#include "core/engine/witnesses.h"
#include "core/ports/clock.h"
#include "core/ports/entropy.h"
#include "core/ports/timestamp.h"

namespace loket::engine {

class Stamps {
 public:
  using Rows = std::map<std::string, std::string>;
  struct Parts {
    Books& books;
    ports::Clock& clock;
    ports::Entropy& entropy;
    ports::Transport& transport;
    const journal::Keys* keys;
    // Nothing: a configuration with an authority is refused.
    ports::TimestampFactory factory;
  };
  explicit Stamps(Parts parts) : m_(std::move(parts)) {}

  // What went wrong at another shop. What was stamped there was, and stays.
  static Rows forgotten();
  // ConfigInvalid. Changes nothing.
  Status check(const journal::StampSettings& settings) const;
  // What is to be committed with another authority.
  Rows rowsOfChange(const journal::StampSettings& to) const;
  void use(const journal::StampSettings& settings);
  // Reads what is kept. `newest` is the newest checkpoint.
  void open(const Rows& rows, const journal::StampSettings& settings, const std::optional<SignedCheckpoint>& newest);

  bool isEmpty() const { return m_line == nullptr; }
  // A newer one is on disk. It is stamped when it is the first of its day, or all before it on that day were not. `settled` is called
  // once, when nobody is being asked any more; at once where nobody is asked now.
  void ask(const SignedCheckpoint& newest, Witnesses::Urgency urgency, std::function<void()> settled);
  void abandon() { m_waiting.clear(); }
  // Asks again when it is due. Only where the process stays.
  void turn();

  // How many entries of the journal our own rows about a checkpoint are, at most.
  std::uint64_t ownEntries() const { return isEmpty() ? 0 : kOwnEntries; }
  api::Stamped view() const;
  // The oldest first.
  std::vector<api::StampView> all() const;
  // Nothing where nobody is asked.
  std::optional<api::HealthItem> health() const;

 private:
  static constexpr std::uint64_t kOwnEntries = 4;
  bool wants() const;
  void askNow();
  void answered(const SignedCheckpoint& asked, const ports::StampReply& reply);
  void keep(const SignedCheckpoint& asked, const ports::Stamp& stamp);
  void failed(const std::string& word);
  void settle();
  // Which go when one more is kept.
  std::vector<BusinessDate> outlived(const BusinessDate& added) const;

  Parts m_;
  journal::StampSettings m_settings;
  std::shared_ptr<ports::TimestampAuthority> m_line;
  std::uint64_t m_generation = 0;  // of the settings: answers to questions of former ones are not looked at
  std::map<BusinessDate, api::StampView> m_stamps;
  std::optional<SignedCheckpoint> m_newest;
  std::string m_trouble;
  Instant m_since;  // of the trouble
  int m_failures = 0;
  Instant m_nextAt;
  bool m_isAsking = false;
  std::vector<std::function<void()>> m_waiting;
};

}  // namespace loket::engine
