"""What is left out of WeasyPrint's work shows nowhere: each kind of document has the same bytes with it and without."""

import datetime
import gc

import pydyf
import pytest

from common.pdf import is_available
from reports.institution_sheet import render_sheet
from reports.letters import render_letter
from reports.rendering import render_report
from reports.services.prepare import prepare_minutes
from tests import factories
from tests.pdf import documents, sample_text
from tests.pdf.test_both_languages import KINDS, forum, prepare  # noqa: F401  (a fixture)

pytestmark = [
    pytest.mark.once,
    pytest.mark.django_db,
    pytest.mark.skipif(is_available() is not None, reason="the PDF engine is missing here"),
]
TEXTS = ["نص فقرة طويلة تمتد على أكثر من سطر واحد حتى تُكسر عند نهاية السطر في الصفحة المطبوعة. " * 3] * 7
# What our own documents do without, and what the shorter ways have to leave alone.
UNUSUAL = (
    '<html lang="ar" dir="rtl"><head><title>نص</title><style>'
    ".cut { white-space: pre-line; max-lines: 2; continue: discard; block-ellipsis: auto }"
    ".first { direction: ltr } .first::first-line { background: #ff0; color: #00f } .box { display: inline-block }"
    "</style></head><body>"
    '<p style="float: inline-end; width: 30%">نص جانبي يطفو بجانب الفقرة ويأخذ مكانًا منها</p>'
    f'<p style="text-align: justify">{TEXTS[0]}</p><p dir="ltr" style="text-decoration: underline">{TEXTS[1]}</p>'
    f'<div style="box-sizing: border-box; width: 50%; padding: 5%">{TEXTS[2]}</div><ol><li>بند</li><li>بند</li></ol><ul><li>فرع</li></ul>'
    '<p><span style="position: relative; top: 2mm; padding: 1mm; border: 1pt solid">مرفوع</span></p>'
    f'<p style="position: relative"><span style="position: absolute">معلّق</span>{TEXTS[3]}</p>'
    # Lines of the same words and style, some of them with dots: who shares what was typeset must not share the dots.
    + "".join("<div class='cut'>" + "\n".join(["كلمات هنا"] * count) + "</div>" for count in (5, 4, 3))
    + f"<p class='first'>{TEXTS[4]}<span class='box'>كلمة<br>كلمة</span>{TEXTS[5]}</p>"
    + '<table style="border-collapse: collapse"><tr><td style="border: 1pt solid">خلية</td><td>خلية</td></tr></table></body></html>'
)


@pytest.fixture
def as_made(monkeypatch):
    """A call that answers (as its authors made WeasyPrint, as we have it) of what `make` gives."""
    from weasyprint.html import UA_STYLESHEET

    from common.pdf import quicker, sheets

    assert quicker.make_quick(), "nobody has looked at this version of WeasyPrint or pydyf yet"

    def both(make):
        quick = make()
        quicker.make_slow()
        try:
            with monkeypatch.context() as authors:
                authors.setattr(quicker, "KNOWN", set())
                authors.setattr(sheets, "basic_sheet", lambda: UA_STYLESHEET)
                authors.setattr(sheets, "_kept", lambda path, changed: None)
                slow = make()
        finally:
            quicker.make_quick()
        return slow, quick

    yield both
    quicker.make_quick()


@pytest.mark.parametrize("html", [documents.minutes(TEXTS), documents.minutes(sample_text.mixed()), UNUSUAL])
def test_any_document(as_made, html):
    slow, quick = as_made(lambda: documents.make(html))
    assert slow == quick


@pytest.mark.parametrize(("kind", "audience", "_cover"), KINDS)
def test_reports(as_made, forum, kind, audience, _cover):  # noqa: F811
    report = prepare(forum, kind, audience)
    slow, quick = as_made(lambda: render_report(report))
    assert slow == quick


def test_papers(as_made, world, forum):  # noqa: F811
    minutes = prepare_minutes(actor=None, forum=forum, language="ar")
    letter = factories.LetterFactory(
        programme=world.programme, date=datetime.date(2022, 7, 20), body=TEXTS[0]
    )
    for make in (
        lambda: render_report(minutes),
        lambda: render_letter(letter),
        lambda: render_sheet(world.reviewer, world.institution, "ar"),
    ):
        slow, quick = as_made(make)
        assert slow == quick


