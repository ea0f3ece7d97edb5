// The journal's page beside a witness that runs: a day's log is verified from the counter, whoever is away is
// said and caught up with, and an older copy of the shop is found out. The real window, core, sandbox and
// loket-witness.
#include <QTest>

#include "tests/integration/counter_home.h"
#include "tests/integration/witness_process.h"
#include "tests/ui/real/open_cashier.h"
#include "ui/screens/frame/frame.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/qr_code.h"
#include "ui/widgets/strip.h"
#include "ui/widgets/text_label.h"

namespace loket::test {

using integration_tests::CounterHome;
using integration_tests::SandboxProcess;
using integration_tests::WitnessProcess;

namespace {

constexpr int kPatienceMs = 60'000;
constexpr const char* kName = "one.example/w";

}  // namespace

class AuditTest final : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_sandbox = std::make_unique<SandboxProcess>();
    QVERIFY(m_sandbox->start());
    m_home = std::make_unique<CounterHome>(*m_sandbox);
    m_witness = std::make_unique<WitnessProcess>(QString::fromLatin1(kName));
    QVERIFY(m_home->open());
    const QString key = m_home->run({QStringLiteral("audit"), QStringLiteral("checkpoint")})
                            .last()
                            .value(QLatin1String("key"))
                            .toString();
    QVERIFY(!key.isEmpty());
    m_witness->knows(key);
    QVERIFY(m_witness->start());
    const QString config = m_home->writeConfig(integration_tests::asking({m_witness->settings()}));
    QCOMPARE(m_home->run({QStringLiteral("config"), QStringLiteral("import"), config}).status, 0);
    QVERIFY(m_home->sells(1));
    QCOMPARE(m_home->run({QStringLiteral("sync")}).status, 0);
  }
  void cleanup() {
    m_cashier.reset();
    m_home.reset();
    m_witness.reset();
    m_sandbox.reset();
  }

  void aDayIsVerifiedWithAWitnessRunning() {
    openJournal();
    // Before anybody asks for anything.
    QTRY_VERIFY_WITH_TIMEOUT(words("audit-witnessed").contains(QString::fromLatin1(kName)), kPatienceMs);
    QVERIFY(words("audit-words").isEmpty());
    const QString sound = verified();
    QVERIFY2(words("audit-witnessed").contains(QString::fromLatin1(kName)), qPrintable(words("audit-witnessed")));
    QVERIFY(words("audit-faults").isEmpty());
    // What is signed at the counter is witnessed there and then.
    press(Qt::Key_F6);
    QTRY_VERIFY_WITH_TIMEOUT(page<ui::widgets::QrCode>("audit-code") != nullptr, kPatienceMs);
    const QString seen = words("audit-witnessed");
    QCOMPARE(seen.count(QLatin1Char('\n')), 0);

    // Nobody answers: it is said, with the same verdict on the journal, until it is caught up with.
    m_witness->kill();
    QVERIFY(m_home->sells(2));
    press(Qt::Key_F6);
    QTRY_VERIFY_WITH_TIMEOUT(words("audit-witnessed") != seen, kPatienceMs);
    QVERIFY2(words("audit-witnessed").count(QLatin1Char('\n')) == 2, qPrintable(words("audit-witnessed")));
    QCOMPARE(verified(), sound);
    // And above every page, calmly.
    QTRY_VERIFY_WITH_TIMEOUT(strip().contains(QString::fromLatin1(kName)), kPatienceMs);
    QCOMPARE(page<ui::widgets::Strip>("strip")->tone(), ui::theme::Tone::Waiting);
    QVERIFY(m_witness->start());
    press(Qt::Key_F6);
    QTRY_VERIFY_WITH_TIMEOUT(words("audit-witnessed").count(QLatin1Char('\n')) == 0, kPatienceMs);
    QVERIFY(words("audit-witnessed") != seen);
    QCOMPARE(verified(), sound);
    QTRY_VERIFY_WITH_TIMEOUT(strip().isEmpty(), kPatienceMs);
  }

  void anOlderCopyIsFoundOut() {
    const QString older = m_home->folder() + QStringLiteral("/older");
    QVERIFY(integration_tests::copyFolder(m_home->path(), older));
    QVERIFY(m_home->sells(2));
    QCOMPARE(m_home->run({QStringLiteral("audit"), QStringLiteral("checkpoint")}).status, 0);
    openJournal();
    const QString sound = verified();
    m_cashier.reset();

    QVERIFY(integration_tests::copyFolder(older, m_home->path()));
    openJournal();
    press(Qt::Key_F6);
    // Not only what was known when the page was opened: F5 waits for the answer to F6.
    QTRY_VERIFY_WITH_TIMEOUT(page<ui::widgets::QrCode>("audit-code") != nullptr, kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!words("audit-message").isEmpty(), kPatienceMs);
    const QString found = words("audit-message");
    QVERIFY(found != sound);
    // Its entries are as they were written; that is not called sound all the same.
    QCOMPARE(verified(), found);
    QVERIFY(words("audit-faults").isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(!strip().isEmpty(), kPatienceMs);
    QCOMPARE(page<ui::widgets::Strip>("strip")->tone(), ui::theme::Tone::Danger);
  }

 private:
  void openJournal() {
    m_cashier = openCashier(*m_home, *m_sandbox);
    QVERIFY(QTest::qWaitForWindowActive(&window()));
    QTest::keyClicks(window().focusWidget(), QStringLiteral("123456"));
    QTRY_VERIFY_WITH_TIMEOUT(window().frame() != nullptr, kPatienceMs);
    press(Qt::Key_F11);
    press(Qt::Key_F10, Qt::ShiftModifier);
    QTRY_VERIFY_WITH_TIMEOUT(page<QWidget>("audit-verify") != nullptr, kPatienceMs);
  }
  // What F5 says of all of it.
  [[nodiscard]] QString verified() {
    press(Qt::Key_F5);
    const auto isThere = [this] { return !words("audit-words").isEmpty(); };
    return QTest::qWaitFor(isThere, kPatienceMs) ? words("audit-message") : QString();
  }
  template <typename T>
  [[nodiscard]] T* page(const char* name) const {
    for (T* one : window().findChildren<T*>(QString::fromLatin1(name)))
      if (one->isVisible())
        return one;
    return nullptr;
  }
  [[nodiscard]] QString words(const char* name) const {
    if (const auto* label = page<ui::widgets::TextLabel>(name))
      return label->text();
    const auto* message = page<ui::widgets::InlineMessage>(name);
    return message != nullptr ? message->accessibleName() : QString();
  }
  // Empty where there is none.
  [[nodiscard]] QString strip() const {
    const auto* strip = page<ui::widgets::Strip>("strip");
    return strip != nullptr ? strip->text() : QString();
  }
  [[nodiscard]] app::CounterWindow& window() const { return m_cashier->window(); }
  void press(Qt::Key key, Qt::KeyboardModifiers with = {}) { QTest::keyClick(window().focusWidget(), key, with); }

  std::unique_ptr<SandboxProcess> m_sandbox;
  std::unique_ptr<CounterHome> m_home;
  std::unique_ptr<WitnessProcess> m_witness;
  std::unique_ptr<app::Cashier> m_cashier;
};

}  // namespace loket::test

QTEST_MAIN(loket::test::AuditTest)
#include "audit_test.moc"
