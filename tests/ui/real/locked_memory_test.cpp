// A counter is locked whose owner looked at the suppliers: neither the key of the home is in the memory of the window's process nor
// anything that suppliers know the shop by, neither what is kept nor what was typed and not saved. The real window, core and
// sandbox, and the window's way of giving memory back.
#include <QLineEdit>
#include <QRandomGenerator>
#include <QTest>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "app/wiring/people.h"
#include "core/adapters/system/home_lock.h"
#include "core/base/secret_bytes.h"
#include "tests/integration/counter_home.h"
#include "tests/ui/real/open_cashier.h"
#include "tests/unit/vault/own_memory.h"
#include "ui/screens/frame/frame.h"
#include "ui/screens/settings/suppliers_panel.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/row_list.h"

namespace loket::test {

using integration_tests::CounterHome;
using integration_tests::SandboxProcess;
using ui::widgets::RowList;

namespace {

constexpr int kPatienceMs = 60'000;
constexpr const char* kSris = "123456";
constexpr std::uint8_t kMask = 0x5A;

// Letters that stand nowhere else. The test has to know them, and keeps them so that looking does not find them here.
class MaskedKey {
 public:
  MaskedKey() : m_masked(40) {
    for (std::uint8_t& letter : m_masked)
      letter = static_cast<std::uint8_t>(('a' + QRandomGenerator::system()->bounded(26)) ^ kMask);
  }
  [[nodiscard]] std::size_t size() const { return m_masked.size(); }
  [[nodiscard]] char at(std::size_t i) const { return static_cast<char>(m_masked[i] ^ kMask); }
  [[nodiscard]] std::string text() const {
    std::string text(size(), ' ');
    for (std::size_t i = 0; i < size(); ++i) text[i] = at(i);
    return text;
  }

