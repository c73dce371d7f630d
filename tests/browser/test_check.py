"""A stranger drops a file on the check page: the browser hashes it, nothing is uploaded."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from common.pdf import is_available
from reports.management.commands.shots import scrolls_sideways
from reports.services.copies import issue_copy
from reports.services.files import read_pdf
from reports.services.prepare import prepare_forum_report
from reports.services.release import CHECKLIST, release_report
from tests.reports import meeting

from ..conftest import make_world

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(is_available() is not None, reason="the PDF engine is missing here"),
]
GENUINE, CHANGED = "هذه الوثيقة صحيحة", "هذا الملف غير معروف"


@pytest.fixture
def files(transactional_db, reference, settings, tmp_path):
    """name → bytes: the released file, a numbered copy, and the copy with one byte changed."""
    settings.MEDIA_ROOT = tmp_path
    world = make_world()
    forum = meeting.build_meeting(world.programme)
    report = prepare_forum_report(
        actor=world.manager, forum=forum, audience="donor", language="ar", leaves_out_untranslated=True
    )
    release_report(actor=world.manager, report=report, expected=report.version, checklist=set(CHECKLIST))
    report.refresh_from_db()
    copy = issue_copy(actor=world.donor, report=report).pdf
    changed = bytearray(copy)
    changed[len(changed) // 2] ^= 1
    return {"released": read_pdf(report), "copy": copy, "changed": bytes(changed)}


def test_a_changed_byte_is_found_and_what_is_genuine_confirmed(files, live_server, browser):
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="ar")
    page, sent = context.new_page(), []
    page.on("request", lambda request: sent.append(request.post_data_buffer or b""))
    for name, words in (("released", GENUINE), ("copy", GENUINE), ("changed", CHANGED)):
        page.goto(live_server.url + "/v/")
        page.set_input_files(
            "input[type=file]", {"name": "x.pdf", "mimeType": "application/pdf", "buffer": files[name]}
        )
        page.wait_for_selector(f"h1:has-text('{words}')")
        assert not scrolls_sideways(page)
        grave = [
            found["id"]
            for found in Axe().run(page).response["violations"]
            if found["impact"] in ("serious", "critical")
        ]
        assert grave == []
    assert sum(map(len, sent)) < 3000, "the fingerprint alone is sent"
    assert not any(b"%PDF" in body for body in sent)
