// What must hold of the home itself: no other key opens it or makes it anew, nothing of anybody lies in it in clear, one program
// acts in it, and the tree over its journal only grows.
#include <string_view>

#include <sqlite3.h>

#include "core/adapters/store/journal_rows.h"
#include "tests/simulator/power/power_shop.h"
#include "tests/simulator/power/premises.h"

namespace loket::simulator {
namespace {

std::string bytesOf(const PagedBytes& file) {
  std::string bytes(file.size(), '\0');
  if (!bytes.empty())
    file.read(0, reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size());
  return bytes;
}

std::map<std::string, std::string> bytesOf(const PowerDisk::Image& image) {
  std::map<std::string, std::string> all;
  for (const auto& [name, file] : image) all.emplace(name, bytesOf(file));
  return all;
}

SecretBytes anotherKey() { return SecretBytes(std::vector<std::uint8_t>(32, 0x5A)); }

}  // namespace

// I14: of what was there at the last start, nothing is another one now.
void PowerShop::judgeTree() {
  const std::uint64_t errors = m_disk.errors();
  adapters::JournalRows& tree = *m_real->journal();
  const Status sound = tree.isSound();
  const auto head = tree.head();
  const auto before = tree.rootsOf(m_tree.size);
  if (m_disk.isOff() || m_disk.errors() != errors)
    return;
  if (!sound || !head)
    return violate("I14 the tree is broken: " + (sound ? head.error() : sound.error()).detail);
  if (!before || *before != m_tree.roots || head->size < m_tree.size)
    return violate("I14 a tree of " + std::to_string(head->size) + " entries that does not go on from the " +
                   std::to_string(m_tree.size) + " that were there");
  m_tree = *head;
}

// I14: every entry of the books has its leaf, and says what it said then.
void PowerShop::judgeLeaves() {
  if (m_plan.plant == PowerPlant::JournalRewritten)
    sqlite3_exec(m_sqlite, "DROP TRIGGER leaves_are_not_changed; UPDATE journal_leaves SET subject = 'x' WHERE seq = 1", nullptr,
                 nullptr, nullptr);
  const auto check = m_real->journal()->check({});
  if (!check)
    violate("I14 the journal cannot be checked: " + check.error().detail);
  else if (!check->faults.empty())
    violate("I14 entry " + std::to_string(check->faults.front().index) + " is not what was written: " + check->faults.front().what);
}

// I16: whoever takes the disk along reads nothing of anybody.
void PowerShop::judgeSecrecy() {
  std::set<std::string> secrets;
  for (const auto& [ref, row] : m_model.payments) secrets.insert({row.payment.number, row.payment.customerName});
  secrets.erase(std::string());
  secrets.emplace(dataKey().view());
  if (m_plan.plant == PowerPlant::NumbersInClear && !m_model.payments.empty())
    if (auto log = m_journal.create(doorplate().home() + "/loket.log"); log) {
      static_cast<void>((*log)->append(m_model.payments.begin()->second.payment.number));
      static_cast<void>((*log)->sync());
    }
  for (const auto& [name, bytes] : bytesOf(m_disk.keptImage()))
    for (const std::string& secret : secrets)
      if (bytes.find(secret) != std::string::npos)
        violate("I16 in clear in " + name.substr(doorplate().home().size()));
}

// I13: what cannot be read is there all the same. Asked when the log has been emptied: whoever closes a database empties it, with
// any key, which is the same database.
void PowerShop::judgeOtherKey() {
  // As it is seen, whether it was synced or not.
  const auto lies = [this] {
    m_disk.cut(DiskEvent::CutAfter);
    m_disk.powerOn(PowerDisk::Care::AsItIs);
    return bytesOf(m_disk.keptImage());
  };
  const auto before = lies();
  const auto options = optionsFor(m_journal, m_plan.log);
  const bool isPlanted = m_plan.plant == PowerPlant::UnreadableIsAbsent;
  if (isPlanted) {
    for (const std::string& name : {doorplate().path(), doorplate().path() + "-wal", adapters::sidecarIn(doorplate().home())})
      static_cast<void>(m_journal.remove(name));
    doorplate().show(std::nullopt);
  }
  const bool isOpen = isPlanted ? adapters::createHomeStore(doorplate().home(), anotherKey(), options).has_value()
                                : adapters::openHomeStore(doorplate().home(), anotherKey(), options).has_value();
  if (isOpen)
    violate("I13 another key opens the home");
  const auto after = lies();
  for (const auto& [name, bytes] : before) {
    const auto at = after.find(name);
    if (at == after.end() || at->second != bytes)
      violate("I13 another key has changed " + name.substr(doorplate().home().size()) + ": " + std::to_string(bytes.size()) +
              " bytes before, and " + (at == after.end() ? "none" : std::to_string(at->second.size())) + " after");
  }
  for (const auto& [name, bytes] : after)
    if (before.count(name) == 0)
      violate("I13 another key has made " + name.substr(doorplate().home().size()));
}

// I19: of two programs in one home one acts.
void PowerShop::judgeSecondProgram() {
  auto second = openStore();
  if (!second)
    return violate("I19 a second program cannot look: " + second.error().detail);
  ports::UnitOfWork work;
  work.settings = {{"second", "program"}};
  if (!(*second)->commit(work))
    return violate("I19 neither of two programs may act");
  if (m_plan.plant == PowerPlant::SecondUnseen)
    if (auto again = openStore())
      m_real = std::move(*again);
  if (m_real->commit(work))
    violate("I19 two programs act in one home");
}

}  // namespace loket::simulator
