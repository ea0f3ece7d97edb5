#include "tests/ui/widgets/gallery_screens.h"

#include "tests/ui/widgets/sample_rows.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/door_button.h"
#include "ui/widgets/feed_list.h"
#include "ui/widgets/grouped_digits.h"
#include "ui/widgets/icon_tile.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/key_bar.h"
#include "ui/widgets/money_edit.h"
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
#include "ui/widgets/surface.h"
#include "ui/widgets/text_label.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace loket::tests {

using namespace ui::widgets;
using ui::theme::ColourRole;
using ui::theme::Family;
using ui::theme::TextSize;
using ui::theme::Theme;
using ui::theme::Tone;
using ui::theme::Weight;
namespace metric = ui::theme::metric;

namespace {

QString u(const char16_t* text) { return QString::fromUtf16(text); }

enum class Network { Up, Down };

struct Frame {
  std::unique_ptr<QWidget> window;
  QVBoxLayout* content = nullptr;
};

TextLabel* label(const Theme& theme, const QString& text, TextSize size = TextSize::Body,
                 Weight weight = Weight::Regular, ColourRole colour = ColourRole::Ink) {
  return new TextLabel(theme, text, size, weight, colour);
}

QWidget* makeRail(const Theme& theme, int page, int waiting) {
  auto* rail = new Surface(theme, ColourRole::Rail);
  rail->setFixedWidth(theme.px(metric::kRailWidth));
  auto* layout = new QVBoxLayout(rail);
  const int side = theme.space(2);
  layout->setContentsMargins(side, theme.space(3.5), side, side);
  layout->setSpacing(theme.space(1));
  layout->addWidget(new Mark(theme), 0, Qt::AlignHCenter);
  layout->addSpacing(theme.space(3.5));
  const QList<QPair<QString, QString>> entries = {{u(u"cash-register"), u(u"Jual")},    {u(u"hourglass"), u(u"Antrean")},
                                                  {u(u"history"), u(u"Riwayat")},       {u(u"users"), u(u"Pelanggan")},
                                                  {u(u"wallet"), u(u"Kas")},            {u(u"chart-bar"), u(u"Wawasan")},
                                                  {u(u"settings"), u(u"Atur")}};
  for (int i = 0; i < entries.size(); ++i) {
    auto* button = new RailButton(theme, entries[i].first, entries[i].second, rail);
    button->setChecked(i == page);
    if (i == 1) {
      button->setCount(waiting);
    }
    layout->addWidget(button);
  }
  layout->addStretch();
  return rail;
}

QWidget* makeTopBar(const Theme& theme, Network network, int waiting) {
  auto* bar = new Surface(theme, ColourRole::Card, Qt::BottomEdge);
  bar->setFixedHeight(theme.px(metric::kTopBarHeight));
  auto* layout = new QHBoxLayout(bar);
  layout->setContentsMargins(theme.px(metric::kPageMargin), 0, theme.px(metric::kPageMargin), 0);
  layout->setSpacing(theme.space(2.5));
  auto* outlet = label(theme, u(u"Warung Bu Sri"), TextSize::Lead, Weight::SemiBold);
  outlet->setOverflow(Overflow::Elide);
  auto* shift = label(theme, u(u"Loket 1 · Shift pagi"), TextSize::Small, Weight::Regular, ColourRole::Muted);
  shift->setOverflow(Overflow::Elide);
  layout->addWidget(outlet);
  layout->addWidget(shift);
  layout->addStretch();
  const bool up = network == Network::Up;
  layout->addWidget(up ? new Pill(theme, u(u"wifi"), u(u"Tersambung"), Tone::Success)
                       : new Pill(theme, u(u"wifi-off"), u(u"Luring 12 mnt"), Tone::Waiting));
  layout->addWidget(new Pill(theme, u(u"hourglass"), QStringLiteral("%1 menunggu").arg(waiting), Tone::Waiting));
  layout->addWidget(
      new Pill(theme, u(u"building-bank"), up ? u(u"Deposit Rp3.482.150") : u(u"Deposit Rp3.482.150 (13.53)")));
  layout->addWidget(new Pill(theme, u(u"clock"), u(u"14.05")));
  layout->addWidget(new Pill(theme, u(u"user"), u(u"Sri · Kasir")));
  return bar;
}

Frame makeFrame(const Theme& theme, int page, Network network, int waiting, const QList<KeyHint>& hints) {
  Frame frame;
  frame.window = std::make_unique<Surface>(theme, ColourRole::Canvas);
  auto* across = new QHBoxLayout(frame.window.get());
  across->setContentsMargins(0, 0, 0, 0);
  across->setSpacing(0);
  across->addWidget(makeRail(theme, page, waiting));
  auto* down = new QVBoxLayout;
  down->setSpacing(0);
  across->addLayout(down, 1);
  down->addWidget(makeTopBar(theme, network, waiting));
  if (network == Network::Down) {
    auto* strip = new Strip(theme, frame.window.get());
    strip->setMessage(u(u"wifi-off"),
                      u(u"Jaringan putus sejak 13.53. Tetap bisa: terima titipan sampai Rp500.000 (sisa "
                        u"Rp1.674.750), lihat riwayat, cetak ulang, hitung kas."),
                      u(u"Mencoba lagi 8 detik"));
    down->addWidget(strip);
  }
  frame.content = new QVBoxLayout;
  frame.content->setContentsMargins(theme.px(metric::kPageMargin), theme.px(metric::kPageTop),
                                    theme.px(metric::kPageMargin), theme.px(metric::kPageTop));
  down->addLayout(frame.content, 1);
  auto* keys = new KeyBar(theme);
  keys->setHints(hints);
  down->addWidget(keys);
  return frame;
}

QWidget* makeFeed(const Theme& theme) {
  auto* feed = new FeedList(theme);
  feed->setHeading(u(u"HARI INI · 47 transaksi · laba Rp128.400"));
  const auto row = [](const char16_t* title, const char16_t* subtitle, const char16_t* amount, const char16_t* status,
                      Tone tone) {
    SampleRow result;
    result.title = u(title);
    result.subtitle = u(subtitle);
    result.amount = u(amount);
    result.status = u(status);
    result.tone = tone;
    return result;
  };
  feed->setModel(new SampleRows(
      {row(u"Token PLN 100.000", u"Hendra W. · 14.02", u"Rp102.500", u"Sukses", Tone::Success),
       row(u"Pulsa XL 25.000", u"0817 7100 221 · 13.58", u"Rp27.000", u"Sedang dicek", Tone::Waiting),
       row(u"BPJS Kesehatan · 2 org", u"Keluarga Maman · 13.51", u"Rp72.500", u"Sukses", Tone::Success),
       row(u"Setor ke BCA", u"a.n. Yories Yolanda · 13.40", u"Rp505.000", u"Sukses", Tone::Success),
       row(u"PDAM Bandung", u"1013226 · 13.33", u"Rp86.300", u"Gagal · uang kembali", Tone::Danger),
       row(u"Token PLN 20.000", u"Ibu Kokom · 13.20", u"Rp22.500", u"Sukses", Tone::Success)},
      feed));
  return feed;
}

QVBoxLayout* field(const Theme& theme, const QString& name, QWidget* value) {
  auto* box = new QVBoxLayout;
  box->setSpacing(0);
  auto* caption = label(theme, name, TextSize::Small, Weight::Regular, ColourRole::Muted);
  caption->setOverflow(Overflow::Elide);
  box->addWidget(caption);
  box->addWidget(value);
  return box;
}

// Space that gives way on a low screen.
void gap(QVBoxLayout* layout, int height) {
  layout->addSpacerItem(new QSpacerItem(0, height, QSizePolicy::Minimum, QSizePolicy::Preferred));
}

QHBoxLayout* factLine(const Theme& theme, const QString& name, QWidget* value) {
  auto* line = new QHBoxLayout;
  line->addWidget(label(theme, name, TextSize::Body, Weight::Regular, ColourRole::Muted));
  line->addStretch();
  line->addWidget(value);
  return line;
}

}  // namespace

