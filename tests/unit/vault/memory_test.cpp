// What is left of PIN and keys in the memory of the process: while a shop is open nothing outside of what is guarded, and nothing
// at all when it is closed.
#include <sodium.h>

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

#include "core/adapters/store/home_store.h"
#include "core/adapters/system/entropy.h"
#include "core/adapters/system/files.h"
#include "core/adapters/system/uptime.h"
#include "core/adapters/vault/guarded_memory.h"
#include "core/adapters/vault/slot_vault.h"
#include "core/base/text.h"
#include "tests/support/samples.h"
#include "tests/unit/vault/own_memory.h"

// What is given back stays as it was left: whether somebody else writes over it is chance.
void operator delete(void* /*bytes*/) noexcept {}
void operator delete(void* /*bytes*/, std::size_t /*size*/) noexcept {}
void operator delete[](void* /*bytes*/) noexcept {}
void operator delete[](void* /*bytes*/, std::size_t /*size*/) noexcept {}

using namespace loket;
using namespace loket::tests;

namespace {

// Letters that stand nowhere else, made where they lie.
SecretBytes chancePin() {
  std::vector<std::uint8_t> pin(44);
  for (std::uint8_t& letter : pin) letter = static_cast<std::uint8_t>('A' + randombytes_uniform(26));
  return SecretBytes(std::move(pin));
}

Needle inHex(const SecretBytes& key) {
  std::string text = toHex(key.data(), key.size());
  Needle needle(text);
  wipe(text.data(), text.size());
  return needle;
}

struct Searched {
  const char* what;
  Needle needle;
};

// Where it lies open, and how often it lies guarded.
int lockedPlaces(const Searched& one) {
  int locked = 0;
  for (const Finding& found : findInOwnMemory(one.needle)) {
    if (found.isLocked)
      ++locked;
    else
      QTest::qFail((std::string(one.what) + " lies open in " + found.where).c_str(), __FILE__, __LINE__);
  }
  return locked;
}

}  // namespace

class MemoryTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { adapters::guardSecrets(); }

  void whatIsLookedForWouldBeFound() {
    const SecretBytes pin = chancePin();
    const Searched searched{"the PIN", Needle(pin.view())};
    const auto lies = [&](const void* secret, bool isLocked) {
      const auto found = findInOwnMemory(searched.needle);
      return std::any_of(found.begin(), found.end(), [&](const Finding& one) {
        const auto* const begin = static_cast<const char*>(secret);
        return one.place >= begin && one.place < begin + pin.size() && one.isLocked == isLocked;
      });
    };
    // Guarded, where it is.
    QVERIFY(lies(pin.data(), true));
    std::string open(pin.view());
    QVERIFY(lies(open.data(), false));
    wipe(open.data(), open.size());
    QVERIFY(!lies(open.data(), false));
    QVERIFY(lies(pin.data(), true));
  }

  void nothingOfAShopIsLeftWhenItIsClosed() {
    QTemporaryDir folder;
    const std::string home = folder.path().toStdString() + "/home";
    adapters::SystemFiles files;
    adapters::SystemEntropy entropy;
    adapters::SystemUptime uptime;
    std::vector<Searched> searched;
    {
      adapters::SlotVault vault(home, files, entropy, uptime);
      const SecretBytes pin = chancePin();
      searched.push_back({"the PIN", Needle(pin.view())});
      const SecretBytes made = must(vault.create(UserName("sri"), pin));
      searched.push_back({"the data key", Needle(made.view())});
      searched.push_back({"the data key in letters", inHex(made)});
      auto store = must(adapters::createHomeStore(home, made, {}));
      QVERIFY(store.store->commit(workOf(acceptedChange(proposedSale(1)))));
    }
    for (const Searched& one : searched) QCOMPARE(lockedPlaces(one), 0);
  }

  void anOpenShopKeepsItsKeyGuarded() {
    QTemporaryDir folder;
    const std::string home = folder.path().toStdString() + "/home";
    adapters::SystemFiles files;
    adapters::SystemEntropy entropy;
    adapters::SystemUptime uptime;
    SecretBytes pin = chancePin();
    const Searched thePin{"the PIN", Needle(pin.view())};
    std::optional<Searched> theKey;
    std::optional<Searched> inLetters;
    {
      std::optional<adapters::HomeStore> shop;
      {
        adapters::SlotVault vault(home, files, entropy, uptime);
        must(vault.create(UserName("sri"), pin));
        auto opened = must(vault.open(UserName("sri"), pin));
        theKey.emplace(Searched{"the data key", Needle(opened.key.view())});
        inLetters.emplace(Searched{"the data key in letters", inHex(opened.key)});
        shop = must(adapters::createHomeStore(home, opened.key, {}));
      }
      pin.wipe();
      QVERIFY(shop->store->commit(workOf(acceptedChange(proposedSale(1)))));
      QCOMPARE(lockedPlaces(thePin), 0);
      // The cipher must have it, and nobody else.
      lockedPlaces(*theKey);
      lockedPlaces(*inLetters);
    }
    QCOMPARE(lockedPlaces(thePin), 0);
    QCOMPARE(lockedPlaces(*theKey), 0);
    QCOMPARE(lockedPlaces(*inLetters), 0);
  }
};

QTEST_GUILESS_MAIN(MemoryTest)
#include "memory_test.moc"
