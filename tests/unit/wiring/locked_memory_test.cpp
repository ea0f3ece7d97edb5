// No byte of a key is in the memory of a process whose counter is locked; found where it is while the home is
// open.
#include <QFile>
#include <QTest>
#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include <sodium.h>

#include "app/wiring/ask.h"
#include "core/adapters/store/home_store.h"
#include "core/adapters/store/sidecar.h"
#include "core/adapters/vault/guarded_memory.h"
#include "core/base/base64.h"
#include "core/base/text.h"
#include "core/engine/config_record.h"
#include "tests/support/samples.h"
#include "tests/unit/vault/own_memory.h"
#include "tests/unit/wiring/locked_shop.h"

using namespace loket;
using namespace loket::app;
using namespace loket::tests;

namespace {

constexpr int kPatienceMs = 30'000;
constexpr std::uint8_t kMask = 0x5A;

// Letters that stand nowhere else. The test has to know it, and keeps it so that looking does not find it
// here.
class MaskedPin {
 public:
  MaskedPin() : m_masked(44) {
    for (std::uint8_t& letter : m_masked)
      letter = static_cast<std::uint8_t>(('A' + randombytes_uniform(26)) ^ kMask);
  }
  [[nodiscard]] SecretBytes pin() const {
    std::vector<std::uint8_t> letters(m_masked);
    for (std::uint8_t& letter : letters) letter ^= kMask;
    return SecretBytes(std::move(letters));
  }

 private:
  std::vector<std::uint8_t> m_masked;
};

struct Searched {
  std::string what;
  Needle needle;
  bool isThereWhenOpen = true;
};

// On a thread of its own, as the window does it.
template <typename Work>
void elsewhere(const Work& work) {
  std::thread(work).join();
}

}  // namespace

class LockedMemoryTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { adapters::guardSecrets(); }
  void nothing_of_the_keys_is_left_when_it_is_locked();

 private:
  void look();
  void add(const std::string& what, std::string_view secret, bool isThereWhenOpen = true) {
    m_searched.push_back({what, Needle(secret), isThereWhenOpen});
  }
  // How many of them are found.
  [[nodiscard]] int found(bool isOpen) const;

  MaskedPin m_pin;
  std::unique_ptr<LockedShop> m_shop;
  std::vector<Searched> m_searched;
};

// What there is to be found, from the home's files.
void LockedMemoryTest::look() {
  const SecretBytes pin = m_pin.pin();
  add("the PIN", pin.view(), false);
  People people(m_shop->home());
  const auto opened = must(people.open(UserName(), pin));
  add("the data key", opened.key.view());
  std::string hex = toHex(opened.key.data(), opened.key.size());
  add("the data key in letters", hex, false);
  wipe(hex.data(), hex.size());
  const SecretBytes sidecar = adapters::sidecarKey(opened.key);
  add("the sidecar's key", sidecar.view());
  const auto stored = must(adapters::openHomeStore(m_shop->home(), opened.key));
  auto rows = must(stored.store->settings());
  std::string& text = rows.at("audit.seed");
  add("the terminal's seed in letters", text, false);
  std::string seed = fromBase64(text).value_or(std::string());
  add("the terminal's seed", seed);
  wipe(text.data(), text.size());
  wipe(seed.data(), seed.size());
  add("the secret of the owner's telephone", rows.at("ownerCode.secret"));
  const auto config = engine::configFrom(rows);
  QVERIFY(config && config->upstreams.size() == 1);
  add("the supplier's key", config->upstreams.front().values.at("apiKey"));
  QFile file(QString::fromStdString(m_shop->home() + "/device.key"));
  QVERIFY(file.open(QIODevice::ReadOnly | QIODevice::Unbuffered));
  std::vector<std::uint8_t> device(32);
  QCOMPARE(file.read(reinterpret_cast<char*>(device.data()), 32), qint64{32});
  const SecretBytes secret(std::move(device));
  add("this computer's secret", secret.view(), false);
}

int LockedMemoryTest::found(bool isOpen) const {
  int many = 0;
  for (const Searched& one : m_searched) {
    const auto places = findInOwnMemory(one.needle);
    if (isOpen ? places.empty() && one.isThereWhenOpen : !places.empty())
      qWarning("%s: %s", one.what.c_str(), places.empty() ? "nowhere" : places.front().where.c_str());
    many += places.empty() ? 0 : 1;
  }
  return many;
}

void LockedMemoryTest::nothing_of_the_keys_is_left_when_it_is_locked() {
  const std::string number = "081234567801";
  elsewhere([this] {
    m_shop = std::make_unique<LockedShop>(m_pin.pin());
    m_shop->open(m_pin.pin());
  });
  // The terminal makes its key, and signs.
  must(ask<api::CheckpointView>([this](api::Reply<api::CheckpointView> reply) {
    m_shop->host().client().checkpoint(std::move(reply));
  }));
  elsewhere([this] {
    must(ask<std::string>([this](api::Reply<std::string> reply) {
      m_shop->host().client().enrolOwnerCode(UserName("Sri"), std::move(reply));
    }));
  });
  m_shop->close();
  elsewhere([this] { look(); });
  QCOMPARE(found(false), 0);

  elsewhere([this] { m_shop->open(m_pin.pin()); });
  const auto whenOpen = std::count_if(m_searched.begin(), m_searched.end(),
                                      [](const Searched& one) { return one.isThereWhenOpen; });
  QVERIFY(found(true) >= whenOpen);
  const std::string ref = must(m_shop->deposit(number)).payment.ref.str();
  m_shop->host().noteLock(UserName("Sri"), "asked");
  QVERIFY(!m_shop->tryToClose());
  // Something is under way, and must go on.
  QVERIFY(found(true) >= whenOpen);
  QCOMPARE(m_shop->forward({"cancel", ref, "--reason", "batal"}, m_pin.pin()), 0);
  QTRY_VERIFY_WITH_TIMEOUT(!m_shop->host().isOpen(), kPatienceMs);
  QVERIFY(m_shop->tryToClose());
  QCOMPARE(found(false), 0);

  // A wrong PIN opens nothing; the right one does, and it sells.
  elsewhere([this] {
    const auto wrong = m_shop->host().unlock(UserName(), SecretBytes(std::string_view("999999")));
    QVERIFY(!wrong && wrong.error().code == ErrorCode::PinWrong);
  });
  QCOMPARE(found(false), 0);
  elsewhere([this] { must(m_shop->host().unlock(UserName(), m_pin.pin())); });
  QVERIFY(found(true) >= whenOpen);
  QVERIFY(m_shop->deposit("081234567802"));
  m_shop->close();
  QCOMPARE(found(false), 0);
}

QTEST_GUILESS_MAIN(LockedMemoryTest)
#include "locked_memory_test.moc"