std::unique_ptr<QWidget> sellScreen(const Theme& theme) {
  Frame frame = makeFrame(theme, 0, Network::Up, 1,
                          {{u(u"Enter"), u(u"pilih")},
                           {u(u"1–8"), u(u"langsung")},
                           {u(u"↑ ↓"), u(u"pindah")},
                           {u(u"← →"), u(u"nominal")},
                           {u(u"Esc"), u(u"kosongkan")},
                           {u(u"F12"), u(u"ganti kasir")}});
  auto* columns = new QHBoxLayout;
  columns->setSpacing(theme.px(metric::kColumnGap));
  frame.content->addLayout(columns);
  auto* left = new QVBoxLayout;
  left->setSpacing(0);
  columns->addLayout(left, 1);

  auto* search = new SearchBox(theme);
  search->setHint(u(u"nama, nomor, atau produk"));
  search->setText(u(u"sup"));
  left->addWidget(search);
  left->addSpacing(theme.space(2.25));

  auto* card = new Card(theme);
  auto* cardLayout = new QVBoxLayout(card);
  const int inset = theme.px(metric::kSuggestionInset) + 1;
  cardLayout->setContentsMargins(inset, inset, inset, inset);
  auto* list = new SuggestionList(theme);
  list->setSuggestions({
      {u(u"bolt"), Family::Electricity, u(u"Supardi"), u(u"PLN 1430 0000 001"), u(u"Token terakhir 50.000, 3 minggu lalu"),
       {u(u"20rb"), u(u"50rb"), u(u"100rb")}, 1, {u(u"Rp22.500"), u(u"Rp52.500"), u(u"Rp102.500")}, {}},
      {u(u"device-mobile"), Family::Phone, u(u"Supri Yanto"), u(u"0812 3456 7890"), u(u"Telkomsel · biasanya pulsa 10.000"),
       {u(u"5rb"), u(u"10rb"), u(u"25rb")}, 1, {u(u"Rp7.000"), u(u"Rp12.000"), u(u"Rp27.000")}, {}},
      {u(u"droplet"), Family::Water, u(u"Suparmi"), u(u"PDAM Bandung 1013 226"), u(u"Tagihan biasanya tanggal 20"),
       {}, -1, {u(u"Cek tagihan")}, {}},
      {u(u"building-bank"), Family::Bank, u(u"Suparno"), u(u"BRI 0021 0100 1234 567"), u(u"Setor tunai"),
       {}, -1, {u(u"Rp5.000 biaya")}, {}},
  });
  search->setNavigationTarget(list);
  cardLayout->addWidget(list);
  card->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
  left->addWidget(card);
  left->addSpacing(theme.space(4));

  auto* doors = new QGridLayout;
  doors->setSpacing(theme.space(3));
  struct Door {
    QString icon;
    Family family;
    QString title;
    QString subtitle;
  };
  const QList<Door> all = {
      {u(u"bolt"), Family::Electricity, u(u"Token & tagihan PLN"), u(u"ketik nomor meter")},
      {u(u"device-mobile"), Family::Phone, u(u"Pulsa & data"), u(u"ketik nomor HP")},
      {u(u"heart-rate-monitor"), Family::Health, u(u"BPJS"), u(u"13 atau 16 angka")},
      {u(u"droplet"), Family::Water, u(u"PDAM"), u(u"pilih daerah")},
      {u(u"send"), Family::Bank, u(u"Setor & transfer"), u(u"bank + rekening")},
      {u(u"router"), Family::Internet, u(u"Internet & TV"), u(u"nomor pelanggan")},
  };
  for (int i = 0; i < all.size(); ++i) {
    doors->addWidget(new DoorButton(theme, all[i].icon, all[i].family, all[i].title, all[i].subtitle), i / 3, i % 3);
  }
  left->addLayout(doors);
  left->addStretch();
  columns->addWidget(makeFeed(theme));
  search->setFocus();
  return std::move(frame.window);
}