def test_each_line_is_typeset_once(monkeypatch):
    """The dearest of them, seen at work: without it, twice as many."""
    from weasyprint.layout import inline

    from common.pdf import quicker

    typeset = []
    ask = inline.is_phantom_linebox
    monkeypatch.setattr(inline, "is_phantom_linebox", lambda line: typeset.append(line) or ask(line))
    html = documents.minutes(TEXTS)
    documents.make(html)
    once = len(typeset)
    quicker.make_slow()
    try:
        monkeypatch.setattr(quicker, "KNOWN", set())
        documents.make(html)
    finally:
        monkeypatch.undo()
        quicker.make_quick()
    assert len(typeset) - once > 1.5 * once


def test_boxes_of_pages_do_not_wait_until_the_file_is_written(monkeypatch):
    """Nor for the collector: a long document would take half as much memory again.

    A page that was begun twice leaves those of its first beginning.
    """
    from weasyprint.formatting_structure.boxes import TableCellBox

    from common.pdf import quicker

    left = []
    write = pydyf.PDF.write

    def written(*args, **kwargs):
        # A type of its own, for `isinstance` would wake the lazy strings of all that lives here.
        left.append(sum(type(one) is TableCellBox for one in gc.get_objects()))
        return write(*args, **kwargs)

    monkeypatch.setattr(pydyf.PDF, "write", written)
    rows = "<tr><td>خلية</td><td><a href='#here'>أخرى</a></td></tr>" * 300
    html = documents.minutes(TEXTS) + f"<table id='here'>{rows}</table>"
    gc.collect()
    gc.disable()
    try:
        documents.make(html)
        quicker.make_slow()
        monkeypatch.setattr(quicker, "KNOWN", set())
        documents.make(html)
    finally:
        gc.enable()
        monkeypatch.undo()
        quicker.make_quick()
    ours, theirs = left
    assert theirs > 600
    assert ours < theirs / 5


def test_a_short_text_is_broken_and_drawn_once_for_a_style(monkeypatch):
    """Names, states and dates come again and again; the text around them is another one each time."""
    from weasyprint.pdf.stream import Stream
    from weasyprint.text import line_break

    broken, shown = [], []
    make, show = line_break.create_layout, Stream.show_text
    monkeypatch.setattr(
        line_break, "create_layout", lambda text, *rest: broken.append(text) or make(text, *rest)
    )
    monkeypatch.setattr(Stream, "show_text", lambda *asked: shown.append(asked) or show(*asked))
    rows = "<tr><td>قسم شرطة المنصورة</td></tr><tr><td>قسم شرطة التواهي</td></tr>"
    counts = []
    for times in (2, 9):
        broken.clear()
        shown.clear()
        documents.make(documents.minutes(TEXTS) + f"<table><tbody>{rows * times}</tbody></table>")
        assert broken.count("قسم شرطة المنصورة") == broken.count("قسم شرطة التواهي") == 1
        counts.append(len(shown))
    # The first of all may stand after a font of another size.
    assert counts[1] - counts[0] <= 2


def test_sheets_are_read_again_when_they_change(tmp_path):
    from common.pdf import sheets

    path = tmp_path / "own.css"
    path.write_text("p { color: red }")
    first = sheets.sheet(path)
    assert sheets.sheet(path) is first
    path.write_text("p { color: blue; margin: 0 }")
    assert sheets.sheet(path) is not first


def test_what_belongs_to_one_document_is_not_kept(tmp_path):
    from weasyprint.css.counters import CounterStyle

    from common.pdf import sheets

    path = tmp_path / "own.css"
    path.write_text("@counter-style own { system: fixed; symbols: a b }")
    for _document in range(2):
        counters = CounterStyle()
        sheets.sheet(path, counter_style=counters)
        assert "own" in counters


def test_nothing_but_notes_is_left_out_of_the_basic_sheet():
    from weasyprint.html import UA

    from common.pdf.sheets import basic_rules

    ours = basic_rules()
    gone = set(UA.splitlines()) - set(ours.splitlines())
    assert len(gone) == 6, "five rules of notes, and the one of marks that names its element now"
    assert all(line.startswith(("::footnote-", "::note-", "::marker")) for line in gone)
    assert "li::marker {" in ours
