"""A forum: any meeting that a programme holds, with its level, its date as written and what it is about."""

import datetime
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.rights import institutions_where, programmes_where
from common.arabic import fold
from common.models import VersionedModel
from forums.models.programme import Programme
from participants.models import Place
from participants.models.lists import NamedList

#: The longest meeting.
MOST_DAYS = 30


class Theme(NamedList):
    """What an output is about; a list that staff keep."""

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["code"]


class ForumQuerySet(models.QuerySet):
    """Forums in words."""

    def visible_to(self, user):
        """Those of programmes whose forums the reader reads."""
        return self.filter(programme_id__in=programmes_where(user, "forum", "r"))

    def announced_to(self, user):
        """Those whose day, hours, venue and agenda the reader may know ahead: all of his programmes, and those to which
        he is invited."""
        programmes = programmes_where(user, "future venue", "r")
        invited = self.model.objects.invited(user)
        return self.filter(Q(programme_id__in=programmes) | Q(pk__in=invited.values("pk")))

    def invited(self, user):
        """Meetings to come to which an institution that the reader represents was invited, until they are over."""
        institutions = institutions_where(user, "future venue", "r")
        asked = self.model.invitations.rel.related_model.objects.filter(
            institution_id__in=institutions, invited_on__isnull=False
        )
        return self.to_come().filter(pk__in=asked.values("forum"))

    def to_come(self):
        """Those whose last day is not over, in programmes that go on; a day that is not set is still to come."""
        today = timezone.localdate()
        # Days are few, and adding them to a date is spelled differently by each database.
        spans = (
            Q(days__gte=days, date__gt=today - datetime.timedelta(days=days))
            for days in range(1, MOST_DAYS + 1)
        )
        return self.filter(reduce(or_, spans, Q(date__isnull=True)), programme__archived_at__isnull=True)

    def in_programme(self, programme):
        """Those of one programme."""
        return self.filter(programme=programme)

    def approved(self):
        """Those whose minutes have been approved at least once."""
        return self.filter(minutes__revision__gte=1)

    def with_doubtful_date(self):
        """Those whose date waits for somebody's decision."""
        return self.filter(date_standing=Forum.DateStanding.UNDECIDED)


