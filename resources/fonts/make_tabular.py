#!/usr/bin/env python3
"""Derives the two font families that the counter carries.

Qt 6.4 cannot switch on a font's tabular figures, and amounts must line up in columns. So the digits of
Inter are mapped to the tabular digits that Inter already has ("tnum"), the family is renamed to
"Inter Tabular", and everything is cut down to the characters an Indonesian counter needs. JetBrains Mono
is only cut down. Needs fonttools; takes Debian's fonts-inter and fonts-jetbrains-mono by default.

    make_tabular.py [--inter DIR] [--mono DIR] [--out DIR]
"""
import argparse
import pathlib

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY = "Inter Tabular"
MONO_FAMILY = "Loket Mono"
INTER_WEIGHTS = {"Regular": "Regular", "Medium": "Medium", "SemiBold": "SemiBold", "Bold": "Bold"}
MONO_WEIGHTS = ("Regular", "Bold")
DIGITS = "0123456789"
EXTRA = "–—‘’‚“”„†•…‰‹›€←↑→↓↵⇥−×÷≈≤≥✓✗⌫⇧⌘△○●◆"
CHARACTERS = (
    set(range(0x20, 0x7F)) | set(range(0xA0, 0x180)) | {0x218, 0x219, 0x21A, 0x21B, 0x2C6, 0x2DC} | {ord(c) for c in EXTRA}
)
BOX_DRAWING = set(range(0x2500, 0x2580)) | {0x2588, 0x2591, 0x2592, 0x2593}


def tabular_digits(font):
    """The glyph that tnum puts in place of each digit's glyph."""
    gsub = font["GSUB"].table
    lookups = {
        index
        for record in gsub.FeatureList.FeatureRecord
        if record.FeatureTag == "tnum"
        for index in record.Feature.LookupListIndex
    }
    mapping = {}
    for index in lookups:
        for table in gsub.LookupList.Lookup[index].SubTable:
            mapping.update(getattr(table, "ExtSubTable", table).mapping)
    return mapping


def make_digits_tabular(font):
    mapping = tabular_digits(font)
    before = dict(font.getBestCmap())
    for table in font["cmap"].tables:  # several tables may share one map
        if table.isUnicode():
            table.cmap.update({ord(digit): mapping[before[ord(digit)]] for digit in DIGITS})
    # Some weights differ by a thousandth of an em from digit to digit; here they line up exactly.
    glyphs = [font.getBestCmap()[ord(digit)] for digit in DIGITS]
    widths = [font["hmtx"][glyph][0] for glyph in glyphs]
    if max(widths) - min(widths) > font["head"].unitsPerEm // 100:
        raise SystemExit(f"digits do not line up: {widths}")
    for glyph in glyphs:
        font["hmtx"][glyph] = (max(widths), font["hmtx"][glyph][1])


def rename(font, family, style):
    """Names the font after its new family; weights beyond Regular and Bold also get typographic names."""
    names = font["name"]
    plain = style in ("Regular", "Bold")
    postscript = family.replace(" ", "") + "-" + style
    wanted = {
        1: family if plain else f"{family} {style}",
        2: style if plain else "Regular",
        3: postscript,
        4: f"{family} {style}",
        6: postscript,
    }
    if not plain:
        wanted |= {16: family, 17: style}
    keep = {0, 5, 8, 9, 11, 12, 13, 14}
    names.names = [record for record in names.names if record.nameID in keep]
    for name_id, text in wanted.items():
        names.setName(text, name_id, 3, 1, 0x409)
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames = [postscript]
        top = cff.topDictIndex[0]
        top.FamilyName, top.FullName = family, f"{family} {style}"
        for field in ("Notice", "Copyright"):
            if hasattr(top, field):
                setattr(top, field, str(names.getDebugName(0)))


def cut_down(font, characters, features):
    options = subset.Options()
    options.layout_features = features
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.hinting = True
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--inter", type=pathlib.Path, default="/usr/share/fonts/opentype/inter")
    arguments.add_argument("--mono", type=pathlib.Path, default="/usr/share/fonts/truetype/jetbrains-mono")
    arguments.add_argument("--out", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent)
    chosen = arguments.parse_args()

    for weight, style in INTER_WEIGHTS.items():
        font = TTFont(chosen.inter / f"Inter-{weight}.otf", recalcTimestamp=False)
        make_digits_tabular(font)
        rename(font, FAMILY, style)
        # No contextual alternates: what the cashier reads is exactly what was typed.
        cut_down(font, CHARACTERS, ["kern", "mark", "ccmp", "locl"])
        font.save(chosen.out / f"InterTabular-{style}.otf")

    for style in MONO_WEIGHTS:
        font = TTFont(chosen.mono / f"JetBrainsMono-{style}.ttf", recalcTimestamp=False)
        rename(font, MONO_FAMILY, style)
        # No ligatures: a reference must show the characters it consists of.
        cut_down(font, CHARACTERS | BOX_DRAWING, ["mark", "ccmp", "locl"])
        font.save(chosen.out / f"LoketMono-{style}.ttf")


if __name__ == "__main__":
    main()
