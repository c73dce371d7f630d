"""Fonts: found by name, known by digest, never replaced in silence; and the text behind their glyphs."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from common.pdf import FontMissing, PdfFailed, find_fonts, is_available
from common.pdf.tounicode import corrected, glyph_texts, read_cmap, write_cmap

from . import documents

ROOT = Path(__file__).parents[2]


def path_of(name: str) -> Path:
    return next(font.path for font in find_fonts().files if font.path.name == name)


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder with copies of all font files."""
    for path in find_fonts().paths:
        shutil.copy(path, tmp_path)
    return tmp_path


def test_a_missing_font_names_the_package(folder):
    (folder / "NotoNaskhArabic-Bold.ttf").unlink()
    with pytest.raises(FontMissing, match=r"NotoNaskhArabic-Bold\.ttf.*fonts-noto-core"):
        find_fonts([folder])


def test_a_missing_font_stops_the_render_and_is_told_beforehand(monkeypatch, tmp_path):
    monkeypatch.setattr("common.pdf.fonts.SYSTEM_FONT_DIRS", (tmp_path,))
    monkeypatch.delenv("MUNTADA_FONT_DIRS", raising=False)
    with pytest.raises(PdfFailed, match="fonts-noto-core"):
        documents.make("<p>نص</p>")
    assert "fonts-noto-core" in is_available()


def test_headings_fall_back_to_naskh_with_a_warning(folder):
    (folder / "Amiri-Regular.ttf").unlink()
    (folder / "Amiri-Bold.ttf").unlink()
    fonts = find_fonts([folder])
    assert len(fonts.warnings) == 2
    assert all("Amiri" in warning for warning in fonts.warnings)
    assert fonts.css().count("Muntada Display") == 2


def test_another_build_is_warned_of(folder):
    with (folder / "NotoSans-Regular.ttf").open("ab") as file:
        file.write(b"\0")
    warnings = find_fonts([folder]).warnings
    assert [warning.split()[0] for warning in warnings] == ["NotoSans-Regular.ttf"]


def test_own_folders_come_first(folder, monkeypatch):
    monkeypatch.setenv("MUNTADA_FONT_DIRS", str(folder))
    assert {path.parent for path in find_fonts().paths} == {folder.resolve()}


def test_the_package_loads_without_pango():
    script = "import sys, common.pdf; print('weasyprint' in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert result.stdout.strip() == "False"


def test_joined_forms_and_ligatures_lead_back_to_letters():
    path = path_of("NotoNaskhArabic-Regular.ttf")
    texts = glyph_texts(path)
    with TTFont(path) as font:
        names = font.getReverseGlyphMap()
    assert texts[names["uniFEDF"]] == "ل"  # lam, initial form
    assert texts[names["uniFEFC"]] == "لا"  # the final lam-alef ligature
    assert texts[names["uniFEDF_uniFEE0_uniFEEA"]] == "لله"


def test_every_letter_of_arabic_is_its_own_glyph_text():
    for name in (
        "NotoNaskhArabic-Regular.ttf",
        "NotoNaskhArabic-Bold.ttf",
        "Amiri-Regular.ttf",
        "Amiri-Bold.ttf",
    ):
        with TTFont(path_of(name)) as font:
            glyphs = {
                letter: font.getGlyphID(font.getBestCmap()[ord(letter)])
                for letter in "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"
            }
        texts = glyph_texts(path_of(name))
        assert {letter: texts[glyph] for letter, glyph in glyphs.items()} == {
            letter: letter for letter in glyphs
        }


def test_a_corrupted_table_is_put_right_and_unknown_glyphs_keep_theirs():
    path = path_of("NotoNaskhArabic-Regular.ttf")
    with TTFont(path) as font:
        meem = font.getGlyphID(font.getBestCmap()[ord("م")])
    assert corrected({meem: "مُ", 60000: "x"}, path) == {meem: "م", 60000: "x"}


def test_the_table_is_read_as_it_was_written():
    texts = {number: chr(0x600 + number) for number in range(1, 250)} | {300: "لا", 301: "\U0001f600"}
    assert read_cmap(write_cmap(texts)) == texts
