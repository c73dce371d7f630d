"""What is asked of one institution, as a file: only what its reader may read, whole in both languages."""

import re
import shutil

import page as ua_validator
import pytest
from django.urls import reverse

from common.pdf import is_available
from recommendations.models import Response
from reports.institution_sheet import lines_of, render_sheet, sheet_html
from tests import factories
from tests.pdf import documents
from tests.reports import meeting

pytestmark = [
    pytest.mark.once,
    pytest.mark.django_db,
    pytest.mark.skipif(is_available() is not None, reason="the PDF engine is missing here"),
]
MARKS = re.compile("[\u064b-\u0652\u0670]")


@pytest.fixture
def body(world):
    """The institution of the reviewer, of which a meeting asked six things; a foreign programme asked one more."""
    forum = meeting.build_meeting(world.programme)
    asks = meeting.send_recommendations(forum)
    for addressee in asks.values():
        type(addressee).objects.filter(pk=addressee.pk).update(institution=world.institution)
    response = asks["promised"].responses.get()
    Response.objects.filter(pk=response.pk).update(detail="كناري التفصيل")
    factories.UpdateFactory(addressee=asks["promised"], text="عُقد لقاء واحد.", detail="كناري الإفادة")
    foreign = factories.RecommendationFactory(
        programme=world.other_programme, number=1, text="طلب من برنامج آخر."
    )
    factories.AddresseeFactory(
        recommendation=foreign, institution=world.institution, state="sent", sent_at=meeting.SENT_AT
    )
    return world.institution


def test_each_reads_what_was_sent_and_what_he_may(world, body):
    def references(user):
        return {
            part: [row.reference for row in rows]
            for part, rows in lines_of(user, body, meeting.AS_OF).items()
        }

    own = {"waiting": ["TST-R-0001"], "under_way": ["TST-R-0002"], "settled": ["TST-R-0003"]}
    assert references(world.staff) == own
    both = references(world.reviewer)
    assert both["waiting"] == ["TST-R-0001", "FRN-R-0001"] or len(both["waiting"]) == 2
    assert {key: both[key] for key in ("under_way", "settled")} == {
        key: own[key] for key in ("under_way", "settled")
    }
    html = sheet_html(world.staff, body, "ar", meeting.AS_OF)
    assert "سيُعقد لقاء تنسيقي شهري." in html
    assert "عُقد لقاء واحد." in html
    assert "كناري" not in html
    assert "طلب من برنامج آخر." not in html
    assert "style=" not in html


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is missing")
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_file(as_role, world, body, language):
    pdf = render_sheet(world.reviewer, body, language)
    failures = ua_validator.validate_pdf_bytes(pdf, profile="ua1").failures
    assert [f"{failure.rule_id} {failure.message}" for failure in failures] == []
    found = documents.text_by_pdftotext(pdf)
    if language == "en":
        assert "What is asked of you, and where it stands" in " ".join(found.split())
        return
    html = sheet_html(world.reviewer, body, "ar", meeting.AS_OF)
    words = [word for word in documents.body_words(html) if not MARKS.search(word)]
    assert len(words) > 60
    assert documents.share_found(words, found) >= 0.95
    assert documents.share_found(words, documents.text_by_pdfium(pdf)) >= 0.95
    assert pdf == render_sheet(world.reviewer, body, "ar"), "the same bytes twice"
    address = reverse("reports:institution_sheet", args=[body.public_id])
    answer = as_role("reviewer").get(address)
    assert answer.content.startswith(b"%PDF-")
    assert world.institution.name not in answer["Content-Disposition"]
    assert address in as_role("reviewer").get(reverse("home")).content.decode()
    assert as_role("donor").get(address).status_code == 404
