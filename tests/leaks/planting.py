"""Plants a mark into every sensitive field of every row that is made meanwhile, and remembers whose it is."""

import datetime
import uuid
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import models
from django.db.models.signals import pre_save
from django.utils import timezone

from accounts.models import KeptForm
from common.encryption import encrypt_bytes
from common.sealed_files import PURPOSE, SealedStorage
from forums.models import AgendaItem, CallListReading, SheetReading
from participants.models import ContactReading
from reports.models import Report
from reports.projection import project_forum

from .. import factories
from ..access.scene import SIDES, make_side
from .fields import sensitive
from .marks import arabic_mark, ascii_mark, phone_mark

#: What a row hangs on, nearest first: the way to a row that the scene has a name for.
UPWARDS = (
    *("response", "evidence", "update", "letter", "addressee", "recommendation"),
    *("output", "minutes", "forum", "person", "programme", "user"),
)
#: Words that the house itself asks to be short, or in a form of their own.
ASCII_FIELDS = {"email", "link"}
#: Words in the shape that the house itself gives them.
SHAPES = {"email": "%s@example.org", "replaced": '{"languages": ["%s", "-"]}'}
#: The "field" of what stands in an attached file.
CONTENTS = {
    **dict.fromkeys(("scan_attachment", "evidence_attachment"), "recommendations.Attachment content"),
    "signed_sheet": "forums.SignedSheet content",
    "photo": "forums.Photo content",
}
DONOR_STATES = ("prepared", "released", "withdrawn")


@dataclass(frozen=True)
class Mark:
    """One planted word: in which field of which row, whose side that is, and what the scene calls the row."""

    word: str
    field: str
    side: str
    row: models.Model
    name: str = ""


class Planter:
    """Plants while it is switched on; `marks` afterwards says word → Mark."""

    def __init__(self):
        self.fields = {}
        for label, field in sensitive().items():
            self.fields.setdefault(field.model, []).append((label, field))
        self.planted: list[Mark] = []
        self.side = ""

    @contextmanager
    def at_work(self):
        """Rows that are made inside get marks."""
        pre_save.connect(self.plant)
        try:
            yield self
        finally:
            pre_save.disconnect(self.plant)

    def plant(self, sender, instance, **kwargs):
        """A row that is about to be made; one that is changed keeps what it has."""
        if not instance._state.adding or getattr(instance, "erased_at", None):
            return
        for label, field in self.fields.get(sender, ()):
            word = self.word_for(field)
            setattr(instance, field.attname, SHAPES.get(field.name, "%s") % word)
            self.planted.append(Mark(word, label, self.side, instance))
        for name in ("folded", "folded_bare"):
            if hasattr(instance, name) and sender in self.fields:
                own = [mark.word for mark in self.planted if mark.row is instance]
                # A person is found by his names, and by his number only in its own way.
                setattr(instance, name, " ".join(own[: 3 if sender.__name__ == "Person" else None]))

    def word_for(self, field):
        """The next mark in the form that the field takes."""
        number = len(self.planted)
        if field.name == "phone":
            return phone_mark(number)
        return (ascii_mark if field.name in ASCII_FIELDS else arabic_mark)(number)


def plant_scene(make_world) -> tuple:
    """(world, scene, word → Mark): both sides with everything planted."""
    planter = Planter()
    with planter.at_work():
        world = make_world()
        scene = {}
        for planter.side in SIDES:
            scene |= make_side(world, planter.side)
            add_more(world, scene, planter.side)
    marks = named(planter.planted, world, scene)
    for name, label in CONTENTS.items():
        for side in SIDES:
            word = arabic_mark(len(planter.planted) + len(marks))
            fill(scene[f"{side}.{name}"], word)
            marks[word] = Mark(word, label, side, scene[f"{side}.{name}"], name)
    return world, scene, marks


def add_more(world, scene, side):
    """Rows of models that the scene has none of; the internal report as it is when it is printed."""
    own = side == "own"
    programme = world.programme if own else world.other_programme
    reader = world.manager if own else world.foreign_manager
    forum, person = scene[f"{side}.approved_forum"], scene[f"{side}.approved_person"]
    AgendaItem.objects.create(forum=forum, title="-")
    coming = factories.MinutesFactory(forum__programme=programme, forum__date=timezone.localdate()).forum
    AgendaItem.objects.create(forum=coming, title="-")
    body = scene[f"{side}.institution"]
    factories.ForumInvitationFactory(forum=coming, institution=body, reply="coming", delegate="-")
    scene[f"{side}.planned_forum"] = coming
    factories.CommitmentFactory(response=scene[f"{side}.response"])
    CallListReading.objects.create(forum=forum, reader=reader, asked=uuid.uuid4())
    ContactReading.objects.create(
        person=person,
        reader=reader,
        field="phone",
        programme=programme.public_id,
        day=datetime.date(2022, 9, 1),
        number=1,
        asked=uuid.uuid4(),
    )
    SheetReading.objects.create(sheet=scene[f"{side}.signed_sheet"], reader=reader, asked=uuid.uuid4())
    KeptForm.objects.create(user=reader, digest=f"{side:0<64}")
    for name, audience in (
        ("report", "internal"),
        *((f"{state}_donor_report", "donor") for state in DONOR_STATES),
    ):
        content = project_forum(forum, audience=audience, language="ar")
        Report.objects.filter(pk=scene[f"{side}.{name}"].pk).update(frozen=content)


def fill(attachment, word):
    """A file that holds the mark in the place of the scene's empty one."""
    storage = SealedStorage()
    storage.delete(attachment.name)
    storage.save(
        attachment.name, ContentFile(encrypt_bytes(f"%PDF-1.7 {word} %%EOF".encode(), purpose=PURPOSE))
    )


def named(planted, world, scene) -> dict[str, Mark]:
    """The marks of rows that were kept, each with the side and the name of its row or of what that hangs on."""
    names = {(type(row), row.pk): key for key, row in scene.items() if isinstance(row, models.Model)}
    names |= {(type(row), row.pk): f".{name}" for name, row in world.users.items()}
    names[type(world.programme), world.programme.pk] = "own.programme"
    names[type(world.programme), world.other_programme.pk] = "foreign.programme"
    found = {}
    for mark in planted:
        if mark.row.pk is None:
            continue
        side, _, name = name_of(mark.row, names).partition(".")
        found[mark.word] = Mark(mark.word, mark.field, side or mark.side, mark.row, name)
    return found


def name_of(row, names, depth=0) -> str:
    """The name in the scene of the row, or of the nearest row that it hangs on."""
    if (own := names.get((type(row), row.pk))) is not None:
        return own
    if depth > len(UPWARDS):
        return ""
    for relation in UPWARDS:
        above = getattr(row, relation, None)
        if isinstance(above, models.Model) and (name := name_of(above, names, depth + 1)):
            return name
    return ""
