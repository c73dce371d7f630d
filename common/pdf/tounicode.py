"""The text behind each glyph, so that a PDF can be searched, copied and read aloud in Arabic.

WeasyPrint fills a font's ToUnicode table first come, first served, with the text of the whole cluster that a glyph was first
met in (its issue 2841). One word with vowel marks then corrupts every later word that shares a letter with it. Here the table
is made again from what the font itself says: its character map, followed through the substitutions of its GSUB table.
Embedded fonts keep the glyph numbers of the original file, so the original is read: the embedded one has lost its GSUB.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

SINGLE, ALTERNATE, LIGATURE, EXTENSION = 1, 3, 4, 7

# Nothing is longer than the eighteen letters of U+FDFA; a chain of substitutions that grows past that is a loop.
LONGEST_TEXT = 24

ENTRIES_PER_BLOCK = (
    100  # the most that one bfchar block may hold (PDF 32000-1, 9.10.3, after Adobe's note 5014)
)

HEAD = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo
<< /Registry (Adobe)
/Ordering (UCS)
/Supplement 0
>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
"""
TAIL = b"""endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""

ENTRY = re.compile(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]*)>")


@lru_cache(maxsize=16)
def glyph_texts(path: Path) -> Mapping[int, str]:
    """Return glyph number → text for every glyph of the font file that characters and substitutions lead to.

    Where several texts lead to a glyph, the one of fewest steps wins, then the shortest, then the lowest code point: Arabic
    yeh before the Persian one that shares its first form. Kept for the life of the process (some 3,000 glyphs a font).
    """
    with TTFont(path) as font:
        texts = _direct_texts(font.getBestCmap())
        rules = tuple(_substitutions(font))
        while found := _one_step(texts, rules):
            texts.update(found)
        return {font.getGlyphID(name): text for name, text in texts.items()}


def read_cmap(data: bytes) -> dict[int, str]:
    """Return glyph number → text of a ToUnicode stream as WeasyPrint writes it (bfchar entries of four digits)."""
    body = data.partition(b"endcodespacerange")[2]
    return {
        int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
        for glyph, text in ENTRY.findall(body)
    }


def write_cmap(texts: Mapping[int, str]) -> bytes:
    """Return the ToUnicode stream of ``texts`` (glyph number → text), sorted by glyph."""
    entries = [
        b"<%04x> <%s>" % (glyph, text.encode("utf-16-be").hex().encode())
        for glyph, text in sorted(texts.items())
    ]
    blocks = []
    for start in range(0, len(entries), ENTRIES_PER_BLOCK):
        block = entries[start : start + ENTRIES_PER_BLOCK]
        blocks.append(b"%d beginbfchar\n%s\nendbfchar\n" % (len(block), b"\n".join(block)))
    return HEAD + b"".join(blocks) + TAIL


def corrected(written: Mapping[int, str], path: Path) -> dict[int, str]:
    """Return the texts of the glyphs in ``written``, the font file's own where it knows one, else as written."""
    known = glyph_texts(path)
    return {glyph: known.get(glyph, text) for glyph, text in written.items()}


def _direct_texts(characters: Mapping[int, str]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for code in sorted(characters, key=lambda code: (_is_presentation_form(code), code)):
        text = chr(code)
        if _is_presentation_form(code):
            # Compatibility forms (U+FEFB for lam-alef) are drawn shapes: a reader searches for the letters.
            text = unicodedata.normalize("NFKC", text).replace(" ", "") or text
        texts.setdefault(characters[code], text)
    return texts


def _is_presentation_form(code: int) -> bool:
    return 0xFB00 <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFC


def _one_step(texts: Mapping[str, str], rules: tuple[tuple[tuple[str, ...], str], ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for sources, glyph in rules:
        if glyph in texts or not all(source in texts for source in sources):
            continue
        text = "".join(texts[source] for source in sources)
        rank = (len(text), text)
        if len(text) <= LONGEST_TEXT and (glyph not in found or rank < (len(found[glyph]), found[glyph])):
            found[glyph] = text
    return found


def _substitutions(font: TTFont) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield (glyphs before, glyph after) of each lookup, in whatever context it applies."""
    if "GSUB" not in font or font["GSUB"].table.LookupList is None:
        return
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            kind, table = lookup.LookupType, subtable
            if kind == EXTENSION:
                kind, table = subtable.ExtensionLookupType, subtable.ExtSubTable
            if kind == SINGLE:
                yield from (((source,), glyph) for source, glyph in table.mapping.items())
            elif kind == ALTERNATE:
                for source, glyphs in table.alternates.items():
                    yield from (((source,), glyph) for glyph in glyphs)
            elif kind == LIGATURE:
                for first, ligatures in table.ligatures.items():
                    yield from (((first, *ligature.Component), ligature.LigGlyph) for ligature in ligatures)
