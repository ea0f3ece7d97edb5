// The colours of the counter, light and dark. They have names by use, because colour here means state and is
// never decoration; tests compute every text/background contrast.
#pragma once

#include <QColor>

#include <cstdint>

namespace loket::ui::theme {

enum class Mode : std::uint8_t { Light, Dark };

// What a message or a state says to the cashier.
enum class Tone : std::uint8_t { Neutral, Primary, Success, Waiting, Danger };

// Product families, each with its own tinted tile.
enum class Family : std::uint8_t { Electricity, Phone, Water, Internet, Bank, Health, Game, Other };

enum class ColourRole : std::uint8_t {
  Canvas,
  Card,
  Ink,
  Muted,
  Line,
  NeutralSoft,
  FieldBorder,
  Success,
  SuccessSoft,
  Waiting,
  WaitingSoft,
  Danger,
  DangerSoft,
  Primary,
  PrimarySoft,
  OnPrimary,
  OnDanger,
  Rail,
  RailInk,
  RailSelected,
  RailSelectedInk,
  Badge,
  OnBadge,
  Paper,
  PaperInk,
  Code,
  CodeInk,
  Shadow,
};

// Text and background that belong together.
struct Tint {
  QColor ink;
  QColor soft;
};

struct Tokens {
  QColor canvas;
  QColor card;
  QColor ink;
  QColor muted;
  QColor line;
  QColor neutralSoft;
  QColor fieldBorder;
  Tint success;
  Tint waiting;
  Tint danger;
  Tint primary;
  QColor onPrimary;
  QColor onDanger;
  QColor rail;
  QColor railInk;
  QColor railSelected;
  QColor railSelectedInk;
  QColor badge;
  QColor onBadge;
  QColor paper;
  QColor paperInk;
  QColor code;  // what a telephone scans is black on white, or it is not read
  QColor codeInk;
  QColor shadow;
  Tint electricity;
  Tint phone;
  Tint water;
  Tint internet;
  Tint bank;
  Tint health;
  Tint game;
  Tint other;

  [[nodiscard]] static const Tokens& of(Mode mode);
  [[nodiscard]] QColor colour(ColourRole role) const;
  [[nodiscard]] Tint tint(Tone tone) const;
  [[nodiscard]] Tint tint(Family family) const;
};

}  // namespace loket::ui::theme