std::unique_ptr<QWidget> readBackScreen(const Theme& theme) {
  Frame frame = makeFrame(theme, 0, Network::Up, 1,
                          {{u(u"Enter"), u(u"bayar uang pas")}, {u(u"F5–F8"), u(u"uang diterima")}, {u(u"Esc"), u(u"kembali")}});
  auto* columns = new QHBoxLayout;
  columns->setSpacing(theme.px(metric::kColumnGap));
  frame.content->addLayout(columns);

  auto* card = new Card(theme);
  columns->addWidget(card, 2);
  auto* main = new QVBoxLayout(card);
  const int margin = theme.space(8.5);
  main->setContentsMargins(margin, theme.space(7.5), margin, theme.space(7.5));
  main->setSpacing(0);

  auto* head = new QHBoxLayout;
  head->setSpacing(theme.space(3.5));
  head->addWidget(new IconTile(theme, u(u"bolt"), Family::Electricity, TileSize::Large));
  auto* what = new QVBoxLayout;
  what->setSpacing(0);
  what->addWidget(label(theme, u(u"Token listrik PLN 50.000"), TextSize::Heading, Weight::SemiBold));
  what->addWidget(label(theme, u(u"lewat Digiflazz · termurah dari 2 penyedia"), TextSize::Body, Weight::Regular, ColourRole::Muted));
  head->addLayout(what, 1);
  main->addLayout(head);
  gap(main, theme.space(6));
  auto* name = label(theme, u(u"SUPARDI"), TextSize::Name, Weight::Bold);
  name->setOverflow(Overflow::Shrink);
  main->addLayout(field(theme, u(u"Atas nama"), name));
  gap(main, theme.space(5));
  auto* numbers = new QHBoxLayout;
  numbers->setSpacing(theme.space(12));
  numbers->addLayout(field(theme, u(u"Nomor meter"), new GroupedDigits(theme, u(u"14300000001"))));
  numbers->addLayout(field(theme, u(u"Tarif / daya"), new GroupedDigits(theme, u(u"R1 / 1.300 VA"))));
  numbers->addStretch();
  main->addLayout(numbers);
  gap(main, theme.space(6));
  auto* speech = new Card(theme);
  speech->setFill(ColourRole::NeutralSoft);
  speech->setLineVisible(false);
  auto* speechLayout = new QVBoxLayout(speech);
  auto* words = label(theme, u(u"“Atas nama Supardi, token lima puluh ribu, bayar lima puluh dua ribu lima ratus, betul?”"),
                      TextSize::Lead, Weight::SemiBold);
  words->setOverflow(Overflow::Wrap);
  speechLayout->setSpacing(theme.space(0.5));
  speechLayout->addWidget(label(theme, u(u"Bacakan"), TextSize::Small, Weight::Regular, ColourRole::Muted));
  speechLayout->addWidget(words);
  main->addWidget(speech);
  main->addStretch();
  auto* foot = new QHBoxLayout;
  foot->setSpacing(theme.space(3));
  foot->addLayout(field(theme, u(u"Token 50.000 + admin 2.500"), new MoneyLabel(theme, u(u"Rp52.500"), TextSize::Total, Weight::Bold)));
  foot->addStretch();
  auto* back = new ActionButton(theme, u(u"Kembali"));
  back->setKeyCap(u(u"Esc"));
  auto* pay = new ActionButton(theme, u(u"Bayar"), ActionKind::Primary);
  pay->setTrailingIcon(u(u"arrow-right"));
  pay->setKeyCap(u(u"Enter"));
  foot->addWidget(back, 0, Qt::AlignBottom);
  foot->addWidget(pay, 0, Qt::AlignBottom);
  main->addLayout(foot);

  auto* side = new Card(theme);
  side->setMaximumWidth(theme.px(metric::kFeedWidth));
  columns->addWidget(side, 1);
  auto* sums = new QVBoxLayout(side);
  const int pad = theme.px(metric::kFeedPadding);
  sums->setContentsMargins(pad, pad, pad, pad);
  sums->setSpacing(theme.space(2.5));
  sums->addWidget(label(theme, u(u"UANG DITERIMA"), TextSize::Small, Weight::SemiBold, ColourRole::Muted));
  auto* cash = new QGridLayout;
  cash->setSpacing(theme.space(2.5));
  const QList<QPair<QString, QString>> buttons = {
      {u(u"Uang pas"), u(u"F5")}, {u(u"60.000"), u(u"F6")}, {u(u"100.000"), u(u"F7")}, {u(u"QRIS"), u(u"F8")}};
  for (int i = 0; i < buttons.size(); ++i) {
    auto* button = new ActionButton(theme, buttons[i].first);
    button->setSpread(true);
    button->setKeyCap(buttons[i].second);
    button->setCheckable(true);
    button->setChecked(i == 0);
    cash->addWidget(button, i / 2, i % 2);
  }
  sums->addLayout(cash);
  sums->addSpacing(theme.space(2));
  sums->addLayout(factLine(theme, u(u"Harga beli"), label(theme, u(u"Rp50.450"))));
  sums->addLayout(factLine(theme, u(u"Laba"), label(theme, u(u"Rp2.050"), TextSize::Body, Weight::SemiBold, ColourRole::Success)));
  sums->addLayout(factLine(theme, u(u"Deposit sesudahnya"), label(theme, u(u"Rp3.431.700"))));
  sums->addSpacing(theme.space(2));
  sums->addWidget(new Divider(theme));
  sums->addSpacing(theme.space(2));
  sums->addWidget(label(theme, u(u"Pembelian Supardi sebelumnya"), TextSize::Small, Weight::Regular, ColourRole::Muted));
  for (const char16_t* before : {u"02/11/2026 · token 50.000", u"10/10/2026 · token 50.000", u"21/09/2026 · token 20.000"}) {
    auto* line = new QHBoxLayout;
    line->addWidget(label(theme, u(before)));
    line->addStretch();
    line->addWidget(new StatusPill(theme, u(u"Sukses"), Tone::Success));
    sums->addLayout(line);
  }
  sums->addStretch();
  return std::move(frame.window);
}

