"""Every naughty string in every field of text that a sheet carries: no cell is a formula, for no program that opens it."""

import csv
import io
import re
import shutil
import subprocess

import openpyxl
import pytest
from django.urls import reverse

from accounts.services import allow_act, ask_second_person
from forums.models import Attendance
from participants.models import Category, Honorific, Institution, Person, Place, Rank
from recommendations.models import Addressee, Recommendation
from tests import factories

from ..naughty import strings

pytestmark = pytest.mark.django_db
#: what a program for sheets looks for first
FORMULA = re.compile(
    "[\\s\ufeff\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069]*[=+@\uff1d\uff0b\uff20-]"
)
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def plant(world) -> int:
    """A row of each sort for each string."""
    words = [each.replace("\0", "") or "x" for each in strings()]
    made = {}
    for model, more in (
        (Category, {}),
        (Institution, {}),
        (Rank, {}),
        (Honorific, {}),
        (Place, {"level": "district"}),
    ):
        rows = [
            model(code=f"N{n}", name_ar=word[:200], name_en=word[:200], **more)
            for n, word in enumerate(words)
        ]
        made[model] = model.objects.bulk_create(rows)
    for place, body in zip(made[Place], made[Institution], strict=True):
        body.place = place
    Institution.objects.bulk_update(made[Institution], ["place"])
    Category.objects.filter(code__startswith="N").update(plural_ar="=1", plural_en="@x")
    asks = Recommendation.objects.bulk_create(
        Recommendation(
            programme=world.programme, number=900 + n, kind="recommendation", text=word, translation=word
        )
        for n, word in enumerate(words)
    )
    Addressee.objects.bulk_create(
        Addressee(recommendation=ask, institution=body)
        for ask, body in zip(asks, made[Institution], strict=True)
    )
    forum = factories.MinutesFactory(forum__programme=world.programme, state="approved", revision=1).forum
    people = Person.objects.bulk_create(Person(name_ar=word[:200], name_en=word[:200]) for word in words)
    Attendance.objects.bulk_create(
        Attendance(
            forum=forum, person=person, post=word[:300], rank=rank, honorific=honorific,
            category=category, institution=body, home_district=place,
        )
        for person, word, rank, honorific, category, body, place in zip(
            people, words, *(made[model] for model in (Rank, Honorific, Category, Institution, Place)), strict=True
        )
    )  # fmt: skip
    return len(words)


def handed_out(world, client):
    """(name, kind, content) of every sheet that a manager can have."""
    programme = [world.programme.public_id]
    for kind in ("xlsx", "csv"):
        data = {"file_format": kind, "tags": "on"}
        asked = [("figures", reverse("reports:export_figures", args=programme), data)]
        asked += [
            (name, reverse("reports:export_list"), {**data, "list": name})
            for name in ("institutions", "recommendations")
        ]
        request = ask_second_person(
            actor=world.manager, act="export_names", subject=world.programme, reason="x", label="X", path="/",
            programme=world.programme,
        )  # fmt: skip
        allow_act(actor=world.second_manager, request=request)
        asked.append(("names", reverse("reports:export_names", args=programme), data))
        for name, path, fields in asked:
            answer = client.post(path, fields)
            assert answer.status_code == 200
            yield name, kind, answer.content


def formulas_by_openpyxl(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [cell.coordinate for row in book.active for cell in row if cell.data_type == "f"]


def test_no_cell_is_a_formula(world, as_role, record_property):
    count, wrong, cells = plant(world), [], 0
    for name, kind, content in handed_out(world, as_role("manager")):
        if kind == "xlsx":
            wrong += [(name, each) for each in formulas_by_openpyxl(content)]
            rows = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
        else:
            rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        texts = [cell for row in rows for cell in row if isinstance(cell, str)]
        wrong += [(name, kind, text[:40]) for text in texts if FORMULA.match(text)]
        cells += len(texts)
        assert len(texts) > count, f"{name}.{kind} holds less than was planted"
    record_property("T6 cells of naughty strings", cells)
    assert wrong == []


def formulas_by_office(folder, name, content):
    """How many formulas LibreOffice sees in a file. It is asked for flat XML, in which each formula is named."""
    (folder / name).write_bytes(content)
    asked = ["--infilter=CSV:44,34,76,1"] if name.endswith(".csv") else []
    command = [OFFICE, "--headless", "--norestore", f"-env:UserInstallation={folder.as_uri()}/profile"]
    command += [*asked, "--convert-to", "fods", "--outdir", str(folder), str(folder / name)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    text = (folder / f"{name.rpartition('.')[0]}.fods").read_text(encoding="utf-8")
    assert "<table:table-cell" in text
    return text.count("table:formula=")


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is missing here: FULL=1 make setup-dev brings it")
def test_libreoffice_sees_no_formula_either(world, as_role, tmp_path, record_property):
    assert formulas_by_office(tmp_path, "control.csv", b"a,b\n=1+1,x\n") == 1, "the test would see one"
    plant(world)
    found = {
        f"{name}-{kind}": formulas_by_office(tmp_path, f"{name}-{kind}.{kind}", content)
        for name, kind, content in handed_out(world, as_role("manager"))
    }
    record_property("T6 sheets read by LibreOffice", len(found))
    assert found == dict.fromkeys(found, 0)
