"""Released reports made again: the same to the byte, or exactly what changed since; what nothing explains is an alarm."""

import io
import json
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from fontTools.ttLib import TTFont

from common.models import AuditEntry
from common.pdf import find_fonts, is_available
from common.pdf.fonts import FONT_DIRS_VARIABLE
from reports import made_with as makers
from reports import rendering
from reports.models import Report
from reports.services import verify as service
from reports.services.files import pdf_path, store_pdf
from reports.services.periods import prepare_period_report
from reports.services.prepare import prepare_forum_report
from reports.services.release import CHECKLIST, release_report
from reports.services.verify import verify_report
from tests import factories
from tests.reports import meeting
from tests.reports.periods import YEAR, build_two_forums

pytestmark = [
    pytest.mark.turns(3),
    pytest.mark.django_db,
    pytest.mark.skipif(is_available() is not None, reason="the PDF engine is missing here"),
]


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def release(world, report):
    release_report(actor=world.manager, report=report, expected=report.version, checklist=set(CHECKLIST))
    return Report.objects.get(pk=report.pk)


@pytest.fixture
def report(world):
    forum = meeting.build_meeting(world.programme)
    meeting.send_recommendations(forum)
    return release(
        world, prepare_forum_report(actor=world.manager, forum=forum, audience="donor", language="ar")
    )


def said_of(report):
    verdict = verify_report(Report.objects.get(pk=report.pk))
    return verdict.outcome, verdict.reasons


def run(**options):
    out = io.StringIO()
    try:
        call_command("verify_reports", stdout=out, **options)
    except CommandError as error:
        return error.returncode, out.getvalue()
    return 0, out.getvalue()


def test_each_kind_and_audience_is_made_again_to_the_byte(world):
    first, _second = build_two_forums(world)
    asked = [("donor", "ar"), ("official", "ar"), ("public", "ar"), ("donor", "en")]
    for audience, language in asked:
        made = prepare_forum_report(
            actor=world.manager,
            forum=first,
            audience=audience,
            language=language,
            leaves_out_untranslated=language == "en",
        )
        release(world, made)
    period = prepare_period_report(
        actor=world.manager, programme=world.programme, audience="donor", language="ar", **YEAR
    )
    release(world, period)
    prepare_forum_report(actor=world.manager, forum=first, audience="internal", language="ar")
    world.programme.title_ar = "عنوان آخر"
    world.programme.save()
    code, said = run()
    assert code == 0
    assert said.splitlines() == [f"TST-RPT-000{n}: same" for n in range(1, 6)] + ["5 same"]
    entry = AuditEntry.objects.get(action="reports.verify_reports")
    assert (entry.actor, entry.subject) == (None, world.programme.public_id)
    assert entry.details == {"outcomes": {"same": 5}, "wrong": []}


def test_the_makers_are_written_at_the_release_and_vouched_for(world, report):
    kept = report.made_with
    assert kept["engine"]["weasyprint"].startswith("70.")
    assert "unknown" not in kept["engine"].values()
    assert len(kept["fonts"]) == 6
    assert {"reports/pdf/main_donor.html", "reports/pdf/colophon_donor.html"} <= set(kept["templates"])
    assert "reports/pdf/press.html" not in kept["templates"]
    assert set(kept["sheets"]) == {"widths.css", "report.css", "ar.css"}
    assert {"reports/charts.py", "common/arabic/__init__.py"} <= set(kept["writing"])
    assert any(name.startswith("reports/rendering") for name in kept["writing"])
    assert "common/pdf/finish.py" in kept["typesetting"]
    Report.objects.filter(pk=report.pk).update(made_with=kept | {"html": "0" * 64})
    assert said_of(report) == ("damaged", ["what is kept of its makers"])


def test_each_pattern_of_our_own_programs_finds_some():
    for pattern in (*makers.WRITING, *makers.TYPESETTING):
        assert list(makers._files(pattern)), pattern


def test_another_version(report, monkeypatch):
    monkeypatch.setattr(service, "render_report", lambda report: b"%PDF-1.7 other")
    now = {**makers.engine_versions(), "weasyprint": "71.0", "pydyf": "0.14"}
    before = report.made_with["engine"]
    monkeypatch.setattr(makers, "engine_versions", lambda: now)
    assert said_of(report) == (
        "differs",
        [f"pydyf {before['pydyf']} → 0.14", f"weasyprint {before['weasyprint']} → 71.0"],
    )
    code, said = run(reference="tst-rpt-0001")
    assert code == 0
    assert said.startswith("TST-RPT-0001: differs: pydyf")


def test_another_font(report, tmp_path, monkeypatch):
    path = next(font.path for font in find_fonts().files if font.path.name == "NotoSans-Regular.ttf")
    with TTFont(path) as font:
        for name, (advance, side) in font["hmtx"].metrics.items():
            font["hmtx"].metrics[name] = (advance + 40, side)
        font.save(tmp_path / path.name)
    monkeypatch.setenv(FONT_DIRS_VARIABLE, str(tmp_path))
    assert said_of(report) == ("differs", ["font NotoSans-Regular.ttf"])


