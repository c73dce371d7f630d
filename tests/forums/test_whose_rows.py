"""Rows of another programme, where a page or a service meets them: nothing is told of them, and nothing written."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from common.uploads import Clean
from forums.forms.choices import earlier_forums
from forums.models import Photo, SignedSheet, Standing
from forums.services.freezing import freeze
from forums.services.levels import make_dialogue
from forums.services.list_import.kind import AttendanceKind
from forums.services.photos import add_photo, allow_photos
from forums.services.signed_sheets import hand_in_sheet
from participants.services.consents import withdraw_consent
from tests.factories import (
    AcknowledgementFactory,
    AttendanceFactory,
    ConsentFactory,
    MinutesFactory,
    OutputFactory,
    PersonFactory,
)
from tests.participants.imports.sheets import hand_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def forums(world, settings, tmp_path):
    """A forum of each programme: the reader's and the foreign one."""
    settings.MEDIA_ROOT = tmp_path
    both = (world.programme, world.other_programme)
    return [MinutesFactory(forum__programme=programme).forum for programme in both]


def loaded(account):
    """As a request would load it."""
    return User.objects.get(pk=account.pk)


def test_earlier_forums_to_choose_are_the_reader_s(world, forums):
    both = [world.programme, world.other_programme]
    for reader, forum in zip((world.staff, world.foreign_staff), forums, strict=True):
        ((_label, rows),) = earlier_forums(loaded(reader), both)
        assert [row for _key, _title, row in rows] == [forum]


def test_thanks_in_a_foreign_forum_are_not_told_of_a_person_of_both(forums, as_role):
    person = PersonFactory()
    for forum, reason in zip(forums, ("على الضيافة هنا", "على الضيافة هناك"), strict=True):
        AttendanceFactory(forum=forum, person=person)
        AcknowledgementFactory(forum=forum, person=person, reason=reason)
    page = reverse("participants:person", args=[person.public_id])
    for reader, said, unsaid in (("staff", "هنا", "هناك"), ("foreign_staff", "هناك", "هنا")):
        text = as_role(reader).get(page).content.decode()
        assert f"على الضيافة {said}<" in text
        assert f"على الضيافة {unsaid}<" not in text


def test_who_was_entered_for_a_programme_stands_there_alone(world):
    rows = [
        Standing.objects.create(programme=programme, person=PersonFactory(), entered_by=writer)
        for programme, writer in (
            (world.programme, world.staff),
            (world.other_programme, world.foreign_staff),
        )
    ]
    seen = {
        name: {rows.index(row) for row in Standing.objects.visible_to(loaded(user))}
        for name, user in world.users.items()
    }
    own, foreign = (
        {"staff", "manager", "second_manager", "no_second_factor"},
        {"foreign_staff", "foreign_manager", "dual"},
    )
    expected = {name: ({0} if name in own else {1} if name in foreign else set()) for name in world.users}
    assert seen == expected


def test_an_auditor_finds_the_signed_sheets_of_his_engagement_alone(world, forums, as_role):
    sheets = [
        hand_in_sheet(actor=writer, forum=forum, sheet="sign_in", clean=Clean("pdf", b"%PDF-1.7 %%EOF"))
        for writer, forum in zip((world.staff, world.foreign_staff), forums, strict=True)
    ]
    today = timezone.localdate()
    world.auditor.memberships.update(engaged_from=today, engaged_until=today)
    client = as_role("auditor")
    text = client.get(reverse("signed:list")).content.decode()
    paths = [reverse("signed:sheet", args=[sheet.public_id]) for sheet in sheets]
    assert [path in text for path in paths] == [True, False]
    assert [client.get(path).status_code for path in paths] == [200, 404]
    assert SignedSheet.objects.count() == 2


def test_a_consent_taken_back_hides_the_pictures_of_that_person_and_no_other(world, forums):
    allow_photos(actor=world.manager, forum=forums[0], reason="تقرير المانح")
    photos, consents = [], []
    for _number in range(2):
        person = AttendanceFactory(forum=forums[0]).person
        consents.append(ConsentFactory(person=person, purpose="photo", recorded_by=world.staff))
        picture = Clean("png", b"\x89PNG picture")
        photos.append(add_photo(actor=world.staff, forum=forums[0], clean=picture, people=[person]))
    withdraw_consent(actor=world.staff, consent=consents[0], withdrawn_on=timezone.localdate())
    assert list(Photo.objects.visible_to(loaded(world.staff))) == [photos[1]]


def test_a_sheet_of_a_list_names_no_line_of_another_programme(world, forums):
    lines = [AttendanceFactory(forum=forum, post="مدير") for forum in forums]
    ids = [str(line.public_id) for line in lines]
    kind = AttendanceKind()
    assert list(kind.names_of(user=loaded(world.staff), ids=ids)) == ids[:1]
    assert list(kind.names_of(user=loaded(world.foreign_staff), ids=ids)) == ids[1:]


def test_a_sheet_of_a_list_is_its_writers(world, forums):
    sheet = hand_in(
        world,
        [["منى عوض التجربة", "media"]],
        ["الاسم", "الفئة"],
        kind="attendance",
        forum=forums[0].public_id,
    )
    AttendanceKind().require(actor=loaded(world.staff), sheet=sheet)
    for stranger in ("manager", "foreign_staff", "auditor", "administrator"):
        with pytest.raises(PermissionDenied):
            AttendanceKind().require(actor=loaded(world.users[stranger]), sheet=sheet)


def test_a_dialogue_that_there_is_is_given_to_its_writers_alone(world):
    forum = MinutesFactory(forum__programme=world.programme, forum__kind="forum").forum
    made = make_dialogue(actor=world.staff, forum=forum)
    assert make_dialogue(actor=world.staff, forum=forum) == made
    for stranger in ("manager", "foreign_staff", "donor"):
        with pytest.raises(PermissionDenied):
            make_dialogue(actor=loaded(world.users[stranger]), forum=forum)


def test_a_page_about_a_foreign_row_is_not_there(world, forums, as_role):
    minutes = forums[1].minutes
    revision = minutes.revisions.create(
        number=1, approved_by=world.foreign_manager, approved_at=timezone.now(), **freeze(minutes)
    )
    output = OutputFactory(minutes=minutes)
    paths = [
        reverse("forums:detail", args=[forums[1].public_id]),
        reverse("forums:revision", args=[revision.public_id]),
        reverse("forums:seal", args=[output.public_id]),
    ]
    for reader, status in (("foreign_manager", 200), ("manager", 404)):
        client = as_role(reader)
        assert [client.get(path).status_code for path in paths] == [status] * len(paths)
