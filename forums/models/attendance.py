"""Who was there, as that day; whom the minutes thank; and bare counts where names were not taken."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.rights import programmes_where
from common.models import PublicIdModel, VersionedModel
from forums.models.forum import Forum
from participants.models import Category, Honorific, Institution, Person, Place, Rank, RankQualifier
from participants.models.persons import AgeBand


class AttendanceQuerySet(models.QuerySet):
    """Attendances in words."""

    def visible_to(self, user):
        """Those that the reader may see with names."""
        return self.of_programmes(programmes_where(user, "attendance named", "r"))

    def of_programmes(self, programmes):
        """Those at forums of these programmes (primary keys)."""
        return self.filter(forum__programme_id__in=programmes)

    def kept(self):
        """Without rows that were taken out of the draft (they can be put back until approval)."""
        return self.filter(removed_at__isnull=True)

    def present(self):
        """Those who were in the room."""
        return self.kept().filter(presence=Attendance.Presence.PRESENT)

    def in_protocol_order(self):
        """By rank, then as the office ordered posts, then as written."""
        return self.order_by(models.F("rank__position").asc(nulls_last=True), "position", "id")


class Attendance(VersionedModel):
    """One person at one forum, with rank, post and institution *as of that day*."""

    class Presence(models.TextChoices):
        """Not listed is not absent: whom a text thanks without listing may have been there."""

        PRESENT = "present", _("present")
        ABSENT = "absent", _("absent")
        EXCUSED = "excused", _("excused")
        REPRESENTED = "represented", _("represented by another")
        NOT_LISTED = "not_listed", _("not listed")

    class Part(models.TextChoices):
        """What the person did there."""

        PARTICIPANT = "participant", _("participant")
        HOST = "host", _("host")
        PATRON = "patron", _("patron")
        CHAIR = "chair", _("chair")
        FACILITATOR = "facilitator", _("facilitator")
        RAPPORTEUR = "rapporteur", _("rapporteur")
        SPEAKER = "speaker", _("speaker")
        OBSERVER = "observer", _("observer")
        MEDIA = "media", _("media coverage")
        ESCORT = "escort", _("escort")
        ORGANISER = "organiser", _("organiser")

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, models.PROTECT, related_name="attendances")
    rank = models.ForeignKey(
        Rank, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("rank")
    )
    rank_qualifier = models.ForeignKey(
        RankQualifier,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("rank qualifier"),
    )
    honorific = models.ForeignKey(
        Honorific, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("form of address")
    )
    post = models.CharField(_("post"), max_length=300, blank=True)
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("institution")
    )
    represents = models.CharField(_("represents"), max_length=200, blank=True)
    category = models.ForeignKey(Category, models.PROTECT, related_name="+", verbose_name=_("category"))
    age_band = models.CharField(_("age band"), max_length=6, choices=AgeBand, blank=True)
    home_district = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("home district")
    )
    presence = models.CharField(_("presence"), max_length=12, choices=Presence, default=Presence.PRESENT)
    presence_reason = models.CharField(_("reason of the excuse"), max_length=200, blank=True)
    represented_by = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="stands_for",
        verbose_name=_("represented by"),
    )
    part = models.CharField(_("role"), max_length=12, choices=Part, default=Part.PARTICIPANT)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    may_be_named = models.BooleanField(_("agreed to be named"), default=False)
    #: taken out of the draft; approval deletes these rows for good
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                name="one_attendance_a_person",
                fields=["forum", "person"],
                condition=models.Q(removed_at__isnull=True),
            )
        ]

    def __str__(self):
        return str(self.public_id)


class AttendanceTotal(PublicIdModel):
    """How many of one sort were there, where names were not taken.

    Added to the named rows only in the dimension that it counts.
    """

    class Dimension(models.TextChoices):
        """What is counted."""

        CATEGORY = "category", _("category")
        SEX = "sex", _("sex")
        AGE_BAND = "age_band", _("age band")
        DISTRICT = "district", _("district")

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="totals")
    dimension = models.CharField(_("counted by"), max_length=10, choices=Dimension)
    #: code of the category or place, or value of Sex or AgeBand
    key = models.CharField(max_length=24)
    count = models.PositiveSmallIntegerField(_("number"))

    class Meta:
        verbose_name = _("total")
        verbose_name_plural = _("totals")
        constraints = [models.UniqueConstraint(name="one_total_a_key", fields=["forum", "dimension", "key"])]

    def __str__(self):
        return str(self.public_id)


class Acknowledgement(PublicIdModel):
    """Whom the minutes thank, and for what."""

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="acknowledgements")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="acknowledgements")
    institution = models.ForeignKey(Institution, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("for what"), max_length=300)
    position = models.PositiveSmallIntegerField(default=0)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")
        ordering = ["position", "id"]

    def __str__(self):
        return str(self.public_id)
