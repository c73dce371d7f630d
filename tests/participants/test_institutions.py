"""Institutions: the tree and how it is searched, one of them to whom, entering, changing, archiving."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from common.arabic import fold
from common.models import AuditEntry
from participants.models import FocalPoint, Institution, InstitutionName, Place
from participants.services.bodies import (
    add_name,
    add_post,
    end_focal_point,
    end_post,
    name_focal_point,
    restore_name,
    set_institution_archived,
    withdraw_name,
)
from participants.services.institutions import create_institution, find_institution, update_institution
from tests.factories import (
    AddresseeFactory,
    AttendanceFactory,
    ForumFactory,
    ForumInvitationFactory,
    InstitutionFactory,
    PersonFactory,
    RecommendationFactory,
)

pytestmark = pytest.mark.django_db
LIST = reverse("participants:institutions")
DAY = datetime.date(2022, 7, 20)


def address(name, row):
    return reverse(f"participants:{name}", args=[row.public_id])


def page(client, institution):
    return client.get(address("institution", institution))


def shown(client, **asked):
    """(name, depth) on the first page of the list."""
    lines = client.get(LIST, asked).context["page_obj"]
    return [(line.institution.name_en, line.depth) for line in lines]


@pytest.fixture
def tree(world):
    """A ministry, its directorate with a branch in a district, and one that is archived."""
    ministry = InstitutionFactory(name_ar="وزارة التجربة", name_en="Ministry", kind="authority")
    directorate = InstitutionFactory(name_ar="إدارة أمن الميناء", name_en="Directorate", parent=ministry)
    place = Place.objects.get(code="YE2402")
    Place.objects.filter(pk=place.pk).update(spellings="حي المنارة")
    branch = InstitutionFactory(name_ar="مركز الرصيف", name_en="Branch", parent=directorate, place=place)
    old = InstitutionFactory(name_ar="جهة قديمة", name_en="Old one", archived_at=timezone.now())
    for row in (ministry, directorate, branch, old):
        update_institution(actor=world.staff, institution=row, expected=1)
    add_name(actor=world.staff, institution=directorate, expected=2, text="شرطة الأرصفة", use="spelling")
    return {"ministry": ministry, "directorate": directorate, "branch": branch, "old": old}


def test_the_tree_has_each_body_before_its_parts(tree, as_role):
    lines = shown(as_role("manager"))
    at = lines.index(("Ministry", 0))
    assert lines[at : at + 3] == [("Ministry", 0), ("Directorate", 1), ("Branch", 2)]
    assert ("Old one", 0) not in lines
    assert shown(as_role("staff"), archived="on") == [("Old one", 0)]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "اداره امن المينا"}, ["Directorate"]),
        ({"q": "شرطه الارصفة"}, ["Directorate"]),
        ({"q": "MINISTRY"}, ["Ministry"]),
        # by another name of its place
        ({"q": "المناره"}, ["Branch"]),
        ({"q": "مركز المنارة"}, ["Branch"]),
        ({"kind": "authority"}, ["Ministry"]),
        ({"place": "YE2402"}, ["Branch"]),
        ({"place": "YE24"}, ["Branch"]),
        ({"q": "لا شيء كهذا"}, []),
    ],
)
def test_found_by_any_spelling_kind_and_place(tree, as_role, asked, found):
    assert [name for name, _depth in shown(as_role("staff"), **asked)] == found


def test_the_page_shows_of_people_forums_and_asks_what_the_reader_sees(world, as_role):
    body = world.institution
    post = add_post(
        actor=world.staff, institution=body, expected=1, title_ar="مدير التجربة", title_en="Test head"
    )
    for programme, name in ((world.programme, "سالم المعروف"), (world.other_programme, "غالب المخفي")):
        person = PersonFactory(name_ar=name)
        forum = ForumFactory(programme=programme, title_en=f"Meeting of {programme.code}", date=DAY)
        AttendanceFactory(forum=forum, person=person, institution=body, post="مدير التجربه")
        ForumInvitationFactory(forum=forum, institution=body)
        FocalPoint.objects.create(institution=body, person=person, part="validator")
        row = RecommendationFactory(programme=programme, text=f"Ask of {programme.code}", number=5)
        AddresseeFactory(recommendation=row, institution=body, sent=True)
    answer = page(as_role("staff"), body)
    text = answer.content.decode()
    for words in ("سالم المعروف", "Test head", "Meeting of TST", "Ask of TST", "alidating authority"):
        assert words in text, words
    for words in ("غالب المخفي", "Meeting of FRN", "Ask of FRN"):
        assert words not in text, words
    (shown_post,) = answer.context["posts"]
    assert shown_post.row == post
    assert [(one.name, one.since) for one in shown_post.holders] == [("سالم المعروف", DAY)]
    assert "غالب المخفي" in page(as_role("dual"), body).content.decode()
    assert page(as_role("reviewer"), body).status_code == 404


def test_a_new_one_under_a_known_spelling_proposes_the_known_one(tree, as_role, world):
    client, add = as_role("staff"), reverse("participants:add_institution")
    typed = {"name_ar": "شُرطة الارصفه", "kind": "security"}
    answer = client.post(add, typed)
    assert answer.context["form"].known == [tree["directorate"]]
    assert "Is it one of these?" in answer.content.decode()
    assert not Institution.objects.filter(name_ar=typed["name_ar"]).exists()
    # An archived one is known as well.
    assert client.post(add, typed | {"name_ar": "جهه قديمه"}).context["form"].known == [tree["old"]]
    answer = client.post(add, typed | {"is_another": "on", "spellings": "الارصفة الجديدة\n"})
    made = Institution.objects.get(name_ar=typed["name_ar"])
    assert answer.url == address("institution", made)
    assert made.code == "I-0001"
    assert find_institution("الأرصفة الجديده") == made
    assert create_institution(actor=world.staff, name_ar="أخرى تماماً").code == "I-0002"


def test_who_saved_second_is_shown_both_and_overwrites_nothing(world, as_role):
    body, client = world.institution, as_role("staff")
    address_ = address("edit_institution", body)
    form = client.get(address_).context["form"]
    update_institution(actor=world.foreign_staff, institution=body, expected=1, name_en="First")
    typed = {name: form[name].value() or "" for name in ("name_ar", "kind", "public_contact")}
    answer = client.post(address_, typed | {"version": 1, "name_en": "Second"})
    assert "Saved meanwhile by" in answer.content.decode()
    body.refresh_from_db()
    assert body.name_en == "First"
    answer = client.post(address_, typed | {"version": 2, "name_en": "Second"})
    body.refresh_from_db()
    assert (answer.status_code, body.name_en, body.version) == (302, "Second", 3)


def test_nothing_is_part_of_itself(tree, world):
    with pytest.raises(ValidationError):
        update_institution(actor=world.staff, institution=tree["ministry"], expected=2, parent=tree["branch"])


def test_names_come_and_go_and_stay_findable(world, as_role):
    body, client = world.institution, as_role("staff")
    names = address("institution_names", body)
    typed = {"version": 1, "text": "هيئة الرصيف", "use": "spelling", "language": "ar"}
    assert client.post(names, typed).status_code == 302
    # The same page was open elsewhere: it says so, and keeps what was typed.
    answer = client.post(names, typed | {"text": "هيئة المرفأ"})
    assert answer.status_code == 200
    assert "هيئة المرفأ" in answer.content.decode()
    assert client.post(names, typed | {"text": "هيئة المرفأ", "version": 2}).status_code == 302
    assert find_institution("هيئه المرفا") == find_institution("هيئة الرصيف") == body
    row = body.names.get(text="هيئة المرفأ")
    client.post(names, {"row": str(row.public_id)})
    assert find_institution("هيئة المرفأ") is None
    formal = client.post(names, typed | {"text": "رئاسة الرصيف", "use": "formal", "version": 4})
    assert formal.status_code == 302
    row = InstitutionName.objects.get(text="رئاسة الرصيف")
    withdraw_name(actor=world.staff, name=row)
    withdraw_name(actor=world.staff, name=row)
    row.refresh_from_db()
    assert row.valid_until == timezone.localdate() - datetime.timedelta(days=1)
    restore_name(actor=world.staff, name=row)
    row.refresh_from_db()
    assert row.valid_until is None
    done = AuditEntry.objects.filter(action="participants.withdraw_name", subject=body.public_id)
    assert done.count() == 2
    # Of another institution there is nothing here.
    other = world.other_institution.names.create(text="غيرها", folded=fold("غيرها"))
    assert client.post(names, {"row": str(other.public_id)}).status_code == 404
    assert client.post(names, {"row": "nonsense"}).status_code == 404


def test_a_post_is_added_once_ended_and_there_again(world, as_role):
    body, client = world.institution, as_role("staff")
    posts = address("institution_posts", body)
    assert client.post(posts, {"version": 1, "title_ar": "نائب التجربة"}).status_code == 302
    assert client.post(posts, {"version": 2, "title_ar": "نائب التجربه"}).status_code == 200
    row = body.positions.get()
    client.post(posts, {"row": str(row.public_id)})
    row.refresh_from_db()
    assert row.ended_on == timezone.localdate()
    end_post(actor=world.staff, post=row, ended=False)
    assert body.positions.get().ended_on is None


def test_focal_points_are_people_whom_the_reader_writes(world, as_role):
    body, client = world.institution, as_role("staff")
    mine = AttendanceFactory(forum__programme=world.programme, institution=body).person
    theirs = AttendanceFactory(forum__programme=world.other_programme, institution=body).person
    focal = address("focal_points", body)
    offered = page(client, body).context["focal_form"].fields["person"].queryset
    assert list(offered) == [mine]
    assert client.post(focal, {"person": str(theirs.public_id), "part": "main"}).status_code == 200
    assert (
        client.post(focal, {"person": str(mine.public_id), "part": "main", "since": "1/2/2022"}).status_code
        == 302
    )
    row = FocalPoint.objects.get()
    assert (row.person, row.since) == (mine, datetime.date(2022, 2, 1))
    with pytest.raises(ValidationError):
        name_focal_point(actor=world.staff, institution=body, person=mine, part="main")
    with pytest.raises(PermissionDenied):
        name_focal_point(actor=world.staff, institution=body, person=theirs, part="main")
    # Whoever does not see the person finds nobody to end.
    assert as_role("foreign_staff").post(focal, {"row": str(row.public_id)}).status_code == 404
    with pytest.raises(PermissionDenied):
        end_focal_point(actor=world.foreign_staff, focal_point=row)
    assert client.post(focal, {"row": str(row.public_id)}).status_code == 302
    row.refresh_from_db()
    assert row.until == timezone.localdate()
    # Others see no trace of it in the institution's version.
    body.refresh_from_db()
    assert body.version == 1


def test_archived_it_cannot_be_chosen_and_is_taken_back(world, as_role):
    body, client = world.institution, as_role("staff")
    archive = address("archive_institution", body)
    client.post(archive)
    assert find_institution(body.name_ar) is None
    assert "out of use" in page(client, body).content.decode()
    client.post(archive, {"back": "1"})
    set_institution_archived(
        actor=world.staff, institution=Institution.objects.get(pk=body.pk), archived=False
    )
    body.refresh_from_db()
    assert (body.archived_at, body.version) == (None, 3)
