// Older key slots that somebody puts in the place of a home's own open it with the PINs of then: that is told, and kept. So is whose PIN
// is cheaper to guess than it should be.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

#include "app/wiring/agent_host.h"
#include "app/wiring/ask.h"
#include "app/wiring/device_places.h"
#include "core/adapters/system/entropy.h"
#include "core/adapters/system/files.h"
#include "core/adapters/system/uptime.h"
#include "core/adapters/vault/slot_vault.h"

using namespace loket;
using namespace loket::app;

namespace {

const UserName kOwner("Sri");
const UserName kHelper("Budi");

SecretBytes pin(const UserName& of) { return SecretBytes(of == kOwner ? "123456" : "246810"); }

struct Slots {
  QByteArray a;
  QByteArray b;
};

}  // namespace

class KeySlotsTest : public QObject {
  Q_OBJECT

 private slots:
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }
  void older_slots_are_told();
  void cheap_slots_are_told_until_they_are_whole_data();
  void cheap_slots_are_told_until_they_are_whole();

 private:
  QString path(char copy) const { return m_folder->filePath(QStringLiteral("home/keyslots-%1.json").arg(QLatin1Char(copy))); }
  QByteArray read(char copy) const {
    QFile file(path(copy));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  Slots slotsNow() const { return {read('a'), read('b')}; }
  void put(char copy, const QByteArray& bytes) const {
    QFile file(path(copy));
    QVERIFY(!bytes.isEmpty() && file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
  }
  void put(const Slots& slots_) const {
    put('a', slots_.a);
    put('b', slots_.b);
  }
  std::unique_ptr<AgentHost> opened(const UserName& who) const {
    auto host = AgentHost::open({home(), {}, HostKind::Command}, who, pin(who));
    return host ? std::move(*host) : nullptr;
  }
  std::string home() const { return m_folder->filePath(QStringLiteral("home")).toStdString(); }
  // By the start, by Health, and by the status that the counter's strip is made of.
  static std::string toldBy(AgentHost& host) {
    const bool noted = std::any_of(host.notes().begin(), host.notes().end(), [](const std::string& note) {
      return note.find("older key slots") != std::string::npos;
    });
    const auto items = ask<std::vector<api::HealthItem>>([&host](api::Reply<std::vector<api::HealthItem>> reply) {
      host.client().health(api::Look::AsKnown, std::move(reply));
    });
    const bool shown = items && std::any_of(items->begin(), items->end(), [](const api::HealthItem& one) {
                         return one.name == "key-slots" && !one.ok && one.word == "slots-older";
                       });
    const auto status = ask<api::CounterStatus>([&host](api::Reply<api::CounterStatus> reply) { host.client().status(std::move(reply)); });
    const bool stands = status && status->alarms.size() == 1 && status->alarms.front().kind == api::HomeAlarm::Kind::SlotsOlder;
    return std::string(noted ? "noted" : "") + (shown ? " shown" : "") + (stands ? " stands" : "");
  }

  // What `doctor` and Health say of key slots.
  static api::HealthItem keysIn(AgentHost& host) {
    const auto items = ask<std::vector<api::HealthItem>>([&host](api::Reply<std::vector<api::HealthItem>> reply) {
      host.client().health(api::Look::AsKnown, std::move(reply));
    });
    for (const api::HealthItem& one : items.value_or(std::vector<api::HealthItem>()))
      if (one.name == "key-slots")
        return one;
    return {};
  }

  std::unique_ptr<QTemporaryDir> m_folder;
};

void KeySlotsTest::older_slots_are_told() {
  QVERIFY(createHome(home(), "Warung Uji", kOwner, pin(kOwner)).has_value());
  {
    const auto host = opened(kOwner);
    QVERIFY(host != nullptr);
    QVERIFY(host->people().add(kOwner, pin(kOwner), kHelper, pin(kHelper)));
  }
  const QByteArray before = read('b');
  // One copy alone is what a change leaves that was broken off: the newer one is what counts, and mends the other.
  {
    const auto host = opened(kHelper);
    QVERIFY(host != nullptr);
    QVERIFY(host->people().setPin(kHelper, pin(kHelper), kHelper, pin(kHelper)));
  }
  put('b', before);
  Slots withHelper;
  {
    const auto host = opened(kOwner);
    QVERIFY(host != nullptr);
    QCOMPARE(toldBy(*host), std::string());
    withHelper = slotsNow();
    QVERIFY(host->people().takeOut(kOwner, pin(kOwner), kHelper));
  }
  const Slots without = slotsNow();
  QVERIFY(opened(kHelper) == nullptr);
  // Both, before anybody has come again: whoever was taken out comes in, and everybody hears of it, at the next starts too.
  put(withHelper);
  {
    const auto host = opened(kHelper);
    QVERIFY(host != nullptr);
    QCOMPARE(toldBy(*host), std::string("noted shown stands"));
    // What is changed on top of it takes nothing of that back.
    QVERIFY(host->people().setPin(kHelper, pin(kHelper), kHelper, pin(kHelper)));
  }
  put(without);
  for (int start = 0; start < 2; ++start) {
    const auto host = opened(kOwner);
    QVERIFY(host != nullptr);
    QCOMPARE(toldBy(*host), std::string("noted shown stands"));
  }
}

void KeySlotsTest::cheap_slots_are_told_until_they_are_whole_data() {
  QTest::addColumn<bool>("byOwner");
  QTest::newRow("by the next right PIN") << false;
  QTest::newRow("by a new one, which the owner gives") << true;
}

void KeySlotsTest::cheap_slots_are_told_until_they_are_whole() {
  QFETCH(bool, byOwner);
  QVERIFY(createHome(home(), "Warung Uji", kOwner, pin(kOwner)).has_value());
  {
    const auto host = opened(kOwner);
    QVERIFY(host != nullptr);
    QVERIFY(host->people().add(kOwner, pin(kOwner), kHelper, pin(kHelper)));
    QVERIFY(keysIn(*host).ok);
    QVERIFY(keysIn(*host).detail.find("cheaper to guess") == std::string::npos);
  }
  {
    // As a program of before made them.
    adapters::SystemFiles files;
    adapters::SystemEntropy entropy;
    adapters::SystemUptime uptime;
    adapters::SlotVault before(home(), files, entropy, uptime, devicePlaces(home(), files), {2, 64U << 20U});
    const auto key = before.open(kHelper, pin(kHelper));
    QVERIFY(key && before.setPin(key->key, kHelper, pin(kHelper)));
  }
  const auto host = opened(kOwner);
  QVERIFY(host != nullptr);
  const api::HealthItem told = keysIn(*host);
  // It is said, with what to do; a counter sells all the same.
  QVERIFY(told.ok);
  QVERIFY2(told.detail.find("(128 MiB, t=3): Budi (64 MiB, t=2). Each is sealed anew at that person's next right PIN") !=
                   std::string::npos &&
               told.detail.find("loketctl user pin NAME") != std::string::npos,
           told.detail.c_str());
  if (byOwner)
    QVERIFY(host->people().setPin(kOwner, pin(kOwner), kHelper, pin(kHelper)));
  else
    QVERIFY(host->people().prove(kHelper, pin(kHelper)));
  QVERIFY2(keysIn(*host).detail.find("cheaper to guess") == std::string::npos, keysIn(*host).detail.c_str());
  QCOMPARE(read('a').count("\"memory\": 134217728,"), 3);
}

QTEST_GUILESS_MAIN(KeySlotsTest)
#include "key_slots_test.moc"
