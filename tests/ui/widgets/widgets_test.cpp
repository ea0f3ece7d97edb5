// The promises of the theme and the widgets: readable colours, figures that line up, amounts that are never
// guessed, PINs that are wiped, lists that do not care how long they are, and no text that is cut off.
#include "tests/ui/widgets/gallery_screens.h"
#include "tests/ui/widgets/sample_rows.h"
#include "ui/theme/contrast.h"
#include "ui/theme/theme.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/door_button.h"
#include "ui/widgets/feed_list.h"
#include "ui/widgets/grouped_digits.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/key_bar.h"
#include "ui/widgets/money_edit.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/pin_pad.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/rail_button.h"
#include "ui/widgets/receipt_paper.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/search_box.h"
#include "ui/widgets/status_pill.h"
#include "ui/widgets/strip.h"
#include "ui/widgets/suggestion_list.h"
#include "ui/widgets/text_label.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QElapsedTimer>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QLineEdit>
#include <QScreen>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStringListModel>
#include <QTest>

#include <string>
#include <thread>
#include <vector>

using namespace loket;
using namespace loket::ui::theme;
using namespace loket::ui::widgets;

namespace {

constexpr double kReadable = 4.5;  // WCAG 2.2, 1.4.3
constexpr double kVisible = 3.0;   // WCAG 2.2, 1.4.11

QString u(const char16_t* text) { return QString::fromUtf16(text); }

}  // namespace

class WidgetsTest : public QObject {
  Q_OBJECT

private slots:
  void initTestCase();
  void init();

  void textIsMeasuredOnAnyThread();
  void everyTextIsReadable_data();
  void everyTextIsReadable();
  void fieldsAndFocusAreVisible();
  void contrastFollowsWcag();

  void fontsAreOurs_data();
  void fontsAreOurs();
  void figuresLineUp_data();
  void figuresLineUp();
  void thirteenAndAHalfPixels();
  void everyIconLoadsAndTakesItsColour();
  void unknownIconIsEmpty();
  void everythingScales();
  void paletteFollowsTheMode();

  void moneyIsParsed_data();
  void moneyIsParsed();
  void moneyIsGroupedWhileTyping();
  void moneyRefusesWhatIsNoAmount();
  void moneyTakesAPaste();
  void moneyDeletesAcrossADot();
  void moneyEditsInTheMiddle();

  void pinIsGivenOnceAndWiped();
  void pinTakesKeypadMouseAndBackspace();
  void pinErrorClears();

  void suggestionsFollowTheKeys();
  void suggestionsTakeTheMouse();
  void suggestionsAreSpoken();
  void emptySuggestionsAreHarmless();
  void searchBoxSpeaksUp();

  void aMillionRows();
  void rowListKeysAndActions();
  void rowsComeAndGo();
  void feedActivatesOnce();

  void digitsAreGrouped();
  void paperIsAsWideAsItsColumns();
  void stripAndMessagesAppearAndGo();
  void keyBarLeavesOutWholeHints();
  void longTextIsNotCut_data();
  void longTextIsNotCut();
  void screensFit_data();
  void screensFit();
  void everythingCanBeNamed();

private:
  std::unique_ptr<Theme> m_theme;
};

void WidgetsTest::initTestCase() {
  m_theme = std::make_unique<Theme>();
  m_theme->setMotion(false);
  m_theme->apply(*qApp);
}

void WidgetsTest::init() {
  m_theme->setMode(Mode::Light);
  m_theme->setScale(1.0);
}

// A page that is spooled is laid out beside the window, with the same measures.
void WidgetsTest::textIsMeasuredOnAnyThread() {
  const QFont font = m_theme->font(TextSize::Body);
  const auto measure = [font] {
    std::vector<int> widths;
    for (int n = 0; n < 6000; ++n)
      widths.push_back(paint::textWidth(font, QString::number(n % 2500)) + paint::wrappedHeight(font, QStringLiteral("a b %1").arg(n % 2500), 40));
    return widths;
  };
  const std::vector<int> alone = measure();
  std::vector<int> there;
  std::thread other([&] { there = measure(); });
  const std::vector<int> here = measure();
  other.join();
  QVERIFY(here == alone && there == alone);
}

