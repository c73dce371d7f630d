"""The reference data: what stands in the files stands in the database, and loading it twice changes nothing."""

import csv
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from common.arabic import NameParser, fold
from common.models import AuditEntry
from participants.models import (
    Category,
    Honorific,
    Institution,
    InstitutionName,
    Place,
    Position,
    Rank,
    RankQualifier,
)
from participants.services.institutions import create_institution, find_institution
from participants.services.names import name_parser, read_name

pytestmark = pytest.mark.django_db
DATA = settings.BASE_DIR / "participants" / "data"


def rows(name):
    """The rows of one file as they stand there, less the row of HXL tags."""
    with (DATA / name).open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if not next(iter(row.values())).startswith("#")]


def load():
    """Run the command; its last line is the number of changes."""
    out = StringIO()
    call_command("load_reference", stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def loaded():
    """The lists of the files."""
    return load()


def test_counts_are_those_of_the_files(loaded):
    spellings = sum(len(row["spellings"].split("|")) for row in rows("institutions.csv") if row["spellings"])
    posts = sum(len(row["posts"].split("|")) for row in rows("institutions.csv") if row["posts"])
    assert Place.objects.filter(level="governorate").count() == len(rows("yem_adm1.csv")) == 22
    assert Place.objects.filter(level="district").count() == len(rows("yem_adm2.csv")) == 335
    assert Category.objects.count() == len(rows("categories.csv")) == 12
    assert Rank.objects.count() == len(rows("ranks.csv")) == 18
    assert RankQualifier.objects.count() == len(rows("rank_qualifiers.csv")) == 4
    assert Honorific.objects.count() == len(rows("honorifics.csv")) == 33
    assert Institution.objects.count() == len(rows("institutions.csv")) == 44
    assert InstitutionName.objects.count() == spellings == 54
    assert Position.objects.count() == posts == 27


def test_second_run_changes_nothing(loaded, django_assert_max_num_queries):
    before = list(AuditEntry.objects.values_list("hash", flat=True))
    versions = list(Institution.objects.order_by("pk").values_list("code", "version", "updated_at"))
    with django_assert_max_num_queries(40):
        again = load()
    assert loaded[-1] != "0 changes"
    assert again[-1] == "0 changes"
    assert all("0 created, 0 filled" in line for line in again[:-1])
    assert list(AuditEntry.objects.values_list("hash", flat=True)) == before
    assert list(Institution.objects.order_by("pk").values_list("code", "version", "updated_at")) == versions


def test_loading_overwrites_nothing_and_fills_what_is_empty(loaded):
    Category.objects.filter(code="expert").update(name_ar="خبير أو خبيرة", name_en="")
    Institution.objects.filter(code="PROS").update(name_en="", name_ar="النيابة العامة بعدن")
    Place.objects.filter(code="YE2407").delete()
    assert load()[-1] == "3 changes"
    expert = Category.objects.get(code="expert")
    assert (expert.name_ar, expert.name_en) == ("خبير أو خبيرة", "Expert")
    prosecution = Institution.objects.get(code="PROS")
    assert (prosecution.name_ar, prosecution.name_en) == ("النيابة العامة بعدن", "Public Prosecution")
    assert prosecution.version == 2
    assert Place.objects.get(code="YE2407").parent.code == "YE24"


def test_aden_has_its_eight_districts_in_both_languages(loaded):
    districts = Place.objects.filter(parent__code="YE24").values_list("code", "name_ar", "name_en")
    assert list(districts) == [
        ("YE2401", "دار سعد", "Dar Sa'd"),
        ("YE2402", "الشيخ عثمان", "Ash Shaykh Othman"),
        ("YE2403", "المنصورة", "Al Mansurah"),
        ("YE2404", "البريقة", "Al Burayqah"),
        ("YE2405", "التواهي", "At Tawahi"),
        ("YE2406", "المعلا", "Al Mu'alla"),
        ("YE2407", "صيرة", "Kritar - Sirah"),
        ("YE2408", "خور مكسر", "Khur Maksar"),
    ]
    assert "كريتر" in Place.objects.get(code="YE2407").spellings.splitlines()


def test_categories_stand_in_the_order_of_the_figures(loaded):
    assert list(Category.objects.values_list("code", "plural_ar"))[:8] == [
        ("security_leader", "قيادات أمنية"),
        ("health", "صحة"),
        ("justice", "نيابة وقضاء"),
        ("local_committee", "لجان مجتمعية"),
        ("mediator", "وسطاء مجتمعيون"),
        ("community_leader", "قيادات مجتمعية"),
        ("media", "إعلام"),
        ("activist", "ناشطون"),
    ]
    assert not Category.objects.filter(name_ar_feminine="").exists()


def test_institutions_hang_in_their_tree(loaded):
    parents = {row["code"]: row["parent"] or None for row in rows("institutions.csv")}
    assert dict(Institution.objects.values_list("code", "parent__code")) == parents
    assert Institution.objects.get(code="ADEN-NARC").parent.parent.code == "MOI"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("أمن العاصمة عدن", "ADEN-SEC"),
        ("إدارة أمن عدن", "ADEN-SEC"),
        ("اداره امن عدن", "ADEN-SEC"),
        ("شرطة عدن", "ADEN-SEC"),
        ("مكافحه المخدرات", "ADEN-NARC"),
        ("شؤون الاحياء واللجان المجتمعية (إدارة الأمن)", "ADEN-NEIGH"),
        ("الشئون الاجتماعية", "SOC"),
        ("الشؤون الاجتماعية", "SOC"),
        ("رنين – اليمن", "RESONATE"),
        ("public prosecution", "PROS"),
        ("مدير أمن عدن", None),
        ("عدن", None),
        ("؟", None),
    ],
)
def test_institution_is_found_by_any_spelling_and_not_by_a_post(loaded, written, code):
    found = find_institution(written)
    assert (found and found.code) == code


