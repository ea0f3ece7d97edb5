// Paper from the keyboard: a printer that is found and tried, the shop's own lines and mark, papers that may
// be missing, and the receipt as a picture and a file.
#include "ui/text/paper.h"

#include <QClipboard>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QProcess>
#include <QRegularExpression>
#include <QScopeGuard>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QThread>
#include <QThreadPool>
#include <algorithm>
#include <atomic>
#include <memory>

#include "app/cashier/shots/fixture_paper.h"
#include "core/domain/identity/logo.h"
#include "tests/golden/sample_receipts.h"
#include "tests/ui/screens/counter.h"
#include "ui/models/payment_list.h"
#include "ui/screens/confirm_panel.h"
#include "ui/screens/history/history_screen.h"
#include "ui/screens/payment_detail.h"
#include "ui/screens/receipt_file.h"
#include "ui/screens/settings/paper_panel.h"
#include "ui/widgets/choice_grid.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/receipt_paper.h"
#include "ui/widgets/row_list.h"

namespace loket::test {

using ui::screens::PaperPanel;
using ui::widgets::ChoiceGrid;

namespace {

struct PaperCounter : Counter {
  using Counter::Counter;

  void openPaper() {
    open();
    press(Qt::Key_F11);
    press(Qt::Key_F6);
    QTRY_VERIFY(panel() != nullptr && panel()->isVisible());
    // What is kept stands there.
    QTRY_VERIFY(paperLines().contains(QStringLiteral("CONTOH STRUK")));
  }
  [[nodiscard]] PaperPanel* panel() const { return stage.window->findChild<PaperPanel*>(); }
  [[nodiscard]] QLineEdit& address() const {
    return *panel()->findChild<QLineEdit*>(QStringLiteral("paper-address"));
  }
  [[nodiscard]] ChoiceGrid& grid(const char* name) const {
    return *panel()->findChild<ChoiceGrid*>(QLatin1String(name));
  }
  [[nodiscard]] QString paperLines() const {
    return panel() == nullptr ? QString()
                              : panel()->findChild<ui::widgets::ReceiptPaper*>()->accessibleName();
  }
  [[nodiscard]] QString message() const {
    const auto* message = panel()->findChild<ui::widgets::InlineMessage*>(QStringLiteral("paper-message"));
    return message->isHidden() ? QString() : message->accessibleName();
  }
  [[nodiscard]] bool mayKeep() const {
    return panel()->findChild<QWidget*>(QStringLiteral("paper-keep"))->isEnabled();
  }
  app::fixture::FixturePaper& shop() { return stage.client.shopPaper; }
};

// A print service that hangs up on whoever asks it; while it holds, it lets him wait.
class Spooler {
 public:
  Spooler() {
    m_here.moveToThread(&m_thread);
    m_thread.start();
    QMetaObject::invokeMethod(
        &m_here,
        [this] {
          m_server = std::make_unique<QTcpServer>();
          if (m_server->listen(QHostAddress::LocalHost))
            m_port = m_server->serverPort();
          QObject::connect(m_server.get(), &QTcpServer::newConnection, &m_here, [this] {
            ++m_asked;
            if (!m_holds)
              hangUp();
          });
        },
        Qt::BlockingQueuedConnection);
  }
  ~Spooler() {
    hold(false);
    QMetaObject::invokeMethod(
        &m_here, [this] { m_server.reset(); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
  }
  Spooler(const Spooler&) = delete;
  Spooler& operator=(const Spooler&) = delete;
  [[nodiscard]] int port() const { return m_port; }
  [[nodiscard]] int asked() const { return m_asked; }
  void hold(bool holds) {
    QMetaObject::invokeMethod(
        &m_here,
        [this, holds] {
          m_holds = holds;
          if (!holds)
            hangUp();
        },
        Qt::BlockingQueuedConnection);
  }

 private:
  void hangUp() const {
    while (QTcpSocket* one = m_server->nextPendingConnection()) {
      one->abort();
      one->deleteLater();
    }
  }
  std::atomic<int> m_port = 0;
  std::atomic<int> m_asked = 0;
  bool m_holds = false;
  QThread m_thread;
  QObject m_here;
  std::unique_ptr<QTcpServer> m_server;
};

api::ReceiptView receiptOf(const std::string& logo = {}) {
  api::PaperSettings settings;
  settings.logo = logo;
  Outlet outlet;
  outlet.name = "Warung Bu Sri";
  return *app::fixture::FixturePaper().sample(outlet, settings, Instant{1'795'917'600'000});
}

}  // namespace

class PaperTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QVERIFY(m_spooler.port() > 0);
    qputenv("CUPS_SERVER", QByteArray("127.0.0.1:") + QByteArray::number(m_spooler.port()));
    QStandardPaths::setTestModeEnabled(true);
    m_theme.setMotion(false);
    m_theme.apply(*qApp);
  }