void WidgetsTest::everyTextIsReadable_data() {
  QTest::addColumn<QColor>("text");
  QTest::addColumn<QColor>("ground");
  for (const Mode mode : {Mode::Light, Mode::Dark}) {
    const Tokens& t = Tokens::of(mode);
    const auto add = [mode](const char* name, const QColor& text, const QColor& ground) {
      const char* suffix = mode == Mode::Light ? " light" : " dark";
      QTest::newRow((std::string(name) + suffix).c_str()) << text << ground;
    };
    add("ink on canvas", t.ink, t.canvas);
    add("ink on card", t.ink, t.card);
    add("ink on neutral", t.ink, t.neutralSoft);
    add("ink on chosen row", t.ink, t.primary.soft);
    add("muted on canvas", t.muted, t.canvas);
    add("muted on card", t.muted, t.card);
    add("muted on neutral", t.muted, t.neutralSoft);
    add("muted on chosen row", t.muted, t.primary.soft);
    add("on primary", t.onPrimary, t.primary.ink);
    add("on danger", t.onDanger, t.danger.ink);
    add("rail", t.railInk, t.rail);
    add("rail hovered", t.railInk, t.railSelected);
    add("rail chosen", t.railSelectedInk, t.railSelected);
    add("badge", t.onBadge, t.badge);
    add("paper", t.paperInk, t.paper);
    add("tooltip", t.railSelectedInk, t.rail);
    struct Named {
      const char* name;
      Tint tint;
    };
    for (const Named& named : {Named{"success", t.success}, Named{"waiting", t.waiting}, Named{"danger", t.danger},
                               Named{"primary", t.primary}, Named{"electricity", t.electricity}, Named{"phone", t.phone},
                               Named{"water", t.water}, Named{"internet", t.internet}, Named{"bank", t.bank},
                               Named{"health", t.health}, Named{"game", t.game}, Named{"other", t.other}}) {
      add((std::string(named.name) + " on soft").c_str(), named.tint.ink, named.tint.soft);
      add((std::string(named.name) + " on card").c_str(), named.tint.ink, t.card);
    }
  }
}

void WidgetsTest::everyTextIsReadable() {
  QFETCH(QColor, text);
  QFETCH(QColor, ground);
  const double value = contrast(text, ground);
  QVERIFY2(value >= kReadable, qPrintable(QString::number(value)));
}

void WidgetsTest::fieldsAndFocusAreVisible() {
  for (const Mode mode : {Mode::Light, Mode::Dark}) {
    const Tokens& t = Tokens::of(mode);
    QVERIFY(contrast(t.fieldBorder, t.card) >= kVisible);
    QVERIFY(contrast(t.fieldBorder, t.canvas) >= kVisible);
    QVERIFY(contrast(t.primary.ink, t.card) >= kVisible);
    QVERIFY(contrast(t.primary.ink, t.canvas) >= kVisible);
    QVERIFY(contrast(t.railSelectedInk, t.rail) >= kVisible);
  }
}

void WidgetsTest::contrastFollowsWcag() {
  QCOMPARE(qRound(contrast(QColor(Qt::black), QColor(Qt::white)) * 100), 2100);
  QCOMPARE(qRound(contrast(QColor(Qt::white), QColor(Qt::white)) * 100), 100);
  QCOMPARE(qRound(contrast(QColor(0x767676), QColor(Qt::white)) * 100), 454);  // the well-known lightest grey that passes
}

void WidgetsTest::fontsAreOurs_data() {
  QTest::addColumn<QFont>("font");
  QTest::addColumn<QString>("family");
  QTest::addColumn<int>("weight");
  QTest::newRow("regular") << m_theme->font(TextSize::Body) << u(u"Inter Tabular") << int(QFont::Normal);
  QTest::newRow("medium") << m_theme->font(TextSize::Body, Weight::Medium) << u(u"Inter Tabular") << int(QFont::Medium);
  QTest::newRow("semibold") << m_theme->font(TextSize::Body, Weight::SemiBold) << u(u"Inter Tabular")
                            << int(QFont::DemiBold);
  QTest::newRow("bold") << m_theme->font(TextSize::Body, Weight::Bold) << u(u"Inter Tabular") << int(QFont::Bold);
  QTest::newRow("mono") << m_theme->mono(TextSize::Body) << u(u"Loket Mono") << int(QFont::Normal);
  QTest::newRow("mono bold") << m_theme->mono(TextSize::Body, Weight::Bold) << u(u"Loket Mono") << int(QFont::Bold);
}

void WidgetsTest::fontsAreOurs() {
  QFETCH(QFont, font);
  QFETCH(QString, family);
  QFETCH(int, weight);
  const QFontInfo info(font);
  QCOMPARE(info.family(), family);
  QCOMPARE(info.weight(), weight);
  const QFontMetricsF metrics(font);
  for (const QChar c : u(u"→·–—“”‘’…✓×↑↓←•−≥≤€")) {
    QVERIFY2(metrics.inFont(c), qPrintable(QString(c)));
  }
}

void WidgetsTest::figuresLineUp_data() {
  QTest::addColumn<int>("size");
  QTest::addColumn<int>("weight");
  for (int size = 0; size <= int(TextSize::Change); ++size) {
    for (int weight = 0; weight <= int(Weight::Bold); ++weight) {
      QTest::addRow("size %d weight %d", size, weight) << size << weight;
    }
  }
}