def test_spelling_of_two_bodies_finds_neither(loaded):
    for code in ("NEW-A", "NEW-B"):
        create_institution(
            actor=None, code=code, name_ar=f"جهة تجريبية {code}", spellings=["المكتب التجريبي"]
        )
    assert find_institution("المكتب التجريبي") is None
    assert find_institution("جهة تجريبيه new-a").code == "NEW-A"


def test_folded_keys_are_those_of_the_folding(loaded):
    assert all(name.folded == fold(name.text) for name in InstitutionName.objects.all())
    assert all(post.folded == fold(post.title_ar) for post in Position.objects.all())


@pytest.mark.parametrize(
    ("typed", "codes", "name"),
    [
        ("العميد وحيد تجربة", ("brigadier_general", None, None), "وحيد تجربة"),
        ("العميد الركن سالم تجربة", ("brigadier_general", "staff", None), "سالم تجربة"),
        ("د. سارة تجربة", (None, None, "dr"), "سارة تجربة"),
        ("د. القاضي فهد تجربة", (None, None, "dr"), "فهد تجربة"),
        ("الناشطة منى تجربة", (None, None, "activist_f"), "منى تجربة"),
        ("المحامي العام الأول", (None, None, None), "المحامي العام الأول"),
        ("فضل تجربة", (None, None, None), "فضل تجربة"),
    ],
)
def test_rank_and_form_of_address_are_read_off_by_the_lists(loaded, typed, codes, name):
    reading = read_name(typed)
    rows = (reading.rank, reading.rank_qualifier, reading.honorific)
    assert tuple(row and row.code for row in rows) == codes
    assert reading.name == name
    assert bool(reading.taken_off) == any(codes)


def test_parser_reads_the_lists_in_one_query_and_leaves_out_archived_rows(loaded, django_assert_num_queries):
    with django_assert_num_queries(1):
        parser = name_parser()
    assert isinstance(parser, NameParser)
    assert parser.parse("العقيد نبيل تجربة").rank == "عقيد"
    Rank.objects.filter(code="colonel").update(archived_at="2026-01-01T00:00Z")
    assert name_parser().parse("العقيد نبيل تجربة").name == "العقيد نبيل تجربة"
