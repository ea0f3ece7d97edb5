// The sizes of the counter in px at 96 dpi and scale 1.0. Widgets take every length from here, through
// Theme::px(), so that one factor scales the whole screen.
#pragma once

namespace loket::ui::theme::metric {

inline constexpr double kStep = 4;
inline constexpr double kHairline = 1;
inline constexpr double kFocusLine = 2;
inline constexpr double kRadiusSmall = 6;
inline constexpr double kRadiusMedium = 10;
inline constexpr double kRadiusLarge = 14;

// Frame
inline constexpr double kRailWidth = 88;
inline constexpr double kRailButtonWidth = 72;
inline constexpr double kRailButtonHeight = 62;
inline constexpr double kRailButtonCompact = 44;
inline constexpr double kRailIcon = 24;
inline constexpr double kRailBadge = 18;
inline constexpr double kMark = 44;
inline constexpr double kTopBarHeight = 60;
inline constexpr double kKeyBarHeight = 34;
inline constexpr double kKeyBarGap = 22;
inline constexpr double kStripHeight = 40;
inline constexpr double kPageMargin = 22;   // left and right of the content
inline constexpr double kPageTop = 18;      // above and below the content
inline constexpr double kColumnGap = 18;
inline constexpr double kFeedWidth = 364;
inline constexpr double kFeedMinimum = 280;

// Small parts
inline constexpr double kPillHeight = 34;
inline constexpr double kPillPadding = 14;
inline constexpr double kPillIcon = 18;
inline constexpr double kStatusPillHeight = 21;
inline constexpr double kStatusPillPadding = 8;
inline constexpr double kKeyCapHeight = 20;
inline constexpr double kKeyCapPadding = 6;
inline constexpr double kKeyCapMinimum = 22;
inline constexpr double kChipHeight = 30;
inline constexpr double kChipPadding = 12;
inline constexpr double kTile = 42;
inline constexpr double kTileLarge = 52;
inline constexpr double kTileIcon = 22;
inline constexpr double kTileIconLarge = 28;
inline constexpr double kIcon = 18;
inline constexpr double kIconLarge = 22;

// Fields and buttons
inline constexpr double kSearchHeight = 70;
inline constexpr double kSearchIcon = 28;
inline constexpr double kSearchPadding = 22;
inline constexpr double kFieldHeight = 40;
inline constexpr double kButtonHeight = 56;
inline constexpr double kButtonHeightSmall = 42;
inline constexpr double kButtonPadding = 26;
inline constexpr double kButtonPaddingSmall = 18;
inline constexpr double kDoorHeight = 72;
inline constexpr double kDoorMinimum = 150;
inline constexpr double kPinButtonWidth = 84;
inline constexpr double kPinButtonHeight = 56;
inline constexpr double kPinDot = 16;
inline constexpr double kPinDotGap = 18;
inline constexpr double kShake = 8;

// Lists
inline constexpr double kSuggestionHeight = 62;
inline constexpr double kSuggestionInset = 6;
inline constexpr double kSuggestionCap = 56;  // left edge to tile
inline constexpr double kPriceMinimum = 112;
inline constexpr double kSuggestionTitleMinimum = 190;  // below it only the chosen chip stays
inline constexpr double kFeedHeaderHeight = 42;
inline constexpr double kFeedRowHeight = 66;
inline constexpr double kFeedPadding = 18;
inline constexpr double kRowHeight = 71;
inline constexpr double kRowPadding = 18;
inline constexpr double kRowStatusColumn = 176;
inline constexpr double kRowAgeColumn = 76;
inline constexpr double kRowActionColumn = 150;
inline constexpr double kScrollBar = 10;
inline constexpr double kScrollHandleMinimum = 36;

// Paper and notices
inline constexpr double kPaperPadding = 14;
inline constexpr double kPaperShadow = 14;
inline constexpr double kPaperTooth = 7;
inline constexpr double kPaperLargeFactor = 1.5;
inline constexpr double kPaperLineFactor = 1.04;
inline constexpr double kPaperQrModule = 4;
inline constexpr double kPaperBarcodeModule = 2;
inline constexpr double kPaperBarcodeHeight = 36;
inline constexpr double kProgressHeight = 4;
inline constexpr double kNoticeHeight = 44;
inline constexpr double kToastMaximum = 560;

}  // namespace loket::ui::theme::metric