std::unique_ptr<QWidget> doneScreen(const Theme& theme) {
  Frame frame = makeFrame(theme, 0, Network::Up, 1,
                          {{u(u"huruf / angka"), u(u"penjualan berikutnya")}, {u(u"F6"), u(u"salinan")}, {u(u"F7"), u(u"WhatsApp")}});
  auto* columns = new QHBoxLayout;
  columns->setSpacing(theme.px(metric::kColumnGap));
  frame.content->addLayout(columns);
  auto* card = new Card(theme);
  columns->addWidget(card, 1);
  auto* main = new QVBoxLayout(card);
  const int margin = theme.space(8.5);
  main->setContentsMargins(margin, theme.space(7.5), margin, theme.space(7.5));
  main->setSpacing(0);
  auto* head = new QHBoxLayout;
  head->setSpacing(theme.space(3.5));
  auto* mark = new IconTile(theme, u(u"check"), Tone::Success, TileSize::Large);
  mark->setRound(true);
  head->addWidget(mark);
  head->addWidget(label(theme, u(u"Berhasil"), TextSize::Entry, Weight::Bold));
  head->addWidget(label(theme, u(u"Token 50.000 untuk SUPARDI · 1,3 detik"), TextSize::Body, Weight::Regular, ColourRole::Muted));
  head->addStretch();
  main->addLayout(head);
  main->addSpacing(theme.space(7));
  auto* change = new MoneyLabel(theme, u(u"Rp47.500"), TextSize::Change, Weight::Bold);
  change->setColour(ColourRole::Success);
  main->addWidget(label(theme, u(u"Uang kembali"), TextSize::Lead, Weight::Regular, ColourRole::Muted));
  main->addWidget(change);
  main->addWidget(label(theme, u(u"diterima Rp100.000 · bayar Rp52.500"), TextSize::Lead, Weight::Regular, ColourRole::Muted));
  main->addSpacing(theme.space(8));
  auto* box = new Card(theme);
  box->setFill(ColourRole::NeutralSoft);
  box->setLineVisible(false);
  auto* boxLayout = new QVBoxLayout(box);
  boxLayout->setContentsMargins(theme.space(6), theme.space(4.5), theme.space(6), theme.space(4.5));
  boxLayout->setSpacing(0);
  boxLayout->addLayout(field(theme, u(u"Token"), new GroupedDigits(theme, u(u"11112222333344445555"), TextSize::Token, DigitFace::Mono)));
  main->addWidget(box);
  main->addStretch();
  auto* foot = new QHBoxLayout;
  foot->setSpacing(theme.space(3));
  auto* copy = new ActionButton(theme, u(u"Cetak salinan"));
  copy->setLeadingIcon(u(u"printer"));
  copy->setKeyCap(u(u"F6"));
  auto* send = new ActionButton(theme, u(u"Kirim WhatsApp"));
  send->setLeadingIcon(u(u"brand-whatsapp"));
  send->setKeyCap(u(u"F7"));
  auto* next = new ActionButton(theme, u(u"Berikutnya"), ActionKind::Primary);
  next->setKeyCap(u(u"ketik"));
  foot->addWidget(copy);
  foot->addWidget(send);
  foot->addStretch();
  foot->addWidget(next);
  main->addLayout(foot);

  auto* side = new QVBoxLayout;
  side->setSpacing(0);
  columns->addLayout(side);
  auto* printed = new InlineMessage(theme);
  printed->setFixedWidth(theme.px(metric::kFeedWidth));
  printed->setMessage(Tone::Neutral, u(u"Struk tercetak (pasti)"), u(u"printer"));
  side->addWidget(printed);
  auto* paper = new ReceiptPaper(theme);
  const auto text = [](const char16_t* line) { return PaperLine{u(line), false, false, Qt::AlignLeft}; };
  paper->setLines({{u(u"WARUNG BU SRI"), true, false, Qt::AlignHCenter},
                   {u(u"Jl. Melati 7, Bandung"), false, false, Qt::AlignHCenter},
                   text(u""),
                   {u(u"STRUK PEMBELIAN LISTRIK PRABAYAR"), false, false, Qt::AlignHCenter},
                   text(u"NO METER : 14300000001"),
                   text(u"IDPEL    : 231000000001"),
                   text(u"NAMA     : SUPARDI"),
                   text(u"TARIF    : R1 /1300VA"),
                   text(u"NO REF   : 0A7F9C21E4B84D10"),
                   text(u"RP BAYAR :           Rp52.500,00"),
                   text(u"PPN      :               Rp0,00"),
                   text(u"PBJT-TL  :           Rp4.545,00"),
                   text(u"RP STROOM:          Rp45.455,00"),
                   text(u"JML KWH  :                31,4"),
                   text(u"ADMIN    :           Rp2.500,00"),
                   text(u""),
                   {u(u"STROOM/TOKEN"), false, false, Qt::AlignHCenter},
                   {u(u"1111 2222 3333"), true, true, Qt::AlignHCenter},
                   {u(u"4444 5555"), true, true, Qt::AlignHCenter},
                   text(u""),
                   {u(u"Informasi hubungi PLN 123"), false, false, Qt::AlignHCenter},
                   {u(u"WRG-001/23/11/2026 14.05.22/CA"), false, false, Qt::AlignHCenter}});
  side->addWidget(paper, 0, Qt::AlignHCenter);
  side->addStretch();
  return std::move(frame.window);
}

