"""The real meeting of the demo as its donor gets it: none of the 22 people, in any form, anywhere in the file."""

import io
import json
import re
import shutil
from pathlib import Path

import pikepdf
import pytest

from common.arabic import fold
from common.pdf import is_available
from reports.rendering import render_report
from reports.services.prepare import prepare_forum_report
from tests.pdf import documents
from tests.reports.conftest import _built, closing, demo  # noqa: F401  fixtures of the demo

pytestmark = [
    pytest.mark.once,
    # One worker: each would build a demo of its own.
    pytest.mark.xdist_group("closing"),
    pytest.mark.django_db,
    pytest.mark.skipif(is_available() is not None, reason="the PDF engine is missing here"),
]
needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is missing"
)
CLOSING = json.loads(Path("reports/demo/closing_meeting.json").read_text(encoding="utf-8"))


def everything_in(pdf: bytes) -> str:
    """Text by two readers, each stream unpacked (ToUnicode and names among them), and metadata; folded."""
    parts = [documents.text_by_pdfium(pdf), documents.text_by_pdftotext(pdf)]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        parts += [str(value) for value in opened.docinfo.values()]
        parts.append(opened.Root.Metadata.read_bytes().decode())
        for item in opened.objects:
            if isinstance(item, pikepdf.Stream):
                data = item.read_bytes() if item.get("/Filter") != pikepdf.Name.DCTDecode else b""
                parts += [data.decode("utf-8", "ignore"), data.decode("utf-16-be", "ignore")]
            elif isinstance(item, pikepdf.Dictionary):
                parts += [str(item.get(key)) for key in ("/ActualText", "/Alt", "/E", "/T") if key in item]
    return fold(" ".join(parts).translate(documents.BIDI_CONTROLS))


def written_texts(content) -> str:
    """What people wrote into the frozen content, one line each, folded."""
    if isinstance(content, dict):
        return "\n".join(written_texts(value) for value in content.values())
    if isinstance(content, list):
        return "\n".join(written_texts(value) for value in content)
    return fold(content) if isinstance(content, str) else ""


@needs_pdftotext
@pytest.mark.parametrize("language", ["ar", "en"])
def test_nobody_of_the_closing_meeting_is_in_it(closing, language):  # noqa: F811
    people = CLOSING["people"]
    assert len(people) == 22
    report = prepare_forum_report(actor=None, forum=closing, audience="donor", language=language)
    pdf = render_report(report)
    found, frozen = everything_in(pdf), written_texts(report.frozen)
    assert fold(CLOSING["outputs"][7]["text" if language == "ar" else "translation"][:12]) in found
    names = {row["name"] for row in people} | {row.person.name_ar for row in closing.attendances.all()}
    posts = {row["post"] for row in people if row["post"]}
    ranks = {row["rank"] for row in people if row["rank"]} | {
        row["honorific"] for row in people if row["honorific"]
    }
    english = {row.rank.name_en for row in closing.attendances.filter(rank__isnull=False)}
    assert len(names) >= 22
    assert posts
    assert ranks
    for text in names | posts:
        assert fold(text) not in found, text
        assert fold(text) not in frozen, text
    words = set(re.split(r"\W+", frozen))
    drawn = set(re.split(r"\W+", fold(documents.text_by_pdfium(pdf) + documents.text_by_pdftotext(pdf))))
    for rank in ranks | english - {""}:
        for form in (rank, f"ال{rank}"):
            assert fold(form) not in words | drawn, rank
    for row in closing.attendances.select_related("person"):
        assert str(row.person.public_id) not in found
    assert "canari" not in found
