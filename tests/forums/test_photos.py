"""Photos: none unless a manager allowed them, each face with its consent, none of a women-only forum."""

import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from common.models import AuditEntry
from common.sealed_files import path_of, read_file
from common.uploads import Clean
from forums.models import Photo
from forums.services.photos import add_photo, allow_photos, forbid_photos
from participants.services.consents import withdraw_consent

from ..factories import AttendanceFactory, ConsentFactory, MinutesFactory

pytestmark = pytest.mark.django_db

PICTURE = Clean("png", b"\x89PNG picture")


@pytest.fixture
def forum(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return MinutesFactory(forum__programme=world.programme).forum


@pytest.fixture
def person(world, forum):
    person = AttendanceFactory(forum=forum).person
    ConsentFactory(person=person, purpose="photo", recorded_by=world.staff)
    return person


def allow(world, forum):
    return allow_photos(actor=world.manager, forum=forum, reason="تقرير المانح")


def jpeg_with_exif():
    picture, out = Image.new("RGB", (40, 30), "red"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAMERA"
    exif[0x9286] = "SECRETPLACE"
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_without_the_permission_of_a_manager_there_are_none(world, forum, person):
    with pytest.raises(ValidationError):
        add_photo(actor=world.staff, forum=forum, clean=PICTURE, people=[person])
    with pytest.raises(PermissionDenied):
        allow_photos(actor=world.staff, forum=forum, reason="سبب")
    with pytest.raises(ValidationError):
        allow_photos(actor=world.manager, forum=forum, reason=" ")
    assert not Photo.objects.exists()


def test_a_forum_of_women_only_has_none(world, forum, person, as_role):
    allow(world, forum)
    photo = add_photo(actor=world.staff, forum=forum, clean=PICTURE, people=[person])
    forum.women_only = True
    forum.save()
    with pytest.raises(ValidationError):
        allow(world, forum)
    with pytest.raises(ValidationError):
        add_photo(actor=world.staff, forum=forum, clean=PICTURE, people=[person])
    assert as_role("staff").get(reverse("forums:photo", args=[photo.public_id])).status_code == 404


def test_who_is_in_it_stands_on_the_list_and_has_agreed(world, forum, person):
    allow(world, forum)
    for other in (AttendanceFactory(forum=forum).person, AttendanceFactory().person):
        with pytest.raises(ValidationError):
            add_photo(actor=world.staff, forum=forum, clean=PICTURE, people=[person, other])
    with pytest.raises(ValidationError):
        add_photo(actor=world.staff, forum=forum, clean=Clean("pdf", b"%PDF"), people=[])
    assert not Photo.objects.exists()


def test_a_picture_comes_back_without_what_the_camera_wrote_and_lies_encrypted(world, forum, person, as_role):
    allow(world, forum)
    client = as_role("staff", "ar")
    content = jpeg_with_exif()
    assert b"SECRETCAMERA" in content
    client.post(
        reverse("forums:add_photo", args=[forum.public_id]),
        {
            "file": SimpleUploadedFile("سالم.jpg", content),
            "people": [str(person.public_id)],
            "nobody_else": "on",
        },
    )
    photo = Photo.objects.get()
    assert [one.person for one in photo.shown.all()] == [person]
    assert b"JFIF" not in path_of(photo).read_bytes()
    for role in ("staff", "manager"):
        shown = as_role(role).get(reverse("forums:photo", args=[photo.public_id]))
        assert shown.content == read_file(photo)
        assert b"SECRET" not in shown.content
        assert "no-store" in shown["Cache-Control"]
    assert "سالم" not in str(AuditEntry.objects.get(action="forums.add_photo").details)


def test_without_saying_that_no_other_face_is_in_it_nothing_is_kept(world, forum, person, as_role):
    allow(world, forum)
    file = SimpleUploadedFile("x.jpg", jpeg_with_exif())
    as_role("staff").post(reverse("forums:add_photo", args=[forum.public_id]), {"file": file})
    assert not Photo.objects.exists()


def test_a_consent_that_is_withdrawn_and_a_permission_that_is_taken_back_act_at_once(
    world, forum, person, as_role
):
    allow(world, forum)
    photo = add_photo(actor=world.staff, forum=forum, clean=PICTURE, people=[person])
    path, page = (
        reverse("forums:photo", args=[photo.public_id]),
        reverse("forums:photos", args=[forum.public_id]),
    )
    client = as_role("staff", "ar")
    assert client.get(path).status_code == 200
    forbid_photos(actor=world.manager, forum=forum)
    assert client.get(path).status_code == 404
    allow(world, forum)
    assert client.get(path).status_code == 200
    withdraw_consent(actor=world.staff, consent=person.consents.get(), withdrawn_on=timezone.localdate())
    assert client.get(path).status_code == 404
    assert "يُرجى حذفها" in client.get(page).content.decode()
    client.post(reverse("forums:remove_photo", args=[photo.public_id]))
    assert not Photo.objects.exists()
    assert not path_of(photo).exists()