std::unique_ptr<QWidget> queueScreen(const Theme& theme) {
  Frame frame = makeFrame(theme, 1, Network::Down, 5,
                          {{u(u"↑ ↓"), u(u"pindah")},
                           {u(u"Enter"), u(u"rincian")},
                           {u(u"Del"), u(u"batalkan titipan")},
                           {u(u"Ctrl+S"), u(u"kirim sekarang")},
                           {u(u"F1"), u(u"jual")}});
  auto* card = new Card(theme);
  frame.content->setSpacing(theme.space(4));
  frame.content->addWidget(card);
  auto* down = new QVBoxLayout(card);
  down->setContentsMargins(1, 0, 1, 1);
  down->setSpacing(0);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(theme.space(5), theme.space(4), theme.space(5), theme.space(4));
  head->setSpacing(theme.space(3.5));
  head->addWidget(label(theme, u(u"Antrean"), TextSize::Heading, Weight::SemiBold));
  head->addWidget(label(theme, u(u"5 pembayaran · Rp541.050 uang titipan di laci"), TextSize::Body, Weight::Regular, ColourRole::Muted));
  head->addStretch();
  for (const char16_t* name : {u"Semua", u"Titipan 2", u"Dicek 1", u"Diputuskan 1"}) {
    auto* chip = new Chip(theme, u(name));
    chip->setAutoExclusive(true);
    chip->setChecked(u(name) == u(u"Semua"));
    head->addWidget(chip);
  }
  auto* send = new ActionButton(theme, u(u"Kirim sekarang"));
  send->setActionSize(ActionSize::Small);
  send->setKeyCap(u(u"Ctrl+S"));
  head->addWidget(send);
  down->addLayout(head);
  down->addWidget(new Divider(theme));
  auto* list = new RowList(theme);
  const QString detail = u(u"Rincian");
  const QString cancel = u(u"Batal");
  list->setModel(new SampleRows(
      {{u(u"Pulsa XL 25.000"), u(u"0817 7100 221"), u(u"Digiflazz belum menjawab. Jangan diulang: dicek lagi 14.08"),
        u(u"Rp27.000"), u(u"7 mnt"), u(u"Sedang dicek"), Tone::Waiting, u(u"hourglass"), {}, {detail}},
       {u(u"Tagihan PLN · Hendra W."), u(u"5300 0000 0001"), u(u"Menunggu jaringan. Batas Rp310.000, dicek ulang sebelum dibayar"),
        u(u"Rp302.750"), u(u"12 mnt"), u(u"Titipan · A7K2"), Tone::Waiting, u(u"lock"), {}, {detail, cancel}},
       {u(u"Token PLN 20.000 · Ibu Kokom"), u(u"1430 0000 118"), u(u"Menunggu jaringan"), u(u"Rp22.500"), u(u"9 mnt"),
        u(u"Titipan · B3M9"), Tone::Waiting, u(u"lock"), {}, {detail, cancel}},
       {u(u"Token PLN 100.000"), u(u"1430 0000 245"), u(u"Penyedia tutup untuk perbaikan 13.45–14.30"), u(u"Rp102.500"),
        u(u"2 mnt"), u(u"Menunggu buka 14.30"), Tone::Waiting, u(u"clock"), {}, {detail}},
       {u(u"PDAM Bandung"), u(u"1013 226"), u(u"Sukses di penyedia setelah uang dikembalikan. Dua orang harus memutuskan"),
        u(u"Rp86.300"), u(u"1 j"), u(u"Perlu diputuskan"), Tone::Danger, u(u"alert-triangle"), {}, {detail}}},
      list));
  list->setFixedHeight(5 * list->rowHeight());
  down->addWidget(list);
  auto* note = label(theme, u(u"Semua titipan tersimpan terenkripsi di komputer ini dan tidak hilang walau listrik padam."),
                     TextSize::Small, Weight::Regular, ColourRole::Muted);
  frame.content->addWidget(note);
  frame.content->addStretch();
  return std::move(frame.window);
}

