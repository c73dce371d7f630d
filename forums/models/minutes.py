"""The minutes of a forum and their numbered, unchangeable revisions."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.rights import programmes_where
from common.models import PublicIdModel, VersionedModel
from forums.models.forum import Forum


def new_salt() -> str:
    """128 random bits."""
    return secrets.token_hex(16)


class MinutesQuerySet(models.QuerySet):
    """Minutes in words."""

    def visible_to(self, user):
        """Drafts where the reader reads drafts, approved ones where he reads those in full."""
        drafts = programmes_where(user, "minutes draft", "r")
        approved = programmes_where(user, "minutes approved", "r")
        return self.filter(
            Q(forum__programme_id__in=drafts)
            | Q(forum__programme_id__in=approved, state=Minutes.State.APPROVED)
        )

    def awaiting_approval(self):
        """Those that somebody submitted."""
        return self.filter(state=Minutes.State.SUBMITTED)

    def being_written(self):
        """Drafts and reopened ones."""
        return self.filter(state__in=Minutes.OPEN_STATES)


class Minutes(VersionedModel):
    """All that is recorded of one forum. Its rows can be written only in an open state.

    `revision` is the number of the last approved revision, 0 before the first.
    """

    class State(models.TextChoices):
        """Walked by `forums/services/minutes.py` alone, along `forums/states.py`."""

        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted for approval")
        APPROVED = "approved", _("approved")
        AMENDING = "amending", _("being amended")

    OPEN_STATES = (State.DRAFT, State.AMENDING)

    forum = models.OneToOneField(Forum, models.PROTECT, related_name="minutes")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    revision = models.PositiveSmallIntegerField(default=0, editable=False)
    amendment_reason = models.TextField(_("reason of the amendment"), blank=True, editable=False)
    return_note = models.TextField(_("note of the manager"), blank=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        indexes = [models.Index(fields=["state"], name="minutes_state")]

    def __str__(self):
        return str(self.public_id)

    @property
    def is_open(self) -> bool:
        """Whether rows may be written now."""
        return self.state in self.OPEN_STATES


class MinutesRevisionQuerySet(models.QuerySet):
    """Revisions in words."""

    def visible_to(self, user):
        """Those that the reader may read in full."""
        return self.filter(minutes__forum__programme_id__in=programmes_where(user, "minutes approved", "r"))


class MinutesRevision(PublicIdModel):
    """One approved state of the minutes, frozen.

    `content` holds codes, references, and salted commitments to the words and to what is told of people; the values
    and salts are in `words` (by output) and `personal` (by attendance), so that erasing a person there leaves `digest`
    valid: see `forums/services/freezing.py`. `warnings` holds what the approval warned of and the reason that was given
    for each.

    The database refuses changes (`forums/revision_triggers.py`) but for what an erasure must change: then `salt` changes
    with it, and an entry of the audit record says what the row is from then on (`forums/services/vouching.py`).
    """

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    words = models.JSONField(default=dict)
    personal = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    warnings = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()
    #: goes into the hash of the whole row, and is drawn anew by each erasure: the hash of before then helps nobody to
    #: guess what was erased
    salt = models.CharField(max_length=32, default=new_salt, editable=False)

    objects = MinutesRevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision of the minutes")
        verbose_name_plural = _("revisions of the minutes")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(name="one_revision_number", fields=["minutes", "number"])]

    def __str__(self):
        return f"{self.minutes_id}/{self.number}"


class SavedChange(models.Model):
    """The key of one change that was saved, so that a browser whose answer was lost may send it again.

    Written in the transaction of the change; holds none of its words.
    """

    INNER = True

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="saved_changes")
    key = models.UUIDField()
    saved_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("saved change")
        verbose_name_plural = _("saved changes")
        constraints = [models.UniqueConstraint(name="one_change_a_key", fields=["minutes", "key"])]

    def __str__(self):
        return str(self.key)