def test_another_style_sheet(report, tmp_path, monkeypatch):
    styles = tmp_path / "css"
    shutil.copytree(rendering.STYLES, styles)
    with (styles / "report.css").open("a") as sheet:
        sheet.write("\n.cover h1 { margin: 9mm 0; }\n")
    monkeypatch.setattr(rendering, "STYLES", styles)
    assert said_of(report) == ("differs", ["report.css"])


def test_another_template(report, tmp_path, settings):
    folder = tmp_path / "templates" / "reports" / "pdf"
    folder.mkdir(parents=True)
    original = Path(settings.BASE_DIR) / "templates" / "reports" / "pdf" / "colophon_donor.html"
    (folder / original.name).write_text(original.read_text() + "<p>٩</p>")
    (first, *more) = settings.TEMPLATES
    settings.TEMPLATES = [{**first, "DIRS": [tmp_path / "templates", *first["DIRS"]]}, *more]
    assert said_of(report) == ("differs", ["reports/pdf/colophon_donor.html"])


def test_another_address(report, settings):
    settings.SITE_URL, before = "https://muntada.example", settings.SITE_URL
    assert said_of(report) == (
        "differs",
        [f"address of the portal {before} → https://muntada.example"],
    )


def test_other_bytes_that_nothing_explains_are_an_alarm(report, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(service, "render_report", lambda report: b"%PDF-1.7 other")
        assert said_of(report) == ("altered", ["nothing known changed"])
        code, said = run()
        assert code == 1
        assert said.splitlines()[0] == "TST-RPT-0001: altered: nothing known changed. Look into it."
    # Written past the portal, into a field that no fingerprint holds; a newer typesetter explains none of it.
    now = {**makers.engine_versions(), "weasyprint": "71.0"}
    monkeypatch.setattr(makers, "engine_versions", lambda: now)
    Report.objects.filter(pk=report.pk).update(verification_code="A" * 17)
    assert said_of(report) == ("altered", ["nothing known changed"])


def test_what_is_damaged_or_gone(report):
    path = pdf_path(report.file_name)
    whole = path.read_bytes()
    path.write_bytes(whole + b"%")
    assert said_of(report) == ("damaged", ["the stored file"])
    other = makers.hashlib.sha256(whole + b"%").hexdigest()
    Report.objects.filter(pk=report.pk).update(pdf_hash=other)
    assert said_of(report) == ("damaged", ["the fingerprint of the file"])
    path.unlink()
    assert said_of(report) == ("missing", ["the stored file"])
    code, said = run(json=True)
    assert code == 1
    assert json.loads(said) == [
        {"reference": "TST-RPT-0001", "outcome": "missing", "wrong": True, "reasons": ["the stored file"]}
    ]
    entry = AuditEntry.objects.filter(action="reports.verify_reports").latest("id")
    assert entry.details == {"outcomes": {"missing": 1}, "wrong": [str(report.public_id)]}


def test_frozen_content_that_was_touched(report):
    changed = report.frozen | {"as_of": "2022-08-20"}
    Report.objects.filter(pk=report.pk).update(frozen=changed)
    assert said_of(report) == ("damaged", ["the frozen content"])
    Report.objects.filter(pk=report.pk).update(frozen_hash=service.digest(changed))
    assert said_of(report) == ("damaged", ["the fingerprint of the content"])


def test_one_from_before_its_makers_were_kept(world, report):
    content = report.frozen
    old = factories.ReportFactory(
        programme=world.programme,
        number=9,
        audience="official",
        frozen=content,
        frozen_hash=service.digest(content),
        state="released",
        released_at=report.released_at,
        file_name=store_pdf(b"%PDF-1.7 old"),
        pdf_hash=makers.hashlib.sha256(b"%PDF-1.7 old").hexdigest(),
    )
    assert said_of(old) == ("differs", [service.NOT_KEPT])
    Report.objects.filter(pk=report.pk).update(file_name="")
    assert run(reference="TST-RPT-0009")[0] == 0
    for reference in ("TST-RPT-0001", "TST-RPT-0404", "x", "TST-RPT-²"):
        assert run(reference=reference)[0] == 1


@pytest.mark.parametrize(("name", "sees"), [("staff", True), ("manager", True), ("donor", False)])
def test_the_office_sees_on_the_page_what_it_was_made_with(as_role, report, name, sees):
    page = as_role(name).get(reverse("reports:report", args=[report.public_id])).content.decode()
    assert ("Made with" in page) == sees
    assert (f"weasyprint {report.made_with['engine']['weasyprint']}" in page) == sees
    assert (report.made_with["fonts"]["NotoNaskhArabic-Regular.ttf"][:12] in page) == sees