void WidgetsTest::figuresLineUp() {
  QFETCH(int, size);
  QFETCH(int, weight);
  for (const QFont& font : {m_theme->font(TextSize(size), Weight(weight)), m_theme->mono(TextSize(size), Weight(weight))}) {
    const QFontMetricsF metrics(font);
    const double wanted = metrics.horizontalAdvance(u(u"0000000000"));
    for (char16_t digit = u'0'; digit <= u'9'; ++digit) {
      QCOMPARE(metrics.horizontalAdvance(QString(10, QChar(digit))), wanted);
    }
    // Not only alone: no pair of figures is kerned either.
    QCOMPARE(metrics.horizontalAdvance(u(u"1717117471")), wanted);
    QCOMPARE(metrics.horizontalAdvance(u(u"Rp1.111.111")), metrics.horizontalAdvance(u(u"Rp8.888.888")));
    QCOMPARE(metrics.horizontalAdvance(u(u"Rp4.747")), metrics.horizontalAdvance(u(u"Rp7.174")));
  }
}

void WidgetsTest::thirteenAndAHalfPixels() {
  const double dpi = QGuiApplication::primaryScreen()->logicalDotsPerInchY();
  QCOMPARE(m_theme->font(TextSize::Small).pointSizeF() * dpi / 72.0, 13.5);
}

void WidgetsTest::everyIconLoadsAndTakesItsColour() {
  const QStringList files = QDir(u(u":/icons")).entryList({u(u"*.svg")});
  QVERIFY(files.size() >= 45);
  for (const QString& file : files) {
    const QString name = file.chopped(4);
    for (const double ratio : {1.0, 1.5, 2.0}) {
      const QColor colour(200, 30, 60);
      const QPixmap pixmap = m_theme->pixmap(name, colour, 24, ratio);
      QCOMPARE(pixmap.deviceIndependentSize(), QSizeF(24, 24));
      const QImage image = pixmap.toImage().convertToFormat(QImage::Format_ARGB32);
      int painted = 0;
      for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
          const QColor dot = image.pixelColor(x, y);
          if (dot.alpha() > 200) {
            ++painted;
            QVERIFY2(qAbs(dot.red() - 200) < 4 && qAbs(dot.green() - 30) < 4, qPrintable(name));
          }
        }
      }
      QVERIFY2(painted > 8, qPrintable(name));
    }
    QVERIFY(!m_theme->icon(name, ColourRole::Ink, 18).isNull());
  }
}

void WidgetsTest::unknownIconIsEmpty() {
  QVERIFY(m_theme->pixmap(u(u"no-such-icon"), Qt::black, 24, 1).isNull());
}

void WidgetsTest::everythingScales() {
  ActionButton button(*m_theme, u(u"Bayar"));
  const QSize before = button.sizeHint();
  QSignalSpy changed(m_theme.get(), &Theme::changed);
  m_theme->setScale(1.5);
  QCOMPARE(changed.count(), 1);
  QCOMPARE(button.sizeHint().height(), qRound(before.height() * 1.5));
  QVERIFY(button.sizeHint().width() > before.width() * 1.4);
  m_theme->setScale(100);
  QCOMPARE(m_theme->scale(), 2.0);
}

void WidgetsTest::paletteFollowsTheMode() {
  m_theme->setMode(Mode::Dark);
  QCOMPARE(QApplication::palette().color(QPalette::Window), Tokens::of(Mode::Dark).canvas);
  QCOMPARE(QApplication::palette().color(QPalette::Text), Tokens::of(Mode::Dark).ink);
  m_theme->setMode(Mode::Light);
  QCOMPARE(QApplication::palette().color(QPalette::Window), Tokens::of(Mode::Light).canvas);
}