  void everyProfileHasItsWords() {
    QFile file(QStringLiteral(LOKET_TRANSLATIONS "/../resources/printers/profiles.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QStringList known = QJsonDocument::fromJson(file.readAll()).object().keys();
    QStringList told;
    for (const auto& kind : ui::text::paperKinds()) told << kind.profile;
    known.sort();
    told.sort();
    QCOMPARE(told, known);
  }

  void aPrinterIsFoundTriedAndKept() {
    PaperCounter counter(m_theme);
    counter.openPaper();
    QVERIFY(!counter.mayKeep());
    QTRY_COMPARE(counter.grid("paper-printers").count(), 2);
    emit counter.grid("paper-printers").clicked(0);
    QCOMPARE(counter.address().text(), QStringLiteral("usb:///dev/usb/lp0"));
    // An Epson cuts, and the paper beside it is as wide as it prints.
    QTRY_COMPARE(counter.panel()
                     ->findChild<ui::widgets::ReceiptPaper*>()
                     ->accessibleName()
                     .split(u'\n')
                     .filter(QStringLiteral("----"))
                     .first()
                     .size(),
                 48);
    counter.press(Qt::Key_F6);
    QTRY_COMPARE(counter.shop().trials, 1);
    QTRY_VERIFY(counter.message().contains(QStringLiteral("Terkirim")));
    QVERIFY(counter.shop().saved.empty());
    counter.press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(counter.shop().saved.size(), std::size_t{1});
    QCOMPARE(counter.shop().saved[0].printer.uri, std::string("usb:///dev/usb/lp0"));
    QCOMPARE(counter.shop().saved[0].printer.profile, std::string("epson-80mm"));
    QTRY_VERIFY(counter.message().startsWith(QStringLiteral("Tersimpan")));
    QVERIFY(!counter.mayKeep());
    counter.press(Qt::Key_Escape);
    QVERIFY(!counter.panel()->isVisible());
  }

  void anAddressInTheShopIsEnough_data() {
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("uri");
    QTest::newRow("address") << QStringLiteral("192.168.1.50")
                             << QStringLiteral("tcp://192.168.1.50:9100");
    QTest::newRow("port") << QStringLiteral("192.168.1.50:9101")
                          << QStringLiteral("tcp://192.168.1.50:9101");
    QTest::newRow("device") << QStringLiteral("/dev/usb/lp1")
                            << QStringLiteral("/dev/usb/lp1");
    QTest::newRow("whole") << QStringLiteral(" cups://Kantor ")
                           << QStringLiteral("cups://Kantor");
    QTest::newRow("none") << QStringLiteral("")
                          << QStringLiteral("");
  }
  void anAddressInTheShopIsEnough() {
    QFETCH(QString, typed);
    QFETCH(QString, uri);
    PaperCounter counter(m_theme);
    counter.openPaper();
    counter.address().selectAll();
    counter.press(Qt::Key_Delete);
    QTest::keyClicks(&counter.address(), typed);
    counter.press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(counter.shop().saved.size(), std::size_t{1});
    QCOMPARE(QString::fromStdString(counter.shop().saved[0].printer.uri), uri);
  }

  void whatTheShopSaysIsSeenWhileItIsTyped() {
    PaperCounter counter(m_theme);
    counter.openPaper();
    counter.panel()->findChild<QLineEdit*>(QStringLiteral("paper-header"))->setFocus();
    counter.type("Buka 24 jam");
    QTRY_VERIFY(counter.paperLines().contains(QStringLiteral("Buka 24 jam")));
    // One more line is offered, up to what paper bears.
    QCOMPARE(counter.panel()->findChildren<QLineEdit*>(QStringLiteral("paper-header")).size(), 2);
    for (int i = 0; i < 8; ++i) {
      const auto fields = counter.panel()->findChildren<QLineEdit*>(QStringLiteral("paper-header"));
      QTRY_VERIFY(fields.back()->isVisible());
      fields.back()->setFocus();
      counter.type("x");
    }
    QCOMPARE(counter.panel()->findChildren<QLineEdit*>(QStringLiteral("paper-header")).size(),
             static_cast<int>(kShopLinesMax));
    counter.press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(counter.shop().saved.size(), std::size_t{1});
    QCOMPARE(counter.shop().saved[0].header.front(), std::string("Buka 24 jam"));
    QCOMPARE(counter.shop().saved[0].header.size(), kShopLinesMax);
  }

  void whatIsNotKeptIsNotLostByOneKey() {
    PaperCounter counter(m_theme);
    counter.openPaper();
    const QString before = counter.address().text();
    counter.type("9");
    counter.press(Qt::Key_Escape);
    QVERIFY(counter.panel()->isVisible());
    QVERIFY(counter.message().contains(QStringLiteral("Belum disimpan")));
    // Going on is no leaving.
    counter.type("9");
    counter.press(Qt::Key_Escape);
    QVERIFY(counter.panel()->isVisible());
    // Nor is a trial, which takes the warning's place.
    counter.press(Qt::Key_F6);
    QTRY_COMPARE(counter.shop().trials, 1);
    counter.press(Qt::Key_Escape);
    QVERIFY(counter.panel()->isVisible());
    counter.press(Qt::Key_Escape);
    QVERIFY(!counter.panel()->isVisible());
    QVERIFY(counter.shop().saved.empty());
    counter.press(Qt::Key_F6);
    QTRY_COMPARE(counter.address().text(), before);
  }

  // The paper beside it is drawn anew a moment after the last key, and may be late.
  void whatWasKeptStaysSaid() {
    PaperCounter counter(m_theme);
    counter.openPaper();
    counter.panel()->findChild<QLineEdit*>(QStringLiteral("paper-header"))->setFocus();
    counter.type("Buka 24 jam");
    counter.press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(counter.paperLines().contains(QStringLiteral("Buka 24 jam")));
    QVERIFY2(counter.message().startsWith(QStringLiteral("Tersimpan")), qPrintable(counter.message()));
    // Until something else is written.
    counter.type("!");
    QVERIFY(counter.message().isEmpty());
  }

  void tabGoesDownTheForm() {
    PaperCounter counter(m_theme);
    counter.openPaper();
    counter.grid("paper-drawers").setFocus();
    const auto next = [&counter] {
      counter.press(Qt::Key_Tab);
      return counter.focus()->objectName();
    };
    QCOMPARE(next(), QStringLiteral("paper-seals"));
    QCOMPARE(next(), QStringLiteral("paper-header"));
    counter.type("Buka 24 jam");
    // One more line is offered.
    QTRY_VERIFY(
        counter.panel()->findChildren<QLineEdit*>(QStringLiteral("paper-header")).back()->isVisible());
    QCOMPARE(next(), QStringLiteral("paper-header"));
    QVERIFY(qobject_cast<QLineEdit*>(counter.focus())->text().isEmpty());
    QCOMPARE(next(), QStringLiteral("paper-footer"));
    counter.press(Qt::Key_Backtab, Qt::ShiftModifier);
    QCOMPARE(counter.focus()->objectName(), QStringLiteral("paper-header"));
  }

  void whatCannotBeReadIsAskedForAgain() {
    PaperCounter counter(m_theme);
    counter.shop().unread = Error{ErrorCode::Internal, {}};
    counter.open();
    counter.press(Qt::Key_F11);
    counter.press(Qt::Key_F6);
    QTRY_VERIFY(counter.panel() != nullptr && counter.panel()->isVisible());
    QTRY_VERIFY(counter.message().contains(QStringLiteral("F5")));
    QVERIFY(counter.address().text().isEmpty());
    counter.shop().unread.reset();
    counter.press(Qt::Key_F5);
    QTRY_COMPARE(counter.address().text(), QStringLiteral("tcp://127.0.0.1:9100"));
    QVERIFY(counter.message().isEmpty());
  }

  void anotherOnesPaperIsNotOverwritten() {
    PaperCounter counter(m_theme);
    counter.openPaper();
    counter.panel()->findChild<QLineEdit*>(QStringLiteral("paper-header"))->setFocus();
    counter.type("Buka 24 jam");
    counter.shop().kept.printer.uri = "tcp://10.0.0.9:9100";
    counter.press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(counter.address().text(), QStringLiteral("tcp://10.0.0.9:9100"));
    QVERIFY(counter.message().contains(QStringLiteral("diubah orang lain")));
    QVERIFY(counter.shop().saved.empty());
    QCOMPARE(counter.focus()->objectName(), QStringLiteral("paper-header"));
    counter.press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(counter.shop().saved.size(), std::size_t{1});
    QCOMPARE(counter.shop().kept.printer.uri, std::string("tcp://10.0.0.9:9100"));
    QCOMPARE(counter.shop().kept.header, std::vector<std::string>{"Buka 24 jam"});
  }

  void aTrialThatFailsSaysWhy() {
    PaperCounter counter(m_theme);
    counter.shop().trial = {api::PrintOutcome::Failed, 0, "paper out"};
    counter.openPaper();
    counter.press(Qt::Key_F6);
    QTRY_VERIFY(counter.message().contains(QStringLiteral("paper out")));
    counter.address().setText(QStringLiteral("nonsense:9100x"));
    counter.press(Qt::Key_F6);
    QTRY_VERIFY(counter.message().contains(QStringLiteral("192.168.1.50")));
    QCOMPARE(counter.shop().trials, 1);
  }

  void arrowsChooseThePaper() {
    PaperCounter counter(m_theme);
    counter.openPaper();
    ChoiceGrid& kinds = counter.grid("paper-profiles");
    QCOMPARE(kinds.chosen(), 0);
    kinds.setFocus();
    QTest::keyClick(&kinds, Qt::Key_Left);
    QCOMPARE(kinds.chosen(), 0);
    QTest::keyClick(&kinds, Qt::Key_Right);
    QTest::keyClick(&kinds, Qt::Key_Down);
    QCOMPARE(kinds.chosen(), 4);
    QVERIFY(counter.mayKeep());
  }

  void aPictureBecomesTheMark() {
    QTemporaryDir folder;
    QImage picture(1'000, 400, QImage::Format_ARGB32);
    picture.fill(Qt::transparent);
    for (int x = 0; x < 500; ++x)
      for (int y = 0; y < 400; ++y) picture.setPixelColor(x, y, Qt::black);
    const QString file = folder.filePath(QStringLiteral("logo.png"));
    QVERIFY(picture.save(file));
    PaperCounter counter(m_theme);
    counter.openPaper();
    counter.panel()->takeLogo(file);
    counter.press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(counter.shop().saved.size(), std::size_t{1});
    const auto logo = logoFrom(counter.shop().saved[0].logo);
    QVERIFY(logo.has_value());
    QCOMPARE(logo->width, kLogoWidthMax);
    // What shines through is white.
    QVERIFY(logo->isDark(50, 60) && !logo->isDark(300, 60));
    QFile text(folder.filePath(QStringLiteral("no.png")));
    QVERIFY(text.open(QIODevice::WriteOnly) && text.write("no picture") > 0);
    text.close();
    counter.panel()->takeLogo(text.fileName());
    QVERIFY(counter.message().contains(QStringLiteral("bukan gambar")));
    QCOMPARE(counter.shop().saved.size(), std::size_t{1});
  }

  void papersThatMayBeMissingAreSeenAndSettled() {
    PaperCounter counter(m_theme);
    counter.open();
    auto* pill = counter.stage.window->findChild<ui::widgets::Pill*>(QStringLiteral("unprinted"));
    QVERIFY(!pill->isVisible());
    counter.stage.client.missPapers(2);
    QTRY_VERIFY(pill->isVisible());
    QCOMPARE(pill->text(), QStringLiteral("2 struk"));
    pill->click();
    auto* history = counter.stage.window->findChild<ui::screens::HistoryScreen*>();
    QTRY_VERIFY(history->isVisible());
    auto* list = history->findChild<ui::widgets::RowList*>();
    QTRY_COMPARE(list->model()->rowCount(), 2);
    counter.press(Qt::Key_Return);
    auto* word = history->findChild<QAbstractButton*>(QStringLiteral("paper-word"));
    QTRY_VERIFY(word->isVisible());
    QCOMPARE(word->text(), QStringLiteral("Struk tidak perlu"));
    counter.press(Qt::Key_F6, Qt::ShiftModifier);
    QTRY_COMPARE(counter.shop().word, std::optional(api::PaperWord::NotNeeded));
    // It is off the list, and the next one may have come out.
    QTRY_COMPARE(list->model()->rowCount(), 1);
    QTRY_COMPARE(pill->text(), QStringLiteral("1 struk"));
    counter.press(Qt::Key_Down);
    QTRY_COMPARE(word->text(), QStringLiteral("Struk sudah keluar"));
    counter.press(Qt::Key_F6, Qt::ShiftModifier);
    QTRY_COMPARE(counter.shop().word, std::optional(api::PaperWord::CameOut));
    QTRY_VERIFY(!pill->isVisible());
    counter.press(Qt::Key_1, Qt::ControlModifier);
    QTRY_VERIFY(list->model()->rowCount() > 2);
  }

  void theReceiptItselfIsAPictureAndAFile() {
    PaperCounter counter(m_theme);
    counter.open();
    counter.press(Qt::Key_F3);
    auto* history = counter.stage.window->findChild<ui::screens::HistoryScreen*>();
    auto* list = history->findChild<ui::widgets::RowList*>();
    QTRY_VERIFY(list->model()->rowCount() > 3);
    counter.press(Qt::Key_Return);
    counter.press(Qt::Key_F8);
    auto* panel = history->findChild<ui::screens::ConfirmPanel*>();
    QTRY_VERIFY(panel->isVisible());
    const auto said = [panel] { return panel->findChild<ui::widgets::InlineMessage*>()->accessibleName(); };
    QGuiApplication::clipboard()->clear();
    counter.press(Qt::Key_F6);
    QTRY_VERIFY(said().contains(QStringLiteral("tersalin")));
    QVERIFY(QGuiApplication::clipboard()->image().width() > 768);
    counter.press(Qt::Key_F7);
    QTRY_VERIFY2(said().startsWith(QStringLiteral("Tersimpan: ")), qPrintable(said()));
    QFile pdf(said().mid(11));
    QVERIFY(pdf.open(QIODevice::ReadOnly));
    QCOMPARE(pdf.read(5), QByteArray("%PDF-"));
    QVERIFY(pdf.remove());
  }

  void whatIsTypedAfterAnAnswerTellsOfOtherKeys() {
    PaperCounter counter(m_theme);
    counter.open();
    counter.press(Qt::Key_F3);
    auto* history = counter.stage.window->findChild<ui::screens::HistoryScreen*>();
    auto* list = history->findChild<ui::widgets::RowList*>();
    QTRY_VERIFY(list->model()->rowCount() > 3);
    counter.press(Qt::Key_Return);
    counter.press(Qt::Key_F8);
    auto* panel = history->findChild<ui::screens::ConfirmPanel*>();
    QTRY_VERIFY(panel->isVisible());
    const auto tells = [panel](const QString& key) {
      const auto hints = panel->hints();
      return std::any_of(hints.begin(), hints.end(), [&key](const auto& hint) { return hint.key == key; });
    };
    panel->addressField()->clear();
    counter.type("081234567890");
    counter.press(Qt::Key_Return);
    QTRY_VERIFY(tells(QStringLiteral("F5")));
    QSignalSpy changes(panel, &ui::screens::ConfirmPanel::hintsChanged);
    counter.type("1");
    QVERIFY(!tells(QStringLiteral("F5")));
    QCOMPARE(changes.count(), 1);
    counter.type("2");
    QCOMPARE(changes.count(), 1);
  }

  // The paper of one payment is told of while another one is looked at: that one stays.
  void anotherPapersNewsPushesNoOpenPaymentAside() {
    PaperCounter counter(m_theme);
    counter.open();
    counter.stage.client.missPapers(3);
    auto* pill = counter.stage.window->findChild<ui::widgets::Pill*>(QStringLiteral("unprinted"));
    QTRY_VERIFY(pill->isVisible());
    pill->click();
    auto* history = counter.stage.window->findChild<ui::screens::HistoryScreen*>();
    auto* list = history->findChild<ui::widgets::RowList*>();
    QTRY_COMPARE(list->model()->rowCount(), 3);
    const auto* payments = qobject_cast<ui::models::PaymentList*>(list->model());
    // Not where the mark would be in a list that is brought anew.
    counter.press(Qt::Key_Down);
    counter.press(Qt::Key_Down);
    counter.press(Qt::Key_Return);
    auto* detail = history->findChild<ui::screens::PaymentDetailPanel*>();
    QTRY_VERIFY(detail->isVisible());
    const PaymentRef open = detail->ref();
    QVERIFY(open == payments->at(2).payment.ref);
    const PaymentRef other = payments->at(0).payment.ref;
    counter.stage.client.settlePaper({other.str(), api::PaperWord::CameOut}, [](const auto&) {});
    QTRY_COMPARE(list->model()->rowCount(), 2);
    QCOMPARE(detail->ref().str(), open.str());
    QCOMPARE(payments->at(list->currentIndex().row()).payment.ref.str(), open.str());
    // And what is being written about it.
    counter.press(Qt::Key_F8);
    auto* panel = history->findChild<ui::screens::ConfirmPanel*>();
    QTRY_VERIFY(panel->isVisible());
    counter.stage.client.settlePaper({payments->at(0).payment.ref.str(), api::PaperWord::NotNeeded},
                                     [](const auto&) {});
    QTRY_COMPARE(list->model()->rowCount(), 1);
    QCOMPARE(detail->ref().str(), open.str());
    QVERIFY(panel->isVisible());
  }

  // The spooler is asked where somebody wants paper of it, on a thread that is waited for.
  void onlyPaperAsksTheSpooler() {
    QTemporaryDir folder;
    QVERIFY(ui::screens::writeReceiptPdf(m_theme, receiptOf(), folder.filePath(QStringLiteral("struk.pdf"))));
    QCOMPARE(m_spooler.asked(), 0);
    PaperCounter counter(m_theme);
    counter.open();
    counter.press(Qt::Key_F3);
    auto* history = counter.stage.window->findChild<ui::screens::HistoryScreen*>();
    auto* list = history->findChild<ui::widgets::RowList*>();
    QTRY_VERIFY(list->model()->rowCount() > 3);
    counter.press(Qt::Key_Return);
    counter.press(Qt::Key_F8);
    auto* panel = history->findChild<ui::screens::ConfirmPanel*>();
    QTRY_VERIFY(panel->isVisible());
    m_spooler.hold(true);
    const auto atLast = qScopeGuard([this] { m_spooler.hold(false); });
    counter.press(Qt::Key_P, Qt::ControlModifier);
    QTRY_VERIFY(m_spooler.asked() > 0);
    // It is held up there: nobody else's thread is.
    QCOMPARE(QThreadPool::globalInstance()->activeThreadCount(), 0);
    m_spooler.hold(false);
    QTRY_VERIFY(
        panel->findChild<ui::widgets::InlineMessage*>()->accessibleName().contains(QStringLiteral("PDF")));
  }

  // What others make of them: the letters of the PDF are letters, and the picture's code is read.
  void readersReadTheFiles() {
    for (const char* reader : {"pdftotext", "zbarimg"})
      QVERIFY2(!QStandardPaths::findExecutable(QLatin1String(reader)).isEmpty(),
               qPrintable(QLatin1String(reader) + QStringLiteral(" is not installed; ./dev setup test brings it")));
    QTemporaryDir folder;
    const QString pdf = folder.filePath(QStringLiteral("struk.pdf"));
    const QString picture = folder.filePath(QStringLiteral("struk.png"));
    int codes = 0;
    for (const Sample& sample : allSamples()) {
      api::ReceiptView view;
      view.receipt = receipt::composeReceipt(sample.payment, talkativeOutlet(), sample.copyNo, wib(14, 5, 30));
      view.rows = receipt::layOut(view.receipt, receipt::PaperProfile{});
      QVERIFY(ui::screens::writeReceiptPdf(m_theme, view, pdf));
      QStringList wanted;
      std::string code;
      for (const receipt::Row& row : view.rows)
        if (row.kind == receipt::Row::Kind::Letters)
          wanted << QString::fromStdString(row.text).split(u' ', Qt::SkipEmptyParts);
        else
          code = row.text;
      wanted.removeAll(QString(32, u'-'));
      QStringList read =
          QString::fromUtf8(run(QStringLiteral("pdftotext"), {QStringLiteral("-layout"), pdf, QStringLiteral("-")}))
              .split(QRegularExpression(QStringLiteral("[\\s\f]+")), Qt::SkipEmptyParts);
      read.removeAll(QString(32, u'-'));
      QVERIFY2(read == wanted, qPrintable(QString::fromStdString(sample.name) + u'\n' + read.join(u' ') + u'\n' + wanted.join(u' ')));
      if (code.empty())
        continue;
      ++codes;
      QVERIFY(ui::screens::receiptPicture(m_theme, view).save(picture));
      QCOMPARE(run(QStringLiteral("zbarimg"), {QStringLiteral("-q"), QStringLiteral("--raw"), picture}).trimmed(),
               QByteArray::fromStdString(code));
    }
    QVERIFY(codes > 0);
  }

  void aPictureHasEveryDotOfTheMark() {
    const Logo logo = *logoFrom(app::fixture::shopMark());
    const QImage picture = ui::screens::receiptPicture(m_theme, receiptOf(textOf(logo)));
    const QImage without = ui::screens::receiptPicture(m_theme, receiptOf());
    QCOMPARE(picture.width(), without.width());
    QVERIFY(picture.height() > without.height());
    // Two pixels for a dot, in the middle of the paper.
    const int left = (picture.width() - 2 * logo.width) / 2;
    int same = 0;
    for (int y = 0; y < logo.height; ++y)
      for (int x = 0; x < logo.width; ++x)
        same += (qGray(picture.pixel(left + 2 * x, 48 + 2 * y)) < 128) == logo.isDark(x, y) ? 1 : 0;
    QVERIFY2(same > logo.width * logo.height * 98 / 100, qPrintable(QString::number(same)));
  }

 private:
  static QByteArray run(const QString& program, const QStringList& arguments) {
    QProcess process;
    process.start(program, arguments);
    return process.waitForFinished(30'000) ? process.readAllStandardOutput() : QByteArray();
  }
  ui::theme::Theme m_theme{ui::theme::Mode::Light};
  Spooler m_spooler;
};

}  // namespace loket::test

QTEST_MAIN(loket::test::PaperTest)
#include "paper_test.moc"