class Forum(VersionedModel):
    """One meeting. Its minutes, its people and its outputs hang on it."""

    class Kind(models.TextChoices):
        """As programmes of this sort name them (arabic.md)."""

        FORUM = "forum", _("dialogue forum")
        DIALOGUE = "dialogue", _("dialogue with decision makers")
        WORKSHOP = "workshop", _("quarterly workshop")
        REVIEW = "review", _("review meeting")
        CLOSING = "closing", _("closing meeting")
        COORDINATION = "coordination", _("coordination meeting")
        EXTENDED = "extended", _("extended meeting")
        LAUNCH = "launch", _("launch")
        TRAINING = "training", _("training course")
        FOLLOW_UP = "follow_up", _("follow-up committee meeting")
        FIELD_VISIT = "field_visit", _("field visit")
        FOCUS_GROUP = "focus_group", _("focus group discussion")

    class Level(models.TextChoices):
        """How far up the recommendation has travelled when it is heard here."""

        DISTRICT = "district", _("district")
        GOVERNORATE = "governorate", _("governorate")
        NATIONAL = "national", _("national")

    class DateStanding(models.TextChoices):
        """What a person decided about a date that something speaks against."""

        CLEAR = "clear", _("nothing against it")
        UNDECIDED = "undecided", _("doubtful, awaiting a decision")
        CONFIRMED = "confirmed", _("confirmed")
        CORRECTED = "corrected", _("corrected")
        KEPT = "kept", _("kept as written, doubtful")

    class Disclosure(models.TextChoices):
        """What may leave the room."""

        CLOSED = "closed", _("closed")
        CHATHAM_HOUSE = "chatham", _("Chatham House rule")
        PUBLIC = "public", _("public")

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="forums", verbose_name=_("programme")
    )
    code = models.CharField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    level = models.CharField(_("level"), max_length=12, choices=Level, default=Level.DISTRICT)
    number = models.PositiveSmallIntegerField(_("number in its series"), null=True, blank=True)
    continues = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="continued_by",
        verbose_name=_("continues"),
    )
    reviews = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="reviewed_by", verbose_name=_("reviews")
    )
    title_ar = models.CharField(_("title"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    #: a local date of the place, not a moment
    date = models.DateField(_("date"), null=True, blank=True)
    date_as_written = models.CharField(_("date as written"), max_length=120, blank=True)
    weekday_as_written = models.PositiveSmallIntegerField(null=True, blank=True)
    date_standing = models.CharField(max_length=10, choices=DateStanding, default=DateStanding.CLEAR)
    date_reason = models.TextField(_("reason of the decision about the date"), blank=True)
    date_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    days = models.PositiveSmallIntegerField(_("days"), default=1)
    starts_at = models.TimeField(_("from"), null=True, blank=True)
    ends_at = models.TimeField(_("to"), null=True, blank=True)
    part_of_day = models.CharField(
        _("part of the day"),
        max_length=10,
        blank=True,
        choices=[("morning", _("morning")), ("afternoon", _("afternoon")), ("evening", _("evening"))],
    )
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    occasion = models.CharField(_("occasion"), max_length=200, blank=True)
    occasion_en = models.CharField(_("occasion in English"), max_length=200, blank=True)
    occasion_date = models.DateField(_("date of the occasion"), null=True, blank=True)
    themes = models.ManyToManyField(
        Theme, blank=True, related_name="focus_of", verbose_name=_("focus themes")
    )
    focus = models.CharField(_("focus in words"), max_length=300, blank=True)
    focus_en = models.CharField(_("focus in English"), max_length=300, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    permits = models.TextField(_("permits"), blank=True)
    disclosure = models.CharField(
        _("disclosure"), max_length=8, choices=Disclosure, default=Disclosure.CHATHAM_HOUSE
    )
    women_only = models.BooleanField(_("women only"), default=False)
    #: key for searching: titles, code and number, folded; services keep it by `refold`
    folded = models.TextField(editable=False, blank=True)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = ForumQuerySet.as_manager()

    class Meta:
        verbose_name = _("forum")
        verbose_name_plural = _("forums")
        ordering = ["-date", "-id"]
        indexes = [models.Index(fields=["programme", "-date", "-id"], name="forum_by_date")]
        constraints = [
            models.CheckConstraint(
                name="weekday_is_a_day",
                condition=Q(weekday_as_written__isnull=True) | Q(weekday_as_written__lte=6),
            )
        ]

    def __str__(self):
        return self.code

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_in(get_language() or "ar")

    @property
    def title_language(self) -> str:
        """The language that `title` is in, for its `lang` on a page in the other one."""
        return "en" if self.title_en and not (get_language() or "ar").startswith("ar") else "ar"

    def title_in(self, language: str) -> str:
        """The title in a given language; Arabic where there is no English one."""
        return self.title_ar if language.startswith("ar") else self.title_en or self.title_ar

    def written_in(self, name: str, language: str) -> tuple[str, str]:
        """(text, its language) of `summary`, `occasion` or `focus`: the English one where it is wanted and there is one."""
        english = getattr(self, f"{name}_en")
        return (english, "en") if english and language.startswith("en") else (getattr(self, name), "ar")

    @property
    def last_day(self):
        """The last of its days; None while the first is not known."""
        return self.date and self.date + datetime.timedelta(days=max(self.days, 1) - 1)

    def refold(self) -> None:
        """Make the key for searching anew; every service that writes a title, code or number calls this."""
        self.folded = fold(f"{self.title_ar} {self.title_en} {self.code} {self.number or ''}")

    def date_conflicts(self) -> list[str]:
        """What speaks against the date: "weekday", "programme", "occasion". Warnings; nothing is refused.

        An occasion more than seven days away is a conflict: the text says that they coincide.
        """
        if self.date is None:
            return []
        conflicts = []
        if self.weekday_as_written is not None and self.date.weekday() != self.weekday_as_written:
            conflicts.append("weekday")
        if not self.programme.start <= self.date <= self.programme.last_day:
            conflicts.append("programme")
        if self.occasion_date and abs((self.date - self.occasion_date).days) > 7:
            conflicts.append("occasion")
        return conflicts