void WidgetsTest::moneyIsParsed_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<qint64>("value");  // -1: refused
  const auto add = [](const char16_t* text, qint64 value) {
    QTest::newRow(qPrintable(u(text))) << u(text) << value;
  };
  add(u"0", 0);
  add(u"52500", 52'500);
  add(u"52.500", 52'500);
  add(u"52,500", 52'500);
  add(u"1.000.000", 1'000'000);
  add(u"1,000,000", 1'000'000);
  add(u"1 000 000", 1'000'000);
  add(u"Rp52.500", 52'500);
  add(u"Rp 52.500", 52'500);
  add(u"Rp. 52.500", 52'500);
  add(u"rp52.500,00", 52'500);
  add(u"IDR 1,000,000.00", 1'000'000);
  add(u"1.000.000,0", 1'000'000);
  add(u"Rp5.000,-", 5'000);
  add(u"\t 75000 \n", 75'000);
  add(u"Rp\u00A075.000", 75'000);
  add(u"999.999.999.999", 999'999'999'999);
  add(u"1.000.000.000.000", -1);
  add(u"99999999999999999999", -1);
  add(u"1.000.000,50", -1);
  add(u"1,5", -1);
  add(u"1.0000", -1);
  add(u"1.000,000", -1);
  add(u"1.00.000", -1);
  add(u"10.00,000", -1);
  add(u"-5000", -1);
  add(u"5k", -1);
  add(u"lima ribu", -1);
  add(u"", -1);
  add(u"Rp", -1);
  add(u".", -1);
  add(u"1..000", -1);
  add(u"١٢٣", -1);  // digits, but not ours
}

void WidgetsTest::moneyIsParsed() {
  QFETCH(QString, text);
  QFETCH(qint64, value);
  QCOMPARE(MoneyEdit::parsed(text).value_or(-1), value);
}

void WidgetsTest::moneyIsGroupedWhileTyping() {
  MoneyEdit edit(*m_theme);
  QSignalSpy edited(&edit, &MoneyEdit::valueEdited);
  QTest::keyClicks(&edit, u(u"1000000"));
  QCOMPARE(edit.text(), u(u"1.000.000"));
  QCOMPARE(edit.value(), 1'000'000);
  QCOMPARE(edited.count(), 7);
  QTest::keyClick(&edit, Qt::Key_Backspace);
  QCOMPARE(edit.text(), u(u"100.000"));
  edit.setValue(52'500);
  QCOMPARE(edit.text(), u(u"52.500"));
  QCOMPARE(edited.count(), 8);
  edit.setValue(-1);
  QCOMPARE(edit.value(), 0);
  QVERIFY(edit.text().isEmpty());
  QCOMPARE(MoneyEdit::grouped(999), u(u"999"));
  QCOMPARE(MoneyEdit::grouped(1'000), u(u"1.000"));
}

void WidgetsTest::moneyRefusesWhatIsNoAmount() {
  MoneyEdit edit(*m_theme);
  QSignalSpy refused(&edit, &MoneyEdit::refused);
  QTest::keyClicks(&edit, u(u"12a,-+.5"));
  QCOMPARE(edit.value(), 125);
  QCOMPARE(refused.count(), 0);
  edit.setValue(MoneyEdit::kLargest);
  QTest::keyClick(&edit, Qt::Key_9);
  QCOMPARE(edit.value(), MoneyEdit::kLargest);
  QCOMPARE(edit.text(), u(u"999.999.999.999"));
  QCOMPARE(refused.count(), 1);
}

void WidgetsTest::moneyTakesAPaste() {
  MoneyEdit edit(*m_theme);
  QSignalSpy refused(&edit, &MoneyEdit::refused);
  QApplication::clipboard()->setText(u(u"Rp 1.250.000,00"));
  edit.paste();
  QCOMPARE(edit.value(), 1'250'000);
  QCOMPARE(edit.text(), u(u"1.250.000"));
  QApplication::clipboard()->setText(u(u"12,5"));
  edit.selectAll();
  edit.paste();
  QCOMPARE(edit.value(), 1'250'000);
  QCOMPARE(edit.text(), u(u"1.250.000"));
  QCOMPARE(refused.count(), 1);
}

void WidgetsTest::moneyDeletesAcrossADot() {
  MoneyEdit edit(*m_theme);
  edit.setValue(1'234'567);
  edit.setCursorPosition(6);  // 1.234.|567
  QTest::keyClick(&edit, Qt::Key_Backspace);
  QCOMPARE(edit.text(), u(u"123.567"));
  edit.setValue(1'234'567);
  edit.setCursorPosition(1);  // 1|.234.567
  QTest::keyClick(&edit, Qt::Key_Delete);
  QCOMPARE(edit.text(), u(u"134.567"));
}

void WidgetsTest::moneyEditsInTheMiddle() {
  MoneyEdit edit(*m_theme);
  edit.setValue(1'567);
  edit.setCursorPosition(1);
  QTest::keyClicks(&edit, u(u"234"));
  QCOMPARE(edit.text(), u(u"1.234.567"));
  QCOMPARE(edit.text().mid(edit.cursorPosition()).remove(u'.'), u(u"567"));
  edit.selectAll();
  QTest::keyClick(&edit, Qt::Key_8);
  QCOMPARE(edit.text(), u(u"8"));
}

void WidgetsTest::pinIsGivenOnceAndWiped() {
  PinPad pad(*m_theme);
  std::string got;
  int times = 0;
  const PinBuffer* seen = nullptr;
  connect(&pad, &PinPad::pinEntered, this, [&](const PinBuffer& pin) {
    got = pin.digits();
    seen = &pin;
    ++times;
  });
  QTest::keyClicks(&pad, u(u"01234"));
  QCOMPARE(times, 0);
  QCOMPARE(pad.entered(), 5);
  QTest::keyClick(&pad, Qt::Key_5);
  QCOMPARE(times, 1);
  QCOMPARE(got, std::string("012345"));
  QCOMPARE(pad.entered(), 0);
  QVERIFY(seen != nullptr);
  const char* memory = seen->digits().data();
  for (std::size_t i = 0; i < PinBuffer::kCapacity; ++i) {
    QCOMPARE(int(memory[i]), 0);
  }
}

void WidgetsTest::pinTakesKeypadMouseAndBackspace() {
  PinPad pad(*m_theme);
  pad.resize(pad.sizeHint());
  pad.show();
  QSignalSpy cancelled(&pad, &PinPad::cancelled);
  QTest::keyClick(&pad, Qt::Key_7, Qt::KeypadModifier);
  QTest::keyClick(&pad, Qt::Key_A);
  QCOMPARE(pad.entered(), 1);
  QTest::keyClick(&pad, Qt::Key_Backspace);
  QCOMPARE(pad.entered(), 0);
  const int keyHeight = m_theme->px(metric::kPinButtonHeight);
  QTest::mouseClick(&pad, Qt::LeftButton, {}, QPoint(pad.width() / 2, pad.height() - keyHeight / 2));  // 0
  QCOMPARE(pad.entered(), 1);
  QTest::mouseClick(&pad, Qt::LeftButton, {}, QPoint(pad.width() - 20, pad.height() - keyHeight / 2));  // backspace
  QCOMPARE(pad.entered(), 0);
  QTest::keyClick(&pad, Qt::Key_1);
  QTest::keyClick(&pad, Qt::Key_Escape);
  QCOMPARE(pad.entered(), 0);
  QCOMPARE(cancelled.count(), 0);
  QTest::keyClick(&pad, Qt::Key_Escape);
  QCOMPARE(cancelled.count(), 1);
}

void WidgetsTest::pinErrorClears() {
  PinPad pad(*m_theme);
  QTest::keyClicks(&pad, u(u"123"));
  pad.showError(u(u"PIN salah"));
  QCOMPARE(pad.entered(), 0);
  QCOMPARE(pad.accessibleDescription(), u(u"PIN salah"));
  QTest::keyClicks(&pad, u(u"12"));
  QCOMPARE(pad.entered(), 2);
}

namespace {

QList<Suggestion> someSuggestions() {
  return {{u(u"bolt"), Family::Electricity, u(u"Supardi"), u(u"PLN 1430"), u(u"Token terakhir 50.000"),
           {u(u"20rb"), u(u"50rb"), u(u"100rb")}, 1, {u(u"Rp22.500"), u(u"Rp52.500"), u(u"Rp102.500")}, u(u"a")},
          {u(u"device-mobile"), Family::Phone, u(u"Supri"), u(u"0812"), u(u"Telkomsel"), {u(u"5rb"), u(u"10rb")}, 0,
           {u(u"Rp7.000"), u(u"Rp12.000")}, u(u"b")},
          {u(u"droplet"), Family::Water, u(u"Suparmi"), u(u"PDAM"), u(u"Tagihan"), {}, 5, {u(u"Cek tagihan")}, u(u"c")}};
}

}  // namespace

void WidgetsTest::suggestionsFollowTheKeys() {
  QWidget window;
  SearchBox box(*m_theme, &window);
  SuggestionList list(*m_theme, &window);
  box.setNavigationTarget(&list);
  box.setGeometry(0, 0, 800, 80);
  list.setGeometry(0, 90, 800, 300);
  list.setSuggestions(someSuggestions());
  window.resize(800, 400);
  window.show();
  QSignalSpy activated(&list, &SuggestionList::rowActivated);
  QSignalSpy chosen(&list, &SuggestionList::choiceChanged);
  connect(&box, &SearchBox::accepted, &list, [&list] { list.activateRow(list.currentRow()); });

  QCOMPARE(list.currentRow(), 0);
  QTest::keyClicks(box.field(), u(u"sup"));
  QCOMPARE(box.text(), u(u"sup"));
  QTest::keyClick(box.field(), Qt::Key_Right);
  QCOMPARE(list.suggestion(0).chosen, 2);
  QTest::keyClick(box.field(), Qt::Key_Right);  // no further
  QCOMPARE(list.suggestion(0).chosen, 2);
  QCOMPARE(chosen.count(), 1);
  QTest::keyClick(box.field(), Qt::Key_Down, Qt::KeypadModifier);
  QTest::keyClick(box.field(), Qt::Key_Down);
  QCOMPARE(list.currentRow(), 2);
  QTest::keyClick(box.field(), Qt::Key_Down);
  QCOMPARE(list.currentRow(), 2);
  QTest::keyClick(box.field(), Qt::Key_Left);  // a row without choices
  QCOMPARE(list.suggestion(2).chosen, -1);
  QTest::keyClick(box.field(), Qt::Key_Enter, Qt::KeypadModifier);
  QCOMPARE(activated.count(), 1);
  QCOMPARE(activated[0][0].toInt(), 2);
  QCOMPARE(activated[0][1].toInt(), -1);
  QVERIFY(list.activateRow(1));
  QCOMPARE(list.currentRow(), 1);
  QVERIFY(!list.activateRow(7));
  QCOMPARE(box.text(), u(u"sup"));
}

void WidgetsTest::suggestionsTakeTheMouse() {
  SuggestionList list(*m_theme);
  list.resize(800, 200);
  list.setSuggestions(someSuggestions());
  list.show();
  QSignalSpy chosen(&list, &SuggestionList::choiceChanged);
  // The right end of the last chip of the second row.
  const int right = 800 - m_theme->space(3) - m_theme->px(metric::kPriceMinimum) - m_theme->space(4) - 4;
  QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, QPoint(right, list.rowHeight() * 3 / 2));
  QCOMPARE(list.currentRow(), 1);
  QCOMPARE(chosen.count(), 1);
  QCOMPARE(list.suggestion(1).chosen, 1);
}

void WidgetsTest::suggestionsAreSpoken() {
  SuggestionList list(*m_theme);
  list.setSuggestions(someSuggestions());
  QCOMPARE(list.model()->index(0, 0).data(Qt::AccessibleTextRole).toString(),
           u(u"1, Supardi, PLN 1430, Token terakhir 50.000, 50rb, Rp52.500"));
}

void WidgetsTest::emptySuggestionsAreHarmless() {
  SuggestionList list(*m_theme);
  list.resize(400, 100);
  list.show();
  for (const auto key : {Qt::Key_Down, Qt::Key_Right, Qt::Key_Enter, Qt::Key_PageDown, Qt::Key_End}) {
    QTest::keyClick(&list, key);
  }
  QCOMPARE(list.currentRow(), -1);
  QVERIFY(!list.activateRow(0));
  QVERIFY(!list.grab().isNull());
}

void WidgetsTest::searchBoxSpeaksUp() {
  SearchBox box(*m_theme);
  box.setHint(u(u"nama, nomor, atau produk"));
  QSignalSpy edited(&box, &SearchBox::edited);
  QSignalSpy accepted(&box, &SearchBox::accepted);
  QSignalSpy cancelled(&box, &SearchBox::cancelled);
  box.setText(u(u"x"));
  QCOMPARE(edited.count(), 0);
  QTest::keyClick(box.field(), Qt::Key_B);
  QCOMPARE(edited.count(), 1);
  QTest::keyClick(box.field(), Qt::Key_Return);
  QTest::keyClick(box.field(), Qt::Key_Enter, Qt::KeypadModifier);
  QCOMPARE(accepted.count(), 2);
  QTest::keyClick(box.field(), Qt::Key_Escape);
  QCOMPARE(cancelled.count(), 1);
  QCOMPARE(box.field()->accessibleName(), u(u"nama, nomor, atau produk"));
}

void WidgetsTest::aMillionRows() {
  tests::EndlessRows rows(1'000'000);
  RowList list(*m_theme);
  list.resize(1200, 600);
  QElapsedTimer timer;
  timer.start();
  list.setModel(&rows);
  list.show();
  (void)list.grab();
  list.setCurrentIndex(rows.index(999'999));
  (void)list.grab();
  QTest::keyClick(&list, Qt::Key_Home);
  QTest::keyClick(&list, Qt::Key_PageDown);
  (void)list.grab();
  QVERIFY2(rows.asked < 5'000, qPrintable(QString::number(rows.asked)));
  QVERIFY2(timer.elapsed() < 3'000, qPrintable(QString::number(timer.elapsed())));
  list.scrollTo(rows.index(500'000), QAbstractItemView::PositionAtTop);
  QCOMPARE(list.indexAt(QPoint(10, 10)).row(), 500'000);
}

void WidgetsTest::rowListKeysAndActions() {
  tests::SampleRow row;
  row.title = u(u"Pulsa");
  row.actions = QStringList{u(u"Rincian"), u(u"Batal")};
  tests::SampleRows rows({row, row, row});
  RowList list(*m_theme);
  list.resize(1200, 400);
  list.setModel(&rows);
  list.show();
  QSignalSpy activated(&list, &RowList::rowActivated);
  QSignalSpy action(&list, &RowList::actionTriggered);
  list.setCurrentIndex(rows.index(0));
  QTest::keyClick(&list, Qt::Key_Down);
  QTest::keyClick(&list, Qt::Key_Enter, Qt::KeypadModifier);
  QCOMPARE(activated.count(), 1);
  QCOMPARE(activated[0][0].toModelIndex().row(), 1);
  const int right = list.viewport()->width() - m_theme->px(metric::kRowPadding) - 5;
  QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, QPoint(right, list.rowHeight() * 5 / 2));
  QCOMPARE(action.count(), 1);
  QCOMPARE(action[0][0].toModelIndex().row(), 2);
  QCOMPARE(action[0][1].toInt(), 1);
  list.setColumns({});
  QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, QPoint(right, list.rowHeight() * 5 / 2));
  QCOMPARE(action.count(), 1);
}

void WidgetsTest::rowsComeAndGo() {
  QStringList words;
  for (int i = 0; i < 100; ++i) {
    words << QString::number(i);
  }
  QStringListModel rows(words);
  RowView view(*m_theme, 40);
  view.resize(300, 200);
  view.setModel(&rows);
  view.show();
  QApplication::processEvents();
  QCOMPARE(view.verticalScrollBar()->maximum(), 100 * 40 - 200);
  rows.insertRows(0, 10);
  QApplication::processEvents();
  QCOMPARE(view.verticalScrollBar()->maximum(), 110 * 40 - 200);
  rows.removeRows(5, 100);
  QApplication::processEvents();
  QCOMPARE(view.verticalScrollBar()->maximum(), 10 * 40 - 200);
  rows.setStringList({});
  QApplication::processEvents();
  QCOMPARE(view.verticalScrollBar()->maximum(), 0);
  QVERIFY(!view.grab().isNull());
}

void WidgetsTest::feedActivatesOnce() {
  tests::EndlessRows rows(20);
  FeedList feed(*m_theme);
  feed.resize(364, 400);
  feed.setModel(&rows);
  feed.show();
  QSignalSpy activated(&feed, &FeedList::rowActivated);
  QTest::mouseClick(feed.view()->viewport(), Qt::LeftButton, {}, QPoint(20, 20));
  QCOMPARE(activated.count(), 1);
  QTest::keyClick(feed.view(), Qt::Key_Return);
  QCOMPARE(activated.count(), 2);
}

void WidgetsTest::digitsAreGrouped() {
  QCOMPARE(GroupedDigits::grouped(u(u"11112222333344445555")), u(u"1111 2222 3333 4444 5555"));
  QCOMPARE(GroupedDigits::grouped(u(u"12345")), u(u"1234 5"));
  QCOMPARE(GroupedDigits::grouped(u(u"R1 / 1.300 VA")), u(u"R1 / 1.300 VA"));
  GroupedDigits label(*m_theme, u(u"1111-2222 3333"));
  QCOMPARE(label.digits(), u(u"111122223333"));
  QCOMPARE(label.accessibleName(), u(u"1111 2222 3333"));
  label.setDigits(u(u"AB-12"));
  QCOMPARE(label.digits(), u(u"AB-12"));
}

void WidgetsTest::paperIsAsWideAsItsColumns() {
  ReceiptPaper narrow(*m_theme, 32);
  ReceiptPaper wide(*m_theme, 48);
  narrow.setLines({{u(u"TOKEN"), true, true, Qt::AlignHCenter}, {u(u"a"), false, false, Qt::AlignLeft}});
  QVERIFY(wide.sizeHint().width() > narrow.sizeHint().width());
  const int full = paint::textWidth(m_theme->mono(TextSize::Caption), QString(32, u'W'));
  QVERIFY(narrow.sizeHint().width() >= full);
  QCOMPARE(narrow.accessibleName(), u(u"TOKEN\na"));
}

void WidgetsTest::stripAndMessagesAppearAndGo() {
  QWidget window;
  window.resize(800, 400);
  Strip strip(*m_theme, &window);
  InlineMessage message(*m_theme, &window);
  Toast toast(*m_theme, &window);
  window.show();
  QVERIFY(!strip.isVisible() && !message.isVisible() && !toast.isVisible());
  strip.setMessage(u(u"wifi-off"), u(u"Jaringan putus"), u(u"8 detik"));
  message.setMessage(Tone::Danger, u(u"Printer tidak menjawab"));
  toast.say(Tone::Success, u(u"Disalin"), 20);
  QVERIFY(strip.isVisible() && message.isVisible() && toast.isVisible());
  QCOMPARE(strip.accessibleName(), u(u"Jaringan putus"));
  QTRY_VERIFY(!toast.isVisible());
  strip.clear();
  message.clear();
  QVERIFY(!strip.isVisible() && !message.isVisible());
}

void WidgetsTest::keyBarLeavesOutWholeHints() {
  KeyBar bar(*m_theme);
  bar.setHints({{u(u"Enter"), u(u"pilih")}, {u(u"Esc"), u(u"kosongkan")}});
  QCOMPARE(bar.accessibleName(), u(u"Enter pilih, Esc kosongkan"));
  bar.resize(60, bar.height());
  QVERIFY(!bar.grab().isNull());
}

void WidgetsTest::longTextIsNotCut_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<double>("scale");
  for (const double scale : {1.0, 1.25, 1.5}) {
    for (const char16_t* text : {u"Kirim sekarang", u"Menunggu buka 14.30", u"Deposit Rp999.999.999.999 (13.53)",
                                 u"Gagal · uang kembali", u"Waiting for the provider to open"}) {
      QTest::addRow("%s %.2f", qPrintable(u(text)), scale) << u(text) << scale;
    }
  }
}

void WidgetsTest::longTextIsNotCut() {
  QFETCH(QString, text);
  QFETCH(double, scale);
  m_theme->setScale(scale);
  const int caption = paint::textWidth(m_theme->font(TextSize::Caption, Weight::SemiBold), text);
  const int small = paint::textWidth(m_theme->font(TextSize::Small, Weight::Medium), text);
  const int lead = paint::textWidth(m_theme->font(TextSize::Lead, Weight::SemiBold), text);
  QVERIFY(StatusPill(*m_theme, text).minimumSizeHint().width() >= caption);
  QVERIFY(KeyCap(*m_theme, text).minimumSizeHint().width() >= caption);
  QVERIFY(Chip(*m_theme, text).minimumSizeHint().width() >= small);
  QVERIFY(Pill(*m_theme, u(u"wifi"), text).minimumSizeHint().width() >= small + m_theme->px(metric::kPillIcon));
  ActionButton button(*m_theme, text);
  button.setKeyCap(u(u"Enter"));
  button.setLeadingIcon(u(u"printer"));
  QVERIFY(button.minimumSizeHint().width() >= lead + m_theme->px(metric::kIconLarge) + m_theme->px(metric::kKeyCapMinimum));
  const TextLabel label(*m_theme, text, TextSize::Lead, Weight::SemiBold);
  QVERIFY(label.minimumSizeHint().width() >= lead);
  QVERIFY(label.minimumSizeHint().height() >= QFontMetrics(m_theme->font(TextSize::Lead)).height());
  MoneyLabel total(*m_theme, u(u"Rp999.999.999.999"), TextSize::Total, Weight::Bold);
  const QFont fitted = paint::fitted(m_theme->font(TextSize::Total, Weight::Bold), total.text(), total.minimumSizeHint().width());
  QVERIFY(paint::textWidth(fitted, total.text()) <= total.minimumSizeHint().width() + m_theme->space(2));
}

void WidgetsTest::screensFit_data() {
  QTest::addColumn<QSize>("size");
  QTest::addColumn<int>("mode");
  QTest::addColumn<bool>("sells");
  for (const int mode : {0, 1}) {
    QTest::addRow("sell 1366x768 %d", mode) << QSize(1366, 768) << mode << true;
    QTest::addRow("sell 1024x600 %d", mode) << QSize(1024, 600) << mode << true;
    QTest::addRow("read back 1366x768 %d", mode) << QSize(1366, 768) << mode << false;
    QTest::addRow("read back 1280x720 %d", mode) << QSize(1280, 720) << mode << false;
  }
}

void WidgetsTest::screensFit() {
  QFETCH(QSize, size);
  QFETCH(int, mode);
  m_theme->setMode(static_cast<Mode>(mode));
  QFETCH(bool, sells);
  const std::unique_ptr<QWidget> screen = sells ? tests::sellScreen(*m_theme) : tests::readBackScreen(*m_theme);
  screen->resize(size);
  screen->show();
  QApplication::processEvents();
  QCOMPARE(screen->size(), size);
  for (const QWidget* child : screen->findChildren<QWidget*>()) {
    const bool ours = QByteArray(child->metaObject()->className()).startsWith("loket::");
    if (ours && child->isVisible()) {
      QVERIFY2(child->width() >= child->minimumSizeHint().width() && child->height() >= child->minimumSizeHint().height(),
               child->metaObject()->className());
      const QRect place(child->mapTo(screen.get(), QPoint()), child->size());
      QVERIFY2(screen->rect().contains(place), child->metaObject()->className());
    }
  }
}

void WidgetsTest::everythingCanBeNamed() {
  const std::unique_ptr<QWidget> screen = tests::sellScreen(*m_theme);
  for (const QAbstractButton* button : screen->findChildren<QAbstractButton*>()) {
    QVERIFY(!button->text().isEmpty());
  }
  DoorButton door(*m_theme, u(u"bolt"), Family::Electricity, u(u"PLN"), u(u"ketik nomor meter"));
  QCOMPARE(door.accessibleDescription(), u(u"ketik nomor meter"));
  RailButton rail(*m_theme, u(u"hourglass"), u(u"Antrean"));
  rail.setCount(3);
  QCOMPARE(rail.accessibleDescription(), u(u"3"));
  ProgressLine progress(*m_theme);
  progress.setBusy(u(u"Menunggu jawaban"));
  QCOMPARE(progress.accessibleName(), u(u"Menunggu jawaban"));
}

QTEST_MAIN(WidgetsTest)
#include "widgets_test.moc"
