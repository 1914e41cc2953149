#!/usr/bin/env python3
"""match_tables.py - data/matching/{pinyin,simplified}.csv from the Unihan database.

Usage: match_tables.py FOLDER   (with Unihan_Readings.txt and Unihan_Variants.txt, plain or
.bz2, as in Debian's package unicode-data: /usr/share/unicode)
"""
import bz2
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "data" / "matching"
READINGS_MAX = 3
# Simplified characters that are traditional forms of others, too: they stay as they are.
KEEP = "\u4e7e\u5fb5"


def lines(folder, name):
    path = Path(folder) / f"{name}.txt"
    if path.exists():
        text = path.read_bytes()
    else:
        text = bz2.decompress(path.with_name(path.name + ".bz2").read_bytes())
    for line in text.decode("utf-8").splitlines():
        if line.startswith("U+"):
            code, field, value = line.split("\t")
            yield chr(int(code[2:], 16)), field, value


def without_tone(syllable):
    parts = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    return "".join(c for c in parts if not unicodedata.combining(c))


def readings(folder):
    found = {}
    for char, field, value in lines(folder, "Unihan_Readings"):
        if field == "kTGHZ2013":
            all_of_it = [without_tone(s) for part in value.split()
                         for s in part.split(":")[1].split(",")]
            found[char] = list(dict.fromkeys(all_of_it))[:READINGS_MAX]
    return found


def traditional(folder, general):
    found = defaultdict(list)
    for char, field, value in lines(folder, "Unihan_Variants"):
        if field != "kSimplifiedVariant" or ord(char) > 0xFFFF:
            continue
        if char in general and char not in KEEP:
            continue
        forms = [chr(int(code[2:], 16)) for code in value.split()]
        forms = [form for form in forms if form in general and form != char]
        if forms:
            found[forms[0]].append(char)
    return found


def write(name, header, rows):
    text = "".join(f"{a},{b}\n" for a, b in [header, *rows])
    (OUT / name).write_text(text, encoding="utf-8")


def main():
    folder = sys.argv[1]
    general = readings(folder)
    syllables = defaultdict(list)
    for char in sorted(general):
        for syllable in general[char]:
            syllables[syllable].append(char)
    forms = traditional(folder, general)
    write("pinyin.csv", ("syllable", "characters"),
          [(s, "".join(syllables[s])) for s in sorted(syllables)])
    write("simplified.csv", ("plain", "traditional"),
          [(c, "".join(forms[c])) for c in sorted(forms)])


if __name__ == "__main__":
    main()