 private:
  std::vector<std::uint8_t> m_masked;
};

struct Searched {
  QString what;
  tests::Needle needle;
};

}  // namespace

class LockedMemoryTest final : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_sandbox = std::make_unique<SandboxProcess>();
    QVERIFY(m_sandbox->start());
    m_home = std::make_unique<CounterHome>(*m_sandbox);
    QVERIFY(m_home->open());
    m_cashier = openCashier(*m_home, *m_sandbox);
    QVERIFY(QTest::qWaitForWindowActive(&window()));
    type(kSris);
    QTRY_VERIFY_WITH_TIMEOUT(window().frame() != nullptr, kPatienceMs);
  }
  void cleanup() {
    m_cashier.reset();
    m_home.reset();
    m_sandbox.reset();
  }

  void nothingOfAKeyIsLeft() {
    lookFor();
    QVERIFY(m_searched.size() >= 6);
    press(Qt::Key_F11);
    press(Qt::Key_F10);
    QTRY_VERIFY_WITH_TIMEOUT(panel() != nullptr && !panel()->suppliers().empty(), kPatienceMs);
    QVERIFY(panel()->suppliers().front().value("apiKey").size() > 30);
    // Another key is typed for the first of them, and never saved.
    press(Qt::Key_Enter);
    QTRY_COMPARE_WITH_TIMEOUT(focusName(), QStringLiteral("sheet"), kPatienceMs);
    toRow(QCoreApplication::translate("SupplierText", "API key"));
    press(Qt::Key_Enter);
    for (std::size_t i = 0; i < m_typed.size(); ++i) QTest::keyClick(window().focusWidget(), m_typed.at(i));
    QCOMPARE(visible<QLineEdit>("setting-text")->text().size(), static_cast<qsizetype>(m_typed.size()));
    QVERIFY(isThere(QStringLiteral("the data key")));
    lock();
    QVERIFY(panel()->suppliers().empty());
    QCOMPARE(found(), 0);
    {
      // Were it there it would be found.
      std::string there = m_typed.text();
      QCOMPARE(found(), 1);
      wipe(there.data(), there.size());
    }

    // Whoever comes has the page again, and is told what is gone with the lock.
    type(kSris);
    QTRY_VERIFY_WITH_TIMEOUT(!window().isLocked(), kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!panel()->suppliers().empty(), kPatienceMs);
    QCOMPARE(focusName(), QStringLiteral("suppliers"));
    QVERIFY(visible<ui::widgets::InlineMessage>("suppliers-message") != nullptr);
    // Locked from another page.
    press(Qt::Key_F1);
    QVERIFY(panel()->suppliers().empty());
    lock();
    QCOMPARE(found(), 0);
  }

 private:
  // Of the home's key, of what is kept, and of what will be typed, as the core and as the window write it.
  void lookFor() {
    // On a thread of its own, whose stack goes with it.
    std::thread([this] {
      app::People people(m_home->path().toStdString());
      const auto opened = people.open(UserName(), SecretBytes(std::string_view(kSris)));
      if (!opened)
        qFatal("no key");
      add(QStringLiteral("the data key"), opened->key.view());
    }).join();
    std::string typed = m_typed.text();
    add(QStringLiteral("what was typed"), typed);
    wipe(typed.data(), typed.size());
    const QStringList kept = m_home->credentials();
    for (qsizetype i = 0; i < kept.size(); ++i) {
      std::string one = kept[i].toStdString();
      add(QStringLiteral("what is kept, %1").arg(i), one);
      wipe(one.data(), one.size());
    }
  }
  void add(const QString& what, std::string_view secret) {
    m_searched.push_back({what, tests::Needle(secret)});
    std::string wide(secret.size() * 2, '\0');
    for (std::size_t i = 0; i < secret.size(); ++i) wide[2 * i] = secret[i];
    m_searched.push_back({what + QStringLiteral(", wide"), tests::Needle(wide)});
    wipe(wide.data(), wide.size());
  }
  [[nodiscard]] bool isThere(const QString& what) const {
    for (const Searched& one : m_searched)
      if (one.what == what)
        return !tests::findInOwnMemory(one.needle).empty();
    return false;
  }
  // How many of them are in this process.
  [[nodiscard]] int found() const {
    int many = 0;
    for (const Searched& one : m_searched) {
      const auto places = tests::findInOwnMemory(one.needle);
      if (!places.empty())
        qWarning("%s: %s", qPrintable(one.what), places.front().where.c_str());
      many += places.empty() ? 0 : 1;
    }
    return many;
  }
  // And its home closed: whoever has that may be anybody.
  void lock() {
    QTest::keyClick(window().focusWidget(), Qt::Key_L, Qt::ControlModifier);
    QVERIFY(window().isLocked());
    auto taken = adapters::HomeLock::take(m_home->path().toStdString());
    QTRY_VERIFY_WITH_TIMEOUT(taken || (taken = adapters::HomeLock::take(m_home->path().toStdString())), kPatienceMs);
  }
  void toRow(const QString& title) {
    auto* list = visible<RowList>("sheet");
    press(Qt::Key_Home);
    for (int row = 0; list->currentIndex().data(ui::widgets::TitleRole).toString() != title; ++row) {
      QVERIFY2(row < list->model()->rowCount(), qPrintable(title));
      press(Qt::Key_Down);
    }
  }
  template <typename T>
  [[nodiscard]] T* visible(const char* name) {
    for (T* one : window().findChildren<T*>(QString::fromLatin1(name)))
      if (one->isVisible())
        return one;
    return nullptr;
  }
  [[nodiscard]] QString focusName() {
    return window().focusWidget() == nullptr ? QString() : window().focusWidget()->objectName();
  }
  [[nodiscard]] const ui::screens::SuppliersPanel* panel() { return window().findChild<ui::screens::SuppliersPanel*>(); }
  [[nodiscard]] app::CounterWindow& window() { return m_cashier->window(); }
  void press(Qt::Key key) { QTest::keyClick(window().focusWidget(), key); }
  void type(const char* text) { QTest::keyClicks(window().focusWidget(), QString::fromLatin1(text)); }

  MaskedKey m_typed;
  std::vector<Searched> m_searched;
  std::unique_ptr<SandboxProcess> m_sandbox;
  std::unique_ptr<CounterHome> m_home;
  std::unique_ptr<app::Cashier> m_cashier;
};

}  // namespace loket::test

QTEST_MAIN(loket::test::LockedMemoryTest)
#include "locked_memory_test.moc"