std::unique_ptr<QWidget> partsScreen(const Theme& theme) {
  Frame frame = makeFrame(theme, 6, Network::Up, 120, {{u(u"Enter"), u(u"simpan")}, {u(u"Esc"), u(u"kembali")}});
  auto* columns = new QHBoxLayout;
  columns->setSpacing(theme.px(metric::kColumnGap));
  frame.content->addLayout(columns);

  auto* lockCard = new Card(theme);
  columns->addWidget(lockCard);
  auto* lock = new QVBoxLayout(lockCard);
  lock->setContentsMargins(theme.space(8), theme.space(8), theme.space(8), theme.space(8));
  lock->addWidget(label(theme, u(u"Siapa di loket?"), TextSize::Heading, Weight::SemiBold));
  auto* pin = new PinPad(theme);
  pin->showError(u(u"PIN salah. Sisa 3 kali percobaan."));
  lock->addWidget(pin, 0, Qt::AlignHCenter);
  lock->addStretch();

  auto* formCard = new Card(theme);
  columns->addWidget(formCard, 1);
  auto* form = new QVBoxLayout(formCard);
  form->setContentsMargins(theme.space(8), theme.space(8), theme.space(8), theme.space(8));
  auto* money = new MoneyEdit(theme);
  money->setValue(1'250'000);
  form->addLayout(field(theme, u(u"Uang awal laci"), money));
  auto* name = new QLineEdit(u(u"Warung Bu Sri"));
  form->addLayout(field(theme, u(u"Nama outlet"), name));
  auto* box = new QComboBox;
  box->addItems({u(u"Bahasa Indonesia"), u(u"English")});
  form->addLayout(field(theme, u(u"Bahasa"), box));
  auto* check = new QCheckBox(u(u"Cetak struk otomatis"));
  check->setChecked(true);
  form->addWidget(check);
  auto* radio = new QRadioButton(u(u"Kertas 58 mm"));
  radio->setChecked(true);
  form->addWidget(radio);
  auto* buttons = new QHBoxLayout;
  auto* save = new QPushButton(u(u"Simpan"));
  save->setDefault(true);
  buttons->addWidget(save);
  buttons->addWidget(new QPushButton(u(u"Batal")));
  auto* off = new QPushButton(u(u"Tidak bisa"));
  off->setEnabled(false);
  buttons->addWidget(off);
  buttons->addStretch();
  form->addLayout(buttons);
  for (const auto tone : {Tone::Success, Tone::Waiting, Tone::Danger}) {
    auto* message = new InlineMessage(theme);
    message->setMessage(tone, u(u"Printer tidak menjawab. Struk disimpan dan dicetak begitu printer siap."));
    form->addWidget(message);
  }
  auto* busy = new ProgressLine(theme);
  busy->setBusy(u(u"Menunggu jawaban Digiflazz"));
  busy->setNote(u(u"4 detik"));
  form->addWidget(busy);
  auto* share = new ProgressLine(theme);
  share->setProgress(0.62, u(u"Mencadangkan data"));
  share->setNote(u(u"62%"));
  form->addWidget(share);
  auto* danger = new ActionButton(theme, u(u"Hapus data latihan"), ActionKind::Danger);
  danger->setLeadingIcon(u(u"trash"));
  form->addWidget(danger, 0, Qt::AlignLeft);
  form->addStretch();

  auto* feed = new FeedList(theme);
  feed->setHeading(u(u"HARI INI"));
  feed->view()->setEmptyText(u(u"Belum ada penjualan"), u(u"Ketik nama atau nomor pelanggan untuk mulai."));
  columns->addWidget(feed);
  return std::move(frame.window);
}

}  // namespace loket::tests
