// Wrong PINs: how many are free, how long one waits after them, and that neither a restart nor a clock gives
// any back.
#include "core/adapters/vault/pin_tries.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <thread>
#include <vector>

#include "core/adapters/system/entropy.h"
#include "core/adapters/system/files.h"
#include "core/adapters/system/uptime.h"
#include "core/adapters/vault/slot_vault.h"
#include "tests/unit/store/tiny_disk.h"

using namespace loket;
using adapters::PinTries;

namespace {

struct Machine final : ports::Uptime {
  std::string boot() override { return id; }
  Duration sinceBoot() override { return since; }
  std::string id = "first";
  Duration since = Duration::minutes(10);
};

// The real ones, until a write is to fail.
struct Disk final : ports::Files {
  Result<std::optional<std::string>> read(const std::string& path) override { return real.read(path); }
  Result<std::unique_ptr<ports::PagedFile>> openToRead(const std::string& path) override {
    return real.openToRead(path);
  }
  Status writeDurably(const std::string& path, const std::string& bytes) override {
    ++writes;
    if (failing)
      return fail(*failing, path);
    // A new file stands beside the old one until it is whole.
    if (room && bytes.size() > *room)
      return fail(ErrorCode::DiskFull, path);
    const std::size_t before = sizeOf(path);
    LOKET_TRY(real.writeDurably(path, bytes));
    if (room)
      *room = *room + before - bytes.size();
    return {};
  }
  Status remove(const std::string& path) override {
    const std::size_t before = sizeOf(path);
    LOKET_TRY(real.remove(path));
    if (room)
      *room += before;
    return {};
  }
  bool exists(const std::string& path) override { return real.exists(path); }
  Status makeFolder(const std::string& path) override { return real.makeFolder(path); }
  Result<std::uint64_t> freeBytes(const std::string& folder) override { return real.freeBytes(folder); }

  static std::size_t sizeOf(const std::string& path) { return static_cast<std::size_t>(QFile(QString::fromStdString(path)).size()); }

  adapters::SystemFiles real;
  std::optional<ErrorCode> failing;
  std::optional<std::size_t> room;  // bytes that are free; nothing: more than anybody needs
  int writes = 0;
};

SecretBytes pin(const char* text) {
  return SecretBytes(std::string_view(text));
}

template <typename T>
std::string told(const Result<T>& result) {
  return result ? "ok" : std::string(wordOf(result.error().code)) + " " + result.error().detail;
}

}  // namespace

class PinTriesTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_machine = {};
    m_disk = std::make_unique<Disk>();
  }

  void five_are_free_and_then_it_takes_longer_and_longer() {
    PinTries tries = made();
    for (int n = 1; n <= 5; ++n) {
      QCOMPARE(told(tries.begin("sri")), std::string("ok"));
      QCOMPARE(tries.left("sri"), 5 - n);
    }
    for (const int minutes : {1, 5, 15, 60, 60, 60}) {
      QCOMPARE(told(tries.begin("sri")), "pin-locked " + std::to_string(60 * minutes));
      m_machine.since = m_machine.since + Duration::minutes(minutes) - Duration::millis(1);
      QCOMPARE(told(tries.begin("sri")), std::string("pin-locked 1"));
      // Somebody else is not in it.
      QCOMPARE(told(tries.begin("budi")), std::string("ok"));
      tries.passed("budi");
      m_machine.since = m_machine.since + Duration::millis(1);
      QCOMPARE(told(tries.begin("sri")), std::string("ok"));
    }
    m_machine.since = m_machine.since + Duration::hours(1);
    QCOMPARE(told(tries.begin("sri")), std::string("ok"));
    tries.passed("sri");
    QCOMPARE(tries.left("sri"), 5);
    for (int n = 0; n < 5; ++n) QCOMPARE(told(tries.begin("sri")), std::string("ok"));
  }

  void a_new_process_gives_none_back() {
    for (int n = 0; n < 5; ++n) {
      PinTries tries = made();
      QCOMPARE(told(tries.begin("sri")), std::string("ok"));
    }
    m_machine.since = m_machine.since + Duration::seconds(20);
    QCOMPARE(told(made().begin("sri")), std::string("pin-locked 40"));
  }

  void a_restarted_machine_waits_all_of_it_again() {
    {
      PinTries tries = made();
      for (int n = 0; n < 6; ++n) {
        QCOMPARE(told(tries.begin("sri")), std::string("ok"));
        if (n == 4)
          m_machine.since = m_machine.since + Duration::minutes(1);
      }
    }
    for (const char* boot : {"second", "third"}) {
      m_machine.id = boot;
      m_machine.since = Duration::seconds(7);
      QCOMPARE(told(made().begin("sri")), std::string("pin-locked 293"));
      m_machine.since = Duration::seconds(299);
      QCOMPARE(told(made().begin("sri")), std::string("pin-locked 1"));
    }
    // A system that does not name its starts: it has been on for less than then.
    m_machine.since = Duration::minutes(20);
    QCOMPARE(told(made().begin("sri")), std::string("ok"));
    m_machine.since = Duration::minutes(1);
    QCOMPARE(told(made().begin("sri")), "pin-locked " + std::to_string(14 * 60));
    m_machine.since = Duration::minutes(15);
    QCOMPARE(told(made().begin("sri")), std::string("ok"));
  }

  void what_nobody_looked_at_is_no_try() {
    PinTries tries = made();
    for (int n = 0; n < 20; ++n) {
      QCOMPARE(told(tries.begin("sri")), std::string("ok"));
      tries.withdraw("sri");
    }
    QCOMPARE(tries.left("sri"), 5);
    QCOMPARE(told(tries.begin("sri")), std::string("ok"));
    QCOMPARE(told(tries.begin("sri")), std::string("ok"));
    tries.withdraw("sri");
    QCOMPARE(made().left("sri"), 4);
  }

  void what_cannot_be_written_down_is_not_tried() {
    PinTries tries = made();
    m_disk->failing = ErrorCode::DiskFault;
    QCOMPARE(told(tries.begin("sri")).substr(0, 10), std::string("disk-fault"));
    // On a full disk a home must be read: without the room that was kept for it, it counts in memory.
    m_disk->failing = ErrorCode::DiskFull;
    PinTries full = made();
    for (int n = 0; n < 5; ++n) QCOMPARE(told(full.begin("sri")), std::string("ok"));
    QCOMPARE(told(full.begin("sri")), std::string("pin-locked 60"));
  }

  void a_full_disk_gives_no_try_back_data() {
    QTest::addColumn<bool>("isMounted");
    QTest::newRow("one whose room is counted") << false;
    QTest::newRow("a real one of 2 MB") << true;
  }

  void a_full_disk_gives_no_try_back() {
    QFETCH(bool, isMounted);
    const auto disk = isMounted ? tests::TinyDisk::mount(m_folder->path().toStdString(), 2) : nullptr;
    if (isMounted && !disk)
      QSKIP("mounting a small disk is not allowed here; the other row holds what this one says");
    const auto again = [this] { return made(); };
    const auto fill = [&] { disk ? disk->fill() : void(m_disk->room = 0); };
    const auto release = [&] { disk ? disk->release() : m_disk->room.reset(); };
    QCOMPARE(told(again().begin("sri")), std::string("ok"));
    fill();
    // A new process each time.
    for (int n = 1; n < 5; ++n) QCOMPARE(told(again().begin("sri")), std::string("ok"));
    QCOMPARE(told(again().begin("sri")), std::string("pin-locked 60"));
    QCOMPARE(again().left("sri"), 0);
    release();
    QCOMPARE(told(again().begin("sri")), std::string("pin-locked 60"));
    m_machine.since = m_machine.since + Duration::minutes(1);
    QCOMPARE(told(again().begin("sri")), std::string("ok"));
    // And once more: there is room for the next count again.
    fill();
    QCOMPARE(told(again().begin("budi")), std::string("ok"));
    QCOMPARE(again().left("budi"), 4);
  }

  void a_file_that_cannot_be_read_lets_everybody_wait_once() {
    for (const char* text : {"", "{", "[]", "{}", R"({"people":[]})", R"({"people":{"sri":{}}})",
                             R"({"people":{"sri":{"wrong":-1,"boot":"","since":0}}})",
                             R"({"people":{"sri":{"wrong":1e300,"boot":"","since":0}}})",
                             R"({"people":{"sri":{"wrong":99999999999,"boot":"","since":0}}})",
                             R"({"people":{"sri":{"wrong":1,"boot":7,"since":0}}})"}) {
      QFile file(m_folder->filePath("pin-tries.json"));
      QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
      file.write(text);
      file.close();
      QCOMPARE(told(made().begin("sri")), std::string("pin-locked 60"));
      QCOMPARE(told(made().begin("budi")), std::string("pin-locked 60"));
      m_machine.since = m_machine.since + Duration::minutes(1);
      QCOMPARE(told(made().begin("sri")), std::string("ok"));
      QCOMPARE(told(made().begin("budi")), std::string("ok"));
    }
  }

  void the_vault_asks_before_it_looks() {
    const std::string home = m_folder->filePath("home").toStdString();
    adapters::SystemEntropy entropy;
    adapters::SlotVault vault(home, *m_disk, entropy, m_machine, {}, {1, 8U << 20U});
    const UserName sri("sri");
    const auto key = vault.create(sri, pin("2580"));
    QVERIFY(key && vault.add(*key, UserName("budi"), pin("1357"), Role::Cashier));
    const std::string code = vault.recoveryCode();
    for (const char* left : {"4", "3", "2", "1", "0"})
      QCOMPARE(told(vault.open(sri, pin("1111"))), "pin-wrong " + std::string(left));
    // The right one too, and by whatever name he is called; others are let in.
    QCOMPARE(told(vault.open(sri, pin("2580"))), std::string("pin-locked 60"));
    QCOMPARE(told(vault.open(UserName(), pin("2580"))), std::string("pin-locked 60"));
    QVERIFY(vault.open(UserName("budi"), pin("1357")));
    // Whoever is not there is counted as one person, whatever he calls himself.
    for (const char* who : {"a", "b", "c", "d", "e"}) QVERIFY(!vault.open(UserName(who), pin("1111")));
    QCOMPARE(told(vault.open(UserName("f"), pin("1111"))), std::string("pin-locked 60"));
    m_machine.since = m_machine.since + Duration::minutes(1);
    QVERIFY(vault.open(sri, pin("2580")));
    QCOMPARE(told(vault.open(sri, pin("1111"))), std::string("pin-wrong 4"));
    // The paper's code is too long to be guessed, and the way in when somebody keeps the owner waiting.
    for (int n = 0; n < 4; ++n) QVERIFY(!vault.open(sri, pin("1111")));
    QCOMPARE(told(vault.open(sri, pin("2580"))), std::string("pin-locked 60"));
    for (int n = 0; n < 7; ++n) QVERIFY(!vault.recover(pin("AAAA-AAAA"), pin("2580")));
    QVERIFY(vault.recover(SecretBytes(code), pin("9630")));
    QCOMPARE(told(vault.open(sri, pin("1111"))), std::string("pin-wrong 4"));
    QVERIFY(vault.open(sri, pin("9630")));
    // Written before it is looked at: what cannot be written is not looked at.
    m_disk->failing = ErrorCode::DiskFault;
    QCOMPARE(told(vault.open(sri, pin("9630"))).substr(0, 10), std::string("disk-fault"));
    m_disk->failing = ErrorCode::DiskFull;
    QVERIFY(vault.open(sri, pin("9630")));
  }

  void an_odd_name_gives_no_tries() {
    const std::string home = m_folder->filePath("home").toStdString();
    adapters::SystemEntropy entropy;
    adapters::SlotVault vault(home, *m_disk, entropy, m_machine, {}, {1, 8U << 20U});
    for (const char* name : {"@everybody", "@recovery", "@nobody"})
      QCOMPARE(told(vault.create(UserName(name), pin("2580"))).substr(0, 5), std::string("usage"));
    QVERIFY(vault.create(UserName("*"), pin("2580")));
    for (int n = 0; n < 5; ++n) QVERIFY(!vault.open(UserName("*"), pin("1111")));
    QCOMPARE(told(vault.open(UserName("*"), pin("2580"))), std::string("pin-locked 60"));
  }

  // Commands beside each other, each with the right PIN: none of them is a wrong one.
  void many_right_ones_at_once_are_right() {
    const std::string home = m_folder->filePath("home").toStdString();
    adapters::SystemEntropy entropy;
    adapters::SlotVault vault(home, *m_disk, entropy, m_machine, {}, {1, 8U << 20U});
    QVERIFY(vault.create(UserName("sri"), pin("2580")));
    std::atomic<int> opened = 0;
    std::vector<std::thread> people;
    for (int n = 0; n < 8; ++n)
      people.emplace_back([&] { opened += vault.open(UserName("sri"), pin("2580")) ? 1 : 0; });
    for (std::thread& one : people) one.join();
    QCOMPARE(opened.load(), 8);
  }

  void the_machine_tells_its_uptime() {
    adapters::SystemUptime machine;
    const Duration before = machine.sinceBoot();
    QVERIFY(before > Duration{} && machine.sinceBoot() >= before);
    QVERIFY(!machine.boot().empty());
    QCOMPARE(machine.boot(), adapters::SystemUptime().boot());
  }

 private:
  PinTries made() { return {m_folder->filePath("pin-tries.json").toStdString(), *m_disk, m_machine}; }

  std::unique_ptr<QTemporaryDir> m_folder;
  std::unique_ptr<Disk> m_disk;
  Machine m_machine;
};

QTEST_GUILESS_MAIN(PinTriesTest)
#include "pin_tries_test.moc"
