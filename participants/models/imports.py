"""Sheets that are being taken in: what was read, what each row would do, and what it did, for as long as it can be undone."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.rights import administers, holds_anywhere, programmes_where
from common.encryption import EncryptedTextField
from common.models import PublicIdModel, VersionedModel
from participants.models.persons import Person


class SheetImportQuerySet(models.QuerySet):
    """Imports in words."""

    def visible_to(self, user):
        """Those of programmes in which the reader writes people; of institutions for whoever writes or keeps those."""
        programmes = Membership._meta.get_field("programme").related_model.objects
        mine = programmes.filter(pk__in=programmes_where(user, "person", "w")).values("public_id")
        found = Q(programme__in=mine)
        if holds_anywhere(user, "institution", "w") or administers(user, "reference lists", "w"):
            found |= Q(kind=SheetImport.Kind.INSTITUTIONS)
        return self.filter(found)


class SheetImport(VersionedModel):
    """One sheet. Its cells are encrypted as contacts are, and go once the rows are in or after KEPT_DAYS.

    A digest and the rows' marks stay as long as it can be undone; then the row goes as a whole.
    """

    #: how long a sheet waits to be taken in, and how long what was taken in can be undone
    KEPT_DAYS = 7
    GIVEN_UP = "given_up"

    class Kind(models.TextChoices):
        """What its rows are."""

        PEOPLE = "people", _("people")
        INSTITUTIONS = "institutions", _("institutions")
        ATTENDANCE = "attendance", _("attendance of a forum")

    class Stage(models.TextChoices):
        """Where it stands; never stored."""

        READING = "reading", _("being looked through")
        READY = "ready", _("to be decided")
        APPLYING = "applying", _("being taken in")
        APPLIED = "applied", _("taken in")
        UNDONE = "undone", _("undone")
        FAILED = "failed", _("failed")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    #: public ids, since foreign keys point right; of institutions neither, the forum of an attendance sheet alone
    programme = models.UUIDField(null=True, db_index=True)
    forum = models.UUIDField(null=True)
    #: a file's name may name a person
    file_name = EncryptedTextField(purpose="contacts", blank=True)
    #: SHA-256 of its cells
    digest = models.CharField(max_length=64)
    #: headers, tags, rows and their numbers as JSON
    content = EncryptedTextField(purpose="contacts", blank=True)
    #: field → place of the column that is taken for it
    columns = models.JSONField(default=dict)
    #: verdict → number of rows; after it was taken in, what was done → number
    counts = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    looked_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    #: code of why nothing was written; with GIVEN_UP it is over
    problem = models.CharField(max_length=20, blank=True)

    objects = SheetImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of a sheet")
        verbose_name_plural = _("imports of sheets")
        ordering = ["-id"]

    def __str__(self):
        return str(self.public_id)

    @property
    def stage(self):
        """Where it stands."""
        stages = self.Stage
        if self.undone_at:
            return stages.UNDONE
        if self.applied_at:
            return stages.APPLIED
        if self.problem == self.GIVEN_UP:
            return stages.FAILED
        if self.asked_at:
            return stages.APPLYING
        return stages.READY if self.looked_at else stages.READING

    @property
    def tone(self) -> str:
        """Of the chip that says where it stands."""
        stages = self.Stage
        return {
            stages.READY: "open",
            stages.APPLIED: "ok",
            stages.FAILED: "late",
            stages.UNDONE: "plain",
        }.get(self.stage, "prog")

    @property
    def ends_at(self):
        """When it goes."""
        return (self.applied_at or self.created_at) + timedelta(days=self.KEPT_DAYS)


class ImportRow(PublicIdModel):
    """One row: what it would do, what somebody decided about it, what was done. Its cells lie in the sheet."""

    INNER = True

    class Verdict(models.TextChoices):
        """What was found out by looking."""

        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        UNCHANGED = "unchanged", _("unchanged")
        DOUBTFUL = "doubtful", _("doubtful")
        WRONG = "wrong", _("wrong")

    class Chosen(models.TextChoices):
        """What somebody decided; empty: as found."""

        THIS = "this", _("the one that is meant")
        NEW = "new", _("a new one")
        SKIP = "skip", _("left out")

    class Act(models.TextChoices):
        """What was done."""

        CREATED = "created", _("created")
        CHANGED = "changed", _("changed")

    sheet = models.ForeignKey(SheetImport, models.CASCADE, related_name="rows")
    #: from 0, in the order of the sheet
    place = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict)
    #: what is wrong, what changes from what to what, who may be meant; as JSON
    findings = EncryptedTextField(purpose="contacts", blank=True)
    chosen = models.CharField(max_length=4, choices=Chosen, blank=True)
    #: who is meant or was created
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="import_rows")
    #: public id and version of what is written: the person, the institution, the line of a list
    target = models.UUIDField(null=True)
    seen = models.PositiveIntegerField(null=True)
    act = models.CharField(max_length=7, choices=Act, blank=True)
    #: what stood in the fields that were changed, as JSON
    before = EncryptedTextField(purpose="contacts", blank=True)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ["place"]
        constraints = [models.UniqueConstraint(name="one_row_a_place", fields=["sheet", "place"])]

    def __str__(self):
        return str(self.public_id)
