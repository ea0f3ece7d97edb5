#include "ui/theme/tokens.h"

namespace loket::ui::theme {
namespace {

Tokens light() {
  Tokens t;
  t.canvas = QColor(0xF3F5F7);
  t.card = QColor(0xFFFFFF);
  t.ink = QColor(0x14212B);
  t.muted = QColor(0x5A6775);
  t.line = QColor(0xDFE5EA);
  t.neutralSoft = QColor(0xEDF1F4);
  t.fieldBorder = QColor(0x7B8794);
  t.success = {QColor(0x187A37), QColor(0xE4F4E8)};
  t.waiting = {QColor(0x7A4B00), QColor(0xFFF3D4)};
  t.danger = {QColor(0xB3261E), QColor(0xFBE9E7)};
  t.primary = {QColor(0x0F6B63), QColor(0xE3F1EF)};
  t.onPrimary = QColor(0xFFFFFF);
  t.onDanger = QColor(0xFFFFFF);
  t.rail = QColor(0x10282B);
  t.railInk = QColor(0xB9CBCB);
  t.railSelected = QColor(0x2A4346);
  t.railSelectedInk = QColor(0xFFFFFF);
  t.badge = QColor(0xF2A93B);
  t.onBadge = QColor(0x2B1C00);
  t.paper = QColor(0xFFFFFF);
  t.paperInk = QColor(0x14181B);
  t.code = QColor(0xFFFFFF);
  t.codeInk = QColor(0, 0, 0);
  t.shadow = QColor(16, 33, 43, 46);
  t.electricity = {QColor(0x8A5200), QColor(0xFEEFC7)};
  t.phone = {QColor(0xB3261E), QColor(0xFDE3E1)};
  t.water = {QColor(0x0B5F94), QColor(0xDFEEFA)};
  t.internet = {QColor(0x0B5F94), QColor(0xDFEEFA)};
  t.bank = {QColor(0x3A3AA8), QColor(0xE4E5FA)};
  t.health = {QColor(0x187A37), QColor(0xDDF2E2)};
  t.game = {QColor(0x7A2E9E), QColor(0xF2E6F9)};
  t.other = {QColor(0x46525E), QColor(0xEDF1F4)};
  return t;
}

Tokens dark() {
  Tokens t;
  t.canvas = QColor(0x12181C);
  t.card = QColor(0x1A2227);
  t.ink = QColor(0xE9EEF0);
  t.muted = QColor(0x9DABB5);
  t.line = QColor(0x2B363D);
  t.neutralSoft = QColor(0x243037);
  t.fieldBorder = QColor(0x6B7984);
  t.success = {QColor(0x6FCF8B), QColor(0x17351F)};
  t.waiting = {QColor(0xF0C36B), QColor(0x3A2E14)};
  t.danger = {QColor(0xF28B82), QColor(0x3D1F1D)};
  t.primary = {QColor(0x4FC3B2), QColor(0x17393A)};
  t.onPrimary = QColor(0x06211E);
  t.onDanger = QColor(0x2B0705);
  t.rail = QColor(0x0B1113);
  t.railInk = QColor(0x8FA3A3);
  t.railSelected = QColor(0x263033);
  t.railSelectedInk = QColor(0xFFFFFF);
  t.badge = QColor(0xF2A93B);
  t.onBadge = QColor(0x2B1C00);
  t.paper = QColor(0xFBFAF7);
  t.paperInk = QColor(0x14181B);
  t.code = QColor(0xFFFFFF);
  t.codeInk = QColor(0, 0, 0);
  t.shadow = QColor(0, 0, 0, 130);
  t.electricity = {QColor(0xF0C36B), QColor(0x3A2E14)};
  t.phone = {QColor(0xF5A39B), QColor(0x3D1F1D)};
  t.water = {QColor(0x7CC0EC), QColor(0x16303F)};
  t.internet = {QColor(0x7CC0EC), QColor(0x16303F)};
  t.bank = {QColor(0xADACF2), QColor(0x26264A)};
  t.health = {QColor(0x6FCF8B), QColor(0x17351F)};
  t.game = {QColor(0xD6A8EE), QColor(0x35213F)};
  t.other = {QColor(0xB7C3CB), QColor(0x243037)};
  return t;
}

}  // namespace

const Tokens& Tokens::of(Mode mode) {
  static const Tokens kLight = light();
  static const Tokens kDark = dark();
  return mode == Mode::Light ? kLight : kDark;
}

QColor Tokens::colour(ColourRole role) const {
  switch (role) {
    case ColourRole::Canvas: return canvas;
    case ColourRole::Card: return card;
    case ColourRole::Ink: return ink;
    case ColourRole::Muted: return muted;
    case ColourRole::Line: return line;
    case ColourRole::NeutralSoft: return neutralSoft;
    case ColourRole::FieldBorder: return fieldBorder;
    case ColourRole::Success: return success.ink;
    case ColourRole::SuccessSoft: return success.soft;
    case ColourRole::Waiting: return waiting.ink;
    case ColourRole::WaitingSoft: return waiting.soft;
    case ColourRole::Danger: return danger.ink;
    case ColourRole::DangerSoft: return danger.soft;
    case ColourRole::Primary: return primary.ink;
    case ColourRole::PrimarySoft: return primary.soft;
    case ColourRole::OnPrimary: return onPrimary;
    case ColourRole::OnDanger: return onDanger;
    case ColourRole::Rail: return rail;
    case ColourRole::RailInk: return railInk;
    case ColourRole::RailSelected: return railSelected;
    case ColourRole::RailSelectedInk: return railSelectedInk;
    case ColourRole::Badge: return badge;
    case ColourRole::OnBadge: return onBadge;
    case ColourRole::Paper: return paper;
    case ColourRole::PaperInk: return paperInk;
    case ColourRole::Code: return code;
    case ColourRole::CodeInk: return codeInk;
    case ColourRole::Shadow: return shadow;
  }
  return ink;
}

Tint Tokens::tint(Tone tone) const {
  switch (tone) {
    case Tone::Neutral: return {ink, neutralSoft};
    case Tone::Primary: return primary;
    case Tone::Success: return success;
    case Tone::Waiting: return waiting;
    case Tone::Danger: return danger;
  }
  return {ink, neutralSoft};
}

Tint Tokens::tint(Family family) const {
  switch (family) {
    case Family::Electricity: return electricity;
    case Family::Phone: return phone;
    case Family::Water: return water;
    case Family::Internet: return internet;
    case Family::Bank: return bank;
    case Family::Health: return health;
    case Family::Game: return game;
    case Family::Other: return other;
  }
  return other;
}

}  // namespace loket::ui::theme
