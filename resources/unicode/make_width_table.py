#!/usr/bin/env python3
# Writes client-tui/term/WidthTable.h from Debian's unicode-data: make_width_table.py > client-tui/term/WidthTable.h
import pathlib
import re
import sys

FOLDER = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode")
ZERO, WIDE, EMOJI, PRESENTATION, UNSURE = 1, 2, 4, 8, 16
LAST = 0x10FFFF
LINE = re.compile(r"^([0-9A-F]+)(?:\.\.([0-9A-F]+))?\s*;\s*(\w+)")

# Format characters that take a column of their own: signs that span the digits after them.
SPANNING_SIGNS = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
# Vowels and finals of conjoining Hangul: drawn inside the cell of their initial.
HANGUL_INSIDE = [(0x1160, 0x11FF), (0xD7B0, 0xD7FF)]


def rows(name):
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        match = LINE.match(line)
        if match:
            first = int(match[1], 16)
            yield first, int(match[2] or match[1], 16), match[3]


def properties():
    bits = bytearray(LAST + 1)

    def add(first, last, bit):
        for code in range(first, last + 1):
            bits[code] |= bit

    for first, last, width in rows("EastAsianWidth.txt"):
        if width in ("W", "F"):
            add(first, last, WIDE)
    for first, last, category in rows("extracted/DerivedGeneralCategory.txt"):
        if category in ("Mn", "Me", "Cf", "Cc", "Zl", "Zp", "Cs"):
            add(first, last, ZERO)
        elif category in ("Cn", "Co", "Mc"):
            add(first, last, UNSURE)
    for code in SPANNING_SIGNS:
        bits[code] = UNSURE
    for first, last in HANGUL_INSIDE:
        add(first, last, ZERO)
    for first, last, name in rows("emoji/emoji-data.txt"):
        if name == "Emoji":
            add(first, last, EMOJI)
        elif name == "Emoji_Presentation":
            add(first, last, PRESENTATION | WIDE | UNSURE)
        elif name == "Extended_Pictographic":
            for code in range(first, last + 1):
                # Reserved pictographs of the astral planes will be wide when they come.
                bits[code] |= (UNSURE | WIDE) if bits[code] & UNSURE and code > 0xFFFF else UNSURE
    for code, value in enumerate(bits):
        if value & ZERO:
            bits[code] = value & ~WIDE
    return bits


def ranges(bits):
    first = 0
    for code in range(1, LAST + 2):
        if code > LAST or bits[code] != bits[first]:
            if bits[first]:
                yield first, code - 1, bits[first]
            first = code


def main():
    version = re.search(r"EastAsianWidth-([\d.]+)\.txt", (FOLDER / "EastAsianWidth.txt").read_text(encoding="utf-8"))[1]
    items = [f"{{0x{first:X}, 0x{last:X}, {value}}}," for first, last, value in ranges(properties())]
    print(f"// Column widths and emoji properties of code points, Unicode {version}; made by resources/unicode/make_width_table.py.")
    print("#pragma once\n\n#include <QtGlobal>\n\nnamespace confab::tui::widths {\n")
    print("/// Bits of Range::properties.")
    for name, value in (("zeroWidth", ZERO), ("wide", WIDE), ("emoji", EMOJI), ("emojiPresentation", PRESENTATION), ("unsure", UNSURE)):
        print(f"inline constexpr quint8 {name} = {value};")
    print("\nstruct Range {\n    char32_t first;\n    char32_t last;\n    quint8 properties;\n};\n")
    print("/// Sorted; code points in no range are one column wide and nothing special.\n// clang-format off")
    print("inline constexpr Range ranges[] = {")
    line = "   "
    for item in items:
        if len(line) + len(item) + 1 > 140:
            print(line)
            line = "   "
        line += " " + item
    print(line + "\n};\n// clang-format on\n\n} // namespace confab::tui::widths")


main()
